"""What is the cheapest way for every unit to reach the sink?

Successive shortest paths on whole numbers, with a price for every node (Ahuja, Magnanti and Orlin,
Network Flows, 1993, chapter 9).  Node 0 is the sink, whose price stays 0.  No price is ever above
0 and no cost below it, so a scan of arcs in rising cost may stop at the first that costs too much.
"""

from bisect import insort
from collections import deque
from collections.abc import Sequence
from heapq import heappop, heappush
from typing import Final, NamedTuple

__all__ = ["NEVER", "SINK", "Detour", "Network", "Step"]

SINK: Final = 0
NEVER: Final = 1 << 100
"""More than any path costs."""


class Step(NamedTuple):
    """One step: along an arc, against it (``~arc``), or (``None``) between a node and the sink."""

    tail: int
    arc: int | None
    head: int


class Detour(NamedTuple):
    """The cheapest path from one node to another, and what it costs."""

    cost: int
    steps: tuple[Step, ...]


class Network:
    """Nodes, arcs with room and cost, and a flow that is optimal for the units sent so far.

    ``ways`` of a node are the rising costs of each unit that it may send straight to the sink.

    Attributes:
        tail: the node that an arc leaves.
        head: the node that it enters.
        cost: what one unit on it costs, never negative.
        room: how many units it can still take.
        out: the arcs that leave a node, cheapest first.
        used: by node, where any are, the arcs with flow that enter it, with their units.
        ways: the cost of each unit from a node straight to the sink.
        sent: how many units a node sends straight to the sink.
        price: what the prices of optimality are; a node with much demand has a low one.
    """

    def __init__(self) -> None:
        self.tail: list[int] = []
        self.head: list[int] = []
        self.cost: list[int] = []
        self.room: list[int] = []
        self.out: list[list[int]] = [[]]
        self.used: dict[int, dict[int, int]] = {}
        self.ways: list[Sequence[int]] = [()]
        self.sent: list[int] = [0]
        self.price: list[int] = [0]
        self._exit: list[int] = [NEVER]
        self._shared = 0  # what ``out`` holds for the nodes before this one is also a copy's
        self._thin = False  # so are ``tail``, ``head`` and ``cost``
        self._own: set[int] | None = None  # and what ``used`` holds for all but these, if any

    def copy(self) -> "Network":
        """Give a network that can change without changing this one."""
        twin = Network.__new__(Network)
        for name in ("room", "ways", "sent", "price", "_exit"):
            setattr(twin, name, list(getattr(self, name)))
        twin.tail, twin.head, twin.cost = self.tail, self.head, self.cost
        twin.out, twin.used = list(self.out), dict(self.used)
        self._shared = twin._shared = len(self.out)
        self._own, twin._own = set(), set()
        self._thin = twin._thin = True
        return twin

    def add_node(self, ways: Sequence[int] = ()) -> int:
        """Add a node; ``ways`` must rise."""
        self.out.append([])
        self.ways.append(ways)
        self.sent.append(0)
        self.price.append(0)
        self._exit.append(ways[0] if ways else NEVER)
        return len(self.out) - 1

    def add_arc(self, tail: int, head: int, cost: int, room: int = 1) -> int:
        """Add an arc; quickest when the arcs of a node come in rising cost."""
        self._thicken()
        arc = len(self.cost)
        self.tail.append(tail)
        self.head.append(head)
        self.cost.append(cost)
        self.room.append(room)
        arcs = self._arcs(tail)
        if arcs and self.cost[arcs[-1]] > cost:
            insort(arcs, arc, key=self.cost.__getitem__)
        else:
            arcs.append(arc)
        return arc

    def add_arcs(self, tail: int, heads: Sequence[int], costs: Sequence[int]) -> None:
        """Add the first arcs of a node, of room 1 and in rising cost, all at once."""
        self._thicken()
        first = len(self.cost)
        self.tail += [tail] * len(heads)
        self.head += heads
        self.cost += costs
        self.room += [1] * len(heads)
        self.out[tail] = list(range(first, len(self.cost)))

    def _thicken(self) -> None:
        """Take arcs of our own before they change."""
        if self._thin:
            self.tail, self.head, self.cost = list(self.tail), list(self.head), list(self.cost)
            self._thin = False

    def _arcs(self, node: int) -> list[int]:
        """Give the arcs that leave a node, to be changed."""
        if node < self._shared:
            self.out[node] = list(self.out[node])
        return self.out[node]

    def _uses(self, node: int) -> dict[int, int]:
        """Give the arcs with flow that enter a node, to be changed."""
        if self._own is not None and node not in self._own:
            self._own.add(node)
            self.used[node] = dict(self.used.get(node, ()))
        return self.used.setdefault(node, {})

    def lower(self, node: int) -> None:
        """Give a new node, that nothing enters yet, a price with which no arc of it is a gain."""
        self.price[node] = max(
            [self.price[self.head[arc]] - self.cost[arc] for arc in self.out[node]]
            + [-self._exit[node]]
        )

    def follow(self, node: int, arcs: Sequence[int]) -> None:
        """Give a new node a price with which no arc that enters it is a gain."""
        prices = [self.price[self.tail[arc]] + self.cost[arc] for arc in arcs]
        self.price[node] = min([0, *prices])

    def open(self, node: int, ways: Sequence[int]) -> None:
        """Change the ways of a node to the sink; what was sent must fit into the new ones."""
        self.ways[node] = ways
        self._settle(node)

    def close(self, node: int) -> None:
        """Let nothing come to a node that sends nothing any more."""
        self.open(node, ())
        self.price[node] = -NEVER

    def _settle(self, node: int) -> None:
        ways, sent = self.ways[node], self.sent[node]
        self._exit[node] = ways[sent] if sent < len(ways) else NEVER

    def drain(self, start: int) -> bool:
        """Send one more unit from a node to the sink, at least cost; tell whether it could."""
        price, cost, head, tail = self.price, self.cost, self.head, self.tail
        out, used, leave = self.out, self.used, self._exit
        best, last = leave[start] + price[start], start
        found, via = {start: 0}, {}
        heap, done = [(0, start)], []
        while heap:
            far, node = heappop(heap)
            if far >= best:
                break
            if far > found[node]:
                continue
            done.append(node)
            base = far + price[node]
            for arc in out[node]:
                step = base + cost[arc]
                if step >= best:
                    break  # dearer arcs cannot be better, as no price is above 0
                if self.room[arc]:
                    there = head[arc]
                    new = step - price[there]
                    if new < best and new < found.get(there, NEVER):
                        found[there], via[there] = new, arc
                        heappush(heap, (new, there))
                        if step + leave[there] < best:
                            best, last = step + leave[there], there
            for arc in used.get(node, ()):
                there = tail[arc]
                step = base - cost[arc]
                new = step - price[there]
                if new < best and new < found.get(there, NEVER):
                    found[there], via[there] = new, ~arc
                    heappush(heap, (new, there))
                    if step + leave[there] < best:
                        best, last = step + leave[there], there
        if best >= NEVER // 2:
            return False
        self._arrive(start, last, via, {node: found[node] - best for node in done})
        return True

    def _arrive(self, start: int, last: int, via: dict[int, int], cheaper: dict[int, int]) -> None:
        """Send a unit along the path that was found, and bring the prices up to it."""
        for node, change in cheaper.items():
            self.price[node] += change
        self.leave(last)
        while last != start:
            last = self._push(via[last])

    def _push(self, arc: int) -> int:
        """Send one unit along an arc, or (``~arc``) take one back; give where it comes from."""
        if arc >= 0:
            self.room[arc] -= 1
            used = self._uses(self.head[arc])
            used[arc] = used.get(arc, 0) + 1
            return self.tail[arc]
        arc = ~arc
        self.take_back(arc)
        return self.head[arc]

    def reprice_arc(self, arc: int, more: int) -> None:
        """Change what an arc costs: cheaper only while it is full, dearer only while empty."""
        self._thicken()
        self.cost[arc] += more
        self._arcs(self.tail[arc]).sort(key=self.cost.__getitem__)

    def take_back(self, arc: int) -> None:
        """Take one unit off an arc: what it came from and went to are no longer in balance."""
        used = self._uses(self.head[arc])
        self.room[arc] += 1
        if used[arc] == 1:
            del used[arc]
        else:
            used[arc] -= 1

    def send(self, arc: int) -> None:
        """Put one unit on an arc, whatever it costs."""
        self._push(arc)

    def flow(self, arc: int) -> int:
        """Give the units on an arc."""
        return self.used.get(self.head[arc], {}).get(arc, 0)

    def leave(self, node: int) -> None:
        """Let one unit go from a node straight to the sink, whatever it costs."""
        self.sent[node] += 1
        self._settle(node)

    def value(self) -> None:
        """Find prices for a flow that is optimal and came from elsewhere (label correcting)."""
        price = [0] * len(self.out)
        queue = deque(range(len(price)))
        waiting = set(queue)
        while queue:
            node = queue.popleft()
            waiting.discard(node)
            for _, there, cost in self._onward(node):
                if price[node] + cost < price[there]:
                    price[there] = price[node] + cost
                    if there not in waiting:
                        waiting.add(there)
                        queue.append(there)
        self.price = [min(0, one - price[SINK]) for one in price]

    def recall(self, node: int) -> None:
        """Take back the dearest unit that a node sent straight to the sink."""
        self.sent[node] -= 1
        self._settle(node)

    def detour(self, start: int, goal: int, most: int = NEVER) -> Detour | None:
        """Find the cheapest change of the flow that brings one unit from a node to another.

        Gives ``None`` when there is none, or none that costs less than ``most``.
        """
        found, via = self._search(start, goal, most + self.price[start] - self.price[goal])
        if goal not in via:
            return None
        steps = [via[goal]]
        while steps[-1].tail != start:
            steps.append(via[steps[-1].tail])
        cost = found[goal] + self.price[goal] - self.price[start]
        return Detour(cost, tuple(reversed(steps)))

    def _search(self, start: int, goal: int, most: int) -> tuple[dict[int, int], dict[int, Step]]:
        """Find the distances, in reduced costs below ``most``, of what is nearer than the goal."""
        found, via, heap = {start: 0}, {}, [(0, start)]
        done: dict[int, int] = {}
        while heap:
            far, node = heappop(heap)
            if node in done:
                continue
            done[node] = far
            if node == goal:
                break
            base = far + self.price[node]
            for arc, there, cost in self._onward(node):
                new = base + cost - self.price[there]
                if new < most and new < found.get(there, NEVER):
                    found[there], via[there] = new, Step(node, arc, there)
                    heappush(heap, (new, there))
        if goal not in done:
            via.pop(goal, None)
        return done, via

    def _onward(self, node: int) -> list[tuple[int | None, int, int]]:
        """Give every way on from a node: arc (``~arc`` against it), next node, cost."""
        if node == SINK:
            return [
                (None, one, -self.ways[one][sent - 1]) for one, sent in enumerate(self.sent) if sent
            ]
        ways: list[tuple[int | None, int, int]] = [
            (arc, self.head[arc], self.cost[arc]) for arc in self.out[node] if self.room[arc]
        ]
        ways += [(~arc, self.tail[arc], -self.cost[arc]) for arc in self.used.get(node, ())]
        if self._exit[node] < NEVER:
            ways.append((None, SINK, self._exit[node]))
        return ways

    def attract(self, node: int) -> None:
        """Use the open ways of a node to the sink as far as that is a gain."""
        while (gain := -(self.price[node] + self._exit[node])) > 0:
            found, via = self._search(SINK, node, gain)
            if node not in via:
                self._reprice(found, gain)
                return
            self._reprice(found, found[node])
            here = node
            while here != SINK:
                step = via[here]
                if step.arc is None:
                    self.recall(step.head)
                else:
                    self._push(step.arc)
                here = step.tail
            self.sent[node] += 1
            self._settle(node)

    def _reprice(self, found: dict[int, int], most: int) -> None:
        self.price = [
            min(0, price + min(found.get(node, most), most))
            for node, price in enumerate(self.price)
        ]

    def ahead(self, node: int) -> list[int]:
        """Give every node but the sink that a unit could come to from a node in one step."""
        there = [self.head[arc] for arc in self.out[node] if self.room[arc]]
        there += [self.tail[arc] for arc in self.used.get(node, ())]
        return there
