"""What should one see before walking in, and when looking back?"""

from collections.abc import Iterator
from typing import Any, Final

from engageframe import BriefLine, Encounter, Figure, Statement, View
from engageframe_cycle.encounters import clip, plan_before

__all__ = ["brief", "figures"]

_MOST_DRAWN: Final = 60
_RANK: Final = {"said": 0, "confirmed": 0, "observed": 1, "inferred": 2, "ours": 3}


def brief(view: View, encounter: Encounter, *, most: int) -> list[BriefLine]:
    """Say what we owe those who will be there, what they told us, and what to ask.

    Statements that are not to be shown stay out; of each person at most ``most`` are given.
    """
    present = [who for one in encounter.attendees for who in (one.person, one.organization) if who]
    theirs = dict.fromkeys(who for who in present if view.side(who) != "ours")
    return [*_owed(view, theirs), *_known(view, theirs, most), *_to_ask(encounter)]


def _owed(view: View, theirs: dict[str, None]) -> Iterator[BriefLine]:
    for _, one in sorted(view.commitments.items()):
        if one.state == "open" and one.promisee in theirs and view.side(one.promisor) == "ours":
            overdue = " (overdue)" * one.overdue(view.as_of)
            yield BriefLine(
                heading="owe",
                text=f"{clip(view.name(one.promisee))}: {clip(one.what)}, "
                f"{f'due {one.due}' if one.due else 'no date agreed'}{overdue}",
                reason=f"promised by {clip(view.name(one.promisor))} on {one.made}",
                evidence=one.records,
            )


def _known(view: View, theirs: dict[str, None], most: int) -> Iterator[BriefLine]:
    about: dict[str, list[Any]] = {who: [] for who in theirs}
    for record in sorted(view.records(Statement), key=lambda one: (one.happened, one.id))[::-1]:
        body, told = record.body, about.get(record.body.about)
        if (
            told is not None
            and body.showable
            and not (body.until and body.until.before(view.as_of))
        ):
            told.append(record)
    for who, told in about.items():
        told.sort(key=lambda one: _RANK[one.body.basis])
        for n, record in enumerate(told[:most], start=1):
            more = f"; {len(told) - most} more are not shown" if n == most < len(told) else ""
            by = clip(view.name(record.body.by))
            yield BriefLine(
                heading="know",
                text=f"{clip(view.name(who))}: {clip(record.body.text, longest=500)}",
                reason=f"{record.body.basis}, by {by} on {record.happened}{more}",
                evidence=(record.id,),
                basis=record.body.basis,
            )


def _to_ask(encounter: Encounter) -> Iterator[BriefLine]:
    plan = encounter.planned
    asked = [(one, "the plan asks it") for one in plan.questions] if plan else []
    for aim in plan.objectives if plan else ():
        if aim.kind == "understand":
            asked.append((aim.text, f"the objective {aim.id} is to understand it"))
    for text, reason in asked:
        if text.strip():
            yield BriefLine(
                heading="ask", text=clip(text, longest=500), reason=reason,
                evidence=encounter.records,
            )  # fmt: skip


def figures(view: View) -> list[Figure]:
    """Draw which of PLAN, DO and REVIEW the latest encounters have, in the order of their days."""
    dated = [
        ((when.first, when.last, one.id), when, one)
        for one in view.encounters.values()
        if (when := _when(one))
    ]
    rows = [
        {"encounter": one.id, "when": when.text, "step": step, "state": state}
        for _, when, one in sorted(dated)[-_MOST_DRAWN:]
        for step, state in _steps(one)
    ]
    spec = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "data": {"values": rows},
        "mark": {"type": "point", "filled": True, "size": 120},
        "encoding": {
            "x": {"field": "encounter", "type": "nominal", "sort": None, "title": "encounter"},
            "y": {"field": "step", "type": "nominal", "sort": ["PLAN", "DO", "REVIEW"]},
            "shape": {"field": "state", "type": "nominal"},
            "color": {"field": "state", "type": "nominal"},
            "tooltip": [{"field": name} for name in ("encounter", "when", "step", "state")],
        },
    }
    title = "PLAN, DO and REVIEW of the latest encounters"
    return [Figure(name="rounds", title=title, spec=spec)] if rows else []


def _when(one: Encounter) -> Any:
    return one.held_on or (one.planned.scheduled if one.planned else one.reviewed_on)


def _steps(one: Encounter) -> list[tuple[str, str]]:
    missing = "imported" if one.imported else "missing" if one.held else "to come"
    there = (plan_before(one) is not None, one.held is not None, one.reviewed is not None)
    steps = zip(("PLAN", "DO", "REVIEW"), there, strict=True)
    return [(step, "there" if done else missing) for step, done in steps]
