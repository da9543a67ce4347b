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
from engageframe_sme.network import Pair, lay, weighs_perspectives
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
    """Lay needs, experts and sink straight into arrays.

    The flow is the largest before it is the cheapest, so no arc for empty places is needed: their
    costs would make OR-Tools take twice as long.
    """
    needs, experts = len(instance.needs), len(instance.experts)
    counts = [len(row) for row in instance.scores]
    size = sum(counts)
    scores = np.fromiter(chain.from_iterable(map(dict.values, instance.scores)), np.int64, size)
    heads = np.fromiter(chain.from_iterable(instance.scores), np.int32, size)
    tails = np.repeat(np.arange(needs, dtype=np.int32), counts)
    every = np.arange(needs, needs + experts, dtype=np.int32)
    want = np.minimum(np.array(instance.want, np.int64), experts)
    flows = _solved(
        np.concatenate([tails, every]),
        np.concatenate([heads + needs, np.full(experts, needs + experts, np.int32)]),
        np.concatenate([np.ones(size, np.int64), np.array(instance.capacity, np.int64)]),
        np.concatenate([scores.max(initial=0) - scores, np.zeros(experts, np.int64)]),
        np.concatenate([want, np.zeros(experts, np.int64), [-want.sum()]]),
    )
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
    if (int(costs.max(initial=0)) + 1) * len(supply) >= _LARGEST:
        return None
    solver = min_cost_flow.SimpleMinCostFlow()
    arcs = solver.add_arcs_with_capacity_and_unit_cost(tails, heads, rooms, costs)
    solver.set_nodes_supplies(np.arange(len(supply), dtype=np.int32), supply)
    if solver.solve_max_flow_with_min_cost() != solver.OPTIMAL:
        return None
    return solver.flows(arcs)
