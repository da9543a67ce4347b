"""How does an answer reach the terminal?"""

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Final, TextIO

import click

from engageframe.encoding import canonical
from engageframe_cli.asked import Asked
from engageframe_pages.documents import Row, plain

__all__ = ["ALL", "bounded", "complain", "lines_of", "put", "show", "table", "working"]

_UNSEEN: Final = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""What steers a terminal or turns text round: JSON says it as an escape."""

ALL = click.option("--all", "everything", is_flag=True, help="Show every line.")


def show(asked: Asked, answer: object, lines: str | Iterable[str]) -> None:
    """Print an answer: as one JSON object, or as text or lines for people."""
    if asked.json:
        put(canonical(answer))
    else:
        text = lines if isinstance(lines, str) else "".join(f"{_line(one)}\n" for one in lines)
        click.echo(text, nl=False, file=_output())


def put(json: bytes) -> None:
    """Print one JSON object, with what steers a terminal as escapes."""
    text = _UNSEEN.sub(lambda one: f"\\u{ord(one[0]):04x}", json.decode())
    click.echo(text, file=_output())


def _output() -> TextIO | None:
    """Find standard output where practices are asked: what they print themselves goes aside."""
    return getattr(sys.stdout, "answers", None)


def complain(*lines: str) -> None:
    """Print lines on the error stream."""
    for line in lines:
        click.echo(_line(line), err=True)


def _line(line: str) -> str:
    return " " * (len(line) - len(line.lstrip(" "))) + plain(line)


def lines_of(row: Row) -> list[str]:
    """Write a row and its notes."""
    return [f"  {row.text}  [{row.id}]", *(f"      {note}" for note in row.notes)]


def bounded(lines: Sequence[str], everything: bool, most: int = 20) -> list[str]:
    """Keep the first lines, and say how many are left out."""
    if everything or len(lines) <= most:
        return list(lines)
    return [*lines[:most], f"  and {len(lines) - most} more lines: --all"]


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

    with Console(stderr=True).status(plain(says), spinner="line"):
        yield
