"""Which accounts are there, and what is counted in each?"""

from typing import Final, NamedTuple

__all__ = ["CHART", "GIVEN", "OWN", "Account", "Line"]

T: Final = "TRUST"
P: Final = "PROMISE"


class Account(NamedTuple):
    """An account of the chart: its path, the commodity in it, and whether each pair has its own."""

    path: str
    commodity: str
    own: bool = False


class Line(NamedTuple):
    """One posting: so much into an account of the pair, out of the account on the other side.

    Attributes:
        day: the ordinal of the day.
        record: the id of the record that it rests on, empty for what a period's end brings.
        deed: what happened, one word.
        account: the number in the chart of the account it goes into.
        other: the number of the account it comes from.
        amount: millionths of the commodity, or whole give-backs; negative when it goes out.
    """

    day: int
    record: str
    deed: str
    account: int
    other: int
    amount: int


GIVEN: Final = ("testimonial", "reference", "referral", "case_study", "cross_sale")
"""What clients give back: each is a commodity of its own, and none is ever a number of trust."""

EARNED, OWED, LASTING, INTEREST, SPENT, PROMISES = range(6)
OWN: Final = 6 + len(GIVEN)
"""How many accounts of the chart each pair has of its own: the first ones."""

_OTHERS: Final = (
    "Income:Kept", "Income:Investment:Touchpoint", "Income:Investment:Session",
    "Income:Investment:Insight", "Income:Investment:Introduction", "Income:Investment:Teaching",
    "Income:Investment:Confirmed", "Income:Feedback", "Income:Interest", "Income:Healing",
    "Expenses:Lapse", "Expenses:Forfeit", "Expenses:Penalty:Late", "Expenses:Penalty:Broken",
    "Expenses:Feedback", "Expenses:Ask",
)  # fmt: skip
CHART: Final[tuple[Account, ...]] = (
    *(Account(f"Assets:Trust:{word}", T, own=True)
      for word in ("Earned", "Owed", "Lasting", "Interest", "Spent")),
    Account("Liabilities:Promises", P, own=True),
    *(Account("Assets:GiveBacks", word.upper().replace("_", ""), own=True) for word in GIVEN),
    *(Account(path, T) for path in _OTHERS),
    Account("Equity:Promises", P),
    *(Account("Equity:GiveBacks", word.upper().replace("_", "")) for word in GIVEN),
)  # fmt: skip
"""All accounts, by number; those of a pair come first."""

(KEPT, TOUCHPOINT, SESSION, INSIGHT, INTRODUCTION, TEACHING, CONFIRMED, PRAISE, GAIN, HEALING,
 LAPSE, FORFEIT, LATE, BROKEN, BLAME, ASK, PROMISED) = range(OWN, OWN + 17)  # fmt: skip
GIFTS: Final = OWN + 17
INVESTED: Final = {
    "touchpoint": TOUCHPOINT, "session": SESSION, "insight": INSIGHT,
    "introduction": INTRODUCTION, "teaching": TEACHING,
}  # fmt: skip
"""Where each kind of investment is income."""
