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
from engageframe_trust.chart import KEPT, LATE
from engageframe_trust.decay import fade
from engageframe_trust.export import transactions
from engageframe_trust.kinds import BreakRepaired, DeedAcknowledged
from engageframe_trust.statement import statements
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
    assert told.found("TRU010") == [("x", f"a x [x]: {says}") for _, says in told.not_booked()]
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


MOVES = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=3)


@given(st.integers(0, 30), MOVES, st.integers(0, 40), st.booleans())
@settings(max_examples=40, deadline=None)
def test_the_lateness_that_is_shown_is_the_one_that_was_charged(world, due, moves, wait, keep):
    """Also where it was moved, in time or not: promises and account speak of the same days."""
    day = start = moment("2031-02-01").first.toordinal()
    told = world(as_of="2032-01-01").promise("x", "2031-02-01", day_of(start + due).text)
    for after, ahead in moves:
        day += after
        told.moved("x", day_of(day).text, day_of(day + ahead).text)
    end = day_of(day + wait).text
    told.kept("x", end) if keep else told.released("x", end)
    ledger = told.ledger()
    late, lines = ledger.dealings.promises["x"].late, ledger.books.accounts["ana", "bo"].lines
    lost = 1_000_000 - fade(1_000_000, 14, late)

    assert -sum(one.amount for one in lines if one.other == LATE) == 2 * lost
    assert sum(one.amount for one in lines if one.other == KEPT) == (1_000_000 - lost) * keep


def test_an_agreement_on_another_day_has_a_line_of_its_own(world):
    """The promise is told with the day first promised, and each new day with its record."""
    told = world(as_of="2031-05-01").promise("x", "2031-03-01", "2031-03-10")
    told.moved("x", "2031-03-08", "2031-03-20").moved("x", "2031-03-27", "2031-05-10")
    ledger = told.ledger()
    (one,) = statements(ledger, since=0, plugin="p").statements
    moves = ledger.view.records(CommitmentRenegotiated)
    records = [one.id for one in moves]

    assert one.entries[0].says == "promised: a x (weight 1, due 2031-03-10)"
    assert [(e.says, e.amount, e.evidence) for e in one.entries if e.evidence in records] == [
        ("moved to 2031-03-20: a x", 0, records[0]),
        ("moved to 2031-05-10, after it was due: a x", 0, records[1]),
    ]
    booked = [one for one in transactions(ledger.books, ledger.day, "s") if one.deed == "moved"]
    assert [(one.record, [leg[2] for leg in one.legs]) for one in booked] == [
        (record, [0, 0]) for record in records
    ]
    assert (ledger.dealings.promises["x"].state, ledger.dealings.promises["x"].late) == ("open", 7)
