"""Was the same command line of a practice answered before, so that it can be printed again?

Then nothing is loaded but the store, and no practice: this page must stay light.
"""

import datetime as dt
import io
import sys
import zlib
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, redirect_stdout
from functools import partial
from itertools import takewhile
from pathlib import Path
from typing import Any, Final, NamedTuple

import click
import msgspec

from engageframe import kept, settings
from engageframe.discovery import named
from engageframe.encoding import canonical
from engageframe.errors import EngageframeError
from engageframe.model.moments import Moment, moment
from engageframe_cli.asked import Asked
from engageframe_cli.options import SHARED

__all__ = ["Line", "echo", "heard", "look_ahead"]

_SLOTS: Final = 16
"""So many answers are kept of each command: a new one takes the place of an older one."""

_FEW: Final = 500
"""An answer from fewer records is found again sooner than it is kept."""


class Line(NamedTuple):
    """A command line of a practice, and all that its answer rests on besides the journal."""

    folder: Path
    store: str
    question: kept.Question
    settings: str
    used: frozenset[str]


def look_ahead(ctx: click.Context, words: Sequence[str]) -> None:
    """Note the words behind a name that only the workspace knows: options say which it is."""
    scout = click.Command("ahead", params=[*SHARED], add_help_option=False)
    scout.context_settings = {"ignore_unknown_options": True, "allow_extra_args": True}
    scout.make_context("ahead", [*takewhile(lambda word: word != "--", words)], parent=ctx)
    if asked := ctx.find_object(Asked):
        asked.words = tuple(words)


def echo(ctx: click.Context, name: str) -> click.Command | None:
    """Make the command that prints again what the very same line printed before, if it did."""
    asked = ctx.find_object(Asked) or Asked()
    asked.line = one = _line(asked, name)
    text = one and _again(one)
    if text is None:
        return None
    lax = {"ignore_unknown_options": True, "allow_extra_args": True}
    says = partial(click.echo, text, nl=False)
    return click.Command(name, context_settings=lax, add_help_option=False, callback=says)


def _line(asked: Asked, name: str) -> Line | None:
    """Say what was asked; ``None`` when whatever is wrong will be told by the full answer."""
    folder = Path(asked.folder)
    try:
        config = settings.read(folder)
        as_of = moment(asked.as_of) if asked.as_of else Moment.of(dt.datetime.now(dt.UTC).date())
    except (EngageframeError, ValueError):
        return None
    used = frozenset(() if asked.no_practices else config.practices).difference(asked.no_practice)
    given = {option: value for option, value in sorted(vars(asked).items()) if option != "folder"}
    about = canonical([given, sys.stdout.isatty()])
    slot = f"printed:{name}:{zlib.crc32(about) % _SLOTS}"
    question = kept.Question(slot, "", as_of, about=about.decode())
    return Line(folder, config.store, question, config.text, used)


def _again(one: Line) -> str | None:
    try:
        store = named("engageframe.stores", one.store)
        if not store.exists(one.folder):
            return None
        with closing(store.open(one.folder)) as journal:
            if journal.snapshot(f"{one.question.what}:") is None:
                return None  # before looking at what it would rest on, which takes longer
            grounds = kept.rests_on(one.settings, one.used)
            found = kept.answer(journal, one.question, grounds) if grounds else None
        return None if found is None else msgspec.json.decode(found, type=str)
    except (EngageframeError, ValueError):
        return None  # a cache that cannot be read is no cache


@contextmanager
def heard(one: Line, workspace: Any) -> Iterator[None]:
    """Keep what is printed inside, if the practice calls it repeatable and nothing else was told.

    ``workspace`` is what the practice got.
    It is not kept when the journal grew or the day changed meanwhile, or a practice failed.
    """
    ear, journal = _Ear(sys.stdout), workspace.journal
    head, revision = journal.head(), journal.revision()
    with redirect_stdout(ear):
        yield
    from engageframe_cli.opening import ending

    still = (journal.head(), workspace.as_of) == (head, one.question.as_of)
    told = workspace.host.failures or ending(workspace.host)
    worth = workspace.repeatable and workspace.grounds and head.seq >= _FEW
    if worth and still and not (ear.deaf or told):
        words = canonical("".join(ear.words))
        kept.keep(journal, one.question, workspace.grounds, head, words, revision)


class _Ear(io.TextIOBase):
    """Passes on what is printed, and remembers it; ``deaf`` when bytes may have gone past it."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self.words: list[str] = []
        self.deaf = False

    def write(self, text: str) -> int:
        written: int = self._stream.write(text)
        self.words.append(text)
        return written

    def flush(self) -> None:
        self._stream.flush()

    def isatty(self) -> bool:
        terminal: bool = self._stream.isatty()
        return terminal

    @property
    def encoding(self) -> str:  # type: ignore[override]
        name: str = self._stream.encoding
        return name

    @property
    def errors(self) -> str | None:  # type: ignore[override]
        name: str | None = self._stream.errors
        return name

    @property
    def buffer(self) -> Any:
        self.deaf = True
        return self._stream.buffer

    def fileno(self) -> int:
        self.deaf = True
        number: int = self._stream.fileno()
        return number
