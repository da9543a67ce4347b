"""How does a row become the body of a record?"""

import types
from collections.abc import Callable, Iterator, KeysView
from typing import Any, Literal, Union, get_args, get_origin

import attrs

from engageframe.encoding import short_hash
from engageframe.errors import did_you_mean
from engageframe.inputs import Path
from engageframe.kinds import Kind
from engageframe.model.encounters import Attendee
from engageframe.model.fields import an_id, ids
from engageframe.model.moments import Moment
from engageframe_csv.accounts import Refused
from engageframe_csv.mapping import AttendeeRule, RecordRule
from engageframe_csv.templates import Row, Template, slug

__all__ = ["Maker", "Who", "identify"]

_Reader = Callable[[tuple[str, ...]], Any]
_IDS = ("client", "initiator")
_ANSWERS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


def identify(text: str) -> str:
    """Give the id of a text.

    Raises:
        Refused: it holds no letter and no digit.
    """
    found = slug(text)
    if not found:
        raise Refused("no_id", f'no id can be made of "{text}": it has no letter and no digit')
    return found


class Who:
    """Makes the attendees of a row by one rule; several when a cell is split."""

    def __init__(self, rule: AttendeeRule) -> None:
        self.person, self.organization = Template(rule.person), Template(rule.organization)
        self.role = Template(rule.role)
        self.columns = {*self.person.columns, *self.organization.columns}

    def make(self, row: Row) -> list[Attendee]:
        """Make the attendees; none when the cells are empty."""
        persons = [identify(text) for text in self.person.fill(row)]
        homes = [identify(text) for text in self.organization.fill(row)]
        role = "; ".join(self.role.fill(row))
        if persons and len(homes) < 2:
            homes = (homes or [""]) * len(persons)
        persons = persons or [""] * len(homes)
        if len(persons) != len(homes):
            raise Refused("does_not_fit", f"{len(persons)} people, {len(homes)} organizations")
        pairs = zip(persons, homes, strict=True)
        return [Attendee(person=one, organization=home, role=role) for one, home in pairs]


class Maker:
    """Makes bodies of one kind from rows, by templates for their fields."""

    def __init__(self, kind: Kind, rule: RecordRule, date: Callable[[str], Moment]) -> None:
        self.kind = kind
        self.templates = rule.templates()
        self.fields = {field.name: field for field in attrs.fields(kind.body)}
        self._needs = [n for n, field in self.fields.items() if field.default is attrs.NOTHING]
        self._date = date
        self._taken: dict[str, str] = {}
        self.named_by = {
            column
            for name in kind.identity
            for one in self.templates.get(name, ())
            for column in one.columns
        }
        self._readers = self._reading(self._own_id)
        self._judges = self._reading(identify)

    def mistakes(self, given: tuple[str, ...]) -> Iterator[tuple[Path, str, str]]:
        """Say what is wrong with the templates; ``given`` fields are filled by other means."""
        for name in self.templates:
            if name not in self.fields:
                remedy = did_you_mean(name, self.fields)
                yield (name,), f'"{self.kind.name}" has no such field', remedy
            elif name not in self._readers or name in given:
                yield (name,), "this field is not filled by a template", "leave it out"
            elif self._is_constant(name) and (fault := self._constant_fault(name)):
                yield (name,), fault, ""
        for name in self._needs:
            if name not in self.templates and name not in given:
                yield (), f'"{self.kind.name}" needs the field "{name}"', "give it a template"

    def make(self, row: Row, **given: Any) -> Any:
        """Make the body of a row.

        Raises:
            Refused: a field that it needs is empty, or a cell does not fit its field.
        """
        try:
            for name, reader in self._readers.items():
                texts = tuple(text for one in self.templates[name] for text in one.fill(row))
                if texts:
                    given[name] = reader(texts)
                elif name in self._needs:
                    raise Refused("blank", f"nothing is there for the {name}")
            return self.kind.body(**given)
        except Refused:
            raise
        except ValueError as fault:
            raise Refused("does_not_fit", str(fault)) from None

    def faults(self, row: Row, columns: KeysView[str]) -> Iterator[Refused]:
        """Say which cells do not fit their fields, as far as the ``columns`` were found."""
        for name, reader in self._judges.items():
            read = [column for one in self.templates[name] for column in one.columns]
            texts = tuple(text for one in self.templates[name] for text in one.fill(row))
            if not read or not columns >= {*read}:
                continue
            if texts and (fault := self._fault(name, reader, texts)):
                yield fault
            elif not texts and name in self._needs:
                yield Refused("blank", f"nothing is there for the {name}")

    def _fault(self, name: str, reader: _Reader, texts: tuple[str, ...]) -> Refused | None:
        field = self.fields[name]
        try:
            value = reader(texts)
            if field.validator is not None:
                field.validator(object.__new__(self.kind.body), field, value)
        except Refused as fault:
            return fault
        except ValueError as fault:
            return Refused("does_not_fit", str(fault))
        return None

    def _is_constant(self, name: str) -> bool:
        return not any(one.columns for one in self.templates[name])

    def _constant_fault(self, name: str) -> str:
        texts = tuple(one.text for one in self.templates[name])
        return str(self._fault(name, self._judges[name], texts) or "")

    def _reading(self, own: Callable[[str], str]) -> dict[str, _Reader]:
        """Give what reads each field that a template may fill."""
        told = ((name, self.fields[name]) for name in self.templates if name in self.fields)
        readers = ((name, self._reader(field, own)) for name, field in told)
        return {name: reader for name, reader in readers if reader is not None}

    def _reader(self, field: "attrs.Attribute[Any]", own: Callable[[str], str]) -> _Reader | None:
        wanted = field.type
        if get_origin(wanted) in (Union, types.UnionType):
            wanted = next(one for one in get_args(wanted) if one is not type(None))
        is_id = field.validator in (an_id, ids) or field.name in (*_IDS, *self.kind.about)
        is_id = is_id and not self._is_constant(field.name)
        if wanted == tuple[str, ...]:
            return (lambda texts: tuple(map(identify, texts))) if is_id else tuple
        readers: dict[Any, Any] = {int: int, bool: _yes_or_no, Moment: self._date}
        read = readers.get(wanted)
        if wanted is str or get_origin(wanted) is Literal:
            named = self.kind.fact and field.name in self.kind.identity
            read = own if named else identify if is_id else str
        return None if read is None else lambda texts: read("; ".join(texts))

    def _own_id(self, text: str) -> str:
        """Tell two facts apart whose texts differ only in what an id leaves out."""
        found = identify(text)
        same = self._taken.setdefault(found, text) == text
        return found if same else f"{found}-{short_hash(text)[:8]}"


def _yes_or_no(text: str) -> bool:
    if text.casefold() not in _ANSWERS:
        raise ValueError(f'"{text[:40]}" is neither yes nor no')
    return _ANSWERS[text.casefold()]
