"""Is an answer given again only when everything that it rests on is the same?"""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from engageframe import (
    EncounterHeld,
    Engagement,
    Host,
    Item,
    Moment,
    Workspace,
    moment,
)
from engageframe.discovery import Found
from engageframe.encoding import canonical
from engageframe.kept import Question, answer, grounds, keep
from engageframe_portfolio.recalling import recall
from engageframe_stores import MemoryStore

TODAY = moment("2026-03-10")
MANY = 500


def items(first: int, last: int) -> list[Item]:
    """Tell some meetings."""
    bodies = [EncounterHeld(id=f"m{n}", attendees=(), subject=str(n)) for n in range(first, last)]
    return [
        Item(body=body, engagement="acme", happened=moment("2026-03-01"), author="ana")
        for body in [Engagement(id="acme", name="Acme"), *bodies]
    ]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Make a workspace that is large enough for its answers to be kept, and review it."""
    Workspace.create(tmp_path / "work", practices=["cycle"], author="ana")
    with Workspace.open(tmp_path / "work", as_of=TODAY) as workspace:
        workspace.apply(items(0, MANY))
        workspace.review()
    return tmp_path / "work"


def engage(folder: Path, *words: str, code: str = "") -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own."""
    start = ["-c", code] if code else ["-m", "engageframe"]
    return subprocess.run(
        [sys.executable, *start, "review", "--json", "-C", str(folder), *words],
        capture_output=True,
        text=True,
        check=False,
    )


def test_what_is_recalled_is_what_would_be_answered(folder: Path) -> None:
    """The bytes are those of the full answer."""
    with Workspace.open(folder, as_of=TODAY) as workspace:
        full = canonical(workspace.review())

    assert recall(folder, "Review", as_of=TODAY) == full
    assert recall(folder, "Review", as_of=TODAY, engagement="acme") == full


def test_a_recalled_review_loads_no_practice(folder: Path) -> None:
    """Nothing of the host, the model or the practices is imported."""
    code = (
        "import sys, atexit\n"
        "atexit.register(lambda: print(*sorted(sys.modules), file=sys.stderr))\n"
        "from engageframe_cli import main\n"
        "main()"
    )

    ended = engage(folder, "--as-of", "2026-03-10", code=code)

    assert json.loads(ended.stdout)["name"] == "Acme"
    loaded = set(ended.stderr.split())
    assert {"apsw", "engageframe_portfolio.recalling"} <= loaded
    assert not {"attrs", "attr", "pluggy", "engageframe_cycle", "engageframe.workspace"} & loaded


def more(folder: Path) -> None:
    """Tell one fact more."""
    with Workspace.open(folder, as_of=TODAY) as workspace:
        workspace.apply(items(MANY, MANY + 1))


def remark(folder: Path) -> None:
    """Change the settings."""
    with (folder / "engageframe.toml").open("a", encoding="utf-8") as file:
        file.write("\n[planning]\nour_minutes = 10\n")


def damage(folder: Path) -> None:
    """Make the settings wrong."""
    (folder / "engageframe.toml").write_text("[workspace]\npractises = []\n", encoding="utf-8")


def lose(folder: Path) -> None:
    """Take the journal away."""
    (folder / "journal.db").unlink()


@pytest.mark.parametrize("change", [more, remark, damage, lose])
def test_a_change_makes_the_answer_anew(folder: Path, change: Callable[[Path], None]) -> None:
    """One fact more, other settings, wrong ones or no journal: nothing is recalled."""
    assert recall(folder, "Review", as_of=TODAY)

    change(folder)

    assert recall(folder, "Review", as_of=TODAY) is None


def test_another_question_has_another_answer(folder: Path) -> None:
    """Another day, engagement or set of practices is not what was asked before."""
    other = moment("2026-03-11")

    assert recall(folder, "Review", as_of=other) is None
    assert recall(folder, "Plan", as_of=TODAY) is None
    assert recall(folder, "Review", as_of=TODAY, engagement="acne") is None
    assert recall(folder, "Review", as_of=TODAY, no_practices=True) is None
    assert recall(folder, "Review", as_of=TODAY, off=["cycle"]) is None


def test_with_several_engagements_one_must_be_named(folder: Path) -> None:
    """Which is meant is for the full answer to ask."""
    second = Engagement(id="brook", name="Brook")
    item = Item(body=second, engagement="brook", happened=TODAY, author="ana")
    with Workspace.open(folder, as_of=TODAY) as workspace:
        workspace.apply([item])
        workspace.review("acme")

    assert recall(folder, "Review", as_of=TODAY) is None
    assert recall(folder, "Review", as_of=TODAY, engagement="acme")


def test_what_is_wrong_is_told_as_always(folder: Path) -> None:
    """A recalled answer never hides a mistake in the words of the command."""
    ended = engage(folder, "--as-of", "2026-13-01")

    assert ended.returncode == 2
    assert "2026-13-01" in ended.stderr + ended.stdout


def test_grounds_change_with_code_settings_and_practices(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One byte of a practice or its words, an option, another practice; no source: none."""
    monkeypatch.syspath_prepend(str(tmp_path))
    for name in ("guestly", "hostly"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text("", encoding="utf-8")
    (tmp_path / "single.py").write_text("", encoding="utf-8")
    guest, host = (
        Found("guest", "guestly:Guest", "guest", "1"),
        Found("host", "hostly", "host", "1"),
    )
    single = Found("single", "single:Single")

    first = grounds("a", [guest, host])

    assert first == grounds("a", [host, guest])
    assert first != grounds("b", [guest, host])
    assert first != grounds("a", [guest])
    assert first != grounds("a", [guest, host._replace(version="2")])
    assert grounds("a", [single]) not in ("", first)
    (tmp_path / "guestly" / "deep.py").write_text("x = 1", encoding="utf-8")
    deeper = grounds("a", [guest, host])
    assert deeper != first
    (tmp_path / "guestly" / "en.toml").write_text('language = "en"', encoding="utf-8")
    assert grounds("a", [guest, host]) not in (first, deeper)
    assert grounds("a", [Found("gone", "gone_away:Gone")]) == ""
    assert grounds("a", [Found("built", "sys:x")]) == ""


def test_grounds_change_with_a_lexicon_of_another_distribution(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Words that a plugin brings are a part of what every answer rests on."""
    monkeypatch.syspath_prepend(str(tmp_path))
    package, info = tmp_path / "words_in_german", tmp_path / "words_german-1.dist-info"
    before = grounds("a", [])
    for folder in (package, info):
        folder.mkdir()
    (package / "__init__.py").touch()
    (package / "this.de.toml").write_text('language = "de"', encoding="utf-8")
    points = "[engageframe.lexicons]\nthis.de = words_in_german\n"
    (info / "entry_points.txt").write_text(points, encoding="utf-8")

    installed = grounds("a", [])

    assert installed != before
    (package / "this.de.toml").write_text('language = "de" # mended', encoding="utf-8")
    assert grounds("a", []) not in (before, installed)


def test_an_answer_holds_for_its_journal_only() -> None:
    """After one record more it is no answer."""
    journal = MemoryStore()
    workspace = Workspace(journal, Host.load(()), as_of=TODAY)
    workspace.apply(items(0, 1))
    question = Question("Review", "acme", Moment("2026-03"))
    keep(journal, question, "grounds", journal.head(), b"{}")

    assert answer(journal, question, "grounds") == b"{}"
    assert answer(journal, question, "other") is None
    workspace.apply(items(1, 2))
    assert answer(journal, question, "grounds") is None
