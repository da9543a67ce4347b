"""Laws of what people write."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import attrs
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.laws.strategies import bodies, plain

from engageframe.errors import InvalidInput
from engageframe.inputs import Path, structure
from engageframe.kinds import CORE_KINDS
from engageframe.model.encounters import EncounterHeld, EncounterPlanned
from engageframe.model.engagements import Correction, Engagement
from engageframe.model.people import Affiliation, Person, Statement

PLAN = EncounterPlanned
PLANNED = {
    "id": "visit",
    "scheduled": "2026-03",
    "attendees": [{"person": "ana"}, {"organization": "acme", "role": "buyer"}],
    "objectives": [{"id": "o1", "text": "what hurts?", "owner": "bob", "kind": "understand"}],
    "questions": ["what next?"],
}


@attrs.frozen(kw_only=True)
class Options:
    """What a practice might be told."""

    share: float = 0.5
    strict: bool = False
    days: int = 3


Later = attrs.make_class(
    "Later", {"days": attrs.field(type="int", default=3)}, kw_only=True, frozen=True
)  # fmt: skip


def faults(data: object, shape: type[Any]) -> list[tuple[Path, str]]:
    """Structure what is wrong, and give the path and the words of every fault."""
    paths: list[Path] = []
    with pytest.raises(InvalidInput) as caught:
        structure(data, shape, place=lambda path: paths.append(path) or "")  # type: ignore[func-returns-value]
    return [(path, str(one)) for path, one in zip(paths, caught.value.problems, strict=True)]


@settings(max_examples=100)
@given(st.sampled_from(CORE_KINDS).flatmap(lambda kind: bodies(kind.body)))
@example(Person(id="ana", name="Ana"))
def test_what_is_written_as_it_was_recorded_is_the_same_body(body: Any) -> None:
    """Plain data of any body structure to an equal body; so does the body itself."""
    assert structure(plain(body), type(body)) == body
    assert structure(body, type(body)) is body


def _leaves(data: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    steps = data.items() if isinstance(data, dict) else enumerate(data)
    for step, value in steps:
        if isinstance(value, (dict, list)):
            yield from _leaves(value, (*path, step))
        else:
            yield (*path, step), value


def _planted(data: Any, path: Path, value: Any) -> Any:
    if not path:
        return value
    copy = dict(data) if isinstance(data, dict) else list(data)
    copy[path[0]] = _planted(copy[path[0]], path[1:], value)
    return copy


@given(st.sets(st.sampled_from([path for path, _ in _leaves(PLANNED)])), st.data())
def test_every_planted_fault_is_told_with_its_path(paths: set[Path], draw: st.DataObject) -> None:
    """Whichever values are of another type, each is told once, where it stands, all together."""
    data: Any = PLANNED
    for path in paths:
        bad = draw.draw(st.sampled_from([7.5, True, None, dt.time(9), [], {}, b"x"]))
        data = _planted(data, path, bad)

    if paths:
        assert sorted(map(repr, paths)) == sorted(repr(path) for path, _ in faults(data, PLAN))
    else:
        assert structure(data, PLAN).attendees[1].role == "buyer"


def test_unknown_missing_and_invalid_fields_are_told_together() -> None:
    """One pass tells them all, each with what would be right."""
    data = {**PLANNED, "id": "a b", "schedule": "2026", "chanel": 1, "channel": "vist"}
    del data["scheduled"]
    channels = "visit, meeting, call, video, mail, mass_mail, message, other"
    a_word = "a word of letters, digits, _.:@+- (at most 120)"

    assert faults(data, EncounterPlanned) == [
        (("schedule",), 'unknown field "schedule"; did you mean "scheduled"?'),
        (("chanel",), 'unknown field "chanel"; did you mean "channel"?'),
        ((), 'the field "scheduled" is missing; EncounterPlanned needs it'),
        (("channel",), f"'vist' is not one of {channels}; did you mean \"visit\"?"),
        (("id",), f"EncounterPlanned.id is 'a b': expected {a_word}"),
    ]


@pytest.mark.parametrize(
    ("shape", "data", "says"),
    [
        (Person, {"id": "ana", "name": 2013}, "expected a text, got 2013; put it in quotes"),
        (Person, {"id": "ana", "name": None}, "expected a text, got nothing"),
        (Person, {"id": "ana", "name": "Ana", "tags": "vip"}, "a list, got 'vip'; write it as"),
        (Person, {"id": "ana", "name": "Ana", "tags": ["a b"]}, "Person.tags is 'a b'"),
        (Person, ["ana"], "expected id, name, email, languages, tags, aliases, got ['ana']"),
        (Person, ["x" * 80], "got ['" + "x" * 55 + "..."),
        (Options, {"share": "0.5"}, "expected a number, got '0.5'"),
        (Options, {"share": True}, "expected a number, got True"),
        (Options, {"strict": 1}, "expected true or false, got 1"),
        (Options, {"days": True}, "expected a whole number, got True"),
        (Options, {"days": 3.0}, "expected a whole number, got 3.0"),
        (Later, {"days": "3"}, "expected a whole number, got '3'"),
        (Engagement, {"id": "a", "name": "A", "status": 1}, "1 is not one of active, dormant"),
        (Engagement, {"id": "a", "name": "A", "until": "soon"}, "is not a moment: write 2013"),
        (Engagement, {"id": "a", "name": "A", "until": [2013]}, "unhashable"),
        (Engagement, {"id": "a", "name": "A", "until": dt.datetime(2026, 3, 1)}, "no time zone"),
        (Engagement, {"id": "a", "name": "A", "status": "dormant"}, "Engagement.until is missing"),
        (EncounterHeld, {"id": "v", "attendees": [], "extra": []}, "names with values, got []"),
        (EncounterHeld, {"id": "v", "attendees": [], "extra": {"x": 1}}, "a text, got 1; put it"),
        (EncounterHeld, {"id": "v", "attendees": [], "extra": {1: "x"}}, "the name 1 is no text"),
        (Correction, {"record": "r", "reason": "x", "body": {1: 2}}, "the name 1 is no text"),
        (Correction, {"record": "r", "reason": "x", "body": 3}, "names with values, got 3"),
        (EncounterHeld, {"id": "v", "attendees": [{}]}, "neither person nor organization"),
        (EncounterHeld, {"id": "v", "attendees": [], 7: 1}, 'unknown field "7"'),
    ],
)  # fmt: skip
def test_nothing_is_coerced(shape: type[Any], data: Any, says: str) -> None:
    """A value of another type is a mistake that is told, never a value of the right one."""
    ((_, told),) = faults(data, shape)

    assert says in told


def test_a_moment_may_come_as_the_date_that_it_is() -> None:
    """YAML reads dates and years by itself: they are moments of that precision."""
    roles = [
        structure({"person": "ana", "organization": "acme", "since": since}, Affiliation)
        for since in (2013, dt.date(2013, 7, 14), "2013-Q3", None)
    ]

    assert [str(one.since) for one in roles] == ["2013", "2013-07-14", "2013-Q3", "None"]


def test_a_fault_is_placed_by_whoever_knows_the_file() -> None:
    """Without one, the place is the path."""
    data = {"id": "v", "attendees": [{"person": "ana"}, {"person": 7}]}

    with pytest.raises(InvalidInput, match=r"^attendees\.1\.person: expected a text"):
        structure(data, EncounterHeld)
    with pytest.raises(InvalidInput, match=r"^plan\.yaml:14: expected a text"):
        structure(data, EncounterHeld, place=lambda path: "plan.yaml:14")


def test_numbers_switches_and_free_tables_come_as_they_are() -> None:
    """A whole number may stand for a number; what is in a free table is not looked into."""
    body = {"deep": [1, {"x": None}]}

    assert structure({"share": 1, "strict": True, "days": 0}, Options) == Options(
        share=1, strict=True, days=0
    )
    assert structure({"days": 4}, Later).days == 4
    assert structure({"record": "r", "body": body, "reason": "x"}, Correction).body == body
    assert structure(
        {"about": "ana", "text": "likes trains", "basis": "said", "by": "ana", "showable": False},
        Statement,
    ).showable is False  # fmt: skip
