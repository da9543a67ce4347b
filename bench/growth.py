"""How does the cost of append, replay, plan, review and import grow with the number of records?

Each is measured at 1,000, 10,000 and 100,000 records (`--full`: a million, too), by CPU time of
this process, and a power of the number is fitted: 1 is a cost that follows the records.
All records are of one engagement. Append and replay are those of the store, replay with the bodies
read, page by page; plan and review open the workspace without any snapshot; import reads a table of
so many rows. A review again after 100 new records goes on from the state that was kept, and looks
at every encounter and promise. The collector of garbage is set as the command `engage` sets it.
"""

import csv
import gc
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from itertools import count, islice
from pathlib import Path
from statistics import median

import measuring
from measuring import Figure, cpu, exponent
from workload import AS_OF, forget_snapshots, history, workspace

from engageframe import Workspace, moment
from engageframe.codec import Codec
from engageframe.journal import Draft, Entry
from engageframe.kinds import CORE_KINDS, Kinds
from engageframe_stores import open_store

_SIZES = (1_000, 10_000, 100_000)
_MILLION = 1_000_000
_BATCH = 1_000
_PAGE = 500
_ROUNDS = {1_000: 5, 10_000: 3}
_AGAIN = "review again after 100 new records"
_MAPPING = """
system: bench
engagement: brook
happened: "{Day}"
source: "{Id}"
record: encounter.held
fields:
  id: "meeting-{Id}"
  subject: "{Subject}"
attendees:
  - {person: "{Who}", side: client}
"""

Once = tuple[str, Callable[[], float]]


def run(full: bool = False) -> Iterator[Figure]:
    """Measure each at every size, and fit how it grows."""
    gc.set_threshold(100_000)
    sizes = (*_SIZES, _MILLION) if full else _SIZES
    costs: dict[str, dict[int, float]] = {}
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            for what, once in _measures(Path(folder), size):
                times = [once() for _ in range(_ROUNDS.get(size, 1))]
                each = [1e6 * one / size for one in times]
                costs.setdefault(what, {})[size] = median(times)
                yield Figure(name=f"{what}, {size:,} records: each", unit="us CPU", ours=each)
    for what, found in costs.items():
        power = exponent(list(found), list(found.values()))
        name = f"{what}: growth from {sizes[0]:,} to {sizes[-1]:,} records"
        yield Figure(name=name, unit="exponent", ours=[power])


def _measures(folder: Path, size: int) -> Iterator[Once]:
    codec = Codec(Kinds(CORE_KINDS))
    yield f"append by {_BATCH:,}", partial(_append, folder, _drafts(codec, size))
    yield "replay", lambda: _replay(folder, codec, size)
    work = folder / "work"
    workspace(work, history(size), practices=["cycle", "cadence"])
    for what in ("plan", "review"):
        yield what, lambda what=what: _ask(work, what)
    yield _AGAIN, partial(_again, work, count(1))
    rows, mapping = folder / "rows.csv", folder / "rows.map.yaml"
    mapping.write_text(_MAPPING, encoding="utf-8")
    with rows.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["Id", "Day", "Subject", "Who"])
        for n in range(size):
            day = f"2025-{n // 28 % 12 + 1:02d}-{n % 28 + 1:02d}"
            writer.writerow([n, day, f"matter {n}", f"Person {n % 500}"])
    yield "import", lambda: _import(rows, mapping)


def _drafts(codec: Codec, size: int) -> list[Draft]:
    return [
        codec.draft(one.body, engagement="brook", happened=one.happened, author="ana")
        for one in history(size)
    ]


def _append(folder: Path, drafts: list[Draft]) -> float:
    """Write all to a new journal, in acts of a thousand, each durable."""
    path = folder / "append.db"
    for one in folder.glob("append.db*"):
        one.unlink()
    store = open_store(path)

    def act() -> None:
        for start in range(0, len(drafts), _BATCH):
            part = drafts[start : start + _BATCH]
            now = f"2026-03-01T09:00:00.{start // _BATCH:06d}Z"
            store.append(part, request=str(start), recorded=now, expected=None)

    taken = cpu(act)
    store.close()
    return taken


def _replay(folder: Path, codec: Codec, size: int) -> float:
    """Read all of that journal, body by body."""
    store = open_store(folder / "append.db")

    def act() -> None:
        entries, found = store.read(), 0
        while page := list(islice(entries, _PAGE)):
            by_kind: dict[str, list[Entry]] = {}
            for entry in page:
                by_kind.setdefault(entry.kind, []).append(entry)
            found += sum(len(codec.records(kind, told)) for kind, told in by_kind.items())
        assert found == size

    taken = cpu(act)
    store.close()
    return taken


def _ask(folder: Path, what: str) -> float:
    forget_snapshots(folder)

    def act() -> None:
        with Workspace.open(folder, as_of=moment(AS_OF)) as opened:
            getattr(opened, what)()

    return cpu(act)


def _again(folder: Path, turns: Iterator[int]) -> float:
    """Review when 100 records are new and the state before them was kept."""
    turn, seen = next(turns), (moment("2026-11-02"), moment("2026-11-03"))
    for as_of in seen if turn == 1 else ():  # a state is kept when it is asked for again
        with Workspace.open(folder, as_of=as_of) as opened:
            opened.review()
    with Workspace.open(folder, as_of=moment(AS_OF)) as opened:
        opened.apply(history(100, first=1_000_000 + 100 * turn))

    def act() -> None:
        with Workspace.open(folder, as_of=moment(AS_OF)) as opened:
            opened.review()

    return cpu(act)


def _import(rows: Path, mapping: Path) -> float:
    with tempfile.TemporaryDirectory() as folder:
        Workspace.create(f"{folder}/work", practices=["cycle"], author="ana")

        def act() -> None:
            with Workspace.open(f"{folder}/work", as_of=moment(AS_OF)) as opened:
                brought = opened.bring("csv", rows, mapping=mapping)
            assert brought.applied.receipt

        return cpu(act)


if __name__ == "__main__":
    measuring.main(run)
