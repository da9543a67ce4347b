"""How likely is it that the next promise, or the next judgement, turns out well?

Pure: evidence in, an expectation with its uncertainty out.  The estimate is no balance: interest,
the penalty factor and favours have no part in it.
After subjective logic and the beta reputation of Josang and Ismail (2002), with a prior from both
people.
"""

import math
from typing import Final, NamedTuple

__all__ = ["Estimate", "Evidence", "beta_quantile", "estimate", "prior"]

_TAIL: Final = 0.05
_TINY: Final = 1e-300
_STEPS: Final = 300


class Evidence(NamedTuple):
    """How much speaks for us and against us, in units of one promise kept or broken."""

    good: float = 0.0
    bad: float = 0.0

    def without(self, other: "Evidence") -> "Evidence":
        """Take a part out, as the prior of a pair leaves out the pair itself."""
        return Evidence(max(0.0, self.good - other.good), max(0.0, self.bad - other.bad))

    def share(self, part: float) -> "Evidence":
        """Give a part of all of it, from 0 to 1."""
        return Evidence(self.good * part, self.bad * part)

    def plus(self, other: "Evidence") -> "Evidence":
        """Add more."""
        return Evidence(self.good + other.good, self.bad + other.bad)


class Estimate(NamedTuple):
    """A beta distribution: what speaks for us and against us, prior included, and how much it is.

    ``uncertainty`` is the part of the evidence that is only prior.
    """

    good: float
    bad: float
    uncertainty: float

    @property
    def expected(self) -> float:
        """Give the mean: how likely it is that the next turns out well."""
        return self.good / (self.good + self.bad)

    @property
    def interval(self) -> tuple[float, float]:
        """Give the 90 % interval."""
        low, high = (beta_quantile(share, self.good, self.bad) for share in (_TAIL, 1 - _TAIL))
        return low, high


def prior(ours: Evidence, theirs: Evidence, *, base: float, doubt: float) -> float:
    """Guess what to expect of a pair from what is known of each of the two elsewhere.

    The logits of both are added, each relative to the base rate: how well ours does with others,
    and how kindly theirs judges others.

    Args:
        ours: evidence of our person in all other pairs.
        theirs: what their person judged of others, as far as the pair is one of judgements: all of
            it for feedback alone, none for promises.
        base: the share that turns out well in general, above 0 and below 1.
        doubt: how much evidence outweighs the base rate.
    """
    mine = (ours.good + doubt * base) / (ours.good + ours.bad + doubt)
    kind = (theirs.good + doubt * base) / (theirs.good + theirs.bad + doubt)
    return 1 / (1 + math.exp(_logit(base) - _logit(mine) - _logit(kind)))


def estimate(pair: Evidence, mean: float, *, doubt: float) -> Estimate:
    """Weigh the evidence of a pair against its prior.

    ``E = (r + U m) / (r + s + U)`` and ``u = U / (r + s + U)``; the interval is that of a beta
    distribution with ``r + U m`` and ``s + U (1 - m)``.
    """
    good, bad = pair.good + doubt * mean, pair.bad + doubt * (1 - mean)
    return Estimate(good, bad, doubt / (pair.good + pair.bad + doubt))


def beta_quantile(share: float, a: float, b: float) -> float:
    """Give the value below which a beta distribution has a share of its mass, to nine digits.

    Newton's method from the mean; where it would leap or creep, the interval that holds the value
    is halved.
    """
    scale = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)
    low, high, value = 0.0, 1.0, a / (a + b)
    for _ in range(_STEPS):
        front = math.exp(scale + a * math.log(value) + b * math.log1p(-value))
        over = _beta_share(value, a, b, front) - share
        low, high = (low, value) if over > 0 else (value, high)
        if abs(over) < 1e-13 or high - low < 1e-12:
            break
        step = over * value * (1 - value) / front if front else 1.0
        near = value - (value - low) * 0.99 < value - step < value + (high - value) * 0.99
        creeps = abs(step) < 1e-10 < 0.1 * abs(over)
        value = value - step if near and not creeps else (low + high) / 2
    return value


def _logit(share: float) -> float:
    return math.log(share / (1 - share))


def _beta_share(x: float, a: float, b: float, front: float) -> float:
    """Give the regularized incomplete beta function, by its continued fraction.

    ``front`` is ``x**a (1-x)**b / B(a, b)``.
    """
    if x > (a + 1) / (a + b + 2):
        return 1 - front / b * _fraction(1 - x, b, a)
    return front / a * _fraction(x, a, b)


def _fraction(x: float, a: float, b: float) -> float:
    """Evaluate the continued fraction of the incomplete beta function (Lentz's method)."""
    c, d = 1.0, 1 / (1 - (a + b) * x / (a + 1))
    value = d
    for n in range(1, _STEPS):
        even = n * (b - n) * x / ((a + 2 * n - 1) * (a + 2 * n))
        odd = -(a + n) * (a + b + n) * x / ((a + 2 * n) * (a + 2 * n + 1))
        for step in (even, odd):
            d = 1 / ((1 + step * d) or _TINY)
            c = (1 + step / c) or _TINY
            value *= c * d
        if abs(c * d - 1) < 1e-14:
            break
    return value
