"""How does a workspace keep its journal in one SQLite file? This is the store ``sqlite``."""

import secrets
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from engageframe.errors import JournalError
from engageframe.journal import Check, Journal

if TYPE_CHECKING:
    from engageframe_stores.sqlite import SqliteStore

__all__ = ["FILE", "KEYS", "diagnose", "diagnose_as", "exists", "open", "open_as", "open_store"]

FILE: Final = "journal.db"
"""The name of the journal in the folder of a workspace."""
KEYS: Final = "journal.keys"
"""The name of the file of keys beside a journal whose bodies are sealed."""
_BOX: Final = b'{"sealed":"'
"""How a sealed body begins: no kind has such a field."""


def exists(folder: Path) -> bool:
    """Tell whether the workspace in a folder has its journal."""
    return (folder / FILE).exists()


def open(folder: Path, *, salt: Callable[[int], bytes] | None = None) -> Journal:
    """Open the journal of the workspace in a folder; make it when it is missing.

    Where the file or its folder cannot be written it is opened for reading only, and nothing is.

    Raises:
        JournalError: as for every method; or the journal is one of the store ``sealed``.
    """
    return open_as("sqlite", folder, salt=salt)


def open_as(store: str, folder: Path, *, salt: Callable[[int], bytes] | None = None) -> Journal:
    """Open the journal in a folder, unless it is another store's: nothing is written then.

    Its first body tells whose it is; where there is none, the keys beside it do.
    """
    from engageframe_stores.opening import is_fixed

    path = folder / FILE
    if not path.exists():
        _require(store, folder, None)
    opened = open_store(path, salt=salt, read_only=is_fixed(path))
    try:
        _require(store, folder, opened.first_body())
    except BaseException:
        opened.close()
        raise
    return opened


def _require(store: str, folder: Path, body: bytes | None) -> None:
    if says := _refusal(store, folder, body):
        raise JournalError(f"{folder / FILE}: {says}")


def _refusal(store: str, folder: Path, body: bytes | None) -> str:
    """Say that another store keeps the journal, if one does."""
    if body is not None:
        found = "sealed" if body.startswith(_BOX) else "sqlite"
    else:
        found = "sealed" if (folder / KEYS).exists() else store
    if found == store:
        return ""
    return (
        f'the store "{found}" keeps it, not "{store}", and nothing was written: '
        f'set store = "{found}" in engageframe.toml'
    )


def open_store(
    path: str | Path,
    *,
    read_only: bool = False,
    wait_seconds: float = 10.0,
    salt: Callable[[int], bytes] | None = None,
) -> "SqliteStore":
    """Open the journal in a file; make it when it is missing, unless ``read_only``."""
    from engageframe_stores.sqlite import SqliteStore

    salt = salt or secrets.token_bytes
    return SqliteStore(path, read_only=read_only, wait_seconds=wait_seconds, salt=salt)


def diagnose(folder: Path) -> tuple[Check, ...]:
    """Look at the machine and the journal for what is unsafe; write nothing."""
    return diagnose_as("sqlite", folder)


def diagnose_as(store: str, folder: Path) -> tuple[Check, ...]:
    """Look at the machine and the journal, and whether it is this store's; write nothing."""
    from engageframe_stores.diagnosis import diagnose as look

    return look(folder / FILE, partial(_refusal, store, folder))
