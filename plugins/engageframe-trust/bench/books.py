"""How long do the books of a hundred thousand facts take, and how much room a million?"""

import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[3] / "bench"))

import measuring
from histories import FIRST, LAST, facts
from measuring import Figure

from engageframe_trust.books import Books
from engageframe_trust.export import export

_FACTS, _PAIRS = 100_000, 1_000


def checked(books: Books) -> None:
    """Close every period, and check that all adds up."""
    for account in books.accounts.values():
        account.close_until(LAST)
    faults = books.faults()
    if faults:
        raise AssertionError(faults[0])


def run(full: bool = False) -> Iterator[Figure]:
    """Time our books and bean-check on the same facts in one run, and weigh a million facts."""
    told = list(facts(_FACTS, _PAIRS))
    ours = [measuring.cpu(lambda: checked(Books.of(told, first=FIRST))) for _ in range(5)]
    theirs, count = _bean_check(told)
    room = float(subprocess.check_output([sys.executable, __file__, "million"], text=True))
    name = f"{_FACTS:,} facts of {_PAIRS:,} pairs to checked balances"
    yield Figure(name=name, unit="s CPU", ours=ours, most=1.5)
    yield Figure(
        name=f"bean-check -C of their export ({count:,} transactions) / ours", unit="s CPU",
        ours=[theirs], peer=ours, against="our books", more_is_better=True, least=6.0,
    )  # fmt: skip
    yield Figure(name="1,000,000 facts of 20,000 pairs, memory", unit="MB", ours=[room], most=300.0)


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
        used = measuring.process([tool, "-C", str(path)])
    return used.cpu, text.count(' * "') + text.count(' ! "')


def peak_mb() -> int:
    """Give the most memory that this process has held, and not what the one before it had.

    Linux hands ``ru_maxrss`` on from parent to child; its own count starts anew with a program.
    """
    status = Path("/proc/self/status")
    if status.exists():
        peak = next(one for one in status.read_text().splitlines() if one.startswith("VmHWM"))
        return int(peak.split()[1]) // 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__" and sys.argv[1:] == ["million"]:
    checked(Books.of(facts(1_000_000, 20_000), first=FIRST))
    print(peak_mb())
elif __name__ == "__main__":
    measuring.main(run)
