"""What may a disk answer instead of doing what it is asked?

``FailingDisk`` is a VFS under the real store, which counts the calls and fails at a chosen one,
only there or from there on until it is mended.
"""

from collections.abc import Callable
from typing import Any, Final

import apsw

__all__ = ["FAULTS", "FailingDisk"]

_WRITES: Final = ("xWrite", "xTruncate", "xSync", "xDelete", "xOpen")


class FailingDisk(apsw.VFS):
    """Pass calls on to the file system; let one of them fail, or all from one on."""

    def __init__(self, base: str = "unix") -> None:
        self.base = base
        self.calls = 0
        """How many calls there were that could have failed."""
        self.fails_at: int | None = None
        self.lasts = False
        self.fault = ""
        super().__init__("failing", base, makedefault=True)

    def arm(self, fault: str, at: int, *, lasts: bool = False) -> None:
        """Let the call of this number fail, counted from now."""
        self.fault, self.fails_at, self.lasts, self.calls = fault, at, lasts, 0

    def mend(self) -> int:
        """Fail no more; give the number of calls that there were."""
        self.fails_at = None
        return self.calls

    def fails(self, call: str) -> bool:
        """Count a call, and tell whether it fails."""
        if self.fault and call not in FAULTS[self.fault][0]:
            return False
        self.calls += 1
        if self.fails_at is None:
            return False
        return self.calls >= self.fails_at if self.lasts else self.calls == self.fails_at

    def refuse(self, call: str) -> None:
        """Fail, if it is time to."""
        if self.fails(call):
            raise FAULTS[self.fault][1](f"{self.fault} in {call}")

    def xOpen(self, name: Any, flags: list[int]) -> apsw.VFSFile:
        self.refuse("xOpen")
        return FailingFile(self, name, flags)

    def xDelete(self, name: str, sync: bool) -> None:
        self.refuse("xDelete")
        super().xDelete(name, sync)

    def xAccess(self, name: str, flags: int) -> bool:
        self.refuse("xAccess")
        return super().xAccess(name, flags)


class FailingFile(apsw.VFSFile):
    """A file on it."""

    def __init__(self, disk: FailingDisk, name: Any, flags: list[int]) -> None:
        super().__init__(disk.base, name, flags)
        self.disk = disk

    def xRead(self, amount: int, offset: int) -> bytes:
        self.disk.refuse("xRead")
        return super().xRead(amount, offset)

    def xWrite(self, data: bytes, offset: int) -> None:
        if self.disk.fails("xWrite"):
            if self.disk.fault == "short write":
                super().xWrite(bytes(data)[: len(data) // 2], offset)
            raise FAULTS[self.disk.fault][1](f"{self.disk.fault} in xWrite")
        super().xWrite(data, offset)

    def xTruncate(self, size: int) -> None:
        self.disk.refuse("xTruncate")
        super().xTruncate(size)

    def xSync(self, flags: int) -> None:
        self.disk.refuse("xSync")
        super().xSync(flags)

    def xFileSize(self) -> int:
        self.disk.refuse("xFileSize")
        return super().xFileSize()

    def xLock(self, level: int) -> None:
        self.disk.refuse("xLock")
        super().xLock(level)


FAULTS: Final[dict[str, tuple[tuple[str, ...], Callable[[str], Exception]]]] = {
    "EIO": ((*_WRITES, "xRead", "xFileSize", "xAccess", "xLock"), apsw.IOError),
    "ENOSPC": (("xWrite", "xOpen", "xTruncate"), apsw.FullError),
    "EROFS": (_WRITES, apsw.ReadOnlyError),
    "short write": (("xWrite",), apsw.FullError),
}
"""Each kind of fault: which calls it befalls, and what SQLite is told."""
