"""Is anything acknowledged ever lost? ``nox -s crash`` asks at length: ``[kills [cuts]]``.

It prints what it did and what it saw; the first broken promise ends it with an error.
"""

import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random

from .breaking_sealed import BROKEN_SEALED, loses
from .conftest import FORMATS
from .crowding import count_together, crowd
from .cutting import Lost, cut, live
from .cutting_sealed import cut_sealed, live_sealed
from .failing import FAULTS
from .harming import harm, how_often
from .harming_sealed import CALLS, harm_making, harm_sealed, how_often_sealed
from .killing import Ledger, command, engage, kill_command, kill_upgrade, old_journal, workspace
from .killing_sealed import SealedLedger

OFTEN = ("wal_autocheckpoint=12",)
BROKEN = {
    "a store without syncs": {"settings": ("synchronous=OFF",)},
    "a store with fewer syncs": {"settings": ("synchronous=NORMAL",)},
    "a program that acknowledges too early": {"early": True},
    "a disk that lies about syncs": {"lies": True},
}


def main(kills: int = 300, cuts: int = 20_000) -> None:
    """Run everything; the folders are temporary, on the disk where the system keeps those."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        kill_writers(Path(folder), kills * 2 // 3)
        kill_upgrades(Path(folder), kills // 6)
        kill_commands(Path(folder), kills - kills * 2 // 3 - kills // 6)
        kill_sealed(Path(folder), kills // 3)
        cut_power(cuts)
        cut_power_sealed(cuts // 4)
        fail_calls()
        fail_sealed_calls()
        crowds(Path(folder))
    print(f"nothing acknowledged was lost; {time.monotonic() - began:.0f} s")


def kill_writers(folder: Path, kills: int) -> None:
    """Kill writers of single acts, of batches and of snapshots; a journal lives for ten kills."""
    seen, verbs = Counter[str](), ("write", "batch", "snapshot")
    for number in range(kills):
        if number % 10 == 0:
            ledger = Ledger(_new(folder) / "journal.db", Random(number))
        ledger.kill(verbs[number % 3], f"{verbs[number % 3]}{number % 2}", 1 + number * 7 % 40)
        if number % 10 == 9 or number == kills - 1:
            seen += ledger.seen
    _say("kill -9 of writers", seen)


def kill_upgrades(folder: Path, kills: int) -> None:
    """Kill processes that upgrade a journal of 20,000 entries from the first format."""
    old, chance = folder / "old.db", Random(1)
    head = old_journal(old, 20_000)
    took = _took(lambda: kill_upgrade(old, head, _new(folder), after=30))
    seen = Counter[str]()
    while seen["kills"] < kills:
        if found := kill_upgrade(old, head, _new(folder), after=took * chance.uniform(0.1, 1.1)):
            seen["kills"] += 1
            seen[f"found in the {found} format"] += 1
        else:
            took *= 0.9
    _say("kill -9 of upgrades", seen)


def kill_commands(folder: Path, kills: int) -> None:
    """Kill `engage import` of 300 rows and `engage export`, then do them again."""
    template = _new(folder)
    workspace(template, 300)
    for verb, share in (("import", kills * 3 // 4), ("export", kills - kills * 3 // 4)):
        chance, seen = Random(verb), Counter[str]()
        whole = _copy(template, folder)
        words = command(whole, verb)
        took = _took(lambda words=words: engage(*words))
        while seen["kills"] < share:
            place = _copy(template, folder)
            if left := kill_command(place, verb, after=took * chance.uniform(0.5, 1.1)):
                seen["kills"] += 1
                seen[f"left behind: {left}"] += 1
            else:
                took *= 0.9  # the machine has less to do than when it was measured
            shutil.rmtree(place.parent)
        _say(f"kill -9 of engage {verb}", seen)


def kill_sealed(folder: Path, kills: int) -> None:
    """Kill writers of a sealed journal, and erasures; a journal lives for twenty kills."""
    seen = Counter[str]()
    for number in range(max(1, kills // 4)):
        if number % 5 == 0:
            ledger = SealedLedger(_new(folder), Random(number))
        ledger.round(f"w{number}")
        if number % 5 == 4 or number == kills // 4 - 1:
            seen += ledger.seen
    _say("kill -9 of writers and erasures of a sealed journal", seen)


def cut_power(cuts: int) -> None:
    """Cut the power; first on what is broken, where the simulation must see it."""
    for name, broken in BROKEN.items():
        caught = sum(_loses(live(seed, 40, **broken), seed) for seed in range(20))
        print(f"simulated power cuts, {name}: loses in {caught} of 20 lives")
        assert caught == 20
    each, seen = cuts // 100, Counter[str]()
    for seed in range(100):
        kinds = (
            {}, {"settings": OFTEN}, {"settings": OFTEN, "failing": 0.1},
            {"old": FORMATS / "journal-1.db"},
        )  # fmt: skip
        kind = {"large": True} if seed % 20 == 7 else kinds[seed % 4]
        seen += cut(live(seed, 12 if kind.get("large") else 40, **kind), Random(seed), each)
    _say("simulated power cuts", seen)


def cut_power_sealed(cuts: int) -> None:
    """Cut the power under the journal and its keys; first on what is broken."""
    for name in BROKEN_SEALED:
        caught = sum(bool(loses(name, seed, 25, 100)) for seed in range(20))
        print(f"simulated power cuts, sealed, {name}: loses in {caught} of 20 lives", flush=True)
        assert caught == 20 or ("killed" in name and caught)
    each, seen = max(1, cuts // 100), Counter[str]()
    for seed in range(100):
        kind = ({}, {"killed": True}, {"failing": 0.1}, {"killed": True, "failing": 0.1})[seed % 4]
        seen += cut_sealed(live_sealed(seed, 25, **kind), Random(seed), each)
    _say("simulated power cuts, sealed", seen)


def fail_sealed_calls() -> None:
    """Let every call under a sealed journal and its keys fail, in every way, once and until."""
    seen = Counter[str]()
    for fault in FAULTS:
        for at in range(1, how_often_sealed(fault) + 1):
            for lasts in (False, True):
                seen += harm_sealed(fault, at, lasts=lasts)
                seen[fault] += 1
    for call in CALLS:
        harm_making(call)
        seen["of the system as it is made"] += 1
    _say("failing calls of the disk, sealed", seen)


def fail_calls() -> None:
    """Let every call of a small life fail, in every way, once and until it is mended."""
    seen = Counter[str]()
    for fault in FAULTS:
        for old in (None, FORMATS / "journal-1.db"):
            for at in range(1, how_often(fault, old=old) + 1):
                for lasts in (False, True):
                    seen += harm(fault, at, lasts=lasts, old=old)
                    seen[fault] += 1
    _say("failing calls of the disk", seen)


def crowds(folder: Path) -> None:
    """Let 1, 2, 4, 8 and 16 processes write without a pause, while two read."""
    for writers in (1, 2, 4, 8, 16):
        seen = crowd(_new(folder) / "journal.db", writers, 2, seconds=8)
        print(
            f"{writers} writers, 2 readers, 8 s: {seen.acts} acts in order without a gap, "
            f"{seen.reads} reads, longest wait {seen.longest:.2f} s"
        )
    done, refused = count_together(_new(folder) / "journal.db", 8, 8)
    print(f"8 writers that expect what they read: {done} acts, {refused} told to read anew")


def _loses(life: tuple, seed: int) -> bool:
    try:
        cut(life, Random(seed), 400)
    except Lost:
        return True
    return False


def _new(folder: Path) -> Path:
    return Path(tempfile.mkdtemp(dir=folder))


def _copy(template: Path, folder: Path) -> Path:
    return shutil.copytree(template, _new(folder) / "copy") / "work"


def _took(call: Callable[[], object]) -> float:
    """Give the seconds that a process takes to its own end."""
    began = time.monotonic()
    call()
    return time.monotonic() - began


def _say(what: str, seen: Counter[str]) -> None:
    print(f"{what}: {', '.join(f'{count} {name}' for name, count in seen.items())}", flush=True)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
