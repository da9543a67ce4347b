"""Which commands lead through PLAN, DO and REVIEW?"""

from typing import Any

import click

from engageframe.workspace import Workspace
from engageframe_cli.asked import Asked
from engageframe_cli.naming import ANYWAY, known_ids, refuse_strangers
from engageframe_cli.opening import when
from engageframe_cli.options import command
from engageframe_cli.paging import FORM, page
from engageframe_cli.printing import ALL, show

__all__ = ["accept", "brief", "drop", "freeze", "next_", "plan", "waive"]

_because = click.option("--because", "reason", required=True, metavar="TEXT", help="The reason.")


def _unasked(passed: Any) -> list[str]:
    names = ", ".join(passed.without)
    return [f"  without asking {names}: the record says so, and the next review"] if names else []


@command("plan", example="engage plan --as-of 2026-04-01")
@FORM
@ALL
def plan(asked: Asked, workspace: Workspace, form: str, everything: bool) -> None:
    """Show what was taken into the plan, what is suggested, and what was left out and why."""
    page(asked, workspace.plan(asked.engagement), form, everything)


@command("accept", example="engage accept meet:ada --owner bo --due 2026-04-10 --minutes 45")
@click.argument("proposals", nargs=-1, metavar="[ID]...")
@click.option("--owner", metavar="ID", help="Who of ours does it.")
@click.option("--due", metavar="MOMENT", help="By when.")
@click.option("--minutes", type=int, help="How long it takes us.")
@click.option("--client-minutes", type=int, help="How long it takes them.")
@click.option("--importance", type=int, help="How much it matters to them, 1 to 3.")
@click.option("--does", metavar="TEXT", help="What is done.")
@click.option("--because", "reason", default="", metavar="TEXT", help="Why it was changed.")
@ANYWAY
def accept(
    asked: Asked, workspace: Workspace, proposals: tuple[str, ...], due: str | None, reason: str,
    anyway: bool, **edits: Any,
) -> None:  # fmt: skip
    """Take proposals into the plan; all that fit when no ID is named."""
    if edits["owner"] and not anyway:
        known = known_ids(workspace, workspace.which(asked.engagement))
        refuse_strangers({"--owner": edits["owner"]}, known)
    edits["due"] = when(due or "", "--due")
    changed = {name: value for name, value in edits.items() if value is not None}
    actions = workspace.accept(proposals, engagement=asked.engagement, reason=reason, **changed)
    lines = [f"accepted {one.id}: {one.does}" for one in actions]
    show(asked, {"accepted": actions}, lines or ["nothing is suggested that could be accepted"])


@command("drop", example='engage drop meet:ada --because "they asked for a quiet month"')
@click.argument("proposal", metavar="ID")
@_because
def drop(asked: Asked, workspace: Workspace, proposal: str, reason: str) -> None:
    """Drop a proposal or an accepted action; it returns only with new evidence."""
    workspace.drop(proposal, reason=reason, engagement=asked.engagement)
    show(asked, {"dropped": proposal, "reason": reason}, [f"dropped {proposal}: {reason}"])


@command("waive", example='engage waive PDR001 --subject call-1 --because "they rang us"')
@click.argument("rule")
@_because
@click.option("--subject", default="", metavar="ID", help="Only for this.  [default: for all]")
@click.option("--until", default="", metavar="MOMENT", help="As long as this.  [default: for good]")
@ANYWAY
def waive(
    asked: Asked, workspace: Workspace, rule: str, until: str, anyway: bool, **more: str
) -> None:
    """Let a rule's findings pass at the gates; the next review shows it."""
    if more["subject"] and not anyway:
        known = known_ids(workspace, workspace.which(asked.engagement))
        found = {one.subject for one in workspace.check(asked.engagement)}
        refuse_strangers({"--subject": more["subject"]}, known, found)
    workspace.waive(rule, until=when(until, "--until"), engagement=asked.engagement, **more)
    what = more["subject"] or "everything, also what is still to come"
    show(asked, {"waived": rule, **more}, [f"waived {rule} for {what}: {more['reason']}"])


@command("freeze", example="engage freeze")
def freeze(asked: Asked, workspace: Workspace) -> None:
    """Pass the gate from planning to doing: the review compares with this plan."""
    frozen = workspace.freeze(asked.engagement)
    count = len(frozen.actions)
    says = f"cycle {frozen.cycle} is frozen with {count} action(s); now do them"
    show(asked, frozen, [says, *_unasked(frozen)])


@command("next", example="engage next")
def next_(asked: Asked, workspace: Workspace) -> None:
    """Pass the next gate: freeze the plan, open the review, or close it and plan again."""
    passed = workspace.advance(asked.engagement)
    cycle = workspace.view(asked.engagement).cycle
    answer = {"passed": passed, "cycle": cycle.number, "phase": cycle.phase}
    says = f"cycle {cycle.number} is now in the phase {cycle.phase}"
    show(asked, answer, [says, *_unasked(passed)])


@command("brief", example="engage brief call-2 --format markdown")
@click.argument("encounter", default="", metavar="[ENCOUNTER]")
@FORM
@ALL
def brief(asked: Asked, workspace: Workspace, encounter: str, form: str, everything: bool) -> None:
    """Show the page for who is about to walk in; the next planned encounter if none is named."""
    page(asked, workspace.brief(asked.engagement, encounter=encounter), form, everything)
