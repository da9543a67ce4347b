"""Which experts for which needs, because of what?"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Final, Literal, TypeVar

import msgspec

from engageframe import InvalidInput, Problem
from engageframe_sme import scoring
from engageframe_sme.assigning import Matching, Summary
from engageframe_sme.barring import Barring, Filter
from engageframe_sme.checking import read
from engageframe_sme.coverage import cover, gain
from engageframe_sme.explaining import Unfilled
from engageframe_sme.extending import SCORERS, named
from engageframe_sme.instance import Fairness, MatchPolicy, Pairs
from engageframe_sme.records import Expert, Need
from engageframe_sme.scoring import Scored, Scorer, knowledge, topics
from engageframe_sme.solving import find

__all__ = ["Aim", "Filter", "Match", "Matched", "Scored", "Scorer", "knowledge", "match", "topics"]

Aim = Literal["relevance", "coverage"]
_PRICED: Final = 500
"""Up to so many pairs the price of each is told: each takes a search of its own."""
_STRONG: Final = 0.05
"""From which nearness on a text is named as evidence: a guess."""


N = TypeVar("N", Need, Expert)


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
    summary: Summary
    notes: tuple[str, ...]
    matching: Matching

    @property
    def unfilled(self) -> tuple[Unfilled, ...]:
        """Name every need with empty places, and what blocks them."""
        return self.matching.unfilled


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
    barring = Barring(needs, experts, scored, filters)
    apart = dict(conflicts) if isinstance(conflicts, Mapping) else dict.fromkeys(conflicts, "")
    scores = {need: {who: one.score for who, one in row.items()} for need, row in scored.items()}
    pinned: Pairs = sorted(set(pins))
    if aim == "coverage":
        pinned = _covering(barring, set(apart), pinned, scores, policy)
    matching = _assigned(barring, scores, apart, pinned, previous, policy, fairness)
    return _matched(needs, experts, scored, matching, set(pins), aim)


def _scored(
    needs: Sequence[Need], experts: Sequence[Expert], scorer: str | Scorer, pins: Pairs
) -> dict[str, dict[str, Scored]]:
    """Score all pairs; one that is pinned needs no score to be matched."""
    fits = named(SCORERS, scorer, scoring.OURS) if isinstance(scorer, str) else scorer
    told = fits(needs, experts)
    scored = {need.id: dict(told.get(need.id, {})) for need in needs}
    for need, expert in sorted(pins):
        scored.setdefault(need, {}).setdefault(expert, Scored(score=0.0, parts={}))
    return scored


def _assigned(
    barring: Barring,
    scores: Mapping[str, Mapping[str, float]],
    apart: dict[tuple[str, str], str],
    pinned: Pairs,
    previous: Pairs | None,
    policy: MatchPolicy | None,
    fairness: Fairness,
) -> Matching:
    needs, experts = barring.needs, barring.experts
    policy = policy or MatchPolicy()
    known = sorted({period for one in experts for period in one.periods})
    periods = (
        {one.id: one.periods or dict.fromkeys(known, one.capacity) for one in experts}
        if known
        else None
    )  # who tells no periods is free in any
    instance = read(
        scores,
        demand={one.id: one.wanted for one in needs},
        minimum={one.id: one.minimum for one in needs},
        extra={one.id: len(experts) if one.open_ended and policy.falling else 0 for one in needs},
        max_load={one.id: one.capacity for one in experts},
        min_load={one.id: one.least for one in experts},
        forbidden=barring.of_scored(set(pinned)) | apart,
        pinned=pinned,
        perspectives={one.id: one.perspective for one in experts if one.perspective},
        periods=periods,
        windows={one.id: set(one.window) & set(known) for one in needs if one.window and known},
        previous=previous,
        policy=policy,
    )  # fmt: skip
    instance = msgspec.structs.replace(instance, unscored=barring.of_unscored)
    return Matching(instance, find(instance, fairness))


def _covering(
    barring: Barring,
    apart: set[tuple[str, str]],
    pinned: Pairs,
    scores: dict[str, dict[str, float]],
    policy: MatchPolicy | None,
) -> Pairs:
    """Find the pairs that cover most together, with those that are pinned; all get a score."""
    needs, experts = barring.needs, barring.experts
    barred = apart.union(barring.of_all(set(pinned)))
    solver = "milp" if policy and policy.solver == "milp" else "flow"
    covering = cover(
        {one.id: topics(one) for one in needs}, {one.id: knowledge(one) for one in experts},
        demand={one.id: one.wanted for one in needs},
        max_load={one.id: one.capacity for one in experts},
        forbidden=barred, pinned=pinned, solver=solver,
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
        pairs=tuple(pairs), summary=summary, notes=tuple(_notes(experts, aim)), matching=matching,
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
