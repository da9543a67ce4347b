"""Which commands ask what is known, and why?"""

import datetime as dt
import json
from typing import Any, Final

import click

from engageframe.codec import unreadable
from engageframe.errors import InvalidInput, did_you_mean
from engageframe.explaining import Shown, shown
from engageframe.journal import REGISTER, Entry
from engageframe.model.moments import Moment, moment
from engageframe.workspace import Workspace
from engageframe_cli.asked import Asked
from engageframe_cli.options import command
from engageframe_cli.printing import ALL, bounded, fitted, lines_of, show, table
from engageframe_pages.pages import finding_row, short

__all__ = ["check", "explain", "log", "rules", "status", "why"]

_COLUMNS: Final = (
    "engagement", "status", "cycle", "phase", "accepted", "open_commitments", "overdue",
    "encounters", "name",
)  # fmt: skip
_TELLING: Final = ("text", "what", "subject", "purpose", "name", "does", "reason", "note", "id")


@command("status", example="engage status --json")
def status(asked: Asked, workspace: Workspace) -> None:
    """Tell where every engagement is in its round of PLAN, DO and REVIEW."""
    every = workspace.status()
    rows = [[getattr(one, word) for word in _COLUMNS] for one in every]
    heads = [word.replace("_", " ") for word in _COLUMNS]
    failures = list(map(str, workspace.host.failures))
    lines = table(heads, *rows) if rows else ['no engagement yet; tell one: "engage apply FILE"']
    show(asked, {"engagements": every, "failures": failures}, lines)


@command("log", example="engage log --limit 50")
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True, help="The latest.")
def log(asked: Asked, workspace: Workspace, limit: int) -> None:
    """List the latest records as they were written, corrections among them."""
    streams = [REGISTER, workspace.which(asked.engagement)] if asked.engagement else None
    last = workspace.as_of.last
    entries = workspace.journal.read(streams, known_at=workspace.known_at)
    every = [one for one in entries if not asked.as_of or _begun(one) <= last]
    records, left = list(map(shown, every[-limit:])), max(len(every) - limit, 0)
    rows = [(one.seq, one.happened, one.kind, one.id[:8], one.author, _telling(one))
            for one in records]  # fmt: skip
    more = [f"{left} earlier records are not shown: --limit"] if left else []
    show(asked, {"records": records, "left_out": left}, [*more, *table(*rows)])


@command("check", example="engage check --as-of 2026-04-01")
@ALL
def check(asked: Asked, workspace: Workspace, everything: bool) -> int:
    """Find which rules are broken; ends with 1 when a finding of severity E stands."""
    findings = workspace.check(asked.engagement)
    grave = sum(one.severity == "E" and not one.waived for one in findings)
    lines = [line for one in findings for line in lines_of(finding_row(one))]
    says = f"{len(findings)} finding(s), {grave} of them close a gate"
    failures = list(map(str, workspace.host.failures))
    answer = {"findings": findings, "failures": failures}
    show(asked, answer, fitted([*bounded(lines, everything), says]))
    return 1 if grave else 0


@command("why", example="engage why meet:ada")
@click.argument("wanted", metavar="ID")
def why(asked: Asked, workspace: Workspace, wanted: str) -> None:
    """Explain what is behind an ID: a proposal, finding, promise, encounter, rule or record."""
    answer = workspace.why(wanted, engagement=asked.engagement)
    names = workspace.view(asked.engagement).name
    lines = [f"{answer.id} ({answer.what}): {answer.says}"]
    for one in answer.because:
        who = f"{one.practice} {one.rule}".strip()
        lines.append(f"  because {one.says} ({who}; {short(one.evidence) or 'no record'})")
    for record in sorted(answer.records, key=_dated):
        who = names(record.author)
        told = f"told by {who}" + (f", from {record.source}" if record.source else "")
        lines.append(f"  record {record.id}: {record.kind}, {record.happened}, {told}")
        lines.append(f"      {_readable(record.body)}")
    show(asked, answer, fitted(lines))


@command("rules", example="engage rules --json")
def rules(asked: Asked, workspace: Workspace) -> None:
    """List the rules of the practices in use."""
    every = sorted(workspace.host.rules.items())
    answer = [{"practice": practice, "rule": rule} for _, (practice, rule) in every]
    rows = [(code, rule.severity, rule.name, who, rule.says) for code, (who, rule) in every]
    show(asked, {"rules": answer}, table(("rule", "", "name", "practice", "says"), *rows))


@command("explain", example="engage explain PDR001")
@click.argument("code")
def explain(asked: Asked, workspace: Workspace, code: str) -> None:
    """Explain a rule: what it says, why it matters, and where it comes from."""
    known = workspace.host.rules
    if code not in known:
        raise InvalidInput.one("", f'no rule "{code}"', did_you_mean(code, known))
    practice, rule = known[code]
    closes = ", ".join(rule.gates) if rule.severity == "E" else "none"
    lines = [
        f"{rule.code} {rule.name}: {rule.says}",
        f"  severity {rule.severity}, of the practice {practice}; gates it closes: {closes}",
        f"  why: {rule.why}",
        f"  source: {rule.source}",
        *(f"  threshold {one.name} = {one.value}: {one.why}" for one in rule.thresholds),
    ]
    show(asked, {"practice": practice, "rule": rule}, lines)


def _begun(entry: Entry) -> dt.date:
    try:
        return moment(entry.happened).first
    except ValueError as fault:
        raise unreadable(entry, fault) from None


def _dated(record: Shown) -> tuple[Moment, int]:
    return moment(record.happened), record.seq


def _readable(body: str) -> str:
    """Write a body as its fields with what they say, without those that say nothing."""
    told = {name: words for name, one in _fields(body).items() if (words := _words(one))}
    return "; ".join(f"{name}: {words}" for name, words in told.items())


def _fields(body: str) -> dict[str, Any]:
    """Read the fields of a body; one that was withheld or damaged has none but itself."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        found = body
    return found if isinstance(found, dict) else {"text": body}


def _words(value: Any) -> str:
    if isinstance(value, dict):
        return " ".join(f"{name} {words}" for name, one in value.items() if (words := _words(one)))
    if isinstance(value, list):
        return ", ".join(map(_words, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def _telling(record: Shown) -> str:
    """Give the field of a record that tells most, shortened."""
    fields = _fields(record.body)
    found = str(next((fields[name] for name in _TELLING if fields.get(name)), ""))
    return found if len(found) < 60 else f"{found[:57]}..."
