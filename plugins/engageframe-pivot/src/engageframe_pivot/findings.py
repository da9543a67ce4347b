"""Which rules are broken, by which records, and how is it mended?"""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from engageframe import Encounter, Finding, Moment
from engageframe_lexicons import Match
from engageframe_pivot.cases import THEIR_WORDS, Case, Cases, Claimed, Round, alike, clip
from engageframe_pivot.grammar import RUNGS
from engageframe_pivot.wording import aims, also, shown
from engageframe_texts import many

__all__ = ["findings"]

_Found = tuple[str, str, str, str, tuple[str, ...]]
_FIXES: Final = {
    "PIV001": "go back: say how they see it until they confirm it, and then ask for leave",
    "PIV002": "ask whether they are open to another thought, and take a no for an answer",
    "PIV004": "say how they see it; what they said stays true to them",
    "PIV005": "ask how they see the idea themselves, and take the assent for no more than that",
}


def findings(cases: Cases) -> Sequence[Finding]:
    """Find what breaks the rules PIV001 to PIV010; what is beyond the ``most`` is counted."""
    found: dict[str, list[_Found]] = {}
    for one in _every(cases):
        found.setdefault(one[0], []).append(one)
    most, told = cases.settings.most, list[_Found]()
    for rule, rows in sorted(found.items()):
        told += rows[:most]
        if rest := rows[most:]:
            says, fix = f"{len(rest)} more", 'raise the option "most" to see them all'
            told.append((rule, cases.view.engagement_id, says, fix, rest[0][4]))
    return [
        Finding(rule=rule, subject=subject, says=says, fix=fix, evidence=evidence)
        for rule, subject, says, fix, evidence in told
    ]


def _every(cases: Cases) -> Iterator[_Found]:
    for case in cases.open:
        for one in case.rounds:
            yield from _of_round(cases, case, one)
        for claim in case.claims:
            yield from _of_claim(cases, case, claim)
        yield from _of_words(cases, case)
        yield from _of_response(cases, case)
        yield from _of_reasons(cases, case)
    yield from _of_aims(cases)


def _of_round(cases: Cases, case: Case, one: Round) -> Iterator[_Found]:
    """Tell each rule that the acts break once, at the first act that breaks it."""
    counts = Counter(fault.rule for fault in one.read.faults)
    encounter = one.record.body.encounter
    for fault in {fault.rule: fault for fault in reversed(one.read.faults)}.values():
        times = counts[fault.rule]
        more = f"; {many(times, 'time')} in all" if times > 1 else ""
        says = f"{clip(encounter)} with {cases.name(case.who)}: {fault.says} "
        says += f"(act {fault.number} of {len(one.read.acts)}){more}"
        yield fault.rule, encounter, says, _FIXES[fault.rule], (one.record.id,)


def _of_claim(cases: Cases, case: Case, claim: Claimed) -> Iterator[_Found]:
    body = claim.record.body
    wanted = max(body.rung, "A2" if body.changed else "A0")
    if wanted > claim.permits:
        says = f"{clip(body.idea)}: {claim.claims} is claimed of {cases.name(case.who)}, and "
        says += f"the evidence permits {claim.permits} ({RUNGS[claim.permits]})"
        fix = f"claim {claim.permits}, or record what shows more: their words, what they took on"
        yield "PIV010", claim.record.id, says, fix, (claim.record.id,)


def _of_words(cases: Cases, case: Case) -> Iterator[_Found]:
    """Find wordings of ideas that contrast (PIV003) or take away (PIV006)."""
    lexicon = cases.lexicon
    texts = [(one.body.text, one.body.id, one.id) for one in case.ideas]
    for done in case.rounds:
        body = done.record.body
        words = [act.words for act in body.acts if act.act == "ALSO" and act.words.strip()]
        texts += [(text, body.encounter, done.record.id) for text in words]
    for text, subject, evidence in texts:
        if matches := lexicon.find("contrast", text):
            says = f"{clip(subject)}: the idea says {shown(matches)}: {clip(text)}"
            fix = f'say it with and, also: "{clip(also(lexicon, text), longest=300)}"'
            yield "PIV003", subject, says, fix, (evidence,)
        if matches := lexicon.find("replaces", text):
            instead = ", ".join(dict.fromkeys(one.wording.instead for one in matches))
            says = f"{clip(subject)}: the idea takes something away, {shown(matches)}: {clip(text)}"
            fix = f"say what stays and what may come beside it ({instead or 'add, do not replace'})"
            yield "PIV006", subject, says, fix, (evidence,)


def _of_response(cases: Cases, case: Case) -> Iterator[_Found]:
    """Find what became of a DECLINE: dropped, pitched anew, or taken elsewhere (PIV009)."""
    for done in case.rounds:
        if not done.read.declined:
            continue
        elsewhere, dropped = _taken_elsewhere(cases, case, done), _dropped(cases, case, done)
        for says, evidence in (*_pitched(case, done), *elsewhere, *dropped):
            says = f"{cases.name(case.who)} declined on {done.when}, and {says}"
            fix = "thank them for their no, ask what they would like to go on with, and listen"
            yield "PIV009", case.id, says, fix, (done.record.id, *evidence)


def _pitched(case: Case, done: Round) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Tell when another idea came, and nothing of theirs was learned since they declined."""
    told = [case.restatement] if case.restatement else []
    heard = [one.happened for one in case.theirs]
    heard += [one.happened for one in told if one.body.basis in THEIR_WORDS]
    learned = [when for when in heard if not when.before(done.when)]
    for idea in case.ideas:
        after = done.when.before(idea.happened)
        if after and not any(not idea.happened.before(when) for when in learned):
            yield "another idea was written before anything new was learned", (idea.id,)


def _taken_elsewhere(
    cases: Cases, case: Case, done: Round
) -> Iterator[tuple[str, tuple[str, ...]]]:
    earlier = [one for one in case.ideas if not done.when.before(one.happened)]
    for declined in dict.fromkeys(alike(one.body.text) for one in earlier):
        for other, idea in cases.offered[declined]:
            if other.id != case.id and done.when.before(idea.happened):
                yield f"the idea was taken to {cases.name(other.who)}", (idea.id,)


def _dropped(cases: Cases, case: Case, done: Round) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Tell when encounters were planned or held since, and none of them with the person."""
    since = _since(cases.meetings[""], done)
    if case.who and since and not _since(cases.meetings.get(case.who, []), done):
        yield "no encounter since is planned or was held with them", since.records


def _since(meetings: Sequence[tuple[Moment, Encounter]], done: Round) -> Encounter | None:
    """Give the latest encounter that is surely after the acts, if there is one."""
    for when, one in reversed(meetings):
        if when.first < done.when.first:
            break
        if done.when.before(when) and one.id != done.record.body.encounter:
            return one
    return None


def _of_reasons(cases: Cases, case: Case) -> Iterator[_Found]:
    if case.theirs or not (case.ideas or case.rounds):
        return
    told = many(len(case.reasons), "reason") if case.reasons else "no reason"
    known = "" if case.decision else "nobody described the decision, and "
    says = f"{clip(case.id)}: {known}{told} recorded, none in their words"
    fix = "ask how they came to it; record pivot.reason with the basis said"
    yield "PIV007", case.id, says, fix, case.evidence


def _of_aims(cases: Cases) -> Iterator[_Found]:
    """Find aims that are the mind of somebody else (PIV008)."""
    seen: dict[str, tuple[Match, ...]] = {}
    for text, subject, evidence in aims(cases.encounters, cases.view):
        if text not in seen:
            seen[text] = cases.lexicon.find("persuades", text)
        if matches := seen[text]:
            instead = ", ".join(dict.fromkeys(one.wording.instead for one in matches))
            says = f"{clip(subject)}: the aim says {shown(matches)}: {clip(text)}"
            fix = f"aim at what we do ourselves: {instead or 'what we want to understand'}"
            yield "PIV008", subject, says, fix, evidence
