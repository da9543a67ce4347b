"""What a review says."""

from typing import Any

import pytest
from tests.core.scenes import action, view

from engageframe.model.commitments import (
    CommitmentBroken,
    CommitmentKept,
    CommitmentMade,
    CommitmentReleased,
)
from engageframe.model.encounters import Attendee, EncounterHeld, EncounterPlanned
from engageframe.model.engagements import (
    ActionDone,
    CycleFrozen,
    Disposition,
    Lesson,
    LessonSettled,
)
from engageframe.model.moments import moment
from engageframe.model.people import Person
from engageframe.reviewing import Review, dispositions, review, to_carry
from engageframe.rules import Answer, Figure, Measure


def made(id_: str, due: str = "") -> CommitmentMade:
    """Promise something."""
    when = moment(due) if due else None
    return CommitmentMade(id=id_, promisor="ana", promisee="bob", what=f"the {id_}", due=when)


def held(id_: str, *attendees: Attendee, subject: str = "") -> EncounterHeld:
    """Meet somebody."""
    return EncounterHeld(id=id_, attendees=attendees, subject=subject)


def reviewed(*facts: Any, as_of: str = "2026-05-01") -> Review:
    """Review without practices."""
    return review(view(*facts, as_of=as_of), (), (), ())


def frozen(*actions: Any) -> tuple[str, CycleFrozen]:
    """Freeze a plan on the first of February."""
    return "2026-02-01", CycleFrozen(cycle=1, actions=actions, head="h")


@pytest.mark.parametrize(
    ("more", "facts", "state", "says"),
    [
        ({"kind": "meet", "for_whom": "bob"}, [], "not_done", "nothing recorded shows it"),
        ({"kind": "meet", "for_whom": "bob"},
         [("2026-01-31", held("v", Attendee(person="bob")))], "not_done", "nothing recorded"),
        ({"kind": "meet", "for_whom": "bob"},
         [("2026-02-01", held("v", Attendee(person="bob")))], "done", "met on 2026-02-01"),
        ({"kind": "meet", "for_whom": "acme"},
         [("2026-02", held("v", Attendee(person="bob", organization="acme")))], "done",
         "met on 2026-02"),
        ({"kind": "meet", "for_whom": "bob"},
         [("2026-03-01", held("v", Attendee(person="bob"))),
          ("2026-02-09", held("w", Attendee(person="bob")))], "done", "met on 2026-02-09"),
        ({"kind": "keep", "about": "note"}, [], "not_done", "nothing recorded"),
        ({"kind": "keep", "about": "note"}, [made("note")], "not_done", "nothing recorded"),
        ({"kind": "keep", "about": "note"},
         [made("note"), ("2026-03-01", CommitmentBroken(id="note"))], "not_done",
         "broken on 2026-03-01"),
        ({"kind": "keep", "about": "note"},
         [made("note"), ("2026-03-01", CommitmentKept(id="note"))], "done", "kept on 2026-03-01"),
        ({"kind": "keep", "about": "note"},
         [made("note", "2026-02-01"), ("2026-03-01", CommitmentKept(id="note"))], "done",
         "kept late on 2026-03-01"),
        ({"kind": "keep", "about": "note"},
         [made("note"), ("2026-03-01", CommitmentReleased(id="note", released_by="bob"))], "done",
         "released on 2026-03-01"),
        ({}, [("2026-03-01", ActionDone(action="x"))], "done", "recorded as done on 2026-03-01"),
        ({}, [("2026-03-01", ActionDone(action="x", note="easy"))], "done", "easy"),
        ({}, [held("v", Attendee(person="acme"))], "not_done", "nothing recorded shows it"),
        ({"due": moment("2026-05")}, [], "not_yet_due", "nothing recorded shows it"),
        ({"due": moment("2026-04")}, [], "not_done", "nothing recorded shows it"),
    ],
    ids=str,
)  # fmt: skip
def test_an_action_is_done_when_records_show_it(
    more: dict[str, Any], facts: list[Any], state: str, says: str
) -> None:
    """A meeting since the freeze, a promise settled, or a record says so; else it is carried.

    A promise that was broken was not kept, and its records show that, too.
    """
    now = reviewed(Person(id="bob", name="Bob"), frozen(action("x", **more)), *facts)

    (done,) = now.planned
    assert (done.state, done.says[: len(says)]) == (state, says)
    assert bool(done.evidence) == (not says.startswith("nothing"))
    assert to_carry(now) == (() if state == "done" else (done.action,))


def test_a_review_compares_with_what_was_frozen() -> None:
    """Without a frozen plan nothing was planned; since says from when it looks."""
    early, late = reviewed(), reviewed(frozen(action("x")))

    assert (early.planned, early.since, early.phase) == ((), None, "planning")
    assert ([one.action.id for one in late.planned], late.phase) == (["x"], "doing")
    assert late.since == moment("2026-02-01")


def test_every_promise_of_the_round_is_dispositioned() -> None:
    """Open ones are carried or overdue, settled ones told, those of earlier rounds left alone."""
    now = reviewed(
        Person(id="ana", name="Ana Novak"),
        made("old"), ("2026-01-11", CommitmentKept(id="old")),
        frozen(action("x")),
        made("d"), made("c", "2026-04"), made("b", "2026-05-02"), made("a", "2026-05-02"),
        made("k", "2026-03-01"), ("2026-04-02", CommitmentKept(id="k")),
        made("f"), ("2026-04-02", CommitmentBroken(id="f")),
        made("r", "2026-06"), ("2026-04-02", CommitmentReleased(id="r", released_by="bob")),
    )  # fmt: skip

    assert [(one.commitment, one.state) for one in now.commitments] == [
        ("k", "kept_late"), ("c", "overdue"), ("a", "carried"), ("b", "carried"),
        ("r", "released"), ("d", "carried"), ("f", "broken"),
    ]  # fmt: skip
    says = [one.says.removeprefix("Ana Novak to bob: the ") for one in now.commitments]
    assert says == [
        "k; kept late on 2026-04-02 (due 2026-03-01)",
        "c; due 2026-04, and nothing was recorded since",
        "a; due 2026-05-02, carried on",
        "b; due 2026-05-02, carried on",
        "r; released on 2026-04-02 (due 2026-06)",
        "d; due on no date, carried on",
        "f; broken on 2026-04-02 (due never)",
    ]
    assert dispositions(now)[0] == Disposition(
        commitment="k", state="kept_late", note=now.commitments[0].says
    )


def test_the_latest_meetings_are_told_and_all_are_counted() -> None:
    """Fifty at most, the latest first, with names and subjects."""
    many = [
        (f"2026-03-{n % 28 + 1:02d}", held(f"v{n:02d}", Attendee(person="bob")))
        for n in range(60)
    ]  # fmt: skip
    last = ("2026-04-30", held("z", Attendee(person="bob"), Attendee(organization="acme"),
                              subject="power"))  # fmt: skip
    planned = EncounterPlanned(id="plan-only", scheduled=moment("2026-06"), attendees=())

    now = reviewed(Person(id="bob", name="Bob"), *many, last, planned)

    assert (now.happened_in_all, len(now.happened)) == (61, 50)
    assert (now.happened[0].says, now.happened[1].says) == ("Bob, acme: power", "Bob")
    assert [one.when for one in now.happened] == sorted(
        [one.when for one in now.happened], reverse=True
    )


def test_lessons_are_open_applied_or_waived() -> None:
    """A plan that names one applies it; a word about it counts more."""
    plan = EncounterPlanned(
        id="v", scheduled=moment("2026-03"), attendees=(), lessons_applied=("l2", "l3")
    )
    lessons = [Lesson(id=f"l{n}", text="look first") for n in range(1, 5)]
    settled = [
        LessonSettled(lesson="l3", applied=False, reason="no time"),
        LessonSettled(lesson="l4", applied=True, reason="it was"),
    ]

    now = reviewed(*lessons, plan, *settled)

    assert [one.state for one in now.lessons] == ["open", "applied", "waived", "applied"]
    assert [len(one.evidence) for one in now.lessons] == [1, 1, 2, 2]


def test_measures_and_figures_name_their_practice() -> None:
    """What practices say stays theirs."""
    measure = Measure(
        name="kept", says="share kept", subject="acme", value=None, unit="%", n=1, needs=3,
        reason="so few",
    )  # fmt: skip
    figure = Figure(name="line", title="A line", spec={"mark": "line"})

    now = review(
        view(), (), [Answer("guest", measure)], [Answer("guest", figure)],
        practices=("guest 1",), failures=("other failed",),
    )  # fmt: skip

    assert [(one.practice, one.measure) for one in now.measures] == [("guest", measure)]
    assert [(one.practice, one.figure) for one in now.figures] == [("guest", figure)]
    assert (now.practices, now.failures) == (("guest 1",), ("other failed",))
