"""What comes next with a decision, from where it stopped last time?"""

from collections.abc import Sequence
from typing import Final

import msgspec

from engageframe import Engagement, Proposal, Record
from engageframe_pivot.cases import Case, Cases, alike, clip
from engageframe_pivot.records import Idea

__all__ = ["Step", "fresh", "proposals", "step"]


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """The next step: a word for it, what to do, why, what to ask, and the rule it answers to.

    ``with_them`` tells whether it takes their time.
    """

    word: str
    does: str
    because: str
    asks: str = ""
    rule: str = ""
    with_them: bool = False


_DOES: Final = {
    "understand": "Ask {who} how they came to it: {what}",
    "restate": "Fill in the acknowledgement worksheet (engage pivot worksheet {id}): {what}",
    "confirm": "Say back to {who} how they see it, and ask whether that is right: {what}",
    "find": "Look for one idea that can also be true beside it: {what}",
    "leave": "Ask {who} for leave to add an idea, and offer none before they gave it: {what}",
    "wait": "Wait for the answer of {who}, who was asked for leave: {what}",
    "offer": "Offer {who} the idea for which they gave leave: {idea}",
    "how": "Ask {who} an open question about the idea: {what}",
    "help": "Help {who} with what they took on: {took}",
    "again": "Begin again with {who}: say that we were too fast, then how they see it: {what}",
    "respect": "Thank {who} for their no, note their reason, and go on serving: {what}",
}
_ASKS: Final = {
    "understand": "How did you come to decide that, and what was it like at the time?",
    "restate": "Is that how you see it? What did we miss?",
    "confirm": "Is that how you see it? What did we miss?",
    "leave": "May we add a thought to that?",
    "how": "How would that fit with what you have?",
    "help": "How can we help with what you took on?",
    "again": "How do you see it? We would like to get that right before anything else.",
    "respect": "What would you like us to go on with?",
}
_BECAUSE: Final = {
    "understand": "no reason for it is in their words yet, and it is their decision (S1.45)",
    "restate": "their reasons are known, and nobody has written down how to say them back (S1.51)",
    "confirm": "they have not confirmed how we say it; no idea before that (S1.51)",
    "find": "they confirmed how they see it, and there is no idea for them yet (S1.52)",
    "leave": "they confirmed how they see it, and were not yet asked for leave (S1.52)",
    "wait": "they were asked for leave, and have not answered (S1.52)",
    "offer": "they gave leave (S1.52)",
    "how": "the idea is with them now, and only they can want it (S1.46)",
    "help": "they took something on (S1.46)",
    "respect": "they declined; nothing is dropped, pitched anew or taken elsewhere (S1.50)",
}
_MINUTES: Final = 15
_WITH_THEM: Final = frozenset({"understand", "confirm", "leave", "offer", "how", "again"})
_RULES: Final = {"understand": "PIV007", "restate": "PIV001", "confirm": "PIV001"}
_NEXT: Final = {"CHECK": "confirm", "CONF": "confirm", "PERM": "leave", "GRANT": "wait"}


def step(cases: Cases, case: Case) -> Step:
    """Give the next step with a decision."""
    word, because, rule = _word(cases, case)
    idea = next((one.body.text for one in fresh(cases, case)), "")
    what = case.decision.body.text if case.decision else case.id
    acts = case.last.record.body.acts if case.last else ()
    took = next((one.words for one in acts[::-1] if one.act == "ACT" and one.words.strip()), what)
    does = _DOES[word].format(
        who=cases.name(case.who), what=clip(what), id=case.id, idea=clip(idea or what),
        took=clip(took),
    )  # fmt: skip
    return Step(
        word=word, does=does, because=because or _BECAUSE[word], rule=rule or _RULES.get(word, ""),
        asks=_ASKS.get(word, ""), with_them=word in _WITH_THEM,
    )  # fmt: skip


def _word(cases: Cases, case: Case) -> tuple[str, str, str]:
    """Choose the step; a reason and a rule of its own go with a breach."""
    last = case.last
    if last is None:
        return _before(cases, case), "", ""
    read = last.read
    if read.declined:
        return "respect", "", ""
    if read.permits >= "A2":
        return ("help" if read.permits >= "A3" else "how"), "", ""
    if read.breach and (read.faults or "PUSH" in read.acts):
        because = f"on {last.when} the grammar stopped: {read.breach.says} (S1.51)"
        return "again", because, read.faults[0].rule if read.faults else ""
    if "ALSO" in read.matched:
        return "how", "", ""
    if read.breach:  # by an act of theirs: nothing that we did wrong
        word = "leave" if read.confirmed else "confirm"
    else:
        word = _NEXT.get(read.next[0], "offer")
    return "find" if word in ("leave", "offer") and not fresh(cases, case) else word, "", ""


def _before(cases: Cases, case: Case) -> str:
    """Choose the step before a first encounter: no idea before they confirmed."""
    if not case.theirs:
        return "understand"
    if case.restatement is None:
        return "restate"
    if not case.confirmed:
        return "confirm"
    return "leave" if fresh(cases, case) else "find"


def fresh(cases: Cases, case: Case) -> list[Record[Idea]]:
    """Give the ideas for a decision that nobody else has declined: none is taken elsewhere."""
    declined = cases.declined
    return [one for one in case.ideas if declined.get(alike(one.body.text), {case.id}) == {case.id}]


def proposals(cases: Cases) -> Sequence[Proposal]:
    """Suggest the next step with every decision that is not exempt, unless it was just done."""
    if cases.resting:
        return []
    view, found = cases.view, list[Proposal]()
    record = view.latest(Engagement).get(view.engagement_id)
    client = record.body.client if record else ""
    for case in cases.open:
        one = step(cases, case)
        id_ = f"{one.word}:{case.id}"
        if not case.evidence or cases.done.get(id_, 0) > _latest(case):
            continue
        found.append(
            Proposal(
                id=id_,
                does=one.does,
                kind="ask" if one.with_them else "prepare",
                for_whom=case.who or client or view.engagement_id,
                about=case.id,
                reason=one.because,
                rule=one.rule,
                minutes=_MINUTES,
                client_minutes=_MINUTES if one.with_them else 0,
                evidence=case.evidence,
            )
        )
    return found[: cases.settings.most]


def _latest(case: Case) -> int:
    """Give the place in the journal of the last record about a decision."""
    single = [one.seq for one in (case.decision, case.restatement) if one]
    several = [one.seq for one in (*case.reasons, *case.ideas, *case.changes)]
    return max([*single, *several, *(one.record.seq for one in case.rounds)], default=0)
