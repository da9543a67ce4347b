"""What can be set, what holds otherwise, and what does it mean?"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

import attrs
import msgspec

from engageframe import settings
from writing.nouns import fields, otherwise, parts, takes
from writing.wording import attributes, table

__all__ = ["practice", "workspace"]

_HEADS: Final = ("option", "takes", "otherwise", "meaning")
_TAKES: Final[Mapping[Any, str]] = {
    settings._names: "list of names",
    settings._versions: "list of texts",
    settings._TEXT: "text",
    settings._COUNT: "whole number",
}


def _meaning(owner: type[Any], option: str) -> str:
    """Give what an option means, which the docstring of its class says."""
    told = attributes(owner)
    if option not in told:
        raise ValueError(f"{owner.__module__}.{owner.__name__} does not say what {option} means")
    return told[option]


def workspace() -> dict[str, str]:
    """Write the tables of the sections that every workspace has."""
    whole = settings.Settings()
    return {
        "section workspace": _section("workspace", whole),
        "section planning": _section("planning", whole.policy),
    }


def _section(section: str, holder: msgspec.Struct) -> str:
    values = msgspec.structs.asdict(holder)
    rows = []
    for name, check in settings._SECTIONS[section].items():
        meaning, value = _meaning(type(holder), name), values[name]
        rows.append((f"`{name}`", _TAKES[check], f"`{value}`" if value else "", meaning))
    return table(_HEADS, rows)


def practice(shape: type[Any]) -> str:
    """Write the options of a practice, and what those with parts are made of."""
    rows = [
        (f"`{one.name}`", takes(one), otherwise(one), _meaning(shape, one.name))
        for one in attrs.fields(shape)
    ]
    return table(_HEADS, rows) + "".join(_parts(shape))


def _parts(shape: type[Any]) -> Iterable[str]:
    for one in parts([shape]):
        if one.__module__.partition(".")[0] == shape.__module__.partition(".")[0]:
            yield f"\n### {one.__name__}\n\n{fields(one)}"
