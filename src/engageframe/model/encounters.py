"""What was planned for an encounter, what happened, and what was made of it?"""

from typing import Final, Literal

import attrs
import msgspec

from engageframe.model.fields import a_choice, a_count, a_text, an_id, ids, maybe_an_id
from engageframe.model.moments import Moment

__all__ = [
    "Attendee", "Channel", "Encounter", "EncounterHeld", "EncounterPlanned", "EncounterReviewed",
    "Objective", "ObjectiveKind", "Outcome", "Verdict",
]  # fmt: skip

Channel = Literal["visit", "meeting", "call", "video", "mail", "mass_mail", "message", "other"]
Outcome = Literal["advance", "continuation", "declined", "done"]
ObjectiveKind = Literal["understand", "serve", "decide", "learn"]
_PAID: Final = a_count(0, 10, unknown=True)


@attrs.frozen(kw_only=True)
class Attendee:
    """Somebody there: a person, or an organization whose person is unknown and stays unknown."""

    person: str = attrs.field(default="", validator=maybe_an_id)
    organization: str = attrs.field(default="", validator=maybe_an_id)
    role: str = ""

    def __attrs_post_init__(self) -> None:
        if not (self.person or self.organization):
            says = "Attendee has neither person nor organization"
            raise ValueError(f"{says}: expected at least one id")

    @property
    def who(self) -> str:
        """Give the person's id, or the organization's when the person is unknown."""
        return self.person or self.organization


@attrs.frozen(kw_only=True)
class Objective:
    """What an encounter is for, whose aim it is, and how sure we are to reach it (percent)."""

    id: str = attrs.field(validator=an_id)
    text: str = attrs.field(validator=a_text)
    owner: str = attrs.field(validator=an_id)
    kind: ObjectiveKind = attrs.field(validator=a_choice(ObjectiveKind))
    measure: str = ""
    chance: int | None = attrs.field(default=None, validator=a_count(0, 100, unknown=True))


@attrs.frozen(kw_only=True)
class EncounterPlanned:
    """PLAN of an encounter; a later record for the same id is an amendment."""

    id: str = attrs.field(validator=an_id)
    scheduled: Moment
    attendees: tuple[Attendee, ...]
    purpose: str = ""
    objectives: tuple[Objective, ...] = ()
    questions: tuple[str, ...] = ()
    channel: Channel = attrs.field(default="meeting", validator=a_choice(Channel))
    lessons_applied: tuple[str, ...] = attrs.field(default=(), validator=ids)


@attrs.frozen(kw_only=True)
class EncounterHeld:
    """DO of an encounter: who was there and what was about; the record says when."""

    id: str = attrs.field(validator=an_id)
    attendees: tuple[Attendee, ...]
    subject: str = ""
    channel: Channel = attrs.field(default="meeting", validator=a_choice(Channel))
    initiator: str = attrs.field(default="", validator=maybe_an_id)
    answers: tuple[str, ...] = ()
    extra: dict[str, str] = attrs.field(factory=dict)
    """Columns of an imported row that nobody mapped, kept as they were."""


@attrs.frozen(kw_only=True)
class Verdict:
    """What became of one objective, and the records that show it."""

    objective: str = attrs.field(validator=an_id)
    reached: bool
    note: str = ""
    evidence: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class EncounterReviewed:
    """REVIEW of an encounter.

    ``client_actions`` are actions that somebody of the client took on; without one an ``advance``
    is not an advance.
    ``worth_paying`` answers the paid test (would they have paid for this?), ours and theirs, 0-10.
    """

    id: str = attrs.field(validator=an_id)
    outcome: Outcome = attrs.field(validator=a_choice(Outcome))
    verdicts: tuple[Verdict, ...] = ()
    client_actions: tuple[str, ...] = ()
    lessons: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    worth_paying_ours: int | None = attrs.field(default=None, validator=_PAID)
    worth_paying_theirs: int | None = attrs.field(default=None, validator=_PAID)


class Encounter(msgspec.Struct, frozen=True, kw_only=True):
    """One encounter with its PLAN, DO and REVIEW as far as they are recorded.

    ``frozen`` is the plan as it stood when the encounter was held,
    ``planned`` the latest one; ``records`` are the ids it rests on.
    """

    id: str
    planned: EncounterPlanned | None = None
    planned_on: Moment | None = None
    frozen: EncounterPlanned | None = None
    replanned_after: bool = False
    held: EncounterHeld | None = None
    held_on: Moment | None = None
    reviewed: EncounterReviewed | None = None
    reviewed_on: Moment | None = None
    imported: bool = False
    records: tuple[str, ...] = ()

    @property
    def attendees(self) -> tuple[Attendee, ...]:
        """Give who was there, or who is expected."""
        if self.held is not None:
            return self.held.attendees
        return self.planned.attendees if self.planned is not None else ()
