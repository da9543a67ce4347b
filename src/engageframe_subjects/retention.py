"""Which records are older than the settings let them become?

The table ``[retention]`` names kinds, which go whole, or single fields of them, which are withheld:
``statement = "24 months"``, ``"encounter.held:answers" = "1 year"``.
"""

import datetime as dt
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

import attrs
import msgspec

from engageframe.encoding import canonical
from engageframe.errors import InvalidInput, JournalError, Problem, did_you_mean
from engageframe.folding import AMENDMENTS
from engageframe.journal import Entry, Unread
from engageframe.kinds import Kind
from engageframe.model.moments import Moment, moment
from engageframe.settings import place
from engageframe_subjects.finding import Held
from engageframe_subjects.following import follow
from engageframe_subjects.leaving import Line, line_of
from engageframe_subjects.rewriting import withhold

__all__ = ["Due", "Period", "due", "periods"]

_PERIOD: Final = re.compile(r"(\d{1,4}) (day|week|month|year)s?")
_UNITS: Final = {"day": (0, 1), "week": (0, 7), "month": (1, 0), "year": (12, 0)}


class Period(msgspec.Struct, frozen=True, kw_only=True):
    """How long records of a kind, or one field of theirs, may be kept."""

    kind: str
    field: str
    months: int
    days: int
    says: str

    def ended(self, began: dt.date, as_of: dt.date) -> bool:
        """Tell whether it is over for what happened on a day."""
        month = began.month - 1 + self.months
        year = began.year + month // 12
        if year > dt.MAXYEAR - 30:
            return False
        after = month % 12 + 1
        last = (dt.date(year + after // 12, after % 12 + 1, 1) - dt.timedelta(days=1)).day
        moved = dt.date(year, after, min(began.day, last)) + dt.timedelta(days=self.days)
        return moved < as_of


class Due(msgspec.Struct, frozen=True, kw_only=True):
    """A record whose period is over: it goes, or ``field`` of it; ``says`` names the setting.

    ``body`` is what stays of it.
    """

    line: Line
    field: str
    says: str
    body: Any = None


def periods(text: str, kinds: Mapping[str, Kind]) -> tuple[Period, ...]:
    """Read the table of the settings.

    Raises:
        InvalidInput: with every mistake in it.
    """
    told = tomllib.loads(text).get("retention", {})
    found, problems = [], []
    for name, value in told.items():
        try:
            found.append(_period(name, value, kinds))
        except ValueError as fault:
            says, _, remedy = str(fault).partition("; ")
            where = f'{place(text, "retention", name)}: [retention] "{name}"'
            problems.append(Problem(where=where, says=says, remedy=remedy))
    if problems:
        raise InvalidInput(problems)
    return tuple(found)


def _period(name: str, value: object, kinds: Mapping[str, Kind]) -> Period:
    read = _PERIOD.fullmatch(value) if isinstance(value, str) else None
    if read is None or not int(read[1]):
        hint = ", and a name with a dot in quotes" if isinstance(value, dict) else ""
        raise ValueError(f'{value!r} is no period; write such as "24 months" or "90 days"{hint}')
    word, _, field = name.partition(":")
    kind = kinds.get(word)
    if kind is None:
        raise ValueError(f'no kind "{word}"; {did_you_mean(word, kinds)}')
    if kind.shared or kind.verb or word in (*AMENDMENTS, "engagement"):
        raise ValueError(f'"{word}" does not age; people are erased: engage subject erase')
    texts = sorted({*kind.text, *kind.personal})
    if field and field not in texts:
        raise ValueError(f'"{field}" is no text of {word}; {did_you_mean(field, texts)}')
    months, days = (int(read[1]) * one for one in _UNITS[read[2]])
    return Period(kind=word, field=field, months=months, days=days, says=f"{name}: {value}")


def due(held: Held, wanted: Iterable[Period], as_of: Moment) -> tuple[Due, ...]:
    """Find what is due at a moment; what speaks only of what goes, goes with it.

    A period counts from the last day on which a record may have happened.
    It counts for what was corrected or taken back, too: the old words are due as the new ones are.
    """
    goes: dict[str, str] = {}
    alone: dict[str, str] = {}
    parts: list[Due] = []
    for period in wanted:
        for entry in _over(held, period, as_of.first):
            record = held.records.get(entry.id)
            if not period.field:
                goes[entry.id] = period.says
            elif not _tells(held, entry, period.field):
                continue
            elif record is None:
                alone[entry.id] = period.says
            else:
                line = line_of(held, entry.id, period.says)
                body = withhold(record.body, period.field)
                parts.append(Due(line=line, field=period.field, says=period.says, body=body))
    with_them = follow(held, goes, who="", keep=())
    whole = [
        Due(line=line_of(held, id_, why), field="", says=why)
        for id_, why in {**goes, **with_them, **alone}.items()
    ]
    gone = {one.line.id for one in whole}
    return (*whole, *(one for one in _joined(parts) if one.line.id not in gone))


def _over(held: Held, period: Period, today: dt.date) -> Iterator[Entry]:
    """Give the records whose period is over and of which some version is there to read."""
    for entry in held.entries.values():
        if entry.kind != period.kind or not any(_versions(held, entry)):
            continue
        record = held.records.get(entry.id)
        if record is not None and isinstance(record.body, Unread):
            continue
        happened = moment(entry.happened) if record is None else record.happened
        if period.ended(happened.last, today):
            yield entry


def _versions(held: Held, entry: Entry) -> Iterator[Entry]:
    """Give a record as it was first told, and as each correction tells it that is still whole."""
    if entry.body is not None:
        yield entry
    for one in held.amendments(entry.id):
        told = held.bodies[one.id]
        while told.get("record") in held.bodies and isinstance(told.get("body"), dict):
            target = held.bodies[str(told["record"])]
            told = {"record": target.get("record"), **told["body"]}
        if isinstance(told.get("body"), dict):
            version = int(told.get("version", entry.version))
            yield entry._replace(body=canonical(told["body"]), version=version)


def _tells(held: Held, entry: Entry, field: str) -> bool:
    """Tell whether any version says something in a field; one that nobody can read may."""
    for one in _versions(held, entry):
        try:
            body = held.codec.record(one).body
            if isinstance(body, Unread) or withhold(body, field) != body:
                return True
        except (ValueError, JournalError):
            return True
    return False


def _joined(parts: Iterable[Due]) -> list[Due]:
    """Join what is due of one record, as its body is told anew once."""
    found: dict[str, Due] = {}
    for one in parts:
        before = found.get(one.line.id)
        if before is not None:
            body = attrs.evolve(before.body, **{one.field: getattr(one.body, one.field)})
            field, says = f"{before.field}, {one.field}", f"{before.says}; {one.says}"
            one = Due(line=before.line, field=field, says=says, body=body)
        found[one.line.id] = one
    return list(found.values())
