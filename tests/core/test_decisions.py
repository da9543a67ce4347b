"""Decisions are made by the verbs, which look at the gate; facts are told by anybody."""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from engageframe import (
    Action,
    ActionAccepted,
    CommitmentMade,
    Correction,
    CycleFrozen,
    EncounterHeld,
    Engagement,
    GateClosed,
    Host,
    InvalidInput,
    Item,
    Practice,
    Proposal,
    Retraction,
    Rule,
    Stakeholder,
    Workspace,
    impl,
    moment,
)
from engageframe_pages import text
from engageframe_stores import MemoryStore

_DAY = moment("2026-03-20")
_CALL = Action(id="call", does="Call", for_whom="bo", reason="Due")
_FROZEN = CycleFrozen(cycle=1, actions=(_CALL,), head="x")


class Caller(Practice):
    """Proposes a call, and has one rule that can be waived."""

    name = "caller"
    reads = ("engagement",)

    @impl
    def engageframe_rules(self) -> list[Rule]:
        """Name the rule."""
        return [Rule(code="CAL001", name="x", severity="W", says="x", why="x", source="x")]

    @impl
    def engageframe_propose(self, view: Any) -> list[Proposal]:
        """Propose the call."""
        seen = (view.engagement_record.id,)
        return [Proposal(id="call", does="Call", for_whom="bo", reason="Due", evidence=seen)]


def _workspace() -> Workspace:
    workspace = Workspace(MemoryStore(), Host.load((), objects=[Caller]), as_of=_DAY)
    workspace.record(Engagement(id="rollout", name="Rollout"))
    return workspace


def _led() -> Workspace:
    """Lead a workspace through a round, with each decision made at least once."""
    workspace = _workspace()
    workspace.accept(["call"], minutes=5)
    workspace.drop("call", reason="not now")
    workspace.accept(["call"], minutes=5)
    workspace.waive("CAL001", reason="they know")
    workspace.waive("CAL001", reason="they know")
    for _ in range(3):
        workspace.advance()
    workspace.accept(["call"])
    return workspace


@contextlib.contextmanager
def _file(folder: Path, text: str) -> Iterator[Path]:
    (folder / "told.yaml").write_text(text, encoding="utf-8")
    yield folder / "told.yaml"


def _told(folder: Path, workspace: Workspace, text: str) -> list[str]:
    with _file(folder, text) as path:
        return [one.what for one in workspace.apply_file(path).changes]


@pytest.mark.parametrize(
    ("body", "verb"),
    [(_FROZEN, "freeze"), (ActionAccepted(cycle=1, action=_CALL), "accept")],
    ids=["frozen", "accepted"],
)
def test_a_decision_cannot_be_told(body: Any, verb: str) -> None:
    """Neither as a record nor as an item; the message names the verb, and nothing is written."""
    workspace = _workspace()
    item = Item(body=body, engagement="rollout", happened=_DAY, author="me")

    for tell in (lambda: workspace.record(body), lambda: workspace.apply([item], dry_run=True)):
        with pytest.raises(InvalidInput, match=f"is a decision, not a fact; .*engage {verb}"):
            tell()
    assert workspace.journal.head().seq == 1


def test_the_decisions_of_a_file_are_refused_together_with_their_lines(tmp_path: Path) -> None:
    """A file that was written by hand cannot walk around a gate."""
    text = (
        "engagement: rollout\nrecords:\n"
        "  - {happened: 2026-03, cycle.reviewing: {cycle: 1}}\n"
        "  - {happened: 2026-03, lesson: {id: a, text: Ask}}\n"
        "  - {happened: 2026-03, plan.dropped: {cycle: 1, proposal: a, reason: No}}\n"
    )
    workspace = _workspace()

    with pytest.raises(InvalidInput) as caught:
        _told(tmp_path, workspace, text)

    assert [one.where for one in caught.value.problems] == ["told.yaml:3", "told.yaml:5"]
    assert workspace.journal.head().seq == 1


def test_an_export_is_no_news_to_its_own_journal(tmp_path: Path) -> None:
    """Whatever was decided, and however often: applying an export twice changes nothing."""
    workspace = _led()
    head, text = workspace.journal.head(), workspace.export().text

    found = {*_told(tmp_path, workspace, text), *_told(tmp_path, workspace, text)}

    assert found == {"unchanged"}
    assert workspace.journal.head() == head


def test_an_export_brings_its_decisions_to_where_nothing_was_decided(tmp_path: Path) -> None:
    """A new workspace comes to the same state; a second time there is no news."""
    first, second = _led(), Workspace(MemoryStore(), Host.load(()), as_of=_DAY)
    text = first.export().text

    assert "new" in _told(tmp_path, second, text)
    assert set(_told(tmp_path, second, text)) == {"unchanged"}

    cycles = [one.view("rollout").cycle for one in (first, second)]
    assert [(one.number, one.phase, one.accepted, one.carried) for one in cycles] == [
        (2, "planning", cycles[0].accepted, cycles[0].carried)
    ] * 2


@pytest.mark.parametrize(
    ("before", "after"),
    [("minutes: 5", "minutes: 9"), ("exported: ", "known: [bo]\n# "), ("cycle: 1", "cycle: 2")],
)
def test_decisions_that_were_changed_by_hand_are_refused(
    before: str, after: str, tmp_path: Path
) -> None:
    """An export whose decisions are not as they were written is a file like any other."""
    text = _led().export().text
    other = Workspace(MemoryStore(), Host.load(()), as_of=_DAY)
    assert before in text

    with pytest.raises(InvalidInput, match="is a decision, not a fact"):
        _told(tmp_path, other, text.replace(before, after))
    assert other.journal.head().seq == 0


def test_an_export_brings_no_decisions_to_where_others_were_made(tmp_path: Path) -> None:
    """A journal that went its own way keeps to it."""
    text = _led().export().text
    other = _workspace()
    other.accept(["call"])
    head = other.journal.head()

    with pytest.raises(InvalidInput, match="is a decision, not a fact"):
        _told(tmp_path, other, text)
    assert other.journal.head() == head


def test_a_decision_is_retracted_and_not_corrected() -> None:
    """What was frozen cannot be rewritten; taking it back is on record."""
    workspace = _workspace()
    workspace.accept(["call"])
    workspace.freeze()
    frozen = workspace.view().cycle.frozen_record

    with pytest.raises(InvalidInput, match="retract it, then: engage freeze"):
        workspace.record(Correction(record=frozen, body={}, reason="slip"))
    workspace.record(Retraction(record=frozen, reason="too early"))

    assert workspace.view().cycle.phase == "planning"


def test_a_gate_that_a_waiver_opened_stays_on_record_when_the_waiver_is_over(
    tmp_path: Path,
) -> None:
    """The next review says in spite of what the gate was passed, and why."""
    Workspace.create(tmp_path / "w", practices=["cycle"])
    with Workspace.open(tmp_path / "w", as_of="2026-03-06") as workspace:
        workspace.record(Engagement(id="rollout", name="Rollout"))
        workspace.record(EncounterHeld(id="call", attendees=()), happened="2026-03-05")
        workspace.record(CommitmentMade(id="note", promisor="ana", promisee="bo", what="Note"))
        workspace.accept()
        workspace.freeze()
        with pytest.raises(GateClosed):
            workspace.advance()
        workspace.waive("PDR001", reason="they rang us", subject="call", until="2026-03-07")
        workspace.advance()
    with Workspace.open(tmp_path / "w", as_of="2026-03-10") as workspace:
        review = workspace.review()

    (passed,) = review.passed
    assert [(one.rule, one.subject, one.reason) for one in passed.waived] == [
        ("PDR001", "call", "they rang us")
    ]
    assert (passed.gate, passed.when, passed.without) == ("review", moment("2026-03-06"), ())
    assert "in spite of PDR001 for call, because: they rang us" in text(review)
    assert [one.waived for one in review.findings if one.rule == "PDR001"] == [""]


def test_what_is_accepted_may_be_changed_and_its_grounds_may_not(tmp_path: Path) -> None:
    """Who does it, by when and how long is ours to say; which practice said so is not."""
    Workspace.create(tmp_path / "w", practices=["cycle"])
    with Workspace.open(tmp_path / "w", as_of="2026-03-06") as workspace:
        workspace.record(Engagement(id="rollout", name="Rollout"))
        workspace.record(Stakeholder(who="ana", side="ours"))
        note = CommitmentMade(
            id="note", promisor="ana", promisee="bo", what="Note", due=moment("2026-03-09")
        )
        workspace.record(note)
        (proposed,) = workspace.plan().suggested
        for wrong in ({"practices": ("sme",)}, {"rules": ("SME001",)}, {"id": "x"}):
            with pytest.raises(TypeError, match="unexpected keyword argument"):
                workspace.accept(**wrong)
        (action,) = workspace.accept(proposed.action.id, owner="ana", due="2026-03", minutes=0)

    assert (action.owner, action.due, action.minutes) == ("ana", moment("2026-03"), 0)
    assert (action.practices, action.rules) == (proposed.action.practices, proposed.action.rules)
    assert action.reasons == proposed.reasons


def test_a_moment_may_be_given_as_a_text(tmp_path: Path) -> None:
    """What is no moment is refused in words, wherever one is asked for."""
    Workspace.create(tmp_path / "w", practices=["cycle"])
    with Workspace.open(tmp_path / "w", as_of="2026-03-06") as workspace:
        workspace.record(Engagement(id="rollout", name="Rollout"), happened="2026-02")
        assert workspace.view().engagement_record.happened == moment("2026-02")
        for misuse in (
            lambda: workspace.record(Engagement(id="x", name="X"), happened="yesterday"),
            lambda: workspace.waive("PDR001", reason="so", until="yesterday"),
            lambda: workspace.accept(due="yesterday"),
            lambda: Workspace.open(tmp_path / "w", as_of="yesterday"),
        ):
            with pytest.raises(ValueError, match="'yesterday' is not a moment"):
                misuse()


def test_a_gate_that_was_passed_without_asking_all_is_on_record(tmp_path: Path) -> None:
    """Each phase change names the listed practices that were left out, and reviews show it."""
    Workspace.create(tmp_path / "w", practices=["cycle"])
    with Workspace.open(tmp_path / "w", as_of=_DAY) as workspace:
        workspace.record(Engagement(id="rollout", name="Rollout"))
        workspace.record(Stakeholder(who="ana", side="ours"))
        workspace.record(
            CommitmentMade(id="note", promisor="ana", promisee="bo", what="Note", due=_DAY)
        )
        workspace.accept()
    shown = []
    for gate in ("freeze", "review", "close"):
        with Workspace.open(tmp_path / "w", as_of=_DAY, no_practices=gate != "review") as workspace:
            passed = workspace.advance()
            assert passed.without == (() if gate == "review" else ("cycle",))
        with Workspace.open(tmp_path / "w", as_of=_DAY) as workspace:
            review = workspace.review()
            shown.append([(one.gate, one.without) for one in review.passed])
            assert (
                'gate "close" was passed on 2026-03-20 without asking cycle' in text(review)
            ) == (gate == "close")

    assert shown == [[("freeze", ("cycle",))], [("freeze", ("cycle",))], [("close", ("cycle",))]]
