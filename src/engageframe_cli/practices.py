"""Which commands tell of practices?"""

from importlib import import_module
from typing import Final

import click

from engageframe_cli.options import SHARED, no_command

__all__ = ["ACTS", "practices"]

ACTS: Final = {
    "list": "inspecting",
    "info": "inspecting",
    "graph": "inspecting",
    "check": "judging",
    "trace": "watching",
    "new": "making",
    "trust": "trusting",
}
"""Every command below ``engage practices``, and the module that holds it."""


class _Acts(click.Group):
    """Loads the module of a command when that command is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(ACTS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in ACTS:
            raise no_command(ctx, cmd_name, ACTS)
        module = import_module(f"engageframe_cli.{ACTS[cmd_name]}")
        built: click.Command = getattr(module, f"{cmd_name}_" if cmd_name == "list" else cmd_name)
        return built


@click.group(
    "practices",
    cls=_Acts,
    params=[*SHARED],
    invoke_without_command=True,
    subcommand_metavar="[COMMAND] [ARGS]...",  # which older versions of click do not say
    epilog="\b\nExample:\n  engage practices list\n  engage practices info cycle",
)
@click.pass_context
def practices(ctx: click.Context) -> object:
    """List the practices, show one of them, judge them, or watch them being asked.

    Without a workspace they are those that are installed.
    """
    if ctx.invoked_subcommand is None:
        return ctx.invoke(practices.get_command(ctx, "list") or practices)
    return None
