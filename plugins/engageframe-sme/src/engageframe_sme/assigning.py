"""Who should be assigned to what, for the best of all, and why?

The door for other tools and benchmarks: data in, data out, and no engagement needed.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, Unpack

import msgspec

from engageframe import InvalidInput, did_you_mean
from engageframe_sme import explaining, rematching
from engageframe_sme.checking import read
from engageframe_sme.explaining import Regret, Unfilled, Unmet
from engageframe_sme.instance import (
    SCALE,
    Bounds,
    Counts,
    Fairness,
    Instance,
    MatchPolicy,
    Pairs,
    Scores,
)
from engageframe_sme.network import Layout, Pair
from engageframe_sme.solved import Solved, adopt
from engageframe_sme.solving import find
from engageframe_sme.summing import Summary, summary

__all__ = ["Assigned", "Delta", "Matching", "Summary", "assign", "differences"]


class Assigned(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One pair: a need, an expert, the score, and the period when there are any."""

    need: str
    expert: str
    score: float
    period: str = ""
    pinned: bool = False


class Delta(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a matching after a change.

    Attributes:
        matching: the new one.
        kept: pairs that are in both.
        moved: needs where somebody came in for somebody who went: need, who went, who came.
        new: pairs that came in for nobody.
        gone: pairs that went for nobody.
        cost: how much the objective fell; negative when it rose.
    """

    matching: "Matching"
    kept: tuple[tuple[str, str], ...]
    moved: tuple[tuple[str, str, str], ...]
    new: tuple[tuple[str, str], ...]
    gone: tuple[tuple[str, str], ...]
    cost: float


class Matching:
    """Who is assigned to what; it explains itself, and can be matched again after a change.

    Attributes:
        pairs: the pairs, by need and expert.
        unmet: every expert who has fewer needs than ``min_load`` asks for.
        summary: how it is as a whole.
    """

    pairs: tuple[Assigned, ...]
    unmet: tuple[Unmet, ...]
    summary: Summary

    def __init__(
        self, instance: Instance, solved: Solved, known: Mapping[Pair, Assigned] | None = None
    ) -> None:
        """Keep a solved instance; :func:`assign` is the way to one."""
        told = known or {}
        self._instance = instance
        self._solved = solved
        needs, experts = instance.needs, instance.experts
        pinned = set(instance.pinned)
        self.pairs = tuple([
            told.get(pair) or Assigned(
                need=needs[pair.need], expert=experts[pair.expert],
                score=instance.scores[pair.need][pair.expert] / SCALE,
                period=pair.period, pinned=pair[:2] in pinned,
            )
            for pair in solved.pairs
        ])  # fmt: skip
        self.summary = summary(instance, solved)
        self.unmet = tuple(explaining.unmet(instance, solved.pairs)) if any(instance.low) else ()
        if solved.layout is None:  # the network that is built for it may bar pairs: not later
            _ = self._gaps

    @cached_property
    def unfilled(self) -> tuple[Unfilled, ...]:
        """Name every need with empty places, and what blocks them."""
        if _needs_program(self._instance):
            return tuple(explaining.short(self._instance, self._solved.pairs))
        return tuple(map(self._gaps.of, self._gaps.missing)) if self._gaps else ()

    def blocked(self, need: str) -> Unfilled | None:
        """Tell what blocks the empty places of one need, or ``None`` where none is empty.

        Raises:
            InvalidInput: the id is unknown.
        """
        (n,) = self._places(need)
        if _needs_program(self._instance):
            return next((one for one in self.unfilled if one.need == need), None)
        return self._gaps.of(n) if self._gaps and n in self._gaps.missing else None

    @cached_property
    def _gaps(self) -> explaining.Gaps | None:
        """Find the empty places, if any, and whom their units could come to, when first asked."""
        full = self.summary.filled >= self.summary.wanted
        if full or _needs_program(self._instance):
            return None
        return explaining.Gaps(self._layout(), self._solved.instance)

    def __eq__(self, other: object) -> bool:
        """Tell whether another matching says the same."""
        if not isinstance(other, Matching):
            return NotImplemented
        mine, theirs = ((one.pairs, one.unfilled, one.unmet, one.summary) for one in (self, other))
        return mine == theirs

    __hash__ = None  # type: ignore[assignment]  # it is compared, never looked up

    def __iter__(self) -> Iterator[tuple[str, str]]:
        """Give the pairs as need and expert: so it can be ``previous`` to another matching."""
        return map(_plain, self.pairs)

    def __repr__(self) -> str:
        """Say how many places are filled."""
        return f"<Matching: {self.summary.filled} of {self.summary.wanted} places filled>"

    def of(self, need: str) -> tuple[Assigned, ...]:
        """Give the pairs of a need."""
        return tuple(pair for pair in self.pairs if pair.need == need)

    def price(self, need: str, expert: str) -> Regret:
        """Tell what it would cost to do without a pair; exact.

        Raises:
            InvalidInput: there is no such pair, or the fairness knows no price of one pair.
        """
        n, e = self._places(need, expert)
        if not any((pair.need, pair.expert) == (n, e) for pair in self._solved.pairs):
            remedy = "ask why_not of what is not there"
            raise InvalidInput.one("", f"{expert} is not assigned to {need}", remedy)
        return explaining.spared(self._layout("price"), self._solved.instance, n, e)

    def why_not(self, need: str, expert: str) -> Regret:
        """Tell what it would cost to force a pair, with the chain that it displaces; exact.

        Raises:
            InvalidInput: an id is unknown, or the fairness knows no price of one pair.
        """
        n, e = self._places(need, expert)
        return explaining.forced(self._layout("why_not"), self._solved.instance, n, e)

    def alternates(self, need: str, most: int = 3) -> tuple[Regret, ...]:
        """Give those who could come in at least cost, in the order of ids: it is no ranking."""
        (n,) = self._places(need)
        there = {pair.expert for pair in self._solved.pairs if pair.need == n}
        layout = self._layout("alternates")
        others = [
            explaining.forced(layout, self._solved.instance, n, e)
            for e in sorted(self._instance.scores[n])
            if e not in there
        ]
        able = [one for one in others if one.possible]
        able.sort(key=lambda one: (one.places, one.bounds, one.loss, one.expert))
        return tuple(sorted(able[:most], key=lambda one: one.expert))

    def whatif(self, *, add: Pairs = (), drop: Pairs = ()) -> Delta:
        """Match with some more pairs pinned and some forbidden; everything else may move.

        Raises:
            InvalidInput: an id is unknown, or the pairs contradict each other.
        """
        changed = rematching.insist(
            self._instance,
            add=[self._places(*pair) for pair in sorted(add)],
            drop=[self._places(*pair) for pair in sorted(drop)],
        )
        return self._delta(changed, find(changed, self.summary.fairness))

    def rematch(
        self,
        *,
        leave: Collection[str] = (),
        join: Mapping[str, rematching.Joining] | None = None,
        end: Collection[str] = (),
        need: Mapping[str, rematching.Arising] | None = None,
        capacity: Mapping[str, int] | None = None,
    ) -> Delta:
        """Match again after a change: exact, and only what the change reaches is looked at.

        Pairs that were there are ``previous`` to the new matching: with ``policy.stability`` they
        have that bonus.

        Args:
            leave: experts who leave.
            join: experts who come.
            end: needs that are gone.
            need: needs that are new.
            capacity: a new ``max_load`` by expert.

        Raises:
            InvalidInput: an id is unknown or taken, or a number is out of its bounds.
        """
        change = rematching.Change(
            leave=frozenset(leave), join=dict(join or {}), end=frozenset(end),
            need=dict(need or {}), capacity=dict(capacity or {}),
        )  # fmt: skip
        pairs = {(one.need, one.expert) for one in self._solved.pairs}
        changed, news = rematching.change(self._instance, change, pairs)
        mode = self.summary.fairness
        layout = self._solved.layout if mode == "total" else None
        after = rematching.resolve(layout, self._instance, changed, news) if layout else None
        return self._delta(changed, after or find(changed, mode))

    def _delta(self, changed: Instance, after: Solved) -> Delta:
        known = dict(zip(self._solved.pairs, self.pairs, strict=True))
        matching = Matching(changed, after, known)
        before, now = set(map(_plain, self.pairs)), set(map(_plain, matching.pairs))
        moved, new, gone = differences(before, now)
        return Delta(
            matching=matching, kept=tuple(sorted(before & now)), moved=moved,
            new=new, gone=gone,
            cost=round(self.summary.objective - matching.summary.objective, 6),
        )  # fmt: skip

    def _places(self, need: str, expert: str | None = None) -> Any:
        found = []
        for word, name, names in (
            ("need", need, self._instance.needs), ("expert", expert, self._instance.experts),
        ):  # fmt: skip
            if name is not None and name not in names:
                raise InvalidInput.one("", f'no {word} "{name}"', did_you_mean(str(name), names))
            if name is not None:
                found.append(names.index(name))
        return tuple(found)

    def _layout(self, question: str = "") -> Layout:
        """Give the network; one is made when another solver found the pairs."""
        solved = self._solved
        if solved.layout is not None:
            return solved.layout
        exact = solved.optimal and solved.fairness == "total" and not _needs_program(self._instance)
        if question and not exact:
            says = (
                f"{question} is exact for the best total of a flow, and this is {solved.fairness}"
            )
            raise InvalidInput.one("fairness", says, "ask whatif, which matches again")
        layout = adopt(solved.instance, solved.pairs, priced=exact)
        if exact:
            self._solved = solved._replace(layout=layout)
        return layout


def assign(
    scores: Scores,
    *,
    demand: Counts,
    max_load: Counts,
    fairness: Fairness = "total",
    policy: MatchPolicy | None = None,
    **bounds: Unpack[Bounds],
) -> Matching:
    """Assign experts to needs: first as many places as possible, then the best sum of scores.

    Args:
        scores: by need and expert, from 0 on; a pair without a score is never assigned.
        demand: how many experts each need wants, for all or by need.
        max_load: how many needs each expert can take, for all or by expert.
        fairness: ``total``, or ``bottleneck`` (the worst pair as good as can be), or ``maxmin``
            (the worst sum of a need; exact with ``solver="milp"``, else a heuristic), or
            ``leximin`` (then the second worst, and so on; only with ``solver="milp"``).
        policy: what is weighed, and which solver is used.
        bounds: whatever else is to be kept: see :class:`~engageframe_sme.instance.Bounds`.

    Raises:
        InvalidInput: with everything that is wrong, each fault naming its need or expert.
            Too little capacity is none: the matching then names every place that is empty.

    Example:
        >>> found = assign({"radio": {"ada": 0.9, "ben": 0.8}}, demand=1, max_load=1)
        >>> [(pair.need, pair.expert) for pair in found.pairs]
        [('radio', 'ada')]
    """
    instance = read(scores, demand=demand, max_load=max_load, policy=policy, **bounds)
    return Matching(instance, find(instance, fairness))


def _plain(pair: Assigned) -> tuple[str, str]:
    return pair.need, pair.expert


def _needs_program(instance: Instance) -> bool:
    """Tell whether no flow can hold what is asked for."""
    return bool(instance.efforts or instance.partitions)


def differences(
    before: set[tuple[str, str]], now: set[tuple[str, str]]
) -> tuple[
    tuple[tuple[str, str, str], ...], tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]
]:
    """Tell two sets of pairs apart: who moved for whom, who is new, and who is gone."""
    went, came = (_by_need(one) for one in (before - now, now - before))
    moved: list[tuple[str, str, str]] = []
    new: list[tuple[str, str]] = []
    gone: list[tuple[str, str]] = []
    for need in sorted({*went, *came}):
        old, fresh = went.get(need, []), came.get(need, [])
        moved += [(need, *two) for two in zip(old, fresh, strict=False)]
        new += [(need, expert) for expert in fresh[len(old) :]]
        gone += [(need, expert) for expert in old[len(fresh) :]]
    return tuple(moved), tuple(new), tuple(gone)


def _by_need(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for need, expert in sorted(pairs):
        found.setdefault(need, []).append(expert)
    return found
