"""Where does what is written from the code go in a page that people wrote?

Between two comments, which nobody sees who reads the page:
``<!-- written: kind person -->`` and ``<!-- end -->``.
"""

import re
from collections.abc import Mapping
from typing import Final

__all__ = ["filled", "regions"]

_REGION: Final = re.compile(
    r"^<!-- written: (?P<name>[^\n]+) -->\n(?P<text>.*?)^<!-- end -->$", re.MULTILINE | re.DOTALL
)


def regions(page: str) -> dict[str, str]:
    """Give the parts of a page that are written from the code, by their names."""
    return {one["name"]: one["text"] for one in _REGION.finditer(page)}


def filled(page: str, parts: Mapping[str, str], *, where: str) -> str:
    """Give a page with its parts written anew.

    Raises:
        ValueError: a part has no place in the page, or a place has no part.
    """
    there = regions(page)
    missing, strange = sorted({*parts} - {*there}), sorted({*there} - {*parts})
    if missing or strange:
        says = [f"it has no place for: {', '.join(missing)}"] * bool(missing)
        says += [f"nothing of the code is: {', '.join(strange)}"] * bool(strange)
        raise ValueError(f"{where}: {'; '.join(says)}; a place is <!-- written: NAME -->")
    return _REGION.sub(
        lambda one: f"<!-- written: {one['name']} -->\n{parts[one['name']]}<!-- end -->", page
    )
