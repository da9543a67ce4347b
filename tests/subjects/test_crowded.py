"""Can rights be answered while others go on writing?"""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import attrs
import pytest
from tests.subjects.scenes import CANARY, DAY, make

from engageframe import (
    Correction,
    Engagement,
    Host,
    Item,
    Lesson,
    Person,
    Retraction,
    Stakeholder,
    Statement,
    Workspace,
)
from engageframe_stores import MemoryStore
from engageframe_subjects import Rights
from engageframe_subjects.finding import Held
from engageframe_subjects.meanwhile import changes

ROOT = Path(__file__).parents[2]
REASON = "they asked for it"


@contextmanager
def writing(folder: Path, gap: float) -> Iterator[None]:
    """Let another process write on, until this is over; it has written once, and more after."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.subjects.writing", str(folder), str(gap)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT,
    ) as other:  # fmt: skip
        assert other.stdout is not None
        assert other.stdout.readline() == b"0\n"
        yield
        assert other.poll() is None
        told, _ = other.communicate()
    assert other.returncode == 0
    assert told


def test_rights_are_answered_while_another_process_writes(tmp_path: Path) -> None:
    """It writes twenty times a second, into the same engagement."""
    folder = make(tmp_path / "acme")
    with Workspace.open(folder, as_of=DAY) as workspace:
        workspace.apply(
            [Item(body=Statement(about="ben", text=f"No {n}", basis="ours", by="ana"),
                  engagement="acme", happened=DAY, author="ana") for n in range(1000)]
        )  # fmt: skip
    with Rights.open(folder, as_of=DAY) as workspace, writing(folder, 0.05):
        workspace.correct("ben", {"email": "b@okoro.example"}, reason=REASON)
        workspace.erase("zoe", reason=REASON)
        held = [one for one in workspace.journal.read() if CANARY.encode() in (one.body or b"")]

    assert held == []


@pytest.mark.parametrize(
    ("news", "author", "matters"),
    [
        (Lesson(id="new", text="Maria is mentioned"), "me", False),
        (Statement(about="maria", text="She came", basis="ours", by="me"), "me", False),
        (Person(id="ben", name="Ben Q"), "me", False),
        (Person(id="maria", name="Maria Q"), "me", True),
        (Lesson(id="new", text="by somebody new"), "somebody", True),
        (Stakeholder(who="ben", side="client"), "me", False),
        (Stakeholder(who="ben", side="ours"), "me", True),
        (Retraction(record="x", reason="no"), "me", True),
        (Correction(record="x", body={"id": "old", "text": "y"}, reason="no"), "me", True),
    ],
)
def test_what_could_change_a_decision_is_known(news: object, author: str, matters: bool) -> None:
    """An amendment, a side, a new author, or the same thing told anew: all else lets it stand."""
    workspace = Rights(MemoryStore(), Host.load(()), as_of=DAY)
    told = (
        Engagement(id="acme", name="A"),
        Lesson(id="old", text="x"),
        Person(id="maria", name="M"),
    )
    ids = [workspace.record(one).changes[0].draft.id for one in told]
    held, end = Held(workspace.journal.read(), workspace.codec), workspace.journal.head().seq
    if isinstance(news, (Correction, Retraction)):
        news = attrs.evolve(news, record=ids[1])

    workspace.apply([Item(body=news, engagement="acme", happened=DAY, author=author)])

    assert changes(held, ids[1:], workspace.journal.read(after=end)) is matters
