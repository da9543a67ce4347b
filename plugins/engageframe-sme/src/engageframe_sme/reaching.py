"""What can be come to from several nodes of a network, found at one go?"""

from collections.abc import Callable, Iterable, Sequence

__all__ = ["reach"]


def reach(
    starts: Sequence[int], ahead: Callable[[int], Iterable[int]], marks: Sequence[int]
) -> dict[int, int]:
    """Give for each start the marks of all nodes that can be come to from it, its own among them.

    Nodes that come to each other are found together (Gabow, Path-based depth-first search for
    strong and biconnected components, 2000), so every arc is looked at twice, however many starts
    there are.

    Args:
        starts: the nodes to start from.
        ahead: gives the nodes that are one arc ahead of a node.
        marks: the marks of each node, as the bits of a whole number.

    Example:
        >>> reach([0, 3], [[1], [2], [1], [2]].__getitem__, [0, 1, 2, 4])
        {0: 3, 3: 7}
    """
    found: dict[int, int] = {}
    number: dict[int, int] = {}
    nodes, firsts = list[int](), list[int]()  # not finished; where a circle may begin
    for start in starts:
        walk = [] if start in number else [(start, iter(ahead(start)))]
        while walk:
            node, ways = walk[-1]
            if node not in number:
                number[node] = len(number)
                nodes.append(node)
                firsts.append(node)
            there = next((one for one in ways if one not in found), None)
            if there is None:
                walk.pop()
                if firsts[-1] == node:
                    _finish(_taken(nodes, firsts.pop()), ahead, marks, found)
            elif there not in number:
                walk.append((there, iter(ahead(there))))
            else:  # a way back: what lies between is a circle
                while number[firsts[-1]] > number[there]:
                    firsts.pop()
    return {start: found[start] for start in starts}


def _taken(nodes: list[int], last: int) -> list[int]:
    """Take nodes off the end of a list, up to one of them."""
    taken = [nodes.pop()]
    while taken[-1] != last:
        taken.append(nodes.pop())
    return taken


def _finish(
    circle: Sequence[int],
    ahead: Callable[[int], Iterable[int]],
    marks: Sequence[int],
    found: dict[int, int],
) -> None:
    """Give nodes that come to each other the marks of all of them, and of all that lies ahead."""
    bits = 0
    for node in circle:
        bits |= marks[node]
        for there in ahead(node):
            bits |= found.get(there, 0)
    found.update(dict.fromkeys(circle, bits))
