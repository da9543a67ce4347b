"""What does a journal keep, and what does it promise?

A journal is the append-only list of entries of one workspace.
Stores keep entries as bytes; the codec turns entries into records with a typed body.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Generic, NamedTuple, Protocol, TypeVar, runtime_checkable

import msgspec

from engageframe.model.moments import Moment

__all__ = [
    "REGISTER", "Check", "Draft", "Entry", "Head", "Journal", "Receipt", "Record", "Snapshot",
    "Unread", "Verification",
]  # fmt: skip

REGISTER = "register"
"""The stream of shared things: people, organizations, affiliations."""

B_co = TypeVar("B_co", covariant=True)


class Entry(NamedTuple):
    """One line of the journal as a store keeps it."""

    seq: int
    """Position in the whole journal: 1, 2, 3 ... without gaps, never reused."""
    id: str
    stream: str
    position: int
    """Position in its stream: 1, 2, 3 ... without gaps."""
    kind: str
    version: int
    """Version of the kind in which the body is written."""
    happened: str
    """A moment, perhaps partial."""
    recorded: str
    """UTC, fixed width (``2026-03-01T09:00:00.000000Z``), never decreasing with ``seq``."""
    author: str
    source: str
    """``system:foreign id`` when it was imported, else empty."""
    cause: str
    """Id of the record that this one follows from, else empty."""
    body: bytes | None
    """Canonical JSON; ``None`` when it was redacted."""


class Unread(NamedTuple):
    """The body of a record whose kind nobody here knows: kept, counted and shown."""

    json: bytes


class Record(NamedTuple, Generic[B_co]):
    """One fact: the entry with its moment and body read."""

    seq: int
    id: str
    stream: str
    kind: str
    version: int
    happened: Moment
    recorded: str
    author: str
    source: str
    cause: str
    body: B_co

    @property
    def imported(self) -> bool:
        """Tell whether it came in from another system."""
        return bool(self.source)


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """An entry before it has a place in the journal."""

    id: str
    stream: str
    kind: str
    version: int
    happened: str
    author: str
    body: bytes
    source: str = ""
    cause: str = ""
    subjects: tuple[str, ...] = ()
    """Ids of the people it is about: the index for erasure."""


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """The end of the journal: its last position and the hash of the whole chain up to it."""

    seq: int = 0
    hash: str = "0" * 64


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """What an append did; ``replayed`` when the same request had been accepted before."""

    first: int
    last: int
    head: Head
    replayed: bool = False


class Verification(msgspec.Struct, frozen=True, kw_only=True):
    """The answer of a check of the whole chain.

    ``first_bad`` is the first position that does not hold, ``says`` why; both empty when all do.
    """

    checked: int
    redacted: int = 0
    first_bad: int | None = None
    says: str = ""


class Snapshot(msgspec.Struct, frozen=True, kw_only=True):
    """A cached state: true only for the chain that ends in ``head`` and for ``fingerprint``."""

    head: Head
    fingerprint: str
    body: bytes


class Check(NamedTuple):
    """One thing looked at: whether it is safe, with what was found and what to do."""

    name: str
    ok: bool
    says: str


@runtime_checkable
class Journal(Protocol):
    """What every store offers.

    Every method may raise a child of :class:`~engageframe.errors.JournalError`.
    """

    def append(
        self, drafts: Sequence[Draft], *, request: str, recorded: str,
        expected: Mapping[str, int] | None,
    ) -> Receipt:  # fmt: skip
        """Commit all drafts durably, or none, and only then return.

        Args:
            drafts: entries to add, at least one.
            request: id of this act; the same id with the same content is not done twice.
            recorded: the time of writing; raised to the journal's last one if it is earlier.
            expected: entries each named stream must hold now; ``None`` takes any.

        Raises:
            Conflict: a stream holds another number of entries, or an id is already taken.
            RequestMismatch: the request id was accepted with another content.
        """

    def read(
        self, streams: Iterable[str] | None = None, *, after: int = 0, known_at: str = ""
    ) -> Iterator[Entry]:
        """Give the entries of some streams (all when ``None``) in the order of ``seq``.

        ``after`` skips positions up to it; ``known_at`` leaves out what was recorded later.
        """

    def find(self, prefix: str) -> tuple[Entry, ...]:
        """Give the entries whose id begins with a prefix, at most twenty."""

    def known(self, ids: Iterable[str]) -> frozenset[str]:
        """Give those of the ids that the journal holds."""

    def streams(self) -> Mapping[str, int]:
        """Give every stream with the number of its entries."""

    def head(self, streams: Iterable[str] | None = None, *, known_at: str = "") -> Head:
        """Give the end of the journal: its last entry, or the last one of some streams.

        ``known_at`` leaves out what was recorded later. The hash is always that of the whole chain.
        """

    def hash_at(self, seq: int) -> str:
        """Give the chain's hash at a position, empty when there is none."""

    def verify(self) -> Verification:
        """Check the whole chain, sequence and index; name the first entry that does not hold."""

    def redact(self, ids: Iterable[str]) -> int:
        """Destroy the bodies of some entries for good; the chain still verifies. Count them."""

    def revision(self) -> str:
        """Give a word that is another one when a body was destroyed since, by whomever."""

    def snapshot(self, name: str) -> Snapshot | None:
        """Give a cached state, or nothing."""

    def keep_snapshot(self, name: str, snapshot: Snapshot, *, revision: str = "") -> None:
        """Cache a state; losing it costs only time, so a failure to keep it is not an error.

        ``revision``, if given, is the one from before the state was read: when it is another one
        by now, a body that the state holds may have been destroyed, and the state is not kept.
        """

    def close(self) -> None:
        """Release the store."""
