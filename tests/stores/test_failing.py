"""Does a failing disk ever harm a journal, or go untold?"""

from collections.abc import Iterator
from pathlib import Path

import apsw
import pytest

from engageframe.errors import JournalError
from engageframe.journal import Snapshot

from .conftest import put
from .failing import FAULTS, FailingDisk
from .harming import harm, how_often


@pytest.mark.parametrize("lasts", [False, True], ids=["once", "until it is mended"])
@pytest.mark.parametrize("fault", FAULTS)
def test_a_failing_call_is_told_and_harms_nothing(fault: str, lasts: bool) -> None:
    """At every third call; ``nox -s crash`` tries every one.

    The error is one of ours, the chain holds, what was acknowledged is there, and a retry is not
    done twice.
    """
    calls = how_often(fault)
    assert calls > 50
    assert sum(harm(fault, at, lasts=lasts)["told"] for at in range(1, calls + 1, 3)) > 0


@pytest.mark.parametrize("fault", FAULTS)
def test_a_failing_call_during_an_upgrade_harms_nothing(fault: str, old: Path) -> None:
    """The journal is there in the older or in the new format, and the upgrade can be repeated."""
    for at in range(1, how_often(fault, old=old) + 1, 5):
        harm(fault, at, lasts=True, old=old)


@pytest.fixture
def disk() -> Iterator[FailingDisk]:
    """Give a disk that fails when it is told to."""
    disk = FailingDisk()
    yield disk
    disk.unregister()


@pytest.mark.parametrize("fault", FAULTS)
def test_after_an_error_of_the_disk_the_connection_is_not_used_again(
    disk: FailingDisk, opened, fault: str
) -> None:
    """It is closed with the error; the next call opens another, which checks the chain's end."""
    store = opened()
    put(store, "a")
    before = store._cursor.connection
    disk.arm(fault, 1)
    with pytest.raises(JournalError):
        put(store, "b")
    disk.mend()
    assert store._cursor is None
    with pytest.raises(apsw.ConnectionClosedError):
        before.execute("SELECT 1")
    put(store, "b")
    assert [entry.id for entry in store.read()] == ["a", "b"]


@pytest.mark.parametrize("fault", FAULTS)
def test_a_cache_that_cannot_be_kept_is_no_error(disk: FailingDisk, opened, fault: str) -> None:
    """A full or failing disk does not stop who only asks: a lost cache costs only time."""
    store = opened()
    put(store, "a")
    disk.arm(fault, 1, lasts=True)
    store.keep_snapshot("view", Snapshot(head=store.head(), fingerprint="f", body=b"1"))
    disk.mend()
    assert store.snapshot("view") is None
    assert store.verify().first_bad is None
