"""Which sealed stores and disks break what is promised, so that cuts of power must show it?"""

from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from typing import Any, Final
from unittest.mock import patch

import apsw

from engageframe.journal import Draft, Receipt
from engageframe_stores import keys as of_keys
from engageframe_stores.sealed import SealedStore

from .cutting import Lost
from .cutting_sealed import SealedLife, cut_sealed, live_sealed, real

__all__ = ["BROKEN_SEALED", "loses"]


class _LateKeys(SealedStore):
    """Writes the keys that it made after the records that need them."""

    def append(self, drafts: Sequence[Draft], **more: Any) -> Receipt:
        keys, late = self._there(), list[Callable[[apsw.Connection], object]]()

        def hold(act: Callable[[apsw.Connection], object]) -> None:
            late.append(act)
            with keys._opened() as db:
                db.execute("BEGIN")
                act(db)
                keys._take(db)
                db.execute("ROLLBACK")

        with patch.object(keys, "_change", hold):
            receipt = super().append(drafts, **more)
        for act in late:
            keys._change(act)
        return receipt


def _late(folder: Path) -> SealedStore:
    store = real(folder)
    store.__class__ = _LateKeys
    return store


def _with(old: str, new: str) -> str:
    assert old in of_keys._PRAGMAS
    return of_keys._PRAGMAS.replace(old, new)


def _trusting(seed: int, acts: int) -> SealedLife:
    """Live with a store that takes keys which it finds as being on the disk."""
    with patch.object(of_keys, "settle", lambda folder: None):
        return live_sealed(seed, acts, killed=True)


BROKEN_SEALED: Final[dict[str, Callable[[int, int], SealedLife]]] = {
    "keys without syncs": lambda seed, acts: live_sealed(
        seed, acts, pragmas=_with("synchronous=EXTRA", "synchronous=OFF")
    ),
    "keys whose journal may come back": lambda seed, acts: live_sealed(
        seed, acts, pragmas=_with("synchronous=EXTRA", "synchronous=FULL")
    ),
    "keys that are committed after the record": lambda seed, acts: live_sealed(
        seed, acts, store=_late
    ),
    "an erasure that is acknowledged before its keys are destroyed": lambda seed, acts: live_sealed(
        seed, acts, early=True
    ),
    "a disk that lies about syncs": lambda seed, acts: live_sealed(seed, acts, lies=True),
    "keys of a killed writer that are trusted": _trusting,
}
"""Each lives so many acts of a life."""


def loses(name: str, seed: int, acts: int, cuts: int) -> str:
    """Say what a broken one loses in a life; it is empty when nothing was seen."""
    life = BROKEN_SEALED[name](seed, acts)
    try:
        cut_sealed(life, Random(seed), cuts)
    except Lost as fault:
        return str(fault)
    return ""
