"""How does a command come by the workspace that was asked for?"""

from collections.abc import Iterator
from contextlib import contextmanager

import click

from engageframe.errors import InvalidInput
from engageframe.model.moments import Moment, moment
from engageframe.workspace import Workspace
from engageframe_cli.asked import Asked
from engageframe_cli.printing import complain

__all__ = ["misused", "opened", "when"]


@contextmanager
def opened(asked: Asked) -> Iterator[Workspace]:
    """Open the workspace, and tell at the end which practices failed."""
    with Workspace.open(
        asked.folder,
        as_of=when(asked.as_of, "--as-of"),
        known_at=str(when(asked.known_at, "--known-at") or ""),
        off=asked.no_practice,
        no_practices=asked.no_practices,
        strict=asked.strict_practices,
    ) as workspace:
        try:
            yield workspace
        finally:
            for failure in workspace.host.failures:
                complain(f"engage: warning: {failure}")
                if asked.verbose:
                    import traceback

                    click.echo("".join(traceback.format_exception(failure)), err=True)


def misused(workspace: Workspace) -> bool:
    """Tell whether the settings name a practice that is not there, or an option that is wrong."""
    return any(one.hook == "settings" for one in workspace.host.failures)


def when(text: str, option: str) -> Moment | None:
    """Read the moment that an option gave, if it gave one.

    Raises:
        InvalidInput: it is none.
    """
    try:
        return moment(text) if text else None
    except ValueError as fault:
        raise InvalidInput.one(option, str(fault)) from None
