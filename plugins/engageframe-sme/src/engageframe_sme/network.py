"""How does an instance become a network, and a flow a set of pairs?

One unit is one pair.  It goes from a need, past a hub for the perspective where those are weighed,
to an expert, there through a period where those are told, and on to the sink.  A unit that finds
no expert leaves the need straight to the sink, at a cost that no gain in score can outweigh: so
places are filled first, and scores count second.
"""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from engageframe import InvalidInput, Problem
from engageframe_sme.flow import Network
from engageframe_sme.instance import SCALE, Instance

__all__ = [
    "NOBODY",
    "Layout",
    "Pair",
    "Rising",
    "Weights",
    "add_expert",
    "add_need",
    "join_pair",
    "lay",
    "load_ways",
    "needed_step",
    "slots",
    "solve",
    "weigh",
    "weighs_perspectives",
]

NOBODY: Final = -1


class Rising(Sequence[int]):
    """The costs of the units of an expert: each dearer by a step, and dearer from one of them."""

    def __init__(self, count: int, step: int, free: int, lift: int) -> None:
        self.parts = count, step, free, lift

    def __len__(self) -> int:
        return self.parts[0]

    def __getitem__(self, n: int) -> int:  # type: ignore[override]  # nobody takes slices of it
        count, step, free, lift = self.parts
        if not 0 <= n < count:
            raise IndexError(n)
        return step * n + (lift if n >= free else 0)


class Weights(NamedTuple):
    """What things cost, in millionths of score.

    ``step`` is more than any change of pairs can gain; ``lift`` is what a unit costs that fills no
    lower bound; an empty place costs 4 steps, one of the minimum 5, and a pin that is broken 20:
    more than any path that keeps all pins, so that no search breaks one while there is another way.
    """

    top: int
    step: int
    lift: int
    balance: int
    penalty: int
    falling: int
    stability: int


class Pair(NamedTuple):
    """A need and an expert by position, and the period when there are any."""

    need: int
    expert: int
    period: str


class Layout(NamedTuple):
    """A network, and what its nodes stand for.

    Attributes:
        net: the network.
        weights: what things cost.
        experts: the node of each expert.
        needs: the node of each need.
        hubs: for each need the hub of each perspective, where those are weighed.
        cells: for each expert the node of each period.
        pins: the node of each pinned pair.
        held: for each need that has any, the experts who are pinned to it.
        need_of: for each node the need whose unit it passes on, or ``NOBODY``.
        expert_of: for each node the expert who takes the unit, or ``NOBODY``.
        period_of: the periods of nodes that have one.
    """

    net: Network
    weights: Weights
    experts: list[int]
    needs: list[int]
    hubs: list[dict[int, int]]
    cells: list[dict[str, int]]
    pins: dict[tuple[int, int], int]
    held: dict[int, list[int]]
    need_of: list[int]
    expert_of: list[int]
    period_of: dict[int, str]

    def node(self, ways: Sequence[int] = (), *, need: int = NOBODY, expert: int = NOBODY) -> int:
        """Add a node that stands for something."""
        self.need_of.append(need)
        self.expert_of.append(expert)
        return self.net.add_node(ways)

    def copy(self) -> "Layout":
        """Give a layout that can change without changing this one."""
        return Layout(
            self.net.copy(), self.weights, list(self.experts), list(self.needs),
            [dict(one) for one in self.hubs], [dict(one) for one in self.cells],
            dict(self.pins), self.held, list(self.need_of), list(self.expert_of),
            dict(self.period_of),
        )  # fmt: skip

    def pairs(self) -> Iterator[Pair]:
        """Give the pairs that the flow stands for."""
        need_of, expert_of, tail = self.need_of, self.expert_of, self.net.tail
        for node, arcs in self.net.used.items():
            if expert_of[node] != NOBODY:
                for arc in arcs:
                    need = need_of[tail[arc]]
                    if need != NOBODY:
                        yield Pair(need, expert_of[node], self.period_of.get(node, ""))

    def origin(self, instance: Instance, need: int, expert: int) -> int:
        """Give the node from which the arc of a pair starts."""
        hubs = self.hubs[need]
        return hubs[instance.perspective[expert]] if hubs else self.needs[need]

    def arc(self, instance: Instance, need: int, expert: int) -> int | None:
        """Find the arc that stands for a pair; there is none for a pin or a barred one."""
        hubs = self.hubs[need]
        if hubs and instance.perspective[expert] not in hubs:
            return None
        start = self.origin(instance, need, expert)
        for arc in self.net.out[start]:
            if expert in (self.expert_of[self.net.head[arc]], self._meets(arc)):
                return arc
        return None

    def _meets(self, arc: int) -> int:
        """Give the expert behind a node that waits for a period."""
        head = self.net.head[arc]
        if self.need_of[head] == NOBODY or not self.cells or not self.net.out[head]:
            return NOBODY
        return self.expert_of[self.net.head[self.net.out[head][0]]]


def weigh(instance: Instance) -> Weights:
    """Set the costs so that places come first, then bounds, then scores."""
    policy = instance.policy
    balance, penalty, falling, stability = (
        round(one * SCALE)
        for one in (policy.balance, policy.perspective_penalty, policy.falling, policy.stability)
    )
    top = max((max(row.values(), default=0) for row in instance.scores), default=0)
    top = max(top, SCALE) + stability
    needs, experts = len(instance.needs), 2 * len(instance.experts) + 64  # room to grow
    most = max(map(sum, zip(instance.want, instance.extra, strict=True)), default=0)
    load = min(max(instance.capacity, default=0), 2 * needs + 64)
    step = (2 * experts + 4) * (top + balance * load + penalty * most + falling * most) + 1
    lift = step if any(instance.low) else 0
    return Weights(top, step, lift, balance, penalty, falling, stability)


def needed_step(instance: Instance, weights: Weights) -> int:
    """Give the least step with which places still come before scores."""
    load = min(max(instance.capacity, default=0), len(instance.needs))
    most = max(map(sum, zip(instance.want, instance.extra, strict=True)), default=0)
    each = weights.top + weights.balance * load + (weights.penalty + weights.falling) * most
    return (2 * len(instance.experts) + 4) * each + 1


def lay(instance: Instance) -> Layout:
    """Build the network of an instance; nothing flows yet."""
    layout = Layout(Network(), weigh(instance), [], [], [], [], {}, {}, [NOBODY], [NOBODY], {})
    for expert in range(len(instance.experts)):
        add_expert(layout, instance, expert)
    for need, expert in instance.pinned:
        add_pin(layout, instance, need, expert)
    for need in range(len(instance.needs)):
        add_need(layout, instance, need)
    return layout


def load_ways(weights: Weights, instance: Instance, expert: int) -> Rising:
    """Give what each unit of an expert costs."""
    most = min(instance.capacity[expert], len(instance.needs))
    return Rising(most, weights.balance, instance.low[expert], weights.lift)


def add_expert(layout: Layout, instance: Instance, expert: int) -> None:
    """Add the node of an expert, and one for each period that has room."""
    node = layout.node(load_ways(layout.weights, instance, expert), expert=expert)
    layout.experts.append(node)
    cells: dict[str, int] = {}
    for period, room in instance.rooms[expert].items() if instance.rooms else ():
        cells[period] = layout.node(expert=expert)
        layout.net.add_arc(cells[period], node, 0, room)
        layout.period_of[cells[period]] = period
    layout.cells.append(cells)


def add_pin(layout: Layout, instance: Instance, need: int, expert: int) -> None:
    """Add a source for one pair that is decided."""
    node = layout.node((20 * layout.weights.step,), need=need)
    layout.pins[need, expert] = node
    layout.held.setdefault(need, []).append(expert)
    _meet(layout, instance, node, need, expert)


def _meet(layout: Layout, instance: Instance, node: int, need: int, expert: int) -> int:
    """Lead from a node of one pair to the periods that suit; count them."""
    if not instance.rooms:
        layout.net.add_arc(node, layout.experts[expert], 0)
        return 1
    window, count = instance.windows[need], 0
    for period, cell in layout.cells[expert].items():
        if window is None or period in window:
            layout.net.add_arc(node, cell, 0)
            count += 1
    return count


def slots(layout: Layout, instance: Instance, need: int) -> tuple[int, ...]:
    """Give what each empty place of a need costs: those beyond the demand first, in rising cost."""
    weights, pins = layout.weights, len(layout.held.get(need, ()))
    want = min(instance.want[need], len(instance.experts))
    least = max(0, min(instance.least[need], want) - pins)
    first, last = max(0, pins - want), min(instance.extra[need], len(instance.experts))
    most = weights.top + weights.lift
    if weights.falling:  # after so many each would be a loss
        last = min(last, most // weights.falling)
    gains = [most - weights.falling * (n + 1) for n in range(first, last)]
    wanted = [4 * weights.step] * (max(0, want - pins) - least)
    return (*reversed(gains), *wanted, *[5 * weights.step] * least)


def add_need(layout: Layout, instance: Instance, need: int) -> None:
    """Add the nodes and arcs of a need."""
    places = slots(layout, instance, need)
    source = layout.node(places, need=need)
    layout.needs.append(source)
    layout.hubs.append({})
    top, stability = layout.weights.top, layout.weights.stability
    kept, row = instance.kept if stability else frozenset(), instance.scores[need]
    costs = sorted([(top - score, expert) for expert, score in row.items()])
    if kept:
        costs = sorted(
            [(cost - stability * ((need, expert) in kept), expert) for cost, expert in costs]
        )
    if layout.pins:
        costs = [one for one in costs if (need, one[1]) not in layout.pins]
    if instance.rooms:
        for cost, expert in costs:
            _add_pair(layout, instance, need, expert, cost)
    elif weighs_perspectives(instance):
        alike: dict[int, list[tuple[int, int]]] = {}
        for one in costs:
            alike.setdefault(instance.perspective[one[1]], []).append(one)
        for perspective, ours in alike.items():
            _add_pairs(layout, _hub(layout, instance, need, perspective), ours)
    else:
        _add_pairs(layout, source, costs)


def _add_pairs(layout: Layout, start: int, costs: Sequence[tuple[int, int]]) -> None:
    """Add all arcs from a node to experts, told with their costs, which rise."""
    nodes = layout.experts
    layout.net.add_arcs(start, [nodes[e] for _, e in costs], [cost for cost, _ in costs])


def join_pair(layout: Layout, instance: Instance, need: int, expert: int) -> None:
    """Add the arc of a pair to a need that is there; a hub that is new gets its price."""
    hubs = set(layout.hubs[need].values())
    _add_pair(layout, instance, need, expert, layout.weights.top - instance.scores[need][expert])
    for hub in set(layout.hubs[need].values()) - hubs:
        net = layout.net
        net.follow(hub, [arc for arc in net.out[layout.needs[need]] if net.head[arc] == hub])


def _add_pair(layout: Layout, instance: Instance, need: int, expert: int, cost: int) -> None:
    start = layout.needs[need]
    if weighs_perspectives(instance):
        start = _hub(layout, instance, need, instance.perspective[expert])
    if not instance.rooms:
        layout.net.add_arc(start, layout.experts[expert], cost)
        return
    node = layout.node(need=need)
    if _meet(layout, instance, node, need, expert):
        layout.net.add_arc(start, node, cost)
    else:
        instance.barred[need].setdefault(expert, "period")


def weighs_perspectives(instance: Instance) -> bool:
    """Tell whether the policy makes perspectives count."""
    policy = instance.policy
    return bool(policy.perspective_penalty or policy.max_per_perspective)


def _hub(layout: Layout, instance: Instance, need: int, perspective: int) -> int:
    """Find or add the hub of a perspective: each expert more of it costs more."""
    hubs = layout.hubs[need]
    if perspective not in hubs:
        hubs[perspective] = layout.node(need=need)
        pins = layout.held.get(need, ())
        there = sum(instance.perspective[expert] == perspective for expert in pins)
        most = len(layout.net.ways[layout.needs[need]]) + there
        if instance.policy.max_per_perspective:
            most = min(most, instance.policy.max_per_perspective)
        for n in range(there, most):
            cost = layout.weights.penalty * n
            layout.net.add_arc(layout.needs[need], hubs[perspective], cost)
            if not layout.weights.penalty:  # all alike: one arc will do
                layout.net.room[-1] = most - there
                break
    return hubs[perspective]


def solve(layout: Layout, instance: Instance) -> None:
    """Send every unit on its way.

    Raises:
        InvalidInput: pinned pairs fit into no period together.
    """
    net, broken = layout.net, []
    for node in layout.pins.values():
        net.drain(node)
    for need in layout.needs:
        for _ in range(len(net.ways[need])):
            net.drain(need)
    for (need, expert), node in layout.pins.items():
        if net.sent[node]:
            where = f"pinned ({instance.needs[need]}, {instance.experts[expert]})"
            remedy = "let it go, widen the window, or give the expert more room"
            broken.append(Problem(where=where, says="no period is left for it", remedy=remedy))
    if broken:
        raise InvalidInput(broken)
