"""Do the numbers come out that were worked out before the first line was written?

They stem from a prototype without the rule of diminishing returns, without the ramp of interest,
and with interest forfeited whole: gifts of four kinds a month and a policy say the same.
"""

import pytest

from engageframe_trust.books import Books
from engageframe_trust.estimating import Evidence, estimate
from engageframe_trust.facts import Fact
from engageframe_trust.policy import Adopted, PolicyAdopted
from engageframe_trust.reading import read

PAIR = ("ana", "maria")
KINDS = ("insight", "teaching", "introduction", "session")
POLICY = PolicyAdopted(name="prototype", ramp_periods=1, forfeit_percent=100)
DEFAULT = PolicyAdopted(name="as-shipped")
DOUBT, PRIOR = 8.0, 0.8


def account(*facts, policy=POLICY, first=0):
    """Book facts of one pair and give its account."""
    told = sorted(Fact(day, n, *rest) for n, (day, *rest) in enumerate(facts))
    adopted = [Adopted(day=first, record="policy", policy=policy)]
    return Books.of(((PAIR, one) for one in told), adopted=adopted, first=first).accounts[PAIR]


def row(*facts, on, policy=POLICY):
    """Give R, I, S, the balance, E and u of a story on a day, as the table rounds them."""
    now = read(account(*facts, policy=policy), on)
    kappa = policy.penalty_percent / 100
    found = estimate(Evidence(now.earned / 1e6, now.owed / 1e6 / kappa), PRIOR, doubt=DOUBT)
    amounts = [round(one / 1e6, 2) for one in (now.earned, now.interest, now.owed, now.balance)]
    return [*amounts, round(found.expected, 2), round(found.uncertainty, 2)]


def promise(id_, *, made, due, kept=None, broken=None, weight=1):
    """Tell a promise and what became of it."""
    told = [(made, "made", id_, weight, due)]
    told += [] if kept is None else [(kept, "kept", id_, 1)]
    return told + ([] if broken is None else [(broken, "broken", id_, 0)])


def gifts(months=12):
    """Tell a gift on four days of each month, of another kind each time."""
    return [
        (30 * month + 7 * week, "invested", KINDS[week])
        for month in range(months)
        for week in range(4)
    ]


def a_year():
    """Tell a year of gifts, with a promise kept every month."""
    told = gifts()
    for month in range(12):
        told += promise(f"p{month}", made=30 * month, due=30 * month + 21, kept=30 * month + 21)
    return told


BREAK = promise("big", made=360, due=372, broken=372, weight=2)


@pytest.mark.parametrize(
    ("story", "on", "wanted"),
    [
        ([(0, "invested", "touchpoint")], 0, [0.10, 0, 0, 0.10, 0.80, 0.99]),
        (a_year(), 360, [12.08, 5.41, 0, 17.48, 0.92, 0.40]),
        ([*a_year(), *BREAK], 372, [11.01, 0, 4.00, 7.01, 0.83, 0.38]),
        ([*a_year(), *BREAK], 462, [5.51, 0, 2.83, 2.68, 0.80, 0.54]),
        (gifts(), 540, [1.96, 0, 0, 1.96, 0.84, 0.80]),
    ],
    ids=["one touchpoint", "a year", "then a break", "then silence", "gifts, then silence"],
)
def test_a_story_stands_where_it_was_worked_out_to_stand(story, on, wanted):
    """R, I, S, balance, E and u of the table, to two digits."""
    assert row(*story, on=on) == pytest.approx(wanted, abs=0.0101)


@pytest.mark.parametrize(
    ("late", "wanted"),
    [
        (0, [1.00, 0, 0, 1.00, 0.82, 0.89]),
        (1, [0.95, 0, 0.10, 0.86]),
        (7, [0.71, 0, 0.59, 0.12]),
        (14, [0.50, 0, 1.00, -0.50]),
        (30, [0.23, 0, 1.55, -1.32, 0.74, 0.89]),
    ],
)
def test_a_promise_kept_late_is_worth_what_was_worked_out(late, wanted):
    """One promise of weight 1, due as a period begins, so that none ends before it is kept."""
    story = promise("note", made=20, due=30, kept=30 + late)
    assert row(*story, on=30 + late)[: len(wanted)] == pytest.approx(wanted, abs=0.0101)


def test_a_broken_promise_costs_twice_its_weight():
    """S is 2, the balance -2, and E 0.71."""
    story = promise("note", made=20, due=30, broken=30)
    assert row(*story, on=30) == pytest.approx([0, 0, 2.0, -2.0, 0.71, 0.89], abs=0.0051)


def test_many_small_promises_do_not_carry_one_great_break():
    """Twenty kept every twenty days, one of weight 8 broken after: the balance is -9.52."""
    story = []
    for n in range(20):
        story += promise(f"p{n}", made=20 * n, due=20 * n, kept=20 * n)
    story += promise("great", made=380, due=384, broken=384, weight=8)
    wanted = [6.48, 0, 16.0, -9.52, 0.57, 0.36]
    assert row(*story, on=384) == pytest.approx(wanted, abs=0.0101)


def test_a_hundred_touchpoints_earn_about_half():
    """The n-th of a kind in a period is worth 1/n of the first."""
    story = [(n // 10, "invested", "touchpoint") for n in range(100)]
    assert row(*story, on=9)[0] == pytest.approx(0.5, abs=0.02)


def test_the_policy_as_shipped_pays_less_interest_at_first():
    """The ramp takes 0.17 from the year, and some interest outlives the silence."""
    assert row(*a_year(), on=360, policy=DEFAULT)[1] == pytest.approx(5.24, abs=0.0051)
    assert row(*gifts(), on=540, policy=DEFAULT)[1] == pytest.approx(0.05, abs=0.0051)
