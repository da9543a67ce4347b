"""What is wrong with a practice, when it is loaded and when each of its hooks is asked?"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

import click

from engageframe.errors import InvalidInput, did_you_mean
from engageframe.practices import Host, find
from engageframe.view import View
from engageframe.workspace import Workspace
from engageframe_cli.aside import aside
from engageframe_cli.asked import Asked
from engageframe_cli.guests import clashes
from engageframe_cli.inspecting import describe, sheet
from engageframe_cli.opening import ending, loaded, there
from engageframe_cli.options import command
from engageframe_cli.printing import show
from engageframe_cli.scene import AS_OF, NEXT, begin, fill
from engageframe_stores import MemoryStore

__all__ = ["check"]

_ASKED: Final[dict[str, Callable[[Host, View], Sequence[Any]]]] = {
    "propose": Host.propose,
    "check": Host.check,
    "brief": lambda host, view: host.brief(view, view.encounters[NEXT]),
    "measure": Host.measure,
    "draw": Host.draw,
}


@command("check", example="engage practices check\nengage practices check cadence", opens=False)
@click.argument("name", default="", metavar="[NAME]")
def check(asked: Asked, name: str) -> int:
    """Judge the practices, or those of a NAME.

    NAME is a practice or a distribution; it ends with 1 when there are findings.
    Each is loaded, and each of its hooks is asked twice of an empty engagement and of a small one.
    Without a workspace everything that is installed is judged.
    """
    with aside():
        named = [one.name for one in find() if name in (one.name, one.distribution)]
        if name and not named and name in {one.name for one in there(asked.folder)}:
            named = [name]
        if name and not named:
            known = {word for one in find() for word in (one.name, one.distribution)}
            raise InvalidInput.one("", f'"{name}" is not installed', did_you_mean(name, known))
        host = loaded(asked, also=named)
        taken = clashes(host, named or [one.name for one in host.practices])
        findings = [one for one in _findings(host) if not name or one["practice"] in named]
    rows = [row for row in describe(host) if not name or row["name"] in named]
    told = [f"{one['practice']}, {one['on']}: {one['says']}" for one in findings]
    says = f"{len(rows)} practice(s) judged: {len(findings) + len(taken)} finding(s)"
    answer = {"practices": rows, "clashes": taken, "findings": findings}
    show(asked, answer, [*sheet(rows), *told, *taken, *ending(host), says])
    return 1 if findings or taken else 0


def _findings(host: Host) -> Iterator[dict[str, str]]:
    """Tell what failed when they were loaded, and then on each of the engagements."""
    seen = 0

    def fresh(on: str) -> Iterator[dict[str, str]]:
        nonlocal seen
        new, seen = host.failures[seen:], len(host.failures)
        yield from (_finding(one.practice, on, str(one)) for one in new)

    yield from fresh("when it is loaded")
    host.commands()
    yield from fresh("when it is asked for commands")
    workspace = Workspace(MemoryStore(), host, as_of=AS_OF)
    begin(workspace)
    yield from _on(workspace, "on an empty engagement")
    yield from fresh("on an empty engagement")
    fill(workspace)
    yield from _on(workspace, "on a small engagement")
    yield from fresh("on a small engagement")


def _on(workspace: Workspace, on: str) -> Iterator[dict[str, str]]:
    """Ask every hook twice, of views that are alike: the answers must be, too, and be grounded."""
    host, views = workspace.host, (workspace.view(), workspace.view())
    for hook, ask in _ASKED.items():
        if hook == "brief" and NEXT not in views[0].encounters:
            continue
        first, again = (ask(host, view) for view in views)
        for one in host.practices:
            mine = [answer.value for answer in first if answer.practice == one.name]
            if mine != [answer.value for answer in again if answer.practice == one.name]:
                says = f"engageframe_{hook} answers the same question in two ways"
                yield _finding(one.name, on, says)
            for id_ in dict.fromkeys(id_ for one in mine for id_ in getattr(one, "evidence", ())):
                if not views[0].has_record(id_):
                    says = f'engageframe_{hook} rests on "{id_}", and there is no such record'
                    yield _finding(one.name, on, says)


def _finding(practice: str, on: str, says: str) -> dict[str, str]:
    return {"practice": practice, "on": on, "says": says}
