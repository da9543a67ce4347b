"""What is valid at birth."""

from typing import Any

import attrs
import pytest

from engageframe.errors import InvalidInput
from engageframe.kinds import CORE_KINDS, Kind, Kinds
from engageframe.model.encounters import Attendee, Encounter, EncounterHeld, EncounterPlanned
from engageframe.model.engagements import Action, Engagement, Feedback
from engageframe.model.fields import ids
from engageframe.model.moments import moment
from engageframe.model.people import Affiliation, Person, Stakeholder
from engageframe.model.purposes import Goal
from engageframe.rules import Measure

GOAL = {"id": "g", "text": "fewer stops", "owner": "ana", "basis": "said"}
A_WORD = "expected a word of letters, digits, _.:@+- (at most 120)"


@pytest.mark.parametrize(
    ("shape", "parts", "says"),
    [
        (Person, {"id": "a b", "name": "Ana"}, f"Person.id is 'a b': {A_WORD}"),
        (Person, {"id": "_ana", "name": "Ana"}, f"Person.id is '_ana': {A_WORD}"),
        (Person, {"id": "", "name": "Ana"}, f"Person.id is '': {A_WORD}"),
        (Person, {"id": "a" * 121, "name": "Ana"}, f"Person.id is '{'a' * 76}...: {A_WORD}"),
        (Person, {"id": 7, "name": "Ana"}, f"Person.id is 7: {A_WORD}"),
        (Person, {"id": "ana", "name": " "},
         "Person.name is ' ': expected a text that is not blank, up to 20000 characters"),
        (Person, {"id": "ana", "name": "Ana", "tags": ["vip"]},
         "Person.tags is ['vip']: expected a tuple of ids"),
        (Person, {"id": "ana", "name": "Ana", "tags": ("vip", "a b")},
         f"Person.tags is 'a b': {A_WORD}"),
        (Stakeholder, {"who": "ana", "side": "theirs"},
         "Stakeholder.side is 'theirs': expected one of client, ours, vendor, network"),
        (Feedback, {"by": "ana", "about": "bob", "text": "well", "value": 101},
         "Feedback.value is 101: expected a whole number from -100 to 100"),
        (Feedback, {"by": "ana", "about": "bob", "text": "well", "value": True},
         "Feedback.value is True: expected a whole number from -100 to 100"),
        (Action, {"id": "a b", "does": "x", "for_whom": "bob", "reason": "x"},
         "Action.id is 'a b': expected a word such as keep:power-note (at most 200)"),
        (Goal, {**GOAL, "purpose": "a b"}, f"Goal.purpose is 'a b': {A_WORD}"),
        (Attendee, {"role": "guest"},
         "Attendee has neither person nor organization: expected at least one id"),
        (Engagement, {"id": "register", "name": "Acme"},
         "Engagement.id is 'register', where shared records lie: name another"),
        (Engagement, {"id": "acme", "name": "Acme", "status": "dormant"},
         'Engagement.until is missing: expected a moment, as it is "dormant"'),
        (Affiliation, {"person": "ana", "organization": "acme", "since": moment("2026-02"),
                       "until": moment("2026-01")},
         ("Affiliation.until is 2026-01, before since (2026-02): "
         "expected the same moment or a later one")),
        (Measure, {"name": "kept", "says": "x", "subject": "acme", "value": 0.5, "unit": "%",
                   "n": 2, "needs": 3, "reason": "x"},
         "Measure kept has the value 0.5 with n=2: expected None, as it needs 3"),
    ],
    ids=str,
)  # fmt: skip
def test_a_bad_value_is_refused_with_what_would_be_right(
    shape: type[Any], parts: dict[str, Any], says: str
) -> None:
    """The message names class, field, value and what was expected."""
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole message is compared below
        shape(**parts)

    assert str(caught.value) == says


@pytest.mark.parametrize("id_", ["maria-lópez", "a", "7", "crm:44", "ana@acme.example", "a_b.c+d"])
def test_an_id_is_a_word_of_any_script(id_: str) -> None:
    """Letters of every language, digits, and the marks that addresses have."""
    assert Person(id=id_, name="Ana").id == id_
    assert ids(Person, attrs.fields(Person).tags, (id_,)) is None


def test_what_may_be_left_open_may_be_left_open() -> None:
    """A goal without a purpose, a measure without evidence, a role without an end."""
    few = Measure(name="kept", says="x", subject="acme", value=None, unit="%", n=2, needs=3,
                  reason="too few")  # fmt: skip
    since = Affiliation(person="ana", organization="acme", since=moment("2026-02"))

    assert (Goal(**GOAL).purpose, Goal(**GOAL, purpose="p").purpose, few.value) == ("", "p", None)
    assert [since.may_hold(moment(when)) for when in ("2026-01", "2026", "2027")] == [
        False, True, True,
    ]  # fmt: skip
    until = attrs.evolve(since, since=None, until=moment("2026-02"))
    assert [until.may_hold(moment(when)) for when in ("2020", "2026", "2026-03")] == [
        True, True, False,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("status", "until", "rests"),
    [
        ("active", None, False),
        ("active", "2026-03-10", False),
        ("dormant", "2026-03-09", False),
        ("dormant", "2026-03-10", True),
        ("dormant", "2026-03", True),
        ("ended_by_client", None, True),
        ("ended_by_client", "2026-03-09", True),
    ],
)
def test_an_engagement_rests_while_its_pause_may_last_and_after_its_end(
    status: Any, until: str | None, rests: bool
) -> None:
    """A partial date counts to its last day; what the client ended does not begin anew."""
    one = Engagement(id="a", name="A", status=status, until=moment(until) if until else None)

    assert one.rests(moment("2026-03-10")) is rests


def test_an_encounter_knows_who_was_there_or_is_expected() -> None:
    """Those who came count before those who were expected; an unknown person stays unknown."""
    plan = EncounterPlanned(
        id="v", scheduled=moment("2026"), attendees=(Attendee(organization="acme"),)
    )
    held = EncounterHeld(id="v", attendees=(Attendee(person="bob", organization="acme"),))

    assert [one.who for one in Encounter(id="v", planned=plan, held=held).attendees] == ["bob"]
    assert [one.who for one in Encounter(id="v", planned=plan).attendees] == ["acme"]
    assert Encounter(id="v").attendees == ()


def test_kinds_are_known_by_name_and_by_class() -> None:
    """One name and one class each; a clash is told for every kind that clashes."""
    kinds = Kinds(CORE_KINDS)

    assert len(kinds) == len(CORE_KINDS) == len(list(kinds))
    assert kinds.of(Person) is kinds["person"]
    with pytest.raises(InvalidInput) as caught:
        Kinds([*CORE_KINDS, Kind(name="person", body=Measure), Kind(name="mood", body=Person)])
    assert [one.where for one in caught.value.problems] == ['kind "person"', 'kind "mood"']


def test_a_kind_names_only_fields_that_its_bodies_have() -> None:
    """Identity, people, personal data and free text are fields of the class."""
    for kind in CORE_KINDS:
        named = {*kind.identity, *kind.about, *kind.personal, *kind.text}
        assert named <= {field.name for field in attrs.fields(kind.body)}, kind.name
