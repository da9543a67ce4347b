"""How long does it take to assign experts, to do it again when one leaves, and to review them all?

Experts and needs are points in a square, a need's candidates the nearest experts, a score the
nearness: neighbours want the same people, which is harder than scores drawn at random.
"""

import gc
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from heapq import nsmallest
from importlib.util import find_spec
from pathlib import Path
from random import Random
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[3] / "bench"))

import measuring
from measuring import Figure
from workload import AS_OF, forget_snapshots, history, workspace

from engageframe import Item, Person, Workspace, moment

_LOADED = "import attrs, msgspec, engageframe; from engageframe import Kind, Practice, Rule, View"
_IMPORT = f"{_LOADED}; import time; t = time.process_time(); import engageframe_sme; " + (
    "print(time.process_time() - t)"
)


def neighbours(needs: int, experts: int, near: int) -> dict[str, dict[str, float]]:
    """Draw an instance; the same one every time."""
    chance, side = Random(7), max(1, int((experts / near) ** 0.5))
    there = [(chance.random(), chance.random()) for _ in range(experts)]
    cells: dict[tuple[int, int], list[int]] = {}
    for n, (x, y) in enumerate(there):
        cells.setdefault((int(x * side), int(y * side)), []).append(n)
    scores = {}
    for need in range(needs):
        x, y = chance.random(), chance.random()
        reach, close = 0, list[int]()
        while len(close) < min(experts, 2 * near):
            reach += 1
            close = [
                n
                for dx in range(-reach, reach + 1)
                for dy in range(-reach, reach + 1)
                for n in cells.get((int(x * side) + dx, int(y * side) + dy), ())
            ]
        far = [((there[n][0] - x) ** 2 + (there[n][1] - y) ** 2, n) for n in close]
        scores[f"n{need:05}"] = {
            f"e{n:05}": round(1 / (1 + 50 * d), 6) for d, n in nsmallest(near, far)
        }
    return scores


def cpu(function: Callable[[], Any], rounds: int) -> tuple[list[float], Any]:
    """Give the CPU seconds of each call of a function, and what it gave last."""
    times, answer = [], None
    for _ in range(rounds):
        answer = None
        gc.collect()
        began = time.process_time()
        answer = function()
        times.append(time.process_time() - began)
    return times, answer


def figure(name: str, seconds: list[float], limit: float) -> Figure:
    """Tell times with what they may take."""
    unit, times = ("ms", 1000) if limit < 0.1 else ("s", 1)
    ours = [one * times for one in seconds]
    return Figure(name=name, unit=f"{unit} CPU", ours=ours, most=limit * times)


def run(full: bool = False) -> Iterator[Figure]:
    """Time both sizes that the design names, one expert who leaves, and the import."""
    scale = 3 if full else 1
    from engageframe_sme.assigning import assign
    from engageframe_sme.instance import MatchPolicy

    scores = neighbours(1000, 1000, 50)
    told = {f"e{n:05}": f"p{n % 8}" for n in range(1000)}
    weighed = MatchPolicy(solver="flow", perspective_penalty=0.05)
    asked = {"demand": 2, "max_load": 4, "perspectives": told, "policy": weighed}
    seconds, found = cpu(lambda: assign(scores, **asked), 5 * scale)
    yield figure("sme: 1,000 x 1,000 x 50 with perspectives, flow", seconds, 0.5)
    leaving = found.pairs[0].expert
    seconds, _ = cpu(lambda: found.rematch(leave=[leaving]), 25 * scale)
    yield figure("sme: match again at 1,000 needs, one leaves", seconds, 0.02)
    times = [
        float(
            subprocess.run([sys.executable, "-c", _IMPORT], capture_output=True, check=True).stdout
        )
        for _ in range(7 * scale)
    ]
    yield figure("sme: import engageframe_sme beside the core", times, 0.05)
    yield from _reviewed(scale)
    yield from _large(scale)


def _reviewed(scale: int) -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        workspace(folder, [*history(400), *engaged(1000)], practices=["cycle", "sme"])

        def review() -> Any:
            forget_snapshots(folder)
            with Workspace.open(folder, as_of=moment(AS_OF)) as opened:
                return opened.review()

        seconds, _ = cpu(review, 3 * scale)
    yield figure("sme: review of 1,000 needs and 1,000 experts, nothing kept", seconds, 1.2)


def engaged(count: int) -> Iterator[Item]:
    """Tell of so many needs and as many experts, each introduced to one; forty topics in all."""
    from engageframe_sme.records import Expert, Introduction, Need, Topic

    for n in range(count):
        who, whom = f"expert-{n}", f"their-{n % 120}"
        subjects = dict.fromkeys((f"topic {n % 40}", f"topic {n * 3 % 40}"))
        for body in (
            Person(id=who, name=f"Expert {n}"),
            Expert(id=who, skills={f"topic {n % 40}": 3, f"topic {n * 7 % 40}": 2},
                   languages={"en": "C1"}, capacity=3, perspective=f"way {n % 5}"),
            Need(id=f"need-{n}", person=whom, language="en",
                 topics=tuple(Topic(name=one) for one in subjects)),
            Introduction(id=f"offer-{n}", expert=who, person=whom, by="our-1", need=f"need-{n}"),
        ):  # fmt: skip
            yield Item(body=body, engagement="brook", happened=moment("2025-01-01"), author="ana")


def _large(scale: int) -> Iterator[Figure]:
    from engageframe_sme.assigning import assign
    from engageframe_sme.instance import MatchPolicy

    scores = neighbours(10_124, 5_880, 100)
    totals = []
    for solver, limit in (("flow", 15.0), ("ortools", 1.5)):
        if solver == "ortools" and find_spec("ortools") is None:
            print('sme: ortools is not there: pip install "engageframe-sme[ortools]"')
            continue
        policy = MatchPolicy(solver=solver)
        if solver == "ortools":  # loading it is not what is measured
            assign({"a": {"x": 1.0}}, demand=1, max_load=1, policy=policy)
        seconds, found = cpu(
            lambda policy=policy: assign(scores, demand=3, max_load=6, policy=policy), scale
        )
        totals.append(found.summary.total)
        yield figure(f"sme: 10,124 x 5,880 x 100, demand 3, load 6, {solver}", seconds, limit)
    if len(set(totals)) > 1:
        raise AssertionError(f"the solvers disagree: {totals}")


if __name__ == "__main__":
    measuring.main(run)
