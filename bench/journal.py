"""How fast is the journal beside the one of the ``eventsourcing`` package?

Both write to SQLite files with every append durable, in rounds that take turns in one run.
Time is CPU time of this process, because a disk's speed swings.
The wall rate of appends is told too, without a target: it is mostly the disk's.
"""

import gc
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import attrs
import measuring
from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event
from measuring import Figure

from engageframe.codec import Codec
from engageframe.encoding import canonical, short_hash
from engageframe.journal import Draft, Journal
from engageframe.kinds import Kind, Kinds
from engageframe_stores import open_store

__all__ = ["run"]

_TEXT = "We met at the plant and talked about the delay of the second line. " * 3
_ROUNDS = 20


@attrs.frozen(kw_only=True)
class Encounter:
    """Our way to keep a note."""

    client: str
    colleague: str
    text: str


_STREAMS = 100
_PAGE = 256
"""So few records end before the collector of Python has looked at them; 1,000 cost a half more."""


class Relation(Aggregate):
    """The peer's way to keep notes of encounters with one client."""

    @event("Started")
    def __init__(self, name: str) -> None:
        self.name = name
        self.notes = 0

    @event("Noted")
    def note(self, on: str, client: str, colleague: str, text: str) -> None:
        """Keep one note, as large as one of ours."""
        self.notes += 1


class Relations(Application[Any]):
    """The peer's store, on its SQLite defaults."""


def draft(number: int, stream: str) -> Draft:
    """Build an entry with two subjects and a body of about 300 bytes."""
    people = {"client": f"c{number % 50}", "colleague": f"p{number % 5}"}
    body = canonical({**people, "text": f"{_TEXT}{number}"})
    return Draft(
        id=short_hash(stream, "encounter", "2026-03-01", body),
        stream=stream,
        kind="encounter",
        version=1,
        happened="2026-03-01",
        author="p1",
        body=body,
        subjects=tuple(people.values()),
    )


def run(full: bool = False) -> Iterator[Figure]:
    """Measure 5,000 appends one by one and the replay of 100,000 entries; in full four times."""
    scale = 4 if full else 1
    with tempfile.TemporaryDirectory() as folder:
        os.environ["PERSISTENCE_MODULE"] = "eventsourcing.sqlite"
        os.environ["SQLITE_DBNAME"] = f"{folder}/peer.db"
        yield from _appends(Path(folder), 5_000 * scale)
        yield from _replays(Path(folder), 100_000 * scale)


def _appends(folder: Path, count: int) -> Iterator[Figure]:
    peer, store = Relations(), open_store(folder / "ours.db")
    relation = Relation("acme")
    peer.save(relation)
    ours, theirs = [], []
    share = count // _ROUNDS

    def append_ours(start: int) -> None:
        for number in range(start, start + share):
            store.append(
                [draft(number, "acme")],
                request=f"act-{number}",
                recorded="2026-03-01T09:00:00.000000Z",
                expected={"acme": number},
            )

    def append_theirs(start: int) -> None:
        for number in range(start, start + share):
            text = f"{_TEXT}{number}"
            relation.note("2026-03-01", f"c{number % 50}", f"p{number % 5}", text)
            peer.save(relation)

    for turn in range(_ROUNDS):
        theirs.append(_time(append_theirs, turn * share))
        ours.append(_time(append_ours, turn * share))
    store.close()
    peer.close()
    yield _rate("append one by one, CPU rate", share, ours, theirs, 0, 1.2)
    yield _rate("append one by one, wall rate", share, ours, theirs, 1, None)


def _fill(peer: Relations, store: Journal, stream: str, share: int) -> Any:
    """Tell both the same; give the peer's id of it."""
    drafts = [draft(number, stream) for number in range(share)]
    store.append(drafts, request=stream, recorded="2026-03-01T09:00:00.000000Z", expected=None)
    relation = Relation(stream)
    for number in range(share - 1):
        relation.note("2026-03-01", f"c{number % 50}", f"p{number % 5}", f"{_TEXT}{number}")
    peer.save(relation)
    return relation.id


def _replays(folder: Path, count: int) -> Iterator[Figure]:
    os.environ["SQLITE_DBNAME"] = f"{folder}/peer-replay.db"
    peer, store = Relations(), open_store(folder / "ours-replay.db")
    share = count // _STREAMS
    names = [_fill(peer, store, f"client-{number}", share) for number in range(_STREAMS)]

    def read(_: int) -> None:
        assert sum(1 for _ in store.read()) == count

    codec = Codec(Kinds([Kind(name="encounter", body=Encounter)]))

    def records(_: int) -> None:
        entries, seen = store.read(), 0
        while page := list(islice(entries, _PAGE)):
            seen += len(codec.records("encounter", page))
        assert seen == count

    def get(_: int) -> None:
        assert all(peer.repository.get(name).notes == share - 1 for name in names)

    def scan(_: int) -> None:
        start, seen = 1, 0
        while page := peer.recorder.select_notifications(start, limit=1000):
            seen += len([peer.mapper.to_domain_event(found) for found in page])
            start = page[-1].id + 1
        assert seen == count

    ours, typed, gets, scans = [], [], [], []
    for turn in range(5):
        gets.append(_time(get, turn))
        ours.append(_time(read, turn))
        typed.append(_time(records, turn))
        scans.append(_time(scan, turn))
    store.close()
    peer.close()
    for name, mine, theirs, least in (  # to replay is to give objects back: the scan gives none
        ("replay: entries against repository.get", ours, gets, 10.0),
        ("replay: records, by pages, against repository.get", typed, gets, 10.0),
        ("entries against their notification scan", ours, scans, None),
    ):
        yield _rate(f"{name}, CPU rate", count, mine, theirs, 0, least)


def _time(work: Callable[[int], object], argument: int) -> tuple[float, float]:
    gc.collect()
    wall, cpu = time.perf_counter(), time.process_time()
    work(argument)
    return time.process_time() - cpu, time.perf_counter() - wall


def _rate(
    name: str, count: int, ours: list[Any], peers: list[Any], at: int, least: float | None
) -> Figure:
    """Compare the rounds, in operations per second."""
    mine, theirs = ([count / one[at] for one in rounds] for rounds in (ours, peers))
    return Figure(
        name=name, unit="/s", ours=mine, peer=theirs, against="eventsourcing",
        more_is_better=True, least=least,
    )  # fmt: skip


if __name__ == "__main__":
    measuring.main(run)
