"""Which commands answer somebody who asks what is held about them?"""

from functools import partial
from pathlib import Path

import click

from engageframe.encoding import canonical
from engageframe_cli.asked import Asked
from engageframe_cli.facts import fields_of
from engageframe_cli.options import SHARED, Group, command
from engageframe_cli.printing import ALL, bounded, fitted, show
from engageframe_subjects import Rights
from engageframe_subjects.copying import readable
from engageframe_subjects.files import write
from engageframe_subjects.leaving import Leaving, Line

__all__ = ["retention", "subject"]

_OPEN = 1
"""The exit code of an erasure that is not over: files still name them."""

_GO_ON = "  delete or change these and repeat this, or repeat it with --files"

_many = partial(click.option, multiple=True, metavar="RECORD")


_group = partial(click.group, cls=Group, params=[*SHARED])


@_group("subject", epilog="\b\nExample:\n  engage subject erase maria")
def subject() -> None:
    """Tell people what is held about them, correct it, or destroy it."""


@_group("retention", epilog="\b\nExample:\n  engage retention run --dry-run")
def retention() -> None:
    """Destroy what is older than the settings let it become."""


@command("export", example="engage subject export maria --to for-maria", kind=Rights)
@click.argument("who", metavar="PERSON")
@click.option("--to", "where", metavar="DIR", help="Write PERSON.json and PERSON.txt there.")
@click.option(
    "--text",
    "texts",
    help="Give the texts of this record, though of others.",
    multiple=True,
    metavar="RECORD",
)
def export(asked: Asked, workspace: Rights, who: str, where: str, texts: tuple[str, ...]) -> None:
    """Give a PERSON a copy of everything that is held about them."""
    copy = workspace.copy_for(who, texts=texts)
    lines = readable(copy)
    if not where:
        show(asked, copy, lines)
        return
    text = "".join(f"{line}\n" for line in lines)
    written = [
        str(write(Path(where), f"{who}.json", f"{canonical(copy).decode()}\n")),
        str(write(Path(where), f"{who}.txt", text)),
    ]
    withheld = sum(one.text_withheld for one in copy.records)
    says = f"{len(copy.records)} records, the texts of {withheld} withheld"
    answer = {"written": written, "records": len(copy.records), "withheld": withheld}
    show(asked, answer, [*(f"wrote {one}" for one in written), says])


@command("correct", example="engage subject correct maria email=m@acme.example", kind=Rights)
@click.argument("who", metavar="PERSON")
@click.argument("fields", nargs=-1, required=True, metavar="FIELD=VALUE...")
@click.option("--record", default="", metavar="ID", help="Which record.  [default: the person]")
@click.option("--because", default="they asked for it", show_default=True, help="The reason.")
@click.option("--destroy", is_flag=True, help="Destroy what was told before.")
def correct(
    asked: Asked, workspace: Rights, who: str, fields: tuple[str, ...], record: str, because: str,
    destroy: bool,
) -> None:  # fmt: skip
    """Correct what is held about a PERSON; the correction is a record of its own."""
    kind = workspace.kind_of(who, record)
    values = fields_of(fields, kind.body)
    id_ = workspace.correct(who, values, record=record, reason=because, destroy=destroy)
    says = "destroyed" if destroy else "kept as it was told, and superseded"
    show(
        asked, {"record": id_, "destroyed": destroy}, f"corrected {id_}: the old value is {says}\n"
    )


@command("erase", example="engage subject erase maria --yes", kind=Rights)
@click.argument("who", metavar="PERSON")
@click.option("--yes", is_flag=True, help="Do it; otherwise it is only shown.")
@click.option("--reason", default="they asked for it", show_default=True, help="It names nobody.")
@click.option("--also", help="Destroy this record, too.", multiple=True, metavar="RECORD")
@click.option(
    "--keep",
    help="Keep this record with its texts, but for names.",
    multiple=True,
    metavar="RECORD",
)
@click.option("--files", is_flag=True, help="Delete the files in the folder that name them.")
@ALL
def erase(
    asked: Asked, workspace: Rights, who: str, yes: bool, reason: str, also: tuple[str, ...],
    keep: tuple[str, ...], files: bool, everything: bool,
) -> int:  # fmt: skip
    """Destroy what is held about a PERSON; without --yes it is only shown what will go."""
    if yes:
        plan = workspace.erase(who, reason=reason, also=also, keep=keep, files=files)
    else:
        plan = workspace.leaving(who, also=also, keep=keep)
    left = dict(workspace.left) if yes else workspace.files(workspace.names_of(who))
    lines = _done(plan) if yes else _planned(plan, everything)
    lines += [f"deleted: {one}" for one in workspace.deleted]
    lines += [f"a file names them {count} times or more: {one}" for one, count in left.items()]
    lines += [_GO_ON] if left else []
    lines += [] if yes else ["nothing was destroyed: --yes does it"]
    told = _counts(plan) if yes else {"leaving": plan}
    show(asked, {"erased": yes, **told, "deleted": workspace.deleted, "files": left}, fitted(lines))
    return _OPEN if yes and left else 0


@command("run", example="engage retention run --dry-run", kind=Rights)
@click.option("--dry-run", is_flag=True, help="Show what is due, and destroy nothing.")
@ALL
def run(asked: Asked, workspace: Rights, dry_run: bool, everything: bool) -> None:
    """Destroy the records, or texts of records, whose period of the settings is over."""
    found = workspace.due() if dry_run else workspace.retain()
    lines = [f"  {one.line.happened}  {one.line.kind}  {one.line.id}  {one.says}" for one in found]
    does = "are due; nothing was destroyed" if dry_run else "were due, and are destroyed"
    answer = {"dry_run": dry_run, "due": [_row(one.line, one.field, one.says) for one in found]}
    show(asked, answer, fitted([*bounded(lines, everything), f"{len(found)} record(s) {does}"]))


for _one in (export, correct, erase):
    subject.add_command(_one)
retention.add_command(run)


def _row(line: Line, field: str, says: str) -> dict[str, object]:
    return {"record": line.id, "kind": line.kind, "happened": line.happened, "field": field,
            "setting": says}  # fmt: skip


def _planned(plan: Leaving, everything: bool) -> list[str]:
    count = len(plan.destroyed)
    lines = [f'{count} bodies will be destroyed; "{plan.word}" will stand for {plan.who}']
    parts = (
        ("will be gone", plan.goes),
        ("will be told again without them, their texts withheld", plan.stays),
        ("perhaps about them: read each, and add --also RECORD to destroy it", plan.perhaps),
    )
    for title, rows in parts:
        if rows:
            told = [f"  {_line(one)}" for one in rows]
            lines += [f"{title} ({len(rows)}):", *bounded(told, everything)]
    return lines + _headers(plan)


def _done(plan: Leaving) -> list[str]:
    """Tell what was done; what was destroyed is not printed once more."""
    if not plan.destroyed:
        return ["nothing more is held; what was destroyed before is purged"]
    says = "{destroyed} bodies were destroyed: {gone} records are gone, {told_again} told again"
    left = [f"{one.kind} {one.id}" for one in plan.perhaps]
    more = [f"a part of their name still stands in: {', '.join(left)}"] if left else []
    return [says.format(**_counts(plan)), *more, *_headers(plan)]


def _counts(plan: Leaving) -> dict[str, object]:
    return {
        "destroyed": len(plan.destroyed), "gone": len(plan.goes), "told_again": len(plan.stays),
        "perhaps": [one.id for one in plan.perhaps], "headers": plan.headers,
    }  # fmt: skip


def _headers(plan: Leaving) -> list[str]:
    rows = plan.headers.items()
    return [f"the chain keeps them as the {field} of {count} record(s)" for field, count in rows]


def _line(one: Line) -> str:
    says = f": {one.says}" if one.says else ""
    return f"{one.happened}  {one.kind}  {one.id}  {one.why}{says}"
