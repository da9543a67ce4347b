"""Does a sealed journal lose anything, or keep what was erased, when it is cut off on the way?"""

from pathlib import Path
from random import Random

import pytest

from .breaking_sealed import BROKEN_SEALED, loses
from .cutting_sealed import cut_sealed, live_sealed
from .failing import FAULTS
from .harming_sealed import CALLS, harm_making, harm_sealed, how_often_sealed
from .killing_sealed import SealedLedger

_STEP = 40


@pytest.mark.parametrize("name", BROKEN_SEALED)
def test_what_breaks_a_promise_of_the_sealed_store_is_caught(name: str) -> None:
    """Cuts of power show each of them, the rarest in one life of some."""
    assert any(loses(name, seed, 20, 50) for seed in range(12))


@pytest.mark.parametrize("killed", [False, True], ids=["whole", "killed"])
@pytest.mark.parametrize("failing", [0.0, 0.1], ids=["a sound disk", "failing syncs"])
def test_a_cut_of_power_loses_no_key_and_brings_none_back(killed: bool, failing: float) -> None:
    """What was acknowledged opens; whoever was erased is nowhere; an erasure is finished."""
    seen = cut_sealed(live_sealed(2, 20, killed=killed, failing=failing), Random(2), 40)
    assert seen["acknowledged"] > seen["erasures"] > 0


@pytest.mark.parametrize("fault", FAULTS)
def test_a_failing_call_under_a_sealed_journal_is_told_and_harms_nothing(fault: str) -> None:
    """At every fortieth call; ``nox -s crash`` tries every one."""
    calls = how_often_sealed(fault)
    found = [harm_sealed(fault, at, lasts=at % 2 == 0) for at in range(1, calls + 1, _STEP)]
    assert sum(one["told"] for one in found) > 3


@pytest.mark.parametrize("call", CALLS)
def test_keys_are_made_wholly_or_not_at_all(call: str) -> None:
    """Whichever call of the system fails, it is told, and making them again is right."""
    harm_making(call)


def test_killed_writers_and_erasures_of_a_sealed_journal_lose_and_leave_nothing(
    folder: Path,
) -> None:
    """What was told is read, whoever was erased is named nowhere, whenever it was killed."""
    ledger = SealedLedger(folder, Random(1))
    ledger.round("w0")
    assert ledger.seen["kills"] == 4
    assert ledger.told
