"""What does a solved instance hold, and how is one solved with nothing but Python?"""

from typing import NamedTuple

from engageframe_sme.instance import Fairness, Instance
from engageframe_sme.network import Layout, Pair, lay, solve

__all__ = ["Solved", "adopt", "by_flow", "settled"]


class Solved(NamedTuple):
    """The pairs that were found, and how sure they are.

    ``instance`` is what was solved; ``layout`` its network, if there is one; ``bound`` is what the
    fairness cannot exceed (an objective, the score of a pair, or the sum of a need), and ``None``
    where it is what was found, or nobody knows.
    """

    instance: Instance
    pairs: list[Pair]
    layout: Layout | None
    fairness: Fairness
    solver: str
    bound: float | None
    optimal: bool


def by_flow(instance: Instance, fairness: Fairness = "total") -> Solved:
    """Solve an instance for the best total with nothing but Python."""
    layout = lay(instance)
    solve(layout, instance)
    return settled(layout, instance, fairness)


def settled(layout: Layout, instance: Instance, fairness: Fairness = "total") -> Solved:
    """Read the pairs of a network that is solved."""
    return Solved(instance, sorted(layout.pairs()), layout, fairness, "flow", None, True)


def adopt(instance: Instance, pairs: list[Pair], *, priced: bool) -> Layout:
    """Build the network of an instance with the flow of pairs that another solver found.

    Prices are found only for pairs that are the best total: others have none.
    """
    layout = lay(instance)
    net, arcs = layout.net, []
    for need, expert, period in pairs:
        arc = layout.arc(instance, need, expert)
        start = layout.pins[need, expert] if arc is None else net.tail[arc]
        steps = [net.out[start][0] if arc is None else arc]
        if start not in (layout.needs[need], layout.pins.get((need, expert))):
            steps += [one for one in net.out[layout.needs[need]] if net.head[one] == start
                      and net.room[one]][:1]  # fmt: skip
        if instance.rooms:
            cell = layout.cells[expert][period]
            if arc is not None:
                steps += [one for one in net.out[net.head[arc]] if net.head[one] == cell]
            else:
                steps = [one for one in net.out[start] if net.head[one] == cell]
            steps.append(net.out[cell][0])
        arcs += steps
        for one in steps:
            net.send(one)
        net.leave(layout.experts[expert])
    for node in (*layout.needs, *layout.pins.values()):
        gone = sum(net.flow(arc) for arc in net.out[node])
        while net.sent[node] + gone < len(net.ways[node]):
            net.leave(node)
    if priced:
        net.value()
    return layout
