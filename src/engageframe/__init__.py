"""engageframe: the way of working with the people you serve, executable.

Names are loaded when they are first asked for, so that a command which needs few stays quick.
"""

from importlib import import_module
from typing import Any

__version__ = "26.1.0"

_ROOMS = {
    "applying": "Change Item",
    "encounters": "Brief",
    "encoding": "canonical",
    "errors": "Conflict DamagedStore EngageframeError GateClosed InvalidInput JournalError "
    "NewerStore NotAWorkspace PracticeError Problem RequestMismatch StoreBusy UndeclaredRead "
    "did_you_mean",
    "hooks": "API Practice impl",
    "journal": "Check Draft Entry Head Journal Receipt Record Unread Verification",
    "kinds": "Kind Kinds",
    "lenses": "COMMITMENTS CYCLE ENCOUNTERS Lens",
    "importing": "Applied Brought",
    "model.commitments": "Commitment CommitmentBroken CommitmentKept CommitmentMade "
    "CommitmentReleased CommitmentRenegotiated Turn",
    "model.encounters": "Attendee Encounter EncounterHeld EncounterPlanned EncounterReviewed "
    "Objective Verdict",
    "model.engagements": "Action ActionAccepted ActionDone Correction Cycle CycleClosed "
    "CycleFrozen Disposition Engagement Erasure Feedback HouseNote Lesson LessonSettled "
    "ProposalDropped Retraction ReviewOpened Waiver",
    "model.fields": "a_choice a_count a_text an_id ids",
    "model.moments": "Days Moment moment",
    "model.people": "Affiliation Organization Person Stakeholder Statement",
    "model.policy": "Policy",
    "model.purposes": "Goal Purpose",
    "named": "Export Files Importer Renderer Store",
    "planning": "Plan",
    "practices": "Host",
    "reviewing": "Review",
    "rules": "Answer BriefLine Figure Finding Measure Proposal Rule Threshold wilson",
    "view": "View",
    "workspace": "Workspace",
}
_HOME = {name: room for room, names in _ROOMS.items() for name in names.split()}

__all__ = sorted(_HOME)


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
