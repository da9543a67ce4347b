"""What does the statement of an account hold?"""

from typing import Final, Literal

import msgspec

__all__ = [
    "FORMATS",
    "Entry",
    "Format",
    "Opinion",
    "Pins",
    "Statement",
    "Statements",
    "in_words",
]

Format = Literal["beancount", "hledger", "ledger"]
FORMATS: Final[tuple[Format, ...]] = ("beancount", "hledger", "ledger")
"""The programs for which the books are written."""


class Pins(msgspec.Struct, frozen=True, kw_only=True):
    """All that a statement rests on: with the same pins it is the same to the byte."""

    engagement: str
    as_of: str
    known_at: str
    journal: int
    head: str
    policy: str
    policy_record: str
    plugin: str
    notes: tuple[str, ...] = ()


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A line: millionths of 1 T, and what the account holds after it; evidence is a record id."""

    date: str
    says: str
    amount: int
    balance: int
    evidence: str = ""


class Opinion(msgspec.Struct, frozen=True, kw_only=True):
    """The estimate beside the balance; its shares are ``None`` without enough evidence.

    Enough are ``needs`` pieces of evidence, and an uncertainty of ``at_most``.
    """

    n: int
    needs: int
    counts: dict[str, int]
    uncertainty: float
    at_most: float
    expected: float | None = None
    low: float | None = None
    high: float | None = None


class Statement(msgspec.Struct, frozen=True, kw_only=True):
    """The statement of one pair: amounts in millionths of 1 T."""

    ours: str
    theirs: str
    title: str
    since: str
    opening: int
    entries: tuple[Entry, ...]
    closing: int
    earned: int
    interest: int
    owed: int
    spent: int
    promised: tuple[str, ...]
    given_back: dict[str, int]
    opinion: Opinion


class Statements(msgspec.Struct, frozen=True, kw_only=True):
    """The statements of some pairs, what they rest on, and what could not be booked."""

    pins: Pins
    statements: tuple[Statement, ...]
    not_booked: tuple[str, ...]


def in_words(one: Opinion) -> str:
    """Say in words what is known of the next promise or judgement."""
    if one.expected is None:
        counts = ", ".join(f"{n} {word}" for word, n in sorted(one.counts.items())) or "nothing"
        few = f"{one.n} of {one.needs} needed; " if one.n < one.needs else ""
        unsure = f"uncertainty {one.uncertainty}, and {one.at_most} is the most"
        return f"not enough evidence ({counts}; {few}{unsure})"
    return (
        f"{one.expected} that the next promise or judgement turns out well "
        f"(90 % interval {one.low} to {one.high}, uncertainty {one.uncertainty})"
    )
