"""What does the cycle want done next?"""

from collections.abc import Iterator

from engageframe import Engagement, Proposal, View
from engageframe_cycle.encounters import clip, is_late, lessons, named, own, untouched
from engageframe_cycle.rules import Settings

__all__ = ["proposals"]


def proposals(view: View, settings: Settings) -> list[Proposal]:
    """Suggest promises to keep, encounters to review, lessons to apply and a next touch.

    What the last round carried over stands in the plan already.
    """
    carried = {action.id for action in view.cycle.carried}
    found = (*_promises(view, settings), *_reviews(view, settings), *_for_client(view))
    return [one for one in found if one.id not in carried]


def _promises(view: View, settings: Settings) -> Iterator[Proposal]:
    for _, one in sorted(view.commitments.items()):
        ahead = one.due.days_since(view.as_of).at_least if one.due else 0
        if (
            one.state == "open"
            and ahead <= settings.look_ahead_days
            and view.side(one.promisor) == "ours"
        ):
            until = f"for {one.due}{' (overdue)' * one.overdue(view.as_of)}"
            yield Proposal(
                id=f"keep:{one.id}", kind="keep", about=one.id, owner=one.promisor,
                for_whom=one.promisee, due=one.due, importance=one.importance,
                does=f"Keep the promise to {clip(view.name(one.promisee))}: {clip(one.what)}",
                reason=f"promised on {one.made} {until if one.due else 'without a date'}",
                evidence=one.records,
            )  # fmt: skip


def _reviews(view: View, settings: Settings) -> Iterator[Proposal]:
    for one in own(view):
        if one.held and not one.reviewed:
            late = is_late(one, view.as_of, settings.review_after_working_days)
            theirs = [there.who for there in one.attendees if view.side(there.who) != "ours"]
            yield Proposal(
                id=f"review:{one.id}", about=one.id, rule="PDR003" if late else "", minutes=15,
                for_whom=next(iter(theirs), "") or _client(view) or view.engagement_id,
                does=f"Review {named(view, one)}, held on {one.held_on}",
                reason="it was held, and what it taught is not written down",
                evidence=one.records,
            )  # fmt: skip


def _for_client(view: View) -> Iterator[Proposal]:
    who, record = _client(view), untouched(view)
    for lesson in lessons(view)[1]:
        yield Proposal(
            id=f"apply:{lesson.body.id}", kind="prepare", about=lesson.body.id, rule="PDR006",
            for_whom=who or view.engagement_id, minutes=15, evidence=(lesson.id,),
            does=f"Apply the lesson in a plan, or waive it: {clip(lesson.body.text)}",
            reason=f"learned on {lesson.happened}, and a later plan does not name it",
        )  # fmt: skip
    if record and who:
        yield Proposal(
            id=f"meet:{who}", kind="meet", for_whom=who, rule="PDR010", client_minutes=60,
            does=f"Meet {clip(view.name(who))}",
            reason="no next encounter is planned", evidence=(record.id,),
        )  # fmt: skip


def _client(view: View) -> str:
    """Give the client, or the only stakeholder on the client's side: of several, none is chosen."""
    record = view.latest(Engagement).get(view.engagement_id)
    theirs = [who for who, one in sorted(view.stakeholders.items()) if one.body.side == "client"]
    return (record.body.client if record else "") or (theirs[0] if len(theirs) == 1 else "")
