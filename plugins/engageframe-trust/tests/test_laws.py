"""Do the laws of the account hold for every history?"""

import random

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from engageframe_trust.books import Books
from engageframe_trust.chart import BROKEN, CHART, EARNED, INTEREST, LATE, OWED, OWN, PROMISES
from engageframe_trust.estimating import Evidence, estimate
from engageframe_trust.facts import Fact
from engageframe_trust.policy import Adopted, PolicyAdopted, timetable
from engageframe_trust.reading import caught_up, pending, read

START, SPAN = 738_000, 400
PAIRS = (("ana", "bo"), ("ana", "cy"), ("abe", "bo"))
KINDS = ("touchpoint", "session", "insight", "introduction", "teaching")
DAYS = st.integers(START, START + SPAN)
QUICK = settings(max_examples=100, deadline=None)
POLICIES = st.lists(
    st.builds(
        Adopted, day=DAYS, record=st.just("p"),
        policy=st.builds(
            PolicyAdopted, name=st.just("other"), period_days=st.integers(7, 60),
            earned_half_life_days=st.integers(30, 400), late_half_life_days=st.integers(1, 30),
            penalty_percent=st.integers(100, 400), forfeit_percent=st.integers(0, 100),
            interest_percent=st.integers(0, 40), grace_days=st.integers(0, 5),
        ),
    ),
    max_size=2,
)  # fmt: skip


@st.composite
def promises(draw, id_):
    """Tell one promise, and perhaps that it was moved, settled, judged, repaired."""
    made = draw(DAYS)
    due = draw(st.sampled_from((0, made + draw(st.integers(0, 60)))))
    told = [(made, "made", id_, draw(st.integers(1, 3)), due)]
    day = made
    if draw(st.booleans()):
        day += draw(st.integers(0, 40))
        told.append((day, "moved", id_, day + draw(st.integers(0, 30)), 0))
    end = draw(st.sampled_from(("", "kept", "broken", "released")))
    if end:
        day += draw(st.integers(0, 90))
        told.append((day, end, id_, draw(st.integers(0, 1)), 0))
    if end == "kept":
        told.append((day + draw(st.integers(0, 30)), "acknowledged", id_, 0, 0))
    if end == "broken":
        for deed in draw(st.lists(st.sampled_from(("judged", "repaired")), max_size=3)):
            day += draw(st.integers(0, 50))
            told.append((day, deed, id_, draw(st.integers(0, 1)), draw(st.integers(0, 1))))
    return told


@st.composite
def histories(draw, most=12):
    """Tell a history of one pair, in the order of its days."""
    told = []
    for n in range(draw(st.integers(0, 4))):
        told += draw(promises(f"p{n}"))
    kinds = st.sampled_from(KINDS)
    gifts = st.tuples(DAYS, st.sampled_from(("invested", "confirmed")), kinds)
    words = st.tuples(DAYS, st.just("feedback"), st.just(""), st.integers(-100, 100))
    asks = st.tuples(DAYS, st.just("favour"), st.just("reference"))
    given_ = st.tuples(DAYS, st.just("given"), st.just("testimonial"))
    told += draw(st.lists(st.one_of(gifts, words, asks, given_), max_size=most))
    told.sort(key=lambda row: row[0])
    return [Fact(row[0], n, *row[1:], record=f"r{n}") for n, row in enumerate(told)]


def booked(facts, policies=(), pair=PAIRS[0]):
    """Book one pair."""
    return Books.of(((pair, one) for one in facts), adopted=policies, first=START, lines=True)


def balance(facts, day, policies=()):
    """Give the balance of a history on a day, 0 when nothing happened yet."""
    facts = [one for one in facts if one.day <= day]
    if not facts:
        return 0
    return read(booked(facts, policies).accounts[PAIRS[0]], day).balance


@given(histories(), POLICIES)
@QUICK
def test_every_transaction_sums_to_nothing_in_each_commodity(facts, policies):
    """Conservation: what an account gets, another gives, after every fact and every close."""
    books = booked(facts, policies)
    for account in books.accounts.values():
        account.close_until(START + SPAN + 200)

    assert books.faults() == []


@given(histories(), POLICIES)
@QUICK
def test_the_postings_alone_give_the_accounts(facts, policies):
    """Whoever adds up the lines finds what the account says it holds, fading to date included."""
    assume(facts)
    account = booked(facts, policies).accounts[PAIRS[0]]
    day = facts[-1].day + 17
    now = caught_up(account, day)
    sums = [0] * len(CHART)
    for line in [*account.lines, *now.lines, *pending(now, day)]:
        sums[line.account] += line.amount
        sums[line.other] -= line.amount
    trust = sum(sums[n] for n in range(OWN) if CHART[n].commodity == "TRUST")

    assert trust == read(account, day).balance
    assert sum(sums) == 0
    assert -sums[PROMISES] == sum(one.weight for one in now.open.values())


@given(histories(), POLICIES, st.integers(0, 60), st.integers(0, 60))
@QUICK
def test_reading_changes_nothing(facts, policies, first, second):
    """An account that was asked on any day goes on as one that was not."""
    assume(facts)
    asked, left_alone = (booked(facts, policies).accounts[PAIRS[0]] for _ in range(2))
    day = facts[-1].day
    read(asked, day + first)
    read(asked, day + second)

    assert read(asked, day + 90) == read(left_alone, day + 90)
    assert asked.lines == left_alone.lines


@given(histories(most=6), st.integers(1, 3), st.integers(0, 40), st.booleans())
@QUICK
def test_keeping_a_promise_never_lowers_the_balance_or_the_estimate(facts, weight, late, seen):
    """Before and after on the same day: the moment of keeping never costs."""
    made = facts[-1].day + 1 if facts else START
    told = [*facts, Fact(made, 999, "made", "x", weight, made + 3, "m")]
    day = made + 3 + late
    after = [*told, Fact(day, 1000, "kept", "x", int(seen), 0, "k")]

    assert balance(after, day) >= balance(told, day)
    assert expected(after, day) >= expected(told, day) - 1e-9


@given(histories(most=6), st.integers(1, 3), st.integers(0, 200))
@QUICK
def test_breaking_a_promise_never_raises_the_balance_or_the_estimate(facts, weight, days):
    """Before and after on the same day, also when it was late for long."""
    made = facts[-1].day + 1 if facts else START
    told = [*facts, Fact(made, 999, "made", "x", weight, made + 3, "m")]
    day = made + days
    after = [*told, Fact(day, 1000, "broken", "x", 0, 0, "b")]

    assert balance(after, day) <= balance(told, day)
    assert expected(after, day) <= expected(told, day) + 1e-9


@given(histories(most=6), st.integers(1, 3), st.integers(0, 200), st.integers(0, 200), POLICIES)
@QUICK
def test_letting_a_promise_go_leaves_what_silence_would_have_cost_by_then(
    facts, weight, ahead, days, policies
):
    """On that day nothing changes, wherever periods end: neither asking for it nor waiting pays."""
    made = facts[-1].day + 1 if facts else START
    told = [*facts, Fact(made, 999, "made", "x", weight, made + ahead, "m")]
    day = made + days
    after = [*told, Fact(day, 1000, "released", "x", 0, 0, "r")]

    assert balance(after, day, policies) == balance(told, day, policies)


def expected(facts, day):
    """Estimate with the prior of the worked numbers."""
    now = read(booked(facts).accounts[PAIRS[0]], day)
    found = Evidence(now.earned / 1e6, (now.owed + now.lasting) / 2e6)
    return estimate(found, 0.8, doubt=8).expected


@given(st.integers(1, 3), st.integers(0, 120), st.integers(1, 120), st.integers(0, 60),
       st.lists(st.tuples(DAYS, st.sampled_from(KINDS)), max_size=8))  # fmt: skip
@QUICK
def test_the_earlier_a_late_promise_is_kept_the_better(weight, late, later, then, gifts):
    """On one and the same day, later lateness never leaves more, and a break leaves least."""
    due = START + 10
    told = sorted(Fact(day, n, "invested", kind) for n, (day, kind) in enumerate(gifts))
    told = [one for one in told if one.day <= due]
    day = due + late + later + then

    def left(*last):
        made = Fact(START, 99, "made", "x", weight, due)
        facts = sorted([*told, made, *last], key=lambda one: (one.day, one.seq))
        return balance(facts, day)

    sooner = left(Fact(due + late, 100, "kept", "x", 1))
    worse = left(Fact(due + late + later, 100, "kept", "x", 1))
    worst = left(Fact(due + late + later, 100, "broken", "x", 0))

    slack = (
        20  # each period's end rounds by at most half a unit, and what is late in parts more often
    )
    assert sooner >= worse - slack
    assert worse > worst


@given(histories(), POLICIES, st.randoms(use_true_random=False))
@QUICK
def test_independent_facts_of_one_day_may_come_in_any_order(facts, policies, chance: random.Random):
    """What is about different things commutes; what is about one promise keeps its order."""
    assume(facts)
    day = facts[-1].day
    free = [one for one in facts if one.deed in ("invested", "feedback", "favour", "given")]
    bound = [one for one in facts if one not in free]
    merged = sorted([*((one.day, chance.random(), one) for one in free),
                     *((one.day, 0.5, one) for one in bound)], key=lambda row: row[:2])  # fmt: skip

    shuffled = booked([one for _, _, one in merged], policies).accounts[PAIRS[0]]
    plain = booked(facts, policies).accounts[PAIRS[0]]

    assert read(shuffled, day + 40) == read(plain, day + 40)


@given(st.lists(histories(most=6), min_size=3, max_size=3), POLICIES)
@QUICK
def test_losing_one_pair_leaves_every_other_account_unchanged(told, policies):
    """Isolation: each account is what it would be alone, line by line."""
    whole = [(pair, one) for pair, facts in zip(PAIRS, told, strict=True) for one in facts]
    books = Books.of(whole, adopted=policies, first=START, lines=True)
    for lost in PAIRS:
        left = [(pair, one) for pair, one in whole if pair != lost]
        rest = Books.of(left, adopted=policies, first=START, lines=True)
        for pair, account in rest.accounts.items():
            assert account.lines == books.accounts[pair].lines


@given(histories(), POLICIES)
@QUICK
def test_no_interest_without_investment_and_never_more_than_half_of_what_was_earned(
    facts, policies
):
    """At every close: interest was paid only for a period with a gift, and stays below the cap."""
    assume(facts)
    table = timetable(policies, first=START)
    account = booked(facts, policies).accounts[PAIRS[0]]
    gifts = [one.day for one in facts if one.deed == "invested"]
    account.close_until(START + SPAN + 200)
    closes = sorted({one.day for one in account.lines if one.deed == "close"})
    earned = interest = 0
    for day in closes:
        policy = next(one for one in reversed(table) if one.begins < day).policy
        done = [one for one in account.lines if one.day < day or
                (one.day == day and one.deed == "close")]  # fmt: skip
        earned = sum(one.amount for one in done if one.account == EARNED)
        interest = sum(one.amount for one in done if one.account == INTEREST)
        paid = [one for one in done if one.day == day and one.account == INTEREST and
                one.amount > 0]  # fmt: skip
        lost = [one for one in done if one.day == day and one.account == INTEREST and
                one.amount < 0]  # fmt: skip
        assert not (paid and lost)
        began = day - policy.period_days
        assert 0 <= interest <= earned * policy.interest_cap_percent // 100
        assert not paid or any(began <= gift < day for gift in gifts)


@given(histories(), st.integers(0, 400), st.integers(0, 400))
@QUICK
def test_what_was_earned_and_owed_only_fades_while_nothing_happens(facts, first, second):
    """As of a later day, without facts in between, earned is not more, nor is a healed debt."""
    assume(facts)
    account = booked(facts).accounts[PAIRS[0]]
    day = facts[-1].day + min(first, second)
    sooner, later = read(account, day), read(account, day + abs(first - second))

    assert later.earned <= sooner.earned
    assert later.spent <= sooner.spent
    assert later.lasting == sooner.lasting
    if not account.open:
        assert later.owed <= sooner.owed


@given(histories(), POLICIES, st.integers(0, 30))
@QUICK
def test_a_snapshot_and_the_tail_give_what_the_whole_gives(facts, policies, cut):
    """Booking on from where the account was is the same as booking from the beginning."""
    assume(facts)
    part = booked(facts[:cut], policies)
    account = part.accounts.get(PAIRS[0]) or part.opened(facts[0].day)
    for one in facts[min(cut, len(facts)) :]:
        account.take(one)
    day = facts[-1].day + 33

    assert read(account, day) == read(booked(facts, policies).accounts[PAIRS[0]], day)


@given(histories(most=6), st.integers(0, 3))
@QUICK
def test_what_was_given_back_is_no_number_of_trust(facts, times):
    """Give-backs change no balance, whatever came before."""
    day = START + SPAN + 300
    back = [Fact(day, 2000 + n, "given", "testimonial") for n in range(times)]

    assert balance([*facts, *back], day) == balance(facts, day)


@given(st.integers(1, 3), st.integers(0, 400), st.sampled_from(("kept", "broken")), POLICIES)
@QUICK
def test_one_promise_costs_its_penalty_once_however_long_it_was_late(weight, late, end, policies):
    """What was booked as late is part of what the break costs; being late alone costs less."""
    facts = [Fact(START, 0, "made", "x", weight, START), Fact(START + late, 1, end, "x", 1)]
    lines = booked(facts, policies).accounts[PAIRS[0]].lines
    cost = -sum(one.amount for one in lines if one.account == OWED and one.other in (LATE, BROKEN))
    percents = {one.policy.penalty_percent for one in policies} | {200}
    bounds = [weight * 10_000 * one for one in percents]

    assert cost <= max(bounds)
    assert cost >= min(bounds) or end == "kept"


@given(st.integers(0, 29), st.integers(0, 60))
@QUICK
def test_no_interest_while_a_promise_is_overdue(gift, ahead):
    """A gift in the period pays interest at its end, unless a promise should have been kept."""
    first = START - START % 30
    end = first + 30
    facts = sorted([Fact(first, 0, "made", "x", 1, first + ahead),
                    Fact(first + gift, 1, "invested", "insight")])  # fmt: skip
    account = booked(facts).accounts[PAIRS[0]]
    account.close_until(end)

    assert (account.ledger[INTEREST] > 0) == (first + ahead >= end)


def test_interest_is_paid_up_to_the_cap_and_no_further():
    """At a hundred percent a period, half of what was earned is paid, in one posting."""
    policy = PolicyAdopted(name="rich", interest_percent=100, ramp_periods=1)
    told = [Adopted(START, "p", policy)]
    account = booked([Fact(START, 0, "invested", "insight")], told).accounts[PAIRS[0]]
    account.close_until(account.next)
    paid = [one.amount for one in account.lines if one.account == INTEREST]

    assert paid == [account.ledger[EARNED] // 2]


def test_owed_is_a_debt_of_ours():
    """A break is posted as owed by us, and there is no account of what they owe."""
    facts = [Fact(START, 0, "made", "x", 1, START), Fact(START, 1, "broken", "x")]
    account = booked(facts).accounts[PAIRS[0]]

    assert account.ledger[OWED] == -2_000_000
    assert not any("Receivable" in one.path for one in CHART)


@st.composite
def lonely(draw):
    """Tell one promise of which nothing is heard for long, perhaps moved, and a later policy."""
    due = draw(st.sampled_from((0, START + draw(st.integers(0, 2000)))))
    told = [Fact(START, 0, "made", "p", draw(st.integers(1, 3)), due, "r0")]
    if draw(st.booleans()):
        day = START + draw(st.integers(0, 3000))
        later = draw(st.sampled_from((0, day + draw(st.integers(0, 1000)))))
        told.append(Fact(day, 1, "moved", "p", later, 0, "r1"))
    return told


LATER = st.lists(
    st.builds(
        Adopted, day=st.integers(START + 500, START + 6000), record=st.just("p"),
        policy=st.builds(
            PolicyAdopted, name=st.just("dear"), period_days=st.integers(7, 60),
            penalty_percent=st.integers(300, 400),
        ),
    ),
    max_size=1,
)  # fmt: skip


@given(st.one_of(histories(), lonely()), st.one_of(POLICIES, LATER), st.integers(0, 8000))
@QUICK
def test_periods_in_which_nothing_changes_may_be_passed_over(facts, policies, days):
    """An account closed at once, years later, is one closed by periods, each promise looked at."""
    assume(facts)
    account = booked(facts, policies).accounts[PAIRS[0]]
    once, steps = (caught_up(account, facts[-1].day) for _ in range(2))
    day = facts[-1].day + days

    once.close_until(day)
    while steps.next <= day:
        steps.growing = steps.open.copy()  # look at every open promise, each time
        steps.close_until(steps.next)

    for one in (once, steps):
        one.open = {id_: (each.due, each.accrued) for id_, each in one.open.items()}
    assert once.ledger == steps.ledger
    assert once.lines == steps.lines
    assert (once.next, once.open, once.streak) == (steps.next, steps.open, steps.streak)
    assert read_amounts(once, day) == read_amounts(steps, day)


def read_amounts(account, day):
    """Give what has faded to a day."""
    return account.earned_on(day), account.owed_on(day), account.asked_on(day)
