"""How are the keys kept that bodies are sealed with, one for each person?

They lie in a file of their own, so that a copy of the journal alone cannot be read, and destroying
a key reaches every copy of the journal.
A key that is to be destroyed is marked first: it seals nothing more, and still opens.
The file may hold anything: what is not as we write it is refused, and takes no more memory than it.
"""

import os
import secrets
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

import apsw

from engageframe.errors import JournalError
from engageframe_stores.placing import settle, sync_file

__all__ = ["CACHE", "LARGEST", "WORKSPACE", "Keys"]

WORKSPACE: Final = ":workspace"
"""Whose key seals what is about nobody: no person can have this id."""
CACHE: Final = ":cache"
"""Whose key seals snapshots: another one after each erasure."""

_LEAVING: Final = ":leaving:"
"""Stands before the tag and the owner of a key that is to be destroyed: nobody has such an id."""
_SIZE: Final = 32
LARGEST: Final = 200_000_000
"""Bytes of a file of keys that is read: more than a million people have."""
_LONGEST: Final = 4096
"""Bytes of a value in it: the longest id has less."""
_LEAST: Final = 8
"""Bytes that a row takes at least: a damaged file may lead to one row again and again."""
_SCHEMA: Final = """CREATE TABLE key(
  tag TEXT PRIMARY KEY, owner TEXT UNIQUE, secret BLOB) STRICT, WITHOUT ROWID"""
_PRAGMAS: Final = """PRAGMA journal_mode=DELETE; PRAGMA secure_delete=ON; PRAGMA synchronous=EXTRA;
PRAGMA fullfsync=ON; PRAGMA temp_store=MEMORY; PRAGMA trusted_schema=OFF"""
_WHOLE: Final = "SELECT tag, owner, secret FROM key"
_GENERATION: Final = "PRAGMA user_version"
_MADE: Final = "SELECT group_concat(sql) FROM sqlite_schema"
_BACKUP: Final = "put back a backup of this file"
_REPEAT: Final = "another process changes them: repeat the command"
_MEND: Final = "mend the cause (space, rights, disk), then repeat the command"
_DAMAGE: Final = (apsw.CorruptError, apsw.NotADBError, apsw.SQLError, apsw.TooBigError)
_BUSY: Final = (apsw.BusyError, apsw.LockedError)

_TEXT: Final = (str, type(None))
_BYTES: Final = (bytes, type(None))
_Row = tuple[str, str | None, bytes | None]


class Keys:
    """The keys of a workspace by owner and by tag; a destroyed one keeps its tag alone.

    They are held in memory as of ``generation``, which each change of the file raises.
    ``read_only`` leaves a change that was cut off as it is, and says so.

    Raises:
        JournalError: the file is missing, or cannot be read or written.
    """

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        self.path = path
        self._read_only, self._settled = read_only, False
        self._tags: dict[str, str] = {}
        self._secrets: dict[str, bytes | None] = {}
        self._gone: set[str] = set()
        self._sought: set[str] = set()
        self.generation = 0
        self.load()

    @classmethod
    def create(cls, path: Path) -> None:
        """Make the file, readable by its owner alone: it appears whole, or not at all."""
        aside = path.with_name(f"{path.name}.new-{secrets.token_hex(4)}")
        try:
            os.close(os.open(aside, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
            connection = apsw.Connection(os.fspath(aside))
            connection.execute(_SCHEMA)
            connection.close()
            sync_file(aside)
            try:
                os.link(aside, path)  # a rename would overwrite what another process made meanwhile
            except FileExistsError:
                pass
            except OSError:  # a file system without links
                aside.rename(path)
            settle(path.parent)
        except (OSError, apsw.Error) as fault:
            raise JournalError(f"{path}: the keys cannot be made: {fault}; {_MEND}") from fault
        finally:
            with suppress(OSError):
                aside.unlink(missing_ok=True)

    def of(self, owners: Iterable[str]) -> list[str]:
        """Give the tags of the keys of some owners, sorted; a key that is not there is made."""
        wanted = {*owners}
        if not wanted <= self._tags.keys():
            new = [(secrets.token_hex(8), owner, secrets.token_bytes(_SIZE)) for owner in wanted]
            self._change(_each("INSERT OR IGNORE INTO key VALUES(?, ?, ?)", new))
        if not self._settled:  # who made them may have been killed before they were on the disk
            settle(self.path.absolute().parent)
            self._settled = True
        if not wanted <= self._tags.keys():
            raise JournalError(f"{self.path}: a key cannot be made, the file is damaged; {_BACKUP}")
        return sorted(self._tags[owner] for owner in wanted)

    def knows(self, owner: str) -> bool:
        """Tell whether somebody has a key."""
        return owner in self._tags and owner not in (WORKSPACE, CACHE)

    def secret(self, tags: Iterable[str]) -> bytes | None:
        """Join the secrets of some tags; nothing when one of them is destroyed or lost."""
        tags = [*tags]
        found = [self._secrets.get(tag) for tag in tags]
        if None in found and not (self.destroyed(tags) or self._sought.issuperset(tags)):
            self.load()  # another process may have made it
            self._sought.update(tags)
            found = [self._secrets.get(tag) for tag in tags]
        return None if None in found else b"".join(one for one in found if one is not None)

    def lost(self, tags: Iterable[str]) -> set[str]:
        """Give the tags that this file has never held: it is older than the journal."""
        return {*tags} - self._secrets.keys()

    def destroyed(self, tags: Iterable[str]) -> bool:
        """Tell whether one of some keys was destroyed: it has neither secret nor owner."""
        return not self._gone.isdisjoint(tags)

    def tags(self, owner: str) -> set[str]:
        """Give the tags of somebody's keys, those that are to be destroyed, too."""
        return {tag for name, tag in self._tags.items() if _owner(name) == owner}

    def leaving(self, owner: str = "") -> set[str]:
        """Give the tags of the keys that are to be destroyed, of somebody or of all."""
        marked = {name: tag for name, tag in self._tags.items() if name.startswith(_LEAVING)}
        return {tag for name, tag in marked.items() if not owner or _owner(name) == owner}

    def leave(self, owner: str) -> None:
        """Mark somebody's key as one that is to be destroyed: what follows needs another one."""
        marked = f"UPDATE key SET owner = '{_LEAVING}' || tag || ':' || owner WHERE owner = ?"
        self._change(_each(marked, [(owner,)]))

    def destroy(self, *tags: str) -> None:
        """Destroy keys for good, and forget whose they were.

        Cells that moved linger in gaps of pages, so all is written anew, in the same act: whatever
        ends this process, the keys are there and marked, or nothing of them is.
        """

        def anew(db: apsw.Connection) -> None:
            gone = [(tag,) for tag in tags]
            _each("UPDATE key SET secret = NULL, owner = NULL WHERE tag = ?", gone)(db)
            kept = self._rows(db)
            db.execute(f"DROP TABLE key; {_SCHEMA}")
            _each("INSERT INTO key VALUES(?, ?, ?)", kept)(db)

        self._change(anew)

    def moved(self, generation: int) -> bool:
        """Tell whether the file changed since a generation; if so, it is read anew."""
        with self._opened(guard=_wait) as db:
            now = db.execute(_GENERATION).get != generation
        if now:
            self.load()
        return bool(now)

    def load(self) -> None:
        """Read the file anew."""
        with self._opened() as db:
            self._take(db)

    def _change(self, act: Callable[[apsw.Connection], object]) -> None:
        """Change something, wholly or not at all; then all is read anew."""
        with self._opened() as db:
            db.execute("BEGIN IMMEDIATE")
            act(db)
            now = db.execute(_GENERATION).get
            db.execute(f"PRAGMA user_version={now + 1}; COMMIT")
            self._take(db)
            self._settled = True  # EXTRA did it

    @contextmanager
    def _opened(
        self, guard: Callable[[apsw.Connection], object] | None = None
    ) -> Iterator[apsw.Connection]:
        """Open the file for one act, if it is one of ours; say SQLite's errors in our words."""
        if not self.path.exists():
            raise JournalError(f"{self.path}: the keys are missing; put them back from a backup")
        if not self.path.is_file() or self.path.stat().st_size > LARGEST:
            says = f"it is no file of keys, or larger than {LARGEST:,} bytes"
            raise JournalError(f"{self.path}: {says}; {_BACKUP}")
        flags = apsw.SQLITE_OPEN_READONLY if self._read_only else apsw.SQLITE_OPEN_READWRITE
        try:
            db = apsw.Connection(os.fspath(self.path), flags=flags)
            try:
                (guard or _guard)(db)
                yield db
            finally:
                db.close(True)
        except (apsw.Error, UnicodeDecodeError, OSError) as fault:
            damaged = isinstance(fault, (*_DAMAGE, UnicodeDecodeError))
            remedy = _BACKUP if damaged else _REPEAT if isinstance(fault, _BUSY) else _MEND
            if isinstance(fault, apsw.ReadOnlyError) and self._read_only:
                remedy = "a change of them was cut off: engage verify undoes it"
            says = f"{self.path}: the keys cannot be used: {fault}; {remedy}"
            raise JournalError(says) from fault

    def _take(self, db: apsw.Connection) -> None:
        """Hold what the file says now."""
        rows = self._rows(db)
        self.generation, self._settled = db.execute(_GENERATION).get, False
        self._tags = {owner: tag for tag, owner, _ in rows if owner is not None}
        self._secrets = {tag: secret for tag, _, secret in rows}
        self._gone = {tag for tag, *left in rows if left == [None, None]}
        self._sought = set()

    def _rows(self, db: apsw.Connection) -> list[_Row]:
        """Give all rows, as long as they are ours and no more than the file can hold."""
        rows, left = list[_Row](), self.path.stat().st_size
        for tag, owner, secret in db.execute(_WHOLE):
            if not (type(tag) is str and type(owner) in _TEXT and type(secret) in _BYTES):
                raise apsw.CorruptError("a value in it is of another type")
            left -= _LEAST + len(tag) + len(owner or "") + len(secret or b"")
            if left < 0:
                raise apsw.CorruptError("it gives more than it holds")
            rows.append((tag, owner, secret))
        return rows

    def is_private(self) -> bool:
        """Tell whether nobody but the owner of the file can read it."""
        return os.name != "posix" or not stat.S_IMODE(self.path.stat().st_mode) & 0o077


def _wait(db: apsw.Connection) -> None:
    """Wait for another process that changes the keys."""
    db.set_busy_timeout(10_000)


def _guard(db: apsw.Connection) -> None:
    """Let nothing run that the file brings, and refuse one that is not made as ours are."""
    _wait(db)
    db.limit(apsw.SQLITE_LIMIT_LENGTH, _LONGEST)
    for off in (apsw.SQLITE_DBCONFIG_ENABLE_TRIGGER, apsw.SQLITE_DBCONFIG_ENABLE_VIEW):
        db.config(off, 0)
    db.execute(_PRAGMAS).fetchall()
    if db.execute(_MADE).get != _SCHEMA:
        raise apsw.NotADBError("it is no file of keys")


def _each(sql: str, given: Iterable[tuple[object, ...]]) -> Callable[[apsw.Connection], object]:
    """Give an act that does something for each of some values."""
    return lambda db: db.cursor().executemany(sql, given)


def _owner(name: str) -> str:
    """Give whose key it is, to be destroyed or not."""
    return name.removeprefix(_LEAVING).partition(":")[2] if name.startswith(_LEAVING) else name
