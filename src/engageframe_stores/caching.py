"""How is a state cached, and which one must not be?"""

from hashlib import sha256
from typing import Any, Final

import apsw

from engageframe.journal import Head, Snapshot
from engageframe_stores.destroying import OLDEST

__all__ = ["keep_snapshot", "read_snapshot"]

_SEAL: Final = sha256().digest_size
"""Bytes in front of a snapshot that tell whether the disk gave back what it was given."""
_KEEP: Final = """INSERT OR REPLACE INTO snapshot SELECT ?, ?, ?, ?, ?
WHERE ? >= ifnull((SELECT seq FROM snapshot WHERE name = ?), 0)"""


def read_snapshot(db: apsw.Cursor, name: str) -> Snapshot | None:
    """Give a cached state, if there is one and it is whole."""
    sql = "SELECT seq, hash, fingerprint, body FROM snapshot WHERE name = ?"
    rows: list[Any] = db.execute(sql, (name,)).fetchall()
    for seq, link, fingerprint, sealed in rows:
        body = sealed[_SEAL:]
        if sealed[:_SEAL] == sha256(body).digest():  # a cache that was damaged is no cache
            return Snapshot(head=Head(seq=seq, hash=link), fingerprint=fingerprint, body=body)
    return None


def keep_snapshot(db: apsw.Cursor, name: str, snapshot: Snapshot) -> None:
    """Cache a state, within a transaction of the caller.

    One from before bodies were destroyed is not kept: another process may have read them, and
    would write them back.
    """
    seq, sealed = snapshot.head.seq, sha256(snapshot.body).digest() + snapshot.body
    row = (name, seq, snapshot.head.hash, snapshot.fingerprint, sealed)
    db.execute(_KEEP, (*row, seq, OLDEST))
