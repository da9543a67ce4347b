"""Does what others wrote meanwhile change what was decided about some records?

Most of what is written while somebody decides does not, so the decision need not wait for silence.
Pure: everything held and the news in, an answer out.
"""

from collections.abc import Collection, Iterable
from typing import Final

import msgspec

from engageframe.folding import AMENDMENTS
from engageframe.journal import Entry
from engageframe_subjects.finding import Held

__all__ = ["changes"]

_DECIDING: Final = (*AMENDMENTS, "erasure")
"""Kinds that change how other records are read, or what stands for who was erased."""


def changes(held: Held, touched: Collection[str], news: Iterable[Entry]) -> bool:
    """Tell whether news may change what was decided from what was held before.

    They do not when each tells, by somebody who told something before, of a thing of its own:
    of none that the records tell of that are ``touched``.
    """
    authors = {one.author for one in held.entries.values()}
    told = {id_ for one in touched for id_ in (one, held.roots.get(one, one))}
    every = (held.records.get(one) or held.retracted.get(one) for one in told)
    bodies = (one.body for one in every if one is not None)
    things = {str(body.id) for body in bodies if hasattr(body, "id")}
    return any(_matters(held, one, authors, things) for one in news)


def _matters(held: Held, one: Entry, authors: set[str], things: set[str]) -> bool:
    if one.kind in _DECIDING or held.kind(one) is None or one.author not in authors:
        return True
    told = msgspec.json.decode(one.body) if one.body is not None else {}
    ours = one.kind == "stakeholder" and told.get("side") == "ours"
    return ours or str(told.get("id", "")) in things
