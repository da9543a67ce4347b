"""From when does a policy count, and does an old statement stay what it was?"""

import attrs
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engageframe import InvalidInput
from engageframe_trust.ledger import Ledger
from engageframe_trust.policy import DEFAULT, WHY, Adopted, PolicyAdopted, timetable
from engageframe_trust.statement import statements
from engageframe_trust.words import day_of

SHORT = PolicyAdopted(name="short", earned_half_life_days=30, promise=2_000_000)
GRID = 30 * 24_701
"""A day on which a period of the default policy begins."""


def told_as(world, as_of):
    """Give the statement of all pairs as of a day, as bytes, without the journal's head."""
    ledger = world.ledger(as_of)
    made = statements(ledger, since=0, plugin="x")
    pins = msgspec.structs.replace(made.pins, head="", journal=0)
    return msgspec.json.encode(msgspec.structs.replace(made, pins=pins))


def test_every_number_says_why():
    """The table of reasons has each option but the name, in order."""
    assert ["name", *WHY] == [one.name for one in attrs.fields(PolicyAdopted)]


@given(st.integers(GRID, GRID + 400), st.integers(0, 2))
@settings(max_examples=100, deadline=None)
def test_a_policy_counts_from_the_first_day_of_the_period_after_it_was_adopted(day, later):
    """Never on the day itself, also when that is the first of a period, or another came before."""
    told = [Adopted(GRID - 1, "a", SHORT), Adopted(day, "b", SHORT)][1 - min(later, 1) :]

    assert [one.begins for one in timetable(told, first=0)][-1] == day - day % 30 + 30


def test_the_day_on_which_a_policy_is_adopted_keeps_its_lines(world):
    """Also the first day of a period: what was given on it weighs what it weighed."""
    day = day_of(GRID + 480).text
    told = world(as_of=day).insight("i", day, seen=True)
    before = told.balance()

    assert told.tell(PolicyAdopted(name="dear", insight=900_000), day).balance() == before == 0.5


def test_the_last_of_several_in_one_period_counts():
    """A policy that never came to count is no step in the history."""
    told = [Adopted(GRID + 1, "a", SHORT), Adopted(GRID + 9, "b", DEFAULT)]

    assert [(one.begins, one.record) for one in timetable(told, first=0)] == [
        (0, ""), (GRID + 30, "b"),
    ]  # fmt: skip


def test_a_policy_as_old_as_the_engagement_counts_from_the_beginning():
    """There was no other before."""
    (only,) = timetable([Adopted(GRID + 7, "r", SHORT)], first=GRID + 7)

    assert (only.begins, only.policy) == (0, SHORT)


def test_a_new_policy_changes_no_line_of_the_past(world):
    """As of the day before it counts, the statement is the same to the byte."""
    told = world().feedback("2031-02-01", 100).insight("i", "2031-03-01")
    before = told_as(told, "2031-04-20")
    told.tell(SHORT, "2031-04-25")

    assert told_as(told, "2031-04-20") == before
    assert told.ledger("2031-04-20").policy == DEFAULT
    assert told.ledger().policy == SHORT


def test_under_a_new_policy_the_account_goes_on_from_where_it_was(world):
    """No line before it changes, and what was earned fades faster after."""
    told = world().feedback("2031-02-01", 100)
    slow = told.ledger()
    lines = slow.books.accounts["ana", "bo"].lines + slow.account(("ana", "bo")).lines
    told.tell(SHORT, "2031-03-01")
    fast = told.ledger()
    begins = fast.timetable[1].begins
    again = fast.books.accounts["ana", "bo"].lines + fast.account(("ana", "bo")).lines

    assert [one for one in again if one.day <= begins] == [
        one for one in lines if one.day <= begins
    ]
    assert fast.reading(("ana", "bo")).earned < slow.reading(("ana", "bo")).earned
    assert fast.books.faults() == []


def test_a_policy_that_was_written_down_later_than_it_counts_is_told(world):
    """Whoever holds an older statement learns that it used another policy."""
    told = world().tell(SHORT, "2031-03-01")
    late = told.open(clock="2031-05-05T12:00+00:00").view()
    in_time = told.open(clock="2031-03-01T12:00+00:00").view()
    (note,) = statements(Ledger(late), since=0, plugin="x").pins.notes

    assert note.startswith('the policy "short" counts from 2031-03-01 and was written down on 2031')
    assert statements(Ledger(in_time), since=0, plugin="x").pins.notes == ()


def test_an_unknown_field_of_a_policy_is_refused(world, tmp_path):
    """A misspelt number would otherwise be the default."""
    (tmp_path / "bad.yaml").write_text(
        "engagement: work\nrecords:\n  - happened: 2031-05-01\n"
        "    trust.policy: {name: p, intrest_percent: 1}\n",
        encoding="utf-8",
    )
    with pytest.raises(InvalidInput, match=r"bad.yaml:4.*intrest_percent"):
        world().open().apply_file(tmp_path / "bad.yaml")


def test_what_helped_was_welcome():
    """A rating from which a session helped, but counts for nothing, is refused."""
    assert PolicyAdopted(name="p", welcome_from=7).useful_from == 7
    with pytest.raises(ValueError, match=r"useful_from is 7: expected at least welcome_from \(8\)"):
        PolicyAdopted(name="p", welcome_from=8)
