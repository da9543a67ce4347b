"""Does PLAN go on from where it stopped last time, and never against a no?"""

import pytest
from hypothesis import event, example, given, settings
from hypothesis import strategies as st

from engageframe import ActionDone, Attendee, EncounterHeld
from engageframe_pivot.grammar import ACTS
from engageframe_pivot.records import Acts, SpeechAct

DECLINED = "ACK CHECK CONF PERM DECLINE"
GRANTED = ["ACK", "CHECK", "CONF", "PERM", "GRANT"]
IDEA = "a board that sleeps could sit beside it"


def words(told):
    """Give the first word of each proposal."""
    return [one.id.partition(":")[0] for one in told.proposed()]


def test_before_any_idea_comes_their_view_step_by_step(world):
    """Understand, write the worksheet, have it confirmed; then look for an idea; then ask leave."""
    told = world().decision()

    assert words(told) == ["understand"]
    assert words(told.reason(basis="ours")) == ["understand"]
    assert words(told.reason()) == ["restate"]
    assert words(told.restated()) == ["confirm"]
    assert words(told.restated(basis="confirmed", when="2031-02-10")) == ["find"]
    assert words(told.idea()) == ["leave"]


def test_an_idea_that_is_there_already_does_not_shorten_the_way(world):
    """The worksheet comes before any idea."""
    assert words(world().decision().idea()) == ["understand"]
    assert words(world().decision().reason().idea()) == ["restate"]
    assert words(world().decision().reason().restated().idea()) == ["confirm"]


@pytest.mark.parametrize(
    ("acts", "word"),
    [
        ("ACK", "confirm"),
        ("ACK CHECK", "confirm"),
        ("ACK CHECK CORR", "confirm"),
        ("ACK CHECK CONF", "leave"),
        ("ACK CHECK CONF PERM", "wait"),
        ("ACK CHECK CONF PERM GRANT", "offer"),
        ("ACK CHECK CONF PERM GRANT ALSO", "how"),
        ("ACK CHECK CONF PERM GRANT ALSO SUST", "how"),
        ("ACK CHECK CONF PERM GRANT ALSO OWN", "how"),
        ("ACK CHECK CONF PERM GRANT ALSO OWN ACT", "help"),
        ("ACK CHECK CONF PERM GRANT ALSO OWN PUSH", "how"),
        ("ACK CHECK CONF PERM GRANT ALSO PUSH ASSENT", "again"),
        ("ACK ALSO OWN ACT", "again"),
        ("ACK CHECK CONF PERM GRANT ALSO PUSH", "again"),
        ("ACK CHECK CONF CORR", "confirm"),
        ("ACK SUST", "confirm"),
        ("ACK CHECK CONF GRANT", "leave"),
        (DECLINED, "respect"),
        ("ACK ALSO DECLINE", "respect"),
        (f"{DECLINED} PUSH ASSENT", "respect"),
        (f"{DECLINED} ALSO OWN", "how"),
    ],
)
def test_the_next_step_follows_from_where_the_grammar_stopped(ready, acts, word):
    """One step for each decision, and its reason says why it is that one."""
    told = ready().acts(acts)

    assert words(told) == [word]


def test_a_step_after_a_breach_says_where_it_stopped_and_cites_the_rule(ready):
    """The reason is the first breach, and the rule orders the plan."""
    (one,) = ready().acts("ACK ALSO OWN").proposed()

    assert one.id == "again:boards"
    assert one.rule == "PIV001"
    assert one.reason.startswith("on 2031-03-01 the grammar stopped: act 2 is ALSO")
    assert (one.for_whom, one.about) == ("bo", "boards")


def test_help_is_for_what_they_took_on_in_their_words(ready):
    """The plan says what it is, and not how we would have put it."""
    (one,) = ready().acts("ACK CHECK CONF PERM GRANT ALSO ACT", words="I measure it").proposed()

    assert one.does == "Help Bo with what they took on: I measure it"


def test_the_worksheet_is_proposed_with_the_command_that_prints_it(world):
    """Who reads the plan can go on from there."""
    (one,) = world().decision().reason().proposed()

    assert one.does == (
        "Fill in the acknowledgement worksheet (engage pivot worksheet boards): "
        "buys boards from Northfold"
    )
    assert (one.rule, one.kind) == ("PIV001", "prepare")


def test_a_later_encounter_counts_and_not_an_earlier_one(ready):
    """A first attempt that was pushed is not for ever."""
    told = ready().acts("ACK ALSO PUSH", when="2031-03-01").acts("ACK CHECK", when="2031-04-01")

    assert words(told) == ["confirm"]


def test_acts_that_were_told_late_count_from_the_day_of_their_encounter(ready):
    """What was written down in May of a visit in March is older than a visit in April."""
    late = Acts(encounter="march", decision="boards", acts=(SpeechAct(act="ALSO"),))
    told = ready().acts("ACK CHECK", when="2031-04-01")
    told.tell(EncounterHeld(id="march", attendees=(Attendee(person="bo"),)), "2031-03-01")

    assert words(told.tell(late, "2031-05-01")) == ["confirm"]


def test_a_correction_after_the_restatement_was_confirmed_asks_again(ready):
    """The last word counts, also between a record and an encounter."""
    told = ready().restated(basis="confirmed", when="2031-02-20").acts("ACK CHECK CORR")

    assert not told.case().confirmed
    assert told.restated(basis="confirmed", when="2031-03-05").case().confirmed


def test_who_declined_is_respected_and_nothing_else_is_proposed(ready):
    """The proposal speaks of their no, and of no idea."""
    (one,) = ready().acts(DECLINED).proposed()

    assert one.id == "respect:boards"
    assert "nothing is dropped, pitched anew or taken elsewhere (S1.50)" in one.reason
    assert IDEA not in one.does


def test_an_idea_that_somebody_declined_is_not_proposed_to_another(ready):
    """Cy gave leave, and yet the idea that Bo declined is not the one to offer."""
    told = ready().acts(DECLINED).decision("radio", who="cy").reason("radio", by="cy")
    told.restated("radio").idea("again", of="radio")
    told.acts("ACK CHECK CONF PERM GRANT", of="radio", who="cy")

    assert words(told) == ["respect", "find"]
    assert words(told.idea("other", of="radio", text="a radio that listens less")) == [
        "respect",
        "offer",
    ]


def test_a_step_that_was_done_does_not_return_without_news(ready):
    """The record that it was done ends it, until something new is told of the decision."""
    told = ready().acts(DECLINED).tell(ActionDone(action="respect:boards"), "2031-04-01")

    assert told.proposed() == []
    assert words(told.reason(text="not before spring", when="2031-04-02")) == ["respect"]


@pytest.mark.parametrize("status", ["ended_by_client"])
def test_an_engagement_that_the_client_ended_is_left_alone(world, status):
    """Nothing is proposed to those who have gone."""
    assert world(status=status).decision().proposed() == []


def test_an_exempt_position_is_left_alone(ready):
    """Nobody is to be accompanied in what is unsafe."""
    assert ready().exempt().proposed() == []


def test_at_most_so_many_are_proposed(world):
    """A plan of a hundred decisions is none."""
    told = world(most=2)
    for n in range(4):
        told.decision(f"d-{n}")

    assert [one.about for one in told.proposed()] == ["d-0", "d-1"]


def test_a_decision_of_nobody_known_is_proposed_for_the_client(world):
    """A reason may be told before the decision is described."""
    (one,) = world().reason("later").proposed()

    assert (one.id, one.for_whom) == ("restate:later", "brook")


acts = st.sampled_from(sorted(ACTS))
nearly = st.tuples(
    st.integers(0, len(GRANTED)), st.integers(0, 1), st.lists(acts, max_size=1), st.booleans()
).map(lambda how: [*GRANTED[: how[0]], *how[2], *(GRANTED[how[0] + how[1] :] if how[3] else ())])
nearly = nearly.filter(len)
"""The way to an offer or its beginning, with at most one act left out and another put in."""
rounds = st.lists(
    st.lists(acts, min_size=1, max_size=8) | st.just(DECLINED.split()) | nearly,
    min_size=1,
    max_size=3,
)


pushes = st.lists(st.sampled_from(["ACK", "ALSO", "ASSENT", "PERM", "PUSH", "REB", "SUST"]))


@settings(max_examples=40, deadline=None)
@given(rounds, pushes)
def test_law_after_a_decline_nothing_is_pitched_dropped_or_taken_elsewhere(ready, rounds, pushes):
    """Whatever came before a no, and however we pressed after it, it leaves one step: respect."""
    told = ready().decision("radio", who="cy").idea("again", of="radio")
    for n, acts in enumerate([*rounds, [*rounds[-1], "DECLINE", *pushes]]):
        told.acts(" ".join(acts), when=f"2031-03-{n + 1:02d}")

    mine, other = told.proposed()

    assert (mine.id, mine.for_whom) == ("respect:boards", "bo")
    assert IDEA not in f"{mine.does} {other.does}"
    assert "offer" not in {one.heading for one in told.plan().brief()}


@settings(max_examples=40, deadline=None)
@given(rounds, nearly)
@example([["ACK"]], GRANTED)
@example([["ACK"]], ["ACK", "CHECK", "PERM", "GRANT"])
@example([GRANTED], GRANTED[:-1])
def test_law_no_idea_is_offered_before_they_confirmed_and_gave_leave(ready, rounds, last):
    """An offer is proposed only when the last encounter ended with their leave."""
    told = ready()
    for n, acts in enumerate([*rounds, last]):
        told.acts(" ".join(acts), when=f"2031-03-{n + 1:02d}")

    offered = "offer" in words(told)
    event(f"offered: {offered}")
    assert not offered or (last[-1] == "GRANT" and "CONF" in last)


@settings(max_examples=30, deadline=None)
@given(rounds)
def test_law_the_order_in_which_files_are_applied_changes_no_step(ready, rounds):
    """Encounters are ordered by their days, not by when they were told."""
    told, turned = ready(), ready()
    numbered = list(enumerate(rounds))
    for world, order in ((told, numbered), (turned, numbered[::-1])):
        for n, acts in order:
            world.acts(" ".join(acts), when=f"2031-03-{n + 1:02d}")

    assert [one.id for one in told.proposed()] == [one.id for one in turned.proposed()]
