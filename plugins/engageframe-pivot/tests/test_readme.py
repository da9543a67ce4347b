"""Does the README tell the truth?"""

import re
import tomllib
from pathlib import Path

import attrs
import pytest

from engageframe import Workspace, moment
from engageframe.practices import Host
from engageframe_pivot import Pivot
from engageframe_pivot.grammar import ACTS, RUNGS
from engageframe_pivot.records import KINDS
from engageframe_pivot.rules import PivotSettings

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")


def blocks(language):
    """Give the code blocks of one language."""
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


def test_its_options_are_accepted():
    """The example can be copied into a workspace."""
    (example,) = blocks("toml")
    options = tomllib.loads(example)["practice"]

    host = Host.load((), settings=options, objects=[Pivot], strict=True)

    practice = host.practices[0].practice
    assert practice.settings.most_talk == 60
    assert [one.words for one in practice.lexicon.find("contrast", "Good, yet not ours")] == ["yet"]


def test_its_table_names_every_option_with_its_default():
    """No option is forgotten, and none is invented."""
    table = README.partition("| option |")[2].partition("\n\n")[0]

    named = dict(re.findall(r"^\| `(\w+)` \| (.*?) \|", table, re.MULTILINE))

    options = attrs.fields(PivotSettings)
    assert list(named) == [field.name for field in options]
    assert [named[one.name] for one in options if type(one.default) is int] == [
        str(one.default) for one in options if type(one.default) is int
    ]


def test_its_table_names_every_rule():
    """Code, name and severity are those of the practice."""
    rules = Host.load((), objects=[Pivot]).rules

    named = re.findall(r"^\| (PIV\d{3}) ([\w-]+) \| ([EWI]) \|", README, re.MULTILINE)

    assert named == [(code, rule.name, rule.severity) for code, (_, rule) in rules.items()]


@pytest.mark.parametrize("words", [ACTS, RUNGS], ids=["acts", "rungs"])
def test_its_tables_say_what_every_act_and_rung_is(words):
    """In the words of the grammar, and in its order."""
    rows = re.findall(r"^\| ([A-Z0-9]+) \| (.*) \|$", README, re.MULTILINE)

    assert [row for row in rows if row[0] in words] == list(words.items())


def test_its_example_of_the_grammar_prints_what_it_shows(capsys):
    """What it prints stands below it."""
    (example,), (shown,) = blocks("python"), blocks("text")

    exec(compile(example, "README.md", "exec"), {})  # noqa: S102

    assert capsys.readouterr().out == shown


def test_its_records_can_be_applied_and_name_every_kind_that_has_an_example(tmp_path):
    """An engagement file with them is accepted; the exemption stands in a sentence."""
    (example,) = blocks("yaml")
    known = "engagement: {id: work, name: Work}\nknown: [bo, ana]\n"
    (tmp_path / "bo.yaml").write_text(known + example, encoding="utf-8")
    Workspace.create(tmp_path / "work", practices=["pivot"], author="ana")

    with Workspace.open(tmp_path / "work", as_of=moment("2031-06-15")) as workspace:
        told = workspace.apply_file(tmp_path / "bo.yaml")

    assert told.count("new") == 1 + 7
    assert [kind.name for kind in KINDS if f"{kind.name}:" not in README] == []


def test_its_figures_are_those_of_the_labelled_list():
    """Precision and recall are what the script prints, rounded."""
    from runpy import run_path

    script = run_path(str(Path(__file__).parent / "evaluate" / "pivot_words.py"))
    told = {name: value for name, value, _ in script["figures"]()}

    for name in ("pivot_words.all", "pivot_words.unseen.all"):
        right, found = (f"{told[f'{name}.{word}']:.2f}" for word in ("precision", "recall"))
        assert f"On {told[f'{name}.sentences']:.0f} sentences" in README
        assert f"right in {right} of the cases, and {found} of what should be found" in README
