"""How well does the trust estimate foretell the next rating of a pair, one step ahead?

Run ``python trust_otc.py DATA_DIR``: one line per figure, ``name value target``,
with ``-`` where a figure has no target.  The data are ratings of one person by another in the
order of time.  Before each, the model says how likely it is to be positive, and only then learns
it; the first half is for tuning, which is not done here (the defaults were fixed before), and the
second half is scored.  A rating counts as one judgement, good or bad, whatever its size.
"""

import csv
import math
import sys
from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from engageframe_trust.estimating import Evidence, estimate, prior
from engageframe_trust.policy import DEFAULT

LOG = Path("trust") / "soc-sign-bitcoinotc.csv"
MOST_LOSS, LEAST_AUC, MOST_ERROR = 0.245, 0.91, 0.04
DAY = 86_400.0


class Rating(NamedTuple):
    """Who rated whom when (in days), and whether the rating was positive."""

    by: str
    about: str
    day: float
    good: bool


Model = Callable[[list[Rating]], Iterator[float]]


def read(path: Path) -> list[Rating]:
    """Read the ratings in the order of time."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = [
            Rating(row["from"], row["to"], float(row["time"]) / DAY, int(row["feature"]) > 0)
            for row in csv.DictReader(file)
        ]
    return sorted(rows, key=lambda one: one.day)


class Fading:
    """Evidence that fades with two half-lives, by whom it belongs to."""

    def __init__(self, good: float, bad: float) -> None:
        self.half_lives = good, bad
        self.held: dict[object, tuple[float, Evidence]] = {}

    def on(self, key: object, day: float) -> Evidence:
        """Give what is left on a day."""
        then, evidence = self.held.get(key, (day, Evidence()))
        good, bad = (0.5 ** ((day - then) / life) for life in self.half_lives)
        return Evidence(evidence.good * good, evidence.bad * bad)

    def learn(self, key: object, day: float, good: bool) -> None:
        """Add a judgement."""
        now = self.on(key, day).plus(Evidence(float(good), float(not good)))
        self.held[key] = day, now


def trust(ratings: list[Rating], base: float | None = None) -> Iterator[float]:
    """Foretell with the estimate and the policy as shipped, but for a running base rate."""
    policy, unit = DEFAULT, 1e6
    lives = float(policy.earned_half_life_days), float(policy.owed_half_life_days)
    pairs, ours, theirs = Fading(*lives), Fading(*lives), Fading(*lives)
    doubt, seen = policy.doubt / unit, Evidence(1, 1)
    for one in ratings:
        pair = one.by, one.about
        known = pairs.on(pair, one.day)
        mean = prior(
            ours.on(one.about, one.day).without(known), theirs.on(one.by, one.day).without(known),
            base=base or seen.good / (seen.good + seen.bad), doubt=doubt,
        )  # fmt: skip
        yield estimate(known, mean, doubt=doubt).expected
        seen = seen.plus(Evidence(float(one.good), float(not one.good)))
        for fading, key in ((pairs, pair), (ours, one.about), (theirs, one.by)):
            fading.learn(key, one.day, one.good)


def trust_shipped(ratings: list[Rating]) -> Iterator[float]:
    """Foretell with the policy as shipped, its fixed base rate included."""
    return trust(ratings, DEFAULT.base_rate_percent / 100)


def beta(ratings: list[Rating]) -> Iterator[float]:
    """Foretell with the beta reputation of who is rated, which forgets nothing."""
    never = math.inf
    known = Fading(never, never)
    for one in ratings:
        now = known.on(one.about, one.day)
        yield (now.good + 1) / (now.good + now.bad + 2)
        known.learn(one.about, one.day, one.good)


def beta_with_base(ratings: list[Rating]) -> Iterator[float]:
    """Do the same with the running base rate as prior, which is a harder yardstick."""
    never = math.inf
    known, seen = Fading(never, never), Evidence(1, 1)
    for one in ratings:
        now, base = known.on(one.about, one.day), seen.good / (seen.good + seen.bad)
        yield (now.good + 2 * base) / (now.good + now.bad + 2)
        seen = seen.plus(Evidence(float(one.good), float(not one.good)))
        known.learn(one.about, one.day, one.good)


def base_rate(ratings: list[Rating]) -> Iterator[float]:
    """Foretell what was usual so far."""
    good, n = 1, 2
    for one in ratings:
        yield good / n
        good, n = good + one.good, n + 1


def log_loss(told: list[tuple[float, bool]]) -> float:
    """Give the mean of what each forecast cost, in nats."""
    return -math.fsum(math.log(p if good else 1 - p) for p, good in told) / len(told)


def auc(told: list[tuple[float, bool]]) -> float:
    """Give the chance that a good one was rated likelier than a bad one, ties counting half."""
    won, place = 0.0, 0
    for _, group in groupby(sorted(told), key=lambda one: one[0]):
        alike = [one for _, one in group]
        won += sum(alike) * (place + (len(alike) + 1) / 2)
        place += len(alike)
    good = sum(one for _, one in told)
    return (won - good * (good + 1) / 2) / (good * (len(told) - good))


def calibration(told: list[tuple[float, bool]], bins: int = 10) -> float:
    """Give the mean distance of what was foretold from what came, over ten equal groups."""
    ordered, size = sorted(told), len(told) / bins
    error = 0.0
    for n in range(bins):
        part = ordered[round(n * size) : round((n + 1) * size)]
        error += abs(math.fsum(p - good for p, good in part))
    return error / len(told)


def figures(path: Path) -> Iterator[tuple[str, float, str]]:
    """Give each figure with its name and target."""
    ratings = read(path)
    half = len(ratings) // 2
    models: dict[str, Model] = {
        "trust": trust, "trust_shipped_base": trust_shipped, "beta_no_forgetting": beta,
        "beta_no_forgetting_base": beta_with_base, "base_rate": base_rate,
    }  # fmt: skip
    for name, model in models.items():
        told = list(zip(model(ratings), (one.good for one in ratings), strict=True))[half:]
        ours = name == "trust"
        yield f"trust_otc.{name}.log_loss", log_loss(told), f"<={MOST_LOSS}" if ours else "-"
        yield f"trust_otc.{name}.auc", auc(told), f">={LEAST_AUC}" if ours else "-"
        yield f"trust_otc.{name}.calibration", calibration(told), f"<={MOST_ERROR}" if ours else "-"
    yield "trust_otc.scored", len(ratings) - half, "-"


def main(arguments: list[str]) -> int:
    """Print the figures, or that the data is not there; end with 1 when a target is missed."""
    if len(arguments) != 1:
        print(
            "usage: python trust_otc.py DATA_DIR",
            file=sys.stderr,
        )
        return 2
    path = Path(arguments[0]) / LOG
    if not path.is_file():
        print(f"trust_otc: not there: {path}")
        return 0
    missed = 0
    for name, value, target in figures(path):
        print(f"{name} {value:.4f} {target}")
        sign, bound = target[:2], target[2:]
        missed += (sign == "<=" and value > float(bound)) or (sign == ">=" and value < float(bound))
    return int(missed > 0)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
