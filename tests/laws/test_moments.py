"""Laws of moments."""

import datetime as dt
import pickle

import pytest
from hypothesis import example, given
from tests.laws.strategies import moments

from engageframe.model.moments import Moment, moment

HALF_PAST_NINE = moment("2013-07-14T09:30+02:00")
NINE = moment("2013-07-14T09:00Z")


@given(moments())
@example(NINE)
def test_a_moment_stays_as_it_was_written(one: Moment) -> None:
    """A month never becomes its first day, nor does anything else change."""
    again = moment(one.text)

    assert again.text == one.text
    assert pickle.loads(pickle.dumps(one)) == one
    assert len({one, again, Moment(one.text)}) == 1
    assert one.first <= one.last


@given(moments(), moments(), moments())
def test_moments_are_totally_ordered(a: Moment, b: Moment, c: Moment) -> None:
    """Any two moments compare, and order is transitive."""
    x, y, z = sorted((a, b, c))

    assert x <= y <= z
    assert x <= z
    assert (a < b) + (b < a) + (a == b) == 1


@given(moments(), moments())
@example(HALF_PAST_NINE, NINE)
@example(HALF_PAST_NINE, moment("2013-07-14"))
def test_surely_before_agrees_with_the_order(a: Moment, b: Moment) -> None:
    """What is surely earlier sorts earlier."""
    if a.before(b):
        assert a < b
        assert not b.before(a)


@given(moments(), moments())
def test_two_moments_are_apart_or_overlap(a: Moment, b: Moment) -> None:
    """Exactly one of before, after and overlapping holds."""
    assert a.before(b) + b.before(a) + a.overlaps(b) == 1
    assert a.overlaps(b) == b.overlaps(a)


@given(moments(), moments())
def test_days_since_is_an_interval_that_turns_round(a: Moment, b: Moment) -> None:
    """At least is at most at most, and the way back is the same way."""
    forth, back = b.days_since(a), a.days_since(b)

    assert forth.at_least <= forth.at_most
    assert (forth.at_least, forth.at_most) == (-back.at_most, -back.at_least)


@given(moments())
@example(moment("9999"))
@example(moment("0001"))
def test_a_moment_overlaps_its_days(one: Moment) -> None:
    """A moment overlaps its first and last day, and no day outside, as far as days go."""
    ends = one.first.toordinal() - 1, one.last.toordinal() + 1
    days = range(dt.date.min.toordinal(), dt.date.max.toordinal() + 1)
    outside = [dt.date.fromordinal(number) for number in ends if number in days]

    assert one.overlaps(Moment.of(one.first))
    assert one.overlaps(Moment.of(one.last))
    assert not any(one.overlaps(Moment.of(other)) for other in outside)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2012", "2012-01-01", "2012-12-31"),
        ("2013-Q3", "2013-07-01", "2013-09-30"),
        ("2012-02", "2012-02-01", "2012-02-29"),
        ("9999-12", "9999-12-01", "9999-12-31"),
        ("2013-07-14", "2013-07-14", "2013-07-14"),
        ("2013-07-14T23:30-02:00", "2013-07-15", "2013-07-15"),
    ],
)
def test_a_moment_spans_its_days(text: str, first: str, last: str) -> None:
    """Each precision spans the days it names; instants are placed in UTC."""
    one = moment(text)

    assert (one.first.isoformat(), one.last.isoformat()) == (first, last)


@pytest.mark.parametrize(
    "text",
    ["", "13", "2013-13", "2013-Q5", "2013-02-30", "2013-07-14T09:30", "٢٠١٣", " 2013", "2013\n"],
)
def test_what_is_no_moment_is_refused_with_what_would_be_right(text: str) -> None:
    """The message names the bad value and the forms that are right."""
    with pytest.raises(ValueError, match="write 2013") as caught:
        moment(text)

    assert repr(text) in str(caught.value)


def test_a_number_is_no_moment() -> None:
    """A year that was written without quotes is told like any other value that is none."""
    with pytest.raises(ValueError, match="2013 is not a moment: write 2013"):
        moment(2013)  # type: ignore[arg-type]


def test_a_moment_cannot_be_changed() -> None:
    """Setting an attribute is refused, and comparing with another type is not answered."""
    one = moment("2013")

    with pytest.raises(AttributeError, match="immutable"):
        one.text = "2014"  # type: ignore[misc]
    assert one != "2013"
    with pytest.raises(TypeError):
        assert one < "2014"  # type: ignore[operator]
    assert (str(one), repr(one)) == ("2013", "moment('2013')")
