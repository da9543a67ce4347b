"""Erase somebody in another process, and be killed on the way.

Arguments: the folder, and where: at the n-th entry that is written, or ``purge``.
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
    given = 0

    def salt(size: int) -> bytes:
        nonlocal given
        given += 1
        return die() if where == str(given) else os.urandom(size)

    if where == "purge":
        SqliteStore.purge = die  # type: ignore[method-assign]
    config, host = hosted(folder)
    journal = files.open(folder, salt=salt)
    with Rights(journal, host, config=config, as_of=DAY, folder=folder) as workspace:
        workspace.erase("zoe", reason="she asked for it")


if __name__ == "__main__":
    erase(Path(sys.argv[1]), sys.argv[2])
