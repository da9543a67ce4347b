"""Does a sealed journal hold when a process is killed as it seals, or as it erases somebody?"""

import time
from collections import Counter
from pathlib import Path
from random import Random

from engageframe_stores import sealed
from engageframe_stores.sealed import SealedStore

from .conftest import NOON
from .killing import start
from .writer import of_person

__all__ = ["SealedLedger"]

_MANY = 1_000_000


class SealedLedger:
    """The tally of one sealed journal: what was told, who was erased, and what each kill left."""

    def __init__(self, folder: Path, chance: Random) -> None:
        self.folder, self.chance = folder, chance
        self.told, self.erased, self.seen = set[str](), set[str](), Counter[str]()

    def round(self, name: str) -> None:
        """Kill a writer, then one that repeats and goes on, then two that erase them again."""
        for verb, most in (("seal", 30), ("seal", 50), ("erase", 6), ("erase", 20)):
            self._kill(verb, name, self.chance.randrange(1, most))

    def _kill(self, verb: str, name: str, lines: int) -> None:
        """Start a process that seals or erases, let it tell so many lines, and kill it."""
        with start(verb, self.folder, name, _MANY) as writer:
            told = [writer.stdout.readline() for _ in range(lines)]
            time.sleep(self.chance.random() * 0.004)
            writer.kill()
            told += [line for line in writer.stdout if line.endswith("\n")]
        names = {line.split()[0] for line in told}
        if verb == "seal":
            self.told |= names
        else:
            self.erased |= names
        self.seen["kills"] += 1
        self.seen[f"kills during {verb}"] += 1
        self._look()

    def _look(self) -> None:
        """Hold that all that was told is read, and nothing is left of whom was erased."""
        store = sealed.open(self.folder)
        assert isinstance(store, SealedStore)
        assert store.verify().first_bad is None
        there = {one.id: one.body for one in store.read()}
        begun = {id_.removesuffix("-instead") for id_ in there if id_.endswith("-instead")}
        assert self.told <= {*there}, f"lost: {self.told - {*there}}"
        for id_, body in there.items():
            assert (body is None) == (id_ in begun), f"{id_} is read, or lost"
        stands = {f"{one}-instead" for one in begun}
        for request in {*there} - self.told - begun - stands:
            again = [of_person(request)]
            receipt = store.append(again, request=request, recorded=NOON, expected=None)
            assert receipt.replayed, f"{request} was done twice"
            self.told.add(request)
            self.seen["committed but not acknowledged"] += 1
            self.seen["found by the retry"] += 1
        store.close()
        self.seen["erasures finished by who opened it"] += len(begun - self.erased)
        self._nothing_left(begun | self.erased)
        self.erased |= begun
        self.seen["acknowledged"], self.seen["erased"] = len(self.told), len(self.erased)

    def _nothing_left(self, people: set[str]) -> None:
        """Hold that no file names any of those: in the journal they are hidden, with keys not."""
        for path in self.folder.iterdir():
            data = path.read_bytes()
            for one in people:
                assert f"{one}-person".encode() not in data, f"{one} is named in {path.name}"
