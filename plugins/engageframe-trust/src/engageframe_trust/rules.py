"""Which rules are there, and why?"""

from typing import Final, Literal

import attrs

from engageframe import Rule, Threshold, a_count

__all__ = ["TrustSettings", "rules"]


@attrs.frozen(kw_only=True)
class TrustSettings:
    """The options under ``[practice.trust]``: when to speak up; they change no account.

    Attributes:
        dormant_days: Without anything given for so long, a pair is dormant.
        repair_days: So long after a break, a repair is due.
        overpromised_percent: More open promises than this share of those usually kept is too many.
        ahead_days: How far ahead a promise is proposed to be kept.
        recent_days: How long a late agreement, a favour or a poor repair is spoken of.
        most: How many findings of one rule, proposals, measures and lines are made at most.
    """

    dormant_days: int = attrs.field(default=30, validator=a_count(1, 3650))
    repair_days: int = attrs.field(default=5, validator=a_count(0, 365))
    overpromised_percent: int = attrs.field(default=150, validator=a_count(100, 10_000))
    ahead_days: int = attrs.field(default=14, validator=a_count(0, 365))
    recent_days: int = attrs.field(default=90, validator=a_count(0, 3650))
    most: int = attrs.field(default=20, validator=a_count(1, 1000))


_ACCOUNT: Final = "S2.14: interest while we invest, penalty when we do not follow through"
_PERSONS: Final = "S0.13: the highest trust sits between individuals"
_EARNED: Final = "S0.14: one asks for the opportunity to earn trust; it is not given"
_FREE: Final = "S1.23: serve without reserve, expecting nothing in return"
_CLEAR: Final = "S1.39: transparency drives trust, and trust is earned"
_REPAIR: Final = "repair must fit the lapse: doi 10.1037/0021-9010.89.1.104"
_RULES: Final[tuple[tuple[str, str, Literal["E", "W", "I"], str, str, str], ...]] = (
    ("TRU001", "overdue", "E", _ACCOUNT,
     "A promise of ours is overdue, and it is not in the plan, or the round ends.",
     "Being late costs more each day, up to as much as a break, and what is owed heals slowly."),
    ("TRU002", "not-person-to-person", "E", _PERSONS,
     "What should stand in an account is not between two persons whose sides are known.",
     "A firm trusts nobody; without a person there is nobody to keep a promise to."),
    ("TRU003", "self-minted", "I", _EARNED,
     "Nobody of theirs acknowledged what we did, so it counts nothing.",
     "What only we noticed is no deposit: trust is theirs to give."),
    ("TRU004", "dormant", "W", _ACCOUNT,
     "Nothing was given for longer than the days allowed: no interest, and what was earned fades.",
     "Trust that is not lived fades, however high it stood."),
    ("TRU005", "unrepaired", "W", _ACCOUNT,
     "A promise was broken, and in the days allowed nothing was done about it.",
     "What is left alone is taken for indifference."),
    ("TRU006", "ask-exceeds-balance", "I", _FREE,
     "We asked for more than the account held.",
     "Who asks before having given shows what the giving was for."),
    ("TRU007", "late-renegotiation", "W", _CLEAR,
     "Another day was agreed only after the promise was due: it counts as late.",
     "Told before, it would have cost nothing; told after, it is an excuse."),
    ("TRU008", "overpromised", "W", _ACCOUNT,
     "More promises are open with somebody than are usually kept in a period, of three at least.",
     "The next break is being made now; renegotiating before the day costs nothing."),
    ("TRU009", "repair-mismatch", "I", _REPAIR,
     "A lapse of competence has no apology or no fix, or one of integrity shows no evidence.",
     "An apology mends a mistake; after a breach of faith only proof does."),
    ("TRU010", "contradictory", "W", _CLEAR,
     "What was told of a promise or a deed contradicts itself, so a part of it is not booked.",
     "A statement that two people read must not depend on which of two records is believed."),
)  # fmt: skip
_THRESHOLDS: Final = (
    ("TRU004", "dormant_days", "a guess: about one period"),
    ("TRU005", "repair_days", "a guess: a working week"),
    ("TRU006", "recent_days", "a guess: later, nobody can take it back"),
    ("TRU007", "recent_days", "a guess: later, it is history"),
    ("TRU008", "overpromised_percent", "a guess: half more than usual"),
    ("TRU009", "recent_days", "a guess: later, it is history"),
)


def rules(settings: TrustSettings) -> list[Rule]:
    """Build the rules with the thresholds that are set."""
    return [
        Rule(
            code=code, name=name, severity=severity, source=source, says=says, why=why,
            thresholds=tuple(
                Threshold(name=option, value=getattr(settings, option), why=reason)
                for concerned, option, reason in _THRESHOLDS if concerned == code
            ),
        )
        for code, name, severity, source, says, why in _RULES
    ]  # fmt: skip
