"""Run every benchmark of the accounts: `python plugins/engageframe-trust/bench/run.py`."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import books
import statement

_ROW = "{name:<58} {ours:>18} {peer:>18} {ratio:>7.2f}  {target}"


def main() -> None:
    """Measure in one run, so that the ratios compare like with like."""
    print(f"{'what':<58} {'ours':>18} {'peer':>18} {'ratio':>7}  target")
    for module in (books, statement):
        for row in module.run():
            print(_ROW.format(**row))


if __name__ == "__main__":
    main()
