"""What do batches cost beside the ``eventsourcing`` package, and what does the whole chain?

Both write to SQLite files with every act durable, in rounds that take turns in one run; CPU time.
"""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import apsw
import measuring
from journal import _TEXT, Relation, Relations, _rate, _time, draft
from measuring import Figure

from engageframe_stores import open_store

__all__ = ["run"]

_MOMENT = "2026-03-01T09:00:00.000000Z"


def run(full: bool = False) -> Iterator[Figure]:
    """Measure batches of 10, 100 and 1,000 entries, one act's work on the disk, and `verify`.

    Verified are 100,000 entries; in full a million, within six seconds.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["PERSISTENCE_MODULE"] = "eventsourcing.sqlite"
        for size in (10, 100, 1000):
            yield _batches(folder, size, 20_000 // size)
        yield from _acts(folder)
        yield _verify(folder, 1_000_000 if full else 100_000)


def _batches(folder: Path, size: int, rounds: int) -> Figure:
    os.environ["SQLITE_DBNAME"] = f"{folder}/peer-{size}.db"
    peer, store = Relations(), open_store(folder / f"ours-{size}.db")

    def append_theirs(turn: int) -> None:
        relation = Relation(f"client-{turn}")
        for number in range(size - 1):
            relation.note("2026-03-01", f"c{number % 50}", f"p{number % 5}", f"{_TEXT}{number}")
        peer.save(relation)

    def append_ours(turn: int) -> None:
        stream = f"client-{turn}"
        drafts = [draft(number, stream) for number in range(size)]
        store.append(drafts, request=stream, recorded=_MOMENT, expected={stream: 0})

    ours, theirs = [], []
    for turn in range(rounds):
        theirs.append(_time(append_theirs, turn))
        ours.append(_time(append_ours, turn))
    store.close()
    peer.close()
    return _rate(f"append in batches of {size:,}, CPU rate", size, ours, theirs, 0, 1.0)


class Counting(apsw.VFS):
    """Count what SQLite asks of the disk."""

    def __init__(self) -> None:
        self.syncs = self.written = 0
        self.base = "unix" if os.name == "posix" else "win32"
        super().__init__("counting", self.base, makedefault=True)

    def xOpen(self, name: Any, flags: list[int]) -> apsw.VFSFile:
        """Open a file whose calls are counted."""
        return Counted(self, name, flags)


class Counted(apsw.VFSFile):
    """One file of it."""

    def __init__(self, disk: Counting, name: Any, flags: list[int]) -> None:
        super().__init__(disk.base, name, flags)
        self.disk = disk

    def xSync(self, flags: int) -> None:
        """Count a sync."""
        self.disk.syncs += 1
        super().xSync(flags)

    def xWrite(self, data: bytes, offset: int) -> None:
        """Count the bytes."""
        self.disk.written += len(data)
        super().xWrite(data, offset)


def _acts(folder: Path, count: int = 1000) -> Iterator[Figure]:
    """Count the syncs and bytes of acts of one entry; they do not depend on the machine."""
    disk = Counting()
    try:
        store = open_store(folder / "counted.db")
        for number in range(2 * count):
            if number == count:
                disk.syncs = disk.written = 0
            one = draft(number, "acme")
            store.append([one], request=one.id, recorded=_MOMENT, expected=None)
        syncs, written = disk.syncs / count, disk.written / count
        store.close()
    finally:
        disk.unregister()
    yield Figure(name="syncs of an act of one entry", unit="syncs", ours=[syncs], most=1.1)
    yield Figure(name="bytes written by an act of one entry", unit="bytes", ours=[written])


def _verify(folder: Path, count: int) -> Figure:
    store = open_store(folder / "large.db")
    for start in range(0, count, 1000):
        drafts = [draft(number, f"client-{start % 100}") for number in range(start, start + 1000)]
        store.append(drafts, request=f"act-{start}", recorded=_MOMENT, expected=None)

    def verify(_: int) -> None:
        assert store.verify().checked == count

    seconds = [_time(verify, turn)[0] for turn in range(5)]
    store.close()
    most = 6.0 * count / 1_000_000
    return Figure(name=f"verify of {count:,} entries", unit="s", ours=seconds, most=most)


if __name__ == "__main__":
    measuring.main(run)
