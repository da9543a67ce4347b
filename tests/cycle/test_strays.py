"""Is a fact about nothing found, and is it a fact all the same?"""

from pathlib import Path

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engageframe import (
    Action,
    ActionDone,
    CommitmentBroken,
    CommitmentKept,
    CommitmentMade,
    CommitmentReleased,
    CommitmentRenegotiated,
    EncounterHeld,
    EncounterReviewed,
    Engagement,
    Host,
    Item,
    Lesson,
    LessonSettled,
    Stakeholder,
    Workspace,
    moment,
)
from engageframe_cli import main
from engageframe_cycle import Cycle
from engageframe_stores import MemoryStore

DAY = moment("2026-03-20")
ABOUT = {
    "kept": CommitmentKept(id="power-nite"),
    "broken": CommitmentBroken(id="power-nite"),
    "renegotiated": CommitmentRenegotiated(id="power-nite", due=DAY, agreed_by="maria"),
    "released": CommitmentReleased(id="power-nite", released_by="maria"),
    "reviewed": EncounterReviewed(id="power-nite", outcome="done"),
    "settled": LessonSettled(lesson="power-nite", applied=True, reason="Done"),
    "done": ActionDone(action="power-nite"),
}
TOLD = (
    CommitmentMade(id="power-note", promisor="tom", promisee="maria", what="The note"),
    EncounterHeld(id="power-note", attendees=()),
    Lesson(id="power-note", text="Ask first"),
)


def workspace() -> Workspace:
    """Make an engagement in memory, with the practice."""
    made = Workspace(MemoryStore(), Host.load((), objects=[Cycle]), as_of=DAY)
    made.record(Engagement(id="north", name="North"))
    return made


def found(one: Workspace) -> list[tuple[str, str]]:
    """Give the findings of the rule: subject, and what they say."""
    return [(line.subject, line.says) for line in one.review().findings if line.rule == "DAT008"]


@pytest.mark.parametrize("body", ABOUT.values(), ids=ABOUT)
def test_dat008_a_fact_about_nothing(body: object) -> None:
    """It is recorded, warned of at once, and found until what it speaks of is told."""
    one = workspace()
    for told in TOLD:
        one.record(told)

    applied = one.record(body)

    (remark,) = applied.remarks
    assert applied.count("new") == 1
    assert 'speaks of "power-nite", of which nothing tells' in str(remark)
    ((subject, says),) = found(one)
    assert subject == "power-nite"
    if not isinstance(body, ActionDone):
        assert 'did you mean "power-note"?' in str(remark)
        assert 'did you mean "power-note"?' in says


_IDS = st.sampled_from("ab")
_FACTS = st.one_of(
    st.builds(CommitmentMade, id=_IDS, promisor=_IDS, promisee=_IDS, what=_IDS),
    st.builds(CommitmentKept, id=_IDS),
    st.builds(EncounterHeld, id=_IDS, attendees=st.just(())),
    st.builds(EncounterReviewed, id=_IDS, outcome=st.just("done")),
    st.builds(Lesson, id=_IDS, text=_IDS),
    st.builds(LessonSettled, lesson=_IDS, applied=st.booleans(), reason=_IDS),
    st.builds(ActionDone, action=_IDS),
)


@given(st.lists(_FACTS, max_size=8))
def test_what_is_warned_of_in_one_file_is_what_is_found(told: list[object]) -> None:
    """Whatever is told together, in any order: warnings and findings speak of the same facts."""
    one = workspace()

    applied = one.apply(
        [Item(body=body, engagement="north", happened=DAY, author="me") for body in told]
    )

    told_of = [line.split('speaks of "')[1][0] for line in map(str, applied.remarks)]
    assert {subject for subject, _ in found(one)} == set(told_of)
    assert len(applied.changes) == len(told)


def test_an_action_of_the_plan_is_no_stray() -> None:
    """What was accepted may be done, in this round or in a later one."""
    one = workspace()
    one.record(Stakeholder(who="tom", side="ours"))
    one.record(attrs.evolve(TOLD[0], due=DAY))
    (action,) = one.accept([one.plan().suggested[0].action.id], does="Ring them")
    assert isinstance(action, Action)

    assert one.record(ActionDone(action=action.id)).remarks == ()
    assert found(one) == []


def test_a_promise_that_was_destroyed_is_withheld_and_not_unknown() -> None:
    """The finding says that a withheld record may have told it."""
    one = workspace()
    made = one.record(TOLD[0]).changes[0].draft
    assert one.record(CommitmentKept(id="power-note")).remarks == ()
    assert made is not None

    one.journal.redact([made.id])

    ((_, says),) = found(one)
    assert "1 withheld record(s) may have told it" in says


def test_a_long_id_of_an_action_breaks_nothing() -> None:
    """An action's id may be longer than a subject: then the record is the subject."""
    one = workspace()
    record = one.record(ActionDone(action="a" * 200)).changes[0].draft
    assert record is not None

    ((subject, _),) = found(one)

    assert subject == record.id


def test_many_strays_are_all_told_and_few_are_guessed_at() -> None:
    """Guessing compares with every id that is known, so it ends where it would take long."""
    one = workspace()
    told = [attrs.evolve(TOLD[0], id=f"note-{n}") for n in range(200)]
    told += [CommitmentKept(id=f"nota-{n}") for n in range(60)]

    applied = one.apply(
        [Item(body=body, engagement="north", happened=DAY, author="me") for body in told]
    )

    assert len(applied.remarks) == len(found(one)) == 60
    assert sum("did you mean" in str(remark) for remark in applied.remarks) == 25
    assert sum("did you mean" in says for _, says in found(one)) == 10


def test_the_command_warns_on_the_error_stream(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The fact is recorded with code 0; a file is warned of with its line, and JSON has it too."""
    Workspace.create(tmp_path / "n", practices=["cycle"])
    (tmp_path / "n.yaml").write_text(
        "engagement: {id: north, name: North}\n"
        "records:\n  - {happened: 2026-03, commitment.kept: {id: typo}}\n",
        encoding="utf-8",
    )
    for more in (["apply", tmp_path / "n.yaml"], ["record", "lesson.settled", "lesson=x",
                  "applied=true", "reason=y", "--json"]):  # fmt: skip
        with pytest.raises(SystemExit) as ended:
            main([*map(str, more), "-C", str(tmp_path / "n")])
        assert ended.value.code == 0

    told = capsys.readouterr()
    first = 'engage: warning: n.yaml:3: "commitment.kept" speaks of "typo", of which nothing tells'
    assert first in told.err
    assert '"lesson.settled" speaks of "x"' in told.err
    assert '"remarks":[{' in told.out
