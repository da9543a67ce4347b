"""Can each law of the contract fail, and does its message name the fault?"""

import pytest
from tests.testing.faults import OTHERS, TEN, Fault, broken
from tests.testing.thanks import Thanks

from engageframe.testing.contract import CHECKS, PracticeContract


class TestThanks(PracticeContract):
    """The contract, applied to a small practice without faults."""

    practice = Thanks


@pytest.mark.parametrize("fault", [*TEN, *OTHERS], ids=lambda fault: fault.name)
def test_each_law_can_fail(fault: Fault) -> None:
    """A practice with the fault fails the check, and the message names practice and fault."""
    said = broken(fault, Thanks)

    assert said.startswith('practice "thanks" ')
    assert fault.says in said


def test_no_law_is_without_a_practice_that_breaks_it() -> None:
    """Every check but the one that looks after the others is seen to fail."""
    assert {one.check for one in (*TEN, *OTHERS)} == set(CHECKS) - {"test_no_check_was_taken_away"}
