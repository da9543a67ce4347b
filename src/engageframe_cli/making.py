"""How does somebody begin a practice of their own?"""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from shlex import quote
from tempfile import TemporaryDirectory
from typing import Final

import click

from engageframe.discovery import find
from engageframe.errors import InvalidInput
from engageframe.kinds import CORE_KINDS
from engageframe_cli.asked import Asked
from engageframe_cli.options import command
from engageframe_cli.printing import show

__all__ = ["new", "plain_name"]

_TEMPLATE: Final = Path(__file__).parent / "template"
_NAME: Final = re.compile(r"[a-z]([a-z0-9_-]*[a-z0-9])?")
_LONGEST: Final = 24


@command("new", example="engage practices new thanks\nengage practices new thanks work/thanks",
         opens=False)  # fmt: skip
@click.argument("name")
@click.argument("where", metavar="[DIR]", default="")
def new(asked: Asked, name: str, where: str) -> None:
    """Write a small practice to start from, with its tests, into a new folder.

    It can be installed at once, and passes its tests, mypy and ruff; nothing is overwritten.
    """
    path = Path(where or name)
    written = sorted(_write(_words(name), path))
    lines = [f"a practice {name} in {path}:", *(f"  {one}" for one in written)]
    lines += [
        "Go on:",
        f"  pip install -e {quote(str(path))}      and list {name} in engageframe.toml",
        f"  cd {quote(str(path))} && pytest     its tests, the contract among them",
        f"  engage practices check {name}",
    ]
    show(asked, {"name": name, "folder": str(path), "files": written}, lines)


def plain_name(name: str) -> str:
    """Let a name through that a practice can have.

    Raises:
        InvalidInput: it is none.
    """
    if not _NAME.fullmatch(name) or len(name) > _LONGEST:
        remedy = f"take a-z, 0-9, - and _, a letter first, at most {_LONGEST}: such as thanks"
        raise InvalidInput.one("NAME", f"{name!r} is no name of a practice", remedy)
    return name


def _words(name: str) -> dict[str, str]:
    """Give the words that stand for themselves in the template."""
    name = plain_name(name)
    taken = {one.name: f"{one.distribution} {one.version}" for one in find()}
    taken |= {kind.name.partition(".")[0]: "the core, for its records" for kind in CORE_KINDS}
    if name in taken:
        says = f'"{name}" is taken by {taken[name]}'
        raise InvalidInput.one("NAME", says, "choose another")
    stem = re.sub(r"[-_]+", "_", name)
    letters = re.sub(r"[^A-Z]", "", name.upper())
    return {
        "name": name,
        "dist": f"{re.sub(r'[-_]+', '-', name)}-practice",
        "package": f"{stem}_practice",
        "class": f"{stem.title().replace('_', '')}Practice",
        "code": f"{letters}XXX"[:3],
    }


def _write(words: dict[str, str], path: Path) -> Iterator[str]:
    """Write all files aside, then put the folder in its place: it is there whole or not at all."""
    if path.exists() or path.is_symlink():
        raise InvalidInput.one(str(path), "it is there already", "name a folder that is not")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=".engage-", dir=path.parent) as aside:
            whole = Path(aside) / "whole"
            for file in sorted(_TEMPLATE.rglob("*")):
                if file.is_file() and file.suffix in (".in", ".typed"):
                    told = _filled(file.relative_to(_TEMPLATE).as_posix(), words)
                    told = told.removesuffix(".in").replace("/package/", f"/{words['package']}/")
                    (whole / told).parent.mkdir(parents=True, exist_ok=True)
                    text = _filled(file.read_text(encoding="utf-8"), words)
                    (whole / told).write_text(text, encoding="utf-8")
                    yield told
            os.rename(whole, path)
    except OSError as fault:
        says = f"it cannot be written: {fault.strerror}"
        raise InvalidInput.one(str(path), says, "name a folder that can") from None


def _filled(text: str, words: dict[str, str]) -> str:
    return re.sub(r"@(name|dist|package|class|code)@", lambda one: words[one[1]], text)
