"""Does verification name the first entry that somebody changed?"""

import hmac
import json
from collections.abc import Callable
from pathlib import Path

import apsw
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engageframe.errors import DamagedStore
from engageframe.journal import Entry, Head
from engageframe_stores.chain import check, extend
from engageframe_stores.sqlite import SqliteStore

from .conftest import LATER, NOON, draft, put


@pytest.fixture
def filled(opened: Callable[..., SqliteStore]) -> SqliteStore:
    """Give a store of six entries in two streams."""
    store = opened()
    put(store, "a", "b", "c")
    drafts = [draft("d", "zeta"), draft("e"), draft("f")]
    store.append(drafts, request="r", recorded=LATER, expected=None)
    return store


def tamper(path: Path, *statements: str) -> None:
    """Change the file as somebody does who owns it."""
    connection = apsw.Connection(str(path))
    connection.execute("DROP TRIGGER entry_is_kept; DROP TRIGGER entry_is_only_redacted")
    for statement in statements:
        connection.execute(statement)
    connection.close()


CHANGES = {
    "id": "'x'",
    "stream": "'y'",
    "position": "40",
    "kind": "'x'",
    "version": "2",
    "happened": "'2020'",
    "recorded": f"'{NOON[:-2]}1Z'",
    "author": "'eve'",
    "source": "'crm:1'",
    "cause": "'a'",
    "body": "x'7b7d'",
    "salt": "zeroblob(16)",
    "subjects": """'["eve"]'""",
    "digest": "zeroblob(32)",
    "hash": "zeroblob(32)",
}


@pytest.mark.parametrize("column", CHANGES)
@pytest.mark.parametrize("seq", [1, 4, 6])
def test_a_changed_column_is_found_where_it_is(
    filled: SqliteStore, path: Path, column: str, seq: int
) -> None:
    """Whichever field of an entry is edited, that entry is named."""
    tamper(path, f"UPDATE entry SET {column} = {CHANGES[column]} WHERE seq = {seq}")
    answer = filled.verify()
    assert answer.first_bad == seq
    assert answer.checked == seq - 1
    assert answer.says


def test_every_field_of_an_entry_is_tampered_with() -> None:
    """The list above misses no column but ``seq``, which has tests of its own."""
    assert {*Entry._fields, "salt", "subjects", "digest", "hash"} - {"seq"} == set(CHANGES)


@pytest.mark.parametrize(
    ("statements", "bad"),
    [
        (["DELETE FROM entry WHERE seq = 3"], 3),
        (["DELETE FROM entry WHERE seq = 6"], 6),
        (["DELETE FROM entry WHERE seq >= 4"], 4),
        (["DELETE FROM entry"], 1),
        (["UPDATE entry SET seq = 9 WHERE seq = 6"], 6),
        (["UPDATE entry SET seq = -seq WHERE seq = 2"], 2),
        (["UPDATE entry SET body = NULL WHERE seq = 2"], 2),
        (
            [
                "UPDATE entry SET seq = 99 WHERE seq = 2",
                "UPDATE entry SET seq = 2 WHERE seq = 3",
                "UPDATE entry SET seq = 3 WHERE seq = 99",
            ],
            2,
        ),
        (["UPDATE mark SET seq = 8"], 7),
        (["DELETE FROM mark", "DELETE FROM entry WHERE seq >= 5"], 5),
    ],
)
def test_missing_and_moved_entries_are_found(
    filled: SqliteStore, path: Path, statements: list[str], bad: int
) -> None:
    """A dropped, cut off, moved, exchanged or half-redacted entry is named."""
    tamper(path, *statements)
    assert filled.verify().first_bad == bad


@pytest.mark.parametrize(
    ("recorded", "positions", "says"),
    [(NOON, {"acme": 1}, "recorded before"), (LATER, {"acme": 5}, "is number 6")],
)
def test_a_chain_made_wrongly_is_found(recorded: str, positions: dict[str, int], says: str) -> None:
    """Even where all hashes agree, times must not decrease and streams must have no gaps."""
    first = extend([draft("a")], Head(), {}, LATER, bytes)
    head = Head(seq=1, hash=first[-1][-1].hex())
    rows = first + extend([draft("b")], head, positions, recorded, bytes)
    answer = check(rows, 2)
    assert answer.first_bad == 2
    assert says in answer.says


def test_a_cut_tail_is_never_written_over(filled: SqliteStore, path: Path) -> None:
    """A store that saw the last entries does not give their positions again."""
    tamper(path, "DELETE FROM entry WHERE seq >= 5")
    with pytest.raises(DamagedStore, match="ends with entry 4, 6 were written"):
        put(filled, "g")


@pytest.mark.parametrize(("acts", "mark"), [(1, 41), (2, 41), (23, 41), (24, 64), (30, 64)])
@pytest.mark.parametrize("kept", [0, 40])
def test_a_new_store_knows_a_cut_tail_by_the_mark(
    opened: Callable[..., SqliteStore], path: Path, acts: int, mark: int, kept: int
) -> None:
    """The mark moves with the first act of each store, and whenever 64 entries have passed."""
    put(opened(), *(f"n{number}" for number in range(40)))
    store = opened()
    for number in range(acts):
        put(store, f"m{number}")
    tamper(path, f"DELETE FROM entry WHERE seq > {kept}")
    with pytest.raises(DamagedStore, match=f"ends with entry {kept}, {mark} were written"):
        put(opened(), "g")


def test_a_tail_that_was_cut_and_written_over_is_found(
    filled: SqliteStore, opened: Callable[..., SqliteStore], path: Path
) -> None:
    """Where no mark was left, verification sees two acts that wrote the same position."""
    tamper(path, "DELETE FROM entry WHERE seq >= 5", "DELETE FROM mark")
    put(opened(), "g", "h")
    answer = filled.verify()
    assert (answer.first_bad, answer.checked) == (5, 4)
    assert "written over" in answer.says


def test_an_inserted_entry_is_found(filled: SqliteStore, path: Path) -> None:
    """An entry that came in past the store does not fit the chain."""
    tamper(
        path,
        "INSERT INTO entry SELECT 7, 'g', stream, position + 1, kind, version, happened, recorded, "
        "author, source, cause, body, salt, subjects, digest, hash FROM entry WHERE seq = 6",
    )
    assert filled.verify().first_bad == 7


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM entry",
        "UPDATE entry SET body = x'00' WHERE seq = 1",
        "UPDATE entry SET body = NULL, salt = NULL, subjects = NULL, author = 'eve'",
        "UPDATE entry SET body = NULL",
        "INSERT OR REPLACE INTO entry SELECT * FROM entry WHERE seq = 1",
    ],
)
def test_the_file_itself_is_append_only(filled: SqliteStore, path: Path, statement: str) -> None:
    """Other programs too can only redact: triggers refuse the rest."""
    connection = apsw.Connection(str(path))
    connection.execute("PRAGMA recursive_triggers=ON")
    with pytest.raises(apsw.ConstraintError, match="append-only"):
        connection.execute(statement)
    connection.execute("UPDATE entry SET body = NULL, salt = NULL, subjects = NULL WHERE seq = 2")
    connection.close()
    answer = filled.verify()
    assert (answer.first_bad, answer.redacted) == (None, 1)


def test_a_redacted_body_leaves_no_copy_in_the_folder(
    opened: Callable[..., SqliteStore], path: Path
) -> None:
    """Neither the file nor its log holds the words or the subjects after redaction."""
    store = opened()
    secrets = [draft(f"s{n}", says="CANARY" * 300, subjects=("CANARY",)) for n in range(20)]
    for number, secret in enumerate(secrets):
        store.append([secret], request=f"r{number}", recorded=NOON, expected=None)
    assert any(b"CANARY" in file.read_bytes() for file in path.parent.iterdir())
    assert store.redact([secret.id for secret in secrets]) == 20
    assert not [file for file in path.parent.iterdir() if b"CANARY" in file.read_bytes()]
    assert store.verify().redacted == 20


def test_redaction_says_when_the_log_still_holds_the_words(
    opened: Callable[..., SqliteStore], path: Path
) -> None:
    """While another process reads an old state, redaction is not finished, and says so."""
    store = opened(wait_seconds=0.1)
    put(store, "a")
    reader = apsw.Connection(str(path))
    reader.execute("BEGIN; SELECT * FROM entry").fetchall()
    with pytest.raises(Exception, match="repeat this when that one has ended"):
        store.redact(["a"])
    reader.close()
    assert store.redact(["a"]) == 0
    assert not [file for file in path.parent.iterdir() if b"hello a" in file.read_bytes()]


@given(st.binary(max_size=16), st.lists(st.text(max_size=4), max_size=3), st.binary(max_size=300))
def test_a_digest_is_the_hmac_of_subjects_and_body(
    salt: bytes, subjects: list[str], body: bytes
) -> None:
    """As the page of the journal says, so that any other program can check it."""
    one = draft("a", subjects=tuple(subjects), body=body)
    (row,) = extend([one], Head(), {}, NOON, lambda size: salt[:16].ljust(size, b"x"))
    names = json.dumps(sorted({*subjects}), ensure_ascii=False, separators=(",", ":"))
    key = salt[:16].ljust(16, b"x")
    assert row[12:15] == (key, names, hmac.digest(key, names.encode() + body, "sha256"))
