"""Which pages are written from the code, whole or in parts?"""

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from engageframe.practices import Host, find
from writing import api, commands, contract, failing, guests, nouns, options, ruled
from writing.regions import filled

__all__ = ["core", "whole", "write"]

ROOT: Final = Path(__file__).parents[2]
_REFERENCE: Final = Path("docs", "reference")


def core() -> dict[Path, str]:
    """Give the pages that tell of the core alone, as they should be."""
    parts: Mapping[str, Mapping[str, str]] = {
        "model.md": nouns.core(),
        "hooks.md": contract.hooks(),
        "errors.md": failing.errors(),
        "settings.md": options.workspace(),
    }
    return {**_filled(parts), _REFERENCE / "api.md": api.page()}


def whole() -> dict[Path, str]:
    """Give the pages that tell of commands and practices, as they should be."""
    host = Host.load(tuple(one.name for one in find()), strict=True)
    with tempfile.TemporaryDirectory() as room:
        scenes = commands.Scenes(Path(room) / "scenes", ROOT / "docs" / "examples")
        pages = _filled({"cli.md": commands.core(scenes)})
        for one in host.practices:
            path = _REFERENCE / "practices" / f"{one.name}.md"
            pages[path] = guests.page(one, host, scenes, root=ROOT)
    rules = ruled.index(host.rules.values())
    return pages | _filled({"rules.md": {"rules": rules}})


def _filled(parts: Mapping[str, Mapping[str, str]]) -> dict[Path, str]:
    pages = {}
    for name, one in parts.items():
        path = _REFERENCE / name
        before = (ROOT / path).read_text(encoding="utf-8")
        pages[path] = filled(before, one, where=path.as_posix())
    return pages


def write() -> list[Path]:
    """Write every page anew, and give those that changed."""
    changed = []
    for path, text in {**core(), **whole()}.items():
        there = ROOT / path
        if not there.exists() or there.read_text(encoding="utf-8") != text:
            there.parent.mkdir(parents=True, exist_ok=True)
            there.write_text(text, encoding="utf-8")
            changed.append(path)
    return changed
