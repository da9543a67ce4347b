"""Does what is older than the settings let it become go, and nothing else?"""

from pathlib import Path

import attrs
import pytest
from tests.subjects.scenes import make

from engageframe import (
    Correction,
    EncounterHeld,
    InvalidInput,
    Retraction,
    Statement,
    Workspace,
    moment,
)
from engageframe.kinds import CORE_KINDS, Kinds
from engageframe_subjects import Rights
from engageframe_subjects.retention import periods

KINDS = Kinds(CORE_KINDS)


def opened(folder: Path, as_of: str, *lines: str) -> Rights:
    """Open the workspace with a table of periods."""
    settings = folder / "engageframe.toml"
    settings.write_text(
        '[workspace]\npractices = ["cycle"]\nauthor = "ana"\n\n[retention]\n' + "\n".join(lines),
        encoding="utf-8",
    )
    return Rights.open(folder, as_of=moment(as_of))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a workspace whose statements are of the second of March in 2026."""
    return make(tmp_path / "acme")


@pytest.mark.parametrize(
    ("period", "as_of", "count"),
    [
        ("24 months", "2028-03-02", 0),
        ("24 months", "2028-03-03", 2),
        ("1 day", "2026-03-03", 0),
        ("1 day", "2026-03-04", 2),
        ("2 weeks", "2026-03-17", 2),
        ("1 year", "2027-03-02", 0),
    ],
)
def test_a_period_ends_after_its_last_day(
    folder: Path, period: str, as_of: str, count: int
) -> None:
    """What is exactly as old as it may be is kept."""
    with opened(folder, as_of, f'statement = "{period}"') as workspace:
        assert len(workspace.due()) == count


def test_the_last_day_of_a_short_month_is_taken() -> None:
    """A month after the last of January is the last of February."""
    (one,) = periods('[retention]\nstatement = "1 month"', KINDS)

    january = moment("2026-01-31").last
    assert not one.ended(january, moment("2026-02-28").first)
    assert one.ended(january, moment("2026-03-01").first)
    assert not one.ended(moment("9990-01-31").last, moment("9999").first)


def test_records_of_a_kind_go_with_what_speaks_of_them(folder: Path) -> None:
    """A promise takes its notes along; everything else stays, and the reason is on record."""
    with opened(folder, "2027-06", '"commitment.made" = "12 months"') as workspace:
        before = [one.id for one in workspace.view().records(Statement)]
        found = workspace.retain()
        view = workspace.view()
        told = [one.body for one in workspace.journal.read(["register"]) if one.kind == "erasure"]
        again = workspace.retain()

    assert sorted(one.line.kind for one in found) == ["commitment.kept"] + ["commitment.made"] * 2
    assert dict(view.commitments) == {}
    assert [one.id for one in view.records(Statement)] == before
    assert [b"retention, commitment.made: 12 months" in one for one in told] == [True, False]
    assert again == ()


def test_a_field_is_withheld_and_the_rest_of_the_record_stays(folder: Path) -> None:
    """The text of an encounter goes after a year, once; who was there is kept."""
    line = '"encounter.held:subject" = "1 year"'
    with opened(folder, "2027-06", line) as workspace:
        before = {one.id: one.body.attendees for one in workspace.view().records(EncounterHeld)}
        found = workspace.retain()
        after = workspace.view().records(EncounterHeld)
        again = workspace.retain()

    assert {one.field for one in found} == {"subject"}
    assert {one.body.subject for one in after} == {"withheld"}
    assert {one.id: one.body.attendees for one in after} == before
    assert again == ()
    assert b"her illness" not in (folder / "journal.db").read_bytes()


def test_two_fields_of_a_record_are_withheld_at_once(folder: Path) -> None:
    """A purpose of the plan and its questions go, whatever else is there."""
    lines = ('"encounter.held:subject" = "1 year"', '"encounter.held:answers" = "1 year"')
    with opened(folder, "2026-03-10", *lines) as workspace:
        workspace.record(
            EncounterHeld(id="e", attendees=(), subject="this", answers=("that", "other")),
            happened=moment("2025-01"),
        )
        (found,) = workspace.retain()
        held = workspace.view().encounters["e"].held

    assert (found.field, held.subject) == ("subject, answers", "withheld")
    assert held.answers == ("withheld", "withheld")


SUBJECT = '"encounter.held:subject" = "1 year"'


def told(workspace: Workspace, text: str) -> tuple[str, EncounterHeld]:
    """Tell of an encounter of 2025, and give the id and the body of its record."""
    body = EncounterHeld(id="e", attendees=(), subject=text)
    done = workspace.record(body, happened=moment("2025-01"))
    return done.changes[0].draft.id, body


def corrected(workspace: Workspace, id_: str, body: object) -> str:
    """Correct a record, and give the id of the correction."""
    body = body if isinstance(body, dict) else attrs.asdict(body)  # type: ignore[call-overload]
    done = workspace.record(Correction(record=id_, body=body, reason="clearer"))
    return done.changes[0].draft.id


def kept(workspace: Rights, text: str) -> list[str]:
    """Give the kinds of the entries in whose bodies a text stands."""
    entries = workspace.journal.read()
    return [one.kind for one in entries if text.encode() in (one.body or b"")]


def destroyed(workspace: Rights, text: str) -> int:
    """Destroy what is due; nothing of the text is left, nothing is due again. Count it."""
    assert kept(workspace, text)
    found = workspace.due()
    assert workspace.retain() == found
    assert kept(workspace, text) == []
    assert workspace.due() == ()
    return len(found)


@pytest.mark.parametrize("line", ['"encounter.held" = "1 year"', SUBJECT])
def test_what_was_taken_back_ages_too(folder: Path, line: str) -> None:
    """That a record no longer counts is no reason to keep its words, or those of a correction."""
    with opened(folder, "2026-03-10", line) as workspace:
        id_, body = told(workspace, "Secretword one")
        corrected(workspace, id_, attrs.evolve(body, subject="Secretword two"))
        workspace.record(Retraction(record=id_, reason="no"))

        assert destroyed(workspace, "Secretword") == 1
        assert not workspace.view().has_record(id_)


def test_words_that_only_a_correction_holds_age_too(folder: Path) -> None:
    """What was corrected, its old body destroyed, and then taken back leaves its last words."""
    with opened(folder, "2026-03-10", '"encounter.held" = "1 year"') as workspace:
        id_, body = told(workspace, "said")
        corrected(workspace, id_, attrs.evolve(body, subject="Secretword"))
        workspace.journal.redact([id_])
        workspace.record(Retraction(record=id_, reason="no"))

        assert destroyed(workspace, "Secretword") == 1


@pytest.mark.parametrize("last", ["", "Another word"])
def test_a_text_that_was_corrected_since_ages_too(folder: Path, last: str) -> None:
    """The old words of a record go, those in a correction of a correction among them."""
    with opened(folder, "2026-03-10", SUBJECT) as workspace:
        id_, body = told(workspace, "Secretword one")
        second = corrected(workspace, id_, attrs.evolve(body, subject="Secretword two"))
        new = attrs.asdict(attrs.evolve(body, subject="Secretword three"))
        corrected(workspace, second, {"record": id_, "body": new, "reason": "no"})
        corrected(workspace, id_, attrs.evolve(body, subject=last))

        assert destroyed(workspace, "Secretword") == 1
        assert workspace.view().encounters["e"].held.subject == (last and "withheld")


def test_words_in_a_correction_of_what_says_nothing_age_too(folder: Path) -> None:
    """A text that stood only in a correction that was taken back goes."""
    with opened(folder, "2026-03-10", SUBJECT) as workspace:
        id_, body = told(workspace, "")
        second = corrected(workspace, id_, attrs.evolve(body, subject="one"))
        new = attrs.asdict(attrs.evolve(body, subject="Secretword"))
        corrected(workspace, second, {"record": id_, "body": new, "reason": "no"})
        workspace.record(Retraction(record=second, reason="no"))

        assert destroyed(workspace, "Secretword") == 1
        assert workspace.view().encounters["e"].held == body


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('statment = "1 year"', 'no kind "statment"; did you mean "statement"'),
        ('statement = "soon"', "'soon' is no period"),
        ('statement = "0 days"', "'0 days' is no period"),
        ("statement = 12", "12 is no period"),
        ('commitment.made = "1 year"', "a name with a dot in quotes"),
        ('person = "1 year"', '"person" does not age; people are erased'),
        ('"plan.accepted" = "1 year"', "does not age"),
        ('"statement:about" = "1 year"', '"about" is no text of statement'),
    ],
)
def test_a_mistake_in_the_table_is_told_with_its_place(line: str, says: str) -> None:
    """Each says the bad value and what would be right."""
    with pytest.raises(InvalidInput, match=r"^engageframe\.toml(:2)?: \[retention\]") as caught:
        periods(f"[retention]\n{line}", KINDS)

    assert says in str(caught.value)


def test_all_mistakes_are_told_together() -> None:
    """Nothing is destroyed when one setting makes no sense."""
    with pytest.raises(InvalidInput) as caught:
        periods('[retention]\nstatement = "x"\nperson = "1 year"\nlesson = "1 year"', KINDS)

    assert len(caught.value.problems) == 2
