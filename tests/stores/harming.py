"""Does a journal hold when the disk fails at one call or another?"""

import tempfile
from collections import Counter
from pathlib import Path

from engageframe.errors import JournalError
from engageframe.journal import Snapshot
from engageframe_stores.sqlite import SqliteStore

from .conftest import draft
from .cutting import Act, memory
from .failing import FailingDisk

__all__ = ["harm", "how_often"]

_ACTS = (
    Act("one", (draft("h1"),)),
    Act("batch", tuple(draft(f"b{number}", "zeta", "hello " * 40) for number in range(30))),
    Act("doomed", (draft("x"),)),
    Act("gone", redacts=("x",)),
    Act("two", (draft("h2", "register"), draft("h3"))),
)
_AGAIN = tuple(act for act in _ACTS if act.request not in ("doomed", "gone"))
"""What may be asked for again: a request whose bodies were destroyed is forgotten."""


def harm(fault: str, at: int, *, lasts: bool = False, old: Path | None = None) -> Counter[str]:
    """Let a disk fail at a call of a small life, mend it, and look at what there is.

    Args:
        fault: one of ``FAULTS``.
        at: the number of the call that fails.
        lasts: whether all later calls fail too, until it is mended.
        old: a journal of an older format to begin with; none makes a new one.

    Returns:
        What was seen; empty when there is no call of that number.
    """
    seen, told, done = Counter[str](), list[Exception](), list[Act]()
    with tempfile.TemporaryDirectory(dir=memory()) as name:
        path = Path(name) / "journal.db"
        if old:
            path.write_bytes(old.read_bytes())
        disk = FailingDisk()
        try:
            disk.arm(fault, at, lasts=lasts)
            store = _live(path, told, done)
            if disk.mend() < at:
                return seen
            for one in told:
                _is_clear(one)
            seen["told"] += bool(told)
            seen["failures"] += 1
            store = store or SqliteStore(path)
            _holds(store, done)
            ids = [entry.id for entry in store.read()]
            for act in _AGAIN:
                there = act.drafts[0].id in ids
                assert act.do(store) == there, f"{act.request} was not found"
                seen["committed but not acknowledged"] += there and act not in done
            _holds(store, [*done, *_AGAIN])
            store.close()
        finally:
            disk.unregister()
    return seen


def how_often(fault: str, *, old: Path | None = None) -> int:
    """Count the calls of the small life that a fault may befall."""
    with tempfile.TemporaryDirectory(dir=memory()) as name:
        path = Path(name) / "journal.db"
        if old:
            path.write_bytes(old.read_bytes())
        disk = FailingDisk()
        try:
            disk.fault = fault
            told = list[Exception]()
            _live(path, told, [])
            assert not told
            return disk.calls
        finally:
            disk.unregister()


def _live(path: Path, told: list[Exception], done: list[Act]) -> SqliteStore | None:
    """Do all acts, going on after each failure; gather what was told, and what acknowledged."""
    store = None
    for act in (*_ACTS, None, *_AGAIN):
        try:
            store = store or SqliteStore(path)
            if act is None:
                store.keep_snapshot("view", Snapshot(head=store.head(), fingerprint="f", body=b"1"))
                assert store.verify().first_bad is None
                store.close()
                store = None
            else:
                act.do(store)
                done.append(act)
        except Exception as fault:  # noqa: BLE001 - whatever it is, it must be one of ours
            told.append(fault)
    return store


def _is_clear(fault: Exception) -> None:
    """Hold that an error is one of ours, and tells where, what, and how to go on."""
    assert isinstance(fault, JournalError), repr(fault)
    says = str(fault)
    assert "journal.db" in says, says
    assert any(word in says for word in ("repeat", "restore", "get the right", "move")), says


def _holds(store: SqliteStore, done: list[Act]) -> None:
    """Hold that the chain is whole, and that everything acknowledged is there, once."""
    answer = store.verify()
    assert answer.first_bad is None, answer
    bodies = {entry.id: entry.body for entry in store.read()}
    assert len(bodies) == answer.checked
    for act in done:
        assert all(draft.id in bodies for draft in act.drafts), f"{act.request} is lost"
        assert all(bodies.get(id_) is None for id_ in act.redacts), f"{act.request} is undone"
    for act in _ACTS:
        assert len({draft.id in bodies for draft in act.drafts}) < 2, f"{act.request} is in part"
