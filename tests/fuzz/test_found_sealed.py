"""What was found in the sealed store, by fuzzing, cuts of power and kills? It stays mended."""

import os
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from tests.fuzz.knocking import knock
from tests.fuzz.sealed import DOORS
from tests.stores.cutting_sealed import killed_change
from tests.stores.failing import FailingDisk
from tests.stores.power import Platter, recording
from tests.stores.seals import checks, draft, erased, opened, told
from tests.subjects.scenes import CANARY, DAY, make

from engageframe import JournalError
from engageframe.journal import Head, Snapshot
from engageframe_stores.files import FILE, KEYS
from engageframe_stores.keys import LARGEST, Keys
from engageframe_subjects import Rights
from engageframe_subjects.files import NOTE
from engageframe_subjects.names import Names
from engageframe_subjects.noting import note, noted, strike

_OTHER = b"DROP TABLE key; CREATE TABLE key(tag, owner, secret); INSERT INTO key VALUES(1, 2, 3)"
_NOON = "2026-03-01T12:00:00.000000Z"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a folder for a journal and its keys."""
    made = tmp_path / "acme"
    made.mkdir()
    return made


@contextmanager
def _bounded(seconds: float = 20.0) -> Iterator[None]:
    """End what waits for ever, so that a fault is a failure and no hang."""

    def stop(*_: object) -> None:
        raise TimeoutError("it waits for ever")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


# What the files of a sealed workspace may hold


@pytest.mark.parametrize(
    ("name", "case"),
    [
        ("planted in keys", b"UPDATE key SET tag = CAST(x'ff' AS TEXT) WHERE owner = 'nia'"),
        ("planted in keys", b"UPDATE key SET owner = CAST(x'fe80' AS TEXT) WHERE owner = 'nia'"),
        ("planted in keys", _OTHER),
        ("sealed journal", b"body 3\n@DEEPER@ 3"),
        ("sealed journal", b'snapsho\xcet[]\n{"s\x00u\x00nde\x00r":["x"]}'),
        ("note of erasure", b'{"id":"nia","more":@DEEP@'),
    ],
)  # fmt: skip
def test_what_tripped_a_command_is_told(name: str, case: bytes) -> None:
    """Texts that are none, values of other types and depth without an end are no traceback."""
    door = next(one for one in DOORS if one.name == name)
    for more in range(4):  # the commands are chosen by the case
        found = knock(door, case + b" " * more)
        assert not found.fault, found.says


@pytest.mark.parametrize("name", ["file of keys", "note of erasure"])
def test_what_never_ends_is_not_read(name: str) -> None:
    """A pipe, a file without an end, and links in a circle, in the place of keys or of a note."""
    door = next(one for one in DOORS if one.name == name)
    with _bounded():
        for case in (b"pipe\n", b"endless\n", b"huge\n", b"loop\n"):
            for more in range(4):
                found = knock(door, case + b" " * more, seconds=5)
                assert not found.fault, found.says


def test_a_view_in_the_place_of_the_keys_is_not_asked(folder: Path) -> None:
    """It gives rows without an end, and SQL that the file brings is not run."""
    told(folder, "a")
    endless = "WITH RECURSIVE n(t) AS (SELECT 'a' UNION ALL SELECT t || 'a' FROM n)"
    with closing(sqlite3.connect(folder / KEYS)) as db:
        db.executescript(f"DROP TABLE key; CREATE VIEW key AS {endless} "
                         "SELECT t AS tag, t AS owner, x'00' AS secret FROM n")  # fmt: skip

    with _bounded(), pytest.raises(JournalError, match="no file of keys; put back a backup"):
        opened(folder)


def test_a_trigger_that_the_file_of_keys_brings_does_not_run(folder: Path) -> None:
    """Its file is refused as none of ours."""
    told(folder, "a")
    with closing(sqlite3.connect(folder / KEYS)) as db:
        db.execute("CREATE TRIGGER x AFTER INSERT ON key BEGIN DELETE FROM key; END")

    with pytest.raises(JournalError, match="it is no file of keys"):
        opened(folder)


def test_a_file_of_keys_that_is_larger_than_any_is_refused(folder: Path) -> None:
    """Its rows would all be held in memory."""
    told(folder, "a")
    os.truncate(folder / KEYS, LARGEST + 1)

    with pytest.raises(JournalError, match="larger than 200,000,000 bytes"):
        opened(folder)


def test_a_copy_of_the_keys_that_sqlite_made_is_one_of_ours(folder: Path) -> None:
    """Whatever is refused, what the pages say of backups holds, also after keys were destroyed."""
    told(folder, "a", subjects=("zoe",))
    told(folder, "b", subjects=("ben",))
    with closing(opened(folder)) as store:
        erased(store, "zoe")
        store.forget("zoe")
    with closing(sqlite3.connect(folder / KEYS)) as db:
        db.execute("VACUUM INTO ?", (str(folder / "copy"),))
    (folder / "copy").replace(folder / KEYS)

    with closing(opened(folder)) as store:
        assert store.verify().first_bad is None
        assert [one.body is None for one in store.read()] == [True, False, False]


def test_bodies_whose_keys_are_lost_are_withheld_without_looking_each_time(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file of keys was read anew for each such body."""
    told(folder, *(f"n{number}" for number in range(90)), subjects=("zoe",))
    with closing(sqlite3.connect(folder / KEYS)) as db, db:
        db.execute("DELETE FROM key WHERE owner = 'zoe'")
    loads = []
    real = Keys.load
    monkeypatch.setattr(Keys, "load", lambda self: (loads.append(1), real(self)))

    with closing(opened(folder)) as store:
        assert {one.body for one in store.read()} == {None}

    assert len(loads) < 4


def test_a_journal_whose_keys_are_refused_is_closed_again(folder: Path) -> None:
    """Each refusal kept the journal open, and a log beside it."""
    told(folder, "a")
    (folder / KEYS).write_text("keys")

    with pytest.raises(JournalError, match="cannot be used"):
        opened(folder)

    assert sorted(one.name for one in folder.iterdir()) == [FILE, KEYS]


# What a kill, a cut of power or a failing disk leaves


def test_a_change_of_keys_that_was_cut_off_stops_nobody(folder: Path) -> None:
    """What a killed writer left of it is undone by whoever reads next; doctor only says so."""
    told(folder, "a", subjects=("zoe",))
    killed_change(folder / KEYS)
    before = {one.name: one.read_bytes() for one in folder.iterdir()}

    assert "a change of them was cut off: engage verify undoes it" in checks(folder)["keys"]
    assert {one.name: one.read_bytes() for one in folder.iterdir()} == before
    with closing(opened(folder)) as store:
        assert store.verify().first_bad is None
        assert [one.body is None for one in store.read()] == [False]


@pytest.mark.parametrize("fault", ["EIO", "short write"])
def test_a_destruction_of_keys_that_is_cut_off_is_marked_or_whole(folder: Path, fault: str) -> None:
    """Nothing lingers of a key that is no more marked, so whoever opens it next finishes it."""
    at = 0
    while True:
        at += 1
        path = folder / f"{at}.keys"
        Keys.create(path)
        keys = Keys(path)
        keys.of(["zoe-canary", *(f"p{number}" for number in range(20))])
        (secret,) = [keys.secret([tag]) or b"" for tag in keys.tags("zoe-canary")]
        with closing(sqlite3.connect(path, isolation_level=None)) as db:
            db.execute("PRAGMA secure_delete=OFF")  # as cells that moved
            db.execute("UPDATE key SET owner = owner || '-longer'")
            db.execute("UPDATE key SET owner = 'zoe-canary' WHERE owner = 'zoe-canary-longer'")
        keys.leave("zoe-canary")
        disk = FailingDisk()
        disk.arm(fault, at, lasts=True)
        try:
            keys.destroy(*keys.leaving())
        except JournalError:
            pass
        finally:
            calls = disk.mend()
            disk.unregister()
        left = Keys(path)
        assert left.leaving() or secret not in path.read_bytes(), f"cut off at call {at}"
        if calls < at:
            assert not left.leaving()
            return


def test_a_snapshot_that_cannot_be_sealed_is_no_error(folder: Path) -> None:
    """As in every store: a full or failing disk does not stop who only asks."""
    told(folder, "a")
    disk = FailingDisk()
    try:
        with closing(opened(folder)) as store:
            disk.arm("EIO", 1, lasts=True)
            store.keep_snapshot("view", Snapshot(head=Head(), fingerprint="f", body=b"1"))
            disk.mend()
            assert store.snapshot("view") is None
    finally:
        disk.unregister()


def test_names_of_whom_was_erased_do_not_come_back_with_a_cut_of_power(folder: Path) -> None:
    """Neither the note of the erasure, nor a file that it deleted."""
    make(folder / "work", keeps="sealed")
    place = folder / "work"
    (place / "mail.txt").write_text(f"{CANARY} Quill")
    with recording(place) as disk, Rights.open(place, as_of=DAY) as workspace:
        workspace.erase("zoe", reason="she asked for it", files=True)
        log = [*disk.log]

    platter = Platter(log)
    platter.play(len(log))

    assert {Path(one).name for one in platter.names} >= {FILE, KEYS}
    left = [Path(one).name for one in platter.names]
    assert [one for one in left if one.startswith(NOTE) or one == "mail.txt"] == []


def test_a_note_of_an_erasure_is_there_before_it_begins(folder: Path) -> None:
    """It is on the disk with its name, and gone from it when it is struck."""
    with recording(folder) as disk:
        note(folder, Names("zoe", ("Zoe Quill",), ()))
        noted_at = len(disk.log)
        strike(folder, "zoe")
        log = [*disk.log]
    platter = Platter(log)

    platter.play(noted_at)
    (there,) = platter.names
    assert b"Zoe Quill" in platter.files[platter.names[there]]
    platter.play(len(log))
    assert platter.names == {}
    assert noted(folder, "zoe") is None


def test_keys_reach_the_disk_as_fully_as_records(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a system knows two sorts of sync, both files ask for the full one."""
    from tests.stores.power import Recorded

    asked = list[tuple[str, int]]()
    real = Recorded.xSync

    def sync(self: Recorded, flags: int) -> None:
        asked.append((Path(self.path or "").name.partition("-")[0], flags & 3))
        real(self, flags)

    monkeypatch.setattr(Recorded, "xSync", sync)
    with recording(folder), closing(opened(folder)) as store:
        asked.clear()
        store.append([draft("a")], request="a", recorded=_NOON, expected=None)

    assert {how for name, how in asked if name == KEYS} == {3}
    assert {how for name, how in asked if name == FILE} == {3}


# What was lost or refused without need


@pytest.mark.parametrize("since", ["marked", "known"])
def test_a_request_is_found_again_whatever_became_of_the_keys(folder: Path, since: str) -> None:
    """It was sealed under other keys by then: since somebody is to be erased, or has a key now."""
    first = [draft("a", body=b'{"by":"ben"}', subjects=("zoe",))]
    with closing(opened(folder)) as store:
        store.append(first, request="a", recorded=_NOON, expected=None)
    if since == "marked":
        Keys(folder / KEYS).leave("zoe")
    else:
        told(folder, "b", subjects=("ben",))

    with closing(opened(folder)) as store:
        assert store.append(first, request="a", recorded=_NOON, expected=None).replayed


def test_nothing_is_sealed_with_the_keys_of_another_journal(folder: Path) -> None:
    """It would be lost with the right ones; so nothing is written."""
    other = folder.with_name("other")
    other.mkdir()
    for one in (folder, other):
        told(one, "a")
    (other / KEYS).replace(folder / KEYS)

    with closing(opened(folder)) as store:
        with pytest.raises(JournalError, match="another journal's, and nothing was written"):
            store.append([draft("b")], request="b", recorded=_NOON, expected=None)
        assert store.head().seq == 1


def test_keys_that_a_killed_making_left_go_with_an_erasure(folder: Path) -> None:
    """The file that the keys were made in may still stand beside them, under its other name."""
    told(folder, "a", subjects=("zoe",))
    (folder / f"{KEYS}.new-0123").write_bytes((folder / KEYS).read_bytes())

    with closing(opened(folder)) as store:
        erased(store, "zoe")
        store.forget("zoe")

    assert [one.name for one in folder.glob(f"{KEYS}*") if b"zoe" in one.read_bytes()] == []
