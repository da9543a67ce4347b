"""Is the worst placed served as well as can be, and is it told how sure that is?"""

from itertools import combinations
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engageframe import InvalidInput
from engageframe_sme import fairness
from engageframe_sme.assigning import assign

law = settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
SCORES = {
    "a": {"x": 1.0, "y": 0.9, "z": 0.2},
    "b": {"x": 0.9, "y": 0.1, "z": 0.2},
    "c": {"x": 0.6, "y": 0.5, "z": 0.3},
}


def names(found):
    """Give the pairs as plain ids."""
    return [(one.need, one.expert) for one in found.pairs]


def test_the_worst_pair_counts_first_with_bottleneck():
    """The best total leaves somebody with 0.1; no matching does better than 0.3 for all."""
    found = assign(SCORES, demand=1, max_load=1, fairness="bottleneck")

    assert names(found) == [("a", "y"), ("b", "x"), ("c", "z")]
    assert (found.summary.bound, found.summary.optimal) == (0.3, True)


def test_why_not_below_the_bottleneck_says_so():
    """The pair was left aside for the sake of the worst placed."""
    found = assign(SCORES, demand=1, max_load=1, fairness="bottleneck")

    assert found.why_not("b", "y").says == "its score is below that of the worst pair"


def test_the_lowest_sum_counts_first_with_maxmin():
    """A chain of swaps lifts the poorest need, and the total comes second."""
    scores = {"a": {"w": 1.0, "x": 0.9, "y": 0.5}, "b": {"w": 0.4, "x": 0.4, "y": 0.1}}
    total = assign(scores, demand=1, max_load={"w": 1, "x": 0, "y": 1})

    found = assign(scores, demand=1, max_load={"w": 1, "x": 0, "y": 1}, fairness="maxmin")

    assert (total.summary.least, found.summary.least) == (0.1, 0.4)
    assert names(found) == [("a", "y"), ("b", "w")]
    assert found.summary.optimal


def test_swaps_alone_lift_the_lowest_sum(monkeypatch):
    """Without weighing needs anew: w goes to b, and y, who went, to a."""
    monkeypatch.setattr(fairness, "_ROUNDS", 1)
    scores = {"a": {"w": 1.0, "y": 0.5}, "b": {"w": 0.4, "y": 0.1, "z": 0.2}, "c": {"z": 0.9}}

    found = assign(scores, demand=1, max_load=1, fairness="maxmin")

    assert names(found) == [("a", "y"), ("b", "w"), ("c", "z")]


def test_one_pair_has_no_price_where_sums_are_fair():
    """The message says what to ask instead."""
    found = assign(SCORES, demand=1, max_load=1, fairness="maxmin")

    with pytest.raises(InvalidInput, match="ask whatif, which matches again"):
        found.why_not("b", "y")


@law
@given(data=st.data())
def test_a_lowest_sum_that_is_told_to_be_the_best_is(small: Any, data: st.DataObject) -> None:
    """No matching that fills as many places has a better lowest sum; bounds are all kept."""
    asked = data.draw(small.asked(periods=False))
    tried = small(asked)

    total, found = assign(**asked), assign(**asked, fairness="maxmin")

    pairs = names(found)
    assert tried.fits(pairs)
    assert tried.value(pairs)[:2] == tried.best()[:2]
    assert found.summary.least >= total.summary.least
    assert found.summary.least <= found.summary.bound
    assert found.summary.optimal == (found.summary.least == found.summary.bound)


@law
@given(data=st.data())
def test_the_bound_of_the_lowest_sum_is_one(small: Any, data: st.DataObject) -> None:
    """Whoever tries every set of pairs finds no lowest sum above it."""
    asked = data.draw(small.asked(periods=False, most=2))
    served = [need for need, want in asked["demand"].items() if want]

    found = assign(**asked, fairness="maxmin")

    best = small(asked).best()
    for score in (0.25, 0.5, 0.75, 1.0):
        if served and score > found.summary.bound:
            assert not reaches(small, asked, served, score, best)


def reaches(small: Any, asked: Any, served: Any, least: float, best: Any) -> bool:
    """Tell whether some set of pairs fills as much and gives everybody that much."""
    tried = small(asked)
    free = [
        (need, one)
        for need, row in asked["scores"].items()
        for one in row
        if (need, one) not in asked["forbidden"]
    ]
    for size in range(len(free) + 1):
        for pairs in combinations(free, size):
            sums = dict.fromkeys(served, 0.0)
            for need, one in pairs:
                if need in sums:
                    sums[need] += asked["scores"][need][one]
            good = min(sums.values()) >= least and tried.fits(pairs)
            if good and tried.value(pairs)[:2] == best[:2]:
                return True
    return False
