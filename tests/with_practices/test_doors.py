"""Do the doors hold that plugins bring? The short form of ``nox -s fuzz`` for them."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.fuzz.knocking import Door, knock
from tests.fuzz.mutating import mutated
from tests.fuzz.run import DOORS as ALL
from tests.fuzz.run import line
from tests.with_practices.doors import DOORS


@pytest.mark.parametrize("door", DOORS.values(), ids=lambda door: door.name)
def test_an_honest_case_is_let_in(door: Door) -> None:
    """A door that refuses everything would hold, and be none."""
    assert [knock(door, data).what for data in door.seeds] == ["accepted"] * len(door.seeds)


@pytest.mark.parametrize("door", DOORS.values(), ids=lambda door: door.name)
@settings(derandomize=True, database=None, max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_no_door_of_a_plugin_ends_in_a_traceback(door: Door, seed: int) -> None:
    """Whatever comes in is accepted, or refused with nothing kept of it."""
    chance = random.Random(seed)
    data = mutated(chance.choice(door.seeds), chance, door.words)[: door.longest]
    found = knock(door, data)

    assert not found.fault, found.says


def test_the_line_of_a_door_counts_every_fault() -> None:
    """Cases are all that was tried; faults are those that were neither accepted nor refused."""
    counts = {"accepted": 5, "refused": 3, "hang": 1, "traceback": 2}
    told = line({"door": "x", "counts": counts, "slowest": 0.5, "megabytes": 9, "cpu": 2.0})

    assert told.split() == ["x", "11", "5", "3", "3", "0.50", "s", "9", "MB", "2", "s"]


def test_a_session_tries_a_million_cases() -> None:
    """So many are asked for, and each door gets its part."""
    assert sum(door.cases for door in ALL.values()) >= 1_000_000
    assert min(door.cases for door in ALL.values()) >= 5_000
