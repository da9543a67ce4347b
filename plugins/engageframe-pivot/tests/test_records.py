"""Is every record read that was ever shipped, and every mistake in one told with its place?

``records.jsonl`` holds one record of each kind and version; lines are added when a kind gets
another version, and never changed.
"""

import json
from contextlib import nullcontext
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engageframe import InvalidInput, Workspace, moment
from engageframe.codec import Codec, canonical
from engageframe.journal import Entry
from engageframe.kinds import CORE_KINDS, Kinds
from engageframe_pivot.records import KINDS, Acts, SpeechAct

LINES = (Path(__file__).parent / "records.jsonl").read_text(encoding="utf-8").splitlines()
CODEC = Codec(Kinds([*CORE_KINDS, *KINDS]))
MINUTES = st.none() | st.integers(0, 59).map(lambda minute: f"2031-03-01T09:{minute:02d}+00:00")


def entry(line):
    """Read a line as a store would give it."""
    fields = json.loads(line)
    body = json.dumps(fields.pop("body"), ensure_ascii=False).encode()
    return Entry(
        seq=1, position=1, recorded="2031-05-01T09:00:00.000000Z", author="ana", cause="",
        source="", stream="work", id="x", body=body, **fields,
    )  # fmt: skip


def test_no_kind_or_version_is_missing():
    """Whoever ships another kind or version adds a line for it."""
    shipped = {(kind.name, n) for kind in KINDS for n in range(1, kind.version + 1)}

    assert {(one.kind, one.version) for one in map(entry, LINES)} == shipped


@pytest.mark.parametrize(
    "line", LINES, ids=lambda line: "{kind} {version}".format(**json.loads(line))
)
def test_every_record_ever_shipped_is_read(line):
    """It becomes the body of today; while the version is the same, nothing it said is lost."""
    old = entry(line)

    record = CODEC.record(old)

    assert type(record.body) is CODEC.kinds[old.kind].body
    if old.version == CODEC.kinds[old.kind].version:
        said, now = json.loads(old.body), json.loads(canonical(record.body))
        assert now | said == now


def test_a_free_text_of_a_record_is_declared():
    """What people write freely is named, so that others can look after it."""
    declared = {kind.name: kind.text for kind in KINDS}

    assert declared == {
        "pivot.decision": ("text",),
        "pivot.reason": ("text",),
        "pivot.restatement": ("text",),
        "pivot.idea": ("text", "coexists", "permission", "hoped_for"),
        "pivot.acts": ("acts",),
        "pivot.acceptance": ("words", "action", "explained_to"),
        "pivot.changed": ("text",),
        "pivot.exempted": ("reason",),
    }


@settings(deadline=None)
@given(st.lists(MINUTES, min_size=1, max_size=6))
def test_law_acts_stand_in_the_order_of_their_times(times):
    """They are refused exactly when a time goes back, and the message names both acts."""
    acts = tuple(SpeechAct(act="ACK", at=time and moment(time)) for time in times)
    known = [time for time in times if time]

    right = "write the acts in the order in which they were said"
    refused = nullcontext() if known == sorted(known) else pytest.raises(ValueError, match=right)

    with refused:
        Acts(encounter="met", decision="boards", acts=acts)


FILE = """
engagement: {id: work, name: Work}
people: [{id: bo, name: Bo}]
records:
  - happened: 2031-03-01
    pivot.reason: {decision: boards, text: they answer, by: bo}
  - happened: 2031-03-01
    pivot.acts:
      encounter: met
      decision: boards
      acts:
        - {act: ACK}
        - {act: CHEK}
  - happened: 2031-03-01
    pivot.acts:
      encounter: met-2
      decision: boards
      acts:
        - {act: ACK, at: "2031-03-01T09:10+00:00"}
        - {act: CHECK, at: "2031-03-01T09:05+00:00"}
  - happened: 2031-03-01
    pivot.acceptance: {idea: sleep, rung: A9, basis: said}
  - happened: 2031-03-01
    pivot.decision: {id: boards, who: bo, basis: said, text: " "}
  - happened: 2031-03-01
    pivot.acts: {encounter: met-3, decision: boards, acts: []}
  - happened: 2031-03-01
    pivot.acts: {encounter: met-4, decision: boards, talk_share: 101, acts: [{act: ACK}]}
"""


def test_all_mistakes_of_a_file_are_told_with_place_and_remedy_and_nothing_is_written(tmp_path):
    """An unknown act, an act back in time, a reason without basis: each at its line."""
    Workspace.create(tmp_path / "work", practices=["pivot"], author="ana")
    file = tmp_path / "bo.yaml"
    file.write_text(FILE, encoding="utf-8")

    with Workspace.open(tmp_path / "work", as_of=moment("2031-06-15")) as workspace:
        with pytest.raises(InvalidInput) as refused:
            workspace.apply_file(file)
        written = list(workspace.journal.read())

    assert written == []
    told = [f"{one.where} {one.says}; {one.remedy}" for one in refused.value.problems]
    wanted = [
        'bo.yaml:6:5 the field "basis" is missing; Reason needs it',
        "bo.yaml:13:12 'CHEK' is not one of ACK, CHECK",
        "bo.yaml:15:5 Acts.acts: act 2 (CHECK) is at 2031-03-01T09:05+00:00, before act 1 at",
        "bo.yaml:22:37 'A9' is not one of A0, A1",
        "bo.yaml:24:56 Decision.text is ' ': expected a text that is not blank",
        "bo.yaml:26:5 Acts.acts is empty: expected at least one act, such as {act: ACK}",
        "bo.yaml:28:54 Acts.talk_share is 101: expected a whole number from 0 to 100",
    ]
    assert len(told) == len(wanted)
    assert [one for one, part in zip(told, wanted, strict=True) if not one.startswith(part)] == []
    assert told[1].endswith('did you mean "CHECK"?')


def test_an_act_back_in_time_is_told_with_both_acts():
    """The times of a record are compared as far as they are known."""
    early, late = moment("2031-03-01T09:05+00:00"), moment("2031-03-01T09:10+00:00")
    acts = (SpeechAct(act="ACK", at=late), SpeechAct(act="CHECK"), SpeechAct(act="CONF", at=early))

    with pytest.raises(ValueError, match=r"act 3 \(CONF\) is at 2031-03-01T09:05\+00:00, before"):
        Acts(encounter="met", decision="boards", acts=acts)
