"""Where do two answers differ, so that a person sees it at once?"""

import json
from collections.abc import Iterable
from difflib import unified_diff
from typing import Any

import msgspec

from engageframe.encoding import canonical
from engageframe.workspace import Workspace

__all__ = ["assert_finds", "assert_proposes", "assert_same", "difference"]


def difference(
    one: Any, other: Any, names: tuple[str, str] = ("one", "other"), *, most: int = 40
) -> str:
    """Write where two values differ as a diff of their JSON, a line a value; empty if nowhere."""
    left, right = (_lines(value) for value in (one, other))
    rows = list(unified_diff(left, right, *names, lineterm="", n=2))
    more = [f"and {len(rows) - most} more lines"] if len(rows) > most else []
    return "\n".join([*rows[:most], *more])


def assert_same(one: Any, other: Any, names: tuple[str, str] = ("one", "other")) -> None:
    """See that two values, plans or answers among them, are the same bytes; show where not.

    Raises:
        AssertionError: with the difference.
    """
    if canonical(one) != canonical(other):
        raise AssertionError(f"{names[0]} and {names[1]} differ:\n{difference(one, other, names)}")


def assert_finds(workspace: Workspace, *wanted: str) -> None:
    """See that exactly these findings stand, each as ``RULE subject``, in any order.

    Raises:
        AssertionError: naming what is missing and what was not expected.
    """
    found = {f"{one.rule} {one.subject}": one.says for one in workspace.check()}
    _compare("findings", found, wanted)


def assert_proposes(workspace: Workspace, *wanted: str) -> None:
    """See that exactly the proposals with these ids are suggested or left out, in any order.

    Raises:
        AssertionError: naming what is missing and what was not expected.
    """
    plan = workspace.plan()
    every = [one.action for one in plan.suggested] + [one.action for one in plan.left_out]
    found = {one.id: one.reason for one in every}
    _compare("proposals", found, wanted)


def _compare(what: str, found: dict[str, str], wanted: Iterable[str]) -> None:
    missing, more = sorted({*wanted} - found.keys()), sorted(found.keys() - {*wanted})
    if missing or more:
        rows = [f"  - {one}  (expected, not there)" for one in missing]
        rows += [f"  + {one}  ({found[one]})" for one in more]
        raise AssertionError("\n".join([f"other {what} than expected:", *rows]))


def _lines(value: Any) -> list[str]:
    plain = msgspec.json.decode(canonical(value))
    return json.dumps(plain, indent=1, ensure_ascii=False, sort_keys=True).splitlines()
