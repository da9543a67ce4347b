"""Run every benchmark and print its ratios: `python bench/run.py [scale]`."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import facade
import journal
import review
import startup
import store

_ROW = "{name:<58} {ours:>18} {peer:>18} {ratio:>7.2f}  {target}"


def main() -> None:
    """Measure in one run, so that the ratios compare like with like."""
    scale = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    print(f"{'what':<58} {'ours':>18} {'peer':>18} {'ratio':>7}  target")
    for module in (startup, facade, journal, store, review):
        for row in module.run(scale):
            print(_ROW.format(**{**row, "ours": str(row["ours"]), "peer": str(row["peer"])}))


if __name__ == "__main__":
    main()
