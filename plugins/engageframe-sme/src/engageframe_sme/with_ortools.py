"""How does OR-Tools find the best total? The same network, in compiled code.

Costs are rounded to whole numbers before they are handed over: given floats, OR-Tools truncates
them without a word.  Flows are read only when the status is OPTIMAL: to read them otherwise ends
the interpreter.
"""

from itertools import chain
from typing import Any

import numpy as np
from ortools.graph.python import min_cost_flow

from engageframe_sme.instance import Instance
from engageframe_sme.network import Pair, lay, weigh, weighs_perspectives
from engageframe_sme.solved import Solved

__all__ = ["total"]

_LARGEST = 2**62
"""Costs times nodes must stay below this, or OR-Tools refuses the costs."""


def total(instance: Instance) -> Solved | None:
    """Solve an instance for the best total; ``None`` when OR-Tools cannot hold its numbers."""
    plain = not (
        instance.rooms or instance.pinned or instance.kept or weighs_perspectives(instance)
        or any(instance.low) or any(instance.least) or any(instance.extra)
        or instance.policy.balance
    )  # fmt: skip
    pairs = _plain(instance) if plain else _any(instance)
    if pairs is None:
        return None
    return Solved(instance, sorted(pairs), None, "total", "ortools", None, True)


def _plain(instance: Instance) -> list[Pair] | None:
    """Lay the network of needs, experts and sink straight into arrays."""
    weights = weigh(instance)
    experts, needs = len(instance.experts), len(instance.needs)
    counts = [len(row) for row in instance.scores]
    size = sum(counts)
    heads = np.fromiter(chain.from_iterable(instance.scores), np.int32, size)
    scores = np.fromiter(chain.from_iterable(map(dict.values, instance.scores)), np.int64, size)
    tails = np.repeat(np.arange(needs, dtype=np.int32), counts)
    want = np.minimum(np.array(instance.want, np.int64), experts)
    sink, every = experts + needs, np.arange(experts, experts + needs, dtype=np.int32)
    flows = _solved(
        np.concatenate([tails + experts, np.arange(experts, dtype=np.int32), every]),
        np.concatenate([heads, np.full(experts + needs, sink, np.int32)]),
        np.concatenate([np.ones(size, np.int64), np.array(instance.capacity, np.int64), want]),
        np.concatenate([
            weights.top - scores, np.zeros(experts, np.int64),
            np.full(needs, 4 * weights.step, np.int64),
        ]),
        np.concatenate([np.zeros(experts, np.int64), want, [-want.sum()]]),
    )  # fmt: skip
    if flows is None:
        return None
    chosen = np.flatnonzero(flows[:size])
    ends = zip(tails[chosen].tolist(), heads[chosen].tolist(), strict=True)
    return [Pair(need, expert, "") for need, expert in ends]


def _any(instance: Instance) -> list[Pair] | None:
    """Take the network that the default solver would use, each way to the sink as an arc."""
    layout = lay(instance)
    net = layout.net
    ways = [(node, cost) for node, costs in enumerate(net.ways) for cost in costs]
    costs = [*net.cost, *(cost for _, cost in ways)]
    if max(costs, default=0) * len(net.out) >= _LARGEST:
        return None
    supply = np.zeros(len(net.out), np.int64)
    for node in (*layout.needs, *layout.pins.values()):
        supply[node] = len(net.ways[node])
    supply[0] = -supply.sum()
    flows = _solved(
        np.array([*net.tail, *(node for node, _ in ways)], np.int32),
        np.array([*net.head, *(0 for _ in ways)], np.int32),
        np.array([*net.room, *(1 for _ in ways)], np.int64),
        np.array(costs, np.int64),
        supply,
    )
    if flows is None:
        return None
    for arc, units in enumerate(flows[: len(net.cost)].tolist()):
        for _ in range(units):
            net.send(arc)
    return list(layout.pairs())


def _solved(tails: Any, heads: Any, rooms: Any, costs: Any, supply: Any) -> Any:
    if int(costs.max(initial=0)) * len(supply) >= _LARGEST:
        return None
    solver = min_cost_flow.SimpleMinCostFlow()
    arcs = solver.add_arcs_with_capacity_and_unit_cost(tails, heads, rooms, costs)
    solver.set_nodes_supplies(np.arange(len(supply), dtype=np.int32), supply)
    if solver.solve() != solver.OPTIMAL:
        return None
    return solver.flows(arcs)
