"""Is all told that no account takes, with what would be right?"""

import pytest

from engageframe_trust.kinds import (
    BreakRepaired,
    DeedAcknowledged,
    FavourAsked,
    GaveBack,
    LapseJudged,
)


def kept_and_broken(told):
    """Tell that a promise was kept, and a day later that it was broken."""
    return told.promise("x", "2031-02-01").kept("x", "2031-02-03").broken("x", "2031-02-04")


def repaired(told):
    """Tell a repair of what is not broken."""
    body = BreakRepaired(commitment="x", by="ana", fix="f")
    return told.promise("x", "2031-02-01").tell(body, "2031-02-02")


def judged(told):
    """Tell that a promise which was kept is a lapse."""
    body = LapseJudged(commitment="x", lapse="deceit")
    return told.promise("x", "2031-02-01").kept("x", "2031-02-02").tell(body, "2031-02-03")


def thanked(told):
    """Tell that a promise arrived which nobody kept yet."""
    body = DeedAcknowledged(deed="x", by="bo")
    return told.promise("x", "2031-02-01").tell(body, "2031-02-02")


def moved_back(told):
    """Tell that a day was agreed on which had passed."""
    return told.promise("x", "2031-02-01", "2031-06-30").moved("x", "2031-02-10", "2031-02-09")


DAY = "2031-02-01"
BAD = {
    "kept and broken": (kept_and_broken, "it was told as broken, and before as kept"),
    "due before made": (lambda w: w.promise("x", DAY, "2031-01-20"), "due before it was made"),
    "to a stranger": (lambda w: w.promise("x", DAY, to="zoe"), 'on which side "zoe" stands'),
    "by a stranger": (lambda w: w.promise("x", DAY, by="zoe"), 'on which side "zoe" stands'),
    "to a firm": (lambda w: w.promise("x", DAY, to="brook"), '"brook" is an organization'),
    "kept before made": (lambda w: w.promise("x", "2031-02-10").kept("x", DAY), "before it was"),
    "kept, never made": (lambda w: w.kept("never", DAY), 'no promise or deed "never" of ours'),
    "thanks for nothing": (lambda w: w.tell(DeedAcknowledged(deed="no", by="bo"), DAY), '"no"'),
    "thanks too early": (thanked, 'it acknowledges the promise "x", which is open'),
    "repaired, not broken": (repaired, "it repairs a promise that is open"),
    "judged, never made": (
        lambda w: w.tell(LapseJudged(commitment="no", lapse="deceit"), DAY), '"no"'),
    "judged, and kept": (judged, "it judges a promise that is kept"),
    "moved when it was over": (
        lambda w: w.promise("x", DAY, "2031-02-09").kept("x", "2031-02-03").moved(
            "x", "2031-02-04", "2031-03-01"), "another day was agreed when it was kept already"),
    "praise by a stranger": (lambda w: w.feedback(DAY, 9, by="zoe"), 'on which side "zoe" stands'),
    "praise of a stranger": (lambda w: w.feedback(DAY, 9, about="zoe"), 'side "zoe" stands'),
    "praise by a firm": (lambda w: w.feedback(DAY, 9, by="brook"), '"brook" is an organization'),
    "met a stranger, twice": (
        lambda w: w.met("m", DAY, "ana", "bo", "zoe").met("n", DAY, "zoe", "abe"),
        'nobody said on which side "zoe" stands, who was met 2 times'),
    "moved to the past": (moved_back, "had passed by then"),
    "given by them": (lambda w: w.insight("i", DAY, by="bo", to="ana"), "the wrong side"),
    "asked of a firm": (
        lambda w: w.tell(FavourAsked(by="ana", of="brook", what="reference"), DAY), "organization"),
    "given back by us": (
        lambda w: w.tell(GaveBack(by="ana", to="bo", what="reference"), DAY), "the wrong side"),
}  # fmt: skip


@pytest.mark.parametrize(("tell", "says"), BAD.values(), ids=BAD)
def test_what_cannot_be_booked_is_told_and_the_books_balance(world, tell, says):
    """Each with its record and what would be right; the rest is booked."""
    told = tell(world().feedback("2031-02-01", 100))
    ledger = told.ledger()

    (problem,) = ledger.dealings.not_booked
    assert says in problem.says
    assert ledger.view.has_record(problem.record)
    assert problem.remedy
    assert ledger.books.faults() == []
    assert ledger.reading(("ana", "bo")).earned > 0


@pytest.mark.parametrize(
    ("by", "about"), [("ana", "bo"), ("bo", "cy"), ("ana", "abe"), ("ana", "zoe")]
)
def test_what_is_no_word_on_us_is_not_asked_for(world, by, about):
    """Ours on theirs, theirs on theirs, ours on ours: no account, no fault."""
    told = world().feedback("2031-06-01", 50, by=by, about=about)

    assert (told.ledger().pairs, told.not_booked()) == ((), [])


def test_a_stranger_at_a_meeting_is_listed_and_no_failing(world):
    """Many meet many: it is said once in the statement, and no rule speaks of it."""
    told = world().met("m", "2031-06-01", "ana", "zoe").feedback("2031-06-01", 50, by="zoe")

    assert [about for about, _ in told.not_booked()] == ["zoe", "zoe"]
    assert told.found("TRU002") == told.found("TRU010") == []
