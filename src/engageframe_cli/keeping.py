"""Which commands look after a workspace?"""

from contextlib import nullcontext, suppress
from pathlib import Path
from typing import Final

import click
from msgspec import structs

from engageframe import settings
from engageframe.encoding import canonical
from engageframe.errors import DamagedStore, NotAWorkspace
from engageframe.kinds import CORE_KINDS, Kinds
from engageframe.named import store
from engageframe.workspace import Workspace
from engageframe_cli.aside import aside
from engageframe_cli.asked import Asked
from engageframe_cli.opening import opened
from engageframe_cli.options import command
from engageframe_cli.printing import show
from engageframe_pages.schemas import schema as described

__all__ = ["doctor", "schema", "verify"]

_GO_ON: Final = "to go on: put a backup in its place, and tell again what came after that"


@command("verify", example="engage verify")
def verify(asked: Asked, workspace: Workspace) -> int:
    """Check every record against the chain, and name the first that does not hold.

    With --json it gives the head, too: who notes its hash down elsewhere can show later that
    nothing was changed or taken away since.
    """
    found, head = workspace.journal.verify(), None
    bad = found.first_bad is not None
    with suppress(DamagedStore) if bad else nullcontext():
        head = workspace.journal.head()
    says = f"record {found.first_bad} does not hold: {found.says}" if bad else "all hold"
    lines = [f"{found.checked} records checked, {found.redacted} withheld: {says}"]
    show(asked, {**structs.asdict(found), "head": head}, lines + [_GO_ON] * bad)
    return 3 if bad else 0


@command("doctor", example="engage doctor -C acme", opens=False)
def doctor(asked: Asked) -> int:
    """Tell what is unsafe about this machine and this journal; ends with 1 if anything is."""
    folder = Path(asked.folder)
    checks = store(settings.read(folder).store).diagnose(folder)
    answer = [{"name": name, "ok": ok, "says": says} for name, ok, says in checks]
    lines = [f"{'ok    ' if ok else 'UNSAFE'}  {name}: {says}" for name, ok, says in checks]
    show(asked, {"checks": answer}, lines)
    return 0 if all(ok for _, ok, _ in checks) else 1


@command("schema", example="engage schema commitment.made", opens=False)
@click.argument("kind", default="", metavar="[KIND]")
def schema(asked: Asked, kind: str) -> None:
    """Describe the body of a KIND as JSON Schema, or list the kinds.

    Without a workspace these are the kinds of the core.
    """
    try:
        with aside(), opened(asked) as workspace:
            kinds = workspace.codec.kinds
    except NotAWorkspace:
        kinds = Kinds(CORE_KINDS)
    answer = described(kinds, kind) if kind else {"kinds": sorted(kinds)}
    show(asked, answer, f"{canonical(answer).decode()}\n" if kind else answer["kinds"])
