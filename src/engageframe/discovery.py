"""What is installed here that can be asked for by name?"""

import os
import re
import sys
from collections.abc import Iterator
from contextlib import suppress
from functools import reduce
from importlib import import_module
from typing import Any, Final, NamedTuple

from engageframe.errors import InvalidInput, did_you_mean

__all__ = ["GROUP", "LEXICONS", "Found", "find", "named"]

GROUP: Final = "engageframe.practices"
"""The group of entry points that names practices."""
LEXICONS: Final = "engageframe.lexicons"
"""The group that names lexicons of other languages, such as ``sales.de``: answers rest on them."""


class Found(NamedTuple):
    """An entry point; a practice given by hand has no distribution, a missing one no target."""

    name: str
    target: str = ""
    distribution: str = ""
    version: str = ""

    @property
    def package(self) -> str:
        """Give the package that its code lives in."""
        return re.split(r"[.:]", self.target)[0]

    def load(self) -> Any:
        """Import what it names; whatever that raises comes through."""
        module, _, path = self.target.partition(":")
        return reduce(getattr, filter(None, path.split(".")), import_module(module))


def find(*wanted: str, group: str = GROUP) -> tuple[Found, ...]:
    """List what is installed in a group of entry points, sorted, without importing any of it.

    The folders on the path are read directly, because importing ``importlib.metadata`` takes
    longer than all the rest; it is asked only when one of the ``wanted`` names is in no folder.
    """
    found = list(_in_folders(group))
    if set(wanted) - {one.name for one in found}:
        from importlib.metadata import distributions

        for dist in distributions():
            with suppress(Exception):  # what others left on the path may be broken
                package = _normal(dist.name), dist.version
                entries = [one for one in dist.entry_points if one.group == group]
                found += [Found(one.name, one.value, *package) for one in entries]
    return tuple(sorted({(one.distribution, one.name): one for one in reversed(found)}.values()))


def named(group: str, name: str) -> Any:
    """Import one thing by its name; nothing else of its group is imported.

    Raises:
        InvalidInput: nothing of that name is installed, or it cannot be imported.
    """
    known = {one.name: one for one in find(name, group=group)}
    if name not in known:
        raise InvalidInput.one(group, f'"{name}" is not installed', did_you_mean(name, known))
    try:
        return known[name].load()
    except Exception as fault:
        package = f"{known[name].distribution} {known[name].version}"
        says = f'"{name}" of {package} cannot be imported: {type(fault).__name__}: {fault}'
        raise InvalidInput.one(group, says, "repair or uninstall it") from fault


def _in_folders(group: str) -> Iterator[Found]:
    """Read each distribution once, where the path names it first."""
    seen = set()
    for folder in sys.path:
        try:
            names = sorted(os.listdir(folder or os.curdir))
        except OSError:  # a zip file, or a folder that is not there
            continue
        for info in names:
            distribution, _, version = info.removesuffix(".dist-info").rpartition("-")
            if info.endswith(".dist-info") and _normal(distribution) not in seen:
                seen.add(_normal(distribution))
                for name, target in _entries(os.path.join(folder, info), group):
                    yield Found(name, target, _normal(distribution), version)


def _entries(info: str, group: str) -> Iterator[tuple[str, str]]:
    try:
        with open(os.path.join(info, "entry_points.txt"), encoding="utf-8") as file:
            _, _, section = file.read().partition(f"[{group}]")
    except (OSError, UnicodeDecodeError):  # a distribution without entry points
        return
    for line in map(str.strip, section.partition("\n[")[0].splitlines()):
        name, equals, target = line.partition("=")
        if equals and not line.startswith(("#", ";")):
            yield name.strip(), target.partition("[")[0].strip()


def _normal(distribution: str) -> str:
    return re.sub(r"[-_.]+", "-", distribution).lower()
