"""Does the reference say what the code of the core says?

The pages are in the repository, so that they can be read without building anything, and are
written from the code by ``nox -s docs -- write``: nothing can be added or changed and not be told.
"""

import ast
import re
from pathlib import Path

import pytest
from writing import book, contract, failing, nouns, options
from writing.playing import play
from writing.regions import filled, regions

import engageframe
import engageframe_stores
from engageframe.hooks import Practice
from engageframe.kinds import CORE_KINDS

CORE = book.core()
RENEW = "the code says something else now; write the page anew: nox -s docs -- write"


@pytest.mark.parametrize("path", CORE, ids=Path.as_posix)
def test_a_page_of_the_core_says_what_the_code_says(path: Path) -> None:
    """Whoever changes a hook, kind, error, setting or public name has to write the page anew."""
    assert (book.ROOT / path).read_text(encoding="utf-8") == CORE[path], RENEW


def test_every_hook_kind_error_and_setting_is_written() -> None:
    """What there is in the code and what has a place in the pages are the same."""
    hooks = {f"hook {name}" for name in vars(Practice) if name.startswith("engageframe_")}
    kinds = {f"kind {kind.name}" for kind in CORE_KINDS}

    assert hooks == {*contract.hooks()}
    assert kinds == {one for one in nouns.core() if one.startswith("kind ")}
    assert {*options.workspace()} == {"section workspace", "section planning"}


def test_every_error_of_every_room_is_written() -> None:
    """A class that comes from one of our errors is told, in whichever source it stands."""
    known, before = {"EngageframeError"}, 0
    bases = {
        one.name: {ast.unparse(base).rpartition(".")[2] for base in one.bases}
        for path in sorted(book.ROOT.glob("src/**/*.py"))
        for one in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(one, ast.ClassDef)
    }
    while len(known) > before:
        before = len(known)
        known |= {name for name, above in bases.items() if above & known}

    assert {f"error {name}" for name in known} == {*failing.errors()} - {"the tree"}


def test_every_public_name_has_a_section() -> None:
    """The page of the API has the names of the face, those of the stores, and no other."""
    lines = CORE[Path("docs/reference/api.md")].splitlines()
    names = [line.removeprefix("### ") for line in lines if line.startswith("### ")]

    assert sorted(names) == sorted([*engageframe.__all__, *engageframe_stores.__all__])


def test_a_section_tells_what_a_class_holds_and_can_do() -> None:
    """Declared fields, attributes set when it is made, properties, and how it is made."""
    page = CORE[Path("docs/reference/api.md")]
    sections = dict(re.findall(r"^### (\w+)\n(.*?)(?=^##|\Z)", page, re.MULTILINE | re.DOTALL))

    assert "- `first: dt.date`: " in sections["Moment"]  # declared
    assert "- `package: str`: " in sections["Found"]  # a property
    assert "- `failures: list[PracticeError]`: " in sections["Host"]  # set when it is made
    assert "- `Workspace(journal: Journal, host: Host, *, " in sections["Workspace"]
    assert "objects: Iterable[type[Practice] | Practice]=()" in sections["Host"]
    assert "- `severity: Literal['E', 'W', 'I']`\n" in sections["Standing"]
    assert "- all of `Flag`\n" in sections["SetAside"]
    assert not re.search(r"\b_[A-Za-z]", "".join(re.findall("`.*?`", page)).replace("__call__", ""))


def test_a_page_without_a_place_for_something_is_refused() -> None:
    """A new hook is told with the name of the page that has no place for it."""
    with pytest.raises(ValueError, match=r"hooks\.md: it has no place for: hook engageframe_new"):
        filled("# Hooks\n", {"hook engageframe_new": "text"}, where="hooks.md")


def test_a_place_for_what_is_gone_is_refused() -> None:
    """A hook that was taken away cannot stay in the page."""
    page = "<!-- written: hook engageframe_old -->\nold words\n<!-- end -->\n"

    assert regions(page) == {"hook engageframe_old": "old words\n"}
    with pytest.raises(ValueError, match="nothing of the code is: hook engageframe_old"):
        filled(page, {}, where="hooks.md")


def test_an_option_that_says_nothing_of_itself_is_refused() -> None:
    """An option without a meaning cannot be written, so it cannot be shipped."""

    class Mute(engageframe.Practice):
        Settings = None

    with pytest.raises(ValueError, match="does not say what api means"):
        options._meaning(Mute, "api")


def test_an_example_is_called_on_a_day_that_stands_still(tmp_path: Path) -> None:
    """A command that asks for today is told the same on every day."""
    for line in ("engage init . --author ana", "engage record engagement id=acme name=Acme"):
        assert play(line, tmp_path, day="2026-04-01").code == 0

    assert "2026-04-01  engagement" in play("engage log", tmp_path, day="2026-04-02").text
