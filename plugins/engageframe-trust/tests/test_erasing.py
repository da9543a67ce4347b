"""Does erasing one person of theirs leave the accounts of all others as they were?"""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engageframe import (
    CommitmentBroken,
    CommitmentKept,
    CommitmentReleased,
    CommitmentRenegotiated,
)
from engageframe_subjects import Rights
from engageframe_trust.kinds import BreakRepaired, DeedAcknowledged, InsightShared
from engageframe_trust.ledger import Ledger
from engageframe_trust.words import day_of

START = 741_500
WHO = st.sampled_from(("bo", "cy"))
DAYS = st.integers(0, 40)


def posted(workspace):
    """Give what stands in each account that is not Cy's: its postings, and what is read."""
    ledger = Ledger(workspace.view(), lines=True)
    return {
        pair: (
            [(one.day, one.deed, one.account, one.other, one.amount)
             for one in ledger.books.accounts[pair].lines],
            ledger.reading(pair),
        )
        for pair in ledger.pairs if pair[1] == "bo"
    }  # fmt: skip


@st.composite
def told(draw):
    """Tell promises and gifts of Ana to Bo, about which Cy had a word, too."""
    found = []
    for n in range(draw(st.integers(1, 3))):
        made, due, then = (draw(DAYS) for _ in range(3))
        found.append(("promise", f"p{n}", made, made + due))
        if draw(st.booleans()):
            found.append((CommitmentRenegotiated(
                id=f"p{n}", due=day_of(START + made + due + 20), agreed_by=draw(WHO)
            ), made + then // 2))  # fmt: skip
        end = draw(st.sampled_from((
            lambda id_, who: CommitmentKept(id=id_, acknowledged_by=who),
            lambda id_, who: CommitmentReleased(id=id_, released_by=who),
            lambda id_, who: CommitmentBroken(id=id_, told_before_due=True, note=f"{who} knows"),
            lambda id_, who: CommitmentKept(id=id_),
        )))  # fmt: skip
        found.append((end(f"p{n}", draw(WHO)), made + then))
        found.append((DeedAcknowledged(deed=f"p{n}", by=draw(WHO)), made + then + 2))
        found.append((BreakRepaired(
            commitment=f"p{n}", by="ana", fix="done", acknowledged_by=draw(WHO)
        ), made + then + 3))  # fmt: skip
    seen = tuple(sorted(draw(st.sets(WHO))))
    gift = InsightShared(id="i", by="ana", to=("bo", "cy"), what="a tip", acknowledged_by=seen)
    found.append((gift, draw(DAYS)))
    found.append((DeedAcknowledged(deed="i", by=draw(WHO), useful=True), 41))
    return found


@given(told())
@settings(max_examples=25, deadline=None)
def test_erasing_a_person_leaves_the_account_of_every_other_pair_unchanged(world, told):
    """Through the verb that destroys: what Cy agreed to, acknowledged or let go still counts."""
    made = world(as_of=day_of(START + 100).text).met("m", "2031-03-01", "ana", "bo", "cy")
    for one, *when in told:
        if one == "promise":
            id_, first, due = when
            made.promise(id_, day_of(START + first).text, day_of(START + due).text)
        else:
            made.tell(one, day_of(START + when[0]).text)
    opened = made.open()
    workspace = Rights(opened.journal, opened.host, as_of=made.as_of)
    before = posted(workspace)
    told_before = Ledger(workspace.view()).dealings.not_booked
    workspace.erase("cy", reason="they asked")
    after = Ledger(workspace.view(), lines=True)

    assert posted(workspace) == before
    said = {(one.record, one.says.replace('"cy"', '"erased-1"')) for one in told_before}
    assert {(one.record, one.says) for one in after.dealings.not_booked} <= said
    assert {pair[1] for pair in after.pairs} <= {"bo"}


@pytest.mark.parametrize("word", ["erased-0", "erased-", "erased-1x", "unerased-1"])
def test_only_the_word_of_an_erasure_stands_for_an_erased_person(world, word):
    """What merely looks like it is a stranger."""
    made = world().promise("x", "2031-06-01").kept("x", "2031-06-02", seen=word)

    assert made.balance() == 0
    assert made.not_booked() == [("x", f'"{word}" acknowledged it, and is nobody of theirs')]


def test_what_a_colleague_said_of_a_promise_outlives_them_without_their_words(world):
    """A promise moved and acknowledged by a colleague, and a meeting of three."""
    told = world(as_of="2031-03-12").promise("note", "2031-03-02", "2031-03-06")
    told.moved("note", "2031-03-04", "2031-03-20", by="cy").kept("note", "2031-03-10", seen="")
    told.tell(DeedAcknowledged(deed="note", by="cy", note="Cy was glad"), "2031-03-10")
    told.met("m", "2031-03-10", "ana", "bo", "cy")
    opened = told.open()
    workspace = Rights(opened.journal, opened.host, as_of=told.as_of)
    before = posted(workspace)
    workspace.erase("cy", reason="they asked")
    (word,) = workspace.view().records(DeedAcknowledged)

    assert posted(workspace) == before
    assert before["ana", "bo"][1].balance > 1_000_000
    assert (word.body.by, word.body.note) == ("erased-1", "withheld")
    assert Ledger(workspace.view()).dealings.not_booked == []
