"""What is told in the wrong order is understood all the same."""

import pytest

from engageframe import (
    CommitmentBroken,
    CommitmentKept,
    CommitmentMade,
    CommitmentRenegotiated,
    Engagement,
    Host,
    InvalidInput,
    Workspace,
    moment,
)
from engageframe_stores import MemoryStore

_MADE = CommitmentMade(
    id="note", promisor="ana", promisee="maria", what="a note", due=moment("2026-03-06")
)


@pytest.fixture
def workspace() -> Workspace:
    """Give a workspace with an engagement and nothing else."""
    made = Workspace(MemoryStore(), Host.load(()), as_of=moment("2026-03-20"))
    made.record(Engagement(id="rollout", name="Rollout"))
    return made


@pytest.mark.parametrize(
    ("told", "happened", "state"),
    [
        (CommitmentKept(id="note"), "2026-03-05", "kept"),
        (CommitmentKept(id="note"), "2026-03-09", "kept_late"),
        (CommitmentBroken(id="note"), "2026-03-09", "broken"),
    ],
)
def test_a_promise_settled_before_it_was_told_is_settled(
    workspace: Workspace, told: object, happened: str, state: str
) -> None:
    """The deed may be in the journal before the promise, as in a file that lists it first."""
    workspace.record(told, happened=moment(happened))
    assert dict(workspace.view().commitments) == {}

    workspace.record(_MADE, happened=moment("2026-03-01"))

    note = workspace.view().commitments["note"]
    assert (note.state, note.settled, len(note.records)) == (state, moment(happened), 2)


def test_a_promise_renegotiated_before_it_was_told_has_the_new_date(workspace: Workspace) -> None:
    """The date agreed on later holds, and the first one is kept beside it."""
    later = CommitmentRenegotiated(id="note", due=moment("2026-04-01"), agreed_by="maria")
    workspace.record(later, happened=moment("2026-03-04"))

    workspace.record(_MADE, happened=moment("2026-03-01"))

    note = workspace.view().commitments["note"]
    assert (note.due, note.first_due) == (moment("2026-04-01"), moment("2026-03-06"))


def test_known_at_counts_to_its_end(workspace: Workspace) -> None:
    """What was recorded on a day was known at that day; a word that is no moment is refused."""
    journal, host = workspace.journal, workspace.host
    (entry,) = journal.read()
    day = entry.recorded[:10]

    assert Workspace(journal, host, known_at=day).engagements() == ["rollout"]
    assert Workspace(journal, host, known_at=day).view().head.seq == 1
    with pytest.raises(InvalidInput, match="is not a moment"):
        Workspace(journal, host, known_at="yesterday")
