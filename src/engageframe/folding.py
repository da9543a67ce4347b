"""Which entries count as of a moment, and what do they add up to?"""

from bisect import bisect_right
from collections.abc import ItemsView, Iterable, Iterator, Mapping, Sequence, ValuesView
from functools import partial
from operator import attrgetter
from typing import Any, TypeVar

import msgspec

from engageframe.codec import Codec, unreadable
from engageframe.encoding import canonical, pack, unpack
from engageframe.journal import Entry, Record
from engageframe.kinds import Kind
from engageframe.lenses import Lens
from engageframe.model.moments import Moment, moment

__all__ = ["AMENDMENTS", "Joined", "State", "covers", "effective"]

S = TypeVar("S")
AMENDMENTS = ("correction", "retraction")
"""Kinds that change what earlier records say: after one, a snapshot no longer holds."""


def covers(declared: Iterable[str], kind: str) -> bool:
    """Tell whether a declaration such as ``encounter`` covers a kind (``encounter.held``)."""
    return any(kind == one or kind.startswith(f"{one}.") for one in declared)


def effective(
    entries: Iterable[Entry], *, as_of: Moment, astray: set[str] | None = None
) -> Iterator[Entry]:
    """Give the entries that count at a moment: begun by then, corrected, not retracted.

    An amendment changes what was written before it, and nothing that follows.
    A correction whose cause is the record itself stands in for it when its body was destroyed.
    ``astray`` takes up the ids that are amended and are not among the entries.

    Raises:
        DamagedStore: an entry cannot be read; it is named.
    """
    every = list(entries)
    told = [entry for entry in every if entry.kind in AMENDMENTS and entry.body is not None]
    seqs = {entry.id: entry.seq for entry in every} if told else {}
    amended: dict[str, dict[str, Any]] = {}
    entry: Any = None
    try:
        for entry in reversed(told):  # the last word counts, and amendments may be amended too
            later = amended.get(entry.id, {"body": {}})
            if "body" in later:
                word = msgspec.json.decode(entry.body) | later["body"]
                if word["record"] not in seqs and astray is not None:
                    astray.add(word["record"])
                if seqs.get(word["record"], entry.seq) < entry.seq:
                    known = amended.setdefault(word["record"], word)
                    known["happened"] = known.get("happened") or word.get("happened")
                    known["stands"] = known.get("stands") or entry.cause == word["record"]
        for entry in every:
            change = amended.get(entry.id)
            if change is not None:
                if "body" not in change:
                    continue
                entry = _corrected(entry, change)
            if moment(entry.happened).first <= as_of.last:
                yield entry
    except (ValueError, TypeError, KeyError, RecursionError) as fault:
        raise unreadable(entry, fault) from fault


def _corrected(entry: Entry, change: dict[str, Any]) -> Entry:
    if entry.body is None and not change["stands"]:
        return entry
    when = change["happened"] or entry.happened
    body = canonical(change["body"])
    return entry._replace(body=body, version=change["version"], happened=when)


class Latest(Mapping[str, Record[Any]]):
    """The last record of each identity of one kind; a body is read when it is asked for."""

    def __init__(self, codec: Codec, kind: Kind, entries: Sequence[Entry]) -> None:
        self._records = partial(codec.records, kind.name)
        self._entries = dict(zip(codec.identities(kind, entries), entries, strict=True))
        self._read: dict[str, Record[Any]] = {}
        self._whole: dict[str, Record[Any]] = {}

    def __getitem__(self, identity: str) -> Record[Any]:
        if identity not in self._read:
            self._read[identity] = self._records([self._entries[identity]])[0]
        return self._read[identity]

    def __contains__(self, identity: object) -> bool:
        return identity in self._entries

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def items(self) -> ItemsView[str, Record[Any]]:
        """Read all at once, in a third of the time of one by one."""
        if len(self._whole) < len(self._entries):
            found = self._records([*self._entries.values()])
            self._read = self._whole = dict(zip(self._entries, found, strict=True))
        return self._whole.items()

    def values(self) -> ValuesView[Record[Any]]:
        """Read all at once."""
        return dict(self.items()).values()


class State:
    """The effective entries by kind, and the lenses folded over them as they are asked for.

    It can be packed as a snapshot and, unpacked, goes on from where it was.
    """

    def __init__(self, codec: Codec) -> None:
        self.codec = codec
        self.redacted = self.news = 0  # news are the entries that came since it was unpacked
        self.latest = ""
        self.astray: set[str] = set()
        self._entries: dict[str, list[Entry]] = {}
        self._packed: dict[str, bytes] = {}
        self._records: dict[str, list[Record[Any]]] = {}
        self._latest: dict[str, Latest] = {}
        self._lenses: dict[str, tuple[int, Any]] = {}
        self._packed_lenses: dict[str, tuple[int, int, bytes]] = {}

    def add(self, entries: Iterable[Entry]) -> None:
        """Take effective entries in, in the order they were written."""
        told = set()
        for entry in entries:
            self.news += 1
            told.add(entry.happened)
            if entry.body is None:
                self.redacted += 1
            else:
                self._entries.setdefault(entry.kind, []).append(entry)
        days = (moment(text).first.isoformat() for text in told)
        self.latest = max(self.latest, max(days, default=""))
        self._records.clear()
        self._latest.clear()

    @property
    def kinds(self) -> list[str]:
        """Give the kinds that occur, sorted."""
        return sorted({*self._entries, *self._packed})

    def entries(self, kind: str) -> list[Entry]:
        """Give the entries of one kind in the order they were written."""
        if kind in self._packed:
            earlier = unpack(self._packed.pop(kind), list[Entry])
            self._entries[kind] = earlier + self._entries.get(kind, [])
        return self._entries.get(kind, [])

    @property
    def ids(self) -> frozenset[str]:
        """Give the ids of all effective entries."""
        return frozenset(entry.id for kind in self.kinds for entry in self.entries(kind))

    def told(self, where: str) -> set[str]:
        """Give the ids that one field of one kind holds, such as ``commitment.made:id``."""
        kind, _, field = where.partition(":")
        records = self.records(kind) if kind in self.codec.kinds else []
        return {attrgetter(field)(record.body) for record in records}

    def records(self, kind: str) -> list[Record[Any]]:
        """Give the records of one kind in the order they were written."""
        if kind not in self._records:
            self._records[kind] = self.codec.records(kind, self.entries(kind))
        return self._records[kind]

    def all_records(self) -> list[Record[Any]]:
        """Give all records in the order they were written."""
        return sorted(record for kind in self.kinds for record in self.records(kind))

    def last_of(self, kind: Kind) -> "Latest":
        """Give the last record of each identity of one kind."""
        if kind.name not in self._latest:
            self._latest[kind.name] = Latest(self.codec, kind, self.entries(kind.name))
        return self._latest[kind.name]

    def lens(self, lens: Lens[S]) -> S:
        """Give the state of a lens over all entries."""
        seen, state = self._lens_so_far(lens)
        news: list[Record[Any]] = []
        for kind in self.kinds:
            if kind in self.codec.kinds and covers(lens.reads, kind):
                news += self._news(kind, seen)
        for record in sorted(news):
            state = lens.apply(state, record)
            seen = record.seq
        self._lenses[lens.name] = seen, state
        return state

    def _lens_so_far(self, lens: Lens[S]) -> tuple[int, S]:
        if lens.name in self._lenses:
            return self._lenses[lens.name]
        version, seen, packed = self._packed_lenses.pop(lens.name, (0, 0, b""))
        if version == lens.version:
            return seen, unpack(packed, lens.state)
        return 0, lens.start()

    def _news(self, kind: str, seen: int) -> list[Record[Any]]:
        if not seen:
            return self.records(kind)
        entries = self._entries.get(kind, [])
        first = bisect_right(entries, seen, key=lambda entry: entry.seq)
        return self.codec.records(kind, entries[first:])

    def pack(self, lenses: Iterable[Lens[Any]]) -> bytes:
        """Encode all entries, with the states of some lenses, for a snapshot."""
        folded = {}
        for lens in lenses:
            state = self.lens(lens)
            folded[lens.name] = lens.version, self._lenses[lens.name][0], pack(state)
        whole = self._packed.keys() - self._entries.keys()
        by_kind = {
            kind: self._packed[kind] if kind in whole else pack(self.entries(kind))
            for kind in self.kinds
        }
        return pack((self.redacted, self.latest, self.astray, by_kind, folded))

    @classmethod
    def unpack(cls, codec: Codec, data: bytes) -> "State":
        """Restore what :meth:`pack` gave; entries and lenses are decoded when they are asked for.

        Raises:
            ValueError: the data have another shape.
        """
        state = cls(codec)
        state.redacted, state.latest, state.astray, state._packed, state._packed_lenses = unpack(
            data, tuple[int, str, set[str], dict[str, bytes], dict[str, tuple[int, int, bytes]]]
        )
        return state


class Joined(State):
    """What all engagements share, and what is told of one: folded apart, seen as one."""

    def __init__(self, shared: State, own: State) -> None:
        super().__init__(own.codec)
        self.redacted = shared.redacted + own.redacted
        self.latest = max(shared.latest, own.latest)
        self._parts = shared, own

    @property
    def kinds(self) -> list[str]:
        """Give the kinds that occur, sorted."""
        return sorted({kind for part in self._parts for kind in part.kinds})

    def entries(self, kind: str) -> list[Entry]:
        """Give the entries of one kind in the order they were written."""
        one, two = (part.entries(kind) for part in self._parts)
        return sorted(one + two) if one and two else one or two

    def records(self, kind: str) -> list[Record[Any]]:
        """Give the records of one kind in the order they were written."""
        one, two = (part.records(kind) for part in self._parts)
        return sorted(one + two) if one and two else one or two

    def last_of(self, kind: Kind) -> "Latest":
        """Give the last record of each identity of one kind."""
        told = [part for part in self._parts if kind.name in part.kinds]
        return told[0].last_of(kind) if len(told) == 1 else super().last_of(kind)

    def lens(self, lens: Lens[S]) -> S:
        """Give the state of a lens, from the part that alone has what it reads."""
        told = [part for part in self._parts if any(covers(lens.reads, one) for one in part.kinds)]
        return told[0].lens(lens) if len(told) == 1 else super().lens(lens)
