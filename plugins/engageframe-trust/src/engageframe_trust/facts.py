"""What is told to an account, and what does it keep in mind of promises?"""

from typing import NamedTuple

__all__ = ["Break", "Fact", "Open"]


class Fact(NamedTuple):
    """Something that happened between the two, as the account takes it.

    Attributes:
        day: the ordinal of the day.
        seq: its place among the facts of that day.
        deed: a word of :data:`engageframe_trust.account.DEEDS`.
        what: the id of the promise, or the kind of the deed.
        size: importance of a promise, due day (an ordinal, 0 for none), value of a feedback, or 1
            for yes.
        more: the due day where a promise is made; 1 for yes where a lapse is judged.
        record: the id of the record.
    """

    day: int
    seq: int
    deed: str
    what: str
    size: int = 0
    more: int = 0
    record: str = ""


class Open:
    """A promise that is open: its weight, its due day, and how late it was before it was moved."""

    __slots__ = ("accrued", "before", "due", "weight")

    def __init__(self, weight: int, due: int, before: int = 0, accrued: int = 0) -> None:
        self.weight = weight
        self.due = due
        self.before = before
        self.accrued = accrued

    def late(self, day: int, grace: int) -> int:
        """Count the days late: those since it was due, and those before it was moved."""
        since = day - self.due - grace if self.due else 0
        return self.before + max(0, since)


class Break(NamedTuple):
    """A promise that was broken: when, its weight, whether told in time, and how it was judged."""

    day: int
    weight: int
    told: bool
    percent: int
    deceit: bool
