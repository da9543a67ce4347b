"""How does a value become bytes, the same bytes for the same value?

Canonical JSON has sorted keys and no spaces, so equal values are equal bytes.
"""

import base64
import hashlib
from typing import Any, TypeVar

import msgspec

from engageframe.errors import InvalidInput
from engageframe.model.moments import Moment, moment

__all__ = ["a_moment", "canonical", "pack", "short_hash", "unpack"]

S = TypeVar("S")


def canonical(value: object) -> bytes:
    """Encode any value of ours as canonical JSON.

    Raises:
        InvalidInput: a text in it is none, as it holds half a character.
    """
    try:
        return msgspec.json.encode(value, enc_hook=_plain, order="sorted")
    except UnicodeEncodeError as fault:
        says = f"half a character, {fault.object[fault.start]!r}, stands in a text"
        raise InvalidInput.one("", says, "write the whole one") from None


def pack(value: object) -> bytes:
    """Encode a value compactly, for a cache."""
    return msgspec.msgpack.encode(value, enc_hook=_plain)


def unpack(data: bytes, shape: type[S]) -> S:
    """Decode what :func:`pack` encoded.

    Raises:
        ValueError: the data have another shape.
    """
    return msgspec.msgpack.decode(data, type=shape, dec_hook=a_moment)


def short_hash(*parts: bytes | str) -> str:
    """Name a content by 80 bits of its SHA-256, as 16 letters and digits."""
    whole = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        whole.update(len(data).to_bytes(8, "big") + data)
    return base64.b32encode(whole.digest()[:10]).decode().lower()


def a_moment(wanted: type[Any], value: Any) -> Any:
    """Read a moment where one is wanted, for msgspec."""
    if wanted is Moment:
        return moment(value)
    raise NotImplementedError(f"{wanted} is no type that a record may hold")


def _plain(value: Any) -> Any:
    if isinstance(value, Moment):
        return value.text
    raise NotImplementedError(f"{type(value)} is no type that a record may hold")
