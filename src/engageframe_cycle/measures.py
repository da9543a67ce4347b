"""How often is there a plan and a review, how soon, and what do they teach?"""

import math
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from engageframe import Encounter, Feedback, Measure, View, wilson
from engageframe_cycle.encounters import lessons, own, plan_before
from engageframe_cycle.rules import Settings

__all__ = ["brier", "measures"]

_MOST_EVIDENCE: Final = 60
_WHY: Final = {
    "plan-coverage": "of the encounters held and not imported, those with a plan written before: "
    "only such a plan shows what we misjudged",
    "review-coverage": "of the encounters held and not imported, however recent: "
    "what is not reviewed teaches the next plan nothing",
    "review-lag": "days from each encounter to its review, by their dates: what was said fades",
    "loop-closure": "a lesson is due at the next plan after it, unless it was waived: "
    "the round is a circle only if plans apply what was learned",
    "perception-gap": "mean over the reviews that say for both sides what an encounter was worth: "
    "the two answers often differ, and theirs counts",
    "forecast-error": "mean squared error over objectives with a chance in the plan made before "
    "and a verdict in the review: 0 is perfect, and 0.25 knows nothing",
    "feedback": "each person counts once, with their mean: who speaks often does not outweigh "
    "the others, and in a small group a mean gives away what each of them said",
}
"""What is counted, and why."""
_Rows = Sequence[tuple[Any, tuple[str, ...]]]
_Summary = Callable[[Sequence[Any]], tuple[float, float | None, float | None]]


def brier(forecasts: Iterable[tuple[float, bool]]) -> float:
    """Give the mean squared error of forecasts (Brier 1950): 0 is perfect, 0.25 knows nothing."""
    return _average((chance - reached) ** 2 for chance, reached in forecasts)


def measures(view: View, settings: Settings) -> list[Measure]:
    """Measure the plans, reviews and lessons of what was not imported; never a person."""
    held = [one for one in own(view) if one.held]
    applied, orphans = lessons(view)
    planned = [(plan_before(one) is not None, one.records) for one in held]
    reviewed = [(one.reviewed is not None, one.records) for one in held]
    closed = [(word, (one.id,)) for word, part in ((1, applied), (0, orphans)) for one in part]
    few, group = settings.fewest_reviews, settings.smallest_group
    every: list[tuple[str, str, str, _Summary, int, _Rows]] = [
        ("plan-coverage", "encounters planned before they were held", "share", _share, 1, planned),
        ("review-coverage", "encounters reviewed", "share", _share, 1, reviewed),
        ("review-lag", "median time until the review, at most", "days", _lag, few, _lags(held)),
        ("loop-closure", "lessons applied, of those due", "share", _share, 1, closed),
        ("perception-gap", "worth to us minus worth to them", "points", _mean, few, _gaps(held)),
        ("forecast-error", "Brier score of our chances", "Brier", _error, few, _forecasts(held)),
    ]
    for side, rows in _feedback(view).items():
        says = f"mean value that the {side} side gives our doing, by person"
        every.append((f"feedback-{side}", says, "points", _mean, group, rows))
    return [_measure(view.engagement_id, *one) for one in every]


def _measure(
    subject: str, name: str, says: str, unit: str, sum_up: _Summary, needs: int, rows: _Rows
) -> Measure:
    n, value, low, high = len(rows), None, None, None
    why = _WHY["feedback" if name.startswith("feedback-") else name]
    if n >= needs:
        value, low, high = sum_up([value for value, _ in rows])
    return Measure(
        name=name, says=says, subject=subject, value=value, unit=unit, n=n, needs=needs,
        low=low, high=high,
        reason=why if n >= needs else f"not enough evidence: {n}, and it takes {needs}; {why}",
        evidence=tuple(id_ for _, records in rows[-_MOST_EVIDENCE:] for id_ in records),
    )  # fmt: skip


def _share(hits: Sequence[bool]) -> tuple[float, float, float]:
    return _average(hits), *wilson(sum(hits), len(hits))


def _mean(values: Sequence[float]) -> tuple[float, None, None]:
    return _average(values), None, None


def _error(forecasts: Sequence[tuple[float, bool]]) -> tuple[float, None, None]:
    return brier(forecasts), None, None


def _lag(days: Sequence[tuple[int, int]]) -> tuple[float, float, float]:
    least, most = (_median(max(0, day) for day in ends) for ends in zip(*days, strict=True))
    return most, least, most


def _lags(held: Sequence[Encounter]) -> _Rows:
    lags = ((one.reviewed_on, one.held_on, one.records) for one in held)
    return [(late.days_since(early), records) for late, early, records in lags if late and early]


def _gaps(held: Sequence[Encounter]) -> _Rows:
    reviews = [(one.reviewed, one.records) for one in held if one.reviewed]
    pairs = [(one.worth_paying_ours, one.worth_paying_theirs, records) for one, records in reviews]
    return [
        (ours - theirs, records)
        for ours, theirs, records in pairs
        if ours is not None and theirs is not None
    ]


def _forecasts(held: Sequence[Encounter]) -> _Rows:
    rows = []
    for one in held:
        plan, verdicts = plan_before(one), one.reviewed.verdicts if one.reviewed else ()
        reached = {verdict.objective: verdict.reached for verdict in verdicts}
        for aim in plan.objectives if plan else ():
            if aim.chance is not None and aim.id in reached:
                rows.append(((aim.chance / 100, reached[aim.id]), one.records))
    return rows


def _feedback(view: View) -> dict[str, _Rows]:
    """Give the mean value that each person gave our doing, by their side."""
    told: dict[str, dict[str, list[Any]]] = {}
    for one in view.records(Feedback):
        side, about = view.side(one.body.by), view.side(one.body.about)
        if one.body.value is not None and side not in (None, "ours") and about in (None, "ours"):
            told.setdefault(str(side), {}).setdefault(one.body.by, []).append(one)
    return {
        side: [
            (_average(one.body.value for one in rows), tuple(one.id for one in rows))
            for _, rows in sorted(told[side].items())
        ]
        for side in sorted(told)
    }


def _average(values: Iterable[float]) -> float:
    every = list(values)
    return math.fsum(every) / len(every)


def _median(values: Iterable[float]) -> float:
    every = sorted(values)
    return _average(every[(len(every) - 1) // 2 : len(every) // 2 + 1])
