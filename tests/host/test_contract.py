"""Does the contract say of every hook what an author must know, and does its page say the same?"""

import ast
import doctest
import inspect
import re
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from engageframe import hooks
from engageframe.hooks import Practice

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "hooks.md"
HOOKS = [name for name in vars(Practice) if name.startswith("engageframe_")]
PARTS = ("When", "Empty", "Order", "Errors")


class Told(NamedTuple):
    """A docstring in parts: its first paragraph, what it says under each word, and its example."""

    says: str
    parts: dict[str, str]
    code: str
    printed: str


def told(docstring: str) -> Told:
    """Take a docstring apart."""
    text = re.sub(r"``(.+?)``", r"`\1`", inspect.cleandoc(docstring))
    says, _, rest = text.partition("\n\n")
    prose, _, _ = rest.partition("\n\nExample:")
    rows = re.findall(r"^(\w+): (.+(?:\n    .+)*)", prose, re.MULTILINE)
    examples = doctest.DocTestParser().get_examples(docstring)
    return Told(
        says=" ".join(says.split()),
        parts={word: " ".join(told.split()) for word, told in rows},
        code="".join(one.source for one in examples),
        printed="".join(one.want for one in examples),
    )


def shown(text: str) -> list[tuple[str, str]]:
    """Give the examples of a page, each with what it prints; where lines break says nothing."""
    found = re.findall(r"```python\n(.+?)```\n(?:\n```text\n(.+?)```)?", text, re.DOTALL)
    return [(ast.dump(ast.parse(code)), printed) for code, printed in found]


def section(hook: str) -> str:
    """Give what the page says of a hook."""
    text = PAGE.read_text(encoding="utf-8")
    found = re.search(rf"^## `{hook}\(.*?$(.*?)(?=^## )", text, re.MULTILINE | re.DOTALL)
    assert found, f"the page has no section {hook}"
    return found[1]


def played(name: str, docstring: str, words: dict[str, Any]) -> dict[str, Any]:
    """Run the examples of a docstring, and give the names that they leave."""
    test = doctest.DocTestParser().get_doctest(docstring, words, name, None, 0)
    said: list[str] = []
    failed, ran = doctest.DocTestRunner().run(test, out=said.append, clear_globs=False)
    assert (failed, ran > 0) == (0, True), "".join(said)
    return test.globs


@pytest.mark.parametrize("hook", HOOKS)
def test_a_hook_says_when_what_nothing_means_order_and_errors(hook: str) -> None:
    """The docstring of every hook has all four, and an example that prints something."""
    found = told(getattr(Practice, hook).__doc__ or "")

    assert tuple(found.parts) == PARTS
    assert f"def {hook}(self" in found.code
    assert found.printed


@pytest.mark.parametrize("hook", HOOKS)
def test_the_example_of_a_hook_prints_what_it_shows(hook: str) -> None:
    """It runs after the lines at the top of the contract, and prints what stands below it."""
    words = played("contract", hooks.__doc__ or "", {})

    played(hook, getattr(Practice, hook).__doc__ or "", words)


@pytest.mark.parametrize("hook", HOOKS)
def test_the_page_says_of_a_hook_what_its_docstring_says(hook: str) -> None:
    """The page has the same words and the same example; that page is played, too."""
    found, text = told(getattr(Practice, hook).__doc__ or ""), section(hook)

    assert text.startswith(f"\n\n{found.says}\n")
    for word, says in found.parts.items():
        assert f"\n- **{word}:** {says}\n" in text
    assert (ast.dump(ast.parse(found.code)), found.printed) in shown(text)


def test_the_page_has_each_version_that_is_accepted() -> None:
    """The present version stands on top, and each other one with its last day."""
    text = PAGE.read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\d+) \| \S+ \| (.+) \|$", text, re.MULTILINE)

    assert [int(version) for version, _ in rows] == [hooks.API, *hooks.ENDING]
    assert [day for _, day in rows[1:]] == list(hooks.ENDING.values())


def test_the_page_begins_with_the_lines_that_examples_rest_on() -> None:
    """What the examples of the contract use stands above them on the page."""
    code = told(hooks.__doc__ or "").code

    top = shown(PAGE.read_text(encoding="utf-8").partition("\n## `")[0])
    assert ast.dump(ast.parse(code)) in [one for one, _ in top]
