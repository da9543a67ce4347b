"""What is unsafe about where and how a journal is kept?"""

import contextlib
import os
import shutil
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

import apsw

from engageframe.errors import JournalError
from engageframe.journal import Check
from engageframe_stores.destroying import is_unpurged
from engageframe_stores.finding import first_body
from engageframe_stores.opening import RESTORE, connect, has_wal_fault
from engageframe_stores.placing import leftovers

__all__ = ["diagnose"]

_NETWORK: Final = ("nfs", "cifs", "smb", "9p", "afs", "fuse.sshfs", "fuse.rclone", "vboxsf")
_MUCH: Final = 64 << 20
_LINGER: Final = "may linger in the file: repeat the command that destroyed them"
_WAL: Final = b"\x02\x02"
"""How the header of a file with a write-ahead log says so."""


def diagnose(
    path: Path, refusal: Callable[[bytes | None], str] = lambda body: ""
) -> tuple[Check, ...]:
    """Look at the machine and at a journal file without writing to it.

    ``refusal`` says by the first body why the store would not open the file, if it would not.
    """
    return (
        *_versions(),
        _system(Path(os.path.realpath(path))),
        *_sizes(path),
        *_file(path, refusal),
        _left(path),
    )


def _versions() -> list[Check]:
    ours, other = apsw.sqlite_lib_version(), sqlite3.sqlite_version
    bad, worse = has_wal_fault(ours), has_wal_fault(other)
    says = 'has the WAL-reset fault: pip install --upgrade "apsw>=3.51.3"' if bad else "is sound"
    also = "has the WAL-reset fault: let no other Python program write the journal"
    return [
        Check("SQLite of the journal", not bad, f"{ours} (apsw) {says}"),
        Check("SQLite of Python", True, f"{other} {also if worse else 'is sound'}"),
    ]


def _system(path: Path) -> Check:
    """Find the file system in Linux's mount table; other systems do not tell."""
    name, best = "", ""
    with contextlib.suppress(OSError):
        for line in Path("/proc/mounts").read_text(encoding="utf-8").splitlines():
            place, kind = line.split(" ")[1:3]
            place = place.replace("\\040", " ")
            if len(place) >= len(best) and path.is_relative_to(place):
                name, best = kind, place
    if name.startswith(_NETWORK):
        says = f"{name}: locks cannot be trusted over a network; move the workspace to a local disk"
        return Check("file system", False, says)
    return Check("file system", True, name or f"cannot be told on {sys.platform}; use a local disk")


def _sizes(path: Path) -> list[Check]:
    size, log = (
        file.stat().st_size if file.exists() else 0
        for file in (path, path.with_name(f"{path.name}-wal"))
    )
    free, need = shutil.disk_usage(Path(os.path.realpath(path)).parent).free, _MUCH + 2 * size
    held = "; a reader keeps it from shrinking" if log > _MUCH else ""
    says = f"{free >> 20} MB, {need >> 20} MB wanted for growth with a backup"
    return [
        Check("free space", free >= need, says),
        Check("write-ahead log", log <= _MUCH, f"{log >> 20} MB{held}"),
    ]


def _left(path: Path) -> Check:
    """Name what killed writers left beside a journal: it may hold what was to be erased."""
    found = leftovers(path.parent)
    says = f"a writer was killed, delete {', '.join(found)}" if found else "none"
    return Check("files left in part", not found, says)


def _file(path: Path, refusal: Callable[[bytes | None], str]) -> list[Check]:
    try:
        with contextlib.closing(connect(path, read_only=True, briefly=True)) as db:
            sync = db.execute("PRAGMA synchronous").get
            faults = db.execute("PRAGMA quick_check(3)").fetchall()
            unpurged = is_unpurged(db.cursor())
            refused = refusal(first_body(db.cursor()))
        with path.open("rb") as file:
            mode = "wal" if file.read(20)[18:] == _WAL else "no wal"
    except apsw.Error as fault:
        return [Check("journal file", False, f"{fault}; {RESTORE}")]
    except (JournalError, OSError) as fault:
        return [Check("journal file", False, str(fault))]
    sound = faults == [("ok",)]
    more = [] if sound else ["see what holds: engage verify"]
    return [
        Check("store", not refused, refused or "the one that the settings name"),
        Check("journal mode", mode == "wal", f"{mode}, wal wanted"),
        Check("synchronous", sync == 2, f"{sync}, 2 (FULL) wanted"),
        Check("destroyed bodies", not unpurged, _LINGER if unpurged else "none linger"),
        Check("integrity", sound, "; ".join([*(str(row[0]) for row in faults), *more])),
    ]
