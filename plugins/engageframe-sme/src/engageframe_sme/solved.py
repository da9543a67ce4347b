"""What does a solved instance hold, and how is one solved with nothing but Python?"""

from collections.abc import Iterator
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
    net = layout.net
    for pair in pairs:
        for arc in list(_path(layout, instance, pair)):
            net.send(arc)
        net.leave(layout.experts[pair.expert])
    for node in (*layout.needs, *layout.pins.values()):
        gone = sum(net.flow(arc) for arc in net.out[node])
        while net.sent[node] + gone < len(net.ways[node]):
            net.leave(node)
    if priced:
        net.value()
    return layout


def _path(layout: Layout, instance: Instance, pair: Pair) -> Iterator[int]:
    """Give the arcs that the unit of a pair takes: past a hub, past a period, to the expert."""
    net, arc = layout.net, layout.arc(instance, pair.need, pair.expert)
    start = layout.pins[pair.need, pair.expert] if arc is None else layout.needs[pair.need]
    if arc is not None:
        if net.tail[arc] != start:
            hub = net.tail[arc]
            yield next(one for one in net.out[start] if net.head[one] == hub and net.room[one])
        yield arc
        start = net.head[arc]
    cells = layout.cells[pair.expert]
    if instance.rooms:
        cell = cells[pair.period]
        yield next(one for one in net.out[start] if net.head[one] == cell)
        yield net.out[cell][0]
    elif arc is None:
        yield net.out[start][0]
