"""What was planned, what happened, and what follows for the next round?

Pure: a view and the answers of the practices in, a review out.
The plan it compares with is the one that was frozen, never today's.
"""

from collections.abc import Iterable
from typing import Any, Literal

import msgspec

from engageframe.checking import Standing
from engageframe.journal import Head
from engageframe.model import engagements
from engageframe.model.commitments import Commitment
from engageframe.model.encounters import Encounter
from engageframe.model.moments import Moment
from engageframe.rules import Answer, Figure, Gate, Measure
from engageframe.view import View

__all__ = [
    "Dispositioned", "Done", "Drawn", "Happened", "LearnedLesson", "Measured", "Passed", "Review",
    "dispositioned", "dispositions", "review", "to_carry",
]  # fmt: skip

_MOST_HAPPENED = 50


class Done(msgspec.Struct, frozen=True, kw_only=True):
    """One action of the frozen plan, and the records that show what became of it."""

    action: engagements.Action
    state: Literal["done", "not_done", "not_yet_due"]
    says: str
    evidence: tuple[str, ...]


class Dispositioned(msgspec.Struct, frozen=True, kw_only=True):
    """One commitment with what became of it, or what becomes of it now."""

    commitment: str
    state: Literal["kept", "kept_late", "broken", "released", "overdue", "carried"]
    says: str
    evidence: tuple[str, ...]


class Happened(msgspec.Struct, frozen=True, kw_only=True):
    """One encounter that was held in the round."""

    encounter: str
    when: Moment
    says: str
    evidence: tuple[str, ...]


class Measured(msgspec.Struct, frozen=True, kw_only=True):
    """A measure with the practice that took it."""

    practice: str
    measure: Measure


class Drawn(msgspec.Struct, frozen=True, kw_only=True):
    """A figure with the practice that drew it."""

    practice: str
    figure: Figure


class LearnedLesson(msgspec.Struct, frozen=True, kw_only=True):
    """A lesson, and whether it was applied or waived since; open ones seed the next PLAN."""

    id: str
    text: str
    state: Literal["open", "applied", "waived"]
    evidence: tuple[str, ...]


class Passed(msgspec.Struct, frozen=True, kw_only=True):
    """A gate that was passed without asking some practices, or in spite of some findings."""

    gate: Gate
    when: Moment
    without: tuple[str, ...]
    waived: tuple[engagements.Waiver, ...]
    evidence: tuple[str, ...]


class Review(msgspec.Struct, frozen=True, kw_only=True):
    """The review of a cycle; the same journal, settings and moment give the same bytes.

    ``happened`` holds the latest encounters of the round, at most fifty of ``happened_in_all``.
    ``passed`` are the gates of this round, and the one into it, that were passed without asking
    every practice or in spite of findings.
    ``unknown_kinds`` counts records that no practice in use can read, ``withheld`` those whose
    content was destroyed: neither is the same as nothing.
    """

    engagement: str
    name: str
    as_of: Moment
    known_at: str
    head: Head
    cycle: int
    phase: engagements.Phase
    since: Moment | None
    practices: tuple[str, ...]
    planned: tuple[Done, ...]
    happened_in_all: int
    happened: tuple[Happened, ...]
    commitments: tuple[Dispositioned, ...]
    lessons: tuple[LearnedLesson, ...]
    findings: tuple[Standing, ...]
    measures: tuple[Measured, ...]
    figures: tuple[Drawn, ...]
    unknown_kinds: dict[str, int]
    withheld: int
    passed: tuple[Passed, ...] = ()
    failures: tuple[str, ...] = ()


def review(
    view: View, findings: tuple[Standing, ...], measures: Iterable[Answer[Measure]],
    figures: Iterable[Answer[Figure]], *,
    practices: tuple[str, ...] = (), failures: tuple[str, ...] = (),
) -> Review:  # fmt: skip
    """Compare the frozen plan with what happened, and disposition every commitment."""
    cycle = view.cycle
    held = [one for one in view.encounters.values() if one.held_on and _since(one, cycle.frozen_on)]
    held.sort(key=lambda one: (one.held_on, one.id), reverse=True)
    return Review(
        engagement=view.engagement_id, name=view.engagement.name, as_of=view.as_of,
        known_at=view.known_at, head=view.head, cycle=cycle.number, phase=cycle.phase,
        since=cycle.frozen_on, practices=practices, planned=_planned(view, held),
        happened_in_all=len(held),
        happened=tuple(_happened(view, one) for one in held[:_MOST_HAPPENED]),
        commitments=tuple(dispositioned(view, one) for one in _concerned(view)),
        lessons=_lessons(view), findings=findings, passed=_passed(view),
        measures=tuple(Measured(practice=who, measure=one) for who, one in measures),
        figures=tuple(Drawn(practice=who, figure=one) for who, one in figures),
        unknown_kinds=dict(view.unknown), withheld=view.redacted, failures=failures,
    )  # fmt: skip


def dispositions(done: Review) -> tuple[engagements.Disposition, ...]:
    """Give what a review decided about each commitment, to be recorded when its cycle closes."""
    return tuple(
        engagements.Disposition(commitment=one.commitment, state=one.state, note=one.says)
        for one in done.commitments
    )


def to_carry(done: Review) -> tuple[engagements.Action, ...]:
    """Give the actions that were not done: they seed the next PLAN."""
    return tuple(one.action for one in done.planned if one.state != "done")


def _since(encounter: Encounter, start: Moment | None) -> bool:
    held_on = encounter.held_on
    return start is None or (held_on is not None and not held_on.before(start))


def _planned(view: View, held: list[Encounter]) -> tuple[Done, ...]:
    frozen = view.cycle.frozen
    if frozen is None:
        return ()
    start = next(
        one.seq
        for one in view.records(engagements.CycleFrozen)
        if one.id == view.cycle.frozen_record
    )  # what was done in an earlier round shows nothing in this one
    told = {one.body.action: one for one in view.records(engagements.ActionDone) if one.seq > start}
    met: dict[str, Encounter] = {}
    for encounter in held:
        for one in encounter.attendees:
            met.update({who: encounter for who in (one.person, one.organization) if who})
    return tuple(_done(view, action, told.get(action.id), met) for action in frozen.actions)


def _done(view: View, action: engagements.Action, told: Any, met: dict[str, Encounter]) -> Done:
    says = "nothing recorded shows it"
    evidence: tuple[str, ...] = ()
    broken = False
    if told is not None:
        says = told.body.note or f"recorded as done on {told.happened}"
        evidence = (told.id, *told.body.evidence)
    elif action.kind == "meet" and action.for_whom in met:
        encounter = met[action.for_whom]
        says, evidence = f"met on {encounter.held_on}", encounter.records
    elif action.kind == "keep" and action.about in view.commitments:
        promise = view.commitments[action.about]
        broken = promise.state == "broken"
        if promise.state != "open":
            says, evidence = (
                f"{promise.state.replace('_', ' ')} on {promise.settled}",
                promise.records,
            )
    later = not broken and action.due is not None and not action.due.before(view.as_of)
    state: Any = "done" if evidence and not broken else "not_yet_due" if later else "not_done"
    return Done(action=action, state=state, says=says, evidence=evidence)


def _concerned(view: View) -> list[Commitment]:
    """Give the commitments that were open at some time in this round, by due date."""
    start = view.cycle.frozen_on
    concerned = [
        one
        for one in view.commitments.values()
        if one.settled is None or start is None or not one.settled.before(start)
    ]
    return sorted(concerned, key=lambda one: (one.due is None, one.due and one.due.first, one.id))


def dispositioned(view: View, one: Commitment) -> Dispositioned:
    """Say what became of a commitment, or what becomes of it now."""
    who = f"{view.name(one.promisor)} to {view.name(one.promisee)}: {one.what}"
    if one.state != "open":
        state: Any = one.state
        says = f"{who}; {one.state.replace('_', ' ')} on {one.settled} (due {one.due or 'never'})"
    elif one.overdue(view.as_of):
        state, says = "overdue", f"{who}; due {one.due}, and nothing was recorded since"
    else:
        state, says = "carried", f"{who}; due {one.due or 'on no date'}, carried on"
    return Dispositioned(commitment=one.id, state=state, says=says, evidence=one.records)


def _happened(view: View, one: Encounter) -> Happened:
    names = ", ".join(view.name(attendee.who) for attendee in one.attendees)
    subject = f": {one.held.subject}" if one.held and one.held.subject else ""
    when = one.held_on or view.as_of
    return Happened(encounter=one.id, when=when, says=f"{names}{subject}", evidence=one.records)


def _passed(view: View) -> tuple[Passed, ...]:
    number = view.cycle.number
    gates: tuple[tuple[type[Any], Gate, int], ...] = (
        (engagements.CycleClosed, "close", number - 1), (engagements.CycleFrozen, "freeze", number),
        (engagements.ReviewOpened, "review", number),
    )  # fmt: skip
    return tuple(
        Passed(
            gate=gate, when=one.happened, without=one.body.without, waived=one.body.waived,
            evidence=(one.id,),
        )
        for shape, gate, round_ in gates
        for one in view.records(shape)
        if one.body.cycle == round_ and (one.body.without or one.body.waived)
    )  # fmt: skip


def _lessons(view: View) -> tuple[LearnedLesson, ...]:
    applied = {id_ for one in view.encounters.values() if one.planned
               for id_ in one.planned.lessons_applied}  # fmt: skip
    settled = view.latest(engagements.LessonSettled)
    lessons = []
    for record in view.latest(engagements.Lesson).values():
        id_, word = record.body.id, settled.get(record.body.id)
        state: Any = "applied" if id_ in applied else "open"
        if word is not None:
            state = "applied" if word.body.applied else "waived"
        evidence = (record.id, *([word.id] if word else []))
        lessons.append(LearnedLesson(id=id_, text=record.body.text, state=state, evidence=evidence))
    return tuple(lessons)
