"""Is a canary left anywhere after an erasure, whatever happens on the way?"""

import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import apsw
import msgspec
import pytest
from tests.subjects.scenes import DAY, left, make

from engageframe import JournalError, Workspace
from engageframe.journal import Snapshot
from engageframe.testing import busy
from engageframe_stores import files
from engageframe_subjects import Rights

KILLED = str(Path(__file__).with_name("killed.py"))
ROOT = Path(__file__).parents[2]
REASON = "she asked for it"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a workspace in which the canary stands in many places."""
    return make(tmp_path / "acme")


def erase(folder: Path) -> int:
    """Erase Zoe, and count the bodies that are destroyed."""
    with Rights.open(folder, as_of=DAY) as workspace:
        return len(workspace.erase("zoe", reason=REASON).destroyed)


def test_no_byte_of_them_is_left_in_the_folder(folder: Path) -> None:
    """Neither in the journal, its log and index, nor in a copy that an upgrade left."""
    shutil.copy(folder / "journal.db", folder / "journal.db.before-2")
    shutil.copy(folder / "journal.db", folder / "journal.db.new-0a1b")
    reader = Workspace.open(folder, as_of=DAY)
    reader.review()
    assert "journal.db" in left(folder)
    assert "journal.db.before-2" in left(folder)

    assert erase(folder) > 10

    assert left(folder) == []
    assert reader.review().withheld > 0
    reader.close()


def test_no_snapshot_holds_them(tmp_path: Path) -> None:
    """States and answers that were kept go with what they were folded from."""
    story = busy(600)
    folder = tmp_path / "long"
    Workspace.create(folder, practices=["cycle"], author="ana")
    journal = files.open(folder)
    told = [
        msgspec.structs.replace(one, body=one.body.replace("Maria López".encode(), b"Zanthippe Q"))
        for one in story.drafts
    ]
    journal.append(told, request="r", recorded=story.written(1), expected=None)
    journal.close()
    for _ in range(3):
        with Workspace.open(folder, as_of=story.as_of) as workspace:
            workspace.plan()
            workspace.review()
    with Workspace.open(folder) as one:
        kept = [one.journal.snapshot(name) for name in ("rollout", "Review:rollout")]
        assert b"maria" in kept[0].body
        assert b"Zanthippe" in kept[1].body  # the name itself stands in the register

    with Rights.open(folder, as_of=story.as_of) as workspace:
        workspace.erase("maria", reason=REASON)
        kept = [workspace.journal.snapshot(name) for name in ("rollout", "Review:rollout")]

    assert kept == [None, None]
    assert left(folder) == []


def test_what_another_program_left_in_the_file_goes_too(folder: Path) -> None:
    """Pages that were freed without being overwritten, as by a plain DELETE, are written anew."""
    store = files.open(folder)
    body = b"Zanthippe" * 5_000
    store.keep_snapshot("acme", Snapshot(head=store.head(), fingerprint="f", body=body))
    store.close()
    other = sqlite3.connect(folder / "journal.db")
    with other:
        other.execute("PRAGMA secure_delete=OFF")
        other.execute("DELETE FROM snapshot")
    other.close()
    assert (folder / "journal.db").read_bytes().count(b"Zanthippe") > 1_000

    erase(folder)

    assert left(folder) == []


def test_a_state_that_another_folded_before_is_not_kept(folder: Path) -> None:
    """Another process that has read the bodies before cannot write them back as a cache."""
    other = files.open(folder)
    head = other.head()

    erase(folder)
    other.keep_snapshot("acme", Snapshot(head=head, fingerprint="f", body=b"Zanthippe"))

    assert left(folder) == []
    assert other.snapshot("acme") is None
    now = Snapshot(head=other.head(), fingerprint="f", body=b"sound")
    other.keep_snapshot("acme", now)
    assert other.snapshot("acme") == now
    other.close()


def test_a_reader_of_the_old_state_is_told_and_waited_for(folder: Path) -> None:
    """The act is done and the file is not yet clean: doing it again finishes it."""
    reader = apsw.Connection(str(folder / "journal.db"))
    reader.execute("BEGIN; SELECT * FROM entry").fetchall()
    with Rights.open(folder, as_of=DAY) as workspace:
        workspace.journal._wait_seconds = workspace.journal._patience = 0.1
        with pytest.raises(JournalError, match="repeat this when that one has ended"):
            workspace.erase("zoe", reason=REASON)
        assert workspace.unfinished
    unsafe = [one.name for one in files.diagnose(folder) if not one.ok]
    reader.close()

    assert "destroyed bodies" in unsafe
    assert erase(folder) == 0
    assert left(folder) == []
    assert [one.name for one in files.diagnose(folder) if one.name in unsafe and not one.ok] == []


@pytest.mark.parametrize("where", ["act", "purge"])
def test_an_erasure_that_was_killed_is_not_begun_or_can_be_finished(
    folder: Path, where: str
) -> None:
    """After a kill the chain holds, all or nothing is destroyed, and doing it again ends it."""
    killed = subprocess.run(
        [sys.executable, KILLED, str(folder), where], check=False, cwd=ROOT,
        env={"PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert killed.returncode == -9
    with Rights.open(folder, as_of=DAY) as workspace:
        answer = workspace.journal.verify()
        begun = workspace.unfinished
    assert answer.first_bad is None
    assert (answer.redacted > 0) == begun == (where == "purge")

    assert (erase(folder) > 0) != begun

    assert left(folder) == []
    with Rights.open(folder, as_of=DAY) as workspace:
        assert not workspace.unfinished
        assert workspace.journal.verify().first_bad is None
