"""What does the practice add to a review of ten thousand records?

A tenth of the records tell of serving. Whole processes with the practice and without it take turns
in one run, by CPU time: `python plugins/engageframe-servant/bench/servant.py [scale]`.
"""

import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[3] / "bench"))

from review import forget_snapshots, history
from startup import cpu

from engageframe import Attendee, Item, Workspace, moment
from engageframe_servant.records import (
    FACETS,
    Act,
    Card,
    Contribution,
    Decision,
    Matter,
    Message,
    Teaching,
    Words,
)

__all__ = ["run", "told"]

_ROUNDS = 9
_RECORDS = 10_000
_SHARE = 10
_TARGET = 50


def told(records: int) -> list[Item]:
    """Tell an engagement of so many records, a tenth of them about serving."""
    served = [
        Item(body=body, engagement="brook", happened=moment(when), author="ana")
        for number in range(records // _SHARE // 7)
        for when, body in _served(number)
    ]
    return [*history(records - len(served)), *served]


def _served(number: int) -> list[tuple[str, Any]]:
    day = f"2025-{number // 28 % 12 + 1:02d}-{number % 28 + 1:02d}"
    matter, our, their = f"matter-{number}", f"our-{number % 8}", f"their-{number * 7 % 120}"
    words = Words(text=f"so it is {number}", basis="said", by=their)
    facets: dict[str, Any] = dict.fromkeys(FACETS[:5], words)
    return [
        (day, Matter(id=matter, what=f"which {number}", affected=(their, "farmer"),
                     levels=("board", "farms"))),
        (day, Contribution(matter=matter, by=their, text=f"this {number}", count=2)),
        (day, Decision(id=f"decision-{number}", what=f"this {number}", decider=their,
                       matter=matter, participants=(our,))),
        (day, Message(id=f"news-{number}", by=our, what=f"this {number}", why="why", when="in May",
                      matter=matter, levels=("board",), told=moment(day))),
        (day, Act(id=f"act-{number}", what=f"a note {number}", for_whom=their, by=our)),
        (day, Teaching(id=f"lesson-{number}", topic="log", what=f"the log {number}", by=our,
                       learners=(Attendee(person=their),))),
        (day, Card(id=f"card-{number}", for_whom=their, about=f"meeting-{number}", **facets)),
    ]  # fmt: skip


def run(scale: int = 1) -> list[str]:
    """Time both reviews in turns, and say what the practice adds."""
    times: dict[tuple[str, str], list[float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        Workspace.create(folder, practices=["cycle", "servant"], author="ana")
        with Workspace.open(folder, as_of=moment("2026-11-01")) as workspace:
            workspace.apply(told(_RECORDS))
        engage = [str(Path(sys.executable).with_name("engage"))]
        review = [*engage, "review", "-C", folder, "--as-of", "2026-11-01", "--json"]
        for _ in range(_ROUNDS * scale):
            for who, command in (("core", [*review, "--no-practice", "servant"]), ("both", review)):
                forget_snapshots(folder)
                for what in ("no snapshot", "snapshot"):
                    times.setdefault((who, what), []).append(1000 * cpu(command))
    lines = []
    for what in ("no snapshot", "snapshot"):
        core, both = median(times["core", what]), median(times["both", what])
        added = f"core {core:.0f} ms CPU, servant adds {both - core:.0f} ms CPU"
        lines.append(f"engage review, 10,000 records, {what}: {added} (<= {_TARGET})")
    return lines


if __name__ == "__main__":
    for line in run(int(sys.argv[1]) if len(sys.argv) > 1 else 1):
        print(line)
