"""What does a person write to say which column means what?"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import attrs

from engageframe.errors import InvalidInput, Problem, did_you_mean
from engageframe.inputs import Path, structure
from engageframe.model.fields import an_id
from engageframe.model.moments import Moment
from engageframe.model.people import Side
from engageframe_csv.templates import Column, Template, key, undatable
from engageframe_yaml.places import parse

__all__ = ["AttendeeRule", "Dates", "Mapping", "RecordRule", "columns", "understand"]

Place = Callable[[Path], str]
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


def understand(text: bytes | str, *, name: str) -> tuple[Mapping, Place]:
    """Read a mapping file, and give the function that says where in it a part stands.

    Raises:
        InvalidInput: with every mistake in it, each with its line and column.
    """
    tree, problems = parse(text, name=name)
    try:
        mapping = structure(tree.value, Mapping, place=tree.where)
    except InvalidInput as fault:
        raise InvalidInput([*problems, *fault.problems]) from None
    problems += [Problem(where=tree.where(path), says=says) for path, says in _mistakes(mapping)]
    if problems:
        raise InvalidInput(problems)
    return mapping, tree.where


def _mistakes(mapping: Mapping) -> Iterator[tuple[Path, str]]:
    if len(mapping.delimiter) != 1 or mapping.delimiter in '"\r\n\0 ':
        yield ("delimiter",), f'{mapping.delimiter!r} is no delimiter: write one character, as ";"'
    for n, encoding in enumerate(mapping.encodings):
        try:
            b"a".decode(encoding)
        except UnicodeError:
            continue
        except (LookupError, ValueError):
            yield ("encodings", n), f'"{encoding}" is no encoding of text, such as utf-8 or cp1252'
    for n, form in enumerate(mapping.dates.formats):
        if undatable(form):
            yield ("dates", "formats", n), f'"{form}" is no format of dates, such as %d-%m-%Y'
    for title, separators in mapping.split.items():
        if not separators or not all(separators):
            yield ("split", title), 'a separator is missing: write a list such as [";", "/"]'
    for n, who in enumerate(mapping.attendees):
        if not (who.person or who.organization):
            yield ("attendees", n), "neither person nor organization: give at least one template"


def columns(mapping: Mapping, header: Sequence[str], *, name: str) -> dict[str, Column]:
    """Find each column that the mapping speaks of.

    Raises:
        InvalidInput: with every column that is missing, and every name that two columns have.
    """
    at = {key(title): n for n, title in reversed(list(enumerate(header)))}
    problems = [
        Problem(where=name, says=f'two columns are named "{title}"', remedy="rename one of them")
        for n, title in enumerate(header) if at[key(title)] < n
    ]  # fmt: skip
    writings = {key(title): words for title, words in mapping.columns.items()}
    optional = set(map(key, mapping.optional))
    found = {}
    for title in {key(title): title for title in mapping.titles()}.values():
        words = writings.get(key(title)) or (title,)
        place = next((at[key(word)] for word in words if key(word) in at), None)
        if place is not None:
            found[key(title)] = _column(mapping, key(title), place)
        elif key(title) not in optional:
            says = 'there is no column "{}"'.format('" or "'.join(words))
            problems.append(Problem(where=name, says=says, remedy=_remedy(words[0], header)))
    if problems:
        raise InvalidInput(problems)
    return found


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
