"""What does a practice bring: hooks, records, rules, options, commands?"""

import importlib
import inspect
from pathlib import Path
from typing import Final

from engageframe.discovery import Found
from engageframe.hooks import Practice
from engageframe.kinds import Kinds
from engageframe.practices import Host, Loaded
from writing import commands, nouns, options, ruled
from writing.contract import hooks
from writing.wording import WRITTEN, bare, table, told

__all__ = ["page"]

_MODEL: Final = "../model.md"
_CLAIMS: Final = "../claims.md"
_LEXICONS: Final = "../lexicons.md"


def page(loaded: Loaded, host: Host, scenes: commands.Scenes, *, root: Path) -> str:
    """Write the page of a practice."""
    found = loaded.found
    says = inspect.getdoc(importlib.import_module(found.package)) or ""
    written = [f"{WRITTEN}\n# The practice `{loaded.name}`\n\n{bare(says)}\n", _where(found, root)]
    written += ["## What it declares\n", _declares(loaded)]
    written += _records(loaded, host.kinds)
    rules = sorted(loaded.rules, key=lambda one: one.code)
    claims = ruled.said((root / "docs/reference/claims.md").read_text(encoding="utf-8"))
    written += ["## Rules\n", *(ruled.rule(one, claims, page=_CLAIMS) for one in rules)]
    if loaded.practice.Settings is not None:
        table_ = options.practice(loaded.practice.Settings)
        written += [f"## Options\n\nThey stand under `[practice.{loaded.name}]`.\n",
                    nouns.linked(table_, model=_MODEL, lexicons=_LEXICONS)]  # fmt: skip
    brought = [one for who, one in host.commands() if who == loaded.name]
    parts = [part for one in brought for part in commands.of_practice(one, scenes)]
    written += ["## Commands\n", *parts] if parts else []
    return "\n".join(written)


def _where(found: Found, root: Path) -> str:
    """Say what brings it, and where more is told."""
    readme = root / "plugins" / found.distribution / "README.md"
    more = f": [read more](../../../plugins/{found.distribution}/README.md)"
    return f"It comes with `{found.distribution}`{more if readme.exists() else ''}.\n"


def _declares(loaded: Loaded) -> str:
    practice = loaded.practice
    hooks = [
        f"[`{name}`](../hooks.md#{_anchor(name)})"
        for name, asked in vars(Practice).items()
        if name.startswith("engageframe_") and getattr(type(practice), name) is not asked
    ]
    rows = [
        ("hooks", ", ".join(hooks)),
        ("`reads`", ", ".join(f"`{one}`" for one in practice.reads)),
        ("`serves`", "yes: kinds of the house are kept from it" if practice.serves else "no"),
    ]
    for name in ("after", "before"):
        if found := getattr(practice, name):
            rows.append((f"`{name}`", ", ".join(f"`{one}`" for one in found)))
    return table(("what", "it says"), rows)


def _anchor(hook: str) -> str:
    """Give the anchor of a hook's heading, which is its whole signature."""
    head = hooks()[f"hook {hook}"].partition("\n")[0].removeprefix("## `").removesuffix("`")
    kept = "".join(one for one in head.lower() if one.isalnum() or one in " _-")
    return kept.replace(" ", "-")


def _records(loaded: Loaded, kinds: Kinds) -> list[str]:
    if not loaded.kinds:
        return ["## Records\n\nIt brings none of its own.\n"]
    written = ["## Records\n"]
    for kind in loaded.kinds:
        written += [f"### {kind.name}\n\n{told(kind.body)}\n",
                    nouns.record(kind, kinds, model=_MODEL)]  # fmt: skip
    own = [
        one
        for one in nouns.parts(kind.body for kind in loaded.kinds)
        if one.__module__.partition(".")[0] == loaded.found.package.partition(".")[0]
    ]
    for one in sorted(own, key=lambda part: part.__name__):
        fields = nouns.linked(nouns.fields(one), model=_MODEL, lexicons=_LEXICONS)
        written += [f"### {one.__name__}\n\n{told(one)}\n", fields]
    return written
