"""Does each rule fire where it should, stay quiet where it should not, and say how to mend it?"""

import pytest

from engageframe import Affiliation, Engagement, moment
from engageframe_sme.records import PairDecision, WhatMore


def team(world, **options):
    """Give a world with a need for radio and power, and Ines engaged for it."""
    told = world(**options).need("quiet", "power*2", "radio")
    told.expert("ines", skills={"power": 4, "radio": 2}, perspective="sleep")
    return told.offer("ines", answer="accepted")


def test_one_expert_is_one_voice_and_a_second_of_another_view_mends_it(world):
    """The finding names who would see it in another way, and a second voice clears it."""
    told = team(world).expert("yusuf", skills={"radio": 4}, perspective="hush")

    finding = told.found()["SME001", "quiet"]
    assert finding.says == "quiet: Ines is the only expert"
    assert finding.fix == "introduce Yusuf, who sees it as hush"

    assert ("SME001", "quiet") not in told.offer("yusuf").found()


def test_several_experts_of_one_view_are_one_voice(world):
    """Neutrality is another view, not another head."""
    told = team(world).expert("yusuf", skills={"radio": 4}, perspective="sleep").offer("yusuf")

    finding = told.found()["SME001", "quiet"]

    assert finding.says == "quiet: all 2 experts see it as sleep"
    assert finding.fix.startswith("ask who would see it in another way")


def test_who_would_displace_least_is_the_second_voice(world):
    """Where nobody of another view is matched, the exact regret decides."""
    told = team(world, never_too_much=False).expert("al", skills={"radio": 1}, perspective="a")
    told.expert("bo", skills={"radio": 3}, perspective="b")
    told.need("quiet", "power*2", "radio", wanted=1)

    assert told.found()["SME001", "quiet"].fix == "introduce Bo, who sees it as b"


@pytest.mark.parametrize(
    ("stake", "told", "fires"),
    [("", True, True), ("none", False, False), ("salary", False, False),
     ("commission", False, True), ("commission", True, False), ("product", False, True)],
)  # fmt: skip
def test_a_stake_must_be_known_and_one_with_a_gain_told(world, stake, told, fires):
    """An E: help with a hidden gain is a pitch."""
    made = world().need("quiet", "radio").expert("ines", skills={"radio": 4}, stake=stake)

    found = made.offer("ines", stake_told=told).found()

    assert (("SME002", "ines-quiet") in found) is fires


def test_a_declined_expert_needs_no_stake(world):
    """Nobody is at risk from somebody who does not come."""
    made = world().need("quiet", "radio").expert("ines", skills={"radio": 4}, stake="")

    assert ("SME002", "ines-quiet") not in made.offer("ines", answer="declined").found()


def test_an_expert_in_an_encounter_must_be_introduced(world):
    """Planned or held, ours to answer for; imported and past plans are left alone."""
    told = team(world).expert("yusuf", stake="")
    told.plan("coming", "2031-07-01", "maria", "yusuf").met("was", "2031-05-01", "maria", "yusuf")
    told.met("log", "2031-05-02", "maria", "yusuf", source="calendar:1")
    told.plan("past", "2031-05-03", "maria", "yusuf").plan("ours", "2031-07-02", "ana", "yusuf")
    told.plan("known", "2031-07-03", "maria", "ines")

    found = told.found()

    assert {subject for rule, subject in found if rule == "SME003"} == {"coming", "was"}
    assert {subject for rule, subject in found if rule == "SME002"} == {"coming", "was"}
    says = found["SME003", "coming"].says
    assert says == "coming: Yusuf was introduced to nobody of Maria"


def test_the_only_way_is_told(world):
    """An expert is open, or not neutral."""
    told = team(world).session("s", "ines", openness="only_way")

    assert "one way only" in told.found()["SME004", "s"].says
    assert ("SME004", "s") not in team(world).session("s", "ines", openness="stated").found()


def test_a_topic_that_is_covered_too_little_is_told_with_help(world):
    """Radio is known to a half, which is enough; to a quarter it is not."""
    told = team(world, covered=60).expert("yusuf", skills={"radio": 4}, perspective="hush")

    finding = told.found()["SME005", "quiet"]

    assert finding.says == "quiet: those engaged cover too little of radio (0.50)"
    assert finding.fix == "introduce Yusuf"
    assert ("SME005", "quiet") not in team(world).found()


def test_who_knows_nothing_of_a_topic_is_no_help_with_it(world):
    """An expert who is matched for another topic of the need is not named where this one is low."""
    told = world().need("quiet", "power", "radio").expert("al", skills={"power": 4})

    assert [one.expert for one in told.roster().matched.pairs] == ["al"]
    assert told.found()["SME005", "quiet"].fix == "introduce Al"
    told.offer("al", "quiet").expert("bo", skills={"power": 3}, perspective="another")
    assert [one.expert for one in told.roster().matched.pairs] == ["al", "bo"]
    assert told.found()["SME005", "quiet"].fix == "find another expert: no expert adds to it"


def test_a_topic_that_nobody_can_cover_says_what_blocks_it(world):
    """Everybody who could help is named with the reason why they do not."""
    told = world().need("quiet", "radio", language="es").expert("al", skills={"radio": 4})

    assert told.found()["SME005", "quiet"].fix == (
        "find another expert: they do not speak es at B2 or better (al); nobody may serve it"
    )


def test_more_needs_than_an_expert_can_take_are_told(world):
    """An E: what cannot be kept should not be promised."""
    told = world().expert("ines", skills={"power": 4}, capacity=1)
    for name in ("one", "two"):
        told.need(name, "power").offer("ines", name)

    finding = told.found()["SME006", "ines"]

    assert finding.says == "Ines is engaged in 2 needs and can take 1: one, two"
    told.expert("ines", skills={"power": 4}, capacity=2)
    assert ("SME006", "ines") not in told.found()


def test_what_more_is_asked_after_every_session(world):
    """An answer before the session does not count; an empty one after it does."""
    more = WhatMore(need="quiet", by="ana", person="maria")
    told = team(world).session("s", "ines", need="quiet").tell(more, "2031-02-01")
    assert ("SME007", "quiet") in told.found()

    assert ("SME007", "quiet") not in told.tell(more, "2031-03-02").found()


def test_a_session_that_names_no_need_counts_for_those_who_were_met(world):
    """The encounter tells whose needs it was about."""
    told = team(world).met("s", "2031-03-01", "maria", "ines").session("s", "ines")

    assert ("SME007", "quiet") in told.found()


def test_a_register_that_an_expert_does_not_speak_is_told(world):
    """Unknown registers are not told: unknown is not none."""
    told = world().need("quiet", "power", register="management")
    told.expert("ines", skills={"power": 4}, registers=("technical",)).offer("ines")
    told.expert("al", skills={"power": 4}).offer("al")

    finding = told.found()["SME008", "quiet"]

    assert finding.says == "quiet: Ines does not speak the management register"


def flood(world, answers, asked):
    """Offer an expert for every answer."""
    told = world().need("quiet", "power")
    for n, answer in enumerate(answers):
        told.expert(f"e{n}", skills={"power": 1}).offer(
            f"e{n}", answer=answer, asked="they_asked" if n < asked else "nobody"
        )
    return told.found()


def test_a_flood_of_unasked_help_is_told(world):
    """Three times as many as asked for, and fewer than half accepted."""
    finding = flood(world, ["accepted"] * 2 + ["declined"] * 4, 1)["SME009", "work"]

    assert finding.says == "6 experts offered, 1 asked for, 2 accepted"


@pytest.mark.parametrize(
    ("answers", "asked"),
    [(["declined"] * 4, 0), (["accepted"] * 3 + ["declined"] * 3, 1), (["declined"] * 6, 3)],
)
def test_few_wanted_or_accepted_offers_are_no_flood(world, answers, asked):
    """Four may be chance; half accepted is welcome; half asked for was asked for."""
    assert ("SME009", "work") not in flood(world, answers, asked)


@pytest.mark.parametrize(
    "state", [{"status": "ended_by_client"}, {"status": "dormant", "until": moment("2031-07")}]
)
def test_an_engagement_that_rests_is_left_alone(world, state):
    """Nobody is pressed, and nobody is brought in."""
    told = team(world).tell(Engagement(id="work", name="Work", **state), "2031-04-01")
    workspace = told.open()

    assert told.found() == {}
    assert workspace.host.propose(workspace.view()) == ()


def test_a_pause_that_has_ended_is_none(world):
    """From the day after on the practice speaks again."""
    body = Engagement(id="work", name="Work", status="dormant", until=moment("2031-05"))

    assert ("SME001", "quiet") in team(world).tell(body, "2031-04-01").found()


def test_findings_beyond_the_most_are_counted(world):
    """One line says how many more there are."""
    told = world(most=1)
    for name in ("one", "two", "three"):
        told.need(name, "power")

    found = told.found()

    assert ("SME005", "one") in found
    assert found["SME005", "work"].says == "2 more"


def test_what_is_forbidden_or_declined_is_proposed_to_nobody(world):
    """The reason stands where the place is empty."""
    told = world().need("quiet", "power").expert("al", skills={"power": 4})
    told.expert("bo", skills={"power": 4}).offer("bo", answer="declined")
    told.tell(PairDecision(need="quiet", expert="al", decision="forbidden", reason="a quarrel"))

    says = [one.says for one in told.roster().matched.unfilled[0].blocking]

    assert says[:2] == ["declined on 2031-02-01 (bo-quiet) (bo)", "forbidden: a quarrel (al)"]


def test_a_conflict_with_an_organization_is_one_with_its_people(world):
    """As long as they belong to it."""
    told = world().need("quiet", "power").expert("al", skills={"power": 4}, conflicts=("acme",))
    told.firm("acme").tell(Affiliation(person="maria", organization="acme"))
    roster = told.roster()
    gone = Affiliation(person="maria", organization="acme", until=moment("2031-03"))

    assert roster.matched.matching.why_not("quiet", "al").says == "they have a conflict with acme"
    assert told.tell(gone, "2031-04-01").roster().matched.pairs != ()


def test_ids_and_texts_of_any_length_are_told(world):
    """The id of the proposal is shortened and stays apart from others; texts are clipped."""
    long = ["e" * 119 + end for end in "xy"]
    told = world().need("n" * 120, "radio " * 2000, wanted=2)
    for who in long:
        told.expert(who, skills={("radio " * 2000).strip(): 4}, perspective="p" * 9000)
    workspace = told.open()
    proposed = [one for _, one in workspace.host.propose(workspace.view())]

    assert len({one.id for one in proposed}) == 2
    assert all(len(one.id) <= 200 and len(one.does) < 400 for one in proposed)
    assert all(len(one.says) < 600 for one in told.found().values())


def test_a_world_without_experts_and_needs_has_no_findings(world):
    """Whoever does not use the practice hears nothing of it."""
    workspace = world().plan("p", "2031-07-01", "maria").open()
    view = workspace.view()

    assert workspace.host.check(view) == ()
    assert workspace.host.propose(view) == ()
    assert workspace.host.measure(view) == ()
    assert workspace.host.draw(view) == ()
    assert workspace.host.brief(view, view.encounters["p"]) == ()
