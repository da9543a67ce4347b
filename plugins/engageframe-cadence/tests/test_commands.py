"""What does ``engage cadence`` print, and can it be read by a machine?"""

import json

import pytest
from click.testing import CliRunner

from engageframe import Workspace, moment
from engageframe_cadence.commands import group
from engageframe_cli import engage
from engageframe_cli.options import Asked

MONTHLY = {"people": {"bo": {"days": 30, "tolerance": 10}}}


def run(world, *words):
    """Run a command of the practice on a world, as the command line would."""
    workspace = world.open()
    settings = workspace.host.practices[0].practice.settings
    result = CliRunner().invoke(group(settings), words, obj=workspace, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


@pytest.fixture
def told(world):
    """Tell that Bo is neglected, Cy upcoming, and Dee not yet met."""
    rhythms = {who: {"days": 30, "tolerance": 10} for who in ("bo", "cy", "dee")}
    made = world(people=rhythms).person("bo").stakeholder("dee")
    return made.met("m", "2031-01-10", "bo").met("n", "2031-05-30", "cy")


def test_due_lists_the_likeliest_first_and_those_never_met_last(told):
    """Each line says who, why, and the id to accept."""
    first, second = run(told, "due").splitlines()

    wish = "wanted every 30 days, at worst 40 (their own)"
    assert first == f"Bo: last met 2031-01-10, 156 days ago; {wish}  [meet:bo]"
    assert second == f"dee: never met, as far as was recorded; {wish}  [meet:dee]"


def test_upcoming_lists_who_will_be_due_soon(told):
    """Cy was met sixteen days ago, and the horizon is fourteen days."""
    assert run(told, "upcoming").startswith("cy: last met 2031-05-30, 16 days ago; ")


def test_nobody_is_an_answer_too(world):
    """An empty list is said in words."""
    words = [run(world(), name) for name in ("due", "upcoming", "neglected", "rank")]

    assert words == [
        "Nobody is due.\n",
        "Nobody is upcoming.\n",
        "Nobody is neglected.\n",
        "Nobody was met yet.\n",
    ]


def test_a_standing_as_json_holds_all_that_explains_it(told):
    """One object, with the records as evidence."""
    answer = json.loads(run(told, "neglected", "--json"))
    view = told.view()

    (bo,) = answer.pop("standings")
    assert answer == {"engagement": "work", "as_of": "2031-06-15"}
    assert all(view.has_record(id_) for id_ in bo.pop("evidence"))
    assert bo == {
        "who": "bo",
        "name": "Bo",
        "state": "neglected",
        "says": "last met 2031-01-10, 156 days ago; wanted every 30 days, at worst 40 (their own)",
        "last": "2031-01-10",
        "days_since": [156, 156],
        "due": "2031-02-09",
        "target_days": 30,
        "tolerance_days": 10,
        "because": "their own",
        "group_only": False,
        "one_sided": False,
        "planned": None,
    }


def test_rank_explains_whom_to_meet_next_and_says_how_many_are_left_out(told):
    """Cy was met last and stands first; no number says how far before Bo."""
    first, more = run(told, "rank", "--most", "1").splitlines()

    assert first == (
        "cy: met in 1 month, last in 2031-05; "
        "met by 1 of our people; 1 met someone in the last 12 months"
    )
    assert more == "and 1 more: --most"


def test_rank_as_json_gives_order_words_and_evidence(told):
    """No person has a score or a place: the order of the list is all."""
    answer = json.loads(run(told, "rank", "--json"))

    assert (answer["more"], [one["who"] for one in answer["next"]]) == (0, ["cy", "bo"])
    for one in answer["next"]:
        assert one.keys() == {"who", "name", "because", "evidence"}
        assert one["because"].keys() == {"rhythm", "reach"}
        assert all(isinstance(says, str) for says in one["because"].values())
        assert one["evidence"]
    assert json.loads(run(told, "rank", "--json", "--most", "1"))["more"] == 1


def test_what_steers_a_terminal_is_not_printed(world):
    """A name may come from anywhere."""
    made = world(**MONTHLY).met("m", "2031-01-10", "bo").person("bo")
    made.tell(type(made.items[-1].body)(id="bo", name="Bo \x1b[2J\u202e"))

    assert "Bo \N{REPLACEMENT CHARACTER}[2J\N{REPLACEMENT CHARACTER}: last met" in run(made, "due")


@pytest.mark.parametrize("name", ["due", "upcoming", "neglected", "rank"])
def test_each_help_gives_an_example(world, name):
    """Somebody who does not know the command can copy one."""
    assert f"cadence {name}" in run(world(), name, "--help").partition("Example:")[2]


def test_the_group_comes_through_the_real_command_line(world, tmp_path):
    """A workspace on disk that lists the practice has the command; options before it hold."""
    Workspace.create(tmp_path, practices=["cadence"])
    with Workspace.open(tmp_path, as_of=moment("2031-06-15")) as workspace:
        made = world()
        for month in ("01", "02", "03"):
            made.met(f"m{month}", f"2031-{month}-01", "bo")
        workspace.apply(made.items)
    shared = ["-C", str(tmp_path), "--as-of", "2031-07-15"]

    result = CliRunner().invoke(engage, [*shared, "cadence", "neglected", "--json"], obj=Asked())

    assert result.exit_code == 0, result.output
    (bo,) = json.loads(result.stdout)["standings"]
    assert (bo["who"], bo["days_since"]) == ("bo", [136, 136])
