"""How are the keys kept that bodies are sealed with, one for each person?

They lie in a file of their own, so that a copy of the journal alone cannot be read, and destroying
a key reaches every copy of the journal.
A key that is to be destroyed is marked first: it seals nothing more, and still opens.
"""

import os
import secrets
import stat
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import apsw

from engageframe.errors import JournalError
from engageframe_stores.placing import settle, sync_file

__all__ = ["CACHE", "WORKSPACE", "Keys"]

WORKSPACE: Final = ":workspace"
"""Whose key seals what is about nobody: no person can have this id."""
CACHE: Final = ":cache"
"""Whose key seals snapshots: another one after each erasure."""

_LEAVING: Final = ":leaving:"
"""Stands before the tag and the owner of a key that is to be destroyed: nobody has such an id."""
_SIZE: Final = 32
_SCHEMA: Final = """CREATE TABLE key(
  tag TEXT PRIMARY KEY, owner TEXT UNIQUE, secret BLOB) STRICT, WITHOUT ROWID"""
_PRAGMAS: Final = "PRAGMA secure_delete=ON; PRAGMA synchronous=EXTRA; PRAGMA temp_store=MEMORY"
_ALL: Final = "SELECT tag, owner, secret, user_version FROM key, pragma_user_version"


class Keys:
    """The keys of a workspace by owner and by tag; a destroyed one keeps its tag alone.

    They are held in memory as of ``generation``, which each change of the file raises.

    Raises:
        JournalError: the file is missing, or cannot be read or written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._tags: dict[str, str] = {}
        self._secrets: dict[str, bytes | None] = {}
        self._gone: set[str] = set()
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
            raise JournalError(f"{path}: the keys cannot be made: {fault}") from fault
        finally:
            aside.unlink(missing_ok=True)

    def of(self, owners: Iterable[str]) -> list[str]:
        """Give the tags of the keys of some owners, sorted; a key that is not there is made."""
        wanted = {*owners}
        if not wanted <= self._tags.keys():
            new = [(secrets.token_hex(8), owner, secrets.token_bytes(_SIZE)) for owner in wanted]
            self._do("INSERT OR IGNORE INTO key VALUES(?, ?, ?)", new)
        return sorted(self._tags[owner] for owner in wanted)

    def knows(self, owner: str) -> bool:
        """Tell whether somebody has a key."""
        return owner in self._tags and owner not in (WORKSPACE, CACHE)

    def secret(self, tags: Iterable[str]) -> bytes | None:
        """Join the secrets of some tags; nothing when one of them is destroyed or lost."""
        tags = [*tags]
        found = [self._secrets.get(tag) for tag in tags]
        if None in found and not self.destroyed(tags):
            self.load()  # another process may have made it
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
        self._do(f"UPDATE key SET owner = '{_LEAVING}' || tag || ':' || owner WHERE owner = ?",
                 [(owner,)])  # fmt: skip

    def destroy(self, *tags: str) -> None:
        """Destroy keys for good, and forget whose they were; doing it again finishes it.

        Cells that moved linger in gaps of pages, so the file is written anew: in one act, in memory
        meanwhile, and others that use it see it before or after.
        """
        gone = [(tag,) for tag in tags]
        self._do("UPDATE key SET secret = NULL, owner = NULL WHERE tag = ?", gone)
        self._do("VACUUM")

    def moved(self, generation: int) -> bool:
        """Tell whether the file changed since a generation; if so, it is read anew."""
        if now := self._do("PRAGMA user_version")[0][0] != generation:
            self.load()
        return bool(now)

    def load(self) -> None:
        """Read the file anew."""
        self._do(_ALL)

    def _do(self, sql: str, given: Iterable[tuple[Any, ...]] | None = None) -> list[Any]:
        """Ask something, or change something where values are given; then all is read anew."""
        if not self.path.exists():
            raise JournalError(f"{self.path}: the keys are missing; put them back from a backup")
        reads = given is None and sql != "VACUUM"
        flags = apsw.SQLITE_OPEN_READONLY if reads else apsw.SQLITE_OPEN_READWRITE
        try:
            connection = apsw.Connection(os.fspath(self.path), flags=flags)
            try:
                connection.set_busy_timeout(10_000)
                if not reads:  # they bind who writes, and each sealed append reads here
                    connection.execute(_PRAGMAS).fetchall()
                if given is not None:
                    connection.execute("BEGIN IMMEDIATE")
                    connection.cursor().executemany(sql, given)
                    (now,) = connection.execute("PRAGMA user_version").fetchone() or (0,)
                    connection.execute(f"PRAGMA user_version={now + 1}; COMMIT")
                rows: list[Any] = connection.execute(sql if given is None else _ALL).fetchall()
            finally:
                connection.close(True)
        except apsw.Error as fault:
            raise JournalError(f"{self.path}: the keys cannot be used: {fault}") from fault
        if given is not None or sql is _ALL:
            self.generation = rows[0][3] if rows else 0
            self._tags = {owner: tag for tag, owner, *_ in rows if owner is not None}
            self._secrets = {tag: secret for tag, _, secret, _ in rows}
            self._gone = {tag for tag, *left, _ in rows if left == [None, None]}
        return rows

    def is_private(self) -> bool:
        """Tell whether nobody but the owner of the file can read it."""
        return os.name != "posix" or not stat.S_IMODE(self.path.stat().st_mode) & 0o077


def _owner(name: str) -> str:
    """Give whose key it is, to be destroyed or not."""
    return name.removeprefix(_LEAVING).partition(":")[2] if name.startswith(_LEAVING) else name
