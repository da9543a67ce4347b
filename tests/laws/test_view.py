"""Laws of the view."""

from collections.abc import Iterable, Mapping
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.laws.strategies import CODEC, NOW, STARTS, histories, plain, stamp, told

from engageframe.codec import Codec
from engageframe.encoding import canonical
from engageframe.errors import InvalidInput, UndeclaredRead
from engageframe.folding import AMENDMENTS, State, covers, effective
from engageframe.journal import REGISTER, Draft, Head, Journal, Snapshot
from engageframe.kinds import CORE_KINDS, Kind, Kinds
from engageframe.lenses import COMMITMENTS, CYCLE, ENCOUNTERS, Lens
from engageframe.loading import EVER, Loader
from engageframe.model.commitments import CommitmentMade
from engageframe.model.encounters import EncounterHeld, EncounterPlanned
from engageframe.model.engagements import (
    Correction,
    Engagement,
    HouseNote,
    Retraction,
)
from engageframe.model.moments import Moment, moment
from engageframe.model.people import Organization, Person, Stakeholder, Statement
from engageframe.reviewing import Review, review
from engageframe.view import View
from engageframe_stores.memory import MemoryStore

LENSES = (ENCOUNTERS, COMMITMENTS, CYCLE)
some = settings(max_examples=30)


def loader(journal: Journal, codec: Codec = CODEC, lenses: Any = LENSES, **more: Any) -> Loader:
    """Load views as a workspace without practices does."""
    return Loader(journal=journal, codec=codec, lenses=lenses, **{"grounds": "code", **more})


def view(journal: Journal, as_of: Moment = EVER, known_at: str = "", **more: Any) -> View:
    """Give the view of the engagement, loaded anew."""
    return loader(journal, **more).view("acme", as_of=as_of, known_at=known_at)


def shown(one: View) -> bytes:
    """Give all that a view says, as bytes."""
    records = {kind: one._state.records(kind) for kind in one._state.kinds}
    lenses = [one.lens(lens) for lens in LENSES]
    done = review(one, (), (), ())
    latest = [dict(one._state.last_of(kind)) for kind in CORE_KINDS]
    return canonical([records, lenses, latest, done, one.redacted, one._state.latest])


def draft(body: Any, happened: str = "2026-01-10", **more: Any) -> Draft:
    """Prepare one record of the engagement."""
    about = {"engagement": "acme", "author": "me", "happened": moment(happened)}
    return CODEC.draft(body, **about, **more)


def meeting(id_: str, subject: str = "", happened: str = "2026-01-10") -> Draft:
    """Prepare the record of a meeting."""
    return draft(EncounterHeld(id=id_, attendees=(), subject=subject), happened)


@some
@given(histories(most=16), st.data())
def test_snapshot_plus_tail_equals_full_replay(history: list[Draft], data: st.DataObject) -> None:
    """Wherever a history is cut, going on from its snapshot gives what a full replay gives."""
    cut = data.draw(st.integers(1, len(history)))
    whole, cached = told(history), told(history[:cut])
    view(cached, worth_keeping=1)
    view(cached, worth_keeping=1)  # a state is kept when it is asked for again
    assert cached.snapshot("acme") is not None
    told(history[cut:], cached)

    assert shown(view(cached)) == shown(view(whole))


@some
@given(histories(most=16), st.data())
def test_an_amendment_changes_nothing_that_follows_it(
    history: list[Draft], data: st.DataObject
) -> None:
    """In any order, and cut anywhere, going on from a snapshot gives what a full replay gives."""
    mixed = [history[0], *data.draw(st.permutations(history[1:]))]
    cut = data.draw(st.integers(1, len(mixed)))
    whole, cached = told(mixed), told(mixed[:cut])
    view(cached, worth_keeping=1)
    view(cached, worth_keeping=1)
    told(mixed[cut:], cached)

    assert shown(view(cached)) == shown(view(whole))


@some
@given(histories(most=16))
def test_the_latest_of_each_identity_is_read_when_it_is_asked_for(history: list[Draft]) -> None:
    """One by one or all at once: they are those that the records leave, in the same order."""
    journal = told(history)

    for kind in CORE_KINDS:
        found = {kind.identify(one.body): one for one in view(journal)._state.records(kind.name)}
        latest, at_once = (view(journal)._state.last_of(kind) for _ in range(2))
        assert [(id_, latest[id_]) for id_ in reversed([*latest])] == [*found.items()][::-1]
        assert [*at_once.items()] == [*latest.items()] == [*found.items()]
        assert [*latest.values()] == [*found.values()]
        assert (len(latest), "nobody" in latest, latest.get("nobody")) == (len(found), False, None)


def test_an_amendment_before_its_target_amends_nothing() -> None:
    """What is written after a retraction of it counts: nobody could have meant it."""
    late = meeting("late")
    journal = told([draft(STARTS, "2025"), draft(Retraction(record=late.id, reason="x")), late])

    assert list(view(journal).encounters) == ["late"]


@some
@given(histories(amended=False), st.data())
def test_a_state_goes_on_from_where_it_was_packed(
    history: list[Draft], data: st.DataObject
) -> None:
    """Packed, unpacked and added to, again and again, a state is what one fold gives."""
    entries = list(told(history).read())
    cuts = sorted(data.draw(st.sets(st.integers(0, len(entries)), max_size=3)))
    state, whole = State(CODEC), State(CODEC)
    whole.add(entries)
    for start, end in zip([0, *cuts], [*cuts, len(entries)], strict=True):
        state.add(entries[start:end])
        if data.draw(st.booleans()):
            state.lens(data.draw(st.sampled_from(LENSES)))
        state = State.unpack(CODEC, state.pack(data.draw(st.sampled_from([LENSES, ()]))))

    assert state.all_records() == whole.all_records()
    assert [state.lens(lens) for lens in LENSES] == [whole.lens(lens) for lens in LENSES]
    assert (state.ids, state.latest) == (whole.ids, whole.latest)


@some
@given(histories(), NOW, NOW)
def test_an_earlier_view_sees_a_part_of_a_later_one(
    history: list[Draft], one: Moment, two: Moment
) -> None:
    """Whatever counts as of a moment counts as of every moment that ends later."""
    earlier, later = sorted((one, two), key=lambda moment: moment.last)
    entries = list(told(history).read())

    before, after = set(effective(entries, as_of=earlier)), set(effective(entries, as_of=later))

    assert before <= after
    assert all(moment(entry.happened).first > earlier.last for entry in after - before)


@some
@given(histories(amended=False), histories(amended=False), NOW)
def test_what_happens_later_changes_nothing(
    history: list[Draft], more: list[Draft], as_of: Moment
) -> None:
    """Records of what began after a moment leave the view as of that moment as it was."""
    later = [attrs_free(one, id=f"later{n}", happened="2027") for n, one in enumerate(more[1:])]
    journal = told(history)
    before = shown_as_of(journal, as_of)

    assert shown_as_of(told(later, journal), as_of) == before


def attrs_free(one: Draft, **changes: Any) -> Draft:
    """Give a draft with other parts."""
    parts = {name: getattr(one, name) for name in Draft.__annotations__}
    return Draft(**(parts | changes))


def shown_as_of(journal: Journal, as_of: Moment) -> list[Any]:
    """Give what counts as of a moment."""
    seen = view(journal, as_of)
    return [seen._state.all_records(), *(seen.lens(lens) for lens in LENSES)]


@some
@given(histories(most=12), histories(most=8, amended=False), st.data())
def test_what_was_known_then_is_answered_again(
    history: list[Draft], more: list[Draft], data: st.DataObject
) -> None:
    """Asked as it was known at a time, the review is the same to the byte, whatever came since."""
    then, journal = stamp(len(history)), told(history)
    before = shown(view(journal, known_at=then))
    news = [attrs_free(one, id=f"new{n}") for n, one in enumerate(more[1:])]
    amends = [
        draft(Retraction(record=one.id, reason="late"), salt=f"late{n}")
        for n, one in enumerate(data.draw(st.lists(st.sampled_from(history), max_size=2)))
    ]

    assert shown(view(told(news + amends, journal), known_at=then)) == before


@some
@given(histories(amended=False), st.data())
def test_a_retraction_removes_and_a_correction_replaces(
    history: list[Draft], data: st.DataObject
) -> None:
    """The view is the one of a journal that never held the record, or held the right one."""
    n = data.draw(st.integers(1, len(history)))
    history = [*history, meeting("extra", "wrong", "2026-02")]
    wrong = history.pop(n)
    body = EncounterHeld(id="extra", attendees=(), subject="right")
    if wrong.kind == "encounter.held":
        amend: Any = Correction(record=wrong.id, body=plain(body), reason="x", happened=moment("2026-03"))  # fmt: skip  # noqa: E501
        instead = [attrs_free(wrong, body=canonical(body), happened="2026-03")]
    else:
        amend, instead = Retraction(record=wrong.id, reason="x"), []

    amended = view(told([*history[:n], wrong, *history[n:], draft(amend)]))
    right = view(told([*history[:n], *instead, *history[n:]]))

    def said(one: View) -> list[Any]:
        return [
            (record.id, record.happened, record.body)
            for record in one._state.all_records()
            if record.kind not in AMENDMENTS
        ]

    assert said(amended) == said(right)
    assert [amended.lens(lens) for lens in LENSES] == [right.lens(lens) for lens in LENSES]


@pytest.mark.parametrize(
    ("amendments", "subject"),
    [
        ("", "first"),
        ("correct 1", "second"),
        ("correct 1, correct 1", "third"),
        ("correct 1, retract 1", None),
        ("retract 1, correct 1", "third"),
        ("retract 1, retract 2", "first"),
        ("correct 1, retract 2", "first"),
        ("correct 1, correct 1, retract 3", "second"),
        ("correct 1, retract 2, retract 3", "second"),
        ("correct 1, mend 2", "mended"),
    ],
)
def test_the_last_word_counts(amendments: str, subject: str | None) -> None:
    """Amendments are records too: they can be retracted and corrected, which undoes them."""
    words = iter(["second", "third"])
    drafts = [meeting("visit", "first")]
    for n, step in enumerate(filter(None, amendments.split(", "))):
        act, which = step.split()
        of, word = drafts[int(which) - 1].id, "third" if n else "second"
        held = EncounterHeld(id="visit", attendees=(), subject=word)
        inner = Correction(record=of, body=plain(held), reason=f"slip {n}")
        if act == "mend":
            right = attrs.evolve(held, subject="mended")
            mended = Correction(record=drafts[0].id, body=plain(right), reason="slip")
            inner = Correction(record=of, body=plain(mended), reason=f"slip {n}")
        drafts.append(draft(Retraction(record=of, reason=f"no {n}") if act == "retract" else inner))
        next(words, None)

    held_in = view(told([draft(STARTS, "2025"), *drafts])).encounters.get("visit")

    assert (held_in and held_in.held and held_in.held.subject) == subject


def test_what_was_redacted_is_withheld_not_empty() -> None:
    """Destroyed bodies are counted, are not read, and cannot be corrected."""
    first, second = meeting("one"), meeting("two")
    fix = draft(Correction(record=second.id, body=plain(STARTS), reason="x"))
    journal = told([draft(STARTS, "2025"), first, second, fix])

    journal.redact([second.id])
    seen = view(journal)

    assert seen.redacted == 1
    assert list(seen.encounters) == ["one"]
    assert not seen.has_record(second.id)
    assert seen.has_record(first.id)


MOOD = Kind(name="mood.seen", body=attrs.make_class("Mood", {"id": attrs.field(type=str)}))
GUEST = Codec(Kinds([*CORE_KINDS, MOOD]))


def test_a_kind_that_nobody_knows_is_counted_and_read_by_none() -> None:
    """Even in a family that a lens folds, what cannot be read is kept and counted."""
    odd = [attrs_free(meeting("x"), id=f"odd{n}", kind="encounter.felt") for n in range(2)]
    journal = told([draft(STARTS, "2025"), meeting("one"), *odd])

    seen = view(journal)

    assert seen.unknown == {"encounter.felt": 2}
    assert list(seen.encounters) == ["one"]
    assert len(seen._state.records("encounter.felt")) == 2


def test_declared_reads_are_the_only_reads() -> None:
    """A practice gets what it declared; all else names the kind and what was declared."""
    everything = [
        draft(STARTS, "2025"),
        draft(Stakeholder(who="ana", side="client")),
        draft(Person(id="ana", name="Ana Novak")),
        draft(Organization(id="acme", name="Acme Ltd")),
        meeting("one"),
        draft(CommitmentMade(id="note", promisor="ana", promisee="bob", what="a note")),
    ]
    whole = view(told(everything))
    asked: Mapping[str, Any] = {
        "engagement": lambda one: one.engagement.name,
        "person": lambda one: one.people,
        "organization": lambda one: one.organizations,
        "stakeholder": lambda one: one.side("ana"),
        "statement": lambda one: one.statements("ana"),
        "encounter": lambda one: one.encounters,
        "encounter.held": lambda one: one.records(EncounterHeld),
        "encounter.planned": lambda one: one.latest(EncounterPlanned),
        "commitment": lambda one: one.commitments,
        "house": lambda one: one.records(HouseNote),
    }
    for declared in asked:
        bounded = whole.for_practice("guest", (declared,))
        for wanted, ask in asked.items():
            if covers([declared], wanted):
                assert ask(bounded) == ask(whole)
            else:
                with pytest.raises(UndeclaredRead, match=f"guest.*'{declared}'") as caught:
                    ask(bounded)
                assert covers([wanted], caught.value.wanted)


def test_a_view_knows_names_and_sides_and_what_has_not_expired() -> None:
    """Ids without a record stand for themselves; what expired before the moment is left out."""
    about = {"about": "ana", "basis": "said", "by": "ana"}
    seen = view(
        told([
            draft(STARTS, "2025"),
            draft(Stakeholder(who="ana", side="client")),
            draft(Person(id="ana", name="Ana Novak")),
            draft(Organization(id="acme", name="Acme Ltd")),
            draft(Statement(text="old", until=moment("2026-01"), **about)),
            draft(Statement(text="new", until=moment("2026-02"), **about)),
            draft(Statement(text="ever", **about)),
            draft(Statement(text="his", **{**about, "about": "bob"})),
        ]),
        moment("2026-02-20"),
    )  # fmt: skip

    assert [one.body.text for one in seen.statements("ana")] == ["new", "ever"]
    assert [seen.name(who) for who in ("ana", "acme", "bob")] == ["Ana Novak", "Acme Ltd", "bob"]
    assert [seen.side(who) for who in ("ana", "acme")] == ["client", None]
    assert {*seen.people, *seen.organizations} == {"ana", "acme"}


class Racing(MemoryStore):
    """Somebody else writes right after the head was read."""

    late: Iterable[Draft] = ()

    def head(self, streams: Iterable[str] | None = None, *, known_at: str = "") -> Head:
        """Give the head of just before."""
        head = super().head(streams, known_at=known_at)
        late, self.late = self.late, ()
        for n, one in enumerate(late):
            self.append([one], request=one.id, recorded=stamp(99), expected=None)
        return head


def test_a_view_ends_at_its_head_though_somebody_writes() -> None:
    """What is written while a view is loaded is in the next one, once."""
    journal = Racing(salt=bytes)
    told([draft(STARTS, "2025"), meeting("one")], journal)

    for number in ("two", "three"):
        journal.late = [meeting(number)]
        assert number not in view(journal, worth_keeping=1).encounters
        seen = view(journal, worth_keeping=1)
        assert [one.records for one in seen.encounters.values()] == [
            (one.id,) for one in map(meeting, ("one", "two", "three")) if journal.known([one.id])
        ]


def test_a_cache_that_does_not_hold_is_no_cache() -> None:
    """Another code, another chain, a broken body, an amendment or a long tail: fold anew."""
    history = [draft(STARTS, "2025"), meeting("one"), meeting("two")]
    journal = told(history)
    good = shown(view(journal, worth_keeping=3))
    assert journal.snapshot("acme") is None  # kept only when it was asked for before
    assert shown(view(journal, worth_keeping=3)) == good
    kept = journal.snapshot("acme")
    head, print_, body = kept.head, kept.fingerprint, kept.body

    for bad in (
        Snapshot(head=head, fingerprint="other", body=b""),
        Snapshot(head=Head(seq=2, hash="f" * 64), fingerprint=print_, body=b""),
        Snapshot(head=head, fingerprint=print_, body=b"broken"),
    ):
        journal.keep_snapshot("acme", bad)
        assert shown(view(journal, worth_keeping=3)) == good
    journal.keep_snapshot("acme", Snapshot(head=head, fingerprint=print_, body=body))
    told([meeting(f"m{n}") for n in range(3)], journal)
    assert len(view(journal, worth_keeping=3).encounters) == 5
    assert journal.snapshot("acme").head == journal.head()
    told([draft(Retraction(record=history[1].id, reason="x"))], journal)
    assert len(view(journal, worth_keeping=3).encounters) == 4


def test_a_lens_of_another_version_is_folded_anew() -> None:
    """A snapshot keeps its entries though the state of a lens no longer holds."""
    entries = list(told([draft(STARTS, "2025"), meeting("one")]).read())
    state = State(CODEC)
    state.add(entries)
    counting: Lens[dict[str, int]] = Lens(
        name="encounters", version=2, reads=("encounter",), state=dict[str, int], start=dict,
        apply=lambda counts, record: {**counts, record.id: record.seq},
    )  # fmt: skip

    again = State.unpack(CODEC, state.pack(LENSES))

    assert again.lens(counting) == {entries[1].id: 2}


def test_an_engagement_is_there_from_its_record_on() -> None:
    """Before, and under another name, the message says which there are."""
    journal = told([draft(Engagement(id="acme", name="Acme"), "2026-02"), meeting("one")])
    load = loader(journal)

    assert load.view("acme", as_of=moment("2026-02")).engagement.name == "Acme"
    assert load.engagements() == ["acme"]
    with pytest.raises(InvalidInput, match=r'no engagement "acme" as of 2026-01'):
        load.view("acme", as_of=moment("2026-01"))
    with pytest.raises(InvalidInput, match='did you mean "acme"'):
        load.view("acne", as_of=moment("2026-02"))


def test_a_loader_reads_again_only_what_moved() -> None:
    """The same head gives the same state; a stream by itself is folded whole."""
    journal = told([draft(STARTS, "2025"), draft(Person(id="ana", name="Ana"))])
    load = loader(journal)
    first = load.view("acme", as_of=EVER)

    again = load.view("acme", as_of=EVER)
    for one, two in zip(again._state._parts, first._state._parts, strict=True):
        assert one is two
    told([meeting("one")], journal)
    assert list(load.view("acme", as_of=EVER).encounters) == ["one"]
    assert load.stream(REGISTER).kinds == ["person"]


def test_an_answer_is_remembered_for_the_same_question_only() -> None:
    """The same journal, moment and code give it from the cache; a failure is not remembered."""
    journal = told([draft(STARTS, "2025"), meeting("one")])
    made: list[tuple[str, ...]] = []

    def ask(as_of: str = "2026-05", on: str = "code", failures: tuple[str, ...] = ()) -> Review:
        load = loader(journal, grounds=on, worth_keeping=1)

        def make(one: View) -> Review:
            made.append(failures)
            return review(one, (), (), (), failures=failures)

        return load.remembered("acme", Review, make, as_of=moment(as_of))

    first = ask(failures=("broken",))
    good = [ask(), ask(), ask("2026-06"), ask("2026-06")]
    journal.keep_snapshot("Review:acme", broken(journal.snapshot("Review:acme")))
    good += [ask("2026-06"), ask(on=""), ask(on="")]

    assert made == [("broken",), (), (), (), (), ()]
    assert good[0] == good[1]
    assert good[2] == good[3] == good[4]
    assert first.failures == ("broken",)


def broken(kept: Snapshot | None) -> Snapshot:
    """Give a snapshot whose body cannot be read."""
    assert kept is not None
    return Snapshot(head=kept.head, fingerprint=kept.fingerprint, body=b"\xc1")


def test_an_amendment_that_was_redacted_no_longer_amends() -> None:
    """Nobody knows any more what it said."""
    first = meeting("one", "first")
    body = plain(EncounterHeld(id="one", attendees=(), subject="second"))
    fix = draft(Correction(record=first.id, body=body, reason="x"))
    journal = told([draft(STARTS, "2025"), first, fix])

    journal.redact([fix.id])

    assert view(journal).encounters["one"].held.subject == "first"


def test_a_redaction_is_seen_at_once() -> None:
    """A loader that has folded the engagement before no longer gives what was destroyed."""
    secret = meeting("one", "secret")
    journal = told([draft(STARTS, "2025"), secret])
    load = loader(journal)
    assert load.view("acme", as_of=EVER).encounters

    journal.redact([secret.id])

    seen = load.view("acme", as_of=EVER)
    assert (dict(seen.encounters), seen.redacted) == ({}, 1)


def test_a_bounded_view_is_never_widened() -> None:
    """A practice that asks for a view of its own gets no more than it declared."""
    whole = view(told([draft(STARTS, "2025"), meeting("one")]))
    bounded = whole.for_practice("guest", ("engagement",))

    wider = bounded.for_practice("guest", ("engagement", "encounter", "house"))

    assert wider.engagement == whole.engagement
    with pytest.raises(UndeclaredRead):
        assert wider.encounters


def test_a_state_folds_a_record_once() -> None:
    """However often a lens is asked for, each record goes through it once, and later ones, too."""
    seen: list[str] = []

    def apply(state: list[str], record: Any) -> list[str]:
        seen.append(record.body.id)
        return [*state, record.body.id]

    lens = Lens(
        name="held", version=1, reads=("encounter",), state=list[str], start=list, apply=apply
    )
    entries = list(told([draft(STARTS), meeting("one"), meeting("two"), meeting("three")]).read())
    state = State(CODEC)
    state.add(entries[:3])

    assert [state.lens(lens), state.lens(lens)] == [["one", "two"]] * 2
    state.add(entries[3:])
    assert state.lens(lens) == seen == ["one", "two", "three"]
