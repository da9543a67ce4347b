"""Which promise or deed does an acknowledgement speak of?

It names an id, and what is promised and each kind of deed have ids of their own: one that several
have is spoken of where only one of them was for whoever acknowledged it.
Else nobody can say which arrived, and what was said once must not count twice.
"""

from collections.abc import Iterator
from operator import attrgetter

from engageframe_trust.chart import INVESTED
from engageframe_trust.gathering import Deed, Seen
from engageframe_trust.sides import Sides

__all__ = ["Addressed", "addressed"]

Addressed = dict[str, list[Seen]]
"""Acknowledgements as they happened, by kind and id of what arrived: ``promise:x``."""


def addressed(sides: Sides) -> Addressed:
    """Find what each acknowledgement speaks of; tell of those that speak of nothing, or of much."""
    found: Addressed = {}
    for word in sorted(sides.told.seen, key=attrgetter("day", "seq")):
        meant = [*_meant(sides, word)]
        if len(meant) == 1:
            found.setdefault(f"{meant[0]}:{word.deed}", []).append(word)
        elif meant:
            says = (
                f'"{word.by}" acknowledged "{word.deed}", which may be the {" or the ".join(meant)}'
            )
            remedy = "say it where each of them is told (acknowledged_by), or correct an id"
            sides.leave_out(word.record, word.deed, says, remedy)
        else:
            _astray(sides, word)
    return found


def _meant(sides: Sides, word: Seen) -> Iterator[str]:
    """Give the kinds of what has this id and was for whoever acknowledged it."""
    made = sides.told.made.get(word.deed)
    if made and sides.pair(made.promisor, made.promisee) and sides.beside(word.by, made.promisee):
        yield "promise"
    for deed in _deeds(sides, word):
        if word.by in deed.to and sides.pair(deed.by, word.by):
            yield deed.kind


def _deeds(sides: Sides, word: Seen) -> list[Deed]:
    """Give the deeds that have this id, one of a kind."""
    names = (f"{kind}:{word.deed}" for kind in INVESTED)
    return [deed for name in names if (deed := sides.told.deeds.get(name))]


def _astray(sides: Sides, word: Seen) -> None:
    made, deeds = sides.told.made.get(word.deed), _deeds(sides, word)
    if made and sides.pair(made.promisor, made.promisee):
        sides.outsider(word.record, word.deed, word.by, "acknowledged it", made.promisee)
    elif deeds and not any(word.by in deed.to for deed in deeds):
        sides.not_for(word.record, word.deed, word.by)
    elif not (made or deeds):
        sides.unknown(word.record, word.deed)
