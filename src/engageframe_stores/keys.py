"""How are the keys kept that bodies are sealed with, one for each person?

They lie in a file of their own, so that a copy of the journal alone cannot be read, and destroying
a key reaches every copy of the journal.
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

__all__ = ["CACHE", "FILE", "WORKSPACE", "Keys"]

FILE: Final = "journal.keys"
"""The name of the file of keys in the folder of a workspace."""
WORKSPACE: Final = ":workspace"
"""Whose key seals what is about nobody: no person can have this id."""
CACHE: Final = ":cache"
"""Whose key seals snapshots: another one after each erasure."""

_SIZE: Final = 32
_SCHEMA: Final = """CREATE TABLE key(
  tag TEXT PRIMARY KEY, owner TEXT UNIQUE, secret BLOB) STRICT, WITHOUT ROWID"""


class Keys:
    """The keys of a workspace by owner and by tag; a destroyed one keeps its tag alone.

    Raises:
        JournalError: the file is missing, or cannot be read or written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._tags: dict[str, str] = {}
        self._secrets: dict[str, bytes | None] = {}
        self._load()

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
        found = [self._secrets.get(tag) for tag in tags]
        if None in found:
            self._load()  # another process may have made it
            found = [self._secrets.get(tag) for tag in tags]
        return None if None in found else b"".join(one for one in found if one is not None)

    def lost(self, tags: Iterable[str]) -> set[str]:
        """Give the tags that this file has never held: it is older than the journal."""
        return {*tags} - self._secrets.keys()

    def tag(self, owner: str) -> str:
        """Give the tag of somebody's key, empty when there is none."""
        return self._tags.get(owner, "")

    def destroy(self, *owners: str) -> None:
        """Destroy keys for good, and forget whose they were."""
        gone = [(owner,) for owner in owners]
        self._do("UPDATE key SET secret = NULL, owner = NULL WHERE owner = ?", gone)

    def _load(self) -> None:
        rows = self._do("", ())
        self._tags = {owner: tag for tag, owner, _ in rows if owner is not None}
        self._secrets = {tag: secret for tag, _, secret in rows}

    def _do(self, sql: str, given: Iterable[tuple[Any, ...]]) -> list[Any]:
        """Change something, if there is anything to change, and read all."""
        if not self.path.exists():
            raise JournalError(f"{self.path}: the keys are missing; put them back from a backup")
        flags = apsw.SQLITE_OPEN_READWRITE if sql else apsw.SQLITE_OPEN_READONLY
        try:
            connection = apsw.Connection(os.fspath(self.path), flags=flags)
            try:
                connection.set_busy_timeout(10_000)
                connection.execute("PRAGMA secure_delete=ON; PRAGMA synchronous=EXTRA").fetchall()
                if sql:
                    connection.execute("BEGIN IMMEDIATE")
                    connection.cursor().executemany(sql, given)
                    connection.execute("COMMIT")
                read = connection.execute("SELECT tag, owner, secret FROM key")
                rows: list[Any] = read.fetchall()
            finally:
                connection.close(True)
        except apsw.Error as fault:
            raise JournalError(f"{self.path}: the keys cannot be used: {fault}") from fault
        if sql:
            self._tags = {owner: tag for tag, owner, _ in rows if owner is not None}
            self._secrets = {tag: secret for tag, _, secret in rows}
        return rows

    def is_private(self) -> bool:
        """Tell whether nobody but the owner of the file can read it."""
        return os.name != "posix" or not stat.S_IMODE(self.path.stat().st_mode) & 0o077
