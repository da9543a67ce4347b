"""Does a journal hold after the power was cut?

A life of a journal is lived once on a recorded disk; then the power is cut at many points of it,
and each time the real store opens what is left.
"""

import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import NamedTuple

from engageframe.errors import JournalError
from engageframe.journal import Draft
from engageframe_stores.sqlite import SqliteStore

from .conftest import NOON, draft
from .power import Op, Platter, Recorder, recording

__all__ = ["Act", "Life", "Lost", "cut", "live", "memory"]


class Lost(AssertionError):
    """A promise of the journal was broken by a cut of power."""


class Act(NamedTuple):
    """What somebody asks of a store: to append, or (``redacts``) to destroy some bodies."""

    request: str
    drafts: tuple[Draft, ...] = ()
    redacts: tuple[str, ...] = ()

    def do(self, store: SqliteStore) -> bool:
        """Do it; tell whether it had been done before."""
        if self.redacts:
            store.redact(self.redacts)
            return False
        receipt = store.append(self.drafts, request=self.request, recorded=NOON, expected=None)
        return receipt.replayed


class Life(NamedTuple):
    """What was recorded: the disk's log, whose notes name acts as they begin and as they end."""

    log: list[Op]
    acts: dict[str, Act]
    begins: int
    """From where on in the log there is something to lose."""


def memory() -> str | None:
    """Give a folder that is kept in memory, where the machine has one: nothing need last here."""
    return "/dev/shm" if Path("/dev/shm").is_dir() else None


def live(
    seed: int,
    acts: int,
    *,
    old: Path | None = None,
    settings: tuple[str, ...] = (),
    early: bool = False,
    lies: bool = False,
    failing: float = 0.0,
    large: bool = False,
) -> Life:
    """Live the life of a journal: single acts and batches, redactions, snapshots, reopenings.

    Args:
        seed: which life.
        acts: how many acts.
        old: a journal of an older format to begin with; none makes a new one.
        settings: pragmas that break what the store promises, or make it write its file more often.
        early: a broken program, which acknowledges before the store has answered.
        lies: a broken disk, which says "synced" before it is.
        failing: share of the syncs that fail.
        large: one act is larger than SQLite's cache, so that it is written before it is committed.
    """
    chance, known = Random(seed), dict[str, Act]()
    with tempfile.TemporaryDirectory(dir=memory()) as name:
        path = Path(name) / "journal.db"
        if old:
            path.write_bytes(old.read_bytes())
        with recording(Path(name)) as disk:
            begins, disk.lies = len(disk.log), lies
            store = _opened(path, settings)
            disk.note(("made", path.name))
            disk.failing = lambda: chance.random() < failing
            for act in _acts(chance, acts, large):
                known[act.request] = act
                store = _do(act, store, disk, early)
                if chance.random() < 0.1:
                    store.close()
                    store = _opened(path, settings)
            disk.note(("made", path.name))
            disk.failing = lambda: False
            store.close()
            return Life(disk.log, known, begins)


def _opened(path: Path, settings: tuple[str, ...]) -> SqliteStore:
    """Open the journal; try again where a failing disk does not let us."""
    while True:
        try:
            store = SqliteStore(path)
            for setting in settings:
                store._all(f"PRAGMA {setting}")
        except JournalError:
            continue
        return store


def _do(act: Act, store: SqliteStore, disk: Recorder, early: bool) -> SqliteStore:
    """Do an act until it is acknowledged, as a careful program does."""
    disk.note(("begun", act.request))
    if early:
        disk.note(("done", act.request))
    while True:
        try:
            act.do(store)
        except JournalError:
            continue
        break
    if not early:
        disk.note(("done", act.request))
    return store


def _acts(chance: Random, count: int, large: bool) -> Iterator[Act]:
    ids = list[str]()
    for number in range(count):
        if ids and chance.random() < 0.06:
            yield Act(f"x{number}", redacts=tuple(chance.sample(ids, min(2, len(ids)))))
            continue
        size = 3000 if large and number == count // 2 else chance.choice((1, 1, 1, 1, 2, 5, 40))
        names = [f"n{number}-{at}" for at in range(size)]
        streams = ("acme", "zeta", "register")
        says = f"CANARY{number} " * chance.choice((1, 8, 60))
        yield Act(
            f"r{number}",
            tuple(draft(one, chance.choice(streams), says, cause="") for one in names),
        )
        ids += names


def cut(
    life: Life, chance: Random, times: int, also: Callable[[Path], None] = lambda folder: None
) -> Counter[str]:
    """Cut the power so many times, anywhere in a life; count what was seen.

    ``also`` looks at the folder after the journal was opened again.

    Raises:
        Lost: a promise was broken.
    """
    platter, seen = Platter(life.log), Counter[str]()
    for at in sorted(chance.randrange(life.begins, len(life.log) + 1) for _ in range(times)):
        platter.play(at)
        done = [what for verb, what in platter.notes if verb == "done"]
        begun = [what for verb, what in platter.notes if verb == "begun"]
        left = platter.cut(chance)
        if platter.notes and not any(file.endswith("/journal.db") for file in left):
            raise Lost(f"cut at {at}: the journal had been made, and is not there")
        with tempfile.TemporaryDirectory(dir=memory()) as name:
            for file, data in left.items():
                (Path(name) / Path(file).name).write_bytes(data)
            _no_copy(left, life, done)
            try:
                seen += _look(Path(name) / "journal.db", life, begun, done)
                also(Path(name))
            except JournalError as fault:
                raise Lost(f"cut at {at}: {fault}") from fault
    seen["cuts"] += times
    return seen


def _no_copy(left: dict[str, bytes], life: Life, done: list[str]) -> None:
    """Hold that a body is nowhere on the disk once its destruction was acknowledged."""
    bodies = {one.id: one.body for act in life.acts.values() for one in act.drafts}
    for request in done:
        for id_ in life.acts[request].redacts:
            if any(bodies[id_] in data for data in left.values()):
                raise Lost(f"{request} was acknowledged, and a copy of {id_} is on the disk")


def _look(path: Path, life: Life, begun: list[str], done: list[str]) -> Counter[str]:
    """Open what is left, and hold it against what was acknowledged; ask again for the last acts."""
    seen = Counter[str](acknowledged=len(done))
    store = SqliteStore(path)
    _sound(store)
    bodies = {entry.id: entry.body for entry in store.read()}
    for request in begun:
        act = life.acts[request]
        here = [draft.id in bodies for draft in act.drafts]
        if any(here) and not all(here):
            raise Lost(f"{request} is there in part")
        if request in done and not all(here):
            raise Lost(f"{request} was acknowledged and is lost")
        if request in done and any(bodies[id_] is not None for id_ in act.redacts):
            raise Lost(f"{request} was acknowledged, and what it destroyed is back")
        if request not in done and here and all(here):
            seen["committed but not acknowledged"] += 1
    gone = {id_ for one in begun for id_ in life.acts[one].redacts}
    for request in begun[-3:]:
        act = life.acts[request]
        if act.redacts or any(draft.id in gone for draft in act.drafts):
            continue
        there = act.drafts[0].id in bodies
        if act.do(store) != there:
            raise Lost(f"{request} was asked for again, and was not found to be done")
        if request not in done and there:
            seen["found by the retry"] += 1
    ids = [entry.id for entry in store.read()]
    if len({*ids}) != len(ids):
        raise Lost("an entry is there twice")
    _sound(store)
    store.close()
    return seen


def _sound(store: SqliteStore) -> None:
    if says := store.verify().says:
        raise Lost(f"verify: {says}")
