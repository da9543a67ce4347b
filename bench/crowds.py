"""How long does a writer wait when 1, 2, 4, 8 or 16 of them append without a pause?

Every writer is a process; each act is one entry, durable, in a stream of the writer's own. In every
turn all write to our store, or to that of the ``eventsourcing`` package; in the last one to ours
with transactions that begin by reading, which is not what we ship. Waits are by the clock: they
tell of the disk and of the neighbours, too, and none is much longer than a turn. Who is told "busy"
is counted, and tries again.
"""

import multiprocessing
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any, NamedTuple

import apsw
import measuring
from eventsourcing.persistence import OperationalError
from journal import _TEXT, Relation, Relations, draft
from measuring import Figure

from engageframe.errors import StoreBusy
from engageframe_stores import open_store
from engageframe_stores.sqlite import SqliteStore

__all__ = ["run"]

_WRITERS = (1, 2, 4, 8, 16)
_OURS, _PEER, _LATE = "ours", "eventsourcing", "ours that reads first"
_MOMENT = "2026-03-01T09:00:00.000000Z"
_PATIENCE = 300

Act = Callable[[int], object]
Opened = tuple[Act, Callable[[], None]]
Turn = tuple[str, float]
"""What is written to, and for how many seconds."""


class Told(NamedTuple):
    """What one writer tells of one turn: each wait in seconds, and how often it was told busy."""

    waits: list[float]
    busy: int
    cpu: float


class Late(SqliteStore):
    """Our store, but it asks for the right to write only when it has read: not what we ship."""

    def _write(self, act: Callable[[apsw.Cursor], Any], patience: float | None = None) -> Any:
        def whole(db: apsw.Cursor) -> Any:
            db.execute("BEGIN")
            try:
                answer = act(db)
                db.execute("COMMIT")
                return answer
            finally:
                if db.connection.in_transaction:
                    db.execute("ROLLBACK")

        return self._ask(whole)


def run(full: bool = False) -> Iterator[Figure]:
    """Let each crowd write thrice for a second to each store; in full thrice for eight."""
    seconds = 8.0 if full else 1.0
    turns = [*3 * [(_OURS, seconds), (_PEER, seconds)], (_LATE, seconds / 2)]
    for writers in _WRITERS:
        with tempfile.TemporaryDirectory() as name:
            yield from _figures(writers, _crowd(Path(name), writers, turns))


def _figures(writers: int, told: dict[str, list[list[Told]]]) -> Iterator[Figure]:
    """Tell of each turn: of all waits the middle, the 99th of a hundred and the longest."""
    name = f"{writers} writer{'s' * (writers > 1)}"
    for what, unit, of in (
        ("half wait at most", "ms by the clock", partial(_wait, share=0.5)),
        ("99 of 100 wait at most", "ms by the clock", partial(_wait, share=0.99)),
        ("the longest wait", "ms by the clock", partial(_wait, share=1)),
        ("an act", "us CPU", _spent),
        ("acts", "in a turn", lambda each: float(len(_waits(each)))),
    ):
        ours, peer = ([of(each) for each in told[which]] for which in (_OURS, _PEER))
        yield Figure(
            name=f"{name}: {what}", unit=unit, ours=ours, peer=peer, against=_PEER,
            more_is_better=what == "acts",
        )  # fmt: skip
    for which, turns in told.items():
        busy = float(sum(one.busy for each in turns for one in each))
        most = 0 if which == _OURS else None
        yield Figure(name=f"{name}, {which}: told busy", unit="times", ours=[busy], most=most)


def _waits(told: list[Told]) -> list[float]:
    return sorted(wait for one in told for wait in one.waits)


def _wait(told: list[Told], share: float) -> float:
    waits = _waits(told)
    return 1e3 * waits[min(int(len(waits) * share), len(waits) - 1)]


def _spent(told: list[Told]) -> float:
    return 1e6 * sum(one.cpu for one in told) / len(_waits(told))


def _crowd(folder: Path, writers: int, turns: list[Turn]) -> dict[str, list[list[Told]]]:
    """Start the writers, hear what each tells of each turn, and look whether all is there."""
    context = multiprocessing.get_context("spawn")
    gate, pipes = context.Barrier(writers), [context.Pipe(duplex=False) for _ in range(writers)]
    for opening in _opening(folder, "nobody").values():
        _, close = opening()  # the files are made before the crowd comes
        close()
    many = [
        context.Process(target=_writer, args=(folder, f"w{n}", turns, gate, end), daemon=True)
        for n, (_, end) in enumerate(pipes)
    ]
    for one, (_, end) in zip(many, pipes, strict=True):
        one.start()
        end.close()
    told: dict[str, list[list[Told]]] = {}
    for which, _ in turns:
        told.setdefault(which, []).append([hears.recv() for hears, _ in pipes])
    for one in many:
        one.join()
    for name, which in (("ours", _OURS), ("late", _LATE)):
        store = open_store(folder / f"{name}.db", read_only=True)
        answer = store.verify()
        store.close()
        assert answer.first_bad is None
        assert answer.checked == sum(len(_waits(each)) for each in told[which])
    return told


def _writer(
    folder: Path, name: str, turns: list[Turn], gate: Barrier, tells: "Connection[Told, Any]"
) -> None:
    """Be one of the writers; all begin each turn together."""
    opened = {which: opening() for which, opening in _opening(folder, name).items()}
    done = dict.fromkeys(opened, 0)
    for which, seconds in turns:
        act, _ = opened[which]
        gate.wait(timeout=_PATIENCE)
        told = _acts(act, done[which], seconds)
        done[which] += len(told.waits)
        tells.send(told)
    for _, close in opened.values():
        close()


def _acts(act: Act, number: int, seconds: float) -> Told:
    waits, busy, before = list[float](), 0, time.process_time()
    now = time.monotonic()
    end = now + seconds
    while now < end:
        began, done = now, False
        while not done:
            try:
                act(number)
                done = True
            except (StoreBusy, OperationalError):
                busy += 1
        now, number = time.monotonic(), number + 1
        waits.append(now - began)
    return Told(waits, busy, time.process_time() - before)


def _opening(folder: Path, name: str) -> dict[str, Callable[[], Opened]]:
    """Give how a writer opens each, as an act and a way to close it."""

    def ours(store: SqliteStore) -> Opened:
        def act(number: int) -> None:
            drafts, expected = [draft(number, name)], {name: number}
            store.append(drafts, request=f"{name}-{number}", recorded=_MOMENT, expected=expected)

        return act, store.close

    def theirs() -> Opened:
        os.environ["PERSISTENCE_MODULE"] = "eventsourcing.sqlite"
        os.environ["SQLITE_DBNAME"] = f"{folder}/peer.db"
        peer, relation = Relations(), Relation(name)

        def act(number: int) -> None:
            text = f"{_TEXT}{number}"
            relation.note("2026-03-01", f"c{number % 50}", f"p{number % 5}", text)
            peer.save(relation)

        return act, peer.close

    return {
        _OURS: lambda: ours(open_store(folder / "ours.db")),
        _PEER: theirs,
        _LATE: lambda: ours(Late(folder / "late.db")),
    }


if __name__ == "__main__":
    measuring.main(run)
