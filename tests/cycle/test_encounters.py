"""Do the rules about PLAN, DO and REVIEW fire when they should, and only then?"""

import pytest

from engageframe import (
    Action,
    ActionAccepted,
    Attendee,
    CycleFrozen,
    EncounterHeld,
    EncounterPlanned,
    EncounterReviewed,
    Engagement,
    Lesson,
    LessonSettled,
    Objective,
    Verdict,
    moment,
)
from engageframe_cycle import Cycle, Settings

AIM = Objective(id="why", text="Why this supplier?", owner="maria", kind="understand")
SERVE = Objective(id="help", text="Halve their downtime", owner="maria", kind="serve")
WITH = (Attendee(person="maria"),)


def planned(id_="call", scheduled="2026-03-06", objectives=(AIM,), **more):
    """Give a plan."""
    return EncounterPlanned(
        id=id_, scheduled=moment(scheduled), attendees=WITH, objectives=objectives, **more
    )


def held(id_="call", **more):
    """Give an encounter as it was held."""
    return EncounterHeld(id=id_, attendees=WITH, **more)


def reviewed(id_="call", outcome="continuation", reached=("why",), **more):
    """Give a review."""
    verdicts = tuple(Verdict(objective=one, reached=True, evidence=("x",)) for one in reached)
    return EncounterReviewed(id=id_, outcome=outcome, verdicts=verdicts, **more)


PLANNED, HELD, REVIEWED = (
    (planned(), "2026-03-02"),
    (held(), "2026-03-06"),
    (reviewed(), "2026-03-09"),
)


def test_a_whole_round_breaks_no_rule(check):
    """An encounter that was planned, held and reviewed in time gives no finding."""
    assert check(PLANNED, HELD, REVIEWED) == []


def test_pdr001_held_without_a_plan(check):
    """An encounter without a plan breaks PDR001."""
    assert check(HELD, REVIEWED) == [("PDR001", "call")]


def test_pdr001_a_plan_written_after_is_no_plan_before(check):
    """A plan recorded after the encounter breaks PDR001, and only that."""
    assert check(HELD, PLANNED, REVIEWED) == [("PDR001", "call")]


def test_pdr001_a_plan_dated_after_is_no_plan_before(check):
    """A plan that was recorded first but made on a later day breaks PDR001."""
    assert check((planned(), "2026-03-07"), HELD, REVIEWED) == [("PDR001", "call")]


def test_pdr001_a_plan_of_the_same_month_counts(check):
    """When only months are known and a plan may have come first, it is believed."""
    assert check((planned(), "2026-03"), (held(), "2026-03"), REVIEWED) == []


def test_imported_history_breaks_no_rule_of_the_cycle(check):
    """Neither plan nor review is asked of an encounter that was imported."""
    assert check((held(), "2026-03-06", "log:7")) == []


def test_an_imported_encounter_planned_afterwards_breaks_no_rule(check):
    """A plan told of an imported encounter afterwards is no fault either."""
    assert check((held(), "2026-03-06", "log:7"), PLANNED) == []


def test_pdr002_no_objective_to_understand(check):
    """A coming encounter whose plan wants only to serve breaks PDR002."""
    assert check((planned(objectives=(SERVE,)), "2026-03-02")) == [("PDR002", "call")]


def test_pdr002_is_silent_once_it_was_held(check):
    """What was held is judged by its review, no longer by PDR002."""
    plan = (planned(objectives=(SERVE,)), "2026-03-02")
    assert check(plan, HELD, (reviewed(reached=("help",)), "2026-03-09")) == []


@pytest.mark.parametrize(
    ("happened", "as_of", "late"),
    [
        ("2026-03-06", "2026-03-10", False),
        ("2026-03-06", "2026-03-11", True),
        ("2026-03-02", "2026-03-04", False),
        ("2026-03-02", "2026-03-05", True),
        ("2026-03-07", "2026-03-10", False),
        ("2026-03-07", "2026-03-11", True),
        ("2026-03", "2026-03-31", False),
        ("2026-03", "2026-04-02", False),
        ("2026-03", "2026-04-03", True),
    ],
)
def test_pdr003_counts_whole_working_days(check, happened, as_of, late):
    """A Friday's encounter is late from Wednesday on; a month's, two working days after it."""
    plan = (planned(), "2026-02-20")
    found = check(plan, (held(), happened), as_of=as_of)
    assert found == ([("PDR003", "call")] if late else [])


def test_pdr003_takes_its_days_from_the_settings(check):
    """With ten working days allowed, four are not too many."""
    settings = Settings(review_after_working_days=10)
    assert check(PLANNED, HELD, as_of="2026-03-12", settings=settings) == []


def test_pdr004_names_the_objective_without_a_verdict(look):
    """The finding says which of the planned objectives nobody judged."""
    view = look((planned(objectives=(AIM, SERVE)), "2026-03-02"), HELD, REVIEWED)
    found = Cycle().engageframe_check(view)
    assert [one.says for one in found if one.rule == "PDR004"] == [
        "call (Maria Lopez): its review gives no verdict on help"
    ]


def test_pdr004_judges_by_the_plan_as_it_stood(check):
    """An objective that was taken out after the encounter still wants its verdict."""
    both, fewer = planned(objectives=(AIM, SERVE)), planned()
    found = check((both, "2026-03-02"), HELD, (fewer, "2026-03-07"), REVIEWED)
    assert found == [("PDR009", "call"), ("PDR004", "call")]


@pytest.mark.parametrize(("actions", "broken"), [((), True), ((" ",), True), (("a test",), False)])
def test_pdr005_an_advance_needs_their_action(check, actions, broken):
    """An advance without an action of the client, or with a blank one, breaks PDR005."""
    review = (reviewed(outcome="advance", client_actions=actions), "2026-03-09")
    assert check(PLANNED, HELD, review) == ([("PDR005", "call")] if broken else [])


LESSON = (Lesson(id="listen", text="Ask about the board first"), "2026-03-10")


def test_pdr006_a_later_plan_ignores_the_lesson(check):
    """A lesson that the next plan does not name is an orphan."""
    assert check(LESSON, (planned(), "2026-03-12")) == [("PDR006", "listen")]


def test_pdr006_a_frozen_plan_counts_as_a_plan(check):
    """Freezing a cycle after the lesson makes it due as well."""
    frozen = CycleFrozen(cycle=1, actions=(), head="0")
    assert check(LESSON, (frozen, "2026-03-12")) == [("PDR006", "listen")]


@pytest.mark.parametrize(
    "told",
    [
        [(planned(), "2026-03-02")],
        [(planned(), "2026-03-10")],
        [(planned(lessons_applied=("listen",)), "2026-03-12")],
        [
            (planned(), "2026-03-12"),
            (LessonSettled(lesson="listen", applied=False, reason="another board"), "2026-03-12"),
        ],
    ],
    ids=["plan before", "plan on the same day", "applied", "waived"],
)
def test_pdr006_is_silent(check, told):
    """A lesson is no orphan before the next plan, when applied, or when waived."""
    assert check(LESSON, *told) == []


def test_pdr007_a_review_without_evidence(check):
    """A review that links to no record breaks PDR007."""
    bare = EncounterReviewed(
        id="call", outcome="done", verdicts=(Verdict(objective="why", reached=True),)
    )
    assert check(PLANNED, HELD, (bare, "2026-03-09")) == [("PDR007", "call")]


def rounds(count, **worth):
    """Give whole rounds, with what they were worth to us."""
    for n in range(count):
        yield planned(f"call{n}"), "2026-03-02"
        yield held(f"call{n}"), "2026-03-06"
        yield reviewed(f"call{n}", worth_paying_ours=7, **worth), "2026-03-09"


def test_pdr008_three_reviews_with_only_our_own_answer(check):
    """From the third review on, their answer is missed; before, or with theirs, it is not."""
    assert check(*rounds(2)) == []
    assert check(*rounds(3)) == [("PDR008", "north")]
    assert check(*rounds(3, worth_paying_theirs=4)) == []


def test_pdr009_a_plan_changed_after(check):
    """A plan that is amended after the encounter breaks PDR009."""
    again = (planned(purpose="what we did"), "2026-03-08")
    assert check(PLANNED, HELD, again, REVIEWED) == [("PDR009", "call")]


def untouched(view):
    """Give the subjects of PDR010."""
    return [one.subject for one in Cycle().engageframe_check(view) if one.rule == "PDR010"]


def test_pdr010_an_active_engagement_with_nothing_planned(look):
    """Without a next encounter the engagement itself is what must be mended."""
    view = look(HELD)
    found = [one for one in Cycle().engageframe_check(view) if one.rule == "PDR010"]
    assert [(one.subject, one.evidence) for one in found] == [
        ("north", (view.engagement_record.id,))
    ]


@pytest.mark.parametrize("scheduled", ["2026-03-31", "2026-03", "2026-04-02"])
def test_pdr010_is_silent_with_an_encounter_to_come(look, scheduled):
    """An encounter planned for today, perhaps today, or later is a next touch."""
    assert untouched(look((planned(scheduled=scheduled), "2026-03-02"))) == []


def test_pdr010_a_plan_that_has_passed_is_no_next_touch(look):
    """An encounter that was planned for a day gone by is none to come."""
    assert untouched(look(PLANNED)) == ["north"]


MEET = Action(id="meet:maria", does="Meet", for_whom="maria", reason="r", kind="meet")


def test_pdr010_an_accepted_meeting_is_a_next_touch(look):
    """A meeting that was taken into the plan is a next touch, whoever was met before."""
    assert untouched(look(HELD, (ActionAccepted(cycle=1, action=MEET), "2026-03-20"))) == []


def test_pdr010_other_actions_are_no_touch(look):
    """An action that meets nobody is not a next touch."""
    note = Action(id="write", does="Write", for_whom="maria", reason="r")
    assert untouched(look((ActionAccepted(cycle=1, action=note), "2026-03-20"))) == ["north"]


def test_pdr010_a_meeting_that_took_place_is_none(look):
    """A planned meeting that was held since the freeze is no next touch any more."""
    frozen = (CycleFrozen(cycle=1, actions=(MEET,), head="0"), "2026-03-03")
    assert untouched(look(frozen)) == []
    assert untouched(look(frozen, HELD)) == ["north"]


@pytest.mark.parametrize(
    "engagement",
    [
        Engagement(id="north", name="North", status="dormant", until=moment("2027")),
        Engagement(id="north", name="North", status="ended_by_client"),
    ],
)
def test_pdr010_only_active_engagements_need_a_next_touch(look, engagement):
    """An engagement that sleeps or that the client ended is left alone."""
    assert untouched(look((engagement, "2026-03-20"))) == []


def test_an_engagement_that_nobody_described_breaks_nothing(look):
    """Without a record of the engagement there is nothing to say about its next touch."""
    assert untouched(look(setting=())) == []
