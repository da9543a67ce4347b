"""What is known about one engagement as of a moment?

A view is folded from records, read-only, and the only thing that a practice sees.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from operator import attrgetter
from types import MappingProxyType
from typing import Any, TypeVar

import msgspec

from engageframe.codec import Codec, unreadable
from engageframe.encoding import canonical, pack, unpack
from engageframe.errors import UndeclaredRead
from engageframe.journal import Entry, Head, Record
from engageframe.kinds import Kind
from engageframe.lenses import COMMITMENTS, CYCLE, ENCOUNTERS, Lens
from engageframe.model.commitments import Commitment
from engageframe.model.encounters import Encounter
from engageframe.model.engagements import Cycle, Engagement
from engageframe.model.moments import Moment, moment
from engageframe.model.people import Organization, Person, Side, Stakeholder, Statement

__all__ = ["AMENDMENTS", "State", "View", "covers", "effective"]

B = TypeVar("B")
S = TypeVar("S")
AMENDMENTS = ("correction", "retraction")
"""Kinds that change what earlier records say: after one, a snapshot no longer holds."""


def covers(declared: Iterable[str], kind: str) -> bool:
    """Tell whether a declaration such as ``encounter`` covers a kind (``encounter.held``)."""
    return any(kind == one or kind.startswith(f"{one}.") for one in declared)


def effective(entries: Iterable[Entry], *, as_of: Moment) -> Iterator[Entry]:
    """Give the entries that count at a moment: begun by then, corrected, not retracted.

    An amendment changes what was written before it, and nothing that follows.
    A correction whose cause is the record itself stands in for it when its body was destroyed.

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
    return entry._replace(
        body=canonical(change["body"]),
        version=change["version"],
        happened=change["happened"] or entry.happened,
    )


class State:
    """The effective entries by kind, and the lenses folded over them as they are asked for.

    It can be packed as a snapshot and, unpacked, goes on from where it was.
    """

    def __init__(self, codec: Codec) -> None:
        self.codec = codec
        self.redacted = 0
        self.latest = ""
        self._entries: dict[str, list[Entry]] = {}
        self._packed: dict[str, bytes] = {}
        self._records: dict[str, list[Record[Any]]] = {}
        self._latest: dict[str, dict[str, Record[Any]]] = {}
        self._lenses: dict[str, tuple[int, Any]] = {}
        self._packed_lenses: dict[str, tuple[int, int, bytes]] = {}

    def add(self, entries: Iterable[Entry]) -> None:
        """Take effective entries in, in the order they were written."""
        told = set()
        for entry in entries:
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

    def identities(self, *kinds: str) -> set[str]:
        """Give the identities of all records of some kinds."""
        identify = {kind: self.codec.kinds[kind].identify for kind in kinds}
        return {identify[kind](one.body) for kind in kinds for one in self.records(kind)}

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

    def last_of(self, kind: Kind) -> dict[str, Record[Any]]:
        """Give the last record of each identity of one kind."""
        if kind.name not in self._latest:
            found = self.records(kind.name)
            self._latest[kind.name] = {kind.identify(record.body): record for record in found}
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
        return pack((self.redacted, self.latest, by_kind, folded))

    @classmethod
    def unpack(cls, codec: Codec, data: bytes) -> "State":
        """Restore what :meth:`pack` gave; entries and lenses are decoded when they are asked for.

        Raises:
            ValueError: the data have another shape.
        """
        state = cls(codec)
        state.redacted, state.latest, state._packed, state._packed_lenses = unpack(
            data, tuple[int, str, dict[str, bytes], dict[str, tuple[int, int, bytes]]]
        )
        return state


class View:
    """One engagement as of a moment: read-only, and the same for the same records.

    A practice gets a view that gives only the kinds it declared in ``reads``.

    Raises:
        UndeclaredRead: from every attribute whose kinds were not declared.
    """

    def __init__(
        self,
        state: State,
        *,
        engagement: str,
        as_of: Moment,
        head: Head,
        known_at: str = "",
        reader: tuple[str, tuple[str, ...]] | None = None,
    ) -> None:
        self._state = state
        self._reader = reader
        self._allowed: set[str] = set()
        self._latest: dict[type[Any], Mapping[str, Record[Any]]] = {}
        self.engagement_id = engagement
        self.as_of = as_of
        self.head = head
        self.known_at = known_at

    def for_practice(self, name: str, reads: tuple[str, ...]) -> "View":
        """Give the same view, bounded to what a practice declared; a bound is never widened."""
        if self._reader is not None:
            reads = tuple(one for one in reads if covers(self._reader[1], one))
        return View(
            self._state, engagement=self.engagement_id, as_of=self.as_of, head=self.head,
            known_at=self.known_at, reader=(name, reads),
        )  # fmt: skip

    def records(self, body: type[B]) -> tuple[Record[B], ...]:
        """Give all records of one kind, by the class of their body, in the order written."""
        kind = self._state.codec.kinds.of(body).name
        self._may_read(kind)
        return tuple(self._state.records(kind))

    def latest(self, body: type[B]) -> Mapping[str, Record[B]]:
        """Give the last record of each identity of one kind."""
        found = self._latest.get(body)
        if found is None:
            kind = self._state.codec.kinds.of(body)
            self._may_read(kind.name)
            found = MappingProxyType(self._state.last_of(kind))
            self._latest[body] = found
        return found

    def lens(self, lens: Lens[S]) -> S:
        """Give the state of a lens."""
        for kind in lens.reads:
            self._may_read(kind)
        return self._state.lens(lens)

    @property
    def engagement(self) -> Engagement:
        """Give the engagement as it was last described."""
        return self.engagement_record.body

    @property
    def engagement_record(self) -> Record[Engagement]:
        """Give the record that last described the engagement: evidence when there is no other."""
        return self.latest(Engagement)[self.engagement_id]

    @property
    def people(self) -> Mapping[str, Record[Person]]:
        """Give all people of the register."""
        return self.latest(Person)

    @property
    def organizations(self) -> Mapping[str, Record[Organization]]:
        """Give all organizations of the register."""
        return self.latest(Organization)

    @property
    def stakeholders(self) -> Mapping[str, Record[Stakeholder]]:
        """Give who has a part in this engagement."""
        return self.latest(Stakeholder)

    @property
    def encounters(self) -> Mapping[str, Encounter]:
        """Give the encounters with their PLAN, DO and REVIEW."""
        found = self.lens(ENCOUNTERS)
        return MappingProxyType(found)

    @property
    def commitments(self) -> Mapping[str, Commitment]:
        """Give the promises with what became of them."""
        found = self.lens(COMMITMENTS)
        return MappingProxyType({id_: one for id_, one in found.items() if one.promisor})

    @property
    def cycle(self) -> Cycle:
        """Give the round of PLAN, DO and REVIEW that the engagement is in."""
        return self.lens(CYCLE)

    @property
    def size(self) -> int:
        """Count the records that count, of the kinds that may be read."""
        return sum(len(self._state.entries(kind)) for kind in self._kinds())

    @property
    def unknown(self) -> Mapping[str, int]:
        """Count the records whose kind nobody here knows: kept, and not read."""
        known = self._state.codec.kinds
        return {kind: len(self._state.entries(kind)) for kind in self._kinds() if kind not in known}

    @property
    def redacted(self) -> int:
        """Count the records whose body was destroyed: withheld, not empty."""
        return self._state.redacted

    def statements(self, about: str) -> tuple[Record[Statement], ...]:
        """Give what is known about somebody and has not expired."""
        return tuple(
            record
            for record in self.records(Statement)
            if record.body.about == about
            and not (record.body.until and record.body.until.before(self.as_of))
        )

    def side(self, who: str) -> Side | None:
        """Tell on which side somebody stands in this engagement, if that was recorded."""
        found = self.stakeholders.get(who)
        return found.body.side if found else None

    def name(self, who: str) -> str:
        """Give the name of a person or organization, or the id when nobody recorded one."""
        found: Record[Any] | None = self.people.get(who) or self.organizations.get(who)
        return str(found.body.name) if found else who

    def has_record(self, record: str) -> bool:
        """Tell whether a record with this id counts in this view."""
        return record in self._state.ids

    def _kinds(self) -> list[str]:
        every, reader = self._state.kinds, self._reader
        return [kind for kind in every if reader is None or covers(reader[1], kind)]

    def _may_read(self, kind: str) -> None:
        if self._reader is None or kind in self._allowed:
            return
        if not covers(self._reader[1], kind):
            raise UndeclaredRead(self._reader[0], kind, self._reader[1])
        self._allowed.add(kind)
