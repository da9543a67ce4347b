"""Do the pages about testing tell everything, and nothing that is not so?"""

import inspect
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis.strategies import SearchStrategy
from tests.testing.faults import OTHERS, TEN

from engageframe import testing
from engageframe.testing import plugin
from engageframe.testing.contract import CHECKS, PracticeContract

DOCS = Path(__file__).parents[2] / "docs"
HOW_TO = (DOCS / "how-to" / "test-a-practice.md").read_text(encoding="utf-8")
REFERENCE = (DOCS / "reference" / "testing.md").read_text(encoding="utf-8")
TUTORIAL = (DOCS / "tutorial" / "a-practice-of-your-own.md").read_text(encoding="utf-8")
PUBLIC = {name: getattr(testing, name) for name in testing.__all__}


def test_the_table_of_faults_is_what_the_tests_make() -> None:
    """Each fault has its row, in the order of the tests, with its check and what is said."""
    rows = re.findall(r"^\| ([^|]+) \| `(test_\w+)` \| (.+) \|$", HOW_TO, re.MULTILINE)

    assert rows == [(one.name, one.check, one.says) for one in (*TEN, *OTHERS)]


def test_the_checks_are_told_in_their_order() -> None:
    """The reference has each check with the sentence that it holds."""
    rows = re.findall(r"^\| `(test_\w+)` \| (.+) \|$", REFERENCE, re.MULTILINE)

    assert rows == [(name, inspect.getdoc(check)) for name, check in CHECKS.items()]


def test_the_attributes_of_the_contract_are_told() -> None:
    """Each has a row with what holds when it is not given."""
    rows = re.findall(r"^\| `(\w+)` \| `?(.*?)`? \| .+ \|$", REFERENCE, re.MULTILINE)
    knobs = inspect.get_annotations(PracticeContract)

    assert [name for name, _ in rows] == list(knobs)
    for name, shown in rows:
        default = getattr(PracticeContract, name, None)
        assert shown == (repr(default) if default or default is False else ""), name


class Drawn:
    """Stands for a strategy that is taken when none is given."""

    def __repr__(self) -> str:
        return "..."


def shown(thing: Any) -> str:
    """Write the arguments of a function as the reference does."""
    signature = inspect.signature(thing)
    plain = [
        one.replace(
            annotation=one.empty,
            default=Drawn() if isinstance(one.default, SearchStrategy) else one.default,
        )
        for one in signature.parameters.values()
    ]
    told = str(signature.replace(parameters=plain, return_annotation=signature.empty))
    return told.replace(str(testing.TEXTS), "TEXTS")


@pytest.mark.parametrize("name", testing.__all__)
def test_every_public_name_is_told(name: str) -> None:
    """What can be called has a heading with its arguments, a constant one with its name."""
    thing = PUBLIC[name]
    plain = not callable(thing) or thing is testing.PracticeContract
    heading = name if plain or isinstance(thing, type) else f"{name}{shown(thing)}"

    assert f"### `{heading}`\n" in REFERENCE
    if isinstance(thing, type) or inspect.isfunction(thing):
        assert inspect.getdoc(thing)


def test_the_face_has_the_names_that_it_lists() -> None:
    """Names that editors read, names that are loaded, and names that are listed are the same."""
    assert sorted(testing._HOME) == sorted(testing.__all__)
    with pytest.raises(AttributeError, match="no attribute 'engagement'"):
        testing.engagement  # noqa: B018 - asking is the test


def test_every_fixture_is_told() -> None:
    """The reference has each fixture that the plugin offers."""
    fixtures = [name for name in vars(plugin) if name.startswith("engage_")]

    assert len(fixtures) == 3
    assert all(f"### `{name}`\n" in REFERENCE for name in fixtures)


def test_the_tutorial_asks_for_sixty_lines_at_most() -> None:
    """What is to be written by hand up to the passing tests of an own rule is short."""
    told = TUTORIAL.partition("## See it at work")[0]
    files = re.findall(r"`[\w./]+\.py`:\n\n```python\n(.*?)```", told, re.DOTALL)
    diffs = re.findall(r"```diff\n(.*?)```", told, re.DOTALL)
    written = [row for text in files for row in text.splitlines()]
    written += [row for text in diffs for row in text.splitlines() if row.startswith("+")]

    assert 40 < len(written) <= 60
