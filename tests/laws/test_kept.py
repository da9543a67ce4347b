"""Laws of what is kept: it changes nothing but the time, whoever tells or destroys what."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.laws.strategies import CODEC, NOW, STARTS, histories, stamp, told

from engageframe.encoding import canonical
from engageframe.folding import State, effective
from engageframe.journal import REGISTER, Draft, Head, Journal
from engageframe.lenses import COMMITMENTS, CYCLE, ENCOUNTERS, Lens
from engageframe.loading import Loader
from engageframe.model.encounters import EncounterHeld
from engageframe.model.engagements import Engagement, Retraction
from engageframe.model.moments import Moment, moment
from engageframe.model.people import Organization, Person
from engageframe.reviewing import Review, review
from engageframe.view import View

some = settings(max_examples=40)
LENSES = (ENCOUNTERS, COMMITMENTS, CYCLE)
TODAY = moment("2026-06-01")


def of_brook(history: list[Draft]) -> list[Draft]:
    """Tell what is told of one engagement of another one, about the same people."""
    starts = draft(Engagement(id="brook", name="Brook"), "brook", "2025")
    return [starts, *(replace(one, stream="brook", id=f"b{one.id}"[:16])
                      for one in history[1:] if one.stream == "acme")]  # fmt: skip


def draft(body: Any, engagement: str, happened: str = "2026-01-10") -> Draft:
    """Prepare one record."""
    return CODEC.draft(body, engagement=engagement, happened=moment(happened), author="me")


def answered(journal: Journal, engagement: str, as_of: Moment = TODAY) -> tuple[bytes, bool]:
    """Ask anew, with whatever was kept; tell whether the answer had to be made."""
    made = []

    def make(view: View) -> Review:
        made.append(view)
        return review(view, (), (), ())

    load = Loader(journal=journal, codec=CODEC, lenses=LENSES, grounds="code", worth_keeping=1)
    return canonical(load.remembered(engagement, Review, make, as_of=as_of)), bool(made)


def from_scratch(journal: Journal, engagement: str, as_of: Moment = TODAY) -> bytes:
    """Answer from one fold of everything that the engagement may see."""
    entries = list(journal.read([REGISTER, engagement]))
    state = State(CODEC)
    state.add(effective(entries, as_of=as_of))
    head = Head(seq=entries[-1].seq, hash=journal.hash_at(entries[-1].seq))
    view = View(state, engagement=engagement, as_of=as_of, head=head)
    return canonical(review(view, (), (), ()))


def tell(journal: Journal, one: Draft) -> None:
    """Write a record, unless it stands there."""
    if not journal.known([one.id]):
        told([one], journal)


@some
@given(histories(most=12), histories(most=8), st.data())
def test_kept_or_not_the_bytes_are_the_same(
    acme: list[Draft], brook: list[Draft], data: st.DataObject
) -> None:
    """Whatever is told or destroyed between two questions, an answer is that of one whole fold."""
    begun, *others = of_brook(brook)
    journal = told([acme[0], begun])
    for one in data.draw(st.permutations([*acme[1:], *others])):
        tell(journal, one)
        if data.draw(st.integers(0, 5)) == 0:
            ids = [entry.id for entry in journal.read() if entry.kind != "engagement"]
            journal.redact(data.draw(st.lists(st.sampled_from(ids), max_size=1)) if ids else [])
        for engagement in data.draw(st.sampled_from([(), ("acme",), ("acme", "brook")])):
            as_of = data.draw(st.sampled_from([TODAY, moment("2026-02-15")]))
            fresh = from_scratch(journal, engagement, as_of)
            assert answered(journal, engagement, as_of)[0] == fresh
            assert answered(journal, engagement, as_of)[0] == fresh


@some
@given(histories(most=12), histories(most=12))
def test_what_is_told_of_one_engagement_changes_no_byte_of_another(
    acme: list[Draft], brook: list[Draft]
) -> None:
    """Its kept review is recalled, head and all, however much is told of others."""
    begun, *others = of_brook(brook)
    journal = told([*acme, begun])
    before, _ = answered(journal, "acme")

    for one in others:
        tell(journal, one)

    assert answered(journal, "acme") == (before, False)


@some
@given(histories(most=12), NOW)
def test_what_is_told_of_the_register_is_seen_by_every_engagement(
    acme: list[Draft], when: Moment
) -> None:
    """A person or a firm that is described anew makes the answers anew."""
    journal = told([*acme, draft(Engagement(id="brook", name="Brook"), "brook", "2025")])
    for engagement in ("acme", "brook"):
        answered(journal, engagement)

    news = Person(id="ana", name="Ana Anew"), Organization(id="acme", name="Acme Anew")
    for body in news:
        tell(journal, draft(body, "brook", when.text))

    for engagement in ("acme", "brook"):
        now, made = answered(journal, engagement)
        assert made
        assert now == from_scratch(journal, engagement)


def test_an_amendment_counts_though_it_stands_in_the_other_stream() -> None:
    """What is shared and what is an engagement's own amend each other as one fold would."""
    ana, bob = Person(id="ana", name="Ana"), Person(id="bob", name="Bob")
    people = [draft(ana, "acme"), draft(bob, "acme")]
    journal = told([draft(STARTS, "acme", "2025"), *people])
    answered(journal, "acme")

    gone = draft(Retraction(record=people[0].id, reason="left"), "acme")
    told([gone], journal)
    assert answered(journal, "acme")[0] == from_scratch(journal, "acme")
    load = Loader(journal=journal, codec=CODEC, lenses=LENSES, grounds="code", worth_keeping=1)
    assert list(load.view("acme", as_of=TODAY).people) == ["bob"]

    back = replace(draft(Retraction(record=gone.id, reason="slip"), "acme"), stream=REGISTER)
    told([back], journal)
    assert list(load.view("acme", as_of=TODAY).people) == ["ana", "bob"]
    assert answered(journal, "acme")[0] == from_scratch(journal, "acme")


def test_a_state_that_was_read_before_a_body_was_destroyed_is_not_kept() -> None:
    """Another process that was slow to keep its answer does not bring back what was erased."""
    journal = told([draft(STARTS, "acme", "2025"), draft(Person(id="ana", name="Ana"), "acme")])
    secret = draft(Person(id="bob", name="Bob"), "acme")
    told([secret], journal)
    load = Loader(journal=journal, codec=CODEC, lenses=LENSES, grounds="code", worth_keeping=1)

    def slow(view: View) -> Review:
        told_now = review(view, (), (), ())
        journal.redact([secret.id])
        return told_now

    load.remembered("acme", Review, slow, as_of=TODAY)

    assert journal.snapshot("Review:acme") is None


def test_an_engagement_that_ended_long_ago_is_kept_after_bodies_were_destroyed() -> None:
    """What was destroyed elsewhere and later does not keep its answer from being kept again."""
    journal = told([draft(STARTS, "acme", "2025")])
    told([draft(Engagement(id="brook", name="Brook"), "brook", "2025")], journal)
    journal.redact([entry.id for entry in journal.read(["brook"])])

    assert [answered(journal, "acme")[1] for _ in range(2)] == [True, False]


def test_a_view_of_before_ends_where_the_engagement_ended_then() -> None:
    """What was known at a time is found by the last entry of the streams at that time."""
    journal = told([
        draft(STARTS, "acme", "2025"),
        draft(Engagement(id="brook", name="Brook"), "brook", "2025"),
        draft(Person(id="ana", name="Ana"), "acme"),
        draft(Person(id="bob", name="Bob"), "acme"),
    ])  # fmt: skip
    load = Loader(journal=journal, codec=CODEC, lenses=LENSES, grounds="code")

    early, late = (load.view("acme", as_of=TODAY, known_at=stamp(n)) for n in (2, 3))

    assert (early.head.seq, late.head.seq) == (1, 3)
    assert early.head.hash == journal.hash_at(1)
    assert (list(early.people), list(late.people)) == ([], ["ana"])


def test_what_stands_in_both_streams_is_seen_in_the_order_it_was_written() -> None:
    """Records of one kind, the last of them, and a lens over kinds of both."""
    told_of: Lens[list[str]] = Lens(
        name="told", version=1, reads=("person", "encounter"), state=list[str], start=list,
        apply=lambda names, record: [*names, getattr(record.body, "name", record.body.id)],
    )  # fmt: skip
    journal = told([
        draft(STARTS, "acme", "2025"),
        draft(EncounterHeld(id="one", attendees=()), "acme"),
        replace(draft(Person(id="ana", name="First"), "acme"), stream="acme"),
        draft(Person(id="ana", name="Second"), "acme"),
        replace(draft(Person(id="bob", name="Bob"), "acme"), stream="acme"),
        draft(EncounterHeld(id="two", attendees=()), "acme"),
    ])  # fmt: skip

    seen = Loader(journal=journal, codec=CODEC, lenses=(told_of,), grounds="code").view(
        "acme", as_of=TODAY
    )

    assert [one.body.name for one in seen.records(Person)] == ["First", "Second", "Bob"]
    assert {who: one.body.name for who, one in seen.people.items()} == {
        "ana": "Second",
        "bob": "Bob",
    }
    assert seen.lens(told_of) == ["one", "First", "Second", "Bob", "two"]
    assert seen.size == 6
