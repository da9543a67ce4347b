"""What is said of a file that cannot be read, or that another store keeps?"""

from contextlib import closing
from pathlib import Path

import pytest

from engageframe.errors import DamagedStore, JournalError
from engageframe.journal import Journal, Verification
from engageframe_stores import files, sealed
from engageframe_stores.diagnosis import diagnose
from engageframe_stores.sqlite import SqliteStore

from .conftest import put
from .seals import told

_PAGE = 4096
_RESTORE = "restore a backup: move the file away"


def verified(path: Path) -> Verification | str:
    """Check a journal as ``engage verify`` does, or give what is said instead."""
    try:
        with closing(SqliteStore(path)) as store:
            return store.verify()
    except DamagedStore as fault:
        return str(fault)


def test_a_check_never_recommends_itself(path: Path) -> None:
    """Whichever page is harmed: it names the first record that fails, or says what helps."""
    with closing(SqliteStore(path)) as store:
        put(store, *(f"n{number}" for number in range(90)))
    whole = path.read_bytes()
    answers = list[Verification | str]()
    for at in range(0, len(whole), _PAGE):
        path.write_bytes(whole[:at] + b"Z" * _PAGE + whole[at + _PAGE :])
        answers.append(verified(path))
        unsafe = [one.says for one in diagnose(path) if not one.ok]
        assert all(_RESTORE in says or "see what holds: engage verify" in says for says in unsafe)

    refused = [one for one in answers if isinstance(one, str)]
    assert refused
    assert all(_RESTORE in one and "engage verify" not in one for one in refused)
    reached = [one for one in answers if not isinstance(one, str) and one.first_bad]
    assert any("cannot be read from there on" in one.says for one in reached)
    assert all(one.first_bad == one.checked + 1 for one in reached if "there on" in one.says)


def test_what_can_be_read_is_counted_before_what_cannot(path: Path) -> None:
    """All records before the harmed page are said to hold, and they do."""
    with closing(SqliteStore(path)) as store:
        put(store, *(f"n{number}" for number in range(90)))
    whole, found = path.read_bytes(), list[Verification]()
    for at in range(_PAGE, len(whole), _PAGE):
        path.write_bytes(whole[:at] + b"Z" * _PAGE + whole[at + _PAGE :])
        answer = verified(path)
        if not isinstance(answer, str) and "there on" in answer.says:
            found.append(answer)
            with closing(SqliteStore(path)) as store, pytest.raises(JournalError):
                list(store.read())

    assert len({one.checked for one in found}) > 1


@pytest.mark.parametrize("data", [b"", b"subject,date\n" * 900, b"SQLite format 3\0" + b"\0" * 90])
def test_a_file_that_nothing_can_read_is_to_be_replaced(path: Path, data: bytes) -> None:
    """It is told what to move away and what to put in its place, by whatever opens it."""
    path.write_bytes(data)

    assert _RESTORE in str(verified(path))
    assert [_RESTORE in one.says for one in diagnose(path) if one.name == "journal file"] == [True]


@pytest.mark.parametrize(("own", "other"), [(sealed, files), (files, sealed)])
def test_doctor_says_that_another_store_keeps_the_journal(folder: Path, own, other) -> None:
    """What opening refuses is no secret of opening; the right store finds nothing to say."""
    if own is sealed:
        told(folder, "a")
    else:
        store: Journal = files.open(folder)
        put(store, "a")
        store.close()

    with pytest.raises(JournalError, match="keeps it, not") as refused:
        other.open(folder)
    (check,) = (one for one in other.diagnose(folder) if one.name == "store")
    assert not check.ok
    assert check.says in str(refused.value)
    assert [one.ok for one in own.diagnose(folder) if one.name == "store"] == [True]


def test_an_empty_journal_is_known_by_its_keys(folder: Path) -> None:
    """Before its first record a sealed journal is told from another by what lies beside it."""
    sealed.open(folder).close()

    assert [one.ok for one in files.diagnose(folder) if one.name == "store"] == [False]
