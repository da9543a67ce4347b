"""Does a journal hold when a process is killed in the middle of its work?

Real processes are killed with SIGKILL. What they said was acknowledged is tallied here, outside of
them; whoever comes after begins again from the first request, as somebody does who knows nothing.
"""

import contextlib
import shutil
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from random import Random

import apsw

from engageframe.journal import Entry, Head
from engageframe_stores.chain import extend
from engageframe_stores.schema import APPLICATION_ID, MIGRATIONS
from engageframe_stores.sqlite import SqliteStore

from .writer import BATCH, NOON, draft

__all__ = [
    "Ledger",
    "command",
    "engage",
    "kill_command",
    "kill_upgrade",
    "old_journal",
    "start",
    "workspace",
]

WRITER = str(Path(__file__).with_name("writer.py"))


def start(*arguments: object) -> subprocess.Popen[str]:
    """Start a writer process and give its lines."""
    return subprocess.Popen(
        [sys.executable, WRITER, *map(str, arguments)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


class Ledger:
    """The tally of one journal: what was told, and what was found after each kill."""

    def __init__(self, path: Path, chance: Random) -> None:
        self.path, self.chance = path, chance
        self.told, self.seen = set[str](), Counter[str]()

    def kill(self, verb: str, name: str, lines: int) -> None:
        """Start a writer, let it tell so many lines and a moment more, and kill it."""
        with start(verb, self.path, name, 1_000_000) as writer:
            told = [writer.stdout.readline() for _ in range(lines)]
            time.sleep(self.chance.choice((0, 0, self.chance.random() * 0.002)))
            writer.kill()
            told += [line for line in writer.stdout if line.endswith("\n")]
        self.told |= {line.split()[0] for line in told}
        self.seen["kills"] += 1
        self.seen[f"kills during {verb}"] += 1
        self._look()

    def _look(self) -> None:
        """Hold that the journal is sound, and that what was told is there, whole and once."""
        store = SqliteStore(self.path)
        answer = store.verify()
        ids = [entry.id for entry in store.read()]
        store.close()
        assert answer.first_bad is None, answer
        assert answer.checked == len(ids) == len({*ids}), "an entry is there twice"
        sizes = Counter(id_.partition(".")[0] for id_ in ids)
        assert self.told <= {*sizes}, f"lost: {self.told - {*sizes}}"
        batches = {id_.partition(".")[0] for id_ in ids if "." in id_}
        assert all(sizes[one] == BATCH for one in batches), "an act is there in part"
        for request in {*sizes} - self.told:
            self.seen["committed but not acknowledged"] += 1
            names = [f"{request}.{at}" for at in range(BATCH)] if request in batches else [request]
            self.seen["found by the retry"] += self._again(request, names)
        self.seen["acknowledged"] = len(self.told)

    def _again(self, request: str, names: list[str]) -> bool:
        """Ask again for what was done and not told, and tally that it is told now."""
        store = SqliteStore(self.path)
        drafts = [draft(name) for name in names]
        receipt = store.append(drafts, request=request, recorded=NOON, expected=None)
        store.close()
        assert receipt.replayed, f"{request} was done twice"
        self.told.add(request)
        return True


def old_journal(path: Path, entries: int) -> Head:
    """Write a journal of the first format, as its version did."""
    db = apsw.Connection(str(path))
    db.execute(MIGRATIONS[0])
    rows = extend([draft(f"old-{number}") for number in range(entries)], Head(), {}, NOON, bytes)
    columns = ", ".join((*Entry._fields, "salt", "subjects", "digest", "hash"))
    with db:
        db.executemany(f"INSERT INTO entry({columns}) VALUES({', '.join('?' * 16)})", rows)
    db.execute(f"PRAGMA application_id={APPLICATION_ID}; PRAGMA user_version=1")
    db.execute("PRAGMA journal_mode=WAL").fetchall()
    db.close()
    return Head(seq=entries, hash=rows[-1][-1].hex())


def kill_upgrade(old: Path, head: Head, folder: Path, after: float) -> str:
    """Kill a process that upgrades a copy of an older journal; say in which format it is then.

    It is empty when the process had ended before it could be killed.
    """
    path = folder / "journal.db"
    shutil.copy(old, path)
    with start("write", path, "new", 1) as writer:
        killed = _kill(writer, after)
        told = "new-0" in writer.stdout.read()
    db = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READWRITE)
    version = db.execute("PRAGMA user_version").get
    db.close()
    backup = path.with_name(f"{path.name}.before-{len(MIGRATIONS)}")
    assert version == 1 or backup.exists()
    store = SqliteStore(path)
    assert store.verify().first_bad is None
    assert store.hash_at(head.seq) == head.hash
    assert not told or store.known(["new-0"])
    store.close()
    db = apsw.Connection(str(backup), flags=apsw.SQLITE_OPEN_READONLY)
    assert db.execute("SELECT count(*), max(hash) NOTNULL FROM entry").get == (head.seq, 1)
    assert db.execute("PRAGMA integrity_check").get == "ok"
    db.close()
    return killed and ("old" if version == 1 else "new")


def workspace(folder: Path, rows: int) -> Path:
    """Make a workspace, with a table beside it that can be imported."""
    place = folder / "work"
    engage("init", str(place), "--author", "ana")
    (folder / "it.yaml").write_text(
        "author: ana\nhappened: 2026-03-02\nengagement: {id: acme, name: Work for Acme}\n"
    )
    engage("apply", str(folder / "it.yaml"), "-C", str(place))
    lines = [f"Board {n % 7},{n % 12 + 1:02}-{2023 + n % 3},lamps {n}\n" for n in range(rows)]
    (folder / "log.csv").write_text("who,when,what\n" + "".join(lines) + "Board,07-1925,old\n")
    (folder / "log.map.yaml").write_text(
        'system: log\nengagement: acme\nhappened: "{when}"\nrecord: encounter.held\n'
        'fields: {id: "log-{what}", subject: "{what}"}\nsource: "{what}"\n'
        'attendees: [{organization: "{who}", side: client}]\n'
        'dates: {formats: ["%m-%Y"], since: 2020, until: 2026}\n'
    )
    return place


def engage(*arguments: str) -> str:
    """Run the command to its end."""
    whole = [sys.executable, "-m", "engageframe", *arguments]
    return subprocess.run(whole, check=True, capture_output=True, text=True).stdout


def command(place: Path, verb: str) -> list[str]:
    """Give the words that import the table into a workspace, or export it."""
    if verb == "export":
        return ["export", "-C", str(place)]
    table = place.parent / "log.csv"
    mapping = str(table.with_suffix(".map.yaml"))
    return ["import", "csv", str(table), "--map", mapping, "-C", str(place)]


def kill_command(place: Path, verb: str, after: float) -> str:
    """Kill an import or an export of a workspace, then do it again; say what it had left behind.

    It is empty when the process had ended before it could be killed.
    """
    table, aside = place.parent / "log.csv", place.parent / "aside.csv"
    arguments = command(place, verb)
    before = _count(place)
    whole = [sys.executable, "-m", "engageframe", *arguments]
    more = ["--set-aside", str(aside)] if verb == "import" else []
    with subprocess.Popen([*whole, *more], stdout=subprocess.PIPE, text=True) as process:
        killed = _kill(process, after)
        told = process.stdout.read()
    assert "all hold" in engage("verify", "-C", str(place))
    there = _count(place) - before
    rows = len(table.read_text().splitlines()) - 2
    if verb == "export":
        assert there == 0
        return killed and "nothing"
    assert there in (0, *range(rows, 2 * rows)), f"an import is there in part: {there}"
    assert there or "rows read" not in told, "an import was told, and is lost"
    assert not aside.exists() or "old" in aside.read_text(), "a table is there in part"
    with contextlib.suppress(FileNotFoundError):
        aside.unlink()
    again = engage(*arguments, "--set-aside", str(aside))
    assert f"{0 if there else rows} imported + {rows if there else 0} unchanged" in again, again
    assert "old" in aside.read_text()
    return killed and ("all" if there else "nothing")


def _kill(process: subprocess.Popen[str], after: float) -> str:
    """Kill a process after so many seconds; it is empty when it had ended before."""
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(after)
    process.kill()
    return "killed" if process.wait() < 0 else ""


def _count(place: Path) -> int:
    store = SqliteStore(place / "journal.db")
    try:
        return store.head().seq
    finally:
        store.close()
