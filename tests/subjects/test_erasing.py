"""What goes with somebody, what stays without them, and what is asked of a person to decide?"""

import json
from pathlib import Path
from typing import Any

import attrs
import pytest
from tests.subjects.scenes import DAY, make

from engageframe import (
    CommitmentMade,
    Correction,
    EncounterHeld,
    Engagement,
    Host,
    InvalidInput,
    JournalError,
    Kind,
    Person,
    Retraction,
    Statement,
    Workspace,
    moment,
)
from engageframe.journal import Draft
from engageframe_stores import MemoryStore
from engageframe_subjects import Leaving, Rights

REASON = "they asked for it"


@pytest.fixture
def acme(tmp_path: Path) -> Rights:
    """Open the workspace in which Zoe is to be erased."""
    with Rights.open(make(tmp_path / "acme"), as_of=DAY) as workspace:
        yield workspace


def whys(lines: Any) -> dict[str, str]:
    """Give the reasons by kind and the last word of what a record says."""
    return {f"{one.kind} {one.says.split(' ')[-1]}".strip(): one.why for one in lines}


def plain(body: Any) -> dict[str, Any]:
    """Give a body as people would write it."""
    return attrs.asdict(body)


def test_what_is_about_them_alone_goes_with_all_that_speaks_of_it(acme: Rights) -> None:
    """Their description, what was observed of them, their purpose, a promise and its notes."""
    found = acme.leaving("zoe")

    assert whys(found.goes) == {
        "person Quill": "it is about them alone",
        "stakeholder": "it is about them alone",
        "statement mail.": "it is about them alone",
        "purpose six": "it is about them alone",
        "encounter.held dog": "it is about them alone",
        "encounter.reviewed calls": "it speaks of what goes",
        "commitment.made note": "it is about them alone",
        "commitment.kept it": "it speaks of what goes",
    }


def test_what_is_about_others_stays_without_them(acme: Rights) -> None:
    """An encounter with three is one of the other two; its text went, and so did the role."""
    acme.erase("zoe", reason=REASON)
    view = acme.view()

    held = view.encounters["kick-off"].held
    assert [(one.person, one.role) for one in held.attendees] == [
        ("ana", ""), ("erased-1", "withheld"), ("ben", "guest"),
    ]  # fmt: skip
    assert held.subject == "withheld"
    assert [*view.encounters] == ["kick-off"]
    assert [one.what for one in view.commitments.values()] == ["What erased-1 wants"]
    assert [one.body.text for one in view.records(Statement)] == ["Ben reports to erased-1."]
    assert "zoe" not in view.people
    assert view.redacted == 9  # and a correction of what went


def test_a_plan_that_was_frozen_stays_frozen(acme: Rights) -> None:
    """Its actions for them are there, and say nothing."""
    before = acme.view().cycle

    acme.erase("zoe", reason=REASON)

    after = acme.view().cycle
    assert (after.phase, len(after.frozen.actions)) == ("doing", len(before.frozen.actions))
    theirs = [one for one in before.frozen.actions if one.for_whom == "zoe"]
    without = [one for one in after.frozen.actions if one.for_whom == "erased-1"]
    assert len(theirs) == len(without) > 0
    assert {(one.does, one.reason) for one in without} == {("withheld", "withheld")}


def test_a_record_that_somebody_read_can_be_kept_or_destroyed(acme: Rights) -> None:
    """``keep`` leaves the text but for names, ``also`` destroys; the first letters are enough."""
    kick_off = acme.view().encounters["kick-off"].records[0]
    (other,) = [one.id for one in acme.view().records(Statement) if one.body.about == "ben"]

    acme.erase("zoe", reason=REASON, keep=[kick_off[:6]], also=[other])

    view = acme.view()
    assert view.encounters["kick-off"].held.subject == "what erased-1 said of her illness"
    assert view.records(Statement) == ()


def test_what_the_engagement_stands_on_loses_its_texts_alone(acme: Rights) -> None:
    """Its own record and the decisions are never destroyed, whoever asks for it."""
    view = acme.view()
    ids = [view.engagement_record.id, view.cycle.frozen_record]

    acme.erase("zoe", reason=REASON, also=ids)

    after = acme.view()
    assert (after.engagement.name, after.engagement.client) == ("withheld", "acme-ltd")
    assert after.cycle.phase == "doing"
    assert {one.does for one in after.cycle.frozen.actions} == {"withheld"}


def test_a_part_of_a_name_is_listed_and_left(acme: Rights) -> None:
    """A first name alone may be somebody else's: nobody but a reader can tell."""
    acme.record(Statement(about="ben", text="Quill is a town", basis="ours", by="ana"))

    found = acme.leaving("zoe")

    assert whys(found.perhaps) == {"statement town": "a part of their name stands in it"}


def test_a_part_of_a_name_at_the_beginning_of_a_line_is_listed(acme: Rights) -> None:
    """How a body is written as JSON hides nothing."""
    acme.record(Statement(about="ben", text="A town:\nQuill", basis="ours", by="ana"))

    assert len(acme.leaving("zoe").perhaps) == 1


def test_who_told_records_stays_their_author(acme: Rights) -> None:
    """The chain keeps its own fields, and that is counted."""
    found = acme.leaving("ana")
    told = sum(1 for _ in acme.journal.read())

    acme.erase("ana", reason=REASON)

    assert found.headers == {"author": told}
    assert {one.author for one in acme.journal.read()} == {"ana"}
    assert acme.view().commitments["note"].promisor == "erased-1"


def test_the_journal_keeps_that_it_was_done(acme: Rights) -> None:
    """Who, when, why and how much; an erasure cannot be told, and its reason names nobody."""
    with pytest.raises(InvalidInput, match="the reason names them"):
        acme.erase("zoe", reason="Zanthippe Quill asked for it")

    done = acme.erase("zoe", reason=REASON)

    (record,) = [one for one in acme.journal.read(["register"]) if one.kind == "erasure"]
    assert (record.author, record.happened) == ("ana", "2026-03-10")
    assert json.loads(record.body) == {"reason": REASON, "destroyed": len(done.destroyed)}


@pytest.mark.parametrize(
    ("who", "says"),
    [
        ("nobody", 'nothing is held about "nobody"'),
        ("acme-ltd", '"acme-ltd" is no person'),
        ("acme", '"acme" is no person'),
    ],
)
def test_who_is_no_person_here_is_told(acme: Rights, who: str, says: str) -> None:
    """Neither a stranger nor a firm nor an engagement can be erased."""
    with pytest.raises(InvalidInput, match=says):
        acme.erase(who, reason=REASON)


def test_every_practice_that_is_listed_is_needed(tmp_path: Path) -> None:
    """Nobody else can say which of its records are whose."""
    folder, says = make(tmp_path / "acme"), "nobody can read the records of cycle"

    with (
        Rights.open(folder, no_practices=True) as workspace,
        pytest.raises(InvalidInput, match=says),
    ):
        workspace.erase("zoe", reason=REASON)


class Simple(MemoryStore):
    """A store of another make, which cannot destroy for good."""

    purge = property()


def test_a_store_that_cannot_destroy_for_good_says_so() -> None:
    """Nothing is begun with it."""
    workspace = Rights(Simple(), Host.load(()), as_of=DAY)

    with pytest.raises(JournalError, match='the store "sqlite" cannot destroy for good'):
        workspace.erase("zoe", reason=REASON)


@pytest.fixture
def small() -> Rights:
    """Open a workspace in memory, with Maria and Ben."""
    workspace = Rights(MemoryStore(), Host.load(()), as_of=DAY)
    workspace.record(Engagement(id="acme", name="Acme"))
    workspace.record(Person(id="maria", name="Maria López"))
    return workspace


def said(workspace: Rights, text: str, about: str = "ben") -> str:
    """Record a statement, and give its id."""
    workspace.record(Statement(about=about, text=text, basis="ours", by="me"))
    return workspace.view().records(Statement)[-1].id


def texts(workspace: Workspace) -> list[str]:
    """Give the texts of the statements that count."""
    return [one.body.text for one in workspace.view().records(Statement)]


def erase(workspace: Rights) -> Leaving:
    """Erase Maria."""
    return workspace.erase("maria", reason=REASON)


@pytest.mark.parametrize("reason", ["it was not Maria López", "a slip"])
def test_a_name_that_was_corrected_away_goes_too(small: Rights, reason: str) -> None:
    """The old words are destroyed, and what holds is read as before."""
    id_ = said(small, "Maria López is late")
    right = Statement(about="ben", text="Ben is late", basis="ours", by="me")
    small.record(Correction(record=id_, body=plain(right), reason=reason))

    erase(small)

    assert texts(small) == ["Ben is late"]
    assert small.view().has_record(id_)
    assert [one for one in small.journal.read() if one.body and b"Maria" in one.body] == []


def test_a_correction_that_names_them_is_not_lost_for_others(small: Rights) -> None:
    """What holds by it goes on to hold, without the name."""
    id_ = said(small, "Ben is late")
    right = Statement(about="ben", text="Ben waits for Maria López", basis="ours", by="me")
    small.record(Correction(record=id_, body=plain(right), reason="x", happened=moment("2026-02")))

    erase(small)

    (record,) = small.view().records(Statement)
    assert (record.body.text, record.happened.text) == ("Ben waits for erased-1", "2026-02")


def test_what_was_redacted_by_hand_stays_withheld(small: Rights) -> None:
    """A correction of it that was left goes, and nothing stands in for what nobody knows."""
    id_ = said(small, "Ben is late")
    right = Statement(about="ben", text="Ben waits for Maria López", basis="ours", by="me")
    small.record(Correction(record=id_, body=plain(right), reason="x"))
    small.journal.redact([id_])

    erase(small)

    assert texts(small) == []
    assert [one for one in small.journal.read() if one.body and b"Maria" in one.body] == []


def test_what_was_taken_back_stays_taken_back(small: Rights) -> None:
    """A retraction whose reason names them is told again without a reason."""
    id_ = said(small, "Ben is late")
    small.record(Retraction(record=id_, reason="Maria López denies it"))

    erase(small)

    assert texts(small) == []
    assert not small.view().has_record(id_)


def test_what_was_taken_back_and_names_them_is_destroyed(small: Rights) -> None:
    """That it does not count is no reason to keep it."""
    id_ = said(small, "Maria López is late")
    small.record(Retraction(record=id_, reason="no"))

    erase(small)

    assert next(one for one in small.journal.read() if one.id == id_).body is None
    assert texts(small) == []


def test_what_stands_in_can_be_corrected_like_any_other(small: Rights) -> None:
    """A later correction of such a record is read, though its first body is gone."""
    small.record(Person(id="ben", name="Ben Okoro"))
    id_ = said(small, "Maria López is late")
    erase(small)
    right = Statement(about="ben", text="Somebody was late", basis="ours", by="me")

    small.record(Correction(record=id_, body=plain(right), reason="clearer"))

    assert texts(small) == ["Somebody was late"]


@attrs.frozen(kw_only=True)
class Pair:
    """Two people who are not the same."""

    one: str
    other: str

    def __attrs_post_init__(self) -> None:
        if "erased" in self.one:
            raise ValueError("Pair.one is nobody")


def test_what_cannot_be_told_without_them_goes() -> None:
    """Where the kind refuses the word that stands for them, the record is destroyed."""
    kind = Kind(name="pair.seen", body=Pair, about=("one", "other"))
    host = Host.load(())
    host.kinds = type(host.kinds)([*host.kinds.values(), kind])
    workspace = Rights(MemoryStore(), host, as_of=DAY)
    workspace.record(Engagement(id="acme", name="Acme"))
    workspace.record(Pair(one="maria", other="ben"))

    found = workspace.leaving("maria")

    assert [(one.kind, one.why) for one in found.goes] == [
        ("pair.seen", "it cannot be told without them")
    ]


def test_a_kind_that_nobody_knows_goes_when_it_names_them(small: Rights) -> None:
    """What cannot be read cannot be told again."""
    for number, body in enumerate((b'{"who":["maria"]}', b'{"maria-x":"ben"}')):
        odd = Draft(
            id=f"odd{number}", stream="acme", kind="odd.seen", version=1, happened="2026",
            author="me", body=body,
        )  # fmt: skip
        small.journal.append([odd], request=odd.id, recorded="2027", expected=None)

    erase(small)

    left = {one.id: one.body for one in small.journal.read() if one.kind == "odd.seen"}
    assert left == {"odd0": None, "odd1": b'{"maria-x":"ben"}'}


def test_somebody_who_was_never_described_can_be_erased(small: Rights) -> None:
    """An id in the records of others is enough."""
    small.record(CommitmentMade(id="c", promisor="me", promisee="eve", what="a call"))

    found = small.erase("eve", reason=REASON)

    assert [one.kind for one in found.goes] == ["commitment.made"]


def test_columns_that_nobody_mapped_are_withheld(small: Rights) -> None:
    """What an import kept as it was is free text, too, names of columns among it."""
    there = [{"person": "maria"}, {"person": "ben"}]
    body = {"id": "e", "attendees": there, "extra": {"Maria López": "came", "seat": "3"}}
    small.record(small.codec.record(_entry(body)).body)

    erase(small)

    held = small.view().records(EncounterHeld)[0].body
    assert held.extra == {"erased-1": "withheld", "seat": "withheld"}


def _entry(body: dict[str, Any]) -> Any:
    from engageframe.journal import Entry

    return Entry(
        1, "e", "acme", 1, "encounter.held", 1, "2026", "", "me", "", "", json.dumps(body).encode()
    )


def test_others_who_write_meanwhile_are_not_missed(small: Rights) -> None:
    """What is written between the look and the act is found, and the act repeated."""
    append, told = small.journal.append, []

    def slow(*given: Any, **more: Any) -> Any:
        if more.get("destroy") and not told:
            told.append(1)
            odd = Draft(
                id="new", stream="zeta", kind="house", version=1, happened="2026", author="me",
                body=b'{"name":"n","text":"Maria L\xc3\xb3pez"}',
            )  # fmt: skip
            append([odd], request="x", recorded="2027", expected=None)
        return append(*given, **more)

    small.journal.append = slow

    erase(small)

    assert told
    assert [one.id for one in small.journal.read() if one.body and b"Maria" in one.body] == []
