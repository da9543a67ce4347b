"""Does a promise end once, as what happened first, and who may say so?"""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engageframe import (
    CommitmentBroken,
    CommitmentKept,
    CommitmentReleased,
    CommitmentRenegotiated,
    Stakeholder,
    moment,
)
from engageframe_trust.kinds import BreakRepaired, DeedAcknowledged
from engageframe_trust.words import day_of

KINDS = (CommitmentKept, CommitmentBroken, CommitmentReleased, DeedAcknowledged)
SETTLED = {
    "kept": lambda day, seen: CommitmentKept(id="x", acknowledged_by="bo" if seen else ""),
    "broken": lambda day, seen: CommitmentBroken(id="x", told_before_due=seen),
    "released": lambda day, seen: CommitmentReleased(id="x", released_by="bo"),
    "thanks for x": lambda day, seen: DeedAcknowledged(deed="x", by="bo", useful=seen),
    "thanks for i": lambda day, seen: DeedAcknowledged(deed="i", by="bo", useful=seen),
}
STEPS = st.lists(
    st.tuples(st.sampled_from(sorted(SETTLED)), st.integers(0, 20), st.booleans()),
    min_size=2, max_size=5, unique_by=lambda one: one[1],
)  # fmt: skip


def posted(ledger):
    """Give what the facts posted, without what the ends of periods did."""
    lines = ledger.books.accounts["ana", "bo"].lines
    return [(one.day, one.account, one.amount) for one in lines if one.record]


@given(STEPS, st.randoms(use_true_random=False), st.integers(1, 25))
@settings(max_examples=40, deadline=None)
def test_what_happened_first_stands_in_whatever_order_it_was_written(world, steps, chance, cut):
    """The past is what it was known to be on its own day, and each record is booked or told."""
    start = date(2031, 5, 1).toordinal()

    def tell(steps):
        told = (
            world().promise("x", "2031-05-01", "2031-05-09").insight("i", "2031-05-01", seen=False)
        )
        for what, day, seen in steps:
            told.tell(SETTLED[what](day, seen), day_of(start + day).text)
        return told

    plain = tell(sorted(steps, key=lambda one: one[1]))
    mixed = tell(chance.sample(steps, len(steps)))
    ledger = mixed.ledger()
    amounts = posted(ledger)
    known = posted(mixed.ledger(day_of(start + cut - 1).text))

    assert mixed.balance() == plain.balance()
    assert known == [one for one in amounts if one[0] < start + cut]
    told = {one.record for one in ledger.dealings.not_booked}
    booked = {one.record for one in ledger.dealings.facts["ana", "bo"]}
    written = {one.id for kind in KINDS for one in ledger.view.records(kind)}
    assert written <= told | booked


def test_what_is_told_twice_is_told_with_both_records(world):
    """Kept twice: the day it happened first counts, and the other record is named."""
    told = world().promise("x", "2031-06-01", "2031-06-03")
    told.kept("x", "2031-06-12").kept("x", "2031-06-03").tell(
        DeedAcknowledged(deed="x", by="bo"), "2031-06-13"
    )
    ledger = told.ledger()
    second, first = ledger.view.records(CommitmentKept)

    assert ledger.dealings.promises["x"].late == 0
    assert told.not_booked() == [
        ("x", f"it was kept before, on 2031-06-03 ({first.id})"),
        ("x", f'"bo" acknowledged it, and it was acknowledged before ({first.id})'),
    ]
    assert {one.evidence[0] for one in told.told("check") if one.rule == "TRU010"} >= {second.id}


def with_vendor(world, as_of="2031-06-15"):
    """Tell a promise to Bo, with Dee of the client and Vic of a vendor looking on."""
    told = world(as_of=as_of).promise("x", "2031-05-01", "2031-06-10")
    for who, side in (("dee", "client"), ("vic", "vendor")):
        told.tell(Stakeholder(who=who, side=side), "2031-01-01")
    return told


SAID = {
    "agreed to another day": lambda who: CommitmentRenegotiated(
        id="x", due=moment("2031-07-01"), agreed_by=who
    ),
    "acknowledged it": lambda who: CommitmentKept(id="x", acknowledged_by=who),
    "released it": lambda who: CommitmentReleased(id="x", released_by=who),
}


@pytest.mark.parametrize("did", SAID)
@pytest.mark.parametrize(("who", "stands"), [
    ("vic", 'stands on the side "vendor", not on that of "bo"'),
    ("ana", "is nobody of theirs"), ("zoe", "is nobody of theirs"),
])  # fmt: skip
def test_only_the_side_to_which_it_was_promised_speaks_for_it(world, did, who, stands):
    """A vendor, one of ours and a stranger do not: it is told, and changes no amount."""
    told = with_vendor(world).tell(SAID[did](who), "2031-06-05")

    assert told.not_booked() == [("x", f'"{who}" {did}, and {stands}')]
    assert told.found("TRU010") == told.not_booked()
    promise = told.ledger().dealings.promises["x"]
    kept = did == "acknowledged it"
    assert (promise.state, promise.acknowledged) == ("kept" if kept else "open", False)
    assert (told.balance() < 0) == (not kept)


@pytest.mark.parametrize("did", SAID)
def test_a_colleague_of_theirs_may_speak_for_them(world, did):
    """Whoever stands on the same side."""
    told = with_vendor(world).tell(SAID[did]("dee"), "2031-06-05")

    assert told.not_booked() == []
    assert told.balance() == (pytest.approx(0.926, abs=0.001) if did == "acknowledged it" else 0)


def test_a_later_word_of_a_vendor_acknowledges_nothing(world):
    """As with one that stands in the record itself; so does one on a repair."""
    thanks = with_vendor(world).kept("x", "2031-06-05", seen="")
    thanks.tell(DeedAcknowledged(deed="x", by="vic"), "2031-06-06")
    mended = with_vendor(world).broken("x", "2031-06-05", told_before_due=True)
    repair = BreakRepaired(commitment="x", by="ana", fix="done", acknowledged_by="vic")
    mended.tell(repair, "2031-06-05")

    assert thanks.balance() == 0
    assert mended.balance(as_of="2031-06-05") == -2.0
    for told, did in ((thanks, "acknowledged it"), (mended, "acknowledged the repair")):
        says = f'"vic" {did}, and stands on the side "vendor", not on that of "bo"'
        assert told.not_booked() == [("x", says)]


def test_who_lets_a_late_promise_go_does_not_make_it_timely(world):
    """Whether a period ended in between or not: what seven days cost until then is owed."""
    owed = []
    for due in ("2031-05-09", "2031-06-03"):
        day = day_of(moment(due).first.toordinal() + 7).text
        told = world(as_of=day).promise("x", "2031-05-01", due).released("x", day)
        owed.append(told.ledger().reading(("ana", "bo")).owed)

    assert owed[0] == 585_786
    assert owed[1] == pytest.approx(owed[0], rel=0.02)  # three days of healing in one of them
