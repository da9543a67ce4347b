"""How are whole engagements drawn, and what is known of them as records, journals and views?"""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any, Final

import attrs
from hypothesis import strategies as st

from engageframe.codec import Codec
from engageframe.journal import Journal, Record
from engageframe.kinds import Kind
from engageframe.testing.stories import EVERYBODY, STEPS, TEXTS, Chance, Story
from engageframe.testing.strategies import HOSTILE, bodies
from engageframe.testing.telling import History, codec_of
from engageframe.view import View

__all__ = ["busy", "engagements", "journals", "records", "views"]

_PICKS: Final = st.integers(0, 10**9)


def engagements(
    *,
    kinds: Iterable[Kind] = (),
    most: int = 24,
    texts: Sequence[str] = TEXTS,
    hostile: bool = False,
) -> st.SearchStrategy[History]:
    """Draw a plausible engagement, looked at shortly after its last record or long after.

    Two or three people and firms on each side, encounters planned, held, reviewed and imported,
    promises with what became of them, statements, purposes, goals, lessons, feedback, rounds of the
    cycle, decisions, corrections and retractions, moments of every precision, and records of a
    practice's kinds about the same people.

    Args:
        kinds: kinds of practices that may occur, too.
        most: how many steps at most; a step is one record or two.
        texts: what people write.
        hostile: take the texts that trip up careless code.
    """
    own = tuple(kinds)
    return _engagements(codec_of(own), own, most, HOSTILE if hostile else texts, hostile)


@st.composite
def _engagements(
    draw: st.DrawFn, codec: Codec, own: Sequence[Kind], most: int, texts: Sequence[str], wild: bool
) -> History:
    story = Story(codec, texts)
    story.begin(Chance(draw(_PICKS)))
    count = draw(st.integers(0, most))
    steps = st.tuples(st.integers(0, 40), st.integers(0, len(STEPS) + 4 * bool(own) - 1), _PICKS)
    for gap, which, number in draw(st.lists(steps, min_size=count, max_size=count)):
        story.day += dt.timedelta(days=gap)
        if which < len(STEPS):
            STEPS[which](story, Chance(number))
        else:
            story.tell(draw(_own(own[number % len(own)], wild)), story.now(number))
    lag = draw(st.sampled_from((0, 1, 9, 45, 120, 400, -20)))
    return story.history(story.now(draw(st.sampled_from((0, 0, 0, 4, 6))), ahead=lag))


def _own(kind: Kind, hostile: bool) -> st.SearchStrategy[Any]:
    """Draw a body of a practice's kind, about the people of the story."""
    drawn = bodies(kind.body, _CAST)
    if not hostile:
        return drawn
    texts = [name for name in (*kind.text, *kind.personal) if _is_text(kind.body, name)]
    return st.builds(_with_texts, drawn, st.sampled_from(HOSTILE), st.just(tuple(texts)))


_CAST: Final = st.sampled_from((*EVERYBODY, "p0", "m0"))


def _is_text(body: type[Any], name: str) -> bool:
    return attrs.fields_dict(body)[name].type is str


def _with_texts(body: Any, text: str, names: Sequence[str]) -> Any:
    """Put a text where free text may stand; what refuses it keeps its own."""
    for name in names:
        try:
            body = attrs.evolve(body, **{name: text})
        except ValueError:
            continue
    return body


def busy(
    size: int, *, kinds: Iterable[Kind] = (), own: Sequence[Any] = (), seed: int = 0
) -> History:
    """Tell a long engagement of at least so many records, the same every time.

    ``own`` are bodies of practices' kinds, told in turn; another ``seed`` tells another story.
    """
    story = Story(codec_of(kinds), TEXTS)
    story.begin(Chance(seed * 7919))
    number = seed * 104_729
    while len(story.drafts) < size:
        number += 1
        mixed = (number * 2_654_435_761) % (1 << 32)
        if own and number % 4 == 0:
            story.tell(own[number // 4 % len(own)])
        else:
            STEPS[mixed % (len(STEPS) - (not seed))](story, Chance(mixed // 13))
        story.day += dt.timedelta(days=number % 3)
    return story.history(story.now(ahead=(30, 0, 9, 120, 400)[seed % 5]))


def records(
    histories: st.SearchStrategy[History] | None = None,
) -> st.SearchStrategy[tuple[Record[Any], ...]]:
    """Draw the records of an engagement that count, in the order they were written."""
    return _or_plausible(histories).map(lambda one: one.records)


def journals(
    histories: st.SearchStrategy[History] | None = None,
) -> st.SearchStrategy[Journal]:
    """Draw a journal in memory with one engagement, each record written by an act of its own."""
    return _or_plausible(histories).map(lambda one: one.journal())


def views(histories: st.SearchStrategy[History] | None = None) -> st.SearchStrategy[View]:
    """Draw the view of an engagement as of a moment, not bounded to what a practice reads."""
    return _or_plausible(histories).map(lambda one: one.view())


def _or_plausible(
    histories: st.SearchStrategy[History] | None,
) -> st.SearchStrategy[History]:
    return engagements() if histories is None else histories
