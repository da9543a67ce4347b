"""What became of each row that an importer read?"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Protocol

import msgspec

from engageframe.applying import Change, Item
from engageframe.errors import Problem
from engageframe.journal import Receipt

__all__ = ["Applied", "Brought", "Flag", "Imported", "SetAside"]


class Flag(Protocol):
    """A remark about a row that was imported; an importer's own may hold more than this."""

    @property
    def row(self) -> int:
        """Give the line of the file, from 1."""

    @property
    def reason(self) -> str:
        """Give the reason as one word."""


class SetAside(Flag, Protocol):
    """A row that was read and not believed, and why; an importer's own may hold more than this."""


class Imported(Protocol):
    """What an importer answers: items, and the rows that made none."""

    @property
    def items(self) -> Sequence[Item]:
        """Give what the rows tell."""

    @property
    def rows_read(self) -> int:
        """Count the rows that were read."""

    @property
    def set_aside(self) -> Sequence[SetAside]:
        """Give the rows that were not believed."""

    @property
    def flags(self) -> Sequence[Flag]:
        """Give remarks about rows that were imported."""


class Applied(msgspec.Struct, frozen=True, kw_only=True):
    """What telling some items did: every change, and the receipt when something was written.

    ``remarks`` warn of news that is probably mistyped, as nothing tells of what it speaks of.
    """

    changes: tuple[Change, ...]
    receipt: Receipt | None = None
    remarks: tuple[Problem, ...] = ()

    def count(self, what: str) -> int:
        """Count the changes of one sort: new, changed, corrected or unchanged."""
        return sum(change.what == what for change in self.changes)


class Brought(msgspec.Struct, frozen=True, kw_only=True):
    """An import: rows read = imported + unchanged + set aside, with the reasons."""

    rows: Mapping[str, int]
    reasons: Mapping[str, int]
    flags: tuple[Flag, ...]
    set_aside: tuple[SetAside, ...]
    applied: Applied

    @classmethod
    def of(cls, told: Imported, applied: Applied) -> "Brought":
        """Count the rows behind the changes.

        Raises:
            AssertionError: a row is not accounted for: a fault of the importer.
        """
        rows = {
            "read": told.rows_read,
            "imported": sum(len(one.item.rows) for one in applied.changes if one.draft),
            "unchanged": sum(len(one.item.rows) for one in applied.changes if not one.draft),
            "set_aside": len(told.set_aside),
        }
        if rows["read"] != rows["imported"] + rows["unchanged"] + rows["set_aside"]:
            raise AssertionError(f"the importer lost rows: {rows}")
        return cls(
            rows=rows,
            reasons=dict(sorted(Counter(one.reason for one in told.set_aside).items())),
            flags=tuple(told.flags),
            set_aside=tuple(told.set_aside),
            applied=applied,
        )
