"""Which of the things that somebody tells are news to the journal?

Files, importers and commands all tell items; applying the same items twice changes nothing.
"""

from collections import ChainMap
from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter
from typing import Any, Final, Literal, cast

import attrs
import msgspec

from engageframe.codec import Codec
from engageframe.encoding import canonical
from engageframe.errors import InvalidInput, Problem, did_you_mean
from engageframe.folding import AMENDMENTS, State
from engageframe.inputs import structure
from engageframe.journal import REGISTER, Draft, Entry, Record
from engageframe.kinds import Kind
from engageframe.model.engagements import Correction, Retraction
from engageframe.model.moments import Moment

__all__ = ["Change", "Item", "amendment", "changes", "refuse_decisions", "strays"]

What = Literal["new", "changed", "corrected", "unchanged"]
_MOST_COMPARED: Final = 5_000
_About = tuple[str, str, str]
"""Stream, kind and identity."""


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """Something told: a body, of which engagement, when it happened, by whom, and from where.

    ``source`` is ``system:foreign id`` when it comes from another system.
    ``place`` says where it was read (``plan.yaml:14``), ``rows`` from which rows of a table.
    An ``implied`` one was only named on the way, so it never changes what is known already.
    An ``exported`` one stands in an export that was left as it was, which may tell decisions.
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
    exported: bool = False


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


def refuse_decisions(found: Iterable[Change], states: Mapping[str, State], codec: Codec) -> None:
    """Refuse decisions that are news: a verb makes them, which looks at the gate.

    Only an export may bring them, to where nothing was decided yet.

    Raises:
        InvalidInput: with every one of them.
    """
    verbs = {name: kind.verb for name, kind in codec.kinds.items() if kind.verb}
    decided = {name for name, state in states.items() if verbs.keys() & set(state.kinds)}
    problems = [
        Problem(
            one.item.place,
            f'"{kind}" is a decision, not a fact',
            f"decide it: engage {verb}; an export brings its decisions only as it was written",
        )
        for one in found
        if one.draft and (verb := verbs.get(kind := one.draft.kind))
        if one.draft.stream in decided or not one.item.exported
    ]
    if problems:
        raise InvalidInput(problems)


def strays(
    found: Sequence[Change], states: Mapping[str, State], codec: Codec
) -> tuple[Problem, ...]:
    """Warn of news about what nobody told: facts all the same, but probably mistyped."""
    news = [(one, codec.kinds.of(type(one.item.body)), one.item) for one in found if one.draft]
    told: dict[tuple[str, str], set[str]] = {}

    def known(engagement: str, where: str) -> set[str]:
        if (engagement, where) not in told:
            state = states.get(engagement) or State(codec)
            told[engagement, where] = state.told(where).union(
                attrgetter(where.partition(":")[2])(item.body)
                for _, kind, item in news
                if where.startswith(f"{kind.name}:") and item.engagement == engagement
            )
        return told[engagement, where]

    problems: list[Problem] = []
    for _, kind, item in news:
        if kind.of:
            id_ = getattr(item.body, attrs.fields(kind.body)[0].name)
            near = [known(item.engagement, where) for where in kind.of]
            if not any(id_ in ids for ids in near):
                says = f'"{kind.name}" speaks of "{id_}", of which nothing tells'
                few = len(problems) * sum(map(len, near)) < _MOST_COMPARED
                remedy = did_you_mean(id_, set[str]().union(*near)) if few else ""
                problems.append(Problem(item.place, says, remedy))
    return tuple(problems)


def amendment(
    body: Correction | Retraction, found: Sequence[Entry], codec: Codec
) -> Correction | Retraction:
    """Complete an amendment: name the record in full, and see that a corrected body fits its kind.

    ``found`` are the entries whose id begins with the one that was given.

    Raises:
        InvalidInput: none or several begin so, the body does not fit, or it is a decision's.
    """
    if len(found) != 1:
        says = f'{len(found)} records have an id that begins with "{body.record}"'
        raise InvalidInput.one("record", says, 'give one in full: "engage log" lists them')
    kind = codec.kinds.get(found[0].kind)
    if isinstance(body, Retraction) or kind is None:
        return attrs.evolve(body, record=found[0].id)
    if kind.verb:
        says, remedy = f'"{kind.name}" is a decision', f"retract it, then: engage {kind.verb}"
        raise InvalidInput.one("record", says, remedy)
    structure(body.body, kind.body, place=lambda path: ".".join(map(str, ("body", *path))))
    return attrs.evolve(body, record=found[0].id, version=kind.version)


class _Teller:
    """Remembers what the items before have told, so that one file may tell a thing twice."""

    def __init__(self, states: Mapping[str, State], codec: Codec, today: Moment) -> None:
        self.codec = codec
        self.today = today
        self.states = states
        self.known: dict[tuple[str, str], ChainMap[str, Record[Any]]] = {}
        self.told: dict[tuple[str, str], set[tuple[str, str, bytes]]] = {}
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
        known = self._latest(stream, kind)
        before = known.get(identity) if identity else None
        if before is None and not identity and self._was_told(item, stream, name):
            return Change(item=item, what="unchanged")
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
        """Tell whether an item was recorded in these words at some time before."""
        if (stream, kind) not in self.told:
            records = self.states[stream].records(kind) if stream in self.states else []
            self.told[stream, kind] = {_words(one) for one in records}
        return _words(item) in self.told[stream, kind]

    def _as_corrected(self, state: State) -> set[str]:
        """Give the ids that records would have, had they been told as they were corrected."""
        wrong = {one.body.record for one in state.records("correction")}
        records = [one for kind in state.kinds * bool(wrong) for one in state.records(kind)]
        return {
            self.codec.draft(one.body, engagement=one.stream, happened=one.happened,
                             author=one.author, source=one.source).id
            for one in records
            if one.id in wrong
        }  # fmt: skip

    def _latest(self, stream: str, kind: Kind) -> ChainMap[str, Record[Any]]:
        if (stream, kind.name) not in self.known:
            state = self.states.get(stream) or State(self.codec)
            self.known[stream, kind.name] = ChainMap({}, cast(Any, state.last_of(kind)))
        return self.known[stream, kind.name]

    def _draft(self, item: Item, body: Any, salt: str) -> Draft:
        return self.codec.draft(
            body, engagement=item.engagement, happened=item.happened, author=item.author,
            source=item.source, cause=item.cause, salt=salt,
        )  # fmt: skip

    def _correction(self, item: Item, before: Record[Any], stream: str, version: int) -> Draft:
        moved = item.happened != before.happened
        body = Correction(
            record=before.id, body=msgspec.json.decode(canonical(item.body)), version=version,
            happened=item.happened if moved else None,
            reason=f"told anew in {item.place}" if item.place else "told anew",
        )  # fmt: skip
        state = self.states.get(stream)
        amended = [one.seq for kind in AMENDMENTS for one in state.entries(kind)] if state else []
        told = msgspec.structs.replace(item, happened=self.today, engagement=stream)
        return self._draft(told, body, f"{max(amended, default=0)}+{len(self.ids)}")


def _words(told: Item | Record[Any]) -> tuple[str, str, bytes]:
    return told.happened.text, told.source, canonical(told.body)


def _same(before: Record[Any], item: Item, fact: bool) -> bool:
    alike = canonical(before.body) == canonical(item.body)
    return alike and (not fact or before.happened == item.happened)


def _as_record(item: Item, draft: Draft, id_: str) -> Record[Any]:
    return Record(
        0, id_, draft.stream, draft.kind, draft.version, item.happened, "", item.author,
        item.source, item.cause, item.body,
    )  # fmt: skip
