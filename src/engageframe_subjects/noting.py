"""Whom does an erasure erase that is not over, and by which names is it to look for them?

The names die in the journal at once; files that hold them, and a log that could not be emptied,
may be left. So they are noted in a file beside the journal until nothing is left.
"""

from pathlib import Path
from typing import Final

import msgspec

from engageframe.errors import InvalidInput
from engageframe_stores.placing import settle
from engageframe_subjects.files import NOTE, write
from engageframe_subjects.names import Names

__all__ = ["LARGEST", "note", "noted", "strike"]

LARGEST: Final = 10_000_000
"""Bytes of a note that is read: the names of some ten thousand people."""


class _Known(msgspec.Struct, frozen=True):
    """The words for one person; what the ids of several are is the key."""

    sure: tuple[str, ...]
    unsure: tuple[str, ...]


_read: Final = msgspec.json.Decoder(dict[str, _Known]).decode


def noted(folder: Path | None, who: str) -> Names | None:
    """Give the names of somebody whose erasure is not over; nothing when there is none.

    Raises:
        InvalidInput: the file cannot be read.
    """
    known = _all(folder).get(who)
    return None if known is None else Names(who, known.sure, known.unsure)


def note(folder: Path, names: Names) -> None:
    """Note that somebody is to be erased, before it is begun.

    Raises:
        InvalidInput: the file cannot be written.
    """
    _write(folder, {**_all(folder), names.id: _Known(names.sure, names.unsure)})


def strike(folder: Path, who: str) -> None:
    """Forget somebody, as nothing is left; the file goes with the last.

    Raises:
        InvalidInput: the file cannot be written.
    """
    known = _all(folder)
    if known.pop(who, None) is not None:
        _write(folder, known)


def _all(folder: Path | None) -> dict[str, _Known]:
    if folder is None or not (folder / NOTE).exists():
        return {}
    try:
        return _read(_content(folder / NOTE))
    except (OSError, ValueError, RecursionError) as fault:
        says = f"it cannot be read: {fault}"
        remedy = "it names whom an erasure still looks for; delete it if you know them"
        raise InvalidInput.one(str(folder / NOTE), says, remedy) from None


def _content(path: Path) -> bytes:
    """Read the note, if it is a plain file of a size that it can have."""
    if not path.is_file() or path.stat().st_size > LARGEST:
        raise ValueError(f"it is no file, or larger than {LARGEST:,} bytes")
    return path.read_bytes()


def _write(folder: Path, known: dict[str, _Known]) -> None:
    if known:
        write(folder, NOTE, msgspec.json.encode(known).decode())
        return
    try:
        (folder / NOTE).unlink(missing_ok=True)
        settle(folder)  # or a cut of power brings the names back
    except OSError as fault:
        raise InvalidInput.one(NOTE, f"it cannot be deleted: {fault.strerror}") from None
