"""How do the cells of a row become a text, an id or a date?"""

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final

import attrs

from engageframe.encoding import short_hash
from engageframe.model.moments import Moment, moment

__all__ = ["Column", "Row", "Template", "dated", "key", "slug", "undatable"]

Row = Mapping[str, tuple[str, ...]]
"""The cells of a row by the key of their column: no text, one, or several."""

_HOLE: Final = re.compile(r"\{([^{}]*)\}")
_GAPS: Final = re.compile(r"[\W_]+")
_LONGEST: Final = 100
_PARTS: Final = frozenset(["%Y", "%q", "%m", "%b", "%d", "%H", "%M", "%S", "%z"])
_MONTHS: Final = (
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
)


@lru_cache(maxsize=65_536)
def slug(text: str) -> str:
    """Make an id of a text: small letters of any script, digits, and ``-`` for all between.

    What differs only in case, spaces or punctuation has the same id.
    A very long text, or one with marks that an id cannot hold, ends in a hash of the whole.
    """
    whole = kept = unicodedata.normalize("NFKC", text).casefold()
    if not whole.isascii():
        kept = "".join(one for one in whole if unicodedata.category(one)[0] != "M")
    short = _GAPS.sub("-", kept).strip("-")
    if short and (kept != whole or len(short) > _LONGEST):
        return f"{short[:_LONGEST].rstrip('-')}-{short_hash(whole)[:8]}"
    return short


def key(text: str) -> str:
    """Give what two writings of the same column or word have in common."""
    return slug(text) or text.strip()


@attrs.frozen(kw_only=True)
class Column:
    """How the cells of one column are read: where to split, what means nothing, usual writings."""

    at: int
    nothing: frozenset[str] = frozenset()
    usual: Mapping[str, str] = attrs.field(factory=dict)
    split: re.Pattern[str] | None = None

    def texts(self, cells: Sequence[str]) -> tuple[str, ...]:
        """Give the texts in the cell of a row."""
        cell = cells[self.at]
        parts = (part.strip() for part in (self.split.split(cell) if self.split else (cell,)))
        if not (self.nothing or self.usual):
            return tuple(part for part in parts if part)
        told = (part for part in parts if part and key(part) not in self.nothing)
        return tuple(self.usual.get(key(part), part) for part in told)


class Template:
    """A text with holes for cells: ``{Department}``, ``meeting-{Meeting ID}``, or a constant."""

    def __init__(self, text: str) -> None:
        self.text = text
        pieces = _HOLE.split(text)
        self.between, self.titles = pieces[::2], pieces[1::2]
        self.columns = tuple(map(key, self.titles))
        self.bare = self.between == ["", ""]

    def fill(self, row: Row) -> tuple[str, ...]:
        """Fill in the cells, once for each part of a split one; nothing when all are empty."""
        if not self.columns:
            return (self.text,) if self.text else ()
        found = [row.get(name, ()) for name in self.columns]
        if self.bare:
            return found[0]
        return tuple(
            self._join([texts[min(n, len(texts) - 1)] if texts else "" for texts in found])
            for n in range(max(map(len, found)))
        )

    def _join(self, texts: Sequence[str]) -> str:
        parts = (part for pair in zip(self.between, [*texts, ""], strict=True) for part in pair)
        return " ".join("".join(parts).split())


def undatable(form: str) -> bool:
    """Tell whether a format of dates has unknown parts, or none for the year."""
    parts = re.findall("%.?", re.sub("%[bq]", "%m", form))  # one month is enough
    return "%Y" not in parts or len(set(parts)) < len(parts) or not _PARTS.issuperset(parts)


def dated(text: str, formats: Sequence[str]) -> Moment:
    """Read a date by the first format that fits; it stays as partial as it was written.

    Raises:
        ValueError: no format fits, and it is not written as a moment either.
    """
    for form in formats:
        try:
            return _dated(text, form)
        except ValueError:
            continue
    return moment(text)


@lru_cache(maxsize=65_536)
def _dated(text: str, form: str) -> Moment:
    if "%b" in form:
        text = re.sub(r"[A-Za-z]{3,}\.?", lambda word: _month(word[0]), text)
    when = dt.datetime.strptime(text, form.replace("%b", "%m").replace("%q", "%m"))
    if "%q" in form:
        return moment(f"{when.year:04d}-Q{when.month}")
    if "%d" in form:
        return Moment.of(when if when.tzinfo and "%H" in form else when.date())
    return moment(when.date().isoformat()[: 7 if "%m" in form or "%b" in form else 4])


def _month(word: str) -> str:
    short = word[:3].lower()
    return str(_MONTHS.index(short) + 1) if short in _MONTHS else word
