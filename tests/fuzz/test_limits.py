"""Are the limits those that the page tells, and is what is more refused?"""

import re
from pathlib import Path

import pytest

from engageframe import InvalidInput, moment, settings, workspace
from engageframe.kinds import CORE_KINDS, Kinds
from engageframe.model import fields
from engageframe_cli import facts
from engageframe_csv import read, tables, understanding
from engageframe_lexicons import finding
from engageframe_yaml import places
from engageframe_yaml import read as read_file

_PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "limits.md").read_text("utf-8")
_TODAY = moment("2026-06-30")
_LIMITS = {
    "a file for `engage apply` or `engage import`": workspace.MOST_BYTES,
    "an engagement file": places.LARGEST,
    "values in a YAML file": places.MOST_PARTS,
    "levels in a YAML file": places.DEEPEST,
    "values repeated by aliases in a YAML file": places.MOST_REPEATED,
    "mistakes told of an engagement file": places.MOST_MISTAKES,
    "a mapping": understanding.LARGEST,
    "lines of a table": tables.MOST_LINES,
    "a cell of a table": tables.LONGEST_CELL,
    "lines of one quoted cell": tables.MOST_LINES_OF_A_CELL,
    "`engageframe.toml`": settings.LARGEST,
    "levels of JSON on the command line": facts.DEEPEST,
    "an id": fields.LONGEST_ID,
    "the id of a proposal": fields.LONGEST_KEY,
    "a text of a record": fields.LONGEST_TEXT,
    "a phrase of a lexicon": finding.MOST_WORDS,
    "`..` and `word?` in a phrase": finding.MOST_MISSING,
}


@pytest.mark.parametrize("what", _LIMITS)
def test_the_page_tells_the_limit(what: str) -> None:
    """The first number of a row is the one in the code."""
    row = re.search(rf"^\| {re.escape(what)} \| ([\d,]+)", _PAGE, re.MULTILINE)

    assert row is not None
    assert int(row[1].replace(",", "")) == _LIMITS[what]


def _apply(text: str) -> None:
    read_file(text, name="a.yaml", kinds=Kinds(CORE_KINDS), today=_TODAY, author="me")


def _table(data: bytes, by: str) -> None:
    read(
        data, by, name="a.csv", mapping_name="a.yaml", kinds=Kinds(CORE_KINDS), author="me",
        today=_TODAY,
    )  # fmt: skip


_PEOPLE = 'system: crm\nrecord: person\nfields: {id: "{Key}", name: "{Name}"}\n'


def test_a_file_of_too_many_values_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where it becomes too many is named."""
    monkeypatch.setattr(places, "MOST_PARTS", 50)

    _apply("known: [" + "a, " * 30 + "a]")
    with pytest.raises(InvalidInput, match="a.yaml:1:.*: more than 50 values; split the file"):
        _apply("known: [" + "a, " * 60 + "a]")


@pytest.mark.parametrize("text", ["a: 1\n" * 1_200, "records:\n" + "- {x: y}\n" * 1_200])
def test_a_file_of_mistakes_is_not_read_to_its_end(text: str) -> None:
    """A thousand are told, and that there may be more."""
    with pytest.raises(InvalidInput, match="too many mistakes") as caught:
        _apply(text)

    assert len(caught.value.problems) == places.MOST_MISTAKES + 1


def test_a_mapping_of_too_many_bytes_is_refused() -> None:
    """A table of that size would be one in the wrong place."""
    with pytest.raises(InvalidInput, match="the mapping holds 1,000,0.. bytes"):
        _table(b"Key,Name\n1,A\n", _PEOPLE + "#" * 1_000_000)


def test_a_table_of_too_many_lines_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Empty lines count, as they take memory, too; a line break of two characters counts once."""
    monkeypatch.setattr(tables, "MOST_LINES", 10)

    _table(b"Key,Name\n1,A\n" + b"\n" * 8, _PEOPLE)
    _table(b"Key,Name\r\n1,A\r\n" + b"\r\n" * 8, _PEOPLE)
    with pytest.raises(InvalidInput, match=r"it has 12 line breaks, the limit is 10; split it"):
        _table(b"Key,Name\n1,A\n" + b"\r\n\r" * 5, _PEOPLE)


def test_settings_of_too_many_bytes_are_refused(tmp_path: Path) -> None:
    """Whatever it is, it is not settings."""
    (tmp_path / settings.FILE).write_text("#" * 1_000_001, encoding="utf-8")

    with pytest.raises(InvalidInput, match="it holds more than 1,000,000 bytes"):
        settings.read(tmp_path)


def test_a_cell_beyond_what_python_reads_is_too_long() -> None:
    """It is set aside for its length, not for a quote that it has not."""
    found = read(
        b"Key,Name\n1,A\n2," + b"x" * 200_000 + b"\n3,C\n", _PEOPLE, name="a.csv",
        mapping_name="a.yaml", kinds=Kinds(CORE_KINDS), author="me", today=_TODAY,
    )  # fmt: skip

    assert [(one.row, one.reason) for one in found.set_aside] == [(3, "too_long")]
    assert [one.rows for one in found.items] == [(2,), (4,)]
