"""Do the commands tell, ask and do what they say?"""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from tests.subjects.scenes import left, make

import engageframe_cli as cli
from engageframe import JournalError
from engageframe_stores.sqlite import SqliteStore
from engageframe_subjects.names import Names
from engageframe_subjects.noting import note


class Ended(NamedTuple):
    """What a command line printed, and how it ended."""

    code: int
    out: str
    err: str


Engage = Callable[..., Ended]


@pytest.fixture
def engage(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Engage:
    """Run a command line in a workspace, in this process."""
    monkeypatch.chdir(make(tmp_path / "acme"))

    def run(*args: str) -> Ended:
        with pytest.raises(SystemExit) as ended:
            cli.main([*args, "--as-of", "2026-03-10"])
        printed = capsys.readouterr()
        return Ended(int(ended.value.code or 0), printed.out, printed.err)

    return run


def test_a_copy_is_printed_as_text_and_as_json(engage: Engage) -> None:
    """Both hold the same records; third people are masked, our own are not."""
    text, copy = (
        engage("subject", "export", "zoe").out,
        engage("subject", "export", "zoe", "--json"),
    )

    records = json.loads(copy.out)["records"]
    assert all(f"[{one['id']}]" in text for one in records)
    assert "text: Zanthippe prefers mail." in text
    assert "Okoro" not in text + copy.out
    assert "other-1" in text
    assert "her illness" not in text + copy.out
    assert [one["kind"] for one in records if one["text_withheld"]][:2] == [
        "statement", "encounter.held",
    ]  # fmt: skip


def test_a_copy_gives_nobody_else_away(engage: Engage) -> None:
    """Parts of the names of all others are replaced; those of the person and ours are not."""
    engage("record", "person", "id=quo", "name=Ana Quill Smith")
    text = "Ben is an enemy,\nOkoro knows it. Smith and Quill like Ana; Ben Okoro does not."
    engage("record", "statement", "about=zoe", f"text={text}", "basis=ours", "by=ana")

    records = json.loads(engage("subject", "export", "zoe", "--json").out)["records"]

    (told,) = [one["body"]["text"] for one in records if "enemy" in one["body"].get("text", "")]
    assert re.sub(r"other-\d", "X", told) == (
        "X is an enemy,\nX knows it. X and Quill like Ana; X does not."
    )


def test_a_text_that_somebody_read_is_given(engage: Engage) -> None:
    """The text of a record about others is in the copy when it is named."""
    kick_off = next(
        one["id"]
        for one in json.loads(engage("subject", "export", "zoe", "--json").out)["records"]
        if one["body"].get("id") == "kick-off"
    )

    assert "her illness" in engage("subject", "export", "zoe", "--text", kick_off[:8]).out
    assert engage("subject", "export", "zoe", "--text", "zzz").code == 2


def test_a_copy_is_written_for_the_eyes_of_its_owner(engage: Engage, tmp_path: Path) -> None:
    """Two files, nothing beside them; a folder that is a file is told."""
    folder = tmp_path / "for-zoe"

    ended = engage("subject", "export", "zoe", "--to", str(folder))

    assert sorted(one.name for one in folder.iterdir()) == ["zoe.json", "zoe.txt"]
    assert {one.stat().st_mode & 0o777 for one in folder.iterdir()} == {0o600}
    assert "the texts of" in ended.out
    assert engage("subject", "export", "zoe", "--to", str(folder / "zoe.txt")).code == 2


def test_nothing_is_destroyed_without_yes(engage: Engage) -> None:
    """What will go is shown, and the journal is as it was."""
    before = engage("verify").out

    shown = engage("subject", "erase", "zoe")

    assert shown.code == 0
    assert "nothing was destroyed: --yes does it" in shown.out
    assert 'will be destroyed; "erased-1" will stand for zoe' in shown.out
    assert engage("verify").out == before
    assert json.loads(engage("subject", "erase", "zoe", "--json").out)["erased"] is False


def test_files_that_name_them_are_listed_and_deleted(engage: Engage) -> None:
    """It ends with 1 while there are any; with --files they go, and nothing else."""
    Path("notes").mkdir()
    Path("notes/plan.md").write_text("Ask ZANTHIPPE QUILL\n", encoding="utf-8")
    Path("other.md").write_text("Ask Zoe, or will she?\n", encoding="utf-8")
    make(Path("within"))
    shutil.copy("journal.db", "journal.db.bak")
    Path("big.txt").write_text("x" * ((1 << 20) - 9) + " zanthippe@quill.example", encoding="utf-8")

    shown = engage("subject", "erase", "zoe")
    done = engage("subject", "erase", "zoe", "--yes", "--files")

    assert "a file names them 1 times or more: notes/plan.md" in shown.out
    assert "big.txt" in shown.out
    assert "within" not in shown.out
    assert "journal.db.bak" in shown.out
    assert not Path("journal.db.bak").exists()
    assert (done.code, "deleted: notes/plan.md" in done.out) == (0, True)
    assert sorted(one.name for one in Path().rglob("*.*") if one.suffix in (".md", ".txt")) == [
        "other.md"
    ]


def test_an_erasure_with_files_left_is_not_over(engage: Engage) -> None:
    """The code says so; what was destroyed is not printed once more."""
    Path("plan.md").write_text("Zanthippe Quill\n", encoding="utf-8")
    engage("record", "statement", "about=ben", "text=Quill town", "basis=ours", "by=ana")

    done = engage("subject", "erase", "zoe", "--yes")

    assert (done.code, "plan.md" in done.out) == (1, True)
    assert "Zanthippe" not in done.out
    assert "a part of their name still stands in: statement " in done.out
    assert engage("verify").code == 0
    assert "erasure" in engage("log").out


@pytest.mark.parametrize("more", [(), ("--files",)])
def test_an_erasure_is_finished_by_the_same_command(
    engage: Engage, more: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It ends with 1 until no file names them, though the journal no longer tells their names."""
    plan, erase = Path("plan.md"), ("subject", "erase", "zoe", "--yes")
    plan.write_text("Zanthippe Quill\n", encoding="utf-8")
    with monkeypatch.context() as broken:
        broken.setattr(SqliteStore, "purge", _cannot)
        assert engage(*erase).code == 3

    shown, repeated = engage(*erase[:-1]), engage(*erase)
    assert "plan.md" in shown.out
    assert (repeated.code, "plan.md" in repeated.out) == (1, True)
    assert "repeat this" in repeated.out
    if not more:
        plan.unlink()
    done = engage(*erase, *more)

    assert done.code == 0
    assert "nothing more is held" in done.out
    assert left(Path()) == []
    assert engage(*erase).code == 2


def _cannot(store: object) -> None:
    raise JournalError("another process reads")


def test_a_note_that_nobody_can_read_is_told(engage: Engage) -> None:
    """Nothing is destroyed before it is known whom an erasure looks for."""
    note(Path(), Names("zoe", ("Zanthippe",), ()))
    (path,) = Path().glob("journal.erasing-*")
    path.write_text("[", encoding="utf-8")

    ended = engage("subject", "erase", "zoe", "--yes")

    assert (ended.code, f"{path}: it cannot be read" in ended.err) == (2, True)
    assert ", 0 withheld" in engage("verify").out


def test_told_again_is_refused_by_the_ids_of_records(engage: Engage, tmp_path: Path) -> None:
    """A file that still holds them does not bring them back."""
    from tests.subjects.scenes import FILE

    engage("subject", "erase", "zoe", "--yes")
    source = tmp_path / "again.yaml"
    source.write_text(FILE, encoding="utf-8")

    ended = engage("apply", str(source))

    assert ended.code == 3
    assert "is already in the journal, perhaps destroyed; nothing was written" in ended.err


def test_a_correction_is_told(engage: Engage) -> None:
    """With what became of the old value; no field at all is wrong use."""
    kept = engage("subject", "correct", "zoe", "email=z@quill.example")
    gone = engage("subject", "correct", "zoe", "languages=en,es", "--destroy", "--json")

    assert "the old value is kept as it was told, and superseded" in kept.out
    assert json.loads(gone.out)["destroyed"] is True
    assert engage("subject", "correct", "zoe").code == 2
    assert engage("subject", "correct", "zoe", "email").code == 2


def test_retention_is_shown_and_then_done(engage: Engage) -> None:
    """A dry run destroys nothing; without a table nothing is due."""
    assert engage("retention", "run").out == "0 record(s) were due, and are destroyed\n"
    with Path("engageframe.toml").open("a", encoding="utf-8") as file:
        file.write('\n[retention]\nstatement = "1 day"\n')

    shown = engage("retention", "run", "--dry-run")
    before = engage("verify").out
    done = engage("retention", "run", "--json")

    assert "2 record(s) are due; nothing was destroyed" in shown.out
    assert "Zanthippe" not in shown.out
    assert {one["setting"] for one in json.loads(done.out)["due"]} == {"statement: 1 day"}
    assert ", 0 withheld" in before
    assert ", 2 withheld" in engage("verify").out


@pytest.mark.parametrize(
    "words", [("correct", "zoe", "name=Zoe Q", "--because"), ("erase", "zoe", "--yes", "--reason")]
)
@pytest.mark.parametrize("reason", ["", " ", "x" * 20_001])
def test_a_reason_says_something(engage: Engage, words: tuple[str, ...], reason: str) -> None:
    """A blank one, or one that no record can hold, is refused before anything is done."""
    before = engage("log").out
    told = engage("subject", *words, reason)

    assert (told.code, engage("log").out) == (2, before)
    assert "the reason: it is blank, or longer than 20,000 characters; say in" in told.err


@pytest.mark.parametrize("words", [("subject",), ("retention",), ("subject", "destroy")])
def test_a_group_needs_a_command(engage: Engage, words: tuple[str, ...]) -> None:
    """Without one, or with one that is not there, it is wrong use."""
    with pytest.raises(SystemExit) as ended:
        cli.main([*words])
    assert ended.value.code == 2
