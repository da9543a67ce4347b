"""How long does the command take before it does anything?"""

import os
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

_ROUNDS = 15
IMPORTS = "import pluggy, attrs, click"


def cpu(command: list[str]) -> float:
    """Run a command to its end, with byte code cached as installed, and give its CPU seconds."""
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=env)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def run(scale: int = 1) -> list[dict[str, Any]]:
    """Time `engage --version` and the imports it is compared with, in turn."""
    engage = [str(Path(sys.executable).with_name("engage")), "--version"]
    peer = [sys.executable, "-c", IMPORTS]
    cpu(engage)
    pairs = [(cpu(engage), cpu(peer)) for _ in range(_ROUNDS * scale)]
    ours, theirs = (sorted(times)[len(times) // 2] for times in zip(*pairs, strict=True))
    return [
        {
            "name": "engage --version / import pluggy, attrs, click",
            "ours": f"{ours * 1000:.0f} ms CPU",
            "peer": f"{theirs * 1000:.0f} ms CPU",
            "ratio": ours / theirs,
            "target": "<= 1.15",
        }
    ]
