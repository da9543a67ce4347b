"""Who is matched with what, because of what, and why are others not?"""

import pytest

from engageframe_sme.assigning import assign
from engageframe_sme.instance import MatchPolicy
from engageframe_sme.matching import Scored, match
from engageframe_sme.records import Evidence, Expert, Need, Topic

FLOW = MatchPolicy(solver="flow")


def need(*topics, **more):
    """Give a need of Maria."""
    more = {"id": "quiet", "person": "maria", "wanted": 1, **more}
    return Need(topics=tuple(Topic(name=one) for one in topics), **more)


def expert(who, text="", **more):
    """Give an expert, with a text."""
    evidence = (Evidence(id=f"{who}-note", text=text),) if text else ()
    return Expert(id=who, evidence=evidence, **more)


def test_a_match_tells_its_parts_texts_and_codes():
    """Skills and texts are added; what was near is named."""
    ada = expert(
        "ada", "a radio that is quiet at night", skills={"Radio": 3}, languages={"en": "C1"},
        registers=("technical",),
    )  # fmt: skip
    wanted = need("radio", text="quiet nights", language="en", register="technical")

    (found,) = match([wanted], [ada], FLOW).pairs

    assert found.parts["skills"] == 0.75
    assert found.parts["register"] == 0.1
    assert round(sum(found.parts.values()), 6) == found.score
    assert [id_ for id_, _ in found.texts] == ["ada-note"]
    assert found.codes == ("skill:radio", "texts", "language:en", "register:technical")
    assert (found.gain, found.loss) == (0.75, found.score)


@pytest.mark.parametrize(
    ("spoken", "speaks"),
    [({"es": "B2"}, True), ({"es-MX": "C1"}, True), ({"es": "B1"}, False), ({"en": "C2"}, False)],
)
def test_a_language_is_spoken_at_the_level_or_it_is_not(spoken, speaks):
    """A region of the language will do, a lower level will not; the reason is told."""
    ada = expert("ada", skills={"radio": 4}, languages=spoken)

    found = match([need("radio", language="es")], [ada], FLOW)

    assert bool(found.pairs) is speaks
    if not speaks:
        assert found.matching.why_not("quiet", "ada").says == (
            "they do not speak es at B2 or better"
        )


def test_a_conflict_keeps_people_apart():
    """Whom an expert must not be brought to stands in their record."""
    ada = expert("ada", skills={"radio": 4}, conflicts=("maria",))

    found = match([need("radio")], [ada], FLOW)

    assert found.unfilled[0].blocking[0].says == "they have a conflict with maria (ada)"


def test_who_shows_nothing_of_a_topic_is_not_matched():
    """Neither skill nor text: the reason says so."""
    found = match([need("radio")], [expert("ada", skills={"power": 4})], FLOW)

    blocking = found.unfilled[0].blocking[0]
    assert (blocking.code, blocking.experts) == ("barred", ("ada",))
    assert blocking.says == "nothing shows that they know the topic (ada)"


def test_a_pin_goes_before_filters_and_scores():
    """What was decided is matched, though nothing speaks for it."""
    found = match([need("radio", language="es")], [expert("ada")], FLOW, pins=[("quiet", "ada")])

    assert [(one.expert, one.pinned, one.loss) for one in found.pairs] == [("ada", True, None)]


def test_a_second_perspective_is_chosen_where_it_costs_little():
    """Two of one view are dearer than one of each."""
    both = [
        expert("ada", skills={"radio": 4}, perspective="mesh"),
        expert("ben", skills={"radio": 4}, perspective="mesh"),
        expert("cy", skills={"radio": 3}, perspective="cell"),
    ]
    policy = MatchPolicy(solver="flow", perspective_penalty=0.5)

    found = match([need("radio", wanted=2)], both, policy)

    assert [one.expert for one in found.pairs] == ["ada", "cy"]
    assert found.summary.distinct == 1.0
    assert "perspective" in found.pairs[1].codes


def test_more_than_wanted_come_only_while_each_is_worth_it():
    """Never too much help, but help: the third would not be worth the price of a third."""
    known = [expert(who, skills={"radio": level}) for who, level in zip("abcd", (4, 3, 3, 1),
                                                                        strict=True)]  # fmt: skip
    policy = MatchPolicy(solver="flow", falling=0.3)

    found = match([need("radio", wanted=1)], known, policy)
    closed = match([need("radio", wanted=1, open_ended=False)], known, policy)

    assert [one.expert for one in found.pairs] == ["a", "b", "c"]
    assert (found.summary.filled, found.summary.beyond) == (1, 2)
    assert [one.expert for one in closed.pairs] == ["a"]


def test_a_window_and_the_periods_of_experts_must_meet():
    """Ada is free in May, Ben in June; the need is for June."""
    free = [
        expert("ada", skills={"radio": 4}, periods={"may": 1}),
        expert("ben", skills={"radio": 1}, periods={"june": 1}),
    ]

    found = match([need("radio", window=("june", "july"))], free, FLOW)

    assert [(one.expert, one.period) for one in found.pairs] == [("ben", "june")]
    assert "no period" in found.matching.why_not("quiet", "ada").says


def test_coverage_is_another_aim_than_relevance():
    """Two who know the same thing well are relevant; one who knows the rest covers more."""
    known = [
        expert("ada", skills={"radio": 4, "power": 2}), expert("ben", skills={"radio": 4}),
        expert("cy", skills={"power": 3}),
    ]  # fmt: skip
    wanted = need("radio", "power", wanted=2)

    relevant = match([wanted], known, FLOW)
    covering = match([wanted], known, FLOW, aim="coverage")

    assert [one.expert for one in relevant.pairs] == ["ada", "ben"]
    assert [one.expert for one in covering.pairs] == ["ada", "cy"]
    assert all(not one.pinned for one in covering.pairs)
    assert (relevant.summary.optimal, covering.summary.optimal) == (True, False)


def test_scorers_and_filters_of_others_are_taken():
    """Functions will do; a plugin gives them a name."""

    def score(needs, experts):
        return {
            n.id: {e.id: Scored(score=1.0, parts={"luck": 1.0}) for e in experts} for n in needs
        }

    def not_ada(need, expert):
        return "not on Mondays" if expert.id == "ada" else ""

    found = match([need("radio")], [expert("ada"), expert("ben")], FLOW, scorer=score,
                  filters=[not_ada])  # fmt: skip

    assert [one.expert for one in found.pairs] == ["ben"]
    assert found.matching.why_not("quiet", "ada").says == "not on Mondays"


def test_what_if_pins_and_bars_pairs_and_everything_else_may_move():
    """The delta tells who moved, and what it costs."""
    known = [expert("ada", skills={"radio": 4}), expert("ben", skills={"radio": 2})]
    needs = [need("radio"), need("radio", id="loud")]
    matching = match(needs, known, FLOW).matching

    delta = matching.whatif(drop=[("loud", "ada")], add=[("quiet", "ada")])

    assert [(one.need, one.expert) for one in delta.matching.pairs] == [
        ("loud", "ben"), ("quiet", "ada"),
    ]  # fmt: skip
    assert delta.cost == 0.0


def test_alternates_are_told_by_id_and_not_by_rank():
    """Who could come in, each with what it would cost."""
    known = [expert(who, skills={"radio": level}) for who, level in (("ada", 1), ("ben", 4),
                                                                     ("cy", 2))]  # fmt: skip

    matching = match([need("radio")], known, FLOW).matching

    assert [(one.expert, one.loss) for one in matching.alternates("quiet")] == [
        ("ada", 0.75), ("cy", 0.5),
    ]  # fmt: skip


def test_a_matching_before_is_what_stability_keeps():
    """It is given as it is, or as its pairs; a bonus keeps what is hardly worse."""
    policy = MatchPolicy(solver="flow", stability=0.1)
    before = assign({"a": {"x": 0.5, "y": 0.4}}, demand=1, max_load=1)
    now = {"a": {"x": 0.5, "y": 0.55}}

    for previous in (before, [("a", "x")]):
        found = assign(now, demand=1, max_load=1, previous=previous, policy=policy)
        assert [one.expert for one in found.pairs] == ["x"]


def test_closed_needs_are_left_out():
    """What is over needs nobody."""
    found = match([need("radio", closed=True)], [expert("ada", skills={"radio": 4})], FLOW)

    assert (found.pairs, found.summary.wanted) == ((), 0)
