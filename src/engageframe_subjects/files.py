"""Which files in the folder of a workspace name somebody, besides the journal?

Only what can be read as text is looked at: archives, and the history of a version control, are not.
A workspace within the folder is one of its own, and left alone.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from engageframe.errors import InvalidInput
from engageframe.settings import FILE as SETTINGS
from engageframe_stores.placing import place, settle
from engageframe_subjects.names import Names

__all__ = ["NOTE", "delete", "naming", "write"]

NOTE: Final = "journal.erasing"
"""How the name of a file begins that holds the names of whom an erasure is about."""

_PIECE: Final = 1 << 20
_OVERLAP: Final = 1 << 10
_OF_THE_STORE: Final = ("journal.db", "journal.db-wal", "journal.db-shm", "journal.keys")
"""What an erasure itself looks after; a copy beside it is a file like any other."""


def naming(folder: Path, names: Names) -> dict[str, int]:
    """Give the files that name somebody, relative to the folder, with how often at least."""
    found = {}
    for path in _files(folder):
        count = _count(path, names)
        if count:
            found[path.relative_to(folder).as_posix()] = count
    return dict(sorted(found.items()))


def delete(folder: Path, names: Names) -> tuple[str, ...]:
    """Delete the files that name somebody, and give those that are gone.

    Raises:
        InvalidInput: one cannot be deleted.
    """
    found = tuple(naming(folder, names))
    for one in found:
        try:
            (folder / one).unlink()
            settle((folder / one).parent)  # or a cut of power brings it back
        except OSError as fault:
            raise InvalidInput.one(one, f"it cannot be deleted: {fault.strerror}") from None
    return found


def write(folder: Path, name: str, text: str) -> Path:
    """Write a file that only its owner can read: whole, or not at all.

    Raises:
        InvalidInput: it cannot be written.
    """
    if Path(name).name != name:
        raise InvalidInput.one(name, "it cannot be a part of a file's name", "redirect the output")
    path = folder / name
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        place(path, text.encode(), mode=0o600)
    except OSError as fault:
        raise InvalidInput.one(str(path), f"it cannot be written: {fault.strerror}") from None
    return path


def _files(folder: Path) -> Iterator[Path]:
    for where, inner, files in os.walk(folder):
        inner[:] = sorted(one for one in inner if not Path(where, one, SETTINGS).exists())
        for name in sorted(files):
            path = Path(where, name)
            own = name in _OF_THE_STORE or name.startswith(f"{NOTE}-")
            if not (own and path.parent == folder or path.is_symlink()) and path.is_file():
                yield path


def _count(path: Path, names: Names) -> int:
    """Count in pieces that overlap, so that a large file needs no memory; once each, at least."""
    count, before = 0, b""
    try:
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                count += names.count((before + piece).decode(errors="replace"))
                before = piece[-_OVERLAP:]
    except FileNotFoundError:
        return 0  # somebody took it away meanwhile
    except OSError as fault:
        raise InvalidInput.one(str(path), f"it cannot be read: {fault.strerror}") from None
    return count
