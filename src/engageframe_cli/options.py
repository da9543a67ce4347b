"""Which options does every command take?"""

import functools
from collections.abc import Callable
from typing import Any, Final

import click

from engageframe_cli.asked import Asked

__all__ = ["SHARED", "command"]

_MISUSED: Final = 2


def _note(ctx: click.Context, option: click.Parameter, value: Any) -> None:
    """Remember what was given; what was not given changes nothing."""
    asked = ctx.find_object(Asked)
    if value and asked is not None and option.name is not None:
        before = getattr(asked, option.name)
        setattr(asked, option.name, before + value if option.multiple else value)


def _option(*names: str, **more: Any) -> click.Option:
    return click.Option(names, callback=_note, expose_value=False, **more)


SHARED: Final = (
    _option("-C", "--workspace", "folder", metavar="DIR", help="The workspace.  [default: .]"),
    _option("-e", "--engagement", metavar="ID", help="The engagement, if there are several."),
    _option("--json", is_flag=True, help="Answer with one JSON object."),
    _option("--as-of", metavar="MOMENT", help="Answer as of this moment.  [default: today]"),
    _option("--known-at", metavar="MOMENT", help="Answer with what was recorded by then."),
    _option("--no-practice", metavar="NAME", multiple=True, help="Leave a practice out."),
    _option("--no-practices", is_flag=True, help="Leave all practices out."),
    _option("--strict-practices", is_flag=True, help="Stop when a practice fails."),
    _option("-v", "--verbose", is_flag=True, help="Show tracebacks."),
)
"""The options that stand before or after the name of a command."""


class _Command(click.Command):
    """Tells who names an engagement without its option how it is named."""

    allow_extra_args = True

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        super().parse_args(ctx, args)
        if ctx.args and not ctx.resilient_parsing:
            says = f"nothing may stand here: {' '.join(ctx.args)}"
            ctx.fail(f"{says}; an engagement is named with -e: {ctx.command_path} -e {ctx.args[0]}")
        return ctx.args


def command(
    name: str, *, example: str, opens: bool = True, kind: Any = None,
    knows: Callable[..., int | None] | None = None,
) -> Callable[[Callable[..., int | None]], click.Command]:  # fmt: skip
    """Make a function a command with an example and the shared options.

    The function gets what they said, then the open workspace (unless ``opens`` is false), and what
    it returns is the exit code.
    ``kind`` is the class of that workspace, if it is a special one.
    It is not called when ``knows`` has answered: that gets the same without the workspace, and
    gives the exit code, or nothing.
    """

    def decorate(function: Callable[..., int | None]) -> click.Command:
        @functools.wraps(function)
        def run(**given: Any) -> int | None:
            context = click.get_current_context()
            asked = context.find_object(Asked)
            if not opens:
                return function(asked, **given)
            code = knows(asked or Asked(), **given) if knows is not None else None
            if code is not None:
                return code
            from engageframe_cli.aside import aside
            from engageframe_cli.opening import misused, opened

            special = [kind] if kind is not None else []
            with aside(), opened(asked or Asked(), *special) as workspace:
                code = function(asked, workspace, **given)
                return code or (_MISUSED if misused(workspace.host) else code)

        lines = example.replace("\n", "\n  ")
        made = click.command(name, cls=_Command, epilog=f"\b\nExample:\n  {lines}")(run)
        made.params.extend(SHARED)
        return made

    return decorate
