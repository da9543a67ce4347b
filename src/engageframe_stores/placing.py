"""How does a file appear whole, or not at all, whatever fails meanwhile?

The bytes go to a file aside, reach the disk, and only then get their name; the name reaches the
disk with its folder.
Whoever is killed on the way leaves a file ``.NAME.XXXX.part`` behind, which nobody reads.
"""

import contextlib
import os
import secrets
import sys
from pathlib import Path

if sys.platform == "darwin":
    import fcntl

__all__ = ["place", "settle", "sync_file"]


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
    aside = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        with open(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
            file.write(data or b"")
            file.flush()
            _sync(file.fileno())
        if data is not None:
            os.replace(aside, path)
    finally:
        with contextlib.suppress(OSError):
            aside.unlink(missing_ok=True)
    settle(path.parent)


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
