"""Can nobody read a sealed journal without its keys, and does a body die with a key?"""

import shutil
import sqlite3
import stat
import sys
from contextlib import closing
from pathlib import Path

import pytest
from tests.subjects.scenes import DAY, make

from engageframe import (
    Attendee,
    EncounterHeld,
    JournalError,
    Person,
)
from engageframe_stores import files, sealed
from engageframe_stores.files import KEYS
from engageframe_stores.keys import Keys
from engageframe_subjects import Rights

from .conftest import NOON, draft
from .seals import checks, copied, opened, told

REASON = "she asked for it"


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


def test_another_process_finds_keys_that_were_made_meanwhile(folder: Path) -> None:
    """Two stores on one journal read what the other sealed."""
    one, other = opened(folder), opened(folder)
    one.append([draft("a", subjects=("zoe",))], request="a", recorded=NOON, expected=None)
    other.append([draft("b", subjects=("zoe",))], request="b", recorded=NOON, expected=None)

    for store in (one, other):
        assert [entry.body is None for entry in store.read()] == [False, False]
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
