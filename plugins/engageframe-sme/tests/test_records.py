"""Is every record that was ever shipped read, and does each kind say what it holds?"""

import json
from pathlib import Path

import attrs
import pytest

from engageframe.codec import Codec
from engageframe.encoding import canonical
from engageframe.journal import Entry
from engageframe.kinds import CORE_KINDS, Kinds
from engageframe_sme.records import KINDS

LINES = (Path(__file__).parent / "records.jsonl").read_text(encoding="utf-8").splitlines()
CODEC = Codec(Kinds([*CORE_KINDS, *KINDS]))


def entry(line):
    """Read a line as a store would give it."""
    fields = json.loads(line)
    body = json.dumps(fields.pop("body"), ensure_ascii=False).encode()
    return Entry(
        seq=1, position=1, recorded="2031-05-01T09:00:00.000000Z", author="ana", cause="",
        source="", body=body, **fields,
    )  # fmt: skip


def test_no_kind_or_version_is_missing():
    """Whoever ships another kind or version adds a line for it, and changes none."""
    shipped = {(kind.name, n) for kind in KINDS for n in range(1, kind.version + 1)}

    assert {(one.kind, one.version) for one in map(entry, LINES)} == shipped


@pytest.mark.parametrize("line", LINES, ids=lambda line: json.loads(line)["kind"])
def test_every_record_ever_shipped_is_read(line):
    """Nothing it said is lost, and every field is told in the corpus."""
    old = entry(line)

    record = CODEC.record(old)

    kind = CODEC.kinds[old.kind]
    assert type(record.body) is kind.body
    said, now = json.loads(old.body), json.loads(canonical(record.body))
    assert now == said
    assert [one.name for one in attrs.fields(kind.body) if one.name not in said] == []


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_kind_names_only_fields_that_it_has(kind):
    """Identity, people, personal data and free text are declared by their fields."""
    fields = {one.name for one in attrs.fields(kind.body)}

    assert fields >= {*kind.identity, *kind.about, *kind.personal, *kind.text}
    assert kind.identity or kind.name == "sme.what-more"  # asked again, it is another answer


def test_free_text_is_declared():
    """Whatever people write at length is declared, so that it can be searched and redacted."""
    free = {"text", "framing", "reason", "note", "answer", "evidence", "topics"}
    for kind in KINDS:
        there = {one.name for one in attrs.fields(kind.body)} & free

        choices = {"answer"} if kind.name == "sme.introduction" else set()
        assert there - choices <= set(kind.text), kind.name
