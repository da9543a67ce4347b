"""Where is a journal kept?

SQLite is loaded when a file is opened, not before.
"""

import os
import secrets
from collections.abc import Callable
from pathlib import Path

from engageframe.journal import Journal
from engageframe.stores.memory import MemoryStore

__all__ = ["MemoryStore", "diagnose", "open_store"]


def open_store(
    path: str | os.PathLike[str],
    *,
    read_only: bool = False,
    wait_seconds: float = 10.0,
    salt: Callable[[int], bytes] = secrets.token_bytes,
) -> Journal:
    """Open the journal in a file; make it when it is missing, unless ``read_only``."""
    from engageframe.stores.sqlite import SqliteStore

    return SqliteStore(path, read_only=read_only, wait_seconds=wait_seconds, salt=salt)


def diagnose(path: str | os.PathLike[str]) -> tuple[tuple[str, bool, str], ...]:
    """Tell what was looked at, whether it is safe, and what was found; write nothing."""
    from engageframe.stores.diagnosis import diagnose as look

    return look(Path(path))
