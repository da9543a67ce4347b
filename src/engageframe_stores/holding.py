"""Who holds a journal that is locked?"""

import os
from pathlib import Path
from typing import Final

__all__ = ["holder"]

_LOCKS: Final = Path("/proc/locks")
"""Where Linux tells who holds which file."""
_WRITE_LOCK: Final = ("120", "120")
"""First and last byte that the only writer locks in the index of the log; source: SQLite's WAL."""


def holder(path: Path) -> str:
    """Name the process that writes, whatever program it runs; empty where nobody tells."""
    try:
        index = os.stat(f"{path}-shm")
        locks = _LOCKS.read_text(encoding="ascii").splitlines()
    except OSError:
        return ""
    disk = index.st_dev
    sought = [f"{os.major(disk):02x}:{os.minor(disk):02x}:{index.st_ino}", *_WRITE_LOCK]
    held = (line.split() for line in locks)
    number = next((lock[-4] for lock in held if lock[-3:] == sought), "")
    if number == str(os.getpid()):
        return "this very process"
    return f"process {number}" if number else ""
