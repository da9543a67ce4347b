"""Does a journal hold when many processes write to it and read it at once?"""

from pathlib import Path
from typing import NamedTuple

from engageframe_stores.sqlite import SqliteStore

from .killing import start

__all__ = ["Crowd", "count_together", "crowd"]


class Crowd(NamedTuple):
    """How many acts there were, and the longest that one of them took, in seconds."""

    acts: int
    longest: float
    reads: int


def crowd(path: Path, writers: int, readers: int, seconds: int) -> Crowd:
    """Let processes write without a pause, and others read; hold that all is in its order."""
    names = [f"w{number}" for number in range(writers)]
    SqliteStore(path).close()
    many = [start("crowd", path, name, seconds) for name in names]
    others = [start("follow", path, "reader", seconds) for _ in range(readers)]
    told = _together([*many, *others])
    store = SqliteStore(path)
    entries = list(store.read())
    assert store.verify().first_bad is None
    store.close()
    counts = [int(line[0]) for line in told[:writers]]
    assert [entry.seq for entry in entries] == list(range(1, sum(counts) + 1)), "a gap"
    assert [entry.position for entry in entries] == list(range(1, sum(counts) + 1)), "a gap"
    for name, many_acts in zip(names, counts, strict=True):
        own = [entry.id for entry in entries if entry.id.startswith(f"{name}-")]
        assert own == [f"{name}-{number}" for number in range(many_acts)], "out of order"
    assert all(line[1] == "1" for line in told[writers:]), "a reader saw a gap, or another order"
    reads = sum(int(line[0]) for line in told[writers:])
    return Crowd(sum(counts), max(float(line[1]) for line in told[:writers]), reads)


def count_together(path: Path, writers: int, seconds: int) -> tuple[int, int]:
    """Let processes append what each expects to be next; give the acts, and the refusals."""
    SqliteStore(path).close()
    told = _together([start("count", path, f"w{number}", seconds) for number in range(writers)])
    store = SqliteStore(path)
    ids = [entry.id for entry in store.read()]
    store.close()
    done, refused = (sum(int(line[at]) for line in told) for at in (0, 1))
    assert ids == [f"count-{number}" for number in range(1, done + 1)], (
        "an act rests on a stale one"
    )
    return done, refused


def _together(processes: list) -> list[list[str]]:
    """Wait until all are ready, let them go, and give the last line of each."""
    for process in processes:
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        process.stdin.write("go\n")
        process.stdin.flush()
    told = [process.communicate(timeout=300)[0].split() for process in processes]
    assert [process.returncode for process in processes] == [0] * len(processes)
    return told
