"""Does what was about somebody die with their key, and nothing else, whoever writes meanwhile?"""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from tests.subjects.scenes import DAY, FILE, left, make

from engageframe import (
    JournalError,
    Person,
    Statement,
    Workspace,
)
from engageframe.journal import Snapshot
from engageframe_stores.files import KEYS
from engageframe_stores.keys import Keys
from engageframe_stores.sealed import SealedStore
from engageframe_subjects import Rights

from .conftest import NOON, draft
from .seals import bodies, checks, copied, erased, opened, secrets, told

REASON = "she asked for it"


def test_a_body_dies_with_the_key_of_anybody_it_is_about(folder: Path) -> None:
    """In every copy that was made before, too; what is about others is read on."""
    told(folder, "a", subjects=("zoe",))
    told(folder, "b", subjects=("ben", "zoe"))
    told(folder, "c", subjects=("ben",))
    told(folder, "d", subjects=())
    copy = copied(folder, "journal.db")

    store = opened(folder)
    bound = store.bound_to("zoe")
    store.close()
    keys = Keys(folder / KEYS)
    keys.destroy(*keys.tags("zoe"))
    store = opened(folder)
    verified = store.verify()
    store.close()
    shutil.copy(folder / "journal.keys", copy / "journal.keys")

    assert bound == {"a", "b"}
    assert verified.first_bad is None
    for one in (folder, copy):
        assert [body is None for body in bodies(one)] == [True, True, False, False]
    assert b"zoe" not in (folder / "journal.keys").read_bytes()


def test_whoever_is_told_of_again_has_another_key(folder: Path) -> None:
    """What was sealed before stays closed."""
    told(folder, "a", subjects=("zoe",))
    store = opened(folder)
    erased(store, "zoe")
    store.forget("zoe")
    store.append([draft("b", subjects=("zoe",))], request="b", recorded=NOON, expected=None)
    store.close()

    told(folder, "c", subjects=("zoe",))

    assert [body is None for body in bodies(folder)] == [True, False, False, False]
    assert len(secrets(folder, "zoe")) == 1
    store = opened(folder)
    assert store.bound_to("zoe") == {"b", "c"}
    store.close()


@pytest.mark.parametrize("forgotten", [True, False])
def test_who_had_it_open_during_an_erasure_seals_under_a_new_key(
    folder: Path, forgotten: bool
) -> None:
    """What it tells after that is read, whether the erased key was destroyed by then or not."""
    told(folder, "a", subjects=("zoe",))
    eraser, writer = opened(folder), opened(folder)
    erased(eraser, "zoe")
    if forgotten:
        eraser.forget("zoe")

    writer.append([draft("b", subjects=("zoe",))], request="b", recorded=NOON, expected=None)
    writer.close()
    if not forgotten:
        eraser.forget("zoe")

    assert eraser.verify().first_bad is None
    eraser.close()
    assert [body is None for body in bodies(folder)] == [True, False, False]


def test_no_key_is_destroyed_that_a_body_needs(folder: Path) -> None:
    """Whoever forgets somebody without erasing them is told, and what is there is read on."""
    told(folder, "a", subjects=("zoe",))
    store = opened(folder)

    with pytest.raises(JournalError, match=r'still need the key of "zoe"'):
        store.forget("zoe")
    store.append([draft("b", subjects=("zoe",))], request="b", recorded=NOON, expected=None)
    store.close()

    assert [body is None for body in bodies(folder)] == [False, False]
    store = opened(folder)
    assert store.bound_to("zoe") == {"a", "b"}
    erased(store, "zoe")
    store.forget("zoe")
    store.close()
    assert secrets(folder, "zoe") == []


def test_an_erasure_that_was_killed_is_finished_by_whoever_opens_next(folder: Path) -> None:
    """The key is destroyed though the file was purged in between; a look changes no other."""
    told(folder, "a", subjects=("zoe",))
    told(folder, "b", subjects=("ben",))
    killed, other = opened(folder), opened(folder)
    erased(killed, "zoe")
    killed.close()
    other.purge()
    other.close()
    assert len(secrets(folder, "zoe")) == 1

    opened(folder).close()

    assert secrets(folder, "zoe") == []
    assert len(secrets(folder, "ben")) == 1


def test_an_erasure_that_was_killed_before_its_act_destroys_no_key(folder: Path) -> None:
    """All is read on; the erasure that follows finds what was told under each key."""
    told(folder, "a", subjects=("zoe",))
    Keys(folder / KEYS).leave("zoe")

    told(folder, "b", subjects=("zoe",))

    assert [body is None for body in bodies(folder)] == [False, False]
    assert len(secrets(folder, "zoe")) == 2
    store = opened(folder)
    erased(store, "zoe")
    store.forget("zoe")
    store.close()
    assert secrets(folder, "zoe") == []


def test_a_workspace_that_was_open_during_an_erasure_loses_nothing(tmp_path: Path) -> None:
    """What is told of a second person of that id is read by everybody."""
    folder = make(tmp_path / "acme", keeps="sealed")
    with Workspace.open(folder, as_of=DAY) as workspace:
        with Rights.open(folder, as_of=DAY) as other:
            other.erase("zoe", reason=REASON)

        workspace.record(Person(id="zoe", name="Zoe Second"))

    with Workspace.open(folder, as_of=DAY) as workspace:
        assert workspace.view().people["zoe"].body.name == "Zoe Second"


def test_an_erasure_that_did_not_finish_is_told(folder: Path) -> None:
    """Doctor says so, until it was repeated."""
    told(folder, "a", subjects=("zoe",))
    Keys(folder / KEYS).leave("zoe")

    assert "1 key(s) are to be destroyed" in checks(folder)["erasures"]


def test_nothing_of_a_destroyed_key_is_left_in_the_file(folder: Path) -> None:
    """Nor what lingers in gaps of its pages; who has it open reads on."""
    path = folder / KEYS
    Keys.create(path)
    keys, other = Keys(path), Keys(path)
    keys.of(["zoe-canary", "mia-canary", "ben", "ana"])
    secret = keys.secret(keys.tags("ben"))
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA secure_delete=OFF")  # as cells that moved
        db.execute("UPDATE key SET owner = NULL, secret = NULL WHERE owner LIKE '%canary'")
    lingering = b"-canary" in path.read_bytes()
    reading = sqlite3.connect(path)
    assert reading.execute("SELECT count(*) FROM key").fetchone() == (4,)

    keys.destroy(*keys.tags("ana"))

    assert lingering
    assert b"-canary" not in path.read_bytes()
    assert reading.execute("SELECT count(*) FROM key WHERE owner = 'ben'").fetchone() == (1,)
    assert other.secret(keys.tags("ben")) == secret
    assert [one.name for one in folder.iterdir()] == [KEYS]
    reading.close()


def test_snapshots_are_sealed_and_die_with_anybody(folder: Path) -> None:
    """A state holds many people's words, so another key seals those that follow."""
    told(folder, "a", "b", subjects=("zoe",))
    store = opened(folder)
    store.redact(["a", "b"])
    state = Snapshot(head=store.head(), fingerprint="f", body=b"CANARY")
    store.keep_snapshot("acme", state, revision=store.revision())
    before = store.snapshot("acme")
    raw = b"".join(one.read_bytes() for one in folder.iterdir())
    store.forget("zoe")
    after = store.snapshot("acme")
    store.keep_snapshot("acme", state, revision=store.revision())

    assert (before, after, store.snapshot("acme")) == (state, None, state)
    assert b"CANARY" not in raw
    store.close()


def test_an_erasure_reaches_backups_of_a_sealed_journal(tmp_path: Path) -> None:
    """The whole way: who was erased is read in no copy, the others' records stay."""
    folder = tmp_path / "acme"
    make(folder, keeps="sealed")
    assert left(folder) == []
    with Workspace.open(folder, as_of=DAY) as workspace:
        workspace.record(Statement(about="ben", text="zoe", basis="ours", by="ana"))
    copy = copied(folder, "journal.db", "engageframe.toml")

    with Rights.open(folder, as_of=DAY) as workspace:
        workspace.erase("zoe", reason=REASON)
        verified = workspace.journal.verify()
        here = [one.body.text for one in workspace.view().records(Statement)]

    shutil.copy(folder / "journal.keys", copy / "journal.keys")
    with Workspace.open(copy, as_of=DAY) as workspace:
        there = [one.body.text for one in workspace.view().records(Statement)]
        people = [one.body or b"" for one in workspace.journal.read() if one.kind == "person"]
    assert verified.first_bad is None
    assert here == ["Ben reports to erased-1.", "erased-1"]
    assert there == ["Ben reports to Zanthippe Quill."]  # a text about Ben is his: see the page
    assert [one for one in people if b"Zanthippe" in one] == []
    assert "Zanthippe" in FILE


def test_opening_reads_no_journal_of_which_no_key_is_to_go(folder: Path) -> None:
    """Only where an erasure did not finish it is looked which keys are still needed."""
    told(folder, "a", subjects=("zoe",))

    class Unread:
        """A journal that nobody may read."""

    keys = Keys(folder / KEYS)
    SealedStore(Unread(), folder / KEYS)
    keys.leave("zoe")
    with pytest.raises(AttributeError, match="read"):
        SealedStore(Unread(), folder / KEYS)
