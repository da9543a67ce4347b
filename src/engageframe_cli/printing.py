"""How does an answer reach the terminal?"""

import contextlib
import os
import re
import shutil
import sys
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Final, TextIO

import click

from engageframe.encoding import canonical
from engageframe.errors import EngageframeError
from engageframe_cli.asked import Asked
from engageframe_pages.documents import Row, plain

__all__ = [
    "ALL",
    "Unprinted",
    "bounded",
    "complain",
    "fitted",
    "lines_of",
    "put",
    "show",
    "silence",
    "table",
    "watched",
    "working",
]

_UNSEEN: Final = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
"""What steers a terminal or turns text round: JSON says it as an escape."""

_NARROWEST: Final = 40

ALL = click.option("--all", "everything", is_flag=True, help="Show every line.")


class Unprinted(EngageframeError):
    """The answer cannot be printed, as when the disk that it is written to is full."""

    def __init__(self, why: str) -> None:
        super().__init__(f"the answer cannot be written to standard output: {why}")


def show(asked: Asked, answer: object, lines: str | Iterable[str]) -> None:
    """Print an answer: as one JSON object, or as text or lines for people.

    Raises:
        Unprinted: standard output does not take it; what was committed stays committed.
    """
    if asked.json:
        put(canonical(answer))
    else:
        _out(lines if isinstance(lines, str) else "".join(f"{_line(one)}\n" for one in lines))


def put(json: bytes, end: str = "\n") -> None:
    """Print one JSON object, or a part of one, with what steers a terminal as escapes."""
    if json.isascii() and b"\x7f" not in json and _is_written():
        _out(json + end.encode())  # as it is: looking at each letter takes a hundred times as long
    else:
        _out(_UNSEEN.sub(lambda one: f"\\u{ord(one[0]):04x}", json.decode()) + end)


def _is_written() -> bool:
    """Tell whether the output goes to a file or another program, which is always in UTF-8."""
    stream = _output() or sys.stdout
    return hasattr(stream, "buffer") and not stream.isatty()


def watched() -> bool:
    """Tell whether somebody sees both streams at a terminal."""
    return (_output() or sys.stdout).isatty() and sys.stderr.isatty()


def _out(text: str | bytes) -> None:
    try:
        click.echo(text, nl=False, file=_output())
    except BrokenPipeError:
        raise
    except OSError as fault:
        silence()
        raise Unprinted(str(fault.strerror)) from fault


def _output() -> TextIO | None:
    """Find standard output where practices are asked: what they print themselves goes aside."""
    return getattr(sys.stdout, "answers", None)


def silence() -> None:
    """Send nothing more to standard output: Python would try again at its end, and fail."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), (_output() or sys.stdout).fileno())


def complain(*lines: str) -> None:
    """Print lines on the error stream, if it takes them."""
    with contextlib.suppress(OSError):
        for line in lines:
            click.echo(_line(line), err=True)


def _line(line: str) -> str:
    return " " * (len(line) - len(line.lstrip(" "))) + plain(line)


def lines_of(row: Row) -> list[str]:
    """Write a row and its notes."""
    return [f"  {row.text}  [{row.id}]", *(f"      {note}" for note in row.notes)]


def fitted(lines: Iterable[str], width: int = 0) -> list[str]:
    """Break long lines of prose where a person reads them at a terminal; files get them whole."""
    if not width and not sys.stdout.isatty():
        return list(lines)
    wide = max(width or shutil.get_terminal_size().columns, _NARROWEST)
    return [part for line in lines for part in _broken(line, wide)]


def _broken(line: str, width: int) -> list[str]:
    if len(line) <= width:
        return [line]
    inner = " " * (len(line) - len(line.lstrip(" ")) + 4)
    return textwrap.wrap(
        line, width, subsequent_indent=inner, break_long_words=False, break_on_hyphens=False
    )


def bounded(
    lines: Sequence[str], everything: bool, most: int = 20, more: str = ": --all"
) -> list[str]:
    """Keep the first lines, and say how many are left out."""
    if everything or len(lines) <= most:
        return list(lines)
    return [*lines[:most], f"  and {len(lines) - most} more lines{more}"]


def table(*rows: Sequence[object]) -> list[str]:
    """Align rows in columns."""
    cells = [[plain(str(cell)) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return ["  ".join(map(str.ljust, row, widths)).rstrip() for row in cells]


@contextmanager
def working(asked: Asked, says: str) -> Iterator[None]:
    """Show that long work goes on, if somebody sits at the terminal."""
    if asked.json or not sys.stderr.isatty():
        yield
        return
    from rich.console import Console
    from rich.text import Text  # a file may be named [/red], which is no markup

    with Console(stderr=True).status(Text(plain(says)), spinner="line"):
        yield
