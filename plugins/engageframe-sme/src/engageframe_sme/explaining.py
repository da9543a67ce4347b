"""What does a pair cost, what would another one cost, and what blocks a place that is empty?

Exact: a change of one pair is one shortest path in the network that the flow leaves behind.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

import msgspec

from engageframe_sme.flow import Step
from engageframe_sme.instance import SCALE, Instance
from engageframe_sme.network import NOBODY, Layout, Pair
from engageframe_sme.reaching import reach

__all__ = [
    "Blocking",
    "Gaps",
    "Regret",
    "Unfilled",
    "Unmet",
    "bounds",
    "filled",
    "forced",
    "short",
    "spared",
    "unmet",
    "worth",
]

NAMED: Final = 5
"""How many experts a sentence names at most."""


class Regret(msgspec.Struct, frozen=True, kw_only=True):
    """What it costs to force a pair in, or to do without it.

    Attributes:
        need: the need.
        expert: the expert.
        possible: whether it can be done within the bounds at all.
        loss: how much the objective falls, in units of score; negative only when ``places`` or
            ``bounds`` pays for it.
        places: how many wanted places are empty then that are filled now.
        bounds: how many more units of the minimum of needs and the lower load bounds are not met.
        gained: the pairs that come in, the forced one among them.
        lost: the pairs that go: together with ``gained`` the displaced chain.
        says: the same in words.
        code: why it is not possible: ``pinned``, ``barred``, ``score``, ``capacity`` or ``place``.
    """

    need: str
    expert: str
    possible: bool
    loss: float
    places: int
    bounds: int
    gained: tuple[tuple[str, str], ...]
    lost: tuple[tuple[str, str], ...]
    says: str
    code: str = ""


class Blocking(msgspec.Struct, frozen=True, kw_only=True):
    """Why some experts do not fill an empty place: a code, a sentence, and who they are.

    Codes are ``full``, ``perspective``, ``forbidden``, ``period``, ``below``, ``few``, ``program``,
    and ``barred`` where somebody gave a reason in words.
    """

    code: str
    says: str
    experts: tuple[str, ...]


class Unfilled(msgspec.Struct, frozen=True, kw_only=True):
    """A need with empty places, how many, and what blocks them."""

    need: str
    missing: int
    blocking: tuple[Blocking, ...]


class Unmet(msgspec.Struct, frozen=True, kw_only=True):
    """An expert who has fewer needs than the lower bound of their load, and how many fewer."""

    expert: str
    missing: int


def worth(instance: Instance, pairs: Iterable[tuple[int, int]]) -> int:
    """Give the objective of some pairs in millionths: scores and bonus less what is weighed.

    Only a sum over whole needs and whole experts can be compared with another.
    """
    policy, scores = instance.policy, instance.scores
    penalty, balance = round(policy.perspective_penalty * SCALE), round(policy.balance * SCALE)
    falling, stability = round(policy.falling * SCALE), round(policy.stability * SCALE)
    pairs = list(pairs)
    total = sum([scores[need][expert] for need, expert in pairs])
    if stability and instance.kept:
        total += stability * len(instance.kept.intersection(pairs) - set(instance.pinned))
    if balance:
        loads = Counter([expert for _, expert in pairs]).values()
        total -= balance * sum(load * (load - 1) // 2 for load in loads)
    if penalty:
        alike = Counter([(need, instance.perspective[expert]) for need, expert in pairs]).values()
        total -= penalty * sum(count * (count - 1) // 2 for count in alike)
    if falling:
        for need, count in Counter([need for need, _ in pairs]).items():
            over = max(0, count - min(instance.want[need], len(instance.experts)))
            total -= falling * over * (over + 1) // 2
    return total


def filled(instance: Instance, pairs: Iterable[tuple[int, int]]) -> int:
    """Count the wanted places that pairs fill."""
    counts = Counter([need for need, _ in pairs])
    return sum([min(count, instance.want[need]) for need, count in counts.items()])


def bounds(instance: Instance, pairs: Iterable[tuple[int, int]]) -> int:
    """Count the units of the minimum of needs and the lower load bounds that pairs meet."""
    needs, experts = Counter[int](), Counter[int]()
    for need, expert in pairs:
        needs[need] += 1
        experts[expert] += 1
    met = sum(min(count, instance.least[need]) for need, count in needs.items())
    return met + sum(min(count, instance.low[expert]) for expert, count in experts.items())


def forced(layout: Layout, instance: Instance, need: int, expert: int) -> Regret:
    """Tell what is lost if a pair is forced that is not there."""
    arc = layout.arc(instance, need, expert)
    if arc is None:
        return _impossible(instance, need, expert)
    net = layout.net
    if not net.room[arc]:
        return _regret(layout, instance, need, expert, ())
    detour = net.detour(net.head[arc], net.tail[arc])
    pins = set(layout.pins.values())
    if detour is None or any(pins & {step.tail, step.head} for step in detour.steps):
        return _impossible(instance, need, expert)
    step = Step(net.tail[arc], arc, net.head[arc])
    return _regret(layout, instance, need, expert, (step, *detour.steps))


def spared(layout: Layout, instance: Instance, need: int, expert: int) -> Regret:
    """Tell what is lost without a pair that is there: its price."""
    arc = layout.arc(instance, need, expert)
    if arc is None:  # a pin: nothing else was to be
        return _impossible(instance, need, expert)
    net = layout.net
    detour = net.detour(net.tail[arc], net.head[arc])
    if detour is None:
        return _impossible(instance, need, expert)
    step = Step(net.head[arc], ~arc, net.tail[arc])
    return _regret(layout, instance, need, expert, (step, *detour.steps))


def _impossible(instance: Instance, need: int, expert: int) -> Regret:
    """Say why a pair cannot be changed."""
    n, e = instance.needs[need], instance.experts[expert]
    if (need, expert) in instance.pinned:
        code, says = "pinned", "it is pinned"
    elif why := _reasons(instance, need).get(expert, ""):
        code, says = "barred", _BARRED.get(why, why)
    elif expert not in instance.scores[need]:
        code, says = "score", "the pair has no score"
    elif not instance.capacity[expert]:
        code, says = "capacity", f"{e} has no capacity"
    else:
        code, says = "place", f"pinned pairs leave no place for {e} at {n}"
    return Regret(
        need=n, expert=e, possible=False, code=code, loss=0.0, places=0, bounds=0, gained=(),
        lost=(), says=says,
    )  # fmt: skip


_BARRED: Final[Mapping[str, str]] = {
    "forbidden": "the pair is forbidden",
    "period": "the expert has no period in the window of the need",
    "below": "its score is below that of the worst pair",
}


def _regret(
    layout: Layout, instance: Instance, need: int, expert: int, steps: Iterable[Step]
) -> Regret:
    gained, lost = _moves(layout, steps)
    before, after = _touched(layout, gained, lost)
    loss = worth(instance, before) - worth(instance, after)
    places = filled(instance, before) - filled(instance, after)
    unmet = bounds(instance, before) - bounds(instance, after)
    named = tuple(
        tuple(sorted((instance.needs[n], instance.experts[e]) for n, e in pairs))
        for pairs in (gained, lost)
    )
    return Regret(
        need=instance.needs[need], expert=instance.experts[expert], possible=True,
        loss=loss / SCALE, places=places, bounds=unmet, gained=named[0], lost=named[1],
        says=_in_words(loss, places, unmet, *named),
    )  # fmt: skip


def _moves(
    layout: Layout, steps: Iterable[Step]
) -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
    """Read which pairs a path brings in, and which it takes away."""
    change = Counter[tuple[int, int]]()
    for step in steps:
        if step.arc is None:
            continue
        forth = step.arc >= 0
        tail, head = (step.tail, step.head) if forth else (step.head, step.tail)
        need, expert = layout.need_of[tail], layout.expert_of[head]
        if NOBODY not in (need, expert):
            change[need, expert] += 1 if forth else -1
    gained = {pair for pair, count in change.items() if count > 0}
    return gained, {pair for pair, count in change.items() if count < 0}


def _touched(
    layout: Layout, gained: set[tuple[int, int]], lost: set[tuple[int, int]]
) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Give all pairs of the needs and experts that a change touches, before and after it."""
    needs = {need for need, _ in gained | lost}
    experts = {expert for _, expert in gained | lost}
    before = [
        (need, expert) for need, expert, _ in layout.pairs() if need in needs or expert in experts
    ]
    return before, [pair for pair in before if pair not in lost] + sorted(gained)


def _in_words(
    loss: int,
    places: int,
    unmet: int,
    gained: tuple[tuple[str, str], ...],
    lost: tuple[tuple[str, str], ...],
) -> str:
    says = f"it costs {loss / SCALE:.6g} in score" if loss else "it costs nothing in score"
    if loss < 0:
        says = f"it gains {-loss / SCALE:.6g} in score"
    if places:
        says += f" and leaves {places} more wanted place{'s' * (places != 1)} empty"
    if unmet:
        says += f" and {unmet} of the lower bounds"
    for word, pairs in (("in", gained), ("out", lost)):
        if pairs:
            says += f"; {word}: " + ", ".join(f"{expert} for {need}" for need, expert in pairs)
    return says


class Gaps:
    """The needs of a solved network with empty places; what blocks one is told when asked.

    Attributes:
        missing: how many places of each need are empty, where any are, by position.
    """

    def __init__(self, layout: Layout, instance: Instance) -> None:
        self._instance = instance
        self._there: dict[int, set[int]] = {}
        for need, expert, _ in layout.pairs():
            self._there.setdefault(need, set()).add(expert)
        self.missing = {
            need: empty
            for need, want in enumerate(instance.want)
            if (empty := want - len(self._there.get(need, ()))) > 0
        }
        marks = [0 if one == NOBODY else 1 << one for one in layout.expert_of]
        starts = [layout.needs[need] for need in self.missing]
        found = reach(starts, layout.net.ahead, marks)
        self._held = dict(zip(self.missing, map(found.__getitem__, starts), strict=True))

    def of(self, need: int) -> Unfilled:
        """Name a need with empty places and what blocks them."""
        there, held = self._there.get(need, set()), self._held[need]
        return Unfilled(
            need=self._instance.needs[need], missing=self.missing[need],
            blocking=tuple(_blocking(self._instance, need, there, held)),
        )  # fmt: skip


def short(instance: Instance, pairs: Iterable[Pair]) -> Iterator[Unfilled]:
    """Name every need with empty places where a program, and no network, found the pairs."""
    counts = Counter(pair.need for pair in pairs)
    says = "within all bounds the program found nobody more"
    for need, want in enumerate(instance.want):
        if counts[need] < want:
            yield Unfilled(
                need=instance.needs[need], missing=want - counts[need],
                blocking=(Blocking(code="program", says=says, experts=()),),
            )  # fmt: skip


def unmet(instance: Instance, pairs: Iterable[Pair]) -> Iterator[Unmet]:
    """Name every expert whose lower bound is not met."""
    loads = Counter([pair.expert for pair in pairs])
    for expert, low in enumerate(instance.low):
        if loads[expert] < low:
            yield Unmet(expert=instance.experts[expert], missing=low - loads[expert])


def _blocking(instance: Instance, need: int, there: set[int], held: int) -> Iterator[Blocking]:
    """Say what blocks a need; ``held`` has a bit for each expert whom its units could come to."""
    reasons = _reasons(instance, need)
    free = sorted(instance.scores[need].keys() - there - reasons.keys())
    full = [expert for expert in free if held >> expert & 1]
    if full:
        says = f"all who could help are at their limit ({_names(instance, full)})"
        if held.bit_count() > sum(held >> expert & 1 for expert in {*full, *there}):
            says += ", and so is whoever could take over from them"
        yield _block(instance, "full", says, full)
    if capped := [expert for expert in free if not held >> expert & 1]:
        most = instance.policy.max_per_perspective
        says = f"of their perspective {most} are there already ({_names(instance, capped)})"
        yield _block(instance, "perspective", says, capped)
    alike: dict[str, list[int]] = {}
    for expert, why in sorted(reasons.items()):
        alike.setdefault(why, []).append(expert)
    for code, barred in sorted(alike.items()):
        says = f"{_BARRED.get(code, code)} ({_names(instance, barred)})"
        yield _block(instance, code if code in _BARRED else "barred", says, barred)
    if not full and not capped:
        count = len(there) + len(free)
        says = f"only {count} may serve it" if count else "nobody may serve it"
        yield Blocking(code="few", says=says, experts=())


def _reasons(instance: Instance, need: int) -> dict[int, str]:
    """Say of everybody who may not serve a need why."""
    return {**instance.unscored(need), **instance.barred[need]}


def _block(instance: Instance, code: str, says: str, experts: list[int]) -> Blocking:
    return Blocking(code=code, says=says, experts=tuple(instance.experts[e] for e in experts))


def _names(instance: Instance, experts: list[int]) -> str:
    shown = ", ".join(instance.experts[expert] for expert in experts[:NAMED])
    more = len(experts) - NAMED
    return f"{shown} and {more} more" if more > 0 else shown
