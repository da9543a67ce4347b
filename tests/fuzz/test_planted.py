"""Would the fuzzer see a fault, of whichever kind?"""

import random

import pytest
from tests.fuzz.knocking import FAULTS, Door, bounded, expanded, knock
from tests.fuzz.mutating import mutated
from tests.fuzz.planted import BROKEN, PLANTED
from tests.fuzz.sealed import DOORS as SEALED

from engageframe import InvalidInput


def _refuses(_: object, __: bytes) -> None:
    raise InvalidInput.one("", "no")


def test_every_kind_of_fault_is_planted() -> None:
    """There is a door that does not hold for each way not to."""
    assert tuple(PLANTED) == FAULTS


@pytest.mark.parametrize("kind", FAULTS)
def test_a_planted_fault_is_seen(kind: str) -> None:
    """Each is told as what it is, and an honest case at the same door is none."""
    with bounded(1 << 26):
        found = knock(PLANTED[kind], b"a: \x1b", seconds=0.5)

    assert (found.what, found.fault) == (kind, True)
    assert knock(PLANTED[kind], b"a: b").what == "accepted"


def test_a_refusal_is_no_fault() -> None:
    """What our own errors say is an answer."""
    found = knock(Door("closed", (b"",), _refuses), b"x")

    assert (found.what, found.says, found.fault) == ("refused", "InvalidInput", False)


@pytest.mark.parametrize("kind", FAULTS)
def test_chance_leads_to_a_planted_fault(kind: str) -> None:
    """A few hundred changes of an honest case spring the trap."""
    chance = random.Random(1)
    door = PLANTED[kind]

    assert any(b"\x1b" in expanded(mutated(door.seeds[0], chance)) for _ in range(1_000))


@pytest.mark.parametrize(
    ("name", "trap"),
    [
        ("file of keys unguarded", b"empty\n"),
        ("planted in keys unguarded", b"UPDATE key SET secret = zeroblob(32) WHERE owner > '1'"),
        ("sealed journal unguarded", b"body 4\nof 5"),
        ("note of erasure unguarded", b"{"),
    ],
)
def test_a_door_of_the_sealed_store_without_its_guard_is_seen(name: str, trap: bytes) -> None:
    """An honest case is let in; what the guard keeps out is seen by one command or another."""
    door = BROKEN[name]

    assert knock(door, door.seeds[0]).what == "accepted"
    assert any(knock(door, trap + b" " * more).fault for more in range(9))


def test_every_door_of_the_sealed_store_is_tried_without_its_guard() -> None:
    """A session sees each of them fail first."""
    assert [*BROKEN] == [f"{door.name} unguarded" for door in SEALED]
