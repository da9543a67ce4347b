"""Is every kind and version that was ever shipped still read?

``records.jsonl`` holds one record of each; lines are added when a kind gets another version, and
never changed.
"""

import json
from pathlib import Path

import pytest
from tests.laws.strategies import told

from engageframe.codec import Codec
from engageframe.encoding import canonical
from engageframe.journal import Draft, Entry
from engageframe.kinds import CORE_KINDS, Kinds
from engageframe.loading import EVER, Loader
from engageframe.reviewing import review

LINES = (Path(__file__).parent / "records.jsonl").read_text(encoding="utf-8").splitlines()
CODEC = Codec(Kinds(CORE_KINDS))


def entry(line: str) -> Entry:
    """Read a line as a store would give it."""
    fields = json.loads(line)
    body = json.dumps(fields.pop("body"), ensure_ascii=False).encode()
    return Entry(
        seq=1, position=1, recorded="2026-05-01T09:00:00.000000Z", author="ana", cause="",
        body=body, **fields,
    )  # fmt: skip


def corpus() -> list[Draft]:
    """Give all lines as they would be written."""
    return [
        Draft(
            id=one.id, stream=one.stream, kind=one.kind, version=one.version,
            happened=one.happened, author=one.author, source=one.source, body=one.body or b"",
        )
        for one in map(entry, LINES)
    ]  # fmt: skip


def test_no_kind_or_version_is_missing() -> None:
    """Whoever ships another kind or version adds a line for it."""
    shipped = {(kind.name, n) for kind in CORE_KINDS for n in range(1, kind.version + 1)}
    kept = [(one.kind, one.version) for one in map(entry, LINES)]

    assert set(kept) == shipped
    assert len(kept) == len(shipped)


@pytest.mark.parametrize(
    "line", LINES, ids=lambda line: "{kind} {version}".format(**json.loads(line))
)
def test_every_record_ever_shipped_is_read(line: str) -> None:
    """It becomes the body of today; while the version is the same, nothing it said is lost."""
    old = entry(line)

    record = CODEC.record(old)

    assert type(record.body) is CODEC.kinds[old.kind].body
    if old.version == CODEC.kinds[old.kind].version:
        assert says_all(json.loads(canonical(record.body)), json.loads(old.body or b""))


def says_all(now: object, before: object) -> bool:
    """Tell whether nothing is lost: what is new may only stand beside what was told before."""
    if isinstance(now, dict) and isinstance(before, dict):
        return all(name in now and says_all(now[name], one) for name, one in before.items())
    if isinstance(now, list) and isinstance(before, list):
        return len(now) == len(before) and all(map(says_all, now, before))
    return now == before


def test_the_whole_corpus_is_one_engagement_that_can_be_reviewed() -> None:
    """Its records fold to a view with every noun, and to a review."""
    load = Loader(journal=told(corpus()), codec=CODEC, lenses=(), grounds="")

    view = load.view("acme-rollout", as_of=EVER)

    assert view.unknown == {}
    assert (view.cycle.number, len(view.cycle.carried)) == (2, 1)
    assert [one.state for one in view.commitments.values()] == ["kept_late"]
    assert view.encounters["visit-1"].reviewed.outcome == "advance"
    assert view.encounters["visit-1"].held.subject == "power budget"
    assert [one.state for one in review(view, (), (), ()).lessons] == ["applied"]
