"""Which practices are there, and which commands do they bring?"""

import click

from engageframe.errors import InvalidInput, NotAWorkspace, did_you_mean
from engageframe.practices import Host, find
from engageframe.workspace import Workspace
from engageframe_cli import COMMANDS
from engageframe_cli.asked import Asked
from engageframe_cli.opening import opened
from engageframe_cli.options import command
from engageframe_cli.printing import show, table

__all__ = ["guest", "practices"]


def guest(ctx: click.Context, name: str) -> click.Command:
    """Find a command that a practice brings; it gets the open workspace as its object.

    Raises:
        InvalidInput: two practices bring it.
        UsageError: none does.
    """
    asked = ctx.find_object(Asked) or Asked()
    try:
        workspace = ctx.with_resource(opened(asked))
    except NotAWorkspace:
        found = {}
    else:
        found = _commands(workspace.host).get(name, {})
        ctx.obj = workspace
    if len(found) > 1:
        remedy = f"switch one off, for example: --no-practice {max(found)}"
        raise InvalidInput.one("", _clash(name, *found), remedy)
    if not found:
        raise click.UsageError(f'no command "{name}"; {did_you_mean(name, COMMANDS)}', ctx)
    ((asked.guest, built),) = found.items()
    return built


@command("practices", example="engage practices list\nengage practices info cycle")
@click.argument(
    "what", type=click.Choice(["list", "info", "check"]), default="list",
    metavar="[list|info|check]",
)  # fmt: skip
@click.argument("name", default="", metavar="[NAME]")
def practices(asked: Asked, workspace: Workspace, what: str, name: str) -> int:
    """List the practices, show one of them, or check them all (ends with 1 if one fails)."""
    clashes = []
    for taken, found in _commands(workspace.host).items():
        owners = [*found, *(["engage"] if taken in COMMANDS else [])]
        clashes += [_clash(taken, *owners)] if len(owners) > 1 else []
    rows = workspace.host.describe()
    rows += [
        {**one._asdict(), "status": "unused", "why": "the workspace does not list it"}
        for one in find()
        if one.name not in {row["name"] for row in rows}
    ]
    if what == "info":
        rows = [row for row in rows if row["name"] == name]
        if not rows:
            used = workspace.config.practices
            raise InvalidInput.one("", f'no practice "{name}"', did_you_mean(name, used))
        lines = [f"{key}: {value}" for key, value in rows[0].items()]
    else:
        columns = ("name", "distribution", "version", "status", "why")
        lines = table(columns, *([row[one] for one in columns] for row in rows))
    show(asked, {"practices": rows, "clashes": clashes}, [*lines, *clashes])
    bad = clashes or any(row["why"] for row in rows if row["status"] in ("active", "failed"))
    return 1 if bad and what == "check" else 0


def _commands(host: Host) -> dict[str, dict[str, click.Command]]:
    found: dict[str, dict[str, click.Command]] = {}
    for practice, one in host.commands():
        found.setdefault(str(one.name), {})[practice] = one
    return found


def _clash(name: str, *owners: str) -> str:
    return f'the command "{name}" is brought by {" and by ".join(owners)}'
