"""Where is one engagement, in one line?"""

import msgspec

from engageframe.model.engagements import Phase
from engageframe.view import View

__all__ = ["Status", "not_begun", "status"]


class Status(msgspec.Struct, frozen=True, kw_only=True):
    """Where one engagement is."""

    engagement: str
    name: str
    status: str
    cycle: int
    phase: Phase
    accepted: int
    open_commitments: int
    overdue: int
    encounters: int


def status(view: View) -> Status:
    """Count what is open in an engagement."""
    cycle, promises = view.cycle, view.commitments.values()
    return Status(
        engagement=view.engagement_id, name=view.engagement.name, status=view.engagement.status,
        cycle=cycle.number, phase=cycle.phase, accepted=len(cycle.accepted),
        open_commitments=sum(one.state == "open" for one in promises),
        overdue=sum(one.overdue(view.as_of) for one in promises), encounters=len(view.encounters),
    )  # fmt: skip


def not_begun(engagement: str) -> Status:
    """Name an engagement of which something is told, but that is not described as of then."""
    return Status(
        engagement=engagement, name="", status="not described as of then", cycle=0,
        phase="planning", accepted=0, open_commitments=0, overdue=0, encounters=0,
    )  # fmt: skip
