"""Is what is to be assigned sound, and what is wrong with it otherwise?"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from math import isfinite
from typing import Final, TypeGuard, Unpack

from engageframe import InvalidInput, Problem, did_you_mean
from engageframe_sme.instance import (
    SCALE,
    Bounds,
    Counts,
    Instance,
    MatchPolicy,
    Pairs,
    Scores,
    unexplained,
)

__all__ = ["is_count", "is_score", "read"]

_MOST: Final = 1_000_000
"""No number may be larger: it would be a slip of the pen."""


def read(
    scores: Scores,
    *,
    demand: Counts,
    max_load: Counts,
    policy: MatchPolicy | None = None,
    **bounds: Unpack[Bounds],
) -> Instance:
    """Check what is asked for and put it into order.

    Raises:
        InvalidInput: with every mistake, each naming the need or the expert.
        TypeError: there is no bound of that name.
    """
    _refuse_unknown(bounds)
    policy = policy or MatchPolicy()
    periods = bounds.get("periods")
    needs = _named(scores, demand)
    experts = _named({who for row in scores.values() for who in row}, max_load, periods)
    counted = _Counted(needs, experts, list(_of_policy(policy, bounds)))
    found = counted.counts(demand, max_load, bounds)
    table = tuple(counted.scores(scores))
    asked = counted.asked(bounds)
    rooms = counted.rooms(periods)
    windows = counted.windows(bounds.get("windows"), rooms)
    perspective, words = counted.perspectives(bounds.get("perspectives"))
    groups = counted.partitions(bounds.get("partitions", ()))
    faults = counted.faults
    faults += _of_bounds(needs, experts, found)
    faults += _of_pins(needs, experts, table, asked, found)
    faults += _of_perspectives(needs, perspective, asked["pinned"], policy)
    if faults:
        raise InvalidInput(faults)
    return Instance(
        needs=needs, experts=experts, perspective=perspective, words=words,
        pinned=tuple(sorted(asked["pinned"])), kept=counted.kept(bounds.get("previous") or ()),
        barred=counted.barred(bounds.get("forbidden", ()), table), scores=table, rooms=rooms,
        windows=windows, partitions=groups, policy=policy,
        unscored=unexplained, **found,
    )  # fmt: skip


def _refuse_unknown(bounds: Bounds) -> None:
    for name in sorted(bounds.keys() - Bounds.__annotations__.keys()):
        raise TypeError(f'no bound "{name}"; {did_you_mean(name, Bounds.__annotations__)}')


def _named(*told: object) -> tuple[str, ...]:
    names = {name for one in told if isinstance(one, (Mapping, set)) for name in one}
    return tuple(sorted(names))


def _fault(where: str, says: str, remedy: str) -> Problem:
    return Problem(where=where, says=says, remedy=remedy)


def _of_policy(policy: MatchPolicy, bounds: Bounds) -> Iterator[Problem]:
    for name in ("perspective_penalty", "balance", "falling", "stability", "time_limit"):
        value = getattr(policy, name)
        if not _is_number(value) or not 0 <= value <= _MOST:
            yield _fault(f"policy.{name}", f"it is {value!r}", f"a number from 0 to {_MOST}")
    if not is_count(policy.max_per_perspective):
        yield _fault(
            "policy.max_per_perspective", f"it is {policy.max_per_perspective!r}", "a whole number"
        )
    if type(policy.solver) is not str or not policy.solver:
        yield _fault("policy.solver", f"it is {policy.solver!r}", "auto, flow, ortools or milp")
    weighed = policy.perspective_penalty or policy.max_per_perspective
    if weighed and bounds.get("perspectives") is None:
        yield _fault("perspectives", "the policy weighs them, and none are told", "tell them")


def _is_number(value: object) -> TypeGuard[float]:
    return isinstance(value, (int, float)) and type(value) is not bool and isfinite(value)


def is_score(value: object) -> bool:
    """Tell whether something can be a score."""
    return _is_number(value) and 0 <= value <= _MOST


def is_count(value: object) -> bool:
    """Tell whether something can be a number of places."""
    return type(value) is int and 0 <= value <= _MOST


def _are_scores(row: Mapping[str, float]) -> bool:
    """Tell whether all of many values can be scores, quicker than by asking of each."""
    values = row.values()
    if not set(map(type, values)) <= {int, float}:
        return all(map(is_score, values))
    if not row:
        return True
    return min(values) >= 0 and max(values) <= _MOST and isfinite(sum(values))


class _Counted:
    """Turns what is told by id into what is told by position, and gathers what is wrong."""

    def __init__(
        self, needs: tuple[str, ...], experts: tuple[str, ...], faults: list[Problem]
    ) -> None:
        self.need = {name: n for n, name in enumerate(needs)}
        self.expert = {name: n for n, name in enumerate(experts)}
        self.faults = faults

    def counts(
        self, demand: Counts, max_load: Counts, bounds: Bounds
    ) -> dict[str, tuple[int, ...]]:
        efforts = bounds.get("efforts")
        return {
            "want": self.of_needs("demand", demand),
            "least": self.of_needs("minimum", bounds.get("minimum", 0), default=0),
            "extra": self.of_needs("extra", bounds.get("extra", 0), default=0),
            "capacity": self.of_experts("max_load", max_load),
            "low": self.of_experts("min_load", bounds.get("min_load", 0), default=0),
            "efforts": () if efforts is None else self.of_needs("efforts", efforts, default=1),
        }

    def of_needs(self, what: str, told: Counts, default: int | None = None) -> tuple[int, ...]:
        return self._counts(what, told, self.need, default, "need")

    def of_experts(self, what: str, told: Counts, default: int | None = None) -> tuple[int, ...]:
        return self._counts(what, told, self.expert, default, "expert")

    def _counts(
        self, what: str, told: Counts, places: Mapping[str, int], default: int | None, word: str
    ) -> tuple[int, ...]:
        if not isinstance(told, Mapping):
            if not is_count(told):
                self._say(what, f"it is {told!r}", f"a whole number from 0 to {_MOST}")
                told = 0
            return (told,) * len(places)
        for name in sorted(told.keys() - places.keys()):
            self._say(f"{what}[{name}]", f'no {word} "{name}"', did_you_mean(name, places))
        counts = []
        for name in places:
            count = told.get(name, default)
            if count is None:
                self._say(what, f'it says nothing of the {word} "{name}"', "say a number for each")
            elif not is_count(count):
                self._say(f"{what}[{name}]", f"it is {count!r}", f"a whole number, 0 to {_MOST}")
                count = None
            counts.append(count or 0)
        return tuple(counts)

    def asked(self, bounds: Bounds) -> dict[str, set[tuple[int, int]]]:
        return {
            "forbidden": self.pairs("forbidden", bounds.get("forbidden", ())),
            "pinned": self.pairs("pinned", bounds.get("pinned", ())),
        }

    def pairs(self, what: str, told: Iterable[tuple[str, str]]) -> set[tuple[int, int]]:
        found = set()
        for need, expert in sorted(told):
            if need not in self.need:
                remedy = did_you_mean(need, self.need)
                self._say(f"{what} ({need}, {expert})", f'no need "{need}"', remedy)
            elif expert not in self.expert:
                remedy = did_you_mean(expert, self.expert)
                self._say(f"{what} ({need}, {expert})", f'no expert "{expert}"', remedy)
            else:
                found.add((self.need[need], self.expert[expert]))
        return found

    def kept(self, told: Iterable[tuple[str, str]]) -> frozenset[tuple[int, int]]:
        """Give the pairs that were there before; who is gone since is no mistake."""
        need, expert = self.need, self.expert
        return frozenset((need[n], expert[e]) for n, e in told if n in need and e in expert)

    def barred(
        self,
        told: Pairs | Mapping[tuple[str, str], str],
        table: tuple[dict[int, int], ...],
    ) -> tuple[dict[int, str], ...]:
        """Take the forbidden pairs out of the table, and keep the reasons."""
        why = told if isinstance(told, Mapping) else {}
        barred: tuple[dict[int, str], ...] = tuple({} for _ in table)
        for need, expert in sorted(told):
            n, e = self.need[need], self.expert[expert]
            table[n].pop(e, None)
            barred[n][e] = why.get((need, expert), "") or "forbidden"
        return barred

    def scores(self, told: Scores) -> Iterator[dict[int, int]]:
        expert = self.expert
        for need in self.need:
            row = told.get(need, {})
            if not _are_scores(row):
                for name, score in sorted(row.items()):
                    if not is_score(score):
                        where = f"scores[{need}][{name}]"
                        self._say(where, f"it is {score!r}", f"a number from 0 to {_MOST}")
                row = {}
            yield {expert[name]: round(score * SCALE) for name, score in row.items()}

    def rooms(self, told: Mapping[str, Mapping[str, int]] | None) -> tuple[dict[str, int], ...]:
        if told is None:
            return ()
        for name, row in sorted(told.items()):
            for period, count in sorted(row.items()):
                if not is_count(count):
                    self._say(f"periods[{name}][{period}]", f"it is {count!r}", "a whole number")
        return tuple(dict(sorted(told.get(name, {}).items())) for name in self.expert)

    def windows(
        self, told: Mapping[str, Collection[str]] | None, rooms: tuple[dict[str, int], ...]
    ) -> tuple[frozenset[str] | None, ...]:
        known = sorted({period for row in rooms for period in row})
        for name, row in sorted((told or {}).items()):
            if name not in self.need:
                self._say(f"windows[{name}]", f'no need "{name}"', did_you_mean(name, self.need))
            for period in sorted(set(row) - set(known)):
                where = f"windows[{name}]"
                self._say(where, f'no expert has the period "{period}"', f"known: {known}")
        if not rooms:
            return ()
        windows = told or {}
        return tuple(frozenset(windows[name]) if name in windows else None for name in self.need)

    def partitions(
        self, told: Sequence[tuple[Mapping[str, str], int]]
    ) -> tuple[tuple[tuple[int, ...], int], ...]:
        found = []
        for n, (groups, most) in enumerate(told):
            if not is_count(most) or not most:
                self._say(f"partitions[{n}]", f"it allows {most!r}", "a whole number from 1 on")
            numbers, _ = self.perspectives(groups)
            found.append((numbers, most))
        return tuple(found)

    def perspectives(
        self, told: Mapping[str, str] | None
    ) -> tuple[tuple[int, ...], dict[str, int]]:
        if told is None:
            return (), {}
        for name in sorted(told.keys() - self.expert.keys()):
            where = f"perspectives[{name}]"
            self._say(where, f'no expert "{name}"', did_you_mean(name, self.expert))
        words = {word: n for n, word in enumerate(sorted(set(told.values())))}
        alone = len(words)  # an expert of unknown perspective shares it with nobody
        return tuple(
            words[told[name]] if name in told else alone + n for name, n in self.expert.items()
        ), words

    def _say(self, where: str, says: str, remedy: str) -> None:
        self.faults.append(_fault(where, says, remedy))


def _of_bounds(
    needs: tuple[str, ...], experts: tuple[str, ...], found: Mapping[str, tuple[int, ...]]
) -> Iterator[Problem]:
    for name, want, least in zip(needs, found["want"], found["least"], strict=True):
        if least > want:
            remedy = f"ask for {least} or more, or lower the minimum"
            yield _fault(f"minimum[{name}]", f"it is {least}, above the demand {want}", remedy)
    for name, most, low in zip(experts, found["capacity"], found["low"], strict=True):
        if low > most:
            remedy = f"raise max_load to {low}, or lower min_load"
            yield _fault(f"min_load[{name}]", f"it is {low}, above max_load {most}", remedy)


def _of_pins(
    needs: tuple[str, ...],
    experts: tuple[str, ...],
    table: tuple[dict[int, int], ...],
    asked: Mapping[str, set[tuple[int, int]]],
    found: Mapping[str, tuple[int, ...]],
) -> Iterator[Problem]:
    pinned = asked["pinned"]
    for need, expert in sorted(pinned):
        where = f"pinned ({needs[need]}, {experts[expert]})"
        if (need, expert) in asked["forbidden"]:
            yield _fault(where, "it is forbidden too", "take it off one of the two lists")
        if expert not in table[need]:
            yield _fault(where, "it has no score", "give it one: 0 is a score")
    counts = Counter(need for need, _ in pinned)
    for n, name in enumerate(needs):
        count, most = counts[n], found["want"][n] + found["extra"][n]
        if count > most:
            remedy = f"raise its demand, or let {count - most} go"
            yield _fault(f"pinned ({name})", f"{count} experts, and it wants {most}", remedy)
    loads = Counter(expert for _, expert in pinned)
    for n, name in enumerate(experts):
        count, most = loads[n], found["capacity"][n]
        if count > most:
            remedy = f"raise max_load, or let {count - most} go"
            yield _fault(f"pinned ({name})", f"{count} needs, and max_load is {most}", remedy)


def _of_perspectives(
    needs: tuple[str, ...],
    perspective: tuple[int, ...],
    pinned: set[tuple[int, int]],
    policy: MatchPolicy,
) -> Iterator[Problem]:
    if not perspective or not policy.max_per_perspective:
        return
    most = policy.max_per_perspective
    alike = Counter((need, perspective[expert]) for need, expert in pinned)
    crowded = {need for (need, _), count in alike.items() if count > most}
    for n, name in enumerate(needs):
        if n in crowded:
            remedy = "let one go, or raise policy.max_per_perspective"
            yield _fault(f"pinned ({name})", f"more than {most} of one perspective", remedy)
