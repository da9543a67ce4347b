"""What passed between the people of one engagement, and what can be booked nowhere?"""

from collections.abc import Collection, Mapping
from typing import NamedTuple

import msgspec

from engageframe import Record, Stakeholder
from engageframe_texts import many
from engageframe_trust.books import Pair
from engageframe_trust.facts import Fact
from engageframe_trust.gathering import Judged, Repair

__all__ = ["Dealings", "NotBooked", "Promise", "Unseen", "closed"]


class NotBooked(NamedTuple):
    """A record that no account can take as it is: why, and what would be right.

    ``impersonal`` tells that it is not between two persons whose sides are known, ``moved`` that
    somebody changed sides, ``aside`` that nothing is wrong about it: it is listed, and no finding.
    """

    record: str
    about: str
    says: str
    remedy: str
    impersonal: bool = False
    imported: bool = False
    moved: bool = False
    aside: bool = False


class Unseen(NamedTuple):
    """Something that we did and nobody of theirs acknowledged: it counts nothing."""

    what: str
    kind: str
    pair: Pair
    record: str
    imported: bool


class Promise(msgspec.Struct, kw_only=True):
    """A promise of ours to a person of theirs, with what became of it. Days are ordinals.

    ``due`` is the day that counts, 0 when there is none; ``late`` counts the days that passed after
    it until the promise was kept, let go or moved to another; ``moved_late`` are records that
    agreed on another day after it was due.
    """

    id: str
    pair: Pair
    importance: int
    made: int
    due: int
    record: str
    imported: bool
    state: str = "open"
    settled: int = 0
    late: int = 0
    acknowledged: bool = False
    moved_late: tuple[str, ...] = ()
    records: tuple[str, ...] = ()
    judged: tuple[Judged, ...] = ()
    repairs: tuple[Repair, ...] = ()


class Dealings(msgspec.Struct):
    """What passed between the people of one engagement, sorted by pair."""

    facts: dict[Pair, list[Fact]] = msgspec.field(default_factory=dict)
    promises: dict[str, Promise] = msgspec.field(default_factory=dict)
    unseen: list[Unseen] = msgspec.field(default_factory=list)
    not_booked: list[NotBooked] = msgspec.field(default_factory=list)

    def add(self, pair: Pair, fact: Fact) -> None:
        """Give a fact to a pair."""
        self.facts.setdefault(pair, []).append(fact)


def closed(
    before: Dealings, now: Dealings, moved: Collection[str],
    stakeholders: Mapping[str, Record[Stakeholder]],
) -> list[NotBooked]:  # fmt: skip
    """Tell which accounts ended as somebody changed sides: what they held is shown no more."""
    told = []
    for pair in sorted(before.facts.keys() - now.facts.keys()):
        for who in [one for one in pair if one in moved][:1]:
            record, count = stakeholders[who], len(before.facts[pair])
            says = f"the account of {pair[0]} and {pair[1]} ended with {many(count, 'fact')}, as "
            says += f'"{who}" stands on the side "{record.body.side}" since {record.happened}'
            remedy = "ask as of a day before, or correct the side if it is wrong"
            told.append(NotBooked(record.id, who, says, remedy, moved=True))
    return told
