"""What do hostile bytes come into? A small engagement, in memory, with everything asked of it."""

import gc
import io
import re
import sys
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from functools import cache
from typing import Final

from engageframe import Host, InvalidInput, Workspace
from engageframe_cli import main
from engageframe_cli.scene import AS_OF, begin, fill
from engageframe_cycle import Cycle
from engageframe_pages import markdown, text
from engageframe_stores import MemoryStore

__all__ = ["STEERING", "ask", "copied", "engaged", "kept", "quiet", "scene"]

STEERING: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
"""What steers a terminal or turns a line round; tabs and line breaks are ours to print."""


@cache
def _filled() -> MemoryStore:
    workspace = Workspace(MemoryStore(salt=bytes), Host.load(()), as_of=AS_OF)
    begin(workspace)
    fill(workspace)
    store = workspace.journal
    assert isinstance(store, MemoryStore)
    return store


@cache
def _host() -> Host:
    return Host.load((), objects=[Cycle])


def copied(store: MemoryStore) -> MemoryStore:
    """Copy a journal, so that each case begins with the same one."""
    made = MemoryStore(salt=bytes)
    for name, value in vars(store).items():
        setattr(made, name, value.copy() if isinstance(value, (dict, list)) else value)
    return made


def scene(host: Host | None = None) -> Workspace:
    """Give a workspace in memory with a small engagement in it."""
    host = host or _host()
    host.failures.clear()
    return Workspace(copied(_filled()), host, as_of=AS_OF, grounds="case")


def kept(workspace: Workspace) -> object:
    """Name all that is kept: the end of the journal."""
    return workspace.journal.head()


def ask(workspace: Workspace, case: bytes, *, practices_hold: bool = True) -> None:
    """Ask everything that a person may ask, on paper and in Markdown; after one case of three.

    Raises:
        AssertionError: a practice failed, or what would steer a terminal is printed.
    """
    if zlib.crc32(case) % 3:
        return
    for engagement in workspace.engagements()[:2]:
        with suppress(InvalidInput):  # it may be told of, and not be described yet
            _ask(workspace, engagement)
    if practices_hold and workspace.host.failures:
        raise AssertionError(f"a practice failed: {workspace.host.failures[0]}")


def _ask(workspace: Workspace, engagement: str) -> None:
    view = workspace.view(engagement)
    answers = [workspace.plan(engagement), workspace.review(engagement)]
    answers += [workspace.brief(engagement, encounter=one) for one in list(view.encounters)[:1]]
    workspace.check(engagement)
    workspace.export(engagement)
    for answer in answers:
        for page in (text(answer), markdown(answer)):
            assert not STEERING.search(page), "a page would steer the terminal"


@contextmanager
def quiet() -> Iterator[io.StringIO]:
    """Catch what is printed, on both streams.

    Raises:
        AssertionError: it would steer the terminal.
    """
    printed = io.StringIO()
    try:
        with redirect_stdout(printed), redirect_stderr(printed):
            yield printed
    finally:
        found = STEERING.search(printed.getvalue())
        assert not found, f"U+{ord(found[0]):04X} is printed" if found else ""


def engaged(words: Sequence[str]) -> tuple[int, str]:
    """Call ``engage`` as a shell does; give its exit code and what it said.

    Raises:
        AssertionError: it is at a loss, or what it says would steer the terminal.
    """
    stdin, sys.stdin = sys.stdin, io.StringIO()
    code: object = None
    try:
        with quiet() as printed:
            main(words)
    except SystemExit as ended:
        code = ended.code
    finally:
        sys.stdin = stdin
        gc.unfreeze()
    said = printed.getvalue()
    assert "internal error" not in said, said[-300:]
    assert "Traceback" not in said or {"-v", "--verbose"} & {*words}, said[-300:]
    assert code in (0, 1, 2, 3), f"it ends with {code}"
    assert isinstance(code, int)
    return code, said
