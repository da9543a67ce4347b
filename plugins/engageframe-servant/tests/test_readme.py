"""Does the README tell the truth?"""

import re
import shlex
import tomllib
from pathlib import Path

import attrs
import pytest
from click.testing import CliRunner

from engageframe import Workspace, moment
from engageframe.practices import Host
from engageframe_cli import engage
from engageframe_cli.asked import Asked
from engageframe_servant import Servant
from engageframe_servant.kinds import KINDS
from engageframe_servant.settings import ServantSettings
from engageframe_stores import MemoryStore
from engageframe_tour import play

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")


def blocks(language):
    """Give the code blocks of one language."""
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


def test_its_options_are_accepted():
    """The example can be copied into a workspace."""
    (example,) = blocks("toml")
    options = tomllib.loads(example)["practice"]

    host = Host.load((), settings=options, objects=[Servant], strict=True)

    assert host.practices[0].practice.settings.words["return-language"][0].name == "campaign"


def test_its_table_names_every_option_with_its_default():
    """No option is forgotten, and none is invented."""
    table = README.partition("| option |")[2].partition("\n\n")[0]

    named = dict(re.findall(r"^\| `(\w+)` \| `?(\w+)", table, re.MULTILINE))

    settings = ServantSettings()
    options = [one.name for one in attrs.fields(ServantSettings)]
    assert list(named) == options
    shown = {"languages": "en", "words": "none", "private": "true"}
    assert named == {one: shown.get(one, str(getattr(settings, one))) for one in options}


def test_its_table_names_every_rule():
    """Code, name and severity are those of the practice."""
    rules = Host.load((), objects=[Servant]).rules

    named = re.findall(r"^\| (SR[VW]\d{3}) ([\w-]+) \| ([EWI]) \|", README, re.MULTILINE)

    assert named == [(code, rule.name, rule.severity) for code, (_, rule) in rules.items()]


def test_its_table_names_every_kind(world):
    """And every measure."""
    kinds = re.findall(r"`(servant\.\w+)`", README.partition("## Ask")[0])
    measures = README.partition("| measure |")[2].partition("\n\n")[0]
    workspace = world().open()
    found = {one.name for _, one in workspace.host.measure(workspace.view())}

    assert sorted(kinds) == sorted(kind.name for kind in KINDS)
    rows = {name for row in measures.splitlines() for name in re.findall(r"`([\w-]+)`",
            row.partition("| ")[2].partition(" |")[0])}  # fmt: skip
    assert rows - {"fewest"} == found | {"them-centredness"}


def test_its_example_of_records_applies(world, tmp_path):
    """And gives the findings that a reader would expect of it."""
    (example,) = blocks("yaml")
    (tmp_path / "acme.yaml").write_text(example, encoding="utf-8")
    host = Host.load((), objects=[Servant], strict=True)
    workspace = Workspace(MemoryStore(), host, as_of=moment("2026-03-10"))

    workspace.apply_file(tmp_path / "acme.yaml")

    (found,) = workspace.check()
    assert found.says.startswith("quiet-nights, for Maria López: 1 of 6 facets are in their words")


@pytest.fixture(scope="module")
def story(tmp_path_factory):
    """Play the tour once."""
    folder = tmp_path_factory.mktemp("readme")
    play(folder / "story")
    return folder


def test_its_commands_print_what_it_shows(story, monkeypatch):
    """Three dots stand for anything."""
    monkeypatch.chdir(story)
    asked, shown, letter, said = blocks("console")[0], *blocks("text")
    (lint,) = [line for line in blocks("console")[1].splitlines() if line]
    Path("letter.txt").write_text(letter, encoding="utf-8")

    printed = "".join(run(line) for line in asked.splitlines())
    assert alike(shown, printed)
    assert alike(said, run(lint, code=1))


def run(line, code=0):
    """Run a command of the README."""
    result = CliRunner().invoke(engage, shlex.split(line)[1:], obj=Asked())
    assert result.exit_code == code, result.output
    return result.stdout


def alike(shown, printed):
    """Tell whether what is shown is what was printed."""
    rows = [re.escape(row).replace(r"\.\.\.", ".*?") for row in shown.rstrip("\n").split("\n")]
    pattern = "".join(r"(?:.*\n)*?" if row == ".*?" else f"{row}\n" for row in rows)
    return re.fullmatch(pattern, printed) is not None
