"""What does ``engage sme`` print, and can it be read by a machine?"""

import json

import pytest
from click.testing import CliRunner

from engageframe import InvalidInput, Workspace, moment
from engageframe_cli import engage
from engageframe_cli.options import Asked
from engageframe_sme.commands import group


def invoke(told, *words):
    """Run a command of the practice on a world, as the command line would."""
    workspace = told.open()
    settings = workspace.host.practices[0].practice.settings
    return CliRunner().invoke(group(settings), words, obj=workspace, catch_exceptions=False)


def run(told, *words):
    """Give what a command prints that ends well."""
    result = invoke(told, *words)
    assert result.exit_code == 0, result.output
    return result.output


@pytest.fixture
def told(world):
    """Tell that Ines is engaged for a need, that Yusuf could be, and that Al may not."""
    made = world().need("quiet", "power*2", "radio", language="en", wanted=3)
    made.expert("ines", skills={"power": 4}, languages={"en": "C2"}, perspective="sleep")
    made.expert("yusuf", skills={"radio": 4}, languages={"en": "B2"}, perspective="hush",
                text="radio at night")  # fmt: skip
    made.expert("al", skills={"radio": 4}, perspective="hush")
    return made.offer("ines", answer="accepted")


def test_match_says_of_each_need_who_and_why_and_what_stays_open(told):
    """Engaged or matched, by what, what it adds and what would be lost."""
    head, ines, yusuf, open_, *notes = run(told, "match").splitlines()

    assert head == "quiet: Maria, 2 of 3 experts"
    assert ines == (
        "  Ines: engaged already; skill power; language en; perspective; adds 0.67 to the "
        "coverage by the others matched  [ines]"
    )
    assert yusuf == (
        "  Yusuf: matched; skill radio; texts; language en; perspective; see yusuf-note; adds 0.33 "
        "to the coverage by the others matched; without this pair 0.535 of score is lost  [yusuf]"
    )
    assert open_ == (
        "  1 more wanted: they do not speak en at B2 or better (al); only 2 may serve it"
    )
    assert notes[0] == "note: al has no evidence texts: only skills count for them"


def test_match_as_json_holds_all_that_explains_it(told):
    """Pairs, what is open, notes and the summary."""
    answer = json.loads(run(told, "match", "work", "--json"))

    assert (answer["engagement"], answer["as_of"]) == ("work", "2031-06-15")
    assert [one["expert"] for one in answer["pairs"]] == ["ines", "yusuf"]
    assert answer["summary"]["filled"] == 2
    assert answer["unfilled"][0]["blocking"][0]["experts"] == ["al"]


def test_why_not_says_what_it_would_cost_or_what_forbids_it(told):
    """Matched, possible or impossible."""
    assert run(told, "why-not", "quiet", "al") == (
        "Al cannot be matched with quiet: they do not speak en at B2 or better\n"
    )
    assert run(told, "why-not", "quiet", "yusuf").startswith("Yusuf is matched: matched; ")
    told.need("quiet", "power*2", "radio", wanted=2, open_ended=False)
    assert run(told, "why-not", "quiet", "al").startswith(
        "Al could be matched with quiet: it costs 0."
    )
    assert json.loads(run(told, "why-not", "quiet", "al", "--json"))["regret"]["possible"]


def test_rematch_tells_who_stays_moves_comes_and_goes(told):
    """And records nothing."""
    told.need("quiet", "power*2", "radio", wanted=2, open_ended=False)
    lines = run(told, "rematch", "--leave", "yusuf").splitlines()

    assert lines[0] == "moved: quiet: Al for Yusuf"
    assert lines[1].startswith("1 kept, 1 moved, 0 new, 0 gone; it costs 0.")
    answer = json.loads(run(told, "rematch", "--end", "quiet", "--json"))
    assert (answer["kept"], answer["gone"]) == ([], [["quiet", "ines"], ["quiet", "yusuf"]])


def test_rematch_compares_with_an_earlier_answer(told, tmp_path):
    """The file is what match --json printed."""
    before = tmp_path / "before.json"
    before.write_text(run(told, "match", "--json"), encoding="utf-8")

    lines = run(told, "rematch", "--from", str(before), "--capacity", "yusuf=0").splitlines()

    assert lines[0] == "gone: quiet: Yusuf"


def test_coverage_says_what_is_covered_and_what_each_adds(told):
    """By topic, by expert in the order of ids, and what one more would add."""
    assert run(told, "coverage").splitlines() == [
        "quiet: 0.67 covered (power 1.00, radio 0.00)",
        "  Ines adds 0.67 to the others engaged",
        "  one more, Yusuf, would add 0.33",
    ]
    (row,) = json.loads(run(told, "coverage", "--json"))["needs"]
    assert row["gains"] == {"ines": 0.666666666667}


def test_assign_takes_plain_data(world, tmp_path):
    """A table of scores is all it needs; what stays empty is told."""
    table = tmp_path / "scores.csv"
    table.write_text("need,expert,score\na,x,0.9\na,y,0.5\nb,x,0.8\nc,x,1\n", encoding="utf-8")

    assert run(world(), "assign", str(table)).splitlines() == [
        "a: y (0.5)",
        "c: x (1)",
        "b: 1 more wanted: all who could help are at their limit (x)",
        "2 of 3 places filled, total 1.5, least sum of a need 0",
    ]
    answer = json.loads(run(world(), "assign", str(table), "--max-load", "3", "--json"))
    assert answer["summary"]["total"] == 2.7


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("need,who,score\n", "the column expert is missing"),
        ("need,expert,score\na,x,much\n,x,1\na,x,nan\n", 'scores.csv:2: "much" is no score'),
        ("need,expert,score\na,x,1\na,x,2\n", "a and x have a score already"),
        ("need,expert,score\na,x\n", '"" is no score'),
    ],
)
def test_a_table_with_mistakes_is_refused_with_its_lines(world, tmp_path, text, says):
    """All mistakes at once."""
    table = tmp_path / "scores.csv"
    table.write_text(text, encoding="utf-8")

    with pytest.raises(InvalidInput) as told:
        invoke(world(), "assign", str(table))

    assert says in str(told.value)
    assert len(told.value.problems) == (3 if "much" in text else 1)


def test_a_table_without_an_end_is_refused(world):
    """As much is read as a table may hold, and no more."""
    with pytest.raises(InvalidInput, match="/dev/zero: it holds more than 50,000,000 characters"):
        invoke(world(), "assign", "/dev/zero")


@pytest.mark.parametrize("data", [b"\xff\xfe\n", b"need,expert,score\na,b," + b"1" * 200_000])
def test_a_file_that_is_no_table_is_refused(world, tmp_path, data):
    """Other encodings, and fields without an end."""
    table = tmp_path / "scores.csv"
    table.write_bytes(data)

    with pytest.raises(InvalidInput, match="it is no table: .*; save it as CSV in UTF-8"):
        invoke(world(), "assign", str(table))


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["why-not", "quit", "yusuf"], 'did you mean "quiet"?'),
        (["rematch", "--leave", "nobody"], 'no "nobody"'),
        (["rematch", "--capacity", "yusuf"], "write EXPERT=N"),
        (["match", "nowhere"], 'no engagement "nowhere"'),
    ],
)
def test_what_is_unknown_is_told_with_what_is_known(told, words, says):
    """Nobody has to guess."""
    with pytest.raises(InvalidInput) as fault:
        invoke(told, *words)

    assert says in str(fault.value)


def test_a_file_that_holds_no_matching_is_refused(told, tmp_path):
    """It names what would be right."""
    odd = tmp_path / "odd.json"
    odd.write_text("[]", encoding="utf-8")

    with pytest.raises(InvalidInput, match="engage sme match --json"):
        invoke(told, "rematch", "--from", str(odd))


def test_nothing_is_an_answer_too(world):
    """An empty list is said in words."""
    assert run(world(), "match") == "No need is open.\n"
    assert run(world(), "coverage") == "No need is open.\n"


def test_what_steers_a_terminal_is_not_printed(told):
    """A reason may come from anywhere."""
    told.need("quiet", "power \x1b[2J", "radio")

    assert "\x1b" not in run(told, "coverage") + run(told, "match", "--json")


@pytest.mark.parametrize("name", ["match", "why-not", "rematch", "coverage", "assign"])
def test_each_help_gives_an_example(world, name):
    """Somebody who does not know the command can copy one."""
    assert f"sme {name}" in run(world(), name, "--help").partition("Example:")[2]


def test_the_group_comes_through_the_real_command_line(told, tmp_path):
    """A workspace on disk that lists the practice has the command; options before it hold."""
    Workspace.create(tmp_path, practices=["sme"])
    with Workspace.open(tmp_path, as_of=moment("2031-06-15")) as workspace:
        workspace.apply(told.items)
    shared = ["-C", str(tmp_path), "--as-of", "2031-07-15"]

    result = CliRunner().invoke(engage, [*shared, "sme", "match", "--json"], obj=Asked())

    assert result.exit_code == 0, result.output
    assert [one["expert"] for one in json.loads(result.stdout)["pairs"]] == ["ines", "yusuf"]
