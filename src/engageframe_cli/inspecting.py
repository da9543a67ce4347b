"""Which practices are there, what does each bring, and who reads what of whom?"""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

import click

from engageframe.discovery import Found
from engageframe.encoding import canonical
from engageframe.errors import InvalidInput, did_you_mean
from engageframe.folding import covers
from engageframe.hooks import Practice
from engageframe.practices import Host, Loaded, find
from engageframe_cli.aside import aside
from engageframe_cli.asked import Asked
from engageframe_cli.guests import clashes
from engageframe_cli.opening import ending, loaded, misused
from engageframe_cli.options import command
from engageframe_cli.printing import show, table

__all__ = ["describe", "graph", "info", "list_", "sheet"]

_COLUMNS: Final = ("name", "distribution", "version", "status", "import_ms", "why")
_MISUSED: Final = 2


@command("list", example="engage practices list --json", opens=False)
def list_(asked: Asked) -> int:
    """List the practices, used and unused."""
    with aside():
        host = loaded(asked)
        taken = clashes(host, [one.name for one in host.practices])
    rows = [*describe(host), *_unused(host)]
    show(asked, {"practices": rows, "clashes": taken}, [*sheet(rows), *taken, *ending(host)])
    return _MISUSED if misused(host) else 0


@command("info", example="engage practices info cycle", opens=False)
@click.argument("name")
def info(asked: Asked, name: str) -> int:
    """Show all about one practice.

    What it declares, which hooks it answers, its settings, and how it fares.
    """
    with aside():
        host = loaded(asked)
    rows = [*describe(host), *_unused(host)]
    found = [row for row in rows if row["name"] == name]
    if not found:
        known = [str(row["name"]) for row in rows]
        raise InvalidInput.one("", f'no practice "{name}"', did_you_mean(name, known))
    lines = [f"{key}: {_plain(value)}" for key, value in found[0].items()]
    show(asked, {"practices": found}, lines)
    return _MISUSED if misused(host) else 0


@command("graph", example="engage practices graph > practices.mmd", opens=False)
def graph(asked: Asked) -> None:
    """Draw who reads whose records.

    It is Mermaid, or data with --json; an arrow leads from who brings a kind to who reads it.
    """
    with aside():
        host = loaded(asked)
    edges = list(_edges(host))
    brought = {one.name: [kind.name for kind in one.kinds] for one in host.practices}
    names = sorted({"core", *brought, *(one["from"] for one in edges)})
    place = {name: f"n{n}" for n, name in enumerate(names)}
    lines = ["flowchart LR", *(f'  {place[name]}["{name}"]' for name in names)]
    for one in edges:
        start, end = place[one["from"]], place[one["to"]]
        arrow, says = "-->" if one["kinds"] else "-.->", ", ".join(one["reads"])
        lines.append(f'  {start} {arrow}|"{says}"| {end}')
    rows = [{"name": name, "brings": kinds} for name, kinds in sorted(brought.items())]
    show(asked, {"practices": rows, "edges": edges}, lines)


def _edges(host: Host) -> Iterator[dict[str, Any]]:
    """Give who hands which kinds to whom; a neighbour that is not there hands none."""
    owner = {kind.name: one.name for one in host.practices for kind in one.kinds}
    for one in host.practices:
        handed: dict[str, tuple[set[str], set[str]]] = {}
        for read in one.practice.reads:
            kinds = [name for name in host.kinds if covers([read], name)]
            absent = [] if kinds else [(read.partition(".")[0], "")]
            for who, kind in [(owner.get(name, "core"), name) for name in kinds] + absent:
                reads, names = handed.setdefault(who, (set(), set()))
                reads.add(read)
                names.update(filter(None, [kind]))
        for who, (reads, names) in sorted(handed.items()):
            yield {"from": who, "to": one.name, "reads": sorted(reads), "kinds": sorted(names)}


def sheet(rows: Iterable[Mapping[str, object]]) -> list[str]:
    """Write the rows of practices in columns."""
    heads = [one.replace("_", " ") for one in _COLUMNS]
    return table(heads, *([_plain(row.get(one)) for one in _COLUMNS] for row in rows))


def describe(host: Host) -> list[dict[str, Any]]:
    """Tell of every practice in use where it comes from, what it does and how it fares."""
    told = {error.practice: str(error) for error in reversed(host.failures)}
    rows = [
        {**_row(one.found, "active", told.get(one.name, "")), "order": n, **_shown(host, one)}
        for n, one in enumerate(host.practices, start=1)
    ]
    rows += [_row(found, "failed", str(error)) for found, error in host.refused]
    return rows + [_row(found, "off", "switched off") for found in host.off]


def _unused(host: Host) -> list[dict[str, Any]]:
    used = {row["name"] for row in describe(host)}
    why = "the workspace does not list it"
    return [_row(one, "unused", why) for one in find() if one.name not in used]


def _row(found: Found, status: str, why: str) -> dict[str, Any]:
    named = {"name": found.name, "distribution": found.distribution, "version": found.version}
    return {**named, "entry_point": found.target, "status": status, "why": why}


def _shown(host: Host, loaded: Loaded) -> dict[str, Any]:
    practice = loaded.practice
    defaults, now = practice.Settings and practice.Settings(), practice.settings
    return {
        "hooks": [
            name
            for name, asked in vars(Practice).items()
            if name.startswith("engageframe_") and getattr(type(practice), name) is not asked
        ],
        "reads": practice.reads,
        "serves": practice.serves,
        "kinds": [kind.name for kind in loaded.kinds],
        "lenses": [lens.name for lens in loaded.lenses],
        "rules": [rule.code for rule in loaded.rules],
        "settings": json.loads(canonical({"defaults": defaults, "now": now})),
        "import_ms": round(host.import_ms[loaded.name], 1),
    }


def _plain(value: object) -> str:
    if value is None:
        return ""
    return ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)
