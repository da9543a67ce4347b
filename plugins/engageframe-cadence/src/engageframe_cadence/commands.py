"""What does ``engage cadence`` print?"""

import json
from typing import Any

import attrs
import click

from engageframe_cadence.keeping import CadenceSettings, Standing
from engageframe_cadence.telling import Ledger

__all__ = ["group"]

_STATES = {
    "due": (("due", "neglected"), "List those who should be met now, the best placed first."),
    "upcoming": (("upcoming",), "List those who will be due soon."),
    "neglected": (("neglected",), "List those whose rhythm and tolerance have both passed."),
}


def group(settings: CadenceSettings) -> click.Group:
    """Build the group of commands; each gets the workspace as click's object."""
    cadence = click.Group("cadence", help="Who should be met next, and why.")
    for name, (states, says) in _STATES.items():
        cadence.add_command(_standings(name, states, says, settings))
    cadence.add_command(_rank(settings))
    return cadence


def _standings(
    name: str, states: tuple[str, ...], says: str, settings: CadenceSettings
) -> click.Command:
    @click.command(name, help=f"{says}\n\nExample: engage cadence {name}")
    @click.option("--engagement", "-e", default="", help="Which engagement.")
    @click.option("--json", "as_json", is_flag=True, help="Print JSON.")
    @click.pass_obj
    def command(workspace: Any, engagement: str, as_json: bool) -> None:
        ledger = Ledger(view=workspace.view(engagement), settings=settings)
        found = ledger.in_state(*states)
        if as_json:
            click.echo(json.dumps([_row(ledger, one) for one in found], indent=2, sort_keys=True))
            return
        for one in found:
            click.echo(f"{ledger.name(one.who)}: {one.says()} [meet:{one.who}]")
        if not found:
            click.echo(f"Nobody is {name}.")

    return command


def _rank(settings: CadenceSettings) -> click.Command:
    @click.command(
        "rank", help="Rank who will want to be met again.\n\nExample: engage cadence rank --most 10"
    )
    @click.option("--engagement", "-e", default="", help="Which engagement.")
    @click.option("--most", default=20, show_default=True, help="How many places to print.")
    @click.option("--json", "as_json", is_flag=True, help="Print JSON.")
    @click.pass_obj
    def command(workspace: Any, engagement: str, most: int, as_json: bool) -> None:
        ledger = Ledger(view=workspace.view(engagement), settings=settings)
        places = list(ledger.places.values())[:most]
        if as_json:
            click.echo(json.dumps([attrs.asdict(one) for one in places], indent=2, sort_keys=True))
            return
        for place in places:
            says = "; ".join(part.says for part in place.parts)
            click.echo(f"{place.rank}. {ledger.name(place.who)} ({place.score:.2f}): {says}")
        if not places:
            click.echo("Nobody was met yet.")

    return command


def _row(ledger: Ledger, one: Standing) -> dict[str, Any]:
    return {
        "who": one.who,
        "name": ledger.name(one.who),
        "state": one.state,
        "says": one.says(),
        "last": str(one.last.when) if one.touches else None,
        "days_since": list(one.since) if one.since else None,
        "target_days": one.rhythm.days,
        "tolerance_days": one.rhythm.tolerance,
        "group_only": one.group_only,
        "one_sided": one.one_sided,
        "evidence": list(ledger.evidence(one)),
    }
