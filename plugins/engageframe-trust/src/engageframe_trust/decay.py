"""How does an amount fade with the days?

Integers only: the same on every machine, whatever its floating point.
"""

from functools import lru_cache
from typing import Final

__all__ = ["HALF", "SHIFT", "factors", "fade"]

SHIFT: Final = 64
HALF: Final = 1 << (SHIFT - 1)
"""What is added before a product is shifted right, so that it is rounded and not cut."""

_ONE: Final = 1 << SHIFT
_DIGITS: Final = 50


def factors(half_life: int, days: int) -> tuple[int, ...]:
    """Give ``2**64 * 2**(-n / half_life)`` for n from 0 to ``days``, rounded half to even.

    Args:
        half_life: days in which half is left, at least 1.
        days: the last n.
    """
    return tuple(_factor(half_life, n) for n in range(days + 1))


def fade(amount: int, half_life: int, days: int) -> int:
    """Give what is left of an amount that is not negative, rounded to the nearest whole unit.

    Example:
        >>> fade(1_000_000, 90, 90), fade(1_000_000, 90, 0)
        (500000, 1000000)
    """
    return (amount * _factor(half_life, days) + HALF) >> SHIFT


@lru_cache(maxsize=65_536)
def _factor(half_life: int, days: int) -> int:
    """Take the power in decimals of fifty digits: floats differ from one libm to the next."""
    from decimal import ROUND_HALF_EVEN, Decimal, localcontext  # not wanted by every command

    with localcontext() as context:
        context.prec = _DIGITS
        share = Decimal(2) ** (-Decimal(days) / Decimal(half_life))
        return int((share * _ONE).to_integral_value(rounding=ROUND_HALF_EVEN))
