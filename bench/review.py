"""What does a cold `engage review` cost on an engagement of ten thousand records?"""

import sys
import tempfile
from pathlib import Path
from typing import Any

from startup import IMPORTS, cpu

from engageframe import (
    Attendee,
    CommitmentKept,
    CommitmentMade,
    EncounterHeld,
    EncounterPlanned,
    EncounterReviewed,
    Engagement,
    Item,
    Objective,
    Organization,
    Person,
    Stakeholder,
    Verdict,
    Workspace,
    moment,
)

_ROUNDS = 9


def run(scale: int = 1) -> list[dict[str, Any]]:
    """Time whole processes: a review without a snapshot, and one with."""
    with tempfile.TemporaryDirectory() as folder:
        Workspace.create(folder, practices=["cycle", "cadence"], author="ana")
        with Workspace.open(folder, as_of=moment("2026-11-01")) as workspace:
            workspace.apply(history(10_000))
        engage = [str(Path(sys.executable).with_name("engage"))]
        review = [*engage, "review", "-C", folder, "--as-of", "2026-11-01", "--json"]
        cold, warm, base = [], [], []
        for _ in range(_ROUNDS * scale):
            forget_snapshots(folder)
            cold.append(cpu(review))
            warm.append(cpu(review))
            base.append(cpu([sys.executable, "-c", IMPORTS]))
    rows = []
    for name, times, target in (("no snapshot", cold, 350), ("snapshot", warm, 150)):
        ours, peer = (sorted(one)[len(one) // 2] * 1000 for one in (times, base))
        what = f"engage review, 10,000 records, {name}"
        rows.append(_row(what, ours, f"{target} ms CPU", ours / target, "<= 1"))
        imports = f"{peer:.0f} ms CPU"
        rows.append(_row(f"{what} / imports", ours, imports, ours / peer, "none"))
    return rows


def history(records: int) -> list[Item]:
    """Tell an invented engagement of so many records: planned, held, reviewed, promised, kept."""
    told: list[Any] = [("2025-01-01", Engagement(id="brook", name="Brook rollout", client="brook"))]
    told += [("2025-01-01", Organization(id="brook", name="Brook Ltd"))]
    ours = [f"our-{n}" for n in range(8)]
    theirs = [f"their-{n}" for n in range(120)]
    for side, ids in (("ours", ours), ("client", theirs)):
        for who in ids:
            told.append(("2025-01-01", Person(id=who, name=who.replace("-", " ").title())))
            told.append(("2025-01-01", Stakeholder(who=who, side=side)))
    number = 0
    while len(told) < records:
        told += _encounter(number, ours[number % 8], theirs[number * 7 % 120])
        number += 1
    return [
        Item(body=body, engagement="brook", happened=moment(when), author="ana")
        for when, body in told[:records]
    ]


def forget_snapshots(folder: str) -> None:
    """Delete the cached states, as a user may."""
    import apsw

    connection = apsw.Connection(str(Path(folder) / "journal.db"))
    connection.execute("DELETE FROM snapshot")
    connection.close()


def _encounter(number: int, our: str, their: str) -> list[tuple[str, Any]]:
    day = f"2025-{number // 28 % 12 + 1:02d}-{number % 28 + 1:02d}"
    name, there = f"meeting-{number}", (Attendee(person=our), Attendee(person=their))
    aim = Objective(
        id="aim", text="learn how they choose", owner=their, kind="understand", chance=70
    )
    promise = f"promise-{number}"
    return [
        (day, EncounterPlanned(id=name, scheduled=moment(day), attendees=there, objectives=(aim,))),
        (day, EncounterHeld(id=name, attendees=there, subject=f"matter {number}", initiator=our)),
        (day, EncounterReviewed(
            id=name, outcome="advance", client_actions=("asks their board",),
            verdicts=(Verdict(objective="aim", reached=number % 3 > 0, evidence=("notes",)),),
        )),
        (day, CommitmentMade(id=promise, promisor=our, promisee=their, what=f"note {number}",
                             due=moment("2025-12-31"))),
        (day, CommitmentKept(id=promise, acknowledged_by=their)),
    ]  # fmt: skip


def _row(name: str, ours: float, peer: str, ratio: float, target: str) -> dict[str, Any]:
    """Tell one comparison; the one with the imports of the same rounds shows a slow machine."""
    shown = f"{ours:.0f} ms CPU"
    return {"name": name, "ours": shown, "peer": peer, "ratio": ratio, "target": target}
