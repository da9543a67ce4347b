"""How does a journal prove that nothing in it was changed?

Each entry's hash is the SHA-256 of the hash before it, its header fields as a JSON array, and the
digest of its content: HMAC-SHA256 over its subjects as a JSON array with its body.
The key is a salt that dies with the body, so a redacted entry still holds its place in the chain
while nobody can guess what it said.
"""

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Any, Final

import msgspec

from engageframe.errors import Conflict
from engageframe.journal import Draft, Head, Verification

__all__ = ["IdTaken", "Row", "check", "extend", "fingerprint", "refuse_taken", "require"]

_encode: Final = msgspec.json.encode
"""An array in JSON tells its fields apart, whatever they hold."""

_SALT: Final = 16
_INNER, _OUTER = (bytes(byte ^ pad for byte in range(256)) for pad in (0x36, 0x5C))

Row = tuple[Any, ...]
"""The twelve fields of an entry, then salt, subjects (as JSON), digest and hash."""


class IdTaken(Conflict):
    """A record with this id is already there."""

    def __init__(self, id_: str, stream: str) -> None:
        super().__init__(stream, 0, 1)
        self.id = id_
        says = f'stream "{stream}": record "{id_}" is already in the journal, perhaps destroyed'
        remedy = "nothing was written: leave it out, or give the new fact an id of its own"
        self.args = (f"{says}; {remedy}",)


def fingerprint(drafts: Iterable[Draft]) -> bytes:
    """Name the content of an act by its SHA-256; the time of writing is no part of it."""
    whole = sha256()
    for d in drafts:
        texts = (d.id, d.stream, d.kind, d.happened, d.author, d.source, d.cause)
        whole.update(_encode((*texts, d.version, sorted({*d.subjects}), len(d.body))) + d.body)
    return whole.digest()


def require(expected: Mapping[str, int] | None, positions: Mapping[str, int]) -> None:
    """Raise ``Conflict`` unless each expected stream holds as many entries as expected."""
    for stream, count in (expected or {}).items():
        if positions.get(stream, 0) != count:
            raise Conflict(stream, count, positions.get(stream, 0))


def refuse_taken(drafts: Iterable[Draft], taken: Container[str]) -> None:
    """Raise ``IdTaken`` for the first draft whose id is taken, or was given twice."""
    seen = set[str]()
    for draft in drafts:
        if draft.id in taken or draft.id in seen:
            raise IdTaken(draft.id, draft.stream)
        seen.add(draft.id)


def extend(
    drafts: Sequence[Draft],
    head: Head,
    positions: dict[str, int],
    recorded: str,
    salt: Callable[[int], bytes],
) -> list[Row]:
    """Give drafts their place behind ``head``; ``positions`` moves on with them."""
    seq, link, rows = head.seq, bytes.fromhex(head.hash), []
    keys = salt(_SALT * len(drafts))
    for at, d in enumerate(drafts):
        seq += 1
        position = positions[d.stream] = positions.get(d.stream, 0) + 1
        what = (seq, d.id, d.stream, position, d.kind, d.version, d.happened)
        header = (*what, recorded, d.author, d.source, d.cause)
        key = keys[at * _SALT : (at + 1) * _SALT]
        subjects = _encode(sorted({*d.subjects})).decode()
        digest = _digest(key, subjects, d.body)
        link = _link(link, header, digest)
        rows.append((*header, d.body, key, subjects, digest, link))
    return rows


def check(rows: Iterable[Row], last: int, start: Head = Head()) -> Verification:
    """Check the rows behind ``start`` one by one; ``last`` is where they should end.

    Positions in streams are checked when it starts at the beginning.
    """
    seq, link, recorded, redacted, says = start.seq, bytes.fromhex(start.hash), "", 0, ""
    positions = dict[str, int]()
    for row in rows:
        try:
            says = _fault(row, seq + 1, link, recorded)
        except (TypeError, ValueError, AttributeError):
            says = "a value in it is of another type"
        position = positions[row[2]] = positions.get(row[2], 0) + 1
        if not (says or start.seq) and position != row[3]:
            says = f'it is number {row[3]} of stream "{row[2]}", not {position}'
        if says:
            break
        seq, link, recorded, redacted = seq + 1, row[15], row[7], redacted + (row[11] is None)
    if not says and seq != last:
        says, seq = f"the chain ends at {seq}, {last} entries were written", min(seq, last)
    bad = seq + 1 if says else None
    return Verification(checked=seq - start.seq, redacted=redacted, first_bad=bad, says=says)


def _fault(row: Row, seq: int, link: bytes, last: str) -> str:
    header, body, salt, subjects, digest, written = row[:11], *row[11:]
    if header[0] != seq:
        return f"the entry is missing, the next one is {header[0]}"
    if _link(link, header, digest) != written:
        return "its header or its place in the chain was changed"
    if not (body is None) == (salt is None) == (subjects is None):
        return "it is neither whole nor redacted"
    if body is not None and _digest(salt, subjects, body) != digest:
        return "its body, salt or subjects were changed"
    return "it was recorded before the entry in front of it" if header[7] < last else ""


def _digest(salt: bytes, subjects: str, body: bytes) -> bytes:
    """Give the HMAC-SHA256 as RFC 2104 writes it: Python's own takes half as long again."""
    key = salt.ljust(64, b"\0")
    inner = sha256(key.translate(_INNER) + subjects.encode() + body).digest()
    return sha256(key.translate(_OUTER) + inner).digest()


def _link(previous: bytes, header: Row, digest: bytes) -> bytes:
    return sha256(previous + _encode(header) + digest).digest()
