"""What is told and asked in the benchmarks? Invented people, and records by a fixed pattern."""

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

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

__all__ = ["AS_OF", "forget_snapshots", "history", "workspace"]

AS_OF = "2026-11-01"


def workspace(folder: str | os.PathLike[str], told: Iterable[Item], practices: list[str]) -> None:
    """Make a workspace in a folder, and tell everything in one act."""
    Workspace.create(folder, practices=practices, author="ana")
    with Workspace.open(folder, as_of=moment(AS_OF)) as opened:
        opened.apply(told)


def history(
    records: int, *, engagement: str = "brook", ours: int = 8, theirs: int = 120, first: int = 0,
    client: str = "",
) -> list[Item]:  # fmt: skip
    """Tell an invented engagement of so many records: planned, held, reviewed, promised, kept.

    ``first`` is the number of the first meeting; above 0 only meetings are told.
    ``client`` is the name of the client, whose people are called after it if it is given.
    """
    start, firm, whose = "2025-01-01", client or "brook", f"{client}-their" if client else "their"
    told: list[tuple[str, Any]] = []
    if not first:
        told += [(start, Engagement(id=engagement, name=f"{firm.title()} rollout", client=firm))]
        told += [(start, Organization(id=firm, name=f"{firm.title()} Ltd"))]
        for side, who, count in (("ours", "our", ours), ("client", whose, theirs)):
            for id_ in (f"{who}-{n}" for n in range(count)):
                told.append((start, Person(id=id_, name=id_.replace("-", " ").title())))
                told.append((start, Stakeholder(who=id_, side=side)))
    number = first
    while len(told) < records:
        told += _encounter(number, f"our-{number % ours}", f"{whose}-{number * 7 % theirs}")
        number += 1
    return [
        Item(body=body, engagement=engagement, happened=moment(when), author="ana")
        for when, body in told[:records]
    ]


def forget_snapshots(folder: str | os.PathLike[str], names: Sequence[str] = ()) -> None:
    """Delete the cached states, or those of these names, as a user may."""
    import apsw

    connection = apsw.Connection(str(Path(folder) / "journal.db"))
    if names:
        connection.executemany("DELETE FROM snapshot WHERE name = ?", [(one,) for one in names])
    else:
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
