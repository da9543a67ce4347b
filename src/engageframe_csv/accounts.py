"""What became of the rows of a table?"""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import attrs

from engageframe.applying import Item

__all__ = ["Flag", "Imported", "Refused", "SetAside", "harmless", "write_set_aside"]

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_NUMBER: Final = re.compile(r"[+-]?(?:\d+(?:[.,]\d+)*|[.,]\d+)(?:[eE][+-]?\d{1,3})?%?", re.ASCII)


class Refused(ValueError):
    """A row, or a part of it, is not believed: ``reason`` is one word, ``says`` a sentence."""

    def __init__(self, reason: str, says: str) -> None:
        self.reason = reason
        self.says = says
        super().__init__(says)


@attrs.frozen(kw_only=True)
class Flag:
    """A remark about a row that was imported; ``row`` is the line of the file it begins in."""

    row: int
    reason: str
    says: str


@attrs.frozen(kw_only=True)
class SetAside(Flag):
    """A row that was not believed: why, and its cells as read."""

    cells: Mapping[str, str]


@attrs.frozen(kw_only=True)
class Imported:
    """What a table tells: each row read is a row of exactly one item, or was set aside.

    ``unmapped`` are the columns that no template uses; encounters keep them in ``extra``.
    """

    items: tuple[Item, ...]
    rows_read: int
    set_aside: tuple[SetAside, ...]
    flags: tuple[Flag, ...]
    unmapped: tuple[str, ...]
    header: tuple[str, ...]
    encoding: str


def write_set_aside(set_aside: Iterable[SetAside], header: Sequence[str]) -> bytes:
    """Write rows that were set aside as CSV, with their line, reason and explanation in front.

    A cell that a spreadsheet would run gets an apostrophe in front, see :func:`harmless`.
    """
    rows = list(set_aside)
    columns = list(dict.fromkeys([*header, *(name for one in rows for name in one.cells)]))
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(map(harmless, ["row", "reason", "says", *columns]))
    for one in rows:
        cells = [one.cells.get(name, "") for name in columns]
        writer.writerow(map(harmless, [str(one.row), one.reason, one.says, *cells]))
    return out.getvalue().encode("utf-8-sig")


def harmless(cell: str) -> str:
    """Put an apostrophe in front of a cell that a spreadsheet would run as a formula.

    It begins with ``=``, ``+``, ``-`` or ``@``, also in their wide forms, a tab or a line break.
    A number, such as ``-12.5``, stays one.
    """
    return f"'{cell}" if cell.startswith(_FORMULA) and not _NUMBER.fullmatch(cell) else cell
