"""Does every door hold? The short form of ``nox -s fuzz``: the same cases every time."""

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.fuzz.doors import DOORS
from tests.fuzz.knocking import Door, knock
from tests.fuzz.mutating import mutated


@st.composite
def cases(draw: st.DrawFn, door: Door) -> bytes:
    """Draw an honest case of a door, and change it."""
    data = draw(st.sampled_from(door.seeds))
    chance = random.Random(draw(st.integers(0, 2**32)))
    return mutated(data, chance, door.words)[: door.longest]


@pytest.mark.parametrize("door", DOORS.values(), ids=lambda door: door.name)
def test_an_honest_case_is_let_in(door: Door) -> None:
    """A door that refuses everything would hold, and be none."""
    assert knock(door, door.seeds[0]).what == "accepted"


@pytest.mark.parametrize("door", DOORS.values(), ids=lambda door: door.name)
@settings(
    derandomize=True, database=None, max_examples=60, deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip
@given(data=st.data())
def test_no_door_ends_in_a_traceback_or_half_of_a_record(door: Door, data: st.DataObject) -> None:
    """Whatever comes in is accepted, or refused with nothing kept of it."""
    found = knock(door, data.draw(cases(door)))

    assert not found.fault, found.says
