"""When was everybody last met, and when should they be met again?

Pure: a view and settings in, contacts and standings out.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Literal, NamedTuple

import attrs

from engageframe import (
    Affiliation,
    Attendee,
    Days,
    Encounter,
    EncounterHeld,
    Lens,
    Moment,
    Record,
    View,
    a_count,
    moment,
)

__all__ = [
    "HELD",
    "CadenceSettings",
    "Rhythm",
    "Standing",
    "State",
    "Touch",
    "asked_by_us",
    "departed",
    "expected",
    "in_groups",
    "standings",
    "touches",
]

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
        tags: A rhythm by tag of the stakeholder, person or organization; the shortest holds.
        roles: A rhythm by the stakeholder's role, after tags.
        usual: The rhythm of everybody else who is met regularly.
        regular_months: In how many distinct months makes somebody met regularly.
        horizon: Days ahead that count as upcoming.
        mass_mail: Whether a mail to many restarts the clock.
        group: From how many outside parties on a meeting counts as a group.
        one_sided: From how many contacts, all asked for by us, a relationship is one-sided.
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
    one_sided: int = attrs.field(default=3, validator=a_count(2, 1000))
    most: int = attrs.field(default=20, validator=a_count(0, 1000))


class Touch(NamedTuple):
    """One real contact of one outside party.

    ``asked_by`` is who took the initiative; ``itself`` tells that the party was there under its own
    name, and not only through one of its people; ``evidence`` is the record that it was held.
    """

    when: Moment
    evidence: str
    ours: tuple[str, ...]
    group: int
    asked_by: Asked
    subject: str
    itself: bool


class Standing(NamedTuple):
    """Where the clock of one party stands: its contacts, the days since the last, and the target.

    ``because`` says where the rhythm comes from; ``due`` is the last day within the target.
    """

    who: str
    state: State
    rhythm: Rhythm
    because: str
    touches: tuple[Touch, ...]
    since: Days | None
    due: Moment | None
    group_only: bool
    one_sided: bool


def _held(state: dict[str, str], record: Record[EncounterHeld]) -> dict[str, str]:
    state[record.body.id] = record.id
    return state


HELD: Lens[dict[str, str]] = Lens(
    name="cadence.held", version=1, reads=("encounter.held",), state=dict[str, str],
    start=dict, apply=_held,
)  # fmt: skip
"""Which record says that an encounter was held? Folded, as reading all of them again is slow."""


def touches(view: View, settings: CadenceSettings) -> dict[str, tuple[Touch, ...]]:
    """Collect the real contacts of every outside party, the last one last.

    An imported encounter counts, a mail to many does not unless the settings say so.
    Meeting somebody is meeting the organization they are said to be there for, or else those they
    may have belonged to at that time; meeting an organization is not meeting anybody in particular.
    """
    ours = {who for who, record in view.stakeholders.items() if record.body.side == "ours"}
    roles, records = _roles(view), view.lens(HELD)
    found: dict[str, list[Touch]] = {}
    for one in view.encounters.values():
        held, when = one.held, one.held_on
        if held is None or when is None or not _is_real(held.channel, settings):
            continue
        named, through = _outside(held.attendees, when, ours, roles)
        if not named or view.as_of.before(when):
            continue
        there = tuple(sorted({a.person for a in held.attendees if a.person in ours}))
        asked: Asked = "theirs" if held.initiator else "unknown"
        asked = "ours" if held.initiator in ours else asked
        touch = Touch(when, records[one.id], there, len(named), asked, held.subject, True)
        for who in named:
            found.setdefault(who, []).append(touch)
        for who in through - named:
            found.setdefault(who, []).append(touch._replace(itself=False))
    return {who: tuple(sorted(found[who], key=_by_end)) for who in sorted(found)}


def expected(view: View, settings: CadenceSettings) -> dict[str, Encounter]:
    """Give for each outside party the next encounter that is planned with it."""
    ours = {who for who, record in view.stakeholders.items() if record.body.side == "ours"}
    coming = [
        (plan.scheduled, one.id, plan.attendees, one)
        for one in view.encounters.values()
        if one.held is None and (plan := one.planned) and _is_real(plan.channel, settings)
        if not plan.scheduled.before(view.as_of)
    ]
    found: dict[str, Encounter] = {}
    roles = _roles(view) if coming else {}
    for when, _, attendees, one in sorted(coming, key=lambda row: row[:2]):
        named, through = _outside(attendees, when, ours, roles)
        for who in named | through:
            found.setdefault(who, one)
    return found


def departed(view: View) -> frozenset[str]:
    """Give those who have surely left every organization that they are known to have been in."""
    left: dict[str, bool] = {}
    for record in view.latest(Affiliation).values():
        role = record.body
        gone = role.until is not None and role.until.before(view.as_of)
        left[role.person] = left.get(role.person, True) and gone
    return frozenset(who for who, gone in left.items() if gone)


def standings(
    view: View, contacts: Mapping[str, tuple[Touch, ...]], settings: CadenceSettings
) -> tuple[Standing, ...]:
    """Tell for each party that has a rhythm where its clock stands, in the order of ids.

    Those who have left have none, unless the settings name them.
    """
    theirs = {who for who, record in view.stakeholders.items() if record.body.side != "ours"}
    found = []
    for who in sorted({*contacts, *theirs} - (departed(view) - settings.people.keys())):
        met = contacts.get(who, ())
        rhythm, because = _rhythm(view, who, met, settings)
        if rhythm is not None:
            found.append(_standing(who, rhythm, because, met, view.as_of, settings))
    return tuple(found)


def in_groups(met: Sequence[Touch], settings: CadenceSettings) -> bool:
    """Tell whether there were several contacts, each of them in a group."""
    return len(met) > 1 and all(one.group >= settings.group for one in met)


def asked_by_us(met: Sequence[Touch], settings: CadenceSettings) -> bool:
    """Tell whether enough contacts have a known initiative, and it was ours each time."""
    asked = [one.asked_by for one in met if one.asked_by != "unknown"]
    return len(asked) >= settings.one_sided and "theirs" not in asked


def _is_real(channel: str, settings: CadenceSettings) -> bool:
    return channel != "mass_mail" or settings.mass_mail


def _roles(view: View) -> dict[str, list[Affiliation]]:
    roles: dict[str, list[Affiliation]] = {}
    for record in view.latest(Affiliation).values():
        roles.setdefault(record.body.person, []).append(record.body)
    return roles


def _outside(
    attendees: Iterable[Attendee],
    when: Moment,
    ours: set[str],
    roles: Mapping[str, Sequence[Affiliation]],
) -> tuple[set[str], set[str]]:
    """Give the outside parties that are named, and the organizations behind those."""
    named: set[str] = set()
    through: set[str] = set()
    for one in attendees:
        who = one.person or one.organization
        if who in ours:
            continue
        named.add(who)
        if one.organization:
            through.add(one.organization)
        else:
            through.update(
                [role.organization for role in roles.get(who, ()) if role.may_hold(when)]
            )
    return named, through - ours


def _by_end(touch: Touch) -> tuple[date, Moment, str]:
    """Sort by the last day it can have been: the clock must not run from an earlier one."""
    return touch.when.last, touch.when, touch.evidence


def _rhythm(
    view: View, who: str, met: Sequence[Touch], settings: CadenceSettings
) -> tuple[Rhythm | None, str]:
    if who in settings.people:
        return settings.people[who], "their own"
    found = view.stakeholders.get(who)
    if settings.tags:
        tags = sorted({*_tags(view, who)} & {*settings.tags})
        if tags:
            quickest = min(tags, key=lambda tag: _length(settings.tags[tag]))
            return settings.tags[quickest], f'the tag "{quickest}"'
    if found and found.body.role in settings.roles:
        return settings.roles[found.body.role], f'the role "{found.body.role}"'
    months = {(one.when.first.year, one.when.first.month) for one in met if one.itself}
    if len(months) >= settings.regular_months:
        return settings.usual, f"the usual one, met in {len(months)} months"
    return None, ""


def _tags(view: View, who: str) -> Iterator[str]:
    """Give the tags that somebody has in this engagement and in the register."""
    for nouns in (view.stakeholders, view.people, view.organizations):
        if who in nouns:
            yield from nouns[who].body.tags


def _length(rhythm: Rhythm) -> tuple[int, int]:
    return rhythm.days, rhythm.tolerance


def _standing(
    who: str,
    rhythm: Rhythm,
    because: str,
    met: tuple[Touch, ...],
    as_of: Moment,
    settings: CadenceSettings,
) -> Standing:
    since = _since(met, as_of) if met else None
    return Standing(
        who=who,
        state=_state(since, rhythm, settings),
        rhythm=rhythm,
        because=because,
        touches=met,
        since=since,
        due=_after(met[-1].when.last, rhythm.days) if met else None,
        group_only=in_groups(met, settings),
        one_sided=asked_by_us(met, settings),
    )


def _since(met: Sequence[Touch], as_of: Moment) -> Days:
    """Count the days since the last contact; with partial moments any of several may be it."""
    fewest = (as_of.first - met[-1].when.last).days
    latest = max([one.when.first for one in met])
    return Days(max(0, fewest), max(0, (as_of.last - latest).days))


def _after(day: date, days: int) -> Moment:
    return moment(date.fromordinal(min(day.toordinal() + days, date.max.toordinal())).isoformat())


def _state(since: Days | None, rhythm: Rhythm, settings: CadenceSettings) -> State:
    """Go by the fewest days that can have passed: a month that may be recent is not neglect.

    Somebody who may be due already, but not surely, is upcoming.
    """
    if since is None:
        return "never_met"
    if since.at_least > rhythm.days + rhythm.tolerance:
        return "neglected"
    if since.at_least > rhythm.days:
        return "due"
    soon = since.at_least >= rhythm.days - settings.horizon
    return "upcoming" if soon or since.at_most > rhythm.days else "on_time"
