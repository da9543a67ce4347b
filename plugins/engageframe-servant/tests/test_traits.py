"""Do the four cards show evidence, gaps and records, and no grade of anybody?"""

import msgspec
import pytest

from engageframe import Attendee, moment
from engageframe_servant.records import (
    SLOTS,
    Act,
    Admission,
    Card,
    Contribution,
    Credit,
    Decision,
    Matter,
    Message,
    Reply,
    Teaching,
    Words,
)
from engageframe_servant.traits import TraitCard, cards

FULL = {slot: "said" for slot in SLOTS}


@pytest.fixture
def made(world):
    """Tell a little of each trait."""
    made = world()
    made.tell(Matter(id="radio", what="which radio", affected=("director", "farmer"),
                     levels=("board", "farms")))  # fmt: skip
    made.tell(Contribution(matter="radio", by="bo"))
    made.tell(Decision(id="d", what="measure", matter="radio", decider="bo",
                       participants=("cy",), dissent=("the laboratory first",)))  # fmt: skip
    made.tell(Message(**(FULL | {"unknown": ""}), id="m", by="ana", matter="radio",
                      levels=("board",), told=moment("2031-06-02")))  # fmt: skip
    made.tell(Credit(by="ana", to=("cy",), what="the fault"))
    made.tell(Credit(by="ana", to=("ana",), what="the note"))
    made.tell(Act(id="a", what="lend a meter", for_whom="bo", by="abe", asked=True))
    made.tell(Teaching(id="t", topic="log", what="reading the log", by="ana",
                       learners=(Attendee(person="cy"),), alone_said_by=("cy",)))  # fmt: skip
    made.tell(Admission(by="ana", what="I was late"))
    made.tell(Reply(trait="trust", by="bo", text="The dates were unclear."))
    return made


def by_trait(made):
    """Give the four cards by trait."""
    return {one.trait: one for one in cards(made.ledger())}


def test_each_trait_has_its_coverage(made):
    """How much of what there is to cover is covered, and of what."""
    found = {name: (one.have, one.of, one.coverage) for name, one in by_trait(made).items()}

    assert found == {
        "perspectives": (1, 2, "perspectives heard, of those affected"),
        "trust": (1, 2, "levels told, of those that are to hear of it"),
        "success": (1, 2, "credits that went to others, of all"),
        "service": (1, 1, "teachings after which they say that they can do it alone, of all"),
    }


def test_each_trait_has_its_evidence_with_the_records(made):
    """Every line can be followed to what was recorded."""
    found = by_trait(made)
    view = made.open().view()

    assert [one.says for one in found["perspectives"].evidence] == [
        "radio: heard director",
        "decided with 1 participant, 1 voice against: measure",
    ]
    assert [one.says for one in found["trust"].evidence] == [
        "5 of 6 slots, told on 2031-06-02 to board: said"
    ]
    assert sorted(one.says for one in found["success"].evidence) == [
        "credit to Ana: the note",
        "credit to Cy: the fault",
        "done for Bo, as they asked: lend a meter",
    ]
    assert [one.says for one in found["service"].evidence] == [
        "taught reading the log, and they say that they can do it alone",
        "Ana admitted: I was late",
    ]
    lines = [line for one in found.values() for line in (*one.evidence, *one.gaps, *one.replies)]
    assert all(line.evidence for line in lines)
    assert all(view.has_record(id_) for line in lines for id_ in line.evidence)


def test_the_gaps_are_the_findings_of_its_rules(made):
    """What the cards call a gap is what the check finds, no more and no less."""
    found = by_trait(made)

    assert [[one.rule for one in found[name].gaps] for name in found] == [
        ["SRV001"],
        ["SRV003", "SRV004"],
        ["SRV006"],
        [],
    ]
    gaps = sorted(one.says for card in found.values() for one in card.gaps)
    assert gaps == sorted(one.says for one in made.found() if one.rule.startswith("SRV"))


def test_what_they_reply_stands_beside_what_we_record(made):
    """In their words, and not counted into anything."""
    (one,) = by_trait(made)["trust"].replies

    assert one.says == "Bo: The dates were unclear."
    assert by_trait(made)["service"].question == "How much of it could you now do without us?"


def test_there_is_no_total_and_no_score(made):
    """A card has counts of deeds; nothing adds traits up, and nothing is a number of a person."""
    fields = {one.name for one in msgspec.structs.fields(TraitCard)}

    assert fields == {
        "trait", "title", "coverage", "have", "of", "evidence", "gaps", "replies", "question",
    }  # fmt: skip
    workspace = made.open()
    subjects = {one.subject for _, one in workspace.host.measure(workspace.view())}
    assert subjects == {"work"}


def test_nothing_recorded_is_told_apart_from_nothing_covered(world):
    """Four cards are there from the first day, with nothing to cover."""
    found = cards(world().ledger())

    assert [(one.have, one.of) for one in found] == [(0, 0)] * 4
    assert not any(one.evidence or one.gaps for one in found)


def test_the_figures_hold_the_cards_as_data(made):
    """Four panels, six facets; what is missing is drawn, and no number stands for a trait."""
    ours = Words(text="soon", basis="inferred", by="ana")
    theirs = Words(text="repair first", basis="said", by="bo")
    made.tell(Card(id="c", for_whom="bo", about="x", timing=ours, details=theirs))
    workspace = made.open()

    panels, facets = (one for _, one in workspace.host.draw(workspace.view()))

    rows = panels.spec["data"]["values"]
    assert [(one["trait"], one["what"], one["lines"]) for one in rows] == [
        ("perspectives", "evidence", 2), ("perspectives", "gap", 1), ("perspectives", "reply", 0),
        ("trust", "evidence", 1), ("trust", "gap", 2), ("trust", "reply", 1),
        ("success", "evidence", 3), ("success", "gap", 1), ("success", "reply", 0),
        ("service", "evidence", 2), ("service", "gap", 0), ("service", "reply", 0),
    ]  # fmt: skip
    rows = facets.spec["data"]["values"]
    assert [(one["facet"], one["basis"], one["theirs"]) for one in rows] == [
        ("timing", "inferred", False), ("details", "said", True),
        *((name, "missing", False) for name in ("objectives", "measurables", "risks", "rewards")),
    ]  # fmt: skip
    assert {one["card"] for one in rows} == {"c (Bo)"}


def test_without_cards_there_is_no_figure_of_facets(world):
    """Nothing is drawn of nothing."""
    workspace = world().open()

    assert [one.name for _, one in workspace.host.draw(workspace.view())] == ["four-traits"]
