"""Does what is older than the settings let it become go, and nothing else?"""

from pathlib import Path

import pytest
from tests.subjects.scenes import make

from engageframe import EncounterHeld, InvalidInput, Statement, moment
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
    with pytest.raises(InvalidInput, match=r"engageframe\.toml: \[retention\]") as caught:
        periods(f"[retention]\n{line}", KINDS)

    assert says in str(caught.value)


def test_all_mistakes_are_told_together() -> None:
    """Nothing is destroyed when one setting makes no sense."""
    with pytest.raises(InvalidInput) as caught:
        periods('[retention]\nstatement = "x"\nperson = "1 year"\nlesson = "1 year"', KINDS)

    assert len(caught.value.problems) == 2
