"""By which names is an erasure that is not over to look for somebody?

The names die in the journal at once; files that hold them, and a log that could not be emptied,
may be left. So they are noted in a file beside the journal until nothing is left: one for each
person, so that erasures at the same time never write the same one.
"""

from pathlib import Path
from typing import Final

import msgspec

from engageframe.encoding import short_hash
from engageframe.errors import InvalidInput
from engageframe_stores.placing import settle
from engageframe_subjects.files import NOTE, write
from engageframe_subjects.names import Names

__all__ = ["LARGEST", "note", "noted", "strike"]

LARGEST: Final = 500_000
"""Bytes of a note that is read: more than anybody has of names."""


class _Known(msgspec.Struct, frozen=True):
    """The words for one person."""

    id: str
    sure: tuple[str, ...]
    unsure: tuple[str, ...]


_read: Final = msgspec.json.Decoder(_Known).decode


def noted(folder: Path | None, who: str) -> Names | None:
    """Give the names of somebody whose erasure is not over; nothing when there is none.

    Raises:
        InvalidInput: the file cannot be read.
    """
    if folder is None:
        return None
    path = folder / _name(who)
    if not path.exists():
        return None
    try:
        known = _read(_content(path))
    except (OSError, ValueError, RecursionError) as fault:
        says = f"it cannot be read: {fault}"
        remedy = "it names whom an erasure still looks for; delete it if you know them"
        raise InvalidInput.one(str(path), says, remedy) from None
    return Names(known.id, known.sure, known.unsure)


def note(folder: Path, names: Names) -> None:
    """Note that somebody is to be erased, before it is begun.

    Raises:
        InvalidInput: the file cannot be written.
    """
    known = _Known(names.id, names.sure, names.unsure)
    write(folder, _name(names.id), msgspec.json.encode(known).decode())


def strike(folder: Path, who: str) -> None:
    """Forget somebody, as nothing is left.

    Raises:
        InvalidInput: the file cannot be deleted.
    """
    try:
        (folder / _name(who)).unlink(missing_ok=True)
        settle(folder)  # or a cut of power brings the names back
    except OSError as fault:
        raise InvalidInput.one(_name(who), f"it cannot be deleted: {fault.strerror}") from None


def _content(path: Path) -> bytes:
    """Read the note, if it is a plain file of a size that it can have."""
    if not path.is_file() or path.stat().st_size > LARGEST:
        raise ValueError(f"it is no file, or larger than {LARGEST:,} bytes")
    return path.read_bytes()


def _name(who: str) -> str:
    return f"{NOTE}-{short_hash(who)}"
