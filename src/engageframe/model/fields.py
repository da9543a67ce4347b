"""What makes a field valid at birth?

Each check names the class, the field, the bad value and what would be right.
There are no converters: replay builds the classes without calling any.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final, get_args

import attrs

__all__ = ["LONGEST_TEXT", "a_choice", "a_count", "a_key", "a_text", "an_id", "ids", "maybe_an_id"]

Check = Callable[[Any, "attrs.Attribute[Any]", Any], None]

_ID: Final = re.compile(r"[^\W_](?:[\w.:@+-]*[\w])?")
LONGEST_ID: Final = 120
LONGEST_KEY: Final = 200
LONGEST_TEXT: Final = 20_000
"""Characters that a text of a record may have."""


def an_id(owner: object, field: "attrs.Attribute[Any]", value: object) -> None:
    """Accept a short word such as ``maria-lopez``: letters, digits and ``_ . : @ + -``."""
    if not isinstance(value, str) or not _is_id(value):
        _refuse(owner, field, value, f"a word of letters, digits, _.:@+- (at most {LONGEST_ID})")


def maybe_an_id(owner: object, field: "attrs.Attribute[Any]", value: object) -> None:
    """Accept an id, or an empty text where nobody or nothing is named."""
    if value != "":
        an_id(owner, field, value)


def a_key(owner: object, field: "attrs.Attribute[Any]", value: object) -> None:
    """Accept a word made of other ids, such as ``keep:power-note``: longer than an id may be."""
    if not isinstance(value, str) or len(value) > LONGEST_KEY or not _ID.fullmatch(value):
        _refuse(owner, field, value, f"a word such as keep:power-note (at most {LONGEST_KEY})")


@lru_cache(maxsize=65_536)
def _is_id(value: str) -> bool:
    return len(value) <= LONGEST_ID and _ID.fullmatch(value) is not None


def ids(owner: object, field: "attrs.Attribute[Any]", value: object) -> None:
    """Accept a tuple of ids."""
    if isinstance(value, tuple):
        for one in value:
            an_id(owner, field, one)
    else:
        _refuse(owner, field, value, "a tuple of ids")


def a_text(
    owner: object, field: "attrs.Attribute[Any]", value: object, longest: int = LONGEST_TEXT
) -> None:
    """Accept a text with something in it."""
    if not isinstance(value, str) or not value.strip() or len(value) > longest:
        _refuse(owner, field, value, f"a text that is not blank, up to {longest} characters")


def a_choice(options: object) -> Check:
    """Build the check that takes only the words of a ``Literal``."""
    words = get_args(options)

    def check(owner: object, field: "attrs.Attribute[Any]", value: object) -> None:
        if value not in words:
            _refuse(owner, field, value, f"one of {', '.join(map(str, words))}")

    return check


def a_count(low: int, high: int, *, unknown: bool = False) -> Check:
    """Build the check that takes whole numbers from ``low`` to ``high``, or ``None`` if unknown."""

    def check(owner: object, field: "attrs.Attribute[Any]", value: object) -> None:
        if unknown and value is None:
            return
        if type(value) is not int or not low <= value <= high:
            _refuse(owner, field, value, f"a whole number from {low} to {high}")

    return check


def _refuse(owner: object, field: "attrs.Attribute[Any]", value: object, right: str) -> None:
    shown = repr(value) if len(repr(value)) < 80 else repr(value)[:77] + "..."
    raise ValueError(f"{type(owner).__name__}.{field.name} is {shown}: expected {right}")
