"""How does a journal survive a crash, a power cut or a second writer?

An append is acknowledged only after SQLite has put it on the disk (WAL, ``synchronous=FULL``).
After a failed read or write the connection is never used again: the next call opens a new one and
checks the end of the chain first.
A store belongs to one thread; other processes may use the same file at the same time.
"""

import contextlib
import os
import random
import secrets
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import repeat
from pathlib import Path
from typing import Any, TypeVar

import apsw
import msgspec

from engageframe.errors import DamagedStore, JournalError, RequestMismatch, StoreBusy
from engageframe.journal import Draft, Entry, Head, Receipt, Snapshot, Verification
from engageframe_stores import finding
from engageframe_stores.chain import Row, extend, fingerprint, refuse_taken, require
from engageframe_stores.destroying import (
    KEEP_SNAPSHOT,
    delete_copies,
    destroy_bodies,
    is_unpurged,
    note_purged,
    revision_of,
)
from engageframe_stores.holding import holder
from engageframe_stores.opening import RESTORE, ReadOnlyStore, connect
from engageframe_stores.placing import settle, sync_file
from engageframe_stores.schema import MIGRATIONS, checksummed, intact
from engageframe_stores.verifying import ROW, hash_at, verify

__all__ = ["ReadOnlyStore", "SqliteStore"]

T = TypeVar("T")

_FIELDS = ", ".join(Entry._fields)
_INSERT = f"INSERT INTO entry({ROW}) VALUES({', '.join('?' * 16)})"
_ANSWERED = "INSERT INTO request VALUES(?, ?, ?, ?)"
_AMONG = "IN (SELECT value FROM json_each(?))"
_LAST = "SELECT max(seq), hash, recorded, ifnull((SELECT seq FROM mark), 0) FROM entry"
_DAMAGE = (apsw.CorruptError, apsw.NotADBError, apsw.ConstraintError, UnicodeDecodeError)
_PAGE = 1000
_TAIL = 32
_STEP = 64
"""How far the mark may stay behind: moving it touches a page more."""
_new = tuple.__new__


class SqliteStore:
    """Keep a journal in one SQLite file.

    Args:
        path: the file; it is made when it is missing, unless ``read_only``.
        salt: gives that many random bytes for each entry.
        wait_seconds: how long to wait for another writer.
        read_only: never write; works on a read-only medium too.
        migrations: SQL from each format to the next.

    Raises:
        JournalError: or a child of it, as for every method.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        salt: Callable[[int], bytes] = secrets.token_bytes,
        wait_seconds: float = 10.0,
        read_only: bool = False,
        migrations: Sequence[str] = MIGRATIONS,
    ) -> None:
        self.path = Path(path)
        self._salt, self._read_only = salt, read_only
        self._patience = self._wait_seconds = wait_seconds
        self._open = partial(connect, self.path, read_only, self._wait, migrations)
        self._cursor: apsw.Cursor | None = None
        self._suspect = self._closed = False
        self._seen = 0
        with _unreadable():
            self._all(_LAST)

    def append(
        self, drafts: Sequence[Draft], *, request: str, recorded: str,
        expected: Mapping[str, int] | None, destroy: Iterable[str] = (),
        check: Callable[[], object] = bool, content: bytes = b"",
    ) -> Receipt:  # fmt: skip
        """Commit all drafts durably, or none, and only then return.

        ``destroy`` names entries whose bodies go in the same act; :meth:`purge` finishes it.
        ``check`` is called when nobody else can write any more, and may raise: nothing is done.
        ``content`` names what a request asks for, where the drafts are not the same each time.
        """
        if not drafts:
            raise ValueError("an append needs at least one draft")
        content, gone = content or fingerprint(drafts), [*destroy]

        def act(db: apsw.Cursor) -> Receipt:
            if receipt := _receipt(db, request, content):
                return receipt
            head, last = _head(db)
            _refuse_cut(db, head.seq, self._seen)
            positions = _positions(db, {draft.stream for draft in drafts}.union(expected or ()))
            require(expected, positions)
            check()
            if gone:
                destroy_bodies(db, gone)
            rows = extend(drafts, head, positions, max(recorded, last), self._salt)
            end = _insert(db, drafts, rows)
            db.execute(_ANSWERED, (request, content, head.seq + 1, end.seq))
            if not self._seen or head.seq // _STEP < end.seq // _STEP:
                db.execute("UPDATE mark SET seq = ?", (end.seq,))
            return Receipt(first=head.seq + 1, last=end.seq, head=end)

        receipt = self._write(act)
        if not receipt.replayed:
            self._seen = receipt.last
        return receipt

    def read(
        self, streams: Iterable[str] | None = None, *, after: int = 0, known_at: str = ""
    ) -> Iterator[Entry]:
        """Give the entries up to the head of this moment; no lock outlives a page of them."""
        places: Sequence[int] = range(max(after, 0) + 1, self.head().seq + 1)
        if streams is not None:
            places = self._ask(lambda db: finding.seqs(db, streams, after))
        for start in range(0, len(places), _PAGE):
            part = places[start : start + _PAGE]
            rows = self._ask(partial(finding.page, part=part, known_at=known_at))
            yield from map(_new, repeat(Entry), rows)

    def find(self, prefix: str) -> tuple[Entry, ...]:
        """Give the entries whose id begins with a prefix, at most twenty."""
        sql = f"SELECT {_FIELDS} FROM entry WHERE id >= ? AND id < ? ORDER BY id LIMIT 20"
        return tuple(map(Entry._make, self._all(sql, (prefix, prefix + chr(0x10FFFF)))))

    def first_body(self) -> bytes | None:
        """Give the first body that was not destroyed, if there is one."""
        with _unreadable():
            return self._ask(finding.first_body)

    def known(self, ids: Iterable[str]) -> frozenset[str]:
        """Give those of the ids that the journal holds."""
        return self._ask(lambda db: _known(db, ids))

    def streams(self) -> Mapping[str, int]:
        """Give every stream with the number of its entries."""
        return self._ask(finding.streams)

    def head(self, streams: Iterable[str] | None = None, *, known_at: str = "") -> Head:
        """Give the end of the journal, or of some of its streams, as known then."""
        if streams is None and not known_at:
            return self._ask(_head)[0]
        return self._ask(lambda db: finding.end(db, streams, known_at))

    def hash_at(self, seq: int) -> str:
        """Give the chain's hash at a position (zeros at 0), empty when there is none."""
        return self._ask(lambda db: hash_at(db, seq))

    def verify(self) -> Verification:
        """Check the whole chain, its sequence and streams; name the first entry that fails.

        Raises:
            DamagedStore: the file cannot even be looked through.
        """
        with _unreadable():
            return self._ask(verify)

    def redact(self, ids: Iterable[str]) -> int:
        """Destroy the bodies of some entries for good; the chain still verifies. Count them.

        Raises:
            JournalError: as :meth:`purge`.
        """
        wanted = [*ids]
        count = self._write(lambda db: destroy_bodies(db, wanted))
        self.purge()
        return count

    def purge(self) -> tuple[str, ...]:
        """Leave no byte of what was destroyed: in the file, its log, or what upgrades left beside.

        Gives the names of the copies that were deleted; doing it again does no harm.

        Raises:
            JournalError: another process reads an old state, so the log still holds the bodies.
        """
        if self._read_only:
            raise ReadOnlyStore(str(self.path))
        self._ask(lambda db: db.execute("VACUUM"))  # moved cells may linger in gaps of pages
        if self._all("PRAGMA wal_checkpoint(TRUNCATE)")[0][0]:
            raise JournalError(
                f"{self.path}: the bodies are gone from the journal, but its log still holds them "
                "while another process reads; repeat this when that one has ended"
            )
        gone = delete_copies(self.path)
        self._ask(lambda db: self._settle_log())
        self._write(note_purged)
        return gone

    def hold(self, act: Callable[[], T]) -> T:
        """Do something while nobody else can write."""
        return self._write(lambda db: act())

    def unpurged(self) -> bool:
        """Tell whether bodies were destroyed and the file not purged since, as after a crash."""
        return self._ask(is_unpurged)

    def revision(self) -> str:
        """Give the name that the last destruction of bodies left."""
        return self._ask(revision_of)

    def snapshot(self, name: str) -> Snapshot | None:
        """Give a cached state, or nothing."""
        sql = "SELECT seq, hash, fingerprint, body FROM snapshot WHERE name = ?"
        for seq, link, fingerprint_, kept in self._all(sql, (name,)):
            if (body := intact(kept)) is None:
                return None  # a cache that was damaged is no cache
            return Snapshot(head=Head(seq=seq, hash=link), fingerprint=fingerprint_, body=body)
        return None

    def keep_snapshot(self, name: str, snapshot: Snapshot, *, revision: str = "") -> None:
        """Cache a state, unless another writer is at work, or nothing can be written.

        One that was folded before bodies were destroyed may hold them, so it is not kept.
        """
        seq, body = snapshot.head.seq, checksummed(snapshot.body)
        row = (name, seq, snapshot.head.hash, snapshot.fingerprint, body, revision)
        with contextlib.suppress(JournalError):
            self._write(lambda db: db.execute(KEEP_SNAPSHOT, row), patience=0)

    def close(self) -> None:
        """Release the file; a closed store cannot be used again."""
        self._closed = True
        self._drop()

    def _settle_log(self) -> None:
        """Let the cut of the log reach the disk: SQLite leaves that for later."""
        sync_file(self.path.with_name(f"{self.path.name}-wal"))
        settle(self.path.parent)

    def _ask(self, act: Callable[[apsw.Cursor], T]) -> T:
        """Do something; say SQLite's errors in our words, and drop a connection that failed."""
        self._since = time.monotonic()
        try:
            return act(self._cursor or self._reopen())
        except (apsw.BusyError, apsw.LockedError) as fault:
            waited = time.monotonic() - self._since
            raise StoreBusy(str(self.path), waited, holder(self.path)) from fault
        except apsw.ReadOnlyError as fault:
            self._drop()
            raise ReadOnlyStore(str(self.path)) from fault
        except (apsw.Error, OSError, UnicodeDecodeError) as fault:
            self._drop()
            if isinstance(fault, _DAMAGE):
                raise DamagedStore(str(self.path), f"the file is damaged ({fault})") from fault
            raise JournalError(
                f"{self.path}: {fault}; nothing was acknowledged: "
                "mend the cause (space, rights, disk), then repeat the command"
            ) from fault

    def _all(self, sql: str, given: tuple[object, ...] = ()) -> list[Any]:
        return self._ask(lambda db: db.execute(sql, given).fetchall())

    def _write(self, act: Callable[[apsw.Cursor], T], patience: float | None = None) -> T:
        """Hold the only write lock; commit, or leave no trace."""
        if self._read_only:
            raise ReadOnlyStore(str(self.path))

        def whole(db: apsw.Cursor) -> T:
            db.execute("BEGIN IMMEDIATE")
            try:
                answer = act(db)
                db.execute("COMMIT")
                return answer
            finally:
                if db.connection.in_transaction:
                    db.execute("ROLLBACK")

        self._patience = self._wait_seconds if patience is None else patience
        try:
            return self._ask(whole)
        finally:
            self._patience = self._wait_seconds

    def _reopen(self) -> apsw.Cursor:
        if self._closed:
            raise JournalError(f"{self.path}: the store was closed")
        db = self._cursor = self._open().cursor()
        if self._suspect and (answer := verify(db, tail=_TAIL)).says:
            self._drop()
            raise DamagedStore(str(self.path), f"entry {answer.first_bad}: {answer.says}")
        self._suspect = False
        return db

    def _drop(self) -> None:
        if self._cursor is not None:
            self._suspect = True
            with contextlib.suppress(apsw.Error):
                self._cursor.connection.close(True)
            self._cursor = None

    def _wait(self, tries: int) -> bool:
        """Sleep a little, never twice the same, as long as patience lasts."""
        if time.monotonic() - self._since >= self._patience:
            return False
        time.sleep(random.uniform(0.2, 1.0) * min(0.02, 0.001 * 2 ** min(tries, 5)))
        return True


@contextlib.contextmanager
def _unreadable() -> Iterator[None]:
    """Say what helps where a check of the chain fails as well, or is what failed."""
    try:
        yield
    except DamagedStore as fault:
        raise DamagedStore(fault.store, fault.says, RESTORE) from fault


def _json(values: Iterable[object]) -> str:
    return msgspec.json.encode(list(values)).decode()


def _head(db: apsw.Cursor) -> tuple[Head, str]:
    """Give the last entry with its time; refuse a journal that was longer once."""
    seq, link, recorded, mark = db.execute(_LAST).get
    if [type(link), type(recorded), type(mark)] != [bytes, str, int] and seq is not None:
        raise DamagedStore(db.connection.filename, "its last entry is no row of ours")
    _refuse_cut(db, seq or 0, mark)
    return (Head(seq=seq, hash=link.hex()), recorded) if seq else (Head(), "")


def _insert(db: apsw.Cursor, drafts: Sequence[Draft], rows: Sequence[Row]) -> Head:
    """Insert rows and give the end of the chain; say which id is taken, if one is."""
    try:
        db.executemany(_INSERT, rows)
    except apsw.ConstraintError:
        db.execute("ROLLBACK")
        refuse_taken(drafts, _known(db, [draft.id for draft in drafts]))
        raise
    return Head(seq=rows[-1][0], hash=rows[-1][15].hex())


def _refuse_cut(db: apsw.Cursor, seq: int, known: int) -> None:
    if seq < known:
        says = f"it ends with entry {seq}, {known} were written: the last ones are missing"
        raise DamagedStore(db.connection.filename, says)


def _receipt(db: apsw.Cursor, request: str, content: bytes) -> Receipt | None:
    """Give the answer of the first time, when this request was accepted before."""
    sought = "SELECT fingerprint, first, last FROM request WHERE request = ?"
    found = db.execute(sought, (request,)).get
    if found is None:
        return None
    before, first, last = found
    if before != content:
        raise RequestMismatch(request)
    head = Head(seq=last, hash=hash_at(db, last))
    return Receipt(first=first, last=last, head=head, replayed=True)


def _positions(db: apsw.Cursor, streams: Iterable[str]) -> dict[str, int]:
    last = "SELECT max(position) FROM entry WHERE stream = ?"
    return {stream: db.execute(last, (stream,)).get or 0 for stream in streams}


def _known(db: apsw.Cursor, ids: Iterable[str]) -> frozenset[str]:
    found = db.execute(f"SELECT id FROM entry WHERE id {_AMONG}", (_json(ids),))
    return frozenset(row[0] for row in found)
