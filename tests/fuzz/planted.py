"""Which faults would be found? Doors that do not hold, one for each way not to."""

from contextlib import suppress
from typing import Final

from tests.fuzz.knocking import Door

from engageframe import InvalidInput

__all__ = ["PLANTED"]

_TRAP: Final = b"\x1b"
"""What springs the trap; a session reaches it by chance, as it would a real one."""


def _trips(_: object, data: bytes) -> None:
    if _TRAP in data:
        {}["what nobody thought of"]


def _loops(_: object, data: bytes) -> None:
    while _TRAP in data:
        with suppress(Exception):  # even code that swallows every error is stopped
            len(data)


def _grows(_: object, data: bytes) -> None:
    held = [data]
    while _TRAP in data:
        held.append(held[-1] * 2)


def _keeps_half(state: list[bytes], data: bytes) -> None:
    state.append(data)
    if _TRAP in data:
        raise InvalidInput.one("", "too late")
    state.clear()


def _lies(_: object, data: bytes) -> None:
    assert _TRAP not in data, "this was promised"


PLANTED: Final[dict[str, Door]] = {
    "traceback": Door("traceback", (b"a: b",), _trips, cases=2_000, longest=60),
    "hang": Door("hang", (b"a: b",), _loops, cases=2_000, longest=60),
    "memory": Door("memory", (b"a: b",), _grows, cases=2_000, longest=60),
    "half-written": Door(
        "half-written", (b"a: b",), _keeps_half, list, tuple, cases=2_000, longest=60
    ),
    "broken promise": Door("broken promise", (b"a: b",), _lies, cases=2_000, longest=60),
}
