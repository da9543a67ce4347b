"""What a workspace does with what it is told."""

import datetime as dt

from engageframe.model.encounters import EncounterHeld
from engageframe.model.engagements import Engagement, Retraction
from engageframe.practices import Host
from engageframe.workspace import Workspace
from engageframe_stores import MemoryStore


def workspace() -> Workspace:
    """Open a workspace in memory, without practices."""
    now = dt.datetime(2026, 5, 1, 9, tzinfo=dt.UTC)
    made = Workspace(MemoryStore(salt=bytes), Host.load(()), clock=lambda: now)
    made.record(Engagement(id="acme", name="Acme"))
    return made


def test_what_was_retracted_can_be_told_again_without_harm() -> None:
    """Nothing is written, and nothing comes back."""
    here, call = workspace(), EncounterHeld(id="call", attendees=())
    told = here.record(call)
    here.record(Retraction(record=told.changes[0].draft.id, reason="it was another client"))
    head = here.journal.head()

    again = here.record(call)

    assert (again.receipt, here.journal.head()) == (None, head)
    assert dict(here.view().encounters) == {}


def test_an_explained_record_is_shown_once() -> None:
    """Though the engagement holds it and its id finds it."""
    here = workspace()
    id_ = here.record(EncounterHeld(id="call", attendees=())).changes[0].draft.id

    assert [one.id for one in here.why(id_).records] == [id_]
