"""What does a person get who asks what is held about them?

Everything that erasing would destroy, as it was written; of other people no more than the record
needs.
Pure: everything held in, a copy out.
"""

from collections.abc import Collection, Iterable
from typing import Any, Final

import msgspec

from engageframe.encoding import canonical
from engageframe.folding import AMENDMENTS
from engageframe.journal import REGISTER, Entry
from engageframe.kinds import Kind
from engageframe_subjects.finding import Held
from engageframe_subjects.leaving import Leaving, leave
from engageframe_subjects.names import Index, Names, words_of
from engageframe_subjects.rewriting import WITHHELD, Without, people_in

__all__ = ["Copied", "Copy", "copy_of", "readable"]

_HOW_READ: Final = (
    "Everything the journal holds about you, as it was written and as it was corrected since.",
    "Our own people are named. Other people are other-1, other-2 and so on.",
    "Free text is given in full where a record is yours.",
    "Where it is about others too it is withheld: only a reader can tell whose it is, so ask.",
    "Ratings and balances are not kept: they are worked out from these records when somebody asks.",
)


class Copied(msgspec.Struct, frozen=True, kw_only=True):
    """One record as the person gets it.

    ``state`` tells whether it holds, was corrected or taken back, or corrects another.
    ``text_withheld`` tells that a text in it is also about others.
    """

    id: str
    kind: str
    engagement: str
    happened: str
    recorded: str
    told_by: str
    source: str
    state: str
    text_withheld: bool
    body: dict[str, Any]


class Copy(msgspec.Struct, frozen=True, kw_only=True):
    """What is held about one person: their names, the records, and how to read them."""

    who: str
    names: tuple[str, ...]
    how_to_read: tuple[str, ...]
    records: tuple[Copied, ...]
    told_by_them: int


def copy_of(held: Held, who: str, *, texts: Collection[str] = ()) -> Copy:
    """Copy everything about a person.

    ``texts`` are ids of records about others, too, whose texts may be given.
    """
    copier = _Copier(held, leave(held, who), held.find(texts))
    entries = [held.entries[id_] for id_ in copier.leaving.destroyed]
    names = held.names_of(who)
    return Copy(
        who=who,
        names=names.sure,
        how_to_read=_HOW_READ,
        records=tuple(map(copier.copied, entries)),
        told_by_them=copier.leaving.headers.get("author", 0),
    )


def readable(copy: Copy) -> list[str]:
    """Write a copy as lines for people."""
    lines = [f"What is held about {copy.who}" + f" ({', '.join(copy.names)})" * bool(copy.names)]
    lines += ["", *copy.how_to_read, ""]
    for one in copy.records:
        source = f", from {one.source}" if one.source else ""
        told = f"{one.happened}  {one.kind}, {one.engagement}: {one.state}"
        lines += [told, f"    told by {one.told_by} on {one.recorded[:10]}{source}  [{one.id}]"]
        lines += [f"    {name}: {words}" for name, words in _rows(one.body)]
        lines.append("")
    lines.append(f"{len(copy.records)} records; {copy.told_by_them} were told by you")
    return lines


def _rows(body: dict[str, Any]) -> Iterable[tuple[str, str]]:
    for name, value in body.items():
        if value not in ("", None, [], {}):
            text = value if isinstance(value, str) else canonical(value).decode()
            yield name, text.replace("\n", "\n      ")


class _Copier:
    """Masks everybody else but our own people, each by the same word throughout."""

    def __init__(self, held: Held, leaving: Leaving, texts: Collection[str]) -> None:
        self.held, self.leaving, self.texts = held, leaving, texts
        self.masks: dict[str, Without] = {}
        self.index = Index(held.names)
        named = {leaving.who, *held.ours.get(REGISTER, ())}
        self.named = words_of(map(held.names_of, named))

    def copied(self, entry: Entry) -> Copied:
        """Copy one entry."""
        kind = self.held.kind(entry)
        if entry.kind in AMENDMENTS:
            withheld, body = self._amendment(entry)
        elif kind is None:
            withheld, body = True, {WITHHELD: "nobody here knows how to read this kind of record"}
        else:
            withheld, body = self._body(entry, kind, self.held.raw(entry).body)
        return Copied(
            id=entry.id, kind=entry.kind, engagement=entry.stream, happened=entry.happened,
            recorded=entry.recorded, told_by=entry.author, source=entry.source,
            state=self._state(entry), text_withheld=withheld, body=body,
        )  # fmt: skip

    def _state(self, entry: Entry) -> str:
        if entry.kind in AMENDMENTS:
            return "amends another record"
        now = self.held.effective.get(entry.id)
        if now is None:
            return "taken back"
        return "holds" if now is entry else "corrected since"

    def _amendment(self, entry: Entry) -> tuple[bool, dict[str, Any]]:
        """Copy an amendment; a body that cannot be read as its kind is left out."""
        told = dict(self.held.bodies[entry.id])
        target = self.held.entries.get(str(told.get("record")))
        kind = self.held.kind(target) if target is not None else None
        withheld = False
        if "body" in told:
            withheld, told["body"] = True, WITHHELD
            if target is not None and kind is not None and target.kind not in AMENDMENTS:
                inner = target._replace(
                    body=canonical(self.held.bodies[entry.id]["body"]),
                    version=int(told.get("version", 1)),
                )
                body = self.held.codec.record(inner).body
                withheld, told["body"] = self._body(inner, kind, body)
        told["reason"] = self._masked(str(told.get("reason", "")), entry.stream)
        return withheld, told

    def _body(self, entry: Entry, kind: Kind, body: Any) -> tuple[bool, dict[str, Any]]:
        people = people_in(body, kind)
        whole = self._is_theirs(body, kind) or entry.id in self.texts
        others = people - {self.leaving.who} - self.held.ours[entry.stream]
        for other in sorted(others):
            body = self._mask(other)._replace(keeps_text=whole).body(body, kind)
        text = (entry.body or b"").decode(errors="replace")
        named = [one for one in self._named(text, entry.stream) if one not in others]
        readers = [self._mask(one)._replace(keeps_text=True) for one in (*sorted(others), *named)]
        for reader in (*readers, *(one._replace(parts=True) for one in readers)):
            body = reader.body(body, kind)
        plain: dict[str, Any] = msgspec.json.decode(canonical(body))
        return bool(others) and not whole and WITHHELD in canonical(body).decode(), plain

    def _is_theirs(self, body: Any, kind: Kind) -> bool:
        """Tell whether a record speaks of them first, as a statement about them does."""
        first = getattr(body, kind.about[0]) if kind.about else ""
        return bool(first == self.leaving.who)

    def _named(self, text: str, stream: str) -> list[str]:
        """Give who may be named in a text, besides the person and our own people."""
        shown = {self.leaving.who, *self.held.ours[stream]}
        return [one for one in self.index.candidates(text) if one not in shown]

    def _mask(self, other: str) -> Without:
        """Give what hides somebody, but for words by which those are called who are named."""
        if other not in self.masks:
            word, names = f"other-{len(self.masks) + 1}", self.held.names_of(other)
            known = Names(other, names.sure, names.unsure, common=self.named)
            self.masks[other] = Without(known, word)
        return self.masks[other]

    def _masked(self, text: str, stream: str) -> str:
        masks = [self._mask(one) for one in self._named(text, stream)]
        for parts in (False, True):
            for mask in masks:
                text = mask.names.replaced(text, mask.word, parts=parts)
        return text
