"""Does the README tell the truth?"""

import re
import shlex
import tomllib
from pathlib import Path

import attrs
import pytest

from engageframe import Host
from engageframe_cli import main
from engageframe_trust import Trust
from engageframe_trust.rules import TrustSettings

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")


def blocks(language):
    """Give the code blocks of one language."""
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


def test_its_options_are_accepted():
    """The example can be copied into a workspace."""
    (example,) = blocks("toml")
    options = tomllib.loads(example)["practice"]

    host = Host.load((), settings=options, objects=[Trust], strict=True)

    assert host.practices[0].practice.settings.dormant_days == 45


def test_its_table_names_every_option_with_its_default():
    """No option is forgotten, and none is invented."""
    table = README.partition("| option |")[2].partition("\n\n")[0]

    named = re.findall(r"^\| `(\w+)` \| (\d+) \|", table, re.MULTILINE)

    assert named == [(one.name, str(one.default)) for one in attrs.fields(TrustSettings)]


def test_its_table_names_every_rule():
    """Code, name and severity are those of the practice."""
    rules = Host.load((), objects=[Trust]).rules

    named = re.findall(r"^\| (TRU\d{3}) ([\w-]+) \| ([EWI]) \|", README, re.MULTILINE)

    assert named == [(code, rule.name, rule.severity) for code, (_, rule) in rules.items()]


def engage(line, capsys):
    """Call a command as a shell would."""
    line, _, file = line.partition(" > ")
    with pytest.raises(SystemExit) as ended:
        main(shlex.split(line)[1:])
    printed = capsys.readouterr()
    assert not ended.value.code, printed.err
    if file:
        Path(file).write_text(printed.out, encoding="utf-8")
    return printed.out


def test_whoever_follows_it_sees_what_it_shows(tmp_path, capsys, monkeypatch):
    """Its files are applied, its commands run, its example of Python gives the balance."""
    monkeypatch.chdir(tmp_path)
    acme, policy = blocks("yaml")
    Path("acme.yaml").write_text(acme, encoding="utf-8")
    Path("policy.yaml").write_text(policy, encoding="utf-8")
    first, books = blocks("console")
    (example,), (shown,) = blocks("python"), blocks("text")

    *_, printed = [engage(line, capsys) for line in first.splitlines()]
    rows = [re.escape(row).replace(r"\.\.\.", ".*?") for row in shown.splitlines()]
    pattern = "".join(r"(?:.*\n)*?" if row.strip() == ".*?" else f"{row}\n" for row in rows)
    assert re.fullmatch(pattern, printed), printed
    exec(compile(example, "readme.py", "exec"), {})  # noqa: S102
    assert capsys.readouterr().out == "maria in ana 1398613 millionths of 1 T\n"
    for line in books.splitlines():
        engage(line, capsys)
    assert Path("acme.beancount").read_text(encoding="utf-8").count("* ") > 2
    engage("engage apply policy.yaml -C work", capsys)
