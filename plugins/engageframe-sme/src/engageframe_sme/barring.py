"""Who must not be matched with what, and why?

A pair that has a score is asked about at once.  Of all others it is known that they are no pairs;
why each is none, is worked out only for a need of which somebody asks.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Final

from engageframe_sme.extending import FILTERS, named
from engageframe_sme.records import LEVELS, Expert, Need
from engageframe_sme.scoring import Scored

__all__ = ["Barring", "Filter"]

Filter = Callable[[Need, Expert], str]
"""Says why an expert must not be matched with a need, or nothing; it depends on nothing else."""

_UNKNOWN: Final = "nothing shows that they know the topic"


class Barring:
    """Needs and experts in the order of their ids, what is scored, and the filters to pass.

    Raises:
        InvalidInput: there is no filter of a name.
    """

    def __init__(
        self,
        needs: Sequence[Need],
        experts: Sequence[Expert],
        scored: Mapping[str, Mapping[str, Scored]],
        filters: Collection[str | Filter],
    ) -> None:
        self.needs, self.experts, self.scored = needs, experts, scored
        self._checks = [_check(one, experts) for one in filters]

    def of_scored(self, pinned: set[tuple[str, str]]) -> dict[tuple[str, str], str]:
        """Say why pairs with a score must not be; what is pinned was decided in spite of it."""
        expert_of = {one.id: one for one in self.experts}
        barred = {}
        for need in self.needs:
            for who in self.scored.get(need.id, ()):
                why = who in expert_of and self._why(need, expert_of[who])
                if why and (need.id, who) not in pinned:
                    barred[need.id, who] = why
        return barred

    def of_unscored(self, need: int) -> dict[int, str]:
        """Say why each expert without a score for a need has none, all by position."""
        if need >= len(self.needs):
            return {}  # it arose after the matching
        asking = self.needs[need]
        scored = self.scored.get(asking.id, {})
        return {
            n: self._why(asking, expert) or _UNKNOWN
            for n, expert in enumerate(self.experts)
            if expert.id not in scored
        }

    def of_all(self, pinned: set[tuple[str, str]]) -> dict[tuple[str, str], str]:
        """Say of every pair that must not be why."""
        barred = self.of_scored(pinned)
        for n, need in enumerate(self.needs):
            for e, why in self.of_unscored(n).items():
                barred[need.id, self.experts[e].id] = why
        return barred

    def _why(self, need: Need, expert: Expert) -> str:
        for check in self._checks:
            if says := check(need, expert):
                return says
        return ""


def _check(told: str | Filter, experts: Sequence[Expert]) -> Filter:
    if not isinstance(told, str):
        return told
    if told in _OURS:
        return _OURS[told](experts)
    found: Filter = named(FILTERS, told, _OURS)
    return found


def _language(experts: Sequence[Expert]) -> Filter:
    """Ask whether the language of a need is spoken; who speaks it is found once for all needs."""
    known: dict[tuple[str, str], tuple[frozenset[str], str]] = {}

    def check(need: Need, expert: Expert) -> str:
        if not need.language:
            return ""
        wanted = need.language, need.level
        if wanted not in known:
            says = f"they do not speak {need.language} at {need.level} or better"
            able = frozenset(one.id for one in experts if _speaks(one, *wanted))
            known[wanted] = able, says
        able, says = known[wanted]
        return "" if expert.id in able else says

    return check


def _speaks(expert: Expert, language: str, least: str) -> bool:
    """Tell whether an expert speaks a language, or one of its regions, at a level or better."""
    wanted, lowest = language.casefold(), LEVELS.index(least)
    for tag, level in expert.languages.items():
        spoken = tag.casefold()
        if wanted in (spoken, spoken.partition("-")[0]) and LEVELS.index(level) >= lowest:
            return True
    return False


def _conflict(_: Sequence[Expert]) -> Filter:
    def check(need: Need, expert: Expert) -> str:
        barred = need.person in expert.conflicts
        return f"they have a conflict with {need.person}" if barred else ""

    return check


def _capacity(_: Sequence[Expert]) -> Filter:
    def check(_: Need, expert: Expert) -> str:
        return "" if expert.capacity else "they have no capacity"

    return check


_OURS: Final[Mapping[str, Callable[[Sequence[Expert]], Filter]]] = {
    "capacity": _capacity, "conflict": _conflict, "language": _language,
}  # fmt: skip
