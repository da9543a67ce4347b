"""What does an act of one entry cost in each mode of SQLite, and what does it ask of the disk?

The store writes with a write-ahead log and ``synchronous=FULL``, and offers nothing else; the other
modes are set here, after opening, to see what that choice costs. Beside them stand the sealed store
and the ``eventsourcing`` package on its defaults. All take turns in one run; CPU time, and the
clock, which is mostly the disk's. Syncs and bytes are counted, each store by itself.
"""

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path

import apsw
import measuring
from counting import Asked, counted, counted_peer
from journal import _TEXT, Relation, Relations, _time, draft
from measuring import Figure

from engageframe.journal import Journal
from engageframe_stores import open_store, sealed
from engageframe_stores.sqlite import SqliteStore

__all__ = ["run", "sealed_store"]

_MOMENT = "2026-03-01T09:00:00.000000Z"
_OURS, _PEER = "as it is", "eventsourcing"
_OTHERS = (
    ("wal", "normal"), ("wal", "off"), ("delete", "full"), ("truncate", "full"),
    ("persist", "full"),
)  # fmt: skip
_WITHOUT_LOG = [f"{journal}, {synchronous}" for journal, synchronous in _OTHERS if journal != "wal"]
_SHARE = 50
_COUNTED = 500
"""So many acts have some checkpoints among them."""
_FEW = 50
"""Without a log each act is like the others."""

Act = Callable[[int], object]
Opened = tuple[Act, Callable[[], None]]


class Otherwise(SqliteStore):
    """Our store in a mode that it does not offer: not what we ship."""

    def __init__(self, path: Path, *, journal: str, synchronous: str) -> None:
        self._mode = journal, synchronous
        super().__init__(path)

    def _reopen(self) -> apsw.Cursor:
        db, (journal, synchronous) = super()._reopen(), self._mode
        if db.execute(f"PRAGMA journal_mode={journal}").get != journal:
            raise RuntimeError(f"SQLite does not keep its journal as {journal} here")
        db.execute(f"PRAGMA synchronous={synchronous}").fetchall()
        return db


def sealed_store(folder: Path) -> Journal:
    """Open a journal whose bodies are sealed, in a folder of its own."""
    folder.mkdir()
    return sealed.open(folder)


def run(full: bool = False) -> Iterator[Figure]:
    """Measure 500 acts in each mode; in full eight times as many."""
    with tempfile.TemporaryDirectory() as name:
        os.environ["PERSISTENCE_MODULE"] = "eventsourcing.sqlite"
        opening = _opening()
        yield from _costs(Path(name), opening, 80 if full else 10)
        for at, (label, opened) in enumerate(opening.items()):
            counting = counted_peer if label == _PEER else counted
            yield from _asked(label, Path(name) / f"counted-{at}.db", opened, counting)


def _opening() -> dict[str, Callable[[Path], Opened]]:
    """Give how each is opened, as an act that appends one entry and a way to close it."""
    stores: dict[str, Callable[[Path], Journal]] = {
        _OURS: open_store,
        **{
            f"{journal}, {synchronous}": partial(
                Otherwise, journal=journal, synchronous=synchronous
            )
            for journal, synchronous in _OTHERS
        },
        "sealed": sealed_store,
    }
    return {**{label: partial(_ours, opened) for label, opened in stores.items()}, _PEER: _theirs}


def _ours(opened: Callable[[Path], Journal], path: Path) -> Opened:
    store = opened(path)

    def act(number: int) -> None:
        drafts, expected = [draft(number, "acme")], {"acme": number}
        store.append(drafts, request=f"act-{number}", recorded=_MOMENT, expected=expected)

    return act, store.close


def _theirs(path: Path) -> Opened:
    os.environ["SQLITE_DBNAME"] = str(path)
    peer, relation = Relations(), Relation("acme")
    peer.save(relation)

    def act(number: int) -> None:
        text = f"{_TEXT}{number}"
        relation.note("2026-03-01", f"c{number % 50}", f"p{number % 5}", text)
        peer.save(relation)

    return act, peer.close


def _costs(
    folder: Path, opening: dict[str, Callable[[Path], Opened]], rounds: int
) -> Iterator[Figure]:
    stores = {
        label: opened(folder / f"{at}.db") for at, (label, opened) in enumerate(opening.items())
    }
    found: dict[str, list[tuple[float, float]]] = {label: [] for label in stores}
    for turn in range(rounds + 1):
        for label, (act, _) in stores.items():

            def acts(turn: int, act: Act = act) -> None:
                for number in range(turn * _SHARE, (turn + 1) * _SHARE):
                    act(number)

            reading = _time(acts, turn)
            found[label] += [reading] if turn else []
    for _, close in stores.values():
        close()
    for label in list(found)[:-1]:  # the peer is the last one
        for what, unit, at in (("CPU", "us CPU", 0), ("by the clock", "us by the clock", 1)):
            mine, theirs = (
                [one[at] * 1e6 / _SHARE for one in found[which]] for which in (label, _PEER)
            )
            yield Figure(
                name=f"one by one, {label}: {what}", unit=unit, ours=mine, peer=theirs,
                against=_PEER,
            )  # fmt: skip


def _asked(
    label: str,
    path: Path,
    opened: Callable[[Path], Opened],
    counting: Callable[[], AbstractContextManager[Asked | None]],
) -> Iterator[Figure]:
    """Count the syncs and bytes of acts of one entry; they do not depend on the machine."""
    with counting() as disk:
        if disk is None:
            return
        (act, close), count = opened(path), _FEW if label in _WITHOUT_LOG else _COUNTED
        for number in range(2 * count):
            if number == count:
                disk.syncs = disk.written = 0
            act(number)
        syncs, written = disk.syncs / count, disk.written / count
        close()
    most = 1.1 if label in (_OURS, "sealed") else None
    yield Figure(
        name=f"one by one, {label}: syncs of an act", unit="syncs", ours=[syncs], most=most
    )
    yield Figure(name=f"one by one, {label}: written by an act", unit="bytes", ours=[written])


if __name__ == "__main__":
    measuring.main(run)
