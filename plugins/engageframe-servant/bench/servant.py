"""What does the practice add to a review of ten thousand records?

Once none of the records tells of serving, once a tenth does. Whole processes with the practice and
without it take turns in one run; told are medians of CPU time, and in brackets the least of it,
which a busy machine changes less: `python plugins/engageframe-servant/bench/servant.py [scale]`.
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
_TARGET = 50


def told(records: int, share: float = 0.1) -> list[Item]:
    """Tell an engagement of so many records, a share of them about serving."""
    served = [
        Item(body=body, engagement="brook", happened=moment(when), author="ana")
        for number in range(int(records * share) // 7)
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
    """Say what the practice adds to the core, for each share of records about serving."""
    lines = []
    for share in (0.0, 0.1):
        times = _times(share, _ROUNDS * scale)
        for what in ("no snapshot", "snapshot"):
            core, both = times["core", what], times["both", what]
            adds = f"{median(both) - median(core):.0f} ms ({min(both) - min(core):.0f})"
            of = f"{_RECORDS:,} records, {share:.0%} about serving, {what}"
            told_ = f"core {median(core):.0f} ms CPU ({min(core):.0f}), servant adds {adds}"
            lines.append(f"engage review, {of}: {told_} <= {_TARGET}")
    return lines


def _times(share: float, rounds: int) -> dict[tuple[str, str], list[float]]:
    times: dict[tuple[str, str], list[float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        Workspace.create(folder, practices=["cycle", "servant"], author="ana")
        with Workspace.open(folder, as_of=moment("2026-11-01")) as workspace:
            workspace.apply(told(_RECORDS, share))
        engage = [str(Path(sys.executable).with_name("engage"))]
        review = [*engage, "review", "-C", folder, "--as-of", "2026-11-01", "--json"]
        for _ in range(rounds):
            for who, command in (("core", [*review, "--no-practice", "servant"]), ("both", review)):
                forget_snapshots(folder)
                for what in ("no snapshot", "snapshot"):
                    times.setdefault((who, what), []).append(1000 * cpu(command))
    return times


if __name__ == "__main__":
    for line in run(int(sys.argv[1]) if len(sys.argv) > 1 else 1):
        print(line)
