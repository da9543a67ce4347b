"""Does a file say all that a journal knows, and nothing else?"""

from collections.abc import Iterable
from typing import Any, get_args

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engageframe.applying import Change, Item, changes
from engageframe.codec import Codec
from engageframe.encoding import canonical
from engageframe.folding import AMENDMENTS, State, effective
from engageframe.journal import REGISTER, Entry, Record, Unread
from engageframe.kinds import CORE_KINDS, Kind, Kinds
from engageframe.lenses import COMMITMENTS, CYCLE, ENCOUNTERS
from engageframe.model import commitments, encounters, engagements, people, purposes
from engageframe.model.moments import moment
from engageframe_yaml import read, write

KINDS = Kinds(CORE_KINDS)
NOUNS = ("organization", "person", "affiliation", "engagement", "stakeholder", "purpose", "goal")
TODAY = moment("2026-03-01")
EVER = moment("9999")

ids = st.sampled_from(["acme", "ana-novak", "bo", "no", "012", "2013", "x:1", "ünï", "0x1f", "1e5"])
line = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
lines = st.lists(st.sampled_from(["", "One.", "  two", "three: 3 ", "# four", "---"])).map(
    "\n".join
)
word = (
    line
    | lines
    | ids
    | st.sampled_from(["", "null", "on", "2013-07", "- a", "a: b", "~", "x" * 120])
)
text = word.map(lambda told: told if told.strip() else f"{told}.")
instants = st.just("2013-07-14T09:30:00+01:00")
moments = (st.sampled_from(["2013", "0999", "2013-Q3", "2013-07", "2013-07-14"]) | instants).map(
    moment
)
maybe = st.none() | moments
id_row = st.lists(ids, max_size=2).map(tuple)
texts = st.lists(word, max_size=2).map(tuple)
attendee = st.builds(encounters.Attendee, person=ids, organization=ids, role=word) | st.builds(
    encounters.Attendee, organization=ids
)
attendees = st.lists(attendee, max_size=3).map(tuple)
paid = st.none() | st.integers(0, 10)
objective = st.builds(
    encounters.Objective, id=ids, text=text, owner=ids, measure=word,
    kind=st.sampled_from(get_args(encounters.ObjectiveKind)), chance=paid,
)  # fmt: skip
verdict = st.builds(
    encounters.Verdict, objective=ids, reached=st.booleans(), note=word, evidence=texts
)
action = st.builds(
    engagements.Action, id=ids, does=text, for_whom=ids, reason=text, about=word, due=maybe,
    kind=st.sampled_from(get_args(engagements.ActionKind)), minutes=st.integers(0, 9999),
    rules=texts,
)  # fmt: skip
actions = st.lists(action, max_size=2).map(tuple)
cycle = st.integers(1, 3)
basis = st.sampled_from(get_args(people.Basis))
extra = st.dictionaries(line | st.just("k" * 2000), word, max_size=2)

BODIES = {
    "person": st.builds(
        people.Person, id=ids, name=text, email=word, languages=texts, tags=id_row, aliases=texts
    ),
    "organization": st.builds(people.Organization, id=ids, name=text, tags=id_row, aliases=texts),
    "affiliation": st.builds(
        people.Affiliation, person=ids, organization=ids, role=word, since=maybe
    ),
    "engagement": st.builds(
        engagements.Engagement, id=st.sampled_from(["rollout", "other"]), name=text,
        client=ids | st.just(""), status=st.sampled_from(get_args(engagements.Status)),
        until=moments,
    ),
    "stakeholder": st.builds(
        people.Stakeholder, who=ids, side=st.sampled_from(get_args(people.Side)), role=word,
        tags=id_row, minutes_per_cycle=st.none() | st.integers(0, 100_000),
    ),
    "statement": st.builds(
        people.Statement, about=ids, text=text, basis=basis, by=ids, topic=word, until=maybe,
        showable=st.booleans(),
    ),
    "purpose": st.builds(
        purposes.Purpose, id=ids, camp=st.sampled_from(get_args(purposes.Camp)), text=text,
        basis=basis, words_of=ids, beneficiaries=texts, until=maybe,
    ),
    "goal": st.builds(
        purposes.Goal, id=ids, text=text, owner=ids, basis=basis, measure=word, due=maybe,
        purpose=ids | st.just(""), serves=id_row,
    ),
    "encounter.planned": st.builds(
        encounters.EncounterPlanned, id=ids, scheduled=moments, attendees=attendees, purpose=word,
        objectives=st.lists(objective, max_size=2).map(tuple), questions=texts,
    ),
    "encounter.held": st.builds(
        encounters.EncounterHeld, id=ids, attendees=attendees, subject=word, answers=texts,
        channel=st.sampled_from(get_args(encounters.Channel)), extra=extra,
        initiator=ids | st.just(""),
    ),
    "encounter.reviewed": st.builds(
        encounters.EncounterReviewed, id=ids, outcome=st.sampled_from(get_args(encounters.Outcome)),
        verdicts=st.lists(verdict, max_size=2).map(tuple), lessons=texts, worth_paying_ours=paid,
    ),
    "commitment.made": st.builds(
        commitments.CommitmentMade, id=ids, promisor=ids, promisee=ids, what=text, due=maybe,
        importance=st.integers(1, 3),
    ),
    "commitment.kept": st.builds(commitments.CommitmentKept, id=ids, note=word),
    "commitment.broken": st.builds(
        commitments.CommitmentBroken, id=ids, told_before_due=st.booleans(), note=word
    ),
    "commitment.renegotiated": st.builds(
        commitments.CommitmentRenegotiated, id=ids, due=moments, agreed_by=ids
    ),
    "commitment.released": st.builds(commitments.CommitmentReleased, id=ids, released_by=ids),
    "feedback": st.builds(
        engagements.Feedback, by=ids, about=ids, text=text, value=st.none() | st.integers(-100, 100)
    ),
    "erasure": st.builds(engagements.Erasure, reason=text, destroyed=st.integers(0, 9)),
    "lesson": st.builds(engagements.Lesson, id=ids, text=text, learned_in=word),
    "lesson.settled": st.builds(
        engagements.LessonSettled, lesson=ids, applied=st.booleans(), reason=text
    ),
    "plan.accepted": st.builds(
        engagements.ActionAccepted, cycle=cycle, action=action, edited=st.booleans()
    ),
    "plan.dropped": st.builds(
        engagements.ProposalDropped, cycle=cycle, proposal=ids, reason=text, evidence=texts
    ),
    "action.done": st.builds(engagements.ActionDone, action=ids, note=word, evidence=texts),
    "cycle.frozen": st.builds(engagements.CycleFrozen, cycle=cycle, actions=actions, head=word),
    "cycle.reviewing": st.builds(engagements.ReviewOpened, cycle=cycle),
    "cycle.closed": st.builds(
        engagements.CycleClosed, cycle=cycle, carried=actions, head=word,
        dispositions=st.lists(
            st.builds(engagements.Disposition, commitment=ids, state=word, note=word), max_size=2
        ).map(tuple),
    ),
    "waiver": st.builds(engagements.Waiver, rule=ids, reason=text, subject=word, until=maybe),
    "retraction": st.builds(engagements.Retraction, record=st.just("nothing"), reason=text),
    "house": st.builds(engagements.HouseNote, name=ids, text=text),
}  # fmt: skip


def items(bodies: st.SearchStrategy[Any]) -> st.SearchStrategy[Item]:
    """Tell bodies of the engagement ``rollout`` at some moment, by somebody."""
    return st.builds(
        Item, body=bodies, engagement=st.just("rollout"), happened=moments,
        author=st.sampled_from(["ana-novak", "bo", "A tool: 7"]),
        source=st.sampled_from(["", "crm:4711"]), cause=st.sampled_from(["", "abc"]),
    )  # fmt: skip


class Notebook:
    """A journal in a list, written to by applying items."""

    def __init__(self) -> None:
        self.codec = Codec(KINDS)
        self.entries: list[Entry] = []

    @property
    def states(self) -> dict[str, State]:
        """Give all that counts, by stream."""
        states = {}
        for stream in (REGISTER, "rollout"):
            states[stream] = State(self.codec)
            mine = [one for one in self.entries if one.stream == stream]
            states[stream].add(effective(mine, as_of=EVER))
        return states

    def apply(self, told: Iterable[Item]) -> list[Change]:
        """Write down what is news."""
        found = changes(told, self.states, self.codec, today=TODAY)
        for draft in (change.draft for change in found if change.draft):
            seq = len(self.entries) + 1
            self.entries.append(
                Entry(
                    seq, draft.id, draft.stream, seq, draft.kind, draft.version, draft.happened, "",
                    draft.author, draft.source, draft.cause, draft.body,
                )
            )  # fmt: skip
        return found

    def records(self) -> list[Record[Any]]:
        """Give all records that count, the register's first."""
        return [record for state in self.states.values() for record in state.all_records()]

    def export(self) -> str:
        """Write the engagement file."""
        return write(self.records(), kinds=KINDS, engagement="rollout").text


def reading(told: str | bytes, **more: Any) -> tuple[Item, ...]:
    """Read a file as the tests do."""
    return read(told, name="plan.yaml", kinds=KINDS, today=TODAY, author="me", **more)


def content(record: Record[Any] | Item, kind: Kind) -> tuple[object, ...]:
    """Give what a file tells of a record."""
    body = canonical(record.body)
    return kind.name, record.happened, record.author, record.source, record.cause, body


def known(notebook: Notebook) -> tuple[dict[Any, Any], list[Any]]:
    """Give the nouns as last described, and everything else in order, alike things once."""
    nouns: dict[Any, Any] = {}
    facts: dict[Any, None] = {}
    for record in notebook.records():
        kind = KINDS[record.kind]
        if record.kind in NOUNS:
            nouns[record.kind, kind.identify(record.body)] = content(record, kind)
        elif record.kind not in (*AMENDMENTS, "erasure"):
            facts[content(record, kind)] = None
    return nouns, sorted(facts, key=repr)


@pytest.mark.parametrize("name", [kind.name for kind in CORE_KINDS if kind.name != "correction"])
@settings(max_examples=20)
@given(data=st.data())
def test_a_record_of_every_kind_comes_back_as_it_was(name: str, data: st.DataObject) -> None:
    """Whatever a record of the core says, the file says the same.

    What tells of one journal alone is left out.
    """
    item = data.draw(items(BODIES[name]))
    notebook = Notebook()
    notebook.apply([item])

    told = reading(notebook.export())

    wanted = [] if name in (*AMENDMENTS, "erasure") else [content(item, KINDS[name])]
    assert [content(one, KINDS[name]) for one in told] == wanted
    assert {change.what for change in notebook.apply(told)} <= {"unchanged"}


@given(st.lists(items(st.one_of(*BODIES.values())), max_size=12))
def test_an_exported_file_tells_an_empty_journal_the_same(told: list[Item]) -> None:
    """Nouns, facts, encounters, promises and the cycle come out alike."""
    first, second = Notebook(), Notebook()
    first.apply(told)

    second.apply(reading(first.export()))

    assert known(second) == known(first)
    for lens in (ENCOUNTERS, COMMITMENTS, CYCLE):
        views = [one.states["rollout"].lens(lens) for one in (first, second)]
        assert said(views[0]) == said(views[1])


def said(view: Any) -> Any:
    """Give a lens without the ids of records, which may differ where a noun or fact was mended."""
    if isinstance(view, dict) and "records" not in view:
        return {name: said(one) for name, one in view.items()}
    plain = view if isinstance(view, dict) else msgspec.json.decode(canonical(view))
    return {name: one for name, one in plain.items() if name not in ("records", "frozen_record")}


@given(st.lists(items(st.one_of(*BODIES.values())), max_size=12))
def test_an_exported_file_is_written_alike_from_the_journal_it_makes(told: list[Item]) -> None:
    """Export, apply, export: the same bytes."""
    first, second = Notebook(), Notebook()
    first.apply(told)
    written = first.export()

    second.apply(reading(written))

    assert second.export() == written


def once(told: list[Item]) -> list[Item]:
    """Leave out what describes anew, and facts told again: what then changes is told elsewhere."""
    kept = {}
    for item in told:
        kind = KINDS.of(type(item.body))
        kept.setdefault((kind.name, kind.identify(item.body) or repr(item)), item)
    return list(kept.values())


@given(st.lists(items(st.one_of(*BODIES.values())), max_size=12).map(once))
def test_an_exported_file_is_no_news_to_its_own_journal(told: list[Item]) -> None:
    """Apply an export to the journal it comes from: everything is unchanged."""
    notebook = Notebook()
    notebook.apply(told)

    found = notebook.apply(reading(notebook.export()))

    assert [change.what for change in found if change.what != "unchanged"] == []


WRITTEN = """\
engageframe: 1
author: ana-novak
happened: 2026-02
known: [acme, bo]
engagement: {id: rollout, name: Acme network rollout, client: acme}
people:
  - {id: ana-novak, name: Ana Novak, languages: [no, 012, "7"], happened: 2013-07, author: bo}
  - {id: maria-lopez, name: María López}
stakeholders: [{who: ana-novak, side: ours, minutes_per_cycle: 600}]
records:
  - happened: 2026-03-02
    commitment.made:
      id: power-note
      promisor: ana-novak
      promisee: bo
      what: |-
        The note about the power supply,
        with figures: "all" of them
      due: 2026-03-06
  - {happened: 2013-Q3, source: crm:4711, lesson: {id: a, text: "Ask: first"}}
"""


def test_a_file_is_written_as_people_would_write_it() -> None:
    """Short things take one line, long ones several, texts are readable, defaults are left out."""
    notebook = Notebook()
    notebook.apply(reading(WRITTEN))

    assert notebook.export() == WRITTEN


def test_nouns_are_written_as_they_were_last_described() -> None:
    """What somebody was called before is history, which a file does not tell."""
    notebook = Notebook()
    notebook.apply(reading("people: [{id: bo, name: Bo}]"))
    notebook.apply(reading("people: [{id: bo, name: Bob}]"))

    assert [item.body.name for item in reading(notebook.export())] == ["Bob"]


def test_corrected_facts_are_written_as_they_should_be_and_retracted_ones_not() -> None:
    """A file tells what holds, not how it came to hold."""
    notebook = Notebook()
    body = "{id: a, promisor: bo, promisee: bo, what: %s}"
    made = f"known: [bo]\nrecords: [{{happened: 2026, commitment.made: {body}}}]"
    notebook.apply(reading(made % "Tea", engagement="rollout"))
    notebook.apply(reading(made % "Coffee", engagement="rollout"))
    wrong = "records: [{happened: 2026, waiver: {rule: X, reason: No time}}]"
    (change,) = notebook.apply(reading(wrong, engagement="rollout"))
    gone = f"records: [{{happened: 2026, retraction: {{record: {change.draft.id}, reason: Oops}}}}]"
    notebook.apply(reading(gone, engagement="rollout"))

    (told,) = reading(notebook.export())

    assert told.body.what == "Coffee"


def test_a_fact_taken_back_and_told_again_holds() -> None:
    """Accepted, dropped, accepted: of two alike the later one is written."""
    accept = engagements.ActionAccepted(
        cycle=1, action=engagements.Action(id="a", does="Call", for_whom="bo", reason="Due")
    )
    drop = engagements.ProposalDropped(cycle=1, proposal="a", reason="No")
    records = [
        Record(seq, str(seq), "rollout", kind, 1, TODAY, "", "bo", "", "", body)
        for seq, kind, body in (
            (1, "plan.accepted", accept), (2, "plan.dropped", drop), (3, "plan.accepted", accept),
        )
    ]  # fmt: skip

    told = reading(write(records, kinds=KINDS, engagement="rollout").text)

    assert [item.body for item in told] == [drop, accept]


def test_records_of_unknown_kinds_are_counted() -> None:
    """What nobody here can read is not written, and that is said; other streams are not meant."""
    records = [
        Record(1, "a", "rollout", "trust.gift", 1, TODAY, "", "bo", "", "", Unread(b"{}")),
        Record(2, "b", "other", "trust.gift", 1, TODAY, "", "bo", "", "", Unread(b"{}")),
    ]

    written = write(records, kinds=KINDS, engagement="rollout")

    assert written == ("engageframe: 1\nengagement: rollout\n", 1)


def test_the_register_alone_is_a_file_too() -> None:
    """People and organizations can be handed on without an engagement."""
    notebook = Notebook()
    notebook.apply(reading("people: [{id: bo, name: Bo}]"))

    written = write(notebook.records(), kinds=KINDS, engagement="")

    assert written.text.endswith("people: [{id: bo, name: Bo}]\n")
    assert "engagement:" not in written.text
