"""What of a journal goes with one person, and what stays without them?

A record that is about nobody else but our own people goes; so does what speaks of it.
A record that is about others too, or only names them, is told again without them.
Pure: everything held in, a plan out.
"""

from collections.abc import Collection
from typing import Any

import msgspec

from engageframe.encoding import canonical
from engageframe.folding import AMENDMENTS
from engageframe.journal import Record, Unread
from engageframe.kinds import Kind
from engageframe.model.engagements import Correction, Retraction
from engageframe.model.moments import moment
from engageframe_subjects.finding import Held
from engageframe_subjects.following import follow
from engageframe_subjects.names import Names
from engageframe_subjects.rewriting import WITHHELD, Without, people_in, texts_in

__all__ = ["Leaving", "Line", "Standing", "leave", "line_of", "replace"]

_STANDS_IN = "stands in for what was destroyed"
_MOST_SHOWN = 60


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One record that is concerned, why, and the beginning of what it says."""

    id: str
    kind: str
    stream: str
    happened: str
    why: str
    says: str = ""


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """What is appended so that a record is read on: an amendment of ``record``."""

    record: str
    stream: str
    body: Correction | Retraction


class Leaving(msgspec.Struct, frozen=True, kw_only=True):
    """What goes and what stays when somebody leaves.

    ``word`` stands in their place, ``goes`` are records that are destroyed, ``stays`` those that
    are told again without them, ``perhaps`` those that may speak of them, which nobody but a reader
    can tell; ``headers`` counts what the chain keeps by field: the author, the source, the stream.
    ``destroyed`` are the ids of all bodies that go, ``standing`` what is appended.
    """

    who: str
    word: str
    goes: tuple[Line, ...]
    stays: tuple[Line, ...]
    perhaps: tuple[Line, ...]
    headers: dict[str, int]
    destroyed: tuple[str, ...]
    standing: tuple[Standing, ...]


def leave(
    held: Held, who: str, *, also: Collection[str] = (), keep: Collection[str] = (),
    names: Names | None = None, bound: Collection[str] = (),
) -> Leaving:  # fmt: skip
    """Find what goes and what stays.

    Args:
        held: the journal.
        who: the id of the person.
        also: ids of records that go as well, as somebody read that they are about the person.
        keep: ids of records that stay with their texts, as somebody read that these are not.
        names: their names, when the journal no longer tells them.
        bound: ids of entries that cannot be read any more when they are gone.

    Raises:
        InvalidInput: ``also`` or ``keep`` name no record.
    """
    found = _Leaver(held, who, held.find(also), held.find(keep), names)
    found.look()
    destroyed, standing = replace(
        held, found.goes, found.told_anew, found.named_in_raw().union(bound)
    )
    return Leaving(
        who=who,
        word=found.without.word,
        goes=found.lines(found.goes),
        stays=found.lines(found.stays),
        perhaps=found.lines(found.perhaps),
        headers=found.headers(),
        destroyed=destroyed,
        standing=standing,
    )


def replace(
    held: Held, goes: Collection[str], told_anew: dict[str, Any], named: Collection[str] = ()
) -> tuple[tuple[str, ...], tuple[Standing, ...]]:
    """Give the bodies to destroy, and what is appended so that all others are read as before.

    Args:
        held: the journal.
        goes: ids of records that are destroyed.
        told_anew: bodies in which other records are read on, by id.
        named: ids of entries whose bodies must go, too, however they are read.
    """
    gone = {*goes, *told_anew, *named}
    for id_ in goes:
        gone.update(one.id for one in held.amendments(id_) if one.kind == "correction")
    for id_ in told_anew:  # a correction that stays would be a copy of what is told anew
        gone.update(one.id for one in held.amendments(id_) if one.kind == "correction")
    standing = []
    for id_, entry in held.entries.items():
        hit = id_ in gone or any(one.id in gone for one in held.amendments(id_))
        if not hit or entry.kind in AMENDMENTS or id_ in goes:
            continue
        if id_ in held.records:
            body: Any = _correction(held, id_, told_anew.get(id_))
        elif id_ not in held.effective and any(one.id in gone for one in held.amendments(id_)):
            body = Retraction(record=id_, reason=WITHHELD)
        else:
            continue
        standing.append(Standing(record=id_, stream=entry.stream, body=body))
    whole = (id_ for id_ in held.entries if id_ in gone and held.entries[id_].body is not None)
    return tuple(whole), tuple(standing)


def _correction(held: Held, id_: str, body: Any) -> Correction:
    entry, record = held.effective[id_], held.records[id_]
    known = not isinstance(record.body, Unread)
    told = canonical(body or record.body) if known else entry.body or b"{}"
    return Correction(
        record=id_,
        body=msgspec.json.decode(told),
        version=held.codec.kinds[entry.kind].version if known else entry.version,
        happened=moment(entry.happened),
        reason=_STANDS_IN,
    )


class _Leaver:
    """Looks at each record that counts, and then at what speaks of those that go."""

    def __init__(
        self, held: Held, who: str, also: Collection[str], keep: Collection[str],
        names: Names | None = None,
    ) -> None:  # fmt: skip
        self.held, self.who, self.also, self.keep = held, who, also, keep
        self.every = {**held.records, **held.retracted}
        erased = sum(one.kind == "erasure" for one in held.entries.values())
        self.without = Without(names or held.names_of(who), f"erased-{erased + 1}")
        self.reader = self.without._replace(keeps_text=True)
        self.goes: dict[str, str] = {}
        self.stays: dict[str, str] = {}
        self.perhaps: dict[str, str] = {}
        self.told_anew: dict[str, Any] = {}

    def look(self) -> None:
        """Decide about every record."""
        for id_, record in self.every.items():
            kind = self.held.codec.kinds.get(record.kind)
            if record.kind in (*AMENDMENTS, "erasure"):
                continue
            if kind is None:
                self._unknown(record)
            elif id_ in self.also:
                self._asked(record, kind)
            else:
                self._decide(record, kind)
        self.goes |= follow(self.held, self.goes, who=self.who, keep=self.keep)
        for id_ in self.goes:
            for found in (self.stays, self.perhaps, self.told_anew):
                found.pop(id_, None)

    def _unknown(self, record: Record[Any]) -> None:
        if self._names(msgspec.json.decode(record.body.json)) or record.id in self.also:
            self.goes[record.id] = "nobody here knows its kind, and it names them"

    def _asked(self, record: Record[Any], kind: Kind) -> None:
        """Let go what somebody named; of what the engagement stands on only the texts go."""
        if kind.verb or kind.name == "engagement":
            told = self.without.textless(record.body, kind)
            if told is record.body:
                return
            self.told_anew[record.id] = told
            self.stays[record.id] = "you asked for it, and the engagement stands on it"
        else:
            self.goes[record.id] = "you asked for it"

    def _decide(self, record: Record[Any], kind: Kind) -> None:
        id_, kept = record.id, record.id in self.keep
        entry = self.held.effective.get(id_, self.held.entries[id_])
        text = (entry.body or b"").decode(errors="replace")
        if not self.without.names.may_stand_in(text):
            if self.without.names.may_perhaps_stand_in(text):
                self._perhaps(record)
            return
        about = self.who in people_in(record.body, kind)
        if about and not kept and not self.held.others(record, self.who):
            self.goes[id_] = "it is about them alone"
            return
        try:
            reader = self.reader._replace(parts=about)
            told = (reader if kept else self.without).body(record.body, kind)
        except ValueError:
            self.goes[id_] = "it cannot be told without them"
            return
        if told is not record.body:
            self.told_anew[id_] = told
            self.stays[id_] = "it is about others, too" if about else "it names them"
        elif self.without.names.may_perhaps_stand_in(text):
            self._perhaps(record)

    def _perhaps(self, record: Record[Any]) -> None:
        if record.id not in self.keep and any(
            map(self.without.names.perhaps_in, texts_in(record.body))
        ):
            self.perhaps[record.id] = "a part of their name stands in it"

    def named_in_raw(self) -> set[str]:
        """Give the entries that name them as they were written, corrected since or not."""
        found = set()
        for id_, entry in self.held.entries.items():
            text = (entry.body or b"").decode(errors="replace")
            if entry.kind == "erasure" or not self.without.names.may_stand_in(text):
                continue
            kind = self.held.kind(entry)
            if kind is None or entry.kind in AMENDMENTS:
                named = self._names(msgspec.json.decode(text))
            else:
                body = self.held.raw(entry).body
                try:
                    named = self.reader.body(body, kind) is not body
                except ValueError:
                    named = True
            if named:
                found.add(id_)
        return found

    def _names(self, value: Any) -> bool:
        names, word = self.without.names, self.without.word
        return any(names.replaced(text, word) != text for text in texts_in(value))

    def headers(self) -> dict[str, int]:
        """Count what the chain keeps of them."""
        counts = {"author": 0, "source": 0, "stream": 0}
        for one in self.held.entries.values():
            for field in counts:
                counts[field] += self._names(getattr(one, field))
        return {field: count for field, count in counts.items() if count}

    def lines(self, found: dict[str, str]) -> tuple[Line, ...]:
        """Describe records, with the beginning of what each says."""
        return tuple(line_of(self.held, id_, why) for id_, why in found.items())


def line_of(held: Held, id_: str, why: str) -> Line:
    """Describe a record, with the beginning of what it says."""
    entry = held.effective.get(id_, held.entries[id_])
    texts = [one for one in texts_in(msgspec.json.decode(entry.body or b"{}")) if " " in one]
    says = max(texts, key=len, default="")
    return Line(
        id=id_,
        kind=entry.kind,
        stream=entry.stream,
        happened=entry.happened,
        why=why,
        says=says if len(says) <= _MOST_SHOWN else f"{says[: _MOST_SHOWN - 3]}...",
    )
