"""What is to be assigned to whom, and within which bounds?"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Final, Literal, TypeAlias, TypedDict

import msgspec

__all__ = [
    "SCALE",
    "Bounds",
    "Counts",
    "Fairness",
    "Instance",
    "MatchPolicy",
    "Pairs",
    "Scores",
    "unexplained",
]

SCALE: Final = 1_000_000
"""Scores are rounded to millionths: fewer digits make ties, and ties make order matter."""

Scores: TypeAlias = Mapping[str, Mapping[str, float]]
Counts: TypeAlias = int | Mapping[str, int]
Pairs: TypeAlias = Collection[tuple[str, str]]
Fairness = Literal["total", "bottleneck", "maxmin", "leximin"]


class MatchPolicy(msgspec.Struct, frozen=True, kw_only=True):
    """What is weighed against the sum of scores, all in units of score.

    Attributes:
        perspective_penalty: Cost of each expert of a perspective that the need already has.
        max_per_perspective: How many of one perspective a need may have; 0 is no limit.
        balance: Cost of the second pair of an expert; the third costs it twice, and so on.
        falling: What the first expert beyond the demand must be worth; the second twice, and so on.
        stability: Bonus of a pair that was there before.
        solver: ``flow`` needs nothing but Python; ``auto`` takes ``ortools``, if it is installed,
            for large instances, with the same total but perhaps other pairs of equal worth;
            ``milp`` takes scipy; any other name is that of a solver which a plugin adds.
        time_limit: Seconds that the solver ``milp`` may take for each of its steps.
    """

    perspective_penalty: float = 0.0
    max_per_perspective: int = 0
    balance: float = 0.0
    falling: float = 0.0
    stability: float = 0.0
    solver: str = "auto"
    time_limit: float = 60.0


class Bounds(TypedDict, total=False):
    """What an assignment keeps to beside demand and load; each may be left out.

    Attributes:
        minimum: How many of the places of a need come before all other places.
        extra: How many experts beyond the demand a need may get, each while it is a gain.
        min_load: How many needs each expert should have at least.
        forbidden: Pairs that must not be, such as conflicts; a mapping also says why.
        pinned: Pairs that must be.
        perspectives: What each expert would recommend by default; weighed by the policy.
        previous: Pairs, or the matching, that were there before; they get ``policy.stability``.
        periods: For each expert how many needs fit into each period.
        windows: For each need the periods in which it may be served; all others suit any.
        efforts: How much of an expert's load a need takes, 1 where nothing is said; only with
            ``solver="milp"``.
        partitions: Groups of experts by id, each with how many of one group a need may have;
            several partitions may cross; only with ``solver="milp"``.
    """

    minimum: Counts
    extra: Counts
    min_load: Counts
    forbidden: Pairs | Mapping[tuple[str, str], str]
    pinned: Pairs
    perspectives: Mapping[str, str] | None
    previous: Iterable[tuple[str, str]] | None
    periods: Mapping[str, Mapping[str, int]] | None
    windows: Mapping[str, Collection[str]] | None
    efforts: Mapping[str, int] | None
    partitions: Sequence[tuple[Mapping[str, str], int]]


def unexplained(_: int) -> Mapping[int, str]:
    """Give no reason: where scores alone are told, nobody says why others are missing."""
    return {}


class Instance(msgspec.Struct, frozen=True, kw_only=True):
    """A sound instance: ids are sorted, everything else goes by their positions.

    Attributes:
        needs: ids of the needs, sorted.
        experts: ids of the experts, sorted.
        scores: for each need the score of each expert who may be assigned, in millionths.
        want: how many experts a need wants; filled before anything else counts.
        least: how many of them come first.
        extra: how many more a need may get, each only while it is a gain.
        capacity: how many needs an expert may have.
        low: how many an expert should have at least.
        perspective: what each expert would recommend by default, as a number; empty without.
        words: the number of each perspective that has a name.
        pinned: pairs that are decided.
        kept: pairs that were there before.
        rooms: for each expert how many needs fit into each period; empty without periods.
        windows: for each need the periods in which it may be served.
        barred: for each need the experts whose score was not used, and the reason.
        efforts: how much of an expert's capacity each need takes; empty when each takes one.
        partitions: groups of experts, and how many of one group a need may have.
        unscored: gives for a need the experts who have no score, and the reason, where one is
            known; there may be as many as pairs can be, so it is asked only when somebody asks.
    """

    needs: tuple[str, ...]
    experts: tuple[str, ...]
    scores: tuple[dict[int, int], ...]
    want: tuple[int, ...]
    least: tuple[int, ...]
    extra: tuple[int, ...]
    capacity: tuple[int, ...]
    low: tuple[int, ...]
    perspective: tuple[int, ...]
    words: dict[str, int]
    pinned: tuple[tuple[int, int], ...]
    kept: frozenset[tuple[int, int]]
    rooms: tuple[dict[str, int], ...]
    windows: tuple[frozenset[str] | None, ...]
    barred: tuple[dict[int, str], ...]
    policy: MatchPolicy
    efforts: tuple[int, ...] = ()
    partitions: tuple[tuple[tuple[int, ...], int], ...] = ()
    unscored: Callable[[int], Mapping[int, str]] = unexplained
