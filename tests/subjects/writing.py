"""Write on into a workspace from another process.

Arguments: the folder, and the seconds between two records.
A line is printed after the first record; the process ends when its input does.
"""

import itertools
import select
import sys
from pathlib import Path

from tests.subjects.scenes import DAY

from engageframe import Lesson, Workspace


def write(folder: Path, gap: float) -> None:
    """Write until the input ends."""
    with Workspace.open(folder, as_of=DAY) as workspace:
        for number in itertools.count():
            workspace.record(Lesson(id=f"lesson-{number}", text="something learned"))
            print(number, flush=True)
            if select.select([sys.stdin], [], [], gap)[0]:
                return


if __name__ == "__main__":
    write(Path(sys.argv[1]), float(sys.argv[2]))
