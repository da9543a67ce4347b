"""Which experts for which needs, because of what?"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any, Final, Literal, TypeVar

import msgspec

from engageframe import InvalidInput, Problem
from engageframe_sme.assigning import Matching, Summary, assign
from engageframe_sme.coverage import cover, gain
from engageframe_sme.explaining import Unfilled
from engageframe_sme.extending import FILTERS, SCORERS, named
from engageframe_sme.instance import Fairness, MatchPolicy, Pairs
from engageframe_sme.records import LEVELS, Expert, Need
from engageframe_sme.relevance import Near, closest

__all__ = ["Aim", "Filter", "Match", "Matched", "Scored", "Scorer", "knowledge", "match", "topics"]

Aim = Literal["relevance", "coverage"]
_SPOKEN: Final = 0.1
"""What it adds to a score that an expert speaks the register of a need: a guess."""
_PRICED: Final = 500
"""Up to so many pairs the price of each is told: each takes a search of its own."""
_STRONG: Final = 0.05
"""From which nearness on a text is named as evidence: a guess."""


N = TypeVar("N", Need, Expert)


class Scored(msgspec.Struct, frozen=True, kw_only=True):
    """How well an expert fits a need: the sum, its parts, and the texts that show it."""

    score: float
    parts: dict[str, float]
    texts: tuple[tuple[str, float], ...] = ()


Scorer = Callable[[Sequence[Need], Sequence[Expert]], Mapping[str, Mapping[str, Scored]]]
"""Scores needs and experts, by their ids; a pair that is left out is never matched."""

Filter = Callable[[Need, Expert], str]
"""Says why an expert must not be matched with a need, or nothing."""


class Match(msgspec.Struct, frozen=True, kw_only=True):
    """One pair with its reasons.

    Attributes:
        need: id of the need.
        expert: id of the expert.
        score: how well they fit.
        parts: what the score is made of.
        texts: the expert's texts that are closest, with their nearness.
        codes: reasons as words for machines, such as ``skill:radio`` and ``language:es``.
        gain: what the expert adds to the coverage of the need by the others: 0 to 1.
        loss: what it would cost to do without the pair; ``None`` where that is not exact, and of
            pairs beyond 500: ``matching.price`` tells it of one.
        period: when, if periods are told.
        pinned: whether somebody decided it.
    """

    need: str
    expert: str
    score: float
    parts: dict[str, float]
    texts: tuple[tuple[str, float], ...]
    codes: tuple[str, ...]
    gain: float
    loss: float | None
    period: str
    pinned: bool


class Matched(msgspec.Struct, frozen=True, kw_only=True):
    """Who is matched with what, what stays open and why, and what should be known beside.

    ``matching`` answers ``why_not``, ``price``, ``whatif`` and ``rematch``.
    """

    pairs: tuple[Match, ...]
    unfilled: tuple[Unfilled, ...]
    summary: Summary
    notes: tuple[str, ...]
    matching: Matching


def match(
    needs: Sequence[Need],
    experts: Sequence[Expert],
    policy: MatchPolicy | None = None,
    *,
    scorer: str | Scorer = "skills+texts",
    filters: Collection[str | Filter] = ("language", "conflict", "capacity"),
    fairness: Fairness = "total",
    aim: Aim = "relevance",
    previous: Pairs | None = None,
    pins: Pairs = (),
    conflicts: Pairs | Mapping[tuple[str, str], str] = (),
) -> Matched:
    """Match experts with needs; closed needs are left out.

    Args:
        needs: what is needed.
        experts: who could help.
        policy: what is weighed, and which solver is used.
        scorer: a scorer, or the name of one of ours or of a plugin.
        filters: what must hold, as functions or names.
        fairness: as for :func:`~engageframe_sme.assigning.assign`.
        aim: ``relevance`` of each pair, or ``coverage`` by all experts of a need together.
        previous: pairs that were there before.
        pins: pairs that must be.
        conflicts: pairs that must not be; a mapping also says why.

    Raises:
        InvalidInput: ids that occur twice or are unknown, and whatever ``assign`` refuses.
    """
    needs, experts = _ordered([one for one in needs if not one.closed]), _ordered(experts)
    scored = _scored(needs, experts, scorer, pins)
    barred = _barred(needs, experts, scored, filters, set(pins))
    barred.update(conflicts if isinstance(conflicts, Mapping) else dict.fromkeys(conflicts, ""))
    scores = {need: {who: one.score for who, one in row.items()} for need, row in scored.items()}
    pinned: Pairs = sorted(set(pins))
    if aim == "coverage":
        pinned = _covering(needs, experts, barred, pinned, scores, policy)
    matching = _assigned(needs, experts, scores, barred, pinned, previous, policy, fairness)
    return _matched(needs, experts, scored, matching, set(pins), aim)


def _scored(
    needs: Sequence[Need], experts: Sequence[Expert], scorer: str | Scorer, pins: Pairs
) -> dict[str, dict[str, Scored]]:
    """Score all pairs; one that is pinned needs no score to be matched."""
    fits = named(SCORERS, scorer, _SCORERS) if isinstance(scorer, str) else scorer
    told = fits(needs, experts)
    scored = {need.id: dict(told.get(need.id, {})) for need in needs}
    for need, expert in sorted(pins):
        scored.setdefault(need, {}).setdefault(expert, Scored(score=0.0, parts={}))
    return scored


def _assigned(
    needs: Sequence[Need],
    experts: Sequence[Expert],
    scores: Mapping[str, Mapping[str, float]],
    barred: Mapping[tuple[str, str], str],
    pinned: Pairs,
    previous: Pairs | None,
    policy: MatchPolicy | None,
    fairness: Fairness,
) -> Matching:
    policy = policy or MatchPolicy()
    known = sorted({period for one in experts for period in one.periods})
    periods = (
        {one.id: one.periods or dict.fromkeys(known, one.capacity) for one in experts}
        if known
        else None
    )  # who tells no periods is free in any
    return assign(
        scores,
        demand={one.id: one.wanted for one in needs},
        minimum={one.id: one.minimum for one in needs},
        extra={one.id: len(experts) if one.open_ended and policy.falling else 0 for one in needs},
        max_load={one.id: one.capacity for one in experts},
        min_load={one.id: one.least for one in experts},
        forbidden=dict(barred),
        pinned=pinned,
        perspectives={one.id: one.perspective for one in experts if one.perspective},
        periods=periods,
        windows={one.id: set(one.window) & set(known) for one in needs if one.window and known},
        previous=previous,
        policy=policy,
        fairness=fairness,
    )  # fmt: skip


def _covering(
    needs: Sequence[Need],
    experts: Sequence[Expert],
    barred: Mapping[tuple[str, str], str],
    pinned: Pairs,
    scores: dict[str, dict[str, float]],
    policy: MatchPolicy | None,
) -> Pairs:
    """Find the pairs that cover most together, with those that are pinned; all get a score."""
    solver = "milp" if policy and policy.solver == "milp" else "flow"
    covering = cover(
        {one.id: topics(one) for one in needs}, {one.id: knowledge(one) for one in experts},
        demand={one.id: one.wanted for one in needs},
        max_load={one.id: one.capacity for one in experts},
        forbidden=set(barred), pinned=pinned, solver=solver,
    )  # fmt: skip
    found = sorted({*pinned, *covering.pairs})
    for need, expert in found:
        scores[need].setdefault(expert, 0.0)
    return found


def _ordered(nouns: Iterable[N]) -> list[N]:
    """Sort needs or experts by their ids.

    Raises:
        InvalidInput: an id is there twice.
    """
    found = sorted(nouns, key=lambda one: one.id)
    twice = sorted({one.id for one, other in pairwise(found) if one.id == other.id})
    if twice:
        raise InvalidInput(
            Problem(where=one, says="this id is there twice", remedy="give each its own")
            for one in twice
        )
    return found


def _barred(
    needs: Sequence[Need],
    experts: Sequence[Expert],
    scored: Mapping[str, Mapping[str, Scored]],
    filters: Collection[str | Filter],
    pinned: set[tuple[str, str]],
) -> dict[tuple[str, str], str]:
    """Say of each pair that must not be why; what is pinned was decided in spite of it."""
    checks = [named(FILTERS, one, _FILTERS) if isinstance(one, str) else one for one in filters]
    barred = {}
    for need in needs:
        for expert in experts:
            why = next((says for check in checks if (says := check(need, expert))), "")
            if not why and expert.id not in scored.get(need.id, {}):
                why = "nothing shows that they know the topic"
            if why and (need.id, expert.id) not in pinned:
                barred[need.id, expert.id] = why
    return barred


def _matched(
    needs: Sequence[Need],
    experts: Sequence[Expert],
    scored: Mapping[str, Mapping[str, Scored]],
    matching: Matching,
    pinned: set[tuple[str, str]],
    aim: Aim,
) -> Matched:
    need_of = {one.id: one for one in needs}
    expert_of = {one.id: one for one in experts}
    exact = matching.summary.fairness == "total" and matching.summary.optimal
    exact = exact and len(matching.pairs) <= _PRICED
    teams: dict[str, list[Expert]] = {}
    for pair in matching.pairs:
        teams.setdefault(pair.need, []).append(expert_of[pair.expert])
    pairs = []
    for pair in matching.pairs:
        need, expert = need_of[pair.need], expert_of[pair.expert]
        others = [one for one in teams[need.id] if one is not expert]
        found = scored[need.id].get(expert.id, Scored(score=0.0, parts={}))
        price = matching.price(need.id, expert.id) if exact and not pair.pinned else None
        pairs.append(
            Match(
                need=need.id, expert=expert.id, score=pair.score, parts=found.parts,
                texts=tuple(one for one in found.texts if one[1] >= _STRONG),
                codes=_codes(need, expert, others, found),
                gain=gain(topics(need), [knowledge(one) for one in others], knowledge(expert)),
                loss=price.loss if price is not None and price.possible else None,
                period=pair.period, pinned=(need.id, expert.id) in pinned,
            )
        )  # fmt: skip
    summary = matching.summary
    if aim == "coverage":  # the pairs were chosen before, and nothing of their choice is proven
        summary = msgspec.structs.replace(summary, optimal=False, bound=None)
    return Matched(
        pairs=tuple(pairs), unfilled=matching.unfilled, summary=summary,
        notes=tuple(_notes(experts, aim)), matching=matching,
    )  # fmt: skip


def _codes(need: Need, expert: Expert, others: Sequence[Expert], found: Scored) -> tuple[str, ...]:
    skills = knowledge(expert)
    codes = [f"skill:{name}" for name in topics(need) if skills.get(name)]
    if found.texts and found.texts[0][1] >= _STRONG:
        codes.append("texts")
    if need.language:
        codes.append(f"language:{need.language}")
    if need.register and need.register in expert.registers:
        codes.append(f"register:{need.register}")
    if others and expert.perspective and expert.perspective not in {o.perspective for o in others}:
        codes.append("perspective")
    return tuple(codes)


def _notes(experts: Iterable[Expert], aim: Aim) -> Iterable[str]:
    for one in experts:
        if not one.skills and not one.evidence:
            yield f"{one.id} has neither skills nor evidence texts: record some, or nothing matches"
        elif not one.evidence:
            yield f"{one.id} has no evidence texts: only skills count for them"
        if not one.perspective:
            yield f"{one.id} has no perspective recorded: nobody can tell what they add to others"
        if aim == "coverage" and not one.skills:
            yield f"{one.id} has no skills: texts alone cover no topic"


def topics(need: Need) -> dict[str, float]:
    """Give the topics of a need, with weights, by names that can be compared."""
    return {one.name.casefold().strip(): float(one.weight) for one in need.topics}


def knowledge(expert: Expert) -> dict[str, float]:
    """Give how well an expert knows topics, from 0 to 1, by names that can be compared."""
    return {name.casefold().strip(): level / 4 for name, level in expert.skills.items()}


def skills(need: Need, expert: Expert) -> float:
    """Give the mean level of an expert over the topics of a need, by weight."""
    wanted, known = topics(need), knowledge(expert)
    weight = sum(wanted.values())
    share = sum(part * known.get(name, 0.0) for name, part in wanted.items())
    return share / weight if weight else 0.0


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
    scored: dict[str, dict[str, Scored]] = {}
    for need in needs:
        row = scored.setdefault(need.id, {})
        for expert in experts:
            found = near.get(need.id, {}).get(expert.id, Near(0.0, ()))
            parts = {"skills": skills(need, expert), "texts": found.score}
            if not any(parts.values()):
                continue
            if need.register:
                parts["register"] = _SPOKEN * (need.register in expert.registers)
            score = round(sum(parts.values()), 6)
            row[expert.id] = Scored(score=score, parts=parts, texts=found.texts)
    return scored


def _language(need: Need, expert: Expert) -> str:
    if not need.language:
        return ""
    wanted = need.language.casefold()
    for tag, level in expert.languages.items():
        same = tag.casefold() == wanted or tag.casefold().partition("-")[0] == wanted
        if same and LEVELS.index(level) >= LEVELS.index(need.level):
            return ""
    return f"they do not speak {need.language} at {need.level} or better"


def _conflict(need: Need, expert: Expert) -> str:
    return f"they have a conflict with {need.person}" if need.person in expert.conflicts else ""


def _capacity(need: Need, expert: Expert) -> str:
    return "" if expert.capacity else "they have no capacity"


_SCORERS: Final[Mapping[str, Scorer]] = {
    "skills": _by_skills, "skills+texts": _by_both, "skills+meaning": _by_meaning,
}  # fmt: skip
_FILTERS: Final[Mapping[str, Filter]] = {
    "capacity": _capacity, "conflict": _conflict, "language": _language,
}  # fmt: skip
