"""How do records add up to encounters, commitments and the cycle?

A lens is a pure fold over declared kinds, in the order the records were written.
"""

from collections.abc import Callable
from typing import Any, Final, Generic, TypeVar

import msgspec
from msgspec.structs import replace

from engageframe.journal import Record
from engageframe.model.commitments import (
    Commitment,
    CommitmentBroken,
    CommitmentKept,
    CommitmentMade,
    CommitmentReleased,
    CommitmentRenegotiated,
)
from engageframe.model.encounters import Encounter, EncounterHeld, EncounterPlanned
from engageframe.model.engagements import (
    ActionAccepted,
    Cycle,
    CycleClosed,
    CycleFrozen,
    ProposalDropped,
    ReviewOpened,
)

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
    body, when = record.body, record.happened
    now = state.get(body.id)
    if isinstance(body, CommitmentMade):
        if now is None or not now.promisor:
            state[body.id] = _promised(now, body, record)
        return state
    if now is None:  # settled before it was told: nobody is known to have promised it yet
        now = Commitment(
            id=body.id, promisor="", promisee="", what="", importance=2, made=when,
            first_due=None, due=None,
        )  # fmt: skip
    now = replace(now, records=(*now.records, record.id))
    settled = now.state != "open"
    if isinstance(body, CommitmentRenegotiated) and not settled:
        late = now.due is not None and now.due.before(when)
        now = replace(
            now, due=body.due, renegotiations=now.renegotiations + 1,
            renegotiated_late=now.renegotiated_late or late,
        )  # fmt: skip
    elif isinstance(body, CommitmentKept) and not settled:
        late = now.due is not None and now.due.before(when)
        now = replace(
            now, state="kept_late" if late else "kept", settled=when,
            acknowledged_by=body.acknowledged_by,
        )  # fmt: skip
    elif isinstance(body, CommitmentBroken) and not settled:
        now = replace(now, state="broken", settled=when, told_before_due=body.told_before_due)
    elif isinstance(body, CommitmentReleased) and not settled:
        now = replace(now, state="released", settled=when)
    state[body.id] = now
    return state


def _promised(early: Commitment | None, body: CommitmentMade, record: Record[Any]) -> Commitment:
    """Begin a commitment, with what was told of it before the promise itself was."""
    made = Commitment(
        id=body.id, promisor=body.promisor, promisee=body.promisee, what=body.what,
        importance=body.importance, made=record.happened, first_due=body.due, due=body.due,
        records=(record.id,),
    )  # fmt: skip
    if early is None:
        return made
    due = early.due or body.due
    late = early.state == "kept" and due is not None and due.before(early.settled or due)
    return replace(
        made, due=due, state="kept_late" if late else early.state, settled=early.settled,
        renegotiations=early.renegotiations, told_before_due=early.told_before_due,
        acknowledged_by=early.acknowledged_by, records=(*early.records, record.id),
    )  # fmt: skip


def _cycle(now: Cycle, record: Record[Any]) -> Cycle:
    body = record.body
    if body.cycle != now.number:
        return now  # a decision for a round that is over: kept in the journal, no longer in force
    now = replace(now, records=(*now.records, record.id))
    if isinstance(body, ActionAccepted) and now.phase == "planning":
        others = tuple(action for action in now.accepted if action.id != body.action.id)
        return replace(now, accepted=(*others, body.action))
    if isinstance(body, ProposalDropped) and now.phase == "planning":
        others = tuple(action for action in now.accepted if action.id != body.proposal)
        return replace(now, accepted=others)
    if isinstance(body, CycleFrozen) and now.phase == "planning":
        return replace(
            now, phase="doing", frozen=body, frozen_on=record.happened, frozen_record=record.id
        )
    if isinstance(body, ReviewOpened) and now.phase == "doing":
        return replace(now, phase="reviewing")
    if isinstance(body, CycleClosed) and now.phase == "reviewing":
        return Cycle(number=now.number + 1, carried=body.carried)
    return now


ENCOUNTERS: Final[Lens[dict[str, Encounter]]] = Lens(
    name="encounters", version=1, reads=("encounter",), state=dict[str, Encounter],
    start=dict, apply=_encounter,
)  # fmt: skip
"""Encounters by id, with their PLAN, DO and REVIEW."""

COMMITMENTS: Final[Lens[dict[str, Commitment]]] = Lens(
    name="commitments", version=2, reads=("commitment",), state=dict[str, Commitment],
    start=dict, apply=_commitment,
)  # fmt: skip
"""Commitments by id, with what became of them."""

CYCLE: Final[Lens[Cycle]] = Lens(
    name="cycle", version=1, reads=("cycle", "plan"), state=Cycle, start=Cycle, apply=_cycle,
)  # fmt: skip
"""The round of PLAN, DO and REVIEW that an engagement is in."""
