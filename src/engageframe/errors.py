"""What can go wrong, said as data.

::

    EngageframeError
    ├── InvalidInput          people's mistakes, gathered: files, rows, settings, arguments
    ├── NotAWorkspace         the folder holds no workspace
    ├── GateClosed            findings forbid a phase change
    ├── UndeclaredRead        a practice read what it did not declare
    ├── PracticeError         a practice failed; it is named
    └── JournalError
        ├── Conflict          the stream moved on since it was read
        ├── RequestMismatch   a request id came back with another content
        ├── StoreBusy         another writer held the store too long
        ├── NewerStore        the store was written by a newer version
        └── DamagedStore      the store cannot be trusted
"""

from collections.abc import Iterable
from typing import Any

import msgspec

__all__ = [
    "Conflict", "DamagedStore", "EngageframeError", "GateClosed", "InvalidInput", "JournalError",
    "NewerStore", "NotAWorkspace", "PracticeError", "Problem", "RequestMismatch", "StoreBusy",
    "UndeclaredRead", "did_you_mean",
]  # fmt: skip


_MOST = 60
_LONGEST = 200
_VERIFY = "restore a backup, or see what holds: engage verify"


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Say which known word was probably meant, or which there are."""
    import difflib  # seldom needed, and not free

    words = sorted(known)
    close = difflib.get_close_matches(word[:_LONGEST], words, n=1)
    more = ["..."] * (len(words) > _MOST)
    listed = ", ".join([*words[:_MOST], *more]) or "none"
    return f'did you mean "{close[0]}"?' if close else f"known are: {listed}"


class Problem(msgspec.Struct, frozen=True):
    """One mistake: where it is, what is wrong with the value, and what would be right."""

    where: str
    says: str
    remedy: str = ""

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        return f"{place}{self.says}" + (f"; {self.remedy}" if self.remedy else "")


class EngageframeError(Exception):
    """Base of every error that this package raises on purpose."""

    exit_code = 3


class InvalidInput(EngageframeError):
    """Carry all mistakes found in one piece of people's input."""

    exit_code = 2

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))

    @classmethod
    def one(cls, where: str, says: str, remedy: str = "") -> "InvalidInput":
        """Build the error for a single mistake."""
        return cls([Problem(where, says, remedy)])


class NotAWorkspace(EngageframeError):
    """The folder holds no workspace."""

    exit_code = 2

    def __init__(self, folder: str) -> None:
        self.folder = folder
        super().__init__(
            f"{folder}: not an engageframe workspace (no engageframe.toml); "
            f'create one with "engage init {folder}", or name another with --workspace'
        )


class GateClosed(EngageframeError):
    """Findings of severity E forbid the phase change."""

    exit_code = 1

    def __init__(self, gate: str, findings: Iterable[Any]) -> None:
        self.gate = gate
        self.findings = tuple(findings)
        super().__init__(
            f'the gate "{gate}" is closed by {len(self.findings)} finding(s); '
            "mend them, or waive them with a reason"
        )


class UndeclaredRead(EngageframeError):
    """A practice read a kind of record that it did not declare."""

    def __init__(self, practice: str, wanted: str, declared: Iterable[str]) -> None:
        self.practice = practice
        self.wanted = wanted
        self.declared = tuple(declared)
        super().__init__(
            f'practice "{practice}" read "{wanted}" but declares reads = {list(self.declared)}; '
            f'add "{wanted}" to its reads'
        )


class PracticeError(EngageframeError):
    """A practice failed: says which distribution, where, and how to switch it off."""

    def __init__(
        self, *, practice: str, says: str, distribution: str = "", version: str = "",
        hook: str = "", place: str = "", going_on: bool = False,
    ) -> None:  # fmt: skip
        says = says.encode(errors="backslashreplace").decode()  # a guest may say half characters
        self.practice = practice
        self.distribution = distribution
        self.version = version
        self.hook = hook
        self.place = place
        self.says = says
        self.going_on = going_on
        name = f"{distribution} {version}".strip()
        who = f'{name} (entry point "{practice}")' if name else f'"{practice}"'
        super().__init__(
            f"practice {who} failed in {hook or 'loading'}: {says}"
            + (f" at {place}" if place else "")
            + ("; continuing without it" if going_on else "")
            + f". Run with -v for the traceback, or --no-practice {practice} to switch it off."
        )


class JournalError(EngageframeError):
    """The journal refused or failed."""


class Conflict(JournalError):
    """The stream moved on since it was read."""

    def __init__(self, stream: str, expected: int, found: int) -> None:
        self.stream = stream
        self.expected = expected
        self.found = found
        super().__init__(
            f'stream "{stream}": expected {expected} record(s), found {found}; '
            "somebody wrote in between: read again and repeat"
        )


class RequestMismatch(JournalError):
    """A request id came back with another content than the first time."""

    def __init__(self, request: str) -> None:
        self.request = request
        super().__init__(
            f'request "{request}" was already accepted with another content; '
            "use a new request id for a new act"
        )


class StoreBusy(JournalError):
    """Another writer held the store longer than we wait."""

    def __init__(self, store: str, seconds: float, holder: str = "") -> None:
        self.store = store
        self.seconds = seconds
        self.holder = holder
        super().__init__(
            f"{store}: locked by {holder or 'another process'}; gave up after {seconds:.0f} s; "
            "nothing was written: repeat the command when the other one has ended"
        )


class NewerStore(JournalError):
    """The store was written by a newer version of this package."""

    def __init__(self, store: str, found: int, known: int) -> None:
        self.store = store
        self.found = found
        self.known = known
        super().__init__(
            f"{store}: written in format {found}, this version knows up to {known}; "
            "it was left untouched: upgrade engageframe to open it"
        )


class DamagedStore(JournalError):
    """The store cannot be trusted; ``remedy`` is how to go on."""

    def __init__(self, store: str, says: str, remedy: str = _VERIFY) -> None:
        self.store = store
        self.says = says
        super().__init__(f"{store}: {says}; {remedy}")
