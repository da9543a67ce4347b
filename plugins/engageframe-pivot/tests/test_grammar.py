"""Does the grammar read every list of acts, and read it right?"""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from engageframe_pivot.grammar import ACTS, CLAIMS, RUNGS, STEPS, THEIRS, check

tokens = st.sampled_from([*ACTS, "", "act", "ACK ", "\x00", "ÄCK", "PUSH\n"])
lists = st.lists(tokens, max_size=14)
acts = st.lists(st.sampled_from(sorted(ACTS)), max_size=14)


def acts_of(text):
    """Read acts as a person writes them."""
    return text.split()


@st.composite
def valid_strings(draw):
    """Draw a string that the grammar allows, by its own words."""
    rounds = draw(st.lists(st.integers(0, 2), min_size=1, max_size=3))
    told = [act for corrections in rounds for act in ["ACK", "CHECK", *["CORR"] * corrections]]
    told += ["CONF", "PERM"]
    if draw(st.booleans()):
        return [*told, "DECLINE"]
    after = draw(st.lists(st.sampled_from(["OWN", "SUST", "CORR"]), max_size=4))
    return [*told, "GRANT", "ALSO", *after, *draw(st.sampled_from([[], ["ACT"]]))]


@st.composite
def nearly_valid(draw):
    """Draw a string that the grammar allows, with some acts anywhere in it, or any string."""
    told = draw(acts | valid_strings())
    for act in draw(st.lists(st.sampled_from(sorted(ACTS)), max_size=2)):
        told.insert(draw(st.integers(0, len(told))), act)
    return told


NONE, EVERY = frozenset(), frozenset(range(40))
unconfirmed = (acts | valid_strings()).map(
    lambda told: [act for act in told if act not in ("ALSO", "CONF")]
)


def test_an_idea_after_confirmation_and_leave_is_valid():
    """A correction that led to another round is no breach."""
    read = check(acts_of("ACK CHECK CORR ACK CHECK CONF PERM GRANT ALSO OWN ACT"))

    assert (read.state, read.breach, read.faults) == ("valid", None, ())
    assert (read.matched, read.of, read.next) == (STEPS, 6, ())
    assert (read.reached, read.permits, read.confirmed) == ("A3", "A3", True)


def test_an_idea_before_confirmation_breaks_two_rules():
    """The first breach is the idea, and what should have come is the question."""
    read = check(["ACK", "ALSO", "CONF"], claimed="changed")

    assert (read.state, read.matched) == ("breached", ("ACK",))
    assert (read.breach.number, read.breach.act, read.breach.instead) == (2, "ALSO", ("CHECK",))
    assert [one.rule for one in read.faults] == ["PIV001", "PIV002", "PIV010"]
    assert read.breach.says == (
        "act 2 is ALSO (we offer an idea that can also be true), "
        "expected CHECK (we ask whether that is right)"
    )


def test_an_assent_after_two_pushes_is_no_acceptance():
    """It reaches A1, risks submission, and is no change."""
    told = acts_of("ACK CHECK CONF PERM GRANT ALSO PUSH PUSH ASSENT")

    read, claimed = check(told), check(told, claimed="changed")

    assert (read.breach.act, read.reached, read.permits) == ("PUSH", "A1", "A1")
    assert [one.rule for one in read.faults] == ["PIV005"]
    assert "after 2 pushes of ours" in read.faults[0].says
    assert [one.rule for one in claimed.faults] == ["PIV005", "PIV010"]


def test_a_decline_is_a_valid_end_with_five_steps():
    """Whoever takes a no for an answer has done all there was to do."""
    read = check(acts_of("ACK CHECK CONF PERM DECLINE"))

    assert (read.state, read.next, read.faults) == ("valid", (), ())
    assert (len(read.matched), read.of) == (5, 5)


@pytest.mark.parametrize(
    ("told", "declined"),
    [
        ("ACK CHECK CONF PERM DECLINE", True),
        ("ACK ALSO DECLINE", True),
        ("ACK CHECK CONF PERM DECLINE PUSH ASSENT", True),
        ("ACK CHECK CONF PERM DECLINE PERM GRANT", False),
        ("ACK CHECK CONF PERM DECLINE ALSO OWN", False),
        ("ACK CHECK CONF PERM", False),
    ],
)
def test_a_no_stays_a_no_until_they_take_it_back_themselves(told, declined):
    """Leave, a reason or an action of theirs takes it back; an assent after a push does not."""
    assert check(told.split()).declined is declined


@pytest.mark.parametrize(
    ("told", "state", "following"),
    [
        ("", "unfinished", ("ACK",)),
        ("ACK CHECK", "unfinished", ("CONF", "CORR", "ACK")),
        ("ACK CHECK CONF PERM", "unfinished", ("GRANT", "DECLINE")),
        ("ACK CHECK CONF PERM GRANT", "unfinished", ("ALSO",)),
        ("ACK CHECK CONF PERM GRANT ALSO", "valid", ("OWN", "SUST", "CORR", "ACT")),
    ],
)
def test_what_may_come_next_is_told(told, state, following):
    """An encounter that stopped half way is unfinished, not breached."""
    read = check(told.split())

    assert (read.state, read.next) == (state, following)


@pytest.mark.parametrize(
    ("told", "rules"),
    [
        ("ACK CHECK CONF CORR PERM GRANT ALSO", ["PIV001"]),
        ("ACK CHECK CONF PERM ALSO", ["PIV002"]),
        ("ACK CHECK CONF PERM DECLINE ALSO", ["PIV002"]),
        ("ACK CHECK CONF PERM GRANT ALSO ALSO", ["PIV002"]),
        ("ACK CHECK CONF PERM GRANT ALSO CORR OWN", []),
        ("ACK REB REB", ["PIV004", "PIV004"]),
        ("ACK CHECK CONF PERM GRANT ALSO PUSH OWN ASSENT", []),
        ("ACK CHECK CONF PERM GRANT ALSO ACT ASSENT", []),
        ("ASSENT", ["PIV005"]),
    ],
)
def test_each_rule_is_found_where_it_is_broken(told, rules):
    """A correction takes the confirmation back; leave is given for one idea."""
    assert [one.rule for one in check(told.split()).faults] == rules


def test_much_talk_is_told_beside_an_assent_and_nowhere_else():
    """The threshold is exceeded, not only reached; a reason of theirs settles it."""
    assert "we talked 66 %" in check(["ASSENT"], talk_share=66).faults[0].says
    assert "we talked" not in check(["ASSENT"], talk_share=65).faults[0].says
    assert "we talked 50 %" in check(["ASSENT"], talk_share=50, most_talk=40).faults[0].says
    assert check(acts_of("ACK CHECK CONF PERM GRANT ALSO OWN"), talk_share=99).faults == ()


def test_a_reason_without_words_permits_bare_assent():
    """What nobody wrote down is no reason in their own words."""
    told = acts_of("ACK CHECK CONF PERM GRANT ALSO OWN ACT")

    assert check(told, wordless=frozenset({8})).permits == "A2"
    assert check(told, wordless=frozenset({7, 8})).permits == "A1"
    assert check(told, wordless=frozenset({7, 8})).reached == "A3"


def test_a_reason_for_an_idea_that_came_too_early_permits_bare_assent():
    """Nobody knows what it answers before their view was confirmed."""
    read = check(acts_of("ACK ALSO OWN"))

    assert (read.reached, read.permits) == ("A2", "A1")


def test_an_unknown_act_is_told_with_what_was_probably_meant():
    """A list of any words has an answer, and a long word is cut short."""
    read = check(["ACK", "CHEK", "CONF"])

    assert (read.state, read.breach.number) == ("breached", 2)
    assert read.breach.says == "act 2 is 'CHEK', which is no act; did you mean \"CHECK\"?"
    assert len(check(["X" * 100_000]).breach.says) < 400


@settings(deadline=None)
@given(lists, st.sampled_from(["", *CLAIMS]), st.none() | st.integers(0, 100))
def test_law_every_list_of_words_has_an_answer(told, claimed, share):
    """The parser is total, and what it answers fits together."""
    read = check(told, claimed=claimed, talk_share=share)

    assert read.acts == tuple(told)
    assert (read.state == "breached") == (read.breach is not None)
    assert len(read.matched) <= read.of
    assert all(0 <= one.number <= len(told) for one in read.faults)
    if read.breach:
        assert told[read.breach.number - 1] == read.breach.act
        assert read.breach.act not in read.breach.instead


@settings(deadline=None)
@given(acts)
def test_law_up_to_the_first_breach_nothing_is_wrong(told):
    """The first breach is the first, and each act that is named instead goes on from there."""
    read = check(told)
    if read.breach:
        before = told[: read.breach.number - 1]

        assert check(before).breach is None
        assert check(before).next == read.breach.instead
        assert all(check([*before, one]).breach is None for one in read.breach.instead)


@settings(deadline=None)
@given(valid_strings())
def test_law_what_the_grammar_allows_is_valid(told):
    """The parser takes all that the grammar writes, and finds no fault in it."""
    read = check(told)

    assert read.state == "valid"
    assert read.faults == ()


@settings(deadline=None)
@given(valid_strings())
def test_law_a_valid_string_stays_valid_under_another_correction_before_conf(told):
    """To be corrected once more harms nothing."""
    at = told.index("CONF")

    assert check([*told[:at], "CORR", *told[at:]]).state == "valid"


@settings(deadline=None)
@given(unconfirmed, acts)
def test_law_no_string_without_conf_before_also_is_valid(before, after):
    """An idea before they confirmed is never right."""
    read = check([*before, "ALSO", *after])

    assert read.state == "breached"
    assert "PIV001" in {one.rule for one in read.faults}


@settings(deadline=None)
@example(["ACK", "ALSO", "OWN"], NONE)
@given(nearly_valid(), st.sampled_from([NONE, EVERY]) | st.frozensets(st.integers(1, 14)))
def test_law_a_rung_never_exceeds_its_evidence(told, wordless):
    """Each rung needs its act after an idea, and from A2 a confirmed view and words of theirs."""
    read = check(told, wordless=wordless)
    after = told[told.index("ALSO") + 1 :] if "ALSO" in told else []

    assert read.permits <= read.reached
    assert read.reached == "A0" or {"A1": "ASSENT", "A2": "OWN", "A3": "ACT"}[read.reached] in after
    if read.permits >= "A2":
        shown = [
            n for n, act in enumerate(told, 1)
            if act == {"A2": "OWN", "A3": "ACT"}[read.permits] and n not in wordless
        ]  # fmt: skip
        assert any("ALSO" in told[:n] and "CONF" in told[:n] for n in shown)


@settings(deadline=None)
@given(nearly_valid())
def test_law_a_claim_is_refused_exactly_above_what_is_permitted(told):
    """Every rung up to the permitted one may be claimed, and none above."""
    permits = check(told).permits
    for rung in RUNGS:
        refused = "PIV010" in {one.rule for one in check(told, claimed=rung).faults}
        assert refused == (rung > permits)


def test_the_acts_of_both_sides_are_all_there_are():
    """Eight are theirs and six are ours."""
    assert ({*THEIRS} < {*ACTS}, len(THEIRS), len(ACTS)) == (True, 8, 14)
