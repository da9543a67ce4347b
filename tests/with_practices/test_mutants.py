"""Does the contract find ten realistic faults, whichever practice has them?"""

from collections import defaultdict

import pytest
from tests.testing.faults import TEN, Fault, broken

from engageframe.practices import find

OURS = [one for one in find() if one.distribution.startswith("engageframe")]
"""The practices of this repository that are installed."""
NO_KINDS = "its family is not its own"
AT_LOADING = defaultdict(tuple, cycle=("swallows a field on round trip",))
"""What a host refuses before any check: ``cycle`` is a family of the core, so it has no kinds."""
TIMELESS = ("pivot",)
"""Practices whose answers do not depend on the moment, as their contract says: none to ignore."""
CASES = [
    (found, fault)
    for found in OURS
    for fault in TEN
    if fault.name != "ignores `as_of`" or found.name not in TIMELESS
]


@pytest.mark.parametrize(
    ("found", "fault"), CASES, ids=[f"{found.name}-{fault.name}" for found, fault in CASES]
)
def test_a_fault_in_a_practice_is_named(found, fault: Fault) -> None:
    """The check that looks for the fault fails, and its message names practice and fault."""
    practice = found.load()
    said = broken(fault, practice)

    assert said.startswith(f'practice "{found.name}" ')
    assert (NO_KINDS if fault.name in AT_LOADING[found.name] else fault.says) in said
