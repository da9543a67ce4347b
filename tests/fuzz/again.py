"""What does one case do? ``python -m tests.fuzz.again DOOR FILE`` plays it, with a traceback."""

import sys
from pathlib import Path

from tests.fuzz.doors import DOORS as CORE_DOORS
from tests.fuzz.knocking import expanded, knock
from tests.with_practices.doors import DOORS as MORE_DOORS

if __name__ == "__main__":
    door, data = {**CORE_DOORS, **MORE_DOORS}[sys.argv[1]], Path(sys.argv[2]).read_bytes()
    print(data[:2_000])
    print(knock(door, data))
    door.enter(door.begin(), expanded(data))
