"""How are amounts, days, pairs and counts written?"""

import datetime as dt
import hashlib
from typing import Final

from engageframe import Moment

__all__ = ["LONGEST_NAME", "TRUST", "day_of", "pair_id", "trust"]

TRUST: Final = 1_000_000
"""How many units make 1 T."""

LONGEST_NAME: Final = 80
"""How much of a name is shown."""

_LONGEST_ID: Final = 120


def pair_id(pair: tuple[str, str]) -> str:
    """Give a word for a pair that answers can have as their subject: ours, then theirs."""
    id_ = f"{pair[0]}:{pair[1]}"
    if len(id_) > _LONGEST_ID:
        id_ = f"{id_[: _LONGEST_ID - 9]}.{hashlib.sha256(id_.encode()).hexdigest()[:8]}"
    return id_


def trust(amount: int) -> str:
    """Write an amount in T with three digits, rounded half away from 0."""
    whole, rest = divmod((abs(amount) + 500) // 1_000, 1_000)
    return f"{'-' if amount < 0 and (whole or rest) else ''}{whole}.{rest:03d}"


def day_of(ordinal: int) -> Moment:
    """Give the moment of an ordinal."""
    return Moment.of(dt.date.fromordinal(ordinal))
