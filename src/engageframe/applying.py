"""Which of the things that somebody tells are news to the journal?

Files, importers and commands all tell items; applying the same items twice changes nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

import attrs
import msgspec

from engageframe.codec import Codec
from engageframe.encoding import canonical
from engageframe.errors import InvalidInput
from engageframe.inputs import structure
from engageframe.journal import REGISTER, Draft, Entry, Record
from engageframe.model.engagements import Correction, Retraction
from engageframe.model.moments import Moment
from engageframe.view import AMENDMENTS, State

__all__ = ["Change", "Item", "amendment", "changes"]

What = Literal["new", "changed", "corrected", "unchanged"]
_About = tuple[str, str, str]
"""Stream, kind and identity."""


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """Something told: a body, of which engagement, when it happened, by whom, and from where.

    ``source`` is ``system:foreign id`` when it comes from another system.
    ``place`` says where it was read (``plan.yaml:14``), ``rows`` from which rows of a table.
    An ``implied`` one was only named on the way, so it never changes what is known already.
    """

    body: Any
    engagement: str
    happened: Moment
    author: str
    source: str = ""
    cause: str = ""
    place: str = ""
    rows: tuple[int, ...] = ()
    implied: bool = False


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """What an item means for the journal: ``draft`` is ``None`` when it is unchanged.

    ``before`` is the record that it describes again or corrects.
    """

    item: Item
    what: What
    draft: Draft | None = None
    before: Record[Any] | None = None


def changes(
    items: Iterable[Item], states: Mapping[str, State], codec: Codec, *, today: Moment
) -> list[Change]:
    """Compare items with what is known, in their order.

    Args:
        items: what was told.
        states: everything recorded so far, by stream; a stream that is not there is empty.
        codec: knows the kinds.
        today: when a correction is made.

    Raises:
        InvalidInput: a body is of no known kind.
    """
    teller = _Teller(states, codec, today)
    told = [(item, teller.about(item)) for item in items]
    last = {about: number for number, (_, about) in enumerate(told)}
    return [
        teller.change(item, about, again=last[about] > number)
        for number, (item, about) in enumerate(told)
    ]


def amendment(
    body: Correction | Retraction, found: Sequence[Entry], codec: Codec
) -> Correction | Retraction:
    """Complete an amendment: name the record in full, and see that a corrected body fits its kind.

    ``found`` are the entries whose id begins with the one that was given.

    Raises:
        InvalidInput: none or several begin so, or the body does not fit.
    """
    if len(found) != 1:
        says = f'{len(found)} records have an id that begins with "{body.record}"'
        raise InvalidInput.one("record", says, 'give one in full: "engage log" lists them')
    kind = codec.kinds.get(found[0].kind)
    if isinstance(body, Retraction) or kind is None:
        return attrs.evolve(body, record=found[0].id)
    structure(body.body, kind.body, place=lambda path: ".".join(map(str, ("body", *path))))
    return attrs.evolve(body, record=found[0].id, version=kind.version)


class _Teller:
    """Remembers what the items before have told, so that one file may tell a thing twice."""

    def __init__(self, states: Mapping[str, State], codec: Codec, today: Moment) -> None:
        self.codec = codec
        self.today = today
        self.states = states
        self.known: dict[tuple[str, str], dict[str, Record[Any]]] = {}
        self.ids = {id_ for state in states.values() for id_ in state.ids}
        for state in states.values():  # told again in the same words, they stay retracted
            self.ids.update(one.body.record for one in state.records("retraction"))
            self.ids.update(self._as_corrected(state))

    def about(self, item: Item) -> _About:
        kind = self.codec.kinds.of(type(item.body))
        stream = REGISTER if kind.shared else item.engagement
        return stream, kind.name, kind.identify(item.body)

    def change(self, item: Item, about: _About, *, again: bool) -> Change:
        """Compare one item; ``again`` when a later one tells the same thing anew."""
        stream, name, identity = about
        kind = self.codec.kinds[name]
        known = self._latest(stream, name)
        before = known.get(identity) if identity else None
        if before is None:
            what: What = "new"
            draft = self._draft(item, item.body, "")
        elif (
            item.implied
            or _same(before, item, kind.fact)
            or (again and not kind.fact and self._was_told(item, stream, name))
        ):
            return Change(item=item, what="unchanged", before=before)
        elif kind.fact:
            what, draft = "corrected", self._correction(item, before, stream, kind.version)
        else:
            what, draft = "changed", self._draft(item, item.body, before.id)
        if draft.id in self.ids:
            return Change(item=item, what="unchanged", before=before)
        self.ids.add(draft.id)
        if identity:
            id_ = before.id if before and kind.fact else draft.id
            known[identity] = _as_record(item, draft, id_)
        return Change(item=item, what=what, before=before, draft=draft)

    def _was_told(self, item: Item, stream: str, kind: str) -> bool:
        """Tell whether an item that another one overtakes was recorded at some time before."""
        records = self.states[stream].records(kind) if stream in self.states else []
        return any(one.happened == item.happened and one.body == item.body for one in records)

    def _as_corrected(self, state: State) -> set[str]:
        """Give the ids that records would have, had they been told as they were corrected."""
        wrong = {one.body.record for one in state.records("correction")}
        records = [one for kind in state.kinds * bool(wrong) for one in state.records(kind)]
        return {
            self.codec.draft(
                one.body,
                engagement=one.stream,
                happened=one.happened,
                author=one.author,
                source=one.source,
            ).id
            for one in records
            if one.id in wrong
        }

    def _latest(self, stream: str, kind: str) -> dict[str, Record[Any]]:
        if (stream, kind) not in self.known:
            records = self.states[stream].records(kind) if stream in self.states else []
            identify = self.codec.kinds[kind].identify
            self.known[stream, kind] = {identify(record.body): record for record in records}
        return self.known[stream, kind]

    def _draft(self, item: Item, body: Any, salt: str) -> Draft:
        return self.codec.draft(
            body, engagement=item.engagement, happened=item.happened, author=item.author,
            source=item.source, cause=item.cause, salt=salt,
        )  # fmt: skip

    def _correction(self, item: Item, before: Record[Any], stream: str, version: int) -> Draft:
        moved = item.happened != before.happened
        body = Correction(
            record=before.id,
            body=msgspec.json.decode(canonical(item.body)),
            version=version,
            happened=item.happened if moved else None,
            reason=f"told anew in {item.place}" if item.place else "told anew",
        )
        state = self.states.get(stream)
        amended = [one.seq for kind in AMENDMENTS for one in state.entries(kind)] if state else []
        told = msgspec.structs.replace(item, happened=self.today, engagement=stream)
        return self._draft(told, body, f"{max(amended, default=0)}+{len(self.ids)}")


def _same(before: Record[Any], item: Item, fact: bool) -> bool:
    alike = canonical(before.body) == canonical(item.body)
    return alike and (not fact or before.happened == item.happened)


def _as_record(item: Item, draft: Draft, id_: str) -> Record[Any]:
    return Record(
        0, id_, draft.stream, draft.kind, draft.version, item.happened, "", item.author,
        item.source, item.cause, item.body,
    )  # fmt: skip
