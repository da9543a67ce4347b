"""How is a figure measured and told, so that one run can be compared with another?

A benchmark is a script with a function ``run(full)`` that gives figures, and ends with
``measuring.main(run)``. Each figure keeps every reading of ours and, if it has one, of its peer,
which took turns with ours in the same run: what is told and compared is their ratio.
"""

import argparse
import gc
import math
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

import msgspec

__all__ = [
    "ENGAGE", "Figure", "Used", "cpu", "exponent", "line", "main", "misses", "process", "turns",
    "yardstick",
]  # fmt: skip

ENGAGE = str(Path(sys.executable).with_name("engage"))
"""The command that is installed beside the Python that measures."""


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that was measured: every reading of ours, in a unit, and what it is held against.

    ``peer`` are the readings of ``against`` in the same unit and in the same rounds.
    ``most`` and ``least`` bound the ratio of the medians where there is a peer, else the median.
    Figures in a unit of time without a peer are compared by the ``yardstick`` of their script.
    """

    name: str
    unit: str
    ours: list[float]
    peer: list[float] = []
    against: str = ""
    more_is_better: bool = False
    most: float | None = None
    least: float | None = None

    @property
    def ratio(self) -> float:
        """Give how often the peer goes into ours; the median of ours when there is none."""
        return median(self.ours) / median(self.peer) if self.peer else median(self.ours)

    @property
    def holds(self) -> bool:
        """Tell whether the bound is kept."""
        low, high = self.least, self.most
        return (high is None or self.ratio <= high) and (low is None or self.ratio >= low)


class Used(NamedTuple):
    """What a process took: CPU seconds, its children's too, and the most memory of one of them."""

    cpu: float
    peak_mb: float


def process(
    command: Sequence[str], *, code: int = 0, folder: str | os.PathLike[str] | None = None
) -> Used:
    """Run a command to its end, with byte code cached as installed, and give what it took.

    It runs in a folder, the present one if none is named; its answer is thrown away. On Linux the
    peak is that of the largest process.
    """
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, env=env, cwd=folder) as running:
        _, status, used = os.wait4(running.pid, 0)
        running.returncode = os.waitstatus_to_exitcode(status)
    if running.returncode != code:
        raise RuntimeError(f"{' '.join(command)} ended with {running.returncode}")
    scale = 1 << 20 if sys.platform == "darwin" else 1 << 10
    return Used(used.ru_utime + used.ru_stime, used.ru_maxrss / scale)


def cpu(work: Callable[[], object]) -> float:
    """Do something in this process, and give its CPU seconds; no garbage is left from before."""
    gc.collect()
    began = time.process_time()
    work()
    return time.process_time() - began


def turns(rounds: int, *measures: Callable[[], float], times: float = 1000.0) -> list[list[float]]:
    """Take readings in turns, so that whatever else the machine does falls on all alike.

    The first turn warms what is cached, and does not count. Readings are seconds ``times`` so many.
    """
    found: list[list[float]] = [[] for _ in measures]
    for turn in range(rounds + 1):
        for readings, measure in zip(found, measures, strict=True):
            reading = measure() * times
            if turn:
                readings.append(reading)
    return found


def exponent(sizes: Sequence[float], costs: Sequence[float]) -> float:
    """Fit ``cost = a * size ** b`` by least squares of the logarithms, and give ``b``."""
    xs, ys = [math.log(one) for one in sizes], [math.log(one) for one in costs]
    x, y = sum(xs) / len(xs), sum(ys) / len(ys)
    over = sum((a - x) * (b - y) for a, b in zip(xs, ys, strict=True))
    return over / sum((a - x) ** 2 for a in xs)


def yardstick() -> float:
    """Give the CPU seconds of a fixed piece of work in plain Python, to tell machines apart."""

    def work() -> None:
        told = [{"id": f"n{n}", "of": n % 97, "text": "ab" * (n % 13)} for n in range(20_000)]
        groups: dict[int, list[str]] = {}
        for one in told:
            groups.setdefault(int(one["of"]), []).append(str(one["text"]))  # type: ignore[call-overload]
        assert sum(len("".join(sorted(texts))) for texts in groups.values()) > 0

    return cpu(work)


def line(figure: Figure) -> str:
    """Tell a figure in one line."""
    ours = f"{_number(median(figure.ours))} {figure.unit}"
    told = f"{figure.name:<66} {ours:>16}"
    if figure.peer:
        peer = f"{_number(median(figure.peer))} {figure.unit}"
        told += f"  against {peer:>16} ({figure.against}): ratio {figure.ratio:.2f}"
    bound = "".join(
        f", {word} {_number(limit)}"
        for word, limit in (("at most", figure.most), ("at least", figure.least))
        if limit is not None
    )
    return told + bound + ("" if figure.holds else "  MISSED")


def misses(figures: Iterable[Figure]) -> list[str]:
    """Name the figures whose bound is not kept."""
    return [one.name for one in figures if not one.holds]


def main(run: Callable[[bool], Iterable[Figure]]) -> None:
    """Measure, print each figure as soon as it is there, and write them where that was asked."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--full", action="store_true", help="also what takes very long")
    asked.add_argument("--json", type=Path, metavar="FILE", help="where to write the figures")
    given = asked.parse_args()
    figures, rule = [], [yardstick() for _ in range(5)]
    for one in run(given.full):
        print(line(one), flush=True)
        figures.append(one)
    rule += [yardstick() for _ in range(5)]
    if given.json:
        given.json.write_bytes(msgspec.json.encode({"figures": figures, "yardstick": rule}))


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 1000 else f"{value:.3g}"
