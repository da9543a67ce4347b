"""How likely is it that the next promise, or the next judgement, turns out well?

Pure: evidence in, an expectation with its uncertainty out.  The estimate is no balance: interest,
the penalty factor and favours have no part in it.
After subjective logic and the beta reputation of Josang and Ismail (2002), with a prior from both
people.
"""

import math
from typing import Final, NamedTuple

__all__ = ["Estimate", "Evidence", "beta_quantile", "estimate", "prior", "wilson"]

_Z95: Final = 1.959963984540054
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

    def plus(self, other: "Evidence") -> "Evidence":
        """Add more."""
        return Evidence(self.good + other.good, self.bad + other.bad)


class Estimate(NamedTuple):
    """An expectation between 0 and 1, how much of it is only prior, and its 90 % interval."""

    expected: float
    uncertainty: float
    low: float
    high: float


def prior(ours: Evidence, theirs: Evidence, *, base: float, doubt: float) -> float:
    """Guess what to expect of a pair from what is known of each of the two elsewhere.

    The logits of both are added, each relative to the base rate: how well ours does with others,
    and how kindly theirs judges others.

    Args:
        ours: evidence of our person in all other pairs.
        theirs: what their person judged of others; empty where there are no judgements.
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
    weight = pair.good + pair.bad + doubt
    good, bad = pair.good + doubt * mean, pair.bad + doubt * (1 - mean)
    return Estimate(
        expected=good / weight,
        uncertainty=doubt / weight,
        low=beta_quantile(_TAIL, good, bad),
        high=beta_quantile(1 - _TAIL, good, bad),
    )


def wilson(hits: int, n: int) -> tuple[float, float]:
    """Give the 95 % interval of a share (Wilson, J. Am. Stat. Assoc. 22, 1927).

    Example:
        >>> [round(one, 4) for one in wilson(8, 10)]
        [0.4902, 0.9433]
    """
    z2 = _Z95**2
    share = hits / n
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = _Z95 * math.sqrt(share * (1 - share) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    return max(0.0, middle - half), min(1.0, middle + half)


def beta_quantile(share: float, a: float, b: float) -> float:
    """Give the value below which a beta distribution has a share of its mass, to 9 digits."""
    low, high = 0.0, 1.0
    while high - low > 1e-10:
        middle = (low + high) / 2
        if _beta_share(middle, a, b) < share:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _logit(share: float) -> float:
    return math.log(share / (1 - share))


def _beta_share(x: float, a: float, b: float) -> float:
    """Give the regularized incomplete beta function, by its continued fraction."""
    if x > (a + 1) / (a + b + 2):
        return 1 - _beta_share(1 - x, b, a)
    if x <= 0:
        return 0.0
    front = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)
    front += a * math.log(x) + b * math.log1p(-x)
    return math.exp(front) / a * _fraction(x, a, b)


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
