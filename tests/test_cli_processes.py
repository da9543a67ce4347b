"""What does a command line cost, and what does it survive, in a process of its own?"""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import engageframe_cli as cli
from engageframe import Found, Workspace

Run = Callable[..., "subprocess.CompletedProcess[str]"]

GUEST = """
import click
from engageframe import Practice, impl

class Guest(Practice):
    name = "{name}"

    @impl
    def engageframe_commands(self):
        @click.command("{command}")
        @click.pass_obj
        def command(workspace):
            {does}
        return [command]
"""

KIND = """
import attrs
from engageframe import Kind

@attrs.frozen
class Call:
    id: str
    name: str
    cried: str

def kinds(self):
    return [Kind(name="louder.call", body=Call, text=("cried",))]

Guest.engageframe_kinds = impl(kinds)
"""


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run ``python -m engageframe`` with the practices that were written into ``site``."""

    def engage(*args: object, code: str = "") -> "subprocess.CompletedProcess[str]":
        start = ["-c", code] if code else ["-m", "engageframe"]
        return subprocess.run(
            [sys.executable, *start, *map(str, args)],
            capture_output=True,
            text=True,
            check=False,
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(tmp_path / "site")},
        )

    return engage


def guest(folder: Path, name: str, command: str, does: str) -> None:
    """Install a practice as pip would leave it, and list it as used."""
    site = folder / "site"
    info = site / f"{name}-1.0.dist-info"
    info.mkdir(parents=True)
    (site / f"{name}.py").write_text(GUEST.format(name=name, command=command, does=does))
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[engageframe.practices]\n{name} = {name}:Guest\n")


def workspace(folder: Path, *practices: str) -> None:
    """Write the settings of a workspace with some practices."""
    used = ", ".join(f'"{name}"' for name in practices)
    if not (folder / "journal.db").exists():
        Workspace.create(folder, practices=practices, local=map(Found, practices))
    (folder / "engageframe.toml").write_text(f"[workspace]\npractices = [{used}]\n")


HEAVY = ("attr", "cattrs", "rich", "apsw", "msgspec", "pluggy", "ruamel")
LOADED = f"""
import sys
from engageframe_cli import main
try:
    main(sys.argv[1:])
except SystemExit as ended:
    assert not ended.code
ours = {{name for name in sys.modules if name.startswith("engageframe")}}
known = {{"engageframe", "engageframe_cli", "engageframe_cli.asked", "engageframe_cli.options"}}
print("extra:", sorted(ours - known))
print("heavy:", sorted({{*{HEAVY!r}, "importlib.metadata"}} & {{*sys.modules}}))
"""


@pytest.mark.parametrize("option", ["--version", "--help"])
def test_version_and_help_load_click_and_nothing_else(run: Run, option: str) -> None:
    """They import no practice, no room of the core, and no heavy library."""
    ended = run(option, code=LOADED)
    assert ended.returncode == 0
    assert ended.stdout.endswith("extra: []\nheavy: []\n")


def test_help_lists_every_command_and_says_where_others_come_from(run: Run) -> None:
    """The page names all commands and the codes, and that practices may bring more."""
    page = run("--help").stdout
    assert all(f"  {name} " in page for name in cli.COMMANDS)
    assert "Practices that the workspace uses may bring commands" in page
    assert "Exit codes: 0 fine, 1 findings at a gate, 2 wrong use or input, 3" in page


def test_a_practice_brings_its_own_command(run: Run, tmp_path: Path) -> None:
    """It gets the open workspace; a name that engage has is never the guest's."""
    guest(tmp_path, "louder", "shout", 'click.echo(f"{workspace.engagements()}!")')
    guest(tmp_path, "thief", "status", 'click.echo("stolen")')
    workspace(tmp_path, "louder", "thief")
    assert run("shout").stdout == "[]!\n"
    assert "no engagement yet" in run("status").stdout
    for words in ((), ("thief",)):
        checked = run("practices", "check", *words)
        assert checked.returncode == 1
        assert 'the command "status" is brought by thief and by engage' in checked.stdout
    assert "brought" not in run("practices", "check", "louder").stdout
    assert 'no command "shut"' in run("shut").stderr


def test_a_practices_command_outside_a_workspace_asks_for_one(run: Run, tmp_path: Path) -> None:
    """It is not denied that the command exists when the practice is installed."""
    guest(tmp_path, "louder", "louder", "pass")
    ended = run("louder")
    assert ended.returncode == 2
    assert "engage init" in ended.stderr
    assert 'no command "shout"' in run("shout").stderr


def test_two_practices_with_one_command_are_both_named(run: Run, tmp_path: Path) -> None:
    """Neither is called, and the switch that turns one off is told."""
    guest(tmp_path, "louder", "shout", "pass")
    guest(tmp_path, "echoes", "shout", "pass")
    workspace(tmp_path, "louder", "echoes")
    ended = run("shout")
    assert ended.returncode == 2
    assert 'the command "shout" is brought by echoes and by louder' in ended.stderr
    assert run("shout", "--no-practice", "louder").returncode == 0
    assert run("--no-practice", "louder", "shout").returncode == 0


def test_the_log_shows_what_a_kind_of_a_guest_declares_as_text(run: Run, tmp_path: Path) -> None:
    """Whatever the field is called, and before what is called by a usual name."""
    guest(tmp_path, "louder", "shout", "pass")
    with (tmp_path / "site" / "louder.py").open("a") as file:
        file.write(KIND)
    workspace(tmp_path, "louder")
    assert run("record", "engagement", "id=acme", "name=Acme").returncode == 0
    ended = run("record", "louder.call", "id=one", "cried=Ahoy", "name=Zoe")
    assert ended.returncode == 0, ended.stderr
    assert run("log").stdout.splitlines()[-1].endswith("  Ahoy")


def test_a_guests_command_that_fails_is_named(run: Run, tmp_path: Path) -> None:
    """The practice is blamed in one line, with 3 and no traceback."""
    guest(tmp_path, "louder", "shout", "1 / 0")
    workspace(tmp_path, "louder")
    ended = run("shout")
    assert ended.returncode == 3
    assert ended.stderr == (
        'engage: practice louder 1.0 (entry point "louder") failed in its command: '
        "ZeroDivisionError: division by zero at louder.py:13. Run with -v for the traceback, or "
        "--no-practice louder to switch it off.\n"
    )
    assert "Traceback" in run("shout", "-v").stderr


def test_a_practice_that_fails_costs_one_line(run: Run, tmp_path: Path) -> None:
    """The answer comes nevertheless, with a warning beside it and in the JSON object."""
    guest(tmp_path, "broken", "x", "pass")
    (tmp_path / "site" / "broken.py").write_text("import no_such_thing\n")
    workspace(tmp_path, "broken")
    ended = run("status", "--json")
    assert ended.returncode == 0
    assert '"failures":["practice broken 1.0' in ended.stdout
    assert len(ended.stderr.splitlines()) == 1
    assert "--no-practice broken" in ended.stderr
    assert "Traceback" in run("status", "-v").stderr
    assert run("practices", "check").returncode == 1
    strict = run("status", "--strict-practices")
    assert (strict.returncode, strict.stdout) == (3, "")
    assert run("status", "--no-practice", "broken").stderr == ""


def test_a_reader_who_leaves_is_not_told(tmp_path: Path) -> None:
    """A closed pipe ends the command without a word, as it ends other tools."""
    told = subprocess.Popen(
        [sys.executable, "-m", "engageframe", "schema", "waiver", "-C", str(tmp_path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert told.stdout is not None
    told.stdout.close()
    assert told.stderr is not None
    assert told.stderr.read() == b""
    assert told.wait() == 141
    told.stderr.close()
