"""What was promised to whom, and what became of it?"""

from typing import Literal

import attrs
import msgspec

from engageframe.model.fields import a_count, a_text, an_id
from engageframe.model.moments import Moment

__all__ = [
    "Commitment", "CommitmentBroken", "CommitmentKept", "CommitmentMade", "CommitmentReleased",
    "CommitmentRenegotiated", "CommitmentState", "Turn",
]  # fmt: skip

CommitmentState = Literal["open", "kept", "kept_late", "broken", "released"]


@attrs.frozen(kw_only=True)
class CommitmentMade:
    """Somebody promised something; importance 1 to 3 is set by the one who was promised."""

    id: str = attrs.field(validator=an_id)
    promisor: str = attrs.field(validator=an_id)
    promisee: str = attrs.field(validator=an_id)
    what: str = attrs.field(validator=a_text)
    due: Moment | None = None
    importance: int = attrs.field(default=2, validator=a_count(1, 3))


@attrs.frozen(kw_only=True)
class CommitmentKept:
    """The promise was kept; the record's moment decides whether it was late."""

    id: str = attrs.field(validator=an_id)
    acknowledged_by: str = ""
    note: str = ""


@attrs.frozen(kw_only=True)
class CommitmentBroken:
    """The promise was broken; ``told_before_due`` when we said so in time."""

    id: str = attrs.field(validator=an_id)
    told_before_due: bool = False
    note: str = ""


@attrs.frozen(kw_only=True)
class CommitmentRenegotiated:
    """Both agreed on another due date."""

    id: str = attrs.field(validator=an_id)
    due: Moment
    agreed_by: str = attrs.field(validator=an_id)
    note: str = ""


@attrs.frozen(kw_only=True)
class CommitmentReleased:
    """The one who was promised let it go."""

    id: str = attrs.field(validator=an_id)
    released_by: str = attrs.field(validator=an_id)
    note: str = ""


class Turn(msgspec.Struct, frozen=True):
    """What was told of a promise after it was made; ``due`` is the day of a new agreement.

    ``by`` acknowledged that it was kept, ``warned`` tells that a break was told before it was due.
    """

    what: Literal["kept", "broken", "released", "renegotiated"]
    when: Moment
    due: Moment | None = None
    by: str = ""
    warned: bool = False


class Commitment(msgspec.Struct, frozen=True, kw_only=True):
    """A promise with all that became of it up to a moment.

    What happened first settles it, whatever was told first: of one day, what was told first.
    A new date that was agreed after that changes nothing, one of that day counts.

    ``due`` is the one now agreed, ``first_due`` the one first promised.
    ``renegotiated_late`` tells that a new date was agreed only after the old one had passed.
    ``turns`` are what was told of it, in the order it happened.
    ``records`` are the ids of the records it rests on, in the order they were written.
    """

    id: str
    promisor: str
    promisee: str
    what: str
    importance: int
    made: Moment
    first_due: Moment | None
    due: Moment | None
    state: CommitmentState = "open"
    settled: Moment | None = None
    renegotiations: int = 0
    renegotiated_late: bool = False
    told_before_due: bool = False
    acknowledged_by: str = ""
    turns: tuple[Turn, ...] = ()
    records: tuple[str, ...] = ()

    def overdue(self, as_of: Moment) -> bool:
        """Tell whether it is open although its due date has surely passed."""
        return self.state == "open" and self.due is not None and self.due.before(as_of)
