"""Which commands tell the journal something, or give it away?"""

import csv
import io
import json
from pathlib import Path
from typing import Any, Final, get_args, get_origin

import attrs
import click

from engageframe.errors import InvalidInput, Problem, did_you_mean
from engageframe.importing import Applied
from engageframe.inputs import structure
from engageframe.model.moments import Moment
from engageframe.practices import find
from engageframe.workspace import Workspace
from engageframe_cli.asked import Asked
from engageframe_cli.naming import ANYWAY, doubtful, known_ids, people_in, refuse_strangers
from engageframe_cli.opening import when
from engageframe_cli.options import command
from engageframe_cli.printing import ALL, bounded, complain, show, working

__all__ = ["apply", "export", "fields_of", "import_", "init", "record"]

_dry = click.option("--dry-run", is_flag=True, help="Show what would change, and change nothing.")
_MOST_SHOWN: Final = 100
DEEPEST: Final = 40
_HELD = (
    """engage record encounter.held --json-body '{"id": "c1", "attendees": [{"person": "ada"}]}'"""
)


@command("init", example='engage init acme --author "Ana Novak"', opens=False)
@click.argument("where", default="", metavar="[DIR]")
@click.option("--author", default="me", show_default=True, help="Who records things.")
@click.option(
    "--store",
    default="sqlite",
    metavar="NAME",
    show_default=True,
    help="Where the journal is kept.",
)
def init(asked: Asked, where: str, author: str, store: str) -> None:
    """Make a workspace in a folder; it uses every practice that is installed."""
    where = where or asked.folder
    if not author.isprintable() or set(author) & set('"\\'):
        raise InvalidInput.one("--author", f"{author!r} is no name", 'leave out " and \\')
    used = [one.name for one in find()]
    Workspace.create(where, practices=used, author=author, keeps=store)
    says = f"made a workspace in {where}; it uses the practices {', '.join(used) or '(none)'}"
    answer = {"workspace": where, "practices": used, "author": author}
    show(asked, answer, [says, f"go on with: engage apply FILE -C {where}"])


@command("apply", example="engage apply acme.yaml --dry-run")
@click.argument("file")
@_dry
@ALL
def apply(asked: Asked, workspace: Workspace, file: str, dry_run: bool, everything: bool) -> None:
    """Append what is news in an engagement FILE, all or none; applying it twice does nothing."""
    applied = workspace.apply_file(file, engagement=asked.engagement, dry_run=dry_run)
    _show(asked, workspace, applied, everything)


@command("import", example="engage import csv meetings.csv --map meetings.yaml --dry-run")
@click.argument("source")
@click.argument("file")
@click.option("--map", "mapping", required=True, metavar="FILE", help="How columns are read.")
@click.option("--set-aside", metavar="FILE", help="Write rows that were not believed here.")
@_dry
def import_(
    asked: Asked, workspace: Workspace, source: str, file: str, mapping: str,
    set_aside: str | None, dry_run: bool,
) -> None:  # fmt: skip
    """Import a FILE of another system; SOURCE names its format, such as csv."""
    if set_aside and Path(set_aside).exists():
        raise InvalidInput.one(set_aside, "it is there already", "name a file that is not")
    if set_aside:
        _place(set_aside, None)
    with working(asked, f"reading {file}"):
        brought = workspace.bring(source, file, mapping=mapping, dry_run=dry_run)
    if set_aside:
        _write(set_aside, brought.set_aside)
    says = "{read} rows read = {imported} imported + {unchanged} unchanged + {set_aside} set aside"
    lines = [
        says.format(**brought.rows) + " (dry run: nothing was written)" * dry_run,
        *(f"  set aside, {reason}: {count}" for reason, count in brought.reasons.items()),
        f"  remarks on rows that were imported: {len(brought.flags)}, listed by --json",
    ]
    remarks = _warn(workspace, brought.applied)
    answer = {"rows": brought.rows, "reasons": brought.reasons, "flags": brought.flags,
              "remarks": remarks, "set_aside": brought.set_aside,
              "dry_run": dry_run}  # fmt: skip
    show(asked, answer, lines)


@command("record", example=f"engage record commitment.kept id=note --happened 2026-03-09\n{_HELD}")
@click.argument("kind")
@click.argument("fields", nargs=-1, metavar="[FIELD=VALUE]...")
@click.option("--happened", default="", metavar="MOMENT", help="When it was.  [default: as of]")
@click.option("--author", default="", help="Who tells it.  [default: the workspace's author]")
@click.option("--json-body", default="{}", metavar="JSON", help="The body, or a part of it.")
@ANYWAY
def record(
    asked: Asked, workspace: Workspace, kind: str, fields: tuple[str, ...], happened: str,
    author: str, json_body: str, anyway: bool,
) -> None:  # fmt: skip
    """Record one fact of a KIND; "engage schema KIND" tells its fields.

    Lists of words are written as one,two; whatever has parts as JSON.
    People and organizations that it names must be described, or be meant --anyway.
    """
    kinds = workspace.codec.kinds
    if kind not in kinds:
        raise InvalidInput.one("", f'no kind "{kind}"', did_you_mean(kind, kinds))
    shape = kinds[kind].body
    body = fields_of(fields, shape, json_body)
    made = structure(body, shape)
    if not anyway and (named := people_in(kinds[kind], body)):
        shared = kinds[kind].shared
        where = asked.engagement if shared else workspace.which(asked.engagement)
        refuse_strangers(named, known_ids(workspace, where))
    applied = workspace.record(
        made, happened=when(happened, "--happened"), author=author,
        engagement=asked.engagement,
    )  # fmt: skip
    _show(asked, workspace, applied, True)


@command("export", example="engage export -e acme > acme.yaml")
def export(asked: Asked, workspace: Workspace) -> None:
    """Write an engagement file that applies to the same state."""
    from engageframe_yaml import LARGEST  # loaded with the export anyway

    written = workspace.export(asked.engagement)
    if written.left_out:
        complain(f"engage: warning: {written.left_out} record(s) of unknown kinds are left out")
    size = len(written.text.encode())
    if size > LARGEST:
        says = f"the file holds {size:,} bytes; engage apply reads at most {LARGEST:,}"
        complain(f"engage: warning: {says}: split its records over several files")
    show(asked, {"text": written.text, "left_out": written.left_out}, written.text)


def _show(asked: Asked, workspace: Workspace, applied: Applied, everything: bool) -> None:
    """Tell what became of each item, and how many there are of each sort."""
    rows, lines = [], []
    for one in applied.changes:
        kind = workspace.codec.kinds.of(type(one.item.body))
        id_, record = kind.identify(one.item.body), one.draft.id if one.draft else ""
        rows.append({"what": one.what, "kind": kind.name, "id": id_, "record": record})
        if record:
            lines.append(f"  {one.what:9}  {kind.name} {id_}".rstrip() + f"  [{record[:8]}]")
    counts = {what: applied.count(what) for what in ("new", "changed", "corrected", "unchanged")}
    says = ", ".join(f"{count} {what}" for what, count in counts.items())
    done = "recorded" if applied.receipt else "nothing was written"
    answer = {"changes": rows, "counts": counts, "receipt": applied.receipt,
              "remarks": _warn(workspace, applied)}  # fmt: skip
    show(asked, answer, [*bounded(lines, everything), f"{done}: {says}"])


def _warn(workspace: Workspace, applied: Applied) -> list[Problem]:
    remarks = [*doubtful(workspace, applied)]
    lines = [f"engage: warning: {one}" for one in remarks]
    complain(*bounded(lines, everything=False, more=", all in --json"))
    return remarks


def fields_of(fields: tuple[str, ...], shape: type[Any], json_body: str = "{}") -> Any:
    """Read FIELD=VALUE as the class wants them, upon a body or a part of one in JSON.

    Raises:
        InvalidInput: one of them makes no sense.
    """
    wanted = {field.name: field.type for field in attrs.fields(shape)}
    body = _json(json_body, "--json-body")
    for field in fields:
        name, equals, value = field.partition("=")
        if not equals or not isinstance(body, dict):
            raise InvalidInput.one(field, "it is no field of an object", "write FIELD=VALUE")
        body[name] = _value(value, wanted.get(name), name)
    return body


def _value(text: str, wanted: Any, place: str) -> Any:
    """Read a value as its field wants it: as JSON only where that has parts, or is no text."""
    if wanted == tuple[str, ...] and not text.startswith("["):
        return text.split(",")
    texts = get_origin(wanted) is not dict and all(
        one in (None, str, Moment, type(None)) or isinstance(one, str)
        for one in get_args(wanted) or (wanted,)
    )
    return text if texts else _json(text, place)


def _json(text: str, place: str) -> Any:
    """Read JSON; what is no JSON by its standard, such as NaN, is refused."""
    try:
        value = json.loads(text, parse_constant=_refuse, object_pairs_hook=_once)
        says = f"it is nested deeper than {DEEPEST}" if _is_deeper(value, DEEPEST) else ""
    except RecursionError:
        says = f"it is nested deeper than {DEEPEST}"
    except ValueError as fault:
        says = str(fault)
    if says:
        shown = text if len(text) <= _MOST_SHOWN else f"{text[:_MOST_SHOWN]}..."
        raise InvalidInput.one(place, f"{shown!r} is not JSON that can be kept: {says}") from None
    return value


def _refuse(word: str) -> None:
    raise ValueError(f"{word} is no number")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name is given twice")
    return found


def _is_deeper(value: Any, levels: int) -> bool:
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return levels < 0 or any(_is_deeper(one, levels - 1) for one in parts)


def _write(path: str, rows: tuple[Any, ...]) -> None:
    """Write rows as a table that no spreadsheet runs: a formula gets an apostrophe in front."""
    from engageframe_csv import harmless  # loaded where a table is written

    cells = [{"row": str(one.row), "reason": one.reason, **one.cells} for one in rows]
    columns = list(dict.fromkeys(name for row in cells for name in row))
    table = [columns, *([row.get(name, "") for name in columns] for row in cells)]
    out = io.StringIO(newline="")
    csv.writer(out).writerows(map(harmless, row) for row in table)
    _place(path, out.getvalue().encode("utf-8-sig"))


def _place(path: str, data: bytes | None) -> None:
    """Put a file in its place, whole or not at all; without data, see whether that can be done."""
    from engageframe_stores.placing import place

    try:
        place(Path(path), data)
    except OSError as fault:
        raise InvalidInput.one(path, f"it cannot be written: {fault.strerror}") from None
