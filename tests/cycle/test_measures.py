"""Are the numbers right, and withheld when they say too little?"""

import pytest

from engageframe import (
    Attendee,
    EncounterHeld,
    EncounterPlanned,
    EncounterReviewed,
    Feedback,
    Lesson,
    LessonSettled,
    Objective,
    Stakeholder,
    Verdict,
    moment,
    wilson,
)
from engageframe_cycle import Cycle
from engageframe_cycle.measures import brier

WITH = (Attendee(person="maria"),)


def planned(id_, *chances, **more):
    """Give a plan."""
    aims = tuple(
        Objective(id=f"aim{n}", text="t", owner="maria", kind="understand", chance=chance)
        for n, chance in enumerate(chances)
    )
    return EncounterPlanned(
        id=id_, scheduled=moment("2026-03-06"), attendees=WITH, objectives=aims, **more
    )


def held(id_):
    """Give an encounter as it was held."""
    return EncounterHeld(id=id_, attendees=WITH)


def reviewed(id_, *reached, **more):
    """Give a review."""
    verdicts = tuple(Verdict(objective=f"aim{n}", reached=one) for n, one in enumerate(reached))
    return EncounterReviewed(id=id_, outcome="done", verdicts=verdicts, **more)


@pytest.fixture
def measure(look):
    """Measure what was told, by name."""

    def measure(*told, **more):
        return {one.name: one for one in Cycle().engageframe_measure(look(*told, **more))}

    return measure


def test_wilson_interval_of_eight_in_ten():
    """Wilson's 95 % interval of 8 in 10 is .4902 to .9433."""
    assert wilson(8, 10) == pytest.approx((0.4902, 0.9433), abs=5e-5)


def test_brier_score_of_three_forecasts():
    """The Brier score of .9 reached, .7 missed and .6 reached is .22."""
    assert brier([(0.9, True), (0.7, False), (0.6, True)]) == pytest.approx(0.22)


def test_forecast_error_compares_chances_with_verdicts(measure):
    """The chances of the plan and the verdicts of the review give the same .22."""
    told = (planned("a", 90, 70, 60), "2026-03-02"), (held("a"), "2026-03-06")
    found = measure(*told, (reviewed("a", True, False, True), "2026-03-09"))["forecast-error"]
    assert (found.value, found.n) == (pytest.approx(0.22), 3)


def test_forecasts_made_afterwards_do_not_count(measure):
    """A plan that was written after the encounter foretold nothing."""
    told = (held("a"), "2026-03-06"), (planned("a", 90, 70, 60), "2026-03-07")
    assert measure(*told, (reviewed("a", True, True, True), "2026-03-09"))["forecast-error"].n == 0


def test_coverage_counts_what_was_not_imported(measure):
    """One of two encounters was planned and reviewed; the imported one is no part of it."""
    found = measure(
        (planned("a"), "2026-03-02"),
        (held("a"), "2026-03-06"),
        (reviewed("a"), "2026-03-09"),
        (held("b"), "2026-03-06"),
        (held("c"), "2026-03-06", "log:7"),
    )
    for name in ("plan-coverage", "review-coverage"):
        assert (found[name].value, found[name].n) == (0.5, 2)
        assert (found[name].low, found[name].high) == wilson(1, 2)
        assert found[name].subject == "north"


def test_the_lag_of_reviews_is_an_interval_of_days(measure):
    """The median of 1, 3 and 0 to 9 days is at least 1 and at most 3."""
    found = measure(
        *((held(id_), "2026-03-06") for id_ in "abc"),
        (reviewed("a"), "2026-03-07"),
        (reviewed("b"), "2026-03-09"),
        (reviewed("c"), "2026-03"),
    )["review-lag"]
    assert (found.value, found.low, found.high, found.n) == (3, 1, 3, 3)


def test_a_review_dated_before_its_encounter_took_no_time(measure):
    """A slip of the pen does not make the lag negative."""
    told = [(held(id_), "2026-03-06") for id_ in "abc"]
    told += [(reviewed(id_), "2026-03-01") for id_ in "abc"]
    assert measure(*told)["review-lag"].value == 0


def test_an_objective_without_chance_or_verdict_is_no_forecast(measure):
    """Only objectives with a chance that were judged count."""
    told = (planned("a", 90, None, 60), "2026-03-02"), (held("a"), "2026-03-06")
    assert measure(*told, (reviewed("a", True, True), "2026-03-09"))["forecast-error"].n == 1


def test_loop_closure_counts_lessons_that_were_due(measure):
    """One lesson applied, one orphan: a half; a waived one and a new one are not due."""
    waived = LessonSettled(lesson="waived", applied=False, reason="r")
    found = measure(
        *((Lesson(id=id_, text="t"), "2026-03-01") for id_ in ("applied", "orphan", "waived")),
        (waived, "2026-03-02"),
        (planned("a", lessons_applied=("applied",)), "2026-03-03"),
        (Lesson(id="new", text="t"), "2026-03-04"),
    )["loop-closure"]
    assert (found.value, found.n) == (0.5, 2)


def test_the_perception_gap_is_ours_minus_theirs(measure):
    """Eight in our eyes and five in theirs, three times, is a gap of three."""
    worth = {"worth_paying_ours": 8, "worth_paying_theirs": 5}
    told = [(held(id_), "2026-03-06") for id_ in "abcd"]
    told += [(reviewed(id_, **worth), "2026-03-09") for id_ in "abc"]
    found = measure(*told, (reviewed("d", worth_paying_ours=10), "2026-03-09"))["perception-gap"]
    assert (found.value, found.n) == (3, 3)


def test_too_few_observations_give_no_number(measure):
    """Without anything to measure every value is withheld, and the reason says so."""
    found = measure().values()
    assert {(one.value, one.low, one.n) for one in found} == {(None, None, 0)}
    assert all(one.reason.startswith("not enough evidence") for one in found)


def test_every_measure_says_what_is_counted_and_why(measure):
    """With evidence and without, the reason is of this measure and no other."""
    worth = {"worth_paying_ours": 8, "worth_paying_theirs": 5}
    told = [(planned(id_, 90), "2026-03-02") for id_ in "abc"]
    told += [(held(id_), "2026-03-06") for id_ in "abc"]
    told += [(reviewed(id_, True, **worth), "2026-03-09") for id_ in "abc"]
    told += [(Lesson(id="applied", text="t"), "2026-03-01")]
    told += [(planned("d", lessons_applied=("applied",)), "2026-03-10")]
    full, empty = measure(*told, *feedback(5)), measure()
    reasons = {name: one.reason for name, one in full.items()}
    assert None not in {one.value for one in full.values()}
    assert len({*reasons.values()}) == len(reasons) == 7
    assert all(": " in one and len(one) > 60 for one in reasons.values())
    assert all(one.reason.endswith(f"; {reasons[name]}") for name, one in empty.items())
    assert reasons["plan-coverage"] == (
        "of the encounters held and not imported, those with a plan written before: "
        "only such a plan shows what we misjudged"
    )


def feedback(people):
    """Give two values from each of some people."""
    for n in range(people):
        yield Stakeholder(who=f"p{n}", side="client"), "2026-01-01"
        yield Feedback(by=f"p{n}", about="tom", text="t", value=10 * n), "2026-03-02"
        yield Feedback(by=f"p{n}", about="tom", text="u", value=10 * n + 10), "2026-03-03"


def test_the_mean_of_four_people_is_withheld(measure):
    """Feedback of four people is withheld however often they spoke; that of five is given."""
    assert measure(*feedback(4))["feedback-client"].value is None
    found = measure(*feedback(5))["feedback-client"]
    assert (found.value, found.n, found.needs) == (25, 5, 5)


def test_feedback_about_somebody_of_theirs_is_not_measured(measure):
    """What they say about each other, and what has no value, is no measure of ours."""
    told = (
        (Feedback(by="maria", about="maria", text="t", value=50), "2026-03-02"),
        (Feedback(by="maria", about="tom", text="t"), "2026-03-02"),
        (Feedback(by="tom", about="tom", text="t", value=50), "2026-03-02"),
    )
    assert not [name for name in measure(*told) if name.startswith("feedback")]
