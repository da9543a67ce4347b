"""What became of each row."""

from typing import Any

import attrs
import pytest
from tests.laws.strategies import CODEC

from engageframe.applying import Change, Item
from engageframe.importing import Applied, Brought
from engageframe.model.moments import moment
from engageframe.model.people import Person


@attrs.frozen(kw_only=True)
class Row:
    """A row that was set aside."""

    row: int
    reason: str


@attrs.frozen(kw_only=True)
class Told:
    """What an importer answers."""

    items: tuple[Item, ...]
    rows_read: int
    set_aside: tuple[Row, ...] = ()
    flags: tuple[Any, ...] = ()


def item(name: str, *rows: int) -> Item:
    """Tell of a person in some rows."""
    return Item(body=Person(id=name, name=name), engagement="acme", happened=moment("2026"),
                author="me", rows=rows)  # fmt: skip


def done(*items: Item) -> Applied:
    """Apply: the first is new, the others are known."""
    about = {"engagement": "acme", "happened": moment("2026"), "author": "me"}
    return Applied(
        changes=tuple(
            Change(item=one, what="unchanged" if n else "new",
                   draft=None if n else CODEC.draft(one.body, **about))
            for n, one in enumerate(items)
        )
    )  # fmt: skip


def test_every_row_is_imported_unchanged_or_set_aside() -> None:
    """The sum is what was read, and reasons are counted in their order."""
    items = (item("ana", 2, 3), item("bob", 4), item("eve"))
    aside = (Row(row=5, reason="nil"), Row(row=6, reason="date"), Row(row=7, reason="nil"))
    told = Told(items=items, rows_read=6, set_aside=aside, flags=("odd",))

    brought = Brought.of(told, done(*items))

    assert brought.rows == {"read": 6, "imported": 2, "unchanged": 1, "set_aside": 3}
    assert list(brought.reasons.items()) == [("date", 1), ("nil", 2)]
    assert (brought.set_aside, brought.flags) == (aside, ("odd",))
    assert [brought.applied.count(what) for what in ("new", "unchanged", "changed")] == [1, 2, 0]


def test_a_row_that_is_lost_is_a_fault_of_the_importer() -> None:
    """It is not passed over in silence."""
    with pytest.raises(AssertionError, match="the importer lost rows"):
        Brought.of(Told(items=(), rows_read=1), done())
