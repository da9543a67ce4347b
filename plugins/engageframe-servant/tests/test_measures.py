"""Are the figures right, with intervals, and withheld where they would mean nothing?"""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engageframe import Attendee, Objective, moment
from engageframe_servant.measures import entropy, hhi, median, share
from engageframe_servant.records import (
    FACETS,
    Act,
    Card,
    Contribution,
    Credit,
    Difference,
    Matter,
    Message,
    Teaching,
    Words,
)
from engageframe_servant.settings import ServantSettings

law = settings(max_examples=100, deadline=None)
voices = st.lists(st.integers(1, 60), min_size=2, max_size=8)
NAMES = (
    "perspective-coverage", "voice-entropy", "voice-concentration", "reach", "candour-latency",
    "credit-ratio", "self-reliance", "client-sourced", "them-share", "asked-for",
    "acknowledged-difference", "leak-rate",
)  # fmt: skip


def said(by="bo", basis="said"):
    """Give words of theirs."""
    return Words(text="as they say", basis=basis, by=by)


def test_voices_of_12_6_and_2_are_the_known_vector():
    """Entropy .8173, HHI .46; the intervals are worked out by hand from their formulas."""
    assert [round(one, 4) for one in entropy((12, 6, 2))] == [0.8173, 0.5933, 1.0]
    assert [round(one, 4) for one in hhi((12, 6, 2))] == [0.46, 0.3022, 0.6178]


def test_wilson_of_8_in_10_is_the_known_vector():
    """[.4902, .9433]."""
    found = share(8, 10)

    assert (round(found.low, 4), round(found.high, 4)) == (0.4902, 0.9433)


def test_one_voice_is_no_diversity():
    """Its entropy is 0, and there is no interval."""
    assert entropy((5,)) == (0.0, None, None)
    assert hhi((5,)).value == 1.0


@law
@given(voices)
def test_the_entropy_of_voices_lies_between_its_ends_inside_0_and_1(counts):
    """So does the concentration, from 1/k to 1."""
    for found in (entropy(counts), hhi(counts)):
        assert 0 <= found.low <= found.value <= found.high <= 1
    assert hhi(counts).value >= 1 / len(counts) - 1e-9


@law
@given(voices, st.randoms())
def test_the_order_of_voices_has_no_part(counts, random):
    """Nobody comes first."""
    other = [*counts]
    random.shuffle(other)

    assert math.isclose(entropy(counts).value, entropy(other).value, abs_tol=1e-12)
    assert math.isclose(hhi(counts).value, hhi(other).value, abs_tol=1e-12)


@law
@given(st.integers(2, 8), st.integers(1, 50))
def test_voices_heard_alike_have_entropy_1(k, each):
    """And the least concentration that k voices can have."""
    assert math.isclose(entropy([each] * k).value, 1.0)
    assert math.isclose(entropy([each] * k).low, 1.0, abs_tol=1e-6)
    assert math.isclose(hhi([each] * k).value, 1 / k)


@law
@given(st.integers(1, 200).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_a_share_lies_in_its_interval(pair):
    """Also at its ends, where the interval still has a width."""
    found = share(*pair)

    assert 0 <= found.low <= found.value + 1e-12
    assert found.value <= found.high + 1e-12 <= 1 + 1e-9
    assert found.high > found.low


@law
@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 9)), min_size=1, max_size=30))
def test_a_median_lies_between_the_ends_of_its_interval(pairs):
    """With fewer than six there is no interval."""
    days = [(low, low + more) for low, more in pairs]
    found = median(days)

    assert (found.low is None) is (len(days) < 6)
    if found.low is not None:
        assert found.low <= found.value <= found.high


def test_the_interval_of_a_median_is_that_of_the_binomial():
    """Of six, the least and the greatest; of nine, the second and the eighth."""
    assert median([(n, n) for n in range(1, 7)]) == (3.5, 1.0, 6.0)
    assert median([(n, n) for n in range(1, 10)]) == (5.0, 2.0, 8.0)


def test_every_measure_is_answered_from_the_first_day(world):
    """With nothing recorded each says that there is not enough evidence."""
    workspace = world().open()
    found = [one for _, one in workspace.host.measure(workspace.view())]

    assert tuple(one.name for one in found) == NAMES
    assert {one.value for one in found} == {None}
    assert all(one.n < one.needs for one in found)
    assert all("S1." in one.reason or "T2" in one.reason for one in found)


def test_voices_are_counted_and_nobody_is_named(world):
    """Twelve, six and two are the vector, from records."""
    made = world().tell(Matter(id="x", what="x", affected=("director", "engineer", "farmer")))
    for by, count in (("bo", 12), ("cy", 6), ("dee", 2)):
        made.tell(Contribution(matter="x", by=by, count=count))

    found = made.measure("voice-entropy")
    assert (round(found.value, 4), found.n, found.subject) == (0.8173, 20, "work")
    assert found.low < found.value < found.high
    assert not {"bo", "cy", "dee"} & set(found.reason.split())
    assert made.measure("perspective-coverage").value is None
    assert "not enough evidence: 3" in made.measure("perspective-coverage").reason


def test_one_voice_alone_is_not_enough_evidence(world):
    """Twenty contributions of one say nothing of how others are heard."""
    made = world().tell(Matter(id="x", what="x")).tell(Contribution(matter="x", by="bo", count=20))

    found = made.measure("voice-entropy")
    assert (found.value, found.reason) == (
        None,
        "not enough evidence: 20 cases, all of one kind (S1.37)",
    )


@pytest.mark.parametrize(("n", "value"), [(4, None), (5, 0.8)])
def test_a_share_needs_five_cases(world, n, value):
    """With four there is no number."""
    made = world()
    for number in range(n):
        to = ("ana",) if number == 0 else ("cy",)
        made.tell(Credit(by="ana", to=to, what=f"deed {number}"))

    found = made.measure("credit-ratio")
    assert (found.value, found.n, found.needs) == (value, n, 5)
    assert (found.low is None) is (value is None)


def test_each_share_counts_what_it_says(world):
    """Levels, teachings, objectives, deeds and differences."""
    made = world(fewest=2)
    made.tell(Matter(id="x", what="x", levels=("board", "farms"), affected=("director", "farmer")))
    made.tell(Message(id="m", by="ana", what="x", matter="x", levels=("board",),
                      told=moment("2031-06-01")))  # fmt: skip
    made.tell(Contribution(matter="x", by="bo"))
    learners = (Attendee(person="cy"),)
    for n, alone in enumerate((("ana", "dee"), ("cy",))):
        made.tell(Teaching(id=f"t{n}", topic="x", what="x", by="ana", learners=learners,
                           alone_said_by=alone))  # fmt: skip
        made.tell(Act(id=f"a{n}", what="x", for_whom="bo", by="ana", asked=bool(n)))
        made.tell(Difference(words=said("bo" if n else "ana"), for_whom="bo"))
    aims = [
        Objective(id=who, text="x", owner=who, kind="learn") for who in ("bo", "ana", "dee", "cy")
    ]
    made.plan("visit", "2031-07-01", *aims)

    names = ("reach", "perspective-coverage", "self-reliance", "asked-for", "them-share",
             "acknowledged-difference")  # fmt: skip
    assert {name: made.measure(name).value for name in names} == dict.fromkeys(names, 0.5)


def test_the_latency_of_bad_news_is_a_median_with_its_interval(world):
    """Good news and news that are not told yet do not count."""
    made = world()
    for n, day in enumerate((1, 2, 3, 4, 5, 9)):
        made.tell(
            Message(
                id=f"m{n}",
                by="ana",
                what="x",
                adverse=True,
                known=moment("2031-05-01"),
                told=moment(f"2031-05-{day + 1:02d}"),
            )
        )
    made.tell(Message(id="good", by="ana", what="x", known=moment("2031-01-01"),
                      told=moment("2031-06-01")))  # fmt: skip
    made.tell(Message(id="open", by="ana", what="x", adverse=True, known=moment("2031-01-01")))

    found = made.measure("candour-latency")
    assert (found.value, found.low, found.high, found.n) == (3.5, 1.0, 9.0, 6)


def test_whose_words_is_measured_for_each_plan(world):
    """Three of six, for the card itself and not for the person."""
    theirs = dict.fromkeys(FACETS[:3], said())
    made = world().tell(Card(id="winter", for_whom="bo", about="visit", **theirs))

    found = made.measure("them-centredness")
    assert (found.value, found.n, found.subject, found.unit) == (0.5, 6, "card:winter", "share")
    assert (found.low, found.high) == (None, None)
    assert "all six facets of the plan visit are counted" in found.reason
    assert made.measure("client-sourced").n == 6


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(["said", "confirmed", "observed", "inferred", "ours", None]),
                min_size=6, max_size=6), st.integers(0, 5))  # fmt: skip
def test_losing_a_source_never_makes_a_plan_more_theirs(world, bases, at):
    """Whatever the other facets are."""
    fewer = [*bases]
    fewer[at] = "inferred"

    def share(row):
        facets = {name: said(basis=basis) if basis else None
                  for name, basis in zip(FACETS, row, strict=True)}  # fmt: skip
        card = Card(id="c", for_whom="bo", about="x", **facets)
        ledger = world().ledger()
        return len(ledger.sourced(card))

    assert share(fewer) <= share(bases)
    assert share(bases) == sum(basis in ("said", "confirmed") for basis in bases)


def wrote(world, writers, sentences, leaks=0, **options):
    """Tell sentences, spread over writers; some leak."""
    made = world(**options)
    for n in range(sentences):
        what = "Book the order." if n < leaks else f"We look at board {n}."
        made.tell(Act(id=f"a{n}", what=what, for_whom="bo", by="ana"), author=f"w{n % writers}")
    return made


def test_one_writer_is_no_group():
    """The leak rate of one is a figure about a person, so no option gives it."""
    assert ServantSettings(smallest_group=2).smallest_group == 2
    with pytest.raises(ValueError, match="smallest_group"):
        ServantSettings(smallest_group=1)


def test_the_leak_rate_of_few_writers_is_withheld(world):
    """Of four it would tell of each."""
    found = wrote(world, 4, 120).measure("leak-rate")

    assert (found.value, found.n, found.needs) == (None, 4, 5)
    assert found.reason.startswith("withheld: of so few writers it would tell of each")


def test_the_leak_rate_is_per_hundred_sentences(world):
    """Of five writers and a hundred sentences there is a number, with its interval."""
    assert wrote(world, 5, 99).measure("leak-rate").value is None
    assert wrote(world, 5, 100).measure("leak-rate").value == 0.0

    found = wrote(world, 5, 200, leaks=3).measure("leak-rate")

    assert (found.value, found.n, found.unit) == (1.5, 200, "per 100")
    assert found.low < 1.5 < found.high
    assert found.evidence == ()
