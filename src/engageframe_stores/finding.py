"""Which entries does the file give, and are they all there?

A damaged page may lead a search astray, so that rows are left out and nothing fails: whatever is
looked for by its position must be found.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Final

import apsw
import msgspec

from engageframe.errors import DamagedStore
from engageframe.journal import Entry, Head

__all__ = ["end", "first_body", "page", "seqs", "streams"]

_FIELDS: Final = ", ".join(f"entry.{name}" for name in Entry._fields)
_SEQS: Final = """SELECT seq FROM entry
WHERE stream IN (SELECT value FROM json_each(?)) AND seq > ? ORDER BY seq"""
_RANGE: Final = f"SELECT {_FIELDS} FROM entry WHERE seq BETWEEN ? AND ? ORDER BY seq"
_FIRST: Final = "SELECT body FROM entry WHERE body IS NOT NULL ORDER BY seq LIMIT 1"
_CHOSEN: Final = f"SELECT {_FIELDS} FROM json_each(?) CROSS JOIN entry ON seq = value"
_STREAMS: Final = """WITH RECURSIVE name(stream) AS (
  SELECT min(stream) FROM entry UNION ALL
  SELECT (SELECT min(stream) FROM entry WHERE stream > name.stream) FROM name WHERE stream NOTNULL)
SELECT stream, (SELECT max(position) FROM entry WHERE stream = name.stream)
FROM name WHERE stream NOTNULL"""
_END: Final = """SELECT seq, hash FROM json_each(?) AS one JOIN entry ON seq = (
  SELECT seq FROM entry WHERE stream = one.value AND recorded <= ? ORDER BY position DESC LIMIT 1)
ORDER BY seq DESC LIMIT 1"""
_RECORDED: Final = Entry._fields.index("recorded")
_KIND: Final = Entry._fields.index("kind")


def first_body(db: apsw.Cursor) -> bytes | None:
    """Give the first body that was not destroyed, if there is one."""
    body: bytes | None = db.execute(_FIRST).get
    return body


def seqs(db: apsw.Cursor, wanted: Iterable[str], after: int) -> Sequence[int]:
    """Give the positions of the entries of some streams."""
    names = msgspec.json.encode([*wanted]).decode()
    rows: list[Any] = db.execute(_SEQS, (names, after)).fetchall()
    return [row[0] for row in rows]


def page(db: apsw.Cursor, part: Sequence[int], known_at: str) -> list[tuple[Any, ...]]:
    """Give the entries at some positions, but for those that were recorded after ``known_at``.

    Raises:
        DamagedStore: not all of them can be found.
    """
    contiguous = isinstance(part, range)
    given = (part[0], part[-1]) if contiguous else (msgspec.json.encode(part).decode(),)
    rows: list[Any] = db.execute(_RANGE if contiguous else _CHOSEN, given).fetchall()
    if len(rows) != len(part):
        says = f"of the entries {part[0]} to {part[-1]} only {len(rows)} of {len(part)} are found"
        raise DamagedStore(db.connection.filename, says)
    if not {type(row[_KIND]) for row in rows} <= {str}:
        says = f"one of the entries {part[0]} to {part[-1]} has a kind that is no text"
        raise DamagedStore(db.connection.filename, says)
    return [row for row in rows if row[_RECORDED] <= known_at] if known_at else rows


def end(db: apsw.Cursor, wanted: Iterable[str] | None, known_at: str) -> Head:
    """Give the last entry of some streams, or of all, that was recorded by ``known_at``."""
    names = msgspec.json.encode([*(streams(db) if wanted is None else wanted)]).decode()
    rows: list[Any] = db.execute(_END, (names, known_at or "~")).fetchall()
    return Head(seq=rows[0][0], hash=rows[0][1].hex()) if rows else Head()


def streams(db: apsw.Cursor) -> dict[str, int]:
    """Give every stream with the number of its entries, as the index tells them.

    Raises:
        DamagedStore: the index holds what is no name.
    """
    found: dict[Any, Any] = dict(db.execute(_STREAMS).fetchall())  # type: ignore[arg-type] # pairs
    if not all(isinstance(name, str) and isinstance(count, int) for name, count in found.items()):
        raise DamagedStore(db.connection.filename, "the index of streams holds what is no name")
    return found
