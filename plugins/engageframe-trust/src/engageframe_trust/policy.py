"""With which numbers is the account kept, and from when?

The numbers are policy: a team adopts them as a record, so that no old statement changes unseen.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

import attrs

from engageframe import a_count, an_id
from engageframe_trust.decay import factors

__all__ = ["DEFAULT", "WHY", "Adopted", "PolicyAdopted", "Terms", "in_force", "timetable"]

_DAYS: Final = a_count(1, 36_500)
_UNITS: Final = a_count(0, 1_000_000_000)
_PERCENT: Final = a_count(0, 100)
_MORE: Final = a_count(100, 1_000)
_RATING: Final = a_count(0, 10)


@attrs.frozen(kw_only=True)
class PolicyAdopted:
    """The numbers of all accounts, from the first day of the period after they were adopted.

    Amounts are millionths of 1 T; the promise to a person who set its importance to 2 weighs twice
    ``promise``.  A session of experts that they rated, from 0 to 10, counts from ``welcome_from``
    on, and helped from ``useful_from`` on.
    """

    name: str = attrs.field(validator=an_id)
    period_days: int = attrs.field(default=30, validator=a_count(1, 366))
    earned_half_life_days: int = attrs.field(default=90, validator=_DAYS)
    owed_half_life_days: int = attrs.field(default=180, validator=_DAYS)
    late_half_life_days: int = attrs.field(default=14, validator=_DAYS)
    grace_days: int = attrs.field(default=0, validator=a_count(0, 366))
    penalty_percent: int = attrs.field(default=200, validator=_MORE)
    told_percent: int = attrs.field(default=50, validator=_PERCENT)
    found_percent: int = attrs.field(default=150, validator=_MORE)
    interest_percent: int = attrs.field(default=5, validator=_PERCENT)
    interest_cap_percent: int = attrs.field(default=50, validator=_PERCENT)
    ramp_periods: int = attrs.field(default=3, validator=a_count(1, 100))
    forfeit_percent: int = attrs.field(default=50, validator=_PERCENT)
    most_of_a_kind: int = attrs.field(default=6, validator=a_count(1, 100))
    promise: int = attrs.field(default=1_000_000, validator=_UNITS)
    touchpoint: int = attrs.field(default=100_000, validator=_UNITS)
    session: int = attrs.field(default=500_000, validator=_UNITS)
    insight: int = attrs.field(default=500_000, validator=_UNITS)
    introduction: int = attrs.field(default=500_000, validator=_UNITS)
    teaching: int = attrs.field(default=500_000, validator=_UNITS)
    useful: int = attrs.field(default=500_000, validator=_UNITS)
    feedback: int = attrs.field(default=1_000_000, validator=_UNITS)
    ask: int = attrs.field(default=500_000, validator=_UNITS)
    doubt: int = attrs.field(default=8_000_000, validator=a_count(1, 1_000_000_000))
    base_rate_percent: int = attrs.field(default=80, validator=a_count(1, 99))
    evidence_needed: int = attrs.field(default=5, validator=a_count(1, 1_000))
    most_uncertain_percent: int = attrs.field(default=70, validator=_PERCENT)
    welcome_from: int = attrs.field(default=5, validator=_RATING)
    useful_from: int = attrs.field(default=7, validator=_RATING)

    def __attrs_post_init__(self) -> None:
        if self.late_half_life_days > self.earned_half_life_days:
            raise ValueError(
                f"PolicyAdopted.late_half_life_days is {self.late_half_life_days}: expected at "
                f"most earned_half_life_days ({self.earned_half_life_days}), or being late pays"
            )
        if self.useful_from < self.welcome_from:
            raise ValueError(
                f"PolicyAdopted.useful_from is {self.useful_from}: expected at least welcome_from "
                f"({self.welcome_from}), or what helped was not welcome"
            )


DEFAULT: Final = PolicyAdopted(name="default")
"""The policy until one is adopted."""

WHY: Final = {
    "period_days": "a month, about; a guess",
    "earned_half_life_days": "forgetting pays in all data looked at; 30 to 180 days differ little",
    "owed_half_life_days": "what hurt is remembered longer; the length is a guess",
    "late_half_life_days": "a fortnight late is worth half; a guess",
    "grace_days": "a date is a date; for the account alone: rules speak of the day agreed",
    "penalty_percent": "bad news weighs more than good (after Slovic 1993); twice is a guess",
    "told_percent": "told in time and repaired weighs half; a guess",
    "found_percent": "found out by the client weighs half more; a guess",
    "interest_percent": "policy, not a forecast: continuity did not predict in the data",
    "interest_cap_percent": "interest never outweighs the deeds; a guess",
    "ramp_periods": "one good month is not continuous; a guess",
    "forfeit_percent": "half of it goes with a period without investment; a guess",
    "most_of_a_kind": "bounds what many small deeds of one kind earn in a period",
    "promise": "the unit: one promise of importance 1 kept on time",
    "touchpoint": "a tenth of a promise; a guess",
    "session": "half a promise; a guess",
    "insight": "half a promise; a guess",
    "introduction": "half a promise; a guess",
    "teaching": "half a promise; a guess",
    "useful": "as much again when they say that it helped; a guess",
    "feedback": "full praise weighs as much as a promise kept; a guess",
    "ask": "half a promise; a guess",
    "doubt": "prior evidence of the estimate; fixed before it was tried on data",
    "base_rate_percent": "most promises are kept; a guess",
    "evidence_needed": "below it counts say more than a share; a guess",
    "most_uncertain_percent": "above it the estimate is mostly its prior",
    "welcome_from": "the middle of 0 to 10: what they rate lower was no gift to them; a guess",
    "useful_from": "two above the middle; a guess",
}
"""Why each number is what it is: a source, or "a guess"."""


class Terms:
    """A policy made ready for the account: its fading tables, and where its periods begin.

    Attributes:
        begins: the ordinal of the first day on which it counts, itself the start of a period.
        ends: the ordinal of the day on which the next one counts, the start of a period of both, or
            0.
        policy: the numbers.
        record: the id of the record that adopted it, empty for the default.
    """

    __slots__ = ("begins", "earned", "ends", "owed", "policy", "record")

    def __init__(self, policy: PolicyAdopted, *, begins: int, record: str = "") -> None:
        self.policy = policy
        self.begins = begins
        self.ends = 0
        self.record = record
        self.earned = factors(policy.earned_half_life_days, policy.period_days)
        self.owed = factors(policy.owed_half_life_days, policy.period_days)

    def boundary(self, day: int) -> int:
        """Give the first day after ``day`` on which a period begins."""
        length = self.policy.period_days
        return self.begins + ((day - self.begins) // length + 1) * length

    def base(self, deed: str) -> int:
        """Give what a deed of some kind earns, in millionths of 1 T."""
        return int(getattr(self.policy, deed))


class Adopted(NamedTuple):
    """A policy with the day it was adopted (an ordinal) and the record that says so."""

    day: int
    record: str
    policy: PolicyAdopted


def timetable(adopted: Iterable[Adopted], *, first: int) -> Sequence[Terms]:
    """Say which policy counts from when.

    A policy counts from the first day of the period after it was adopted; one that was adopted as
    early as the engagement counts from the beginning. Of several in one period the last one counts.

    Args:
        adopted: the policies, in the order they were written.
        first: the ordinal of the day on which the engagement was first described.
    """
    found = [Terms(DEFAULT, begins=0)]
    for one in sorted(adopted, key=lambda one: one.day):
        last = found[-1]
        if one.day <= first:
            found = [Terms(one.policy, begins=0, record=one.record)]
            continue
        begins = max(last.begins, last.boundary(one.day))
        if begins == last.begins:
            found.pop()
        found.append(Terms(one.policy, begins=begins, record=one.record))
    for now, then in pairwise(found):
        now.ends = then.begins
    return found


def in_force(terms: Sequence[Terms], day: int) -> Terms:
    """Give the terms of a timetable that count on a day, an ordinal."""
    return next(one for one in reversed(terms) if one.begins <= day)
