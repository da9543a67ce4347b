"""Which doors take the files of a sealed workspace: its keys, its journal, the note of an erasure?

Each case is opened by a command that a user has; what it says in the end is an answer or an error
of ours, and what opens is what was sealed.
"""

import os
import random
import shutil
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Final
from unittest.mock import patch

import apsw
import msgspec
from tests.fuzz.knocking import Door
from tests.fuzz.scenes import engaged
from tests.fuzz.scratch import scratch
from tests.fuzz.stores import edited, every_edit

from engageframe import EngageframeError, Host, InvalidInput, Workspace, discovery, kept
from engageframe.journal import Draft, Head
from engageframe.settings import FILE as SETTINGS
from engageframe_cli.scene import AS_OF, begin, fill
from engageframe_stores import keys as of_keys
from engageframe_stores import sealed
from engageframe_stores.chain import extend
from engageframe_stores.files import FILE, KEYS, open_store
from engageframe_stores.schema import checksummed
from engageframe_subjects.noting import _name

__all__ = ["DOORS", "Place"]

_COMMANDS: Final = (
    "verify", "doctor", "review", "subject export nia", "subject erase nia --yes", "status",
    "subject erase vic", "subject erase vic --yes --files", "retention run", "log", "export",
    "record lesson id=l text=Ask --author ana", "verify", "subject correct nia name=Nia --destroy",
    "plan", "record person id=zed name=Zed", "retention run --dry-run", "why keep:map",
)  # fmt: skip
_DESTROYING: Final = ("erase", "retention", "--destroy")
"""Words of commands that go on with what an earlier call of them left: they may end half-way."""
_TOML: Final = (
    '[workspace]\npractices = ["cycle"]\nauthor = "ana"\nstore = "sealed"\n'
    '[retention]\nlesson = "1 day"\n'
)
_HUGE: Final = 1 << 33


class Place:
    """A workspace of one case, as it was before."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.resumed = False
        """A command of this case may end half-way: it goes on when it is repeated."""

    @property
    def journal(self) -> Path:
        """Give the journal."""
        return self.folder / FILE

    @property
    def keys(self) -> Path:
        """Give the file of keys."""
        return self.folder / KEYS

    @property
    def note(self) -> Path:
        """Give the note of an erasure of somebody that is not over."""
        return self.folder / _name("nia")


@cache
def _room() -> Path:
    room = scratch()
    os.environ.update(HOME=str(room), XDG_CONFIG_HOME=str(room), XDG_DATA_HOME=str(room))
    return room


@contextmanager
def _fixed(seed: int) -> Iterator[None]:
    """Let keys be the same each time."""
    chance = random.Random(seed)
    before = of_keys.secrets
    of_keys.secrets = SimpleNamespace(  # type: ignore[assignment]
        token_hex=lambda size: chance.randbytes(size).hex(), token_bytes=chance.randbytes
    )
    try:
        yield
    finally:
        of_keys.secrets = before


@cache
def _sound(seed: int = 1) -> dict[str, bytes]:
    """Make a sealed workspace, and give its files."""
    folder = _room() / f"sound-{seed}"
    folder.mkdir()
    with _fixed(seed), closing(sealed.open(folder, salt=bytes)) as store:
        workspace = Workspace(store, Host.load(()), as_of=AS_OF)
        begin(workspace)
        fill(workspace)
        workspace.advance("brook")
    return {one.name: one.read_bytes() for one in folder.iterdir()}


def _begin() -> Place:
    folder = _room() / "work"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, data in {**_sound(), SETTINGS: _TOML.encode()}.items():
        (folder / name).write_bytes(data)
    return Place(folder)


def _told(place: Place) -> object:
    """Name all that is kept: the end of the journal, where it can be told."""
    if place.resumed:
        return _end()
    with suppress(EngageframeError), closing(open_store(place.journal, read_only=True)) as store:
        return store.head()
    return None


@cache
def _end() -> object:
    place = _begin()
    with closing(open_store(place.journal, read_only=True)) as store:
        return store.head()


def _ask(place: Place, data: bytes) -> None:
    """Call a command, chosen by the case; at times another one, which finds what it left.

    Raises:
        InvalidInput: one of them refused.
    """
    at = zlib.crc32(data)
    codes = []
    for choice in (at, at // 7)[: 1 + (at % 3 == 0)]:
        words = _COMMANDS[choice % len(_COMMANDS)].split()
        place.resumed |= any(one in words for one in _DESTROYING)
        with _installed():
            code, said = engaged([*words, "-C", str(place.folder)])
        codes.append(code)
        place.resumed |= code < 2  # what it wrote stays, whatever another one says
        if code == 3 and words != ["verify"]:
            assert place.folder.name in said or "journal" in said, f"it says not where: {said}"
    if at % 4 == 0:
        _is_what_was_sealed(place)
    if max(codes) > 1:
        raise InvalidInput.one("", "refused")


@contextmanager
def _installed() -> Iterator[None]:
    """Look only once what is installed: most of a case's time would go there."""
    with (
        patch.object(discovery, "_in_folders", _entry_points),
        patch.object(kept, "_sources", _sources),
    ):
        yield


_folders, _facts = discovery._in_folders, kept._sources


@cache
def _entry_points(group: str) -> tuple[discovery.Found, ...]:
    return tuple(_folders(group))


@cache
def _sources(package: str) -> tuple[str, ...]:
    return tuple(_facts(package))


def _is_what_was_sealed(place: Place) -> None:
    """Hold that a body opens as it was told, or not at all."""
    told = _bodies()
    with suppress(EngageframeError), closing(sealed.open(place.folder)) as store:
        for one in store.read():
            assert one.body is None or told.get(one.id, one.body) == one.body, "another body opens"


@cache
def _bodies() -> dict[str, bytes | None]:
    with closing(sealed.open(_begin().folder)) as store:
        return {one.id: one.body for one in store.read()}


def _put(path: Path, what: str, sound: bytes) -> bool:
    """Put something that is no plain file, or another one; tell whether it is a known word."""
    path.unlink(missing_ok=True)
    aside = path.with_name("aside.bin")
    match what:
        case "missing":
            pass
        case "empty":
            path.touch()
        case "folder":
            path.mkdir()
        case "loop":
            path.symlink_to(path.name)
        case "dangling":
            path.symlink_to("nowhere")
        case "link":
            aside.write_bytes(sound)
            path.symlink_to(aside.name)
        case "pipe":
            os.mkfifo(path)
        case "endless":
            path.symlink_to("/dev/zero")
        case "huge":
            path.write_bytes(sound)
            os.truncate(path, _HUGE)
        case "text":
            path.write_text("keys")
        case _:
            return False
    return True


def _keys(place: Place, data: bytes) -> None:
    """Put other bytes, or another thing, in the place of the keys, or a journal of theirs."""
    what, _, more = data.partition(b"\n")
    sound = _sound()[KEYS]
    if not _put(place.keys, what.decode("latin-1"), sound):
        match what:
            case b"swapped":
                sound = _sound(2)[KEYS]
            case b"journal":
                sound = _sound()[FILE]
        place.keys.write_bytes(edited(sound, b"" if what == b"hot" else more))
    if what == b"hot":
        place.keys.with_name(f"{KEYS}-journal").write_bytes(edited(_hot(), more))
    _ask(place, data)


@cache
def _hot() -> bytes:
    """Give the journal that a killed change of the keys leaves."""
    path = _room() / "hot.keys"
    path.write_bytes(_sound()[KEYS])
    with closing(apsw.Connection(os.fspath(path))) as db:
        db.execute("PRAGMA cache_size=0; PRAGMA cache_spill=1; BEGIN IMMEDIATE")
        db.execute("UPDATE key SET secret = zeroblob(32)")
        db.cache_flush()
        data = path.with_name(f"{path.name}-journal").read_bytes()
        db.execute("ROLLBACK")
    return data


def _planted(path: Path, script: bytes) -> None:
    """Do to a database what whoever can write it may do, within bounds.

    Raises:
        InvalidInput: it is no SQL, or takes too long.
    """
    denied = (apsw.SQLITE_ATTACH, apsw.SQLITE_DETACH)
    with closing(apsw.Connection(os.fspath(path))) as db:
        db.limit(apsw.SQLITE_LIMIT_LENGTH, 1 << 20)
        db.authorizer = lambda verb, *_: apsw.SQLITE_DENY if verb in denied else apsw.SQLITE_OK
        db.set_progress_handler(lambda: True, 3_000_000)
        try:
            db.execute("PRAGMA writable_schema=ON; PRAGMA max_page_count=2000")
            db.execute(script.decode("utf-8", "replace").replace("\0", ""))
        except (apsw.Error, UnicodeError, MemoryError, ValueError) as fault:
            raise InvalidInput.one("", f"it is not planted: {fault}") from None


def _plant(place: Place, data: bytes) -> None:
    with suppress(InvalidInput):  # what came before the mistake is there
        _planted(place.keys, data)
    _ask(place, data)


def _journal(place: Place, data: bytes) -> None:
    """Put other bytes in the place of the sealed journal, of a body, a salt, or a snapshot.

    Where a body or a salt is another one, the chain is made anew: whoever may write can do so.
    """
    what, _, more = data.partition(b"\n")
    word, _, number = what.partition(b" ")
    if word not in (b"body", b"salt", b"snapshot"):
        place.journal.write_bytes(edited(_sound()[FILE], more))
    else:
        with closing(apsw.Connection(os.fspath(place.journal))) as db:
            db.execute("DROP TRIGGER entry_is_kept; DROP TRIGGER entry_is_only_redacted")
            last = db.execute("SELECT max(seq) FROM entry").get
            seq = 1 + (int(number) if number.isdigit() and len(number) < 9 else 0) % last
            if word == b"snapshot":
                row = ("brook", 1, "0" * 64, "f", checksummed(more))
                db.execute("INSERT OR REPLACE INTO snapshot VALUES(?, ?, ?, ?, ?)", row)
            else:
                if more.startswith(b"of ") and more[3:].isdigit() and len(more) < 9:
                    of = "SELECT body FROM entry WHERE seq = ?"
                    more = db.execute(of, (1 + int(more[3:]) % last,)).get
                db.execute(f"UPDATE entry SET {word.decode()} = ? WHERE seq = ?", (more, seq))
                if len(data) % 2:
                    _chain(db)
    _ask(place, data)


def _chain(db: apsw.Connection) -> None:
    """Make the chain anew."""
    names = "id, stream, kind, version, happened, author, body, source, cause"
    sought = f"SELECT {names}, recorded, salt, subjects FROM entry ORDER BY seq"
    rows = db.execute(sought).fetchall()
    head, positions = Head(), dict[str, int]()
    for row in rows:
        told = dict(zip(names.split(", "), row[:9], strict=True))
        draft = Draft(**told, subjects=tuple(msgspec.json.decode(row[11])))
        (made,) = extend([draft], head, positions, row[9], lambda size, row=row: row[10])
        db.execute("UPDATE entry SET digest = ?, hash = ? WHERE seq = ?", (*made[14:], made[0]))
        head = Head(seq=made[0], hash=made[15].hex())


def _noted(place: Place, data: bytes) -> None:
    """Put bytes, or another thing, where an erasure notes whom it is about."""
    what, _, more = data.partition(b"\n")
    if not _put(place.note, what.decode("latin-1"), _NOTES[0]):
        place.note.write_bytes(data if what != b"huge" else more)
    _ask(place, data)


_NOTES: Final = (
    b'{"id":"nia","sure":["Nia Brook","nia@brook.example"],"unsure":["Nia"]}',
    b'{"id":"vic","sure":["Vic"],"unsure":[]}',
)
_KINDS: Final = (b"missing", b"empty", b"folder", b"loop", b"dangling", b"link", b"pipe",
                 b"endless", b"huge", b"text")  # fmt: skip
_SCRIPTS: Final = (
    b"UPDATE key SET secret = zeroblob(32) WHERE owner > 'z'",
    b"UPDATE key SET secret = zeroblob(32)",
    b"UPDATE key SET secret = NULL WHERE owner = 'nia'",
    b"UPDATE key SET owner = NULL, secret = NULL WHERE owner = ':workspace'",
    b"UPDATE key SET owner = ':leaving:' || tag || ':' || owner",
    b"INSERT INTO key VALUES('t', ':leaving:t:nia', x'00'); DELETE FROM key WHERE owner = 'ana'",
    b"DELETE FROM key; PRAGMA user_version = -5",
    b"UPDATE key SET tag = CAST(x'ff' AS TEXT) WHERE owner = 'nia'",
    b"UPDATE key SET owner = CAST(x'fe80' AS TEXT) WHERE owner = 'nia'",
    b"INSERT INTO key SELECT hex(value), hex(value), zeroblob(32) FROM generate_series(1, 900)",
    b"CREATE TRIGGER x AFTER INSERT ON key BEGIN UPDATE key SET secret = NULL; END",
    b"CREATE TRIGGER x BEFORE UPDATE ON key BEGIN SELECT RAISE(IGNORE); END",
    b"DROP TABLE key",
    b"DROP TABLE key; CREATE TABLE key(tag, owner, secret); INSERT INTO key VALUES(1, 2, 3)",
    b"DROP TABLE key; CREATE TABLE key(tag, owner, secret); INSERT INTO key VALUES(1, 'nia', 'b')",
    b"DROP TABLE key; CREATE TABLE key(a)",
    b"""DROP TABLE key; CREATE VIEW key AS WITH RECURSIVE n(tag) AS (SELECT 'a' UNION ALL
SELECT tag || 'a' FROM n) SELECT tag, tag AS owner, tag AS secret FROM n""",
    b"""DROP TABLE key; CREATE VIEW key AS WITH RECURSIVE n(tag) AS (SELECT 1 UNION ALL
SELECT tag + 1 FROM n) SELECT 'a' AS tag, 'b' AS owner, max(tag) AS secret FROM n""",
    b"ALTER TABLE key ADD COLUMN more TEXT",
    b"UPDATE sqlite_schema SET sql = replace(sql, ' STRICT,', '')",
    b"CREATE INDEX i ON key(hex(secret)); CREATE TABLE other(x CHECK(x > 1))",
    b"PRAGMA journal_mode=WAL",
    b"PRAGMA application_id=7; PRAGMA user_version=2147483647",
    b"CREATE TABLE sqlar(a); PRAGMA auto_vacuum=1; VACUUM",
)
_WORDS: Final = (
    b"key", b"tag", b"owner", b"secret", b"NULL", b"zeroblob(9)", b"'nia'", b"':cache'", b"';'",
    b"x'ff'", b"SELECT", b"UPDATE", b"-1", b"1e99", b"':leaving:'", b"randomblob(32)", b"VIEW",
)  # fmt: skip
_BOXES: Final = (
    b"file\n",
    b"body 3\nof 3",
    b"body 3\nof 5",
    b'body 4\n{"sealed":"AAAA","under":["x"]}',
    b'body 4\n{"sealed":"AAAA","under":[]}',
    b'body 1\n{"sealed":"","under":["x","x",""],"more":[[]]}',
    b'body 2\n{"what":"clear"}',
    b"salt 3\n0123456789abcdef",
    b"snapshot\nof",
    b'snapshot\n{"sealed":"AAAA","under":["x"]}',
)
_PARTS: Final = (b'"sealed"', b'"under"', b"[]", b"{}", b"@DEEP@", b"@DEEPER@", b'{"more":@DEEP@',
                 b"of 1", b"of 7", b"snapshot", b"salt 3", b"body 9", b'"@LONG@"')  # fmt: skip
_NAMES: Final = (b'"sure"', b'"unsure"', b'"nia"', b'"vic"', b'""', b"@DEEP@", b"@DEEPER@", b'" "',
                 b'"\\ud800"', b'"@LONG@"', b'"more":@DEEP@', b'"o"', *_KINDS)  # fmt: skip


def _images(word: bytes) -> Iterator[bytes]:
    return (word + b"\n" + one[1:] for one in every_edit() if one[:1] == b"\x00")


DOORS: Final = (
    Door("file of keys", (b"bytes\n", *(b"%s\n" % one for one in (*_KINDS, b"swapped", b"journal")),
         *_images(b"bytes"), *_images(b"hot")), _keys, _begin, _told, (), 26_000, 64),
    Door("planted in keys", _SCRIPTS, _plant, _begin, _told, _WORDS, 12_000, 400),
    Door("sealed journal", (*_BOXES, *_images(b"file")), _journal, _begin, lambda _: None, _PARTS,
         20_000, 400),
    Door("note of erasure", (*_NOTES, *(b"%s\n" % one for one in _KINDS)), _noted, _begin, _told,
         _NAMES, 12_000, 400),
)  # fmt: skip
