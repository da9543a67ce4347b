"""What is left on a disk when the power goes?

``Recorder`` is a VFS under the real store: it passes every call on to the file system, and notes
what was written, synced, created and removed, in order.
``Platter`` plays such a log up to any point and cuts: what was synced is there; of the rest any
part is, torn between sectors; of the names of files that did not reach the disk, any.
A process that is only killed leaves all of it, and its successor goes on with the same log.

What it takes as given: a sync that came back has reached the disk, and a write that is cut short
harms no byte beside it (SQLite calls it "powersafe overwrite"). A sync that failed can be repeated.
The index of the log (``-shm``) is memory and is gone after a cut, as after a real one.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

import apsw

__all__ = ["Platter", "Recorder", "recording"]

SECTOR = 512
_LOG = apsw.SQLITE_OPEN_WAL | apsw.SQLITE_OPEN_MAIN_JOURNAL

Op = tuple[Any, ...]
"""A verb with what it needs: write, cut, sync, name, unname, move, settle, note."""


class Recorder(apsw.VFS):
    """Pass every call on, and note what would be lost with the power."""

    def __init__(self, base: str = "unix") -> None:
        self.base, self.log = base, list[Op]()
        self._nodes = dict[int, int]()
        self._ours = set[int]()
        self.paths = dict[int, str]()
        """Files that Python made, under their first names."""
        self.lies = False
        """A disk that says "synced" before it is."""
        self.failing: Callable[[], bool] = lambda: False
        """Tell whether the next sync fails; what it was to bring stays on its way."""
        super().__init__("recorder", base, makedefault=True)

    def note(self, what: object) -> None:
        """Note what the program knows at this moment, such as an acknowledged act."""
        self.log.append(("note", what))

    def node(self, path: str | int, *, new: bool = False) -> int:
        """Number a file, so that it stays itself under another name; inodes are used again."""
        inode = os.stat(path).st_ino
        if new or inode not in self._nodes:
            self._nodes[inode] = len(self.log)
            self._ours.discard(self._nodes[inode])
        return self._nodes[inode]

    def resume(self, path: str, node: int) -> None:
        """Know a file that a process left which was killed."""
        self._nodes[os.stat(path).st_ino] = node

    def ours(self, node: int | None) -> None:
        """Take a file as one that SQLite writes."""
        if node is not None:
            self._ours.add(node)

    def written(self, file: int) -> None:
        """Note all that Python wrote to a file that it syncs; what SQLite writes is noted."""
        node = self.node(file)
        if node not in self._ours and node in self.paths:
            data = Path(self.paths[node]).read_bytes()
            self.log += [("cut", node, 0), ("write", node, 0, data)]

    def xOpen(self, name: Any, flags: list[int]) -> apsw.VFSFile:
        path = name.filename() if isinstance(name, apsw.URIFilename) else name
        new = path is not None and not os.path.exists(path)
        return Recorded(self, name, flags, path, new)

    def xDelete(self, name: str, sync: bool) -> None:
        super().xDelete(name, sync)
        self.log.append(("unname", name))
        if sync:
            self.log.append(("settle", os.path.dirname(name)))


class Recorded(apsw.VFSFile):
    """A file on it."""

    def __init__(
        self, disk: Recorder, name: Any, flags: list[int], path: str | None, new: bool
    ) -> None:
        super().__init__(disk.base, name, flags)
        self.disk, self.path = disk, path
        self.node = disk.node(path, new=new) if path else None
        disk.ours(self.node)
        self.settles = new and bool(flags[1] & _LOG)
        if new:
            disk.log.append(("name", path, self.node))

    def xWrite(self, data: bytes, offset: int) -> None:
        super().xWrite(data, offset)
        self.disk.log.append(("write", self.node, offset, bytes(data)))

    def xTruncate(self, size: int) -> None:
        super().xTruncate(size)
        self.disk.log.append(("cut", self.node, size))

    def xSync(self, flags: int) -> None:
        if self.disk.failing():
            raise apsw.IOError("the disk failed to sync")
        super().xSync(flags)
        if self.disk.lies:
            return
        self.disk.log.append(("sync", self.node))
        if self.settles:  # SQLite's own file system layer syncs the folder of a new log once
            self.disk.log.append(("settle", os.path.dirname(self.path)))
            self.settles = False


@contextmanager
def recording(folder: Path, before: Sequence[Op] = ()) -> Iterator[Recorder]:
    """Record what happens to the files of a folder, by SQLite and by Python's own calls.

    ``before`` is the log of a process that was killed: its files are put into the empty folder.
    """
    disk = Recorder()
    if before:
        _resume(disk, before)
    for path in sorted(folder.iterdir()) if not before else ():
        node = disk.node(str(path), new=True)
        disk.log += [("name", str(path), node), ("write", node, 0, path.read_bytes())]
        disk.log.append(("sync", node))
    if not before:
        disk.log.append(("settle", str(folder)))
    names = ("open", "link", "rename", "replace", "unlink", "fsync")
    kept = {name: getattr(os, name) for name in names}

    def opened(path: Any, flags: int, *more: Any, **others: Any) -> int:
        ours = isinstance(path, (str, os.PathLike)) and os.path.dirname(path) == str(folder)
        new = ours and bool(flags & os.O_CREAT) and not os.path.lexists(path)
        file: int = kept["open"](path, flags, *more, **others)
        if new:
            node = disk.node(path, new=True)
            disk.paths[node] = os.fspath(path)
            disk.log.append(("name", os.fspath(path), node))
        return file

    def link(src: Any, dst: Any, **more: Any) -> None:
        kept["link"](src, dst, **more)
        disk.log.append(("name", os.fspath(dst), disk.node(dst)))

    def move(src: Any, dst: Any, **more: Any) -> None:
        kept["replace"](src, dst, **more)
        disk.log.append(("move", os.fspath(src), os.fspath(dst), disk.node(dst)))

    def unlink(path: Any, **more: Any) -> None:
        kept["unlink"](path, **more)
        disk.log.append(("unname", os.fspath(path)))

    def fsync(file: int) -> None:
        kept["fsync"](file)
        if os.path.samestat(os.fstat(file), folder.stat()):
            disk.log.append(("settle", str(folder)))
            return
        disk.written(file)
        disk.log.append(("sync", disk.node(file)))

    for name, call in {
        "open": opened, "link": link, "rename": move, "replace": move, "unlink": unlink,
        "fsync": fsync,
    }.items():  # fmt: skip
        setattr(os, name, call)
    try:
        yield disk
    finally:
        for name, call in kept.items():
            setattr(os, name, call)
        disk.unregister()


def _resume(disk: Recorder, log: Sequence[Op]) -> None:
    """Put all files of a killed process back; its log goes on."""
    disk.log += log
    platter, first = Platter(log), dict[int, str]()
    platter.play(len(log))
    names, files = platter.whole()
    for name, node in names.items():
        if node in first:
            os.link(first[node], name)
            continue
        first[node] = name
        Path(name).write_bytes(files.get(node, b""))
        disk.resume(name, node)


class Platter:
    """What is on the disk for certain, and what is still on its way there."""

    def __init__(self, log: Sequence[Op]) -> None:
        self.log, self.at = log, 0
        self.files = dict[int, bytearray]()
        self.names = dict[str, int]()
        self.coming = dict[int, list[Op]]()
        self.renaming = list[Op]()
        self.notes = list[Any]()

    def play(self, until: int) -> None:
        """Go on to a place in the log."""
        for op in self.log[self.at : until]:
            verb, what = op[0], op[1]
            if verb in ("write", "cut"):
                self.coming.setdefault(what, []).append(op)
            elif verb == "sync":
                for one in self.coming.pop(what, []):
                    _apply(self.files.setdefault(what, bytearray()), one)
            elif verb in ("name", "unname", "move"):
                self.renaming.append(op)
            elif verb == "settle":
                here = [one for one in self.renaming if os.path.dirname(one[1]) == what]
                self.renaming = [one for one in self.renaming if one not in here]
                for one in here:
                    _rename(self.names, one)
            else:
                self.notes.append(what)
        self.at = until

    def whole(self) -> tuple[dict[str, int], dict[int, bytearray]]:
        """Give names and files as a process sees them, which no cut of power ended."""
        names = dict(self.names)
        files = {node: bytearray(data) for node, data in self.files.items()}
        for one in self.renaming:
            _rename(names, one)
        for node, ops in self.coming.items():
            for one in ops:
                _apply(files.setdefault(node, bytearray()), one)
        return names, files

    def cut(self, chance: Random) -> dict[str, bytes]:
        """Cut the power: give the files that are there afterwards."""
        names, mood = dict(self.names), chance.choice(_MOODS)
        for one in self.renaming:
            if mood(chance):
                _rename(names, one)
        left = {}
        for name, node in names.items():
            data, mood = bytearray(self.files.get(node, b"")), chance.choice(_MOODS)
            for one in self.coming.get(node, []):
                if mood(chance):
                    _apply(data, one, chance if chance.random() < 0.5 else None)
            left[name] = bytes(data)
        return left


_MOODS: tuple[Callable[[Random], bool], ...] = (
    lambda chance: False,
    lambda chance: True,
    lambda chance: chance.random() < 0.5,
    lambda chance: chance.random() < 0.9,
)
"""How much of what was on its way arrived: nothing, all, half, most."""


def _apply(data: bytearray, op: Op, torn: Random | None = None) -> None:
    """Do a write to a file's bytes; when it is torn, each sector arrives or does not."""
    if op[0] == "cut":
        del data[op[2] :]
        data.extend(bytes(op[2] - len(data)))
        return
    _, _, start, written = op
    end, at = start + len(written), start
    while at < end:
        stop = min(end, (at // SECTOR + 1) * SECTOR)
        if torn is None or torn.random() < 0.5:
            if len(data) < at:  # what the file system shows where nothing has arrived
                gap = at - len(data)
                data.extend(torn.randbytes(gap) if torn and torn.random() < 0.5 else bytes(gap))
            data[at:stop] = written[at - start : stop - start]
        at = stop


def _rename(names: dict[str, int], op: Op) -> None:
    if op[0] == "name":
        names[op[1]] = op[2]
    elif op[0] == "unname":
        names.pop(op[1], None)
    else:
        names.pop(op[1], None)
        names[op[2]] = op[3]
