"""Which values, bodies and records can there be?

Strategies compose: each takes the strategies that it is made of where another choice makes sense.
"""

import datetime as dt
import types
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any, Final, Literal, Union, get_args, get_origin

import attrs
from hypothesis import strategies as st

from engageframe.codec import Codec
from engageframe.kinds import Kind
from engageframe.model.engagements import Correction, Retraction
from engageframe.model.moments import Moment, moment
from engageframe.testing.telling import History, codec_of, plain

__all__ = ["HOSTILE", "RECENT", "bodies", "hostile_texts", "ids", "moments", "wild"]

Fits = Callable[[Any], bool]
_Words = st.SearchStrategy[str]

_days = st.dates(dt.date(1, 2, 1), dt.date(9999, 11, 30))
_json = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=4,
)
_texts = st.builds("{}{}".format, st.sampled_from("a#文"), st.text(max_size=8))
_COUNTS: Final = (*range(-3, 6), -100, 60, 100, 10_000, 100_000, 1_000_000)
_AMENDING: Final = ("correction", "retraction")

HOSTILE: Final = (
    "{} {0} {name} {0.__class__} %s %(x)d $HOME ${HOME}",
    "x" * 20_000,
    "a\x00b\x07c\x1b[2J\x1b]0;owned\x07",
    "\u202etxet desrever\u202c \u200b\ufeff",
    "<script>alert(1)</script> | [x](javascript:1) | `rm -rf` | ```",
    "line one\nline two\r\n\tline three\u2028line four",
    "=cmd|' /C calc'!A0",
    "🧑\u200d🤝\u200d🧑 ﷽ 文文文 İıß",
    "'; drop table records; --",
    "null",
    "é" * 300,
)
"""Texts that trip up careless code: the longest, steering characters, formats, markup, breaks."""


def hostile_texts() -> st.SearchStrategy[str]:
    """Draw a text that trips up careless code."""
    return st.sampled_from(HOSTILE)


def ids(*words: str) -> st.SearchStrategy[str]:
    """Draw one of some ids, or any id when none is named."""
    if words:
        return st.sampled_from(words)
    few = st.sampled_from(("ana", "bob", "acme"))  # so few that records speak of each other
    return few | st.from_regex(r"[a-zé][a-z0-9]{0,4}(-[a-z0-9]{1,3})?", fullmatch=True)


_ANY_IDS = ids()
_FEW_IDS = ids("ana", "bob", "acme")


@st.composite
def moments(draw: st.DrawFn, days: st.SearchStrategy[dt.date] = _days) -> Moment:
    """Draw a moment of any precision: a year, quarter, month or day, or a time with a zone."""
    day = draw(days)
    year, month = f"{day.year:04d}", f"{day.month:02d}"
    forms = [year, f"{year}-Q{(day.month + 2) // 3}", f"{year}-{month}", day.isoformat()]
    minutes = draw(st.integers(-14 * 60, 14 * 60))
    zone = dt.timezone(dt.timedelta(minutes=minutes))
    time = draw(st.times()).replace(fold=0)
    forms.append(dt.datetime.combine(day, time, zone).isoformat())
    return moment(draw(st.sampled_from(forms)))


RECENT: Final = moments(st.dates(dt.date(2025, 11, 1), dt.date(2026, 4, 30)))
"""Moments so close to each other that partial ones overlap."""
_ANY_MOMENT = moments()


def bodies(shape: type[Any], words: _Words = _ANY_IDS) -> st.SearchStrategy[Any]:
    """Draw values of an attrs class, a noun or the body of any kind: whatever its fields allow.

    Args:
        shape: the class, such as ``Person`` or ``EncounterHeld``.
        words: where ids come from; moments are recent when it is given.
    """
    key: Any = shape  # mypy does not know that a class can be a key
    return _bodies(key, words)


@cache
def _bodies(shape: Any, words: _Words) -> st.SearchStrategy[Any]:
    fields = attrs.fields(shape)
    drawn = {
        one.name.lstrip("_"): _values(one.type, words, _check(shape, one))
        for one in fields
        if one.init
    }
    return st.fixed_dictionaries(drawn).map(lambda parts: _born(shape, parts)).filter(_is_there)


def _is_there(value: Any) -> bool:
    return value is not None


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


def _values(wanted: Any, words: _Words, fits: Fits) -> st.SearchStrategy[Any]:
    arguments = get_args(wanted)
    origin = get_origin(wanted)
    if origin is Literal:
        return st.sampled_from(arguments)
    if origin in (Union, types.UnionType):
        return st.one_of([_values(one, words, fits) for one in arguments])
    if origin in (tuple, list):
        items = _values(arguments[0], words, lambda value: fits(origin((value,))))
        return st.lists(items, max_size=2).map(origin)
    if origin is dict:
        inner = _json if arguments[1] is Any else _values(arguments[1], words, lambda _: True)
        return st.dictionaries(st.text(max_size=3), inner, max_size=2)
    if attrs.has(wanted):
        return bodies(wanted, words)
    return _plain_values(wanted, words, fits)


def _plain_values(wanted: Any, words: _Words, fits: Fits) -> st.SearchStrategy[Any]:
    texts = words | _texts if fits("two words") else words
    numbers = [one for one in _COUNTS if fits(one)]
    found: dict[Any, st.SearchStrategy[Any]] = {
        str: texts | st.just("") if fits("") else texts,
        int: st.sampled_from(numbers or [0]),
        float: st.sampled_from([float(one) for one in numbers] or [0.0]),
        bool: st.booleans(),
        Moment: _ANY_MOMENT if words is _ANY_IDS else RECENT,
        types.NoneType: st.none(),
        Any: _json,
    }
    if wanted not in found:
        raise TypeError(f"no strategy is known for {wanted}; build the body with st.builds")
    return found[wanted]


def wild(
    *, kinds: Iterable[Kind] = (), most: int = 20, amended: bool = True, words: _Words = _FEW_IDS
) -> st.SearchStrategy[History]:
    """Draw a history of anything at all: whatever the kinds allow, in any order, about few ids.

    People, plans, meetings, reviews, promises with what became of them, rounds, waivers, records of
    a practice's kinds, and, if they may be, corrections and retractions of anything but the first.
    """
    return _wild(codec_of(kinds), most, amended, words)


@st.composite
def _wild(draw: st.DrawFn, codec: Codec, most: int, amended: bool, words: _Words) -> History:
    shapes = [kind.body for kind in codec.kinds.values() if kind.name not in _AMENDING]
    history = History.begin(codec, as_of=draw(RECENT))
    for n in range(1, draw(st.integers(0, most)) + 1):
        body = None
        if amended and n > 2:
            body = draw(_amendments(history, shapes, words))
        if body is None:
            body = draw(st.sampled_from(shapes).flatmap(lambda shape: bodies(shape, words)))
        history = history.tell(body, draw(RECENT))
    return history


@st.composite
def _amendments(draw: st.DrawFn, history: History, shapes: list[type[Any]], words: _Words) -> Any:
    """Draw an amendment of an earlier record now and then, else nothing."""
    old = draw(st.sampled_from(history.drafts[1:]))
    sort, shape = draw(st.integers(0, 5)), history.codec.kinds[old.kind].body
    if sort == 0:
        return Retraction(record=old.id, reason="it was a mistake")
    if sort == 1 and shape in shapes:
        body, when = plain(draw(bodies(shape, words))), draw(st.none() | RECENT)
        version = history.codec.kinds[old.kind].version
        return Correction(
            record=old.id, body=body, version=version, reason="it was a slip", happened=when
        )
    return None
