"""What must go with the bodies that are destroyed, so that none can be read again?

A body may also stand in a snapshot, in a request that could confirm it, and in what upgrades left
beside the file.
"""

import secrets
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import apsw
import msgspec

from engageframe.errors import JournalError

__all__ = [
    "KEEP_SNAPSHOT", "delete_copies", "destroy_bodies", "is_unpurged", "note_purged", "revision_of",
]  # fmt: skip

_OLDEST: Final = ""
"""The snapshot of this name holds nothing: its position is the oldest that others may have, its
hash names the last destruction, and its fingerprint says whether the file was purged since.
"""
_UNPURGED: Final = "unpurged"
_NEVER: Final = "none"

KEEP_SNAPSHOT: Final = f"""INSERT OR REPLACE INTO snapshot SELECT ?1, ?2, ?3, ?4, ?5
WHERE ifnull((SELECT CASE ?6 WHEN '' THEN ?2 >= seq ELSE ?6 = hash END
  FROM snapshot WHERE name = '{_OLDEST}'), 1)"""
"""Keeps a snapshot, unless bodies were destroyed since the revision that is given last, or, without
one, since its position: another process may have read them before, and would write them back."""


def destroy_bodies(db: apsw.Cursor, ids: Iterable[str]) -> int:
    """Destroy bodies, salts and subjects, with the requests and snapshots that rest on them.

    Within a transaction of the caller; counts the bodies.
    """
    among = "IN (SELECT value FROM json_each(?))"
    wanted = f"SELECT seq FROM entry WHERE body IS NOT NULL AND id {among}"
    seqs = [row[0] for row in db.execute(wanted, (_json(ids),))]
    if not seqs:
        return 0
    these = _json(seqs)
    inside = "SELECT 1 FROM json_each(?) WHERE value BETWEEN first AND last"
    db.execute(f"DELETE FROM request WHERE EXISTS({inside})", (these,))
    db.execute("DELETE FROM snapshot WHERE seq >= ?", (min(seqs),))
    gone = "body = NULL, salt = NULL, subjects = NULL"
    db.execute(f"UPDATE entry SET {gone} WHERE seq {among}", (these,))
    last, name = "SELECT ?, max(seq) + 1, ?, ?, x'' FROM entry", secrets.token_hex(8)
    db.execute(f"INSERT OR REPLACE INTO snapshot {last}", (_OLDEST, name, _UNPURGED))
    return len(seqs)


def revision_of(db: apsw.Cursor) -> str:
    """Name the last destruction of bodies."""
    found = db.execute("SELECT hash FROM snapshot WHERE name = ?", (_OLDEST,)).get
    return found or _NEVER


def is_unpurged(db: apsw.Cursor) -> bool:
    """Tell whether bodies were destroyed and the file not purged since."""
    found = db.execute("SELECT fingerprint FROM snapshot WHERE name = ?", (_OLDEST,)).get
    return bool(found == _UNPURGED)


def note_purged(db: apsw.Cursor) -> None:
    """Note that the file was purged; within a transaction of the caller."""
    db.execute("UPDATE snapshot SET fingerprint = '' WHERE name = ?", (_OLDEST,))


def delete_copies(path: Path) -> tuple[str, ...]:
    """Delete the whole journals that upgrades, and makings that were killed, left beside one.

    Gives their names.

    Raises:
        JournalError: the system does not allow it.
    """
    found = [one for mark in ("before", "new") for one in path.parent.glob(f"{path.name}.{mark}-*")]
    for one in found:
        try:
            one.unlink(missing_ok=True)
        except OSError as fault:
            says = f"{one}: it cannot be deleted: {fault.strerror}; delete it, and repeat this"
            raise JournalError(says) from fault
    return tuple(one.name for one in found)


def _json(values: Iterable[object]) -> str:
    return msgspec.json.encode([*values]).decode()
