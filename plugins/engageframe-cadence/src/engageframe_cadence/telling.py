"""What does the practice answer in PLAN, DO and REVIEW?"""

from collections import Counter
from collections.abc import Iterator, Sequence

import attrs

from engageframe import (
    BriefLine,
    Encounter,
    Figure,
    Finding,
    Measure,
    Proposal,
    Rule,
    Threshold,
    wilson,
)
from engageframe_cadence.keeping import CadenceSettings, Standing, Touch, asked_by_us, in_groups
from engageframe_cadence.ledger import SHOWN, Ledger, clip, many, need

__all__ = ["brief", "figures", "findings", "measures", "proposals", "rules"]

_NEEDED = 5


_RULES = (
    Rule(
        code="CAD001",
        name="neglected",
        severity="W",
        says="Somebody was not met for longer than their rhythm and its tolerance allow.",
        why="Ties that are not used fade, and the other one notices first.",
        source="Burt, Decay functions, Social Networks 22 (2000)",
    ),
    Rule(
        code="CAD002",
        name="group-only",
        severity="I",
        says="Somebody was met more than once, and only ever in a group.",
        why="Trust is held between two people; in a group nobody is met in person.",
        source="the design of engageframe: a relationship is a pair",
    ),
    Rule(
        code="CAD003",
        name="one-sided",
        severity="I",
        says="Every contact whose initiative is known came from us.",
        why="Somebody who never asks for us may not want us as often as we come.",
        source="a guess, from the use of contact managers",
    ),
    Rule(
        code="CAD004",
        name="never-met",
        severity="I",
        says="Somebody with a rhythm of their own was never met, as far as was recorded.",
        why="A rhythm that was never begun is either a gap in the records or in the work.",
        source="the design of engageframe: unknown is not none",
    ),
)


def rules(settings: CadenceSettings) -> Sequence[Rule]:
    """Name the rules with the thresholds that the settings give them."""
    usual = settings.usual
    otherwise = "where no person, tag or role says otherwise; a guess"
    thresholds = {
        "CAD001": (
            Threshold(name="days", value=usual.days, why=otherwise),
            Threshold(name="tolerance", value=usual.tolerance, why="days of grace; a guess"),
        ),
        "CAD002": (Threshold(name="group", value=settings.group, why="a round table; a guess"),),
        "CAD003": (
            Threshold(
                name="contacts", value=settings.one_sided, why="fewer may be chance; a guess"
            ),
        ),
    }
    return [attrs.evolve(one, thresholds=thresholds.get(one.code, ())) for one in _RULES]


def proposals(ledger: Ledger) -> Sequence[Proposal]:
    """Propose to meet those who are due, neglected or not yet met, unless that is planned already.

    The likeliest to be met again are among the ``most``, and the second half is less important.
    What an organization wants stands beside what its people want, as one proposal.
    """
    if ledger.resting:
        return []
    waiting = ledger.in_state("due", "neglected", "never_met")
    due = [one for one in waiting if one.who not in ledger.expected][: ledger.settings.most]
    return [
        Proposal(
            id=need(face := ledger.face(one.who)),
            does=f"Meet {ledger.name(face)}",
            kind="meet",
            for_whom=face,
            owner=ledger.owner(one),
            reason=_reason(ledger, one, face),
            evidence=ledger.evidence(one),
            rule={"neglected": "CAD001", "never_met": "CAD004"}.get(one.state, ""),
            due=one.due,
            importance=1 if 2 * number >= len(due) > 1 else 2,
            minutes=60,
            client_minutes=60,
        )
        for number, one in enumerate(due)
    ]


def _reason(ledger: Ledger, one: Standing, face: str) -> str:
    """Say why, and of which organization, when one of its people is to be met for it."""
    says = [ledger.says(one), *([ledger.parts(one.who)] if one.touches else [])]
    return "; ".join(says) if face == one.who else f"{ledger.name(one.who)}: {'; '.join(says)}"


def findings(ledger: Ledger) -> Sequence[Finding]:
    """Find what breaks the rules, whom to meet first on top, and count what exceeds ``most``."""
    if ledger.resting:
        return []
    most, found = ledger.settings.most, []
    for code, broken, fix in _broken(ledger):
        for one in broken[:most]:
            says = f"{ledger.name(one.who)}: {_case(ledger, code, one)}"
            if one.who in ledger.expected and code in ("CAD001", "CAD004"):
                fix = "hold the meeting that is planned"
            found.append((code, need(one.who), says, fix, ledger.evidence(one)))
        if rest := broken[most:]:
            says = f"{len(rest)} more, less likely to be met again"
            fix = 'raise the option "most" to see them all'
            evidence = tuple(dict.fromkeys(ledger.evidence(one)[-1] for one in rest[:SHOWN]))
            found.append((code, ledger.view.engagement_id, says, fix, evidence))
    return [
        Finding(rule=code, subject=subject, says=says, fix=fix, evidence=evidence)
        for code, subject, says, fix, evidence in found
    ]


def _broken(ledger: Ledger) -> Iterator[tuple[str, list[Standing], str]]:
    met = ledger.in_state("on_time", "upcoming", "due", "neglected")
    yield "CAD001", ledger.in_state("neglected"), "meet them, or set a rhythm that fits"
    yield "CAD002", [one for one in met if one.group_only], "meet one person of theirs alone"
    fix = "ask whether, and how, they want to be met"
    yield "CAD003", [one for one in met if one.one_sided], fix
    yield "CAD004", ledger.in_state("never_met"), "meet them, or record when they were met"


def _case(ledger: Ledger, code: str, one: Standing) -> str:
    if code == "CAD002":
        least = min(touch.group for touch in one.touches)
        return f"met {many(len(one.touches), 'time')}, never with fewer than {least} parties there"
    if code == "CAD003":
        asked = sum(touch.asked_by == "ours" for touch in one.touches)
        unknown = len(one.touches) - asked
        says = f"we asked for all {asked} contacts whose initiative is known"
        return f"{says}; of {unknown} it is not" if unknown else says
    return ledger.says(one)


def brief(ledger: Ledger, encounter: Encounter) -> Sequence[BriefLine]:
    """Say when each of those expected was last met before, by whom and about what."""
    plan = encounter.planned
    when = encounter.held_on or (plan.scheduled if plan else None)
    lines: list[BriefLine] = []
    told: set[str] = set()
    for one in encounter.attendees:
        for who in (one.who, one.organization):
            if not who or who in told or ledger.view.side(one.who) == "ours":
                continue
            told.add(who)
            met = [
                touch
                for touch in ledger.contacts.get(who, ())
                if touch.evidence not in encounter.records
                and not (when is not None and when.before(touch.when))
            ]
            if met:
                lines += _known(ledger, who, met)
                break  # whoever knows the person need not be told about the organization
            if who == one.who:
                lines.append(_stranger(ledger, who, encounter))
    return lines


def _known(ledger: Ledger, who: str, met: Sequence[Touch]) -> Iterator[BriefLine]:
    last, name, settings = met[-1], ledger.name(who), ledger.settings
    ours = ", ".join(map(ledger.name, last.ours)) or "people who were not recorded"
    about = f" about {clip(last.subject)}" if last.subject.strip() else ""
    months = len({(touch.when.first.year, touch.when.first.month) for touch in met})
    reason = f"met {many(len(met), 'time')} in {many(months, 'month')} before"
    evidence = tuple(dict.fromkeys(touch.evidence for touch in met[-SHOWN:]))
    yield BriefLine(
        heading="know",
        text=f"{name} was last met {last.when} by {ours}{about}",
        reason=f"{reason}, each time in a group" if in_groups(met, settings) else reason,
        evidence=evidence,
        basis="observed",
    )
    if asked_by_us(met, settings):
        yield BriefLine(
            heading="ask",
            text=f"whether, and how, {name} wants to be met",
            reason="we asked for all contacts whose initiative is known",
            evidence=evidence,
            basis="inferred",
        )


def _stranger(ledger: Ledger, who: str, encounter: Encounter) -> BriefLine:
    return BriefLine(
        heading="know",
        text=f"{ledger.name(who)} was not met before, as far as was recorded",
        reason="no encounter before this one names them",
        evidence=encounter.records,
        basis="observed",
    )


def measures(ledger: Ledger) -> Sequence[Measure]:
    """Measure the share of rhythms that are kept, with a 95 % Wilson interval."""
    known = [one for one in ledger.standings if one.state != "never_met"]
    kept = sum(one.state in ("on_time", "upcoming") for one in known)
    enough = len(known) >= _NEEDED
    low, high = wilson(kept, len(known)) if enough else (None, None)
    return [
        Measure(
            name="rhythms-kept",
            says="share of relationships met within their rhythm",
            subject=ledger.view.engagement_id,
            value=kept / len(known) if enough else None,
            unit="share",
            low=low,
            high=high,
            n=len(known),
            needs=_NEEDED,
            reason="a rhythm is kept until more days than wanted have surely passed; "
            "those never met do not count",
        )
    ]


def figures(ledger: Ledger) -> Sequence[Figure]:
    """Draw the days since the last contact beside the days wanted, of those to meet first."""
    shown = ledger.in_state("neglected", "due", "upcoming", "on_time")[: ledger.settings.most]
    if not shown:
        return []
    names = Counter(ledger.name(one.who) for one in shown)
    rows = []
    for one in shown:
        name = ledger.name(one.who)
        label = name if names[name] == 1 else f"{name} ({one.who})"
        days = one.since.at_least if one.since else None
        rows.append({"who": label, "days": days, "wanted": one.rhythm.days, "state": one.state})
    spec = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "data": {"values": rows},
        "encoding": {"y": {"field": "who", "type": "nominal", "sort": None, "title": None}},
        "layer": [
            {"mark": "bar", "encoding": {"x": {"field": "days", "type": "quantitative",
             "title": "days since last met"}, "color": {"field": "state", "type": "nominal"}}},
            {"mark": "tick", "encoding": {"x": {"field": "wanted", "type": "quantitative"}}},
        ],
    }  # fmt: skip
    return [Figure(name="cadence", title="Days since the last contact, and days wanted", spec=spec)]
