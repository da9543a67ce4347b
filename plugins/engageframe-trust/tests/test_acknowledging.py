"""Does an acknowledgement count for what it speaks of, once, and for whom it was?"""

import pytest

from engageframe_trust.kinds import DeedAcknowledged, InsightShared, TeachingGiven

DAY = "2031-06-15"


def taught(told, id_, to=("bo",), seen=()):
    """Tell that Ana taught somebody."""
    body = TeachingGiven(id=id_, by="ana", to=to, what="how it works", acknowledged_by=seen)
    return told.tell(body, DAY)


@pytest.mark.parametrize("first", ["insight", "teaching"])
def test_deeds_of_different_kinds_may_have_the_same_id(world, first):
    """In whichever order they are told, both are booked."""
    told = world()
    for kind in (first, "teaching" if first == "insight" else "insight"):
        told.insight("x", DAY) if kind == "insight" else taught(told, "x", seen=("bo",))

    assert told.balance() == 1.0


def test_an_acknowledgement_counts_for_what_was_for_them(world):
    """A teaching of the same name was for somebody else: it waits for their word."""
    told = taught(world().insight("x", DAY, seen=False), "x", to=("cy",))
    told.tell(DeedAcknowledged(deed="x", by="bo"), DAY)

    assert told.balance() == 0.5
    assert [one.pair for one in told.ledger().dealings.unseen] == [("ana", "cy")]
    assert told.not_booked() == []
    assert told.tell(DeedAcknowledged(deed="x", by="cy"), DAY).balance(theirs="cy") == 0.5


def test_an_acknowledgement_that_may_mean_two_things_counts_for_neither(world):
    """What was said once must not count twice; the ids are told, and how to say it."""
    told = taught(world().insight("x", DAY, seen=False), "x")
    told.promise("x", DAY).kept("x", DAY, seen="").tell(DeedAcknowledged(deed="x", by="bo"), DAY)

    says = '"bo" acknowledged "x", which may be the promise or the insight or the teaching'
    assert told.not_booked() == [("x", says)]
    assert told.found("TRU010") == [("x", f"a x [x]: {says}")]
    assert told.balance() == 0


def test_somebody_named_twice_counts_once(world):
    """In a list of those to whom something was given, as in one of those who acknowledged it."""
    twice = InsightShared(
        id="i", by="ana", to=("bo", "bo"), what="a tip", acknowledged_by=("bo", "bo")
    )

    assert world().tell(twice, DAY).balance() == 0.5
    unseen = world().tell(InsightShared(id="i", by="ana", to=("bo", "bo"), what="a tip"), DAY)
    assert len(unseen.ledger().dealings.unseen) == 1
    assert unseen.tell(DeedAcknowledged(deed="i", by="bo"), DAY).balance() == 0.5


@pytest.mark.parametrize("later", [False, True])
def test_what_was_not_given_to_them_they_cannot_acknowledge(world, later):
    """Said with the deed or after it: it is told, and the one to whom it was given is awaited."""
    seen = () if later else ("cy",)
    told = world().tell(
        InsightShared(id="i", by="ana", to=("bo",), what="a tip", acknowledged_by=seen), DAY
    )
    if later:
        told.tell(DeedAcknowledged(deed="i", by="cy"), DAY)

    assert told.not_booked() == [("i", '"cy" acknowledged it, and it was not given to them')]
    assert [one.what for one in told.ledger().dealings.unseen] == ["i"]
