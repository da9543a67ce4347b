"""What becomes of a promise."""

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.core.scenes import view

from engageframe.model.commitments import (
    Commitment,
    CommitmentBroken,
    CommitmentKept,
    CommitmentMade,
    CommitmentReleased,
    CommitmentRenegotiated,
)
from engageframe.model.moments import moment


def fact(step: str) -> tuple[str, Any]:
    """Read a step such as ``made 2026-03-01 due 2026-03``."""
    word, when, *rest = step.split()
    due = moment(rest[1]) if rest[:1] == ["due"] else None
    between = {"promisor": "ana", "promisee": "bob"}
    return when, {
        "made": lambda: CommitmentMade(id="note", what="x", due=due, **between),
        "kept": lambda: CommitmentKept(id="note", acknowledged_by="bob"),
        "broken": lambda: CommitmentBroken(id="note", told_before_due=rest == ["told"]),
        "moved": lambda: CommitmentRenegotiated(id="note", due=due, agreed_by="bob"),
        "released": lambda: CommitmentReleased(id="note", released_by="bob"),
    }[word]()  # fmt: skip


def becomes(steps: str) -> Commitment | None:
    """Give the promise after some steps."""
    return view(*map(fact, steps.split(", "))).commitments.get("note")


@pytest.mark.parametrize(
    ("steps", "state", "settled"),
    [
        ("made 2026-03-01", "open", None),
        ("made 2026-03-01 due 2026-03-06, kept 2026-03-05", "kept", "2026-03-05"),
        ("made 2026-03-01 due 2026-03-06, kept 2026-03-06", "kept", "2026-03-06"),
        ("made 2026-03-01 due 2026-03-06, kept 2026-03-07", "kept_late", "2026-03-07"),
        ("made 2026-03-01 due 2026-03, kept 2026-03-31", "kept", "2026-03-31"),
        ("made 2026-03-01 due 2026-03, kept 2026-04", "kept_late", "2026-04"),
        ("made 2026-03-01 due 2026-03-06, kept 2026-03", "kept", "2026-03"),
        ("made 2026-03-01 due 2026-Q1, kept 2026", "kept", "2026"),
        ("made 2026-03-01, kept 2026-04-30", "kept", "2026-04-30"),
        ("made 2026-03-01 due 2026-03-06, broken 2026-03-08", "broken", "2026-03-08"),
        ("made 2026-03-01 due 2026-03-06, released 2026-03-08", "released", "2026-03-08"),
        ("made 2026-03-01 due 2026-03-06, moved 2026-03-05 due 2026-04, kept 2026-04-30", "kept",
         "2026-04-30"),
        ("made 2026-03-01 due 2026-03-06, moved 2026-03-05 due 2026-03-08, kept 2026-03-09",
         "kept_late", "2026-03-09"),
        ("made 2026-03-01, broken 2026-03-08, kept 2026-03-09", "broken", "2026-03-08"),
        ("made 2026-03-01, released 2026-03-08, kept 2026-03-09", "released", "2026-03-08"),
        ("made 2026-03-01, kept 2026-03-08, broken 2026-03-09", "kept", "2026-03-08"),
        ("made 2026-03-01, kept 2026-03-08, released 2026-03-09", "kept", "2026-03-08"),
        ("made 2026-03-01, made 2026-03-02 due 2026-03-02, kept 2026-03-09", "kept", "2026-03-09"),
    ],
)  # fmt: skip
def test_a_promise_ends_as_its_records_say(steps: str, state: str, settled: str | None) -> None:
    """Late is only what is surely late; what happened first settles it."""
    now = becomes(steps)

    assert (now.state, now.settled and now.settled.text) == (state, settled)


def test_a_new_date_agreed_in_time_is_no_shame_and_one_after_it_is() -> None:
    """Renegotiations are counted, and one agreed after the old date had surely passed is told."""
    made = "made 2026-03-01 due 2026-03"
    early = becomes(f"{made}, moved 2026-03-31 due 2026-04")
    late = becomes(f"{made}, moved 2026-04-01 due 2026-04-10, moved 2026-04-02 due 2026-04-20")
    after = becomes(f"{made}, kept 2026-03-02, moved 2026-03-03 due 2027")
    undated = becomes("made 2026-03-01, moved 2026-04-01 due 2026-04-10")

    assert (early.renegotiations, early.renegotiated_late) == (1, False)
    assert (late.renegotiations, late.renegotiated_late) == (2, True)
    assert (str(late.first_due), str(late.due)) == ("2026-03", "2026-04-20")
    assert (after.renegotiations, str(after.due)) == (0, "2026-03")
    assert (undated.first_due, undated.renegotiated_late) == (None, False)


def test_who_says_so_is_remembered() -> None:
    """Acknowledgement, a warning in time, and the records that show them."""
    kept = becomes("made 2026-03-01, kept 2026-03-02, broken 2026-03-03 told")
    broken = becomes("made 2026-03-01, broken 2026-03-02 told")

    assert (kept.acknowledged_by, kept.told_before_due, len(kept.records)) == ("bob", False, 3)
    assert (broken.told_before_due, len(broken.records)) == (True, 2)


def test_what_was_never_promised_cannot_be_kept() -> None:
    """A record about an unknown promise stays a record, and makes no promise."""
    assert becomes("kept 2026-03-02, moved 2026-03-03 due 2026-04") is None


@pytest.mark.parametrize(
    ("due", "as_of", "overdue"),
    [
        ("", "2026-05-01", False),
        ("due 2026-03-06", "2026-03-06", False),
        ("due 2026-03-06", "2026-03-07", True),
        ("due 2026-03", "2026-03-31", False),
        ("due 2026-03", "2026-04-01", True),
        ("due 2026-03-06", "2026-03", False),
    ],
)
def test_overdue_is_only_what_surely_is(due: str, as_of: str, overdue: bool) -> None:
    """A promise due some time in March is not overdue in March."""
    open_, kept = becomes(f"made 2026-03-01 {due}"), becomes(f"made 2026-03-01 {due}, kept 2026-04")

    assert open_.overdue(moment(as_of)) is overdue
    assert not kept.overdue(moment(as_of))


DATES = [f"2026-03-{day:02d}" for day in range(1, 29)]
DUE = st.sampled_from(DATES).map("due {}".format)
WORDS = {"kept": st.just(""), "broken": st.just("told"), "moved": DUE, "released": st.just("")}


@st.composite
def stories(draw: st.DrawFn) -> list[str]:
    """Draw a promise and up to five facts about it, each of another day."""
    days = draw(st.lists(st.sampled_from(DATES), min_size=1, max_size=5, unique=True))
    words = [draw(st.sampled_from([*WORDS])) for _ in days]
    facts = [f"{word} {day} {draw(WORDS[word])}".strip() for word, day in zip(words, days)]
    return [f"made 2026-02-20 {draw(DUE)}", *facts]


@example(["made 2026-02-20 due 2026-03-06", "moved 2026-03-05 due 2026-03-20", "kept 2026-03-10"],
         [0, 2, 1])  # fmt: skip
@example(["made 2026-02-20 due 2026-03-06", "broken 2026-03-08", "kept 2026-03-05"], [2, 1, 0])
@given(stories(), st.permutations(range(6)))
def test_whatever_is_told_first_the_same_became_of_a_promise(
    facts: list[str], order: list[int]
) -> None:
    """What happened counts, and not the order in which files, lines or people tell it."""
    turned = [facts[n] for n in order if n < len(facts)]
    one, two = becomes(", ".join(facts)), becomes(", ".join(turned))

    assert one is not None
    assert replace(one, records=()) == replace(two, records=())
    assert len(one.records) == len(two.records) == len(facts)


@given(stories())
def test_what_happened_first_settles_a_promise(facts: list[str]) -> None:
    """It ends with the first day that ends it, and is open when no day does."""
    told = [step.split() for step in facts[1:]]
    ends = sorted((day, word) for word, day, *_ in told if word != "moved")
    now = becomes(", ".join(facts))

    assert now is not None
    assert (now.settled and now.settled.text) == (ends[0][0] if ends else None)
    assert now.state.removesuffix("_late") == (ends[0][1] if ends else "open")


def test_of_one_day_a_new_date_counts_and_then_what_was_told_first() -> None:
    """A date that was agreed on the day of the end was agreed before it."""
    made = "made 2026-03-01 due 2026-03-06"
    late = becomes(f"{made}, kept 2026-03-10, moved 2026-03-10 due 2026-03-20")
    kept = becomes(f"{made}, kept 2026-03-05, broken 2026-03-05")

    assert (late.state, late.renegotiated_late) == ("kept", True)
    assert kept.state == "kept"
    assert [turn.what for turn in kept.turns] == ["kept", "broken"]
