"""Do the commands that tell of practices tell the truth, with a workspace and without?"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import engageframe_cli as cli
from engageframe.hooks import ENDING

HEAD = """
from engageframe import *

class Guest(Practice):
    name = "{name}"
    reads = ("encounter",)

    @impl
    def engageframe_{hook}:
        {does}
"""
FILE = """
author: ana
happened: 2026-01-05
engagement: {id: acme, name: Acme}
people: [{id: ana, name: Ana}, {id: nia, name: Nia}]
stakeholders: [{who: ana, side: ours}, {who: nia, side: client}]
records:
  - {happened: 2026-01-12, encounter.held: {id: call, attendees: [{person: nia}]}}
  - happened: 2026-01-12
    encounter.planned: {id: visit, scheduled: 2026-03-12, attendees: [{person: nia}]}
"""


class Ended(NamedTuple):
    """What a command line printed, and how it ended."""

    code: int
    out: str
    err: str


Engage = Callable[..., Ended]


@pytest.fixture
def engage(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Engage:
    """Run a command line in this process, in a folder that is no workspace."""
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")

    def run(*args: object) -> Ended:
        with pytest.raises(SystemExit) as ended:
            cli.main(list(map(str, args)))
        printed = capsys.readouterr()
        return Ended(int(ended.value.code or 0), printed.out, printed.err)

    return run


@pytest.fixture
def guest(install: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Install a practice that answers one hook."""

    def write(name: str, hook: str, does: str, *, source: str = HEAD, **more: Any) -> None:
        text = source.format(name=name, hook=hook, does=does)
        monkeypatch.syspath_prepend(install(f"{name}-guest", text, entry=name, **more))

    return write


@pytest.fixture
def acme(engage: Engage, tmp_path: Path) -> Callable[..., None]:
    """Make the folder a workspace that uses some practices, with one engagement."""

    def begin(*names: str, more: str = "") -> None:
        assert engage("init", ".").code == 0
        text = f"[workspace]\npractices = {json.dumps(names)}\n{more}"
        Path("engageframe.toml").write_text(text)
        Path("acme.yaml").write_text(FILE)
        applied = engage("apply", "acme.yaml", "--no-practices")
        assert applied.code == 0, applied.err

    return begin


def test_without_a_workspace_everything_installed_is_told(engage: Engage, guest: Any) -> None:
    """The list, one practice and the graph need no workspace; a folder that was named does."""
    guest("visible", "propose(self, view)", "return []")

    rows = {row["name"]: row for row in json.loads(engage("practices", "--json").out)["practices"]}
    shown = engage("practices", "info", "visible")

    assert {rows[name]["status"] for name in ("cycle", "visible")} == {"active"}
    assert rows["visible"]["import_ms"] >= 0
    assert "import ms" in engage("practices", "list").out.splitlines()[0]
    assert "hooks: engageframe_propose\n" in shown.out
    assert '["visible"]' in engage("practices", "graph").out
    assert engage("practices", "list", "-C", "gone").code == 2


def test_info_tells_all_of_a_practice(engage: Engage, guest: Any, acme: Any) -> None:
    """Where it comes from, what it declares, its settings, its place in the order."""
    guest("told", "rules(self)", 'raise OSError("gone")')
    acme("cycle", more="[practice.cycle]\nsmallest_group = 4\n")

    (row,) = json.loads(engage("practices", "info", "cycle", "--json").out)["practices"]
    (unused,) = json.loads(engage("practices", "info", "told", "--json").out)["practices"]

    assert (row["distribution"], row["entry_point"]) == ("engageframe", "engageframe_cycle:Cycle")
    assert (row["status"], row["order"], row["why"], row["serves"]) == ("active", 1, "", True)
    assert "engageframe_measure" in row["hooks"]
    assert "PDR001" in row["rules"]
    groups = [row["settings"][when]["smallest_group"] for when in ("defaults", "now")]
    assert groups == [5, 4]
    assert (unused["status"], unused["why"]) == ("unused", "the workspace does not list it")


def test_list_and_info_say_who_failed_and_who_is_off(engage: Engage, guest: Any, acme: Any) -> None:
    """A practice that fails is listed with why; one that is missing is wrong use."""
    guest("fails", "rules(self)", 'raise OSError("gone")')
    acme("fails", "cycle", "missing")

    told = engage("practices", "--json", "--no-practice", "cycle")
    rows = {row["name"]: row for row in json.loads(told.out)["practices"]}

    assert told.code == 2
    assert [rows[one]["status"] for one in ("fails", "cycle", "missing")] == [
        "failed", "off", "failed",
    ]  # fmt: skip
    assert "OSError: gone" in rows["fails"]["why"]
    assert "it is not installed" in rows["missing"]["why"]
    assert engage("practices", "--strict-practices").code == 3


FAULTS = {
    "fine": ("return []", ""),
    "empty": (
        "return [max(view.encounters)][:0]",
        "on an empty engagement: practice empty-guest 1.0",
    ),
    "small": (
        "return [1 / 0 for one in view.encounters]",
        "on a small engagement: practice small-guest 1.0",
    ),
    "shape": ("return list(view.encounters)", "its answer holds a str; expected only Proposal"),
    "moody": (
        (
            "self.n = getattr(self, 'n', 0) + 1; return [Proposal(id=f'a{self.n}', does='x', "
            "for_whom='nia', reason='y', evidence=())]"
        ),
        "engageframe_propose answers the same question in two ways",
    ),
    "unfounded": (
        "return [Proposal(id='a', does='x', for_whom='nia', reason='y', evidence=('gone',))]",
        'engageframe_propose rests on "gone", and there is no such record',
    ),
}


@pytest.mark.parametrize("name", FAULTS)
@pytest.mark.parametrize("by", ["{}", "{}-guest"])
def test_check_asks_every_hook_of_two_engagements(
    engage: Engage, guest: Any, name: str, by: str
) -> None:
    """By its name or distribution a practice is judged, and what fails is told with where."""
    does, says = FAULTS[name]
    guest(name, "propose(self, view)", does)

    told = engage("practices", "check", by.format(name))

    assert told.code == (1 if says else 0)
    assert says in told.out
    assert told.out.splitlines()[-1].startswith("1 practice(s) judged: ")


@pytest.mark.parametrize(
    "hook",
    ["check(self, view)", "brief(self, view, encounter)", "measure(self, view)",
     "draw(self, view)", "commands(self)", "kinds(self)", "lenses(self)"],
)  # fmt: skip
def test_check_asks_each_hook(engage: Engage, guest: Any, hook: str) -> None:
    """A failure in any hook of the contract is found."""
    name = f"bad{hook.partition('(')[0]}"
    guest(name, hook, "return 1 / 0")

    told = engage("practices", "check", name, "--json")

    assert told.code == 1
    assert {one["practice"] for one in json.loads(told.out)["findings"]} == {name}
    assert f"engageframe_{hook.partition('(')[0]}: ZeroDivisionError" in told.out


def test_check_sees_a_record_of_each_kind_of_its_own(engage: Engage, guest: Any) -> None:
    """The small engagement holds one record of each kind that the practice brings."""
    source = """
import attrs
from engageframe import *
from typing import Literal

@attrs.frozen(kw_only=True)
class Part:
    mood: Literal["glad", "sad"]

@attrs.frozen(kw_only=True)
class Sent:
    id: str = attrs.field(validator=an_id)
    to: str = attrs.field(validator=an_id)
    on: Moment
    much: int
    parts: tuple[Part, ...]
    maybe: str | None
    note: str = ""

class Guest(Practice):
    name = "{name}"
    reads = ("{name}",)

    @impl
    def engageframe_kinds(self):
        return [Kind(name="{name}.sent", body=Sent, identity=("id",))]

    @impl
    def engageframe_{hook}:
        {does}
"""
    guest("ownkind", "propose(self, view)", "return [1 / 0 for _ in view.records(Sent)]",
          source=source)  # fmt: skip

    told = engage("practices", "check", "ownkind")

    assert (told.code, "on a small engagement" in told.out) == (1, True)
    assert "on an empty engagement" not in told.out


def test_check_of_what_is_not_installed_says_what_was_meant(engage: Engage) -> None:
    """An unknown name is wrong use."""
    told = engage("practices", "check", "cicle")

    assert (told.code, told.out) == (2, "")
    assert '"cicle" is not installed; did you mean "cycle"?' in told.err
    assert 'no command "chek"; did you mean "check"?' in engage("practices", "chek").err


def test_check_judges_a_practice_that_the_workspace_does_not_list(
    engage: Engage, guest: Any, acme: Any
) -> None:
    """Whoever is about to list one can judge it before; all others are judged without a name."""
    guest("unlisted", "draw(self, view)", "return 1 / 0")
    acme("cycle")

    assert engage("practices", "check", "unlisted").code == 1
    assert engage("practices", "check").code == 0


@pytest.mark.parametrize(
    ("name", "does", "says"),
    [
        ("raised", "return [1 / 0]", "ZeroDivisionError: division by zero at {}:10; "),
        ("counted", "return 7", "it answered an int; return a list or a tuple at {}:8; "),
        ("mixed", "return ['x']", "holds a str; expected only Proposal at {}:8; "),
    ],
)
def test_a_trace_tells_whom_each_hook_asked(
    engage: Engage, guest: Any, acme: Any, name: str, does: str, says: str
) -> None:
    """Hook, practice, answers and time, for each verb; a failure is told as it always is."""
    guest(name, "propose(self, view)", does)
    acme(name, "cycle")
    before = Path("journal.db").read_bytes()

    told = engage("practices", "trace", "plan", "--json", "--as-of", "2026-03-01")
    rows = json.loads(told.out)["asked"]

    assert told.code == 0
    assert {(one["hook"], one["practice"], one["failed"]) for one in rows} == {
        ("engageframe_propose", name, True),
        ("engageframe_propose", "cycle", False),
        ("engageframe_check", "cycle", False),
    }
    assert [(one["calls"], one["ms"] >= 0, one["verb"]) for one in rows] == [(1, True, "plan")] * 3
    plan = json.loads(engage("plan", "--json", "--as-of", "2026-03-01").out)
    cycle = [one["answers"] for one in rows if one["practice"] == "cycle"]
    assert cycle[0] == len(plan["suggested"]) > 0
    assert says.format(f"{name}_guest/__init__.py") in told.err
    assert Path("journal.db").read_bytes() == before


def test_a_trace_of_everything_leaves_out_what_cannot_be_asked(engage: Engage, acme: Any) -> None:
    """All four verbs are asked; a brief of no encounter is left out, and that is told."""
    acme("cycle")

    every = engage("practices", "trace", "--as-of", "2026-03-01").out
    later = engage("practices", "trace", "--as-of", "2026-04-01")

    assert every.splitlines()[0].split() == ["verb", "hook", "practice", "answers", "ms"]
    for verb in ("plan", "brief", "check", "review"):
        assert f"\n{verb} " in every
    assert "brief was left out: acme: no encounter is planned" in later.out
    assert engage("practices", "trace", "brief", "--as-of", "2026-04-01").code == 2
    assert engage("practices", "trace", "sing").code == 2


def test_a_trace_asks_even_where_a_snapshot_would_answer(engage: Engage, acme: Any) -> None:
    """A review that was kept is asked for again, hook by hook, and what was kept stays."""
    acme("cycle")
    people = ", ".join(f"{{id: p{n}, name: P{n}}}" for n in range(600))
    Path("many.yaml").write_text(f"engagement: acme\npeople: [{people}]\n")
    engage("apply", "many.yaml")
    on = ("--as-of", "2030-01-01", "--json")
    kept = [engage("review", *on).out for _ in range(2)]
    before = Path("journal.db").read_bytes()

    rows = json.loads(engage("practices", "trace", "review", *on).out)["asked"]

    assert {one["hook"] for one in rows} >= {"engageframe_check", "engageframe_measure"}
    assert kept[0] == kept[1] == engage("review", *on).out
    assert Path("journal.db").read_bytes() == before


def test_the_graph_leads_from_who_brings_records_to_who_reads_them(
    engage: Engage, guest: Any, acme: Any
) -> None:
    """Arrows name what is read; a neighbour that is announced but not there has a dotted one."""
    brings = HEAD.replace("from engageframe import *", "import attrs\nfrom engageframe import *\n\n"
        "@attrs.frozen(kw_only=True)\nclass Sent:\n    id: str\n")  # fmt: skip
    guest("giver", "kinds(self)", 'return [Kind(name="giver.sent", body=Sent)]', source=brings)
    taker = HEAD.replace('("encounter",)', '("encounter", "giver", "later.thing")').replace(
        "reads =", 'after = ("later",)\n    reads ='
    )
    guest("taker", "draw(self, view)", "return []", source=taker)
    acme("giver", "taker")

    told = engage("practices", "graph").out
    edges = json.loads(engage("practices", "graph", "--json").out)["edges"]

    assert told.splitlines() == [
        "flowchart LR",
        '  n0["core"]',
        '  n1["giver"]',
        '  n2["later"]',
        '  n3["taker"]',
        '  n0 -->|"encounter"| n1',
        '  n0 -->|"encounter"| n3',
        '  n1 -->|"giver"| n3',
        '  n2 -.->|"later.thing"| n3',
    ]
    assert edges[2] == {"from": "giver", "to": "taker", "reads": ["giver"], "kinds": ["giver.sent"]}
    assert edges[1]["kinds"] == ["encounter.held", "encounter.planned", "encounter.reviewed"]


COMMAND = """
import click
from engageframe import *

class Guest(Practice):
    name = "{name}"
    reads = ("encounter",)

    @impl
    def engageframe_commands(self):
        group = click.Group("{name}")

        @group.command("say")
        @click.option("--json", "as_json", is_flag=True)
        @click.option("-e", "--engagement", default="")
        @click.option("--loud", default="")
        @click.pass_obj
        def say(workspace, as_json, engagement, loud):
            click.echo(f"{{workspace.view(engagement).as_of}} {{engagement}} {{as_json}} {{loud}}")

        @group.command("plain")
        @click.pass_obj
        def plain(workspace):
            click.echo(f"{{workspace.as_of}} {{len(workspace.host.practices)}}")

        return [group]
"""


@pytest.mark.parametrize("place", range(3))
def test_shared_options_stand_anywhere_around_a_guests_command(
    engage: Engage, guest: Any, acme: Any, monkeypatch: pytest.MonkeyPatch, place: int
) -> None:
    """Before its name, after it, and after that of its subcommand they say the same."""
    guest("talker", "commands", "pass", source=COMMAND)
    acme("talker", "cycle")
    folder = Path.cwd()
    monkeypatch.chdir(folder.parent)
    shared = ["-C", str(folder), "--json", "-e", "acme", "--as-of", "2026-03-01",
              "--no-practice", "cycle"]  # fmt: skip

    words = ["talker", "say"]
    words[place:place] = shared
    told = engage(*words, "--loud", "x y")

    assert told == (0, "2026-03-01 acme True x y\n", "")


def test_a_guest_without_json_refuses_it(engage: Engage, guest: Any, acme: Any) -> None:
    """What a guest's command does nothing about is refused wherever it stands; the rest holds."""
    guest("mumbler", "commands", "pass", source=COMMAND)
    acme("mumbler", "cycle")

    for words in (["--json", "mumbler", "plain"], ["mumbler", "plain", "--json"],
                  ["mumbler", "-e", "acme", "plain"]):  # fmt: skip
        told = engage(*words)
        assert (told.code, bool(told.out)) == (2, "--json" in words)
        assert "plain" in told.err
    assert engage("mumbler", "plain", "--as-of", "2026-02-03").out == "2026-02-03 2\n"
    assert "--no-practice" in engage("mumbler", "plain", "--help").out
    assert engage("mumbler", "plain", "--as-of").code == 2


LAZY = """
import click
from engageframe import *

@click.command("slow")
@click.pass_obj
def slow(workspace):
    click.echo(workspace.as_of)

class Slowly(click.Group):
    def list_commands(self, ctx):
        return ["slow"]

    def get_command(self, ctx, name):
        return slow if name == "slow" else None

class Guest(Practice):
    name = "{name}"

    @impl
    def engageframe_commands(self):
        return [Slowly("{name}")]
"""


def test_a_guests_commands_stay_as_they_were(engage: Engage, guest: Any, acme: Any) -> None:
    """What is refused once is not refused the next time, and a group may load as it likes."""
    guest("lazy", "commands", "pass", source=LAZY)
    acme("lazy")

    assert engage("--json", "lazy", "slow").code == 2
    for words in (["lazy", "slow"], ["lazy"]):
        told = engage(*words, "--as-of", "2026-02-03", *(["slow"] if words == ["lazy"] else []))
        assert told == (0, "2026-02-03\n", "")
    assert engage("lazy", "fast").code == 2


def test_a_contract_whose_days_are_counted_is_told_once(
    engage: Engage, guest: Any, acme: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A practice of the version before works, and one line names its last day."""
    monkeypatch.setitem(ENDING, 0, "2027-11-30")  # type: ignore[arg-type]
    guest(
        "aged", "draw(self, view)", "return []", source=HEAD.replace("reads", "api = 0\n    reads")
    )
    acme("aged")

    told = engage("review", "--json", "--as-of", "2026-03-01")

    assert told.code == 0
    (line,) = told.err.splitlines()
    assert line.startswith('engage: warning: practice "aged" (aged-guest 1.0) is written for API 0')
    assert "which is accepted until 2027-11-30; ask for a version of it for API 1" in line
    assert (engage("practices", "check", "aged").code, "2027-11-30" in line) == (0, True)


def test_what_a_hook_prints_spoils_no_answer(engage: Engage, guest: Any, acme: Any) -> None:
    """It goes to the error stream, line by line, with the name of the practice."""
    guest("printer", "propose(self, view)", 'print("one", 2); print("half", end=""); return []')
    acme("printer", "cycle")
    quiet = engage("plan", "--json", "--as-of", "2026-03-01", "--no-practice", "printer")

    told = engage("plan", "--json", "--as-of", "2026-03-01")
    listed = engage("practices", "list", "--json")

    assert json.loads(told.out)["suggested"] == json.loads(quiet.out)["suggested"]
    assert told.err.splitlines() == [
        'engage: practice "printer" printed: one 2',
        'engage: practice "printer" printed: half',
    ]
    assert json.loads(listed.out)["practices"]
    assert "printed" not in listed.err


def test_what_an_import_prints_is_told_too(engage: Engage, guest: Any, acme: Any) -> None:
    """Even before it is loaded a practice cannot write into an answer."""
    loud = HEAD.replace("class Guest", 'print("imported \\x1b[31m")\n\nclass Guest')
    guest("importer", "draw(self, view)", "return []", source=loud)
    acme("importer")

    told = engage("status", "--json")

    assert json.loads(told.out)["failures"] == []
    assert told.err == 'engage: practice "importer" printed: imported \u241b[31m\n'
