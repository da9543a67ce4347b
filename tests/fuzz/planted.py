"""Which faults would be found? Doors that do not hold, one for each way not to."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch

import apsw
import msgspec
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from tests.fuzz import sealed
from tests.fuzz.knocking import Door

from engageframe import InvalidInput
from engageframe_stores import keys, sealing
from engageframe_stores import sealed as store
from engageframe_subjects import noting, rights
from engageframe_subjects.names import Names

__all__ = ["BROKEN", "PLANTED"]

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


@contextmanager
def _any_file(self: Any, **_: Any) -> Iterator[apsw.Connection]:
    """Open the file of keys, whatever it is, and let SQLite's errors go up."""
    db = apsw.Connection(str(self.path))
    try:
        yield db
    finally:
        db.close(True)


def _any_box(held: keys.Keys | None, box: bytes, name: str) -> bytes | None:
    """Open a sealed body, and let the cipher's errors go up."""
    found = sealing._read_box(box)
    secret = held and held.secret(found.under)
    if not secret:
        return None
    data = sealing.base64.b64decode(found.sealed)
    return AESSIV(sealing._joined(secret)).decrypt(data, [name.encode()])


def _any_note(folder: Path | None, who: str) -> Names | None:
    path = folder and folder / noting._name(who)
    if not path or not path.exists():
        return None
    known = msgspec.json.decode(path.read_bytes())
    return Names(known["id"], known["sure"], known["unsure"])


def _without(name: str, *guards: tuple[object, str, Callable[..., object]]) -> Door:
    """Take guards away from a door of the sealed store; only its honest case is known then."""
    door = next(one for one in sealed.DOORS if one.name == name)

    def enter(place: Any, data: bytes) -> None:
        with _patched(guards):
            door.enter(place, data)

    return door._replace(name=f"{name} unguarded", seeds=door.seeds[:1], enter=enter, cases=2_000)


@contextmanager
def _patched(guards: tuple[tuple[object, str, Callable[..., object]], ...]) -> Iterator[None]:
    if not guards:
        yield
        return
    with patch.object(*guards[0]), _patched(guards[1:]):
        yield


_BOX: Final = ((sealing, "open_box", _any_box), (store, "open_box", _any_box))
_GUARDLESS: Final = (
    _without("file of keys", (keys.Keys, "_opened", _any_file), (keys, "_guard", lambda db: None)),
    _without("planted in keys", *_BOX),
    _without("sealed journal", *_BOX),
    _without("note of erasure", (rights, "noted", _any_note)),
)  # fmt: skip
BROKEN: Final[dict[str, Door]] = {door.name: door for door in _GUARDLESS}
"""The doors of the sealed store, each without what makes it hold."""
