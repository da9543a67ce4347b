"""Which figures got worse since the last run, by more than the noise?

Machines differ, and one machine differs from hour to hour; so what is compared is the ratio of ours
to the peer of the same run, and for a time without a peer its ratio to the yardstick of its script.
The noise of a figure is the standard error of the median of its readings, from their median
absolute deviation; both runs have one, and they add up as errors do.
"""

import math
from statistics import median
from typing import NamedTuple

import msgspec
from measuring import Figure

__all__ = ["FLOOR", "SINGLE", "Run", "Script", "Verdict", "compare", "noise", "summary"]

FLOOR = 0.05
"""Nothing below this share is told: where code lies in memory moves a figure as much."""
SINGLE = 0.1
"""The noise that is taken for granted where there are too few readings to estimate it."""
_SURE = 3.0
_NORMAL = 1.4826
_MEDIAN = 1.2533
_FEW = 3
_TIMES = ("s", "ms", "us")


class Script(msgspec.Struct, frozen=True, kw_only=True):
    """What one benchmark found."""

    figures: list[Figure]
    yardstick: list[float]


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """One run of all benchmarks: on what kind of machine, with which versions, and the figures."""

    machine: dict[str, str]
    versions: dict[str, str]
    full: bool
    scripts: dict[str, Script]


class Verdict(NamedTuple):
    """One figure beside the last run: by which share it got worse, and what noise explains."""

    name: str
    worse: float
    noise: float

    @property
    def tells(self) -> bool:
        """Tell whether the change is more than noise."""
        return self.worse > max(FLOOR, self.noise)

    def __str__(self) -> str:
        """Tell it in one line."""
        return f"{self.name}: {self.worse:+.0%}, of which noise explains {self.noise:.0%}"


def compare(last: Run, now: Run) -> list[Verdict]:
    """Compare every figure that both runs have, the one that got worse the most first."""
    verdicts = []
    for name, script in now.scripts.items():
        before = last.scripts.get(name)
        known = {one.name: one for one in before.figures} if before else {}
        for figure in script.figures:
            earlier = known.get(figure.name)
            if before and earlier and earlier.unit == figure.unit:
                verdicts.append(_verdict(name, earlier, before, figure, script))
    return sorted(verdicts, key=lambda one: -one.worse)


def _verdict(name: str, then: Figure, before: Script, figure: Figure, script: Script) -> Verdict:
    if figure.unit == "exponent":  # near nothing a share of it says nothing
        return Verdict(f"{name}: {figure.name}", figure.ratio - then.ratio, SINGLE)
    old, new = _value(then, before), _value(figure, script)
    if not old or not new:
        return Verdict(f"{name}: {figure.name}", 0.0, 0.0)
    worse = old / new - 1 if figure.more_is_better else new / old - 1
    return Verdict(f"{name}: {figure.name}", worse, _SURE * math.hypot(
        *(noise(readings) for one in ((then, before), (figure, script)) for readings in _of(*one))
    ))  # fmt: skip


def noise(readings: list[float]) -> float:
    """Estimate by which share the median of some readings would differ, were they taken again."""
    middle = median(readings)
    if len(readings) < _FEW or not middle:
        return SINGLE / _SURE
    spread = _NORMAL * median(abs(one - middle) for one in readings)
    return _MEDIAN * spread / abs(middle) / math.sqrt(len(readings))


def _value(figure: Figure, script: Script) -> float:
    ours, *others = (median(one) for one in _of(figure, script))
    return ours / others[0] if others else ours


def _of(figure: Figure, script: Script) -> list[list[float]]:
    """Give the readings that the value of a figure is made of."""
    if figure.peer:
        return [figure.ours, figure.peer]
    if figure.unit.split()[0] in _TIMES:
        return [figure.ours, script.yardstick]
    return [figure.ours]


def summary(verdicts: list[Verdict], last: Run, now: Run) -> str:
    """Say which figures got worse, and what else is not as it was then."""
    bad = [str(one) for one in verdicts if one.tells]
    told = [f"{len(verdicts)} figures compared with the last run"]
    for what, then, here in (
        ("machine", last.machine, now.machine), ("versions", last.versions, now.versions)
    ):  # fmt: skip
        names = [one for one in sorted({*then, *here}) if then.get(one) != here.get(one)]
        other = [f"{one} {then.get(one, 'none')} -> {here.get(one, 'none')}" for one in names]
        told += [f"another {what}: {', '.join(other)}"] if other else []
    told += ["worse by more than the noise:", *(f"  {one}" for one in bad)] if bad else [
        "none got worse by more than the noise"
    ]  # fmt: skip
    return "\n".join(told)
