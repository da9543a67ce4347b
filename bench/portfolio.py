"""What does it cost to review every engagement, and to do it again when little was told since?

Each engagement has so many records of an invented client; all share the register. Between the two
reviews 100 records are told, of five engagements. Whole processes, by CPU time, their children's
too; the peak of memory is that of the largest process. `--full` takes 1,000 engagements of 1,000
records, which is a million records.

How the cost grows is fitted on four sizes: with the old records, that is with the number of
engagements, while 100 are new; and with the new records, while the old ones are the same.
"""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import measuring
from measuring import ENGAGE, Figure, exponent, process
from workload import AS_OF, forget_snapshots, history

from engageframe import Item, Person, Workspace, moment

_RECORDS = 1_000
_NEW = 100
_TOUCHED = 5
_ROUNDS = 5
_MANY = 1_000


def portfolio(folder: str, engagements: int) -> None:
    """Make a workspace of so many engagements, in as many acts."""
    Workspace.create(folder, practices=["cycle", "cadence"], author="ana")
    with Workspace.open(folder, as_of=moment(AS_OF)) as workspace:
        for number in range(engagements):
            workspace.apply(_told(number, _RECORDS))


def more(folder: str, records: int, turn: int, touched: int = _TOUCHED) -> None:
    """Tell so many records of the first engagements, that is of their next meetings."""
    with Workspace.open(folder, as_of=moment(AS_OF)) as workspace:
        for number in range(touched):
            share = records // touched
            workspace.apply(_told(number, share, first=1_000 + turn * share))


def run(full: bool = False) -> Iterator[Figure]:
    """Review a portfolio, again after 100 records, and fit how both grow."""
    sizes = (10, 32, 100, 320, _MANY) if full else (10, 20, 40, 80)
    again: dict[int, list[float]] = {}
    for engagements in sizes:
        with tempfile.TemporaryDirectory() as parent:
            folder = f"{parent}/work"
            portfolio(folder, engagements)
            largest = engagements == sizes[-1]
            again[engagements] = yield from _twice(folder, engagements, told=largest)
            if largest:
                yield from _jobs(folder, engagements)
                yield from _growing(folder)
    grown = exponent([_RECORDS * one for one in sizes], [median(one) for one in again.values()])
    name = f"again with {_NEW} new records: growth from {sizes[0]} to {sizes[-1]:,} engagements"
    yield Figure(name=name, unit="exponent", ours=[grown], most=0.1)


def review(folder: str, *words: str) -> measuring.Used:
    """Review all in a process of its own."""
    return process([ENGAGE, "review", "--all", "--json", "-C", folder, "--as-of", AS_OF, *words])


def _twice(folder: str, engagements: int, *, told: bool) -> Iterator[Figure]:
    """Review all from nothing, then again and again, each time with new records."""
    first, later = review(folder), []
    for turn in range(_ROUNDS):
        more(folder, _NEW, turn)
        later.append(review(folder))
    if told:
        of = f"{engagements:,} engagements of {_RECORDS:,} records"
        yield Figure(name=f"{of}: review all", unit="s CPU", ours=[first.cpu])
        yield Figure(
            name=f"{of}: again after {_NEW} new records / the first time", unit="s CPU",
            ours=[one.cpu for one in later], peer=[first.cpu], against="the first time",
            most=0.05 if engagements == _MANY else None,
        )  # fmt: skip
        for what, peaks in (("review all", [first]), ("again", later)):
            peak = [one.peak_mb for one in peaks]
            yield Figure(name=f"{of}: {what}, peak memory", unit="MB", ours=peak)
        yield from _worse(folder, of, first.cpu)
    return [one.cpu for one in later]


def _worse(folder: str, of: str, first: float) -> Iterator[Figure]:
    """Review again when nothing can be recalled: on another day, and when the register changed."""
    days = [review(folder, "--as-of", f"2026-11-{day:02d}").cpu for day in (2, 3, 4)]
    told = {"peer": [first], "against": "the first time", "unit": "s CPU"}
    yield Figure(name=f"{of}: again on the next day", ours=days[:1], **told)
    yield Figure(name=f"{of}: again on the days after", ours=days[1:], **told)
    with Workspace.open(folder, as_of=moment(AS_OF)) as workspace:
        workspace.record(Person(id="somebody-new", name="Somebody New"))
    anew = [review(folder).cpu]
    yield Figure(name=f"{of}: again after one new person in the register", ours=anew, **told)


def _jobs(folder: str, engagements: int) -> Iterator[Figure]:
    """Review all from nothing by two processes: what they take, and the largest of them."""
    with tempfile.TemporaryDirectory() as parent:
        copy = str(shutil.copytree(folder, Path(parent) / "work"))
        forget_snapshots(copy)
        one = review(copy)
        forget_snapshots(copy)
        two = review(copy, "--jobs", "2")
    of = f"{engagements:,} engagements of {_RECORDS:,} records"
    yield Figure(name=f"{of}: review all by two processes / by one", unit="s CPU", ours=[two.cpu],
                 peer=[one.cpu], against="one process")  # fmt: skip
    yield Figure(name=f"{of}: review all by two processes, peak memory of the largest", unit="MB",
                 ours=[two.peak_mb])  # fmt: skip


def _growing(folder: str) -> Iterator[Figure]:
    """Fit the cost of the next review to the number of new records."""
    sizes, costs = (100, 300, 1_000, 3_000), []
    for turn, records in enumerate(sizes):
        more(folder, records, 100 * (turn + 1))
        costs.append(review(folder).cpu)
    name = f"again with {sizes[0]} to {sizes[-1]:,} new records: growth with their number"
    yield Figure(name=name, unit="exponent", ours=[exponent(sizes, costs)], most=1.1)


def _told(number: int, records: int, **more: int) -> list[Item]:
    name = _name(number)
    return history(records, engagement=name, client=f"{name}-ltd", ours=8, theirs=12, **more)


def _name(number: int) -> str:
    return f"client-{number:04d}"


if __name__ == "__main__":
    measuring.main(run)
