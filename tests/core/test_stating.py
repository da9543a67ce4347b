"""Where one engagement is, in one line."""

from tests.core.scenes import action, view

from engageframe.model.commitments import CommitmentKept, CommitmentMade
from engageframe.model.encounters import EncounterHeld
from engageframe.model.engagements import ActionAccepted
from engageframe.model.moments import moment
from engageframe.stating import status


def test_what_is_open_is_counted() -> None:
    """Settled promises are not open, and only what is surely late is overdue."""
    between = {"promisor": "ana", "promisee": "bob", "what": "x"}
    line = status(
        view(
            CommitmentMade(id="late", due=moment("2026-04"), **between),
            CommitmentMade(id="soon", due=moment("2026-05"), **between),
            CommitmentMade(id="kept", **between),
            CommitmentKept(id="kept"),
            EncounterHeld(id="call", attendees=()),
            ActionAccepted(cycle=1, action=action("visit")),
        )
    )

    assert (line.engagement, line.name, line.status) == ("acme", "Acme rollout", "active")
    assert (line.cycle, line.phase, line.accepted) == (1, "planning", 1)
    assert (line.open_commitments, line.overdue, line.encounters) == (2, 1, 1)
