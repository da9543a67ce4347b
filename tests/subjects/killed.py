"""Erase somebody in another process, and be killed on the way.

Arguments: the folder, and where: ``act``, inside the transaction that destroys, or ``purge``.
"""

import os
import signal
import sys
from pathlib import Path
from typing import NoReturn

from tests.subjects.scenes import DAY

from engageframe.workspace import hosted
from engageframe_stores import files
from engageframe_stores.sqlite import SqliteStore
from engageframe_subjects import Rights


def die(*_: object) -> NoReturn:
    """End at once, as by a power cut."""
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


def erase(folder: Path, where: str) -> None:
    """Erase Zoe."""

    def salt(size: int) -> bytes:
        return die() if where == "act" else os.urandom(size)

    if where == "purge":
        SqliteStore.purge = die  # type: ignore[method-assign]
    config, host = hosted(folder)
    journal = files.open(folder, salt=salt)
    with Rights(journal, host, config=config, as_of=DAY, folder=folder) as workspace:
        workspace.erase("zoe", reason="she asked for it")


if __name__ == "__main__":
    erase(Path(sys.argv[1]), sys.argv[2])
