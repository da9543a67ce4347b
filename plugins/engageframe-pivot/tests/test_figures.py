"""Do measures say n, and do figures show what was found?"""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engageframe import moment, wilson
from engageframe_pivot.grammar import ACTS, RUNGS

IDEA = "ACK CHECK CONF PERM GRANT ALSO"


def test_the_interval_of_a_share_is_wilsons():
    """Eight of ten: the vector of the framework's design."""
    low, high = wilson(8, 10)

    assert (round(low, 4), round(high, 4)) == (0.4902, 0.9433)


@given(st.integers(1, 200).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
@settings(deadline=None)
def test_law_the_interval_holds_the_share(counts):
    """Also at none and at all, where rounding would cross it."""
    hits, n = counts

    low, high = wilson(hits, n)

    assert 0 <= low <= hits / n <= high <= 1


def test_too_few_encounters_are_not_enough_evidence(ready):
    """The value is missing, n and the need are told."""
    told = ready().acts(IDEA).acts(IDEA, when="2031-03-02")

    one = told.measures()["grammar-match"]

    assert (one.value, one.n, one.needs) == (None, 2, 3)
    assert one.reason == "mean over encounters of matched steps (S1.51)"


def test_the_steps_that_were_taken_are_averaged_and_a_no_costs_nothing(ready):
    """Six of six, one of six, five of five."""
    told = ready().acts(IDEA).acts("ACK ALSO", when="2031-03-02")
    told.acts("ACK CHECK CONF PERM DECLINE", when="2031-03-03")

    one = told.measures()["grammar-match"]

    assert (one.value, one.n) == (pytest.approx((1 + 1 / 6 + 1) / 3), 3)


def test_our_pushes_are_counted_by_encounter(ready):
    """Three acts of pressure in three encounters."""
    told = ready().acts("ACK PUSH REB").acts("ACK PUSH", when="2031-03-02")
    told.acts("ACK", when="2031-03-03")

    assert told.measures()["pressure"].value == 1.0


def test_change_talk_is_a_share_of_what_they_said_of_ideas_with_its_n(ready):
    """Two reasons, one action and one reason to stay; what came before the idea does not count."""
    told = ready(needs_utterances=4).acts(f"SUST {IDEA} OWN SUST OWN ACT")

    one = told.measures()["change-talk"]

    assert (one.value, one.n) == (0.75, 4)
    assert one.low < 0.75 < one.high
    assert ready().acts(f"{IDEA} OWN SUST").measures()["change-talk"].value is None


def test_the_slope_of_change_talk_goes_by_encounter(ready):
    """From none to all in four even steps it rises by a third."""
    told = ready()
    for n, after in enumerate(("SUST SUST SUST", "SUST SUST OWN", "SUST OWN OWN", "OWN OWN OWN")):
        told.acts(f"{IDEA} {after}", when=f"2031-03-0{n + 1}")

    one = told.measures()["change-talk-slope"]

    assert (round(one.value, 6), one.n, one.needs) == (round(1 / 3, 6), 4, 4)


def test_acceptance_is_durable_when_later_sightings_hold_the_rung_unprompted(ready):
    """Of three later sightings one was asked for, and one was lower."""
    told = ready().accepted("A2", when="2031-03-01", words="it sleeps")
    told.accepted("A2", when="2031-04-01", words="it still sleeps", prompted=False)
    told.accepted("A2", when="2031-04-02", words="yes, it sleeps")
    told.accepted("A1", when="2031-05-01", prompted=False)

    one = told.measures()["acceptance-durability"]

    assert (one.n, one.value) == (3, pytest.approx(1 / 3))


def test_a_later_sighting_of_nothing_is_not_durable(ready):
    """What they said is evidence of no acceptance then."""
    told = ready(needs_encounters=1).accepted("A1", when="2031-03-01")
    told.accepted("A0", when="2031-04-01", prompted=False)

    assert told.measures()["acceptance-durability"].value == 0.0


def test_what_we_changed_ourselves_is_said_in_words(ready):
    """None is none; the latest three stand in the reason."""
    assert ready().measures()["we-changed"].reason == "nothing was recorded"
    told = ready()
    for n in range(4):
        told.changed(f"change {n}", when=f"2031-03-0{n + 1}")

    one = told.measures()["we-changed"]

    assert (one.value, one.reason) == (4.0, "change 1; change 2; change 3")


def test_an_exempt_position_is_not_measured(ready):
    """It is no Pivot."""
    measures = ready().acts(IDEA).exempt().measures()

    assert {one.n for one in measures.values()} == {0}


def test_the_swim_lane_marks_the_first_breach_and_no_other(ready):
    """Each act stands in its lane; the mark carries what should have come."""
    rows = ready().acts("ACK ALSO CONF PUSH").figures()["speech-acts"]["data"]["values"]

    assert [(one["act"], one["lane"], one["first_breach"]) for one in rows] == [
        ("ACK", "ours", False),
        ("ALSO", "ours", True),
        ("CONF", "theirs", False),
        ("PUSH", "ours", False),
    ]
    assert rows[1]["says"].endswith("expected CHECK (we ask whether that is right)")


def test_the_swim_lane_counts_change_talk_and_sustain_talk_of_each_encounter(ready):
    """What they said for an idea and against it stands beside every act of the encounter."""
    rows = ready().acts(f"SUST {IDEA} OWN SUST OWN").figures()["speech-acts"]["data"]["values"]

    assert {(one["change_talk"], one["sustain_talk"]) for one in rows} == {(2, 1)}


def test_the_staircase_shows_what_evidence_permits_beside_what_is_claimed(ready):
    """A rung that is only claimed is marked."""
    told = ready().accepted("A1").accepted("A3", when="2031-04-01")

    rows = told.figures()["staircase"]["data"]["values"]

    assert [(one["permits"], one["claims"], one["overclaimed"]) for one in rows] == [
        ("A1", "A1", False),
        ("A1", "A3", True),
    ]


def test_the_words_of_people_stand_in_no_figure(ready):
    """A figure is shown to many; what somebody said is not in it."""
    told = ready().acts(IDEA, words="private words").accepted("A2", words="private words")

    assert "private" not in str(told.figures())


def test_without_records_there_is_no_figure(world):
    """An empty chart says nothing."""
    assert world().decision().figures() == {}


acts = st.lists(st.sampled_from(sorted(ACTS)), min_size=1, max_size=9)
claims = st.tuples(
    st.sampled_from(sorted(RUNGS)),
    st.sampled_from(["said", "observed", "ours"]),
    st.sampled_from(["", "words"]),
    st.sampled_from(["", "action"]),
    st.booleans(),
)


@settings(max_examples=30, deadline=None)
@given(st.lists(acts, max_size=4), st.lists(claims, max_size=5), st.integers(1, 3))
def test_law_a_measure_is_a_share_or_says_what_is_missing(ready, rounds, claims, needs):
    """Shares stay between none and all inside their interval, and no rung exceeds its evidence."""
    told = ready(needs_encounters=needs, needs_utterances=needs)
    for n, one in enumerate(rounds):
        told.acts(" ".join(one), when=f"2031-03-{n + 1:02d}")
    for n, (rung, basis, words, action, prompted) in enumerate(claims):
        parts = {"basis": basis, "words": words, "action": action, "prompted": prompted}
        told.accepted(rung, when=f"2031-04-{n + 1:02d}", **parts)

    for one in told.measures().values():
        assert (one.value is None) == (one.n < one.needs)
        if one.unit == "share" and one.value is not None and one.name != "change-talk-slope":
            assert 0 <= one.value <= 1
        if one.low is not None:
            assert 0 <= one.low <= one.value <= one.high <= 1
    for one in told.case().claims:
        assert one.holds <= one.record.body.rung
        assert one.holds <= one.permits
        assert one.when >= moment("2031-04-01")
