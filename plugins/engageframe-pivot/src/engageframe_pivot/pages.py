"""What should one read before walking in, and fill in before any idea?"""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Final, Literal

from engageframe import BriefLine, Encounter, Record
from engageframe_pivot.cases import THEIR_WORDS, Case, Cases, clip
from engageframe_pivot.grammar import Check
from engageframe_pivot.records import Decision, Idea
from engageframe_pivot.steps import Step, fresh, step

__all__ = ["brief", "worksheet"]

Heading = Literal["owe", "know", "ask", "offer"]
_PARTS: Final = {
    "reason": "Their reasons",
    "circumstance": "The circumstances at the time",
    "sense": "What makes it sensible",
}
_ON: Final = {
    "reason": "{who} on why",
    "circumstance": "{who} on how it was",
    "sense": "what makes it sensible",
}
_BLANK: Final = "......"
_long: Final = partial(clip, longest=400)


def brief(cases: Cases, encounter: Encounter) -> Sequence[BriefLine]:
    """Put their words first, then where it stopped, what to ask, and last an idea, with leave.

    There is no idea before their reasons and a restatement are written down, and none after they
    declined.
    """
    there = {who for one in encounter.attendees for who in (one.person, one.organization)}
    theirs = [
        one.person for one in encounter.attendees
        if one.person and cases.view.side(one.person) == "client"
    ]  # fmt: skip
    found = list[BriefLine]()
    for case in cases.every.values():
        if case.who in there - {""} and case.decision is not None:
            found += _known(cases, case, case.decision)
            if case.exempt is None:
                found += _ahead(cases, case, alone=len(theirs) < 2)
    return found


def _known(cases: Cases, case: Case, decision: Record[Decision]) -> Iterator[BriefLine]:
    """Say what they decided and why, their words before those of anybody else."""
    who = cases.name(case.who)
    for one in case.reasons:
        body = one.body
        yield BriefLine(
            heading="know",
            text=f"{_ON[body.part].format(who=who)}: {_long(body.text)}",
            reason=f"{body.basis}, by {cases.name(body.by)} on {one.happened}",
            evidence=(one.id,),
            basis=body.basis,
        )
    taken = f", taken {decision.body.taken}" if decision.body.taken else ""
    yield BriefLine(
        heading="know",
        text=f"{who} decided{taken}: {_long(decision.body.text)}",
        reason="true and viable to them, whatever comes (S1.51)",
        evidence=(decision.id,),
        basis=decision.body.basis,
    )
    if case.exempt is not None:
        yield BriefLine(
            heading="know",
            text=f"acknowledge {who}, not the position: {_long(case.exempt.body.reason)}",
            reason="the position is exempt from acceptance",
            evidence=(case.exempt.id,),
        )
    elif case.restatement is not None:
        told = case.restatement
        word = "confirmed" if told.body.basis in THEIR_WORDS else "not confirmed yet"
        yield BriefLine(
            heading="know",
            text=f"our restatement, {word}: {_long(told.body.text)}",
            reason="no idea before they confirm how they see it (S1.51)",
            evidence=(told.id,),
            basis=told.body.basis,
        )


def _ahead(cases: Cases, case: Case, *, alone: bool) -> Iterator[BriefLine]:
    """Say where it stopped, what to ask next, and which idea stands ready."""
    who, ahead, last = cases.name(case.who), step(cases, case), case.last
    if last is not None:
        yield BriefLine(
            heading="know",
            text=f"last time with {who}: {_long(' '.join(last.read.acts))}",
            reason=_stopped(last.read),
            evidence=(last.record.id,),
            basis="observed",
        )
    if ahead.asks:
        yield BriefLine(
            heading="ask", text=f"{who}: {ahead.asks}", reason=_why(ahead), evidence=case.evidence
        )
    if not alone and ahead.word not in ("respect", "help"):
        yield BriefLine(
            heading="ask",
            text=f"whether {who} would rather talk about it alone, by video if need be",
            reason="it takes time, and one to one can beat the conference room (S1.53)",
            evidence=case.evidence,
        )
    if ahead.word in ("confirm", "leave", "wait", "offer"):
        yield from _idea(cases, case)


def _why(ahead: Step) -> str:
    return f"{ahead.because}; the wish to change is theirs (S1.46)"


def _stopped(read: Check) -> str:
    if read.breach:
        return f"the first breach: {read.breach.says}"
    return f"{len(read.matched)} of {read.of} steps, and no breach"


def _idea(cases: Cases, case: Case) -> Iterator[BriefLine]:
    for one in fresh(cases, case):
        body = one.body
        carried = f"{cases.name(body.brought_by)} carries the idea, if they give leave"
        yield _line(one, "know", carried, "an expert carries the additional idea (S1.54)")
        if body.hoped_for.strip():
            told = "they know that we do" if body.hope_shared else "tell them so, no games"
            reason = f"{told}; nobody can change the mind of another (S1.47)"
            yield _line(one, "know", f"we hope for: {_long(body.hoped_for)}", reason)
        leave = f"when they have confirmed: {_long(body.permission)}"
        yield _line(one, "ask", leave, "leave comes before the idea (S1.52)")
        idea = f"with their leave, and not before: {_long(body.text)}"
        both = f"both can be true (S1.52): {_long(body.coexists)}"
        yield _line(one, "offer", idea, both)


def _line(record: Record[Idea], heading: Heading, text: str, reason: str) -> BriefLine:
    return BriefLine(heading=heading, text=text, reason=reason, evidence=(record.id,))


def worksheet(cases: Cases, case: Case) -> list[str]:
    """Write the acknowledgement worksheet: what is known in their words, and what is still blank.

    There is no line for an idea: it comes later.
    """
    who = cases.name(case.who)
    decided = f"{case.decision.body.text} ({case.decision.body.basis})" if case.decision else _BLANK
    lines = [
        f"Acknowledgement worksheet: {case.id}",
        "",
        f"What {who} decided: {_long(decided)}",
    ]
    for part, title in _PARTS.items():
        lines += ["", f"{title}:"]
        told = [one for one in case.reasons if one.body.part == part]
        lines += [
            f"  - {_long(one.body.text)} ({one.body.basis}, {cases.name(one.body.by)}, "
            f"{one.happened})"
            for one in told
        ] or [f"  - {_BLANK}"]
    restated = case.restatement
    draft = f"{restated.body.text} ({restated.body.basis})" if restated else _BLANK
    lines += ["", f"How we say it back to them: {_long(draft)}"]
    lines += ["What we may have missed, and ask: Is that how you see it? What did we miss?"]
    lines += ["", f"Next: {step(cases, case).does}"]
    return lines
