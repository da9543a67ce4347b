"""Is what the project shows of itself in order: names, words, sizes, versions?"""

import ast
import importlib
import inspect
import io
import re
import tokenize
import tomllib
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

import pytest

import engageframe
from engageframe.kinds import CORE_KINDS

ROOT = Path(__file__).parents[1]
ARCHITECTURE = ROOT / "docs" / "explanation" / "architecture.md"
SOURCES = sorted([*ROOT.glob("src/**/*.py"), *ROOT.glob("plugins/*/src/**/*.py")])
TOO_LONG: dict[str, int] = {}
"""Rooms above 400 lines: a ceiling that may only come down."""
TOO_LARGE: dict[str, int] = {}
"""Functions above 40 lines: a ceiling that may only come down."""
UNDOCUMENTED: set[str] = set()
"""Constants of the face without a word on what they are: none may be added."""


def place(path: Path) -> str:
    """Give the path of a source as people see it."""
    return path.relative_to(ROOT).as_posix()


def home(name: str) -> Any:
    """Give the module that a public name comes from."""
    return importlib.import_module(f"engageframe.{engageframe._HOME[name]}")


@pytest.mark.parametrize("name", engageframe.__all__)
def test_every_public_name_says_what_it_is(name: str) -> None:
    """A class or function has a docstring of its own, a constant a text below it."""
    thing = getattr(engageframe, name)
    if inspect.isclass(thing) or inspect.isfunction(thing):
        assert (vars(thing) if inspect.isclass(thing) else {"__doc__": thing.__doc__})["__doc__"]
    elif not callable(inspect.unwrap(thing)) or not getattr(thing, "__wrapped__", None):
        assert (name in constants(home(name))) != (name in UNDOCUMENTED)


def constants(module: Any) -> set[str]:
    """Give the constants of a module that have a text below them."""
    body = ast.parse(inspect.getsource(module)).body
    found = set()
    for one, after in pairwise(body):
        if isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant):
            plain = getattr(one, "targets", [])
            targets = [one.target] if isinstance(one, ast.AnnAssign) else plain
            found.update(target.id for target in targets if isinstance(target, ast.Name))
    return found


def test_the_face_is_typed_as_it_is() -> None:
    """What editors read has the same names, from the same rooms, and they are sorted."""
    stub = ROOT / "src" / "engageframe" / "__init__.pyi"
    found = {
        alias.asname: f"{one.module}.{alias.name}"
        for one in ast.parse(stub.read_text(encoding="utf-8")).body
        if isinstance(one, ast.ImportFrom)
        for alias in one.names
        if alias.asname
    }
    assert found == {name: f"{home(name).__name__}.{name}" for name in engageframe.__all__}
    assert engageframe.__all__ == sorted(engageframe.__all__)


def told_of(thing: type[Any]) -> Iterator[Any]:
    """Give the types of the fields, properties and methods of a class that are public."""
    face = {name: getattr(engageframe, name) for name in engageframe.__all__}
    yield from (
        hint
        for name, hint in get_type_hints(thing, localns=face).items()
        if not name.startswith("_")
    )
    for base in thing.__mro__:
        for name, part in vars(base).items():
            function = getattr(part, "fget", None) or getattr(part, "__func__", part)
            told = not name.startswith("_") or name == "__call__"
            if base.__module__.startswith("engageframe.") and inspect.isfunction(function) and told:
                yield from get_type_hints(function, localns=face).values()


def classes(hint: Any) -> Iterator[type[Any]]:
    """Give the classes of ours that a type is made of."""
    for one in (hint, get_origin(hint)):
        if inspect.isclass(one) and one.__module__.startswith("engageframe"):
            yield one
    for inner in get_args(hint):
        for one in inner if isinstance(inner, list) else [inner]:
            yield from classes(one)


@pytest.mark.parametrize("name", engageframe.__all__)
def test_all_that_a_public_class_gives_is_public(name: str) -> None:
    """Whoever takes a part of an answer can name its class: each is in the face."""
    thing = getattr(engageframe, name)
    found = (
        {one for hint in told_of(thing) for one in classes(hint)} if inspect.isclass(thing) else ()
    )
    assert [one.__name__ for one in found if one.__name__ not in engageframe.__all__] == []
    assert all(getattr(engageframe, one.__name__) is one for one in found)


def test_what_an_answer_holds_is_looked_at() -> None:
    """The test above sees what stands in tuples, in properties, and behind strings."""
    held = {one for hint in told_of(engageframe.Workspace) for one in classes(hint)}
    assert {engageframe.Status, engageframe.Explanation, engageframe.Receipt} <= held
    plan = {one for hint in told_of(engageframe.Plan) for one in classes(hint)}
    assert engageframe.Suggestion in plan


def test_the_face_has_no_other_names() -> None:
    """A name that is not public is refused in words."""
    with pytest.raises(AttributeError, match="no attribute 'Workspaces'"):
        getattr(engageframe, "Workspaces")  # noqa: B009 - it is asked for as a program would


def test_core_and_plugins_carry_one_version() -> None:
    """The version of each plugin is that of the core, and it wants a core of that release."""
    version, release = engageframe.__version__, engageframe.__version__.rpartition(".")[0]
    for path in sorted(ROOT.glob("plugins/*/pyproject.toml")):
        project = tomllib.loads(path.read_text(encoding="utf-8"))["project"]
        assert project["version"] == version
        assert f"engageframe>={release}" in project["dependencies"]


@pytest.mark.parametrize("path", SOURCES, ids=place)
def test_a_module_opens_with_a_sentence(path: Path) -> None:
    """The first line of every module says in one sentence which question it answers."""
    told = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    first = told.partition("\n\n")[0]
    assert re.search(r"[.?:]$", first), first


@pytest.mark.parametrize("path", SOURCES, ids=place)
def test_rooms_and_functions_are_small(path: Path) -> None:
    """A room has at most 400 lines and a function at most 40; what is larger cannot grow."""
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= TOO_LONG.get(place(path), 400)
    for one in ast.walk(ast.parse(text)):
        if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef):
            size = (one.end_lineno or 0) - one.lineno + 1
            known = f"{place(path).partition('src/')[2]} {one.name}"
            assert size <= TOO_LARGE.get(known, 40), f"{known}: {size}"


def test_no_exception_is_kept_for_what_has_become_small() -> None:
    """What is on a list of what is too large still is: whoever mends it takes it off the list."""
    texts = {place(path): path.read_text(encoding="utf-8") for path in SOURCES}
    assert [one for one in TOO_LONG if len(texts[one].splitlines()) <= 400] == []
    sizes = {
        f"{path.partition('src/')[2]} {one.name}": (one.end_lineno or 0) - one.lineno + 1
        for path, text in texts.items()
        for one in ast.walk(ast.parse(text))
        if isinstance(one, ast.FunctionDef)
    }
    assert [one for one in TOO_LARGE if sizes.get(one, 0) <= 40] == []


def terms() -> list[str]:
    """Give the words that the glossary explains, in their order."""
    text = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([^|]+) \| [^|]{10,} \|$", text, re.MULTILINE)
    assert len(rows) == len(re.findall(r"^\| (?!word \|)", text, re.MULTILINE)), "a row is no row"
    return [word.strip() for row in rows for word in row.split(",")]


def spoken(text: str) -> str:
    """Give a source as words: names are taken apart, as `ActionDone` and `smallest_group` are."""
    return re.sub(r"[\W_]+", " ", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text)).lower()


@pytest.mark.parametrize("term", sorted({*terms()}))
def test_a_word_of_the_glossary_is_used(term: str) -> None:
    """Some source has it as a whole word, alone or as a part of a name, in one or many."""
    many = f"{term[:-1]}ies" if term.endswith("y") else f"{term}(?:e?s)?"
    found = re.compile(rf"\b(?:{term}|{many})\b")
    assert any(found.search(spoken(path.read_text(encoding="utf-8"))) for path in SOURCES)


def test_a_word_is_explained_once() -> None:
    """One word stands for one idea, so no word has two rows."""
    assert sorted(terms()) == sorted({*terms()})


def test_every_noun_that_can_be_recorded_is_in_the_glossary() -> None:
    """The family of each kind of the core, what each hook gives, and each phase have a row."""
    families = {kind.name.partition(".")[0] for kind in CORE_KINDS}
    answers = {"kind", "rule", "lens", "proposal", "finding", "brief", "measure", "figure"}
    assert sorted((families | answers) - {*terms()}) == []


def test_nothing_tells_of_the_machine_it_was_written_on() -> None:
    """No text of the project holds a path of one machine."""
    folders = ("src", "plugins", "docs", "tests", "bench", ".ci")
    found = [one for folder in folders for one in (ROOT / folder).rglob("*")] + [*ROOT.iterdir()]
    kinds = ("", ".md", ".py", ".pyi", ".toml", ".yaml", ".json")
    texts = [one for one in found if one.is_file() and one.suffix in kinds]
    private = re.compile(rb"(?<![\w.])/(?:root|home|Users)/")
    told = [place(one) for one in texts if private.search(one.read_bytes())]
    assert [one for one in told if "_cache" not in one and one != ".coverage"] == []


def lines(path: Path) -> tuple[int, int]:
    """Count the lines of a file or folder: all, and those that hold more than words for people.

    In the core ``testing`` is left out, which no other room of it loads.
    """
    whole = code = 0
    every = [path] if path.is_file() else path.rglob("*.py")
    aside = path / "testing" if path.name == "engageframe" else ROOT / "nowhere"
    for one in every:
        if aside in one.parents:
            continue
        text = one.read_text(encoding="utf-8")
        told = [
            range(node.lineno, (node.end_lineno or node.lineno) + 1)
            for node in ast.walk(ast.parse(text))
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        ]
        tokens = tokenize.generate_tokens(io.StringIO(text).readline)
        held = {
            number
            for token in tokens
            if token.string.strip() and token.type != tokenize.COMMENT
            for number in range(token.start[0], token.end[0] + 1)
        }
        whole += len(text.splitlines())
        code += len(held.difference(*told))
    return whole, code


def test_the_core_is_small() -> None:
    """The core has fewer than 4,000 lines of code; what only tests load is not counted."""
    _, code = lines(ROOT / "src" / "engageframe")
    assert code < 4000


def floors() -> list[tuple[str, str, str, str]]:
    """Read the table of the floors: floor, rooms, lines, lines of code."""
    return re.findall(
        r"^\| ?(\d*) \| (.+?) \| ([\d,]+) \| ([\d,]+) \|",
        ARCHITECTURE.read_text(encoding="utf-8"),
        re.MULTILINE,
    )


def test_the_floors_are_those_that_imports_keep() -> None:
    """The table of the architecture has the rooms of the contract, from the top to the ground."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layers = project["tool"]["importlinter"]["contracts"][0]["layers"]
    wanted = [re.findall(r"\w+", one) for one in layers]
    told: dict[int, list[str]] = {}
    for floor, rooms, _, _ in floors():
        if floor:
            told.setdefault(int(floor), []).extend(re.findall(r"`(\w+)", rooms))
    folder = ROOT / "src" / "engageframe"
    here = [[one for one in row if [*folder.glob(f"{one}*")]] for row in wanted]
    assert [sorted(told[floor]) for floor in sorted(told, reverse=True)] == [*map(sorted, here)]


@pytest.mark.parametrize("row", floors(), ids=lambda row: row[1])
def test_the_lines_of_a_room_are_about_what_the_page_says(row: tuple[str, str, str, str]) -> None:
    """A figure of the architecture is at most a tenth off, or forty lines."""
    found = [0, 0]
    for room in re.findall(r"`([\w/.]+?)/?`", row[1]):
        for folder in ("src/engageframe", "src", "plugins/*/src"):
            paths = [*ROOT.glob(f"{folder}/{room}"), *ROOT.glob(f"{folder}/{room}.py")]
            for path in paths[:1]:
                found = [sum(pair) for pair in zip(found, lines(path), strict=True)]
    for told, true in zip(row[2:], found, strict=True):
        assert abs(int(told.replace(",", "")) - true) <= max(40, true / 10), f"{row[1]}: {found}"
