"""What is to be made of each row, and is the mapping right about it?"""

from collections.abc import Callable, Collection, Iterator, KeysView
from typing import Any, Final

import attrs

from engageframe.errors import did_you_mean
from engageframe.inputs import Path
from engageframe.journal import REGISTER
from engageframe.kinds import Kind, Kinds
from engageframe.model.encounters import Attendee
from engageframe.model.engagements import Engagement
from engageframe.model.moments import Moment, moment
from engageframe_csv import mapping as maps
from engageframe_csv.accounts import Refused
from engageframe_csv.bodies import Maker, Who, identify
from engageframe_csv.templates import Row, Template, dated, key

__all__ = ["Recipe"]

_SOME_DAY: Final = moment("2000-01-01")


class Recipe:
    """The templates of a mapping at work; ``mistakes`` is what is wrong with them.

    What only follows from a part that is ``broken`` is no mistake.
    """

    def __init__(self, wanted: maps.Mapping, kinds: Kinds, broken: Collection[Path] = ()) -> None:
        self.wanted, self.kinds, self.broken = wanted, kinds, frozenset(broken)
        self.mistakes: list[tuple[Path, str, str]] = []
        self.engagement, self.happened = Template(wanted.engagement), Template(wanted.happened)
        self.source = Template(wanted.source)
        self.who = [Who(rule) for rule in wanted.attendees]
        self.optional = frozenset(map(key, wanted.optional))
        self.names = {
            usual: words for table in wanted.aliases.values() for usual, words in table.items()
        }
        if wanted.happened and not self.happened.columns:
            self._check("happened", self.date, wanted.happened)
        if wanted.engagement and not self.engagement.columns:
            self._check("engagement", lambda one: Engagement(id=one, name=one), wanted.engagement)
        given = ("attendees",) if self.who or ("attendees",) in broken else ()
        self.main = self._maker(wanted, (), given)
        self.implied = [self._maker(rule, ("implies", n)) for n, rule in enumerate(wanted.implies)]
        written = {_subject(rule) for rule in wanted.implies}
        for subject, rule in {_subject(rule): rule for rule in _implied(wanted)}.items():
            if subject not in written:
                self.implied.append(self._maker(rule, ()))

    def date(self, text: str) -> Moment:
        """Read a date as the mapping says; any text is one while that is broken."""
        try:
            return dated(text, self.wanted.dates.formats)
        except ValueError as fault:
            if ("dates",) in self.broken:
                return _SOME_DAY
            raise Refused("unreadable_date", str(fault)) from None

    def moment(self, row: Row, today: Moment) -> Moment:
        """Say when a row happened; today when the mapping names no date."""
        if not self.wanted.happened:
            return today
        when = self.date(_needed(self.happened, row))
        since, until = self.wanted.dates.since, self.wanted.dates.until or today
        if until.before(when) or (since is not None and when.before(since)):
            says = f"{when} lies outside {since or 'all time'} to {until}"
            raise Refused("outside_date_window", says)
        return when

    def place(self, row: Row) -> str:
        """Give the id of the engagement that a row belongs to."""
        if not self.engagement.columns:
            return self.wanted.engagement
        found = identify(_needed(self.engagement, row))
        if found == REGISTER:
            raise Refused("no_id", f'an engagement cannot have the id "{REGISTER}"')
        return found

    def body(self, row: Row, extra: dict[str, str]) -> Any:
        """Make what the row itself tells."""
        for title in self.wanted.required:
            _needed(Template(f"{{{title}}}"), row)
        given: dict[str, Any] = {"extra": extra} if "extra" in self.main.fields else {}
        if self.who:
            given["attendees"] = tuple(dict.fromkeys(self._attendees(row)))
        return self.main.make(row, **given)

    def faults(self, row: Row, today: Moment, columns: KeysView[str]) -> Iterator[Refused]:
        """Say what is wrong with a row, as far as the ``columns`` were found."""
        when, where = self.happened.columns, self.engagement.columns
        if when and columns >= {*when} and ("dates",) not in self.broken:
            yield from _fault(lambda: self.moment(row, today))
        if where and columns >= {*where}:
            yield from _fault(lambda: self.place(row))
        if self.main.kind.name == self.wanted.record:
            yield from self.main.faults(row, columns)

    def others(self, maker: Maker, row: Row) -> Iterator[Any]:
        """Make what else a row tells by one rule; several when its cell is split."""
        several = [name for name in maker.named_by if len(row.get(name, ())) > 1]
        for n in range(max((len(row[name]) for name in several), default=1)):
            part = {**row, **{one: row[one][n : n + 1] or row[one][-1:] for one in several}}
            body = maker.make(part)
            if words := self.names.get(getattr(body, "name", "")):
                body = attrs.evolve(body, aliases=words) if "aliases" in maker.fields else body
            yield body

    def stream(self, kind: Kind, body: Any, engagement: str) -> str:
        """Say which stream a body belongs to."""
        if kind.shared:
            return REGISTER
        return body.id if isinstance(body, Engagement) else engagement

    def _attendees(self, row: Row) -> Iterator[Attendee]:
        there = 0
        for rule in self.who:
            found = rule.make(row)
            if not found and not rule.columns <= self.optional:
                raise Refused("blank", f"nobody in {' and '.join(sorted(rule.columns))}")
            there += len(found)
            yield from found
        if not there:
            raise Refused("blank", "nobody was there")

    def _maker(self, rule: maps.RecordRule, path: Path, given: tuple[str, ...] = ()) -> Maker:
        kind = self.kinds.get(rule.record)
        if kind is None:
            if (*path, "record") not in self.broken:
                says = f'there is no kind "{rule.record}"'
                remedy = did_you_mean(rule.record, self.kinds)
                self.mistakes.append(((*path, "record"), says, remedy))
            return Maker(self.kinds["engagement"], rule, self.date)
        maker = Maker(kind, rule, self.date)
        judged = maker.mistakes(given) if (*path, "fields") not in self.broken else ()
        for step, says, remedy in judged:
            self.mistakes.append(((*path, "fields", *step), says, remedy))
        placed = kind.shared or kind.body is Engagement or self.wanted.engagement
        if not (placed or ("engagement",) in self.broken):
            says = f'"{kind.name}" belongs to an engagement'
            self.mistakes.append((path, says, 'name it: engagement: "{Team}"'))
        timeless = kind.identity and not kind.fact
        if not (timeless or self.wanted.happened or ("happened",) in self.broken):
            says = f'"{kind.name}" must say when it happened'
            self.mistakes.append((path, says, 'name the date: happened: "{Date}"'))
        return maker

    def _check(self, name: str, made: Any, text: str) -> None:
        try:
            made(text)
        except ValueError as fault:
            self.mistakes.append(((name,), str(fault), ""))


def _fault(made: Callable[[], Any]) -> Iterator[Refused]:
    try:
        made()
    except Refused as fault:
        yield fault


def _needed(template: Template, row: Row) -> str:
    texts = template.fill(row)
    if not texts:
        raise Refused("blank", f"nothing in {' and '.join(template.titles)}")
    return "; ".join(texts)


def _subject(rule: maps.RecordRule) -> tuple[str, ...]:
    """Name of whom or what a rule speaks, so that what is implied gives way to what is written."""
    fields = rule.fields
    whole = str(fields.get("id", fields.get("who", sorted(fields.items(), key=str))))
    return rule.record, whole


def _implied(wanted: maps.Mapping) -> Iterator[maps.RecordRule]:
    if Template(wanted.engagement).columns:
        yield _noun("engagement", id=wanted.engagement, name=wanted.engagement)
    for who in wanted.attendees:
        for record, text in (("person", who.person), ("organization", who.organization)):
            if text:
                yield _noun(record, id=text, name=text)
        if who.person or who.organization:
            yield _noun("stakeholder", who=who.person or who.organization, side=who.side)


def _noun(record: str, **fields: str) -> maps.RecordRule:
    return maps.RecordRule(record=record, fields=dict(fields))
