"""What can be set, what holds otherwise, and what does it mean?"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

import attrs
import msgspec

from engageframe import Policy, settings
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
    whole = msgspec.structs.asdict(settings.Settings())
    owners = {"workspace": (settings.Settings, whole),
              "planning": (Policy, msgspec.structs.asdict(whole["policy"]))}  # fmt: skip
    return {
        f"section {section}": table(
            _HEADS,
            [(f"`{name}`", _TAKES[check], f"`{values[name]}`" if values[name] else "",
              _meaning(owner, name))
             for name, check in settings._SECTIONS[section].items()],
        )
        for section, (owner, values) in owners.items()
    }  # fmt: skip


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
