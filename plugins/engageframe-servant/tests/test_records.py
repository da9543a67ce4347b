"""Is every record that was ever shipped still read, and is a faulty one told with its place?

``records.jsonl`` holds one record of each kind and version; lines are added, and never changed.
"""

import json
from pathlib import Path

import attrs
import pytest

from engageframe import Entry, InvalidInput, moment
from engageframe.codec import Codec, canonical
from engageframe.kinds import CORE_KINDS, Kinds
from engageframe_servant import Servant, records
from engageframe_servant.kinds import KINDS

LINES = (Path(__file__).parent / "records.jsonl").read_text(encoding="utf-8").splitlines()
CODEC = Codec(Kinds((*CORE_KINDS, *KINDS)))


def entry(line):
    """Read a line as a store would give it."""
    fields = json.loads(line)
    body = json.dumps(fields.pop("body"), ensure_ascii=False).encode()
    return Entry(
        seq=1, position=1, recorded="2026-05-01T09:00:00.000000Z", author="ana", cause="",
        body=body, **fields,
    )  # fmt: skip


def test_no_kind_or_version_is_missing():
    """Whoever ships another kind or version adds a line for it."""
    shipped = [(kind.name, n) for kind in KINDS for n in range(1, kind.version + 1)]

    assert [(one.kind, one.version) for one in map(entry, LINES)] == shipped


@pytest.mark.parametrize(
    "line", LINES, ids=lambda line: "{kind} {version}".format(**json.loads(line))
)
def test_every_record_ever_shipped_is_read(line):
    """It becomes the body of today, its id is that of its content, and nothing it said is lost."""
    old = entry(line)

    body = CODEC.record(old).body

    said, now = json.loads(old.body), json.loads(canonical(body))
    assert now | said == now
    again = CODEC.draft(
        body, engagement=old.stream, happened=moment(old.happened), author="ana", source=old.source
    )
    assert again.id == old.id


def test_what_a_kind_says_of_its_fields_is_so():
    """Ids of people, personal data and free text are declared under names that there are."""
    for kind in KINDS:
        fields = {one.name for one in attrs.fields(kind.body)}
        assert {*kind.identity, *kind.about, *kind.personal, *kind.text} <= fields
        assert kind.name.startswith("servant.")
        assert kind.namespace == "service"


def test_every_free_text_is_declared():
    """What people may write anything into can be searched and redacted."""
    for kind in KINDS:
        for field in attrs.fields(kind.body):
            check = getattr(field.validator, "__name__", "")
            free = check == "a_text" or field.type in (records.Words, records.Words | None)
            assert not free or field.name in kind.text, f"{kind.name}.{field.name}"


FILE = """
engagement: {{id: work, name: Work}}
people: [{{id: bo, name: Bo}}, {{id: ana, name: Ana}}]
records:
  - happened: 2026-03-01
    {0}
"""


@pytest.mark.parametrize(
    ("record", "place", "says"),
    [
        (
            "servant.card: {id: c, for_whom: bo, about: x, timing: {text: soon, by: bo}}",
            "bad.yaml:6:51",
            'the field "basis" is missing; Words needs it',
        ),
        (
            "servant.card: {id: c, for_whom: bo, about: x, risks: {text: x, basis: felt, by: bo}}",
            "bad.yaml:6:68",
            "'felt' is not one of said, confirmed, observed, inferred, ours",
        ),
        (
            "servant.card: {id: c, for_whom: nobody, about: x}",
            "bad.yaml:6:27",
            'nothing describes "nobody"',
        ),
        (
            "servant.card: {id: c, for_whom: bo, about: x, results: [fame]}",
            "bad.yaml:6:61",
            "'fame' is not one of revenue, costs, risks",
        ),
        (
            "servant.credit: {by: ana, to: [], what: x}",
            "bad.yaml:6:5",
            "Credit.to is empty: expected the ids of those who did it",
        ),
        (
            "servant.message: {id: m, by: ana, what: x, known: 2026-03-02, told: 2026-03-01}",
            "bad.yaml:6:5",
            "Message.told is 2026-03-01, before known (2026-03-02)",
        ),
        (
            "servant.act: {id: a, what: x, for_whom: bo, by: ana, minutes: -1}",
            "bad.yaml:6:58",
            "Act.minutes is -1: expected a whole number from 0 to 10000",
        ),
        (
            "servant.kard: {id: c}",
            "bad.yaml:6:5",
            'unknown kind "servant.kard"; did you mean "servant.card"?',
        ),
    ],
)
def test_a_faulty_record_is_told_with_place_and_remedy(world, tmp_path, record, place, says):
    """Nothing of its file is recorded."""
    path = tmp_path / "bad.yaml"
    path.write_text(FILE.format(record), encoding="utf-8")
    workspace = world().open()
    before = workspace.journal.head()

    with pytest.raises(InvalidInput) as told:
        workspace.apply_file(path)

    assert [one.where for one in told.value.problems] == [place]
    assert says in str(told.value)
    assert workspace.journal.head() == before


def test_the_practice_reads_nothing_of_the_house():
    """A practice that declared it would not be loaded."""
    from engageframe.practices import Host

    class Greedy(Servant):
        reads = (*Servant.reads, "house")

    (failure,) = Host.load((), objects=[Greedy]).failures
    assert '"house" is of the house, and the practice serves the client' in str(failure)
