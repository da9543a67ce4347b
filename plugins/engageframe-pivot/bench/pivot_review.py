"""What does the practice add to a review of ten thousand records?

A tenth of the records tell of Pivots, of 166 decisions. Reviews with the practice and without it
take turns in one run, as whole processes, by CPU time: once with no snapshot, once with one.
Of each the least time counts, as whatever else the machine does only adds to it.
"""

import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[3] / "bench"))

from review import forget_snapshots, history
from startup import cpu

from engageframe import Item, Workspace, moment
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

_ROUNDS = 15
_SHARE = 10
_RECORDS = 10_000
_TARGET = 50
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


def run() -> list[str]:
    """Time both reviews in turns, and say what the practice adds."""
    with tempfile.TemporaryDirectory() as folder:
        Workspace.create(folder, practices=["cycle", "pivot"], author="ana")
        with Workspace.open(folder, as_of=moment("2026-11-01")) as workspace:
            workspace.apply(told(_RECORDS))
        times = _times(folder)
    lines = []
    for what in ("no snapshot", "snapshot"):
        core, both = (1000 * min(times[name, what]) for name in ("core", "pivot"))
        lines.append(
            f"engage review, {_RECORDS:,} records, {what}: core {core:.0f} ms CPU, "
            f"with pivot {both:.0f}, adds {both - core:.0f}, target: at most {_TARGET}"
        )
    return lines


def _times(folder: str) -> dict[tuple[str, str], list[float]]:
    engage = str(Path(sys.executable).with_name("engage"))
    review = [engage, "review", "-C", folder, "--as-of", "2026-11-01", "--json"]
    commands = {"core": [*review, "--no-practice", "pivot"], "pivot": review}
    times: dict[tuple[str, str], list[float]] = {}
    for _ in range(_ROUNDS):
        for name, command in commands.items():
            forget_snapshots(folder)
            for what in ("no snapshot", "snapshot"):
                times.setdefault((name, what), []).append(cpu(command))
    return times


if __name__ == "__main__":
    print(*run(), sep="\n")
