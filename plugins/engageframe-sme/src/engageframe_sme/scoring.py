"""How well does each expert fit each need?

Most experts show nothing of what a need is about, and a pair that shows nothing has no score.  So
experts are kept by what they know, and a need is compared only with those who share a topic with
it, or a word of a text.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import msgspec

from engageframe_sme.records import Expert, Need
from engageframe_sme.relevance import Near, closest

__all__ = ["OURS", "Scored", "Scorer", "knowledge", "topics"]

_SPOKEN: Final = 0.1
"""What it adds to a score that an expert speaks the register of a need: a guess."""
_FAR: Final = Near(0.0, ())


class Scored(msgspec.Struct, frozen=True, kw_only=True):
    """How well an expert fits a need: the sum, its parts, and the texts that show it."""

    score: float
    parts: dict[str, float]
    texts: tuple[tuple[str, float], ...] = ()


Scorer = Callable[[Sequence[Need], Sequence[Expert]], Mapping[str, Mapping[str, Scored]]]
"""Scores needs and experts, by their ids; a pair that is left out is never matched."""


def topics(need: Need) -> dict[str, float]:
    """Give the topics of a need, with weights, by names that can be compared."""
    return {one.name.casefold().strip(): float(one.weight) for one in need.topics}


def knowledge(expert: Expert) -> dict[str, float]:
    """Give how well an expert knows topics, from 0 to 1, by names that can be compared."""
    return {name.casefold().strip(): level / 4 for name, level in expert.skills.items()}


def _by_both(needs: Sequence[Need], experts: Sequence[Expert]) -> dict[str, dict[str, Scored]]:
    return _score(needs, experts, _texts(needs, experts))


def _by_skills(needs: Sequence[Need], experts: Sequence[Expert]) -> dict[str, dict[str, Scored]]:
    return _score(needs, experts, {})


def _by_meaning(needs: Sequence[Need], experts: Sequence[Expert]) -> dict[str, dict[str, Scored]]:
    from engageframe_sme.embedding import minilm  # an extra brings what it needs

    return _score(needs, experts, _texts(needs, experts, nearness=(minilm,)))


def _texts(
    needs: Sequence[Need], experts: Sequence[Expert], **more: Any
) -> dict[str, dict[str, Near]]:
    wanted = {one.id: " ".join([one.text, *(topic.name for topic in one.topics)]) for one in needs}
    told = {one.id: {text.id: text.text for text in one.evidence} for one in experts}
    return closest(wanted, told, **more)


def _score(
    needs: Sequence[Need], experts: Sequence[Expert], near: Mapping[str, Mapping[str, Near]]
) -> dict[str, dict[str, Scored]]:
    """Add the parts without weights; who has none of skill and text is left out."""
    place = {one.id: n for n, one in enumerate(experts)}
    knowing = _knowing(experts)
    scored: dict[str, dict[str, Scored]] = {}
    for need in needs:
        levels, close = _skilled(need, knowing), near.get(need.id, {})
        told = {place[who] for who, found in close.items() if found.score}
        row = scored[need.id] = {}
        for n in sorted(told.union(levels)):
            expert = experts[n]
            found = close.get(expert.id, _FAR)
            parts = {"skills": levels.get(n, 0.0), "texts": found.score}
            if need.register:
                parts["register"] = _SPOKEN * (need.register in expert.registers)
            score = round(sum(parts.values()), 6)
            row[expert.id] = Scored(score=score, parts=parts, texts=found.texts)
    return scored


def _knowing(experts: Sequence[Expert]) -> dict[str, list[tuple[int, float]]]:
    """Give for each topic who knows something of it, by position, and how well."""
    knowing: dict[str, list[tuple[int, float]]] = {}
    for n, expert in enumerate(experts):
        for topic, level in knowledge(expert).items():
            if level:
                knowing.setdefault(topic, []).append((n, level))
    return knowing


def _skilled(need: Need, knowing: Mapping[str, Sequence[tuple[int, float]]]) -> dict[int, float]:
    """Give the mean level of experts over the topics of a need, by weight, where it is above 0.

    Levels are quarters and weights whole numbers: their sums are exact in any order.
    """
    wanted = topics(need)
    weight = sum(wanted.values())
    sums: dict[int, float] = {}
    for topic, part in wanted.items():
        for n, level in knowing.get(topic, ()):
            sums[n] = sums.get(n, 0.0) + part * level
    return {n: share / weight for n, share in sums.items()}


OURS: Final[Mapping[str, Scorer]] = {
    "skills": _by_skills, "skills+texts": _by_both, "skills+meaning": _by_meaning,
}  # fmt: skip
"""The scorers that need no plugin."""
