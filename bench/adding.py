"""What do practices add to a review? Reviews with them and without them take turns.

Whole processes, by CPU time: once with no snapshot, once with one, the kept answer. What is added
is told round by round, so that its noise can be seen.
"""

from collections.abc import Iterator, Sequence

from measuring import ENGAGE, Figure, process, turns
from workload import AS_OF, forget_snapshots

__all__ = ["adds"]

_ROUNDS = 9


def adds(
    folder: str, of: str, practices: Sequence[str], *, most: float, full: bool = False
) -> Iterator[Figure]:
    """Compare the reviews of a workspace with some practices and without them, in ms CPU."""
    whole = [ENGAGE, "review", "-C", folder, "--as-of", AS_OF, "--json"]
    less = [*whole, *(word for name in practices for word in ("--no-practice", name))]

    def made(command: list[str]) -> float:
        forget_snapshots(folder)
        return process(command).cpu

    without, alone, with_, kept = turns(
        2 * _ROUNDS if full else _ROUNDS,
        lambda: made(less),
        lambda: process(less).cpu,
        lambda: made(whole),
        lambda: process(whole).cpu,
    )
    for what, core, both in (("no snapshot", without, with_), ("snapshot", alone, kept)):
        more = [two - one for one, two in zip(core, both, strict=True)]
        yield Figure(name=f"{of}, {what}: review / review without", unit="ms CPU", ours=both,
                     peer=core, against="without")  # fmt: skip
        yield Figure(name=f"{of}, {what}: adds", unit="ms CPU", ours=more, most=most)
