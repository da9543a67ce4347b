"""What does an engagement file tell?

::

    engageframe: 1                 # format, optional
    author: ana-novak              # of everything that names no other, optional
    happened: 2026-03-01           # of all but records, optional
    known: [bo]                    # ids that are described elsewhere, optional
    exported: 2mxlkoyvkxz2m5q4     # an export's name for the decisions in it: they are as they were
    engagement: {id: rollout, name: Acme network rollout, client: acme}
    organizations: [{id: acme, name: Acme Ltd}]
    people: [{id: maria-lopez, name: Maria López, happened: 2025}]
    records:
      - happened: 2026-03-02
        commitment.made: {id: note, promisor: bo, promisee: maria-lopez, what: Send the note}

Every item may bring its own ``happened``, ``author``, ``source`` and ``cause``.
"""

from collections.abc import Collection, Iterable, Iterator
from difflib import get_close_matches
from typing import Any, Final, NamedTuple, TypeVar

import attrs
import msgspec

from engageframe.applying import Item
from engageframe.encoding import canonical, short_hash
from engageframe.errors import InvalidInput, Problem, did_you_mean
from engageframe.inputs import Path, structure
from engageframe.journal import Record
from engageframe.kinds import Kind, Kinds
from engageframe.model.moments import Moment
from engageframe_yaml.places import MOST_MISTAKES, Tree, parse

__all__ = ["DESCRIBED", "SECTIONS", "named", "read", "seal"]

SECTIONS: Final = {
    "organizations": "organization", "people": "person", "affiliations": "affiliation",
    "engagement": "engagement", "stakeholders": "stakeholder", "purposes": "purpose",
    "goals": "goal", "statements": "statement",
}  # fmt: skip
"""The kind that each section tells, in the order in which sections are read."""
DESCRIBED: Final = ("organization", "person", "purpose")
"""The kinds whose ids other items may name."""
_NAMING: Final = {
    "affiliation": ("organization",), "engagement": ("client",), "goal": ("purpose",),
}  # fmt: skip
_RIGHT: Final = 'add it to people or organizations, or to "known" if it is described elsewhere'
_MOST_GUESSES: Final = 50
T = TypeVar("T")


@attrs.frozen(kw_only=True)
class _Header:
    engageframe: Any = 1
    author: str | None = None
    happened: Moment | None = None
    known: tuple[str, ...] = ()
    exported: str = ""


@attrs.frozen(kw_only=True)
class _Envelope:
    happened: Moment | None = None
    author: str | None = None
    source: str = ""
    cause: str = ""


class _Told(NamedTuple):
    path: Path
    kind: Kind
    item: Item


_HEADER: Final = tuple(attrs.fields_dict(_Header))
_ENVELOPE: Final = tuple(attrs.fields_dict(_Envelope))
_TOP: Final = (*_HEADER, *SECTIONS, "records")


def read(
    text: str | bytes, *, name: str, kinds: Kinds, today: Moment, author: str,
    engagement: str = "", known: Collection[str] = (),
) -> tuple[Item, ...]:  # fmt: skip
    """Read a file: sections in the order of ``SECTIONS``, then records as they stand.

    ``today``, ``author`` and ``engagement`` hold where the file says nothing else.

    Args:
        text: what the file holds, UTF-8.
        name: of the file, for messages.
        kinds: what records may tell.
        today: when everything but records happened.
        author: who tells it.
        engagement: whose file it is.
        known: ids of people and organizations that are recorded already.
            What ``named`` gives must be among them, in the file, or under its ``known``;
            a goal's purpose only if the file describes purposes.

    Raises:
        InvalidInput: with every mistake, in the order of lines.
    """
    tree, problems = parse(text, name=name)
    reading = _Reading(tree, problems, kinds, today, author, engagement)
    items = reading.items(known)
    if problems:
        raise InvalidInput(sorted(problems, key=_line_and_column))
    return items


def seal(told: Iterable[Item | Record[Any]], kinds: Kinds, engagement: str) -> str:
    """Name the decisions among what is told by their content, empty when there are none.

    It keeps decisions from being written or changed by hand without being noticed.
    """
    parts = [
        (kinds.of(type(one.body)).name, one.happened, one.author, one.source, one.cause, one.body)
        for one in told
        if kinds.of(type(one.body)).verb
    ]
    return short_hash("exported", engagement, canonical(parts)) if parts else ""


def named(kind: Kind, body: object) -> Iterator[tuple[Path, str]]:
    """Give the ids of people, organizations and purposes in plain data, each with its path."""
    fields = () if kind.name in ("person", "organization") else kind.about
    for field in (*fields, *_NAMING.get(kind.name, ())):
        value = body.get(field) if isinstance(body, dict) else None
        for n, one in enumerate(value if isinstance(value, list) else [value]):
            path: Path = (field, n) if isinstance(value, list) else (field,)
            found = {path: one}
            if isinstance(one, dict):
                found = {(*path, part): one.get(part) for part in ("person", "organization")}
            yield from ((at, id_) for at, id_ in found.items() if id_ and isinstance(id_, str))


def _line_and_column(problem: Problem) -> list[int]:
    return [int(part) for part in problem.where.rsplit(":", 2)[1:]]


@attrs.define
class _Reading:
    """Goes through the tree of one file and gathers what is wrong with it."""

    tree: Tree
    problems: list[Problem]
    kinds: Kinds
    happened: Moment
    author: str
    engagement: str
    named: list[tuple[Path, str]] = attrs.field(factory=list)

    def items(self, known: Collection[str]) -> tuple[Item, ...]:
        top = self.tree.value
        if not isinstance(top, dict):
            says = "the file is empty" if top is None else "expected sections with names"
            self._mistake((), says, "begin with engagement: {id: acme, name: Work for Acme}")
            return ()
        self._unknown((), top, _TOP, "section")
        head = self._built(_some(top, _HEADER), _Header, ()) or _Header()
        if top.get("engageframe", 1) != 1:
            says = f"format {top['engageframe']} is not known, only 1"
            self._mistake(("engageframe",), says, "upgrade engageframe")
        self.happened, self.author = head.happened or self.happened, head.author or self.author
        self._name_engagement(top.get("engagement"))
        told = [*self._sections(top), *self._records(top)]
        self._check_engagement(told)
        self._check_twice(told)
        self._check_ids(_described(top).union(known), bool(top.get("purposes")))
        items = tuple(one.item for one in told)
        if head.exported and head.exported == seal(items, self.kinds, self.engagement):
            items = tuple(msgspec.structs.replace(one, exported=True) for one in items)
        return items

    def _name_engagement(self, value: Any) -> None:
        told = value.get("id") if isinstance(value, dict) else value
        if isinstance(told, str):
            if self.engagement not in ("", told):
                says = f'the file is about "{told}", not about "{self.engagement}"'
                self._mistake(("engagement",), says, "apply it without naming an engagement")
            self.engagement = told

    def _sections(self, top: dict[str, Any]) -> Iterator[_Told]:
        for section, name in SECTIONS.items():
            items = self._list(section, top)
            if section == "engagement":
                whole = top.get(section)
                items = [] if isinstance(whole, str | None) else [((section,), whole)]
            for path, one in items:
                body = one
                if isinstance(one, dict):
                    body = {step: part for step, part in one.items() if step not in _ENVELOPE}
                yield from self._told(path, self.kinds[name], one, body)

    def _records(self, top: dict[str, Any]) -> Iterator[_Told]:
        kinds = [kind for kind in self.kinds if kind != "correction"]
        facts = [kind for kind in kinds if not self.kinds[kind].verb]
        for path, one in self._list("records", top):
            names = one if isinstance(one, dict) else {}
            strange = self._unknown(path, names, (*kinds, *_ENVELOPE), "kind", facts)
            found = [name for name in names if name in kinds]
            if len(found) != 1 and not strange:
                says = f"expected one kind of record, got {' and '.join(found) or 'none'}"
                self._mistake(path, says, "write its name below - happened: ...")
            elif names.get("happened") is None:
                self._mistake(path, 'the field "happened" is missing', "write a day or a month")
            for name in found:
                yield from self._told((*path, name), self.kinds[name], one, one[name])

    def _list(self, section: str, top: dict[str, Any]) -> list[tuple[Path, Any]]:
        value = top.get(section)
        if isinstance(value, list):
            return [((section, n), one) for n, one in enumerate(value)]
        if value is not None and section != "engagement":
            self._mistake((section,), "expected a list", "begin each item with a dash")
        return []

    def _unknown(
        self, path: Path, given: Any, words: Collection[str], what: str, told: Collection[str] = ()
    ) -> bool:
        """Refuse what is none of the words; ``told`` are those of them that a person may write."""
        strange = [name for name in given if name not in words]
        for name in strange:
            near = get_close_matches(name, [*told, *_ENVELOPE], 1) if told else []
            says, right = f'unknown {what} "{name}"', did_you_mean(name, near or told or words)
            if name == "correction":
                says, right = "a file corrects nothing", "tell the fact as it was, once more"
            self._mistake((*path, name), says, right)
        return bool(strange)

    def _told(self, path: Path, kind: Kind, whole: Any, body: object) -> Iterator[_Told]:
        envelope = _some(whole, _ENVELOPE) if isinstance(whole, dict) else {}
        said = self._built(envelope, _Envelope, path[:2])
        built = self._built(body, kind.body, path)
        self.named += [((*path, *step), id_) for step, id_ in named(kind, body)]
        if built is not None and said is not None:
            item = Item(
                body=built,
                engagement=self.engagement,
                happened=said.happened or self.happened,
                author=self.author if said.author is None else said.author,
                source=said.source,
                cause=said.cause,
                place=self.tree.where(path).rpartition(":")[0],
            )
            yield _Told(path, kind, item)

    def _check_engagement(self, told: list[_Told]) -> None:
        homeless = [one.path for one in told if not one.kind.shared]
        if homeless and not self.engagement:
            says = "nothing says which engagement this belongs to"
            self._mistake(homeless[0], says, 'name it on top, as in "engagement: acme-rollout"')

    def _check_twice(self, told: list[_Told]) -> None:
        """A fact happened once and a section says what is; other records may say what changed."""
        seen: dict[tuple[str, str], _Told] = {}
        for one in told:
            identity, fact = one.kind.identify(one.item.body), one.kind.fact
            first = seen.setdefault((one.kind.name, identity), one)
            moved = fact and first.item.happened != one.item.happened
            history = not fact and first.path[0] == one.path[0] == "records"
            if identity and not history and (moved or first.item.body != one.item.body):
                says = f'{one.kind.name} "{identity}" is told otherwise at {first.item.place}'
                self._mistake(one.path, says, "keep the one that is right")

    def _check_ids(self, described: set[str], purposes: bool) -> None:
        guesses: dict[str, str] = {}
        for path, id_ in self.named:
            if id_ in described or (path[-1] == "purpose" and not purposes):
                continue
            if id_ not in guesses:
                few = described if len(guesses) < _MOST_GUESSES else ()
                near = get_close_matches(id_, sorted(few), 1)
                guesses[id_] = f'did you mean "{near[0]}"?' if near else _RIGHT
            self._mistake(path, f'nothing describes "{id_}"', guesses[id_])

    def _built(self, data: object, shape: type[T], path: Path) -> T | None:
        try:
            return structure(data, shape, place=lambda steps: self.tree.where((*path, *steps)))
        except InvalidInput as found:
            self.problems += found.problems
            self._bear()
            return None

    def _mistake(self, path: Path, says: str, remedy: str) -> None:
        self.problems.append(Problem(where=self.tree.where(path), says=says, remedy=remedy))
        self._bear()

    def _bear(self) -> None:
        """Read on unless there are too many mistakes: each takes memory, and nobody reads all."""
        if len(self.problems) >= MOST_MISTAKES:
            told = sorted(self.problems[:MOST_MISTAKES], key=_line_and_column)
            says = "too many mistakes: the rest was not read"
            raise InvalidInput([*told, Problem(where="", says=says, remedy="mend these first")])


def _some(values: dict[str, Any], names: Collection[str]) -> dict[str, Any]:
    return {name: values[name] for name in names if name in values}


def _described(top: dict[str, Any]) -> set[str]:
    """Give the ids that a file describes or knows, also where it is wrong otherwise."""
    lists = [top[name] for name in top if SECTIONS.get(name, "person") in DESCRIBED]
    items = [one for rows in lists if isinstance(rows, list) for one in rows]
    items += [one.get(kind) for one in items if isinstance(one, dict) for kind in DESCRIBED]
    ids = [one.get("id") if isinstance(one, dict) else one for one in items]
    return {id_ for id_ in ids if isinstance(id_, str)}
