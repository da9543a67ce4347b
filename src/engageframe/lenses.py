"""How do records add up to encounters, commitments and the cycle?

A lens is a pure fold over declared kinds, in the order the records were written.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any, Final, Generic, TypeVar

import msgspec
from msgspec.structs import replace

from engageframe.journal import Record
from engageframe.model import engagements
from engageframe.model.commitments import Commitment, CommitmentMade, Turn
from engageframe.model.encounters import Encounter, EncounterHeld, EncounterPlanned

__all__ = ["COMMITMENTS", "CYCLE", "ENCOUNTERS", "Lens"]

S = TypeVar("S")


class Lens(msgspec.Struct, Generic[S], frozen=True, kw_only=True):
    """A fold: where it starts, and what each record of its kinds does to the state.

    ``apply`` may change the state that it is given and must return it; it touches nothing else.
    ``state`` is the type of the state, made of attrs classes, mappings and plain values, so that it
    can be kept as a snapshot.
    ``version`` rises whenever the same records would give another state.
    """

    name: str
    version: int
    reads: tuple[str, ...]
    state: type[S]
    start: Callable[[], S]
    apply: Callable[[S, Record[Any]], S]


def _encounter(state: dict[str, Encounter], record: Record[Any]) -> dict[str, Encounter]:
    body = record.body
    now = state.get(body.id) or Encounter(id=body.id)
    records = (*now.records, record.id)
    if isinstance(body, EncounterHeld):
        state[body.id] = replace(
            now, held=body, held_on=record.happened, frozen=now.frozen or now.planned,
            imported=record.imported, records=records,
        )  # fmt: skip
    elif isinstance(body, EncounterPlanned):
        state[body.id] = replace(
            now, planned=body, planned_on=record.happened, records=records,
            replanned_after=now.replanned_after or now.held is not None,
        )  # fmt: skip
    else:
        state[body.id] = replace(now, reviewed=body, reviewed_on=record.happened, records=records)
    return state


def _commitment(state: dict[str, Commitment], record: Record[Any]) -> dict[str, Commitment]:
    body = record.body
    now = state.get(body.id)
    if now is None:  # perhaps told of before it was promised: nobody is known to have done so yet
        now = Commitment(
            id=body.id, promisor="", promisee="", what="", importance=2, made=record.happened,
            first_due=None, due=None,
        )  # fmt: skip
    if not isinstance(body, CommitmentMade):
        turns = sorted((*now.turns, _turn(record)), key=_happened)
        now = replace(now, turns=tuple(turns))
    elif now.promisor:
        return state
    else:
        now = replace(
            now, promisor=body.promisor, promisee=body.promisee, what=body.what,
            importance=body.importance, made=record.happened, first_due=body.due,
        )  # fmt: skip
    state[body.id] = _became(now, (*now.records, record.id))
    return state


def _turn(record: Record[Any]) -> Turn:
    body: Any = record.body
    what: Any = record.kind.partition(".")[2]
    return Turn(
        what, record.happened, due=getattr(body, "due", None),
        by=getattr(body, "acknowledged_by", ""), warned=getattr(body, "told_before_due", False),
    )  # fmt: skip


def _happened(turn: Turn) -> tuple[dt.date, bool]:
    return turn.when.first, turn.what != "renegotiated"


def _became(now: Commitment, records: tuple[str, ...]) -> Commitment:
    """Tell what became of a promise: what happened first settles it, in whatever order told."""
    due, count, late, state = now.first_due, 0, False, "open"
    for turn in now.turns:
        passed = due is not None and due.before(turn.when)
        if turn.what != "renegotiated":
            state = "kept_late" if turn.what == "kept" and passed else turn.what
            break
        due, count, late = turn.due, count + 1, late or passed
    settled = None if state == "open" else turn
    return replace(
        now, due=due, state=state, settled=settled and settled.when, renegotiations=count,
        renegotiated_late=late, told_before_due=settled is not None and settled.warned,
        acknowledged_by=settled.by if settled else "", records=records,
    )  # fmt: skip


def _cycle(now: engagements.Cycle, record: Record[Any]) -> engagements.Cycle:
    body = record.body
    if body.cycle != now.number:
        return now  # a decision for a round that is over: kept in the journal, no longer in force
    now = replace(now, records=(*now.records, record.id))
    if isinstance(body, engagements.ActionAccepted) and now.phase == "planning":
        others = tuple(action for action in now.accepted if action.id != body.action.id)
        return replace(now, accepted=(*others, body.action))
    if isinstance(body, engagements.ProposalDropped) and now.phase == "planning":
        others = tuple(action for action in now.accepted if action.id != body.proposal)
        return replace(now, accepted=others)
    if isinstance(body, engagements.CycleFrozen) and now.phase == "planning":
        return replace(
            now, phase="doing", frozen=body, frozen_on=record.happened, frozen_record=record.id
        )
    if isinstance(body, engagements.ReviewOpened) and now.phase == "doing":
        return replace(now, phase="reviewing")
    if isinstance(body, engagements.CycleClosed) and now.phase == "reviewing":
        return engagements.Cycle(number=now.number + 1, carried=body.carried)
    return now


ENCOUNTERS: Final[Lens[dict[str, Encounter]]] = Lens(
    name="encounters", version=1, reads=("encounter",), state=dict[str, Encounter],
    start=dict, apply=_encounter,
)  # fmt: skip
"""Encounters by id, with their PLAN, DO and REVIEW."""

COMMITMENTS: Final[Lens[dict[str, Commitment]]] = Lens(
    name="commitments", version=3, reads=("commitment",), state=dict[str, Commitment],
    start=dict, apply=_commitment,
)  # fmt: skip
"""Commitments by id, with what became of them."""

CYCLE: Final[Lens[engagements.Cycle]] = Lens(
    name="cycle", version=1, reads=("cycle", "plan"), state=engagements.Cycle,
    start=engagements.Cycle, apply=_cycle,
)  # fmt: skip
"""The round of PLAN, DO and REVIEW that an engagement is in."""
