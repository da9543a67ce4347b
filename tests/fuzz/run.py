"""Does every door hold, whoever knocks and however often?

Each door is tried by a process of its own, two at a time, and gets one line.
``python -m tests.fuzz.run [--share 0.1] [--seed N] [--minutes 11] [DOOR ...]``; ``nox -s fuzz``.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final

from tests.fuzz.doors import DOORS as CORE_DOORS
from tests.fuzz.knocking import FAULTS
from tests.fuzz.planted import BROKEN, PLANTED
from tests.with_practices.doors import DOORS as MORE_DOORS

__all__ = ["DOORS", "line", "main"]

DOORS: Final = {**CORE_DOORS, **MORE_DOORS}
"""The doors of the core and of the plugins."""
_HEAD: Final = (
    f"{'door':18}{'cases':>9}{'accepted':>10}{'refused':>9}{'faults':>8}{'slowest':>10}"
    f"{'peak':>8}{'CPU':>7}"
)
_GRACE: Final = 240
"""Seconds after which a process that says nothing is ended, and its door counts as hung."""


def main(words: Sequence[str] | None = None) -> int:
    """Try the doors; end with 1 when one of them did not hold."""
    asked = _asked(words)
    began = time.monotonic()
    names = asked.doors or list(DOORS)
    total = sum(DOORS[name].cases for name in names)
    with tempfile.TemporaryDirectory(prefix="engage-fuzz-") as scratch:
        folder = Path(asked.keep or scratch)
        folder.mkdir(parents=True, exist_ok=True)

        def one(name: str) -> dict[str, Any]:
            cases = max(1, int(DOORS[name].cases * asked.share))
            return _tried(name, cases, asked.minutes * 60, asked.seed, folder)

        if not asked.doors:
            _see_it_fail(folder, asked.seed)
        print(_HEAD)
        order = sorted(names, key=lambda name: -DOORS[name].cases * DOORS[name].longest)
        told = []
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            for answer in pool.map(one, order):
                told.append(answer)
                print(line(answer), flush=True)
                for says, file in answer["faults"].items():
                    print(f"    {says}\n      case: {file}")
    cases = sum(sum(one["counts"].values()) for one in told)
    faults = sum(_faults(one) for one in told)
    wanted = int(total * asked.share)
    took = (time.monotonic() - began) / 60
    print(f"{cases:,} of {wanted:,} cases in {took:.1f} minutes, {faults} fault(s)")
    return 1 if faults or cases < wanted else 0


def _see_it_fail(folder: Path, seed: int) -> None:
    """Try the doors that do not hold first: a fuzzer that finds nothing there finds nothing.

    Raises:
        SystemExit: a planted fault was not found.
    """
    for name, door in {**PLANTED, **BROKEN}.items():
        told = _tried(name, door.cases, 60, seed, folder)
        found = [what for what in FAULTS if told["counts"].get(what)]
        if found != [name] and not (found and name in BROKEN):
            raise SystemExit(f"the planted fault {name!r} was not found: {told}")
        where = f" of {name}" if name in BROKEN else ""
        print(f"planted: a {found[0]}{where} is found in case {sum(told['counts'].values()):,}")


def _asked(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--share", type=float, default=1.0, help="of the cases of each door")
    parser.add_argument("--seed", type=int, default=20_260_301, help="another one, other cases")
    parser.add_argument("--minutes", type=float, default=11.0, help="of CPU time for one door")
    parser.add_argument("--keep", default="", help="a folder for corpus, faults and logs")
    parser.add_argument("doors", nargs="*", choices=[[], *DOORS], metavar="DOOR")
    return parser.parse_args(words)


def _tried(name: str, cases: int, seconds: float, seed: int, folder: Path) -> dict[str, Any]:
    """Try a door in a process of its own; one that ends without a word did not hold."""
    words = [sys.executable, "-m", "tests.fuzz.worker", name, cases, seconds, seed, folder]
    log = folder / f"{name}.log"
    memory = "/dev/shm" if Path("/dev/shm").is_dir() else None
    scratch = tempfile.TemporaryDirectory(prefix="engage-fuzz-", dir=memory)
    with log.open("wb") as file, scratch as room:  # what a killed process leaves goes, too
        told = {**os.environ, "TMPDIR": room}
        process = subprocess.Popen(list(map(str, words)), stdout=file, stderr=file, env=told)
        try:
            code: object = process.wait(2 * seconds + _GRACE)
        except subprocess.TimeoutExpired:
            process.kill()
            code = "no answer"
    found = folder / f"{name}.json"
    if found.exists():
        answer: dict[str, Any] = json.loads(found.read_text(encoding="utf-8"))
        return answer
    last = log.read_text(encoding="utf-8", errors="replace").splitlines()[-5:]
    return {
        "door": name, "counts": {"hang": 1}, "slowest": 0.0, "megabytes": 0, "cpu": 0.0,
        "faults": {f"its process ended with {code}: {' / '.join(last)}": str(log)},
    }  # fmt: skip


def line(answer: dict[str, Any]) -> str:
    """Write the line of a door: cases, accepted, refused, faults, slowest case, peak memory."""
    counts = answer["counts"]
    return (
        f"{answer['door']:18}{sum(counts.values()):>9,}{counts.get('accepted', 0):>10,}"
        f"{counts.get('refused', 0):>9,}{_faults(answer):>8}{answer['slowest']:>8.2f} s"
        f"{answer['megabytes']:>5} MB{answer['cpu']:>5.0f} s"
    )


def _faults(answer: dict[str, Any]) -> int:
    return sum(answer["counts"].get(what, 0) for what in FAULTS)


if __name__ == "__main__":
    sys.exit(main())
