"""Do the pages tell the truth?

A page is played from top to bottom in an empty folder: a block that the words before it give a
file name is written, a block of Python is run, a command is called, and a block of text directly
after one of these must be what was printed.
``...`` stands for anything in a line, and for any lines where it stands alone.
"""

import ast
import inspect
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import engageframe_cli as cli
import engageframe_yaml as files
from engageframe import settings
from engageframe.hooks import ENDING, Practice
from engageframe.journal import Entry, Journal
from engageframe.kinds import CORE_KINDS, Kinds
from engageframe.model.moments import moment

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", *sorted(DOCS.rglob("*.md"))]
WRITTEN = ("docs/reference/cli.md", "docs/reference/api.md", "docs/reference/practices/")
"""Pages that are written from the code: to write them is to run what they show."""

_BLOCK = re.compile(
    r"(?P<before>(?:[^\n]+\n)*)\n*```(?P<tongue>\w+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL
)
_NAMED = re.compile(r"`(?P<file>[\w./-]+\.\w+)`[^`]*:\n\Z")
_LINK = re.compile(r"\]\((?!https?:)([^)#]+)(#[^)]*)?\)")


class Block(NamedTuple):
    """A fenced block: what it is written in, the file it is, its text, and its line."""

    tongue: str
    file: str
    text: str
    line: int


def name(page: Path) -> str:
    """Give the path of a page as people see it."""
    return page.relative_to(ROOT).as_posix()


def read(page: str) -> str:
    """Read a page of ``docs``."""
    return (DOCS / page).read_text(encoding="utf-8")


def blocks(page: Path) -> list[Block]:
    """Give the fenced blocks of a page, in order."""
    text, found = page.read_text(encoding="utf-8"), []
    for one in _BLOCK.finditer(text):
        named = _NAMED.search(one["before"])
        line = text.count("\n", 0, one.start("text")) + 1
        found.append(Block(one["tongue"], named["file"] if named else "", one["text"], line))
    return found


class Reader:
    """Somebody who follows a page to the letter."""

    def __init__(self, capsys: pytest.CaptureFixture[str], patch: pytest.MonkeyPatch) -> None:
        self.capsys = capsys
        self.patch = patch
        self.words: dict[str, Any] = {"__name__": "page"}

    def follow(self, page: Path) -> None:
        """Play a page."""
        printed, shown, every = "", False, blocks(page)
        for one in every:
            where = f"{name(page)}:{one.line}"
            if one.tongue == "diff":
                change(Path(one.file), one.text)
            elif one.file:
                Path(one.file).parent.mkdir(parents=True, exist_ok=True)
                Path(one.file).write_text(one.text, encoding="utf-8")
            elif one.tongue == "console":
                printed = "".join(self.call(line, where) for line in one.text.splitlines())
            elif one.tongue == "python":
                exec(compile(one.text, f"{page.stem}.py", "exec"), self.words)  # noqa: S102
                printed = self.capsys.readouterr().out
            elif one.tongue == "text" and shown:
                assert alike(one.text, printed), f"{where}: this was printed:\n{printed}"
            elif one.tongue == "yaml":
                kinds, today = Kinds(CORE_KINDS), moment("2026-03-10")
                assert files.read(one.text, name=where, kinds=kinds, today=today, author="ana")
            elif one.tongue == "toml":
                Path(settings.FILE).write_text(one.text, encoding="utf-8")
                assert settings.read(Path())
            shown = one.tongue in ("console", "python") and not one.file

    def call(self, line: str, where: str) -> str:
        """Call a command as a shell would, and give what it printed."""
        line, _, told = line.removeprefix("$ ").partition("  # ends with ")
        line, _, file = line.partition(" > ")
        program, *words = shlex.split(line)
        code, text = getattr(self, f"_{program}")(words)
        assert code == int(told or 0), f"{where}: {line!r} ended with {code}:\n{text}"
        if file:
            Path(file).write_text(text, encoding="utf-8")
        return "" if file else text

    def _engage(self, words: list[str]) -> tuple[int, str]:
        with pytest.raises(SystemExit) as ended:
            cli.main(words)
        printed = self.capsys.readouterr()
        return int(ended.value.code or 0), printed.out + printed.err

    def _pip(self, words: list[str]) -> tuple[int, str]:
        """Install a package that the page wrote; anything else is on an index, or it is here."""
        assert words[0] == "install"
        if words[1] == "-e":
            self._install(Path(words[2]))
        elif "&&" in words:
            return self._nox(words[words.index("&&") + 2 :])
        return 0, ""

    def _install(self, package: Path) -> None:
        project = tomllib.loads((package / "pyproject.toml").read_text(encoding="utf-8"))["project"]
        stem = f"{project['name'].replace('-', '_')}-{project['version']}"
        info = package / "src" / f"{stem}.dist-info"
        info.mkdir()
        rows = []
        for group, entries in project["entry-points"].items():
            rows += [f"[{group}]", *(f"{word} = {target}" for word, target in entries.items())]
        (info / "entry_points.txt").write_text("\n".join(rows), encoding="utf-8")
        (info / "METADATA").write_text(f"Name: {project['name']}\n", encoding="utf-8")
        self.patch.syspath_prepend(str(info.parent.resolve()))

    def _pytest(self, words: list[str]) -> tuple[int, str]:
        paths = [str(one.parent.resolve()) for one in Path().glob("*/src/*.dist-info")]
        code = f"import sys, pytest; sys.path[:0] = {paths}; sys.exit(pytest.main())"
        quiet = ["-p", "no:cacheprovider", "-p", "no:hypothesispytest", "--rootdir=."]
        whole = [sys.executable, "-c", code, *quiet, *words]
        run = subprocess.run(whole, capture_output=True, text=True, check=False)
        return run.returncode, run.stdout + run.stderr

    def _nox(self, words: list[str]) -> tuple[int, str]:
        tree = ast.parse((ROOT / "noxfile.py").read_text(encoding="utf-8"))
        sessions = {one.name for one in tree.body if isinstance(one, ast.FunctionDef)}
        return 0 if words[0] == "-s" and words[1] in sessions else 2, ""

    def _cd(self, words: list[str]) -> tuple[int, str]:
        self.patch.chdir(words[0])
        return 0, ""

    def _cp(self, words: list[str]) -> tuple[int, str]:
        shutil.copy(*words)
        return 0, ""

    def _rm(self, words: list[str]) -> tuple[int, str]:
        for word in words:
            Path(word).unlink()
        return 0, ""


def change(file: Path, told: str) -> None:
    """Change a file as a diff of one place says."""
    rows = told.splitlines()
    before, after = (
        "".join(f"{row[1:]}\n" for row in rows if not row.startswith(other)) for other in "+-"
    )
    text = file.read_text(encoding="utf-8")
    assert text.count(before) == 1, f"{file} does not hold this once:\n{before}"
    file.write_text(text.replace(before, after), encoding="utf-8")


def alike(shown: str, printed: str) -> bool:
    """Tell whether what a page shows is what was printed."""
    rows = [re.escape(row).replace(r"\.\.\.", ".*?") for row in shown.rstrip("\n").split("\n")]
    pattern = "".join(r"(?:.*\n)*?" if row.strip() == ".*?" else f"{row}\n" for row in rows)
    return re.fullmatch(pattern, printed.rstrip("\n") + "\n") is not None


@pytest.mark.parametrize(
    "page", [one for one in PAGES if not name(one).startswith(WRITTEN)], ids=name
)
def test_a_page_can_be_followed(
    page: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whoever does what the page says sees what the page shows."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / ".config"))
    reader = Reader(capsys, monkeypatch)
    try:
        reader.follow(page)
    finally:
        for module, found in list(sys.modules.items()):
            if tmp_path in Path(getattr(found, "__file__", None) or "").parents:
                del sys.modules[module]
    known = [one.text for one in blocks(page) if not one.file]
    unused = [one.file for one in blocks(page) if one.file and not used(one.file, known)]
    assert not unused


def used(file: str, blocks: list[str]) -> bool:
    """Tell whether a file that a page wrote has a part in what the page then does."""
    own, folder = ("pyproject.toml", "__init__.py", settings.FILE), str(Path(file).parent)
    words = (Path(file).name, *([folder] if folder != "." else []))
    return file.endswith(own) or any(word in text for text in blocks for word in words)


READMES = sorted(ROOT.glob("plugins/*/README.md"))
OTHERS = [ROOT / "CONTRIBUTING.md", ROOT / "changes" / "README.md", *READMES]
"""Pages whose examples their own tests run."""


@pytest.mark.parametrize("page", [*PAGES, *OTHERS], ids=name)
def test_a_link_leads_somewhere(page: Path) -> None:
    """Every link inside the project leads to a file that is there."""
    links = [one[1] for one in _LINK.finditer(page.read_text(encoding="utf-8"))]
    assert [one for one in links if not (page.parent / one).exists()] == []


HOOKS = [name for name in vars(Practice) if name.startswith("engageframe_")]


@pytest.mark.parametrize("hook", HOOKS)
def test_every_hook_has_a_test(hook: str) -> None:
    """Somewhere a real practice answers it through the host."""
    tests = "".join(one.read_text(encoding="utf-8") for one in (ROOT / "tests").rglob("*.py"))
    assert f"def test_hook_{hook}(" in tests


def test_every_attribute_of_a_practice_is_told() -> None:
    """What a class may say of itself stands in the table of the contract."""
    attributes = [one for one in inspect.get_annotations(Practice)]
    told = re.findall(r"^\| `(\w+)` \|", read("reference/hooks.md"), re.MULTILINE)
    assert told[: len(attributes)] == attributes


def test_every_part_of_the_journal_is_told() -> None:
    """The page of the journal has the fields of an entry and the methods of a store, in order."""
    rows = re.findall(r"^\| `(\w+)(?:\(.*\))?` \|", read("reference/journal.md"), re.MULTILINE)
    methods = [one for one in vars(Journal) if not one.startswith("_")]
    assert [one for one in rows if one in Entry._fields] == list(Entry._fields)
    assert [one for one in rows if one in methods and one not in Entry._fields] == methods


def test_every_promise_names_a_test_that_is_there() -> None:
    """Each row of the page of promises leads to a test, which holds the sentence."""
    named = re.findall(r"`(tests/\S+\.py)::(test_\w+)`", read("explanation/guarantees.md"))
    assert len(named) > 20
    for path, test in named:
        assert f"\ndef {test}(" in (ROOT / path).read_text(encoding="utf-8"), f"{path}::{test}"


def test_a_change_note_can_be_read() -> None:
    """Each is named for its kind, says something, and the kinds are those that are explained."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    kinds = [one["directory"] for one in project["tool"]["towncrier"]["type"]]
    notes = {one.name: one for one in (ROOT / "changes").iterdir()}
    told = re.findall(r"^\| `(\w+)` \|", notes.pop("README.md").read_text("utf-8"), re.MULTILINE)
    assert notes.pop("template.md.jinja").is_file()
    assert told == kinds
    for name, note in notes.items():
        assert re.fullmatch(rf"\+[a-z0-9-]+\.({'|'.join(kinds)})\.md", name), name
        assert note.read_text(encoding="utf-8").strip().endswith((".", "`")), name


def test_what_ends_is_listed_with_its_day() -> None:
    """What ends names its day in the page of versions, and the contract's days stand there too."""
    rows = re.findall(
        r"^\| (.+?) \| (\S+) \| (\d{4}-\d\d-\d\d) \| (.+?) \|$",
        read("reference/versions.md"),
        re.MULTILINE,
    )
    days = {day for _, _, day, _ in rows}
    assert {*ENDING.values()} <= days


def test_every_check_is_told_to_who_contributes() -> None:
    """The table has each session of nox, and none that is gone."""
    tree = ast.parse((ROOT / "noxfile.py").read_text(encoding="utf-8"))
    sessions = {
        one.name for one in tree.body if isinstance(one, ast.FunctionDef) and one.decorator_list
    }
    told = re.findall(r"nox -s (\w+)", (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"))
    assert {*told} == sessions


def test_the_readme_is_short_and_begins_with_its_two_commands() -> None:
    """A stranger sees two commands first, and is done after 120 lines."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    commands = [line for one in blocks(ROOT / "README.md") for line in one.text.splitlines()]
    assert len(text.splitlines()) <= 120
    assert commands[:2] == ["pip install nox && nox -s tour", "pip install nox && nox -s tests"]
