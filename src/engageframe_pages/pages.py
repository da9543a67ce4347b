"""What stands on the page of a plan, a brief or a review?"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from engageframe.checking import Standing
from engageframe.encounters import Brief, Line, Present
from engageframe.journal import Head
from engageframe.model.encounters import Objective
from engageframe.model.engagements import Action, Reason
from engageframe.planning import Plan
from engageframe.reviewing import Done, Measured, Passed, Review
from engageframe.rules import Heading, Measure
from engageframe_pages.documents import Document, Row, Section

__all__ = ["brief_page", "finding_row", "page", "plan_page", "review_page", "short"]

_HEADINGS: Final[Mapping[Heading, str]] = {
    "owe": "What we owe",
    "know": "What we know",
    "ask": "To ask",
    "offer": "To offer",
}
_DONE: Final = {"done": "done", "not_done": "NOT DONE", "not_yet_due": "not yet due"}


def plan_page(plan: Plan) -> Document:
    """Lay out a plan: what was taken in, what is suggested, and what was left out and why."""
    names = plan.names
    accepted = [_action(one, [one.reason], names) for one in plan.accepted]
    suggested = [_action(one.action, _reasons(one.reasons), names) for one in plan.suggested]
    left_out = [
        _action(one.action, [f"left out: {one.why_not}", *_reasons(one.reasons)], names)
        for one in plan.left_out
    ]
    return Document(
        f"PLAN: {plan.name}, cycle {plan.cycle} ({plan.phase}), as of {plan.as_of}",
        _facts(plan.practices, plan.head, plan.failures),
        (
            Section("In the plan", accepted),
            Section("Suggested, the most pressing first", suggested),
            Section("Left out", left_out, "nothing: all that was proposed fits"),
            Section("Findings", list(map(finding_row, plan.findings))),
        ),
    )


def brief_page(brief: Brief) -> Document:
    """Lay out the one page before an encounter."""
    scheduled = f"on {brief.scheduled}" if brief.scheduled else "not scheduled"
    purpose = f"Purpose: {brief.purpose or 'nobody wrote one down'}"
    names = {one.id: one.name for one in brief.attendees if one.name}
    aims = [_objective(one, names) for one in brief.objectives]
    told = [
        Section(title, [_line(one) for one in brief.lines if one.heading == heading])
        for heading, title in _HEADINGS.items()
    ]
    return Document(
        f"BRIEF: {brief.name}, {brief.encounter} {scheduled}",
        (purpose, *_facts(brief.practices, brief.head, brief.failures)),
        (
            Section("Who is expected", list(map(_present, brief.attendees)), "nobody was named"),
            Section("What for", aims, "no objective is set"),
            Section("Questions prepared", list(map(Row, brief.questions))),
            *(section for section in told if section.rows),
        ),
    )


def review_page(review: Review) -> Document:
    """Lay out a review: the frozen plan against what happened, promises, findings, measures."""
    frozen = f"since {review.since}" if review.since else "but none is frozen yet"
    fewer = len(review.happened) < review.happened_in_all
    held = "What happened" + (f", the latest of {review.happened_in_all}" if fewer else "")
    happened = [Row(f"{one.when}  {one.says}", one.encounter) for one in review.happened]
    promises = [
        Row(f"{one.state.replace('_', ' ')}: {one.says}", one.commitment)
        for one in review.commitments
    ]
    lessons = [Row(f"{one.state}: {one.text}", short(one.evidence)) for one in review.lessons]
    figures = [Row(f"{one.figure.title} ({one.practice})") for one in review.figures]
    return Document(
        f"REVIEW: {review.name}, cycle {review.cycle} ({review.phase}), as of {review.as_of}",
        (
            f"Compared with the plan as it was frozen, {frozen}.",
            *_facts(review.practices, review.head, review.failures),
            *(line for one in review.passed for line in _passed(one)),
        ),
        (
            Section("What was planned", list(map(_done, review.planned)), "no plan is frozen"),
            Section(held, happened, "no encounter"),
            Section("Promises", promises),
            Section("Lessons", lessons),
            Section("Findings", list(map(finding_row, review.findings))),
            Section("Measures", list(map(_measured, review.measures))),
            Section("Figures (as data in --json)", figures),
            Section("Not read", _hidden(review), "nothing is withheld, nothing is unknown"),
        ),
    )


_PAGES: Final[dict[type[Any], Callable[[Any], Document]]] = {
    Plan: plan_page, Brief: brief_page, Review: review_page,
}  # fmt: skip


def page(answer: object) -> Document:
    """Lay out a plan, a brief or a review."""
    return _PAGES[type(answer)](answer)


def finding_row(one: Standing) -> Row:
    """Write a finding: severity, rule, what is the case, and how to mend it."""
    waived = [f"waived: {one.waived}"] if one.waived else []
    says = f"{one.severity} {one.rule} {one.name}: {one.says}"
    return Row(says, one.id, [f"to mend: {one.fix}", *waived])


def short(evidence: Iterable[str]) -> str:
    """Name the records that a line rests on: the first, shortened, and how many more."""
    first, *more = [*evidence] or [""]
    return first[:8] + (f" +{len(more)}" if more else "")


def _facts(practices: tuple[str, ...], head: Head, failures: tuple[str, ...]) -> tuple[str, ...]:
    used = ", ".join(practices) or "none"
    journal = f"Practices: {used}. Journal: {head.seq} records, {head.hash[:12]}."
    return (journal, *(f"Warning: {failure}" for failure in failures))


def _action(one: Action, notes: Sequence[str], names: Mapping[str, str]) -> Row:
    due = f", by {one.due}" if one.due else ""
    owner = f", {names.get(one.owner, one.owner)}" if one.owner else ""
    theirs = f" and {one.client_minutes} of theirs" if one.client_minutes else ""
    return Row(f"{one.does}{owner}{due} ({one.minutes} min{theirs})", one.id, notes)


def _reasons(reasons: Iterable[Reason]) -> list[str]:
    return [
        f"because {one.says} ({f'{one.practice} {one.rule}'.strip()}; "
        f"{short(one.evidence) or 'no record'})"
        for one in reasons
    ]


def _present(one: Present) -> Row:
    who = ", ".join(filter(None, (one.name, one.organization)))
    unknown = "" if one.name else " (who comes is unknown)"
    return Row(f"{who}{unknown}: {one.side}", one.id)


def _objective(one: Objective, names: Mapping[str, str]) -> Row:
    chance = "" if one.chance is None else f", {one.chance} % sure"
    return Row(f"{one.kind}: {one.text} ({names.get(one.owner, one.owner)}{chance})")


def _line(one: Line) -> Row:
    because = f"because {one.reason} ({one.practice})"
    return Row(f"{one.text} ({one.basis})", short(one.evidence), [because])


def _done(one: Done) -> Row:
    return Row(f"{_DONE[one.state]}: {one.action.does}; {one.says}", one.action.id)


def _measured(one: Measured) -> Row:
    measure = one.measure
    text = f"{measure.says} ({measure.subject}): {_number(measure)}"
    return Row(text, short(measure.evidence), [f"because {measure.reason} ({one.practice})"])


def _number(one: Measure) -> str:
    if one.value is None:
        return f"not enough evidence ({one.n} of {one.needs})"
    spread = "" if one.low is None or one.high is None else f", {one.low:.3g} to {one.high:.3g}"
    return f"{one.value:.3g} {one.unit}".rstrip() + f"{spread}, n={one.n}"


def _passed(one: Passed) -> Iterator[str]:
    gate = f'Warning: the gate "{one.gate}" was passed on {one.when}'
    if one.without:
        names = ", ".join(one.without)
        yield f"{gate} without asking {names}; record {short(one.evidence)}."
    for line in one.waived:
        yield f"{gate} in spite of {line.rule} for {line.subject}, because: {line.reason}."


def _hidden(review: Review) -> list[Row]:
    gone = f"withheld: {review.withheld} record(s) whose content was destroyed"
    return [Row(gone)] * bool(review.withheld) + [
        Row(f"unknown: {count} record(s) of the kind {kind}, which no practice in use reads")
        for kind, count in review.unknown_kinds.items()
    ]
