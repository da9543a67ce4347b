"""The same journal, settings and moment give the same bytes."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.golden.test_golden import CODEC, corpus
from tests.laws.strategies import told

from engageframe.encoding import canonical
from engageframe.journal import Draft
from engageframe.model.commitments import CommitmentMade
from engageframe.model.encounters import Attendee, EncounterHeld
from engageframe.model.engagements import Lesson
from engageframe.model.moments import moment
from engageframe.model.people import Stakeholder
from engageframe.workspace import Workspace
from engageframe_stores import MemoryStore, open_store

ASK = """
import sys
from engageframe.encoding import canonical
from engageframe.model.moments import moment
from engageframe.workspace import Workspace

with Workspace.open(sys.argv[1], as_of=moment("2026-05-01")) as workspace:
    for answer in (workspace.review(), workspace.plan(), workspace.brief(encounter="visit-1")):
        sys.stdout.buffer.write(canonical(answer) + b"\\n")
"""


def asked(folder: Path, seed: str) -> list[bytes]:
    """Ask in a process of its own, whose sets of texts are shuffled in their own way."""
    command = [sys.executable, "-c", ASK, str(folder)]
    env = os.environ | {"PYTHONHASHSEED": seed}
    answer = subprocess.run(command, env=env, check=True, stdout=subprocess.PIPE)
    return answer.stdout.splitlines()


def many() -> list[Draft]:
    """Give the corpus, and so many things alike that a set would shuffle them."""
    alike: list[Any] = [Stakeholder(who="ana-novak", side="ours")]
    for word in ("amber", "brick", "coral", "delta", "ember", "flint", "grove", "heron"):
        there = (Attendee(person=f"{word}-lee"), Attendee(organization="acme"))
        alike += [
            CommitmentMade(id=word, promisor="ana-novak", promisee="maria-lopez", what=word),
            EncounterHeld(id=f"met-{word}", attendees=there),
            Lesson(id=f"lesson-{word}", text=word),
        ]
    about = {"engagement": "acme-rollout", "happened": moment("2026-04-01"), "author": "ana"}
    return [*corpus(), *(CODEC.draft(body, **about) for body in alike)]


def test_two_processes_and_two_stores_give_the_same_bytes(tmp_path: Path) -> None:
    """Neither the seed of the process nor the way the journal is kept changes an answer."""
    folder = tmp_path / "acme"
    Workspace.create(folder, practices=["cycle"])
    kept = told(many(), open_store(folder / "journal.db", salt=bytes))
    kept.close()

    one, two = asked(folder, "1"), asked(folder, "4242")

    with Workspace.open(folder, as_of=moment("2026-05-01")) as workspace:
        host, config = workspace.host, workspace.config
    memory = told(many(), MemoryStore(salt=bytes))
    here = Workspace(memory, host, config=config, as_of=moment("2026-05-01"))
    assert one == two == [
        canonical(answer)
        for answer in (here.review(), here.plan(), here.brief(encounter="visit-1"))
    ]  # fmt: skip
    assert (len(here.plan().suggested), len(here.review().findings)) > (8, 8)
    assert b"power-note" in one[0]
    assert b'"practices":["cycle' in one[0]
    assert b'"failures":[]' in one[0]
