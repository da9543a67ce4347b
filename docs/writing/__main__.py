"""Which pages does the code change? They are written anew: ``python docs/writing``."""

import sys
from pathlib import Path

sys.path[0] = str(Path(__file__).parents[1])

from writing.book import write

for changed in write():
    print(changed.as_posix())
