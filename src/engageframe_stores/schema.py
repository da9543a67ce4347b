"""What does the SQLite journal look like on disk?

A migration is SQL that leads from one version of the format to the next, forward only.
"""

from typing import Final
from zlib import crc32

__all__ = ["APPLICATION_ID", "MIGRATIONS", "checksummed", "intact"]

APPLICATION_ID: Final = 0x656E6761
"""``enga``: marks the file as a journal of this package."""

_FIRST: Final = """
CREATE TABLE entry(
  seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,
  stream TEXT NOT NULL, position INTEGER NOT NULL, kind TEXT NOT NULL, version INTEGER NOT NULL,
  happened TEXT NOT NULL, recorded TEXT NOT NULL, author TEXT NOT NULL,
  source TEXT NOT NULL, cause TEXT NOT NULL,
  body BLOB, salt BLOB, subjects TEXT, digest BLOB NOT NULL, hash BLOB NOT NULL,
  UNIQUE(stream, position)) STRICT;
CREATE TABLE request(
  request TEXT PRIMARY KEY, fingerprint BLOB NOT NULL,
  first INTEGER NOT NULL, last INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE snapshot(
  name TEXT PRIMARY KEY, seq INTEGER NOT NULL, hash TEXT NOT NULL,
  fingerprint TEXT NOT NULL, body BLOB NOT NULL) STRICT;
CREATE TRIGGER entry_is_kept BEFORE DELETE ON entry BEGIN
  SELECT RAISE(ABORT, 'the journal is append-only: entries are never deleted');
END;
CREATE TRIGGER entry_is_only_redacted BEFORE UPDATE ON entry
WHEN NOT (NEW.body IS NULL AND NEW.salt IS NULL AND NEW.subjects IS NULL
  AND (NEW.seq, NEW.id, NEW.stream, NEW.position, NEW.kind, NEW.version, NEW.happened,
       NEW.recorded, NEW.author, NEW.source, NEW.cause, NEW.digest, NEW.hash)
   IS (OLD.seq, OLD.id, OLD.stream, OLD.position, OLD.kind, OLD.version, OLD.happened,
       OLD.recorded, OLD.author, OLD.source, OLD.cause, OLD.digest, OLD.hash)) BEGIN
  SELECT RAISE(ABORT, 'the journal is append-only: an entry can only be redacted');
END;
"""

_SECOND: Final = """
CREATE TABLE mark(id INTEGER PRIMARY KEY CHECK(id = 1), seq INTEGER NOT NULL) STRICT;
INSERT INTO mark SELECT 1, coalesce(max(seq), 0) FROM sqlite_sequence;
DELETE FROM sqlite_sequence;
PRAGMA writable_schema=ON;
UPDATE sqlite_schema SET sql = replace(sql, ' AUTOINCREMENT', '') WHERE name = 'entry';
PRAGMA writable_schema=RESET;
"""
"""The highest position ever written is kept in ``mark``, now and then, and no more with each act:
that touched a page more. The rows stay as they lie, so no copy of a body is left behind."""

MIGRATIONS: Final = (_FIRST, _SECOND)
"""SQL to reach version 1, 2, 3 ... from the version before."""

_CHECKSUM: Final = 4
"""Bytes of a CRC-32: a damaged cache passes for whole once in four thousand million times.

What is never lost, the entries, is chained by SHA-256; for a cache that would cost a third of the
time that it saves.
"""


def checksummed(body: bytes) -> bytes:
    """Put a checksum in front of a snapshot: a disk may give back what it was not given."""
    return crc32(body).to_bytes(_CHECKSUM) + body


def intact(kept: bytes) -> bytes | None:
    """Give a snapshot as it was kept, or nothing when it was damaged since."""
    body = kept[_CHECKSUM:]
    return body if kept[:_CHECKSUM] == crc32(body).to_bytes(_CHECKSUM) else None
