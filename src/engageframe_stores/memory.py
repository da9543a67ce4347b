"""How does a journal behave when nothing needs to last? This is the store ``memory``."""

import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from engageframe.errors import RequestMismatch
from engageframe.journal import (
    Check,
    Draft,
    Entry,
    Head,
    Journal,
    Receipt,
    Snapshot,
    Verification,
)
from engageframe_stores.chain import Row, check, extend, fingerprint, refuse_taken, require

__all__ = ["MemoryStore", "diagnose", "exists", "open"]


def exists(folder: Path) -> bool:
    """Tell that no journal lasts: a workspace in a folder cannot be opened with this store."""
    return False


def open(folder: Path, *, salt: Callable[[int], bytes] | None = None) -> Journal:
    """Open an empty journal, whatever the folder."""
    return MemoryStore(salt=salt or secrets.token_bytes)


def diagnose(folder: Path) -> tuple[Check, ...]:
    """Say that nothing lasts."""
    return (Check("journal", ok=False, says="it is kept in memory: nothing lasts"),)


class MemoryStore:
    """Keep a journal in memory: for dry runs and tests, with every promise but durability."""

    def __init__(self, *, salt: Callable[[int], bytes] = secrets.token_bytes) -> None:
        self._salt = salt
        self._rows: list[Row] = []
        self._places: dict[str, int] = {}
        self._streams: dict[str, int] = {}
        self._requests: dict[str, tuple[bytes, int, int]] = {}
        self._snapshots: dict[str, Snapshot] = {}
        self._oldest = 0

    def append(
        self,
        drafts: Sequence[Draft],
        *,
        request: str,
        recorded: str,
        expected: Mapping[str, int] | None,
        destroy: Iterable[str] = (),
    ) -> Receipt:
        """Keep all drafts, or none; forget the bodies to destroy in the same act."""
        if not drafts:
            raise ValueError("an append needs at least one draft")
        content = fingerprint(drafts)
        if request in self._requests:
            before, first, last = self._requests[request]
            if before != content:
                raise RequestMismatch(request)
            head = Head(seq=last, hash=self.hash_at(last))
            return Receipt(first=first, last=last, head=head, replayed=True)
        require(expected, self._streams)
        refuse_taken(drafts, self._places)
        self.redact(destroy)
        first, recorded = len(self._rows) + 1, max(recorded, self._recorded())
        self._rows += extend(drafts, self.head(), self._streams, recorded, self._salt)
        self._places.update({draft.id: seq for seq, draft in enumerate(drafts, first)})
        self._requests[request] = content, first, len(self._rows)
        return Receipt(first=first, last=len(self._rows), head=self.head())

    def read(
        self, streams: Iterable[str] | None = None, *, after: int = 0, known_at: str = ""
    ) -> Iterator[Entry]:
        """Give the entries up to the head of this moment."""
        chosen = None if streams is None else frozenset(streams)
        for row in self._rows[max(after, 0) :]:
            if (chosen is None or row[2] in chosen) and (not known_at or row[7] <= known_at):
                yield Entry._make(row[:12])

    def find(self, prefix: str) -> tuple[Entry, ...]:
        """Give the entries whose id begins with a prefix, at most twenty."""
        found = sorted(id_ for id_ in self._places if id_.startswith(prefix))
        return tuple(Entry._make(self._rows[self._places[id_] - 1][:12]) for id_ in found[:20])

    def known(self, ids: Iterable[str]) -> frozenset[str]:
        """Give those of the ids that the journal holds."""
        return frozenset(id_ for id_ in ids if id_ in self._places)

    def streams(self) -> Mapping[str, int]:
        """Give every stream with the number of its entries."""
        return dict(sorted(self._streams.items()))

    def head(self, streams: Iterable[str] | None = None, *, known_at: str = "") -> Head:
        """Give the end of the journal, or of some of its streams, as known then."""
        chosen, latest = None if streams is None else frozenset(streams), known_at or "~"
        for row in reversed(self._rows):
            if (chosen is None or row[2] in chosen) and row[7] <= latest:
                return Head(seq=row[0], hash=row[15].hex())
        return Head()

    def hash_at(self, seq: int) -> str:
        """Give the chain's hash at a position (zeros at 0), empty when there is none."""
        if seq == 0:
            return Head().hash
        return self._rows[seq - 1][15].hex() if 0 < seq <= len(self._rows) else ""

    def verify(self) -> Verification:
        """Check the whole chain; name the first entry that does not hold."""
        return check(self._rows, len(self._rows))

    def revision(self) -> str:
        """Give the number of bodies that were destroyed."""
        return str(sum(row[11] is None for row in self._rows))

    def redact(self, ids: Iterable[str]) -> int:
        """Forget the bodies of some entries; the chain still verifies. Count them."""
        seqs = {self._places[id_] for id_ in self.known(ids)}
        seqs = {seq for seq in seqs if self._rows[seq - 1][11] is not None}
        for seq in seqs:
            row = self._rows[seq - 1]
            self._rows[seq - 1] = (*row[:11], None, None, None, *row[14:])
        self._requests = {
            name: act
            for name, act in self._requests.items()
            if not any(act[1] <= seq <= act[2] for seq in seqs)
        }
        self._snapshots = {
            name: kept
            for name, kept in self._snapshots.items()
            if kept.head.seq < min(seqs, default=1 << 62)
        }
        self._oldest = len(self._rows) + 1 if seqs else self._oldest
        return len(seqs)

    def purge(self) -> tuple[str, ...]:
        """Leave no byte of what was destroyed: there is no file that could hold one."""
        return ()

    def unpurged(self) -> bool:
        """Tell that nothing that was destroyed lingers."""
        return False

    def snapshot(self, name: str) -> Snapshot | None:
        """Give a cached state, or nothing."""
        return self._snapshots.get(name)

    def keep_snapshot(self, name: str, snapshot: Snapshot, *, revision: str = "") -> None:
        """Cache a state, unless it was folded before bodies were destroyed."""
        if revision == self.revision() if revision else snapshot.head.seq >= self._oldest:
            self._snapshots[name] = snapshot

    def close(self) -> None:
        """Release the store; there is nothing to release."""

    def _recorded(self) -> str:
        return str(self._rows[-1][7]) if self._rows else ""
