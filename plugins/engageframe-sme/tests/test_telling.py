"""What is proposed, told before an encounter, measured and drawn?"""

import json
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engageframe import Stakeholder
from engageframe.encoding import canonical
from engageframe_sme.records import Expert, PairDecision
from engageframe_sme.rules import SmeSettings

law = settings(deadline=None, max_examples=30, suppress_health_check=list(HealthCheck))


def two(world, **options):
    """Give a world with Ines engaged for a need, and Yusuf who sees it in another way."""
    told = world(**options).need("quiet", "power*2", "radio", text="a winter on one battery")
    told.expert("ines", skills={"power": 4, "radio": 1}, perspective="sleep")
    told.expert("yusuf", skills={"radio": 4}, perspective="hush", text="radio at night",
                stake="product")  # fmt: skip
    return told.offer("ines", answer="accepted")


def proposed(told):
    """Give the proposals of a world."""
    workspace = told.open()
    return [one for _, one in workspace.host.propose(workspace.view())]


def test_a_proposal_says_whom_to_introduce_on_what_and_because_of_what(world):
    """With the second voice, what it adds, and the stake to be told."""
    told = two(world)

    (one,) = proposed(told)

    assert (one.id, one.for_whom, one.about, one.rule, one.importance) == (
        "introduce:yusuf:quiet", "maria", "quiet", "SME001", 2,
    )  # fmt: skip
    assert one.does == "Introduce Yusuf to Maria on radio"
    assert one.reason == (
        "knows radio 4 of 4; has worked on it: yusuf-note; sees it as hush, which nobody engaged "
        "does; adds 0.25 to the coverage of 0.75; introduce them as one more way, and say that "
        "this expert has a product of their own in it"
    )
    assert all(told.open().view().has_record(id_) for id_ in one.evidence)


def test_the_minimum_is_more_important_than_what_was_wanted_or_more(world):
    """Nobody there yet: important; beyond what was wanted: a hypothesis, and said to be one."""
    told = world(falling=1).need("quiet", "power", wanted=1, minimum=1)
    told.expert("al", skills={"power": 3}, perspective="p")
    assert [one.importance for one in proposed(told)] == [3]

    told.offer("al").expert("bo", skills={"power": 3}, perspective="q")
    (more,) = proposed(told)
    assert more.importance == 1
    assert "never too much help is a hypothesis (S1.60)" in more.reason


def test_more_than_wanted_must_add_something(world):
    """Whoever knows what is known already, and sees it in the same way, is not proposed."""
    told = world(falling=1).need("quiet", "power", wanted=1).offer("al")
    told.expert("al", skills={"power": 4}, perspective="p")
    told.expert("bo", skills={"power": 4}, perspective="p")

    assert proposed(told) == []


def test_never_too_much_can_be_switched_off(world):
    """Then nobody beyond what was wanted is proposed."""
    told = world(falling=1, never_too_much=False).need("quiet", "power", wanted=1)
    told.expert("al", skills={"power": 2}).expert("bo", skills={"power": 3})

    assert len(proposed(told)) == 1


def test_what_was_decided_is_proposed_with_its_reason(world):
    """A pin goes before the score."""
    told = world().need("quiet", "power", wanted=1).expert("al", skills={"power": 4})
    told.expert("bo").tell(
        PairDecision(need="quiet", expert="bo", decision="pinned", reason="she asked for Bo")
    )

    assert [one.for_whom for one in proposed(told)][:1] == ["maria"]
    assert "it was decided: she asked for Bo" in " ".join(one.reason for one in proposed(told))


def test_a_pin_that_fits_into_no_period_is_still_kept(world):
    """A decision is a fact, a calendar a wish; a note says so."""
    told = world().need("quiet", "power", wanted=1, window=("may",))
    told.expert("al", skills={"power": 4}, periods={"may": 0, "june": 1})
    told.tell(PairDecision(need="quiet", expert="al", decision="pinned", reason="agreed"))

    matched = told.roster().matched

    assert [one.expert for one in matched.pairs] == ["al"]
    assert matched.notes[-1].startswith("periods were left aside")


def test_who_is_engaged_stays_though_it_is_more_than_they_can_take(world):
    """Facts are never refused: a finding tells of it, and the matching goes on."""
    told = world().expert("al", skills={"power": 4}, capacity=1)
    for name in ("one", "two", "three"):
        told.need(name, "power")
    told.offer("al", "one").offer("al", "two")

    matched = told.roster().matched

    assert [(one.need, one.pinned) for one in matched.pairs] == [("one", True), ("two", True)]


def brief(told, encounter):
    """Give the lines before an encounter."""
    workspace = told.open()
    view = workspace.view()
    return [line for _, line in workspace.host.brief(view, view.encounters[encounter])]


def test_the_brief_says_who_comes_with_which_stake_and_why_they_may_differ(world):
    """And asks what more can be looked at."""
    told = two(world).plan("p", "2031-07-01", "maria", "ines", "yusuf")

    lines = [(one.heading, one.text) for one in brief(told, "p")]

    so = ": say so when you introduce them"
    ines, yusuf = "Ines sees it as sleep", "Yusuf sees it as hush"
    assert lines == [
        ("know", f"Ines is coming, sees it as sleep, and is paid a salary, whatever is chosen{so}"),
        ("know", f"Yusuf is coming, sees it as hush, and has a product of their own in it{so}"),
        ("know", f"they may differ, and that is why they come: {ines}; {yusuf}"),
        ("ask", "Maria: what more can we look at?"),
    ]


def test_the_brief_misses_a_second_way_and_offers_one(world):
    """With Ines alone somebody is missing who would see it in another way."""
    told = two(world).plan("p", "2031-07-01", "maria", "ines")

    lines = {(one.heading, one.text) for one in brief(told, "p")}

    assert ("ask", "who would see it in another way than sleep?") in lines
    assert (
        "offer",
        "one more expert, Yusuf, would add 0.25 to what is covered of power, radio",
    ) in lines


def test_the_brief_asks_for_a_stake_that_nobody_knows(world):
    """Before they go in, not in front of the client."""
    told = world().expert("al", stake="").plan("p", "2031-07-01", "maria", "al")

    assert brief(told, "p")[0].text == "Al, before you go in, what they gain from the outcome"


def test_the_brief_warns_of_a_register_that_is_not_spoken(world):
    """So that somebody else explains it."""
    told = world().need("quiet", "power", register="management")
    told.expert("al", skills={"power": 4}, registers=("technical",))

    lines = brief(told.plan("p", "2031-07-01", "maria", "al"), "p")

    assert "Al does not speak the management register that Maria asked for" in [
        one.text for one in lines
    ]


def measured(told):
    """Give the measures of a world by name."""
    workspace = told.open()
    return {one.name: one for _, one in workspace.host.measure(workspace.view())}


def test_a_second_voice_raises_coverage_and_diversity(world):
    """From three quarters of the topics to all of them."""
    before, after = measured(two(world)), measured(two(world).offer("yusuf"))

    assert (before["topic-coverage"].value, after["topic-coverage"].value) == (0.75, 1.0)
    assert (before["one-more-expert"].value, after["one-more-expert"].value) == (0.25, 0.0)
    assert before["perspective-diversity"].value is None
    assert after["perspective-diversity"].value == 0.5
    assert {one.subject for one in after.values()} == {"work"}


def test_four_answers_are_too_few_to_measure_and_five_are_enough(world):
    """The share comes with its interval (Wilson, 3 of 5)."""
    told = world().need("quiet", "power")
    for n, answer in enumerate(["accepted", "accepted", "declined", "declined"]):
        told.expert(f"e{n}").offer(f"e{n}", answer=answer)
    few = measured(told)["help-accepted"]
    enough = measured(told.expert("e4").offer("e4", answer="accepted"))["help-accepted"]

    assert (few.value, few.n, few.needs) == (None, 4, 5)
    assert (enough.value, enough.n) == (0.6, 5)
    assert (round(enough.low, 3), round(enough.high, 3)) == (0.231, 0.882)


def test_the_vector_of_loads_has_its_gini(world):
    """One who does everything, two who do nothing."""
    told = world().expert("al").expert("bo").expert("cy")
    for name in ("one", "two"):
        told.need(name, "power").offer("al", name)

    assert measured(told)["load-gini"].value == round(2 / 3, 6)


def test_only_the_client_rates_sessions(world):
    """Our own ratings are left out, and five people make a mean, each counted once."""
    told = world().need("quiet", "power").expert("al")
    clients = [f"c{n}" for n in range(4)]
    for who in clients:
        told.person(who).tell(Stakeholder(who=who, side="client"))
    for n, who in enumerate(("maria", "maria", "maria", *clients, "ana")):
        value = 1 if who == "ana" else 9 if who == "maria" else 4
        told.session(f"s{n}", "al", usefulness=value, rated_by=who)

    found = measured(told)

    assert (found["session-usefulness"].value, found["session-usefulness"].n) == (5.0, 5)
    assert found["session-neutrality"].value is None


def test_many_ratings_of_few_people_are_no_mean(world):
    """Of four people single voices show, however often they rated; the bound cannot be lowered."""
    told = world().need("quiet", "power").expert("al")
    for n in range(12):
        told.session(f"s{n}", "al", neutrality=9, rated_by=("maria", "bo", "cy", "di")[n % 4])

    found = measured(told)["session-neutrality"]

    assert (found.value, found.n, found.needs) == (None, 4, 5)
    with pytest.raises(ValueError, match="fewest_ratings"):
        SmeSettings(fewest_ratings=4)


def drawn(told):
    """Give the figures of a world by name."""
    workspace = told.open()
    return {one.name: one for _, one in workspace.host.draw(workspace.view())}


def test_the_heat_map_shows_every_topic_with_every_expert(world):
    """Empty cells are there, and loud; experts stand in the order of their ids."""
    rows = drawn(two(world))["sme-topics"].spec["data"]["values"]

    assert [(row["topic"], row["expert"], row["level"]) for row in rows] == [
        ("power", "Ines", 4), ("power", "Yusuf", 0), ("radio", "Ines", 1), ("radio", "Yusuf", 4),
    ]  # fmt: skip


def test_the_heat_map_names_nobody_of_another_side(world):
    """What experts of vendors, of the network, or of no known side know is theirs to tell."""
    told = two(world)
    for who, side in (("vic", "vendor"), ("ned", "network")):
        told.expert(who, skills={"power": 3}).tell(Stakeholder(who=who, side=side))
    told.person("zoe").tell(Expert(id="zoe", skills={"power": 2}, capacity=1))

    figure = drawn(told)["sme-topics"]

    assert {row["expert"] for row in figure.spec["data"]["values"]} == {"Ines", "Yusuf"}
    assert figure.title.endswith("(3 experts of other sides left out)")


def test_the_curve_of_gains_names_nobody(world):
    """How much each further expert adds is told, and not who."""
    figure = drawn(two(world))["sme-gains"]

    assert [row["coverage"] for row in figure.spec["data"]["values"]] == [0.75, 1.0]
    assert "yusuf" not in json.dumps(figure.spec).lower()


histories = st.lists(
    st.tuples(
        st.sampled_from(["expert", "need", "offer", "session", "plan"]),
        st.integers(0, 3), st.integers(0, 3), st.sampled_from(["", "accepted", "declined"]),
    ),
    max_size=14,
)  # fmt: skip


def remember(told, history):
    """Tell a history in a world."""
    for kind, one, other, answer in history:
        if kind == "expert":
            told.expert(f"e{one}", skills={"power": other}, perspective="pq"[one % 2],
                        capacity=other, stake=("", "salary")[one % 2])  # fmt: skip
        elif kind == "need":
            told.need(f"n{one}", "power", "radio", wanted=max(1, other), minimum=0)
        elif kind == "offer":
            told.offer(f"e{one}", f"n{other}", answer=answer, id=f"o{one}{other}{answer}")
        elif kind == "session":
            told.session(f"m{one}", f"e{other}", need=f"n{one}")
        else:
            told.plan(f"m{one}", "2031-07-01", "maria", f"e{other}")
    return told


def answers(told):
    """Give everything that the practice answers about a world."""
    workspace = told.open()
    view, host = workspace.view(), workspace.host
    every = [host.propose(view), host.check(view), host.measure(view), host.draw(view)]
    return view, [*every, *(host.brief(view, one) for _, one in sorted(view.encounters.items()))]


@law
@given(histories)
def test_every_history_is_answered_with_records_that_exist(world, history):
    """Nothing fails: unknown ids, wrong order, nobody there; each line names records."""
    view, (proposals, findings, _, _, *briefs) = answers(remember(world(), history))

    lines = [one.value for told in (proposals, findings, *briefs) for one in told]
    assert all(one.evidence for one in lines)
    assert all(view.has_record(id_) for one in lines for id_ in one.evidence)


@law
@given(histories, st.integers(0, 99))
def test_the_order_in_which_things_are_written_down_does_not_matter(world, history, seed):
    """As long as no record describes the same thing twice, the bytes are the same."""
    once = list({(kind, one, other if kind == "offer" else 0): (kind, one, other, answer)
                 for kind, one, other, answer in history}.values())  # fmt: skip
    once = list({(row[0], row[1], row[2], row[3]): row for row in once}.values())
    shuffled = random.Random(seed).sample(once, len(once))

    assert stable(remember(world(), shuffled)) == stable(remember(world(), once))


def stable(told):
    """Write all answers down."""
    return canonical(answers(told)[1])
