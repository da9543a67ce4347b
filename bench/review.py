"""What does a cold `engage review` cost on an engagement of ten thousand records?"""

import sys
import tempfile
from collections.abc import Iterator

import measuring
from measuring import ENGAGE, Figure, process, turns
from startup import IMPORTS
from workload import AS_OF, forget_snapshots, history, workspace

_ROUNDS = 9


def run(full: bool = False) -> Iterator[Figure]:
    """Time whole processes: a review without a snapshot, and one with."""
    with tempfile.TemporaryDirectory() as folder:
        workspace(folder, history(10_000), practices=["cycle", "cadence"])
        review = [ENGAGE, "review", "-C", folder, "--as-of", AS_OF, "--json"]

        def made() -> float:
            forget_snapshots(folder)
            return process(review).cpu

        def kept() -> float:
            return process(review).cpu

        def imports() -> float:
            return process([sys.executable, "-c", IMPORTS]).cpu

        cold, warm, base = turns(3 * _ROUNDS if full else _ROUNDS, made, kept, imports)
    for name, times, most in (("no snapshot", cold, 350.0), ("snapshot", warm, 150.0)):
        what = f"engage review, 10,000 records, {name}"
        yield Figure(name=what, unit="ms CPU", ours=times, most=most)
        yield Figure(name=f"{what} / imports", unit="ms CPU", ours=times, peer=base,
                     against="the imports")  # fmt: skip


if __name__ == "__main__":
    measuring.main(run)
