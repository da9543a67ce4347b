"""Does somebody who mistypes a word read what it should have been?"""

from pathlib import Path

import pytest
from tests.test_cli import Engage, engage, harbour

__all__ = ["engage", "harbour"]


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["status", "-e", "nobody"], 'no engagement "nobody"; known are: harbour'),
        (["why", "keep:lamp"], 'did you mean "keep:lamp-list"?'),
        (["why", "plan-i"], 'did you mean "plan-it"?'),
        (["plan", "--format", "pdf"], '--format: "pdf" is not installed; known are: markdown'),
        (["import", "zap", "a", "--map", "b"], 'importer: "zap" is not installed; known are: csv'),
        (["init", "x", "--store", "zap"], 'store: "zap" is not installed; known are: memory'),
        (["record", "retraction", "record=zz9", "reason=x"], "give another, or more of it"),
        (["record", "cycle.frozn"], 'no kind "cycle.frozn"; known are: action.done, affiliation'),
        (["subject", "foo"], 'no command "foo"; known are: correct, erase, export'),
        (["subject", "exprt", "leo-marsh"], 'no command "exprt"; did you mean "export"?'),
        (["retention", "foo"], 'no command "foo"; known are: run'),
        (["practices", "foo"], 'no command "foo"; known are: check, graph'),
    ],
)
def test_the_answer_names_what_was_probably_meant(
    engage: Engage, harbour: Path, args: list[str], says: str
) -> None:
    """It says the place as a person knows it, and lists what there is, once."""
    ended = engage("-C", harbour, *args)

    assert (ended.code, ended.out) == (2, "")
    assert says in ended.err
    assert ended.err.count("known are") <= 1


def test_an_accepted_action_and_a_dropped_proposal_are_known_by_name(
    engage: Engage, harbour: Path
) -> None:
    """Who asks why of a name that is nearly theirs is led to them, and not to another."""
    on = ["-C", harbour, "--as-of", "2026-02-01"]
    assert engage("accept", "keep:lamp-list", *on).code == 0
    assert 'did you mean "keep:lamp-list"?' in engage("why", "keep:lamp-lst", *on).err
    assert engage("drop", "review:quay", "--because", "no", *on).code == 0
    assert 'did you mean "review:quay"?' in engage("why", "review:quai", *on).err


def test_status_tells_of_the_one_that_is_named(engage: Engage, harbour: Path) -> None:
    """As every other command does."""
    assert engage("record", "engagement", "id=quay", "name=Quay", "-C", harbour).code == 0

    both, one = (engage("status", "--json", "-C", harbour, *more) for more in ([], ["-e", "quay"]))

    assert [row["engagement"] for row in both.json["engagements"]] == ["harbour", "quay"]
    assert [row["engagement"] for row in one.json["engagements"]] == ["quay"]


@pytest.mark.parametrize(
    ("settings", "command", "says"),
    [
        ('store = "zap"', "plan", 'engageframe.toml:4: "zap" is not installed; known are: memory'),
        ('store = "zap"', "doctor", 'engageframe.toml:4: "zap" is not installed'),
        ('store = "memory"', "plan", 'which the store "memory" should keep; put it back from a'),
        (
            "[planning]\nour_minutes = true",
            "plan",
            'toml:5: "our_minutes" is True; expected a whole',
        ),
        ("store = 7", "plan", 'engageframe.toml:4: "store" is 7; expected a text'),
    ],
)
def test_mistakes_in_the_settings_stand_on_their_line(
    engage: Engage, harbour: Path, settings: str, command: str, says: str
) -> None:
    """A store is looked for when the journal is, and is still a word of that file."""
    (harbour / "engageframe.toml").write_text(
        f'# Ours.\n[workspace]\npractices = ["cycle"]\n{settings}\n', encoding="utf-8"
    )

    assert says in engage(command, "-C", harbour).err


def test_a_period_that_is_none_stands_on_its_line(engage: Engage, harbour: Path) -> None:
    """A name with a dot is in quotes, and found all the same."""
    with (harbour / "engageframe.toml").open("a", encoding="utf-8") as file:
        file.write('[retention]\nlesson = "1 year"\n"encounter.held:answers" = "soon"\n')
    line = (harbour / "engageframe.toml").read_text(encoding="utf-8").count("\n")

    said = engage("retention", "run", "-C", harbour).err

    assert f'engageframe.toml:{line}: [retention] "encounter.held:answers": ' in said


def test_a_stranger_is_told_of_ids_alone(engage: Engage, harbour: Path) -> None:
    """Neither a blank nor the number of a round is somebody's name."""
    on = ["-C", harbour, "--as-of", "2026-02-01"]
    assert engage("waive", "PDR001", "--because", "told by mail", *on).code == 0
    assert engage("accept", "keep:lamp-list", *on).code == 0
    assert engage("freeze", *on).code == 0

    said = engage("waive", "PDR001", "--subject", "xyzzy", "--because", "no", *on).err

    known = said.partition("known are: ")[2].partition(";")[0].split(", ")
    assert {"harbour", "leo-marsh", "quay"} <= {*known}
    assert not {"", "1"} & {*known}


def test_a_schema_and_a_choice_list_what_there_is_once(engage: Engage, harbour: Path) -> None:
    """The list stands in what is wrong, or in what would be right."""
    kind = engage("schema", "nokind", "-C", harbour).err
    body = ["about=leo-marsh", "text=x", "by=leo-marsh", "basis=foo"]
    choice = engage("record", "statement", *body, "-C", harbour).err

    assert (kind.count("known are"), kind.count("commitment.made")) == (1, 1)
    assert "is not one of said, confirmed, observed, inferred, ours" in choice
    assert "known are" not in choice


def test_a_file_is_told_of_kinds_that_a_person_may_write(
    engage: Engage, harbour: Path, tmp_path: Path
) -> None:
    """Decisions are made by verbs, and ``happened`` is no kind; a slip in it is still seen."""
    file = tmp_path / "more.yaml"
    file.write_text(
        "engagement: harbour\nrecords:\n"
        "  - {happened: 2026-01, xyzzy: {}}\n  - {hapened: 2026-01, lesson: {id: a, text: b}}\n",
        encoding="utf-8",
    )

    said = engage("apply", file, "-C", harbour).err

    known = said.splitlines()[0].partition("known are: ")[2].split(", ")
    assert {"lesson", "encounter.held"} <= {*known}
    assert not {"cycle.frozen", "plan.accepted", "happened", "author", "correction"} & {*known}
    assert 'unknown kind "hapened"; did you mean "happened"?' in said
