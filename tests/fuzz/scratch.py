"""Where may a case write?"""

import atexit
import shutil
import tempfile
from pathlib import Path

__all__ = ["scratch"]


def scratch() -> Path:
    """Make an empty folder that goes with the process; ``TMPDIR`` says where."""
    folder = tempfile.mkdtemp(prefix="engage-fuzz-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)
