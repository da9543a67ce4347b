"""What can go wrong, how does it read, and with which exit code does it end?"""

from collections.abc import Iterator
from typing import Any, Final

import engageframe_cli.printing
import engageframe_stores.chain
import engageframe_stores.opening
from engageframe.errors import EngageframeError, Problem
from engageframe_stores.schema import MIGRATIONS
from writing.wording import fenced, summary

__all__ = ["errors", "every"]

_FORMAT: Final = len(MIGRATIONS)
_SAMPLES: Final[dict[str, dict[str, Any]]] = {
    "Conflict": {"stream": "acme", "expected": 7, "found": 8},
    "DamagedStore": {"store": "acme/journal.db", "says": "it was cut off"},
    "GateClosed": {"gate": "freeze", "findings": ("PDR001",)},
    "IdTaken": {"id_": "lukf5uwhueq5yvud", "stream": "acme"},
    "InvalidInput": {
        "problems": [
            Problem(where="acme.yaml:3:15", says='unknown field "nam"', remedy="did you mean name?")
        ]
    },
    "NewerStore": {"store": "acme/journal.db", "found": _FORMAT + 1, "known": _FORMAT},
    "NotAWorkspace": {"folder": "acme"},
    "PracticeError": {
        "practice": "thanks", "distribution": "thanks-practice", "version": "0.1",
        "hook": "engageframe_check", "place": "thanks_practice/__init__.py:41",
        "says": "ZeroDivisionError: division by zero", "going_on": True,
    },
    "ReadOnlyStore": {"store": "acme/journal.db"},
    "RequestMismatch": {"request": "r1"},
    "StoreBusy": {"store": "acme/journal.db", "seconds": 10.0, "holder": "process 4711"},
    "UndeclaredRead": {"practice": "thanks", "wanted": "feedback", "declared": ("encounter",)},
    "Unprinted": {"why": "No space left on device"},
}  # fmt: skip
"""What each error is made with to show its message; those without parts have none."""
_ROOMS: Final = (engageframe_cli.printing, engageframe_stores.chain, engageframe_stores.opening)
"""Rooms besides the core that bring errors."""


def every(error: type[EngageframeError] = EngageframeError) -> Iterator[type[EngageframeError]]:
    """Give an error class and all that come from it, wherever they live in the project."""
    yield error
    for one in _children(error):
        yield from every(one)


def _children(error: type[EngageframeError]) -> list[type[EngageframeError]]:
    ours = ("engageframe", *_packages())
    found = [one for one in error.__subclasses__() if one.__module__.partition(".")[0] in ours]
    return sorted(found, key=lambda one: one.__name__)


def _packages() -> set[str]:
    return {room.__name__.partition(".")[0] for room in _ROOMS}


def errors() -> dict[str, str]:
    """Write the part of each error: when, exit code, parts, and its message with the remedy."""
    tree = "\n".join(_tree(EngageframeError))
    return {"the tree": fenced(tree), **{f"error {one.__name__}": _part(one) for one in every()}}


def _tree(error: type[EngageframeError]) -> Iterator[str]:
    """Draw an error above those that come from it."""
    yield error.__name__
    below = _children(error)
    for one in below:
        first, *others = _tree(one)
        last = one is below[-1]
        yield f"{'└── ' if last else '├── '}{first}"
        yield from (f"{'    ' if last else '│   '}{line}" for line in others)


def _part(error: type[EngageframeError]) -> str:
    told = f"{summary(error)}\n\n- **Exit code {error.exit_code}.**\n"
    if "__init__" not in vars(error):
        return told
    made = error(**_SAMPLES[error.__name__])
    names = [f"`{one}`" for one in vars(made)]
    parts = f"- **Parts:** {', '.join(names)}.\n" if names else ""
    return f"{told}{parts}\n{fenced(str(made))}"
