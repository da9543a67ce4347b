"""What does each way to read a journal again cost, from bare rows to a view?

The same records lie in our store, in the sealed one, and in the ``eventsourcing`` package, where an
engagement is an aggregate and a body stays a mapping; with us it becomes an object of its class.
All take turns in one run, in CPU time for each record, against the package's ``repository.get``.
"""

import gc
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import apsw
import attrs
import measuring
import msgspec
from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event
from measuring import Figure, cpu, turns
from modes import sealed_store
from workload import AS_OF, history

from engageframe import moment
from engageframe.codec import Codec
from engageframe.encoding import a_moment
from engageframe.folding import State, effective
from engageframe.inputs import structure
from engageframe.journal import REGISTER, Draft, Entry, Journal
from engageframe.kinds import CORE_KINDS, Kind, Kinds
from engageframe.lenses import COMMITMENTS, CYCLE, ENCOUNTERS
from engageframe_stores import open_store

__all__ = ["run"]

_EACH = 500
_PAGE = 256
"""So few records end before the collector of Python has looked at them."""
_MOMENT = "2026-03-01T09:00:00.000000Z"
_CODEC = Codec(Kinds(CORE_KINDS))


class Dealings(Aggregate):
    """The peer's way to keep what is told of one engagement."""

    @event("Opened")
    def __init__(self, name: str) -> None:
        self.name = name
        self.told: dict[str, dict[str, Any]] = {}

    @event("Described")
    def described(self, id: str, kind: str, body: dict[str, Any]) -> None:
        """Keep who or what takes part."""
        self._keep(id, kind, body)

    @event("Planned")
    def planned(self, id: str, kind: str, body: dict[str, Any]) -> None:
        """Keep the plan of an encounter."""
        self._keep(id, kind, body)

    @event("Held")
    def held(self, id: str, kind: str, body: dict[str, Any]) -> None:
        """Keep what an encounter was about."""
        self._keep(id, kind, body)

    @event("Reviewed")
    def reviewed(self, id: str, kind: str, body: dict[str, Any]) -> None:
        """Keep what came of an encounter."""
        self._keep(id, kind, body)

    @event("Made")
    def made(self, id: str, kind: str, body: dict[str, Any]) -> None:
        """Keep a promise."""
        self._keep(id, kind, body)

    @event("Kept")
    def kept(self, id: str, kind: str, body: dict[str, Any]) -> None:
        """Keep that a promise was kept."""
        self._keep(id, kind, body)

    def _keep(self, id: str, kind: str, body: dict[str, Any]) -> None:
        self.told.setdefault(id, {})[kind] = body


class Office(Application[Any]):
    """The peer's store, on its SQLite defaults."""


def run(full: bool = False) -> Iterator[Figure]:
    """Read 20,000 records each way; in full ten times as many."""
    gc.set_threshold(100_000)  # as the command `engage` sets it
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["PERSISTENCE_MODULE"] = "eventsourcing.sqlite"
        os.environ["SQLITE_DBNAME"] = f"{folder}/peer.db"
        peer, plain, shut = Office(), open_store(folder / "ours.db"), sealed_store(folder / "shut")
        acts = [*_acts(400 if full else 40)]
        for name, drafts in acts:
            for store in (plain, shut):
                store.append(drafts, request=name, recorded=_MOMENT, expected=None)
        gets = [_tell(peer, name, drafts) for name, drafts in acts]
        count = plain.head().seq
        ways = {**_ours(plain, shut, [name for name, _ in acts]), **_theirs(peer, gets)}
        taken = turns(5, *(_reading(way, count) for way in ways.values()), times=1e6 / count)
        found = dict(zip(ways, taken, strict=True))
        for one in (plain, shut, peer):
            one.close()
    get = found.pop("repository.get")
    for name, ours in found.items():
        yield Figure(name=name, unit="us CPU", ours=ours, peer=get, against="repository.get")


def _acts(engagements: int) -> Iterator[tuple[str, list[Draft]]]:
    """Give what is told of each engagement; whom another one told already is left out."""
    seen = set[str]()
    for number in range(engagements):
        name = f"engagement-{number}"
        told = history(_EACH, engagement=name, client=f"client-{number}", ours=2, theirs=4)
        drafts = [
            _CODEC.draft(one.body, engagement=name, happened=one.happened, author=one.author)
            for one in told
        ]
        yield name, [one for one in drafts if one.id not in seen]
        seen.update(one.id for one in drafts)


def _tell(peer: Office, name: str, drafts: Iterable[Draft]) -> Any:
    """Tell the peer the same, and give its id of it: as many events, its first one among them."""
    dealings = Dealings(name)
    for one in [*drafts][1:]:
        body, verb = msgspec.json.decode(one.body), one.kind.partition(".")[2]
        tell = getattr(dealings, verb or "described")
        tell(body["id"] if verb else one.id, one.kind, body)
    peer.save(dealings)
    return dealings.id


def _reading(way: Callable[[], int], count: int) -> Callable[[], float]:
    def read() -> float:
        seen = list[int]()
        taken = cpu(lambda: seen.append(way()))
        assert seen == [count]
        return taken

    return read


def _ours(plain: Journal, shut: Journal, names: list[str]) -> dict[str, Callable[[], int]]:
    newer = Codec(Kinds(map(_newer, CORE_KINDS)))
    return {
        "rows alone, by apsw": partial(_rows, plain),
        "entries": lambda: _count(plain.read()),
        "records, by pages": partial(_records, plain, _CODEC),
        "records, one by one": lambda: _count(map(_CODEC.record, plain.read())),
        "records, each through an upcaster": partial(_records, plain, newer),
        "a view of each engagement": partial(_views, plain, names),
        "sealed: entries": lambda: _count(one.body for one in shut.read() if one.body),
        "sealed: records, by pages": partial(_records, shut, _CODEC),
        "people's input, by cattrs": partial(_inputs, plain),
    }


def _newer(kind: Kind) -> Kind:
    """Give a kind that has gone on to its next version since."""
    return attrs.evolve(kind, version=2, upcasters={1: lambda data: {**data}})


def _rows(store: Any) -> int:
    db = apsw.Connection(str(store.path), flags=apsw.SQLITE_OPEN_READONLY)
    sql = f"SELECT {', '.join(Entry._fields)} FROM entry ORDER BY seq"
    count = _count(db.execute(sql))
    db.close()
    return count


def _records(store: Journal, codec: Codec) -> int:
    entries, count = store.read(), 0
    while page := [*islice(entries, _PAGE)]:
        by_kind: dict[str, list[Entry]] = {}
        for entry in page:
            by_kind.setdefault(entry.kind, []).append(entry)
        count += sum(len(codec.records(kind, told)) for kind, told in by_kind.items())
    return count


def _views(store: Journal, names: list[str]) -> int:
    """Fold the register, and each engagement with its encounters, promises and round."""
    count, as_of = 0, moment(AS_OF)
    for name in (REGISTER, *names):
        state = State(_CODEC)
        state.add(effective(store.read([name]), as_of=as_of))
        _ = state.lens(ENCOUNTERS), state.lens(COMMITMENTS), state.lens(CYCLE)
        count += len(state.all_records())
    return count


def _inputs(store: Journal) -> int:
    """Check bodies as if people had written them: from plain data, every fault with its place."""
    told = ((msgspec.json.decode(one.body or b""), one.kind) for one in store.read())
    return _count(structure(data, _CODEC.kinds[kind].body) for data, kind in told)


def _count(things: Iterable[object]) -> int:
    return sum(1 for _ in things)


def _theirs(peer: Office, gets: list[Any]) -> dict[str, Callable[[], int]]:
    def scan() -> int:
        start, count = 1, 0
        while page := peer.recorder.select_notifications(start, limit=1000):
            count += len([peer.mapper.to_domain_event(found) for found in page])
            start = page[-1].id + 1
        return count

    def read() -> int:
        count = 0
        for one in gets:
            dealings: Dealings = peer.repository.get(one)
            for told in dealings.told.values():
                for kind, body in told.items():
                    msgspec.convert(body, _CODEC.kinds[kind].body, dec_hook=a_moment)
                    count += 1
        return count + len(gets)  # the first record of each is its name

    return {
        "eventsourcing: get, and bodies of our classes": read,
        "eventsourcing: scan of notifications": scan,
        "repository.get": lambda: sum(peer.repository.get(one).version for one in gets),
    }


if __name__ == "__main__":
    measuring.main(run)
