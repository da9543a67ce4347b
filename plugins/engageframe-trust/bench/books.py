"""How long do the books of a hundred thousand facts take, and how much room a million?"""

import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from histories import FIRST, LAST, ROW, facts

from engageframe_trust.books import Books
from engageframe_trust.export import export

_FACTS, _PAIRS = 100_000, 1_000
_MOST_CPU, _LEAST_RATIO, _MOST_MB = 1.5, 6.0, 300


def checked(books: Books) -> None:
    """Close every period, and check that all adds up."""
    for account in books.accounts.values():
        account.close_until(LAST)
    faults = books.faults()
    if faults:
        raise AssertionError(faults[0])


def run() -> list[dict[str, Any]]:
    """Time our books and bean-check on the same facts in one run, and weigh a million facts."""
    told = list(facts(_FACTS, _PAIRS))
    times = []
    for _ in range(3):
        began = time.process_time()
        checked(Books.of(told, first=FIRST))
        times.append(time.process_time() - began)
    ours, (theirs, count) = min(times), _bean_check(told)
    room = int(subprocess.check_output([sys.executable, __file__, "million"], text=True))
    name = f"{_FACTS:,} facts of {_PAIRS:,} pairs to checked balances"
    return [
        _row(name, f"{ours:.2f} s CPU", f"{_MOST_CPU} s CPU", ours / _MOST_CPU, "<= 1"),
        _row(f"bean-check -C of their export ({count:,} transactions) / ours", f"{ours:.2f} s CPU",
             f"{theirs:.2f} s CPU", theirs / ours, f">= {_LEAST_RATIO:g}"),
        _row("1,000,000 facts of 20,000 pairs, memory", f"{room} MB", f"{_MOST_MB} MB",
             room / _MOST_MB, "<= 1"),
    ]  # fmt: skip


def _bean_check(told: list[Any]) -> tuple[float, int]:
    """Give the CPU seconds of bean-check on the same books, and how many transactions they are."""
    beside = Path(sys.executable).with_name("bean-check")
    tool = str(beside) if beside.exists() else shutil.which("bean-check")
    if tool is None:
        raise RuntimeError("bean-check is missing: pip install beancount")
    books = Books.of(told, first=FIRST, lines=True)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "books.beancount"
        text = "\n".join(export(books, LAST, "beancount", salt="s", hash_of=lambda _: "0" * 12))
        path.write_text(text + "\n", encoding="utf-8")
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([tool, "-C", str(path)], check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return cpu, text.count(' * "') + text.count(' ! "')


def peak_mb() -> int:
    """Give the most memory that this process has held, and not what the one before it had.

    Linux hands ``ru_maxrss`` on from parent to child; its own count starts anew with a program.
    """
    status = Path("/proc/self/status")
    if status.exists():
        peak = next(one for one in status.read_text().splitlines() if one.startswith("VmHWM"))
        return int(peak.split()[1]) // 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _row(name: str, ours: str, peer: str, ratio: float, target: str) -> dict[str, Any]:
    return {"name": name, "ours": ours, "peer": peer, "ratio": ratio, "target": target}


if __name__ == "__main__" and sys.argv[1:] == ["million"]:
    checked(Books.of(facts(1_000_000, 20_000), first=FIRST))
    print(peak_mb())
elif __name__ == "__main__":
    for row in run():
        print(ROW.format(**row))
