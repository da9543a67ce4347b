"""Does the journal hold when writers are many?"""

import sys
from pathlib import Path

import apsw
import pytest

import engageframe_stores.holding
from engageframe.errors import StoreBusy
from engageframe_stores.sqlite import SqliteStore

from .conftest import NOON, draft, put
from .crowding import count_together, crowd
from .killing import start

LINUX = sys.platform == "linux"
SELF = "this very process" if LINUX else "another process"


def test_four_writers_at_once_leave_no_gap(path: Path) -> None:
    """Nobody is told busy, every entry is there once, positions and times run without gaps."""
    writers = [start("write", path, f"w{number}", 40) for number in range(4)]
    told = [line for writer in writers for line in writer.communicate(timeout=60)[0].splitlines()]
    assert [writer.returncode for writer in writers] == [0, 0, 0, 0]
    store = SqliteStore(path)
    entries = list(store.read())
    assert [entry.seq for entry in entries] == list(range(1, 161))
    assert [entry.position for entry in entries] == list(range(1, 161))
    assert {entry.id for entry in entries} == {line.split()[0] for line in told}
    assert store.verify().first_bad is None
    for number in range(4):
        own = [entry.id for entry in entries if entry.id.startswith(f"w{number}-")]
        assert own == [f"w{number}-{count}" for count in range(40)]
    store.close()


def test_a_held_store_names_the_holder(path: Path, opened) -> None:
    """Another writer of ours is named by its process, with how long we waited."""
    store = opened(wait_seconds=0.3)
    holder = start("hold", path, "long", 60)
    holder.stdout.readline()
    try:
        with pytest.raises(StoreBusy, match="nothing was written") as refusal:
            put(store, "a")
    finally:
        holder.kill()
        holder.communicate()
    assert (f"process {holder.pid}" if LINUX else "another process") in str(refusal.value)
    assert 0.3 <= refusal.value.seconds < 30
    assert store.head().seq == 0
    put(store, "a")
    assert [entry.id for entry in store.read()] == ["a"]


def test_a_holder_that_is_no_store_of_ours_is_named(path: Path, opened) -> None:
    """Whatever program holds the file, Linux knows its process; here it is this very one."""
    store = opened(wait_seconds=0)
    put(store, "a")
    foreign = apsw.Connection(str(path))
    foreign.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreBusy, match=f"locked by {SELF}"):
        put(store, "b")
    foreign.execute("ROLLBACK")
    put(store, "b")
    foreign.close()


def test_a_dead_holder_is_not_named(path: Path, opened) -> None:
    """A killed writer is not accused when somebody else holds the file."""
    store = opened(wait_seconds=0)
    dead = start("hold", path, "long", 60)
    dead.stdout.readline()
    dead.kill()
    dead.communicate()
    foreign = apsw.Connection(str(path))
    foreign.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreBusy, match=f"locked by {SELF}"):
        put(store, "b")
    foreign.close()


def test_no_holder_is_made_up(path: Path, opened, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the system does not tell who holds a file, nobody is named."""
    store = opened(wait_seconds=0)
    foreign = apsw.Connection(str(path))
    foreign.execute("BEGIN IMMEDIATE")
    monkeypatch.setattr(engageframe_stores.holding, "_LOCKS", path.with_name("none"))
    with pytest.raises(StoreBusy, match="locked by another process"):
        put(store, "b")
    foreign.close()


def test_reading_goes_on_while_another_writes(path: Path, opened) -> None:
    """A held write lock stops no reader, and a cache that cannot be kept is no error."""
    store = opened(wait_seconds=0)
    put(store, "a")
    foreign = apsw.Connection(str(path))
    foreign.execute("BEGIN IMMEDIATE")
    assert [entry.id for entry in store.read()] == ["a"]
    assert store.verify().first_bad is None
    foreign.close()


def test_two_stores_on_one_file_see_each_other(opened) -> None:
    """What one store has acknowledged, the other reads at once and builds upon."""
    one, two = opened(), opened()
    put(one, "a")
    assert [entry.id for entry in two.read()] == ["a"]
    two.append([draft("b")], request="b", recorded=NOON, expected={"acme": 1})
    assert one.head() == two.head()
    assert one.verify().checked == 2


def test_readers_see_no_gap_while_four_write(path: Path) -> None:
    """No busy error escapes, nothing is out of order, and what a reader saw stays as it was."""
    seen = crowd(path, writers=4, readers=2, seconds=1)
    assert seen.acts > 50
    assert seen.reads > 5


def test_who_expects_another_state_is_told_and_tries_again(path: Path) -> None:
    """Three count together, each from what it read: no number is there twice or missing."""
    done, refused = count_together(path, writers=3, seconds=1)
    assert done > 30
    assert refused > 0
