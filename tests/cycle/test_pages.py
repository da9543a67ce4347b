"""Is the brief what one needs before walking in, and the figure what one sees looking back?"""

import attrs
import pytest

from engageframe import (
    Attendee,
    CommitmentMade,
    EncounterHeld,
    EncounterPlanned,
    EncounterReviewed,
    Objective,
    Statement,
    moment,
)
from engageframe_cycle import Cycle, Settings

AIM = Objective(id="why", text="Why this supplier?", owner="maria", kind="understand")
CALL = EncounterPlanned(
    id="call",
    scheduled=moment("2026-04-02"),
    attendees=(Attendee(person="maria", organization="acme"), Attendee(person="tom")),
    questions=("Who else decides?", " "),
    objectives=(AIM, attrs.evolve(AIM, id="help", kind="serve")),
)


def statement(text, basis="said", about="maria", **more):
    """Give a statement about somebody."""
    return Statement(about=about, text=text, basis=basis, by="maria", **more)


@pytest.fixture
def brief(look):
    """Write the brief for the call, as headings with texts."""

    def brief(*told, settings=None):
        view = look((CALL, "2026-03-02"), *told)
        return Cycle(settings).engageframe_brief(view, view.encounters["call"])

    return brief


def texts(lines, heading):
    """Give the texts under a heading."""
    return [one.text for one in lines if one.heading == heading]


def test_the_brief_says_what_we_owe(brief):
    """Open promises of ours to those who will be there are told, with their day."""
    note = CommitmentMade(id="note", promisor="tom", promisee="maria", what="Power note")
    told = [
        (note, "2026-03-02"),
        (attrs.evolve(note, id="plan", promisee="acme", due=moment("2026-03-30")), "2026-03-02"),
        (attrs.evolve(note, id="theirs", promisor="maria", promisee="tom"), "2026-03-02"),
        (attrs.evolve(note, id="other", promisee="ana"), "2026-03-02"),
    ]
    lines = brief(*told)
    assert texts(lines, "owe") == [
        "Maria Lopez: Power note, no date agreed",
        "Acme: Power note, due 2026-03-30 (overdue)",
    ]
    assert lines[0].reason == "promised by Tom Ito on 2026-03-02"


def test_the_brief_says_what_they_told_us_first(brief):
    """Their own words come before what we observed or inferred, the newest first."""
    told = [
        (statement("guess", "inferred"), "2026-03-09"),
        (statement("seen", "observed"), "2026-03-08"),
        (statement("older"), "2026-03-02"),
        (statement("newer", "confirmed"), "2026-03-05"),
        (statement("about us", about="tom"), "2026-03-05"),
    ]
    lines = [one for one in brief(*told) if one.heading == "know"]
    words = ["newer", "older", "seen", "guess"]
    assert [one.text for one in lines] == [f"Maria Lopez: {word}" for word in words]
    assert [one.basis for one in lines] == ["confirmed", "said", "observed", "inferred"]
    assert lines[0].reason == "confirmed, by Maria Lopez on 2026-03-05"


def test_the_brief_keeps_to_one_page(brief):
    """Of each person only the most telling statements are given; the last says how many more."""
    told = [(statement(f"fact {n}"), f"2026-03-0{n}") for n in range(1, 5)]
    lines = [one for one in brief(*told, settings=Settings(most_known=2)) if one.heading == "know"]
    assert [one.text for one in lines] == ["Maria Lopez: fact 4", "Maria Lopez: fact 3"]
    assert lines[1].reason.endswith("; 2 more are not shown")


def test_the_brief_stays_decent(brief):
    """What has expired, or what they may not see, stays out."""
    told = [
        (statement("over", until=moment("2026-03-01")), "2026-02-02"),
        (statement("behind their back", showable=False), "2026-03-02"),
    ]
    assert texts(brief(*told), "know") == []


def test_the_brief_says_what_to_ask(brief):
    """The plan's questions and its objectives to understand are asked; blank ones are not."""
    assert texts(brief(), "ask") == ["Who else decides?", "Why this supplier?"]


def test_an_encounter_without_a_plan_has_nothing_to_ask(look):
    """The brief of an encounter that nobody planned asks nothing and does not fail."""
    view = look((EncounterHeld(id="call", attendees=CALL.attendees), "2026-03-02"))
    assert Cycle().engageframe_brief(view, view.encounters["call"]) == []


def steps(view):
    """Give the states of PLAN, DO and REVIEW as drawn, by encounter, in drawing order."""
    (figure,) = Cycle().engageframe_draw(view)
    drawn = {}
    for row in figure.spec["data"]["values"]:
        drawn.setdefault(row["encounter"], []).append(row["state"])
    return drawn


def test_the_figure_shows_which_steps_are_there(look):
    """Each encounter shows its three steps: there, missing, to come, or not asked of imports."""
    held = EncounterHeld(id="held", attendees=CALL.attendees)
    view = look(
        (CALL, "2026-03-02"),
        (held, "2026-03-03"),
        (attrs.evolve(held, id="imported"), "2026-03", "log:7"),
        (EncounterReviewed(id="held", outcome="done"), "2026-03-09"),
        (EncounterReviewed(id="stray", outcome="done"), "2026-03-10"),
    )
    assert steps(view) == {
        "imported": ["imported", "there", "imported"],
        "held": ["missing", "there", "there"],
        "stray": ["to come", "to come", "there"],
        "call": ["there", "to come", "to come"],
    }
    assert list(steps(view)) == ["imported", "held", "stray", "call"]


def test_the_figure_is_bounded(look):
    """However many encounters there are, the latest sixty are drawn."""
    held = EncounterHeld(id="held", attendees=CALL.attendees)
    view = look(
        *((attrs.evolve(held, id=f"e{n:03}"), f"2026-01-{n % 28 + 1:02}") for n in range(99))
    )
    assert len(steps(view)) == 60


def test_nothing_gives_no_figure(look):
    """Without encounters nothing is drawn."""
    assert Cycle().engageframe_draw(look()) == []
