"""Would each fault that other matchers are known for be caught here?"""

import pytest

from engageframe_sme.assigning import assign
from engageframe_sme.instance import MatchPolicy
from engageframe_sme.relevance import closest


def names(found):
    """Give the pairs as plain ids."""
    return [(one.need, one.expert) for one in found.pairs]


def test_fractions_are_not_cut_off():
    """Costs of .4, .6 and .2, cut to whole numbers, are all alike; here the best is found."""
    scores = {"a": {"x": 0.4, "y": 0.6}, "b": {"x": 0.2, "y": 0.9}}

    found = assign(scores, demand=1, max_load=1)

    assert names(found) == [("a", "x"), ("b", "y")]
    assert found.summary.total == 1.3


def test_scores_are_not_rounded_to_hundredths():
    """0.501 and 0.504 are no tie, so the order in which experts are told decides nothing."""
    for row in ({"x": 0.501, "y": 0.504}, {"y": 0.504, "x": 0.501}):
        assert names(assign({"a": row}, demand=1, max_load=1)) == [("a", "y")]


def test_a_score_of_zero_is_a_score():
    """Sparse solvers drop explicit zeros; here a pair of no worth still fills a place."""
    scores = {"a": {"x": 0.0, "y": 1.0}, "b": {"y": 0.0}}

    found = assign(scores, demand=1, max_load=1)

    assert names(found) == [("a", "x"), ("b", "y")]
    assert found.summary.filled == 2


def test_a_need_that_nobody_can_serve_does_not_void_the_rest():
    """Everybody else is served, and the one that is not is named with the reason."""
    scores = {"a": {"x": 0.5}, "b": {}, "c": {"x": 0.4, "y": 0.4}}

    found = assign(scores, demand=1, max_load=1)

    assert names(found) == [("a", "x"), ("c", "y")]
    assert [(one.need, one.missing) for one in found.unfilled] == [("b", 1)]
    assert found.unfilled[0].blocking[0].says == "nobody may serve it"


def test_who_is_too_many_is_not_left_out_in_silence():
    """Three needs for one expert: two are told, with who is at their limit."""
    scores = {need: {"x": 0.5} for need in "abc"}

    found = assign(scores, demand=1, max_load=1)

    assert (found.summary.wanted, found.summary.filled) == (3, 1)
    assert {one.blocking[0].code for one in found.unfilled} == {"full"}
    assert all("x" in one.blocking[0].experts for one in found.unfilled)


def test_places_are_told_before_scores():
    """No dummy expert hides an empty place behind a score: the least sum is 0, and why is told."""
    found = assign({"a": {"x": 0.9}, "b": {}}, demand=1, max_load=2)

    assert (found.summary.filled, found.summary.wanted, found.summary.least) == (1, 2, 0.0)


def test_lower_bounds_are_not_filled_in_a_pass_of_their_own():
    """Giving y its minimum first by its best pair (a) would cost more than giving it b."""
    scores = {"a": {"x": 0.9, "y": 0.6}, "b": {"x": 0.5, "y": 0.5}}

    found = assign(scores, demand=1, max_load=2, min_load=1)

    assert names(found) == [("a", "x"), ("b", "y")]
    assert found.summary.total == 1.4


def test_a_lower_bound_may_equal_the_mean_load():
    """With every expert at exactly their share the best total is still found."""
    scores = {
        need: {expert: abs(n - m) / 10 for m, expert in enumerate("xyz")}
        for n, need in enumerate("abcdef")
    }

    found = assign(scores, demand=1, max_load=2, min_load=2)

    assert found.summary.loads == {2: 3}
    assert found.summary.total == 1.5  # e, f to x; c, d to y; a, b to z


def test_units_that_lost_their_expert_look_on_from_where_they_were():
    """They restart behind the perspective: from the need itself a price would be wrong."""
    scores = {"a": {"x": 0.9, "y": 0.8, "z": 0.3}, "b": {"y": 0.7, "z": 0.6}}
    told = {"x": "p", "y": "p", "z": "q"}
    policy = MatchPolicy(perspective_penalty=0.3, solver="flow")
    asked = {"demand": 2, "max_load": 2, "perspectives": told, "policy": policy}

    delta = assign(scores, **asked).rematch(leave={"x"})

    rows = {need: {e: s for e, s in row.items() if e != "x"} for need, row in scores.items()}
    del told["x"]
    fresh = assign(rows, **asked)
    assert delta.matching.summary.objective == fresh.summary.objective
    net = delta.matching._layout().net
    for node, arcs in enumerate(net.out):
        for arc in arcs:
            if net.room[arc]:
                assert net.cost[arc] + net.price[node] >= net.price[net.head[arc]]


def test_no_regret_is_told_that_would_break_a_pin():
    """The only room is taken by what was decided: the pair is not dear, it is not possible."""
    scores = {"a": {"x": 0.1}, "b": {"x": 0.9}}

    found = assign(scores, demand={"a": 0, "b": 1}, extra=1, max_load=1, pinned=[("a", "x")])

    regret = found.why_not("b", "x")
    assert (regret.possible, regret.code) == (False, "place")
    assert regret.says == "pinned pairs leave no place for x at b"


def test_scores_of_different_needs_stay_comparable():
    """Nothing is scaled per need: the only expert goes where they fit best."""
    found = assign({"a": {"x": 0.9}, "b": {"x": 0.1}}, demand=1, max_load=1)

    assert names(found) == [("a", "x")]


def test_one_lucky_text_does_not_make_an_expert():
    """The mean of the top three texts counts: three near ones beat one that is nearer."""
    told = {
        "once": {"1": "quiet radio", "2": "cheese", "3": "milk"},
        "often": {n: f"quiet radio {word}" for n, word in zip("123", ("hut", "barn", "field"))},
    }

    near = closest({"need": "quiet radio"}, told)["need"]

    assert near["often"].score > near["once"].score
    assert [id_ for id_, _ in near["often"].texts] == ["1", "2", "3"]


def test_numbers_as_large_as_can_be_are_still_exact():
    """The costs that put places first are whole numbers without an end, not floats."""
    scores = {f"n{n}": {f"e{m}": 1e6 - (n == m) / 1e6 for m in range(9)} for n in range(9)}

    found = assign(scores, demand=1, max_load=1)

    assert found.summary.total == 9e6
    assert all(one.need[1:] != one.expert[1:] for one in found.pairs)


def test_a_solver_that_is_asked_twice_gives_the_same():
    """No order of hashes, no clock and no chance has a part in it."""
    scores = {f"n{n}": {f"e{m}": 0.5 for m in range(6)} for n in range(6)}

    first, second = (assign(scores, demand=2, max_load=3) for _ in range(2))

    assert first == second


@pytest.mark.parametrize("solver", ["flow", "auto"])
def test_nobody_is_assigned_twice_to_one_need(solver):
    """Two places of a need are two people."""
    found = assign({"a": {"x": 1.0}}, demand=2, max_load=5, policy=MatchPolicy(solver=solver))

    assert names(found) == [("a", "x")]
    assert found.unfilled[0].blocking[0].says == "only 1 may serve it"
