"""Is a promise that is told to have ended in two ways found?"""

import pytest

from engageframe import (
    CommitmentBroken,
    CommitmentKept,
    CommitmentMade,
    CommitmentReleased,
    Engagement,
    Host,
    Workspace,
    moment,
)
from engageframe_cycle import Cycle
from engageframe_stores import MemoryStore

KEPT, BROKEN = CommitmentKept(id="note"), CommitmentBroken(id="note")
RELEASED = CommitmentReleased(id="note", released_by="maria")


def found(*ends: tuple[object, str]) -> list[tuple[str, str, int]]:
    """Tell how a promise ended, and give what DAT009 says of it."""
    host = Host.load((), objects=[Cycle], strict=True)
    one = Workspace(MemoryStore(), host, as_of=moment("2026-03-20"))
    one.record(Engagement(id="north", name="North"), happened=moment("2026-03-01"))
    made = CommitmentMade(id="note", promisor="tom", promisee="maria", what="The note")
    one.record(made, happened=moment("2026-03-01"))
    for body, when in ends:
        one.record(body, happened=moment(when))
    lines = (line for line in one.review().findings if line.rule == "DAT009")
    return [(line.subject, line.says, len(line.evidence)) for line in lines]


@pytest.mark.parametrize(
    ("ends", "told"),
    [
        ([(KEPT, "2026-03-05"), (BROKEN, "2026-03-07")],
         "kept on 2026-03-05, broken on 2026-03-07"),
        ([(BROKEN, "2026-03-07"), (KEPT, "2026-03-05")],
         "kept on 2026-03-05, broken on 2026-03-07"),
        ([(RELEASED, "2026-03-07"), (KEPT, "2026-03-08")],
         "released on 2026-03-07, kept on 2026-03-08"),
    ],
)  # fmt: skip
def test_dat009_two_endings(ends: list[tuple[object, str]], told: str) -> None:
    """Both endings are named in the order in which they happened, with all three records."""
    assert found(*ends) == [("note", f"tom: The note: told as {told}", 3)]


@pytest.mark.parametrize("ends", [[], [(KEPT, "2026-03-05")], [(KEPT, "2026-03-05")] * 2])
def test_one_ending_is_fine_however_often_it_is_told(ends: list[tuple[object, str]]) -> None:
    """Nothing contradicts itself."""
    assert found(*ends) == []
