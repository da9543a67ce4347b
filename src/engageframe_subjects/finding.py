"""What does a journal hold, with all that was corrected, retracted or destroyed on the way?"""

from collections import defaultdict
from collections.abc import Iterable
from operator import attrgetter
from typing import Any

import attrs
import msgspec

from engageframe.codec import Codec, unreadable
from engageframe.errors import InvalidInput, Problem
from engageframe.folding import AMENDMENTS, effective
from engageframe.journal import REGISTER, Entry, Record
from engageframe.kinds import Kind
from engageframe.loading import EVER
from engageframe_subjects.names import Names, everybody
from engageframe_subjects.rewriting import people_in

__all__ = ["Held"]


class Held:
    """Everything in a journal, read once.

    ``entries`` are as they were written, ``effective`` those that count, as they are read now.
    """

    def __init__(self, entries: Iterable[Entry], codec: Codec) -> None:
        self.codec = codec
        self.entries = {one.id: one for one in entries}
        self.streams: dict[str, list[Entry]] = defaultdict(list)
        for one in self.entries.values():
            self.streams[one.stream].append(one)
        self.bodies = {
            one.id: _plain(one) for one in self.entries.values() if one.kind in AMENDMENTS
        }
        self.roots = {id_: self._root(id_) for id_ in self.bodies}
        self.effective = {
            one.id: one for told in self.streams.values() for one in effective(told, as_of=EVER)
        }
        self.records = self._read(self.effective.values())
        self.retracted = self._read(
            one
            for one in self.entries.values()
            if one.id not in self.effective and one.kind not in AMENDMENTS
        )
        """Records that no longer count, as they were written."""
        self.names = everybody(self._people())
        self.ours = self._ours()
        self._about: dict[str, dict[tuple[str, Any], frozenset[str]]] = {}

    def of_kind(self, name: str) -> list[Record[Any]]:
        """Give the records of one kind that count, as they are read now."""
        return [one for one in self.records.values() if one.kind == name]

    def kind(self, entry: Entry) -> Kind | None:
        """Give the kind of an entry, if somebody here knows it."""
        return self.codec.kinds.get(entry.kind)

    def find(self, ids: Iterable[str]) -> frozenset[str]:
        """Give the ids of records by their first letters.

        Raises:
            InvalidInput: one of them begins no id, or several.
        """
        found, problems = set(), []
        for one in ids:
            begin = [id_ for id_ in self.entries if one and id_.startswith(one)]
            found.update(begin)
            if len(begin) != 1:
                says = f'{len(begin)} records have an id that begins with "{one}"'
                problems.append(Problem(where="", says=says, remedy='"engage log" lists them'))
        if problems:
            raise InvalidInput(problems)
        return frozenset(found)

    def amendments(self, id_: str) -> list[Entry]:
        """Give the amendments of a record, those of amendments among them, that are whole."""
        return [self.entries[one] for one in self._amending.get(id_, ())]

    def raw(self, entry: Entry) -> Record[Any]:
        """Read an entry as it was written, whatever amends it."""
        if self.effective.get(entry.id) is entry:
            return self.records[entry.id]
        return self.retracted.get(entry.id) or self.codec.record(entry)

    def others(self, record: Record[Any], who: str) -> frozenset[str]:
        """Give whom a record is about besides somebody and our own people.

        What one says of a promise to another is about the other, too.
        """
        kind = self.codec.kinds.get(record.kind)
        if kind is None:
            return frozenset()
        people = people_in(record.body, kind)
        if people and kind.of:
            people |= self._spoken_of(record, kind)
        return people - {who} - self.ours[record.stream]

    def _spoken_of(self, record: Record[Any], kind: Kind) -> frozenset[str]:
        """Give whom that is about of which a record speaks."""
        told = record.stream, getattr(record.body, attrs.fields(kind.body)[0].name)
        found = (self._told(where).get(told, frozenset()) for where in kind.of)
        return frozenset[str]().union(*found)

    def _told(self, where: str) -> dict[tuple[str, Any], frozenset[str]]:
        """Give whom those are about that one field of one kind names, by stream and name."""
        if where not in self._about:
            name, _, field = where.partition(":")
            about = self._about[where] = {}
            for one in self.of_kind(name) if name in self.codec.kinds else ():
                key = one.stream, attrgetter(field)(one.body)
                people = people_in(one.body, self.codec.kinds[name])
                about[key] = about.get(key, frozenset[str]()) | people
        return self._about[where]

    def names_of(self, who: str) -> Names:
        """Give the names of somebody, who may never have been described."""
        return self.names.get(who) or Names(who)

    def _root(self, id_: str) -> str:
        """Follow an amendment of amendments to the record that it changes in the end."""
        seen = set[str]()
        while id_ in self.bodies and id_ not in seen:
            seen.add(id_)
            id_ = str(self.bodies[id_].get("record"))
        return id_

    def _read(self, entries: Iterable[Entry]) -> dict[str, Record[Any]]:
        by_kind: dict[str, list[Entry]] = defaultdict(list)
        for one in entries:
            if one.body is not None:
                by_kind[one.kind].append(one)
        read = (self.codec.records(kind, told) for kind, told in by_kind.items())
        return {record.id: record for records in read for record in records}

    def _people(self) -> Iterable[dict[str, Any]]:
        """Give every body of a person, as told, corrected, and corrected again."""
        for one in self.entries.values():
            if one.kind == "person" and one.body is not None:
                yield _plain(one)
        for id_, body in self.bodies.items():
            root = self.entries.get(self.roots[id_])
            if root is not None and root.kind == "person":
                while isinstance(body.get("body"), dict):
                    body = body["body"]
                    yield body

    def _ours(self) -> dict[str, frozenset[str]]:
        """Give our own people in each stream: who stands on our side, and who tells."""
        authors = {one.author for one in self.entries.values()}
        found: dict[str, set[str]] = {stream: {*authors} for stream in self.streams}
        for record in self.of_kind("stakeholder"):
            if record.body.side == "ours":
                found[record.stream].add(record.body.who)
        if REGISTER in found:
            found[REGISTER] = set().union(*found.values())
        return {stream: frozenset(ids) for stream, ids in found.items()}

    @property
    def _amending(self) -> dict[str, list[str]]:
        if not hasattr(self, "_by_root"):
            self._by_root: dict[str, list[str]] = defaultdict(list)
            for id_, root in self.roots.items():
                if self.entries[id_].body is not None:
                    self._by_root[root].append(id_)
        return self._by_root


def _plain(entry: Entry) -> dict[str, Any]:
    """Read a body as JSON; one that was destroyed says nothing."""
    if entry.body is None:
        return {}
    try:
        found = msgspec.json.decode(entry.body)
    except (ValueError, RecursionError) as fault:
        raise unreadable(entry, fault) from fault
    return found if isinstance(found, dict) else {}
