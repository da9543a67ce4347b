"""Does the contract find ten realistic faults, whichever practice has them?"""

from collections import defaultdict
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest
from tests.testing.faults import TEN, Fault, broken

from engageframe.practices import find
from engageframe.testing import PracticeContract

ROOT = Path(__file__).parents[2]
OURS = [one for one in find() if one.distribution.startswith("engageframe")]
"""The practices of this repository that are installed."""
NO_KINDS = "its family is not its own"
AT_LOADING = defaultdict(tuple, cycle=("swallows a field on round trip",))
"""What a host refuses before any check: ``cycle`` is a family of the core, so it has no kinds."""


def contract_of(name: str) -> type[PracticeContract]:
    """Give the contract of a practice as its own tests have it: its scenes, and what it says."""
    places = [*ROOT.glob(f"plugins/engageframe-{name}/tests/test_contract.py")]
    (path,) = places or [ROOT / "tests" / name / "test_contract.py"]
    spec = spec_from_file_location(f"contract_of_{name}", path)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return next(
        one
        for one in vars(module).values()
        if isinstance(one, type) and PracticeContract in one.__bases__
    )


CONTRACTS = {found.name: contract_of(found.name) for found in OURS}
CASES = [
    (found, fault)
    for found in OURS
    for fault in TEN
    if fault.name != "ignores `as_of`" or not CONTRACTS[found.name].timeless
]


@pytest.mark.parametrize(
    ("found", "fault"), CASES, ids=[f"{found.name}-{fault.name}" for found, fault in CASES]
)
def test_a_fault_in_a_practice_is_named(found, fault: Fault) -> None:
    """The check that looks for the fault fails, and its message names practice and fault."""
    practice = found.load()
    said = broken(fault, practice, scenes=CONTRACTS[found.name].scenes)

    assert said.startswith(f'practice "{found.name}" ')
    assert (NO_KINDS if fault.name in AT_LOADING[found.name] else fault.says) in said
