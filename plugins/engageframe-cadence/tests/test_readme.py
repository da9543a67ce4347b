"""Does the README tell the truth?"""

import re
import runpy
import tomllib
from pathlib import Path

import attrs

from engageframe.practices import Host
from engageframe_cadence import Cadence
from engageframe_cadence.keeping import CadenceSettings

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")


def blocks(language):
    """Give the code blocks of one language."""
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


def test_its_options_are_accepted():
    """The example can be copied into a workspace."""
    (example,) = blocks("toml")
    options = tomllib.loads(example)["practice"]

    host = Host.load((), settings=options, objects=[Cadence], strict=True)

    assert host.practices[0].practice.settings.roles["sponsor"].days == 30


def test_its_table_names_every_option():
    """No option is forgotten, and none is invented."""
    table = README.partition("| option |")[2].partition("\n\n")[0]

    named = re.findall(r"^\| `(\w+)`", table, re.MULTILINE)

    assert named == [field.name for field in attrs.fields(CadenceSettings)]


def test_its_table_names_every_rule():
    """Code, name and severity are those of the practice."""
    rules = Host.load((), objects=[Cadence]).rules

    named = re.findall(r"^\| (CAD\d{3}) ([\w-]+) \| ([EWI]) \|", README, re.MULTILINE)

    assert named == [(code, rule.name, rule.severity) for code, (_, rule) in rules.items()]


def test_its_example_of_the_ranking_runs(tmp_path, capsys):
    """What it prints explains the place."""
    (example,) = blocks("python")
    (tmp_path / "example.py").write_text(example, encoding="utf-8")

    runpy.run_path(str(tmp_path / "example.py"))

    assert capsys.readouterr().out.startswith("1; Brook Ltd; 2.0; met in 1 month, last in 2031-05")
