"""What became of each promise of ours?"""

from collections.abc import Sequence
from operator import attrgetter
from typing import Final

from engageframe_trust.acknowledging import Addressed
from engageframe_trust.dealings import Promise, Unseen
from engageframe_trust.facts import Fact
from engageframe_trust.gathering import Made, Step
from engageframe_trust.sides import Sides
from engageframe_trust.words import day_of

__all__ = ["Promising"]

_HAPPENED: Final = attrgetter("day", "seq")
_SETTLES: Final = ("kept", "broken", "released")


class Promising:
    """Books promises with what became of them."""

    def __init__(self, sides: Sides, seen: Addressed) -> None:
        """Sort by sides; what was acknowledged is taken out of ``seen``."""
        self.sides = sides
        self.told, self.found, self.seen = sides.told, sides.found, seen

    def book(self, id_: str, made: Made, steps: Sequence[Step]) -> None:
        """Book a promise of ours, and what became of it in the order in which it happened."""
        if len(steps) > 1:
            steps = sorted(steps, key=_HAPPENED)
        pair = self.sides.pair(made.promisor, made.promisee)
        if pair is None:
            if self.sides.may_be_ours(made.promisor):
                who = (made.promisor, made.promisee)
                self.sides.strangers(made.record, id_, *who, imported=made.imported, wanted=False)
            return
        due = made.due
        if due and due < made.day:
            self.sides.leave_out(
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
        settling = [
            one for one in steps
            if one.deed in _SETTLES and (one.deed != "released" or self._let_go(promise, one))
        ]  # fmt: skip
        self._moves(promise, [one for one in steps if one.deed == "moved"], settling)
        if settling:
            self._settlement(promise, *settling)
        self._aftermath(promise)

    def _let_go(self, promise: Promise, one: Step) -> bool:
        """Tell whether a release counts: only their side can let a promise go."""
        theirs = self.sides.beside(one.by, promise.pair[1])
        if not theirs:
            self._outsider(promise, one.record, one.by, "released it")
        return theirs

    def _outsider(self, promise: Promise, record: str, who: str, did: str) -> None:
        self.sides.outsider(record, promise.id, who, did, promise.pair[1])

    def _moves(self, promise: Promise, moves: Sequence[Step], settling: Sequence[Step]) -> None:
        end = max(settling[0].day, promise.made) if settling else 0
        for one in moves:
            day = max(one.day, promise.made)
            if end and day > end:
                says = f"another day was agreed when it was {settling[0].deed} already"
                remedy = "correct the moment of one of the two, or retract the one that is wrong"
                self.sides.leave_out(one.record, promise.id, says, remedy)
                continue
            if not self.sides.beside(one.by, promise.pair[1]):
                self._outsider(promise, one.record, one.by, "agreed to another day")
                continue
            if one.size < day:
                self.sides.leave_out(
                    one.record, promise.id, "the day that was agreed on had passed by then",
                    "correct the new due date, or the moment of the agreement",
                )  # fmt: skip
                continue
            if promise.due and day > promise.due:
                promise.moved_late += (one.record,)
                promise.late += day - promise.due
            promise.due = one.size
            fact = Fact(day, one.seq, "moved", promise.id, one.size, 0, one.record)
            self.found.add(promise.pair, fact)

    def _settlement(self, promise: Promise, first: Step, *others: Step) -> None:
        day = max(first.day, promise.made)
        if first.day < promise.made:
            self.sides.leave_out(
                first.record, promise.id, f"it was {first.deed} before it was made, so the day of "
                "the promise counts", "correct the moment of one of the two",
            )  # fmt: skip
        for other in others:
            once = f"it was {first.deed} before, on {day_of(day)} ({first.record})"
            if other.deed != first.deed:
                once = f"it was told as {other.deed}, and before as {first.deed} ({first.record})"
            self.sides.leave_out(other.record, promise.id, once, "retract the one that is wrong")
        promise.state, promise.settled = first.deed, day
        if first.deed == "broken":
            promise.late = 0  # what a break costs depends on no day
        elif promise.due:
            promise.late += max(0, day - promise.due)
        size = first.size
        if first.deed == "kept":
            promise.acknowledged = self.sides.beside(first.by, promise.pair[1])
            if first.by and not promise.acknowledged:
                self._outsider(promise, first.record, first.by, "acknowledged it")
            size = int(promise.acknowledged)
            self._thanks(promise, first)
        fact = Fact(day, first.seq, first.deed, promise.id, size, 0, first.record)
        self.found.add(promise.pair, fact)

    def _thanks(self, promise: Promise, kept: Step) -> None:
        """Find the acknowledgement that came first; who says it again adds nothing."""
        before = kept.record
        for one in self.seen.pop(f"promise:{promise.id}", ()):
            if promise.acknowledged:
                self.sides.said_again(one, before)
                continue
            promise.acknowledged, before = True, one.record
            promise.records += (one.record,)
            day = max(one.day, promise.settled)
            fact = Fact(day, one.seq, "acknowledged", promise.id, 0, 0, one.record)
            self.found.add(promise.pair, fact)
        if not promise.acknowledged:
            self.found.unseen.append(
                Unseen(promise.id, "promise", promise.pair, kept.record, promise.imported)
            )

    def _aftermath(self, promise: Promise) -> None:
        if promise.state != "broken":
            amiss = [(one.record, "judges") for one in promise.judged]
            amiss += [(one.record, "repairs") for one in promise.repairs]
            for record, does in amiss:
                says = f"it {does} a promise that is {promise.state}"
                remedy = "tell the break first: commitment.broken"
                self.sides.leave_out(record, promise.id, says, remedy)
            return
        since = promise.settled
        for one in promise.judged:
            fact = Fact(
                max(one.day, since), one.seq, "judged", promise.id, int(one.found),
                int(one.lapse == "deceit"), one.record,
            )  # fmt: skip
            self.found.add(promise.pair, fact)
        for repair in promise.repairs:
            seen = self.sides.beside(repair.seen_by, promise.pair[1])
            if repair.seen_by and not seen:
                self._outsider(promise, repair.record, repair.seen_by, "acknowledged the repair")
            day = max(repair.day, since)
            fact = Fact(day, repair.seq, "repaired", promise.id, int(seen), 0, repair.record)
            self.found.add(promise.pair, fact)
