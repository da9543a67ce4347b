"""What speaks of nothing but what goes, and so goes with it?

A note on a promise that goes, a restatement of a decision that goes: nobody else is in them.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

import attrs

from engageframe.folding import AMENDMENTS
from engageframe.journal import Record
from engageframe_subjects.finding import Held

__all__ = ["follow"]

_Thing = tuple[str, str, str]
"""Something told of: the stream, a word for what it is, and its id."""


def follow(held: Held, goes: Collection[str], *, who: str, keep: Collection[str]) -> dict[str, str]:
    """Find what goes with records that go, and with what is found so; each with why.

    A record goes when it is about nobody but ``who`` and our own people, and refers to something
    that no record tells of any more.
    """
    every = {**held.records, **held.retracted}
    left = [
        (id_, _referred(held, record))
        for id_, record in every.items()
        if id_ not in keep and id_ not in goes and _may_go(held, record, who)
    ]
    found: dict[str, str] = {}
    gone = {*goes}
    while True:
        living = (record for id_, record in held.records.items() if id_ not in gone)
        dead = _told(held, (every[id_] for id_ in gone if id_ in every)) - _told(held, living)
        news = [id_ for id_, things in left if id_ not in gone and not dead.isdisjoint(things)]
        if not news:
            return found
        found.update(dict.fromkeys(news, "it speaks of what goes"))
        gone.update(news)


def _may_go(held: Held, record: Record[Any], who: str) -> bool:
    kind = held.codec.kinds.get(record.kind)
    if kind is None or kind.shared or kind.verb or kind.name in (*AMENDMENTS, "engagement"):
        return False
    return not held.others(record, who)


def _told(held: Held, records: Iterable[Record[Any]]) -> set[_Thing]:
    kinds: Mapping[str, Any] = held.codec.kinds
    return {
        (one.stream, word, one.body.id)
        for one in records
        if one.kind in kinds and kinds[one.kind].identity == ("id",) and not kinds[one.kind].of
        for word in one.kind.split(".")
    }


def _referred(held: Held, record: Record[Any]) -> set[_Thing]:
    """Give what the fields of a record may name: ``decision``, or the kind's own family by id."""
    kind = held.codec.kinds[record.kind]
    fields = [(one.name, getattr(record.body, one.name)) for one in attrs.fields(kind.body)]
    families = {where.partition(".")[0] for where in kind.of}
    pairs = [*fields, *((family, fields[0][1]) for family in families)]
    return {(record.stream, name, value) for name, value in pairs if isinstance(value, str)}
