"""What do the rows of a table tell, and which of them are not believed?"""

import re
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any, Final

import attrs

from engageframe.applying import Item
from engageframe.errors import InvalidInput, Problem
from engageframe.kinds import Kind, Kinds
from engageframe.model.moments import Moment
from engageframe_csv.accounts import Flag, Imported, Refused, SetAside
from engageframe_csv.mapping import columns
from engageframe_csv.recipes import Recipe
from engageframe_csv.tables import FAULTS, Line, Table, table
from engageframe_csv.templates import Column, Row
from engageframe_csv.understanding import understand

__all__ = ["read"]

_ORDER: Final = ("organization", "person", "affiliation", "engagement", "stakeholder")
_READING: Final = {("delimiter",), ("encodings",)}
"""Parts of a mapping without which no header can be read."""
_CELLS: Final = {(name,) for name in ("columns", "nothing", "aliases", "split", "record")}
"""Parts of a mapping without which no cell can be judged."""
_MOST_ROWS: Final = 20
_MOST_JUDGED: Final = 10_000
_SEVERAL: Final = re.compile(r"[\n;|]| / |,.*,", re.DOTALL)


def read(
    data: bytes, mapping: bytes | str, *, name: str, mapping_name: str, kinds: Kinds, author: str,
    today: Moment,
) -> Imported:  # fmt: skip
    """Read a table by its mapping; the same bytes give the same items.

    Args:
        data: the table, as it lies in its file.
        mapping: the mapping, as it lies in its file.
        name: what to call the table in messages.
        mapping_name: what to call the mapping in messages.
        kinds: the kinds of record that are known.
        author: who imports.
        today: the moment of what has no date; rows dated later are set aside.

    Raises:
        InvalidInput: the mapping has mistakes, or the table no such encoding or header.
    """
    recipe, sheet, found = _prepared(data, mapping, name, mapping_name, kinds, today)
    rows = _Rows(recipe, sheet, found, today)
    count = rows.read()
    return Imported(
        items=tuple(one.item(recipe.wanted.system, name, author) for one in rows.told()),
        rows_read=count,
        set_aside=tuple(rows.set_aside),
        flags=tuple(rows.flags),
        unmapped=tuple(title for _, title in rows.unmapped),
        header=sheet.header,
        encoding=sheet.encoding,
    )


def _prepared(
    data: bytes, mapping: bytes | str, name: str, mapping_name: str, kinds: Kinds, today: Moment
) -> tuple[Recipe, Table, Mapping[str, Column]]:
    """Read mapping and header, and tell all that is wrong with both."""
    understood = understand(mapping, name=mapping_name)
    wanted, problems, broken = understood.mapping, understood.problems, understood.broken
    recipe = Recipe(wanted, kinds, broken)
    problems += [
        Problem(where=understood.place(path), says=says, remedy=remedy)
        for path, says, remedy in recipe.mistakes
    ]
    if broken & _READING:
        raise InvalidInput(problems)
    try:
        sheet = table(data, name=name, encodings=wanted.encodings, delimiter=wanted.delimiter)
    except InvalidInput as fault:
        raise InvalidInput([*problems, *fault.problems]) from None
    found, more = columns(wanted, sheet.header, name=name, unsure=understood.unsure)
    if problems := [*problems, *more]:
        raise InvalidInput([*problems, *_of_rows(recipe, sheet, found, today, name)])
    return recipe, sheet, found


def _of_rows(
    recipe: Recipe, sheet: Table, found: Mapping[str, Column], today: Moment, name: str
) -> Iterator[Problem]:
    """Say which rows would be set aside however the rest of the mapping is mended.

    Only the first rows of a long table are looked at: whoever mends a mapping does not wait.
    """
    count = 0
    for line in islice(sheet.lines, _MOST_JUDGED):
        says = [FAULTS[line.fault]] if line.fault else []
        if not line.fault and not recipe.broken & _CELLS:
            row = {title: column.texts(line.cells) for title, column in found.items()}
            faults = recipe.faults(row, today, found.keys())
            says = [fault.says for fault in faults if fault.reason != "blank"]
        count += bool(says)
        if says and count <= _MOST_ROWS:
            remedy = "the row would be set aside"
            yield Problem(where=f"{name}:{line.at}", says="; ".join(says), remedy=remedy)
    if count > _MOST_ROWS:
        among = f" of the first {_MOST_JUDGED:,}" if next(sheet.lines, None) else ""
        says_more = f"{count - _MOST_ROWS} more rows{among} would be set aside"
        yield Problem(where=name, says=says_more)


@attrs.define
class _Thing:
    """One thing that rows tell of: an item in the making."""

    kind: Kind
    body: Any
    stream: str
    happened: Moment
    foreign: str
    row: int
    rows: list[int] = attrs.field(factory=list)
    who: dict[Any, None] = attrs.field(factory=dict)
    extra: dict[str, dict[str, None]] = attrs.field(factory=dict)

    def add(self, row: int, body: Any) -> None:
        """Take in a row with its attendees and unmapped cells."""
        self.rows.append(row)
        self.who.update(dict.fromkeys(getattr(body, "attendees", ())))
        for title, text in getattr(body, "extra", {}).items():
            self.extra.setdefault(title, {})[text] = None

    def differs(self, body: Any, happened: Moment) -> str:
        """Say in which fields another row tells of the same thing otherwise."""
        pairs = [("date", self.happened, happened)] if self.kind.fact else []
        if body != self.body:
            names = (field.name for field in attrs.fields(type(body)))
            every = ((name, getattr(self.body, name), getattr(body, name)) for name in names)
            pairs += [pair for pair in every if pair[0] not in ("attendees", "extra")]
        told = ", ".join(
            f'{name} is "{new}", not "{old}"' for name, old, new in pairs if new != old
        )
        return told and f"{told} as in line {self.row}"

    def item(self, system: str, name: str, author: str) -> Item:
        """Make the item; in what several rows tell, their order leaves no trace."""
        body, more = self.body, dict[str, Any]()
        if len(self.rows) > 1 and hasattr(body, "attendees"):
            who = sorted(self.who, key=lambda one: (not one.person, one.who, one.role))
            more["attendees"] = tuple(who)
        if len(self.rows) > 1 and hasattr(body, "extra"):
            more["extra"] = {one: "\n".join(sorted(texts)) for one, texts in self.extra.items()}
        return Item(
            body=attrs.evolve(body, **more) if more else body,
            engagement=self.stream,
            happened=self.happened,
            author=author,
            source=f"{system}:{self.foreign}" if self.foreign else system,
            place=f"{name}:{self.row}",
            rows=tuple(self.rows),
            implied=not self.rows,
        )


class _Rows:
    """Reads the rows of one table and keeps account of them."""

    def __init__(
        self, recipe: Recipe, sheet: Table, found: Mapping[str, Column], today: Moment
    ) -> None:
        self.recipe, self.sheet, self.columns, self.today = recipe, sheet, found, today
        used = {column.at for column in found.values()}
        self.unmapped = [(n, title) for n, title in enumerate(sheet.header) if n not in used]
        self.things: dict[tuple[str, ...], _Thing] = {}
        self.implied: dict[tuple[str, ...], _Thing] = {}
        self.set_aside: list[SetAside] = []
        self.flags: list[Flag] = []

    def read(self) -> int:
        """Take every row in, and count them."""
        count = 0
        for line in self.sheet.lines:
            count += 1
            try:
                self._take(line)
            except Refused as fault:
                self._set_aside(line, fault)
        return count

    def told(self) -> list[_Thing]:
        """Give all that was told, nouns before what refers to them."""
        rank = {name: n for n, name in enumerate(_ORDER)}
        every = [*self.implied.values(), *self.things.values()]
        return sorted(every, key=lambda one: rank.get(one.kind.name, len(rank)))

    def _set_aside(self, line: Line, fault: Refused) -> None:
        header, cells = self.sheet.header, line.cells
        reason, says = fault.reason, fault.says
        if reason == "blank":
            void = [one.at for one in self.columns.values() if one.nothing and not one.texts(cells)]
            if words := [cells[at] for at in void if cells[at].strip()]:
                reason, says = "nothing_to_report", f'"{words[0]}" means that there is nothing'
        elif not line.fault:
            row = {name: column.texts(cells) for name, column in self.columns.items()}
            more = self.recipe.faults(row, self.today, self.columns.keys())
            says = "; ".join(dict.fromkeys([says, *(one.says for one in more)]))
        names = (*header, *(f"column {n + 1}" for n in range(len(header), len(cells))))
        told = dict(zip(names, cells, strict=False))
        self.set_aside.append(SetAside(row=line.at, reason=reason, says=says, cells=told))

    def _take(self, line: Line) -> None:
        if line.fault:
            raise Refused(line.fault, FAULTS[line.fault])
        recipe = self.recipe
        row = {name: column.texts(line.cells) for name, column in self.columns.items()}
        happened, engagement = recipe.moment(row, self.today), recipe.place(row)
        extra = {title: line.cells[n] for n, title in self.unmapped if line.cells[n].strip()}
        body, kind = recipe.body(row, extra), recipe.main.kind
        foreign = "; ".join(recipe.source.fill(row)) or kind.identify(body)
        stream = recipe.stream(kind, body, engagement)
        new = _Thing(kind, body, stream, happened, foreign, line.at)
        thing = self.things.setdefault((stream, kind.identify(body) or f"line {line.at}"), new)
        if otherwise := thing.differs(body, happened):
            if not recipe.who:
                raise Refused("told_differently", otherwise)
            self._flag(line, "told_differently", otherwise)
        thing.add(line.at, body)
        self._imply(line, row, happened, engagement)

    def _imply(self, line: Line, row: Row, happened: Moment, engagement: str) -> None:
        for text in (text for who in self.recipe.who for text in who.organization.fill(row)):
            if _SEVERAL.search(text):
                self._flag(line, "several_in_cell", f'"{text}" looks like several organizations')
        for kind, body in self._others(line, row):
            stream, name = self.recipe.stream(kind, body, engagement), kind.identify(body)
            new = _Thing(kind, body, stream, happened, name, line.at)
            unique = name or f"{happened} {body!r}"
            thing = self.implied.setdefault((stream, kind.name, unique), new)
            if otherwise := thing.differs(body, thing.happened):
                self._flag(line, "told_differently", f"{kind.name} {name}: {otherwise}")
            thing.happened = min(thing.happened, happened)

    def _others(self, line: Line, row: Row) -> Iterator[tuple[Kind, Any]]:
        for maker in self.recipe.implied:
            try:
                for body in self.recipe.others(maker, row):
                    yield maker.kind, body
            except Refused as fault:
                if fault.reason != "blank":
                    self._flag(line, "left_out", f"{maker.kind.name}: {fault.says}")

    def _flag(self, line: Line, reason: str, says: str) -> None:
        self.flags.append(Flag(row=line.at, reason=reason, says=says))
