"""How does a workspace keep its journal in one SQLite file? This is the store ``sqlite``."""

import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Final

from engageframe.journal import Check, Journal

__all__ = ["FILE", "diagnose", "exists", "open", "open_store"]

FILE: Final = "journal.db"
"""The name of the journal in the folder of a workspace."""


def exists(folder: Path) -> bool:
    """Tell whether the workspace in a folder has its journal."""
    return (folder / FILE).exists()


def open(folder: Path, *, salt: Callable[[int], bytes] | None = None) -> Journal:
    """Open the journal of the workspace in a folder; make it when it is missing.

    Where the file or its folder cannot be written it is opened for reading only, and nothing is.
    """
    from engageframe_stores.opening import is_fixed

    path = folder / FILE
    return open_store(path, salt=salt, read_only=is_fixed(path))


def open_store(
    path: str | Path,
    *,
    read_only: bool = False,
    wait_seconds: float = 10.0,
    salt: Callable[[int], bytes] | None = None,
) -> Journal:
    """Open the journal in a file; make it when it is missing, unless ``read_only``."""
    from engageframe_stores.sqlite import SqliteStore

    salt = salt or secrets.token_bytes
    return SqliteStore(path, read_only=read_only, wait_seconds=wait_seconds, salt=salt)


def diagnose(folder: Path) -> tuple[Check, ...]:
    """Look at the machine and the journal for what is unsafe; write nothing."""
    from engageframe_stores.diagnosis import diagnose as look

    return look(folder / FILE)
