"""Can the same mechanism read registers of people, organizations and promises?"""

from pathlib import Path

from engageframe.model.commitments import CommitmentMade
from engageframe.model.moments import moment
from engageframe.model.people import Affiliation, Organization, Person, Stakeholder, Statement

_EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "stakeholders.map.yaml"


def test_a_register_of_stakeholders_under_other_headers(told):
    """The example mapping finds its columns under the names that spreadsheets use."""
    found = told(
        "full_name,Job Title,COMPANY,E-mail,Stance,Relationship_Owner,Category,Internal/External\n"
        "Ana Lima,Buyer,Wren Ltd,ana@wren.example,Supportive,Bo Ek,north; key,External\n"
        "Bo Ek,,,n/a,tbc,,,internal\n",
        _EXAMPLE.read_text(),
    )

    assert [(one.body, one.rows) for one in found.items] == [
        (Organization(id="wren-ltd", name="Wren Ltd"), ()),
        (Person(id="ana-lima", name="Ana Lima", email="ana@wren.example"), ()),
        (Person(id="bo-ek", name="Bo Ek"), ()),
        (Affiliation(person="ana-lima", organization="wren-ltd", role="Buyer"), ()),
        (Stakeholder(who="ana-lima", side="client", role="Buyer", tags=("north", "key")), (2,)),
        (Stakeholder(who="bo-ek", side="ours"), (3,)),
        (
            Statement(
                about="ana-lima",
                text="Support: Supportive",
                topic="support",
                basis="inferred",
                by="bo-ek",
            ),
            (),
        ),
    ]
    assert (found.set_aside, found.flags) == ((), ())


PEOPLE = """
system: crm
record: person
fields: {id: "{Key}", name: "{First} {Middle} {Last}", languages: ["{Tongue}"]}
optional: [Middle, Tongue]
"""


def test_a_register_of_people(told):
    """A name is joined of several columns; a column that is optional may be missing."""
    found = told("Key,First,Last\nP-1,Ana,Lima\n", PEOPLE)

    assert [(one.body, one.rows, one.source) for one in found.items] == [
        (Person(id="p-1", name="Ana Lima"), (2,), "crm:p-1")
    ]


def test_a_noun_told_twice_alike_has_both_rows(told):
    """A row that repeats another is a row of the same item."""
    found = told("Key,First,Last\n1,Ana,Lima\n1,Ana,Lima\n", PEOPLE)

    assert [one.rows for one in found.items] == [(2, 3)]


def test_a_noun_told_differently_is_set_aside(told):
    """A row that contradicts another row of the same noun is not believed."""
    found = told("Key,First,Last\n1,Ana,Lima\n1,Bo,Ek\n", PEOPLE)

    assert [(one.row, one.reason) for one in found.set_aside] == [(3, "told_differently")]
    assert 'name is "Bo Ek", not "Ana Lima" as in line 2' in found.set_aside[0].says


PROMISES = """
system: promises
engagement: harbour
happened: "{Made}"
record: commitment.made
fields:
  {id: "{No}", promisor: "{By}", promisee: "{To}", what: "{What}", due: "{Due}", importance: "{!}"}
optional: [Due, "!"]
dates: {formats: ["%d.%m.%Y"]}
delimiter: ";"
"""


def test_a_list_of_promises(told):
    """Dates and numbers are read for fields that hold them; an empty cell leaves the default."""
    head = "No;Made;By;To;What;Due;!\n"
    found = told(head + "1;03.02.2026;Ana;Bo;Send;10.02.2026;3\n2;2026;Ana;Bo;Call;;\n", PROMISES)

    assert [one.body for one in found.items] == [
        CommitmentMade(
            id="1", promisor="ana", promisee="bo", what="Send",
            due=moment("2026-02-10"), importance=3,
        ),
        CommitmentMade(id="2", promisor="ana", promisee="bo", what="Call"),
    ]  # fmt: skip


def test_a_cell_that_does_not_fit_its_field(told):
    """A word for a number, a number out of range and a bad date set the row aside."""
    found = told(
        "No;Made;By;To;What;Due;!\n"
        "1;2026;Ana;Bo;Send;;much\n2;2026;Ana;Bo;Send;;9\n3;2026;Ana;Bo;Send;soon;\n",
        PROMISES,
    )

    assert [(one.row, one.reason) for one in found.set_aside] == [
        (2, "does_not_fit"),
        (3, "does_not_fit"),
        (4, "unreadable_date"),
    ]


def test_what_is_implied_and_does_not_fit_is_flagged(told):
    """A row is believed although something else that it tells is not."""
    found = told(
        "Key,Name,Since\n1,Ana,soon\n",
        """
system: crm
record: person
fields: {id: "{Key}", name: "{Name}"}
implies:
  - record: affiliation
    fields: {person: "{Key}", organization: wren, since: "{Since}"}
""",
    )

    assert [one.body for one in found.items] == [Person(id="1", name="Ana")]
    assert [(one.row, one.reason) for one in found.flags] == [(2, "left_out")]


MEETINGS = """
system: crm
engagement: harbour
happened: 2026-02
record: encounter.held
fields: {id: "{No}"}
attendees: [{person: "{Who}", organization: "{Firm}", role: "{As}"}]
split: {Who: [";"], Firm: [";"]}
optional: [Who, Firm, As]
"""


def test_people_and_organizations_of_a_row_are_paired(told):
    """People share the one organization of their row, or have one each."""
    found = told(
        "No,Who,Firm,As\n1,Ana;Bo,Wren,chair\n2,Ana;Bo,Wren;Lark,\n3,,Wren;Lark,\n4,Ana,,\n",
        MEETINGS,
    )

    there = [
        [(who.person, who.organization, who.role) for who in one.body.attendees]
        for one in found.items
        if one.rows
    ]
    assert there == [
        [("ana", "wren", "chair"), ("bo", "wren", "chair")],
        [("ana", "wren", ""), ("bo", "lark", "")],
        [("", "wren", ""), ("", "lark", "")],
        [("ana", "", "")],
    ]


def test_people_who_cannot_be_paired_and_empty_rooms(told):
    """A row of two people and three organizations, or of nobody at all, is not believed."""
    found = told("No,Who,Firm,As\n1,Ana;Bo,Wren;Lark;Rook,\n2,,,chair\n", MEETINGS)

    assert [(one.row, one.reason) for one in found.set_aside] == [(2, "does_not_fit"), (3, "blank")]


def test_yes_and_no(told):
    """A field that is true or false takes yes and no; other words set the row aside."""
    found = told(
        "Who,Text,Show\nana,Likes ships,No\nana,Knows Bo,YES\nana,Sails,perhaps\n",
        """
system: notes
engagement: harbour
happened: 2026-02-03
record: statement
fields: {about: "{Who}", text: "{Text}", basis: said, by: "{Who}", showable: "{Show}"}
encodings: [ascii, utf-8]
""",
    )

    assert [(one.body.text, one.body.showable) for one in found.items] == [
        ("Likes ships", False),
        ("Knows Bo", True),
    ]
    assert [(one.row, one.reason) for one in found.set_aside] == [(4, "does_not_fit")]


def test_what_is_written_takes_the_place_of_what_is_implied(told):
    """A rule for the same person replaces the one that attendees imply; required cells count."""
    found = told(
        "No,Key,Name,Topic\n1,a1,Ana Lima,Quay\n2,a1,Ana Lima,\n",
        """
system: crm
engagement: harbour
happened: 2026-02
record: encounter.held
fields: {id: "{No}"}
attendees: [{person: "{Key}", side: ours}]
implies:
  - record: person
    fields: {id: "{Key}", name: "{Name}"}
required: [Topic]
""",
    )

    assert [one.body for one in found.items if not one.rows] == [
        Person(id="a1", name="Ana Lima"),
        Stakeholder(who="a1", side="ours"),
    ]
    assert [(one.row, one.reason) for one in found.set_aside] == [(3, "blank")]
    assert found.flags == ()
