"""What does every store promise?"""

import pytest

from engageframe.errors import Conflict, RequestMismatch
from engageframe.journal import Draft, Entry, Head, Journal, Snapshot

from .conftest import LATER, NOON, draft, put


def test_an_empty_journal_ends_at_zero(store: Journal) -> None:
    """A new journal has no entries, and zeros are its hash."""
    assert store.head() == Head(seq=0, hash="0" * 64)
    assert store.hash_at(0) == "0" * 64
    assert list(store.read()) == []
    assert dict(store.streams()) == {}
    assert store.verify().checked == 0
    assert store.verify().first_bad is None


def test_an_entry_comes_back_as_it_was_given(store: Journal) -> None:
    """Every field of a draft is read back, with its place and time."""
    given = Draft(
        id="é1",
        stream="acme",
        kind="note",
        version=3,
        happened="2013-Q3",
        author="ann",
        body=b'{"x":"\xc3\xa9"}',
        source="crm:7",
        cause="e0",
        subjects=("ann",),
    )
    store.append([given], request="r", recorded=NOON, expected=None)
    assert list(store.read()) == [
        Entry(
            seq=1,
            id="é1",
            stream="acme",
            position=1,
            kind="note",
            version=3,
            happened="2013-Q3",
            recorded=NOON,
            author="ann",
            source="crm:7",
            cause="e0",
            body=b'{"x":"\xc3\xa9"}',
        )
    ]
    assert isinstance(next(iter(store.read())), Entry)


def test_a_receipt_tells_the_range_and_the_head(store: Journal) -> None:
    """The receipt of an act names its first and last entry, and the head then."""
    put(store, "a")
    receipt = store.append(
        [draft("b"), draft("c", "other")], request="r", recorded=NOON, expected=None
    )
    assert (receipt.first, receipt.last, receipt.replayed) == (2, 3, False)
    assert receipt.head == store.head()
    assert receipt.head.hash == store.hash_at(3)
    assert dict(store.streams()) == {"acme": 2, "other": 1}


def test_an_append_of_nothing_is_refused(store: Journal) -> None:
    """An act without entries is a mistake of the caller."""
    with pytest.raises(ValueError, match="at least one draft"):
        store.append([], request="r", recorded=NOON, expected=None)


def test_a_request_told_twice_is_done_once(store: Journal) -> None:
    """The same request with the same content gives the first receipt, whatever the time."""
    put(store, "a")
    first = store.append([draft("b")], request="r", recorded=NOON, expected={"acme": 1})
    put(store, "c")
    again = store.append([draft("b")], request="r", recorded=LATER, expected={"acme": 1})
    assert again.replayed
    assert (again.first, again.last, again.head) == (first.first, first.last, first.head)
    assert store.head().seq == 3


@pytest.mark.parametrize(
    "other",
    [
        [draft("a", says="bye")],
        [draft("b")],
        [draft("a"), draft("b")],
        [draft("a", subjects=("bob",))],
        [draft("a", author="eve")],
        [draft("a", stream="else")],
    ],
)
def test_a_request_with_another_content_is_refused(store: Journal, other: list[Draft]) -> None:
    """A request id stands for one content."""
    put(store, "a", request="r")
    with pytest.raises(RequestMismatch, match='"r"'):
        store.append(other, request="r", recorded=NOON, expected=None)
    assert store.head().seq == 1


def test_the_order_of_subjects_is_no_content(store: Journal) -> None:
    """Subjects are a set: their order does not make another request."""
    put(store, "a", request="r")
    twice = draft("a", subjects=("ann", "bob", "ann"))
    assert store.append([twice], request="r", recorded=NOON, expected=None).replayed


@pytest.mark.parametrize("expected", [{"acme": 0}, {"acme": 2}, {"acme": 1, "new": 1}])
def test_an_unexpected_state_writes_nothing(store: Journal, expected: dict[str, int]) -> None:
    """When a stream holds another number of entries, nothing is written."""
    put(store, "a")
    with pytest.raises(Conflict, match="expected"):
        store.append([draft("b")], request="r", recorded=NOON, expected=expected)
    assert store.head().seq == 1
    receipt = store.append([draft("b")], request="r", recorded=NOON, expected={"acme": 1, "n": 0})
    assert receipt.last == 2


def test_a_taken_id_is_named_and_writes_nothing(store: Journal) -> None:
    """One id stands for one entry; the others of the same act are not written either."""
    put(store, "a")
    with pytest.raises(Conflict, match='record "a"'):
        store.append([draft("b"), draft("a")], request="r", recorded=NOON, expected=None)
    with pytest.raises(Conflict, match='record "c"'):
        store.append([draft("c"), draft("c")], request="r", recorded=NOON, expected=None)
    assert store.head().seq == 1
    assert dict(store.streams()) == {"acme": 1}
    put(store, "b")
    assert [entry.position for entry in store.read()] == [1, 2]


def test_recorded_never_decreases(store: Journal) -> None:
    """A clock that went back is raised to the journal's last time."""
    store.append([draft("a")], request="1", recorded=LATER, expected=None)
    store.append([draft("b")], request="2", recorded=NOON, expected=None)
    assert [entry.recorded for entry in store.read()] == [LATER, LATER]


def test_reading_chooses_streams_positions_and_times(store: Journal) -> None:
    """Streams, ``after`` and ``known_at`` each leave out what was not asked for."""
    store.append([draft("a"), draft("b", "x")], request="1", recorded=NOON, expected=None)
    store.append([draft("c", "y"), draft("d")], request="2", recorded=LATER, expected=None)

    def ids(*streams: str, **more: object) -> str:
        return "".join(entry.id for entry in store.read(streams or None, **more))

    assert ids() == "abcd"
    assert ids("acme") == "ad"
    assert ids("y", "x") == "bc"
    assert ids("nobody") == ""
    assert ids(after=2) == "cd"
    assert ids("acme", after=1) == "d"
    assert ids(known_at=NOON) == "ab"
    assert ids("x", "y", known_at=NOON) == "b"
    assert ids(known_at="2026-01-01T00:00:00.000000Z") == ""
    assert list(store.read([])) == []


def test_a_long_journal_is_read_in_order_without_gaps(store: Journal) -> None:
    """More entries than a page come in order, all streams or some."""
    drafts = [draft(f"{number:04}", "even" if number % 2 else "odd") for number in range(2501)]
    store.append(drafts, request="r", recorded=NOON, expected=None)
    assert [entry.seq for entry in store.read()] == list(range(1, 2502))
    assert [entry.seq for entry in store.read(["even"])] == list(range(2, 2501, 2))


def test_writing_while_reading_is_allowed(store: Journal) -> None:
    """A reader sees the journal as it was when it began, and holds up nobody."""
    put(store, "a", "b")
    reader = store.read()
    assert next(reader).id == "a"
    put(store, "c")
    assert [entry.id for entry in reader] == ["b"]
    assert len(list(store.read())) == 3


def test_entries_are_found_by_the_start_of_their_id(store: Journal) -> None:
    """At most twenty, in the order of their ids; signs of SQL patterns are only letters."""
    put(store, "ab", "aa", "b", "a%", *(f"c{number:02}" for number in range(30)))
    assert [entry.id for entry in store.find("a")] == ["a%", "aa", "ab"]
    assert [entry.id for entry in store.find("a%")] == ["a%"]
    assert store.find("zz") == ()
    assert [entry.id for entry in store.find("c")] == [f"c{number:02}" for number in range(20)]
    assert len(store.find("")) == 20


def test_known_ids_are_told(store: Journal) -> None:
    """Of some ids, those that the journal holds."""
    put(store, "a", "b")
    assert store.known(["a", "x", "b", "a"]) == {"a", "b"}
    assert store.known([]) == frozenset()


def test_hashes_are_told_by_position(store: Journal) -> None:
    """Each position has its own hash; beyond the end there is none."""
    put(store, "a", "b")
    hashes = [store.hash_at(seq) for seq in range(4)]
    assert len(set(hashes)) == 4
    assert hashes[2] == store.head().hash
    assert hashes[3] == ""
    assert store.hash_at(-1) == ""


def test_a_redacted_body_is_gone_and_the_chain_holds(store: Journal) -> None:
    """Only the named bodies go; header, hash and count stay."""
    put(store, "a", "b", "c")
    head = store.head()
    assert store.redact(["b", "unknown"]) == 1
    assert [entry.body is None for entry in store.read()] == [False, True, False]
    assert store.head() == head
    answer = store.verify()
    assert (answer.checked, answer.redacted, answer.first_bad) == (3, 1, None)
    assert store.redact(["b"]) == 0
    put(store, "d")
    assert store.verify().first_bad is None


def test_a_redaction_changes_the_revision(store: Journal) -> None:
    """Who keeps a state in memory is told that it may hold what was destroyed."""
    put(store, "a", "b")
    before = store.revision()
    assert store.revision() == before

    store.redact(["a"])

    assert store.revision() != before


def test_redaction_forgets_the_requests_and_snapshots_concerned(store: Journal) -> None:
    """What could still tell of a redacted body goes with it; the rest stays."""
    put(store, "a", request="first")
    before = Snapshot(head=store.head(), fingerprint="f", body=b"1")
    put(store, "b", request="second")
    after = Snapshot(head=store.head(), fingerprint="f", body=b"2")
    store.keep_snapshot("before", before)
    store.keep_snapshot("after", after)
    store.redact(["b"])
    assert store.snapshot("before") == before
    assert store.snapshot("after") is None
    assert store.append([draft("a")], request="first", recorded=NOON, expected=None).replayed
    with pytest.raises(Conflict, match='record "b"'):
        store.append([draft("b")], request="second", recorded=NOON, expected=None)


def test_a_snapshot_is_replaced(store: Journal) -> None:
    """One name keeps one state."""
    assert store.snapshot("view") is None
    for body in (b"1", b"2"):
        store.keep_snapshot("view", Snapshot(head=store.head(), fingerprint="f", body=body))
    kept = store.snapshot("view")
    assert kept == Snapshot(head=Head(), fingerprint="f", body=b"2")


def test_the_end_of_some_streams_is_their_last_entry(store: Journal) -> None:
    """What others wrote since is no matter, nor what was recorded later than asked."""
    assert store.head(["acme"]) == Head()
    put(store, "a")
    store.append([draft("b", stream="other")], request="b", recorded=LATER, expected=None)
    put(store, "c")  # not before what was written last

    def end(*streams: str, known_at: str = "") -> int:
        found = store.head(streams or None, known_at=known_at)
        assert found.hash == store.hash_at(found.seq)
        return found.seq

    assert (end(), end("acme"), end("other"), end("other", "acme"), end("none")) == (3, 3, 2, 3, 0)
    assert [end("acme", known_at=when) for when in (NOON, LATER)] == [1, 3]
    assert (end("other", known_at=NOON), end(known_at=NOON), end(known_at=LATER)) == (0, 1, 3)


def test_a_state_from_before_a_redaction_is_not_kept(store: Journal) -> None:
    """It may hold what was destroyed meanwhile, by whomever."""
    put(store, "a", "b")
    state, revision = Snapshot(head=store.head(), fingerprint="f", body=b"1"), store.revision()
    store.keep_snapshot("early", state, revision=revision)
    store.redact(["a"])

    store.keep_snapshot("late", state, revision=revision)
    store.keep_snapshot("new", state, revision=store.revision())

    assert [store.snapshot(name) for name in ("early", "late", "new")] == [None, None, state]


def test_every_store_is_a_journal(store: Journal) -> None:
    """Each store offers all that the contract names."""
    assert isinstance(store, Journal)
    store.close()


def test_bodies_go_in_the_act_that_appends(store: Journal) -> None:
    """Either both are done or neither; a refused append destroys nothing."""
    put(store, "a", "b")
    given = {"request": "r", "recorded": NOON, "destroy": ["a"]}

    with pytest.raises(Conflict):
        store.append([draft("b")], expected=None, **given)
    with pytest.raises(Conflict):
        store.append([draft("c")], expected={"acme": 1}, **given)
    before = store.verify().redacted
    store.append([draft("c")], expected={"acme": 2}, **given)

    assert (before, store.verify().redacted) == (0, 1)
    assert [entry.body is None for entry in store.read()] == [True, False, False]


def test_the_same_request_is_answered_again_after_it_destroyed(store: Journal) -> None:
    """Nobody who asks twice destroys or appends twice."""
    put(store, "a")
    given = {"request": "r", "recorded": NOON, "expected": None, "destroy": ["a"]}

    first = store.append([draft("c")], **given)
    again = store.append([draft("c")], **given)

    assert (again.first, again.replayed) == (first.first, True)


def test_a_snapshot_from_before_bodies_were_destroyed_is_not_kept(store: Journal) -> None:
    """Whoever folded it may have read them; one from the new end is."""
    put(store, "a", "b")
    old = Snapshot(head=store.head(), fingerprint="f", body=b"hello a")
    store.append([draft("c")], request="r", recorded=NOON, expected=None, destroy=["a"])

    store.keep_snapshot("view", old)
    before = store.snapshot("view")
    new = Snapshot(head=store.head(), fingerprint="f", body=b"b")
    store.keep_snapshot("view", new)

    assert before is None
    assert store.snapshot("view") == new


def test_a_purge_can_be_repeated(store: Journal) -> None:
    """It leaves the journal as it is, and nothing to be done."""
    put(store, "a", "b")
    store.append([draft("c")], request="r", recorded=NOON, expected=None, destroy=["a"])
    before = [*store.read()]

    assert (store.purge(), store.purge()) == ((), ())

    assert [*store.read()] == before
    assert not store.unpurged()
    assert store.verify().first_bad is None
