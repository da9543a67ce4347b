"""What do the fixtures and helpers give to the tests of a practice?"""

import subprocess
import sys

import pytest
from tests.testing.thanks import Sent, Thanks

from engageframe import (
    Attendee,
    EncounterHeld,
    Engagement,
    Person,
    PracticeError,
    Stakeholder,
    Workspace,
    moment,
)
from engageframe.practices import Host
from engageframe.testing import (
    Clock,
    assert_finds,
    assert_proposes,
    assert_same,
    difference,
    judge,
)
from engageframe.testing.contract import CHECKS

THERE = (Attendee(person="ana"), Attendee(person="maria"))


def told(workspace: Workspace) -> Workspace:
    """Tell of one meeting with Maria, today."""
    workspace.record(Engagement(id="rollout", name="Rollout"))
    workspace.record(Person(id="maria", name="Maria López"))
    workspace.record(Stakeholder(who="maria", side="client"))
    workspace.record(EncounterHeld(id="kick-off", attendees=THERE))
    return workspace


def test_a_host_has_what_was_given_and_nothing_else(engage_host) -> None:
    """Practices are given by hand with their options; each host is new."""
    asked = engage_host.with_practice(Thanks, days=9)

    assert [one.practice.settings.days for one in asked.host.practices] == [9]
    assert asked.host is not asked.host
    assert engage_host.host.practices == ()


def test_a_host_raises_for_a_practice_with_a_fault(engage_host) -> None:
    """A test sees the fault at once."""
    with pytest.raises(PracticeError, match='option "dais"'):
        engage_host.with_practice(Thanks, dais=9).host  # noqa: B018 - making it is the test


@pytest.mark.usefixtures("engage_host")
def test_discovery_is_refused() -> None:
    """What happens to be installed has no part in a test."""
    with pytest.raises(AssertionError, match="discovery is refused here"):
        Host.load(["cycle"])


@pytest.mark.parametrize("store", ["memory", "sqlite"])
def test_time_moves_when_it_is_told_to(engage_workspace, engage_clock, store: str) -> None:
    """Answers are as of the clock's day, on whatever store."""
    workspace = told(engage_workspace(Thanks, store=store, thanks={"days": 2}))

    engage_clock.move(days=2)
    assert_finds(workspace)
    engage_clock.move(days=1)
    assert_finds(workspace, "THA001 kick-off")
    assert_proposes(workspace, "thank:kick-off")
    workspace.record(Sent(encounter="kick-off", words="Thank you"))
    assert_proposes(workspace)


def test_workspaces_do_not_know_each_other(engage_workspace) -> None:
    """Each one that is opened is empty."""
    told(engage_workspace(Thanks, store="sqlite"))

    assert engage_workspace(Thanks, store="sqlite").engagements() == []


def test_what_is_missing_and_what_is_new_is_told(engage_workspace, engage_clock) -> None:
    """A helper that fails names both sides of the difference, with the reason given."""
    workspace = told(engage_workspace(Thanks))
    engage_clock.set("2026-03-10T08:00+01:00")

    with pytest.raises(AssertionError) as caught:
        assert_finds(workspace, "THA001 pier")

    assert str(caught.value) == (
        "other findings than expected:\n"
        "  - THA001 pier  (expected, not there)\n"
        "  + THA001 kick-off  (maria was not thanked)"
    )


def test_a_difference_is_a_line_for_each_value() -> None:
    """What differs is shown among what does not, and what is alike is not shown at all."""
    one, other = ({"id": "pier", "due": moment(day)} for day in ("2026-03-01", "2026-03-02"))

    assert difference(one, one) == ""
    assert '-"due": "2026-03-01"' in difference(one, other).replace(" ", "", 1).replace("- ", "-")
    with pytest.raises(AssertionError, match="now and then differ"):
        assert_same(one, other, ("now", "then"))


def test_a_clock_goes_back_when_it_is_told_to() -> None:
    """It knows no time of its own."""
    clock = Clock("2026-03-01")
    clock.move(days=-1, minutes=30)

    assert (clock.today, clock().isoformat()) == (
        moment("2026-02-28"), "2026-02-28T09:30:00+00:00",
    )  # fmt: skip


def test_a_practice_can_be_judged_without_pytest() -> None:
    """Each check has a verdict: empty, or what is wrong."""
    verdicts = judge(Thanks, shrinks=False, options={"dais": 1})

    assert verdicts.keys() == CHECKS.keys()
    assert 'option "dais"' in verdicts["test_it_loads"]
    assert verdicts["test_no_check_was_taken_away"] == ""


def test_the_plugin_costs_next_to_nothing() -> None:
    """Loading it brings neither hypothesis nor more of engageframe than its face."""
    code = (
        "import sys, engageframe.testing.plugin; print(sorted(name for name in sys.modules "
        "if name.partition('.')[0] in ('hypothesis', 'attrs', 'msgspec', 'engageframe')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == (
        "['engageframe', 'engageframe.testing', 'engageframe.testing.plugin']"
    )
