"""What is a door, and when did it not hold?

A door is a place where somebody else's bytes come in.
It may accept or refuse them; anything else is a fault.
"""

import resource
import signal
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, NamedTuple

import click

from engageframe import EngageframeError

__all__ = ["FAULTS", "REFUSALS", "Door", "Outcome", "bounded", "expanded", "knock"]

FAULTS: Final = ("traceback", "hang", "memory", "half-written", "broken promise")
"""Every way in which a door may fail to hold."""
REFUSALS: Final = (EngageframeError, click.ClickException)
_MACROS: Final = {
    b"@LONG@": b"x" * 20_001,
    b"@WIDE@": "文".encode() * 20_000,
    b"@BIG@": b"9" * 5_000,
    b"@DEEP@": b"[" * 3_000,
    b"@DEEPER@": b'{"a":' * 3_000,
    b"@HUGE@": b"ab " * 70_000,
}
"""What would make a case too long to be changed cheaply stands in it as a word."""


class Door(NamedTuple):
    """A place where bytes come in.

    ``begin`` makes what the bytes come into, ``enter`` lets them in, and ``told`` says what is kept
    there: the same before and after when they were refused.
    ``enter`` raises ``AssertionError`` for a promise of this door that does not hold.
    ``seeds`` are honest cases, ``words`` what occurs in them, ``cases`` how many a session tries.
    """

    name: str
    seeds: Sequence[bytes]
    enter: Callable[[Any, bytes], object]
    begin: Callable[[], Any] = lambda: None
    told: Callable[[Any], object] = lambda _: None
    words: Sequence[bytes] = ()
    cases: int = 10_000
    longest: int = 2_000


class Outcome(NamedTuple):
    """What became of one case: accepted, refused, or one of ``FAULTS``, and what was said."""

    what: str
    says: str = ""
    seconds: float = 0.0

    @property
    def fault(self) -> bool:
        """Tell whether the door did not hold."""
        return self.what in FAULTS


class _Hang(BaseException):
    """The case took longer than it may; no handler of ours catches it as an error."""


def expanded(data: bytes) -> bytes:
    """Put in the place of each macro what it stands for."""
    for word, meant in _MACROS.items():
        data = data.replace(word, meant, 3)
    return data


def knock(door: Door, data: bytes, *, seconds: float = 0.0) -> Outcome:
    """Try one case; ``seconds`` of CPU time bound it, 0 for no bound.

    A bound on memory is set from outside, by :func:`bounded`.
    """
    state = door.begin()
    before = door.told(state)
    began = time.process_time()
    what, says = "accepted", ""
    try:
        with _watched(seconds):
            door.enter(state, expanded(data))
    except REFUSALS as fault:
        what, says = "refused", type(fault).__name__
    except _Hang as fault:
        what, says = "hang", _place(fault)
    except MemoryError as fault:
        what, says = "memory", _place(fault)
    except AssertionError as fault:
        what, says = "broken promise", f"{fault} ({_place(fault)})"
    except BaseException as fault:  # noqa: BLE001 - whatever it is, it is the fault looked for
        what, says = "traceback", f"{type(fault).__name__}: {fault} ({_place(fault)})"
    took = time.process_time() - began
    if what == "refused" and door.told(state) != before:
        what, says = "half-written", f"{says}, but something is kept that was not before"
    return Outcome(what, says, took)


@contextmanager
def _watched(seconds: float) -> Iterator[None]:
    """Raise where the code is when a case has used its CPU time."""
    if not seconds:
        yield
        return

    def stop(*_: object) -> None:
        raise _Hang

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


@contextmanager
def bounded(more: int) -> Iterator[None]:
    """Let this process grow by so many bytes and no further: more is a ``MemoryError``."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize() + more, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def _place(fault: BaseException) -> str:
    """Name the last place in our code: what tells one fault from another."""
    frames = traceback.extract_tb(fault.__traceback__)
    ours = [one for one in frames if "engageframe" in one.filename] or frames
    where = Path(ours[-1].filename)
    return f"{where.parent.name}/{where.name}:{ours[-1].lineno} in {ours[-1].name}"
