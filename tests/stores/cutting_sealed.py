"""Does a sealed journal hold after the power was cut, under both of its files?

A life has two writers on one journal: they tell of people whose keys are made with it, erase people
while the other one writes, keep snapshots, and are killed; then the power is cut at many points,
and the real store opens what is left.
"""

import contextlib
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import NamedTuple
from unittest.mock import patch

import apsw

from engageframe.errors import JournalError
from engageframe.journal import Draft, Snapshot
from engageframe_stores import keys as of_keys
from engageframe_stores import sealed
from engageframe_stores.files import FILE, KEYS
from engageframe_stores.keys import Keys
from engageframe_stores.sealed import SealedStore

from .conftest import NOON, draft
from .cutting import Lost, memory
from .power import Op, Platter, Recorder, recording

__all__ = ["SealedLife", "cut_sealed", "killed_change", "live_sealed", "real"]


class Telling(NamedTuple):
    """An act that tells of people."""

    request: str
    drafts: tuple[Draft, ...]


class SealedLife(NamedTuple):
    """What was recorded: the disk's log, what was told, and the secrets of whom was erased."""

    log: list[Op]
    acts: dict[str, Telling]
    secrets: dict[str, list[bytes]]
    stands: dict[str, str]
    """How the ids begin of what stands in for what was about somebody."""
    begins: int


def live_sealed(
    seed: int,
    acts: int,
    *,
    store: Callable[[Path], SealedStore] | None = None,
    pragmas: str = "",
    early: bool = False,
    lies: bool = False,
    failing: float = 0.0,
    killed: bool = False,
) -> SealedLife:
    """Live a life.

    Args:
        seed: which one.
        acts: how many acts.
        store: opens another store than the real one, such as a broken one.
        pragmas: those of the file of keys, in the place of the real ones.
        early: a broken program, which acknowledges an erasure before its keys are destroyed.
        lies: a broken disk, which says "synced" before it is.
        failing: share of the syncs that fail.
        killed: both writers are killed somewhere, and others go on.
    """
    with tempfile.TemporaryDirectory(dir=memory()) as name:
        folder = Path(name)
        one = _Life(Random(seed), folder, store or real, early=early)
        with patch.object(of_keys, "_PRAGMAS", pragmas or of_keys._PRAGMAS):
            with recording(folder) as disk:
                begins = len(disk.log)
                one.lives(disk, acts, lies, failing)
            log = disk.log
            if killed:
                begins = _somewhere(one.chance, log)
                _clear(folder)
                with recording(folder, log[:begins]) as disk:
                    one.lives(disk, acts // 2 + 1, lies, failing)
                log = disk.log
    return SealedLife(log, one.acts, one.secrets, one.stands, begins)


def _somewhere(chance: Random, log: list[Op]) -> int:
    """Choose where a process is killed: each second time as a change of the keys was committed.

    Its journal is deleted then, and that may not be on the disk yet.
    """
    first = len(log) // 3
    ends = [
        at for at, op in enumerate(log) if op[0] == "unname" and op[1].endswith(f"{KEYS}-journal")
    ]
    if chance.random() < 0.5 and ends[-1] > first:
        return chance.choice([at + 1 for at in ends if at > first])
    return chance.randrange(first, len(log))


def real(folder: Path) -> SealedStore:
    """Open the store as it is."""
    store = sealed.open(folder)
    assert isinstance(store, SealedStore)
    return store


def _clear(folder: Path) -> None:
    for path in folder.iterdir():
        path.unlink()


class _Life:
    """Both writers of a life, and what they did."""

    def __init__(
        self, chance: Random, folder: Path, store: Callable[[Path], SealedStore], *, early: bool
    ) -> None:
        self.chance, self.folder, self.store, self.early = chance, folder, store, early
        self.acts, self.secrets = dict[str, Telling](), dict[str, list[bytes]]()
        self.stands = dict[str, str]()
        self.number, self.people = 0, list[str]()

    def lives(self, disk: Recorder, acts: int, lies: bool, failing: float) -> None:
        """Do so many acts on a recorded disk."""
        disk.lies = lies
        stores = [self._opened(), self._opened()]
        disk.note(("made", FILE))
        self._again(disk, stores[0])
        disk.failing = lambda: self.chance.random() < failing
        for _ in range(acts):
            self.number += 1
            at = self.chance.randrange(2)
            how = self.chance.random()
            if self.people and how < 0.15:
                self._erase(disk, stores[at], stores[1 - at])
            elif how < 0.25:
                stores[at].close()
                stores[at] = self._opened()
            elif how < 0.32:
                state = Snapshot(head=stores[at].head(), fingerprint="f", body=b"CANARY-view" * 90)
                stores[at].keep_snapshot("view", state, revision=stores[at].revision())
            else:
                self._tell(disk, stores[at])
        disk.note(("made", FILE))
        disk.failing = lambda: False
        for one in stores:
            one.close()

    def _again(self, disk: Recorder, store: SealedStore) -> None:
        """Ask for what a killed process did not acknowledge, as somebody does who knows nothing."""
        notes = [op[1] for op in disk.log if op[0] == "note"]
        last = [what for verb, what in notes if verb == "begun"][-1:]
        erasing = {what for verb, what in notes if verb == "erasing"}
        for request in last:
            act = self.acts[request]
            if ("done", request) not in notes and not erasing & _about(act):
                _until_done(lambda act=act: _do(store, act))
                disk.note(("done", request))

    def _opened(self) -> SealedStore:
        return _until_done(lambda: self.store(self.folder))

    def _tell(self, disk: Recorder, store: SealedStore, who: str = "") -> None:
        request = f"r{self.number}" if not who else f"w{self.number}"
        if self.chance.random() < 0.5 or not self.people:
            self.people.append(f"p{self.number}-{request}-canary")
        size = self.chance.choice((1, 1, 1, 2, 6))
        drafts = []
        for at in range(size):
            known = self.chance.sample(
                self.people, min(len(self.people), self.chance.choice((0, 1, 2)))
            )
            says = f"CANARY{self.number} " * self.chance.choice((1, 8, 60))
            subjects = tuple({*known, *([who] if who else [])})
            drafts.append(draft(f"{request}-{at}", says=says, subjects=subjects))
        act = self.acts[request] = Telling(request, tuple(drafts))
        disk.note(("begun", request))
        _until_done(lambda: _do(store, act))
        disk.note(("done", request))

    def _erase(self, disk: Recorder, store: SealedStore, other: SealedStore) -> None:
        """Erase somebody; the other writer may tell of them in the middle of it."""
        who = self.people.pop(self.chance.randrange(len(self.people)))
        keys = Keys(self.folder / KEYS)
        self.secrets[who] = [secret for tag in keys.tags(who) if (secret := keys.secret([tag]))]
        self.stands[who] = f"x{self.number}-"
        disk.note(("erasing", who))
        if self.early:
            disk.note(("erased", who))
        between = self.chance.random() < 0.3
        while True:
            with contextlib.suppress(JournalError):
                _destroy_bodies(store, who, self.stands[who])
                if between:
                    between = False
                    self._tell(disk, other, who)
                _finish(store, who)
                break
        if not self.early:
            disk.note(("erased", who))


def _about(act: Telling) -> set[str]:
    return {who for one in act.drafts for who in one.subjects}


def _until_done(act: Callable[[], object]) -> object:
    """Repeat what a failing disk refuses, as a careful program does."""
    while True:
        with contextlib.suppress(JournalError):
            return act()


def _do(store: SealedStore, act: Telling) -> bool:
    answer = store.append(act.drafts, request=act.request, recorded=NOON, expected=None)
    return answer.replayed


def _destroy_bodies(store: SealedStore, who: str, name: str) -> None:
    """Destroy what is about somebody, and tell that it was; where nothing is, no key is marked."""
    goes = store.bound_to(who)
    stands = [draft(f"{name if goes else 'none-'}{store.head().seq}", says="instead", subjects=())]
    store.append(stands, request=stands[0].id, recorded=NOON, expected=None, destroy=goes)


def _finish(store: SealedStore, who: str) -> None:
    store.forget(who)
    store.purge()


def cut_sealed(life: SealedLife, chance: Random, times: int) -> Counter[str]:
    """Cut the power so many times, anywhere in a life; count what was seen.

    Raises:
        Lost: a promise was broken.
    """
    platter, seen = Platter(life.log), Counter[str]()
    for at in sorted(chance.randrange(life.begins, len(life.log) + 1) for _ in range(times)):
        platter.play(at)
        left = platter.cut(chance)
        if platter.notes and not any(file.endswith(f"/{FILE}") for file in left):
            raise Lost(f"cut at {at}: the journal had been made, and is not there")
        with tempfile.TemporaryDirectory(dir=memory()) as name:
            for file, data in left.items():
                (Path(name) / Path(file).name).write_bytes(data)
            look = _Look(Path(name), life, platter.notes)
            try:
                look.looks()
            except JournalError as fault:
                raise Lost(f"cut at {at}: {fault}") from fault
            except Lost as fault:
                raise Lost(f"cut at {at}: {fault}") from fault
        seen += look.seen
    seen["cuts"] += times
    return seen


class _Look:
    """What one cut left, held against what was acknowledged."""

    def __init__(self, folder: Path, life: SealedLife, notes: list[tuple[str, str]]) -> None:
        self.folder, self.life = folder, life

        def named(verb: str) -> list[str]:
            return list(dict.fromkeys(what for how, what in notes if how == verb))

        self.begun, self.done = named("begun"), named("done")
        self.erasing, self.erased = named("erasing"), named("erased")
        self.seen = Counter(acknowledged=len(self.done), erasures=len(self.erased))

    def looks(self) -> None:
        """Open what is left, finish what was begun, and ask again for the last acts."""
        self._nothing_in_clear()
        self._no_secret(self.erased)
        store = real(self.folder)
        try:
            self._sound(store)
            there = {one.id: one.body for one in store.read()}
            self._holds(there)
            self._finished(there)
            self._retry(store, there)
            for who in self.erasing[-2:]:
                _destroy_bodies(store, who, f"again-{self.erasing.index(who)}-")
                _finish(store, who)
            self._no_secret(self.erasing[-2:])
            self._sound(store)
        finally:
            store.close()

    def _files(self) -> Iterator[tuple[str, bytes]]:
        return ((path.name, path.read_bytes()) for path in sorted(self.folder.iterdir()))

    def _nothing_in_clear(self) -> None:
        for name, data in self._files():
            if b"CANARY" in data:
                raise Lost(f"{name} holds a body in clear")

    def _no_secret(self, people: list[str]) -> None:
        """Hold that no key of those is in any file, nor their names, unless told of since."""
        since = {who for one in self.begun for each in self.life.acts[one].drafts
                 for who in each.subjects if one.startswith("w")}  # fmt: skip
        for name, data in self._files():
            for who in people:
                if any(secret in data for secret in self.life.secrets[who]):
                    raise Lost(f"{who} was erased, and a key of theirs is in {name}")
                if who not in since and who.encode() in data:
                    raise Lost(f"{who} was erased, and their id is in {name}")

    def _sound(self, store: SealedStore) -> None:
        if says := store.verify().says:
            raise Lost(f"verify: {says}")

    def _holds(self, there: dict[str, bytes | None]) -> None:
        """Hold that all acknowledged records are there, and read unless they were to be erased."""
        for request in self.begun:
            drafts = self.life.acts[request].drafts
            here = [one.id in there for one in drafts]
            if any(here) and not all(here):
                raise Lost(f"{request} is there in part")
            if request in self.done and not all(here):
                raise Lost(f"{request} was acknowledged and is lost")
            if request not in self.done and all(here):
                self.seen["committed but not acknowledged"] += 1
            for one in drafts:
                gone = {*one.subjects} & {*self.erasing}
                if one.id in there and there[one.id] != one.body and (there[one.id] or not gone):
                    raise Lost(f"{one.id} cannot be read: its key is lost")

    def _finished(self, there: dict[str, bytes | None]) -> None:
        """Hold that whoever opened it finished the erasures whose bodies are destroyed."""
        for who in self.erasing:
            if any(one.startswith(self.life.stands[who]) for one in there):
                keys = (self.folder / KEYS).read_bytes()
                if any(secret in keys for secret in self.life.secrets[who]):
                    raise Lost(f"the erasure of {who} was cut, and nobody finished it")
                self.seen["erasures found finished"] += who not in self.erased

    def _retry(self, store: SealedStore, there: dict[str, bytes | None]) -> None:
        """Ask again for the last acts: each is found to be done, or is done now."""
        for request in self.begun[-3:]:
            act = self.life.acts[request]
            if _about(act) & {*self.erasing}:
                continue
            before = act.drafts[0].id in there
            if _do(store, act) != before:
                raise Lost(f"{request} was asked for again, and was not found to be done")
            self.seen["found by the retry"] += before and request not in self.done


def killed_change(path: Path) -> None:
    """Leave a file of keys as a process does that is killed while it changes it."""
    kept = path.with_name("kept")
    connection = apsw.Connection(str(path))
    connection.execute("BEGIN IMMEDIATE; UPDATE key SET secret = zeroblob(32)")
    connection.cache_flush()
    journal = path.with_name(f"{path.name}-journal")
    left = {one: one.read_bytes() for one in (path, journal)}
    connection.execute("ROLLBACK")
    connection.close()
    for one, data in left.items():
        kept.write_bytes(data)
        kept.replace(one)
