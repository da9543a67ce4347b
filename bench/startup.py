"""How long does a command take before it does anything, beside commands of the same kind?

Whole processes take turns, by CPU time, with byte code cached. The others are asked for their
version or their help, which is the least that they can do; ours also tells the state of a small
engagement and reviews it, with and without a kept answer.
"""

import sys
import tempfile
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path

import measuring
from measuring import ENGAGE, Figure, process, turns
from workload import AS_OF, forget_snapshots, history, workspace

_ROUNDS = 11
IMPORTS = "import pluggy, attrs, click"
PEERS = ("flake8", "tox", "pytest", "hatch", "datasette")


def run(full: bool = False) -> Iterator[Figure]:
    """Time each command of ours beside each peer."""
    print("beside", ", ".join(f"{name} {version(name)}" for name in PEERS))
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as empty:
        workspace(folder, history(200), practices=["cycle", "cadence"])
        asked = [ENGAGE, "-C", folder, "--as-of", AS_OF]
        for what, command in (
            ("--version", [ENGAGE, "--version"]),
            ("--help", [ENGAGE, "--help"]),
            ("status", [*asked, "status"]),
            ("review", [*asked, "review"]),
        ):
            option = what if what.startswith("--") else "--version"
            peers = [[str(Path(sys.executable).with_name(name)), option] for name in PEERS]
            imports = [sys.executable, "-c", IMPORTS]
            every = [_cold(one, empty) for one in (command, imports, *peers)]
            ours, base, *others = turns(3 * _ROUNDS if full else _ROUNDS, *every)
            name = f"engage {what}"
            most = 1.15 if what == "--version" else None
            yield Figure(name=f"{name} / import pluggy, attrs, click", unit="ms CPU", ours=ours,
                         peer=base, against="the imports", most=most)  # fmt: skip
            for peer, theirs in zip(PEERS, others, strict=True):
                yield Figure(name=f"{name} / {peer} {option}", unit="ms CPU", ours=ours,
                             peer=theirs, against=peer)  # fmt: skip
        yield from _kept(folder, [*asked, "review", "--json"])


def _kept(folder: str, review: list[str]) -> Iterator[Figure]:
    """Review an engagement of six hundred records with its kept answer, and without."""
    with tempfile.TemporaryDirectory() as large:
        workspace(large, history(600), practices=["cycle", "cadence"])
        command = [word if word != folder else large for word in review]

        def made() -> float:
            forget_snapshots(large)
            return process(command).cpu

        fresh, kept = turns(_ROUNDS, made, _cold(command))
    yield Figure(name="engage review --json, kept / made, 600 records", unit="ms CPU", ours=kept,
                 peer=fresh, against="made anew")  # fmt: skip


def _cold(command: list[str], folder: str = ".") -> Callable[[], float]:
    return lambda: process(command, folder=folder).cpu


if __name__ == "__main__":
    measuring.main(run)
