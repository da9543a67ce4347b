"""Which rows do the bytes of a table hold? A fault costs the row it is in and no other."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from engageframe.errors import InvalidInput

__all__ = ["FAULTS", "MOST_LINES", "Line", "Table", "table"]

FAULTS: Final = {
    "broken_quote": "a quote is not closed within 100 lines, or closed in the middle of a cell",
    "too_few_cells": "it has fewer cells than the header",
    "too_many_cells": "it has more cells than the header",
    "too_long": "a cell holds more than 20,000 characters",
    "control_character": "a cell holds a character that is no text",
}
LONGEST_CELL: Final = 20_000
MOST_LINES_OF_A_CELL: Final = 100
MOST_LINES: Final = 2_000_000
"""Lines that a table may have."""
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")
_MISREAD: Final = {n: bytes([n]).decode("cp1252", "ignore") or chr(n) for n in range(0x80, 0xA0)}
"""Characters that a text holds only when it was written in cp1252 and read as Latin-1."""


class Line(NamedTuple):
    """One row: the line of the file it begins in, its cells, and what is wrong with it."""

    at: int
    cells: list[str]
    fault: str = ""


class Table(NamedTuple):
    """A header, the rows below it, and the encoding they were written in."""

    header: tuple[str, ...]
    lines: Iterator[Line]
    encoding: str


def table(data: bytes, *, name: str, encodings: Sequence[str], delimiter: str) -> Table:
    """Read bytes as a table; lines that hold nothing at all are no rows.

    Raises:
        InvalidInput: no encoding fits, or there is no header.
    """
    text, encoding = _decoded(data, name, encodings)
    count = text.count("\n") + text.count("\r") - text.count("\r\n")
    if count > MOST_LINES:
        says = f"it has {count:,} line breaks, the limit is {MOST_LINES:,}"
        raise InvalidInput.one(name, says, "split it: each part is imported by itself")
    lines = _lines(list(io.StringIO(text, newline="")), delimiter)
    first = next(lines, None)
    if first is None:
        raise InvalidInput.one(name, "it is empty", "the first row names the columns")
    if first.fault or _CONTROL.search("".join(first.cells)):
        says = "the header holds an open quote, or characters that are no text"
        remedy = "is it CSV? Another encoding is named in the mapping: encodings: [utf-16]"
        raise InvalidInput.one(f"{name}:{first.at}", says, remedy)
    header = tuple(cell.strip() or f"column {n}" for n, cell in enumerate(first.cells, 1))
    return Table(header, (_checked(line, len(header)) for line in lines), encoding)


def _decoded(data: bytes, name: str, encodings: Sequence[str]) -> tuple[str, str]:
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeError:
            continue
        return (text if text.isascii() else text.translate(_MISREAD)), encoding
    says = f"it is written in none of: {', '.join(encodings)}"
    raise InvalidInput.one(name, says, "name its encoding in the mapping: encodings: [...]")


def _lines(lines: list[str], delimiter: str) -> Iterator[Line]:
    """Split lines into cells; after a broken quote, reading goes on in the next line."""
    at = 0
    while at < len(lines):
        start = at
        rest = (lines[n] for n in range(start, len(lines)))
        reader = csv.reader(rest, delimiter=delimiter, strict=True)
        try:
            for cells in reader:
                begun, at = at, start + reader.line_num
                if at - begun > MOST_LINES_OF_A_CELL:
                    at = begun
                    raise csv.Error
                if cells:
                    yield Line(begun + 1, cells)
        except csv.Error as error:
            fault = "too_long" if "field limit" in str(error) else "broken_quote"
            yield Line(at + 1, [lines[at].rstrip("\r\n")], fault)
            at += 1


def _checked(line: Line, width: int) -> Line:
    at, cells, fault = line
    if not fault and len(cells) != width:
        fault = "too_few_cells" if len(cells) < width else "too_many_cells"
    elif not fault and max(map(len, cells)) > LONGEST_CELL:
        fault = "too_long"
    elif not fault and _CONTROL.search("".join(cells)):
        fault = "control_character"
    return Line(at, cells, fault) if fault else line
