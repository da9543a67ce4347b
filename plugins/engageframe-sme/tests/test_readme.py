"""Does the README tell the truth?"""

import re
import runpy
import shlex
import tomllib
from pathlib import Path

import attrs
import pytest

import engageframe_cli as cli
from engageframe.practices import Host
from engageframe_sme import Sme
from engageframe_sme.records import KINDS
from engageframe_sme.rules import SmeSettings

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")


def blocks(language):
    """Give the code blocks of one language."""
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


def rows(word):
    """Give the first cells of the table whose head begins with a word."""
    table = README.partition(f"| {word} |")[2].partition("\n\n")[0]
    return re.findall(r"^\| `?([\w.-]+)`?[ |]", table, re.MULTILINE)


def test_its_options_are_accepted():
    """The example can be copied into a workspace."""
    (example,) = blocks("toml")

    host = Host.load((), settings=tomllib.loads(example)["practice"], objects=[Sme], strict=True)

    assert host.practices[0].practice.settings.aim == "coverage"


def test_its_table_names_every_option_with_its_default():
    """No option is forgotten, and none is invented."""
    fields = attrs.fields(SmeSettings)

    assert rows("option") == [field.name for field in fields]
    for field in fields:
        told = re.search(rf"^\| `{field.name}` \| (.*?) \|", README, re.MULTILINE)[1]
        right = field.default if isinstance(field.default, tuple) else (field.default,)
        assert told.replace("`", "").split(", ") == [str(one).lower() if one is True else str(one)
                                                     for one in right]  # fmt: skip


def test_its_table_names_every_rule():
    """Code, name and severity are those of the practice."""
    rules = Host.load((), objects=[Sme]).rules

    named = re.findall(r"^\| (SME\d{3}) ([\w-]+) \| ([EWI]) \|", README, re.MULTILINE)

    assert named == [(code, rule.name, rule.severity) for code, (_, rule) in rules.items()]


def test_its_table_names_every_kind():
    """In the order in which they are brought."""
    assert rows("kind") == [kind.name for kind in KINDS]


def test_its_commands_print_what_it_shows(tmp_path, capsys, monkeypatch):
    """Whoever does what the page says sees what the page shows."""
    monkeypatch.chdir(tmp_path)
    Path("acme.yaml").write_text(blocks("yaml")[0], encoding="utf-8")
    printed = []
    for line in blocks("console")[0].splitlines():
        with pytest.raises(SystemExit) as ended:
            cli.main(shlex.split(line)[1:])
        assert not ended.value.code, capsys.readouterr().err
        printed.append(capsys.readouterr().out)

    assert "".join(printed[2:4]) == blocks("text")[0]


def test_its_example_in_python_prints_what_it_shows(tmp_path, capsys):
    """Every line of it."""
    (example,) = blocks("python")
    (tmp_path / "example.py").write_text(example, encoding="utf-8")

    runpy.run_path(str(tmp_path / "example.py"))

    assert capsys.readouterr().out == blocks("text")[1]


def test_its_examples_are_those_of_the_docstring():
    """The example of ``assign`` runs, too."""
    import doctest

    from engageframe_sme import assigning, coverage

    assert [doctest.testmod(one).failed for one in (assigning, coverage)] == [0, 0]
