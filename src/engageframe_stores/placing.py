"""How does a file appear whole, or not at all, whatever fails meanwhile?

The bytes go to a file aside, reach the disk, and only then get their name; the name reaches the
disk with its folder.
Whoever is killed on the way leaves a file ``.NAME.XXXX.part`` behind, which nobody reads. A writer
holds a lock on its own, which ends with it: so the next one who places NAME knows what was left,
and takes it away. On Windows it cannot be told, and is left.
"""

import contextlib
import os
import re
import secrets
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

if sys.platform != "win32":
    import fcntl

    def _lock(number: int) -> None:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
else:

    def _lock(number: int) -> None:
        raise OSError("who else holds a file open cannot be told")


__all__ = ["leftovers", "place", "settle", "sync_file"]

_LOOK: Final = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
_PART: Final = re.compile(r"\.(.+)\.[0-9a-f]{8}\.part", re.DOTALL)


def place(path: Path, data: bytes | None, *, mode: int = 0o666) -> None:
    """Write a file, in the place of the one of this name where there is one.

    What is no plain file, such as a pipe, is written to as it stands.
    Without data nothing is written: only whether it could be is seen.

    Raises:
        OSError: it cannot be written; what was there is as it was.
    """
    if path.exists() and not path.is_file():
        path.write_bytes(data or b"")
        return
    path = Path(os.path.realpath(path))  # of links that lead in a circle one is replaced
    with _aside(path, mode) as (aside, number):
        with open(number, "wb") as file:
            file.write(data or b"")
            file.flush()
            _sync(file.fileno())
        if data is not None:
            os.replace(aside, path)
    settle(path.parent)
    for left in _parts(path.parent, path.name) if data is not None else ():
        with contextlib.suppress(OSError), _unowned(left) as free:
            if free:
                left.unlink(missing_ok=True)


def leftovers(folder: Path) -> tuple[str, ...]:
    """Name what killed writers left in a folder; on Windows what others write now, too."""
    found = []
    for part in _parts(folder):
        with _unowned(part) as free:
            found += [part.name] * (free or sys.platform == "win32")
    return tuple(sorted(found))


@contextlib.contextmanager
def _aside(path: Path, mode: int) -> Iterator[tuple[Path, int]]:
    """Make a file beside another, owned until this is over, and leave none behind."""
    while True:
        aside = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
        number = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        held = _own(number)
        try:
            if held is None:  # somebody looked whether it was left, before it had an owner
                os.close(number)
                continue
            yield aside, number
            return
        finally:
            with contextlib.suppress(OSError):
                aside.unlink(missing_ok=True)
            if held is not None and held >= 0:
                os.close(held)


def _own(number: int) -> int | None:
    """Lock an open file and give what holds the lock, -1 where there are none; nothing if lost."""
    try:
        _lock(number)
    except BlockingIOError:
        return None
    except OSError:  # where there are no locks, nobody can take it for left, either
        return -1
    return os.dup(number) if os.fstat(number).st_nlink else None


def _parts(folder: Path, name: str = "") -> list[Path]:
    """Give the files aside in a folder, for one name or for all."""
    try:
        every = [(one, _PART.fullmatch(one)) for one in os.listdir(folder)]
    except OSError:
        return []
    return [folder / one for one, part in every if part and name in ("", part[1])]


@contextlib.contextmanager
def _unowned(part: Path) -> Iterator[bool]:
    """Tell whether no writer owns a file aside; none can begin to while this lasts."""
    try:
        there = os.open(part, _LOOK)
    except OSError:
        yield False
        return
    try:
        _lock(there)
        free = True
    except OSError:
        free = False
    try:
        yield free
    finally:
        os.close(there)


def sync_file(path: Path) -> None:
    """Let what was done to a file reach the disk; no file is no harm."""
    with contextlib.suppress(FileNotFoundError), path.open("r+b") as file:
        _sync(file.fileno())


def _sync(file: int) -> None:
    """Let what was written to an open file reach the disk; macOS has a call of its own for that."""
    if sys.platform == "darwin":
        fcntl.fcntl(file, fcntl.F_FULLFSYNC)
    else:
        os.fsync(file)


def settle(folder: Path) -> None:
    """Let the names in a folder reach the disk, where the system can; Windows needs no asking."""
    if os.name == "posix":
        there = os.open(folder, os.O_RDONLY)
        try:
            _sync(there)
        except OSError:
            pass  # some file systems cannot sync a folder
        finally:
            os.close(there)
