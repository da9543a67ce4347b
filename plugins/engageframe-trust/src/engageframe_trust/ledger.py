"""What is known of all pairs of one engagement before anybody is told?"""

from collections.abc import Iterable
from functools import cached_property
from typing import Final, NamedTuple

from engageframe import CommitmentMade, Engagement, Record, Stakeholder, View
from engageframe_trust.account import PairAccount
from engageframe_trust.books import Books, Pair
from engageframe_trust.dealings import Dealings, Promise, closed
from engageframe_trust.estimating import Estimate, Evidence, estimate, prior
from engageframe_trust.gathering import TOLD, Told
from engageframe_trust.policy import Adopted, PolicyAdopted, Terms, in_force, timetable
from engageframe_trust.reading import Reading, caught_up, read
from engageframe_trust.sorting import sort_out
from engageframe_trust.words import LONGEST_NAME, TRUST, clip

__all__ = ["COUNTS", "Judgement", "Ledger"]

COUNTS: Final = ("kept", "broken", "acknowledged", "invested", "confirmed", "feedback")
"""Facts that are evidence; all others only lead to them."""


class Judgement(NamedTuple):
    """The estimate of a pair, and on how much it rests; ``None`` where that is not enough.

    ``counts`` has every kind of evidence with how often it was told.
    """

    estimate: Estimate | None
    n: int
    needs: int
    counts: dict[str, int]


class Ledger:
    """The accounts of one view, each part worked out when it is first asked for."""

    def __init__(self, view: View, *, lines: bool = False) -> None:
        """Look at a view; keep every posting when ``lines`` are wanted."""
        self.view = view
        self.day = view.as_of.last.toordinal()
        self._lines = lines
        self._readings: dict[Pair, Reading] = {}

    @cached_property
    def told(self) -> Told:
        """Give what was told."""
        return self.view.lens(TOLD)

    @cached_property
    def dealings(self) -> Dealings:
        """Give what passed between whom."""
        sides = {who: record.body.side for who, record in self.view.stakeholders.items()}
        firms = self.view.organizations.keys() - self.view.people.keys()
        found = sort_out(self.told, sides=sides, organizations=firms, terms=self.timetable)
        if moved := self._moved:
            former = sides | {who: record.body.side for who, record in moved.items()}
            before = sort_out(self.told, sides=former, organizations=firms, terms=self.timetable)
            found.not_booked += closed(before, found, {*moved}, self.view.stakeholders)
            found.not_booked.sort()
        return found

    @property
    def _moved(self) -> dict[str, Record[Stakeholder]]:
        """Give the last record that set each stakeholder on the other side of the table."""
        now = self.view.stakeholders
        return {
            one.body.who: one
            for one in self.view.records(Stakeholder)
            if (one.body.side == "ours") != (now[one.body.who].body.side == "ours")
        }

    @cached_property
    def promises_of(self) -> dict[Pair, list[Promise]]:
        """Give our promises by pair, sorted by id."""
        found: dict[Pair, list[Promise]] = {}
        for _, one in sorted(self.dealings.promises.items()):
            found.setdefault(one.pair, []).append(one)
        return found

    @cached_property
    def timetable(self) -> tuple[Terms, ...]:
        """Say which policy counts from when."""
        described = self.view.records(Engagement)
        first = min((one.happened.first.toordinal() for one in described), default=0)
        told = (Adopted(one.day, one.record, one.policy) for one in self.told.policies)
        return tuple(timetable(told, first=first))

    @property
    def terms(self) -> Terms:
        """Give the terms that count now."""
        return in_force(self.timetable, self.day)

    @property
    def policy(self) -> PolicyAdopted:
        """Give the policy that counts now."""
        return self.terms.policy

    @cached_property
    def books(self) -> Books:
        """Book every fact."""
        books = Books(self.timetable, lines=self._lines)
        for pair, facts in self.dealings.facts.items():
            account = books.accounts[pair] = books.opened(facts[0].day)
            for fact in facts:
                account.take(fact)
        return books

    @cached_property
    def pairs(self) -> tuple[Pair, ...]:
        """Give the pairs that have an account, sorted."""
        return tuple(self.books.accounts)

    def account(self, pair: Pair) -> PairAccount:
        """Give the account of a pair, its periods closed up to the day of the view."""
        return caught_up(self.books.accounts[pair], self.day)

    def reading(self, pair: Pair) -> Reading:
        """Give what stands in the account of a pair now."""
        if pair not in self._readings:
            self._readings[pair] = read(self.books.accounts[pair], self.day)
        return self._readings[pair]

    @cached_property
    def evidence(self) -> dict[Pair, Evidence]:
        """Give what speaks for and against us, of every pair, without interest and penalty."""
        units = TRUST * self.policy.penalty_percent / 100
        now = {pair: self.reading(pair) for pair in self.pairs}
        return {
            pair: Evidence(one.earned / TRUST, (one.owed + one.lasting) / units)
            for pair, one in now.items()
        }

    @cached_property
    def _by_ours(self) -> dict[str, Evidence]:
        return _summed((pair[0], found) for pair, found in self.evidence.items())

    @cached_property
    def _judged(self) -> dict[Pair, Evidence]:
        """Give the judgements of each pair alone: they show how kindly somebody judges."""
        policy, found = self.policy, {}
        unit = policy.feedback / (100 * TRUST)
        for pair, facts in self.dealings.facts.items():
            good = bad = 0.0
            for one in facts:
                if one.deed == "feedback" and one.size > 0:
                    age = (self.day - one.day) / policy.earned_half_life_days
                    good += one.size * unit * 0.5**age
                elif one.deed == "feedback":
                    age = (self.day - one.day) / policy.owed_half_life_days
                    bad -= one.size * unit * 0.5**age
            if good or bad:
                found[pair] = Evidence(good, bad)
        return found

    @cached_property
    def _by_theirs(self) -> dict[str, Evidence]:
        return _summed((pair[1], found) for pair, found in self._judged.items())

    def judgement(self, pair: Pair) -> Judgement:
        """Estimate how the next promise or judgement of a pair turns out, if enough is known."""
        counts: dict[str, int] = {}
        for one in self.dealings.facts[pair]:
            if one.deed in COUNTS and (one.deed != "kept" or one.size):
                counts[one.deed] = counts.get(one.deed, 0) + 1
        policy, n = self.policy, sum(counts.values())
        found = self._estimate(pair)
        certain = found.uncertainty * 100 <= policy.most_uncertain_percent
        enough = certain and n >= policy.evidence_needed
        return Judgement(found if enough else None, n, policy.evidence_needed, counts)

    def uncertainty(self, pair: Pair) -> float:
        """Give how much of the estimate of a pair is only its prior."""
        return self._estimate(pair).uncertainty

    def _estimate(self, pair: Pair) -> Estimate:
        policy, own = self.policy, self.evidence[pair]
        ours = self._by_ours[pair[0]].without(own)
        said = self._by_theirs.get(pair[1], Evidence())
        about_us = self._judged.get(pair, Evidence())
        theirs = said.without(about_us).share(_part(about_us, own))
        doubt = policy.doubt / TRUST
        mean = prior(ours, theirs, base=policy.base_rate_percent / 100, doubt=doubt)
        return estimate(own, mean, doubt=doubt)

    @property
    def carried(self) -> tuple[Pair, ...]:
        """Give the pairs of which more is known than doubted: with only one, all hangs on it."""
        return tuple(pair for pair in self.pairs if self.uncertainty(pair) < 0.5)

    @property
    def middle(self) -> int:
        """Give the lower median of all balances."""
        return sorted(self.reading(pair).balance for pair in self.pairs)[(len(self.pairs) - 1) // 2]

    @property
    def resting(self) -> bool:
        """Tell whether nothing is to be begun now: the client ended it, or a pause was agreed."""
        record = self.view.latest(Engagement).get(self.view.engagement_id)
        if record is None or record.body.status == "active":
            return False
        until = record.body.until
        over = until is not None and until.before(self.view.as_of)
        return record.body.status == "ended_by_client" or not over

    @property
    def planned(self) -> frozenset[str]:
        """Give the ids of what is in the plan, unless the round is about to end."""
        cycle = self.view.cycle
        if cycle.phase == "reviewing":
            return frozenset()
        frozen = cycle.frozen.actions if cycle.frozen else ()
        return frozenset(one.id for one in (*cycle.accepted, *cycle.carried, *frozen))

    def what(self, id_: str, longest: int = LONGEST_NAME) -> str:
        """Say what was promised, shortened."""
        return clip(self.view.latest(CommitmentMade)[id_].body.what, longest)

    def name(self, who: str) -> str:
        """Give a name, shortened, or the id when there is none."""
        return clip(self.view.name(who))

    def names(self, pair: Pair) -> str:
        """Name both: theirs, who trusts, and ours."""
        return f"{self.name(pair[1])} in {self.name(pair[0])}"


def _part(judged: Evidence, whole: Evidence) -> float:
    """Give which part of the evidence of a pair is feedback: only there kindness foretells."""
    of = whole.good + whole.bad
    return min(1.0, (judged.good + judged.bad) / of) if of else 0.0


def _summed(found: Iterable[tuple[str, Evidence]]) -> dict[str, Evidence]:
    sums: dict[str, Evidence] = {}
    for who, one in found:
        sums[who] = sums.get(who, Evidence()).plus(one)
    return sums
