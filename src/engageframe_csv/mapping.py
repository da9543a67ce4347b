"""What does a person write to say which column means what?"""

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Any

import attrs

from engageframe.errors import Problem, did_you_mean
from engageframe.model.fields import an_id
from engageframe.model.moments import Moment
from engageframe.model.people import Side
from engageframe_csv.templates import Column, Template, key

__all__ = ["AttendeeRule", "Dates", "Mapping", "RecordRule", "columns"]

_Texts = tuple[str, ...]


@attrs.frozen(kw_only=True)
class Dates:
    """How dates are written, tried in order, and the window outside which no row is believed."""

    formats: _Texts = ()
    since: Moment | None = None
    until: Moment | None = None


@attrs.frozen(kw_only=True)
class AttendeeRule:
    """Who of a row was there: a person, or an organization whose person is unknown."""

    person: str = ""
    organization: str = ""
    role: str = ""
    side: Side = "client"


@attrs.frozen(kw_only=True)
class RecordRule:
    """A record that a row tells: its kind, and a template for each field."""

    record: str
    fields: dict[str, Any]

    def templates(self) -> dict[str, list[Template]]:
        """Give the templates of each field; a list has several."""
        return {
            name: [Template(str(one)) for one in (value if isinstance(value, list) else [value])]
            for name, value in self.fields.items()
        }


@attrs.frozen(kw_only=True)
class Mapping(RecordRule):
    """The whole mapping: ``record`` and ``fields`` say what a row is, ``implies`` what else."""

    system: str = attrs.field(validator=an_id)
    engagement: str = ""
    happened: str = ""
    source: str = ""
    attendees: tuple[AttendeeRule, ...] = ()
    implies: tuple[RecordRule, ...] = ()
    columns: dict[str, _Texts] = attrs.field(factory=dict)
    optional: _Texts = ()
    required: _Texts = ()
    nothing: dict[str, _Texts] = attrs.field(factory=dict)
    aliases: dict[str, dict[str, _Texts]] = attrs.field(factory=dict)
    split: dict[str, _Texts] = attrs.field(factory=dict)
    dates: Dates = Dates()
    delimiter: str = ","
    encodings: _Texts = ("utf-8-sig", "cp1252")

    def titles(self) -> Iterator[str]:
        """Give the name of every column that it speaks of, each as often as it does."""
        for text in (self.engagement, self.happened, self.source):
            yield from Template(text).titles
        for who in self.attendees:
            yield from Template(who.person + who.organization + who.role).titles
        for rule in (self, *self.implies):
            for templates in rule.templates().values():
                yield from (title for one in templates for title in one.titles)
        for titles in (self.columns, self.optional, self.required):
            yield from titles
        for table in (self.nothing, self.aliases, self.split):
            yield from table


def columns(
    mapping: Mapping, header: Sequence[str], *, name: str, unsure: Collection[str] = ()
) -> tuple[dict[str, Column], list[Problem]]:
    """Find each column that the mapping speaks of, and say what is wrong with the header.

    Every column that is missing is told, but for the ``unsure`` keys, and every name that two
    columns have.
    """
    at = {key(title): n for n, title in reversed(list(enumerate(header)))}
    problems = [
        Problem(where=name, says=f'two columns are named "{title}"', remedy="rename one of them")
        for n, title in enumerate(header) if at[key(title)] < n
    ]  # fmt: skip
    writings = {key(title): words for title, words in mapping.columns.items()}
    excused = {*map(key, mapping.optional), *unsure}
    found = {}
    for title in {key(title): title for title in mapping.titles()}.values():
        words = writings.get(key(title)) or (title,)
        place = next((at[key(word)] for word in words if key(word) in at), None)
        if place is not None:
            found[key(title)] = _column(mapping, key(title), place)
        elif key(title) not in excused:
            says = 'there is no column "{}"'.format('" or "'.join(words))
            problems.append(Problem(where=name, says=says, remedy=_remedy(words[0], header)))
    return found, problems


def _remedy(title: str, header: Sequence[str]) -> str:
    if len(header) == 1 and (mark := re.search(r"[;\t|,]", header[0])):
        return f"the header is one cell: is the delimiter {mark[0]!r}?"
    return did_you_mean(title, header)


def _column(mapping: Mapping, name: str, at: int) -> Column:
    def told(table: dict[str, Any]) -> Any:
        return next((value for title, value in table.items() if key(title) == name), ())

    separators = told(mapping.split)
    return Column(
        at=at,
        nothing=frozenset(map(key, told(mapping.nothing))),
        usual={
            key(word): usual
            for usual, words in dict(told(mapping.aliases)).items()
            for word in (usual, *words)
        },
        split=re.compile("|".join(map(re.escape, separators))) if separators else None,
    )
