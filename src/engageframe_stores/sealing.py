"""How is a body sealed, so that it opens only with the keys of all whom it is about?"""

import base64
import hmac
from collections.abc import Iterable
from typing import Any, Final

import msgspec

from engageframe.errors import JournalError
from engageframe_stores.keys import Keys

__all__ = ["cipher", "is_shut", "open_box", "seal", "under"]

_INSTALL: Final = 'the store "sealed" needs a cipher: pip install "engageframe[sealing]"'


class _Box(msgspec.Struct, frozen=True):
    """A sealed body as the journal below keeps it."""

    sealed: str
    under: tuple[str, ...]


_DAMAGE: Final = (ValueError, TypeError, AttributeError, RecursionError)
"""What opening a damaged row may raise, which may hold anything."""
_read_box: Final = msgspec.json.Decoder(_Box).decode
_write: Final = msgspec.json.encode


def cipher() -> Any:
    """Load the cipher: the same record told again must be the same bytes, which it is made for.

    Raises:
        JournalError: it is not installed.
    """
    try:
        from cryptography.hazmat.primitives.ciphers.aead import AESSIV
    except ModuleNotFoundError:
        raise JournalError(_INSTALL) from None
    return AESSIV


def seal(keys: Keys, owners: Iterable[str], body: bytes, name: str) -> bytes:
    """Seal a body under the keys of some owners, for the record of this name alone."""
    tags = keys.of(owners)
    data = cipher()(_joined(keys.secret(tags) or b"")).encrypt(body, [name.encode()])
    return _write(_Box(base64.b64encode(data).decode(), tuple(tags)))


def open_box(keys: Keys | None, box: bytes, name: str) -> bytes | None:
    """Open a sealed body; nothing when a key is gone, or it is none of ours."""
    from cryptography.exceptions import InvalidTag

    try:
        found = _read_box(box)
        secret = keys and keys.secret(found.under)
        if not secret:
            return None
        data = base64.b64decode(found.sealed)
        body: bytes = cipher()(_joined(secret)).decrypt(data, [name.encode()])
    except (*_DAMAGE, InvalidTag):
        return None
    return body


def under(box: bytes) -> tuple[str, ...]:
    """Give the tags of the keys that a body is sealed with, none when it is not sealed."""
    try:
        return _read_box(box).under
    except _DAMAGE:
        return ()


def is_shut(keys: Keys, box: bytes, name: str) -> bool:
    """Tell whether a body does not open though none of its keys was destroyed."""
    return open_box(keys, box, name) is None and not keys.destroyed(under(box))


def _joined(secret: bytes) -> bytes:
    """Make one key of those of all owners: without one of them it cannot be made."""
    return hmac.digest(secret, b"engageframe sealed body", "sha512")
