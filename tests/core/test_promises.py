"""Does a workspace as a whole do what the page of guarantees promises of it?"""

from pathlib import Path
from typing import Any

import attrs
import msgspec
import pytest

from engageframe import (
    Attendee,
    CommitmentMade,
    EncounterHeld,
    Engagement,
    Finding,
    GateClosed,
    Host,
    InvalidInput,
    Item,
    JournalError,
    Kind,
    Lesson,
    Person,
    Practice,
    Rule,
    Stakeholder,
    Workspace,
    impl,
    moment,
)
from engageframe_cycle import Cycle
from engageframe_pages import text
from engageframe_stores import MemoryStore

_DAY = moment("2026-03-20")
_MET = EncounterHeld(id="visit", attendees=(Attendee(person="bo"),))
_OWED = CommitmentMade(id="note", promisor="ana", promisee="bo", what="A note", due=_DAY)


@attrs.frozen(kw_only=True)
class Tide:
    """What only one practice can read."""

    height: int


class Harbour(Practice):
    """Brings a kind of its own, and closes the first gate after any encounter."""

    name = "harbour"
    reads = ("engagement", "encounter")

    @impl
    def engageframe_kinds(self) -> list[Kind]:
        """Name the kind."""
        return [Kind(name="harbour.tide", body=Tide)]

    @impl
    def engageframe_rules(self) -> list[Rule]:
        """Name the rule."""
        words = {"name": "no-visits", "says": "stay away", "why": "mud", "source": "a guess"}
        return [Rule(code="HAR001", severity="E", gates=("freeze",), **words)]

    @impl
    def engageframe_check(self, view: Any) -> list[Finding]:
        """Find every encounter."""
        words = {"says": "somebody came", "fix": "stay away"}
        return [
            Finding(rule="HAR001", subject=one.id, evidence=one.records, **words)
            for one in view.encounters.values()
        ]


class Full(MemoryStore):
    """A journal on a full disk: it takes no act that holds a lesson."""

    def append(self, drafts: Any, **more: Any) -> Any:
        """Refuse the act as a whole."""
        if any(one.kind == "lesson" for one in drafts):
            raise JournalError("the disk is full")
        return super().append(drafts, **more)


def _workspace(*practices: type[Practice], journal: MemoryStore | None = None) -> Workspace:
    kept = journal or MemoryStore()
    workspace = Workspace(kept, Host.load((), objects=practices), as_of=_DAY)
    workspace.record(Engagement(id="rollout", name="Rollout"))
    return workspace


def _items(*bodies: Any) -> list[Item]:
    return [Item(body=one, engagement="rollout", happened=_DAY, author="me") for one in bodies]


@pytest.mark.parametrize("way", ["record", "apply", "file"])
def test_a_fact_that_breaks_a_rule_is_recorded_and_closes_the_gate(
    way: str, tmp_path: Path
) -> None:
    """However it is told: it stands in the journal, is found, and closes the gate, nothing else."""
    workspace = _workspace(Harbour, Cycle)
    if way == "record":
        told = workspace.record(_MET)
    elif way == "apply":
        told = workspace.apply(_items(_MET))
    else:
        (tmp_path / "told.yaml").write_text(
            "engagement: rollout\nknown: [bo]\nrecords:\n"
            "  - {happened: 2026-03-20, encounter.held: {id: visit, attendees: [{person: bo}]}}\n"
        )
        told = workspace.apply_file(tmp_path / "told.yaml")

    found = {(one.rule, one.severity) for one in workspace.check() if one.subject == "visit"}

    assert [one.what for one in told.changes] == ["new"]
    assert workspace.view().encounters["visit"].held == _MET
    assert found >= {("HAR001", "E"), ("PDR001", "E")}
    workspace.accept()
    with pytest.raises(GateClosed, match='gate "freeze" is closed'):
        workspace.freeze()
    assert [one.what for one in workspace.record(Lesson(id="one", text="x")).changes] == ["new"]


def test_a_malformed_record_is_refused_with_its_place_and_all_that_came_with_it(
    tmp_path: Path,
) -> None:
    """Neither the good ones before it nor those behind it are written."""
    (tmp_path / "told.yaml").write_text(
        "engagement: rollout\nrecords:\n"
        "  - {happened: 2026-03-20, lesson: {id: one, text: Ask}}\n"
        "  - {happened: 2026-03-20, lesson: {id: two, text: 7}}\n"
        "  - {happened: 2026-03-20, lesson: {id: three, text: Ask}}\n"
    )
    workspace = _workspace()
    head = workspace.journal.head()

    with pytest.raises(InvalidInput) as caught:
        workspace.apply_file(tmp_path / "told.yaml")

    (problem,) = caught.value.problems
    assert problem.where.startswith("told.yaml:4:")
    assert "expected a text, got 7" in problem.says
    assert workspace.journal.head() == head


@pytest.mark.parametrize("fault", ["an author that no journal takes", "a full disk"])
def test_items_are_appended_in_one_act(fault: str) -> None:
    """Whatever is wrong with the last of them, nothing of the others is written."""
    workspace = _workspace(journal=Full())
    head = workspace.journal.head()
    last = Lesson(id="one", text="x") if "disk" in fault else Person(id="bo", name="Bo")
    items = _items(_MET, _OWED, last)
    if "author" in fault:
        items[2] = msgspec.structs.replace(items[2], author="a\nb")

    with pytest.raises((InvalidInput, JournalError)):
        workspace.apply(items)

    assert workspace.journal.head() == head
    done = workspace.apply(items[:2])
    assert done.receipt is not None
    assert (done.receipt.first, done.receipt.last) == (head.seq + 1, head.seq + 2)


def test_records_of_a_practice_that_is_missing_are_kept_and_counted() -> None:
    """A review counts them by kind; with the practice they are read as they were told."""
    journal = MemoryStore()
    with_it = _workspace(Harbour, journal=journal)
    for height in (3, 4):
        with_it.record(Tide(height=height))
    without = _workspace(journal=journal)

    review = without.review()

    assert review.unknown_kinds == {"harbour.tide": 2}
    assert "unknown: 2 record(s) of the kind harbour.tide" in text(review)
    assert without.export().left_out == 2
    assert with_it.review().unknown_kinds == {}
    assert [one.body.height for one in with_it.view().records(Tide)] == [3, 4]


@pytest.mark.parametrize("hidden", [0, 1])
@pytest.mark.parametrize("unread", [0, 1])
def test_withheld_unknown_and_none_are_three_answers(hidden: int, unread: int) -> None:
    """Each is said where it is the case, and only there."""
    journal = MemoryStore()
    workspace = _workspace(Harbour, journal=journal)
    for height in range(unread):
        workspace.record(Tide(height=height))
    told = workspace.record(Lesson(id="one", text="x")).changes[0].draft
    journal.redact([told.id] * hidden if told else ())

    page = text(_workspace(journal=journal).review())

    assert ("withheld: 1 record(s) whose content was destroyed" in page) is bool(hidden)
    assert ("unknown: 1 record(s) of the kind harbour.tide" in page) is bool(unread)
    assert ("nothing is withheld, nothing is unknown" in page) is (not hidden and not unread)


def test_whatever_a_plan_and_a_review_list_can_be_asked_why() -> None:
    """Proposals, actions, findings, promises, encounters and measures, each by its own name."""
    workspace = _workspace(Harbour, Cycle)
    more = attrs.evolve(_OWED, id="list")
    workspace.apply(_items(_MET, _OWED, more, Stakeholder(who="ana", side="ours")))
    workspace.accept(["keep:note"])
    workspace.drop("review:visit", reason="not now")
    plan, review = workspace.plan(), workspace.review()

    asked = {
        "suggested": [one.action.id for one in plan.suggested],
        "left out": [one.action.id for one in plan.left_out],
        "action": [one.id for one in plan.accepted],
        "finding": [one.id for one in review.findings],
        "commitment": [one.commitment for one in review.commitments],
        "encounter": [one.encounter for one in review.happened],
        "measure": [one.measure.name for one in review.measures],
    }

    for what, names in asked.items():
        assert names, what
        found = {workspace.why(name).what for name in names}
        assert found == {"proposal" if what in ("suggested", "left out") else what}
