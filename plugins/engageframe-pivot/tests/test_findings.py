"""Is every rule found where it is broken, and nowhere else?"""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engageframe import Attendee, EncounterHeld, EncounterReviewed, Goal
from engageframe_pivot.grammar import ACTS

VALID = "ACK CHECK CONF PERM GRANT ALSO OWN ACT"
DECLINED = "ACK CHECK CONF PERM DECLINE"


def rules(world):
    """Give the rules that are broken, each once."""
    return sorted({rule for rule, _ in world.found()})


def test_a_pivot_that_was_kept_to_breaks_no_rule(ready):
    """Their view confirmed, leave given, an idea beside it, a reason and an action of theirs."""
    told = ready().acts(VALID, idea="sleep").accepted("A3", encounter="met-2031-03-01-boards")

    assert told.found() == []


@pytest.mark.parametrize(
    ("acts", "more", "found"),
    [
        ("ACK ALSO CONF", {}, ["PIV001", "PIV002"]),
        ("ACK CHECK CONF ALSO", {}, ["PIV002"]),
        ("ACK CHECK REB", {}, ["PIV004"]),
        ("ACK CHECK CONF PERM GRANT ALSO PUSH PUSH ASSENT", {}, ["PIV005"]),
        ("ACK CHECK CONF PERM GRANT ALSO", {"talk_share": 90}, []),
    ],
)
def test_what_the_acts_break_is_found_at_their_encounter(ready, acts, more, found):
    """The subject is the encounter, and the evidence the record of its acts."""
    told = ready().acts(acts, **more)

    assert rules(told) == found
    assert {subject for _, subject in told.found()} <= {"met-2031-03-01-boards"}


def test_a_finding_says_with_whom_at_which_act_and_how_often(ready):
    """Three rebuttals are one finding."""
    told = ready().acts("ACK REB CHECK REB REB")

    finding = told.finding("PIV004")

    assert finding.says == (
        "met-2031-03-01-boards with Bo: it was rebutted (act 2 of 5); 3 times in all"
    )
    assert told.view().has_record(finding.evidence[0])


def test_the_talk_share_of_the_settings_counts(ready):
    """Forty percent is much when the team says so."""
    told = ready(most_talk=30).acts("ACK CHECK CONF PERM GRANT ALSO ASSENT", talk_share=40)

    assert "we talked 40 % of the time" in told.finding("PIV005").says


def test_a_contrast_word_in_an_idea_is_found_with_another_wording(ready):
    """The words are reported, and the fix says it with and, also."""
    told = ready().idea("frost", text="Your board is good, but ours sleeps.")

    finding = told.finding("PIV003")

    assert finding.subject == "frost"
    assert '"but"' in finding.says
    assert finding.fix == 'say it with and, also: "Your board is good, and also ours sleeps."'


def test_a_contrast_word_in_what_was_said_is_found_at_the_encounter(ready):
    """The words of an offer count as the idea does."""
    told = ready().acts("ACK CHECK CONF PERM GRANT ALSO", words="It holds, however not in frost.")

    assert told.finding("PIV003").subject == "met-2031-03-01-boards"


def test_a_wording_may_stand_for_a_reason(ready):
    """Who means it so waives the finding, and the reason is shown."""
    told = ready().idea("frost", text="It holds, but not in frost.").open()

    told.waive("PIV003", reason="these are her own words", subject="frost")

    assert [(one.rule, one.waived) for one in told.check()] == [
        ("PIV003", "these are her own words")
    ]


def test_an_idea_that_takes_something_away_closes_the_gate(ready):
    """It says what to add instead; so no plan with it is frozen."""
    told = ready().idea("swap", text="We replace your boards before winter.")

    assert '"replace your"' in told.finding("PIV006").says
    assert told.open().host.rules["PIV006"][1].severity == "E"
    assert "freeze" in told.open().host.rules["PIV006"][1].gates


def test_what_is_over_closes_no_gate_to_come(ready):
    """An idea that came too early cannot be unsaid by a plan."""
    rules_ = ready().open().host.rules

    assert {code for code, (_, rule) in rules_.items() if "freeze" not in rule.gates} == {
        "PIV001",
        "PIV010",
    }


@pytest.mark.parametrize("basis", ["observed", "inferred", "ours"])
def test_an_idea_without_a_reason_in_their_words_is_found(world, basis):
    """What we infer about their reasons is not theirs."""
    told = world().decision().reason(basis=basis).idea()

    assert "1 reason recorded, none in their words" in told.finding("PIV007").says


@pytest.mark.parametrize("basis", ["said", "confirmed"])
def test_a_reason_in_their_words_is_enough(world, basis):
    """Said or confirmed by them, it is theirs."""
    assert world().decision().reason(basis=basis).idea().found() == []


def test_a_decision_without_an_idea_needs_no_reason_yet(world):
    """To be understood it must not be understood already."""
    assert world().decision().found() == []


def test_acts_about_a_decision_that_nobody_described_are_read_and_told(world):
    """An unknown id is no crash, and not passed over."""
    told = world().acts("ACK ALSO", of="nothing-known")

    assert rules(told) == ["PIV001", "PIV002", "PIV007"]
    assert "nobody described the decision" in told.finding("PIV007").says


@pytest.mark.parametrize(
    "aim",
    ["Convince Bo of the new board", "Get Bo to agree to a trial", "Change his mind about frost"],
)
def test_an_aim_at_the_mind_of_somebody_is_found_in_a_plan(ready, aim):
    """The fix names what we can do ourselves."""
    told = ready().plan(aim=aim)

    finding = told.finding("PIV008")

    assert finding.subject == "plan-2031-07-01"
    assert finding.fix.startswith("aim at what we do ourselves: ")


def test_the_same_aim_in_two_plans_is_found_in_each_and_a_harmless_one_in_none(ready):
    """What was looked up once is told as often as it stands there."""
    told = ready().plan(aim="Convince Bo").plan(when="2031-08-01", aim="Convince Bo")
    told.plan(when="2031-09-01", aim="Get to know the farm")

    assert told.found() == [("PIV008", "plan-2031-07-01"), ("PIV008", "plan-2031-08-01")]


def test_a_plan_whose_encounter_was_held_is_not_mended_any_more(ready):
    """It is the review's matter then."""
    told = ready().plan(aim="Convince Bo", when="2031-06-10")
    held = EncounterHeld(id="plan-2031-06-10", attendees=(Attendee(person="bo"),))

    assert rules(told) == ["PIV008"]
    assert rules(told.tell(held, "2031-06-10")) == []


def test_a_goal_of_ours_is_read_and_one_of_theirs_is_not(ready):
    """They may want to convince whom they like."""
    aim = {"text": "Convince the board", "basis": "said"}
    theirs = ready().tell(Goal(id="theirs", owner="bo", **aim))

    assert theirs.found() == []
    assert theirs.tell(Goal(id="ours", owner="ana", **aim)).found() == [("PIV008", "ours")]


def test_another_idea_after_a_decline_is_found_unless_something_new_was_learned(ready):
    """A changed pitch is a wrong response; an answer to a new reason is not."""
    later = {"id_": "next", "when": "2031-03-10"}

    assert ready().acts(DECLINED).found() == []
    assert "another idea was written" in ready().acts(DECLINED).idea(**later).finding("PIV009").says
    assert (
        ready().acts(DECLINED).reason(text="frost", when="2031-03-05").idea(**later).found() == []
    )
    confirmed = ready().acts(DECLINED).restated(basis="confirmed", when="2031-03-05")
    assert confirmed.idea(**later).found() == []


def test_what_was_learned_only_after_another_idea_does_not_excuse_it(ready):
    """The order is that of the days, not that of telling."""
    told = ready().acts(DECLINED).reason(text="frost", when="2031-03-20")

    assert told.idea("next", when="2031-03-10").found() == [("PIV009", "boards")]
    assert ready().acts(DECLINED).idea("older", when="2031-02-20").found() == []


def test_the_same_idea_taken_to_somebody_else_after_a_decline_is_found(ready):
    """Another target is a wrong response, whatever the case of its letters."""
    told = ready().acts(DECLINED).decision("radio", who="cy").reason("radio", by="cy")
    told.idea("again", "radio", "2031-03-10", text="A board that  SLEEPS could sit beside it")

    assert told.finding("PIV009").subject == "boards"
    assert "the idea was taken to Cy" in told.finding("PIV009").says
    before = ready().acts(DECLINED).decision("radio", who="cy").reason("radio", by="cy")
    assert before.idea("again", of="radio", when="2031-02-10").found() == []


def test_an_idea_that_came_only_after_the_decline_was_not_the_one_that_was_declined(ready):
    """What both are told later, for a new reason, is not taken from one to the other."""
    told = ready().acts(DECLINED).reason(text="frost", when="2031-03-05")
    told.idea("next", when="2031-03-10", text="a warm box").decision("radio", who="cy")
    told.reason("radio", by="cy").idea("also", "radio", "2031-03-11", text="a warm box")

    assert told.found() == []


def test_somebody_who_declined_and_is_left_out_of_what_follows_is_found(ready):
    """They are dropped when we meet others only; a plan with them is enough."""
    told = ready().acts(DECLINED).plan("ana", "cy")

    assert "no encounter since is planned or was held with them" in told.finding("PIV009").says
    assert told.plan("ana", "bo", when="2031-08-01").found() == []


def test_an_organization_that_declined_is_met_when_somebody_of_it_is(ready):
    """A decision may be that of a firm."""
    told = ready().acts(DECLINED).decision("boards", who="brook")
    there = (Attendee(person="ana"), Attendee(person="cy", organization="brook"))
    told.tell(EncounterHeld(id="later", attendees=there), "2031-04-01")

    assert told.found() == []


def test_without_any_encounter_since_nobody_was_dropped(ready):
    """What has not happened yet is no failing."""
    assert ready().acts(DECLINED).found() == []


@pytest.mark.parametrize(
    ("rung", "more", "found"),
    [
        ("A1", {}, []),
        ("A1", {"basis": "ours"}, ["PIV010"]),
        ("A2", {}, ["PIV010"]),
        ("A2", {"words": "it sleeps when we do"}, []),
        ("A2", {"words": "it sleeps", "basis": "observed"}, ["PIV010"]),
        ("A3", {"action": "measures a week"}, []),
        ("A4", {"action": "measures a week"}, ["PIV010"]),
        ("A4", {"action": "measured a week", "prompted": False, "basis": "observed"}, []),
        ("A5", {"explained_to": "the juniors", "basis": "observed"}, []),
        ("A5", {"words": "yes"}, ["PIV010"]),
        ("A1", {"changed": True}, ["PIV010"]),
        ("A2", {"changed": True, "words": "it sleeps when we do"}, []),
    ],
)
def test_a_claim_above_its_evidence_is_found(ready, rung, more, found):
    """Changed needs a reason in their own words, and our own view is evidence of nothing."""
    assert rules(ready().accepted(rung, **more)) == found


def test_the_acts_of_the_same_encounter_are_evidence_too(ready):
    """What they said there need not be written twice."""
    told = ready().acts(VALID).accepted("A3", encounter="met-2031-03-01-boards")
    other = ready().acts(VALID).accepted("A3", encounter="elsewhere")

    assert rules(told) == []
    assert rules(other) == ["PIV010"]


def test_acts_whose_words_nobody_wrote_down_permit_bare_assent(ready):
    """That they gave a reason is no reason in their own words."""
    where = {"encounter": "met-2031-03-01-boards"}

    assert rules(ready().acts(VALID, words="").accepted("A1", **where)) == []
    assert rules(ready().acts(VALID, words="").accepted("A2", **where)) == ["PIV010"]


def test_a_claim_about_an_idea_that_nobody_described_is_told(world):
    """It is held to its evidence, and nothing is proposed for it."""
    told = world().accepted("A4")

    assert rules(told) == ["PIV010"]
    assert told.proposed() == []


def test_an_overclaim_says_what_is_permitted(ready):
    """The subject is the record that claims too much."""
    finding = ready().accepted("A1", changed=True).finding("PIV010")

    assert (
        finding.says == "sleep: changed is claimed of Bo, and the evidence permits A1 (bare assent)"
    )
    assert finding.subject == finding.evidence[0]


def test_an_exempt_position_is_not_to_be_accepted(ready):
    """The person is acknowledged, the act is not: no rule asks for it, until the exemption ends."""
    told = ready().acts("ACK REB").exempt()

    assert told.found() == []
    assert rules(ready().acts("ACK REB").exempt(until="2031-06-01")) == ["PIV004"]


def test_what_is_beyond_the_most_is_counted(ready):
    """Nothing is hidden without a word."""
    told = ready(most=1).acts("ACK REB").acts("ACK REB", when="2031-03-02")

    assert told.found() == [("PIV004", "met-2031-03-01-boards"), ("PIV004", "work")]


def test_an_encounter_of_which_no_day_is_known_drops_nobody(ready):
    """A review without plan and visit says nothing of what came after."""
    told = ready().acts(DECLINED).tell(EncounterReviewed(id="lost", outcome="done"), "2031-05-01")

    assert told.found() == []


def test_an_encounter_before_the_decline_drops_nobody(ready):
    """Only what came after counts."""
    told = ready().tell(EncounterHeld(id="early", attendees=(Attendee(person="cy"),)), "2031-01-15")

    assert told.acts(DECLINED).found() == []


def test_a_record_of_thousands_of_acts_is_answered_like_any_other(ready):
    """Nothing that can be recorded makes the practice fail."""
    told = ready().acts("ALSO PUSH ASSENT " * 1300, words="word " * 900).plan().changed("c" * 9000)
    workspace = told.open()
    view, host = workspace.view(), workspace.host

    answers = [host.check(view), host.propose(view), host.measure(view), host.draw(view)]

    assert all(answers)
    assert host.brief(view, view.encounters["plan-2031-07-01"])


def test_an_empty_engagement_has_no_answer(world):
    """No record, no line."""
    told = world()

    assert (told.found(), told.proposed(), told.figures()) == ([], [], {})


acts = st.lists(st.sampled_from(sorted(ACTS)), min_size=1, max_size=9)


@settings(max_examples=25, deadline=None)
@given(acts, st.booleans())
def test_law_a_finding_rests_on_records_that_are_there(world, acts, known):
    """Each finding, proposal and measure names records of the view, and never a person."""
    told = world()
    if known:
        told.decision().reason().restated().idea()
    told.acts(" ".join(acts)).accepted("A2").changed()
    workspace = told.open()
    view, host = workspace.view(), workspace.host

    answers = [one for _, one in (*host.check(view), *host.propose(view), *host.measure(view))]

    assert all(view.has_record(id_) for one in answers for id_ in one.evidence)
    assert {one.subject for _, one in host.measure(view)} == {"work"}
