"""How can the worst placed be served as well as can be, with nothing but flows?"""

from bisect import bisect_right
from collections import deque
from collections.abc import Iterable
from typing import Final

from msgspec.structs import replace

from engageframe_sme.explaining import bounds, filled
from engageframe_sme.instance import SCALE, Instance
from engageframe_sme.network import Pair
from engageframe_sme.solved import Solved, by_flow

__all__ = ["bottleneck", "maxmin"]

_ROUNDS: Final = 12
"""How often needs are weighed anew: a guess; most instances need one or two."""


def bottleneck(instance: Instance) -> Solved:
    """Make the worst pair as good as can be, then the total.

    No wanted place and no bound is given up for it.
    """
    best = by_flow(instance)
    wanted = _counts(instance, best.pairs)
    tried = sorted({score for row in instance.scores for score in row.values()})
    low = bisect_right(tried, min(_scores(instance, best.pairs), default=0)) - 1
    high = len(tried) - 1
    while low < high:
        middle = (low + high + 1) // 2
        found = by_flow(_above(instance, tried[middle]), "bottleneck")
        if _counts(instance, found.pairs) == wanted:
            best, low = found, middle
        else:
            high = middle - 1
    if tried and best.fairness == "total":  # the worst pair of the best total is the best
        best = by_flow(_above(instance, tried[max(low, 0)]), "bottleneck")
    worst = min(_scores(instance, best.pairs), default=0) / SCALE
    return best._replace(fairness="bottleneck", bound=worst)


def _counts(instance: Instance, pairs: Iterable[Pair]) -> tuple[int, int]:
    plain = [pair[:2] for pair in pairs]
    return filled(instance, plain), bounds(instance, plain)


def _scores(instance: Instance, pairs: Iterable[Pair]) -> list[int]:
    pinned = set(instance.pinned)
    return [instance.scores[n][e] for n, e, _ in pairs if (n, e) not in pinned]


def _above(instance: Instance, least: int) -> Instance:
    """Give the instance with the pairs from a score on."""
    rows, barred = [], []
    pinned = set(instance.pinned)
    for need, row in enumerate(instance.scores):
        rows.append({e: s for e, s in row.items() if s >= least or (need, e) in pinned})
        below = dict.fromkeys(sorted(row.keys() - rows[-1].keys()), "below")
        barred.append({**instance.barred[need], **below})
    return replace(instance, scores=tuple(rows), barred=tuple(barred))


def maxmin(instance: Instance) -> Solved:
    """Make the lowest sum of a need as good as flows, weights and swaps can, then the total.

    A heuristic: ``optimal`` is told only when the lowest sum meets a bound that nothing exceeds.
    """
    board = _Board(instance, by_flow(instance).pairs)
    wanted = board.counts()
    most = board.ceiling()
    weights = [1.0] * len(instance.needs)
    tried = board
    for _ in range(_ROUNDS):
        tried.raise_least(most)
        if tried.counts() == wanted and tried.rank() > board.rank():
            board = tried
        if board.least() >= most:
            break
        least = tried.least()
        for need in tried.poorest(least):
            weights[need] *= 1.5
        scores = tuple(
            {e: round(s * weights[need]) for e, s in row.items()}
            for need, row in enumerate(instance.scores)
        )
        tried = _Board(instance, by_flow(replace(instance, scores=scores)).pairs)
    pairs = _with_best_total(instance, board)
    least = _Board(instance, pairs).least()
    return Solved(instance, pairs, None, "maxmin", "flow", most / SCALE, least >= most)


def _with_best_total(instance: Instance, board: "_Board") -> list[Pair]:
    """Raise the total; needs that would fall below the lowest sum keep what they have."""
    least, held = board.least(), set[int]()
    own = {need: [(need, e) for e in board.mine[need]] for need in range(len(instance.needs))}
    while True:
        pins = {pair for need in held for pair in own[need]} | set(instance.pinned)
        found = by_flow(replace(instance, pinned=tuple(sorted(pins)))).pairs
        short = _Board(instance, found).below(least)
        if not short - held:
            return found
        held |= short


class _Board:
    """Who has whom, for search by swaps: every swap keeps all bounds."""

    def __init__(self, instance: Instance, pairs: Iterable[Pair]) -> None:
        self.instance = instance
        self.mine: list[dict[int, str]] = [{} for _ in instance.needs]
        self.sums = [0] * len(instance.needs)
        self.load: dict[int, set[int]] = {e: set() for e in range(len(instance.experts))}
        for need, expert, period in pairs:
            self.mine[need][expert] = period
            self.load[expert].add(need)
            self.sums[need] += instance.scores[need][expert]
        self.served = [need for need, want in enumerate(instance.want) if want]
        self.fixed = set(instance.pinned)

    def counts(self) -> tuple[int, int]:
        return _counts(self.instance, self.pairs())

    def pairs(self) -> list[Pair]:
        return sorted(Pair(n, e, p) for n, row in enumerate(self.mine) for e, p in row.items())

    def least(self) -> int:
        return min((self.sums[need] for need in self.served), default=0)

    def below(self, least: int) -> set[int]:
        return {need for need in self.served if self.sums[need] < least}

    def poorest(self, least: int) -> list[int]:
        return [need for need in self.served if self.sums[need] <= least]

    def rank(self) -> tuple[int, int, int]:
        least = self.least()
        return least, -len(self.poorest(least)), sum(self.sums)

    def ceiling(self) -> int:
        """Give a sum that the lowest cannot exceed: of some need it is the very best."""
        best = []
        for need in self.served:
            row = self.instance.scores[need]
            places = self.instance.want[need] + self.instance.extra[need]
            best.append(sum(sorted(row.values(), reverse=True)[:places]))
        return min(best, default=0)

    def raise_least(self, most: int) -> None:
        """Lift the poorest needs by chains of swaps that leave nobody as poor as they were."""
        if self.instance.rooms:
            return  # a swap would have to find a period, too
        while (least := self.least()) < most:
            for need in self.poorest(least):
                if not self._lift(need, least + 1):
                    return

    def _lift(self, need: int, target: int) -> bool:
        for expert in sorted(self.mine[need], key=lambda one: self.instance.scores[need][one]):
            chain = self._chain(need, expert, target)
            if chain:
                self._shift(chain)
                return True
        return False

    def _chain(self, need: int, expert: int, target: int) -> list[tuple[int, int, int]]:
        """Find who comes in for an expert who goes: (need, goes, comes), need by need.

        It ends with somebody who has room, or with the expert who went.
        """
        if (need, expert) in self.fixed:
            return []
        bound = len(self.load[expert]) <= self.instance.low[expert]  # then they must come back
        via: dict[int, tuple[int, int, int]] = {}  # expert who comes: need, goes, before
        queue, seen = deque([(need, expert, -1)]), {need}
        while queue:
            here, goes, before = queue.popleft()
            scores = self.instance.scores[here]
            wanted = target - self.sums[here] + scores[goes]
            for comes in sorted(scores, key=lambda one: (-scores[one], one)):
                if scores[comes] < wanted:
                    break
                if comes in via or not self._may(here, goes, comes):
                    continue
                via[comes] = here, goes, before
                has_room = len(self.load[comes]) < self.instance.capacity[comes]
                if comes == expert or (has_room and not bound):
                    return _unwound(via, comes)
                for other in sorted(self.load[comes] - seen):
                    if (other, comes) not in self.fixed:
                        seen.add(other)
                        queue.append((other, comes, comes))
        return []

    def _may(self, need: int, goes: int, comes: int) -> bool:
        if comes in self.mine[need]:
            return False
        most, kinds = self.instance.policy.max_per_perspective, self.instance.perspective
        if not most or not kinds:
            return True
        alike = sum(kinds[one] == kinds[comes] for one in self.mine[need] if one != goes)
        return alike < most

    def _shift(self, chain: list[tuple[int, int, int]]) -> None:
        for need, goes, comes in chain:
            scores = self.instance.scores[need]
            self.load[goes].discard(need)
            self.load[comes].add(need)
            self.mine[need][comes] = self.mine[need].pop(goes)
            self.sums[need] += scores[comes] - scores[goes]


def _unwound(via: dict[int, tuple[int, int, int]], comes: int) -> list[tuple[int, int, int]]:
    chain = []
    while comes != -1:
        need, goes, before = via[comes]
        chain.append((need, goes, comes))
        comes = before
    return chain
