"""What does the cycle want done next?"""

from collections.abc import Iterator

from engageframe import Affiliation, Engagement, Proposal, View
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
    carried = {action.id for action in view.cycle.carried}
    if record and who and f"meet:{who}" not in carried:
        face = _face(view, who)
        yield Proposal(
            id=f"meet:{face}", kind="meet", for_whom=face, rule="PDR010", client_minutes=60,
            does=f"Meet {clip(view.name(face))}",
            reason="no next encounter is planned", evidence=(record.id,),
        )  # fmt: skip


def _client(view: View) -> str:
    """Give the client, or the only stakeholder on the client's side: of several, none is chosen."""
    record = view.latest(Engagement).get(view.engagement_id)
    theirs = [who for who, one in sorted(view.stakeholders.items()) if one.body.side == "client"]
    return (record.body.client if record else "") or (theirs[0] if len(theirs) == 1 else "")


def _face(view: View, client: str) -> str:
    """Give whom of a client to meet: an organization has no time of its own, its people have.

    They are those on the client's side who belong to it, or of whom it is not known where they
    belong; of several, the one who was not met for longest. Where nobody is known it is the client.
    """
    if client not in view.organizations:
        return client
    known, within, met = set[str](), set[str](), dict[str, int]()
    for role in (record.body for record in view.latest(Affiliation).values()):
        known.add(role.person)
        if role.organization == client and role.may_hold(view.as_of):
            within.add(role.person)
    for one in view.encounters.values():
        day = one.held_on.last.toordinal() if one.held_on else 0
        met.update((there.person, max(day, met.get(there.person, 0))) for there in one.attendees)
    theirs = {who for who, one in view.stakeholders.items() if one.body.side == "client"}
    people = theirs & within or theirs - known - view.organizations.keys()
    return min(people, key=lambda who: (met.get(who, 0), who), default=client)
