"""What does the practice add to a review of ten thousand records?

Once none of the records tells of serving, once a tenth does.
"""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[3] / "bench"))

import adding
import measuring
from measuring import Figure
from workload import history, workspace

from engageframe import Attendee, Item, moment
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

_RECORDS = 10_000
_MOST = 50.0


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


def run(full: bool = False) -> Iterator[Figure]:
    """Say what the practice adds to the core, for each share of records about serving."""
    for share in (0.0, 0.1):
        with tempfile.TemporaryDirectory() as folder:
            workspace(folder, told(_RECORDS, share), practices=["cycle", "servant"])
            of = f"servant, {_RECORDS:,} records, {share:.0%} about serving"
            yield from adding.adds(folder, of, ["servant"], most=_MOST, full=full)


if __name__ == "__main__":
    measuring.main(run)
