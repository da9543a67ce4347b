"""Do the accounts of all pairs add up?"""

from collections.abc import Iterable, Sequence

from engageframe_trust.account import PairAccount
from engageframe_trust.chart import CHART, OWN, PROMISES, Line
from engageframe_trust.facts import Fact
from engageframe_trust.policy import Adopted, Terms, timetable

__all__ = ["Books", "Pair"]

Pair = tuple[str, str]
"""Our person, and their person whose trust in ours the account is."""


class Books:
    """The accounts of all pairs, with the totals of the accounts on the other side.

    Attributes:
        accounts: the account of each pair.
        totals: what is posted in each account of the chart that pairs share.
    """

    def __init__(self, timetable: Sequence[Terms], *, lines: bool = False) -> None:
        """Open the books under policies; keep every posting when ``lines`` are wanted."""
        self.timetable = timetable
        self.accounts: dict[Pair, PairAccount] = {}
        self.totals = [0] * len(CHART)
        self._lines = lines

    @classmethod
    def of(
        cls,
        facts: Iterable[tuple[Pair, Fact]],
        *,
        adopted: Iterable[Adopted] = (),
        first: int = 0,
        lines: bool = False,
    ) -> "Books":
        """Book facts that come in the order of their days, at least within each pair.

        Args:
            facts: each with its pair.
            adopted: the policies, in the order they were written.
            first: the day the engagement began: a policy adopted by then counts from the beginning.
            lines: whether every posting is kept.
        """
        books = cls(timetable(adopted, first=first), lines=lines)
        accounts = books.accounts
        for pair, fact in facts:
            account = accounts.get(pair)
            if account is None:
                account = accounts[pair] = books.opened(fact[0])
            account.take(fact)
        return books

    def opened(self, day: int) -> PairAccount:
        """Open an account in these books."""
        lines: list[Line] | None = [] if self._lines else None
        return PairAccount(day, self.timetable, self.totals, lines)

    def faults(self) -> list[str]:
        """Check the books; say what does not add up, nothing when all does.

        Each commodity sums to zero over all accounts, and what is booked as promised to a pair is
        what is open.
        """
        sums: dict[str, int] = {}
        for number, one in enumerate(CHART):
            posted = self.totals[number]
            if number < OWN:
                posted += sum(account.ledger[number] for account in self.accounts.values())
            sums[one.commodity] = sums.get(one.commodity, 0) + posted
        told = [f"{name} sums to {left}, not to 0" for name, left in sums.items() if left]
        for (ours, theirs), account in self.accounts.items():
            due = sum(one.weight for one in account.open.values())
            if account.ledger[PROMISES] != -due:
                booked = -account.ledger[PROMISES]
                told.append(f"{ours} and {theirs}: {booked} is booked as promised, {due} is open")
        return told
