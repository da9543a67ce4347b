"""What does ``engage pivot`` print, and can it be read by a machine?"""

import json

import pytest
from click.testing import CliRunner

from engageframe import InvalidInput, Workspace, moment
from engageframe_cli import engage
from engageframe_cli.asked import Asked
from engageframe_pivot.commands import group
from engageframe_pivot.grammar import RUNGS, check


def run(world, *words, code=0):
    """Run a command of the practice on a world, as the command line would."""
    workspace = world.open()
    practice = workspace.host.practices[0].practice
    made = group(practice.settings, practice.lexicon)
    result = CliRunner().invoke(made, words, obj=workspace, catch_exceptions=False)
    assert result.exit_code == code, result.output
    return result.output


def test_check_tells_a_valid_string_in_two_lines(world):
    """State, steps and rungs; the exit code is 0."""
    told = run(world(), "check", "ACK CHECK CONF PERM GRANT ALSO OWN ACT").splitlines()

    assert told == [
        "valid: 6 of 6 steps (ACK CHECK CONF PERM GRANT ALSO)",
        "rung reached: A3; the evidence permits A3",
    ]


def test_check_tells_the_first_breach_and_every_broken_rule(world):
    """It ends with 1, as findings at a gate do."""
    told = run(world(), "check", "ack", "also conf", "--claimed", "changed", code=1).splitlines()

    breach = check(["ACK", "ALSO"]).breach
    assert told == [
        "breached: 1 of 6 steps (ACK)",
        f"first breach: {breach.says}",
        "rung reached: A0; the evidence permits A0",
        "PIV001 (act 2): the idea came before they had confirmed how they see it",
        "PIV002 (act 2): the idea came without their leave",
        f"PIV010 (act 3): it claims changed, and the evidence permits A0 ({RUNGS['A0']})",
    ]


def test_check_tells_what_may_come_next(world):
    """Half way is no breach."""
    assert "next may come: CONF (they confirm), or CORR" in run(world(), "check", "ACK CHECK")


def test_check_as_json_is_the_answer_of_the_grammar(world):
    """The fields are those of the Python call."""
    told = json.loads(run(world(), "check", "ACK ALSO", "--json", code=1))

    assert (told["state"], told["matched"], told["of"]) == ("breached", ["ACK"], 6)
    assert told["breach"]["instead"] == ["CHECK"]
    assert [one["rule"] for one in told["faults"]] == ["PIV001", "PIV002"]


def test_unknown_acts_are_refused_all_at_once(world):
    """Each with its place, and with what was probably meant."""
    with pytest.raises(InvalidInput) as refused:
        run(world(), "check", "ACK CHEK CONF GRNT")

    assert [str(one) for one in refused.value.problems] == [
        "act 2: 'CHEK' is no act; did you mean \"CHECK\"?",
        "act 4: 'GRNT' is no act; did you mean \"GRANT\"?",
    ]


def test_a_talk_share_counts_as_the_settings_say(world):
    """The option of the workspace holds here too."""
    told = run(world(most_talk=30), "check", "ASSENT", "--talk-share", "40", code=1)

    assert "we talked 40 % of the time" in told


def test_the_worksheet_of_one_decision_or_of_all(ready):
    """Without a name every decision has its sheet."""
    told = ready().decision("radio", who="cy")

    assert run(told, "worksheet", "boards").count("Acknowledgement worksheet: ") == 1
    assert run(told, "worksheet").count("Acknowledgement worksheet: ") == 2
    assert run(told, "worksheet", "boards") in run(told, "worksheet")


def test_the_worksheet_as_json_holds_what_explains_it(ready):
    """Reasons with their basis, the next step, and the records."""
    told = ready()

    answer = json.loads(run(told, "worksheet", "--json"))

    (case,) = answer["cases"]
    assert (case["decision"], case["who"], case["confirmed"]) == ("boards", "bo", False)
    assert [one["basis"] for one in case["reasons"]] == ["said"]
    assert case["next"]["step"] == "confirm"
    assert all(told.view().has_record(id_) for id_ in case["evidence"])


def test_an_unknown_decision_is_told_with_what_there_is(ready):
    """A slip of the pen is no empty page."""
    with pytest.raises(InvalidInput, match='no decision "board"; did you mean "boards"'):
        run(ready(), "worksheet", "board")


def test_no_decision_is_an_answer_too(world):
    """It says what to record."""
    told = "No decision is recorded: record pivot.decision.\n"

    assert run(world(), "worksheet") == run(world().accepted("A1"), "worksheet") == told


def test_words_of_a_draft_are_found_with_another_wording(world):
    """Where they stand, what to write instead, and the whole sentence."""
    draft = "It holds a week, but you must replace your board."

    told = run(world(), "words", draft).splitlines()

    assert told == [
        'contrast: "but" at 17; and also',
        'replaces: "replace your" at 30; add beside what they have',
        "and, also: It holds a week, and also you must replace your board.",
    ]
    assert run(world(), "words", "A meter beside yours.") == "No such words.\n"
    assert json.loads(run(world(), "words", draft, "--json"))["found"][0]["start"] == 17


def test_what_steers_a_terminal_is_not_printed(world):
    """A text may come from anywhere."""
    told = world().decision(text="boards \x1b[2J\u202e")

    assert "boards \N{REPLACEMENT CHARACTER}[2J\N{REPLACEMENT CHARACTER}" in run(told, "worksheet")


@pytest.mark.parametrize("name", ["check", "worksheet", "words"])
def test_each_help_gives_an_example(world, name):
    """Somebody who does not know the command can copy one."""
    assert f"pivot {name}" in run(world(), name, "--help").partition("Example:")[2]


def test_the_group_comes_through_the_real_command_line(ready, tmp_path):
    """A workspace on disk that lists the practice has the command; options before it hold."""
    Workspace.create(tmp_path, practices=["pivot"])
    with Workspace.open(tmp_path, as_of=moment("2031-06-15")) as workspace:
        workspace.apply(ready().items)
    shared = ["-C", str(tmp_path), "--as-of", "2031-02-01"]

    result = CliRunner().invoke(engage, [*shared, "pivot", "worksheet", "--json"], obj=Asked())

    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["cases"][0]["next"]["step"] == "understand"
