"""Is every kind and version that was ever shipped still read?

``records.jsonl`` holds one record of each; lines are added when a kind gets another version, and
never changed.
"""

import json
from pathlib import Path

import pytest

from engageframe.codec import Codec
from engageframe.encoding import canonical
from engageframe.journal import Entry
from engageframe.kinds import CORE_KINDS, Kinds
from engageframe_trust.kinds import KINDS

LINES = Path(__file__).with_name("records.jsonl").read_text(encoding="utf-8").splitlines()
CODEC = Codec(Kinds([*CORE_KINDS, *KINDS]))


def test_no_kind_or_version_is_missing():
    """Whoever ships another kind or version adds a line for it."""
    shipped = [(kind.name, n) for kind in KINDS for n in range(1, kind.version + 1)]

    assert [(one["kind"], one["version"]) for one in map(json.loads, LINES)] == shipped


@pytest.mark.parametrize("line", LINES, ids=lambda line: json.loads(line)["kind"])
def test_every_record_ever_shipped_is_read(line):
    """It becomes the body of today; while the version is the same, nothing it said is lost."""
    told = json.loads(line)
    entry = Entry(
        seq=1, id="r", stream="work", position=1, kind=told["kind"], version=told["version"],
        happened="2031-05-01", recorded="2031-05-01T09:00:00.000000Z", author="ana", source="",
        cause="", body=json.dumps(told["body"]).encode(),
    )  # fmt: skip
    body = CODEC.record(entry).body

    assert type(body) is CODEC.kinds[told["kind"]].body
    if told["version"] == CODEC.kinds[told["kind"]].version:
        assert told["body"].items() <= json.loads(canonical(body)).items()


def test_free_text_and_people_are_declared():
    """Every text field, and every field that names somebody, is known to the core."""
    people = {"by", "to", "of", "whom", "acknowledged_by"}
    words = {"what", "note", "apology", "fix", "evidence"}
    for kind in KINDS:
        fields = {one.name for one in kind.body.__attrs_attrs__}
        chosen = {"what"} if kind.name in ("trust.favour", "trust.give_back") else set()
        assert set(kind.about) == fields & people
        assert set(kind.text) == fields & (words - chosen)
