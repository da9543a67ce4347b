"""Does a practice ask the world: the clock, chance, files, the network, the environment?

Every call that Python code makes to the interpreter's own functions is seen, however the function
was imported; what such a function calls in turn is not.
Importing a module for the first time is no fault.
"""

import gc
import os
import random
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any, Final

__all__ = ["WorldAsked", "guarded"]

_CLOCKS: Final = (
    "time monotonic perf_counter process_time thread_time clock_gettime localtime ctime sleep "
    "time_ns monotonic_ns perf_counter_ns process_time_ns thread_time_ns clock_gettime_ns"
)
_OF_TIME: Final = frozenset(_CLOCKS.split())
_OF_DATES: Final = frozenset(("now", "utcnow", "today"))
_DISK: Final = (
    "open listdir scandir stat lstat mkdir makedirs remove rename replace unlink rmdir getcwd "
    "access readlink chdir chmod utime"
)
_OF_FILES: Final = frozenset(_DISK.split())
_KERNEL: Final = (
    "system popen fork execv execve posix_spawn kill getpid getlogin getrandom urandom uname "
    "cpu_count putenv"
)
_OF_SYSTEM: Final = frozenset(_KERNEL.split())
_DICE: Final = "random getrandbits seed randbytes randint randrange choice choices shuffle sample"
_OF_CHANCE: Final = frozenset(_DICE.split())
_MODULES: Final = {
    "socket": "the network",
    "ssl": "the network",
    "http.client": "the network",
    "urllib.request": "the network",
    "subprocess": "another program",
    "secrets": "chance",
    "tempfile": "files",
    "locale": "the locale",
    "getpass": "the environment",
}
"""Modules whose functions ask the world, whatever they are called with."""


class WorldAsked(AssertionError):
    """A practice asked the world: ``what`` it asked, by which call, and where."""

    def __init__(self, what: str, call: str, place: str) -> None:
        self.what = what
        self.call = call
        self.place = place
        super().__init__(f"it asks {what}: {call}() at {place}")


@contextmanager
def guarded() -> Iterator[None]:
    """Raise where code inside asks the world, even when the code hides the error.

    Raises:
        WorldAsked: naming what was asked first, and where.
    """
    asked: list[WorldAsked] = []
    base = sys._getframe()

    def look(frame: FrameType, event: str, argument: Any) -> None:
        if event == "c_call":
            what, call = _of_builtin(argument)
        elif event == "call":
            what, call = _of_function(frame)
        else:
            return
        if what and not asked and not _imports(frame, base):
            asked.append(
                WorldAsked(what, call, _place(frame if event == "c_call" else frame.f_back))
            )

    before, collects = sys.getprofile(), gc.isenabled()
    gc.disable()  # what others do when garbage is collected is no doing of the practice
    sys.setprofile(look)
    try:
        yield
    finally:
        sys.setprofile(before)
        if collects:
            gc.enable()
        if asked:
            raise asked[0]


def _of_builtin(function: Any) -> tuple[str, str]:
    """Say what a function of the interpreter asks, if anything."""
    name = getattr(function, "__name__", "")
    owner = getattr(function, "__self__", None)
    module = getattr(function, "__module__", None) or getattr(owner, "__name__", "")
    if name in _OF_DATES and isinstance(owner, type) and owner.__module__ == "datetime":
        return "the clock", f"{owner.__name__}.{name}"
    if name in _OF_TIME and module == "time":
        return "the clock", f"time.{name}"
    if module in ("posix", "nt", "_io", "io", "builtins") and name in _OF_FILES:
        return "files", name
    if module in ("posix", "nt") and name in _OF_SYSTEM:
        return "chance" if name in ("urandom", "getrandom") else "the system", f"os.{name}"
    if owner is _GLOBAL_CHANCE and name in _OF_CHANCE:
        return "chance", f"random.{name}"
    if module in ("_socket", "_ssl"):
        return "the network", f"socket.{name}"
    if module == "_locale":
        return "the locale", f"locale.{name}"
    if module == "builtins" and name in ("print", "input"):
        return "the terminal", name
    return "", ""


_GLOBAL_CHANCE: Final = random.random.__self__  # type: ignore[attr-defined]
"""The generator that the functions of ``random`` share: nobody knows its seed."""


def _of_function(frame: FrameType) -> tuple[str, str]:
    """Say what a function of the standard library asks, if anything."""
    module, name = str(frame.f_globals.get("__name__", "")), frame.f_code.co_name
    if module in _MODULES:
        return _MODULES[module], f"{module}.{name}"
    if module == "random":
        of = frame.f_locals.get("self")
        unknown = name == "seed" and frame.f_locals.get("a", 0) is None
        if of is _GLOBAL_CHANCE or unknown:
            return "chance", f"random.{name}"
    if module == "os" and frame.f_locals.get("self") is os.environ:
        return "the environment", "os.environ"
    return "", ""


def _imports(frame: FrameType | None, base: FrameType) -> bool:
    """Tell whether a frame runs because a module is imported for the first time."""
    while frame is not None and frame is not base:
        if frame.f_code.co_filename.startswith("<frozen importlib"):
            return True
        frame = frame.f_back
    return False


def _place(frame: FrameType | None) -> str:
    """Say where the call stands, outside of Python's own library: file with folder, and line."""
    while frame is not None and _is_of_python(frame.f_code.co_filename):
        frame = frame.f_back
    if frame is None:
        return "an unknown place"
    parts = frame.f_code.co_filename.replace("\\", "/").split("/")[-2:]
    return f"{'/'.join(parts)}:{frame.f_lineno}"


def _is_of_python(file: str) -> bool:
    return file.startswith("<frozen") or (file.startswith(_LIBRARY) and "site-packages" not in file)


_LIBRARY: Final = os.path.dirname(os.__file__) + os.sep
