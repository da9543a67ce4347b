"""What does a fact, or the end of a period, do to the account of one pair?

The account is *their* person's trust in *our* person, kept in double entry: every posting takes
from one account what it puts into another.  Amounts are millionths of 1 T, days are ordinals.
"""

from collections.abc import Callable, Sequence
from typing import Final

from engageframe_trust.chart import (
    ASK,
    BLAME,
    BROKEN,
    CONFIRMED,
    EARNED,
    FORFEIT,
    GAIN,
    GIFTS,
    GIVEN,
    HEALING,
    INTEREST,
    INVESTED,
    KEPT,
    LAPSE,
    LASTING,
    LATE,
    OWED,
    OWN,
    PRAISE,
    PROMISED,
    PROMISES,
    SPENT,
    Line,
)  # fmt: skip
from engageframe_trust.decay import HALF, SHIFT, fade
from engageframe_trust.facts import Break, Fact, Open
from engageframe_trust.policy import Terms

__all__ = ["DEEDS", "PairAccount"]


class PairAccount:
    """The account of one pair.

    Attributes:
        ledger: what is posted in each account of the pair, by its number in the chart.
        totals: what is posted in the accounts on the other side, shared by all pairs of the books.
        lines: the postings in order, or ``None`` when nobody needs them.
        open: the promises that are open, by id.
        growing: those of them whose lateness may still grow; what it costs to be late has an end.
    """

    __slots__ = (
        "asked",
        "asked_day",
        "breaks",
        "earned",
        "earned_day",
        "gifts",
        "growing",
        "invested",
        "judged",
        "last",
        "ledger",
        "lines",
        "next",
        "open",
        "owed",
        "owed_day",
        "policy",
        "streak",
        "terms",
        "timetable",
        "totals",
        "unseen",
    )  # fmt: skip

    def __init__(
        self, day: int, timetable: Sequence[Terms], totals: list[int], lines: list[Line] | None
    ) -> None:
        """Open the account on the day of its first fact."""
        self.timetable = timetable
        self.terms = next(one for one in reversed(timetable) if one.begins <= day)
        self.policy = self.terms.policy
        self.ledger = [0] * OWN
        self.totals = totals
        self.lines = lines
        self.earned = self.owed = self.asked = self.streak = 0
        self.earned_day = self.owed_day = self.asked_day = self.last = day
        self.invested = False
        self.gifts: dict[str, tuple[int, int]] = {}
        self.open: dict[str, Open] = {}
        self.growing: dict[str, Open] = {}
        self.unseen: dict[str, int] = {}
        self.breaks: dict[str, Break] = {}
        self.judged: dict[str, tuple[int, int]] = {}
        self.next = self.terms.boundary(day)

    def take(self, fact: Fact) -> None:
        """Book a fact; facts come in the order of their days.

        Raises:
            ValueError: it comes before the last one, or settles a promise that is not open.
        """
        day = fact[0]
        if day >= self.next:
            self.close_until(day)
        elif day < self.last:
            raise ValueError(f"fact of day {day} after one of day {self.last}: sort them by day")
        self.last = day
        DEEDS[fact[2]](self, fact)

    def close_until(self, day: int) -> None:
        """Close every period that has ended when a day begins."""
        while self.next <= day:
            before = self._standing()
            self._close(self.next)
            if self.next == self.terms.ends:
                self.terms = next(one for one in self.timetable if one.begins == self.next)
                self.policy = self.terms.policy
                self.growing = self.open.copy()
            elif before == self._standing() and not self.growing:
                self._pass_over(day)
            self.next = self.terms.boundary(self.next)

    def _standing(self) -> tuple[object, ...]:
        """Give all that the end of a period may change."""
        ledger = self.ledger
        amounts = self.earned, self.owed, self.asked, ledger[EARNED], ledger[OWED], ledger[SPENT]
        return (*amounts, ledger[INTEREST], self.invested, self.streak)

    def _pass_over(self, day: int) -> None:
        """Leave out the periods up to a day in which nothing changes, as in the one just closed."""
        ends = self.terms.ends
        length = self.policy.period_days
        last = min(day, ends - 1) if ends else day
        self.next += (last - self.next) // length * length
        self.earned_day = self.owed_day = self.asked_day = self.next

    def _post(self, fact: Fact, account: int, other: int, amount: int) -> None:
        self.ledger[account] += amount
        self.totals[other] -= amount
        if self.lines is not None:
            self.lines.append(Line(fact[0], fact[6], fact[2], account, other, amount))

    def _made(self, fact: Fact) -> None:
        if fact.what in self.open:
            raise ValueError(f"promise {fact.what} was made twice")
        weight = fact.size * self.policy.promise
        self.open[fact.what] = self.growing[fact.what] = Open(weight, fact.more)
        self._post(fact, PROMISES, PROMISED, -weight)

    def _settle(self, fact: Fact) -> Open:
        promise = self.open.pop(fact[3], None)
        self.growing.pop(fact[3], None)
        if promise is None:
            raise ValueError(f"promise {fact[3]} is not open, so it cannot be {fact[2]}")
        self._post(fact, PROMISES, PROMISED, promise.weight)
        return promise

    def _kept(self, fact: Fact) -> None:
        policy = self.policy
        promise = self._settle(fact)
        worth, late = promise.weight, promise.late(fact[0], policy.grace_days)
        if late:
            worth = fade(worth, policy.late_half_life_days, late)
            self._owe(fact, LATE, self.lateness(promise, late) - promise.accrued)
        if fact[4]:
            self._earn(fact, KEPT, worth)
        else:
            self.unseen[fact[3]] = worth

    def _acknowledged(self, fact: Fact) -> None:
        self._earn(fact, KEPT, self.unseen.pop(fact[3], 0))

    def lateness(self, promise: Open, late: int) -> int:
        """Give the penalty for being late by so many days: continuous, and never above a break."""
        policy = self.policy
        lost = promise.weight - fade(promise.weight, policy.late_half_life_days, late)
        return max(promise.accrued, lost * policy.penalty_percent // 100)

    def _moved(self, fact: Fact) -> None:
        promise = self.open.get(fact.what)
        if promise is None:
            raise ValueError(f"promise {fact.what} is not open, so it cannot be moved")
        before = promise.late(fact.day, self.policy.grace_days)
        moved = Open(promise.weight, fact.size, before, promise.accrued)
        self.open[fact.what] = self.growing[fact.what] = moved
        self._post(fact, PROMISES, PROMISED, 0)

    def _released(self, fact: Fact) -> None:
        """Close a promise that they let go; what being late cost until then stays."""
        promise = self._settle(fact)
        if late := promise.late(fact.day, self.policy.grace_days):
            self._owe(fact, LATE, self.lateness(promise, late) - promise.accrued)

    def _broken(self, fact: Fact) -> None:
        promise, policy = self._settle(fact), self.policy
        found, deceit = self.judged.get(fact.what, (0, 0))
        percent = policy.found_percent if found else 100
        whole = self._penalty(promise.weight, percent)
        self._owe(fact, BROKEN, max(0, whole - promise.accrued), lasting=bool(deceit))
        self._forfeit(fact, self.ledger[INTEREST])
        told = bool(fact.size)
        self.breaks[fact.what] = Break(fact.day, promise.weight, told, percent, bool(deceit))

    def _penalty(self, weight: int, percent: int) -> int:
        return weight * self.policy.penalty_percent * percent // 10_000

    def _judged(self, fact: Fact) -> None:
        """Learn how a break came about: found out by them, or deceit."""
        found, deceit = self.judged.get(fact.what, (0, 0))
        found, deceit = found | fact.size, deceit | fact.more
        self.judged[fact.what] = found, deceit
        broken = self.breaks.get(fact.what)
        if broken is None:
            return
        days = fact.day - broken.day
        if found and broken.percent < self.policy.found_percent:
            more = self._penalty(broken.weight, self.policy.found_percent)
            more -= self._penalty(broken.weight, broken.percent)
            left = more if deceit else fade(more, self.policy.owed_half_life_days, days)
            self._owe(fact, BROKEN, left, lasting=bool(deceit))
            broken = broken._replace(percent=self.policy.found_percent)
        if deceit and not broken.deceit:
            whole = self._penalty(broken.weight, broken.percent)
            self._stop_healing(fact, fade(whole, self.policy.owed_half_life_days, days))
            broken = broken._replace(deceit=True)
        self.breaks[fact.what] = broken

    def _stop_healing(self, fact: Fact, amount: int) -> None:
        """Move what is left of a penalty to where nothing heals."""
        amount = min(amount, self.owed_on(fact.day))
        self._heal(fact, BROKEN, amount)
        self._owe(fact, BROKEN, amount, lasting=True)

    def _repaired(self, fact: Fact) -> None:
        """Take a part of the penalty back when a break was told in time, and is now repaired."""
        broken = self.breaks.get(fact.what)
        if broken is None or not (broken.told and fact.size) or broken.percent != 100:
            return
        told = self.policy.told_percent
        less = self._penalty(broken.weight, 100) - self._penalty(broken.weight, told)
        if not broken.deceit:
            left = fade(less, self.policy.owed_half_life_days, fact.day - broken.day)
            self._heal(fact, BROKEN, min(left, self.owed_on(fact.day)))
            self.breaks[fact.what] = broken._replace(percent=told)

    def _investment(self, fact: Fact) -> None:
        kind = fact[3]
        base, (before, had) = self.terms.base(kind), self.gifts.get(kind, (0, 0))
        worth = min(base // (before + 1), base * self.policy.most_of_a_kind - had)
        self.gifts[kind] = before + 1, had + worth
        self.invested = True
        self._earn(fact, INVESTED[kind], worth)

    def _confirmed(self, fact: Fact) -> None:
        self._earn(fact, CONFIRMED, self.policy.useful)

    def _feedback(self, fact: Fact) -> None:
        amount = self.policy.feedback * abs(fact.size) // 100
        if fact.size > 0:
            self._earn(fact, PRAISE, amount)
        else:
            self._owe(fact, BLAME, amount * self.policy.penalty_percent // 100)

    def _favour(self, fact: Fact) -> None:
        """Spend on a favour that we asked for: it is no evidence, and fades like what is earned."""
        ask = self.policy.ask
        self.asked = self.asked_on(fact.day) + ask
        self.asked_day = fact.day
        self._post(fact, SPENT, ASK, -ask)

    def _given(self, fact: Fact) -> None:
        """Count what they gave back: no trust, no claim, no forecast."""
        number = GIVEN.index(fact.what)
        self._post(fact, PROMISES + 1 + number, GIFTS + number, 1)

    def _earn(self, fact: Fact, source: int, amount: int) -> None:
        if amount:
            day = fact[0]
            if self.earned and (days := day - self.earned_day):
                self.earned = (self.earned * self.terms.earned[days] + HALF) >> SHIFT
            self.earned += amount
            self.earned_day = day
            self._post(fact, EARNED, source, amount)

    def earned_on(self, day: int) -> int:
        """Give what is earned, faded to a day of the period."""
        return (
            self.earned and (self.earned * self.terms.earned[day - self.earned_day] + HALF) >> SHIFT
        )

    def owed_on(self, day: int) -> int:
        """Give what is owed, healed to a day of the period; without what is not booked yet."""
        return self.owed and (self.owed * self.terms.owed[day - self.owed_day] + HALF) >> SHIFT

    def asked_on(self, day: int) -> int:
        """Give what was spent on favours, faded to a day of the period."""
        return self.asked and (self.asked * self.terms.earned[day - self.asked_day] + HALF) >> SHIFT

    def _owe(self, fact: Fact, why: int, amount: int, *, lasting: bool = False) -> None:
        if amount and not lasting:
            self.owed = self.owed_on(fact.day) + amount
            self.owed_day = fact.day
        if amount:
            self._post(fact, LASTING if lasting else OWED, why, -amount)

    def _heal(self, fact: Fact, why: int, amount: int) -> None:
        if amount:
            self.owed = self.owed_on(fact.day) - amount
            self.owed_day = fact.day
            self._post(fact, OWED, why, amount)

    def _forfeit(self, fact: Fact, amount: int) -> None:
        if amount > 0:
            self._post(fact, INTEREST, FORFEIT, -amount)

    def _close(self, day: int) -> None:
        """Close a period as the next one begins: fading, lateness so far, interest."""
        kept = self.earned or self.owed or self.asked or self.ledger[INTEREST]
        if kept or self.open or self.invested:
            end = Fact(day, 0, "close", "")
            self._fade(end)
            overdue = self._accrue(end)
            self._pay_interest(end, overdue)
            self.gifts = {}
            self.invested = False
        else:
            self.streak = 0

    def _fade(self, end: Fact) -> None:
        day, ledger, terms = end[0], self.ledger, self.terms
        if self.earned:
            self.earned = (self.earned * terms.earned[day - self.earned_day] + HALF) >> SHIFT
        self.earned_day = day
        if lapse := self.earned - ledger[EARNED]:
            self._post(end, EARNED, LAPSE, lapse)
        if self.owed:
            self.owed = self.owed_on(day)
        self.owed_day = day
        if healed := -ledger[OWED] - self.owed:
            self._post(end, OWED, HEALING, healed)
        if self.asked:
            self.asked = self.asked_on(day)
        self.asked_day = day
        if healed := -ledger[SPENT] - self.asked:
            self._post(end, SPENT, HEALING, healed)

    def _accrue(self, end: Fact) -> bool:
        """Book how late the open promises are by now; tell whether any is overdue."""
        grace = self.policy.grace_days
        overdue = any(one.due for id_, one in self.open.items() if id_ not in self.growing)
        for id_, promise in sorted(self.growing.items()):
            late = promise.late(end[0], grace)
            over = promise.due and end[0] - promise.due > grace
            if late:
                overdue = overdue or bool(over)
                due = self.lateness(promise, late)
                self._owe(end, LATE, due - promise.accrued)
                promise.accrued = due
            whole = self._penalty(promise.weight, 100)
            if not promise.due or (over and promise.accrued >= whole):
                del self.growing[id_]
        return overdue

    def _pay_interest(self, end: Fact, overdue: bool) -> None:
        policy, interest = self.policy, self.ledger[INTEREST]
        cap = self.earned * policy.interest_cap_percent // 100
        if self.invested:
            self.streak += 1
            ramp = min(self.streak, policy.ramp_periods)
            gain = self.earned * policy.interest_percent * ramp // (100 * policy.ramp_periods)
            gain = min(gain, cap - interest)
            if gain > 0 and not overdue:
                self._post(end, INTEREST, GAIN, gain)
        else:
            self.streak = 0
            self._forfeit(end, interest - interest * (100 - policy.forfeit_percent) // 100)
        self._forfeit(end, self.ledger[INTEREST] - cap)


DEEDS: Final[dict[str, Callable[[PairAccount, Fact], None]]] = {
    "made": PairAccount._made,
    "kept": PairAccount._kept,
    "acknowledged": PairAccount._acknowledged,
    "moved": PairAccount._moved,
    "released": PairAccount._released,
    "broken": PairAccount._broken,
    "judged": PairAccount._judged,
    "repaired": PairAccount._repaired,
    "invested": PairAccount._investment,
    "confirmed": PairAccount._confirmed,
    "feedback": PairAccount._feedback,
    "favour": PairAccount._favour,
    "given": PairAccount._given,
}
"""What each kind of fact does to an account."""
