"""What evidence is there of each of the four traits, and what is missing?

Four cards beside each other: no total, no grade, no score of anybody.
"""

from collections.abc import Callable, Iterator
from typing import Final

import msgspec

from engageframe_servant.deeds import breaches
from engageframe_servant.ledger import SHOWN, Breach, Ledger, clip
from engageframe_servant.records import SLOTS, Admission, Credit, Reply
from engageframe_texts import many

__all__ = ["ASKED", "TITLES", "Line", "TraitCard", "cards", "counts"]

TITLES: Final = {
    "perspectives": "Diversity of thought: every perspective is heard",
    "trust": "Trust: clear and specific, to every level, at once",
    "success": "Others' success: everybody's part is seen",
    "service": "Service: teaching, encouraging, answering, being open",
}
"""The four traits and what each asks for."""

ASKED: Final = {
    "perspectives": ("How did you have a say in what was decided?", "S1.36, S1.37"),
    "trust": ("What is unclear to you, or came too late?", "S1.38, S1.39"),
    "success": ("How has what we do helped you to succeed?", "S1.40"),
    "service": ("How much of it could you now do without us?", "S1.41"),
}
"""What to ask the client about each trait, in open words, and the claims behind it."""

_RULES: Final = {
    "perspectives": ("SRV001", "SRV002", "SRV009"),
    "trust": ("SRV003", "SRV004", "SRV005"),
    "success": ("SRV006",),
    "service": ("SRV007", "SRV008", "SRV010"),
}


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One piece of evidence, one gap or one reply, with the records it rests on."""

    says: str
    evidence: tuple[str, ...]
    rule: str = ""


class TraitCard(msgspec.Struct, frozen=True, kw_only=True):
    """The evidence of one trait.

    ``have`` of ``of`` is its coverage, and ``coverage`` says of what; ``of`` is 0 when there is
    nothing to cover, which is not the same as nothing covered.
    ``replies`` are what they said when they were asked ``question``.
    """

    trait: str
    title: str
    coverage: str
    have: int
    of: int
    evidence: tuple[Line, ...]
    gaps: tuple[Line, ...]
    replies: tuple[Line, ...]
    question: str


def cards(ledger: Ledger) -> tuple[TraitCard, ...]:
    """Make the four cards of an engagement."""
    found = list(breaches(ledger))
    replies, covered = ledger.records(Reply), counts(ledger)
    made = []
    for trait, title in TITLES.items():
        says, have, of = covered[trait]
        told = [one for one in replies if one.body.trait == trait]
        made.append(
            TraitCard(
                trait=trait, title=title, coverage=says, have=have, of=of,
                evidence=tuple(_SHOWS[trait](ledger))[-SHOWN:],
                gaps=tuple(_gaps(found, trait)),
                replies=tuple(
                    Line(says=f"{ledger.name(one.body.by)}: {clip(one.body.text)}",
                         evidence=(one.id,))
                    for one in told[-SHOWN:]
                ),
                question=ASKED[trait][0],
            )
        )  # fmt: skip
    return tuple(made)


def counts(ledger: Ledger) -> dict[str, tuple[str, int, int]]:
    """Give the coverage of each trait: of what, how many, of how many."""
    talks = {name: talk for name, talk in ledger.talks.items() if name}
    levels = sum(len(talk.levels) for talk in talks.values())
    missing = sum(len(ledger.untold[name]) for name in talks)
    credit = ledger.records(Credit)
    others = sum(set(one.body.to) != {one.body.by} for one in credit)
    alone = sum(any(map(ledger.is_client, one.body.alone_said_by)) for one in ledger.teachings)
    return {
        "perspectives": (
            "perspectives heard, of those affected",
            sum(len(ledger.heard[name]) for name in talks),
            sum(len(talk.affected) for talk in talks.values()),
        ),
        "trust": (
            "levels told, of those that are to hear of it",
            levels - missing,
            levels,
        ),
        "success": ("credits that went to others, of all", others, len(credit)),
        "service": (
            "teachings after which they say that they can do it alone, of all",
            alone,
            len(ledger.teachings),
        ),
    }


def _gaps(found: list[Breach], trait: str) -> Iterator[Line]:
    for one in found:
        if one.rule in _RULES[trait]:
            yield Line(says=one.says, evidence=one.evidence, rule=one.rule)


def _perspectives(ledger: Ledger) -> Iterator[Line]:
    for name, heard in ledger.heard.items():
        if heard:
            says = f"{name}: heard {clip(', '.join(heard))}"
            yield Line(says=says, evidence=tuple(dict.fromkeys(heard.values())))
    for one in ledger.decisions:
        against = f", {many(len(one.body.dissent), 'voice')} against" if one.body.dissent else ""
        says = f"decided with {many(len(one.body.participants), 'participant')}{against}"
        yield Line(says=f"{says}: {clip(one.body.what)}", evidence=(one.id,))


def _trust(ledger: Ledger) -> Iterator[Line]:
    for one in ledger.messages:
        body = one.body
        full = len(SLOTS) - len(ledger.empty_slots[body.id])
        when = f"told on {body.told}" if body.told else "not told yet"
        known = f", known since {body.known}" if body.adverse and body.known else ""
        to = f" to {', '.join(body.levels)}" if body.levels else ""
        says = f"{full} of {len(SLOTS)} slots, {when}{to}{known}: {clip(body.what)}"
        yield Line(says=says, evidence=(one.id,))


def _success(ledger: Ledger) -> Iterator[Line]:
    for one in ledger.records(Credit):
        who = ", ".join(ledger.name(each) for each in one.body.to)
        yield Line(says=f"credit to {who}: {clip(one.body.what)}", evidence=(one.id,))
    for act in ledger.acts:
        asked = "as they asked" if act.body.asked else "unasked"
        says = f"done for {ledger.name(act.body.for_whom)}, {asked}: {clip(act.body.what)}"
        yield Line(says=says, evidence=(act.id,))


def _service(ledger: Ledger) -> Iterator[Line]:
    for one in ledger.teachings:
        said_so = any(map(ledger.is_client, one.body.alone_said_by))
        alone = ", and they say that they can do it alone" if said_so else ""
        yield Line(says=f"taught {clip(one.body.what)}{alone}", evidence=(one.id,))
    for said in ledger.records(Admission):
        says = f"{ledger.name(said.body.by)} admitted: {clip(said.body.what)}"
        yield Line(says=says, evidence=(said.id,))


_SHOWS: Final[dict[str, Callable[[Ledger], Iterator[Line]]]] = {
    "perspectives": _perspectives,
    "trust": _trust,
    "success": _success,
    "service": _service,
}
