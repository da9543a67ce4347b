"""What should the person about to walk in know?

Pure: a view, an encounter and the lines of the practices in; a brief out.
"""

from collections.abc import Iterable
from typing import Final, get_args

import msgspec

from engageframe.errors import InvalidInput, did_you_mean
from engageframe.journal import Head
from engageframe.model.encounters import Encounter, Objective
from engageframe.model.moments import Moment
from engageframe.model.people import Basis
from engageframe.rules import Answer, BriefLine, Heading
from engageframe.view import View

__all__ = ["Brief", "Line", "Present", "brief", "which_encounter"]

_ORDER: Final = get_args(Heading)


class Present(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who is expected; ``name`` is empty when an organization's person is unknown."""

    id: str
    name: str
    organization: str
    side: str


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a brief with its practice, reason and records."""

    practice: str
    heading: Heading
    text: str
    reason: str
    basis: Basis
    evidence: tuple[str, ...]


class Brief(msgspec.Struct, frozen=True, kw_only=True):
    """The one page before an encounter."""

    engagement: str
    name: str
    as_of: Moment
    head: Head
    encounter: str
    scheduled: Moment | None
    purpose: str
    attendees: tuple[Present, ...]
    objectives: tuple[Objective, ...]
    questions: tuple[str, ...]
    lines: tuple[Line, ...]
    practices: tuple[str, ...]
    failures: tuple[str, ...] = ()


def which_encounter(view: View, wanted: str = "") -> Encounter:
    """Give an encounter by its id, or the next one planned.

    Raises:
        InvalidInput: there is no such encounter, or none is planned.
    """
    every = view.encounters
    if wanted:
        if wanted not in every:
            raise InvalidInput.one("", f'no encounter "{wanted}"', did_you_mean(wanted, every))
        return every[wanted]
    coming = [
        (one.planned.scheduled, one.id)
        for one in every.values()
        if one.planned and not one.held and not one.planned.scheduled.before(view.as_of)
    ]
    if not coming:
        says = f"no encounter is planned on {view.as_of} or later"
        remedy = "record an encounter.planned, or name an encounter"
        raise InvalidInput.one(view.engagement_id, says, remedy)
    return every[min(coming)[1]]


def brief(
    view: View, encounter: Encounter, lines: Iterable[Answer[BriefLine]], *,
    practices: tuple[str, ...] = (), failures: tuple[str, ...] = (),
) -> Brief:  # fmt: skip
    """Put the page together: what is owed first, then what is known, to ask, to offer."""
    told = [
        Line(practice=who, heading=one.heading, text=one.text, reason=one.reason,
             basis=one.basis, evidence=one.evidence)
        for who, one in lines
    ]  # fmt: skip
    planned = encounter.planned
    return Brief(
        engagement=view.engagement_id, name=view.engagement.name, as_of=view.as_of, head=view.head,
        encounter=encounter.id, scheduled=planned.scheduled if planned else encounter.held_on,
        purpose=planned.purpose if planned else "",
        attendees=tuple(_present(view, one.person, one.organization)
                        for one in encounter.attendees),
        objectives=planned.objectives if planned else (),
        questions=planned.questions if planned else (),
        lines=tuple(sorted(told, key=lambda line: _ORDER.index(line.heading))),
        practices=practices, failures=failures,
    )  # fmt: skip


def _present(view: View, person: str, organization: str) -> Present:
    return Present(
        id=person or organization,
        name=view.name(person) if person else "",
        organization=view.name(organization) if organization else "",
        side=view.side(person or organization) or "unknown",
    )
