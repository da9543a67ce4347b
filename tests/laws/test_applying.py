"""Laws of telling things again."""

from collections.abc import Sequence
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.laws.strategies import CODEC, NOW, STARTS, WORDS, bodies, told

from engageframe.applying import Change, Item, changes
from engageframe.codec import Codec
from engageframe.journal import REGISTER, Journal
from engageframe.kinds import CORE_KINDS, Kind, Kinds
from engageframe.lenses import COMMITMENTS, CYCLE, ENCOUNTERS
from engageframe.loading import Loader
from engageframe.model.encounters import EncounterHeld
from engageframe.model.engagements import Retraction
from engageframe.model.moments import Moment, moment
from engageframe.model.people import Organization, Person, Stakeholder
from engageframe_stores.memory import MemoryStore

TODAY = moment("2026-05-01")
START = Item(body=STARTS, engagement="acme", happened=moment("2025"), author="me")
_shapes = (Person, Organization, Stakeholder, EncounterHeld)


def item(body: Any, happened: Moment = TODAY, **more: Any) -> Item:
    """Tell one thing of the engagement."""
    return Item(body=body, engagement="acme", happened=happened, author="me", **more)


def items(shapes: Sequence[type[Any]]) -> st.SearchStrategy[list[Item]]:
    """Draw what a file might tell: few things, some of them several times."""
    body = st.sampled_from(shapes).flatmap(lambda shape: bodies(shape, WORDS))
    return st.lists(st.builds(item, body, NOW), max_size=8)


def apply(journal: Journal, told_now: Sequence[Item], codec: Codec = CODEC) -> list[Change]:
    """Tell items to a journal as a workspace does."""
    load = loader(journal, codec)
    states = {name: load.stream(name) for name in (REGISTER, "acme")}
    found = changes(told_now, states, codec, today=TODAY)
    told([change.draft for change in found if change.draft], journal)
    return found


def loader(journal: Journal, codec: Codec = CODEC) -> Loader:
    """Fold as a workspace without practices does."""
    lenses = (ENCOUNTERS, COMMITMENTS, CYCLE)
    return Loader(journal=journal, codec=codec, lenses=lenses, grounds="")


def whats(found: Sequence[Change]) -> list[str]:
    """Give what each item was."""
    return [change.what for change in found]


def held(subject: str, happened: str = "2026-03-02") -> Item:
    """Tell of a meeting."""
    return item(EncounterHeld(id="visit", attendees=(), subject=subject), moment(happened))


def subject(journal: Journal) -> str | None:
    """Give what the meeting is said to have been about."""
    visit = loader(journal).view("acme", as_of=TODAY).encounters.get("visit")
    return visit.held.subject if visit and visit.held else None


@settings(max_examples=40)
@given(st.lists(items([kind.body for kind in CORE_KINDS]), min_size=1, max_size=3))
def test_applying_the_same_items_twice_changes_nothing(batches: list[list[Item]]) -> None:
    """Whatever came before, the last batch told again is no news, and nothing is written."""
    journal = MemoryStore(salt=bytes)
    for batch in batches:
        found = apply(journal, [START, *batch])
    head = journal.head()

    final: dict[Any, Item] = {}
    for one in [START, *batches[-1]]:
        kind = CODEC.kinds.of(type(one.body))
        final[kind.name, kind.identify(one.body) or id(one)] = one
    again = apply(journal, list(final.values()))

    assert {change.what for change in again} == {"unchanged"}
    assert journal.head() == head
    assert [bool(change.draft) for change in found] == [one != "unchanged" for one in whats(found)]


@settings(max_examples=40)
@given(items(_shapes), items(_shapes))
def test_the_last_telling_holds(first: list[Item], second: list[Item]) -> None:
    """After both batches, in one file or two, each thing is as it was told last."""
    apart, together = MemoryStore(salt=bytes), MemoryStore(salt=bytes)
    apply(apart, [START, *first])
    apply(apart, second)
    apply(together, [START, *first, *second])

    for journal in (apart, together):
        load = loader(journal)
        for one in reversed([*first, *second]):
            kind = CODEC.kinds.of(type(one.body))
            stream = load.stream(REGISTER if kind.shared else "acme")
            same = [
                record
                for record in stream.records(kind.name)
                if kind.identify(record.body) == kind.identify(one.body)
            ]
            last = next(
                told_last.body
                for told_last in reversed([*first, *second])
                if type(told_last.body) is kind.body
                and kind.identify(told_last.body) == kind.identify(one.body)
            )
            assert same[-1].body == last
            assert len(same) == 1 or not kind.fact


def test_nouns_are_described_again_and_facts_are_corrected() -> None:
    """A noun gets another record, a fact a correction of the one it has, with its reason."""
    journal = MemoryStore(salt=bytes)
    ana, anna = (item(Person(id="ana", name=name)) for name in ("Ana", "Anna"))
    moved = item(held("first").body, moment("2026-03-03"), place="plan.yaml:14")

    assert whats(apply(journal, [START, ana, held("first")])) == ["new", "new", "new"]
    noun, fact, date = apply(journal, [anna, held("second"), moved])

    assert (noun.what, noun.draft.kind, noun.before.body.name) == ("changed", "person", "Ana")
    assert (fact.what, fact.draft.kind, fact.before.body.subject) == (
        "corrected", "correction", "first",
    )  # fmt: skip
    assert CODEC.record(list(journal.read())[4]).body.happened is None
    assert CODEC.record(list(journal.read())[5]).body.happened == moment("2026-03-03")
    assert CODEC.record(list(journal.read())[5]).body.reason == "told anew in plan.yaml:14"
    assert date.draft.happened == TODAY.text


@pytest.mark.parametrize("tell", [lambda name: item(Person(id="ana", name=name)), held])
@pytest.mark.parametrize("in_one_file", [True, False])
def test_back_and_forth_is_told_each_time(tell: Any, in_one_file: bool) -> None:
    """A, B, A, B: each is news against the one before, within a file and across files."""
    journal = MemoryStore(salt=bytes)
    words = [tell(word) for word in "ABAB"]

    batches = [words] if in_one_file else [[one] for one in words]
    found = [change for batch in batches for change in apply(journal, [START, *batch])[1:]]

    other = "corrected" if tell is held else "changed"
    assert whats(found) == ["new", other, other, other]
    assert whats(apply(journal, words[-1:])) == ["unchanged"]


def test_a_date_that_was_moved_stays_moved_when_more_is_corrected() -> None:
    """A correction that says nothing of the moment keeps the one that was corrected before."""
    journal = MemoryStore(salt=bytes)
    apply(journal, [START, held("first", "2026-03-02"), held("first", "2026-03-04")])
    apply(journal, [held("second", "2026-03-04")])

    visit = loader(journal).view("acme", as_of=TODAY).encounters["visit"]
    assert (str(visit.held_on), subject(journal)) == ("2026-03-04", "second")
    assert whats(apply(journal, [held("second", "2026-03-04")])) == ["unchanged"]
    assert whats(apply(journal, [held("second", "2026-03-02")])) == ["corrected"]
    visit = loader(journal).view("acme", as_of=TODAY).encounters["visit"]
    assert str(visit.held_on) == "2026-03-02"


def test_a_file_may_tell_a_thing_twice() -> None:
    """The second time it is unchanged, whether or not it has an identity."""
    note = item(Retraction(record="gone", reason="x"))
    found = apply(MemoryStore(salt=bytes), [START, START, note, note, held("a"), held("a")])

    assert whats(found) == ["new", "unchanged"] * 3


def test_what_is_only_implied_never_changes_what_is_known() -> None:
    """A name met on the way makes a person when there is none, and nothing else."""
    journal = MemoryStore(salt=bytes)
    known = item(Person(id="ana", name="Ana Novak", email="ana@example.org"))
    implied = item(Person(id="ana", name="ANA"), implied=True)
    nobody = item(Person(id="bob", name="BOB"), implied=True)

    assert whats(apply(journal, [START, known, implied, nobody])) == [
        "new", "new", "unchanged", "new",
    ]  # fmt: skip


def test_what_was_retracted_stays_retracted_when_told_in_the_same_words() -> None:
    """An import that is run again does not bring a row back; other words are news."""
    journal = MemoryStore(salt=bytes)
    fact = apply(journal, [START, held("wrong")])[1].draft
    noun = apply(journal, [item(Person(id="ana", name="Ana"))])[0].draft
    second = apply(journal, [item(Person(id="ana", name="Hana"))])[0].draft
    for one in (fact, second):
        apply(journal, [item(Retraction(record=one.id, reason="never was"))])

    again = [held("wrong"), item(Person(id="ana", name="Hana"))]
    assert whats(apply(journal, again)) == ["unchanged", "unchanged"]
    assert subject(journal) is None
    assert whats(apply(journal, [held("right")])) == ["new"]
    assert subject(journal) == "right"
    assert journal.known([noun.id])


def test_a_correction_that_was_retracted_can_be_made_again() -> None:
    """The same words on the same day make another correction, and hold again."""
    journal = MemoryStore(salt=bytes)
    apply(journal, [START, held("first")])
    fix = apply(journal, [held("second")])[0].draft
    apply(journal, [item(Retraction(record=fix.id, reason="it was right"))])
    assert subject(journal) == "first"

    assert whats(apply(journal, [held("second")])) == ["corrected"]
    assert subject(journal) == "second"


def test_a_shared_fact_is_corrected_where_it_stands() -> None:
    """The correction of a fact in the register is in the register, for every engagement."""
    award = attrs.make_class("Award", {"id": attrs.field(type=str), "of": attrs.field(type=str)})
    kind = Kind(name="award.won", body=award, identity=("id",), fact=True, shared=True)
    codec, journal = Codec(Kinds([*CORE_KINDS, kind])), MemoryStore(salt=bytes)

    for who, what in (("ana", "new"), ("bob", "corrected"), ("bob", "unchanged")):
        (change,) = apply(journal, [item(award(id="best", of=who))], codec)
        assert change.what == what
        assert change.draft is None or change.draft.stream == REGISTER
