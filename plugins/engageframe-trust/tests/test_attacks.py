"""How far do the known attacks on a reputation get?"""

from hypothesis import given, settings
from hypothesis import strategies as st

from engageframe_trust.books import Books
from engageframe_trust.estimating import Evidence, estimate, prior
from engageframe_trust.facts import Fact
from engageframe_trust.reading import read

PAIR = ("ana", "bo")
BASE, DOUBT = 0.8, 8.0


def reading(facts, day):
    """Book facts of one pair and read the account."""
    return read(Books.of((PAIR, one) for one in facts).accounts[PAIR], day)


@given(st.integers(1, 5000))
@settings(max_examples=30, deadline=None)
def test_ballot_stuffing_by_touchpoints_earns_at_most_six_tenths_in_a_period(count):
    """However many meetings there are in one period."""
    facts = [Fact(738_000 + n * 29 // count, n, "invested", "touchpoint") for n in range(count)]

    assert reading(facts, 738_029).earned <= 600_000


def test_on_off_good_deeds_before_do_not_pay_for_one_great_break():
    """Forty small promises are outweighed by one great one that was broken."""
    facts = []
    for n in range(40):
        facts += [Fact(738_000 + n, 2 * n, "made", f"p{n}", 1, 738_000 + n),
                  Fact(738_000 + n, 2 * n + 1, "kept", f"p{n}", 1)]  # fmt: skip
    gap = [*facts, Fact(738_040, 100, "made", "great", 30, 738_040),
           Fact(738_040, 101, "broken", "great")]  # fmt: skip
    now = reading(gap, 738_040)

    assert now.balance < 0
    assert estimate(Evidence(now.earned / 1e6, now.owed / 2e6), BASE, doubt=DOUBT).expected < BASE


@given(st.floats(0, 100), st.floats(0, 100))
@settings(max_examples=60, deadline=None)
def test_whitewashing_does_not_pay_a_new_person_is_never_better_than_the_prior(good, bad):
    """Without evidence of the pair the estimate is the prior, which others may lower or raise."""
    fresh = prior(Evidence(), Evidence(), base=BASE, doubt=DOUBT)
    known = prior(Evidence(good, bad), Evidence(), base=BASE, doubt=DOUBT)

    assert abs(fresh - BASE) < 1e-12
    assert estimate(Evidence(), fresh, doubt=DOUBT).expected <= BASE + 1e-12
    assert (known >= BASE) == (good * (1 - BASE) >= bad * BASE) or abs(known - BASE) < 1e-9


def test_collusion_is_bounded_friends_lend_a_prior_and_no_account():
    """A hundred kind friends make no evidence for another pair: it stays as uncertain as it was."""
    facts = [
        (("ana", f"friend-{n}"), Fact(738_000 + n, n, "feedback", "", 100)) for n in range(100)
    ]
    facts += [(PAIR, Fact(738_100, 200, "invested", "touchpoint"))]
    books = Books.of(facts)
    now = read(books.accounts[PAIR], 738_100)
    found = estimate(Evidence(now.earned / 1e6, 0), 0.99, doubt=DOUBT)

    assert now.balance == 100_000
    assert found.uncertainty > 0.98


@given(st.integers(1, 12), st.integers(0, 90), st.booleans())
@settings(max_examples=60, deadline=None)
def test_splitting_a_promise_earns_no_more_and_breaks_no_cheaper(parts, late, keep):
    """Of one promise of weight 12 and n of weight 12/n, to one unit for each part."""
    if 12 % parts:
        return
    due = 738_000

    def told(count, weight):
        made = [Fact(due, n, "made", f"p{n}", weight, due) for n in range(count)]
        end = "kept" if keep else "broken"
        return made + [Fact(due + late, 50 + n, end, f"p{n}", 1) for n in range(count)]

    split, whole = reading(told(parts, 12 // parts), due + late), reading(told(1, 12), due + late)

    assert split.balance <= whole.balance + 2 * parts
    assert split.owed >= whole.owed - 2 * parts


def test_thanks_by_the_dozen_earn_less_and_less():
    """The n-th insight in a period is worth 1/n, and all of them at most six times the first."""
    facts = [Fact(738_000, n, "invested", "insight") for n in range(10_000)]
    first, second = reading(facts[:1], 738_000).earned, reading(facts[:2], 738_000).earned

    assert (first, second) == (500_000, 750_000)
    assert reading(facts, 738_000).earned <= 3_000_000
