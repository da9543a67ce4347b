"""Which practice is asked what, how many answers does it give, and how long does it take?"""

import time
from collections.abc import Callable, Sized
from typing import Any, Final, cast

import click

from engageframe.errors import InvalidInput
from engageframe.journal import Journal
from engageframe.practices import Host
from engageframe.view import View
from engageframe.workspace import Workspace
from engageframe_cli.aside import aside
from engageframe_cli.asked import Asked
from engageframe_cli.opening import misused, opened
from engageframe_cli.options import command
from engageframe_cli.printing import show, table

__all__ = ["trace"]

_VERBS: Final[dict[str, Callable[[Workspace, str], object]]] = {
    "plan": Workspace.plan,
    "brief": Workspace.brief,
    "check": Workspace.check,
    "review": Workspace.review,
}
_HEADS: Final = ("verb", "hook", "practice", "answers", "ms")
_MISUSED: Final = 2


@command("trace", example="engage practices trace review", opens=False)
@click.argument("verb", type=click.Choice([*_VERBS]), required=False, metavar="[VERB]")
def trace(asked: Asked, verb: str | None) -> int:
    """Tell what a VERB asks of whom.

    Each hook, who answered, how often, and how long it took. Without a VERB: plan, brief, check
    and review. It reads no snapshot and leaves none, so that everybody is asked. Times are
    milliseconds of CPU time; who asks for a state first pays for it.
    """
    with aside(), opened(asked, _Traced) as workspace:
        took = sorted(workspace.host.import_ms.items())
        imports, rows, left_out = {name: round(ms, 3) for name, ms in took}, [], {}
        for one in [verb] if verb else _VERBS:
            try:
                rows += _watched(workspace, one, asked.engagement)
            except InvalidInput as fault:
                if verb:
                    raise
                left_out[one] = str(fault)  # such as a brief when no encounter is planned
    lines = [("", "import", name, "", f"{took:.1f}") for name, took in imports.items()]
    lines += [(*[row[head] for head in _HEADS[:3]],
               "failed" if row["failed"] else str(row["answers"]), f"{row['ms']:.1f}")
              for row in rows]  # fmt: skip
    notes = [f"{one} was left out: {says}" for one, says in left_out.items()]
    answer = {"imports": imports, "asked": rows, "left_out": left_out}
    show(asked, answer, [*table(_HEADS, *lines), *notes])
    return _MISUSED if misused(workspace.host) else 0


def _watched(workspace: Workspace, verb: str, engagement: str) -> list[dict[str, Any]]:
    """Give what a verb asked, in order; what it asked of one practice twice is one row."""
    host = cast(_Watching, workspace.host)
    host.calls.clear()
    _VERBS[verb](workspace, engagement)
    rows: dict[tuple[str, str], dict[str, Any]] = {}
    failed = {(one.hook, one.practice) for one in host.failures}
    for hook, practice, answers, took in host.calls:
        new = {"verb": verb, "hook": hook, "practice": practice, "calls": 0, "answers": 0,
               "failed": (hook, practice) in failed, "ms": 0.0}  # fmt: skip
        row = rows.setdefault((hook, practice), new)
        row["calls"] += 1
        row["answers"] += answers
        row["ms"] = round(row["ms"] + took, 3)
    return list(rows.values())


class _Watched:
    """A method of a practice that notes each of its calls; it fails as the method fails."""

    def __init__(self, hook: str, practice: str, method: Any, calls: list[Any]) -> None:
        self._told, self._method, self._calls = (hook, practice), method, calls
        self.__code__, self.__module__ = method.__code__, method.__module__

    def __call__(self, *given: object) -> Any:
        began, answers = time.process_time(), 0
        try:
            answer = self._method(*given)
            answers = len(answer) if isinstance(answer, Sized) else 0
            return answer
        finally:
            took = 1000 * (time.process_time() - began)
            self._calls.append((*self._told, answers, took))


class _Watching(Host):
    """A host that notes whom it asks: hook, practice, how many answers, milliseconds."""

    def __init__(self, *, strict: bool = False) -> None:
        self.calls: list[tuple[str, str, int, float]] = []
        super().__init__(strict=strict)

    def _bind(self, view: View | None) -> Any:
        return {
            hook: tuple(
                (name, _Watched(hook, name, method, self.calls), *more)
                for name, method, *more in asked
            )
            for hook, asked in super()._bind(view).items()
        }


class _Traced(Workspace):
    """A workspace whose host is watched, and whose snapshots are neither read nor kept."""

    HOST = _Watching

    def __init__(self, journal: Journal, *parts: Any, **more: Any) -> None:
        super().__init__(cast(Journal, _Forgetful(journal)), *parts, **more)


class _Forgetful:
    """A journal without snapshots."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal

    def __getattr__(self, name: str) -> Any:
        return getattr(self._journal, name)

    def snapshot(self, name: str) -> None:
        """Know none."""

    def keep_snapshot(self, name: str, snapshot: object, **more: object) -> None:
        """Keep none."""
