"""What should be done next, and what should the person about to walk in know and ask?"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

from engageframe import Affiliation, BriefLine, Encounter, Engagement, Proposal, View
from engageframe_servant.deeds import late
from engageframe_servant.ledger import Ledger, clip, ids, many
from engageframe_servant.records import Reply
from engageframe_servant.reserve import ended, gaps
from engageframe_servant.traits import ASKED

__all__ = ["brief", "proposals"]

_PARTS: Final = {
    "inform": "to be told of",
    "consult": "to be asked about",
    "involve": "to be heard all along on",
    "collaborate": "to work out with us",
    "empower": "to decide",
}
"""What each promise of the IAP2 spectrum owes them."""


def proposals(ledger: Ledger) -> list[Proposal]:
    """Suggest whom to hear and tell, what to ask and to teach, and to go on after the end."""
    client = _client(ledger)
    found = [*_asking(ledger), *_talking(ledger, client), *_teaching(ledger)]
    face = _face(ledger.view, client)
    for record in ended(ledger):
        if face:
            name = clip(record.body.what)
            reason = f"{name} ended on {record.body.ended}; what they want to reach goes on (S1.21)"
            found.append(
                Proposal(
                    id=f"meet:{face}", kind="meet", does=f"Meet {ledger.name(face)}",
                    for_whom=face, reason=reason, rule="SRW005", client_minutes=60,
                    evidence=(record.id,),
                )
            )  # fmt: skip
    return _few(found, ledger.settings.most)


def _few(found: Iterable[Proposal], most: int) -> list[Proposal]:
    """Keep so many proposals of each sort: a plan has no room for more."""
    kept: dict[str, list[Proposal]] = defaultdict(list)
    for one in found:
        kept[one.id.partition(":")[0]].append(one)
    return [one for some in kept.values() for one in some[:most]]


def _asking(ledger: Ledger) -> Iterator[Proposal]:
    for record in reversed(ledger.cards):
        card, missing = record.body, gaps(ledger, record.body)
        if missing:
            yield Proposal(
                id=f"facets:{card.id}", kind="ask", about=card.id, for_whom=card.for_whom,
                does=f"Ask {ledger.name(card.for_whom)} about {', '.join(missing)}",
                reason=f"{len(missing)} of six facets are not in their words (S1.34)",
                rule="SRW002", minutes=20, client_minutes=20, evidence=(record.id,),
            )  # fmt: skip


def _talking(ledger: Ledger, client: str) -> Iterator[Proposal]:
    view = ledger.view
    for name, talk in ledger.talks.items():
        if talk.matter is None:
            continue
        who, what = client or view.engagement_id, clip(talk.matter.body.what)
        if missing := ledger.unheard[name]:
            done = "it was decided without them" if talk.decisions else "it is not decided yet"
            yield Proposal(
                id=f"hear:{name}", kind="ask", about=name, for_whom=who,
                does=f"Hear {clip(', '.join(missing))} on {what}", minutes=30, client_minutes=30,
                reason=f"it affects them, and {done} (S1.36)", evidence=talk.records,
                rule="SRV001" if talk.decisions else "",
            )  # fmt: skip
        told = [one for one in talk.messages if one.body.told]
        if told and (missing := ledger.untold[name]):
            yield Proposal(
                id=f"tell:{name}", about=name, for_whom=who, minutes=30, rule="SRV003",
                does=f"Tell {clip(', '.join(missing))}, too: {what}",
                reason="others were told, and they were to hear of it (S1.38)", evidence=ids(told),
            )  # fmt: skip
    for one in ledger.messages:
        if one.body.adverse and not one.body.told and one.body.known:
            days = late(ledger, one.body)
            since = f"known since {one.body.known}" + (f", for {many(days, 'day')}" if days else "")
            yield Proposal(
                id=f"tell:{one.body.id}", about=one.body.id, for_whom=client or view.engagement_id,
                does=f"Tell the bad news: {clip(one.body.what)}", minutes=30, importance=3,
                reason=f"{since} (S1.39)",
                rule="SRV005" if days else "", owner=one.body.by, evidence=(one.id,),
            )  # fmt: skip


def _teaching(ledger: Ledger) -> Iterator[Proposal]:
    taught = {one.body.topic for one in ledger.teachings}
    for topic, asked in ledger.questions.items():
        if len(asked) >= ledger.settings.same_question and topic not in taught:
            yield Proposal(
                id=f"teach:{topic}", about=topic, for_whom=asked[-1].body.by,
                does=f"Teach {topic}, so that it needs no asking", minutes=120, client_minutes=60,
                reason=f"asked {many(len(asked), 'time')} for help with it (S1.41)",
                rule="SRV008", evidence=ids(asked),
            )  # fmt: skip


def _client(ledger: Ledger) -> str:
    """Give the client, or the only stakeholder on their side: of several, none is chosen."""
    record = ledger.view.latest(Engagement).get(ledger.view.engagement_id)
    theirs = [who for who, one in sorted(ledger.view.stakeholders.items())
              if one.body.side == "client"]  # fmt: skip
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


def brief(ledger: Ledger, encounter: Encounter) -> list[BriefLine]:
    """Say what part we owe those expected, what they hope to achieve, and what to ask them."""
    there = dict.fromkeys(one.who for one in encounter.attendees)
    lines = [line for who in there for line in (*_parts(ledger, who), *_facets(ledger, who))]
    return [*lines, *_one_question(ledger, list(there))]


def _parts(ledger: Ledger, who: str) -> Iterator[BriefLine]:
    """Say in which open matters somebody was promised a part (on the IAP2 spectrum)."""
    if ledger.ours(who):
        return
    for talk in ledger.talks.values():
        if talk.matter is None or talk.decisions or not talk.matter.body.promise:
            continue
        if ledger.is_among(who, talk.affected):
            part = _PARTS[talk.matter.body.promise]
            yield BriefLine(
                heading="owe", text=f"{ledger.name(who)}: {part} {clip(talk.matter.body.what)}",
                reason="it affects them, they were promised it, and nothing is decided yet (S1.36)",
                evidence=(talk.matter.id,),
            )  # fmt: skip


def _facets(ledger: Ledger, who: str) -> Iterator[BriefLine]:
    for record in ledger.cards:
        card = record.body
        if card.for_whom != who:
            continue
        for name, said in ledger.sourced(card).items():
            yield BriefLine(
                heading="know", text=f"{ledger.name(who)} on {name}: {clip(said.text)}",
                reason=f"{said.basis} by {ledger.name(said.by)}; card {card.id} (S1.28, S1.34)",
                evidence=(record.id,), basis=said.basis,
            )  # fmt: skip
        if missing := gaps(ledger, card):
            rest = ", ".join(f"{name} ({basis})" for name, basis in missing.items())
            yield BriefLine(
                heading="ask", text=f"{ledger.name(who)}, in open words: {rest}",
                reason="these facets are not in their words: do not guess, ask (S1.34, L9)",
                evidence=(record.id,),
            )  # fmt: skip


def _one_question(ledger: Ledger, there: list[str]) -> Iterator[BriefLine]:
    """Choose the one of the four questions that the client was asked least lately."""
    view, days = ledger.view, ledger.settings.days_to_ask_again
    theirs = [who for who in there if view.side(who) == "client"]
    latest = {one.body.trait: one for one in ledger.records(Reply)}
    fresh = {trait for trait, one in latest.items()
             if view.as_of.days_since(one.happened).at_least <= days}  # fmt: skip
    open_ = [trait for trait in ASKED if trait not in fresh]
    if not theirs or not open_:
        return
    trait = min(open_, key=lambda one: str(latest[one].happened.first) if one in latest else "")
    question, claims = ASKED[trait]
    asked = f"last asked on {latest[trait].happened}" if trait in latest else "never asked yet"
    record = latest[trait].id if trait in latest else view.engagement_record.id
    yield BriefLine(
        heading="ask", text=question, reason=f"{asked}; how, not whether ({claims}, L8)",
        evidence=(record,),
    )  # fmt: skip
