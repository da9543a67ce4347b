"""How well do several experts together cover what a need is about, and what does each add?

The coverage of a topic is 1 - (1 - e1)(1 - e2)..., where e is how well each expert knows it: what
one does not know, the next may.  The coverage of a need is the weighted mean over its topics.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

import msgspec

from engageframe_sme.assigning import assign
from engageframe_sme.checking import read
from engageframe_sme.instance import Counts, Instance, MatchPolicy, Pairs
from engageframe_sme.solving import extra

__all__ = ["Covering", "cover", "covered", "diversity", "gain", "gini", "topic_coverage"]

Topics = Mapping[str, float]
Knowledge = Mapping[str, float]

_ROUNDS: Final = 20
"""How often one expert per need is exchanged at most; it ends before, when nothing is better."""


class Covering(msgspec.Struct, frozen=True, kw_only=True):
    """Who covers what: pairs in the order of ids, the coverage of each need, and their sum.

    ``optimal`` tells whether it is proven that nobody can cover more.
    """

    pairs: tuple[tuple[str, str], ...]
    coverage: dict[str, float]
    total: float
    optimal: bool = False


def topic_coverage(known: Iterable[float]) -> float:
    """Give how well a topic is covered by people who each know a share of it.

    Example:
        >>> topic_coverage([0.6, 0.5])
        0.8
    """
    missing = 1.0
    for share in known:
        missing *= 1.0 - share
    return round(1.0 - missing, 12)


def covered(topics: Topics, experts: Iterable[Knowledge]) -> float:
    """Give how well a need is covered: the mean over its topics, by weight."""
    weight = sum(topics.values())
    rows = list(experts)
    if not weight:
        return 0.0
    parts = [
        share * topic_coverage(row.get(name, 0.0) for row in rows) for name, share in topics.items()
    ]
    return round(sum(parts) / weight, 12)


def gain(topics: Topics, others: Iterable[Knowledge], one: Knowledge) -> float:
    """Give what an expert adds to what the others cover: their incremental expertise."""
    rows = list(others)
    return round(covered(topics, [*rows, one]) - covered(topics, rows), 12)


def diversity(perspectives: Iterable[str]) -> float:
    """Give 1 less the sum of squared shares: 0 when all see it one way."""
    counts = Counter(perspectives)
    whole = counts.total()
    return 1.0 - sum((count / whole) ** 2 for count in counts.values()) if whole else 0.0


def gini(loads: Iterable[int]) -> float:
    """Give the Gini index of loads: 0 when all have as much, near 1 when one has everything."""
    rising = sorted(loads)
    whole, count = sum(rising), len(rising)
    if not whole:
        return 0.0
    return sum((2 * n - count - 1) * load for n, load in enumerate(rising, start=1)) / (
        count * whole
    )


def cover(
    needs: Mapping[str, Topics],
    experts: Mapping[str, Knowledge],
    *,
    demand: Counts,
    max_load: Counts,
    forbidden: Pairs = (),
    pinned: Pairs = (),
    solver: str = "flow",
) -> Covering:
    """Assign experts so that together they cover most.

    By ``flow`` each stage gives every need at most one more, by what that one adds; then the one
    who adds least is taken from every need and all are assigned anew, as long as that is better
    (after Kou et al., Weighted coverage based reviewer assignment, SIGMOD 2015): a heuristic.
    By ``milp`` the best is found and proven.

    Raises:
        InvalidInput: ids are unknown, numbers out of their bounds, or scipy is not installed.
    """
    instance = read(
        {need: dict.fromkeys(experts, 0.0) for need in needs}, demand=demand, max_load=max_load,
        forbidden=forbidden, pinned=pinned,
    )  # fmt: skip
    if solver == "milp":
        chosen, proven = extra("milp").most_covered(instance, _parts(instance, needs, experts))
        named = [(instance.needs[need], instance.experts[one]) for need, one in chosen]
        return _covering(needs, experts, named, proven=proven)
    wanted = dict(zip(instance.needs, instance.want, strict=True))
    loads = dict(zip(instance.experts, instance.capacity, strict=True))
    pairs = _by_stages(needs, experts, wanted, loads, set(forbidden), frozenset(pinned))
    return _covering(needs, experts, pairs, proven=False)


def _parts(
    instance: Instance, needs: Mapping[str, Topics], experts: Mapping[str, Knowledge]
) -> Iterator[tuple[float, int, dict[int, float]]]:
    """Give each topic of each need with its weight and what each expert knows of it."""
    for n, need in enumerate(instance.needs):
        whole = sum(needs[need].values())
        for topic, weight in needs[need].items():
            known = [experts[one].get(topic, 0.0) for one in instance.experts]
            yield weight / whole, n, dict(enumerate(known))


def _covering(
    needs: Mapping[str, Topics],
    experts: Mapping[str, Knowledge],
    pairs: Iterable[tuple[str, str]],
    *,
    proven: bool,
) -> Covering:
    found = sorted(pairs)
    teams: dict[str, list[Knowledge]] = {}
    for need, one in found:
        teams.setdefault(need, []).append(experts[one])
    coverage = {need: covered(needs[need], teams.get(need, ())) for need in sorted(needs)}
    total = round(sum(coverage.values()), 9)
    return Covering(pairs=tuple(found), coverage=coverage, total=total, optimal=proven)


def _by_stages(
    needs: Mapping[str, Topics],
    experts: Mapping[str, Knowledge],
    wanted: Mapping[str, int],
    loads: Mapping[str, int],
    barred: set[tuple[str, str]],
    held: frozenset[tuple[str, str]],
) -> list[tuple[str, str]]:
    teams = {need: {one for other, one in held if other == need} for need in sorted(needs)}
    for _ in range(min(len(experts), max(wanted.values(), default=0))):
        _stage(needs, experts, teams, wanted, loads, barred)
    for _ in range(_ROUNDS):
        tried = {
            need: _without_least(needs[need], experts, team, need, held)
            for need, team in teams.items()
        }
        _stage(needs, experts, tried, wanted, loads, barred)
        if _total(needs, experts, tried) <= _total(needs, experts, teams) + 1e-9:
            break
        teams = tried
    return [(need, one) for need, team in teams.items() for one in team]


def _stage(
    needs: Mapping[str, Topics],
    experts: Mapping[str, Knowledge],
    teams: dict[str, set[str]],
    wanted: Mapping[str, int],
    loads: Mapping[str, int],
    barred: set[tuple[str, str]],
) -> None:
    """Give each need that wants one more the one who adds most, all at once."""
    used = Counter(one for team in teams.values() for one in team)
    left = {one: max(0, loads[one] - used[one]) for one in experts}
    scores = {}
    for need, team in teams.items():
        base = [experts[one] for one in sorted(team)]
        there, about = covered(needs[need], base), needs[need].keys()
        scores[need] = {
            one: round(added, 6)
            for one, known in experts.items()
            if not about.isdisjoint(known)  # else they would add nothing
            and left[one] and one not in team and (need, one) not in barred
            and (added := round(covered(needs[need], [*base, known]) - there, 12)) > 0
        }  # fmt: skip
    places = {need: int(wanted[need] > len(team)) for need, team in teams.items()}
    found = assign(scores, demand=places, max_load=left, policy=MatchPolicy(solver="flow"))
    for pair in found.pairs:
        teams[pair.need].add(pair.expert)


def _without_least(
    topics: Topics, experts: Mapping[str, Knowledge], team: set[str], need: str,
    held: frozenset[tuple[str, str]],
) -> set[str]:  # fmt: skip
    free = sorted(one for one in team if (need, one) not in held)
    if not free:
        return set(team)
    worst = min(
        free,
        key=lambda one: (
            gain(topics, [experts[other] for other in sorted(team - {one})], experts[one]), one
        ),
    )  # fmt: skip
    return team - {worst}


def _total(
    needs: Mapping[str, Topics], experts: Mapping[str, Knowledge], teams: Mapping[str, set[str]]
) -> float:
    return sum(
        covered(needs[need], [experts[one] for one in sorted(team)]) for need, team in teams.items()
    )
