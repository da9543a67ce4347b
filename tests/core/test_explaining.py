"""Why each line is there."""

from typing import Any

import attrs
import pytest
from tests.core.scenes import action, journal, view
from tests.core.test_checking import RULES, found

from engageframe import Host, Practice, Rule, Workspace, impl
from engageframe.checking import standing
from engageframe.errors import InvalidInput
from engageframe.explaining import Explanation, explain, shown
from engageframe.model.commitments import CommitmentKept, CommitmentMade
from engageframe.model.encounters import (
    Attendee,
    EncounterHeld,
    EncounterPlanned,
    EncounterReviewed,
)
from engageframe.model.engagements import (
    ActionAccepted,
    Correction,
    Engagement,
    Retraction,
    Waiver,
)
from engageframe.model.moments import moment
from engageframe.model.people import Organization, Person
from engageframe.model.purposes import Purpose
from engageframe.planning import Policy, plan
from engageframe.rules import Answer, Measure, Proposal, Threshold
from engageframe_stores import MemoryStore

NOTE = CommitmentMade(id="note", promisor="ana", promisee="bob", what="a note")
FACTS = (
    NOTE,
    EncounterHeld(id="visit", attendees=()),
    Person(id="bob", name="Bob Stone"),
    Organization(id="acme", name="Acme Ltd"),
    Waiver(rule="AAA003", reason="we know", subject="old"),
    Purpose(id="calm", camp="personal", text="Quiet nights", basis="said", words_of="bob"),
)
ENTRIES = list(journal(*FACTS).read())
SHOWN = ENTRIES[1].id
ACCEPTED = ActionAccepted(
    cycle=1, action=action("taken", evidence=(SHOWN,), rules=("AAA001", "AAA002"), minutes=0)
)
THRESHOLD = Threshold(name="days", value=3, why="a guess")
TOLD = {**RULES, "AAA001": ("guest", attrs.evolve(RULES["AAA001"][1], thresholds=(THRESHOLD,)))}


MEASURES = [
    Answer("guest", Measure(
        name="kept", says="promises kept", subject=who, value=value, unit="%", n=n, needs=5,
        reason="counted", evidence=(SHOWN,),
    ))
    for who, value, n in (("ana:bob", 80.0, 10), ("ana:zoe", None, 1))
]  # fmt: skip


class Late(Practice):
    """Proposes a call under a rule of its own."""

    name = "late"
    reads = ("engagement",)
    reason, rule = "it is late", "LAT001"

    @impl
    def engageframe_rules(self):
        """Name the rule."""
        if not self.rule:
            return []
        rule = Rule(
            code=self.rule, name="late", severity="W", says="it is late", why="w", source="s"
        )
        return [rule]

    @impl
    def engageframe_propose(self, view):
        """Propose to call them."""
        return [
            Proposal(
                id="call", does="Call them", for_whom="bob", reason=self.reason, rule=self.rule,
                evidence=(view.engagement_record.id,),
            )
        ]  # fmt: skip


class Soon(Late):
    """Proposes the same for another reason, under no rule."""

    name = "soon"
    reason, rule = "it is due soon", ""


def why(wanted: str, entries: Any = ENTRIES) -> Explanation:
    """Explain an id of the scene."""
    seen = view(*FACTS, ACCEPTED)
    answers = [
        Answer("guest", Proposal(id=id_, does=f"do {id_}", for_whom="bob", reason="late",
                                 evidence=(SHOWN,), minutes=minutes))
        for id_, minutes in (("call", 30), ("trip", 9000))
    ]  # fmt: skip
    findings = standing(seen, [found("AAA003"), found("AAA003", "old")], TOLD)
    now = plan(seen, answers, findings, TOLD, policy=Policy())
    names = {one.subject: one.id for one in findings}
    named = names.get(wanted.removeprefix("finding "), wanted)
    return explain(named, seen, now, TOLD, entries, MEASURES)


@pytest.mark.parametrize(
    ("wanted", "what", "says", "because", "records"),
    [
        ("AAA001", "rule", "it is so (I) it hurts Source: a guess.",
         ["it hurts", "days = 3: a guess"], 0),
        ("call", "proposal", "do call", ["late"], 1),
        ("trip", "proposal", "do trip; left out: it takes 9000 minutes", ["late"], 1),
        ("taken", "action", "do taken; because because (guest, AAA001, AAA002)", [], 1),
        ("finding plan", "finding", "it is so; mend it", ["it hurts Source: a guess."], 0),
        ("finding old", "finding", "it is so; mend it (waived: we know)",
         ["it hurts Source: a guess."], 0),
        ("note", "commitment",
         "ana to Bob Stone: a note; due on no date, carried on; importance 2 of 3", [], 1),
        ("visit", "encounter", "nobody named; held on 2026-01-10", [], 1),
        ("bob", "person", "Bob Stone", [], 1),
        ("acme", "organization", "Acme Ltd", [], 1),
        ("calm", "purpose", "told 2026-01-10 by me", [], 1),
        ("ana:zoe", "measure", "promises kept (ana:zoe) = not enough evidence, n = 1, needs 5",
         ["ana:zoe: counted"], 1),
        ("kept", "measure", "promises kept (ana:bob) = 80.0 %, n = 10, needs 5; promises kept (ana",
         ["ana:bob: counted", "ana:zoe: counted"], 1),
        (SHOWN[:7], "record", "commitment.made, 2026-01-10, recorded 2026-05-01T09:00", [], 1),
    ],
)  # fmt: skip
def test_every_line_names_what_explains_it(
    wanted: str, what: str, says: str, because: list[str], records: int
) -> None:
    """Rules, proposals, actions, findings, measures, nouns and records are explained by id."""
    told = why(wanted)

    assert (told.what, told.says[: len(says)]) == (what, says)
    assert [reason.says for reason in told.because] == because
    assert len(told.records) == records


def test_an_encounter_is_told_as_far_as_it_came() -> None:
    """Who, about what, and when it was planned, held and reviewed; the noun is given whole."""
    facts = (
        EncounterPlanned(
            id="visit", scheduled=moment("2026-02"), attendees=(Attendee(person="bob"),),
            purpose="Power",
        ),
        EncounterReviewed(id="visit", outcome="done"),
        Person(id="bob", name="Bob Stone"),
    )  # fmt: skip
    seen = view(*facts)
    told = explain("visit", seen, plan(seen, (), (), {}, policy=Policy()), {}, ())

    assert told.says == "Bob Stone; about: Power; planned for 2026-02; reviewed on 2026-01-10: done"
    assert told.noun == seen.encounters["visit"]
    assert why("note").noun == view(*FACTS).commitments["note"]
    assert why("call").noun is None


def test_what_was_accepted_keeps_the_reason_of_each_practice() -> None:
    """Nobody is given the rule or the words of another, before it is accepted and after."""
    workspace = Workspace(MemoryStore(), Host.load((), objects=[Late, Soon]), as_of="2026-03-01")
    workspace.record(Engagement(id="rollout", name="Rollout"))
    before = workspace.why("call").because
    workspace.accept("call")
    after = workspace.why("call")

    assert [(one.practice, one.rule, one.says) for one in before] == [
        ("late", "LAT001", "it is late"), ("soon", "", "it is due soon"),
    ]  # fmt: skip
    assert (after.what, after.because) == ("action", before)


def test_what_was_corrected_or_retracted_is_told_with_it() -> None:
    """Who asks about a record or a promise sees who changed it since, in the order written."""
    workspace = Workspace(MemoryStore(), Host.load(()), as_of="2026-03-10")
    workspace.record(Engagement(id="rollout", name="Rollout"))
    made = CommitmentMade(id="note", promisor="ana", promisee="bob", what="a note")
    told = workspace.record(made).changes[0].draft
    kept = workspace.record(CommitmentKept(id="note")).changes[0].draft
    body = {"id": "note", "promisor": "ana", "promisee": "bob", "what": "a long note"}
    workspace.record(Correction(record=told.id, body=body, reason="it was longer"))
    workspace.record(Retraction(record=kept.id, reason="it was another one"))

    assert [one.kind for one in workspace.why(told.id).records] == ["commitment.made", "correction"]
    assert [one.kind for one in workspace.why(kept.id).records] == ["commitment.kept", "retraction"]
    assert [one.kind for one in workspace.why("note").records] == ["commitment.made", "correction"]
    assert "a long note" in workspace.why("note").says


def test_a_record_that_was_found_twice_is_shown_once() -> None:
    """The entries of the engagement and those found by the id may overlap."""
    assert len(why(SHOWN, [*ENTRIES, ENTRIES[1]]).records) == 1


def test_a_record_is_shown_as_it_was_written() -> None:
    """A body that was destroyed is withheld, not empty."""
    whole, hidden = shown(ENTRIES[1]), shown(ENTRIES[1]._replace(body=None))

    assert whole.body.startswith('{"due":null,"id":"note"')
    assert (hidden.body, hidden.id, hidden.seq) == ("withheld", SHOWN, 2)


def test_what_is_not_there_is_told_with_what_was_meant() -> None:
    """Proposals, promises and encounters are known by name; who types a code is told of rules."""
    with pytest.raises(InvalidInput, match='nothing here is called "nota"; did you mean "note"'):
        why("nota")
    with pytest.raises(InvalidInput, match='did you mean "AAA001"'):
        why("AAA01")
    with pytest.raises(InvalidInput, match="nothing here"):
        why("")
