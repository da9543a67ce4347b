"""Does a practice ask the world: the clock, chance, files, the network, the environment?

Every call that Python code makes to the interpreter's own functions is seen, however the function
was imported; of what such a function does in turn, what the interpreter audits is seen: files,
the network, programs, threads.
What is audited is refused before it is done.
Importing a module for the first time is no fault.
"""

import gc
import io
import os
import random
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType, ModuleType
from typing import Any, Final

__all__ = ["WorldAsked", "guarded"]

_OF_DATES: Final = frozenset(("now", "utcnow", "today"))
_DISK: Final = (
    "open listdir scandir stat lstat mkdir makedirs remove rename replace unlink rmdir getcwd "
    "access readlink chdir chmod utime statvfs"
)
_OF_FILES: Final = frozenset(_DISK.split())
_RECKONED: Final = (
    "fspath _path_normpath _path_splitroot _path_splitroot_ex strerror major minor makedev"
)
_RECKONS: Final = frozenset(_RECKONED.split())
"""What the module of the system reckons from its arguments alone."""
_DICE: Final = "random getrandbits seed randbytes randint randrange choice choices shuffle sample"
_OF_CHANCE: Final = frozenset(_DICE.split())
_OF_UUID: Final = frozenset(("uuid1", "uuid4", "uuid6", "uuid7", "getnode"))
_BUILTINS: Final = {
    "time": "the clock",
    "_socket": "the network",
    "_ssl": "the network",
    "_locale": "the locale",
    "_sqlite3": "files",
    "sqlite3": "files",
    "_thread": "another thread",
    "_posixsubprocess": "another program",
    "_uuid": "chance",
    "_ctypes": "the system",
    "mmap": "files",
}
"""Modules whose functions in C ask the world, and what; of some only those in _STARTS."""
_STARTS: Final = frozenset(("start_new_thread", "start_new", "start_joinable_thread"))
_MODULES: Final = {
    "socket": "the network",
    "ssl": "the network",
    "http.client": "the network",
    "urllib.request": "the network",
    "subprocess": "another program",
    "multiprocessing.process": "another program",
    "multiprocessing.context": "another program",
    "concurrent.futures.thread": "another thread",
    "concurrent.futures.process": "another program",
    "importlib.metadata": "what else is installed",
    "platform": "the system",
    "secrets": "chance",
    "tempfile": "files",
    "locale": "the locale",
    "getpass": "the environment",
}
"""Modules whose functions ask the world, whatever they are called with."""
_BEGUN: Final = "os.system os.fork os.forkpty os.exec os.posix_spawn os.spawn os.startfile os.kill"
_PROGRAMS: Final = frozenset(_BEGUN.split())
_AUDITED: Final = {
    "open": "files",
    "os": "files",
    "shutil": "files",
    "tempfile": "files",
    "glob": "files",
    "mmap": "files",
    "sqlite3": "files",
    "socket": "the network",
    "subprocess": "another program",
    "_thread": "another thread",
    "ctypes": "the system",
}
"""What the interpreter audits by the first word of the event."""
_UNWATCHED: Final = frozenset(("sys.setprofile", "sys.addaudithook"))
_TRACERS: Final = frozenset(("coverage", "pydevd", "_pydevd_bundle"))
"""They look what is loaded, in the thread of the practice, when it comes to a file of its own."""
_LOADED: Final = sys.modules


class WorldAsked(AssertionError):
    """A practice asked the world: ``what`` it asked, by which call, and where."""

    def __init__(self, what: str, call: str, place: str) -> None:
        self.what = what
        self.call = call
        self.place = place
        super().__init__(f"it asks {what}: {call}() at {place}")


class _Guard:
    """Sees what the code of one thread asks the world, and keeps the first."""

    def __init__(self) -> None:
        self.asked: list[WorldAsked] = []
        self.thread = threading.get_ident()

    def look(self, frame: FrameType, event: str, argument: Any) -> None:
        """See a call: of a function in C, or of one in Python."""
        if event == "c_call" and getattr(argument, "__self__", None) is _LOADED:
            self.read(frame)
        elif event == "c_call":
            what, call = _of_builtin(argument)
            self.tell(frame, frame, what, call)
            if what == "another thread" and self.asked:
                raise self.asked[0]  # Python 3.11 does not audit it
        elif event == "call":
            self.tell(frame, frame.f_back, *_of_function(frame))

    def tell(self, frame: FrameType, at: FrameType | None, what: str, call: str) -> None:
        """Keep what was asked, unless a module is imported."""
        if what and not self.asked and not _imports(frame):
            self.asked.append(WorldAsked(what, call, _place(at)))

    def audit(self, event: str, frame: FrameType) -> None:
        """Refuse what is audited before it is done."""
        if threading.get_ident() == self.thread and not _imports(frame):
            self.tell(frame, frame, _audited(event), event)
            raise self.asked[0]

    def read(self, frame: FrameType) -> None:
        """See that somebody other than Python's own library reads which modules are there."""
        file, reader = frame.f_code.co_filename, str(frame.f_globals.get("__name__"))
        if reader.partition(".")[0] in _TRACERS or _is_of_python(file):
            return
        if threading.get_ident() == self.thread:
            self.tell(frame, frame, "what else is loaded", "sys.modules")


_guards: list[_Guard] = []
"""Those at work, the innermost last."""


@contextmanager
def guarded() -> Iterator[None]:
    """Raise where code inside asks the world, even when the code hides the error.

    Raises:
        WorldAsked: naming what was asked first, and where.
    """
    guard = _Guard()
    _listen()
    before, collects, kind = sys.getprofile(), gc.isenabled(), type(sys)
    gc.disable()  # what others do when garbage is collected is no doing of the practice
    sys.setprofile(guard.look)
    sys.__class__ = _Watched
    _guards.append(guard)
    try:
        yield
    finally:
        _guards.remove(guard)
        sys.__class__ = kind
        sys.setprofile(before)
        if collects:
            gc.enable()
        if guard.asked:
            raise guard.asked[0]


class _Watched(ModuleType):
    """The module ``sys`` while a guard is at work."""

    def __getattribute__(self, name: str) -> Any:
        if name == "modules" and _guards:
            _guards[-1].read(sys._getframe(1))
        return super().__getattribute__(name)


def _listen() -> None:
    """Have the interpreter tell what it audits; it does so as long as it runs."""
    if not _listening:
        sys.addaudithook(_hear)
        _listening.append(_hear)


def _hear(event: str, _: Any) -> None:
    if _guards and _audited(event):
        _guards[-1].audit(event, sys._getframe(1))


_listening: list[Callable[[str, Any], None]] = []


def _audited(event: str) -> str:
    """Say what an audited event asks, if anything."""
    if event in _PROGRAMS:
        return "another program"
    if event in ("os.putenv", "os.unsetenv"):
        return "the environment"
    if event in _UNWATCHED:
        return "not to be watched"
    return _AUDITED.get(event.partition(".")[0], "")


def _of_builtin(function: Any) -> tuple[str, str]:
    """Say what a function of the interpreter asks, if anything."""
    name = getattr(function, "__name__", "")
    owner = getattr(function, "__self__", None)
    module = getattr(function, "__module__", None) or getattr(owner, "__name__", "")
    if not module:
        return _of_method(name, owner)
    if name in _OF_DATES and isinstance(owner, type) and owner.__module__ == "datetime":
        return "the clock", f"{owner.__name__}.{name}"
    if module in ("posix", "nt"):
        return _of_system(name), f"os.{name}"
    if module in ("_io", "io", "builtins") and name in ("open", "open_code"):
        return "files", name
    if module in _BUILTINS and (module != "_thread" or name in _STARTS):
        return _BUILTINS[module], f"{module.lstrip('_')}.{name}"
    if module == "builtins" and name in ("print", "input"):
        return "the terminal", name
    return "", ""


def _of_system(name: str) -> str:
    if name in _RECKONS or name.startswith("W"):
        return ""
    if name in _OF_FILES:
        return "files"
    if name in ("urandom", "getrandom"):
        return "chance"
    return "the clock" if name == "times" else "the system"


def _of_method(name: str, owner: Any) -> tuple[str, str]:
    """Say what a method in C asks of its object, if anything."""
    if owner is _GLOBAL_CHANCE or type(owner) is _RAW_CHANCE:
        return ("chance", f"random.{name}") if name in _OF_CHANCE else ("", "")
    if any(owner is one for one in (sys.stdout, sys.stderr, sys.stdin, sys.__stderr__)):
        return ("the terminal", name) if owner is not None else ("", "")
    if issubclass(type(owner), (io.FileIO, io.BufferedWriter, io.BufferedReader)):
        return "files", name
    if type(owner).__module__ == "sqlite3":
        return "files", f"sqlite3.{name}"
    return "", ""


_RAW_CHANCE: Final = random.Random.__base__
"""The generator in C: nobody knows whether it has a seed."""
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
    if module == "uuid" and name in _OF_UUID:
        return "chance", f"uuid.{name}"
    if module == "os" and type(frame.f_locals.get("self")) is type(os.environ):
        return "the environment", "os.environ"
    return "", ""


def _imports(frame: FrameType | None) -> bool:
    """Tell whether a frame runs because a module is imported for the first time."""
    while frame is not None:
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
