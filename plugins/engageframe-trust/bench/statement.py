"""What does a cold `engage trust statement` cost on ten thousand facts?"""

import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from histories import ROW, items

from engageframe import Workspace, moment

_IMPORTS = "import pluggy, attrs, click"
_FACTS, _ROUNDS, _DAY = 10_000, 9, "2026-01-15"


def run() -> list[dict[str, Any]]:
    """Time whole processes: a statement without a snapshot, one with, and the core by itself."""
    engage = [str(Path(sys.executable).with_name("engage"))]
    with tempfile.TemporaryDirectory() as parent:
        folder = str(Path(parent) / "work")
        Workspace.create(folder, practices=["cycle", "trust"], author="our-0")
        with Workspace.open(folder, as_of=moment(_DAY)) as workspace:
            workspace.apply(items(_FACTS))
        asked = [*engage, "-C", folder, "--as-of", _DAY, "trust"]
        cold, warm, floor, view, base = [], [], [], [], []
        for _ in range(_ROUNDS):
            _forget_snapshots(folder)
            cold.append(_cpu([*asked, "statement"]))
            warm.append(_cpu([*asked, "statement"]))
            floor.append(_cpu([*asked, "--help"]))
            base.append(_cpu([sys.executable, "-c", _IMPORTS]))
            _forget_snapshots(folder)
            view.append(_cpu([*engage, "-C", folder, "--as-of", _DAY, "status"]))
    rows = []
    for name, times, target in (("no snapshot", cold, 350), ("snapshot", warm, 120)):
        rows.append(_row(f"engage trust statement, 10,000 facts, {name}", times, target))
    rows.append(_row(f"  a slow machine shows here: python -c '{_IMPORTS}'", base, 0))
    rows.append(_row("  of it the core: open the workspace, run nothing", floor, 0))
    rows.append(_row("  of it the core: fold the view cold (engage status)", view, 0))
    return rows


def _cpu(command: list[str]) -> float:
    """Run a command to its end, with byte code cached as installed, and give its CPU seconds."""
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=env)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _forget_snapshots(folder: str) -> None:
    """Delete the cached states, as a user may."""
    import apsw

    connection = apsw.Connection(str(Path(folder) / "journal.db"))
    connection.execute("DELETE FROM snapshot")
    connection.close()


def _row(name: str, times: list[float], target: int) -> dict[str, Any]:
    ours = sorted(times)[len(times) // 2] * 1000
    peer = f"{target} ms CPU" if target else "-"
    bound = "<= 1" if target else "none"
    ratio = ours / target if target else 0.0
    return {"name": name, "ours": f"{ours:.0f} ms CPU", "peer": peer, "ratio": ratio,
            "target": bound}  # fmt: skip


if __name__ == "__main__":
    for row in run():
        print(ROW.format(**row))
