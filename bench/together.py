"""What do the practices pivot and servant add together to a review of ten thousand records?

A tenth of the records tells of Pivots and a tenth of serving.
Whole processes with both practices and without them take turns in one run: `python
bench/together.py`.
"""

import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
for _folder in ("bench", "plugins/engageframe-pivot/bench", "plugins/engageframe-servant/bench"):
    sys.path.insert(0, str(ROOT / _folder))

import pivot_review
import servant
from review import forget_snapshots
from startup import cpu

from engageframe import Workspace, moment

_ROUNDS = 15
_RECORDS = 10_000
_TARGET = 100


def run() -> list[str]:
    """Tell what both add, without a snapshot and with one, by the least CPU time of the rounds."""
    practices = ["cycle", "cadence", "pivot", "servant"]
    with tempfile.TemporaryDirectory() as folder:
        Workspace.create(folder, practices=practices, author="ana")
        with Workspace.open(folder, as_of=moment("2026-11-01")) as workspace:
            workspace.apply(pivot_review.told(_RECORDS - _RECORDS // 10))
            workspace.apply(servant.told(_RECORDS // 10, share=1.0))
        engage = str(Path(sys.executable).with_name("engage"))
        both = [engage, "review", "-C", folder, "--as-of", "2026-11-01", "--json"]
        core = [*both, "--no-practice", "pivot", "--no-practice", "servant"]
        times: dict[tuple[str, str], list[float]] = {}
        for _ in range(_ROUNDS):
            for name, command in (("core", core), ("both", both)):
                forget_snapshots(folder)
                for what in ("no snapshot", "snapshot"):
                    times.setdefault((name, what), []).append(cpu(command))
    lines = []
    for what in ("no snapshot", "snapshot"):
        without, added = (1000 * min(times[name, what]) for name in ("core", "both"))
        lines.append(
            f"engage review, {_RECORDS:,} records, {what}: core {without:.0f} ms CPU, with pivot "
            f"and servant {added:.0f}, adds {added - without:.0f}, target: at most {_TARGET}"
        )
    return lines


if __name__ == "__main__":
    print(*run(), sep="\n")
