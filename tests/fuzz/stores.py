"""Which doors take the bytes of a journal: its file, its log, its snapshots?

A case is a list of edits, seven bytes each, of a file that was sound.
"""

import os
from collections.abc import Iterator
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

import apsw
from tests.fuzz.knocking import Door
from tests.fuzz.scenes import ask
from tests.fuzz.scratch import scratch

from engageframe import Host, InvalidInput, Workspace
from engageframe.folding import State, effective
from engageframe.journal import REGISTER, Entry, Journal, Snapshot
from engageframe_cli.scene import AS_OF, begin, fill
from engageframe_cycle import Cycle
from engageframe_stores.files import FILE, open_store

__all__ = ["DOORS", "edited", "every_edit"]

_EDIT: Final = 7


class _Sound(NamedTuple):
    """A sound journal: its file and its log, and what they hold."""

    file: bytes
    log: bytes
    entries: tuple[Entry, ...]


@cache
def _folder() -> Path:
    return scratch()


@cache
def _sound(*, logged: bool) -> _Sound:
    """Make a journal; ``logged`` keeps the later half of it in its log."""
    path = _folder() / f"sound-{logged}.db"
    store = open_store(path, salt=bytes)
    workspace = _workspace(store)
    begin(workspace)
    if logged:
        store.close()
        store = open_store(path, salt=bytes)
        workspace = _workspace(store)
    fill(workspace)
    workspace.plan()
    state = State(workspace.codec)
    state.add(effective(store.read([REGISTER, "brook"]), as_of=AS_OF))
    body = state.pack(workspace.host.lenses)
    store.keep_snapshot("brook", Snapshot(head=store.head(), fingerprint="sound", body=body))
    if not logged:
        store.close()
        store = open_store(path, salt=bytes)
        log = b""
    else:
        log = Path(f"{path}-wal").read_bytes()
    entries = tuple(store.read())
    found = _Sound(path.read_bytes(), log, entries)
    store.close()
    return found


def _workspace(store: Journal) -> Workspace:
    return Workspace(store, _host(), as_of=AS_OF, grounds="sound")


@cache
def _host() -> Host:
    return Host.load((), objects=[Cycle])


def edited(image: bytes, edits: bytes) -> bytes:
    """Flip, overwrite, cut, move and blank parts of an image."""
    made = bytearray(image)
    for start in range(0, len(edits) - _EDIT + 1, _EDIT):
        how, at, size, value = (
            edits[start], int.from_bytes(edits[start + 1 : start + 4]),
            edits[start + 4], int.from_bytes(edits[start + 5 : start + 7]),
        )  # fmt: skip
        at %= len(made) + 1
        match how % 6:
            case 0:
                made[at : at + 1] = bytes([value & 0xFF])
            case 1:
                made[at : at + size] = value.to_bytes(2) * (size // 2)
            case 2 if how > 200:
                del made[at:]
            case 3:
                made[at : at + size] = made[value % (len(made) + 1) :][:size]
            case 4:
                made[at : at + 4096] = bytes(4096)
            case _:
                page = at % 100  # the header of the file steers everything
                made[page : page + 1] = bytes([value & 0xFF])
    return bytes(made)


def _files() -> Path:
    """Clear the place of the case."""
    path = _folder() / FILE
    for one in (
        path,
        *(Path(f"{path}-{name}") for name in ("wal", "shm", "journal")),
    ):
        one.unlink(missing_ok=True)
    return path


def _open(path: Path, data: bytes) -> None:
    sound = _sound(logged=bool(data[:1] > b"\x7f"))
    edits = data[1:]
    if sound.log and len(data) % 2:
        file, log = sound.file, edited(sound.log, edits)
    else:
        file, log = edited(sound.file, edits), sound.log
    path.write_bytes(file)
    if log:
        Path(f"{path}-wal").write_bytes(log)
    _use(path, sound, data)


def _use(path: Path, sound: _Sound, data: bytes) -> None:
    """Do with a journal what commands do with it; what verifies is what was written."""
    with closing(open_store(path, salt=bytes, wait_seconds=0.0)) as store:
        holds = store.verify().first_bad is None
        entries = tuple(store.read())
        if holds:
            count = len(entries)
            assert entries == sound.entries[:count], "another journal verifies"
        workspace = _workspace(store)
        workspace.host.failures.clear()
        ask(workspace, data, practices_hold=False)
        store.snapshot("brook"), store.find("a"), store.streams()


def _snapshot(path: Path, data: bytes) -> None:
    """Put other bytes in the place of a snapshot, as a disk may, and read it."""
    sound = _sound(logged=False)
    path.write_bytes(sound.file)
    with closing(apsw.Connection(os.fspath(path))) as db:
        column, _, value = data.partition(b"\n")
        if column not in (b"body", b"fingerprint", b"hash", b"seq", b"name"):
            raise InvalidInput.one("", "no such column")
        name = column.decode()
        given: object = value if name == "body" else value.decode("utf-8", "replace")
        try:
            db.execute(f"UPDATE snapshot SET {name} = ? WHERE name = 'brook'", (given,))
        except apsw.ConstraintError:
            raise InvalidInput.one("", "the table refuses it") from None
    _use(path, sound, data)


def every_edit() -> Iterator[bytes]:
    """Begin with one edit of each sort, in the file and in the log."""
    for logged in (b"\x00", b"\x80"):
        for how in range(6):
            yield logged + bytes([how, 0, 20 * how, how, 40, 1, 200])
            yield logged + bytes([how, 0, 20 * how, how, 40, 1, 200]) + b"\x00" * _EDIT
    yield b"\x00" + bytes([206, 0, 16, 0, 0, 0, 0])


@cache
def _kept() -> bytes:
    path = _folder() / "kept.db"
    path.write_bytes(_sound(logged=False).file)
    with closing(apsw.Connection(os.fspath(path))) as db:
        return bytes(db.execute("SELECT body FROM snapshot WHERE name = 'brook'").get)


DOORS: Final = (
    Door("journal file", (b"\x00", b"\x80", *every_edit()), _open, _files, cases=15_000,
         longest=64),
    Door("snapshot", (b"body\n" + _kept(), b"hash\n" + b"0" * 64, b"seq\n3", b"name\nbrook",
         b"fingerprint\nsound"), _snapshot, _files, words=(b"\xc0", b"\xdf\xff", b"\x91"),
         cases=8_000, longest=400),
)  # fmt: skip
