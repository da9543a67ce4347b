"""Are the mistakes of a mapping and of a header told together, each with its place?"""

import pytest

from engageframe.errors import InvalidInput

HEAD = "No,Team,Date,Ours,Met,About\n"


def test_every_mistake_of_a_mapping_is_told_at_once(told):
    """Kinds, fields, constants, formats, encodings and separators are checked before any row."""
    wrong = """system: log
record: encounter.held
fields:
  id: "{No}"
  subjekt: "{About}"
  channel: pigeon
happened: soon
implies:
  - record: persn
    fields: {id: x}
  - record: stakeholder
    fields: {side: klient}
"""
    with pytest.raises(InvalidInput) as error:
        told(HEAD, wrong)

    told_of = [(one.where, one.says.split(":")[0]) for one in error.value.problems]
    assert ("log.map.yaml:5:3", '"encounter.held" has no such field') in told_of
    assert ("log.map.yaml:9:5", 'there is no kind "persn"') in told_of
    assert ("log.map.yaml:12:14", "Stakeholder.side is 'klient'") in told_of
    assert 'did you mean "subject"?' in str(error.value)
    assert 'did you mean "person"?' in str(error.value)
    for says in (
        "EncounterHeld.channel is 'pigeon'",
        "'soon' is not a moment",
        'needs the field "attendees"',
        '"encounter.held" belongs to an engagement',
        'needs the field "who"',
    ):
        assert says in str(error.value)


def test_mistakes_of_form_of_meaning_and_of_the_header_come_together(told):
    """An unknown part, a wrong setting, a wrong field and a missing column take one round."""
    wrong = """system: my log
colums: {}
record: person
fields: {id: "{No}", nam: "{Name}", name: "{Ours}"}
split: {Met: []}
"""
    with pytest.raises(InvalidInput) as error:
        told(HEAD, wrong)

    problems = error.value.problems
    assert [(one.where.removeprefix("log.map.yaml:"), one.says[:24]) for one in problems[:-1]] == [
        ("2:1", 'unknown field "colums"'),
        ("1:1", "Mapping.system is 'my lo"),
        ("5:9", "a separator is missing: "),
        ("4:22", '"person" has no such fie'),
    ]
    assert problems[-1].says == 'there is no column "Name"'


@pytest.mark.parametrize(
    ("line", "says"),
    [("encodings: [klingon]", "no encoding"), ("delimiter: ';;'", "no delimiter"),
     ("columns: {X: 1, Y: [No]}", "expected a list"), ("optional: {X: 1, Y: 2}", "expected a list"),
     ("optoinal: [X, Y]", "unknown field"), ("colums: {X: [No], Y: [No]}", "unknown field")],
)  # fmt: skip
def test_what_follows_from_a_mistake_is_not_told_as_another(told, line, says):
    """Where the header cannot be judged without the wrong part, it is not judged."""
    mapping = f"system: log\n{line}\nrecord: person\nfields: {{id: '{{X}}', name: '{{Y}}'}}\n"
    with pytest.raises(InvalidInput) as error:
        told(HEAD, mapping)

    (problem,) = error.value.problems
    assert says in problem.says


@pytest.mark.parametrize(
    ("line", "place", "says"),
    [
        ("delimiter: ';;'", "2:1", "no delimiter"),
        ("encodings: [utf-8, klingon]", "2:20", "no encoding"),
        ("dates: {formats: ['%d-%m']}", "2:19", "no format of dates"),
        ("split: {Met: []}", "2:9", "separator is missing"),
        ("attendees: [{role: x}]", "2:13", "neither person nor organization"),
        ("colums: {}", "2:1", 'did you mean "columns"?'),
        ("engagement: 'my client'", "2:1", "Engagement.id"),
        ("system: 'x y'", "2:1", "Mapping.system"),
    ],
)
def test_a_mistake_is_told_with_line_and_column(told, line, place, says):
    """Each mistake says where it stands."""
    system = "" if line.startswith("system") else "system: log, "
    with pytest.raises(InvalidInput) as error:
        told(HEAD, f"# a mapping\n{line}\n" + system.replace(", ", "\n")
             + "record: person\nfields: {id: '{No}', name: '{Ours}'}\n")  # fmt: skip

    (problem,) = error.value.problems
    assert problem.where == f"log.map.yaml:{place}"
    assert says in str(problem)


def test_a_fact_must_say_when_it_happened(told):
    """Without a date an import on another day would be another fact."""
    fields = "{about: '{Ours}', text: '{About}', basis: said, by: '{Ours}'}"
    with pytest.raises(InvalidInput, match="must say when it happened"):
        told(HEAD, f"system: log\nengagement: sea\nrecord: statement\nfields: {fields}\n")


def test_all_missing_columns_are_told_at_once(told):
    """Each missing column comes with the one that was probably meant."""
    with pytest.raises(InvalidInput) as error:
        told("No,Taem,Date,Our,Met,About\n")

    assert [(one.says, one.remedy) for one in error.value.problems] == [
        ('there is no column "Team"', 'did you mean "Taem"?'),
        ('there is no column "Ours"', 'did you mean "Our"?'),
    ]


def test_another_delimiter_is_guessed_in_the_message(told):
    """A header in one cell asks for the delimiter."""
    with pytest.raises(InvalidInput, match="is the delimiter ';'"):
        told(HEAD.replace(",", ";"))


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "it is empty"),
        (b"\n\n", "it is empty"),
        (("No,No ," + HEAD).encode(), 'two columns are named "No"'),
        (HEAD.encode("utf-16"), "utf-16"),
        (b'"No,Team\n1,2\n', "open quote"),
    ],
)
def test_a_header_that_cannot_be_used(told, data, says):
    """Nothing is read below a header that is missing, ambiguous or no text."""
    with pytest.raises(InvalidInput, match=says):
        told(data)


def test_no_encoding_fits(told, mapping):
    """The message names the encodings that were tried."""
    with pytest.raises(InvalidInput, match="none of: ascii"):
        told(HEAD.encode() + b"\xe9", mapping + "encodings: [ascii]\n")
