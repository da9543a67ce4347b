"""How do the acts of each encounter, and the rungs of each idea, look over time?"""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from engageframe import Figure
from engageframe_pivot.cases import Case, Cases, Round, clip
from engageframe_pivot.grammar import ACTS, RUNGS, THEIRS
from engageframe_pivot.measures import talk

__all__ = ["figures"]

_SCHEMA: Final = "https://vega.github.io/schema/vega-lite/v5.json"
_MOST_ENCOUNTERS: Final = 12
_MOST_SIGHTINGS: Final = 120


def figures(cases: Cases) -> Sequence[Figure]:
    """Draw the swim-lane of speech acts and the staircase of acceptance, where there is any."""
    drawn = []
    if acts := _acts(cases):
        title = "Speech acts of the latest encounters, and the first breach"
        drawn.append(Figure(name="speech-acts", title=title, spec=_lanes(acts)))
    if sightings := _sightings(cases):
        title = "How far each idea was accepted, as far as evidence permits"
        drawn.append(Figure(name="staircase", title=title, spec=_stairs(sightings)))
    return drawn


def _acts(cases: Cases) -> list[dict[str, Any]]:
    every = [(one.when, one.record.seq, case, one) for case in cases.open for one in case.rounds]
    every.sort(key=lambda row: row[:2])
    latest = every[-_MOST_ENCOUNTERS:]
    return [row for _, _, case, one in latest for row in _of_round(cases, case, one)]


def _of_round(cases: Cases, case: Case, one: Round) -> Iterator[dict[str, Any]]:
    where = f"{one.record.body.encounter}, {clip(case.id)}"
    change, sustain = talk(one)
    for number, act in enumerate(one.read.acts, start=1):
        lane = "theirs" if act in THEIRS else "ours"
        breach = one.read.breach
        first = breach is not None and breach.number == number
        yield {
            "encounter": where, "when": one.when.text, "number": number, "act": act,
            "means": ACTS[act], "lane": lane, "first_breach": first,
            "says": breach.says if breach and first else "",
            "change_talk": change, "sustain_talk": sustain,
        }  # fmt: skip


def _lanes(rows: list[dict[str, Any]]) -> dict[str, Any]:
    x = {"field": "number", "type": "ordinal", "title": "act"}
    y = {"field": "lane", "type": "nominal", "sort": ["ours", "theirs"], "title": None}
    tooltip = [{"field": name} for name in (
        "act", "means", "when", "says", "change_talk", "sustain_talk",
    )]  # fmt: skip
    breach = {"color": {"value": "#c0392b"}, "tooltip": tooltip}
    return {
        "$schema": _SCHEMA,
        "description": "Whose act followed whose; a red ring marks the first breach (S1.51).",
        "data": {"values": rows},
        "facet": {"row": {"field": "encounter", "type": "nominal", "sort": None, "title": None}},
        "spec": {
            "encoding": {"x": x, "y": y},
            "layer": [
                {"mark": {"type": "text", "fontSize": 11},
                 "encoding": {"text": {"field": "act"}, "tooltip": tooltip}},
                {"transform": [{"filter": "datum.first_breach"}],
                 "mark": {"type": "point", "size": 900, "strokeWidth": 2}, "encoding": breach},
            ],
        },
    }  # fmt: skip


def _sightings(cases: Cases) -> list[dict[str, Any]]:
    """Give every record of acceptance with what it claims and what its evidence permits."""
    rows = [
        (claim.when, claim.record.seq, case, claim) for case in cases.open for claim in case.claims
    ]
    rows.sort(key=lambda row: row[:2])
    return [
        {
            "idea": clip(claim.record.body.idea), "when": claim.when.text,
            "day": claim.when.first.isoformat(), "permits": claim.holds,
            "means": RUNGS[claim.holds], "claims": claim.record.body.rung,
            "overclaimed": claim.record.body.rung > claim.permits,
        }
        for _, _, _, claim in rows[-_MOST_SIGHTINGS:]
    ]  # fmt: skip


def _stairs(rows: list[dict[str, Any]]) -> dict[str, Any]:
    rungs = list(RUNGS)[::-1]
    tooltip = [{"field": name} for name in ("when", "permits", "means", "claims")]
    return {
        "$schema": _SCHEMA,
        "description": "The rung that evidence permits, by idea over time; a hollow point is what "
        "was claimed above it. Thinking changes first, then beliefs, then actions (S1.44).",
        "data": {"values": rows},
        "encoding": {"x": {"field": "day", "type": "temporal", "title": None}},
        "layer": [
            {"mark": {"type": "line", "interpolate": "step-after", "point": True},
             "encoding": {"y": {"field": "permits", "type": "ordinal", "sort": rungs},
                          "color": {"field": "idea", "type": "nominal"}, "tooltip": tooltip}},
            {"transform": [{"filter": "datum.overclaimed"}],
             "mark": {"type": "point", "filled": False, "size": 90},
             "encoding": {"y": {"field": "claims", "type": "ordinal", "sort": rungs},
                          "tooltip": tooltip}},
        ],
    }  # fmt: skip
