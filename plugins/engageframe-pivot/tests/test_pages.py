"""Are their words first, and is an idea last, or not there?"""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engageframe_pivot.grammar import ACTS
from engageframe_pivot.pages import worksheet

DECLINED = "ACK CHECK CONF PERM DECLINE"


def texts(lines, heading):
    """Give the texts under a heading."""
    return [one.text for one in lines if one.heading == heading]


def test_their_words_come_before_what_anybody_else_says(world):
    """Said, confirmed, observed, inferred, ours: in that order, whenever they were told."""
    told = world().decision().plan()
    for basis in ("ours", "inferred", "said", "observed", "confirmed"):
        told.reason(text=f"reason {basis}", basis=basis)

    lines = told.brief()

    assert [one.basis for one in lines][:5] == ["said", "confirmed", "observed", "inferred", "ours"]
    assert lines[0].text == "Bo on why: reason said"
    assert lines[0].reason == "said, by Bo on 2031-02-02"


def test_a_page_is_only_about_those_who_are_there(ready):
    """What Bo decided is not told before a visit to Cy."""
    told = ready().plan("ana", "cy")

    assert told.brief() == []


def test_an_idea_comes_last_with_leave_and_with_who_carries_it(ready):
    """It is under the last heading, and says how both can be true."""
    lines = ready().plan().brief()

    assert texts(lines, "offer") == [
        "with their leave, and not before: a board that sleeps could sit beside it"
    ]
    assert "Ana carries the idea, if they give leave" in texts(lines, "know")
    assert "when they have confirmed: may we add a thought?" in texts(lines, "ask")
    assert lines[-1].reason == "both can be true (S1.52): same socket"


def test_what_we_hope_for_is_said_openly(ready):
    """A hope that they do not know of is to be told to them."""
    told = ready().plan()

    secret = told.idea(when="2031-02-06", hoped_for="one battery").brief()
    shared = told.idea(when="2031-02-07", hoped_for="one battery", hope_shared=True).brief()

    assert [one.reason for one in secret if "we hope for: one battery" in one.text] == [
        "tell them so, no games; nobody can change the mind of another (S1.47)"
    ]
    assert [one.reason[:16] for one in shared if "we hope for" in one.text] == ["they know that w"]


@pytest.mark.parametrize("missing", ["reason", "restated"])
def test_there_is_no_idea_on_the_page_before_the_worksheet_is_filled(world, missing):
    """Neither without their reasons nor without a restatement."""
    told = world().decision().idea().plan()
    if missing == "restated":
        told.reason()

    assert texts(told.brief(), "offer") == []


def test_where_it_stopped_last_time_is_said_with_the_first_breach(ready):
    """The acts themselves are shown; the reason says what should have come."""
    lines = ready().acts("ACK ALSO").plan().brief()

    assert "last time with Bo: ACK ALSO" in texts(lines, "know")
    (reason,) = [one.reason for one in lines if one.text.startswith("last time")]
    assert reason.startswith("the first breach: act 2 is ALSO")
    assert any("We would like to get that right" in one for one in texts(lines, "ask"))


def test_while_an_answer_is_awaited_nothing_new_is_asked(ready):
    """They were asked for leave: the page shows the idea, and no other question of ours."""
    lines = ready().acts("ACK CHECK CONF PERM").plan().brief()

    assert texts(lines, "ask") == ["when they have confirmed: may we add a thought?"]


def test_with_several_of_them_there_one_to_one_is_asked_for(ready):
    """Not when Bo is alone, and not when he declined."""
    line = "whether Bo would rather talk about it alone, by video if need be"

    assert line in texts(ready().plan("ana", "bo", "cy").brief(), "ask")
    assert line not in texts(ready().plan("ana", "bo").brief(), "ask")
    assert line not in texts(ready().acts(DECLINED).plan("ana", "bo", "cy").brief(), "ask")


def test_an_exempt_position_is_not_pivoted_on_the_page(ready):
    """The person is acknowledged, the position is not."""
    lines = ready().exempt().plan().brief()

    assert texts(lines, "know")[-1] == "acknowledge Bo, not the position: it is unsafe"
    assert texts(lines, "ask") == texts(lines, "offer") == []


def test_the_worksheet_shows_what_is_known_and_what_is_blank(world):
    """Their words with their basis; a blank where nothing is known; no idea."""
    told = world().decision(taken=None).reason().idea()
    cases = told.cases()

    sheet = worksheet(cases, cases.every["boards"])

    assert sheet == [
        "Acknowledgement worksheet: boards",
        "",
        "What Bo decided: buys boards from Northfold (said)",
        "",
        "Their reasons:",
        "  - they answer the phone (said, Bo, 2031-02-02)",
        "",
        "The circumstances at the time:",
        "  - ......",
        "",
        "What makes it sensible:",
        "  - ......",
        "",
        "How we say it back to them: ......",
        "What we may have missed, and ask: Is that how you see it? What did we miss?",
        "",
        f"Next: {told.proposed()[0].does}",
    ]


acts = st.lists(st.sampled_from(sorted(ACTS)), min_size=1, max_size=8)


@settings(max_examples=40, deadline=None)
@given(acts, st.booleans())
def test_law_an_idea_stands_on_the_page_only_below_their_words(ready, acts, told_before):
    """Whoever reads from the top has read what they said before any idea of ours."""
    told = ready().plan()
    if told_before:
        told.acts(" ".join(acts))

    lines = told.brief()
    order = [("owe", "know", "ask", "offer").index(one.heading) for one in lines]

    assert lines[0].basis == "said"
    if 3 in order:
        assert "DECLINE" not in acts or not told_before or acts[-1] != "DECLINE"
        assert all(view.has_record(id_) for view in [told.view()] for one in lines
                   for id_ in one.evidence)  # fmt: skip
