"""Was each encounter planned before it was held, reviewed after, and learned from?"""

import datetime as dt
from collections.abc import Iterator
from functools import partial

import engageframe_texts
from engageframe import (
    Encounter,
    EncounterPlanned,
    Engagement,
    Finding,
    Lesson,
    LessonSettled,
    Moment,
    Record,
    View,
)  # fmt: skip
from engageframe_cycle.rules import Settings

__all__ = ["clip", "findings", "is_late", "lessons", "named", "own", "plan_before", "untouched"]


clip = partial(engageframe_texts.clip, longest=200)
"""Shorten what is quoted."""


def own(view: View) -> list[Encounter]:
    """Give the encounters that were not imported, by id."""
    own = (one for one in view.encounters.values() if not one.imported)
    return sorted(own, key=lambda one: one.id)


def plan_before(one: Encounter) -> EncounterPlanned | None:
    """Give the plan as it stood before the encounter, none when it was written afterwards."""
    if one.held_on is None or one.planned_on is None:
        return one.planned
    afterwards = one.held_on.before(one.planned_on) and not one.replanned_after
    return None if afterwards else one.frozen


def is_late(one: Encounter, as_of: Moment, days: int) -> bool:
    """Tell whether it was held, and some whole working days have surely passed since."""
    if one.held_on is None or not one.held_on.before(as_of):
        return False
    return _weekdays(as_of.first.toordinal()) - _weekdays(one.held_on.last.toordinal() + 1) >= days


def _weekdays(ordinal: int) -> int:
    """Count the days from Monday to Friday before a day; day 1 was a Monday."""
    weeks, rest = divmod(ordinal - 1, 7)
    return weeks * 5 + min(rest, 5)


def lessons(view: View) -> tuple[list[Record[Lesson]], list[Record[Lesson]]]:
    """Give the lessons that were applied, and those a later plan neither applied nor waived."""
    every = view.encounters.values()
    plans = [plan for one in every for plan in (one.planned, one.frozen) if plan]
    named = {lesson for plan in plans for lesson in plan.lessons_applied}
    moments = (view.cycle.frozen_on, *(one.planned_on for one in every))
    latest = max((moment.first for moment in moments if moment), default=dt.date.min)
    settled, applied, orphans = view.latest(LessonSettled), [], []
    for id_, record in sorted(view.latest(Lesson).items()):
        word = settled.get(id_)
        if word.body.applied if word else id_ in named:
            applied.append(record)
        elif word is None and record.happened.last < latest:
            orphans.append(record)
    return applied, orphans


def untouched(view: View) -> Record[Engagement] | None:
    """Give the engagement's record when it is active and no next encounter is planned."""
    record, cycle = view.latest(Engagement).get(view.engagement_id), view.cycle
    if record is None or record.body.status != "active":
        return None
    met: set[str] = set()
    for one in view.encounters.values():
        if one.held is None and one.planned and not one.planned.scheduled.before(view.as_of):
            return None
        if one.held_on and cycle.frozen_on and not one.held_on.before(cycle.frozen_on):
            met.update(who for there in one.attendees for who in (there.person, there.organization))
    actions = cycle.frozen.actions if cycle.frozen else cycle.accepted
    return None if {one.for_whom for one in actions if one.kind == "meet"} - met else record


def findings(view: View, settings: Settings) -> list[Finding]:
    """Find what breaks the rules PDR001 to PDR010."""
    every, engagement, record = own(view), view.engagement_id, untouched(view)
    found = [
        (rule, one.id, f"{named(view, one)}: {says}", fix, one.records)
        for one in every
        for rule, says, fix in (*_planned(one), *_reviewed(one, view.as_of, settings))
    ]
    fix = "name it in lessons_applied of a plan, or record lesson.settled with the reason"
    for lesson in lessons(view)[1]:
        says = f"a later plan neither applies nor waives the lesson: {clip(lesson.body.text)}"
        found.append(("PDR006", lesson.body.id, says, fix, (lesson.id,)))
    tested = [one for one in every if one.reviewed and one.reviewed.worth_paying_ours is not None]
    asked = any(one.reviewed and one.reviewed.worth_paying_theirs is not None for one in every)
    if len(tested) >= settings.paid_test_reviews and not asked:
        says = f"{len(tested)} reviews say what the encounter was worth in our eyes, none in theirs"
        fix = "ask them whether they would have paid for it; record worth_paying_theirs"
        evidence = [id_ for one in tested[-settings.paid_test_reviews :] for id_ in one.records]
        found.append(("PDR008", engagement, says, fix, tuple(evidence)))
    if record:
        says = "it is active, and no encounter is planned for today or later"
        fix = "plan an encounter, or record the engagement as dormant until its next touch"
        found.append(("PDR010", engagement, says, fix, (record.id,)))
    return [
        Finding(rule=rule, subject=subject, says=says, fix=fix, evidence=evidence)
        for rule, subject, says, fix, evidence in found
    ]


def _planned(one: Encounter) -> Iterator[tuple[str, str, str]]:
    if one.held is None:
        if one.planned and all(aim.kind != "understand" for aim in one.planned.objectives):
            says = "its plan has no objective of the kind understand"
            yield "PDR002", says, "add what you want to understand about them"
    elif plan_before(one) is None:
        says = "it was held, and no plan had been written before"
        yield "PDR001", says, "plan the next one beforehand; waive this one with the reason"
    elif one.replanned_after:
        says = "its plan was changed after it had been held"
        yield "PDR009", says, "retract the later plan, and write into the review what was learned"


def _reviewed(one: Encounter, as_of: Moment, settings: Settings) -> Iterator[tuple[str, str, str]]:
    review, plan = one.reviewed, plan_before(one)
    if review is None:
        if is_late(one, as_of, settings.review_after_working_days):
            says = f"held on {one.held_on}, and not reviewed by {as_of}"
            yield "PDR003", says, "record encounter.reviewed, in three lines if need be"
        return
    judged = {verdict.objective for verdict in review.verdicts}
    missing = [aim.id for aim in (plan.objectives if plan else ()) if aim.id not in judged]
    if missing:
        says = f"its review gives no verdict on {clip(', '.join(missing))}"
        yield "PDR004", says, "give each objective a verdict, reached or not"
    if review.outcome == "advance" and not any(map(str.strip, review.client_actions)):
        says = "its review says advance, and names no action of the client"
        yield "PDR005", says, "name in client_actions what they took on, or say continuation"
    if not (review.evidence or any(verdict.evidence for verdict in review.verdicts)):
        says = "its review links to no evidence"
        yield "PDR007", says, "name in evidence the records that show what the review says"


def named(view: View, one: Encounter) -> str:
    """Give an encounter a name: its id, and who was there or is expected."""
    names = dict.fromkeys(view.name(there.who) for there in one.attendees)
    return clip(f"{one.id} ({', '.join(names) or 'nobody named'})")
