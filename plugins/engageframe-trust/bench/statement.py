"""What does a cold `engage trust statement` cost on ten thousand facts?"""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[3] / "bench"))

import measuring
from histories import items
from measuring import ENGAGE, Figure, process, turns
from workload import forget_snapshots

from engageframe import Workspace, moment

_IMPORTS = "import pluggy, attrs, click"
_FACTS, _ROUNDS, _DAY = 10_000, 9, "2026-01-15"


def run(full: bool = False) -> Iterator[Figure]:
    """Time whole processes: a statement without a snapshot, one with, and the core by itself."""
    with tempfile.TemporaryDirectory() as parent:
        folder = str(Path(parent) / "work")
        Workspace.create(folder, practices=["cycle", "trust"], author="our-0")
        with Workspace.open(folder, as_of=moment(_DAY)) as workspace:
            workspace.apply(items(_FACTS))
        asked = [ENGAGE, "-C", folder, "--as-of", _DAY]

        def fresh(*words: str) -> float:
            forget_snapshots(folder)
            return process([*asked, *words]).cpu

        cold, warm, floor, view, base = turns(
            3 * _ROUNDS if full else _ROUNDS,
            lambda: fresh("trust", "statement"),
            lambda: process([*asked, "trust", "statement"]).cpu,
            lambda: process([*asked, "trust", "--help"]).cpu,
            lambda: fresh("status"),
            lambda: process([sys.executable, "-c", _IMPORTS]).cpu,
        )
    for name, times, most in (("no snapshot", cold, 350.0), ("snapshot", warm, 120.0)):
        what = f"engage trust statement, 10,000 facts, {name}"
        yield Figure(name=what, unit="ms CPU", ours=times, most=most)
        yield Figure(name=f"{what} / imports", unit="ms CPU", ours=times, peer=base,
                     against="the imports")  # fmt: skip
    yield Figure(name="of it the core: open the workspace, run nothing", unit="ms CPU", ours=floor)
    yield Figure(name="of it the core: fold the view cold (status)", unit="ms CPU", ours=view)


if __name__ == "__main__":
    measuring.main(run)
