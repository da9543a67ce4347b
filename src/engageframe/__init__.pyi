"""The types of the names that are loaded on demand: what editors and type checkers read."""

from engageframe.applying import Change as Change
from engageframe.applying import Item as Item
from engageframe.encoding import canonical as canonical
from engageframe.encounters import Brief as Brief
from engageframe.errors import (
    Conflict as Conflict,
)
from engageframe.errors import (
    DamagedStore as DamagedStore,
)
from engageframe.errors import (
    EngageframeError as EngageframeError,
)
from engageframe.errors import (
    GateClosed as GateClosed,
)
from engageframe.errors import (
    InvalidInput as InvalidInput,
)
from engageframe.errors import (
    JournalError as JournalError,
)
from engageframe.errors import (
    NewerStore as NewerStore,
)
from engageframe.errors import (
    NotAWorkspace as NotAWorkspace,
)
from engageframe.errors import (
    PracticeError as PracticeError,
)
from engageframe.errors import (
    Problem as Problem,
)
from engageframe.errors import (
    RequestMismatch as RequestMismatch,
)
from engageframe.errors import (
    StoreBusy as StoreBusy,
)
from engageframe.errors import (
    UndeclaredRead as UndeclaredRead,
)
from engageframe.errors import (
    did_you_mean as did_you_mean,
)
from engageframe.hooks import API as API
from engageframe.hooks import Practice as Practice
from engageframe.hooks import impl as impl
from engageframe.importing import Applied as Applied
from engageframe.importing import Brought as Brought
from engageframe.journal import (
    Check as Check,
)
from engageframe.journal import (
    Draft as Draft,
)
from engageframe.journal import (
    Entry as Entry,
)
from engageframe.journal import (
    Head as Head,
)
from engageframe.journal import (
    Journal as Journal,
)
from engageframe.journal import (
    Receipt as Receipt,
)
from engageframe.journal import (
    Record as Record,
)
from engageframe.journal import (
    Unread as Unread,
)
from engageframe.journal import (
    Verification as Verification,
)
from engageframe.kinds import Kind as Kind
from engageframe.kinds import Kinds as Kinds
from engageframe.lenses import (
    COMMITMENTS as COMMITMENTS,
)
from engageframe.lenses import (
    CYCLE as CYCLE,
)
from engageframe.lenses import (
    ENCOUNTERS as ENCOUNTERS,
)
from engageframe.lenses import (
    Lens as Lens,
)
from engageframe.model.commitments import (
    Commitment as Commitment,
)
from engageframe.model.commitments import (
    CommitmentBroken as CommitmentBroken,
)
from engageframe.model.commitments import (
    CommitmentKept as CommitmentKept,
)
from engageframe.model.commitments import (
    CommitmentMade as CommitmentMade,
)
from engageframe.model.commitments import (
    CommitmentReleased as CommitmentReleased,
)
from engageframe.model.commitments import (
    CommitmentRenegotiated as CommitmentRenegotiated,
)
from engageframe.model.commitments import (
    Turn as Turn,
)
from engageframe.model.encounters import (
    Attendee as Attendee,
)
from engageframe.model.encounters import (
    Encounter as Encounter,
)
from engageframe.model.encounters import (
    EncounterHeld as EncounterHeld,
)
from engageframe.model.encounters import (
    EncounterPlanned as EncounterPlanned,
)
from engageframe.model.encounters import (
    EncounterReviewed as EncounterReviewed,
)
from engageframe.model.encounters import (
    Objective as Objective,
)
from engageframe.model.encounters import (
    Verdict as Verdict,
)
from engageframe.model.engagements import (
    Action as Action,
)
from engageframe.model.engagements import (
    ActionAccepted as ActionAccepted,
)
from engageframe.model.engagements import (
    ActionDone as ActionDone,
)
from engageframe.model.engagements import (
    Correction as Correction,
)
from engageframe.model.engagements import (
    Cycle as Cycle,
)
from engageframe.model.engagements import (
    CycleClosed as CycleClosed,
)
from engageframe.model.engagements import (
    CycleFrozen as CycleFrozen,
)
from engageframe.model.engagements import (
    Disposition as Disposition,
)
from engageframe.model.engagements import (
    Engagement as Engagement,
)
from engageframe.model.engagements import (
    Erasure as Erasure,
)
from engageframe.model.engagements import (
    Feedback as Feedback,
)
from engageframe.model.engagements import (
    HouseNote as HouseNote,
)
from engageframe.model.engagements import (
    Lesson as Lesson,
)
from engageframe.model.engagements import (
    LessonSettled as LessonSettled,
)
from engageframe.model.engagements import (
    ProposalDropped as ProposalDropped,
)
from engageframe.model.engagements import (
    Retraction as Retraction,
)
from engageframe.model.engagements import (
    ReviewOpened as ReviewOpened,
)
from engageframe.model.engagements import (
    Waiver as Waiver,
)
from engageframe.model.fields import (
    a_choice as a_choice,
)
from engageframe.model.fields import (
    a_count as a_count,
)
from engageframe.model.fields import (
    a_text as a_text,
)
from engageframe.model.fields import (
    an_id as an_id,
)
from engageframe.model.fields import (
    ids as ids,
)
from engageframe.model.moments import Days as Days
from engageframe.model.moments import Moment as Moment
from engageframe.model.moments import moment as moment
from engageframe.model.people import (
    Affiliation as Affiliation,
)
from engageframe.model.people import (
    Organization as Organization,
)
from engageframe.model.people import (
    Person as Person,
)
from engageframe.model.people import (
    Stakeholder as Stakeholder,
)
from engageframe.model.people import (
    Statement as Statement,
)
from engageframe.model.policy import Policy as Policy
from engageframe.model.purposes import Goal as Goal
from engageframe.model.purposes import Purpose as Purpose
from engageframe.named import (
    Export as Export,
)
from engageframe.named import (
    Files as Files,
)
from engageframe.named import (
    Importer as Importer,
)
from engageframe.named import (
    Renderer as Renderer,
)
from engageframe.named import (
    Store as Store,
)
from engageframe.planning import Plan as Plan
from engageframe.practices import Host as Host
from engageframe.reviewing import Review as Review
from engageframe.rules import (
    Answer as Answer,
)
from engageframe.rules import (
    BriefLine as BriefLine,
)
from engageframe.rules import (
    Figure as Figure,
)
from engageframe.rules import (
    Finding as Finding,
)
from engageframe.rules import (
    Measure as Measure,
)
from engageframe.rules import (
    Proposal as Proposal,
)
from engageframe.rules import (
    Rule as Rule,
)
from engageframe.rules import (
    Threshold as Threshold,
)
from engageframe.rules import (
    wilson as wilson,
)
from engageframe.view import View as View
from engageframe.workspace import Workspace as Workspace

__version__: str
__all__: list[str]
