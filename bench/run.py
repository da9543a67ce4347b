"""Which benchmarks are there, what did they find, and what got worse since the last run?

`python bench/run.py` runs every script of `bench/` and of `plugins/*/bench/` that measures, each in
a process of its own, and writes all figures to one file. It compares them with that file as the
last run left it; the one before is kept beside it.
"""

import argparse
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from importlib.metadata import distributions
from pathlib import Path

import msgspec
from comparing import Run, Script, compare, summary
from measuring import misses

ROOT = Path(__file__).parents[1]
_ENDS = "measuring.main(run)"


def scripts(root: Path = ROOT) -> list[Path]:
    """Find the scripts that measure, those of the core first."""
    folders = [root / "bench", *sorted(root.glob("plugins/*/bench"))]
    found = [path for folder in folders for path in sorted(folder.glob("*.py"))]
    return [one for one in found if one.read_text(encoding="utf-8").rstrip().endswith(_ENDS)]


def measured(paths: Iterable[Path], *, full: bool) -> dict[str, Script]:
    """Run scripts one after the other, and read what they found; one that fails is named."""
    found = {}
    for path in paths:
        name = path.relative_to(ROOT).as_posix()
        print(f"== {name}", flush=True)
        with tempfile.TemporaryDirectory() as folder:
            told = Path(folder) / "figures.json"
            words = [sys.executable, str(path), "--json", str(told), *(["--full"] if full else [])]
            ended = subprocess.run(words, check=False, cwd=ROOT)
            if ended.returncode:
                print(f"!! {name} ended with {ended.returncode}: it has no figures", flush=True)
                continue
            found[name] = msgspec.json.decode(told.read_bytes(), type=Script)
    return found


def machine() -> dict[str, str]:
    """Say on what kind of machine it is, without saying which."""
    return {
        "system": platform.system(), "processor": platform.machine(),
        "cores": str(os.cpu_count()), "python": platform.python_version(),
    }  # fmt: skip


def versions() -> dict[str, str]:
    """Give the version of everything that is installed here."""
    return {one.name: one.version for one in sorted(distributions(), key=lambda one: one.name)}


def main() -> int:
    """Measure, compare and store; ends with 1 when a script failed."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--full", action="store_true", help="also what takes hours")
    asked.add_argument("--only", metavar="WORD", help="only scripts with this word in their path")
    stored, says = ROOT / ".bench" / "run.json", "where the figures go, and those of before lie"
    asked.add_argument("--json", type=Path, metavar="FILE", default=stored, help=says)
    given = asked.parse_args()
    chosen = [one for one in scripts() if not given.only or given.only in one.as_posix()]
    found = measured(chosen, full=given.full)
    now = Run(machine=machine(), versions=versions(), full=given.full, scripts=found)
    missed = [f"{name}: {one}" for name, each in found.items() for one in misses(each.figures)]
    print(f"\n{sum(len(one.figures) for one in found.values())} figures of {len(found)} scripts")
    print("".join(f"bound missed: {one}\n" for one in missed), end="")
    if given.json.exists():
        last = msgspec.json.decode(given.json.read_bytes(), type=Run)
        print(summary(compare(last, now), last, now))
        given.json.replace(given.json.with_name(f"{given.json.stem}.last.json"))
        now = msgspec.structs.replace(now, scripts={**last.scripts, **found})
    given.json.parent.mkdir(parents=True, exist_ok=True)
    given.json.write_bytes(msgspec.json.format(msgspec.json.encode(now)))
    print(f"written: {given.json}")
    return 0 if len(found) == len(chosen) else 1


if __name__ == "__main__":
    sys.exit(main())
