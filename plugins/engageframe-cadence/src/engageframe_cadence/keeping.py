"""When was everybody last met, and when should they be met again?

Pure: encounters and settings in, standings out.
"""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Literal

import attrs
from engageframe import Days, Encounter, Moment, Record, Stakeholder, a_count, moment

from engageframe_cadence.ranking import Contact

__all__ = ["CadenceSettings", "Rhythm", "Standing", "State", "Touch", "standings", "touches"]

Asked = Literal["ours", "theirs", "unknown"]
State = Literal["on_time", "upcoming", "due", "neglected", "never_met"]


@attrs.frozen(kw_only=True)
class Rhythm:
    """How often somebody wants to be met: every so many days, give or take a tolerance."""

    days: int = attrs.field(validator=a_count(1, 3650))
    tolerance: int = attrs.field(default=30, validator=a_count(0, 3650))


@attrs.frozen(kw_only=True)
class CadenceSettings:
    """The options under ``[practice.cadence]``; the numbers are guesses, to be set by the team.

    Attributes:
        people: A rhythm by the id of a person or organization; it goes before all others.
        tags: A rhythm by tag; the shortest of several holds.
        roles: A rhythm by role, after tags.
        usual: The rhythm of everybody else who is met regularly.
        regular_months: In how many distinct months makes somebody met regularly.
        horizon: Days ahead that count as upcoming.
        mass_mail: Whether a mail to many restarts the clock.
        group: From how many outside parties on a meeting counts as a group.
        most: How many proposals, and how many findings of one rule, are made at most.
    """

    people: dict[str, Rhythm] = attrs.field(factory=dict)
    tags: dict[str, Rhythm] = attrs.field(factory=dict)
    roles: dict[str, Rhythm] = attrs.field(factory=dict)
    usual: Rhythm = Rhythm(days=90)
    regular_months: int = attrs.field(default=3, validator=a_count(1, 120))
    horizon: int = attrs.field(default=14, validator=a_count(0, 365))
    mass_mail: bool = False
    group: int = attrs.field(default=5, validator=a_count(2, 1000))
    most: int = attrs.field(default=20, validator=a_count(0, 1000))


@attrs.frozen(kw_only=True)
class Touch:
    """One real contact of one outside party.

    ``asked_by`` is who took the initiative: ``ours``, ``theirs`` or ``unknown``.
    """

    who: str
    when: Moment
    ours: tuple[str, ...]
    group: int
    asked_by: Asked
    subject: str
    evidence: str

    def as_contact(self) -> Contact:
        """Give what the ranking takes."""
        return Contact(
            who=self.who,
            day=self.when.first,
            ours=self.ours,
            group=self.group,
            evidence=self.evidence,
        )


@attrs.frozen(kw_only=True)
class Standing:
    """Where the clock of one party stands: the last contact, the days since, and the target."""

    who: str
    state: State
    rhythm: Rhythm
    touches: tuple[Touch, ...]
    since: Days | None
    due: Moment | None
    group_only: bool
    one_sided: bool

    @property
    def last(self) -> Touch:
        """Give the last contact."""
        return self.touches[-1]

    def says(self) -> str:
        """Say it in words."""
        if self.since is None:
            return "never met, as far as was recorded"
        low, high = self.since
        days = f"{low}" if low == high else f"{low} to {high}"
        wish = f"{self.rhythm.days} days, at worst {self.rhythm.days + self.rhythm.tolerance}"
        return f"last met {self.last.when}, {days} days ago; wanted every {wish}"


def touches(
    encounters: Iterable[Encounter],
    stakeholders: Mapping[str, Record[Stakeholder]],
    settings: CadenceSettings,
) -> dict[str, tuple[Touch, ...]]:
    """Collect the real contacts of every outside party, in the order of time.

    An imported encounter counts, a mail to many does not unless the settings say so.
    A person's contact is their organization's contact too, where both were recorded.
    """
    ours = {who for who, record in stakeholders.items() if record.body.side == "ours"}
    found: dict[str, list[Touch]] = {}
    for one in encounters:
        held, when = one.held, one.held_on
        if held is None or when is None or (held.channel == "mass_mail" and not settings.mass_mail):
            continue
        there = tuple(sorted({a.person for a in held.attendees if a.person in ours}))
        outside = [a for a in held.attendees if a.who not in ours]
        asked: Asked = "theirs" if held.initiator else "unknown"
        asked = "ours" if held.initiator in ours else asked
        for who in {id_ for a in outside for id_ in (a.person, a.organization) if id_}:
            touch = Touch(
                who=who,
                when=when,
                ours=there,
                group=max(1, len(outside)),
                asked_by=asked,
                subject=held.subject,
                evidence=one.records[-1],
            )
            found.setdefault(who, []).append(touch)
    return {who: tuple(sorted(found[who], key=_by_time)) for who in sorted(found)}


def standings(
    contacts: Mapping[str, tuple[Touch, ...]],
    stakeholders: Mapping[str, Record[Stakeholder]],
    as_of: Moment,
    settings: CadenceSettings,
) -> tuple[Standing, ...]:
    """Tell for each party that has a rhythm where its clock stands, in the order of ids."""
    theirs = {who for who, record in stakeholders.items() if record.body.side != "ours"}
    found = []
    for who in sorted({*contacts, *theirs}):
        met = tuple(one for one in contacts.get(who, ()) if not as_of.before(one.when))
        rhythm = _rhythm(who, stakeholders.get(who), met, settings)
        if rhythm is not None:
            found.append(_standing(who, rhythm, met, as_of, settings))
    return tuple(found)


def _standing(
    who: str, rhythm: Rhythm, met: tuple[Touch, ...], as_of: Moment, settings: CadenceSettings
) -> Standing:
    since = as_of.days_since(met[-1].when) if met else None
    due = moment((met[-1].when.last + timedelta(days=rhythm.days)).isoformat()) if met else None
    initiators = [one.asked_by for one in met if one.asked_by != "unknown"]
    return Standing(
        who=who,
        state=_state(since, rhythm, settings),
        rhythm=rhythm,
        touches=met,
        since=since,
        due=due,
        group_only=len(met) > 1 and all(one.group >= settings.group for one in met),
        one_sided=len(initiators) > 2 and set(initiators) == {"ours"},
    )


def _state(since: Days | None, rhythm: Rhythm, settings: CadenceSettings) -> State:
    """Go by the fewest days that can have passed: a month that may be recent is not neglect."""
    if since is None:
        return "never_met"
    if since.at_least > rhythm.days + rhythm.tolerance:
        return "neglected"
    if since.at_least > rhythm.days:
        return "due"
    return "upcoming" if since.at_most > rhythm.days - settings.horizon else "on_time"


def _rhythm(
    who: str,
    record: Record[Stakeholder] | None,
    met: tuple[Touch, ...],
    settings: CadenceSettings,
) -> Rhythm | None:
    if who in settings.people:
        return settings.people[who]
    if record is not None:
        tagged = [settings.tags[tag] for tag in record.body.tags if tag in settings.tags]
        if tagged:
            return min(tagged, key=lambda one: (one.days, one.tolerance))
        if record.body.role in settings.roles:
            return settings.roles[record.body.role]
    months = {(one.when.first.year, one.when.first.month) for one in met}
    return settings.usual if len(months) >= settings.regular_months else None


def _by_time(touch: Touch) -> tuple[Moment, str]:
    return touch.when, touch.evidence
