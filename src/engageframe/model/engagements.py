"""What is the engagement, and where is it in its round of PLAN, DO and REVIEW?"""

from typing import Any, Literal

import attrs
import msgspec

from engageframe.model.fields import a_choice, a_count, a_key, a_text, an_id, maybe_an_id
from engageframe.model.moments import Moment

__all__ = [
    "Action", "ActionAccepted", "ActionDone", "ActionKind", "Correction", "Cycle", "CycleClosed",
    "CycleFrozen", "Disposition", "Engagement", "Erasure", "Feedback", "HouseNote", "Lesson",
    "LessonSettled", "Phase", "ProposalDropped", "Reason", "Retraction", "ReviewOpened", "Status",
    "Waiver",
]  # fmt: skip

Status = Literal["active", "dormant", "ended_by_client"]
Phase = Literal["planning", "doing", "reviewing"]
ActionKind = Literal["meet", "keep", "ask", "prepare", "other"]


@attrs.frozen(kw_only=True)
class Engagement:
    """The work with one client over time; never closed by us."""

    id: str = attrs.field(validator=an_id)
    name: str = attrs.field(validator=a_text)
    client: str = attrs.field(default="", validator=maybe_an_id)
    status: Status = attrs.field(default="active", validator=a_choice(Status))
    until: Moment | None = None

    def __attrs_post_init__(self) -> None:
        if self.id == "register":
            raise ValueError("Engagement.id is 'register', where shared records lie: name another")
        if self.status == "dormant" and self.until is None:
            raise ValueError('Engagement.until is missing: expected a moment, as it is "dormant"')


@attrs.frozen(kw_only=True)
class Reason:
    """Why something is suggested: which practice says so, by which rule, on which records."""

    practice: str
    rule: str
    says: str
    evidence: tuple[str, ...]


@attrs.frozen(kw_only=True)
class Action:
    """What was accepted into a plan.

    ``kind`` says what shows that it was done: ``meet`` an encounter with ``for_whom``, ``keep`` the
    commitment ``about``; all others an ``action.done`` record.
    """

    id: str = attrs.field(validator=a_key)
    does: str = attrs.field(validator=a_text)
    for_whom: str = attrs.field(validator=an_id)
    reason: str = attrs.field(validator=a_text)
    kind: ActionKind = attrs.field(default="other", validator=a_choice(ActionKind))
    about: str = ""
    owner: str = attrs.field(default="", validator=maybe_an_id)
    due: Moment | None = None
    importance: int = attrs.field(default=2, validator=a_count(1, 3))
    minutes: int = attrs.field(default=60, validator=a_count(0, 10_000))
    client_minutes: int = attrs.field(default=0, validator=a_count(0, 10_000))
    practices: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()


@attrs.frozen(kw_only=True)
class ActionAccepted:
    """A proposal was taken into the plan of a cycle, ``edited`` when our people changed it."""

    cycle: int = attrs.field(validator=a_count(1, 1_000_000))
    action: Action
    edited: bool = False
    reason: str = ""


@attrs.frozen(kw_only=True)
class ProposalDropped:
    """A proposal was dropped: it does not return without evidence beyond ``evidence``."""

    cycle: int = attrs.field(validator=a_count(1, 1_000_000))
    proposal: str = attrs.field(validator=a_key)
    reason: str = attrs.field(validator=a_text)
    evidence: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Waiver:
    """Go on nevertheless, because: opens a gate for one rule, for one subject or for all."""

    rule: str = attrs.field(validator=an_id)
    reason: str = attrs.field(validator=a_text)
    subject: str = ""
    until: Moment | None = None


@attrs.frozen(kw_only=True)
class _Passed:
    cycle: int = attrs.field(validator=a_count(1, 1_000_000))
    without: tuple[str, ...] = ()
    waived: tuple[Waiver, ...] = ()


@attrs.frozen(kw_only=True)
class CycleFrozen(_Passed):
    """The plan was frozen: what the review compares with, and the journal it was made from.

    ``without`` names listed practices that were left out, so that the gate did not ask them,
    ``waived`` the findings that it was passed in spite of: each rule, its subject, and why.
    """

    actions: tuple[Action, ...]
    head: str


@attrs.frozen(kw_only=True)
class ReviewOpened(_Passed):
    """The cycle went from doing to reviewing; the rest is as in :class:`CycleFrozen`."""


@attrs.frozen(kw_only=True)
class Disposition:
    """What was decided about one commitment when its cycle was closed."""

    commitment: str = attrs.field(validator=an_id)
    state: str
    note: str = ""


@attrs.frozen(kw_only=True)
class CycleClosed(_Passed):
    """The review was done: dispositions of every commitment, and what the next PLAN starts from.

    ``without`` and ``waived`` are as in :class:`CycleFrozen`.
    """

    dispositions: tuple[Disposition, ...]
    carried: tuple[Action, ...]
    head: str


@attrs.frozen(kw_only=True)
class ActionDone:
    """An action of the frozen plan was done."""

    action: str = attrs.field(validator=a_key)
    note: str = ""
    evidence: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Lesson:
    """Something learned, to be applied in the next PLAN or waived with a reason."""

    id: str = attrs.field(validator=an_id)
    text: str = attrs.field(validator=a_text)
    learned_in: str = ""


@attrs.frozen(kw_only=True)
class LessonSettled:
    """A lesson was applied, or waived for a reason."""

    lesson: str = attrs.field(validator=an_id)
    applied: bool
    reason: str = attrs.field(validator=a_text)


@attrs.frozen(kw_only=True)
class Feedback:
    """What one person told us about another person's or our team's doing.

    ``value`` is theirs, from -100 (harmful) to 100 (as good as can be).
    """

    by: str = attrs.field(validator=an_id)
    about: str = attrs.field(validator=an_id)
    text: str = attrs.field(validator=a_text)
    value: int | None = attrs.field(default=None, validator=a_count(-100, 100, unknown=True))


@attrs.frozen(kw_only=True)
class Correction:
    """An earlier record was wrong: read this body instead, and this moment when there is one.

    ``version`` is the version of the kind that the body is written in.
    """

    record: str = attrs.field(validator=an_id)
    body: dict[str, Any]
    reason: str = attrs.field(validator=a_text)
    version: int = attrs.field(default=1, validator=a_count(1, 10_000))
    happened: Moment | None = None


@attrs.frozen(kw_only=True)
class Retraction:
    """An earlier record should not have been written: it no longer counts."""

    record: str = attrs.field(validator=an_id)
    reason: str = attrs.field(validator=a_text)


@attrs.frozen(kw_only=True)
class Erasure:
    """Bodies of earlier records were destroyed, so many and for a reason that names nobody."""

    reason: str = attrs.field(validator=a_text)
    destroyed: int = attrs.field(validator=a_count(0, 10**12))


@attrs.frozen(kw_only=True)
class HouseNote:
    """Our own commercial data; a practice that serves cannot read it."""

    name: str = attrs.field(validator=an_id)
    text: str = attrs.field(validator=a_text)


class Cycle(msgspec.Struct, frozen=True, kw_only=True):
    """Where the engagement is: number of the round, phase, and what was decided in it."""

    number: int = 1
    phase: Phase = "planning"
    accepted: tuple[Action, ...] = ()
    frozen: CycleFrozen | None = None
    frozen_on: Moment | None = None
    frozen_record: str = ""
    carried: tuple[Action, ...] = ()
    records: tuple[str, ...] = ()
