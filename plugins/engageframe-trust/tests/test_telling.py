"""What is proposed, said before an encounter, measured and drawn?"""

import pytest

from engageframe import Attendee, Encounter, EncounterPlanned, Engagement, moment, wilson
from engageframe_trust.kinds import BreakRepaired, InsightShared


def proposed(told):
    """Give the ids of what is proposed."""
    return [one.id for one in told.told("propose")]


def test_a_promise_is_proposed_to_be_kept_when_it_is_near_or_overdue(world):
    """Fourteen days ahead, and the overdue one with its rule."""
    told = world().promise("near", "2031-05-01", "2031-06-29").promise("far", "2031-05-01",
                                                                       "2031-06-30")  # fmt: skip
    told.promise("late", "2031-05-01", "2031-06-14", weight=3)
    late, near = told.told("propose")

    assert (late.id, late.rule, late.importance, late.owner) == ("keep:late", "TRU001", 3, "ana")
    assert (near.id, near.rule, near.due) == ("keep:near", "", moment("2031-06-29"))
    assert late.reason == "1 day overdue, of weight 3; 14 days late it is worth half"


def test_a_break_is_proposed_to_be_repaired(world):
    """Until somebody tells a repair."""
    told = world().promise("x", "2031-05-01").broken("x", "2031-06-14")
    assert proposed(told) == ["repair:x"]

    told.tell(BreakRepaired(commitment="x", by="ana", fix="done"), "2031-06-15")
    assert proposed(told) == []


def test_who_is_behind_is_told_to_renegotiate_the_next_one_in_time(world):
    """Within a week of its day, while another of the same promisor is overdue."""
    told = world().promise("late", "2031-05-01", "2031-06-10")
    told.promise("next", "2031-05-01", "2031-06-20").promise("other", "2031-05-01", "2031-06-20",
                                                             by="abe")  # fmt: skip

    assert [one for one in proposed(told) if one.startswith("renegotiate")] == ["renegotiate:next"]


def test_a_pair_is_proposed_to_be_invested_in_with_a_gift_that_it_did_not_have(world):
    """One proposal for each person of theirs, from the pair with most to lose, never by number."""
    told = world().insight("i", "2031-04-01").met("m", "2031-04-02", "abe", "bo")
    (one,) = told.told("propose")

    assert (one.id, one.rule, one.importance) == ("invest:ana:bo", "TRU004", 1)
    assert "an introduction" in one.does


def test_nothing_is_proposed_while_the_engagement_rests(world):
    """The client ended it; what is owed still shows among the findings."""
    told = world().promise("x", "2031-05-01", "2031-05-02").insight("i", "2031-04-01")
    told.tell(Engagement(id="work", name="Work", status="ended_by_client"), "2031-06-01")

    assert proposed(told) == []
    assert told.found("TRU001") != []


def brief(told, *there):
    """Give the lines for an encounter with some people: heading, and text."""
    people = tuple(Attendee(person=one) for one in there)
    planned = EncounterPlanned(id="next", scheduled=moment("2031-06-20"), attendees=people)
    lines = told.told("brief", Encounter(id="next", planned=planned))
    return [(one.heading, one.text) for one in lines]


def test_the_brief_says_what_we_owe_broke_repaired_and_should_ask(world):
    """For those who come, and for nobody else."""
    told = world().promise("o", "2031-05-01", "2031-06-01").promise("b", "2031-05-01")
    told.broken("b", "2031-06-01").promise("r", "2031-05-01").broken("r", "2031-06-02")
    told.tell(BreakRepaired(commitment="r", by="ana", fix="done"), "2031-06-03")
    told.promise("k", "2031-05-01", "2031-06-01").kept("k", "2031-06-03", seen="")
    told.promise("c", "2031-05-01", to="cy")

    assert brief(told, "ana", "bo") == [
        ("owe", "Bo: a o, due 2031-06-01 (overdue)"),
        ("owe", "Bo: a repair for what we broke, a b"),
        ("know", "Bo: we broke a r and repaired it on 2031-06-03"),
        ("know", "Bo: a k came 2 days late"),
        ("ask", "Bo: did it arrive, and did it help: a k?"),
    ]


def measured(told):
    """Give the measures by name and subject."""
    return {(one.name, one.subject): one for one in told.told("measure")}


def test_follow_through_is_kept_of_due_with_its_interval(world):
    """Four kept, one of them late, one broken, one overdue; what is open or released stays out."""
    told = world()
    for n in range(4):
        told.promise(f"k{n}", "2031-05-01", "2031-05-20")
        told.kept(f"k{n}", "2031-05-21" if n == 3 else "2031-05-19")
    told.promise("b", "2031-05-01").broken("b", "2031-05-09")
    told.promise("late", "2031-05-01", "2031-06-01").promise("o", "2031-05-01", "2031-07-01")
    told.promise("r", "2031-05-01").released("r", "2031-05-09")
    found = measured(told)[("follow-through", "work")]

    assert (found.value, found.n) == (4 / 6, 6)
    assert (found.low, found.high) == wilson(4, 6)
    assert measured(told)[("kept-on-time", "work")].value == 3 / 6
    assert measured(told)[("oldest-overdue", "work")].value == 14


def test_a_promise_moved_after_its_day_was_not_kept_in_time(world):
    """Agreed too late counts as late, whenever it is kept then."""
    told = world()
    for n in range(5):
        told.promise(f"k{n}", "2031-05-01", "2031-05-20").moved(f"k{n}", "2031-05-21", "2031-06-01")
        told.kept(f"k{n}", "2031-05-30")

    assert measured(told)[("follow-through", "work")].value == 1
    assert measured(told)[("kept-on-time", "work")].value == 0


def test_below_five_promises_follow_through_is_not_enough_evidence(world):
    """Four of four say nothing yet."""
    told = world()
    for n in range(4):
        told.promise(f"k{n}", "2031-05-01").kept(f"k{n}", "2031-05-02")

    assert measured(told)[("follow-through", "work")].value is None


def many_gifts(world, count):
    """Tell that a promise was kept every day for so long."""
    told = world()
    for n in range(count):
        day = f"2031-06-{n + 1:02d}"
        told.promise(f"k{n}", day, day).kept(f"k{n}", day)
    return told


def test_each_pair_has_its_balance_and_its_estimate(world):
    """The balance is always there; the estimate waits for evidence, and says how much."""
    few, many = many_gifts(world, 3), many_gifts(world, 14)
    unsure, sure = (measured(one)[("next-turns-out-well", "ana:bo")] for one in (few, many))

    assert measured(few)[("trust-balance", "ana:bo")].value == pytest.approx(few.balance())
    assert unsure.value is None
    assert unsure.n < unsure.needs
    assert sure.low < sure.value < sure.high
    assert "uncertainty 0." in sure.reason


def test_the_prior_of_a_pair_leaves_the_pair_itself_out(world):
    """With nobody else to learn from it is the base rate, whatever this pair did or said."""
    kept, praised = many_gifts(world, 14), world()
    for n in range(14):
        praised.feedback(f"2031-06-{n + 1:02d}", 100)

    for told in (kept, praised):
        earned = told.ledger().reading(("ana", "bo")).earned / 1e6
        value = measured(told)[("next-turns-out-well", "ana:bo")].value
        assert value == pytest.approx((earned + 8 * 0.8) / (earned + 8), abs=1e-4)


def test_the_prior_of_a_pair_learns_from_the_others(world):
    """What Cy says of Ana lowers what is expected of her with Bo."""
    alone = many_gifts(world, 14)
    for day in range(1, 9):
        alone.feedback(f"2031-06-{day:02d}", -100, by="cy", about="ana")

    before = measured(many_gifts(world, 14))[("next-turns-out-well", "ana:bo")].value
    assert measured(alone)[("next-turns-out-well", "ana:bo")].value < before


def test_a_client_that_one_pair_carries_is_named(world):
    """Of two pairs one is known well: all hangs on it."""
    told = many_gifts(world, 14).met("m", "2031-06-01", "abe", "cy")
    found = measured(told)[("pairs-that-carry", "work")]

    assert (found.value, found.n) == (1, 2)
    assert "all hangs on Bo in Ana" in found.reason


def test_no_measure_is_about_a_person(world):
    """Subjects are the engagement and pairs; the host refuses anything else."""
    told = many_gifts(world, 6)

    assert {one.subject for one in told.told("measure")} == {"work", "ana:bo"}


def test_the_figures_hold_every_event_with_its_record(world):
    """Balances over time with what moved them, and the age of open promises."""
    told = world().insight("i", "2031-05-01").promise("x", "2031-05-01", "2031-06-10")
    balances, ages = told.told("draw")
    rows = balances.spec["data"]["values"]

    assert [row["event"] for row in rows if row["event"]] == [
        "promised: a x (weight 1, due 2031-06-10)",
        "insight shared",
    ]
    assert rows[-1]["balance"] == pytest.approx(told.balance(), abs=1e-6)
    assert ages.spec["data"]["values"][0]["days"] == 5


def test_hostile_words_stay_on_one_line(world):
    """A name of many lines and a text without end are shortened where they are told."""
    told = world().insight("i", "2031-04-01")
    told.tell(InsightShared(id="j", by="ana", to=("bo",), what="x\n" * 5000), "2031-06-01")

    assert all("\n" not in one.says for one in told.told("check"))
