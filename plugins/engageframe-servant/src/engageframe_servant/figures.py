"""How do the four traits and the six facets look?

Figures are Vega-Lite specifications with their data inside; none adds the traits up.
"""

from typing import Any, Final

from engageframe import Figure
from engageframe_servant.ledger import Ledger, clip
from engageframe_servant.records import FACETS
from engageframe_servant.traits import cards

__all__ = ["figures"]

_SCHEMA: Final = "https://vega.github.io/schema/vega-lite/v5.json"
_BASES: Final = ("said", "confirmed", "observed", "inferred", "ours", "missing")
_COLOURS: Final = ("#1b7837", "#7fbf7b", "#c2a5cf", "#e7d4e8", "#d95f0e", "#f0f0f0")


def figures(ledger: Ledger) -> list[Figure]:
    """Draw the panels of the four traits, and the facets of the latest cards."""
    found = [_traits(ledger)]
    if ledger.cards and ledger.settings.most:
        found.append(_facets(ledger))
    return found


def _traits(ledger: Ledger) -> Figure:
    """Draw four panels: what is recorded as evidence, as a gap, and as a reply of theirs."""
    rows: list[dict[str, Any]] = []
    for card in cards(ledger):
        for what, lines in (
            ("evidence", card.evidence), ("gap", card.gaps), ("reply", card.replies),
        ):  # fmt: skip
            rows.append({"trait": card.trait, "what": what, "lines": len(lines)})
    spec = {
        "$schema": _SCHEMA,
        "description": "Four traits of serving, each for itself (S1.35, S1.43); no total.",
        "data": {"values": rows},
        "mark": "bar",
        "encoding": {
            "column": {"field": "trait", "type": "nominal", "sort": None, "title": None},
            "x": {"field": "what", "type": "nominal", "sort": None, "title": None},
            "y": {"field": "lines", "type": "quantitative", "axis": {"tickMinStep": 1},
                  "title": "lines on the card"},
            "color": {"field": "what", "type": "nominal", "legend": None,
                      "scale": {"domain": ["evidence", "gap", "reply"],
                                "range": ["#1b7837", "#d95f0e", "#7fbf7b"]}},
        },
    }  # fmt: skip
    return Figure(name="four-traits", title="Evidence and gaps of the four traits", spec=spec)


def _facets(ledger: Ledger) -> Figure:
    """Draw whose words each facet of each card is in; what is missing is drawn, too."""
    rows = []
    for record in ledger.cards[-ledger.settings.most :]:
        card, own = record.body, ledger.sourced(record.body)
        label = clip(f"{card.id} ({ledger.name(card.for_whom)})")
        for facet in FACETS:
            said = getattr(card, facet)
            row = {"card": label, "facet": facet, "basis": said.basis if said else "missing"}
            rows.append({**row, "theirs": facet in own})
    spec = {
        "$schema": _SCHEMA,
        "description": "Whose words? The six facets of each card (S1.34).",
        "data": {"values": rows},
        "mark": {"type": "rect", "stroke": "white"},
        "encoding": {
            "y": {"field": "card", "type": "nominal", "sort": None, "title": None},
            "x": {"field": "facet", "type": "nominal", "sort": None, "title": None},
            "color": {"field": "basis", "type": "nominal",
                      "scale": {"domain": list(_BASES), "range": list(_COLOURS)}},
        },
    }  # fmt: skip
    return Figure(name="six-facets", title="Whose words each facet is in", spec=spec)
