"""What does the practice add to a review of ten thousand records?

A tenth of the records tell of Pivots, of 166 decisions.
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

from engageframe import Item, moment
from engageframe_pivot.records import (
    Acceptance,
    Acts,
    Decision,
    Idea,
    Reason,
    Restatement,
    SpeechAct,
)

__all__ = ["run", "told"]

_SHARE = 10
_RECORDS = 10_000
_MOST = 50.0
_ACTS = (
    "ACK CHECK CONF PERM GRANT ALSO OWN ACT",
    "ACK CHECK CORR ACK CHECK CONF PERM DECLINE",
    "ACK ALSO PUSH PUSH ASSENT",
)


def told(records: int) -> list[Item]:
    """Tell an engagement of so many records, a tenth of them about Pivots."""
    pivots = [
        Item(body=body, engagement="brook", happened=moment(when), author="ana")
        for number in range(records // _SHARE // 6)
        for when, body in _pivot(number)
    ]
    return [*history(records - len(pivots)), *pivots]


def _pivot(number: int) -> list[tuple[str, Any]]:
    day = f"2025-{number // 28 % 12 + 1:02d}-{number % 28 + 1:02d}"
    decision, who = f"decision-{number}", f"their-{number * 7 % 120}"
    acts = tuple(
        SpeechAct(act=act, words=f"word {number}") for act in _ACTS[number % len(_ACTS)].split()
    )
    return [
        (day, Decision(id=decision, who=who, text=f"buys {number}", basis="said")),
        (day, Reason(decision=decision, text=f"because {number}", basis="said", by=who)),
        (day, Restatement(decision=decision, text=f"you stay for {number}", basis="confirmed")),
        (day, Idea(id=f"idea-{number}", decision=decision, text=f"a meter {number} beside it",
                   coexists="same socket", brought_by="our-1", permission="may we?")),
        (day, Acts(encounter=f"meeting-{number}", decision=decision, acts=acts)),
        (day, Acceptance(idea=f"idea-{number}", rung="A2", basis="said", words="it fits")),
    ]  # fmt: skip


def run(full: bool = False) -> Iterator[Figure]:
    """Time both reviews in turns, and say what the practice adds."""
    with tempfile.TemporaryDirectory() as folder:
        workspace(folder, told(_RECORDS), practices=["cycle", "pivot"])
        yield from adding.adds(
            folder, f"pivot, {_RECORDS:,} records", ["pivot"], most=_MOST, full=full
        )


if __name__ == "__main__":
    measuring.main(run)
