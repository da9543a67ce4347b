"""How is one engagement reviewed, so that nothing of another one shows, in whatever process?"""

import gc
import os
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from threading import Thread
from typing import Any, cast

import msgspec

from engageframe.encoding import canonical
from engageframe.errors import EngageframeError
from engageframe.journal import Journal, Snapshot
from engageframe.workspace import Workspace

__all__ = ["Begin", "Outcome", "Worker", "begin", "made"]

Begin = Callable[[type[Workspace]], Workspace]
"""Opens a workspace of a class; for several processes it can be pickled."""


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one engagement: its review as canonical JSON, or why there is none.

    ``code`` is the exit code that it deserves alone; ``failures`` are those of practices.
    ``to_keep`` are snapshots, each with its name and the revision that it was made at.
    """

    engagement: str
    review: bytes = b""
    says: str = ""
    code: int = 0
    recalled: bool = False
    failures: tuple[str, ...] = ()
    to_keep: tuple[tuple[str, Snapshot, str], ...] = ()


class _Gathering:
    """A journal whose snapshots are gathered rather than kept: one process writes them all."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self.gathered: list[tuple[str, Snapshot, str]] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._journal, name)

    def keep_snapshot(self, name: str, snapshot: Snapshot, *, revision: str = "") -> None:
        """Gather a snapshot."""
        self.gathered.append((name, snapshot, revision))


class _Workspace(Workspace):
    """A workspace that only reads."""

    def __init__(self, journal: Journal, *parts: Any, **more: Any) -> None:
        self.gathering = _Gathering(journal)
        super().__init__(cast(Journal, self.gathering), *parts, **more)


class Worker:
    """A workspace that is asked for one review after the other."""

    def __init__(self, begin: Begin) -> None:
        self._workspace = cast(_Workspace, begin(_Workspace))
        self._at_load = [*self._workspace.host.concerning]

    def close(self) -> None:
        """Release the journal."""
        self._workspace.close()

    def outcome(self, engagement: str) -> Outcome:
        """Review one engagement; whatever fails is told, and nothing of it is left behind."""
        workspace, host = self._workspace, self._workspace.host
        host.concerning = [*self._at_load]  # nobody is asked when there is no such engagement
        review, says, code = b"", "", 0
        try:
            review = canonical(workspace.review(engagement))
            code = 2 if any(one.hook == "settings" for one in host.concerning) else 0
        except EngageframeError as fault:
            says, code = str(fault), fault.exit_code
        except Exception as fault:  # noqa: BLE001 - the other engagements are reviewed all the same
            says, code = f"internal error: {type(fault).__name__}: {fault}", 3
        gathered, workspace.gathering.gathered = workspace.gathering.gathered, []
        return Outcome(
            engagement=engagement, review=review, says=says, code=code,
            failures=tuple(map(str, host.concerning)), to_keep=tuple(gathered),
        )  # fmt: skip


_here: list[Worker] = []


def begin(how: Begin, leash: Connection) -> None:
    """Open the workspace in a process that was started for this, and ends with its ``leash``."""
    Thread(target=_held, args=(leash,), daemon=True).start()
    gc.set_threshold(100_000)  # looking for garbage would cost a fifth
    _here.append(Worker(how))


def _held(leash: Connection) -> None:
    with suppress(EOFError, OSError):
        leash.recv()  # nothing is ever sent: it returns when the other end is closed, or dead
    os._exit(1)


def made(engagement: str) -> Outcome:
    """Review one engagement in a process that has begun."""
    return _here[0].outcome(engagement)
