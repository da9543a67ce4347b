"""What does a command print?

Each example is called in a folder of its own, on a day that stands still.
What is another thing on each machine or at each call stands as ``...``.
"""

import contextlib
import datetime as dt
import io
import os
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import engageframe_cli as cli
from engageframe.asking import Reader

__all__ = ["Played", "help_of", "play"]

_LINES: Final = 16
_WIDE: Final = 400
_VARIES: Final = (
    (re.compile(r'("(?:import_ms|ms)":|import_ms: )[\d.]+'), r"\1..."),
    (re.compile(r"^(\S+ .* active +)\d+\.\d", re.MULTILINE), r"\1..."),
    (re.compile(r"^(\S* +(?:engageframe_\w+|import) .*)\b\d+\.\d+$", re.MULTILINE), r"\1..."),
    (re.compile(r'((?:"(?:head|hash|digest)":|hash: )")[0-9a-f]{12,}'), r"\1..."),
    (re.compile(r'("recorded":")[^"]+'), r"\1..."),
    (re.compile(r"(records, )[0-9a-f]{12}\b"), r"\1..."),
    (re.compile(r"\b[0-9a-f]{64}\b"), "..."),
    (re.compile(r"\bP[A-Z2-7]{10}\b"), "P..."),
    (
        re.compile(r"^\w+ +(SQLite of|file system|free space)(.*?): .*$", re.MULTILINE),
        r"...  \1\2: ...",
    ),
)
"""What is not the same everywhere: times that were measured, and hashes that rest on chance."""


class Played:
    """What a command printed, and how it ended."""

    def __init__(self, code: int, text: str) -> None:
        self.code = code
        self.text = text


@contextlib.contextmanager
def _still(day: str) -> Iterator[None]:
    """Let the clock of every workspace stand at six in the evening of a day."""
    evening = dt.datetime.fromisoformat(f"{day}T18:00+00:00")
    defaults = Reader.__init__.__kwdefaults__ or {}
    before = defaults["clock"]
    defaults["clock"] = lambda: evening
    try:
        yield
    finally:
        defaults["clock"] = before


def play(line: str, folder: Path, *, day: str) -> Played:
    """Call a command in a folder; what it writes to a file is what it printed."""
    line, _, _ = line.partition(" > ")
    with _still(day), contextlib.chdir(folder), _narrow(folder):
        code, text = _called(shlex.split(line)[1:])
    return Played(code, _shown(text))


def help_of(words: str, folder: Path | None = None) -> str:
    """Give the help of a command, whole, as a terminal of 80 columns shows it."""
    with contextlib.chdir(folder or Path()), _narrow(folder or Path()):
        return _called([*shlex.split(words)[1:], "--help"])[1]


def _called(words: list[str]) -> tuple[int, str]:
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
        try:
            cli.main(words)
        except SystemExit as ended:
            code = int(ended.code or 0)
    return code, printed.getvalue()


def _shown(text: str) -> str:
    """Leave out what varies, and what is too much for a page."""
    for varies, instead in _VARIES:
        text = varies.sub(instead, text)
    lines = text.rstrip("\n").split("\n")
    cut = [line if len(line) <= _WIDE else f"{line[:_WIDE]}..." for line in lines]
    return "\n".join([*cut[:_LINES], *["..."] * (len(cut) > _LINES)]) + "\n"


@contextlib.contextmanager
def _narrow(home: Path) -> Iterator[None]:
    """Let the terminal have 80 columns, and let what was trusted be noted in a folder."""
    before = dict(os.environ)
    os.environ.update(COLUMNS="80", NO_COLOR="1", XDG_CONFIG_HOME=str(home / ".config"))
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
