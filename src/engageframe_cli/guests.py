"""Which commands do practices bring?"""

from collections.abc import Collection
from copy import copy
from functools import partial
from typing import Any, Final

import click

from engageframe.errors import InvalidInput, NotAWorkspace
from engageframe.practices import Host, find
from engageframe.view import View
from engageframe_cli import COMMANDS
from engageframe_cli.aside import aside
from engageframe_cli.asked import Asked
from engageframe_cli.echoing import Line, heard
from engageframe_cli.opening import opened
from engageframe_cli.options import SHARED, no_command

__all__ = ["clashes", "guest"]

_OWN: Final = ("json", "engagement")
"""What a command must do something about; a guest that can declares the option itself."""


def guest(ctx: click.Context, name: str) -> click.Command:
    """Find a command that a practice brings; it gets the open workspace as its object.

    Raises:
        InvalidInput: two practices bring it.
        UsageError: none does.
        NotAWorkspace: here is none, and a practice of that name is installed.
    """
    asked = ctx.find_object(Asked) or Asked()
    found, workspace = {}, None
    try:
        with aside():
            workspace = ctx.with_resource(opened(asked))
            found = _commands(workspace.host).get(name, {})
    except NotAWorkspace:
        if name in {one.name for one in find()}:
            raise  # most practices have one command, which has their name
    if len(found) > 1:
        remedy = f"switch one off, for example: --no-practice {max(found)}"
        raise InvalidInput.one("", _clash(name, *found), remedy)
    if not found:
        raise no_command(ctx, name, COMMANDS)
    ((owner, built),) = found.items()
    seen = _Seen(workspace, owner)
    asked.guest = seen.loaded.found
    made = _adopted(built, asked, obj=seen)
    if isinstance(asked.line, Line):
        made.invoke = heard(asked.line, seen)(made.invoke)  # type: ignore[method-assign] # a copy's
    return made


class _Seen:
    """The workspace as a practice's command sees it: a view holds what the practice reads."""

    repeatable = False

    def __init__(self, workspace: Any, practice: str) -> None:
        self._workspace = workspace
        self.loaded = next(one for one in workspace.host.practices if one.name == practice)
        self._bound = practice, self.loaded.practice.reads

    def view(self, engagement: str = "") -> View:
        """Give what is known about an engagement, bounded to what the practice declared."""
        found: View = self._workspace.view(engagement)
        return found.for_practice(*self._bound)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._workspace, name)


def _adopted(built: click.Command, asked: Asked, **parts: object) -> click.Command:
    """Copy a guest's command, and all below it, so that it takes the shared options too.

    What they said of an option that it declares itself becomes the default of that one.
    """
    given: dict[str, object] = {}
    made = copy(built)
    made.params = [*built.params]
    for shared in SHARED:
        name, value = str(shared.name), getattr(asked, str(shared.name))
        own = [str(one.name) for one in built.params if {*one.opts} & {*shared.opts}]
        given |= dict.fromkeys(own, value) if value else {}
        if not own and (isinstance(built, click.Group) or name not in _OWN):
            made.params.append(shared)
        elif not own and value:
            flag = shared.is_flag
            refused = click.Option(shared.opts, is_flag=flag, expose_value=False, callback=_refuse)
            made.params.append(refused)
    if given:
        parts["default_map"] = {**built.context_settings.get("default_map", {}), **given}
    made.context_settings = {**built.context_settings, **parts}
    if isinstance(built, click.Group) and isinstance(made, click.Group):
        made.get_command = partial(_below, built, asked)  # type: ignore[method-assign] # a copy's
    return made


def _below(group: click.Group, asked: Asked, ctx: click.Context, name: str) -> click.Command:
    found = group.get_command(ctx, name)
    if found is None:
        raise no_command(ctx, name, group.list_commands(ctx))
    return _adopted(found, asked)


def _refuse(ctx: click.Context, option: click.Parameter, _: object) -> None:
    if not ctx.resilient_parsing:
        raise click.UsageError(f'"{ctx.command_path}" does not take {option.opts[-1]}', ctx)


def clashes(host: Host, of: Collection[str]) -> list[str]:
    """Tell which commands of some practices cannot be reached, as their name is taken."""
    told = []
    for taken, found in _commands(host).items():
        owners = [*found, *(["engage"] if taken in COMMANDS else [])]
        told += [_clash(taken, *owners)] if len(owners) > 1 and {*found} & {*of} else []
    return told


def _commands(host: Host) -> dict[str, dict[str, click.Command]]:
    found: dict[str, dict[str, click.Command]] = {}
    for practice, one in host.commands():
        found.setdefault(str(one.name), {})[practice] = one
    return found


def _clash(name: str, *owners: str) -> str:
    return f'the command "{name}" is brought by {" and by ".join(owners)}'
