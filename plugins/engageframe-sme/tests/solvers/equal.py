"""Do the solvers that extras bring find what the flow finds, and what no flow can?

Run by ``nox -s solvers``, which installs the extras; the name keeps a plain run from it.
"""

from collections import Counter
from itertools import combinations
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from engageframe import InvalidInput
from engageframe_sme import with_ortools
from engageframe_sme.assigning import assign
from engageframe_sme.coverage import cover, covered
from engageframe_sme.instance import MatchPolicy

MILP = MatchPolicy(solver="milp")


def law(examples: int) -> Any:
    """Let a sentence hold for so many instances."""
    return settings(deadline=None, max_examples=examples, suppress_health_check=list(HealthCheck))


def pairs(found: Any) -> list[tuple[str, str]]:
    """Give the pairs as plain ids."""
    return [(one.need, one.expert) for one in found.pairs]


def by(asked: dict[str, Any], solver: str, **more: Any) -> Any:
    """Assign with another solver."""
    return assign(**{**asked, "policy": replace(asked["policy"], solver=solver), **more})


@law(1000)
@given(data=st.data())
def test_flow_and_program_and_compiled_flow_are_worth_the_same(
    small: Any, data: st.DataObject
) -> None:
    """On instances up to six by six with all bounds on: places, bounds and worth."""
    asked = data.draw(small.asked(most=data.draw(st.sampled_from([3, 6])), places=3))
    tried = small(asked)

    flow, program, compiled = (by(asked, one) for one in ("flow", "milp", "ortools"))

    assert tried.value(pairs(program)) == tried.value(pairs(flow))
    assert tried.value(pairs(compiled)) == tried.value(pairs(flow))
    assert tried.fits(pairs(flow))
    assert tried.fits(pairs(program))
    assert tried.fits(pairs(compiled))
    assert program.summary.optimal


@law(150)
@given(data=st.data())
def test_pairs_of_another_solver_are_explained_alike(small: Any, data: st.DataObject) -> None:
    """What OR-Tools found has the same regrets, for prices come from the network."""
    asked = data.draw(small.asked())
    flow, compiled = by(asked, "flow"), by(asked, "ortools")
    worth = small(asked).value

    assert worth(pairs(compiled)) == worth(pairs(flow))
    for need, row in asked["scores"].items():
        for expert in row:
            mine, theirs = flow.why_not(need, expert), compiled.why_not(need, expert)
            assert mine.possible == theirs.possible
            if (need, expert) not in {*pairs(flow), *pairs(compiled)}:
                assert (mine.places, mine.bounds, mine.loss) == (
                    theirs.places, theirs.bounds, theirs.loss,
                )  # fmt: skip


def sums(asked: dict[str, Any], chosen: Any) -> list[float]:
    """Give the sums of the needs that want somebody, the lowest first."""
    found = {need: 0.0 for need, want in asked["demand"].items() if want}
    for need, expert in chosen:
        if need in found:
            found[need] += asked["scores"][need][expert]
    return sorted(found.values())


@law(150)
@given(data=st.data(), fairness=st.sampled_from(["maxmin", "leximin"]))
def test_sums_are_as_fair_as_trying_everything_finds(
    small: Any, data: st.DataObject, fairness: str
) -> None:
    """The lowest sum, and with leximin the next ones too; then the worth."""
    asked = data.draw(small.asked(periods=False))
    tried = small(asked)
    places, met, _ = tried.best()

    found = by(asked, "milp", fairness=fairness)

    depth = 1 if fairness == "maxmin" else len(asked["demand"])
    mine = (sums(asked, pairs(found))[:depth], tried.value(pairs(found))[2])
    free = [
        (need, one)
        for need, row in asked["scores"].items()
        for one in row
        if (need, one) not in asked["forbidden"]
    ]
    best = max(
        (sums(asked, chosen)[:depth], tried.value(chosen)[2])
        for size in range(len(free) + 1)
        for chosen in combinations(free, size)
        if set(asked["pinned"]) <= set(chosen)
        and tried.fits(chosen)
        and tried.value(chosen)[:2] == (places, met)
    )
    assert mine == best
    assert found.summary.optimal


@law(100)
@given(data=st.data())
def test_the_heuristic_never_claims_more_than_the_program_proves(
    small: Any, data: st.DataObject
) -> None:
    """Its lowest sum is at most the best, and the best where it says so."""
    asked = data.draw(small.asked(periods=False, most=4))

    exact, guess = by(asked, "milp", fairness="maxmin"), by(asked, "flow", fairness="maxmin")

    assert guess.summary.least <= exact.summary.least <= guess.summary.bound
    if guess.summary.optimal:
        assert guess.summary.least == exact.summary.least


@law(100)
@given(
    scores=st.lists(st.lists(st.integers(0, 8), min_size=4, max_size=4), min_size=3, max_size=3),
    efforts=st.lists(st.integers(1, 3), min_size=3, max_size=3),
    room=st.integers(1, 4),
)
def test_needs_of_unequal_effort_share_an_expert_by_effort(
    scores: list[list[int]], efforts: list[int], room: int
) -> None:
    """Compared with trying every choice of one expert, or nobody, for each of three needs."""
    rows = {f"n{n}": {f"e{m}": s / 8 for m, s in enumerate(row)} for n, row in enumerate(scores)}
    effort = {f"n{n}": one for n, one in enumerate(efforts)}

    found = assign(rows, demand=1, max_load=room, efforts=effort, policy=MILP)

    best = (0, 0.0)
    for code in range(5**3):
        chosen = [code // 5**n % 5 for n in range(3)]
        load = [sum(e for e, c in zip(efforts, chosen, strict=True) if c == m) for m in range(4)]
        if max(load) <= room:
            got = [scores[n][c] / 8 for n, c in enumerate(chosen) if c < 4]
            best = max(best, (len(got), sum(got)))
    assert (found.summary.filled, found.summary.total) == best


topics = st.dictionaries(st.sampled_from("rst"), st.integers(1, 3), min_size=1)
people = st.dictionaries(st.sampled_from("rst"), st.integers(0, 4).map(lambda n: n / 4))


@law(100)
@given(
    needs=st.dictionaries(st.sampled_from("ab"), topics, min_size=1),
    experts=st.dictionaries(st.sampled_from("wxyz"), people, min_size=1),
    demand=st.integers(0, 2),
    load=st.integers(0, 2),
)
def test_coverage_by_the_program_is_the_best_there_is(
    needs: Any, experts: Any, demand: int, load: int
) -> None:
    """Compared with trying every set of pairs; the stages of flows never cover more."""
    free = [(need, one) for need in needs for one in experts]
    best = 0.0
    for size in range(len(free) + 1):
        for chosen in combinations(free, size):
            counts = [Counter(pair[n] for pair in chosen) for n in (0, 1)]
            if max(counts[0].values(), default=0) > demand:
                continue
            if max(counts[1].values(), default=0) <= load:
                teams = {n: [experts[e] for m, e in chosen if m == n] for n in needs}
                best = max(best, sum(covered(needs[n], team) for n, team in teams.items()))

    exact = cover(needs, experts, demand=demand, max_load=load, solver="milp")
    stages = cover(needs, experts, demand=demand, max_load=load)

    assert exact.optimal
    assert abs(exact.total - best) < 1e-6
    assert stages.total <= exact.total + 1e-6


def test_groups_may_cross() -> None:
    """One of each team and one of each language: no network holds both."""
    scores = {"n": {"a": 1.0, "b": 0.9, "c": 0.8, "d": 0.1}}
    team = {"a": "red", "b": "red", "c": "blue", "d": "blue"}
    tongue = {"a": "en", "b": "es", "c": "en", "d": "es"}

    found = assign(scores, demand=2, max_load=1, policy=MILP, partitions=[(team, 1), (tongue, 1)])

    assert pairs(found) == [("n", "b"), ("n", "c")]


def test_what_the_program_leaves_empty_is_told() -> None:
    """Each shortfall is named; one pair has no price there."""
    found = assign({"a": {"x": 1.0}}, demand=1, max_load=1, efforts={"a": 2}, policy=MILP)

    assert [(one.need, one.missing) for one in found.unfilled] == [("a", 1)]
    assert found.blocked("a") == found.unfilled[0]
    with pytest.raises(InvalidInput, match="ask whatif"):
        found.why_not("a", "x")


def test_fractions_reach_or_tools_as_whole_numbers() -> None:
    """Given floats it would truncate .4, .6 and .2 without a word."""
    scores = {"a": {"x": 0.4, "y": 0.6}, "b": {"x": 0.2, "y": 0.9}}

    found = assign(scores, demand=1, max_load=1, policy=MatchPolicy(solver="ortools"))

    assert pairs(found) == [("a", "x"), ("b", "y")]
    assert found.summary.solver == "ortools"


def test_an_instance_that_cannot_be_filled_does_not_end_the_interpreter() -> None:
    """Reading flows that were never found would; here the best there is comes back."""
    policy = MatchPolicy(solver="ortools")

    found = assign({"a": {"x": 0.5}, "b": {"x": 0.4}, "c": {}}, demand=2, max_load=1, policy=policy)

    assert pairs(found) == [("a", "x")]
    assert [(one.need, one.missing) for one in found.unfilled] == [("a", 1), ("b", 2), ("c", 2)]


def test_costs_that_or_tools_cannot_hold_are_solved_without_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It would refuse them as out of range; the flow has numbers without an end."""
    monkeypatch.setattr(with_ortools, "_LARGEST", 1)
    policy = MatchPolicy(solver="ortools")

    plain = assign({"a": {"x": 0.5}}, demand=1, max_load=1, policy=policy)
    other = assign({"a": {"x": 0.5}}, demand=1, max_load=1, min_load=1, policy=policy)

    assert (plain.summary.solver, other.summary.solver) == ("flow", "flow")
    assert pairs(plain) == pairs(other) == [("a", "x")]


def test_a_tight_and_large_instance_goes_to_or_tools_by_itself() -> None:
    """The total is that of the flow; a loose one stays with the flow, which is as quick."""
    scores = {
        f"n{n:03}": {f"e{m:03}": (n * 7 + m * 13) % 101 / 101 for m in range(460)}
        for n in range(460)
    }

    tight, flow, loose = (
        assign(scores, demand=1, max_load=load, policy=MatchPolicy(solver=solver))
        for load, solver in ((1, "auto"), (1, "flow"), (3, "auto"))
    )

    assert [one.summary.solver for one in (tight, flow, loose)] == ["ortools", "flow", "flow"]
    assert tight.summary.total == flow.summary.total


def test_pins_that_fit_into_no_period_are_refused_by_the_program() -> None:
    """As the flow refuses them."""
    with pytest.raises(InvalidInput, match="the pinned pairs do not fit together"):
        assign(
            {"a": {"x": 1.0}, "b": {"x": 1.0}}, demand=1, max_load=2,
            pinned=[("a", "x"), ("b", "x")], periods={"x": {"may": 1}}, policy=MILP,
        )  # fmt: skip
