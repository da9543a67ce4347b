"""How does a command come by the workspace that was asked for?"""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from engageframe.discovery import Found
from engageframe.errors import InvalidInput, NotAWorkspace
from engageframe.hooks import API, ENDING
from engageframe.model.moments import Moment, moment
from engageframe.practices import Host, find
from engageframe.workspace import Workspace, hosted
from engageframe_cli.asked import Asked
from engageframe_cli.printing import complain, watched

__all__ = ["begun", "ending", "loaded", "misused", "opened", "there", "warn", "when"]

W = TypeVar("W", bound=Workspace)


@contextmanager
def opened(asked: Asked, kind: type[Workspace] = Workspace) -> Iterator[Workspace]:
    """Open the workspace, and tell at the end which practices failed."""
    with begun(asked, kind) as workspace:
        try:
            yield workspace
        except Exception:
            if done := workspace.receipt:
                count = done.last - done.first + 1
                says = f"{count} record(s) were committed before, from {done.first} on, and stay"
                complain(f"engage: {says}: engage log")
            raise
        finally:
            warn(asked, workspace.host)


def begun(asked: Asked, kind: type[W]) -> W:
    """Open the workspace; whoever asked closes it."""
    return kind.open(
        asked.folder,
        as_of=when(asked.as_of, "--as-of"),
        known_at=str(when(asked.known_at, "--known-at") or ""),
        off=asked.no_practice,
        no_practices=asked.no_practices,
        strict=asked.strict_practices,
        local=there(asked.folder),
    )


def loaded(asked: Asked, also: Collection[str] = ()) -> Host:
    """Load the practices of the workspace, or all that are installed where there is none.

    Raises:
        NotAWorkspace: a folder was named that holds none.
    """
    off, strict, bare = asked.no_practice, asked.strict_practices, asked.no_practices
    try:
        folder = Path(asked.folder)
        return hosted(
            folder, off=off, no_practices=bare, strict=strict, also=also, local=there(folder)
        )[1]
    except NotAWorkspace:
        if asked.folder != Asked.folder:
            raise
    used = () if bare else [one.name for one in find()]
    return Host.load(sorted({*used, *also}), off=off, strict=strict)


def there(folder: str | Path) -> Sequence[Found]:
    """Find the practices in a workspace's own folder, without running any."""
    if not (Path(folder) / "practices").is_dir():
        return ()
    from engageframe_cli.pinned import local

    return local(Path(folder))


def warn(asked: Asked, host: Host) -> None:
    """Tell on the error stream what fails, and what soon will.

    Who sees both streams at a terminal is not told again what the page said.
    """
    complain(*(f"engage: warning: {one}" for one in ending(host)))
    seen = asked.told if watched() else ()
    for failure in host.failures:
        if str(failure) not in seen:
            complain(f"engage: warning: {failure}")
        if asked.verbose:
            import traceback

            complain(*"".join(traceback.format_exception(failure)).splitlines())


def ending(host: Host) -> list[str]:
    """Tell which practices are written for a contract whose days are counted."""
    return [
        f'practice "{one.name}" ({one.found.distribution} {one.version}) is written for API '
        f"{one.practice.api}, which is accepted until {ENDING[one.practice.api]}; ask for a "
        f"version of it for API {API}"
        for one in host.practices
        if one.practice.api in ENDING
    ]


def misused(host: Host) -> bool:
    """Tell whether the settings name a practice that is not there, or an option that is wrong."""
    return any(one.hook == "settings" for one in host.failures)


def when(text: str, option: str) -> Moment | None:
    """Read the moment that an option gave, if it gave one.

    Raises:
        InvalidInput: it is none.
    """
    try:
        return moment(text) if text else None
    except ValueError as fault:
        raise InvalidInput.one(option, str(fault)) from None
