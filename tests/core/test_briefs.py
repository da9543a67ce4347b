"""The page before an encounter."""

import pytest
from tests.core.scenes import view

from engageframe.encounters import brief, which_encounter
from engageframe.errors import InvalidInput
from engageframe.model.encounters import Attendee, EncounterHeld, EncounterPlanned, Objective
from engageframe.model.moments import moment
from engageframe.model.people import Organization, Person, Stakeholder
from engageframe.rules import Answer, BriefLine

ATTENDEES = (Attendee(person="bob", organization="acme"), Attendee(organization="acme"))
AIM = Objective(id="o1", text="what hurts?", owner="bob", kind="understand")
SEEN = view(
    Person(id="bob", name="Bob Stone"),
    Organization(id="acme", name="Acme Ltd"),
    Stakeholder(who="bob", side="client"),
    EncounterPlanned(id="past", scheduled=moment("2026-04-30"), attendees=()),
    EncounterPlanned(id="later", scheduled=moment("2026-06"), attendees=()),
    EncounterPlanned(
        id="next", scheduled=moment("2026-05"), attendees=ATTENDEES, purpose="power",
        objectives=(AIM,), questions=("how many?",),
    ),
    EncounterPlanned(id="done", scheduled=moment("2026-05-01"), attendees=()),
    ("2026-05-01", EncounterHeld(id="done", attendees=())),
    ("2026-03-01", EncounterHeld(id="call", attendees=(Attendee(person="eve"),))),
)  # fmt: skip


def test_the_next_encounter_is_the_first_planned_one_that_is_not_over() -> None:
    """Held and past ones are passed over unless they are named."""
    assert which_encounter(SEEN).id == "next"
    assert which_encounter(SEEN, "past").id == "past"


def test_an_encounter_that_is_not_there_is_told() -> None:
    """By its name with what was probably meant, or that none is planned."""
    with pytest.raises(InvalidInput, match='no encounter "nxt"; did you mean "next"'):
        which_encounter(SEEN, "nxt")
    with pytest.raises(InvalidInput, match="no encounter is planned on 2026-05-01 or later"):
        which_encounter(view())


def test_a_brief_says_who_comes_what_for_and_what_is_owed_first() -> None:
    """Lines are in the order owe, know, ask, offer, each with its practice."""
    lines = [
        Answer(who, BriefLine(heading=heading, text=f"{heading} {who}", reason="x", evidence=()))
        for who, heading in (("two", "offer"), ("one", "know"), ("two", "owe"), ("one", "owe"))
    ]

    page = brief(SEEN, which_encounter(SEEN), lines, practices=("one 1",), failures=("x",))

    assert [one.text for one in page.lines] == ["owe two", "owe one", "know one", "offer two"]
    assert [(one.id, one.name, one.organization, one.side) for one in page.attendees] == [
        ("bob", "Bob Stone", "Acme Ltd", "client"), ("acme", "", "Acme Ltd", "unknown"),
    ]  # fmt: skip
    assert (str(page.scheduled), page.purpose) == ("2026-05", "power")
    assert (page.objectives, page.questions) == ((AIM,), ("how many?",))
    assert (page.practices, page.failures, page.engagement) == (("one 1",), ("x",), "acme")


def test_a_brief_of_what_was_never_planned_says_when_it_was() -> None:
    """It has no purpose, aims or questions, and names who was there."""
    page = brief(SEEN, which_encounter(SEEN, "call"), [])

    assert (str(page.scheduled), page.purpose, page.objectives) == ("2026-03-01", "", ())
    assert [(one.name, one.organization) for one in page.attendees] == [("eve", "")]
