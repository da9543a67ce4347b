"""Do the SQLite store and the memory store ever differ?"""

import contextlib
import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from engageframe.errors import JournalError
from engageframe.journal import Head, Snapshot
from engageframe_stores.memory import MemoryStore
from engageframe_stores.sqlite import SqliteStore

from .conftest import draft

names = st.sampled_from([f"n{number}" for number in range(12)])
streams = st.sampled_from(["acme", "zeta", "register"])
times = st.sampled_from([f"2026-03-0{day}T12:00:00.000000Z" for day in range(1, 5)])
drafts = st.lists(
    st.builds(draft, names, streams, st.sampled_from(["hi", "ho"])), min_size=1, max_size=4
)


def salt(size: int) -> bytes:
    """Give the same salt always, so that both chains are alike."""
    return b"s" * size


class StoresAgree(RuleBasedStateMachine):
    """Do the same to both stores and compare every answer and every refusal."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "journal.db"
        self.memory = MemoryStore(salt=salt)
        self.sqlite = SqliteStore(self.path, salt=salt)

    def both(self, verb: str, *given: object, **named: object) -> None:
        """Compare the answers, or the refusals in class and words."""
        answers = []
        for store in (self.memory, self.sqlite):
            try:
                answers.append(getattr(store, verb)(*given, **named))
            except JournalError as refusal:
                answers.append((type(refusal), str(refusal)))
        assert answers[0] == answers[1]

    @rule(
        drafts=drafts,
        request=st.sampled_from("pqrstu"),
        recorded=times,
        expected=st.none() | st.dictionaries(streams, st.integers(0, 3), max_size=2),
    )
    def append(self, drafts: list, request: str, recorded: str, expected: dict | None) -> None:
        self.both("append", drafts, request=request, recorded=recorded, expected=expected)

    @rule(ids=st.lists(names, max_size=3))
    def redact(self, ids: list[str]) -> None:
        self.both("redact", ids)

    @rule(name=st.sampled_from(["view", "rank"]), body=st.binary(max_size=4))
    def keep_snapshot(self, name: str, body: bytes) -> None:
        kept = Snapshot(head=self.memory.head(), fingerprint="f", body=body)
        self.both("keep_snapshot", name, kept)

    @rule()
    def reopen(self) -> None:
        self.sqlite.close()
        self.sqlite = SqliteStore(self.path, salt=salt)

    @rule(
        chosen=st.none() | st.lists(streams, max_size=2),
        after=st.integers(0, 8),
        known_at=st.just("") | times,
    )
    def read(self, chosen: list[str] | None, after: int, known_at: str) -> None:
        found = [
            list(store.read(chosen, after=after, known_at=known_at))
            for store in (self.memory, self.sqlite)
        ]
        assert found[0] == found[1]

    @rule(prefix=st.sampled_from(["", "n", "n1", "x"]), ids=st.lists(names))
    def look(self, prefix: str, ids: list[str]) -> None:
        self.both("find", prefix)
        self.both("known", ids)

    @invariant()
    def same_state(self) -> None:
        for verb in ("head", "streams", "verify"):
            self.both(verb)
        self.both("snapshot", "view")
        for seq in range(-1, self.memory.head().seq + 2):
            self.both("hash_at", seq)
        assert self.memory.verify().first_bad is None

    def teardown(self) -> None:
        self.sqlite.close()
        with contextlib.suppress(OSError):
            self.folder.cleanup()


StoresAgree.TestCase.settings = settings(max_examples=20, stateful_step_count=20, deadline=None)
TestStoresAgree = StoresAgree.TestCase
TestStoresAgree.__doc__ = "Whatever is done, both stores give the same answers."


def test_an_empty_head_is_the_default() -> None:
    """Both stores begin where the contract's default head is."""
    assert MemoryStore().head() == Head()
