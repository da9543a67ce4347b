"""How is one door tried for as long as it takes, guided by what was reached?

``python -m tests.fuzz.worker DOOR CASES SECONDS SEED FOLDER`` runs in a process of its own, which
``run.py`` starts; atheris brings the guidance, and ends the process itself when a case hangs in C.
"""

import collections
import json
import os
import random
import resource
import sys
import time
from pathlib import Path
from typing import NoReturn

from tests.fuzz.knocking import Door, bounded, knock
from tests.fuzz.mutating import mutated

__all__ = ["main"]

_SECONDS_OF_A_CASE = 10.0
_MOST_KEPT = 50
_MEMORY = 1 << 30
_PLUGINS = Path(__file__).parents[2] / "plugins"
_PACKAGES = ["engageframe", "engageframe_cli", "engageframe_csv", "engageframe_cycle",
             "engageframe_lexicons", "engageframe_pages", "engageframe_stores",
             "engageframe_subjects", "engageframe_yaml",
             *(one.name.replace("-", "_") for one in _PLUGINS.iterdir())]  # fmt: skip


class _Tally:
    """What became of the cases of one door; written down when the last one is done."""

    def __init__(
        self, door: Door, cases: int, seconds: float, folder: Path, *, planted: bool
    ) -> None:
        self.door, self.cases, self.folder, self.planted = door, cases, folder, planted
        self.until = time.process_time() + seconds
        self.counts: collections.Counter[str] = collections.Counter()
        self.slowest = 0.0
        self.faults: dict[str, str] = {}

    def one(self, data: bytes) -> None:
        """Try one case."""
        found = knock(self.door, data, seconds=_SECONDS_OF_A_CASE)
        self.counts[found.what] += 1
        if found.seconds > self.slowest:
            self.slowest = found.seconds
            (self.folder / f"{self.door.name}.slowest").write_bytes(data)
        if found.fault:
            self._note(found.what, found.says, data)
        done = sum(self.counts.values())
        if found.fault and self.planted:  # and is found
            self.end()
        if done >= self.cases or time.process_time() >= self.until:
            self.end()

    def _note(self, what: str, says: str, data: bytes) -> None:
        """Keep one case of each fault, by the place in our code where it shows."""
        name = f"{what}: {says}"[-160:]
        if name not in self.faults and len(self.faults) < _MOST_KEPT:
            file = self.folder / f"{self.door.name}.fault-{len(self.faults)}"
            file.write_bytes(data)
            self.faults[name] = file.name

    def end(self) -> NoReturn:
        """Write what was counted and end here: libFuzzer would go on."""
        kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        told = {
            "door": self.door.name, "counts": self.counts, "slowest": self.slowest,
            "faults": self.faults, "megabytes": kilobytes // 1024, "cpu": time.process_time(),
        }  # fmt: skip
        (self.folder / f"{self.door.name}.json").write_text(json.dumps(told), encoding="utf-8")
        sys.stdout.flush()
        os._exit(0)


def main(name: str, cases: int, seconds: float, seed: int, folder: Path) -> None:
    """Try a door until so many cases are done, or so many seconds of CPU time used."""
    import atheris

    with atheris.instrument_imports(include=_PACKAGES):
        from tests.fuzz.doors import DOORS
        from tests.fuzz.planted import BROKEN, PLANTED
        from tests.with_practices.doors import DOORS as MORE

        planted = {**PLANTED, **BROKEN}
        door = {**DOORS, **MORE, **planted}[name]
        for data in door.seeds:  # what is imported late is imported here
            found = knock(door, data)
            if found.fault:
                raise SystemExit(f"{name}: an honest case is a {found.what}: {found.says}")
    corpus = folder / f"{name}.corpus"
    corpus.mkdir(exist_ok=True)
    for number, data in enumerate(door.seeds):
        (corpus / f"seed-{number}").write_bytes(data)
    tally = _Tally(door, cases, seconds, folder, planted=name in planted)

    def change(data: bytes, most: int, chance: int) -> bytes:
        draw = random.Random(chance)
        how = draw.random()
        if how < 0.2:
            return bytes(atheris.Mutate(data, most))
        if how < 0.6:  # honest cases come deepest, and what was reached is mostly refused early
            data = draw.choice(door.seeds)
        return mutated(data, draw, door.words)[:most]

    options = [f"-seed={seed}", "-timeout=100", "-rss_limit_mb=0", f"-max_len={door.longest}",
               "-len_control=0", "-print_final_stats=0", "-verbosity=0",
               f"-artifact_prefix={folder / name}.", str(corpus)]  # fmt: skip
    atheris.Setup([name, *options], tally.one, custom_mutator=change)
    with bounded(_MEMORY):
        atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), int(sys.argv[4]), Path(sys.argv[5]))
