"""Does a sealed journal hold when the disk fails at one call or another, under either file?"""

import contextlib
import os
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

from engageframe.errors import JournalError
from engageframe.journal import Snapshot
from engageframe_stores.files import KEYS
from engageframe_stores.keys import Keys
from engageframe_stores.sealed import SealedStore

from .conftest import NOON, draft
from .cutting import memory
from .failing import FailingDisk
from .seals import opened

__all__ = ["CALLS", "harm_making", "harm_sealed", "how_often_sealed"]

CALLS = ("open", "link", "fsync", "unlink")
"""What is asked of the system itself, not through SQLite, as the keys are made."""
_ZOE = "zoe-canary"
_TOLD = (("a", (_ZOE,)), ("b", (_ZOE, "ben")), ("c", ("ben",)))
_AFTER = ("d", ("mia",))
_STEPS = ("a", "b", "c", "view", "erase", "reopen", "d", "verify")


class _Life:
    """A small life of a sealed journal; each step is done once, whether it fails or not."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.store: SealedStore | None = None
        self.told, self.done = list[Exception](), list[str]()
        self.secrets = list[bytes]()

    def lives(self) -> None:
        """Go on after each failure, as somebody does who repeats what was not acknowledged."""
        for step in (*_STEPS, "erase"):
            try:
                self._step(step)
                self.done.append(step)
            except Exception as fault:  # noqa: BLE001 - whatever it is, it must be one of ours
                self.told.append(fault)

    def _step(self, step: str) -> None:
        store = self.store = self.store or opened(self.folder)
        match step:
            case "view":
                kept = Snapshot(head=store.head(), fingerprint="f", body=b"1")
                store.keep_snapshot("view", kept, revision=store.revision())
            case "erase":
                self.erase(store)
            case "reopen":
                self.store = None
                store.close()
            case "verify":
                assert store.verify().first_bad is None
            case _:
                self.tell(store, step)

    def tell(self, store: SealedStore, name: str) -> bool:
        """Append; tell whether it was there before."""
        about = dict((*_TOLD, _AFTER))[name]
        drafts = [draft(name, subjects=about)]
        return store.append(drafts, request=name, recorded=NOON, expected=None).replayed

    def erase(self, store: SealedStore) -> None:
        """Erase Zoe; what is repeated has nothing more to destroy, and finishes."""
        keys = Keys(self.folder / KEYS)
        self.secrets += [one for tag in keys.tags(_ZOE) if (one := keys.secret([tag]))]
        if goes := store.bound_to(_ZOE):
            stands = [draft(f"instead-{store.head().seq}", subjects=())]
            store.append(stands, request=stands[0].id, recorded=NOON, expected=None, destroy=goes)
        store.forget(_ZOE)
        store.purge()


def harm_sealed(fault: str, at: int, *, lasts: bool = False) -> Counter[str]:
    """Let a disk fail at a call of the small life, mend it, and look at what there is.

    Returns:
        What was seen; empty when there is no call of that number.
    """
    seen = Counter[str]()
    with tempfile.TemporaryDirectory(dir=memory()) as name, _disk() as disk:
        life = _Life(Path(name))
        disk.arm(fault, at, lasts=lasts)
        life.lives()
        if disk.mend() < at:
            return seen
        _look(life, seen)
    return seen


def harm_making(call: str) -> None:
    """Let a call of the system fail once, as the journal and its keys are made."""

    def fails(*_: Any, **__: Any) -> None:
        setattr(os, call, kept)
        raise OSError(5, "the disk failed")

    with tempfile.TemporaryDirectory(dir=memory()) as name:
        life, kept = _Life(Path(name)), getattr(os, call)
        with patch.object(os, call, fails):
            life.lives()
        _look(life, Counter())


def how_often_sealed(fault: str) -> int:
    """Count the calls of the small life that a fault may befall."""
    with tempfile.TemporaryDirectory(dir=memory()) as name, _disk() as disk:
        disk.fault = fault
        life = _Life(Path(name))
        life.lives()
        assert not life.told, life.told
        return disk.calls


@contextlib.contextmanager
def _disk() -> Iterator[FailingDisk]:
    disk = FailingDisk()
    try:
        yield disk
    finally:
        disk.unregister()


def _look(life: _Life, seen: Counter[str]) -> None:
    """Hold that all was told, that the journal is whole, and that repeating ends it."""
    for one in life.told:
        _is_clear(one)
    seen["told"] += bool(life.told)
    seen["failures"] += 1
    store = life.store or opened(life.folder)
    assert store.verify().first_bad is None
    there = {one.id: one.body for one in store.read()}
    erased = any(one.startswith("instead") for one in there)
    for step, about in (*_TOLD, _AFTER):
        assert step in there or step not in life.done, f"{step} is lost"
        gone = _ZOE in about and erased
        assert step not in there or gone or there[step] is not None, f"{step} cannot be read"
        if not gone:
            assert life.tell(store, step) == (step in there), f"{step} was not found"
            seen["committed but not acknowledged"] += step in there and step not in life.done
    life.erase(store)
    assert store.verify().first_bad is None
    store.close()
    for path in life.folder.iterdir():
        data = path.read_bytes()
        assert _ZOE.encode() not in data, f"her id is in {path.name}"
        assert not any(one in data for one in life.secrets), f"her key is in {path.name}"


def _is_clear(fault: Exception) -> None:
    """Hold that an error is one of ours, and tells where, what, and how to go on."""
    assert isinstance(fault, JournalError), repr(fault)
    says = str(fault)
    assert "journal." in says, says
    words = (
        "repeat",
        "restore",
        "get the right",
        "move",
        "mend",
        "put back",
        "put it back",
        "again",
    )
    assert any(word in says for word in words), says
