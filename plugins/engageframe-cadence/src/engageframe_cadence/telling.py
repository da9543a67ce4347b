"""What does the practice answer in PLAN, DO and REVIEW?"""

from collections.abc import Sequence
from functools import cached_property

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
    View,
)

from engageframe_cadence.keeping import CadenceSettings, Standing, Touch, standings, touches
from engageframe_cadence.ranking import Place, rank

__all__ = ["RULES", "Ledger", "brief", "figures", "findings", "measures", "proposals"]

_SHOWN = 5
_NEEDED = 5

RULES = (
    Rule(
        code="CAD001",
        name="neglected",
        severity="W",
        says="Somebody was not met for longer than their rhythm and its tolerance allow.",
        why="Ties that are not used fade, and the other one notices first.",
        source="Burt, Decay functions, Social Networks 22 (2000)",
        thresholds=(
            Threshold(name="days", value=90, why="a quarter; a guess, to be set by role or tag"),
            Threshold(name="tolerance", value=30, why="a month of grace; a guess"),
        ),
    ),
    Rule(
        code="CAD002",
        name="group-only",
        severity="I",
        says="Somebody was only ever met in a group.",
        why="Trust is held between two people; in a group nobody is met in person.",
        source="the design of engageframe: a relationship is a pair",
        thresholds=(Threshold(name="group", value=5, why="a round table; a guess"),),
    ),
    Rule(
        code="CAD003",
        name="one-sided",
        severity="I",
        says="Every contact whose initiative is known came from us.",
        why="Somebody who never asks for us may not want us as often as we come.",
        source="a guess, from the use of contact managers",
        thresholds=(Threshold(name="contacts", value=3, why="two may be chance; a guess"),),
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


@attrs.frozen(kw_only=True, slots=False)
class Ledger:
    """The contacts, clocks and ranking of one view."""

    view: View
    settings: CadenceSettings

    @cached_property
    def contacts(self) -> dict[str, tuple[Touch, ...]]:
        """Give the real contacts by outside party."""
        return touches(self.view.encounters.values(), self.view.stakeholders, self.settings)

    @cached_property
    def standings(self) -> tuple[Standing, ...]:
        """Give the clocks of all who have a rhythm."""
        return standings(self.contacts, self.view.stakeholders, self.view.as_of, self.settings)

    @cached_property
    def places(self) -> dict[str, Place]:
        """Give the places of the ranking, first to last."""
        every = (touch.as_contact() for theirs in self.contacts.values() for touch in theirs)
        return {place.who: place for place in rank(every, as_of=self.view.as_of.last)}

    def in_state(self, *states: str) -> list[Standing]:
        """Give the standings in some states, the best placed first."""
        found = [one for one in self.standings if one.state in states]
        last = len(self.places) + 1
        return sorted(
            found,
            key=lambda one: (self.places[one.who].rank if one.touches else last, one.who),
        )

    def name(self, who: str) -> str:
        """Give a name, or the id when there is none."""
        return self.view.name(who)

    def evidence(self, one: Standing) -> tuple[str, ...]:
        """Give the latest records of a party, or the one that made it a stakeholder."""
        latest = tuple(touch.evidence for touch in one.touches[-_SHOWN:])
        known = self.view.stakeholders.get(one.who)
        return tuple(dict.fromkeys(latest)) or ((known.id,) if known else ())


def proposals(ledger: Ledger) -> Sequence[Proposal]:
    """Propose to meet those who are due or neglected."""
    due = ledger.in_state("due", "neglected")[: ledger.settings.most]
    return [
        Proposal(
            id=f"meet:{one.who}",
            does=f"Meet {ledger.name(one.who)}",
            kind="meet",
            for_whom=one.who,
            owner=one.last.ours[0] if one.last.ours else "",
            reason=f"{one.says()}; {_place(ledger, one.who)}",
            evidence=ledger.evidence(one),
            rule="CAD001" if one.state == "neglected" else "",
            due=one.due,
            minutes=60,
            client_minutes=60,
        )
        for one in due
    ]


def findings(ledger: Ledger) -> Sequence[Finding]:
    """Find what breaks the rules, the best placed first, at most so many of each."""
    most = ledger.settings.most
    told = (
        ("CAD001", ledger.in_state("neglected"), "meet them, or set a rhythm that fits"),
        ("CAD002", _where(ledger, "group_only"), "meet one person of theirs alone"),
        ("CAD003", _where(ledger, "one_sided"), "ask whether, and how, they want to be met"),
        ("CAD004", ledger.in_state("never_met"), "meet them, or record when they were met"),
    )
    return [
        Finding(
            rule=code,
            subject=one.who,
            says=f"{ledger.name(one.who)}: {one.says()}",
            fix=fix,
            evidence=ledger.evidence(one),
        )
        for code, found, fix in told
        for one in found[:most]
    ]


def brief(ledger: Ledger, encounter: Encounter) -> Sequence[BriefLine]:
    """Say when each of those expected was last met, by whom and about what."""
    lines = []
    for who in dict.fromkeys(attendee.who for attendee in encounter.attendees):
        met = [t for t in ledger.contacts.get(who, ()) if t.evidence not in encounter.records]
        if not met:
            continue
        last = met[-1]
        ours = ", ".join(map(ledger.name, last.ours)) or "people who were not recorded"
        about = f" about {last.subject}" if last.subject else ""
        months = len({(touch.when.first.year, touch.when.first.month) for touch in met})
        lines.append(
            BriefLine(
                heading="know",
                text=f"{ledger.name(who)} was last met {last.when} by {ours}{about}",
                reason=f"met {len(met)} time(s) in {months} month(s) before",
                evidence=tuple(dict.fromkeys(touch.evidence for touch in met[-_SHOWN:])),
                basis="observed",
            )
        )
    return lines


def measures(ledger: Ledger) -> Sequence[Measure]:
    """Measure the share of rhythms that are kept, with a 95 % Wilson interval."""
    known = [one for one in ledger.standings if one.state != "never_met"]
    kept = sum(one.state in ("on_time", "upcoming") for one in known)
    enough = len(known) >= _NEEDED
    low, high = _wilson(kept, len(known)) if enough else (None, None)
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
            reason="a rhythm is kept while the days since the last contact are within its target",
        )
    ]


def figures(ledger: Ledger) -> Sequence[Figure]:
    """Draw the days since the last contact beside the days wanted, for those placed first."""
    shown = ledger.in_state("neglected", "due", "upcoming", "on_time")[: ledger.settings.most]
    if not shown:
        return []
    rows = [
        {"who": ledger.name(one.who), "days": one.since.at_least, "wanted": one.rhythm.days,
         "state": one.state}
        for one in shown
        if one.since is not None
    ]  # fmt: skip
    who = {"field": "who", "type": "nominal", "sort": None, "title": None}
    spec = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "data": {"values": rows},
        "encoding": {"y": who},
        "layer": [
            {"mark": "bar", "encoding": {"x": {"field": "days", "type": "quantitative",
             "title": "days since last met"}, "color": {"field": "state", "type": "nominal"}}},
            {"mark": "tick", "encoding": {"x": {"field": "wanted", "type": "quantitative"}}},
        ],
    }  # fmt: skip
    return [Figure(name="cadence", title="Days since the last contact, and days wanted", spec=spec)]


def _where(ledger: Ledger, flag: str) -> list[Standing]:
    return [
        one
        for one in ledger.in_state("on_time", "upcoming", "due", "neglected")
        if getattr(one, flag)
    ]


def _place(ledger: Ledger, who: str) -> str:
    place = ledger.places[who]
    says = "; ".join(part.says for part in place.parts)
    return f"place {place.rank} of {len(ledger.places)} to be met again: {says}"


def _wilson(hits: int, n: int) -> tuple[float, float]:
    """Give the 95 % interval of a share (Wilson, J. Am. Stat. Assoc. 22, 1927)."""
    z2 = 1.96**2
    share = hits / n
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = 1.96 * (share * (1 - share) / n + z2 / (4 * n * n)) ** 0.5 / (1 + z2 / n)
    return max(0.0, middle - half), min(1.0, middle + half)
