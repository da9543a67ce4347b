"""How is a matching as a whole: places, scores, the worst placed, loads?"""

from collections import Counter
from collections.abc import Mapping
from math import exp, fsum, log
from typing import Final

import msgspec

from engageframe_sme.explaining import filled, worth
from engageframe_sme.instance import SCALE, Fairness, Instance
from engageframe_sme.solved import Solved

__all__ = ["Summary", "summary"]

_LOWEST: Final = 10
"""The mean of the lowest tenth of the needs is told."""


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """How a matching is as a whole: places first, then scores.

    Attributes:
        wanted: how many places there are.
        filled: how many of them are filled.
        beyond: how many pairs there are beyond what was wanted.
        total: sum of the scores.
        objective: total with the bonus for stability and without what the policy weighs.
        least: the lowest sum of scores of a need.
        mean: the mean of these sums.
        lowest: the mean of the lowest tenth of them.
        nash: their geometric mean.
        distinct: share of distinct perspectives among the experts of a need; ``None`` when no
            need has several, or perspectives are not known.
        loads: how many experts have how many needs.
        bound: what the fairness makes good (the objective; for ``bottleneck`` the worst score, for
            ``maxmin`` and ``leximin`` the least sum) cannot be above this; ``None`` when unknown.
        optimal: whether it is proven to be the best for the fairness that was asked for.
        fairness: the fairness that was asked for.
        solver: what solved it.
    """

    wanted: int
    filled: int
    beyond: int
    total: float
    objective: float
    least: float
    mean: float
    lowest: float
    nash: float
    distinct: float | None
    loads: dict[int, int]
    bound: float | None
    optimal: bool
    fairness: Fairness
    solver: str


def summary(instance: Instance, solved: Solved) -> Summary:
    """Sum up the pairs that were found."""
    sums, loads = [0] * len(instance.needs), [0] * len(instance.experts)
    by_need: dict[int, list[int]] = {}
    for need, expert, _ in solved.pairs:
        sums[need] += instance.scores[need][expert]
        loads[expert] += 1
        by_need.setdefault(need, []).append(expert)
    order = sorted([one for one, want in zip(sums, instance.want, strict=True) if want])
    pairs = [(need, expert) for need, expert, _ in solved.pairs]
    full, count = filled(instance, pairs), len(order)
    objective = worth(instance, pairs) / SCALE
    bound = objective if solved.optimal and solved.bound is None else solved.bound
    tenth = order[: -(-count // _LOWEST)]
    return Summary(
        wanted=sum(instance.want), filled=full, beyond=len(pairs) - full,
        total=sum(sums) / SCALE,
        objective=objective,
        least=order[0] / SCALE if order else 0.0,
        mean=sum(order) / SCALE / count if order else 0.0,
        lowest=sum(tenth) / SCALE / len(tenth) if tenth else 0.0,
        nash=_geometric(order),
        distinct=_distinct(instance, by_need),
        loads=_histogram(instance, loads),
        bound=bound, optimal=solved.optimal, fairness=solved.fairness,
        solver=solved.solver,
    )  # fmt: skip


def _geometric(sums: list[int]) -> float:
    if not sums or not sums[0]:
        return 0.0
    return exp(fsum(log(one / SCALE) for one in sums) / len(sums))


def _distinct(instance: Instance, by_need: Mapping[int, list[int]]) -> float | None:
    several = [experts for experts in by_need.values() if len(experts) > 1]
    if not instance.perspective or not several:
        return None
    kinds = sum(len({instance.perspective[expert] for expert in one}) for one in several)
    return kinds / sum(map(len, several))


def _histogram(instance: Instance, loads: list[int]) -> dict[int, int]:
    counts = Counter(
        [load for load, able in zip(loads, instance.capacity, strict=True) if load or able]
    )
    return dict(sorted(counts.items()))
