"""What has to move when somebody leaves, joins, or needs something new?

The network that a flow left behind is changed where the change is, units that lost their way look
for another, and experts who have room again take what is a gain.  The result is as good as that of
solving anew; where the change is of a kind that this does not cover, solving anew is what is done.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec
from msgspec.structs import replace

from engageframe import InvalidInput, Problem, did_you_mean
from engageframe_sme.checking import is_count, is_score
from engageframe_sme.instance import SCALE, Instance
from engageframe_sme.network import (
    Layout,
    add_expert,
    add_need,
    join_pair,
    load_ways,
    needed_step,
    slots,
)
from engageframe_sme.solved import Solved, settled

__all__ = ["Arising", "Change", "Joining", "News", "change", "insist", "resolve"]


class Joining(msgspec.Struct, frozen=True, kw_only=True):
    """An expert who comes: scores by need, and how many needs they can and should have."""

    scores: Mapping[str, float]
    max_load: int
    min_load: int = 0
    perspective: str = ""


class Arising(msgspec.Struct, frozen=True, kw_only=True):
    """A need that is new: scores by expert, and how many experts it wants."""

    scores: Mapping[str, float]
    demand: int
    minimum: int = 0
    extra: int = 0


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """What has changed, by id."""

    leave: frozenset[str]
    join: dict[str, Joining]
    end: frozenset[str]
    need: dict[str, Arising]
    capacity: dict[str, int]


class News(msgspec.Struct, frozen=True, kw_only=True):
    """What has changed, by position in the new instance."""

    leave: tuple[int, ...]
    join: tuple[int, ...]
    end: tuple[int, ...]
    need: tuple[int, ...]


def change(instance: Instance, asked: Change, pairs: set[tuple[int, int]]) -> tuple[Instance, News]:
    """Give the instance after a change: who left has no capacity, what is over wants nobody.

    Raises:
        InvalidInput: with every mistake.
    """
    if faults := list(_faults(instance, asked)):
        raise InvalidInput(faults)
    needs = (*instance.needs, *sorted(asked.need))
    experts = (*instance.experts, *sorted(asked.join))
    place = {name: n for n, name in enumerate(experts)}
    spot = {name: n for n, name in enumerate(needs)}
    gone = {place[name] for name in asked.leave}
    over = {spot[name] for name in asked.end}
    grown = _grown(instance, asked, place)
    rows = _rows(instance, asked, spot, place, gone | {-1}, over)
    end = [0 if n in over else 1 for n in range(len(instance.needs))]
    arising = [asked.need[name] for name in sorted(asked.need)]
    return replace(
        instance,
        needs=needs,
        experts=experts,
        scores=rows,
        want=_longer(instance.want, end, [one.demand for one in arising]),
        least=_longer(instance.least, end, [one.minimum for one in arising]),
        extra=_longer(instance.extra, end, [one.extra for one in arising]),
        pinned=tuple((n, e) for n, e in instance.pinned if n not in over and e not in gone),
        kept=frozenset((n, e) for n, e in pairs if n not in over and e not in gone)
        if instance.policy.stability
        else frozenset(),
        windows=(*instance.windows, *[None] * len(arising)) if instance.rooms else (),
        barred=(*map(dict, instance.barred), *({} for _ in arising)),
        **grown,
    ), News(
        leave=tuple(sorted(gone)),
        join=tuple(place[name] for name in sorted(asked.join)),
        end=tuple(sorted(over)),
        need=tuple(spot[name] for name in sorted(asked.need)),
    )


def _longer(old: tuple[int, ...], keep: list[int], more: list[int]) -> tuple[int, ...]:
    return (*(count * one for count, one in zip(old, keep, strict=True)), *more)


def _grown(instance: Instance, asked: Change, place: Mapping[str, int]) -> dict[str, Any]:
    """Give what is told of each expert, with those who come and without those who left."""
    joining = [asked.join[name] for name in sorted(asked.join)]
    capacity = [*instance.capacity, *(one.max_load for one in joining)]
    low = [*instance.low, *(one.min_load for one in joining)]
    for name, count in asked.capacity.items():
        capacity[place[name]] = count
    for name in asked.leave:
        capacity[place[name]] = low[place[name]] = 0
    perspective = list(instance.perspective)
    if instance.words or instance.perspective:
        words = dict(instance.words)
        for one in joining:
            fresh = max([*perspective, *words.values()], default=-1) + 1
            number = words.setdefault(one.perspective, fresh) if one.perspective else fresh
            perspective.append(number)
        return {
            "capacity": tuple(capacity), "low": tuple(low), "words": words,
            "perspective": tuple(perspective), "rooms": _rooms(instance, joining),
        }  # fmt: skip
    rooms = _rooms(instance, joining)
    return {"capacity": tuple(capacity), "low": tuple(low), "rooms": rooms}


def _rooms(instance: Instance, joining: list[Joining]) -> tuple[dict[str, int], ...]:
    """Give a new expert every period, each with the whole load."""
    if not instance.rooms:
        return ()
    periods = sorted({period for row in instance.rooms for period in row})
    return (*instance.rooms, *(dict.fromkeys(periods, one.max_load) for one in joining))


def _rows(
    instance: Instance,
    asked: Change,
    spot: Mapping[str, int],
    place: Mapping[str, int],
    gone: set[int],
    over: set[int],
) -> tuple[dict[int, int], ...]:
    rows = [
        {e: s for e, s in row.items() if e not in gone} if any(e in row for e in gone) else row
        for row in instance.scores
    ]
    for need in over:
        rows[need] = {}
    for one in asked.need.values():
        rows.append({})
    for name, arising in asked.need.items():
        rows[spot[name]] = {place[e]: round(s * SCALE) for e, s in arising.scores.items()}
    for name, joining in sorted(asked.join.items()):
        for asking, score in joining.scores.items():
            rows[spot[asking]] = {**rows[spot[asking]], place[name]: round(score * SCALE)}
    return tuple(rows)


def _faults(instance: Instance, asked: Change) -> Iterator[Problem]:
    needs, experts = set(instance.needs), set(instance.experts)
    for word, names, known in (
        ("leave", asked.leave, experts), ("end", asked.end, needs),
        ("capacity", asked.capacity, experts - asked.leave),
    ):  # fmt: skip
        for name in sorted(set(names) - known):
            yield Problem(where=word, says=f'no "{name}"', remedy=did_you_mean(name, known))
    for word, taken in (("join", experts & set(asked.join)), ("need", needs & set(asked.need))):
        for name in sorted(taken):
            remedy = "give the new one another id, or make a new matching"
            yield Problem(where=word, says=f'"{name}" was there before', remedy=remedy)
    needs = (needs | set(asked.need)) - asked.end
    experts = (experts | set(asked.join)) - asked.leave
    for name, one in sorted(asked.join.items()):
        yield from _scored(f"join[{name}].scores", one.scores, needs)
        yield from _counted(f"join[{name}]", max_load=one.max_load, min_load=one.min_load)
        if instance.perspective and not one.perspective and _weighed(instance):
            yield Problem(
                where=f"join[{name}].perspective", says="it is blank", remedy="name theirs"
            )
    for name, arising in sorted(asked.need.items()):
        yield from _scored(f"need[{name}].scores", arising.scores, experts)
        yield from _counted(
            f"need[{name}]", demand=arising.demand, minimum=arising.minimum, extra=arising.extra
        )
    for name, count in sorted(asked.capacity.items()):
        yield from _counted("capacity", **{name: count})
        pins = sum(instance.experts[e] == name for _, e in instance.pinned)
        if is_count(count) and count < pins:
            says = f"it is {count}, and {pins} pairs of {name} are pinned"
            yield Problem(where="capacity", says=says, remedy="make a new matching without them")


def _weighed(instance: Instance) -> bool:
    return bool(instance.policy.perspective_penalty or instance.policy.max_per_perspective)


def _scored(where: str, scores: Mapping[str, float], known: set[str]) -> Iterator[Problem]:
    for name, score in sorted(scores.items()):
        if name not in known:
            yield Problem(where=where, says=f'no "{name}"', remedy=did_you_mean(name, known))
        elif not is_score(score):
            yield Problem(where=f"{where}[{name}]", says=f"it is {score!r}", remedy="0 or more")


def _counted(where: str, **counts: int) -> Iterator[Problem]:
    for name, count in counts.items():
        if not is_count(count):
            yield Problem(where=f"{where}.{name}", says=f"it is {count!r}", remedy="0 or more")


def insist(
    instance: Instance, *, add: list[tuple[int, int]], drop: list[tuple[int, int]]
) -> Instance:
    """Give the instance with some pairs pinned and some forbidden.

    Raises:
        InvalidInput: a pair is in both lists, or has no score, or there is no place for a pin.
    """
    pinned = (set(instance.pinned) | set(add)) - set(drop)
    faults = [
        Problem(
            where="add", says=f"{instance.experts[e]} may not be assigned to {instance.needs[n]}",
            remedy="it has no score, is forbidden, or is dropped as well",
        )
        for n, e in add
        if e not in instance.scores[n] or (n, e) in drop
    ]  # fmt: skip
    for n, e in add:
        places = instance.want[n] + instance.extra[n]
        if sum(need == n for need, _ in pinned) > places:
            says = f"{instance.needs[n]} has {places} places, all of them pinned"
            faults.append(Problem(where="add", says=says, remedy="raise its demand"))
        if sum(expert == e for _, expert in pinned) > instance.capacity[e]:
            says = f"{instance.experts[e]} can take {instance.capacity[e]}, all of them pinned"
            faults.append(Problem(where="add", says=says, remedy="raise their max_load"))
    if faults:
        raise InvalidInput(faults)
    out = set(drop)
    rows = tuple(
        {e: s for e, s in row.items() if (n, e) not in out} for n, row in enumerate(instance.scores)
    )
    barred = tuple(
        {**old, **{e: "forbidden" for need, e in sorted(out) if need == n}}
        for n, old in enumerate(instance.barred)
    )
    return replace(instance, pinned=tuple(sorted(pinned)), scores=rows, barred=barred)


def resolve(layout: Layout, before: Instance, after: Instance, news: News) -> Solved | None:
    """Bring a solved network to the new instance; ``None`` where solving anew is the way."""
    if before.rooms or before.pinned or not _fits(layout, before, after):
        return None
    layout = layout.copy()
    _hold(layout, before, after)
    net = layout.net
    for expert in news.join:
        add_expert(layout, after, expert)
        net.open(layout.experts[expert], ())
        for need in range(len(before.needs)):
            if expert in after.scores[need]:
                join_pair(layout, after, need, expert)
        node = layout.experts[expert]
        net.follow(node, [arc for arc in range(len(net.head)) if net.head[arc] == node])
    stranded = [node for expert in news.leave for node in _leave(layout, expert)]
    changed = _changed(before, after)
    for expert in changed:
        stranded += _shrink(layout, after, expert)
    for node in stranded:
        net.drain(node)
    for need in news.need:
        _arise(layout, after, need)
    for need in news.end:
        _end(layout, need)
    looked = range(len(layout.experts)) if news.end else (*changed, *news.join)
    for expert in looked:
        node = layout.experts[expert]
        if min(after.capacity[expert], len(after.needs)) != len(net.ways[node]):
            net.open(node, load_ways(layout.weights, after, expert))
        net.attract(node)
    return settled(layout, after)


def _changed(before: Instance, after: Instance) -> Sequence[int]:
    """Give the experts who can take more or less than before."""
    if len(before.needs) != len(after.needs):
        return range(len(before.experts))  # nobody can take more needs than there are
    pairs = zip(before.capacity, after.capacity, strict=False)
    return [expert for expert, (was, now) in enumerate(pairs) if was != now]


def _fits(layout: Layout, before: Instance, after: Instance) -> bool:
    """Tell whether the costs still put places before scores, and every place has its way."""
    weights = layout.weights
    rows = [row for row, old in zip(after.scores, before.scores, strict=False) if row is not old]
    rows += after.scores[len(before.scores) :]
    top = max((max(row.values(), default=0) for row in rows), default=0)
    if top + weights.stability > weights.top or needed_step(after, weights) > weights.step:
        return False
    if any(after.low) and not weights.lift:
        return False
    few = len(before.experts)
    return all(want <= few and extra <= few for want, extra in zip(after.want, after.extra,
                                                                   strict=True))  # fmt: skip


def _hold(layout: Layout, before: Instance, after: Instance) -> None:
    """Move the bonus for stability to the pairs that are there now."""
    if not layout.weights.stability:
        return
    for need, expert in sorted(before.kept ^ after.kept):
        arc = layout.arc(before, need, expert)
        if arc is not None:
            bonus = layout.weights.stability
            layout.net.reprice_arc(arc, -bonus if (need, expert) in after.kept else bonus)


def _leave(layout: Layout, expert: int) -> Iterable[int]:
    """Send the units of an expert back to where they came from: there they look on."""
    net, node = layout.net, layout.experts[expert]
    arcs = list(net.used.get(node, ()))
    for arc in arcs:
        net.take_back(arc)
        net.recall(node)
    net.close(node)
    return [net.tail[arc] for arc in arcs]


def _shrink(layout: Layout, after: Instance, expert: int) -> list[int]:
    net, node = layout.net, layout.experts[expert]
    if min(after.capacity[expert], len(after.needs)) >= len(net.ways[node]):
        return []
    ways = load_ways(layout.weights, after, expert)
    over = max(0, net.sent[node] - len(ways))
    for _ in range(over):
        net.recall(node)
    net.open(node, ways)
    return [node] * over


def _arise(layout: Layout, after: Instance, need: int) -> None:
    add_need(layout, after, need)
    net, source = layout.net, layout.needs[need]
    for hub in layout.hubs[need].values():
        net.lower(hub)
    net.lower(source)
    for _ in slots(layout, after, need):
        net.drain(source)


def _end(layout: Layout, need: int) -> None:
    net, source = layout.net, layout.needs[need]
    for start in (source, *layout.hubs[need].values()):
        for arc in net.out[start]:
            for _ in range(net.flow(arc)):
                net.take_back(arc)
                if net.head[arc] not in layout.hubs[need].values():
                    net.recall(net.head[arc])
            net.room[arc] = 0
    net.sent[source] = 0
    net.open(source, ())
