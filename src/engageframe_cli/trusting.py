"""How is a practice in the workspace's own folder let run?"""

from pathlib import Path

import click

from engageframe.errors import NotAWorkspace
from engageframe.settings import FILE
from engageframe_cli.asked import Asked
from engageframe_cli.making import plain_name
from engageframe_cli.options import command
from engageframe_cli.pinned import noted, pin
from engageframe_cli.printing import show

__all__ = ["trust"]


@command("trust", example="engage practices trust thanks -C acme", opens=False)
@click.argument("name")
def trust(asked: Asked, name: str) -> None:
    """Let practices/NAME.py of the workspace run, as it is now: read it first, it runs as you.

    When the file changes it stops running, until it is trusted anew.
    """
    folder = Path(asked.folder)
    if not (folder / FILE).exists():
        raise NotAWorkspace(str(folder))
    path, pinned = pin(folder, plain_name(name))
    lines = [f"trusted: {path}", f"  sha256 {pinned}", f"  noted in {noted()}"]
    show(asked, {"file": str(path), "sha256": pinned, "noted": str(noted())}, lines)
