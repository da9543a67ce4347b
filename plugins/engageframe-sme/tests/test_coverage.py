"""What do several experts cover together, and what does each add?"""

import sys
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engageframe import InvalidInput
from engageframe_sme.coverage import cover, covered, diversity, gain, gini, topic_coverage

law = settings(deadline=None, max_examples=80)
shares = st.integers(0, 4).map(lambda n: n / 4)
people = st.dictionaries(st.sampled_from("rst"), shares, max_size=3)
topics = st.dictionaries(st.sampled_from("rst"), st.integers(1, 3), min_size=1)


def test_the_vector_of_the_design_holds():
    """Radio by two who know .6 and .5, power by one who knows .8, weighed two to one: .8."""
    team = [{"rf": 0.6, "power": 0.8}, {"rf": 0.5}]

    assert topic_coverage([0.6, 0.5]) == 0.8
    assert covered({"rf": 2, "power": 1}, team) == 0.8
    assert round(covered({"rf": 2, "power": 1}, team[:1]), 6) == 0.666667


@law
@given(topics, st.lists(people, max_size=3), people, people)
def test_what_one_more_adds_shrinks_and_is_never_less_than_nothing(wanted, team, other, one):
    """Coverage is monotone and submodular: whoever comes later adds less, or as much."""
    early, late = gain(wanted, team, one), gain(wanted, [*team, other], one)

    assert -1e-9 <= late <= early + 1e-9
    assert 0 <= covered(wanted, [*team, one]) <= 1


@law
@given(
    st.dictionaries(st.sampled_from("abc"), topics, min_size=1),
    st.dictionaries(st.sampled_from("wxyz"), people, min_size=1),
    st.integers(0, 2),
    st.integers(0, 2),
)
def test_stages_keep_the_bounds_and_come_near_to_the_best(needs, experts, demand, load):
    """Nobody has more than they want or can; at least half of the best is covered."""
    found = cover(needs, experts, demand=demand, max_load=load)

    for need in needs:
        assert sum(one == need for one, _ in found.pairs) <= demand
    for expert in experts:
        assert sum(one == expert for _, one in found.pairs) <= load
    if len(needs) * len(experts) <= 6:
        assert found.total >= best(needs, experts, demand, load) / 2 - 1e-9


def best(needs, experts, demand, load):
    """Try every set of pairs."""
    free = [(need, one) for need in needs for one in experts]
    most = 0.0
    for size in range(len(free) + 1):
        for pairs in combinations(free, size):
            if all(sum(n == need for n, _ in pairs) <= demand for need in needs) and all(
                sum(e == one for _, e in pairs) <= load for one in experts
            ):
                teams = {need: [experts[e] for n, e in pairs if n == need] for need in needs}
                most = max(most, sum(covered(needs[need], team) for need, team in teams.items()))
    return most


def test_the_sum_of_what_each_knows_is_not_what_they_cover():
    """Two who know the same are relevant each, and together cover half of what two others do."""
    experts = {"ada": {"r": 0.75}, "ben": {"r": 0.75}, "cy": {"s": 0.5}}

    found = cover({"n": {"r": 1, "s": 1}}, experts, demand=2, max_load=1)

    assert found.pairs == (("n", "ada"), ("n", "cy"))
    assert found.coverage == {"n": 0.625}


def test_what_is_decided_stays_and_what_is_barred_stays_away():
    """Pins and conflicts hold for coverage, too."""
    experts = {"ada": {"r": 1.0}, "ben": {"r": 0.5}, "cy": {"r": 0.25}}

    found = cover(
        {"n": {"r": 1}}, experts, demand=2, max_load=1, pinned=[("n", "cy")],
        forbidden=[("n", "ada")],
    )  # fmt: skip

    assert found.pairs == (("n", "ben"), ("n", "cy"))


def test_what_is_wrong_with_a_covering_is_told(monkeypatch):
    """Unknown ids, and a solver that is not there."""
    with pytest.raises(InvalidInput, match='no expert "adda"; did you mean "ada"?'):
        cover({"n": {"r": 1}}, {"ada": {}}, demand=1, max_load=1, pinned=[("n", "adda")])
    monkeypatch.setitem(sys.modules, "scipy", None)
    with pytest.raises(InvalidInput, match="scipy is not installed"):
        cover({"n": {"r": 1}}, {"ada": {}}, demand=1, max_load=1, solver="milp")


@pytest.mark.parametrize(
    ("told", "index"), [([], 0.0), ([0, 0], 0.0), ([2, 2, 2], 0.0), ([0, 0, 3], 2 / 3)]
)
def test_the_gini_index_tells_even_from_uneven(told, index):
    """Nothing and all alike are even; one who has everything is not."""
    assert round(gini(told), 9) == round(index, 9)


def test_diversity_is_the_chance_of_two_ways():
    """One way is none; two halves are a half."""
    assert (diversity([]), diversity(["p"]), diversity(["p", "q"])) == (0.0, 0.0, 0.5)
