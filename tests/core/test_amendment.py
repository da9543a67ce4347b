"""An amendment names one record, and what it says fits that record's kind."""

import pytest

from engageframe import (
    Correction,
    Engagement,
    Host,
    InvalidInput,
    Person,
    Retraction,
    Statement,
    Workspace,
    moment,
)
from engageframe_stores import MemoryStore


@pytest.fixture
def workspace() -> Workspace:
    """Give a workspace in which Maria said something."""
    made = Workspace(MemoryStore(), Host.load(()), as_of=moment("2026-03-20"))
    made.record(Engagement(id="rollout", name="Rollout"))
    made.record(Person(id="maria", name="Maria López"))
    made.record(Statement(about="maria", text="likes it short", basis="said", by="maria"))
    return made


def test_a_retraction_takes_the_beginning_of_an_id(workspace: Workspace) -> None:
    """The first letters of an id are enough where no other id begins so."""
    (said,) = workspace.view().records(Statement)

    workspace.record(Retraction(record=said.id[:8], reason="misheard"))

    assert workspace.view().records(Statement) == ()


def test_a_shared_record_is_amended_where_it_stands(workspace: Workspace) -> None:
    """The name of a person is corrected in the register."""
    known = workspace.view().people["maria"]
    body = {"id": "maria", "name": "Maria Lopez"}

    workspace.record(Correction(record=known.id, body=body, reason="spelling"))

    assert workspace.view().name("maria") == "Maria Lopez"


@pytest.mark.parametrize("id_", ["nonsense", "9"])
def test_an_amendment_of_nothing_is_refused(workspace: Workspace, id_: str) -> None:
    """A word that is the beginning of no id changes nothing, and says so."""
    with pytest.raises(InvalidInput, match=f'0 records have an id that begins with "{id_}"'):
        workspace.record(Retraction(record=id_, reason="misheard"))


def test_a_corrected_body_must_fit_its_kind(workspace: Workspace) -> None:
    """Every field that is wrong is told with its path, and nothing is written."""
    (said,) = workspace.view().records(Statement)
    head = workspace.journal.head()

    with pytest.raises(InvalidInput) as caught:
        workspace.record(Correction(record=said.id, body={"text": 7}, reason="misheard"))

    assert [one.where for one in caught.value.problems][:1] == ["body"]
    assert workspace.journal.head() == head
