"""Which scorers, filters and solvers are there? Plugins add theirs as entry points."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from engageframe import InvalidInput, did_you_mean

__all__ = ["FILTERS", "SCORERS", "SOLVERS", "named"]

SCORERS: Final = "engageframe_sme.scorers"
FILTERS: Final = "engageframe_sme.filters"
SOLVERS: Final = "engageframe_sme.solvers"


def named(group: str, name: str, own: Mapping[str, Any]) -> Any:
    """Give a thing by its name: one of ours, or one that a plugin adds.

    Raises:
        InvalidInput: nobody has a thing of that name, or it cannot be imported.
    """
    if name in own:
        return own[name]
    from importlib.metadata import entry_points  # costly, and seldom needed

    found = {one.name: one for one in sorted(entry_points(group=group), key=lambda one: one.value)}
    if name not in found:
        word = group.rpartition(".")[2].removesuffix("s")
        says = f'there is no {word} "{name}"'
        raise InvalidInput.one("", says, did_you_mean(name, _words(own, found)))
    try:
        return found[name].load()
    except Exception as fault:
        says = f'"{name}" cannot be imported: {fault}'
        raise InvalidInput.one(found[name].value, says, "mend or remove its plugin") from fault


def _words(*told: Iterable[str]) -> list[str]:
    return sorted({name for one in told for name in one})
