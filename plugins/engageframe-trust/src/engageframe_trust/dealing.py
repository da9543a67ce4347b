"""Which facts belong to which pair, and which to none?

Only what passes between one of ours and one person of another side is booked, and what they got
counts only when they acknowledged it.  What is left out is told, with its record and what would be
right.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

import msgspec

from engageframe import Record, Stakeholder
from engageframe_trust.books import Pair
from engageframe_trust.facts import Fact
from engageframe_trust.gathering import Deed, Judged, Made, Met, Repair, Seen, Step, Told
from engageframe_trust.policy import Terms, in_force
from engageframe_trust.words import many

__all__ = ["Dealings", "NotBooked", "Promise", "Unseen", "closed", "sort_out"]


class NotBooked(NamedTuple):
    """A record that no account can take as it is: why, and what would be right.

    ``impersonal`` tells that it is not between two persons whose sides are known, ``moved`` that
    somebody changed sides.
    """

    record: str
    about: str
    says: str
    remedy: str
    impersonal: bool = False
    imported: bool = False
    moved: bool = False


class Unseen(NamedTuple):
    """Something that we did and nobody of theirs acknowledged: it counts nothing."""

    what: str
    kind: str
    pair: Pair
    record: str
    imported: bool


class Promise(msgspec.Struct, kw_only=True):
    """A promise of ours to a person of theirs, with what became of it. Days are ordinals.

    ``due`` is the day that counts, 0 when there is none; ``late`` counts the days after it until
    the promise was kept; ``moved_late`` are records that agreed on another day after it was due.
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


_RANK: Final = {"made": 0, "moved": 1, "kept": 2, "broken": 2, "released": 2}
_SETTLES: Final = ("kept", "broken", "released")


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
    teller = _Sorter(told, sides, organizations, terms)
    for id_, made in told.made.items():
        teller.promise(id_, made, told.steps.get(id_, ()))
    for id_, deed in told.deeds.items():
        teller.deed(id_, deed)
    teller.words()
    for met in told.met.values():
        teller.met(met)
    teller.strays()
    found = teller.found
    found.facts = {pair: _in_order(found.facts[pair]) for pair in sorted(found.facts)}
    found.unseen.sort()
    found.not_booked.sort()
    return found


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


def _in_order(facts: list[Fact]) -> list[Fact]:
    return sorted(facts, key=lambda one: (one[0], _RANK.get(one[2], 3), one[1], one))


class _Sorter:
    """Knows who is who while facts are sorted."""

    def __init__(
        self, told: Told, sides: Mapping[str, str], organizations: Collection[str],
        terms: Sequence[Terms],
    ) -> None:  # fmt: skip
        self.told = told
        self.terms = terms
        self.found = Dealings()
        self.firms = organizations
        self.ours = {who for who, side in sides.items() if side == "ours"} - {*organizations}
        self.theirs = {who for who, side in sides.items() if side != "ours"} - {*organizations}
        self.sides = sides
        self.seen: dict[str, list[Seen]] = {}
        for one in told.seen:
            self.seen.setdefault(one.deed, []).append(one)

    def pair(self, ours: str, theirs: str) -> Pair | None:
        """Give the pair, if one is of ours and the other a person of theirs."""
        return (ours, theirs) if ours in self.ours and theirs in self.theirs else None

    def leave_out(
        self, record: str, about: str, says: str, remedy: str, *, impersonal: bool = False,
        imported: bool = False,
    ) -> None:  # fmt: skip
        """Remember what no account takes; what is said of an imported promise is imported, too."""
        made = self.told.made.get(about)
        imported = imported or (made is not None and made.imported)
        self.found.not_booked.append(NotBooked(record, about, says, remedy, impersonal, imported))

    def strangers(
        self, record: str, about: str, ours: str, theirs: str, *, imported: bool = False,
        wanted: bool = True,
    ) -> None:  # fmt: skip
        """Say why something is not between one of ours and a person of theirs.

        It need not be, unless it is ``wanted``: our people promise each other things as well.
        """
        says, remedy = "", ""
        for one in (ours, theirs):
            if one in self.firms:
                says = f'"{one}" is an organization, and trust is held between persons'
                remedy = "name the person"
            elif one not in self.sides:
                says = f'nobody said on which side "{one}" stands'
                remedy = f"tell it: stakeholders: [{{who: {one}, side: client}}]"
            if says:
                break
        if wanted and not says:
            wrong = ours if ours not in self.ours else theirs
            says = f'"{wrong}" stands on the wrong side: "{self.sides[wrong]}"'
            remedy = "name first who of ours did it, then for whom of theirs"
        if says:
            self.leave_out(record, about, says, remedy, impersonal=True, imported=imported)

    def promise(self, id_: str, made: Made, steps: Sequence[Step]) -> None:
        """Book a promise of ours, and what became of it."""
        pair = self.pair(made.promisor, made.promisee)
        if pair is None:
            firm_of_ours = made.promisor in self.firms and self.sides.get(made.promisor) == "ours"
            if made.promisor in self.ours or made.promisor not in self.sides or firm_of_ours:
                who = (made.promisor, made.promisee)
                self.strangers(made.record, id_, *who, imported=made.imported, wanted=False)
            return
        due = made.due
        if due and due < made.day:
            self.leave_out(
                made.record, id_, "it was due before it was made, so it cannot be late",
                "correct the due date, or the moment of the promise",
            )  # fmt: skip
            due = 0
        promise = Promise(
            id=id_, pair=pair, importance=made.importance, made=made.day, due=due,
            record=made.record, imported=made.imported,
            records=(made.record, *(one.record for one in steps)),
            judged=tuple(self.told.judged.get(id_, ())),
            repairs=tuple(self.told.repairs.get(id_, ())),
        )  # fmt: skip
        self.found.promises[id_] = promise
        self.found.add(
            pair, Fact(made.day, made.seq, "made", id_, made.importance, due, made.record)
        )
        settling = [one for one in steps if one.deed in _SETTLES]
        self._moves(promise, [one for one in steps if one.deed == "moved"], settling)
        if settling:
            self._settlement(promise, *settling)
        self._aftermath(promise)

    def _moves(self, promise: Promise, moves: Sequence[Step], settling: Sequence[Step]) -> None:
        end = max(settling[0].day, promise.made) if settling else 0
        for one in sorted(moves, key=lambda one: (one.day, one.seq)):
            day = max(one.day, promise.made)
            if end and day > end:
                continue  # agreed after all was over: nothing to move
            if one.by not in self.theirs:
                self.leave_out(
                    one.record, promise.id,
                    f'"{one.by}" agreed to another day, and is nobody of theirs',
                    "name who of theirs agreed: agreed_by",
                )  # fmt: skip
                continue
            if one.size < day:
                self.leave_out(
                    one.record, promise.id, "the day that was agreed on had passed by then",
                    "correct the new due date, or the moment of the agreement",
                )  # fmt: skip
                continue
            if promise.due and day > promise.due:
                promise.moved_late += (one.record,)
            promise.due = one.size
            fact = Fact(day, one.seq, "moved", promise.id, one.size, 0, one.record)
            self.found.add(promise.pair, fact)

    def _settlement(self, promise: Promise, first: Step, *others: Step) -> None:
        day = max(first.day, promise.made)
        if first.day < promise.made:
            self.leave_out(
                first.record, promise.id, f"it was {first.deed} before it was made, so the day of "
                "the promise counts", "correct the moment of one of the two",
            )  # fmt: skip
        for other in others:
            if other.deed != first.deed:
                self.leave_out(
                    other.record, promise.id,
                    f"it was told as {other.deed}, and before as {first.deed} ({first.record})",
                    "retract the one that is wrong",
                )  # fmt: skip
        promise.state, promise.settled = first.deed, day
        promise.late = max(0, day - promise.due) if promise.due and first.deed == "kept" else 0
        size = first.size
        if first.deed == "kept":
            promise.acknowledged = first.by in self.theirs
            size = int(promise.acknowledged)
            self._thanks(promise, first)
        fact = Fact(day, first.seq, first.deed, promise.id, size, 0, first.record)
        self.found.add(promise.pair, fact)

    def _thanks(self, promise: Promise, kept: Step) -> None:
        """Find an acknowledgement that came later."""
        later = [one for one in self.seen.pop(promise.id, ()) if one.by in self.theirs]
        if later and not promise.acknowledged:
            one = later[0]
            promise.acknowledged = True
            promise.records += (one.record,)
            day = max(one.day, promise.settled)
            fact = Fact(day, one.seq, "acknowledged", promise.id, 0, 0, one.record)
            self.found.add(promise.pair, fact)
        if not promise.acknowledged:
            self.found.unseen.append(
                Unseen(promise.id, "promise", promise.pair, kept.record, promise.imported)
            )

    def _aftermath(self, promise: Promise) -> None:
        since = promise.settled if promise.state == "broken" else promise.made
        for one in promise.judged:
            fact = Fact(
                max(one.day, since), one.seq, "judged", promise.id, int(one.found),
                int(one.lapse == "deceit"), one.record,
            )  # fmt: skip
            self.found.add(promise.pair, fact)
        if promise.state != "broken":
            if promise.repairs:
                self.leave_out(
                    promise.repairs[0].record, promise.id,
                    f"it repairs a promise that is {promise.state}",
                    "tell the break first: commitment.broken",
                )  # fmt: skip
            return
        for repair in promise.repairs:
            seen = int(repair.seen_by in self.theirs)
            day = max(repair.day, since)
            fact = Fact(day, repair.seq, "repaired", promise.id, seen, 0, repair.record)
            self.found.add(promise.pair, fact)

    def deed(self, id_: str, deed: Deed) -> None:
        """Book something given, for each of those who acknowledged it and rated it no lower."""
        welcome, helpful = self._taken(deed)
        later = self.seen.pop(id_, [])
        if helpful:
            told = [Seen(deed.seq, deed.day, id_, who, True, deed.record) for who in deed.seen]
            later = [*told, *later]
        for who in deed.to:
            pair = self.pair(deed.by, who)
            if pair is None:
                self.strangers(deed.record, id_, deed.by, who, imported=deed.imported)
                continue
            if not welcome:
                continue
            words = [one for one in later if one.by == who] if later else []
            if who in deed.seen:
                self._invest(pair, deed.day, deed.seq, deed.kind, deed.record)
            elif words:
                one = words[0]
                day = max(one.day, deed.day)
                self._invest(pair, day, one.seq, deed.kind, one.record)
            else:
                unseen = Unseen(id_, deed.kind, pair, deed.record, deed.imported)
                self.found.unseen.append(unseen)
            if helped := next((one for one in words if one.useful), None):
                day = max(helped.day, deed.day)
                fact = Fact(day, helped.seq, "confirmed", deed.kind, 0, 0, helped.record)
                self.found.add(pair, fact)

    def _taken(self, deed: Deed) -> tuple[bool, bool]:
        """Tell whether something was welcome, and whether it helped, by how it was rated."""
        if deed.rating is None:
            return True, False
        policy = in_force(self.terms, deed.day).policy
        return deed.rating >= policy.welcome_from, deed.rating >= policy.useful_from

    def _invest(self, pair: Pair, day: int, seq: int, kind: str, record: str) -> None:
        self.found.add(pair, Fact(day, seq, "invested", kind, 0, 0, record))

    def met(self, met: Met) -> None:
        """Book an encounter for each pair that was there."""
        mine = [who for who in met.there if who in self.ours]
        if mine:
            for theirs in met.there:
                if theirs in self.theirs:
                    for ours in mine:
                        self._invest((ours, theirs), met.day, met.seq, "touchpoint", met.record)

    def words(self) -> None:
        """Book feedback, favours, and what was given back."""
        for one in self.told.rated:
            if pair := self.pair(one.about, one.by):
                fact = Fact(one.day, one.seq, "feedback", "", one.value, 0, one.record)
                self.found.add(pair, fact)
        for ask in self.told.favours:
            if pair := self.pair(ask.by, ask.other):
                self.found.add(pair, Fact(ask.day, ask.seq, "favour", ask.what, 0, 0, ask.record))
            else:
                self.strangers(ask.record, ask.what, ask.by, ask.other)
        for gift in self.told.given:
            if pair := self.pair(gift.other, gift.by):
                self.found.add(
                    pair, Fact(gift.day, gift.seq, "given", gift.what, 0, 0, gift.record)
                )
            else:
                self.strangers(gift.record, gift.what, gift.other, gift.by)

    def strays(self) -> None:
        """Tell of what speaks of a promise or a deed that nobody knows."""
        for record, id_ in self._strays():
            says, remedy = f'there is no promise or deed "{id_}" of ours', "name one that was told"
            if promise := self.found.promises.get(id_):
                says = f'it acknowledges the promise "{id_}", which is {promise.state}'
                remedy = "tell that it was kept: commitment.kept"
            self.leave_out(record, id_, says, remedy)

    def _strays(self) -> Iterator[tuple[str, str]]:
        made, deeds = self.told.made, self.told.deeds
        for id_, words in self.seen.items():
            if id_ not in deeds and (id_ not in made or id_ in self.found.promises):
                yield words[0].record, id_
        for told in (self.told.judged, self.told.repairs, self.told.steps):
            for id_, lines in told.items():
                if id_ not in made:
                    yield lines[0].record, id_
