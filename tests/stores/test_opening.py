"""Which files does a store open, and what does it do to those it refuses?"""

import ctypes
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import apsw
import pytest

from engageframe import Engagement, Lesson, Workspace
from engageframe.errors import DamagedStore, JournalError, NewerStore
from engageframe.journal import Head, Snapshot
from engageframe_stores import open_store
from engageframe_stores.diagnosis import diagnose
from engageframe_stores.opening import has_wal_fault
from engageframe_stores.schema import APPLICATION_ID, MIGRATIONS
from engageframe_stores.sqlite import ReadOnlyStore, SqliteStore

from .conftest import NOON, draft, put

NEXT = len(MIGRATIONS) + 1
NEWER = (*MIGRATIONS, "CREATE TABLE seal(seq INTEGER); CREATE INDEX of_kind ON entry(kind)")


def fill(path: Path, *names: str, **settings: object) -> bytes:
    """Make a journal, close it, and give its bytes."""
    store = SqliteStore(path, **settings)
    put(store, *(names or ("a", "b", "c")))
    store.close()
    return path.read_bytes()


def test_importing_stores_loads_no_sqlite() -> None:
    """The package is imported by every command; SQLite is loaded when a file is opened."""
    code = "import sys, engageframe_stores; print(*{'apsw', 'sqlite3'} & set(sys.modules))"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == ""


def test_a_closed_journal_is_one_file_marked_as_ours(path: Path) -> None:
    """No log stays behind; the header says whose the file is, and in which format."""
    data = fill(path)
    assert [file.name for file in path.parent.iterdir()] == ["journal.db"]
    assert int.from_bytes(data[68:72], "big") == APPLICATION_ID
    assert int.from_bytes(data[60:64], "big") == len(MIGRATIONS)


def test_the_promised_settings_are_in_force(opened: Callable[..., SqliteStore]) -> None:
    """Appends are synced in full, erased bytes are overwritten, the log is a WAL."""
    store = opened()
    wanted = {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
        "trusted_schema": 0,
        "recursive_triggers": 1,
    }
    found = {name: store._all(f"PRAGMA {name}")[0][0] for name in wanted}
    assert found == wanted


def test_a_closed_store_says_so(path: Path) -> None:
    """After close nothing is read or written."""
    store = SqliteStore(path)
    store.close()
    store.close()
    with pytest.raises(JournalError, match="closed"):
        put(store, "a")


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda data: b"", "empty"),
        (lambda data: b"SQLite", "no SQLite database"),
        (lambda data: b"subject,date\n" * 900, "no SQLite database"),
        (lambda data: data[:5000], "damaged"),
        (lambda data: data[: len(data) // 2], "damaged"),
        (lambda data: data[:4096] + b"\xff" * (len(data) - 4096), "damaged"),
        (lambda data: data[:68] + b"\0\0\0\1" + data[72:], "another program"),
    ],
    ids=["empty", "cut in the header", "a table", "cut short", "half", "overwritten", "foreign"],
)
def test_a_foreign_or_broken_file_is_refused_unharmed(
    path: Path, make: Callable[[bytes], bytes], says: str
) -> None:
    """A file that is no sound journal is named with what is wrong, and not a byte of it changes."""
    broken = make(fill(path))
    path.write_bytes(broken)
    with pytest.raises(DamagedStore, match=says):
        list(SqliteStore(path).read())
    assert path.read_bytes() == broken


def test_a_folder_is_no_journal(tmp_path: Path) -> None:
    """A place that cannot be read is told with the system's reason."""
    with pytest.raises(JournalError, match="cannot be read"):
        SqliteStore(tmp_path)


def test_a_journal_in_a_missing_folder_is_refused(tmp_path: Path) -> None:
    """A journal is not made where there is no folder."""
    with pytest.raises(JournalError, match="unable to open"):
        SqliteStore(tmp_path / "none" / "journal.db")


def test_a_newer_journal_is_refused_unharmed(path: Path) -> None:
    """A format of tomorrow is left as it is, and no log is made beside it."""
    data = fill(path, migrations=NEWER)
    with pytest.raises(NewerStore, match=f"format {NEXT}, this version knows up to {NEXT - 1}"):
        SqliteStore(path)
    assert path.read_bytes() == data
    assert [file.name for file in path.parent.iterdir()] == ["journal.db"]


def test_a_newer_journal_that_crashed_is_refused_unharmed(path: Path, tmp_path: Path) -> None:
    """The same holds when the newer format is still only in the log that a crash left behind."""
    fill(path)
    newer = apsw.Connection(str(path))
    newer.execute(f"PRAGMA user_version={NEXT}")
    crashed = tmp_path / "crashed.db"
    log = tmp_path / "crashed.db-wal"
    shutil.copy(path, crashed)
    shutil.copy(tmp_path / "journal.db-wal", log)
    newer.close()
    before = crashed.read_bytes(), log.read_bytes()
    assert int.from_bytes(before[0][60:64], "big") == NEXT - 1
    with pytest.raises(NewerStore):
        SqliteStore(crashed)
    assert (crashed.read_bytes(), log.read_bytes()) == before


def test_an_older_journal_is_upgraded_with_a_backup(path: Path) -> None:
    """The next format is reached in one step, entries stay, and the old file is kept beside."""
    fill(path, "a", "b")
    store = SqliteStore(path, migrations=NEWER)
    assert [entry.id for entry in store.read()] == ["a", "b"]
    assert store._all("SELECT count(*) FROM seal") == [(0,)]
    put(store, "c")
    assert store.verify().first_bad is None
    store.close()
    old = SqliteStore(path.with_name(f"journal.db.before-{NEXT}"))
    assert [entry.id for entry in old.read()] == ["a", "b"]
    assert old.verify().first_bad is None
    old.close()
    with pytest.raises(NewerStore):
        SqliteStore(path)


def test_a_failing_upgrade_leaves_the_journal_as_it_was(path: Path) -> None:
    """All of a migration happens, or nothing."""
    fill(path, "a")
    half = (*MIGRATIONS, "CREATE TABLE seal(seq INTEGER); CREATE NONSENSE")
    with pytest.raises(JournalError, match=f"cannot be upgraded to format {NEXT}"):
        SqliteStore(path, migrations=half)
    store = SqliteStore(path)
    assert [entry.id for entry in store.read()] == ["a"]
    assert store._all("SELECT name FROM sqlite_schema WHERE name = 'seal'") == []
    store.close()


def test_a_read_only_store_reads_and_never_writes(path: Path) -> None:
    """Reading works, writing says why not, a cache is quietly not kept, the bytes stay."""
    data = fill(path)
    store = SqliteStore(path, read_only=True)
    assert [entry.id for entry in store.read()] == ["a", "b", "c"]
    assert store.verify().first_bad is None
    for write in (lambda: put(store, "d"), lambda: store.redact(["a"])):
        with pytest.raises(ReadOnlyStore, match="read-only"):
            write()
    store.keep_snapshot("view", Snapshot(head=store.head(), fingerprint="f", body=b"1"))
    assert store.snapshot("view") is None
    store.close()
    assert path.read_bytes() == data


def test_a_read_only_store_is_not_made(path: Path) -> None:
    """Opening for reading makes no file."""
    with pytest.raises(JournalError, match="cannot be read"):
        SqliteStore(path, read_only=True)
    assert not path.exists()


def test_a_redaction_by_another_process_changes_the_revision(path: Path) -> None:
    """A program that stays open is told that what it remembers may have been destroyed."""
    fill(path)
    store, other = SqliteStore(path), SqliteStore(path)
    before = store.revision()
    assert store.revision() == before

    other.redact(["a"])

    assert store.revision() != before
    store.close()
    other.close()


def test_an_older_journal_is_not_upgraded_by_a_reader(path: Path) -> None:
    """Reading an older format asks for one opening with the right to write."""
    data = fill(path)
    with pytest.raises(JournalError, match="older format"):
        SqliteStore(path, read_only=True, migrations=NEWER)
    assert path.read_bytes() == data


def give_up_might() -> None:
    """Let root be held by the rights of files as their owner is: Linux takes its capabilities."""
    header, none = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
    if ctypes.CDLL(None, use_errno=True).capset(header, none):
        raise OSError(ctypes.get_errno(), "the capabilities stay")


def in_a_read_only_folder(work: Callable[[], None]) -> int:
    """Do some work in a process that owns nothing, and give its exit code."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    code = 1
    try:
        if os.geteuid() == 0:
            give_up_might()
        work()
        code = 0
    finally:
        os._exit(code)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs rights as POSIX knows them")
def test_a_journal_on_a_read_only_medium_is_read() -> None:
    """Where no log can be made, the closed file is read as it stands; writing is refused."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "journal.db"
        fill(path)
        folder.chmod(0o555)
        path.chmod(0o444)

        def work() -> None:
            store = SqliteStore(path, read_only=True)
            assert [entry.id for entry in store.read()] == ["a", "b", "c"]
            store.close()
            with pytest.raises(JournalError, match="read-only|unable to open"):
                put(SqliteStore(path), "d")

        answer = in_a_read_only_folder(work)
        folder.chmod(0o755)
    assert answer == 0


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs rights as POSIX knows them")
@pytest.mark.parametrize(
    ("folder_mode", "file_mode"), [(0o555, 0o644), (0o777, 0o444), (0o555, 0o444)]
)
def test_a_workspace_that_cannot_be_written_is_read(folder_mode: int, file_mode: int) -> None:
    """Verify, plan, review and diagnosis work, a record is refused, and nothing is left behind."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "w"
        Path(name).chmod(0o755)
        Workspace.create(folder, practices=["cycle"])
        with Workspace.open(folder) as workspace:
            workspace.record(Engagement(id="a", name="A"))
            everything = (workspace.plan(), workspace.review(), workspace.journal.verify())
        before = sorted(folder.iterdir())
        (folder / "journal.db").chmod(file_mode)
        folder.chmod(folder_mode)

        def work() -> None:
            with Workspace.open(folder) as workspace:
                read = (workspace.plan(), workspace.review(), workspace.journal.verify())
                assert read == everything
                with pytest.raises(ReadOnlyStore, match="the file or its folder is read-only"):
                    workspace.record(Lesson(id="l", text="Ask"))
            assert all(ok for _, ok, _ in diagnose(folder / "journal.db"))

        answer = in_a_read_only_folder(work)
        folder.chmod(0o755)
        assert sorted(folder.iterdir()) == before
    assert answer == 0


def test_diagnosis_leaves_nothing_beside_the_journal(path: Path) -> None:
    """Looking at a closed file makes no log and no index."""
    fill(path)
    before = sorted(path.parent.iterdir())

    diagnose(path)

    assert sorted(path.parent.iterdir()) == before


class Disk(apsw.VFS):
    """A disk that fails when it is told to."""

    broken = False

    def __init__(self) -> None:
        self.base = "unix" if os.name == "posix" else "win32"
        super().__init__("failing", self.base, makedefault=True)

    def xOpen(self, name: object, flags: list[int]) -> apsw.VFSFile:
        return Sector(self.base, name, flags, self)


class Sector(apsw.VFSFile):
    """A file on it."""

    def __init__(self, base: str, name: object, flags: list[int], disk: Disk) -> None:
        super().__init__(base, name, flags)
        self.disk = disk

    def xSync(self, flags: int) -> None:
        if self.disk.broken:
            raise apsw.IOError("the disk failed")
        super().xSync(flags)


def test_after_a_failed_sync_the_connection_is_not_used_again(path: Path) -> None:
    """An append that could not be synced is not acknowledged; repeating it is right either way."""
    disk = Disk()
    try:
        store = SqliteStore(path)
        put(store, "a")
        disk.broken = True
        with pytest.raises(JournalError, match="nothing was acknowledged"):
            put(store, "b")
        disk.broken = False
        put(store, "b")
        assert [entry.id for entry in store.read()] == ["a", "b"]
        assert store.verify().first_bad is None
        store.close()
    finally:
        disk.unregister()


def test_a_reopened_journal_must_hold_at_its_end(path: Path) -> None:
    """After a failure the end of the chain is checked before anything else is written."""
    disk = Disk()
    try:
        store = SqliteStore(path)
        put(store, *(f"n{number}" for number in range(50)))
        disk.broken = True
        with pytest.raises(JournalError):
            put(store, "b")
        disk.broken = False
        other = apsw.Connection(str(path))
        other.execute("DROP TRIGGER entry_is_only_redacted")
        other.execute("UPDATE entry SET author = 'eve' WHERE seq = 48")
        other.close()
        with pytest.raises(DamagedStore, match="entry 48"):
            put(store, "b")
        store.close()
    finally:
        disk.unregister()


@pytest.mark.parametrize(
    ("version", "bad"),
    [
        ("3.6.23", False),
        ("3.7.0", True),
        ("3.40.1", True),
        ("3.44.5", True),
        ("3.44.6", False),
        ("3.45.0", True),
        ("3.50.6", True),
        ("3.50.7", False),
        ("3.51.2", True),
        ("3.51.3", False),
        ("3.54.1", False),
    ],
)
def test_the_wal_fault_is_known_by_version(version: str, bad: bool) -> None:
    """The ranges are those that SQLite's own page names."""
    assert has_wal_fault(version) is bad


def test_diagnosis_of_a_sound_journal_is_all_well(path: Path) -> None:
    """Every thing looked at is named, safe, and the file is not changed."""
    data = fill(path)
    checks = diagnose(path)
    assert [name for name, ok, _ in checks if not ok] == []
    assert {"SQLite of the journal", "file system", "free space", "integrity"} <= {
        name for name, *_ in checks
    }
    assert path.read_bytes() == data


def test_diagnosis_of_a_broken_journal_says_what_is_wrong(path: Path) -> None:
    """A damaged or missing file is a finding, not a failure."""
    assert ("journal file", False) in {(name, ok) for name, ok, _ in diagnose(path)}
    data = fill(path, *(f"n{number}" for number in range(200)))
    path.write_bytes(data[:8192] + b"\xff" * 4096 + data[12288:])
    assert [name for name, ok, _ in diagnose(path) if not ok] != []


def test_a_reproducible_salt_gives_the_same_chain(tmp_path: Path) -> None:
    """With the same salt the same acts end in the same hash."""
    heads = set[Head]()
    for name in ("one.db", "two.db"):
        store = open_store(tmp_path / name, salt=lambda size: b"s" * size)
        heads.add(store.append([draft("a")], request="r", recorded=NOON, expected={"acme": 0}).head)
        store.close()
    assert len(heads) == 1
