"""What does ``engage cadence`` print?"""

import json
from collections.abc import Callable
from typing import Any, Final

import click

from engageframe_cadence.keeping import CadenceSettings, Standing
from engageframe_cadence.ledger import Ledger, need
from engageframe_texts import echo

__all__ = ["group"]

_STATES: Final = {
    "due": (
        ("due", "neglected", "never_met"),
        "List those who should be met now, the likeliest to be met again first.",
    ),
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


def _command(name: str, says: str, example: str) -> Callable[[Callable[..., None]], click.Command]:
    def decorate(function: Callable[..., None]) -> click.Command:
        function = click.pass_obj(function)
        function = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")(
            function
        )
        function = click.option(
            "-e", "--engagement", default="", metavar="ID", help="The engagement, if several."
        )(function)
        return click.command(name, help=says, epilog=f"\b\nExample:\n  {example}")(function)

    return decorate


def _standings(
    name: str, states: tuple[str, ...], says: str, settings: CadenceSettings
) -> click.Command:
    @_command(name, says, f"engage --as-of 2026-04-01 cadence {name} --json")
    def command(workspace: Any, engagement: str, as_json: bool) -> None:
        ledger = Ledger(workspace.view(engagement), settings)
        found = ledger.in_state(*states)
        if as_json:
            _print_json(ledger, standings=[_row(ledger, one) for one in found])
            return
        for one in found:
            echo(f"{ledger.name(one.who)}: {ledger.says(one)}  [{need(one.who)}]")
        if not found:
            echo(f"Nobody is {name}.")

    return command


def _rank(settings: CadenceSettings) -> click.Command:
    says = "Whom to meet next: the likeliest to be met again first, and why."

    @_command("rank", says, "engage cadence rank --most 10")
    @click.option(
        "--most", type=click.IntRange(1), default=20, show_default=True, help="How many at most."
    )
    def command(workspace: Any, engagement: str, as_json: bool, most: int) -> None:
        ledger = Ledger(workspace.view(engagement), settings)
        places = list(ledger.places.values())
        if as_json:
            told = [
                {
                    "who": place.who,
                    "name": ledger.name(place.who),
                    "because": {part.name: part.says for part in place.parts},
                    "evidence": list(place.evidence),
                }
                for place in places[:most]
            ]
            _print_json(ledger, next=told, more=max(0, len(places) - most))
            return
        for place in places[:most]:
            echo(f"{ledger.name(place.who)}: {ledger.parts(place.who)}")
        if len(places) > most:
            echo(f"and {len(places) - most} more: --most")
        if not places:
            echo("Nobody was met yet.")

    return command


def _row(ledger: Ledger, one: Standing) -> dict[str, Any]:
    coming = ledger.expected.get(one.who)
    return {
        "who": one.who,
        "name": ledger.name(one.who),
        "state": one.state,
        "says": ledger.says(one),
        "last": str(one.touches[-1].when) if one.touches else None,
        "days_since": list(one.since) if one.since else None,
        "due": str(one.due) if one.due else None,
        "target_days": one.rhythm.days,
        "tolerance_days": one.rhythm.tolerance,
        "because": one.because,
        "group_only": one.group_only,
        "one_sided": one.one_sided,
        "planned": coming.id if coming else None,
        "evidence": list(ledger.evidence(one)),
    }


def _print_json(ledger: Ledger, **told: Any) -> None:
    view = ledger.view
    answer = {"engagement": view.engagement_id, "as_of": str(view.as_of), **told}
    click.echo(json.dumps(answer, ensure_ascii=True, separators=(",", ":"), sort_keys=True))
