"""Can nobody read a sealed journal without its keys, and does a body die with a key?"""

import shutil
import sqlite3
import stat
import sys
from contextlib import closing
from pathlib import Path

import pytest
from tests.subjects.scenes import DAY, FILE, left, make

from engageframe import (
    Attendee,
    EncounterHeld,
    JournalError,
    Person,
    Statement,
    Workspace,
)
from engageframe.journal import Snapshot
from engageframe_stores import files, sealed
from engageframe_stores.files import KEYS
from engageframe_stores.keys import Keys
from engageframe_stores.sealed import SealedStore
from engageframe_subjects import Rights

from .conftest import NOON, draft

REASON = "she asked for it"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a folder for a journal and its keys."""
    made = tmp_path / "acme"
    made.mkdir()
    return made


def opened(folder: Path) -> SealedStore:
    """Open the store in a folder."""
    store = sealed.open(folder)
    assert isinstance(store, SealedStore)
    return store


def told(folder: Path, *names: str, says: str = "secret", **more: object) -> None:
    """Append entries and close."""
    store = opened(folder)
    drafts = [draft(name, says=says, **more) for name in names]
    store.append(drafts, request=names[0], recorded=NOON, expected=None)
    store.close()


def bodies(folder: Path) -> list[bytes | None]:
    """Read all bodies of a journal."""
    store = opened(folder)
    found = [one.body for one in store.read()]
    store.close()
    return found


def erased(store: SealedStore, who: str) -> None:
    """Do what an erasure does to the bodies, in one act; the keys are destroyed after it."""
    goes = store.bound_to(who)
    drafts = [draft(f"instead-{len(goes)}", subjects=())]
    store.append(drafts, request=f"erase-{who}", recorded=NOON, expected=None, destroy=goes)


def secrets(folder: Path, who: str) -> list[bytes | None]:
    """Give the secrets of somebody's keys, as they stand in the file."""
    keys = Keys(folder / KEYS)
    return [keys.secret([tag]) for tag in keys.tags(who)]


def copied(folder: Path, *files: str) -> Path:
    """Copy some files of a folder."""
    copy = folder.with_name(f"{folder.name}-copy")
    copy.mkdir()
    for one in files:
        shutil.copy(folder / one, copy / one)
    return copy


def checks(folder: Path) -> dict[str, str]:
    """Give what doctor says of the keys."""
    return {one.name: one.says for one in sealed.diagnose(folder)[-3:] if not one.ok}


def test_keys_are_readable_by_their_owner_alone(folder: Path) -> None:
    """They are made with the journal, and nothing is left beside them; doctor looks at it."""
    told(folder, "a")

    mode = stat.S_IMODE((folder / "journal.keys").stat().st_mode)
    assert mode == 0o600
    assert [one.name for one in folder.iterdir() if ".new-" in one.name] == []
    assert checks(folder) == {}
    (folder / "journal.keys").chmod(0o644)
    assert "chmod 600" in checks(folder)["keys"]


def test_a_copy_without_its_keys_says_nothing(folder: Path) -> None:
    """Neither bodies nor ids of people stand in the file; it only reads, and says what is wrong."""
    told(folder, "a", subjects=("maria-lopez",))
    copy = copied(folder, "journal.db")

    raw = (copy / "journal.db").read_bytes()
    store = opened(copy)

    assert b"secret" not in raw
    assert b"maria-lopez" not in raw
    assert [one.body for one in store.read()] == [None]
    assert store.head().seq == 1
    for act in (
        store.verify,
        lambda: store.append([draft("b")], request="b", recorded=NOON, expected=None),
    ):
        with pytest.raises(JournalError, match=r"journal\.keys is missing: no body can be read"):
            act()
    assert "the keys are missing" in checks(copy)["keys"]
    assert not (copy / "journal.keys").exists()
    store.close()


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


def test_keys_that_are_older_than_the_journal_are_told(folder: Path) -> None:
    """Some bodies are sealed with keys that the file never held."""
    told(folder, "a", subjects=("ben",))
    shutil.copy(folder / "journal.keys", folder / "old.keys")
    told(folder, "b", subjects=("zoe",))
    (folder / "old.keys").replace(folder / "journal.keys")
    store = opened(folder)

    with pytest.raises(JournalError, match=r"1 key\(s\) .* were never in this file"):
        store.verify()

    assert [one.body is None for one in store.read()] == [False, True]
    store.close()


@pytest.mark.parametrize("damage", ["randomblob(32)", "randomblob(7)", "NULL"])
def test_a_damaged_key_is_told(folder: Path, damage: str) -> None:
    """A body that does not open is counted, unless a key of it was destroyed."""
    told(folder, "a", subjects=("ben",))
    told(folder, "b", "c", subjects=("zoe", "ben"))
    told(folder, "d", subjects=("ana", "zoe"))
    keys = Keys(folder / KEYS)
    keys.destroy(*keys.tags("ana"))
    assert checks(folder) == {}

    with closing(sqlite3.connect(folder / KEYS)) as db, db:
        db.execute(f"UPDATE key SET secret = {damage} WHERE owner = 'zoe'")

    store = opened(folder)
    with pytest.raises(JournalError, match="2 bodies do not open, first that of record 2"):
        store.verify()
    store.close()
    assert "2 do not open" in checks(folder)["sealed bodies"]


def test_an_erasure_that_did_not_finish_is_told(folder: Path) -> None:
    """Doctor says so, until it was repeated."""
    told(folder, "a", subjects=("zoe",))
    Keys(folder / KEYS).leave("zoe")

    assert "1 key(s) are to be destroyed" in checks(folder)["erasures"]


def test_a_plain_journal_is_not_opened_as_a_sealed_one(folder: Path) -> None:
    """Whoever set the wrong store is told the right one, and not a byte has changed."""
    store = files.open(folder)
    store.append([draft("a")], request="a", recorded=NOON, expected=None)
    store.close()
    before = {one.name: one.read_bytes() for one in folder.iterdir()}

    with pytest.raises(JournalError, match=r'nothing was written: set store = "sqlite" in'):
        sealed.open(folder)

    assert {one.name: one.read_bytes() for one in folder.iterdir()} == before


@pytest.mark.parametrize("names", [(), ("a",), ("a", "gone")])
def test_a_sealed_journal_is_not_opened_as_a_plain_one(folder: Path, names: list[str]) -> None:
    """Nor one that has its keys alone, or no body any more: no clear text comes beside sealed."""
    store = opened(folder)
    for name in names:
        store.append([draft(name)], request=name, recorded=NOON, expected=None)
    store.redact([name for name in names if "gone" in names])
    store.close()
    if not names:
        (folder / "journal.db").unlink()
    before = {one.name: one.read_bytes() for one in folder.iterdir()}

    with pytest.raises(JournalError, match=r'nothing was written: set store = "sealed" in'):
        files.open(folder)

    assert {one.name: one.read_bytes() for one in folder.iterdir()} == before


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


def test_another_process_finds_keys_that_were_made_meanwhile(folder: Path) -> None:
    """Two stores on one journal read what the other sealed."""
    one, other = opened(folder), opened(folder)
    one.append([draft("a", subjects=("zoe",))], request="a", recorded=NOON, expected=None)
    other.append([draft("b", subjects=("zoe",))], request="b", recorded=NOON, expected=None)

    for store in (one, other):
        assert [entry.body is None for entry in store.read()] == [False, False]
        store.close()


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


def test_a_sealed_body_belongs_to_its_record(folder: Path) -> None:
    """Put under another id it does not open."""
    told(folder, "a", "b")
    store = opened(folder)
    first, second = store._inner.read()

    assert store._opened(second._replace(body=first.body)).body is None
    assert store._opened(second._replace(body=b"{}")).body is None
    store.close()


def test_without_the_cipher_the_store_says_what_to_install(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is an extra; nobody else needs it."""
    monkeypatch.setitem(sys.modules, "cryptography.hazmat.primitives.ciphers.aead", None)

    with pytest.raises(JournalError, match=r'pip install "engageframe\[sealing\]"'):
        sealed.open(folder)

    assert [*folder.iterdir()] == []


def test_what_only_looks_like_somebody_stays_readable(tmp_path: Path) -> None:
    """A word of a choice that is also somebody's id is sealed with their key, and told again."""
    with Rights.open(make(tmp_path / "acme", keeps="sealed"), as_of=DAY) as workspace:
        workspace.record(Person(id="meeting", name="Mia Meeting"))
        there = (Attendee(person="ben"),)
        workspace.record(EncounterHeld(id="e", attendees=there, subject="the plan"))
        before = workspace.view().encounters["e"].held

        workspace.erase("meeting", reason=REASON)

        assert workspace.view().encounters["e"].held == before
        assert workspace.journal.verify().first_bad is None


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
