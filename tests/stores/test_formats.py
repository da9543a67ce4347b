"""Does a journal of an older format live on?

The files in ``formats`` were written by the version that introduced their format.
"""

import subprocess
import sys
import time
from pathlib import Path

import apsw
import pytest

from engageframe.errors import DamagedStore
from engageframe_stores.sqlite import SqliteStore

from .conftest import draft, put

HEAD = "61d67e4973a0e7d666ebeb8aa31461c97840870bd7ba0dc98a87d612c60c958f"


def schema(path: Path) -> list[str]:
    """Give the tables, indexes and triggers of a file, and its format."""
    db = apsw.Connection(str(path))
    names = "SELECT type || name || coalesce(sql, '') FROM sqlite_schema ORDER BY 1"
    found = [str(row[0]) for row in db.execute(names)]
    found.append(str(db.execute("PRAGMA user_version").get))
    assert db.execute("PRAGMA integrity_check").get == "ok"
    db.close()
    return found


def test_an_old_journal_is_read_and_written(old: Path) -> None:
    """Entries, redactions, requests and the chain are what they were."""
    store = SqliteStore(old)
    assert [entry.id for entry in store.read() if entry.body] == ["a", "c", "d", "e", "f", "g"]
    assert dict(store.streams()) == {"acme": 5, "zeta": 2}
    assert store.head().hash == HEAD
    assert (store.verify().checked, store.verify().redacted) == (7, 1)
    again = store.append([draft("e")], request="third", recorded="", expected=None)
    assert (again.last, again.replayed) == (5, True)
    put(store, "h")
    assert (store.head().seq, store.verify().first_bad) == (8, None)
    assert store._all("SELECT * FROM sqlite_sequence") == []
    store.close()


def test_an_old_journal_becomes_like_a_new_one(old: Path, tmp_path: Path) -> None:
    """After the upgrade both files have the same tables, indexes and triggers."""
    SqliteStore(old).close()
    SqliteStore(tmp_path / "new.db").close()
    assert schema(old) == schema(tmp_path / "new.db")


def test_an_old_journal_that_was_cut_stays_known_as_cut(old: Path) -> None:
    """What an older format remembers of its end is taken along."""
    db = apsw.Connection(str(old))
    db.execute("DROP TRIGGER entry_is_kept; DELETE FROM entry WHERE seq = 7")
    db.close()
    store = SqliteStore(old)
    assert store.verify().first_bad == 7
    with pytest.raises(DamagedStore, match="ends with entry 6, 7 were written"):
        put(store, "h")
    store.close()


def test_an_upgrade_leaves_no_copy_that_redaction_would_miss(old: Path) -> None:
    """What is destroyed after an upgrade is gone from the file, and so is the backup beside it."""
    store = SqliteStore(old)
    assert list(old.parent.glob("journal.db.before-*"))
    store.redact(["e"])
    store.close()
    assert [file for file in old.parent.iterdir() if b"hello e" in file.read_bytes()] == []


def test_two_who_upgrade_at_once_keep_the_backup(old: Path) -> None:
    """Who waited for the other's upgrade copies nothing over the backup of the older format."""
    holder = apsw.Connection(str(old))
    holder.execute("BEGIN IMMEDIATE")
    code = "import sys; from engageframe_stores import open_store; open_store(sys.argv[1]).close()"
    both = [subprocess.Popen([sys.executable, "-c", code, str(old)]) for _ in range(2)]
    time.sleep(1)  # both are at the door by now; where not, nothing is tested, and nothing fails
    holder.execute("ROLLBACK")
    assert [one.wait() for one in both] == [0, 0]
    holder.close()
    (backup,) = old.parent.glob("journal.db.before-*")
    db = apsw.Connection(str(backup), flags=apsw.SQLITE_OPEN_READONLY)
    assert db.execute("PRAGMA user_version").get < int(schema(old)[-1])
    db.close()
