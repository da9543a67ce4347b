"""What did our work change for them? An opportunity review, turned round.

Their objective, their measure, their risk; what we did, what they say changed, what is next. What
belongs to the house has no column, and what rests on it does not pass.
"""

from typing import Final

import msgspec

from engageframe_servant.ledger import Ledger
from engageframe_servant.records import Opportunity, Words
from engageframe_servant.reserve import behind_the_wall

__all__ = ["COLUMNS", "Cell", "Turned", "reviews"]

COLUMNS: Final = {
    "objective": "their objective",
    "measure": "their measure",
    "risk": "their risk",
    "did": "what we did",
    "changed": "what they say changed",
    "next": "what is next",
}
"""The columns of a review and how each is called."""


class Cell(msgspec.Struct, frozen=True, kw_only=True):
    """One cell: its text, whose words it is in, and whether those are the client's."""

    says: str
    basis: str
    theirs: bool


class Turned(msgspec.Struct, frozen=True, kw_only=True):
    """One review: its cells by column, what is behind the wall, and the records behind it.

    ``passes`` tells that it names an objective of theirs and rests on nothing of the house.
    """

    id: str
    for_whom: str
    name: str
    cells: dict[str, Cell]
    refused: tuple[str, ...]
    passes: bool
    evidence: tuple[str, ...]


def reviews(ledger: Ledger) -> tuple[Turned, ...]:
    """Give the opportunity reviews as they now are."""
    made = []
    for record in ledger.records(Opportunity):
        body = record.body
        refused = behind_the_wall(ledger, body)
        cells = {name: _cell(ledger, getattr(body, name)) for name in COLUMNS}
        made.append(
            Turned(
                id=body.id, for_whom=body.for_whom, name=ledger.name(body.for_whom), cells=cells,
                refused=tuple(refused), passes=not refused and cells["objective"].theirs,
                evidence=(record.id,),
            )
        )  # fmt: skip
    return tuple(made)


def _cell(ledger: Ledger, said: Words | str | None) -> Cell:
    if isinstance(said, Words):
        return Cell(says=said.text, basis=said.basis, theirs=ledger.is_theirs(said))
    return Cell(says=said or "", basis="ours" if said else "missing", theirs=False)
