"""What does a workspace's ``engageframe.toml`` say?"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

import msgspec

from engageframe.errors import InvalidInput, NotAWorkspace, Problem, did_you_mean
from engageframe.model.policy import Policy

__all__ = ["FILE", "Settings", "claim", "create", "read", "template"]

FILE: Final = "engageframe.toml"
_SECTIONS: Final[dict[str, dict[str, type[Any]] | None]] = {
    "workspace": {"practices": list, "author": str, "store": str},
    "planning": {"our_minutes": int, "client_minutes": int},
    "practice": None,
}


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """The settings of a workspace: the practices it uses, its author, store, and their options."""

    practices: tuple[str, ...] = ()
    author: str = "me"
    store: str = "sqlite"
    policy: Policy = Policy()
    options: Mapping[str, Mapping[str, Any]] = msgspec.field(default_factory=dict)
    text: str = ""

    def place(self, practice: str, option: str) -> str:
        """Say where an option of a practice stands, such as ``engageframe.toml:14``."""
        return _place(self.text, f"practice.{practice}", option)


def read(folder: Path) -> Settings:
    """Read the settings of the workspace in a folder.

    Raises:
        NotAWorkspace: there is no such file.
        InvalidInput: with every mistake in it and its line.
    """
    path = folder / FILE
    try:
        text = path.read_text(encoding="utf-8-sig")
        data = tomllib.loads(text)
    except (FileNotFoundError, NotADirectoryError):
        raise NotAWorkspace(str(folder)) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise InvalidInput.one(FILE, f"it is not TOML: {fault}", "mend it with an editor") from None
    except OSError as fault:
        raise InvalidInput.one(str(path), f"it cannot be read: {fault.strerror}") from None
    problems = list(_problems(data, text))
    if problems:
        raise InvalidInput(problems)
    workspace, planning = data.get("workspace", {}), data.get("planning", {})
    return Settings(
        practices=tuple(workspace.get("practices", ())),
        author=workspace.get("author", "me"),
        store=workspace.get("store", "sqlite"),
        policy=Policy(**planning),
        options=data.get("practice", {}),
        text=text,
    )


def claim(folder: Path, author: str) -> Path:
    """Make the folder of a new workspace, if it may be one.

    Raises:
        InvalidInput: it already holds a workspace, cannot be made, or the author is blank.
    """
    if not author.strip():
        raise InvalidInput.one("author", "it is blank", "name who records things")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        there = (folder / FILE).exists()
    except OSError as fault:
        raise InvalidInput.one(str(folder), f"it cannot be made: {fault.strerror}") from None
    if there:
        raise _taken(folder)
    return folder


def create(folder: Path, practices: Iterable[str], author: str, store: str = "sqlite") -> Path:
    """Write the settings of a new workspace into its folder.

    Raises:
        InvalidInput: the folder already holds a workspace, or cannot be written.
    """
    try:
        with (folder / FILE).open("x", encoding="utf-8") as file:
            file.write(template(practices, author, store))
    except FileExistsError:
        raise _taken(folder) from None
    except OSError as fault:
        (folder / FILE).unlink(missing_ok=True)
        raise InvalidInput.one(str(folder), f"it cannot be written: {fault.strerror}") from None
    return folder


def _taken(folder: Path) -> InvalidInput:
    says = "there is a workspace here already"
    return InvalidInput.one(str(folder), says, "leave it, or choose another folder")


def template(practices: Iterable[str], author: str, store: str = "sqlite") -> str:
    """Write the settings of a new workspace; a text of JSON is one of TOML, too."""
    import json

    used = ", ".join(map(json.dumps, practices))
    return (
        "[workspace]\n"
        "# Practices that this workspace uses; what is installed but not listed is not loaded.\n"
        f"practices = [{used}]\n"
        "# Who records things when nobody else is named.\n"
        f"author = {json.dumps(author)}\n"
        "# Where the journal is kept.\n"
        f"store = {json.dumps(store)}\n"
    )


def _problems(data: Mapping[str, Any], text: str) -> Iterable[Problem]:
    for section, table in data.items():
        if section not in _SECTIONS:
            remedy = did_you_mean(section, _SECTIONS)
            yield Problem(where=_place(text, section), says=f"unknown [{section}]", remedy=remedy)
            continue
        known = _SECTIONS[section]
        if not isinstance(table, dict):
            yield Problem(where=_place(text, "", section), says=f'"{section}" is no table')
            continue
        for name, value in table.items():
            where = _place(text, section, name)
            if known is None:
                if not isinstance(value, dict):
                    yield Problem(where=where, says=f"[practice.{name}] is no table")
            elif name not in known:
                remedy = did_you_mean(name, known)
                yield Problem(where=where, says=f'unknown option "{name}"', remedy=remedy)
            elif not _fits(name, value, known[name]):
                right = "a list of names" if known[name] is list else f"{known[name].__name__}"
                yield Problem(
                    where=where, says=f'"{name}" is {value!r}', remedy=f"expected {right}"
                )


def _fits(name: str, value: Any, wanted: type[Any]) -> bool:
    if wanted is list:
        return isinstance(value, list) and all(isinstance(one, str) for one in value)
    return type(value) is wanted and (wanted is not int or value >= 0) and value != ""


def _place(text: str, section: str, option: str = "") -> str:
    """Find the line by its words: the parser tells none."""
    inside = not section
    for number, line in enumerate(text.splitlines(), start=1):
        head = re.match(r"\s*\[\s*([^\]]+?)\s*\]", line)
        if head:
            inside = head[1].replace(" ", "") in (section, f"{section}.{option}")
            if inside and (not option or head[1].endswith(f".{option}")):
                return f"{FILE}:{number}"
        elif inside and option and re.match(rf'\s*"?{re.escape(option)}"?\s*=', line):
            return f"{FILE}:{number}"
    return FILE
