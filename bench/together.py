"""What do the practices pivot and servant add together to a review of ten thousand records?

A tenth of the records tells of Pivots and a tenth of serving.
"""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
for _folder in ("plugins/engageframe-pivot/bench", "plugins/engageframe-servant/bench"):
    sys.path.insert(0, str(ROOT / _folder))

import adding
import measuring
import pivot_review
import servant
from measuring import Figure
from workload import workspace

_RECORDS = 10_000
_MOST = 100.0


def run(full: bool = False) -> Iterator[Figure]:
    """Tell what both add, without a snapshot and with one."""
    told = [
        *pivot_review.told(_RECORDS - _RECORDS // 10),
        *servant.told(_RECORDS // 10, share=1.0),
    ]
    with tempfile.TemporaryDirectory() as folder:
        workspace(folder, told, practices=["cycle", "cadence", "pivot", "servant"])
        of = f"pivot and servant, {_RECORDS:,} records"
        yield from adding.adds(folder, of, ["pivot", "servant"], most=_MOST, full=full)


if __name__ == "__main__":
    measuring.main(run)
