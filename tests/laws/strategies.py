"""Which bodies and which histories can there be?"""

import datetime as dt
import types
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin

import attrs
import msgspec
from hypothesis import strategies as st

from engageframe.codec import Codec
from engageframe.encoding import canonical
from engageframe.journal import Draft, Journal
from engageframe.kinds import CORE_KINDS, Kinds
from engageframe.model.engagements import Correction, Engagement, Retraction
from engageframe.model.moments import Moment, moment
from engageframe.view import AMENDMENTS
from engageframe_stores.memory import MemoryStore

CODEC = Codec(Kinds(CORE_KINDS))
"""Knows the kinds of the core."""

WORDS = st.sampled_from(("ana", "bob", "acme"))
"""So few ids that records speak of each other."""

ANY_WORDS = WORDS | st.from_regex(r"[a-zé][a-z0-9]{0,4}(-[a-z0-9]{1,3})?", fullmatch=True)

_days = st.dates(dt.date(1, 2, 1), dt.date(9999, 11, 30))
_json = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=4,
)
_texts = st.builds("{}{}".format, st.sampled_from("a#文"), st.text(max_size=8))
_COUNTS = (*range(-3, 6), -100, 60, 100, 10_000, 100_000, 1_000_000)
Fits = Callable[[Any], bool]


@st.composite
def moments(draw: st.DrawFn, days: st.SearchStrategy[dt.date] = _days) -> Moment:
    """Draw a moment of any precision."""
    day = draw(days)
    year, month = f"{day.year:04d}", f"{day.month:02d}"
    forms = [year, f"{year}-Q{(day.month + 2) // 3}", f"{year}-{month}", day.isoformat()]
    minutes = draw(st.integers(-14 * 60, 14 * 60))
    zone = dt.timezone(dt.timedelta(minutes=minutes))
    time = draw(st.times()).replace(fold=0)
    forms.append(dt.datetime.combine(day, time, zone).isoformat())
    return moment(draw(st.sampled_from(forms)))


NOW = moments(st.dates(dt.date(2025, 11, 1), dt.date(2026, 4, 30)))
"""Moments so close to each other that partial ones overlap."""


@cache
def bodies(shape: type[Any], words: st.SearchStrategy[str] = ANY_WORDS) -> st.SearchStrategy[Any]:
    """Draw values of an attrs class: whatever its fields allow."""
    fields = attrs.fields(shape)
    drawn = {one.name: _values(one.type, words, _check(shape, one)) for one in fields}
    return st.fixed_dictionaries(drawn).map(lambda parts: _born(shape, parts)).filter(bool)


def _born(shape: type[Any], parts: dict[str, Any]) -> Any:
    try:
        return shape(**parts)
    except ValueError:  # two fields that do not go together
        return None


def _check(shape: type[Any], field: Any) -> Fits:
    def fits(value: Any) -> bool:
        try:
            if field.validator is not None:
                field.validator(object.__new__(shape), field, value)
        except (ValueError, TypeError):
            return False
        return True

    return fits


def _values(wanted: Any, words: st.SearchStrategy[str], fits: Fits) -> st.SearchStrategy[Any]:
    arguments = get_args(wanted)
    if get_origin(wanted) is Literal:
        return st.sampled_from(arguments)
    if get_origin(wanted) in (Union, types.UnionType):
        return st.one_of([_values(one, words, fits) for one in arguments])
    if get_origin(wanted) is tuple:
        items = _values(arguments[0], words, lambda value: fits((value,)))
        return st.lists(items, max_size=2).map(tuple)
    if get_origin(wanted) is dict:
        inner = _json if arguments[1] is Any else st.text(max_size=3)
        return st.dictionaries(st.text(max_size=3), inner, max_size=2)
    if attrs.has(wanted):
        return bodies(wanted, words)
    texts = words | _texts if fits("two words") else words
    return {
        str: texts | st.just("") if fits("") else texts,
        int: st.sampled_from([one for one in _COUNTS if fits(one)] or [0]),
        bool: st.booleans(),
        Moment: moments() if words is ANY_WORDS else NOW,
        types.NoneType: st.none(),
    }[wanted]


STARTS = Engagement(id="acme", name="Acme rollout", client="acme")
_told = [kind.body for kind in CORE_KINDS if kind.name not in AMENDMENTS]


@st.composite
def histories(draw: st.DrawFn, most: int = 20, amended: bool = True) -> list[Draft]:
    """Draw what is told of one engagement, in the order it is written.

    People, plans, meetings, reviews, promises with what became of them, rounds, waivers, and, if
    they may be, corrections and retractions of anything but the first record.
    """
    drafts = [_draft(STARTS, moment("2025"), 0)]
    for n in range(1, draw(st.integers(0, most)) + 1):
        old = draw(st.sampled_from(drafts[1:])) if amended and n > 2 else None
        drafts.append(_draft(draw(_amendments(old) if old else _any_body()), draw(NOW), n))
    return drafts


def _any_body() -> st.SearchStrategy[Any]:
    return st.sampled_from(_told).flatmap(lambda shape: bodies(shape, WORDS))


@st.composite
def _amendments(draw: st.DrawFn, old: Draft) -> Any:
    """Draw an amendment of an earlier record now and then, else what has nothing to do with it."""
    sort, shape = draw(st.integers(0, 5)), CODEC.kinds[old.kind].body
    if sort == 0:
        return Retraction(record=old.id, reason="it was a mistake")
    if sort == 1 and shape in _told:
        body = plain(draw(bodies(shape, WORDS)))
        when = draw(st.none() | NOW)
        return Correction(record=old.id, body=body, reason="it was a slip", happened=when)
    return draw(_any_body())


def _draft(body: Any, happened: Moment, n: int) -> Draft:
    return CODEC.draft(body, engagement="acme", happened=happened, author="me", salt=str(n))


def plain(body: Any) -> Any:
    """Give a body as people would write it: mappings, lists, texts, numbers."""
    return msgspec.json.decode(canonical(body))


def stamp(n: int) -> str:
    """Give the time at which the n-th record of a history is written."""
    return f"2026-05-01T09:00:00.{n:06d}Z"


def told(drafts: Iterable[Draft], journal: Journal | None = None) -> Journal:
    """Write a history, each record by an act of its own."""
    journal = journal or MemoryStore(salt=bytes)
    for draft in drafts:
        n = journal.head().seq + 1
        journal.append([draft], request=str(n), recorded=stamp(n), expected=None)
    return journal
