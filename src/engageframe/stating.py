"""Where is one engagement, in one line?"""

import msgspec

from engageframe.model.engagements import Phase
from engageframe.view import View

__all__ = ["Status", "status"]


class Status(msgspec.Struct, frozen=True, kw_only=True):
    """Where one engagement is; all but its id is empty when it is not described as of then."""

    engagement: str
    name: str = ""
    status: str = "not described as of then"
    cycle: int = 0
    phase: Phase = "planning"
    accepted: int = 0
    open_commitments: int = 0
    overdue: int = 0
    encounters: int = 0


def status(view: View) -> Status:
    """Count what is open in an engagement."""
    cycle, promises = view.cycle, view.commitments.values()
    return Status(
        engagement=view.engagement_id, name=view.engagement.name, status=view.engagement.status,
        cycle=cycle.number, phase=cycle.phase, accepted=len(cycle.accepted),
        open_commitments=sum(one.state == "open" for one in promises),
        overdue=sum(one.overdue(view.as_of) for one in promises), encounters=len(view.encounters),
    )  # fmt: skip
