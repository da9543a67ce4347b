"""Is every mistake in a file told, with its place and what would be right?"""

import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engageframe.applying import Item
from engageframe.errors import InvalidInput
from engageframe.kinds import CORE_KINDS, Kinds
from engageframe.model.encounters import Attendee, EncounterHeld
from engageframe.model.engagements import Engagement
from engageframe.model.moments import moment
from engageframe.model.people import Person
from engageframe_yaml import read
from engageframe_yaml.places import parse

KINDS = Kinds(CORE_KINDS)

PLAN = """\
engageframe: 1
author: ana-novak
happened: 2026-02
engagement: {id: rollout, name: Acme network rollout, client: acme}
organizations:
  - {id: acme, name: Acme Ltd, happened: 2013, author: bo, source: "crm:7"}
people:
  - {id: maria-lopez, name: María López, languages: [es, no]}
  - {id: ana-novak, name: Ana Novak, tags: [on]}
affiliations:
  - {person: maria-lopez, organization: acme, role: Head of networks, since: 2013-07}
stakeholders:
  - {who: maria-lopez, side: client}
  - {who: ana-novak, side: ours, minutes_per_cycle: 600}
purposes:
  - {id: sleep, camp: personal, text: Sleep at night, basis: said, words_of: maria-lopez}
goals:
  - {id: uptime, text: No outage, owner: maria-lopez, basis: said, purpose: sleep, due: 2026-Q3}
statements:
  - {about: maria-lopez, text: Prefers the phone, basis: said, by: maria-lopez}
records:
  - happened: 2026-03-02
    commitment.made:
      id: power-note
      promisor: ana-novak
      promisee: maria-lopez
      what: |
        The note about the power supply,
        with figures.
      due: 2026-03-06
      importance: 3
  - happened: 2013-07
    source: "crm:4711"
    cause: abc
    encounter.held:
      {id: m-1, attendees: [{person: maria-lopez, organization: acme}], subject: 012}
"""


def reading(told: str | bytes, **more: Any) -> tuple[Item, ...]:
    """Read a file as the tests do."""
    settings = {"name": "plan.yaml", "kinds": KINDS, "today": moment("2026-03-01"), "author": "me"}
    return read(told, **settings | more)


def mistakes(told: str | bytes, **more: Any) -> list[str]:
    """Give what is wrong in a file, one line for each mistake."""
    with pytest.raises(InvalidInput) as wrong:
        reading(told, **more)
    return [str(problem) for problem in wrong.value.problems]


def the_only(told: str | bytes, **more: Any) -> str:
    """Give the only mistake."""
    (mistake,) = mistakes(told, **more)
    return mistake


def test_a_file_tells_its_sections_and_then_its_records() -> None:
    """Nouns come in the order of the sections, records as they stand."""
    kinds = [KINDS.of(type(item.body)).name for item in reading(PLAN)]

    assert kinds == [
        "organization", "person", "person", "affiliation", "engagement", "stakeholder",
        "stakeholder", "purpose", "goal", "statement", "commitment.made", "encounter.held",
    ]  # fmt: skip


def test_what_an_item_says_of_itself_goes_before_what_the_file_says() -> None:
    """Moment, author, source and cause of an item are its own, else the file's."""
    acme, maria, *_, met = reading(PLAN)

    assert (acme.happened, acme.author, acme.source) == (moment("2013"), "bo", "crm:7")
    assert (maria.happened, maria.author) == (moment("2026-02"), "ana-novak")
    assert (met.happened, met.source, met.cause) == (moment("2013-07"), "crm:4711", "abc")
    assert met.place == "plan.yaml:35"
    assert met.engagement == "rollout"


def test_a_file_without_moment_or_author_takes_those_it_is_given() -> None:
    """Today and the asker's author hold where a file says nothing."""
    (item,) = reading("people: [{id: bo, name: Bo}]")

    assert (item.happened, item.author) == (moment("2026-03-01"), "me")


def test_yaml_holds_no_surprise() -> None:
    """No, on, 012 and 0x1f are texts, and 2013-07 is a month."""
    people = [item.body for item in reading(PLAN) if isinstance(item.body, Person)]
    (met,) = [item for item in reading(PLAN) if isinstance(item.body, EncounterHeld)]

    assert [person.languages for person in people] == [("es", "no"), ()]
    assert people[1].tags == ("on",)
    assert met.body.subject == "012"
    assert met.happened.precision == "month"


@pytest.mark.parametrize(
    "told", ["0x1f", "0o17", "+5", "1_000", "12:30:45", "2026-03-01", ".5", "=", "<<"]
)
def test_only_plain_numbers_are_numbers(told: str) -> None:
    """What looks like a number to other readers is a text."""
    (item,) = reading(f"people: [{{id: bo, name: {told}}}]")

    assert item.body.name == told


@pytest.mark.parametrize("told", ["2013", "-7", "1.5", "1e3", "true", "~", "null"])
def test_a_number_where_a_text_belongs_is_told(told: str) -> None:
    """It is not guessed whether a number was meant as a text."""
    told = the_only(f"people: [{{id: bo, name: {told}}}]")

    assert told.startswith("plan.yaml:1:19: expected a text, got")


def test_a_number_in_quotes_is_a_text() -> None:
    """The remedy that is offered works."""
    told = the_only("people: [{id: bo, name: 2013}]")
    (item,) = reading('people: [{id: bo, name: "2013"}]')

    assert told == "plan.yaml:1:19: expected a text, got 2013; put it in quotes"
    assert item.body.name == "2013"


@pytest.mark.parametrize("told", ["1e999", "9" * 30])
def test_a_number_without_bounds_is_no_number(told: str) -> None:
    """What no record can hold is refused as what was written."""
    mistake = the_only(PLAN.replace("importance: 3", f"importance: {told}"))

    assert mistake == f"plan.yaml:31:7: expected a whole number, got '{told}'"


def test_an_engagement_may_be_named_without_being_described() -> None:
    """A second file needs only the id, or none when the caller names one."""
    lesson = "records: [{happened: 2026, lesson: {id: a, text: Ask first}}]"

    (named,) = reading(f"engagement: rollout\n{lesson}")
    (given_,) = reading(lesson, engagement="rollout")

    assert named.engagement == given_.engagement == "rollout"


def test_a_record_of_no_engagement_is_told_once() -> None:
    """Only shared things need no engagement."""
    lesson = "{happened: 2026, lesson: {id: a, text: Ask first}}"

    told = the_only(f"records: [{lesson}, {lesson}]")

    assert told.startswith("plan.yaml:1:28: nothing says which engagement this belongs to")


def test_a_file_of_another_engagement_is_told() -> None:
    """A file is not applied to an engagement that it is not about."""
    told = the_only(PLAN, engagement="other")

    assert told.startswith('plan.yaml:4:1: the file is about "rollout", not about "other"')


MISTAKES = {
    "engageframe: 1": ("engageframe: 2", "1:1: format 2 is not known, only 1"),
    "author: ana-novak": ("author: 7", "2:1: expected a text, got 7"),
    "happened: 2026-02\n": ("happened: 2026-13\n", "3:1: '2026-13' is not a moment"),
    "client: acme": ("client: acmee", '4:55: nothing describes "acmee"; did you mean "acme"?'),
    "organizations:": ("organisations:", '5:1: unknown section "organisations"; did you mean'),
    "name: María López": ("nam: María", '8:5: the field "name" is missing'),
    "[on]": ("[on, a b]", "9:38: Person.tags is 'a b'"),
    "organization: acme, role": ("organization: axxx, role", '11:27: nothing describes "axxx"'),
    "side: ours": ("side: our", "14:22: 'our' is not one of"),
    "words_of: maria-lopez": ("words_of: maria", '16:68: nothing describes "maria"'),
    "due: 2026-Q3": ("duedate: 2026", '18:84: unknown field "duedate"; did you mean "due"?'),
    "by: maria-lopez": ("by: bo", '20:64: nothing describes "bo"'),
    "- happened: 2026-03-02\n    ": ("- ", '22:5: the field "happened" is missing'),
    "promisor: ana-novak": ("promisor: ana", '25:7: nothing describes "ana"'),
    "importance: 3": ("importance: 4", "31:7: CommitmentMade.importance is 4"),
    "encounter.held": ("encounter.hold", '35:5: unknown kind "encounter.hold"; did you mean'),
}


@pytest.mark.parametrize("good", MISTAKES)
def test_a_mistake_is_told_with_its_place_and_remedy(good: str) -> None:
    """Line, column, what is wrong and what would be right."""
    bad, says = MISTAKES[good]

    told = mistakes(PLAN.replace(good, bad))

    assert any(one.startswith(f"plan.yaml:{says}") for one in told), told


@given(st.sets(st.sampled_from(sorted(MISTAKES)), min_size=1))
def test_all_planted_mistakes_are_told(planted: set[str]) -> None:
    """Every one of several mistakes is told at once."""
    text = PLAN
    for good in sorted(planted):
        text = text.replace(good, MISTAKES[good][0])

    told = "\n".join(mistakes(text))

    wanted = [MISTAKES[good][1].split(":", 2)[2].split(";")[0] for good in planted]
    assert [says for says in wanted if says not in told] == []


def test_mistakes_are_told_in_the_order_of_lines() -> None:
    """Somebody who mends a file goes through it once."""
    text = PLAN.replace("client: acme", "client: a").replace("importance: 3", "importance: 9")

    told = mistakes(text.replace("role: Head", "rule: Head"))

    assert [one.split(":")[1] for one in told] == ["4", "11", "31"]


def test_a_name_given_twice_is_told() -> None:
    """Neither of two values is taken silently."""
    told = the_only("people:\n  - id: bo\n    name: Bo\n    id: bob\n")

    assert told == 'plan.yaml:4:5: "id" is given twice, first at plan.yaml:2:5; keep one of them'


def test_an_id_described_twice_and_differently_is_told() -> None:
    """A section says what is, and it cannot be two things."""
    told = the_only("people:\n - {id: bo, name: Bo}\n - {id: bo, name: Bob}\n - {id: bo, name: Bo}")

    assert told.startswith('plan.yaml:3:4: person "bo" is told otherwise at plan.yaml:2')


def test_a_fact_told_twice_and_differently_is_told() -> None:
    """A fact happened once, on one day."""
    fact = "{happened: 2026-03-0%d, encounter.held: {id: a, attendees: []}}"

    told = the_only(f"engagement: x\nrecords: [{fact % 1}, {fact % 1}, {fact % 2}]")

    assert 'encounter.held "a" is told otherwise at plan.yaml:2' in told


def test_records_may_tell_how_a_plan_changed() -> None:
    """A later plan of the same encounter is an amendment, and both are kept."""
    plan = "{happened: 2026-03-0%d, encounter.planned: {id: a, scheduled: 2026-0%d, attendees: []}}"

    told = reading(f"engagement: x\nrecords: [{plan % (1, 4)}, {plan % (2, 5)}]")

    assert [item.body.scheduled.text for item in told] == ["2026-04", "2026-05"]


def test_ids_that_are_known_elsewhere_may_be_named() -> None:
    """Ids that are recorded, or listed as known in the file, need no description."""
    text = "affiliations: [{person: bo, organization: acme}]\nknown: [acme]"

    (item,) = reading(text, known=["bo"])

    assert item.body.person == "bo"


def test_a_purpose_is_looked_for_only_where_purposes_are_described() -> None:
    """A file that adds a goal need not repeat the purposes that are recorded."""
    goals = (
        "engagement: x\nknown: [bo]\ngoals: [{id: g, text: T, owner: bo, basis: ours, purpose: p}]"
    )
    purposes = "\npurposes: [{id: q, camp: personal, text: T, basis: said, words_of: bo}]"

    (item,) = reading(goals)
    told = the_only(goals + purposes)

    assert item.body.purpose == "p"
    assert 'nothing describes "p"' in told


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "plan.yaml:1:1: the file is empty; begin with engagement:"),
        ("# nothing\n", "plan.yaml:1:1: the file is empty"),
        ("- a", "plan.yaml:1:1: expected sections with names"),
        ("people: 3", "plan.yaml:1:1: expected a list; begin each item with a dash"),
        ("people: [3]", "plan.yaml:1:10: expected id, name, email"),
        ("engagement: [x]", "plan.yaml:1:1: expected id, name, client"),
        ("engagement: x\nrecords: [3]", "plan.yaml:2:11: expected one kind of record, got none"),
        (
            "engagement: x\nrecords: [{happened: 2026, correction: {record: a}}]",
            "plan.yaml:2:28: a file corrects nothing; tell the fact as it was, once more",
        ),
        ("people: [", "plan.yaml:1:10: not YAML: expected the node content"),
        ("people:\n\t- {}", "plan.yaml:2:1: not YAML: found character '\\t'"),
        ("people: []\n---\na: 1", "plan.yaml:3:1: a second document begins; keep one per file"),
        ("people: []\n%TAG x", "plan.yaml:2:6: not YAML"),
        ("people: *bo", "plan.yaml:1:9: *bo repeats nothing; mark it &bo before"),
        ("people: &bo [*bo]", "plan.yaml:1:14: *bo repeats nothing"),
        ("people: !!set []", 'plan.yaml:1:9: the tag "tag:yaml.org,2002:set" is not read'),
        ('people: [{id: bo, name: "\\ud800"}]', "plan.yaml:1:25: half a character"),
        ('people: [{id: bo, name: "\\UFFFFFFFF"}]', "plan.yaml:1:10: not YAML"),
        ("people: [{id: bo, name: Bo, [x]: y}]", "plan.yaml:1:29: a name must be a text"),
        ("people: " + "[" * 60, "plan.yaml:1:49: nested deeper than 40"),
        ("people: []\n# \x07\n", "plan.yaml:2:3: control character U+0007; delete it"),
        (b"people: []\n# caf\xe9\n", "plan.yaml:2: byte 0xe9 at offset 16 is not UTF-8"),
        ("people: []".encode("utf-16"), "plan.yaml:1: byte 0xff at offset 0 is not UTF-8"),
        (b"#" * 50_000_001, "plan.yaml: the file holds 50,000,001 bytes, the limit is 50,000,000"),
    ],
)  # fmt: skip
def test_what_is_no_engagement_file_is_refused(text: str | bytes, says: str) -> None:
    """Whatever is wrong with the whole, one message says where and why."""
    told = mistakes(text)

    assert told[0].startswith(says), told


def test_a_syntax_error_hides_no_mistake_before_it() -> None:
    """What was found before the parser had to stop is told, too."""
    told = mistakes("people: []\npeople: []\nrecords: [}")

    assert [one.split(":")[1] for one in told] == ["2", "3"]


def test_what_is_repeated_by_an_alias_is_read() -> None:
    """Anchors and aliases save writing."""
    text = "engagement: x\nrecords:\n" + "".join(
        f"  - happened: {day}\n    encounter.held: {{id: m-{day}, attendees: {who}}}\n"
        for day, who in (("2026", "&us [{organization: acme}]"), ("2027", "*us"))
    )

    told = reading(text, known=["acme"])

    assert [item.body.attendees for item in told] == [(Attendee(organization="acme"),)] * 2


@pytest.mark.parametrize("width", [9, 300])
def test_a_billion_laughs_are_refused_at_once(width: int) -> None:
    """What aliases repeat is counted before anything is repeated."""
    rows = [f"a0: &a0 [{','.join('x' * width)}]"] + [
        f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * width)}]" for n in range(1, 30)
    ]
    began = time.process_time()

    told = the_only("\n".join(rows))

    assert "repeats too much; write it out" in told
    assert time.process_time() - began < 5


def test_a_chain_of_aliases_is_not_deeper_than_brackets_may_be() -> None:
    """Depth is counted through aliases."""
    rows = ["a0: &a0 [x]"] + [f"a{n}: &a{n} [*a{n - 1}]" for n in range(1, 60)]

    assert "repeats too much" in the_only("\n".join(rows))


def test_a_byte_order_mark_is_no_part_of_the_file() -> None:
    """Editors that write one do no harm."""
    (item,) = reading(b"\xef\xbb\xbfengagement: {id: x, name: X}")

    assert item.body == Engagement(id="x", name="X")


def test_many_unknown_ids_are_all_told() -> None:
    """Guessing ends before it takes long; telling does not."""
    people = ", ".join(f"{{who: person-{n}, side: ours}}" for n in range(80))

    told = mistakes(f"engagement: x\nstakeholders: [{people}]\nknown: [person-x]")

    assert len(told) == 80
    assert sum('did you mean "person-x"?' in one for one in told) == 50


def test_a_path_that_leads_nowhere_ends_where_it_last_stood() -> None:
    """The place of what is missing is the place of what it is missing from."""
    tree, _ = parse("people:\n - id: bo", name="plan.yaml")

    assert tree.where(("people", 0, "name")) == "plan.yaml:2:4"


@given(st.binary(max_size=200) | st.text(max_size=200))
def test_any_bytes_give_items_or_are_refused(told: str | bytes) -> None:
    """Reading ends in one of two ways."""
    assert is_total(told)


@given(
    st.lists(
        st.sampled_from(
            list("[]{}:,-?&*!|>'\"%@`#~\n\t \\<=") + ["a", "records", "\\u12", "---", "12"]
        ),
        max_size=40,
    ).map("".join)
)
def test_any_signs_of_yaml_give_items_or_are_refused(told: str) -> None:
    """Reading broken YAML ends in one of two ways."""
    assert is_total(told)


@given(st.data())
def test_any_change_of_a_good_file_gives_items_or_is_refused(data: st.DataObject) -> None:
    """Reading a file that somebody mistyped ends in one of two ways."""
    text = PLAN
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(text)))
        gone = data.draw(st.integers(0, 8))
        put = data.draw(st.text("[]{}:,-&*!|>'\"%#\n\t ab1\x85\u2028", max_size=4))
        text = text[:at] + put + text[at + gone :]

    assert is_total(text)


def is_total(told: str | bytes) -> bool:
    """Tell whether reading gave items, or mistakes with places."""
    try:
        return all(isinstance(item, Item) for item in reading(told))
    except InvalidInput as wrong:
        return all(problem.where.startswith("plan.yaml") for problem in wrong.problems)
