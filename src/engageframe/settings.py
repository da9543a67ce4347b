"""What does a workspace's ``engageframe.toml`` say?"""

import os
import re
import tomllib
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any, Final

import msgspec

from engageframe.errors import InvalidInput, NotAWorkspace, Problem, did_you_mean
from engageframe.model.policy import Policy

__all__ = ["FILE", "LARGEST", "Settings", "claim", "create", "parse", "place", "read", "template"]

FILE: Final = "engageframe.toml"
LARGEST: Final = 1_000_000
"""Bytes that the file may hold."""


def _names(value: Any) -> tuple[str, ...]:
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return tuple(value)
    raise ValueError("a list of names")


def _plain(value: Any, wanted: type[Any]) -> Any:
    if type(value) is wanted and value != "" and (wanted is not int or value >= 0):
        return value
    raise ValueError("a text" if wanted is str else "a whole number, 0 or more")


def _versions(value: Any) -> dict[str, Container[str]]:
    from packaging.specifiers import SpecifierSet  # only where something is required

    try:
        split = [re.findall(r"^\s*([\w.-]+)(.*)$", one)[0] for one in _names(value)]
        found = {name: SpecifierSet(wanted, prereleases=True) for name, wanted in split}
        if len(found) == len(split):
            return dict(found)
    except (IndexError, ValueError):
        pass
    raise ValueError('such as ["cadence >= 26.1"], each name once')


_TEXT: Final = partial(_plain, wanted=str)
_COUNT: Final = partial(_plain, wanted=int)
_SECTIONS: Final[dict[str, dict[str, Callable[[Any], Any]]]] = {
    "workspace": {
        "practices": _names, "order": _names, "requires": _versions, "author": _TEXT,
        "store": _TEXT,
    },
    "planning": {"our_minutes": _COUNT, "client_minutes": _COUNT},
    "practice": {}, "retention": {},
}  # fmt: skip


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """The settings of a workspace: the practices it uses, its author, store, and their options.

    Attributes:
        practices: The practices that this workspace uses; one that is installed but not listed is
            not loaded.
        order: The order in which these practices answer, whatever they say of each other; those
            not named keep theirs.
        requires: Which versions are good enough, by the name of a practice or of a distribution,
            such as ``"cadence >= 26.1"``.
        author: Who records things when nobody else is named.
        store: Where the journal is kept: a store that is installed.
        policy: How much a cycle may hold.
        options: The options of each practice, by its name.
        text: The file as it was read, to name the lines of mistakes.
    """

    practices: tuple[str, ...] = ()
    order: tuple[str, ...] = ()
    requires: Mapping[str, Container[str]] = msgspec.field(default_factory=dict)
    author: str = "me"
    store: str = "sqlite"
    policy: Policy = Policy()
    options: Mapping[str, Mapping[str, Any]] = msgspec.field(default_factory=dict)
    text: str = ""

    def place(self, practice: str, option: str) -> str:
        """Say where an option of a practice stands, such as ``engageframe.toml:14``.

        Without a practice it is one of the workspace.
        """
        return place(self.text, f"practice.{practice}" if practice else "workspace", option)


def read(folder: Path) -> Settings:
    """Read the settings of the workspace in a folder.

    Raises:
        NotAWorkspace: there is no such file.
        InvalidInput: with every mistake in it and its line.
    """
    found, problems = parse(folder)
    if problems:
        raise InvalidInput(problems)
    return found


def parse(folder: Path) -> tuple[Settings, list[Problem]]:
    """Read what makes sense in the settings, and gather the mistakes in the rest.

    Raises:
        NotAWorkspace: there is no such file.
        InvalidInput: it cannot be read, or is not TOML.
    """
    path = folder / FILE
    try:
        if path.stat().st_size > LARGEST:
            raise InvalidInput.one(FILE, f"it holds more than {LARGEST:,} bytes", "is it settings?")
        text = path.read_text(encoding="utf-8-sig")
        data = tomllib.loads(text)
    except (FileNotFoundError, NotADirectoryError):
        raise NotAWorkspace(str(folder)) from None
    except (ValueError, RecursionError) as fault:  # of numbers, encoding, syntax
        raise InvalidInput.one(FILE, f"it is not TOML: {fault}", "mend it with an editor") from None
    except OSError as fault:
        raise InvalidInput.one(str(path), f"it cannot be read: {fault.strerror}") from None
    sound: dict[str, dict[str, Any]] = {section: {} for section in _SECTIONS}
    problems = list(_problems(data, text, sound))
    if "practices" in sound["workspace"] or not problems:
        problems += _strangers(sound["workspace"], sound["practice"], text)
    planning, options = sound["planning"], sound["practice"]
    said = Settings(**sound["workspace"], policy=Policy(**planning), options=options, text=text)
    return said, problems


def claim(folder: Path, author: str) -> Path:
    """Make the folder of a new workspace, if it may be one.

    Raises:
        InvalidInput: it already holds a workspace, cannot be made, or the author is blank.
    """
    if not author.strip():
        raise InvalidInput.one("author", "it is blank", "name who records things")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _refuse_taken(folder)
    except OSError as fault:
        raise InvalidInput.one(str(folder), f"it cannot be made: {fault.strerror}") from None
    return folder


def create(folder: Path, practices: Iterable[str], author: str, store: str = "sqlite") -> Path:
    """Write the settings of a new workspace into its folder.

    Raises:
        InvalidInput: the folder already holds a workspace, or cannot be written.
    """
    aside = folder / f".{FILE}.{os.getpid()}.part"
    try:
        _refuse_taken(folder)
        with aside.open("w", encoding="utf-8") as file:
            file.write(template(practices, author, store))
            file.flush()
            os.fsync(file.fileno())
        aside.replace(folder / FILE)
    except OSError as fault:
        aside.unlink(missing_ok=True)
        raise InvalidInput.one(str(folder), f"it cannot be written: {fault.strerror}") from None
    return folder


def _refuse_taken(folder: Path) -> None:
    if (folder / FILE).exists():
        says = "there is a workspace here already"
        raise InvalidInput.one(str(folder), says, "leave it, or choose another folder")


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


def _problems(
    data: Mapping[str, Any], text: str, sound: Mapping[str, dict[str, Any]]
) -> Iterator[Problem]:
    """Find what makes no sense, and put all that does where it belongs."""
    for section, table in data.items():
        if section not in _SECTIONS:
            remedy = did_you_mean(section, _SECTIONS)
            yield Problem(place(text, section), f"unknown [{section}]", remedy)
            continue
        if not isinstance(table, dict):
            yield Problem(place(text, "", section), f'"{section}" is no table')
            continue
        known = _SECTIONS[section]
        for name, value in table.items():
            where = place(text, section, name)
            if section == "practice" and not isinstance(value, dict):
                yield Problem(where, f"[practice.{name}] is no table")
            elif known and name not in known:
                yield Problem(where, f'unknown option "{name}"', did_you_mean(name, known))
            else:
                try:
                    sound[section][name] = known[name](value) if known else value
                except ValueError as fault:
                    yield Problem(where, f'"{name}" is {value!r}', f"expected {fault}")


def _strangers(said: Mapping[str, Any], tables: Iterable[str], text: str) -> Iterator[Problem]:
    """Find what names a practice that is not listed: nobody would read it."""
    listed, order = said.get("practices", ()), said.get("order", ())
    for name in sorted({*tables} - {*listed}):
        remedy = f"list it, or take the table away; {did_you_mean(name, listed)}"
        where = place(text, "practice", name)
        yield Problem(where, f'"practices" does not list "{name}", which has options', remedy)
    where = place(text, "workspace", "order")
    for name in sorted({*order} - {*listed}):
        says = f'"practices" does not list "{name}", which "order" names'
        yield Problem(where, says, did_you_mean(name, listed))
    if len({*order}) < len(order):
        yield Problem(where, f'"order" names one twice: {", ".join(order)}', "let one of them go")


def place(text: str, section: str, option: str = "") -> str:
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
