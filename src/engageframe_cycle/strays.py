"""Does a fact speak of what nothing tells?"""

from collections.abc import Collection, Iterator

from engageframe import (
    COMMITMENTS,
    ActionAccepted,
    ActionDone,
    Finding,
    Lesson,
    LessonSettled,
    View,
    did_you_mean,
)  # fmt: skip
from engageframe_cycle.encounters import clip

__all__ = ["findings"]

_MOST_COMPARED = 2_000
_LONGEST_ID = 120


def findings(view: View) -> list[Finding]:
    """Find what breaks DAT008: promises, encounters, lessons and actions that nobody told."""
    gone = f"{view.redacted} withheld record(s) may have told it"
    found = []
    for n, (what, id_, records, known) in enumerate(_strays(view)):
        hint = did_you_mean(id_, known) if (n + 1) * len(known) <= _MOST_COMPARED else ""
        says = f'a record speaks of the {what} "{clip(id_)}", of which nothing tells'
        told = "; ".join(filter(None, (says, hint, gone if view.redacted else "")))
        fix = f'retract it (engage record retraction record={records[0]} reason="..."), or tell '
        subject = id_ if len(id_) <= _LONGEST_ID else records[0]
        found.append(
            Finding(
                rule="DAT008", subject=subject, says=told, fix=f"{fix}the {what}", evidence=records
            )
        )
    return found


def _strays(view: View) -> Iterator[tuple[str, str, tuple[str, ...], Collection[str]]]:
    """Give each with what it should be, the records that speak of it, and those that are told."""
    promises, meetings = view.lens(COMMITMENTS), view.encounters
    for id_ in sorted(id_ for id_, one in promises.items() if not one.promisor):
        yield "promise", id_, promises[id_].records, view.commitments
    met = {id_ for id_, one in meetings.items() if one.planned or one.held}
    for id_ in sorted(meetings.keys() - met):
        yield "encounter", id_, meetings[id_].records, met
    lessons = view.latest(Lesson)
    for id_, settled in sorted(view.latest(LessonSettled).items()):
        if id_ not in lessons:
            yield "lesson", id_, (settled.id,), lessons
    done = view.latest(ActionDone)
    actions = {one.body.action.id for one in view.records(ActionAccepted)} if done else set()
    for id_, record in sorted(done.items()):
        if id_ not in actions:
            yield "action", id_, (record.id,), actions
