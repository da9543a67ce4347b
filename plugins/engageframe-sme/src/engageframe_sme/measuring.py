"""What is measured for REVIEW, and drawn?"""

from collections.abc import Iterator, Sequence
from typing import Final

from engageframe import Figure, Measure, wilson
from engageframe_sme.coverage import covered, diversity, gini
from engageframe_sme.matching import topics
from engageframe_sme.roster import Roster
from engageframe_texts import clip, many

__all__ = ["figures", "measures"]

_SHOWN: Final = 5
_MOST: Final = 30
_SCHEMA: Final = "https://vega.github.io/schema/vega-lite/v5.json"


def measures(roster: Roster) -> Sequence[Measure]:
    """Measure coverage, diversity, loads, acceptance, ratings, and what one more would add."""
    if not (roster.experts or roster.needs):
        return []
    return [
        _coverage(roster), _one_more(roster), _diversity(roster), _gini(roster),
        _acceptance(roster), *_ratings(roster),
    ]  # fmt: skip


def _measure(
    roster: Roster, name: str, says: str, value: float, unit: str, n: int, needs: int, reason: str,
    evidence: tuple[str, ...] = (), low: float | None = None, high: float | None = None,
) -> Measure:  # fmt: skip
    enough = n >= needs
    return Measure(
        name=name, says=says, subject=roster.view.engagement_id,
        value=round(value, 6) if enough else None, unit=unit, n=n, needs=needs, reason=reason,
        low=low if enough else None, high=high if enough else None, evidence=evidence[:_SHOWN],
    )  # fmt: skip


def _coverage(roster: Roster) -> Measure:
    with_topics = [need for need, one in roster.needs.items() if one.topics]
    whole = sum(roster.coverage(need) for need in with_topics)
    return _measure(
        roster, "topic-coverage", "share of what people need that experts engaged cover",
        whole / len(with_topics) if with_topics else 0.0, "share", len(with_topics), 1,
        "1 less the product of what each expert does not know, by topic, weight and need; "
        "all open needs with topics are counted, so there is no interval",
        roster.evidence(*with_topics),
    )  # fmt: skip


def _one_more(roster: Roster) -> Measure:
    fresh = [one for one in roster.matched.pairs if one.expert not in roster.teams[one.need]]
    gains = [roster.adds(one.need, one.expert) for one in fresh]
    best = max(gains, default=0.0)
    return _measure(
        roster, "one-more-expert", "coverage of a need that one more expert would add at most",
        best, "share", len(roster.needs), 1,
        f"{many(len(fresh), 'expert')} could be brought in as matched; each adds what those "
        "engaged do not cover, so the gain shrinks with every one",
        roster.evidence(*(one.need for one in fresh)),
    )  # fmt: skip


def _diversity(roster: Roster) -> Measure:
    seen = [
        roster.experts[one].perspective
        for team in roster.teams.values() if len(team) > 1
        for one in team if roster.experts[one].perspective
    ]  # fmt: skip
    teams = [
        diversity(roster.experts[one].perspective for one in team if
                  roster.experts[one].perspective)
        for team in roster.teams.values() if len(team) > 1
    ]  # fmt: skip
    return _measure(
        roster, "perspective-diversity",
        "chance that two experts of a need see it in different ways",
        sum(teams) / len(teams) if teams else 0.0, "share", len(seen), 2,
        "1 less the sum of squared shares, the mean over needs with several experts",
        roster.evidence(*(need for need, team in roster.teams.items() if len(team) > 1)),
    )  # fmt: skip


def _gini(roster: Roster) -> Measure:
    loads = list(roster.loads.values())
    return _measure(
        roster, "load-gini", "how unevenly needs are spread over experts",
        gini(loads), "index", len(loads) if any(loads) else 0, 3,
        "the Gini index of open needs per expert: 0 when all have as many",
        roster.evidence(*(one for one, load in roster.loads.items() if load)),
    )  # fmt: skip


def _acceptance(roster: Roster) -> Measure:
    told = [(record, one) for record, one in roster.offers if one.answer]
    accepted = sum(one.answer == "accepted" for _, one in told)
    low, high = wilson(accepted, len(told)) if told else (None, None)
    return _measure(
        roster, "help-accepted", "share of experts offered and answered that were accepted",
        accepted / len(told) if told else 0.0, "share", len(told), roster.settings.fewest_offers,
        "offers that are not answered yet do not count; whether more help is better is a "
        "hypothesis (S1.60), and this is your own evidence",
        tuple(record for record, _ in told), low, high,
    )  # fmt: skip


def _ratings(roster: Roster) -> Iterator[Measure]:
    for field in ("usefulness", "neutrality"):
        rated: dict[str, list[int]] = {}
        records = []
        for record, one in roster.sessions:
            value = getattr(one, field)
            if value is not None and roster.view.side(one.rated_by) != "ours":
                rated.setdefault(one.rated_by, []).append(value)
                records.append(record)
        means = [sum(values) / len(values) for values in rated.values()]
        yield _measure(
            roster, f"session-{field}", f"mean {field} of sessions, as the client rated it",
            sum(means) / len(means) if means else 0.0, "of 10", len(means),
            roster.settings.fewest_ratings,
            "everybody who rated counts once, by the mean of their ratings; of fewer people single "
            "voices show; ratings by our own people are left out",
            tuple(records),
        )  # fmt: skip


def figures(roster: Roster) -> Sequence[Figure]:
    """Draw who knows which topic, and how coverage grows with every expert."""
    return [*_heat_map(roster), *_curve(roster)]


def _heat_map(roster: Roster) -> Iterator[Figure]:
    """Show every topic with every expert of ours in the order of ids: it is a map, no ranking.

    Nobody of another side is drawn with what they know.
    """
    words = {
        topic.name.casefold().strip(): topic.name
        for need in roster.needs.values() for topic in need.topics
    }  # fmt: skip
    ours = [one for one in roster.experts if roster.view.side(one) == "ours"]
    experts, others = ours[:_MOST], len(roster.experts) - len(ours)
    if not words or not experts:
        return
    labels = _labels(roster, experts)
    rows = [
        {"topic": clip(words[word]), "expert": labels[one],
         "level": round(4 * roster.known[one].get(word, 0.0))}
        for word in sorted(words)[:_MOST] for one in experts
    ]  # fmt: skip
    loud = {"condition": {"test": "datum.level == 0", "value": "#d62728"}, "value": "white"}
    spec = {
        "$schema": _SCHEMA,
        "data": {"values": rows},
        "encoding": {
            "x": {"field": "expert", "type": "nominal", "title": None},
            "y": {"field": "topic", "type": "nominal", "title": None},
        },
        "layer": [
            {"mark": "rect", "encoding": {"color": {"field": "level", "type": "quantitative",
             "scale": {"domain": [0, 4], "scheme": "blues"}}}},
            {"mark": "text", "encoding": {"text": {"field": "level", "type": "quantitative"},
             "color": loud}},
        ],
    }  # fmt: skip
    left_out = f" ({many(others, 'expert')} of other sides left out)" if others else ""
    title = f"Who of ours knows which topic, 0 to 4{left_out}"
    yield Figure(name="sme-topics", title=title, spec=spec)


def _labels(roster: Roster, experts: Sequence[str]) -> dict[str, str]:
    names = [roster.name(one) for one in experts]
    return {
        one: name if names.count(name) == 1 else f"{name} ({one})"
        for one, name in zip(experts, names, strict=True)
    }


def _curve(roster: Roster) -> Iterator[Figure]:
    """Show what each further expert adds; who it is stays out, so that nobody is ranked."""
    rows = []
    for need, one in list(roster.needs.items())[:_MOST]:
        wanted, left = topics(one), list(roster.teams[need])
        left += [
            pair.expert for pair in roster.matched_with(need) if pair.expert not in left
        ]  # fmt: skip
        team: list[dict[str, float]] = []
        for number in range(1, len(left) + 1) if wanted else ():
            best = max(
                sorted(left),
                key=lambda id_: covered(wanted, [*team, roster.known[id_]]),
            )
            left.remove(best)
            team.append(roster.known[best])
            rows.append({"need": need, "experts": number, "coverage": covered(wanted, team)})
    if rows:
        spec = {
            "$schema": _SCHEMA,
            "data": {"values": rows},
            "mark": {"type": "line", "point": True},
            "encoding": {
                "x": {"field": "experts", "type": "ordinal"},
                "y": {"field": "coverage", "type": "quantitative",
                      "scale": {"domain": [0, 1]}},
                "color": {"field": "need", "type": "nominal"},
            },
        }  # fmt: skip
        yield Figure(name="sme-gains", title="What each further expert adds", spec=spec)
