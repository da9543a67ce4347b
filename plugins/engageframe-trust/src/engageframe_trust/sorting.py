"""Which facts belong to which pair, and which to none?

Only what passes between one of ours and one person of another side is booked, and what they got
counts only when they acknowledged it.  What is left out is told, with its record and what would be
right.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from engageframe_trust.acknowledging import Addressed, addressed
from engageframe_trust.books import Pair
from engageframe_trust.dealings import Dealings, Unseen
from engageframe_trust.facts import Fact
from engageframe_trust.gathering import Deed, Seen, Told
from engageframe_trust.policy import Terms, in_force
from engageframe_trust.promising import Promising
from engageframe_trust.sides import Sides
from engageframe_trust.words import many

__all__ = ["sort_out"]

_RANK: Final = {"made": 0, "moved": 1, "kept": 2, "broken": 2, "released": 2}


def sort_out(
    told: Told, *, sides: Mapping[str, str], organizations: Collection[str], terms: Sequence[Terms]
) -> Dealings:
    """Sort what was told by pair.

    Args:
        told: what was gathered.
        sides: on which side each stakeholder stands.
        organizations: ids that are no persons.
        terms: which policy counts from when.
    """
    who = Sides(told, sides, organizations)
    seen = addressed(who)
    promising, teller, found = Promising(who, seen), _Sorter(who, seen, terms), who.found
    for id_, made in told.made.items():
        promising.book(id_, made, told.steps.get(id_, ()))
    for name, deed in told.deeds.items():
        teller.deed(name, deed)
    teller.words()
    teller.encounters()
    teller.strays()
    found.facts = {pair: _in_order(found.facts[pair]) for pair in sorted(found.facts)}
    found.unseen.sort()
    found.not_booked.sort()
    return found


def _in_order(facts: list[Fact]) -> list[Fact]:
    return sorted(facts, key=lambda one: (one[0], _RANK.get(one[2], 3), one[1], one))


class _Sorter:
    """Books what is no promise: deeds, encounters, words, favours and gifts."""

    def __init__(self, sides: Sides, seen: Addressed, terms: Sequence[Terms]) -> None:
        self.sides = sides
        self.told, self.found, self.seen, self.terms = sides.told, sides.found, seen, terms

    def deed(self, name: str, deed: Deed) -> None:
        """Book something given, for each of those who acknowledged it and rated it no lower."""
        id_ = name.partition(":")[2]
        welcome, helpful = self._taken(deed)
        for who in deed.seen:
            if who not in deed.to:
                self.sides.not_for(deed.record, id_, who)
        later = self.seen.pop(name, [])
        if helpful:
            told = [Seen(deed.seq, deed.day, id_, who, True, deed.record) for who in deed.seen]
            later = [*told, *later]
        for who in deed.to:
            pair = self.sides.pair(deed.by, who)
            if pair is None:
                self.sides.strangers(deed.record, id_, deed.by, who, imported=deed.imported)
                continue
            if not welcome:
                continue
            words = [one for one in later if one.by == who] if later else []
            if who in deed.seen and not words:
                self._invest(pair, deed.day, deed.seq, deed.kind, deed.record)
            else:
                self._welcomed(id_, deed, pair, words)

    def _welcomed(self, id_: str, deed: Deed, pair: Pair, words: Sequence[Seen]) -> None:
        """Book what somebody acknowledged, once, and that it helped, once."""
        came = deed.record if pair[1] in deed.seen else ""
        helped = ""
        if came:
            self._invest(pair, deed.day, deed.seq, deed.kind, came)
        for one in words:
            day, new = max(one.day, deed.day), not came
            if new:
                came = one.record
                self._invest(pair, day, one.seq, deed.kind, came)
            if one.useful and not helped:
                helped = one.record
                fact = Fact(day, one.seq, "confirmed", deed.kind, 0, 0, helped)
                self.found.add(pair, fact)
            elif not new:
                self.sides.said_again(one, helped if one.useful else came)
        if not came:
            unseen = Unseen(id_, deed.kind, pair, deed.record, deed.imported)
            self.found.unseen.append(unseen)

    def _taken(self, deed: Deed) -> tuple[bool, bool]:
        """Tell whether something was welcome, and whether it helped, by how it was rated."""
        if deed.rating is None:
            return True, False
        policy = in_force(self.terms, deed.day).policy
        return deed.rating >= policy.welcome_from, deed.rating >= policy.useful_from

    def _invest(self, pair: Pair, day: int, seq: int, kind: str, record: str) -> None:
        self.found.add(pair, Fact(day, seq, "invested", kind, 0, 0, record))

    def encounters(self) -> None:
        """Book each encounter for each pair that was there; name once who has no side."""
        strangers: dict[str, list[str]] = {}
        for met in self.told.met.values():
            mine = [who for who in met.there if who in self.sides.ours]
            for who in met.there if mine else ():
                if who in self.sides.theirs:
                    for ours in mine:
                        self._invest((ours, who), met.day, met.seq, "touchpoint", met.record)
                elif self.sides.unplaced(who):
                    strangers.setdefault(who, []).append(met.record)
        for who, records in strangers.items():
            times = many(len(records), "time")
            says = f'nobody said on which side "{who}" stands, who was met {times}'
            remedy = f"tell it: stakeholders: [{{who: {who}, side: client}}]"
            self.sides.leave_out(records[0], who, says, remedy, impersonal=True, aside=True)

    def words(self) -> None:
        """Book feedback, favours, and what was given back."""
        for one in self.told.rated:
            if pair := self.sides.pair(one.about, one.by):
                fact = Fact(one.day, one.seq, "feedback", "", one.value, 0, one.record)
                self.found.add(pair, fact)
            elif self.sides.may_be_ours(one.about) and one.by not in self.sides.ours:
                who = (one.about, one.by)
                self.sides.strangers(one.record, one.by, *who, wanted=False, aside=True)
        for ask in self.told.favours:
            if pair := self.sides.pair(ask.by, ask.other):
                self.found.add(pair, Fact(ask.day, ask.seq, "favour", ask.what, 0, 0, ask.record))
            else:
                self.sides.strangers(ask.record, ask.what, ask.by, ask.other)
        for gift in self.told.given:
            if pair := self.sides.pair(gift.other, gift.by):
                self.found.add(
                    pair, Fact(gift.day, gift.seq, "given", gift.what, 0, 0, gift.record)
                )
            else:
                self.sides.strangers(gift.record, gift.what, gift.other, gift.by)

    def strays(self) -> None:
        """Tell of what speaks of a promise that nobody knows, or that is not kept."""
        for name, words in self.seen.items():
            id_ = name.partition(":")[2]
            says = f'it acknowledges the promise "{id_}", which is {self.found.promises[id_].state}'
            for one in words:
                self.sides.leave_out(
                    one.record, id_, says, "tell that it was kept: commitment.kept"
                )
        for told in (self.told.judged, self.told.repairs, self.told.steps):
            for id_, lines in told.items():
                if id_ not in self.told.made:
                    for line in lines:
                        self.sides.unknown(line.record, id_)
