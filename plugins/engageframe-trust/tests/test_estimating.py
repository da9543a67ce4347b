"""Are the estimate and its intervals right?"""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engageframe_trust.decay import factors, fade
from engageframe_trust.estimating import Evidence, beta_quantile, estimate, prior

SHARES = st.floats(0.01, 0.99)
AMOUNTS = st.floats(0, 200)
LAW = settings(deadline=None, max_examples=100)


def test_a_beta_of_three_kept_and_one_broken_is_the_published_one():
    """Two thirds, and 90 % of it between .3426 and .9236."""
    found = estimate(Evidence(3, 1), 0.5, doubt=2)

    assert found.expected == pytest.approx(2 / 3)
    assert found.interval == pytest.approx((0.3426, 0.9236), abs=5e-5)


def test_evidence_that_fades_gives_the_published_expectation():
    """Kept 0, 30 and 90 days ago, broken 10 days ago, half-life 180 days: .6471."""
    good = sum(fade(10**6, 180, age) for age in (0, 30, 90)) / 1e6
    bad = fade(10**6, 180, 10) / 1e6

    assert estimate(Evidence(good, bad), 0.5, doubt=2).expected == pytest.approx(0.6471, abs=5e-5)


@given(SHARES, st.floats(0.05, 50))
@LAW
def test_a_quantile_of_a_power_is_its_root(share, a):
    """Where the second parameter is 1 the beta distribution has a closed form, and its mirror."""
    assert beta_quantile(share, a, 1) == pytest.approx(share ** (1 / a), abs=1e-7)
    assert beta_quantile(share, 1, a) == pytest.approx(1 - (1 - share) ** (1 / a), abs=1e-7)


@given(st.floats(0.5, 2000))
@LAW
def test_half_of_a_symmetric_beta_lies_below_its_middle(a):
    """Also with much evidence."""
    assert beta_quantile(0.5, a, a) == pytest.approx(0.5, abs=1e-7)


@given(AMOUNTS, AMOUNTS, SHARES)
@LAW
def test_the_estimate_is_belief_plus_its_share_of_doubt(good, bad, mean):
    """Subjective logic: E = b + m u with b = r / (r + s + U), inside its interval."""
    found = estimate(Evidence(good, bad), mean, doubt=8)
    low, high = found.interval

    assert found.expected == pytest.approx(good / (good + bad + 8) + mean * found.uncertainty)
    assert low < high
    assert 0 <= low <= 1
    assert 0 <= high <= 1


@given(SHARES, AMOUNTS, AMOUNTS)
@LAW
def test_without_judgements_the_prior_is_what_ours_does_elsewhere(base, good, bad):
    """The judge's term is off where nothing was judged, as for promises."""
    ours = Evidence(good, bad)
    expected = (good + 8 * base) / (good + bad + 8)

    assert prior(ours, Evidence(), base=base, doubt=8) == pytest.approx(expected)


@given(SHARES, AMOUNTS, AMOUNTS, AMOUNTS)
@LAW
def test_a_kind_judge_raises_the_prior_and_a_harsh_one_lowers_it(base, good, bad, much):
    """Praise of others by the same person makes their next word likelier to be praise."""
    ours = Evidence(good, bad)
    kind, harsh = Evidence(much, 0), Evidence(0, much)
    plain = prior(ours, Evidence(), base=base, doubt=8)

    assert prior(ours, kind, base=base, doubt=8) >= plain - 1e-12
    assert prior(ours, harsh, base=base, doubt=8) <= plain + 1e-12


@given(st.integers(1, 400), st.integers(0, 400), st.integers(0, 10**12))
@LAW
def test_an_amount_only_fades(half_life, days, amount):
    """To half in a half-life, to less the longer it lasts, and never below nothing."""
    assert fade(amount, half_life, 0) == amount
    assert 0 <= fade(amount, half_life, days + 1) <= fade(amount, half_life, days) <= amount
    assert fade(2 * amount, half_life, half_life) == amount


def test_what_is_left_is_rounded_to_the_nearest_unit():
    """Half a unit goes up."""
    assert (fade(3, 1, 1), fade(1, 90, 1), fade(1, 1, 1), fade(1, 1, 2)) == (2, 1, 1, 0)


@given(st.integers(1, 400), st.integers(0, 900))
@LAW
def test_a_factor_is_the_nearest_whole_number_to_the_power(half_life, days):
    """Shown without decimals: (2t - 1) ** h <= 2 ** (65 h - n) <= (2t + 1) ** h."""
    t = factors(half_life, days)[days]

    assert max(0, 2 * t - 1) ** half_life <= 2 ** (65 * half_life - days)
    assert 2 ** (65 * half_life - days) <= (2 * t + 1) ** half_life


@pytest.mark.parametrize("value", [-100, 100])
def test_how_kindly_they_judge_others_moves_no_pair_of_promises(world, value):
    """On for feedback, off for promises: what Bo says of Abe foretells no promise of Ana."""
    told = world()
    for n in range(6):
        told.promise(f"p{n}", "2031-06-01", "2031-06-10").kept(f"p{n}", "2031-06-10")
    before = told.ledger().judgement(("ana", "bo")).estimate
    for day in range(1, 7):
        told.feedback(f"2031-06-0{day}", value, about="abe")

    assert told.ledger().judgement(("ana", "bo")).estimate == before


def test_the_more_of_the_evidence_is_feedback_the_more_kindness_counts(world):
    """All of it where there is nothing else, and between where there is some."""
    moved = []
    for promises in (0, 3, 12):
        told = world()
        told.feedback("2031-06-15", 50)
        for n in range(promises):
            told.promise(f"p{n}", "2031-06-01", "2031-06-15").kept(f"p{n}", "2031-06-15")
        before = told.ledger()._estimate(("ana", "bo"))
        after = told.feedback("2031-06-15", -100, about="abe").ledger()
        moved.append((before.good - after._estimate(("ana", "bo")).good) / 8)
        if not promises:  # the whole of what Bo judged, as in the protocol
            mean = prior(Evidence(), Evidence(0, 1), base=0.8, doubt=8)
            assert moved == [pytest.approx(0.8 - mean)]

    assert moved[0] > moved[1] > moved[2] > 0


@given(AMOUNTS, AMOUNTS)
@LAW
def test_the_whole_share_of_the_evidence_is_the_same_to_the_bit(good, bad):
    """The protocol of the evaluation, all of whose evidence is feedback, is not touched."""
    assert Evidence(good, bad).share(1.0) == Evidence(good, bad)
