"""What do batches cost beside the ``eventsourcing`` package, and what does the whole chain?

Both write to SQLite files with every act durable, in rounds that take turns in one run, and so does
the store that seals each body; CPU time, and the clock, which is partly the disk's.
"""

import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import measuring
from counting import counted
from journal import _TEXT, Relation, Relations, _rate, _time, draft
from measuring import Figure
from modes import sealed_store

from engageframe.journal import Journal
from engageframe_stores import open_store

__all__ = ["run"]

_MOMENT = "2026-03-01T09:00:00.000000Z"
_COUNTED = 50
_LARGE = 1000


def run(full: bool = False) -> Iterator[Figure]:
    """Measure batches of 10, 100 and 1,000 entries, and `verify` of 100,000 entries.

    In full also one act of 100,000 entries, and `verify` of a million, within six seconds.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["PERSISTENCE_MODULE"] = "eventsourcing.sqlite"
        for size, rounds in ((10, 500), (100, 100), (1000, 20), *([(100_000, 3)] if full else [])):
            yield from _batches(folder, size, rounds)
        yield _verify(folder, 1_000_000 if full else 100_000)


def _ours(store: Journal, size: int) -> Callable[[int], object]:
    """Give an act that appends a stream of so many entries."""

    def act(turn: int) -> None:
        stream = f"client-{turn}"
        drafts = [draft(number, stream) for number in range(size)]
        store.append(drafts, request=stream, recorded=_MOMENT, expected={stream: 0})

    return act


def _batches(folder: Path, size: int, rounds: int) -> Iterator[Figure]:
    os.environ["SQLITE_DBNAME"] = f"{folder}/peer-{size}.db"
    peer, plain = Relations(), open_store(folder / f"ours-{size}.db")
    shut = sealed_store(folder / f"sealed-{size}")

    def append_theirs(turn: int) -> None:
        relation = Relation(f"client-{turn}")
        for number in range(size - 1):
            relation.note("2026-03-01", f"c{number % 50}", f"p{number % 5}", f"{_TEXT}{number}")
        peer.save(relation)

    acts = append_theirs, _ours(plain, size), _ours(shut, size)
    found: list[list[tuple[float, float]]] = [[] for _ in acts]
    for turn in range(rounds):
        for readings, act in zip(found, acts, strict=True):
            readings.append(_time(act, turn))
    for one in (plain, shut, peer):
        one.close()
    theirs, ours, closed = found
    name = f"append in batches of {size:,}"
    yield _rate(f"{name}, CPU rate", size, ours, theirs, 0, 1.0)
    yield _rate(f"{name}, wall rate", size, ours, theirs, 1, None)
    yield _rate(f"{name}, sealed, CPU rate", size, closed, theirs, 0, None)
    yield _rate(f"{name}, sealed, wall rate", size, closed, theirs, 1, None)
    if size <= _LARGE:
        syncs = _syncs(folder / f"counted-{size}.db", size)
        yield Figure(name=f"{name}: syncs of an entry", unit="syncs", ours=[syncs])


def _syncs(path: Path, size: int) -> float:
    """Count the syncs of an entry, its share of its act's."""
    with counted() as disk:
        store = open_store(path)
        act = _ours(store, size)
        for turn in range(2 * _COUNTED):
            if turn == _COUNTED:
                disk.syncs = 0
            act(turn)
        syncs = disk.syncs
        store.close()
    return syncs / _COUNTED / size


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
