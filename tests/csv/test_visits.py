"""Does a log of visits become encounters, with every row accounted for?"""

from pathlib import Path

import pytest

from engageframe.applying import changes
from engageframe.codec import Codec
from engageframe.folding import State
from engageframe.journal import REGISTER, Entry
from engageframe.kinds import CORE_KINDS, Kinds
from engageframe.model.encounters import Attendee, EncounterHeld
from engageframe.model.engagements import Engagement
from engageframe.model.moments import moment
from engageframe.model.people import Organization, Person, Stakeholder

HEAD = "No,Team,Date,Ours,Met,About\n"


def bodies(told, shape):
    """Give the bodies of one class in their order."""
    return [one.body for one in told.items if isinstance(one.body, shape)]


def reasons(told):
    """Give the line and the reason of each row that was set aside."""
    return [(one.row, one.reason) for one in told.set_aside]


def test_rows_with_the_same_id_are_one_encounter(told):
    """Two attendees in two rows make one encounter that carries both rows."""
    found = told(HEAD + "1,Sea,07-2012,Ana Lima,Wren Ltd,Hi\n1,Sea,07-2012,Ana Lima,Abel & Co,Hi\n")

    (held,) = [one for one in found.items if one.rows]

    assert held.rows == (2, 3)
    assert held.body == EncounterHeld(
        id="visit-1",
        subject="Hi",
        attendees=(
            Attendee(person="ana-lima"),
            Attendee(organization="abel-co"),
            Attendee(organization="wren-ltd"),
        ),
    )
    assert (held.source, held.engagement, held.happened) == ("log:1", "sea", moment("2012-07"))
    assert held.place == "log.csv:2"


def test_nouns_come_once_before_what_refers_to_them(told):
    """People, organizations, engagement and stakeholders come once, without rows."""
    found = told(HEAD + "1,Sea,07-2012,Ana Lima,Wren,Hi\n2,Sea,05-2012,Ana Lima,Wren,Hi\n")

    nouns = [one for one in found.items if not one.rows]

    assert [one.body for one in nouns] == [
        Organization(id="wren", name="Wren"),
        Person(id="ana-lima", name="Ana Lima"),
        Engagement(id="sea", name="Sea"),
        Stakeholder(who="ana-lima", side="ours"),
        Stakeholder(who="wren", side="client"),
    ]
    assert {one.happened for one in nouns} == {moment("2012-05")}
    assert [one.engagement for one in nouns] == [REGISTER, REGISTER, "sea", "sea", "sea"]
    assert found.items[: len(nouns)] == tuple(nouns)


def test_no_person_is_invented_for_an_organization(told):
    """An attendee known only as an organization stays without a person."""
    found = told(HEAD + "1,Sea,07-2012,Ana Lima,Wren,Hi\n")

    assert [one.name for one in bodies(found, Person)] == ["Ana Lima"]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("1,Sea,07-1930,Ana,Wren,Hi", "outside_date_window"),
        ("1,Sea,07-2026,Ana,Wren,Hi", "outside_date_window"),
        ("1,Sea,13-2012,Ana,Wren,Hi", "unreadable_date"),
        ("1,Sea,,Ana,Wren,Hi", "blank"),
        ("1,Sea,07-2012,Ana, ,Hi", "blank"),
        ("1,,07-2012,Ana,Wren,Hi", "blank"),
        (",Sea,07-2012,Ana,Wren,Hi", "blank"),
        ("1,Sea,07-2012,Ana,NIL  Return.,Hi", "nothing_to_report"),
        ("1,Sea,07-2012,Ana,!!!,Hi", "no_id"),
        ("1,Register,07-2012,Ana,Wren,Hi", "no_id"),
        ("1,Sea,07-2012,Ana,Wren", "too_few_cells"),
        ("1,Sea,07-2012,Ana,Wren,Hi,there", "too_many_cells"),
        ("1,Sea,07-2012,Ana,W\0ren,Hi", "control_character"),
        (f"1,Sea,07-2012,Ana,{'x' * 20_001},Hi", "too_long"),
        ('1,Sea,07-2012,Ana,"Wren"s,Hi', "broken_quote"),
        ('1,Sea,07-2012,Ana,"Wren,Hi', "broken_quote"),
    ],
)
def test_a_bad_row_is_set_aside_alone(told, row, reason):
    """A bad row is set aside with its line and reason; the row after it is believed."""
    found = told(f"{HEAD}{row}\n2,Sea,07-2012,Ana,Wren,Hi\n")

    assert reasons(found) == [(2, reason)]
    assert [one.rows for one in found.items if one.rows] == [(3,)]
    assert found.rows_read == 2


def test_the_good_rows_of_an_encounter_stay(told):
    """A bad row costs the encounter one attendee; only bad rows make no encounter."""
    found = told(HEAD + "1,Sea,07-2012,Ana,Wren,Hi\n1,Sea,07-2012,Ana,,Hi\n2,Sea,07-2012,Ana,,Hi\n")

    (held,) = bodies(found, EncounterHeld)

    assert [one.who for one in held.attendees] == ["ana", "wren"]
    assert reasons(found) == [(3, "blank"), (4, "blank")]


def test_lines_are_those_of_the_file(told):
    """A cell with line breaks moves the rows below; lines that hold nothing are no rows."""
    found = told(HEAD + '1,Sea,07-2012,Ana,"Wren\nLark",Hi\n\n2,Sea,07-1930,Ana,Wren,Hi\n')

    assert reasons(found) == [(5, "outside_date_window")]
    assert found.rows_read == 2


def test_a_cell_that_looks_like_several_is_flagged(told):
    """Several organizations in one cell are kept as written and flagged."""
    found = told(HEAD + "1,Sea,07-2012,Ana,Wren; Lark,Hi\n")

    assert [(one.row, one.reason) for one in found.flags] == [(2, "several_in_cell")]
    assert [one.name for one in bodies(found, Organization)] == ["Wren; Lark"]


def test_a_cell_is_split_when_told_to(told, mapping):
    """With separators each part is an organization of its own, alone or with an alias."""
    found = told(
        HEAD + "1,Sea,07-2012,Ana,Wren; Alpha Beta Company;,Hi\n",
        mapping + 'split: {Met: [";"]}\n',
    )

    assert [one.name for one in bodies(found, Organization)] == ["Wren", "ABC"]
    assert [one.who for one in bodies(found, EncounterHeld)[0].attendees] == ["ana", "wren", "abc"]
    assert found.flags == ()


def test_aliases_are_one_organization(told):
    """Other writings of the table of aliases become the usual one, which remembers them."""
    found = told(HEAD + "1,Sea,07-2012,Ana,alpha beta company,Hi\n2,Sea,07-2012,Ana,ABC,Hi\n")

    assert bodies(found, Organization) == [
        Organization(id="abc", name="ABC", aliases=("Alpha Beta Company",))
    ]


def test_another_writing_of_a_name_is_flagged(told):
    """What differs in case or punctuation is the same thing; the first writing stays."""
    found = told(HEAD + "1,Sea,07-2012,Ana,Wren,Hi\n2,Sea,07-2012,Ana,WREN.,Hi\n")

    assert [one.name for one in bodies(found, Organization)] == ["Wren"]
    assert [(one.row, one.reason) for one in found.flags] == [(3, "told_differently")]
    assert '"WREN.", not "Wren" as in line 2' in found.flags[0].says


def test_rows_of_an_encounter_that_disagree_are_flagged(told):
    """The first row tells date and subject; a row that tells otherwise is flagged."""
    found = told(HEAD + "1,Sea,07-2012,Ana,Wren,Hi\n1,Sea,08-2012,Ana,Lark,Ho\n")

    assert [(one.row, one.reason) for one in found.flags] == [(3, "told_differently")]
    assert 'date is "2012-08", not "2012-07"' in found.flags[0].says
    assert 'subject is "Ho", not "Hi"' in found.flags[0].says


def test_facts_are_told_apart_by_what_an_id_leaves_out(told):
    """Two numbers that make the same id are two encounters."""
    found = told(HEAD + "1.0,Sea,07-2012,Ana,Wren,Hi\n1/0,Sea,07-2012,Ana,Lark,Hi\n")

    first, second = [one.id for one in bodies(found, EncounterHeld)]

    assert first == "visit-1-0"
    assert second.startswith("visit-1-0-")


def test_unknown_columns_are_kept(told):
    """Columns that nobody mapped are kept in the encounter, those of several rows together."""
    found = told(
        "Room,No,Team,Date,Ours,Met,About,\n"
        "B,1,Sea,07-2012,Ana,Wren,Hi,x\n"
        "A,1,Sea,07-2012,Ana,Lark,Hi,x\n"
    )

    assert found.unmapped == ("Room", "column 8")
    assert bodies(found, EncounterHeld)[0].extra == {"Room": "A\nB", "column 8": "x"}


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("07-2012", "2012-07"),
        ("7-2012", "2012-07"),
        ("16/10/2013", "2013-10-16"),
        ("March 2013", "2013-03"),
        ("2013-Q3", "2013-Q3"),
        ("2013-07-14T09:30+01:00", "2013-07-14T09:30+01:00"),
        ("2013", "2013"),
    ],
)
def test_a_date_stays_as_partial_as_written(told, text, means):
    """A month stays a month and a quarter a quarter; ISO dates are always understood."""
    found = told(f"{HEAD}1,Sea,{text},Ana,Wren,Hi\n")

    assert [one.happened for one in found.items if one.rows] == [moment(means)]


@pytest.mark.parametrize(
    "data",
    [
        (HEAD + "1,Sea,07-2012,Ana,Café Münch,Hi\n").encode("utf-8-sig"),
        (HEAD + "1,Sea,07-2012,Ana,Café Münch,Hi\n").encode("cp1252"),
        (HEAD + "1,Sea,07-2012,Ana,Café Münch,Hi\n").replace("\n", "\r\n").encode(),
        (HEAD + "1,Sea,07-2012,Ana,Café Münch,Hi\n").replace("\n", "\r").encode(),
    ],
    ids=["BOM", "cp1252", "CRLF", "CR"],
)
def test_encodings_and_line_ends_do_not_matter(told, data):
    """UTF-8 with a mark, cp1252 and every kind of line end give the same organization."""
    assert bodies(told(data), Organization) == [Organization(id="café-münch", name="Café Münch")]


def test_text_misread_as_latin_1_is_mended(told):
    """Control characters that were cp1252 quotes become quotes."""
    found = told(HEAD + "1,Sea,07-2012,Ana,Children\x92s Bureau,Hi\n")

    assert bodies(found, Organization)[0].name == "Children’s Bureau"


def test_a_quote_that_never_closes_costs_one_row(told):
    """An open quote is given up after 100 lines, even when a later one would close it."""
    rows = "".join(f"{n},Sea,07-2012,Ana,Wren,Hi\n" for n in range(2, 202))
    found = told(f'{HEAD}1,Sea,07-2012,Ana,"Wren,Hi\n{rows}300,Sea,07-2012,Ana,",Hi\n')

    assert [reason for _, reason in reasons(found)] == ["broken_quote", "broken_quote"]
    assert sum(len(one.rows) for one in found.items) == 200


def test_importing_twice_changes_nothing(told):
    """Every item of a second import is unchanged."""
    text = HEAD + "1,Sea,07-2012,Ana Lima,Wren,Hi\n1,Sea,07-2012,Ana Lima,Lark,Hi\n"
    codec = Codec(Kinds(CORE_KINDS))
    states = {}
    for seq, one in enumerate(changes(told(text).items, {}, codec, today=moment("2026-06-30")), 1):
        draft = one.draft
        entry = Entry(
            seq, draft.id, draft.stream, seq, draft.kind, draft.version, draft.happened, "",
            draft.author, draft.source, draft.cause, draft.body,
        )  # fmt: skip
        states.setdefault(draft.stream, State(codec)).add([entry])

    again = changes(told(text).items, states, codec, today=moment("2026-07-01"))

    assert {one.what for one in again} == {"unchanged"}


def test_the_example_of_the_ministers_reads_a_table_of_that_form(told):
    """The shipped mapping fits the header of the log that it is for."""
    example = Path(__file__).parents[2] / "docs/examples/uk-ministers-meetings.map.yaml"
    found = told(
        "Meeting ID,Minister,Role,Department,Start Date,End Date,Organisation,Reason,"
        "Hopspitality?,Original File,Original Row\n"
        "7,Minister of Tests,,Department for Examples,07-2012,07-2012,Wren,Talk,0,a.csv,1\n"
        "8,Minister of Tests,,Department for Examples,07-1930,07-1930,Wren,Talk,0,a.csv,2\n"
        "9,Minister of Tests,,Department for Examples,07-2012,07-2012,Nil return,,0,a.csv,3\n",
        example.read_text("utf-8"),
    )

    assert [(one.body.id, one.source) for one in found.items if one.rows] == [
        ("meeting-7", "uk-ministers-meetings:7")
    ]
    assert reasons(found) == [(3, "outside_date_window"), (4, "nothing_to_report")]


def test_another_encoding_is_named_in_the_mapping(told, mapping):
    """A table in UTF-16 is read when the mapping says so."""
    data = (HEAD + "1,Sea,07-2012,Ana,Café,Hi\n").encode("utf-16")

    found = told(data, mapping + "encodings: [utf-16]\n")

    assert (found.encoding, found.rows_read, found.set_aside) == ("utf-16", 1, ())
