"""What is broken says so, and costs nothing that was not broken."""

import contextlib
from pathlib import Path

import apsw
import pytest

from engageframe import (
    Engagement,
    Host,
    InvalidInput,
    JournalError,
    Lesson,
    Practice,
    Proposal,
    Workspace,
    impl,
    moment,
)
from engageframe_cli import main
from engageframe_stores import MemoryStore

_DAY = moment("2026-03-20")


class Faulty(Practice):
    """Fails whenever it is asked to check."""

    name = "faulty"

    @impl
    def engageframe_check(self, view):
        """Fail as code does that nobody awaited."""
        raise GeneratorExit


class Unproposed(Practice):
    """Fails whenever it is asked what to plan."""

    name = "unproposed"

    @impl
    def engageframe_propose(self, view):
        """Fail before anything is proposed."""
        raise ZeroDivisionError


class Unmeasured(Practice):
    """Proposes one action, and fails whenever it is asked to measure."""

    name = "unmeasured"
    reads = ("engagement",)

    @impl
    def engageframe_propose(self, view):
        """Propose to call them."""
        return [
            Proposal(
                id="call", does="Call them", for_whom="maria", reason="it is time",
                evidence=(view.engagement_record.id,),
            )
        ]  # fmt: skip

    @impl
    def engageframe_measure(self, view):
        """Fail before anything is measured."""
        raise ZeroDivisionError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Make a workspace with one engagement."""
    Workspace.create(tmp_path / "acme", practices=["cycle"])
    with Workspace.open(tmp_path / "acme", as_of=_DAY) as workspace:
        workspace.record(Engagement(id="rollout", name="Rollout"))
    return tmp_path / "acme"


def _ends(*words: object) -> int:
    with pytest.raises(SystemExit) as ended:
        main([str(word) for word in words])
    return int(ended.value.code or 0)


def test_a_journal_that_is_gone_is_not_made_anew(folder: Path) -> None:
    """A missing journal is an error with a remedy, never an empty journal."""
    (folder / "journal.db").unlink()

    with pytest.raises(JournalError, match="the journal is missing; put it back from a backup"):
        Workspace.open(folder)
    assert not (folder / "journal.db").exists()


@pytest.mark.parametrize("practice", [Faulty, Unproposed])
def test_a_gate_does_not_open_when_a_practice_failed(practice: type[Practice]) -> None:
    """Nobody can say what it would have found or proposed, so the cycle stays where it is."""
    workspace = Workspace(MemoryStore(), Host.load((), objects=[practice]), as_of=_DAY)
    workspace.record(Engagement(id="rollout", name="Rollout"))

    with pytest.raises(InvalidInput, match=f"a practice failed: {practice.name}"):
        workspace.freeze()
    assert workspace.view().cycle.phase == "planning"


def test_a_review_does_not_open_when_a_practice_cannot_measure() -> None:
    """Its measures are a part of the review, so the gate into it stays closed."""
    workspace = Workspace(MemoryStore(), Host.load((), objects=[Unmeasured]), as_of=_DAY)
    workspace.record(Engagement(id="rollout", name="Rollout"))
    workspace.accept()
    workspace.freeze()

    with pytest.raises(InvalidInput, match="a practice failed: unmeasured"):
        workspace.advance()
    assert workspace.view().cycle.phase == "doing"


def test_what_is_set_aside_overwrites_nothing(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file that is there is left alone, and nothing is imported."""
    table = tmp_path / "visits.csv"
    table.write_text("No,Met\n1,Wren\n", encoding="utf-8")
    before = (folder / "journal.db").read_bytes()

    code = _ends("import", "csv", table, "--map", table, "--set-aside", table, "-C", folder)

    assert code == 2
    assert "it is there already; name a file that is not" in capsys.readouterr().err
    assert table.read_text(encoding="utf-8") == "No,Met\n1,Wren\n"
    assert (folder / "journal.db").read_bytes() == before


@pytest.mark.parametrize(
    "settings",
    ['[workspace]\npractices = ["cycel"]\n',
     '[workspace]\npractices = ["cycle"]\n[practice.cycle]\nreview_after_working_days = "x"\n'],
    ids=["no such practice", "wrong option"],
)  # fmt: skip
def test_wrong_settings_end_with_2_and_the_answer_comes_all_the_same(
    folder: Path, settings: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The practice is left out and named; the code says that something must be mended."""
    (folder / "engageframe.toml").write_text(settings, encoding="utf-8")

    code = _ends("plan", "-C", folder, "--as-of", "2026-03-20")

    told = capsys.readouterr()
    assert code == 2
    assert "PLAN: Rollout" in told.out
    assert "engage: warning: practice" in told.err


def test_an_engagement_that_is_not_described_hides_no_other(folder: Path) -> None:
    """The status lists it with what is the matter, and the others as they are."""
    with Workspace.open(folder, as_of=_DAY) as workspace:
        told = workspace.codec.draft(
            Lesson(id="one", text="x"), engagement="ghost", happened=_DAY, author="me"
        )
        workspace.journal.append([told], request="r", recorded="2026", expected=None)
        found = {one.engagement: one.status for one in workspace.status()}

    assert found == {"ghost": "not described as of then", "rollout": "active"}


@pytest.mark.parametrize(
    ("change", "command"),
    [("happened = 'some day'", "plan"), ("happened = 'some day'", "log"),
     ("kind = 'correction'", "review"), ("kind = 'correction', body = x'31'", "apply"),
     ("kind = 'retraction', body = x'5b5d'", "status"), ("body = x'7b'", "check"),
     ("body = x'7b226964223a22ff227d'", "check"), ("body = x'7b7d2c7b7d'", "check")],
)  # fmt: skip
def test_a_record_that_was_tampered_with_is_named(
    folder: Path, change: str, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whatever is wrong in a row, the message says which record it is, and never internal error."""
    with Workspace.open(folder, as_of=_DAY) as workspace:
        workspace.record(Lesson(id="one", text="x"))
        id_ = next(one.id for one in workspace.journal.read() if one.kind == "lesson")
    (folder / "more.yaml").write_text("engagement: {id: rollout, name: More}", encoding="utf-8")
    with contextlib.closing(apsw.Connection(str(folder / "journal.db"))) as file:
        file.execute("DROP TRIGGER entry_is_only_redacted")
        file.execute(f"UPDATE entry SET {change} WHERE id = ?", (id_,))
    more = {"apply": [folder / "more.yaml"], "log": ["--as-of", "2026-03-20"]}

    code = _ends(command, *more.get(command, ()), "-C", folder)

    told = capsys.readouterr().err
    assert code == 3
    assert f"record {id_}" in told
    assert "internal error" not in told
    assert "engage verify" in told


def test_a_damaged_body_is_listed_as_it_stands(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The log shows what is there, as it is what one looks at when something is wrong."""
    with contextlib.closing(apsw.Connection(str(folder / "journal.db"))) as file:
        file.execute("DROP TRIGGER entry_is_only_redacted")
        file.execute("UPDATE entry SET body = x'7bff'")

    assert _ends("log", "-C", folder) == 0
    assert "{\\xff" in capsys.readouterr().out


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="there is no endless file to read")
def test_an_endless_file_is_not_read_to_its_end(folder: Path) -> None:
    """What is larger than any file of ours is refused with the limit, and nothing is written."""
    with Workspace.open(folder) as workspace:
        with pytest.raises(InvalidInput, match="it holds more than 200,000,000 bytes; split it"):
            workspace.apply_file("/dev/zero")
        with pytest.raises(InvalidInput, match="it cannot be read: .*; name a file that is there"):
            workspace.apply_file("no\0file")
        assert workspace.journal.head().seq == 1


def test_an_export_that_is_too_large_to_be_applied_says_so(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file is written all the same; the warning has both figures, and what to do."""
    monkeypatch.setattr("engageframe_yaml.LARGEST", 10)

    code = _ends("export", "-C", folder)

    told = capsys.readouterr()
    assert code == 0
    assert "engagement: {id: rollout" in told.out
    assert f"the file holds {len(told.out)} bytes; engage apply reads at most 10" in told.err


@pytest.mark.parametrize("author", ["", " ", 5, True, "a\nb"])
def test_an_author_that_cannot_be_kept_is_refused_before_it_is_hashed(author: object) -> None:
    """What is in the chain can never be mended, so it is looked at before."""
    workspace = Workspace(MemoryStore(), Host.load(()), as_of=_DAY)
    workspace.record(Engagement(id="rollout", name="Rollout"))

    with pytest.raises(InvalidInput, match="author"):
        workspace.record(Lesson(id="one", text="x"), author=author or " ")  # type: ignore[arg-type]
    assert workspace.journal.head().seq == 1


def test_several_records_of_one_beginning_are_listed() -> None:
    """A beginning that is shared names none of them."""
    workspace = Workspace(MemoryStore(), Host.load(()), as_of=_DAY)
    workspace.record(Engagement(id="rollout", name="Rollout"))
    for number in range(64):
        workspace.record(Lesson(id=f"lesson-{number}", text="x"))
    letters = [entry.id[0] for entry in workspace.journal.read()]
    shared = max(set(letters), key=letters.count)

    with pytest.raises(InvalidInput, match="several records begin with"):
        workspace.why(shared)


def test_nothing_is_not_the_beginning_of_everything() -> None:
    """An empty word explains nothing, and says so."""
    workspace = Workspace(MemoryStore(), Host.load(()), as_of=_DAY)
    workspace.record(Engagement(id="rollout", name="Rollout"))

    with pytest.raises(InvalidInput, match='nothing here is called ""'):
        workspace.why("")
