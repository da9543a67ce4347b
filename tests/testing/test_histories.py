"""Are the histories that are drawn what they are said to be?"""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.testing.thanks import SENT, Thanks

from engageframe import EncounterHeld, Person, moment
from engageframe.kinds import CORE_KINDS
from engageframe.testing import (
    HOSTILE,
    History,
    bodies,
    busy,
    engagements,
    hostile_texts,
    ids,
    journals,
    moments,
    records,
    views,
    wild,
)
from engageframe.testing.contract import _sample_of

some = settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
ALL = _sample_of(engagements(kinds=[SENT], most=60), 500)
"""Plausible engagements, so many that a rare fact is among them."""


@some
@given(journals() | wild().map(lambda one: one.journal()))
def test_a_drawn_journal_holds(journal) -> None:
    """Its chain verifies, and it holds one engagement and perhaps the register."""
    done = journal.verify()

    assert (done.first_bad, done.checked) == (None, journal.head().seq)
    assert {"rollout"} <= set(journal.streams()) <= {"rollout", "register"}


def test_plausible_engagements_hold_every_kind() -> None:
    """All kinds of the core occur, and those of a practice, with moments of every precision.

    Only an erasure does not: it goes with bodies that are destroyed.
    """
    kinds = {draft.kind for one in ALL for draft in one.drafts}
    precisions = {moment(draft.happened).precision for one in ALL for draft in one.drafts}

    assert kinds == {kind.name for kind in CORE_KINDS} - {"erasure"} | {"thanks.sent"}
    assert precisions == {"year", "quarter", "month", "day", "instant"}
    assert any(draft.source for one in ALL for draft in one.drafts)


def test_plausible_engagements_have_all_states() -> None:
    """Promises become all they may, encounters are planned, held and reviewed, rounds end."""
    seen = [one.view() for one in ALL]
    encounters = [one for view in seen for one in view.encounters.values()]

    states = {one.state for view in seen for one in view.commitments.values()}
    assert states == {"open", "kept", "kept_late", "broken", "released"}
    assert any(one.planned and one.held and one.reviewed for one in encounters)
    assert any(one.held and not one.planned for one in encounters)
    assert {view.cycle.phase for view in seen} == {"planning", "doing", "reviewing"}
    assert max(view.cycle.number for view in seen) > 1


@some
@given(engagements(), st.sampled_from([400, -400]))
def test_four_centuries_change_no_day_of_the_week(history: History, years: int) -> None:
    """Every moment moves, and ids of records stay."""
    then = history.later(years)

    assert [one.id for one in then.drafts] == [one.id for one in history.drafts]
    for one, other in zip(history.drafts, then.drafts, strict=True):
        before, after = moment(one.happened), moment(other.happened)
        assert (after.first.year - before.first.year) == years
        assert after.first.weekday() == before.first.weekday()


@some
@given(views(), records(), bodies(Person, ids("ana", "bob")), moments())
def test_strategies_compose(view, told, person, when) -> None:
    """Each gives what its name says."""
    assert view.engagement.name == "Acme rollout"
    assert told[0].kind == "engagement"
    assert person.id in ("ana", "bob")
    assert when == moment(when.text)


@some
@given(engagements(kinds=[SENT], hostile=True), hostile_texts())
def test_hostile_engagements_hold_hostile_texts(history: History, text: str) -> None:
    """What is written in them is one of those texts, and comes back as it was."""
    told = [one.body.subject for one in history.view().records(EncounterHeld)]

    assert {*told} <= {*HOSTILE}
    assert text in HOSTILE


@pytest.mark.parametrize("size", [1, 40, 400])
def test_a_busy_engagement_is_the_same_every_time(size: int) -> None:
    """It has at least so many records, in which a practice finds what it has to do."""
    one, other = (busy(size, kinds=[SENT]) for _ in range(2))

    assert one.drafts == other.drafts
    assert len(one.drafts) >= size
    assert size < 40 or one.workspace(Thanks).check()


def test_a_history_shows_itself_line_by_line() -> None:
    """Whoever reads a failed law sees each record with its moment, kind and body."""
    shown = repr(History.of((Person(id="ana", name="Ana Novak"), "2026-02"), as_of="2026-03"))

    assert shown.splitlines()[0] == "History as of 2026-03:"
    assert "2026-02 person " in shown
    assert '"name":"Ana Novak"' in shown
