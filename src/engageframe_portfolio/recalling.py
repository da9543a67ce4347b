"""Can an answer be given again without asking anybody?

Only the settings and the ends of some streams are read, and no practice is imported.
"""

from collections.abc import Collection
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from engageframe import kept, settings
from engageframe.discovery import named
from engageframe.errors import EngageframeError, JournalError
from engageframe.journal import REGISTER, Journal
from engageframe.model.moments import Moment

__all__ = ["Recall", "recall", "remember"]


class Recall(NamedTuple):
    """The journal of a workspace, and what its answers as of a moment rest on besides."""

    journal: Journal
    as_of: Moment
    rests_on: str

    def engagements(self) -> list[str]:
        """Give the ids of all engagements, sorted."""
        return sorted({*self.journal.streams()} - {REGISTER})

    def answer(self, what: str, engagement: str) -> bytes | None:
        """Give an answer, such as the ``Review``, as canonical JSON, if it was kept and holds."""
        if not self.rests_on:
            return None
        return kept.answer(self.journal, kept.Question(what, engagement, self.as_of), self.rests_on)


def remember(
    folder: Path, *, as_of: Moment, off: Collection[str] = (), no_practices: bool = False
) -> Recall:
    """Open the journal of the workspace in a folder; close it when it is no longer needed.

    Raises:
        NotAWorkspace: the folder holds none.
        InvalidInput: its settings have mistakes.
        JournalError: the journal cannot be opened or trusted.
    """
    config = settings.read(folder)
    store = named("engageframe.stores", config.store)
    if not store.exists(folder):
        raise JournalError(f"{folder}: the journal is missing; put it back from a backup")
    used = () if no_practices else {*config.practices} - {*off}
    rests_on = kept.rests_on(config.text, used)
    return Recall(store.open(folder), as_of, rests_on)


def recall(
    folder: Path,
    what: str,
    *,
    as_of: Moment,
    engagement: str = "",
    off: Collection[str] = (),
    no_practices: bool = False,
) -> bytes | None:
    """Give an answer, such as the ``Review``, as canonical JSON, if the same was asked before.

    Whatever is wrong makes it ``None``: whoever then asks in full is told.
    """
    try:
        found = remember(folder, as_of=as_of, off=off, no_practices=no_practices)
        with closing(found.journal):
            names = [engagement] if engagement else found.engagements()
            return found.answer(what, names[0]) if len(names) == 1 else None
    except EngageframeError:
        return None
