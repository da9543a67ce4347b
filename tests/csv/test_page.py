"""Is the page about importing true?"""

import re
from collections import Counter
from pathlib import Path

import attrs

from engageframe_csv.mapping import Mapping
from engageframe_csv.tables import FAULTS

PAGE = (Path(__file__).parents[2] / "docs/how-to/import-a-meeting-log.md").read_text("utf-8")


def block(language):
    """Give the first block of code in a language."""
    return re.search(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)[1]


def test_the_example_is_imported_as_the_page_says(told):
    """Three rows make two encounters, two are set aside, and the room is kept."""
    found = told(block("csv"), block("yaml"))

    held = [one for one in found.items if one.rows]
    assert [one.rows for one in held] == [(2, 3), (4,)]
    assert held[0].body.extra == {"Room": "B4"}
    assert Counter(one.reason for one in found.set_aside) == {
        "nothing_to_report": 1,
        "outside_date_window": 1,
    }


def test_the_page_names_every_part_and_every_reason():
    """Each part of a mapping and each reason has its row."""
    parts = [field.name for field in attrs.fields(Mapping)]
    source = Path(__file__).parents[2] / "src/engageframe_csv"
    text = "".join(path.read_text("utf-8") for path in sorted(source.glob("*.py")))
    reasons = {*FAULTS, *re.findall(r'Refused\(\s*"(\w+)"', text)}
    reasons |= set(re.findall(r'_flag\(line, "(\w+)"', text)) | {"nothing_to_report"}

    assert [name for name in [*parts, *sorted(reasons)] if f"`{name}`" not in PAGE] == []
