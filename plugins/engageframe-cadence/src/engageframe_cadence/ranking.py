"""Who will want to be met again?

The score orders meetings to plan and is no measure of a person: the practice shows the order, and
the parts in words, never the number.  It is the sum of two named parts:

- *rhythm*, ``log2(1 + months)``: the distinct calendar months in which they were met, each faded
  by its age.  Months and not meetings, because three meetings in one week are one matter.
- *reach*, ``log2(1 + people)``: the distinct people of ours who have met them, each faded by how
  long that person has met nobody at all.  A tie outlives one person, not the departure of all.

Both have a half-life of 12 calendar months: what is a year old counts half, two years a quarter.
That ties decay is Burt, "Decay functions", Social Networks 22 (2000); a half-life is the plainest
form of it.  Both are logarithms because the tenth month tells less than the second: each doubling
counts one.

The size of a meeting is told, not counted, unless `RankingPolicy.sharing` says so: a round table
gathers those who are met anyway.  Spelling, case and aliases of names are resolved by the caller.
"""

import math
from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

import attrs

__all__ = ["Contact", "Part", "Place", "RankingPolicy", "Row", "rank", "rank_rows"]

Row = tuple[date, tuple[str, ...], int, str]
"""A contact without its party: day, our people, size of the group, record."""

_Checks = list[tuple[bool, str, object, str]]


@attrs.frozen(kw_only=True)
class Contact:
    """Hold one outside party's presence at one meeting with our people.

    Attributes:
        who: The outside person or organization, under the one name it is ranked by.
        day: The day of the meeting, or the first day of a partial moment.
        ours: Our people who were present.
        group: How many outside parties were present, this one included.
        evidence: The id of the record that says so; empty when there is none.

    Raises:
        ValueError: Telling every field that cannot be used.
    """

    who: str
    day: date
    ours: tuple[str, ...] = ()
    group: int = 1
    evidence: str = ""

    def __attrs_post_init__(self) -> None:
        """Refuse what cannot be ranked, all faults at once."""
        checks = _checks(self.who, self.day, self.ours, self.group, self.evidence)
        _refuse("contact cannot be ranked", checks)


@attrs.frozen(kw_only=True)
class RankingPolicy:
    """Hold the few numbers of the ranking, chosen by reasoning where nothing else is said.

    Attributes:
        half_after: Months after which a contact, or a silent person of ours, counts half:
            twelve, because working relations turn over with the year.
        reach: Weight of the part *reach* beside *rhythm*: one, no reason to prefer either.
        sharing: A meeting of ``n`` outside parties gives each ``n ** -sharing`` of a month:
            nought, whole: how many came is told, and not counted.

    Raises:
        ValueError: Telling every number that cannot be used.
    """

    half_after: float = 12.0
    reach: float = 1.0
    sharing: float = 0.0

    def __attrs_post_init__(self) -> None:
        """Refuse numbers under which a contact could count against somebody."""
        checks: _Checks = [
            (0 < self.half_after < math.inf, "half_after", self.half_after, "months above 0"),
            (0 <= self.reach < math.inf, "reach", self.reach, "a number from 0 up"),
            (0 <= self.sharing < math.inf, "sharing", self.sharing, "a number from 0 up"),
        ]
        _refuse("ranking policy cannot be used", checks)


class Part(NamedTuple):
    """Hold one additive part of a score with the words that explain it."""

    name: str
    value: float
    says: str


class Place(NamedTuple):
    """Hold one party's place, from 1; equal scores share a rank and stand in order of name."""

    rank: int
    who: str
    score: float
    parts: tuple[Part, ...]
    evidence: tuple[str, ...]


def rank(
    contacts: Iterable[Contact], *, as_of: date, policy: RankingPolicy | None = None
) -> tuple[Place, ...]:
    """Rank everyone met up to a day by how likely they are to be met again.

    The number orders meetings to plan and is no measure of a person: it is there to evaluate the
    order on a log given as data, and the practice shows only the parts, in words.

    The order of contacts changes nothing, nor does saying one twice; one more never lowers the
    score of the party met.  Scores have six decimals, so that machines agree.

    Args:
        contacts: Who was met, when and by whom; later ones than `as_of` are left out.
        as_of: The day on which the question is asked.
        policy: The numbers of the score, the defaults when not given.

    Example:
        >>> met = [Contact(who="Brook Ltd", day=date(2031, 5, 1), ours=("Ada",))]
        >>> place = rank(met, as_of=date(2031, 5, 9))[0]
        >>> place.score, place.parts[0].says
        (2.0, 'met in 1 month, last in 2031-05')
    """
    rows: dict[str, list[Row]] = {}
    for one in contacts:
        rows.setdefault(one.who, []).append((one.day, one.ours, one.group, one.evidence))
    return rank_rows(rows, as_of=as_of, policy=policy)


def rank_rows(
    rows: Mapping[str, Iterable[Row]], *, as_of: date, policy: RankingPolicy | None = None
) -> tuple[Place, ...]:
    """Rank as :func:`rank` does, from the rows of each party, which are taken as they are."""
    policy = policy or RankingPolicy()
    by_party = {who: {row for row in theirs if row[0] <= as_of} for who, theirs in rows.items()}
    latest: dict[str, date] = {}
    for theirs in by_party.values():
        for day, ours, _, _ in theirs:
            for person in ours:
                if person not in latest or day > latest[person]:
                    latest[person] = day
    idle = {person: _age(day, as_of) for person, day in latest.items()}
    fade = {person: _fade(age, policy) for person, age in idle.items()}
    active = {person for person, age in idle.items() if age < policy.half_after}
    scored = []
    for who, theirs in by_party.items():
        if theirs:
            parts = (_rhythm(theirs, as_of, policy), _reach(theirs, fade, active, policy))
            scored.append((-round(math.fsum([part.value for part in parts]), 6), who, parts))
    places: list[Place] = []
    scored.sort()
    for number, (score, who, parts) in enumerate(scored, 1):
        shared = places[-1].rank if places and places[-1].score == -score else number
        days = sorted([(day, evidence) for day, _, _, evidence in by_party[who] if evidence])
        evidence = tuple(dict.fromkeys([record for _, record in days]))
        places.append(Place(rank=shared, who=who, score=-score, parts=parts, evidence=evidence))
    return tuple(places)


def _checks(who: object, day: object, ours: object, group: object, evidence: object) -> _Checks:
    """Check the fields of a contact, whatever they hold."""
    named = isinstance(ours, tuple) and all(isinstance(person, str) for person in ours)
    whole = type(group) is int and 0 < group <= 1_000_000
    return [
        (isinstance(who, str) and bool(who.strip()), "who", who, "the name of the party met"),
        (type(day) is date, "day", day, "a datetime.date without a time"),
        (named, "ours", ours, "a tuple of names, such as ('Ada',)"),
        (whole, "group", group, "a whole number from 1 to 1000000"),
        (isinstance(evidence, str), "evidence", evidence, "a record id, or an empty string"),
    ]


def _refuse(what: str, checks: _Checks) -> None:
    """Raise once for all checks that failed."""
    faults = [f"{name} is {value!r}, give {right}" for ok, name, value, right in checks if not ok]
    if faults:
        raise ValueError(f"{what}: " + "; ".join(faults))


def _rhythm(theirs: set[Row], as_of: date, policy: RankingPolicy) -> Part:
    """Weigh the distinct months in which they were met."""
    months: dict[int, float] = {}
    for age, group in {(_age(day, as_of), group) for day, _, group, _ in theirs}:
        share = _fade(age, policy) * 2.0 ** (-policy.sharing * math.log2(group))
        months[age] = max(months.get(age, 0.0), share)
    count, worth = len(months), math.fsum(months.values())
    last = max([row[0] for row in theirs]).isoformat()[:7]
    says = f"met in {count} month{'s' * (count > 1)}, last in {last}"
    groups = [group for _, _, group, _ in theirs if group > 1]
    if groups:
        says += f"; {len(groups)} of {len(theirs)} times in a group, of up to {max(groups)}"
    return Part(name="rhythm", value=round(math.log2(1 + worth), 6), says=says)


def _reach(
    theirs: set[Row], fade: Mapping[str, float], active: set[str], policy: RankingPolicy
) -> Part:
    """Weigh the distinct people of ours who have met them."""
    people = {person for _, ours, _, _ in theirs for person in ours}
    worth = math.fsum([fade[person] for person in people])
    says = f"met by {len(people)} of our people; "
    says += f"{len(people & active)} met someone in the last {policy.half_after:g} months"
    return Part(name="reach", value=round(policy.reach * math.log2(1 + worth), 6), says=says)


def _age(day: date, as_of: date) -> int:
    """Count the calendar months from a day to the day of the question."""
    return (as_of.year - day.year) * 12 + as_of.month - day.month


def _fade(age: int, policy: RankingPolicy) -> float:
    """Give what an age in months leaves of one."""
    return math.exp2(-age / policy.half_after)
