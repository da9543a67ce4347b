"""What is booked for whom, and what is told that cannot be booked?"""

import attrs
import pytest

from engageframe import Host, InvalidInput, Kind, Practice, Stakeholder, Workspace, impl
from engageframe_stores import MemoryStore
from engageframe_trust import Trust
from engageframe_trust.kinds import (
    BreakRepaired,
    DeedAcknowledged,
    FavourAsked,
    GaveBack,
    InsightShared,
    IntroductionMade,
    LapseJudged,
    TeachingGiven,
)
from engageframe_trust.ledger import Ledger
from engageframe_trust.policy import PolicyAdopted


def test_a_promise_kept_in_time_earns_its_weight(world):
    """Importance 2 weighs 2 T, on the day it is kept."""
    told = world(as_of="2031-02-01").promise("note", "2031-01-10", "2031-02-01", weight=2)

    assert told.kept("note", "2031-02-01").balance() == 2.0


def test_only_an_acknowledged_promise_earns(world):
    """Nobody of theirs said so, or only we did: it is closed, and counts nothing."""
    for seen in ("", "abe", "nobody"):
        told = world(as_of="2031-02-01").promise("note", "2031-01-10", "2031-02-01")
        told.kept("note", "2031-02-01", seen=seen)

        assert told.balance() == 0
        assert told.ledger().dealings.promises["note"].state == "kept"


def test_an_acknowledgement_that_comes_later_counts_from_then(world):
    """The worth is that of the day it was kept, the posting that of the day it was said."""
    told = world(as_of="2031-03-01").promise("note", "2031-01-10", "2031-01-20")
    told.kept("note", "2031-02-03", seen="").tell(
        DeedAcknowledged(deed="note", by="bo"), "2031-03-01"
    )

    assert told.ledger().reading(("ana", "bo")).earned == 500_000


def test_a_gift_counts_for_each_who_acknowledged_it(world):
    """Of two who were taught one said so; that it helped counts once more."""
    both = TeachingGiven(id="lesson", by="ana", to=("bo", "cy"), what="it", acknowledged_by=("bo",))
    told = world(as_of="2031-02-01").tell(both, "2031-02-01")
    told.tell(DeedAcknowledged(deed="lesson", by="bo", useful=True), "2031-02-01")

    assert told.balance() == 1.0
    assert list(told.ledger().dealings.facts) == [("ana", "bo")]
    assert [one.pair for one in told.ledger().dealings.unseen] == [("ana", "cy")]


def test_a_meeting_in_person_counts_for_each_pair_that_was_there(world):
    """A mail does not, nor do strangers whose side nobody told."""
    told = world(as_of="2031-02-01").met("m", "2031-02-01", "ana", "abe", "bo", "zoe")
    told.met("mail", "2031-02-01", "ana", "cy", channel="mail")

    assert list(told.ledger().dealings.facts) == [("abe", "bo"), ("ana", "bo")]
    assert told.balance() == 0.1


def test_an_introduction_is_a_deposit_of_who_introduced_and_the_new_pair_starts_at_nothing(world):
    """Trust is personal: Abe, who was brought along, has no account by it."""
    intro = IntroductionMade(id="i", by="ana", to=("bo",), whom="abe", acknowledged_by=("bo",))
    told = world(as_of="2031-02-01").tell(intro, "2031-02-01")

    assert told.balance() == 0.5
    assert list(told.ledger().dealings.facts) == [("ana", "bo")]


def test_a_day_agreed_in_time_costs_nothing(world):
    """Moved before it was due, and kept on the new day: worth all of it."""
    told = world(as_of="2031-03-01").promise("note", "2031-02-01", "2031-02-20")

    assert told.moved("note", "2031-02-19", "2031-03-01").kept("note", "2031-03-01").balance() == 1


def test_a_day_agreed_too_late_counts_as_late(world):
    """Seven days had passed: the clock stands until the new day, and what was late stays late."""
    told = world(as_of="2031-03-14").promise("note", "2031-03-01", "2031-03-01")
    told.moved("note", "2031-03-08", "2031-03-14").kept("note", "2031-03-14")
    plain = world(as_of="2031-03-08").promise("note", "2031-03-01", "2031-03-01")
    plain.kept("note", "2031-03-08")

    assert told.ledger().reading(("ana", "bo")).earned == 707_107
    assert told.balance() == pytest.approx(plain.balance(), abs=0.02)  # six days of healing


def test_a_day_that_we_agreed_with_ourselves_moves_nothing(world):
    """Somebody of theirs has to agree; it is told what would be right."""
    told = world(as_of="2031-03-14").promise("note", "2031-03-01", "2031-03-01")
    told.moved("note", "2031-02-28", "2031-03-14", by="abe").kept("note", "2031-03-14")

    assert told.not_booked() == [("note", '"abe" agreed to another day, and is nobody of theirs')]
    assert told.ledger().dealings.promises["note"].late == 13


def test_a_promise_that_was_let_go_costs_nothing(world):
    """Released: the promise is closed and no trust moves."""
    told = world().promise("note", "2031-03-01", "2031-03-01").released("note", "2031-03-01")

    assert told.balance() == 0
    assert told.ledger().books.faults() == []


@pytest.mark.parametrize(
    ("told", "found", "owed"),
    [(True, "ours", 1.0), (False, "ours", 2.0), (False, "theirs", 3.0)],
    ids=["told in time and repaired", "found by us", "found by them"],
)
def test_a_break_weighs_by_how_it_was_told(world, told, found, owed):
    """Half when told before it was due and repaired, half more when they found out first."""
    made = world(as_of="2031-03-01").promise("note", "2031-02-01", "2031-03-01")
    made.broken("note", "2031-03-01", told_before_due=told)
    made.tell(LapseJudged(commitment="note", lapse="competence", found_by=found), "2031-03-01")
    repair = BreakRepaired(commitment="note", by="ana", apology="sorry", acknowledged_by="bo")
    made.tell(repair, "2031-03-01")

    assert made.balance() == -owed


def test_a_repair_that_nobody_acknowledged_takes_nothing_back(world):
    """What we say we mended is not mended yet."""
    made = world(as_of="2031-03-01").promise("note", "2031-02-01", "2031-03-01")
    made.broken("note", "2031-03-01", told_before_due=True)
    made.tell(BreakRepaired(commitment="note", by="ana", fix="done"), "2031-03-01")

    assert made.balance() == -2.0


def test_a_deceit_does_not_heal(world):
    """After a year half of the half is left of a lapse, and all of a deceit."""
    made = world(as_of="2032-02-24").promise("note", "2031-02-01", "2031-03-01")
    made.broken("note", "2031-03-01")
    healed = made.balance()
    made.tell(LapseJudged(commitment="note", lapse="deceit"), "2031-03-01")

    assert healed == pytest.approx(-0.5, abs=0.001)
    assert made.balance() == -2.0


def test_a_favour_asked_is_no_evidence_and_fades(world):
    """It lowers the balance by half a promise, not what was earned or owed."""
    told = world(as_of="2031-03-01").feedback("2031-03-01", 100)
    told.tell(FavourAsked(by="ana", of="bo", what="reference"), "2031-03-01")
    now = told.ledger().reading(("ana", "bo"))

    assert (now.earned, now.owed, now.spent, now.balance) == (1_000_000, 0, 500_000, 500_000)
    assert told.ledger("2031-05-30").reading(("ana", "bo")).spent == 250_000


def test_what_they_give_back_is_counted_apart(world):
    """A testimonial is a piece of its own, and the balance is what it was."""
    told = world(as_of="2031-03-01").feedback("2031-03-01", 100)
    told.tell(GaveBack(by="bo", to="ana", what="testimonial"), "2031-03-01")

    assert told.balance() == 1.0
    assert told.ledger().books.totals[-5:] == [-1, 0, 0, 0, 0]


@attrs.frozen(kw_only=True)
class Session:
    """A session of experts, as another practice may record it."""

    encounter: str
    experts: tuple[str, ...]
    usefulness: int | None = None
    rated_by: str = ""


class Sme(Practice):
    """Brings the kind of another practice, which the accounts know by its name alone."""

    name = "sme"

    @impl
    def engageframe_kinds(self):
        """Name the kind."""
        return [Kind(name="sme.session", body=Session, identity=("encounter",), fact=True)]


@pytest.mark.parametrize(
    ("useful", "by", "worth"),
    [(10, "bo", 1.0), (7, "bo", 1.0), (6, "bo", 0.5), (5, "bo", 0.5), (None, "bo", 0.5),
     (4, "bo", 0), (0, "bo", 0), (9, "", 0)],
)  # fmt: skip
def test_a_session_of_experts_counts_when_it_was_welcome(world, useful, by, worth):
    """For each expert of ours: from seven of ten on it helped, below five it is no deposit."""
    told = world(as_of="2031-02-01")
    ledger = with_session(told, usefulness=useful, rated_by=by)

    read = {pair: ledger.reading(pair).balance / 1e6 for pair in ledger.pairs}
    assert read == ({("abe", "bo"): worth, ("ana", "bo"): worth} if worth else {})
    assert (ledger.dealings.unseen, ledger.dealings.not_booked) == ([], [])


def test_from_which_rating_a_session_counts_is_policy(world):
    """The one that counted on its day decides, as with all numbers."""
    told = world(as_of="2031-02-01")
    told.tell(PolicyAdopted(name="strict", welcome_from=8, useful_from=10), "2031-01-01")

    assert with_session(told, usefulness=7, rated_by="bo").pairs == ()


def with_session(told, **rated):
    """Keep the accounts of a world after a session of Ana and Abe."""
    body = Session(encounter="m", experts=("ana", "abe"), **rated)
    host = Host.load((), objects=[Trust, Sme], strict=True)
    workspace = Workspace(MemoryStore(), host, as_of=told.as_of)
    workspace.apply(told.tell(body, "2031-02-01").items)
    return Ledger(workspace.view().for_practice("trust", Trust.reads))


def test_telling_the_same_twice_changes_nothing(world):
    """A file that is applied again adds no fact."""
    told = world().promise("x", "2031-02-01").kept("x", "2031-02-03").insight("i", "2031-03-01")
    workspace = told.open()
    before = Ledger(workspace.view()).dealings
    workspace.apply(told.items)

    assert Ledger(workspace.view()).dealings == before


def test_what_they_promised_is_no_account_of_ours(world):
    """The ledger audits our follow-through, never their debt."""
    told = world().promise("theirs", "2031-03-01", "2031-03-02", by="bo", to="ana")

    assert told.ledger().dealings.facts == {}
    assert told.not_booked() == []


def test_what_we_promise_each_other_is_our_own_affair(world):
    """Both are ours: no account, no fault."""
    told = world().promise("inside", "2031-03-01", "2031-03-02", to="abe")

    assert (told.ledger().dealings.facts, told.not_booked()) == ({}, [])


def test_a_promise_due_before_it_was_made_is_never_late(world):
    """Until it is corrected nobody can say when it was due."""
    told = world(as_of="2031-02-20").promise("x", "2031-02-01", "2031-01-20")

    assert told.kept("x", "2031-02-20").balance() == 1


def test_kept_and_broken_counts_as_what_happened_first(world):
    """Whichever was written first; both cannot be booked."""
    told = world(as_of="2031-02-04").promise("x", "2031-02-01")
    told.kept("x", "2031-02-04").broken("x", "2031-02-03")

    assert told.balance() < -1.9
    assert told.found("TRU010")


def test_a_side_told_later_opens_the_account(world):
    """Nothing is lost: the promise is booked as soon as it is known who is who."""
    told = world(as_of="2031-02-20").promise("x", "2031-02-01", to="zoe")
    told.tell(Stakeholder(who="zoe", side="client"), "2031-02-10")

    assert list(told.ledger().dealings.facts) == [("ana", "zoe")]


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: PolicyAdopted(name="p", period_days=0), "a whole number from 1 to 366"),
        (lambda: PolicyAdopted(name="p", penalty_percent=99), "a whole number from 100 to 1000"),
        (lambda: PolicyAdopted(name="p", promise=-1), "a whole number from 0 to"),
        (lambda: PolicyAdopted(name="p", late_half_life_days=91), "or being late pays"),
        (lambda: InsightShared(id="i", by="a", to=(), what="x"), "expected at least one id"),
        (lambda: BreakRepaired(commitment="c", by="a"), "neither apology nor fix nor evidence"),
        (lambda: LapseJudged(commitment="c", lapse="bad"), "one of competence, integrity, deceit"),
    ],
    ids=["period", "penalty", "weight", "late", "nobody", "empty", "word"],
)
def test_impossible_values_are_refused_when_they_are_told(make, says):
    """What is wrong, and what would be right."""
    with pytest.raises(ValueError, match=says):
        make()


def test_a_file_with_an_impossible_policy_is_refused_whole(world, tmp_path):
    """The place is told, and nothing is recorded."""
    workspace = world().open()
    size = workspace.view().size
    (tmp_path / "bad.yaml").write_text(
        "engagement: work\nrecords:\n  - happened: 2031-05-01\n"
        "    trust.policy: {name: p, interest_percent: 101}\n",
        encoding="utf-8",
    )

    with pytest.raises(InvalidInput, match=r"(?s)bad.yaml:4.*expected a whole number"):
        workspace.apply_file(tmp_path / "bad.yaml")
    assert workspace.view().size == size


def test_an_account_that_ends_as_somebody_changes_sides_is_told(world):
    """It is there as of the day before, and then the statement says since when it is not."""
    told = world(as_of="2031-06-10").promise("x", "2031-05-01").kept("x", "2031-05-02")
    told.insight("i", "2031-05-03", to="cy")
    told.tell(Stakeholder(who="bo", side="ours"), "2031-06-01")

    assert told.balance(as_of="2031-05-31") > 0
    assert told.ledger().pairs == (("ana", "cy"),)
    says = 'the account of ana and bo ended with 2 facts, as "bo" stands on the side "ours" '
    assert told.not_booked() == [("bo", says + "since 2031-06-01")]
    assert told.found("TRU002") == told.found("TRU010") == []


def test_another_side_of_theirs_ends_no_account(world):
    """Whoever goes from the client to a vendor is still one of theirs."""
    told = world(as_of="2031-06-10").promise("x", "2031-05-01").kept("x", "2031-05-02")
    before = told.balance()

    told.tell(Stakeholder(who="bo", side="vendor"), "2031-06-01")

    assert told.balance() == before
    assert told.not_booked() == []
