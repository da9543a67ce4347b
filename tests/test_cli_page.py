"""Does the reference page tell every command and option, and no other?"""

import re
from importlib import import_module
from pathlib import Path

import click
import pytest

from engageframe_cli import COMMANDS, engage
from engageframe_cli.options import SHARED
from engageframe_cli.practices import ACTS

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "cli.md"


def command(name: str) -> click.Command:
    """Get a command by its name."""
    found = engage.get_command(click.Context(engage), name)
    assert found is not None
    return found


def section(title: str) -> str:
    """Give what stands below a heading of the page."""
    text = PAGE.read_text(encoding="utf-8")
    found = re.search(rf"^## {re.escape(title)}\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    assert found, f"the page has no section {title!r}"
    return found[1]


def options(text: str) -> set[str]:
    """Give the options that a text names."""
    return set(re.findall(r"^\| `(--[a-z-]+)", text, re.MULTILINE))


def test_the_page_has_the_commands_in_their_order() -> None:
    """There is one section for each command, as engage --help lists them."""
    titles = re.findall(r"^## engage (\S+)$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert titles == list(COMMANDS)


def test_the_page_tells_the_shared_options() -> None:
    """Every option that all commands take is told once."""
    long = {next(one for one in option.opts if one.startswith("--")) for option in SHARED}
    assert options(section("Options of every command")) == long


@pytest.mark.parametrize("name", ACTS)
def test_every_act_on_practices_takes_the_shared_options_and_shows_an_example(name: str) -> None:
    """What stands below engage practices is a command like any other."""
    group = command("practices")
    assert isinstance(group, click.Group)
    built = group.get_command(click.Context(group), name)
    assert built is not None
    assert "Example:" in (built.epilog or "")
    assert {*SHARED} <= {*built.params}
    assert built.help


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_takes_the_shared_options_and_shows_an_example(name: str) -> None:
    """The help of each command has an example, and its module is where the table says."""
    built = command(name)
    assert built.name == name
    assert built.epilog is not None
    assert "Example:" in built.epilog
    assert {*SHARED} <= {*built.params}
    assert built.help
    module = import_module(f"engageframe_cli.{COMMANDS[name][0]}")
    assert built in vars(module).values()
