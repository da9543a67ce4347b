"""Is what is held about somebody corrected as they ask, and only that?"""

from pathlib import Path

import pytest
from tests.subjects.scenes import DAY, left, make

from engageframe import InvalidInput, Person, Statement
from engageframe_subjects import Rights

WHY = "they told us"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a workspace in which Zoe is described."""
    return make(tmp_path / "acme")


@pytest.fixture
def acme(folder: Path) -> Rights:
    """Open it."""
    with Rights.open(folder, as_of=DAY) as workspace:
        yield workspace


def test_a_correction_is_a_record_and_the_old_value_is_superseded(acme: Rights) -> None:
    """The person reads as corrected, and the journal still tells what was said first."""
    id_ = acme.correct("zoe", {"email": "zoe@quill.example"}, reason=WHY)

    person = acme.view().people["zoe"]
    entries = [*acme.journal.read()]
    assert (person.id, person.body.email) == (id_, "zoe@quill.example")
    assert person.body.name == "Zanthippe Quill"
    assert entries[-1].kind == "correction"
    assert b"zanthippe@quill.example" in next(one.body for one in entries if one.id == id_)
    assert acme.journal.verify().redacted == 0


def test_an_old_value_can_be_destroyed(folder: Path, acme: Rights) -> None:
    """What was told before is nowhere in the folder, earlier corrections among it."""
    for name in ("Zanthippe Q", "Zoe Quill"):
        acme.correct("zoe", {"name": name, "email": "", "aliases": []}, reason=WHY)
    told = [one.id for one in acme.view().records(Statement)]
    for record in [one for one in acme.view().records(Statement) if one.body.about == "zoe"]:
        acme.correct("zoe", {"text": "prefers mail"}, record=record.id, reason=WHY, destroy=True)

    acme.correct("zoe", {"name": "Zoe Q"}, reason=WHY, destroy=True)

    names = [one.body.name for one in acme.view().records(Person) if one.body.id == "zoe"]
    assert names == ["Zoe Q"]
    bodies = b"".join(one.body for one in acme.journal.read() if one.body and one.kind == "person")
    assert b"Zanthippe" not in bodies
    assert [one.id for one in acme.view().records(Statement)] == told
    reasons = [one.body for one in acme.journal.read(["register"]) if one.kind == "erasure"]
    assert all(b"what was corrected is not kept" in one for one in reasons)
    assert acme.journal.verify().first_bad is None


@pytest.mark.parametrize(
    ("fields", "record", "says"),
    [
        ({"colour": "red"}, "", "person has no such field"),
        ({"name": ""}, "", "name"),
        ({"text": "x"}, "zzzz", '0 records are meant by "zzzz"'),
    ],
)
def test_what_makes_no_sense_is_told_and_nothing_is_written(
    acme: Rights, fields: dict[str, str], record: str, says: str
) -> None:
    """A field that is not there, a value that does not fit, a record that is none."""
    head = acme.journal.head()

    with pytest.raises(InvalidInput, match=says):
        acme.correct("zoe", fields, record=record, reason=WHY)

    assert acme.journal.head() == head


def test_a_record_about_somebody_else_is_not_corrected_for_them(acme: Rights) -> None:
    """It must be among those that a copy gives them, and no decision."""
    ben = acme.view().people["ben"].id
    frozen = acme.view().cycle.frozen_record

    for record in (ben, frozen):
        with pytest.raises(InvalidInput, match='is none that is corrected for "zoe"'):
            acme.correct("zoe", {"name": "x"}, record=record, reason=WHY)


def test_after_a_correction_an_erasure_finds_all_names(folder: Path, acme: Rights) -> None:
    """A name that was corrected away is still theirs, wherever it stands."""
    acme.correct("zoe", {"name": "Zoe Q", "email": "", "aliases": []}, reason=WHY)

    acme.erase("zoe", reason="asked")

    assert left(folder) == []
