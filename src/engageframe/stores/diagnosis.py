"""What is unsafe about where and how a journal is kept?"""

import contextlib
import shutil
import sqlite3
import sys
from pathlib import Path
from typing import Final, NamedTuple

import apsw

from engageframe.errors import JournalError
from engageframe.stores.opening import connect, has_wal_fault

__all__ = ["Check", "diagnose"]

_NETWORK: Final = ("nfs", "cifs", "smb", "9p", "afs", "fuse.sshfs", "fuse.rclone", "vboxsf")
_MUCH: Final = 64 << 20


class Check(NamedTuple):
    """One thing looked at: whether it is safe, with what was found and what to do."""

    name: str
    ok: bool
    says: str


def diagnose(path: Path) -> tuple[Check, ...]:
    """Look at the machine and at a journal file without writing to it."""
    return (_sqlite(), _interpreter(), _system(path), _space(path), _log(path), *_file(path))


def _sqlite() -> Check:
    version = apsw.sqlite_lib_version()
    bad = has_wal_fault(version)
    says = 'has the WAL-reset fault: pip install --upgrade "apsw>=3.51.3"' if bad else "is sound"
    return Check("SQLite of the journal", not bad, f"{version} (apsw) {says}")


def _interpreter() -> Check:
    version = sqlite3.sqlite_version
    bad = has_wal_fault(version)
    says = (
        "has the WAL-reset fault; the journal does not use it: let no other Python program "
        "write to the journal file"
        if bad
        else "is sound"
    )
    return Check("SQLite of Python", True, f"{version} {says}")


def _system(path: Path) -> Check:
    """Find the file system in Linux's mount table; other systems do not tell."""
    name, best = "", -1
    with contextlib.suppress(OSError):
        for line in Path("/proc/mounts").read_text(encoding="utf-8").splitlines():
            _, place, kind, *_ = line.split(" ")
            place = place.encode().decode("unicode_escape")
            if len(place) > best and path.resolve().is_relative_to(place):
                name, best = kind, len(place)
    if name.startswith(_NETWORK):
        says = f"{name}: locks cannot be trusted over a network; move the workspace to a local disk"
        return Check("file system", False, says)
    return Check("file system", True, name or f"cannot be told on {sys.platform}; use a local disk")


def _space(path: Path) -> Check:
    free = shutil.disk_usage(path.resolve().parent).free
    need = _MUCH + 2 * (path.stat().st_size if path.exists() else 0)
    says = f"{free >> 20} MB free, {need >> 20} MB wanted for growth with a backup"
    return Check("free space", free >= need, says)


def _log(path: Path) -> Check:
    log = path.with_name(f"{path.name}-wal")
    size = log.stat().st_size if log.exists() else 0
    says = f"{size >> 20} MB" + ("; a reader keeps it from shrinking" if size > _MUCH else "")
    return Check("write-ahead log", size <= _MUCH, says)


def _file(path: Path) -> list[Check]:
    try:
        with contextlib.closing(connect(path, read_only=True)) as db:
            mode, sync, faults = (
                db.execute(f"PRAGMA {name}").fetchall()
                for name in ("journal_mode", "synchronous", "quick_check(3)")
            )
    except (JournalError, apsw.Error) as fault:
        return [Check("journal file", False, str(fault))]
    found = "; ".join(str(row[0]) for row in faults)
    return [
        Check("journal mode", mode == [("wal",)], f"{mode[0][0]}, wal wanted"),
        Check("synchronous", sync == [(2,)], f"{sync[0][0]}, 2 (FULL) wanted"),
        Check("integrity", found == "ok", found),
    ]
