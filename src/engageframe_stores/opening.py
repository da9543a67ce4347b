"""How does a file become a connection to a journal that can be trusted?"""

import contextlib
import os
import secrets
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import apsw

from engageframe.errors import DamagedStore, JournalError, NewerStore
from engageframe_stores.placing import settle, sync_file
from engageframe_stores.schema import APPLICATION_ID, MIGRATIONS

__all__ = ["RESTORE", "ReadOnlyStore", "connect", "has_wal_fault", "is_fixed"]

RESTORE: Final = (
    "restore a backup: move the file away with its -wal and -shm, put the copy in its place, and "
    "tell again what came after it"
)
"""What helps when even a check of the chain cannot read the file."""
_WRITE = apsw.SQLITE_OPEN_READWRITE
_PRAGMAS = (
    "synchronous=FULL",
    "fullfsync=ON",
    "foreign_keys=ON",
    "secure_delete=ON",
    "trusted_schema=OFF",
    "recursive_triggers=ON",
)


class ReadOnlyStore(JournalError):
    """The store was opened, or lies, where nothing can be written."""

    def __init__(self, store: str) -> None:
        self.store = store
        super().__init__(
            f"{store}: the file or its folder is read-only, nothing was written; "
            "get the right to write both, or copy the workspace to where you have it"
        )


def has_wal_fault(version: str) -> bool:
    """Tell whether this SQLite may corrupt a WAL database that two processes write.

    Source: sqlite.org/wal.html, "the WAL-reset bug": 3.7.0 to 3.51.2, mended in 3.44.6, 3.50.7
    and 3.51.3.
    """
    number = tuple(map(int, version.split(".")))
    mended = (3, 44, 6) <= number < (3, 45) or (3, 50, 7) <= number < (3, 51)
    return (3, 7, 0) <= number < (3, 51, 3) and not mended


def connect(
    path: Path,
    read_only: bool = False,
    busy: Callable[[int], bool] | None = None,
    migrations: Sequence[str] = MIGRATIONS,
    *,
    briefly: bool = False,
) -> apsw.Connection:
    """Open a journal file, made or upgraded first where that is needed and allowed.

    ``briefly`` is a look at the file as it stands, which leaves nothing beside it.

    Raises:
        DamagedStore: the file is empty, cut off, or not ours.
        NewerStore: a newer version wrote it; not a byte of it was changed.
        JournalError: the file or the system does not allow it.
        apsw.Error: SQLite refused.
    """
    _refuse_wal_fault(path)
    if not (read_only or path.exists()):
        _create(path, migrations)
    _refuse_foreign(path, len(migrations))
    connection = (
        _read_only(path, briefly) if read_only else apsw.Connection(os.fspath(path), flags=_WRITE)
    )
    try:
        connection.set_busy_handler(busy)
        connection.config(apsw.SQLITE_DBCONFIG_ENABLE_QPSG, 1)  # or each call plans anew
        if not read_only:
            _upgrade(connection, path, migrations)
        elif _version(connection) < len(migrations):
            raise JournalError(f"{path}: written in an older format; open it once for writing")
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}").fetchall()
        if not read_only:  # a killed writer's last act may not be on the disk yet
            sync_file(path.with_name(f"{path.name}-wal"))
    except BaseException:
        connection.close(True)  # or what fails in closing hides what failed
        raise
    return connection


def _refuse_wal_fault(path: Path) -> None:
    if has_wal_fault(apsw.sqlite_lib_version()):
        raise JournalError(
            f"{path}: apsw brings SQLite {apsw.sqlite_lib_version()}, which can corrupt a journal "
            'that two processes write; upgrade it: pip install --upgrade "apsw>=3.51.3"'
        )


def _create(path: Path, migrations: Sequence[str]) -> None:
    """Make the whole file aside, then give it its name: it appears finished or not at all."""
    aside = path.with_name(f"{path.name}.new-{secrets.token_hex(4)}")
    try:
        with contextlib.closing(apsw.Connection(os.fspath(aside))) as connection:
            _upgrade(connection, aside, migrations)
        os.link(aside, path)  # a rename would overwrite what another process made meanwhile
    except FileExistsError:
        pass
    except OSError:  # a file system without links
        aside.rename(path)
    finally:
        with contextlib.suppress(OSError):
            aside.unlink(missing_ok=True)
    for folder in path.absolute().parents[:2]:  # the folder may be as new as the file
        settle(folder)


def _refuse_foreign(path: Path, known: int) -> None:
    try:
        with path.open("rb") as file:
            header = file.read(100)
    except OSError as fault:
        raise JournalError(f"{path}: cannot be read: {fault.strerror}") from fault
    if not header:
        raise DamagedStore(str(path), "the file is empty, its content was cut off", RESTORE)
    if len(header) < 100 or not header.startswith(b"SQLite format 3\0"):
        raise DamagedStore(str(path), "the file is no SQLite database", RESTORE)
    owner, version = (int.from_bytes(header[at : at + 4], "big") for at in (68, 60))
    if owner != APPLICATION_ID:
        says = f"the database belongs to another program ({owner:#010x})"
        raise DamagedStore(str(path), says, RESTORE)
    if version > known:
        raise NewerStore(str(path), version, known)


def is_fixed(path: Path) -> bool:
    """Tell whether a journal is there that we cannot write, or not keep a log beside."""
    return path.exists() and not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK))


def _read_only(path: Path, briefly: bool) -> apsw.Connection:
    """Open a file for reading; where we may not write, nothing is made beside it.

    A log and its index lie beside a file that somebody has open, or whose writer was killed.
    Without them nobody writes it now, so it is read as it stands: SQLite would leave new ones
    behind, which then belong to us and stop the owner.
    """
    flags, uri = apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI, path.absolute().as_uri()
    log, index = (path.with_name(f"{path.name}-{name}") for name in ("wal", "shm"))
    if (briefly or is_fixed(path)) and not (log.exists() or index.exists()):
        return apsw.Connection(f"{uri}?immutable=1", flags=flags)
    connection = apsw.Connection(f"{uri}?mode=ro", flags=flags)
    try:
        _version(connection)
    except (apsw.CantOpenError, apsw.ReadOnlyError):  # the index is missing, or not ours to read
        connection.close()
        if log.exists() and log.stat().st_size:
            raise JournalError(
                f"{path}: its last entries are still in {log.name}, which cannot be read from a "
                "read-only place; copy the folder to a writable one"
            ) from None
        connection = apsw.Connection(f"{uri}?immutable=1", flags=flags)
    return connection


def _version(connection: apsw.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").get)


def _upgrade(connection: apsw.Connection, path: Path, migrations: Sequence[str]) -> None:
    connection.config(apsw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1)  # until the file is known as ours
    found, known = _version(connection), len(migrations)
    if found > known:
        raise NewerStore(str(path), found, known)
    connection.config(apsw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0)
    mode = connection.execute("PRAGMA journal_mode=WAL").get
    if mode != "wal":
        raise JournalError(
            f"{path}: SQLite cannot keep a write-ahead log here (it answered {mode!r}); "
            "move the workspace to a local disk"
        )
    if found == known:
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        found = _version(connection)  # another process may have been faster
        if 0 < found < known:
            _back_up(path, path.with_name(f"{path.name}.before-{known}"))
        for script in migrations[found:]:
            connection.execute(script)
        connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version={known}")
        connection.execute("COMMIT")
    except apsw.SQLError as fault:
        raise JournalError(f"{path}: cannot be upgraded to format {known}: {fault}") from fault
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def _back_up(path: Path, target: Path) -> None:
    """Copy the whole file aside, then give the copy its name: it is whole or not there."""
    aside = target.with_name(f"{target.name}.new-{secrets.token_hex(4)}")
    try:
        with (
            contextlib.closing(apsw.Connection(os.fspath(path))) as source,
            contextlib.closing(apsw.Connection(os.fspath(aside))) as copy,
        ):
            backup = copy.backup("main", source, "main")
            try:
                backup.step()
            finally:
                backup.finish()
        aside.replace(target)
    finally:
        with contextlib.suppress(OSError):
            aside.unlink(missing_ok=True)
    settle(target.parent)
