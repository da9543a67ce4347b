"""Does a page say everything that an answer holds, and nothing that steers a terminal?"""

import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engageframe.checking import Standing
from engageframe.encounters import Brief, Line, Present
from engageframe.journal import Head
from engageframe.model.encounters import Objective
from engageframe.model.engagements import Action, Reason
from engageframe.model.moments import moment
from engageframe.named import renderer
from engageframe.planning import Plan, Suggestion
from engageframe.reviewing import (
    Dispositioned,
    Done,
    Drawn,
    Happened,
    LearnedLesson,
    Measured,
    Review,
)
from engageframe.rules import Figure, Measure
from engageframe_pages import Document, Row, Section, plain, to_markdown, to_text
from engageframe_pages.pages import brief_page, finding_row, plan_page, review_page, short

DAY = moment("2026-03-01")
REASON = Reason(
    practice="tide", rule="TID001", says="the lamp is out", evidence=("recordone", "two")
)
FINDING = Standing(
    id="finding1", practice="tide", rule="TID001", name="lamp-out", severity="E", subject="lamp",
    says="the lamp is out", fix="light it", why="ships", source="a guess", evidence=("recordone",),
    gates=("freeze",),
)  # fmt: skip


def an_action(id_: str, **more: Any) -> Action:
    """Make an action with little in it."""
    return Action(id=id_, does=f"Do {id_}", for_whom="leo", reason="the lamp is out", **more)


def a_plan(**more: Any) -> Plan:
    """Make a plan with nothing in it."""
    empty: dict[str, Any] = {"accepted": (), "suggested": (), "left_out": (), "findings": ()}
    return Plan(
        engagement="harbour", name="Harbour lights", as_of=DAY, head=Head(seq=7), cycle=1,
        phase="planning", practices=("tide 1.0",), **(empty | more),
    )  # fmt: skip


def a_brief(**more: Any) -> Brief:
    """Make a brief with nothing in it."""
    empty: dict[str, Any] = {
        "scheduled": None, "purpose": "", "attendees": (), "objectives": (), "questions": (),
        "lines": (), "practices": (),
    }  # fmt: skip
    return Brief(
        engagement="harbour", name="Harbour lights", as_of=DAY, head=Head(), encounter="quay",
        **(empty | more),
    )  # fmt: skip


def a_review(**more: Any) -> Review:
    """Make a review with nothing in it."""
    names = [
        "planned",
        "happened",
        "commitments",
        "lessons",
        "findings",
        "measures",
        "figures",
        "practices",
    ]
    empty: dict[str, Any] = dict.fromkeys(names, ()) | {
        "since": None, "unknown_kinds": {}, "withheld": 0, "happened_in_all": 0,
    }  # fmt: skip
    return Review(
        engagement="harbour", name="Harbour lights", as_of=DAY, known_at="", head=Head(), cycle=1,
        phase="doing", **(empty | more),
    )  # fmt: skip


def a_measure(**more: Any) -> Measured:
    """Make a measure of the lamps."""
    values: dict[str, Any] = {"value": None, "unit": "share", "n": 2, "needs": 5} | more
    measure = Measure(name="lit", says="lamps lit", subject="harbour", reason="counted", **values)
    return Measured(practice="tide", measure=measure)


def test_a_plan_says_of_each_line_why_and_how_long_it_takes() -> None:
    """Owner, date, minutes, reason, rule, record and id stand on the page."""
    first = an_action("meet:leo", owner="ines", due=DAY, minutes=30, client_minutes=20)
    page = to_text(
        plan_page(
            a_plan(
                accepted=(an_action("keep:list"),),
                suggested=(Suggestion(action=first, reasons=(REASON,)),),
                left_out=(Suggestion(action=an_action("x"), reasons=(), why_not="no time"),),
                findings=(FINDING,),
                failures=("tide failed",),
                names={"ines": "Ines Okafor", "leo": "Leo Marsh"},
            )
        )
    )
    assert page.splitlines() == [
        "PLAN: Harbour lights, cycle 1 (planning), as of 2026-03-01",
        "=" * 58,
        "Practices: tide 1.0. Journal: 7 records, 000000000000.",
        "Warning: tide failed",
        "",
        "In the plan (1)",
        "  Do keep:list (60 min)  [keep:list]",
        "      the lamp is out",
        "",
        "Suggested, the most pressing first (1)",
        "  Do meet:leo, Ines Okafor, by 2026-03-01 (30 min and 20 of theirs)  [meet:leo]",
        "      because the lamp is out (tide TID001; recordon +1)",
        "",
        "Left out (1)",
        "  Do x (60 min)  [x]",
        "      left out: no time",
        "",
        "Findings (1)",
        "  E TID001 lamp-out: the lamp is out  [finding1]",
        "      to mend: light it",
    ]


@pytest.mark.parametrize(
    "answer", [a_plan(), a_brief(), a_review()], ids=lambda one: type(one).__name__
)
def test_the_renderers_write_the_page_of_each_answer(answer: Any) -> None:
    """The two that ship are found by name, and write the page that belongs to the answer."""
    page = {Plan: plan_page, Brief: brief_page, Review: review_page}[type(answer)](answer)

    assert renderer("text")(answer, limit=3) == to_text(page, limit=3)
    assert renderer("markdown")(answer, limit=3) == to_markdown(page, limit=3)


def test_an_empty_page_says_so_in_words() -> None:
    """No section is left without a line."""
    pages = plan_page(a_plan()), brief_page(a_brief()), review_page(a_review())
    for page in map(to_text, pages):
        blocks = page.split("\n\n")[1:]
        assert all(len(block.splitlines()) == 2 for block in blocks)
    assert "nothing is withheld, nothing is unknown" in to_text(pages[2])
    assert "not scheduled" in to_text(pages[1])
    assert "Practices: none." in to_text(pages[1])


def test_a_brief_tells_whose_words_they_are() -> None:
    """Who is unknown stays unknown, and each line has its basis, reason and record."""
    line = Line(
        practice="tide", heading="know", text="He sails", reason="he said so", basis="said",
        evidence=("recordone",),
    )  # fmt: skip
    aims = [
        Objective(id="a", text="Learn", owner="ines", kind="understand", chance=0),
        Objective(id="b", text="Help", owner="ines", kind="serve"),
    ]
    page = to_text(
        brief_page(
            a_brief(
                scheduled=DAY, purpose="Listen", questions=("Why?",), lines=(line,),
                objectives=tuple(aims),
                attendees=(
                    Present(id="leo", name="Leo", organization="Board", side="client"),
                    Present(id="board", name="", organization="Board", side="unknown"),
                ),
            )
        )
    )  # fmt: skip
    assert "  Leo, Board: client  [leo]" in page
    assert "  Board (who comes is unknown): unknown  [board]" in page
    assert "  He sails (said)  [recordon]\n      because he said so (tide)" in page
    assert "understand: Learn (ines, 0 % sure)" in page
    assert "serve: Help (ines)" in page
    assert "What we owe" not in page


def test_a_review_shows_measures_with_interval_and_n_or_says_what_is_missing() -> None:
    """A number never stands alone."""
    page = to_text(
        review_page(
            a_review(
                since=DAY,
                planned=(Done(action=an_action("x"), state="not_done", says="none", evidence=()),),
                happened_in_all=60,
                happened=(Happened(encounter="quay", when=DAY, says="Leo", evidence=()),),
                commitments=(
                    Dispositioned(
                        commitment="list", state="kept_late", says="the list", evidence=()
                    ),
                ),
                lessons=(LearnedLesson(id="l", text="Ask", state="open", evidence=("recordone",)),),
                measures=(
                    a_measure(),
                    a_measure(value=0.5, n=6, low=0.25, high=0.75),
                    a_measure(value=2.0, n=9, unit=""),
                ),
                figures=(Drawn(practice="tide", figure=Figure(name="f", title="Lamps", spec={})),),
                findings=(FINDING,),
            )
        )
    )
    assert "NOT DONE: Do x; none  [x]" in page
    assert "What happened, the latest of 60 (1)" in page
    assert "kept late: the list  [list]" in page
    assert "open: Ask  [recordon]" in page
    assert "lamps lit (harbour): not enough evidence (2 of 5)" in page
    assert "lamps lit (harbour): 0.5 share, 0.25 to 0.75, n=6" in page
    assert "lamps lit (harbour): 2, n=9" in page
    assert "Lamps (tide)" in page


def test_hidden_is_not_empty() -> None:
    """What is withheld and what is unknown are counted apart."""
    page = to_text(review_page(a_review(withheld=2, unknown_kinds={"tide.log": 3})))
    assert "withheld: 2 record(s) whose content was destroyed" in page
    assert "unknown: 3 record(s) of the kind tide.log, which no practice in use reads" in page


def test_a_waived_finding_shows_the_reason() -> None:
    """A waiver is never silent."""
    assert "waived: because" in finding_row(
        Standing(**{name: getattr(FINDING, name) for name in FINDING.__struct_fields__}
                 | {"waived": "because"})
    ).notes  # fmt: skip


def test_long_sections_are_bounded_and_say_by_how_much() -> None:
    """The text shows ten rows of a section, and counts the others."""
    page = Document("T", (), (Section("Rows", [Row(str(n)) for n in range(241)]),))
    assert to_text(page).endswith("  9\n  and 231 more: --all\n")
    assert to_markdown(page, limit=1).endswith("- 0\n- and 240 more: --all\n")
    assert len(to_text(page, limit=None).splitlines()) == 245


def test_markdown_takes_no_markup_from_names() -> None:
    """A name cannot become a heading, a link, a tag, a list or an entity."""
    rows = [Row(text, "a`b") for text in ("# x", "[a](b)", "<b>", "1. x", "- x", "&lt;", "a & b_c")]
    told = to_markdown(Document("*T*", ("f",), (Section("S", rows),))).splitlines()
    assert told[0] == r"# \*T\*"
    assert told[2] == "f  "
    assert told[6:] == [
        r"- \# x `ab`", r"- \[a\](b) `ab`", r"- \<b\> `ab`", r"- 1\. x `ab`", r"- \- x `ab`",
        r"- \&lt; `ab`", r"- a & b\_c `ab`",
    ]  # fmt: skip


def test_records_are_named_shortly() -> None:
    """The first record stands for all, with the number of the others."""
    assert [short(()), short(("a" * 16,)), short(("a" * 16, "b", "c"))] == [
        "", "a" * 8, "a" * 8 + " +2",
    ]  # fmt: skip


@given(st.text())
def test_no_text_steers_a_terminal_or_breaks_a_line(text: str) -> None:
    """Whatever a name holds, a page has as many lines, and no control reaches the terminal."""
    page = Document(text, (text,), (Section(text, (Row(text, text, (text,)),)),))
    bare = Document("", ("",), (Section("", (Row("", "x", ("",)),)),))
    for write in (to_text, to_markdown):
        told = write(page)
        assert told.count("\n") == write(bare).count("\n")
        odd = {one for one in told if unicodedata.category(one) in ("Cc", "Zl", "Zp", "Cs")}
        assert odd == {"\n"}
    assert plain(plain(text)) == plain(text)
