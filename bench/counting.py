"""How often does SQLite ask the disk to keep what was written, and how much does it write?

Ours is the SQLite that apsw brings, which lets a file system in Python stand below it.
Python's own SQLite, on which others stand, is reached by ctypes: its file system is wrapped.
"""

import ctypes
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import apsw

__all__ = ["Asked", "counted", "counted_peer"]

_LOG = apsw.SQLITE_OPEN_WAL | apsw.SQLITE_OPEN_MAIN_JOURNAL


class Asked:
    """What SQLite asked of the disk so far."""

    def __init__(self) -> None:
        self.syncs = self.written = 0


@contextmanager
def counted() -> Iterator[Asked]:
    """Count for the journals that are opened meanwhile; they are closed before this ends."""
    asked = Asked()
    disk = _Disk(asked)
    try:
        yield asked
    finally:
        disk.unregister()


class _Disk(apsw.VFS):
    """The system's own files, with their calls counted."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.base = "unix" if os.name == "posix" else "win32"
        super().__init__("counting", self.base, makedefault=True)

    def xOpen(self, name: Any, flags: list[int]) -> apsw.VFSFile:
        """Open a file whose calls are counted."""
        return _File(self, name, flags)

    def xDelete(self, name: str, sync: bool) -> None:
        """Count the sync of the folder, if one is asked for."""
        self.asked.syncs += sync
        super().xDelete(name, sync)


class _File(apsw.VFSFile):
    """One file of it."""

    def __init__(self, disk: _Disk, name: Any, flags: list[int]) -> None:
        super().__init__(disk.base, name, flags)
        self.asked = disk.asked
        made = flags[0] & apsw.SQLITE_OPEN_CREATE and flags[0] & _LOG
        self.settles = os.name == "posix" and bool(made)

    def xSync(self, flags: int) -> None:
        """Count a sync, and that of the folder which SQLite adds to a log's first one."""
        self.asked.syncs += 1 + self.settles
        self.settles = False
        super().xSync(flags)

    def xWrite(self, data: bytes, offset: int) -> None:
        """Count the bytes."""
        self.asked.written += len(data)
        super().xWrite(data, offset)


_Open = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p
)
_Write = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int, ctypes.c_int64
)
_Sync = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int)


class _Vfs(ctypes.Structure):
    """The start of ``sqlite3_vfs`` as sqlite3.h declares it; what follows is copied unread."""

    _fields_ = (
        ("version", ctypes.c_int),
        ("file_size", ctypes.c_int),
        ("path_size", ctypes.c_int),
        ("next", ctypes.c_void_p),
        ("name", ctypes.c_char_p),
        ("data", ctypes.c_void_p),
        ("open", _Open),
        ("others", ctypes.c_void_p * 14),
    )


class _Methods(ctypes.Structure):
    """The methods of a file, ``sqlite3_io_methods`` of its third version."""

    _fields_ = (
        ("version", ctypes.c_int),
        ("close", ctypes.c_void_p),
        ("read", ctypes.c_void_p),
        ("write", _Write),
        ("truncate", ctypes.c_void_p),
        ("sync", _Sync),
        ("others", ctypes.c_void_p * 13),
    )


@contextmanager
def counted_peer() -> Iterator[Asked | None]:
    """Count for what Python's own ``sqlite3`` opens meanwhile; nothing where it cannot be reached.

    It cannot where SQLite is a part of Python itself and hides its names. A sync of the folder,
    which comes with each new log, is not counted here.
    """
    library = _library()
    if library is None:
        yield None
        return
    asked, kept = Asked(), dict[int, tuple[_Methods, Any, Any]]()
    found = library.sqlite3_vfs_find(None)
    below = _Vfs.from_address(found)
    disk = _Vfs.from_buffer_copy(below)

    def opened(_: int, name: int, file: int, flags: int, answer: int) -> int:
        code = below.open(found, name, file, flags, answer)
        methods = ctypes.c_void_p.from_address(file)
        if code == 0 and methods.value:
            if methods.value not in kept:
                kept[methods.value] = _counting(methods.value, asked)
            methods.value = ctypes.addressof(kept[methods.value][0])
        return int(code)

    disk.name, disk.open = b"counting", _Open(opened)
    library.sqlite3_vfs_register(ctypes.byref(disk), 1)
    try:
        yield asked
    finally:
        library.sqlite3_vfs_unregister(ctypes.byref(disk))
        library.sqlite3_vfs_register(found, 1)


def _counting(address: int, asked: Asked) -> tuple[_Methods, Any, Any]:
    """Copy the methods of a file, and count in two of them."""
    below = _Methods.from_address(address)
    methods = _Methods.from_buffer_copy(below)

    def written(file: int, data: int, size: int, offset: int) -> int:
        asked.written += size
        return int(below.write(file, data, size, offset))

    def synced(file: int, flags: int) -> int:
        asked.syncs += 1
        return int(below.sync(file, flags))

    methods.write, methods.sync = calls = _Write(written), _Sync(synced)
    return methods, *calls


def _library() -> Any:
    """Find the SQLite of this Python, if its names are to be seen and it is the one in use."""
    try:
        import _sqlite3

        library = ctypes.CDLL(_sqlite3.__file__)
        library.sqlite3_libversion.restype = ctypes.c_char_p
        library.sqlite3_vfs_find.restype = ctypes.c_void_p
        library.sqlite3_vfs_find.argtypes = [ctypes.c_char_p]
        library.sqlite3_vfs_register.argtypes = [ctypes.c_void_p, ctypes.c_int]
        library.sqlite3_vfs_unregister.argtypes = [ctypes.c_void_p]
    except (ImportError, OSError, AttributeError):
        return None
    same = library.sqlite3_libversion().decode() == sqlite3.sqlite_version
    return library if same and os.name == "posix" else None
