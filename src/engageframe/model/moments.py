"""When did it happen, as far as anybody knows?

A moment is a year, a quarter, a month, a day or an aware date and time, and stays what it was
written as: ``2013-07`` never becomes the first of July.
Date-times are placed on the calendar in UTC.
"""

import datetime as dt
import re
from functools import lru_cache, total_ordering
from typing import Final, Literal, NamedTuple

__all__ = ["Days", "Moment", "Precision", "moment"]

Precision = Literal["year", "quarter", "month", "day", "instant"]

_FORM: Final = re.compile(
    r"(?P<year>\d{4})(?:-(?:Q(?P<quarter>[1-4])|(?P<month>\d\d)(?:-(?P<day>\d\d)"
    r"(?P<time>[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?P<zone>Z|[+-]\d\d:\d\d)?)?)?))?",
    re.ASCII,
)
_RIGHT: Final = "write 2013, 2013-Q3, 2013-07, 2013-07-14 or 2013-07-14T09:30+01:00"


class Days(NamedTuple):
    """How many days lie between two moments: at least, at most."""

    at_least: int
    at_most: int


@total_ordering
class Moment:
    """A partial point in time, immutable, ordered and hashable.

    Two moments are equal when they are written alike.
    ``<`` is a total order for sorting: by first day, last day, then instant.
    ``before`` is what can be known for certain.

    Attributes:
        text: As it was written.
        first: Its first day on the calendar, a ``datetime.date``; of a date and time the day in
            UTC.
        last: Its last day.
        precision: How much of it is known.

    Example:
        >>> moment("2013-Q3").overlaps(moment("2013-07"))
        True
        >>> moment("2013-07").days_since(moment("2013-06-30"))
        Days(at_least=1, at_most=31)
    """

    __slots__ = ("_key", "first", "last", "precision", "text")

    _key: tuple[dt.date, dt.date, str, str]
    text: str
    first: dt.date
    last: dt.date
    precision: Precision

    def __init__(self, text: str) -> None:
        try:
            found = _FORM.fullmatch(text)
        except TypeError:
            found = None
        if found is None:
            raise ValueError(f"{text!r} is not a moment: {_RIGHT}")
        try:
            first, last, precision, instant = _span(found)
        except (ValueError, OverflowError) as fault:
            raise ValueError(f"{text!r} is not a moment ({fault}): {_RIGHT}") from None
        put = object.__setattr__
        put(self, "text", text)
        put(self, "first", first)
        put(self, "last", last)
        put(self, "precision", precision)
        put(self, "_key", (first, last, instant, text))

    @classmethod
    def of(cls, day: dt.date) -> "Moment":
        """Build the moment of a day or of an aware date and time."""
        return moment(day.isoformat())

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a moment is immutable: cannot set {name!r}")

    def __reduce__(self) -> tuple[type["Moment"], tuple[str]]:
        return Moment, (self.text,)

    def __eq__(self, other: object) -> bool:
        return self.text == other.text if isinstance(other, Moment) else NotImplemented

    def __lt__(self, other: object) -> bool:
        return self._key < other._key if isinstance(other, Moment) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.text)

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"moment({self.text!r})"

    def before(self, other: "Moment") -> bool:
        """Tell whether this moment surely ended before the other began."""
        if self.precision == other.precision == "instant":
            return bool(self._key[2] < other._key[2])
        return self.last < other.first

    def overlaps(self, other: "Moment") -> bool:
        """Tell whether both may have been at the same time."""
        return not self.before(other) and not other.before(self)

    def days_since(self, earlier: "Moment") -> Days:
        """Count the days from an earlier moment to this one, as an interval."""
        return Days((self.first - earlier.last).days, (self.last - earlier.first).days)


@lru_cache(maxsize=65_536)
def moment(text: str) -> Moment:
    """Read a moment as it is written; the same text gives the same object while it is cached.

    Raises:
        ValueError: the text is no moment, or a date and time without a time zone.
    """
    return Moment(text)


def _span(found: re.Match[str]) -> tuple[dt.date, dt.date, Precision, str]:
    year, quarter, month, day = found["year"], found["quarter"], found["month"], found["day"]
    if found["time"]:
        if not found["zone"]:
            raise ValueError("it has no time zone")
        when = dt.datetime.fromisoformat(found[0]).astimezone(dt.UTC)
        return when.date(), when.date(), "instant", when.isoformat(timespec="microseconds")
    if day:
        one = dt.date(int(year), int(month), int(day))
        return one, one, "day", ""
    if month:
        return *_months(int(year), int(month), 1), "month", ""
    if quarter:
        return *_months(int(year), int(quarter) * 3 - 2, 3), "quarter", ""
    return *_months(int(year), 1, 12), "year", ""


def _months(year: int, month: int, count: int) -> tuple[dt.date, dt.date]:
    first = dt.date(year, month, 1)
    if year == dt.MAXYEAR and month + count > 12:
        return first, dt.date.max
    after = month + count - 1
    return first, dt.date(year + after // 12, after % 12 + 1, 1) - dt.timedelta(days=1)
