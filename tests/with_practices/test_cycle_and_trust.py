"""Do cycle and trust say in the same words what we owe?

Neither imports the other: whoever changes the words of one finds out here.
"""

import pytest

from engageframe import (
    Attendee,
    CommitmentMade,
    CommitmentRenegotiated,
    EncounterPlanned,
    Engagement,
    Host,
    Person,
    Stakeholder,
    Workspace,
    moment,
)
from engageframe_pages import text
from engageframe_stores import MemoryStore

pytest.importorskip("engageframe_trust")


def test_a_brief_names_each_open_promise_once() -> None:
    """With a date, moved, overdue, partial or without one: one row, and both practices."""
    host = Host.load(("cycle", "trust"), strict=True)
    workspace = Workspace(MemoryStore(), host, as_of=moment("2031-02-01"))
    for body in (
        Engagement(id="work", name="Work"),
        Person(id="ana", name="Ana"),
        Person(id="bo", name="Bo"),
        Stakeholder(who="ana", side="ours"),
        Stakeholder(who="bo", side="client"),
    ):
        workspace.record(body, happened=moment("2031-01-01"))
    dues = {"none": None, "late": "2031-01-20", "month": "2031-03", "moved": "2031-01-15"}
    for id_, due in dues.items():
        made = CommitmentMade(
            id=id_, promisor="ana", promisee="bo", what=f"the {id_} list",
            due=moment(due) if due else None,
        )  # fmt: skip
        workspace.record(made, happened=moment("2031-01-02"))
    moved = CommitmentRenegotiated(id="moved", due=moment("2031-02-20"), agreed_by="bo")
    workspace.record(moved, happened=moment("2031-01-10"))
    there = (Attendee(person="ana"), Attendee(person="bo"))
    planned = EncounterPlanned(id="next", scheduled=moment("2031-02-03"), attendees=there)
    workspace.record(planned, happened=moment("2031-01-11"))

    brief = workspace.brief()
    page = text(brief, limit=None)

    assert {one.practice for one in brief.lines if one.heading == "owe"} == {"cycle", "trust"}
    assert "What we owe (4)" in page
    for id_ in dues:
        assert page.count(f"the {id_} list") == 1
    assert page.count("of weight 2 to them (trust)") == 4
    assert "the moved list, due 2031-02-20 (ours)" in page
