"""Which of an expert's own texts speak of what a need is about?

Words and pairs of words, weighed by how rare they are (TF-IDF, Salton and Buckley, 1988), compared
by cosine; an expert counts by the mean of their three closest texts, which are also the evidence.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from heapq import nlargest
from itertools import pairwise
from math import log, sqrt
from typing import Final, NamedTuple

__all__ = ["STOP_WORDS", "TOP", "Near", "Nearness", "closest", "tfidf"]

TOP: Final = 3
"""How many texts count: on the gold standard of arXiv 2303.16750 better than one, or than all."""

_COMMON: Final = """
a about after all also an and any are as at be been before between both but by can could did do
does during each for from had has have how if in into is it its many may more most no not of on
only or other our out over some such than that the their them then there these they this those
through to under up use used using very via was we were what when where which while who will with
within without would you your based
"""
STOP_WORDS: Final = frozenset(_COMMON.split())
"""English words that say nothing of a topic."""

_WORD: Final = re.compile(r"\w\w+")
Vector = dict[str, float]
Nearness = Callable[[Mapping[str, str], Mapping[str, str]], dict[str, dict[str, float]]]
"""Compares texts with texts: for each of the first, by id, the nearness of those of the second."""


class Near(NamedTuple):
    """How near an expert is to a need, and by which texts: id and nearness of each."""

    score: float
    texts: tuple[tuple[str, float], ...]


def terms(text: str, stop: frozenset[str] = STOP_WORDS) -> Counter[str]:
    """Count the words of a text, and the pairs of neighbouring words."""
    words = [word for word in _WORD.findall(text.casefold()) if word not in stop]
    return Counter([*words, *(f"{one} {two}" for one, two in pairwise(words))])


def tfidf(
    wanted: Mapping[str, str], told: Mapping[str, str], *, stop: frozenset[str] = STOP_WORDS
) -> dict[str, dict[str, float]]:
    """Compare texts by their rare words; what has no word in common is left out."""
    counts = {
        (side, id_): terms(text, stop)
        for side, texts in (("wanted", wanted), ("told", told))
        for id_, text in sorted(texts.items())
    }
    often = Counter(term for count in counts.values() for term in count)
    rare = {term: log((1 + len(counts)) / (1 + n)) + 1 for term, n in often.items()}
    postings: dict[str, list[tuple[str, float]]] = {}
    for id_ in sorted(told):
        for term, weight in _vector(counts["told", id_], rare).items():
            postings.setdefault(term, []).append((id_, weight))
    near = {}
    for id_ in sorted(wanted):
        found: dict[str, float] = {}
        for term, weight in _vector(counts["wanted", id_], rare).items():
            for other, theirs in postings.get(term, ()):
                found[other] = found.get(other, 0.0) + weight * theirs
        near[id_] = found
    return near


def _vector(count: Counter[str], rare: Mapping[str, float]) -> Vector:
    vector = {term: (1 + log(n)) * rare[term] for term, n in count.items()}
    length = sqrt(sum(value * value for value in vector.values()))
    return {term: value / length for term, value in vector.items()}


def closest(
    wanted: Mapping[str, str],
    told: Mapping[str, Mapping[str, str]],
    *,
    nearness: Iterable[Nearness] = (tfidf,),
    top: int = TOP,
) -> dict[str, dict[str, Near]]:
    """Give for each text that is wanted how near each expert is, by the mean of the top texts.

    Args:
        wanted: what needs are about, by id.
        told: the evidence texts of each expert, by expert and id of the text.
        nearness: how texts are compared; of several the values are added, without weights.
        top: how many texts count; an expert with fewer is not made less of for that.
    """
    flat = {f"{who}\n{id_}": text for who, row in told.items() for id_, text in row.items()}
    added: dict[str, dict[str, float]] = {id_: {} for id_ in wanted}
    for compare in nearness:
        for id_, row in compare(wanted, flat).items():
            for key, value in row.items():
                added[id_][key] = added[id_].get(key, 0.0) + value
    return {id_: _by_expert(row, told, top) for id_, row in added.items()}


def _by_expert(
    row: Mapping[str, float], told: Mapping[str, Mapping[str, str]], top: int
) -> dict[str, Near]:
    grouped: dict[str, list[tuple[float, str]]] = {}
    for key, value in row.items():
        who, _, id_ = key.partition("\n")
        grouped.setdefault(who, []).append((value, id_))
    found = {}
    for who in sorted(grouped):
        best = nlargest(top, sorted(grouped[who]), key=lambda one: one[0])
        few = min(top, len(told[who]))
        score = round(sum(value for value, _ in best) / few, 9)
        found[who] = Near(score, tuple((id_, round(value, 9)) for value, id_ in best))
    return found
