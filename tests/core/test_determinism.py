"""The same journal, settings and moment give the same bytes."""

import os
import subprocess
import sys
from pathlib import Path

from tests.golden.test_golden import corpus
from tests.laws.strategies import told

from engageframe.encoding import canonical
from engageframe.model.moments import moment
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


def test_two_processes_and_two_stores_give_the_same_bytes(tmp_path: Path) -> None:
    """Neither the seed of the process nor the way the journal is kept changes an answer."""
    folder = tmp_path / "acme"
    Workspace.create(folder, practices=["cycle"])
    kept = told(corpus(), open_store(folder / "journal.db", salt=bytes))
    kept.close()

    one, two = asked(folder, "1"), asked(folder, "4242")

    with Workspace.open(folder, as_of=moment("2026-05-01")) as workspace:
        host, config = workspace.host, workspace.config
    memory = told(corpus(), MemoryStore(salt=bytes))
    here = Workspace(memory, host, config=config, as_of=moment("2026-05-01"))
    assert one == two == [
        canonical(answer)
        for answer in (here.review(), here.plan(), here.brief(encounter="visit-1"))
    ]  # fmt: skip
    assert b"power-note" in one[0]
    assert b'"practices":["cycle' in one[0]
    assert b'"failures":[]' in one[0]
