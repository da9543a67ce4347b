"""Does the reference say what the commands print, and what each practice brings?"""

from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from writing import book
from writing.regions import regions

import engageframe_cli as cli
from engageframe.practices import Host, find

RENEW = "the code says something else now; write the page anew: nox -s docs -- write"
REFERENCE = Path("docs", "reference")


@pytest.fixture(scope="module")
def written() -> dict[Path, str]:
    """Write the pages, which calls every example."""
    return book.whole()


@pytest.fixture(scope="module")
def host() -> Host:
    """Load every practice."""
    return Host.load(tuple(one.name for one in find()), strict=True)


def read(path: Path) -> str:
    """Read a page as it lies in the repository."""
    return (book.ROOT / path).read_text(encoding="utf-8")


def test_the_pages_say_what_the_code_says(written: dict[Path, str]) -> None:
    """Help, output, rules, records and options are those of today, for every practice here."""
    assert [path.as_posix() for path, text in written.items() if read(path) != text] == [], RENEW


def test_every_command_has_a_place() -> None:
    """Each command of engage, and each below it, is shown with its help and an example."""
    every = dict(below(cli.engage, ""))
    found = regions(read(REFERENCE / "cli.md"))

    assert {*found} == {"command engage", *(f"command {one}" for one in every)}
    for name, one in every.items():
        shown = found[f"command {name}"]
        assert f"Usage: engage {name} " in shown
        assert "```console\n" in shown or isinstance(one, click.Group)


def below(group: click.Group, above: str) -> Iterator[tuple[str, click.Command]]:
    """Give every command of a group and of the groups in it, by the words that call it."""
    context = click.Context(group)
    for name in group.list_commands(context):
        found = group.get_command(context, name)
        yield f"{above}{name}", found
        if isinstance(found, click.Group):
            yield from below(found, f"{above}{name} ")


def test_every_rule_record_and_command_of_a_practice_has_a_section(host: Host) -> None:
    """The page of a practice has a heading for each."""
    for one in host.practices:
        lines = read(REFERENCE / "practices" / f"{one.name}.md").splitlines()
        rules = [f"### {rule.code} {rule.name}" for rule in one.rules]
        kinds = [f"### {kind.name}" for kind in one.kinds]
        commands = [
            f"### engage {group.name} {name}"
            for who, group in host.commands()
            if who == one.name
            for name in group.list_commands(click.Context(group))
        ]
        assert [line for line in (*rules, *kinds, *commands) if line not in lines] == [], one.name


def test_every_practice_has_a_page_and_every_page_a_practice(host: Host) -> None:
    """No practice is left out, and none that is gone is told."""
    pages = {path.stem for path in (book.ROOT / REFERENCE / "practices").glob("*.md")}

    assert pages == {one.name for one in host.practices}


def test_the_table_of_rules_has_every_rule(host: Host) -> None:
    """Each code stands in it once, and leads to a section."""
    shown = regions(read(REFERENCE / "rules.md"))["rules"]
    for code, (practice, rule) in host.rules.items():
        link = f"[{code}](practices/{practice}.md#{code.lower()}-{rule.name})"
        assert shown.count(link) == 1, code
