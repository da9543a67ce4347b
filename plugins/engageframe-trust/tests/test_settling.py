"""Does a promise end once, as what happened first, and who may say so?"""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from engageframe import CommitmentBroken, CommitmentKept, CommitmentReleased
from engageframe_trust.kinds import DeedAcknowledged
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
    amounts = [
        (one.day, one.account, one.amount) for one in ledger.books.accounts["ana", "bo"].lines
    ]
    then = mixed.ledger(day_of(start + cut - 1).text)
    known = [(one.day, one.account, one.amount) for one in then.books.accounts["ana", "bo"].lines]

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
