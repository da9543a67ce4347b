"""How much of what we do and plan is theirs, and how is it done?

Deeds, texts and plans are counted, never people. A share has a Wilson interval, an entropy that of
the delta method, a median that of order statistics; with too few cases there is no number.
"""

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from engageframe import Measure, wilson
from engageframe_lexicons import sentences
from engageframe_servant.ledger import SHOWN, Ledger, ids
from engageframe_servant.records import FACETS, Credit, Difference
from engageframe_servant.texts import counted
from engageframe_servant.traits import counts
from engageframe_texts import many

__all__ = ["Estimate", "entropy", "hhi", "measures", "median", "share"]

_LONGEST_ID = 120
_Z = 1.959964
"""The 97.5 % point of the normal distribution."""


class Estimate(NamedTuple):
    """A number and its 95 % interval; the interval is ``None`` where none can be given."""

    value: float
    low: float | None = None
    high: float | None = None


def share(hits: int, n: int) -> Estimate:
    """Estimate a share with its Wilson interval; ``n`` is at least 1."""
    return Estimate(hits / n, *wilson(hits, n))


def entropy(counts: Sequence[int]) -> Estimate:
    """Estimate how evenly voices were heard: -sum p ln p / ln k, 0 for one voice, 1 for all alike.

    ``counts`` has how often each of k voices was heard. The interval is that of the delta method
    (Basharin, Theory Prob. Appl. 4, 1959): Var = (sum p ln^2 p - H^2) / n.
    """
    shares, n = _shares(counts)
    if len(shares) < 2:
        return Estimate(0.0)
    whole = math.log(len(shares))
    found = -sum(p * math.log(p) for p in shares)
    spread = max(0.0, sum(p * math.log(p) ** 2 for p in shares) - found**2)
    half = _Z * math.sqrt(spread / n) / whole
    value = min(1.0, found / whole)
    return Estimate(value, max(0.0, value - half), min(1.0, value + half))


def hhi(counts: Sequence[int]) -> Estimate:
    """Estimate how concentrated voices are: sum p^2 (Herfindahl, Hirschman), 1 for one voice.

    The interval is that of the delta method: Var = 4 (sum p^3 - (sum p^2)^2) / n.
    """
    shares, n = _shares(counts)
    value = sum(p**2 for p in shares)
    spread = max(0.0, sum(p**3 for p in shares) - value**2)
    half = _Z * 2 * math.sqrt(spread / n)
    return Estimate(value, max(0.0, value - half), min(1.0, value + half))


def median(days: Sequence[tuple[int, int]]) -> Estimate:
    """Estimate the median of numbers that are known as intervals; the value is the later end.

    The interval is that of order statistics and needs six cases (Conover, Practical Nonparametric
    Statistics, 1999, section 3.2).
    """
    n = len(days)
    early, late = (sorted(ends) for ends in zip(*days, strict=True))
    value = (late[(n - 1) // 2] + late[n // 2]) / 2
    tail, rank = 0.5**n, 0
    while tail <= 0.025:
        rank += 1
        tail += math.comb(n, rank) * 0.5**n
    if rank == 0:
        return Estimate(value)
    return Estimate(value, float(early[rank - 1]), float(late[n - rank]))


def _shares(counts: Sequence[int]) -> tuple[list[float], int]:
    n = sum(counts)
    return [one / n for one in counts if one > 0], n


class _Case(NamedTuple):
    """What a measure is taken from: its number of cases, what it cites, and the records."""

    n: int
    source: str
    evidence: Sequence[str]


def measures(ledger: Ledger) -> list[Measure]:
    """Measure the four traits and the self-orientation of plans, texts and deeds."""
    return [
        *_hearing(ledger), *_telling(ledger), *_giving(ledger), *_plans(ledger),
        *_orientation(ledger), _leak_rate(ledger),
    ]  # fmt: skip


def _hearing(ledger: Ledger) -> Iterator[Measure]:
    talks = [talk for name, talk in ledger.talks.items() if name]
    records = [record for talk in talks for record in talk.records]
    says, heard, affected = counts(ledger)["perspectives"]
    case = _Case(affected, "S1.36, S1.42", records)
    yield _share(ledger, "perspective-coverage", says, heard, case)
    voices = _voices(ledger)
    case = _Case(sum(voices), "S1.37", records)
    enough = case.n >= ledger.settings.fewest and len(voices) > 1
    says = "how evenly voices were heard, 1 is alike"
    found = entropy(voices) if enough else None
    yield _measure(ledger, "voice-entropy", says, "index", found, case)
    says = "how much few voices prevail (HHI), 1 is one voice"
    found = hhi(voices) if enough else None
    yield _measure(ledger, "voice-concentration", says, "index", found, case)


def _voices(ledger: Ledger) -> list[int]:
    """Count how often each voice was heard, the most often first; nobody is named."""
    found: dict[str, int] = {}
    for talk in ledger.talks.values():
        for one in talk.contributions:
            found[one.body.by] = found.get(one.body.by, 0) + one.body.count
    return sorted(found.values(), reverse=True)


def _telling(ledger: Ledger) -> Iterator[Measure]:
    says, told, levels = counts(ledger)["trust"]
    yield _share(ledger, "reach", says, told, _Case(levels, "S1.38", ids(ledger.messages)))
    lags = [
        (one.told.days_since(one.known), record.id)
        for record in ledger.messages
        if (one := record.body).adverse and one.told and one.known
    ]
    case = _Case(len(lags), "S1.39", [record for _, record in lags])
    says = "median time from knowing bad news to telling them"
    days = [(max(0, low), max(0, high)) for (low, high), _ in lags]
    found = median(days) if len(days) >= ledger.settings.fewest else None
    yield _measure(ledger, "candour-latency", says, "days", found, case)


def _giving(ledger: Ledger) -> Iterator[Measure]:
    found = counts(ledger)
    says, have, of = found["success"]
    case = _Case(of, "S1.40", ids(ledger.records(Credit)))
    yield _share(ledger, "credit-ratio", says, have, case)
    says, have, of = found["service"]
    yield _share(ledger, "self-reliance", says, have, _Case(of, "S1.41", ids(ledger.teachings)))


def _plans(ledger: Ledger) -> Iterator[Measure]:
    """Give for each plan whose words it is in: a count of six, so it has no interval."""
    latest = ledger.cards[-ledger.settings.most :] if ledger.settings.most else []
    for record in latest:
        card = record.body
        yield Measure(
            name="them-centredness", says="facets in their words, of six", subject=_card(card.id),
            value=len(ledger.sourced(card)) / len(FACETS), unit="share", n=len(FACETS),
            needs=len(FACETS), reason=f"whose words? all six facets of the plan {card.about} are "
            "counted, so there is no interval (S1.34)", evidence=(record.id,),
        )  # fmt: skip


def _card(name: str) -> str:
    """Name a card as what is measured, so that it is never taken for a person."""
    return f"card:{name}"[:_LONGEST_ID].rstrip(".:@+-")


def _orientation(ledger: Ledger) -> Iterator[Measure]:
    sourced = sum(len(ledger.sourced(one.body)) for one in ledger.cards)
    source = "S1.34; the facets of a card hang together, so the true interval is wider"
    case = _Case(len(FACETS) * len(ledger.cards), source, ids(ledger.cards))
    yield _share(ledger, "client-sourced", "facets in their words, of all cards", sourced, case)
    plans = [one for one in ledger.view.encounters.values() if one.planned and not one.imported]
    aims = [(aim.owner, plan.records[0])
            for plan in plans if plan.planned for aim in plan.planned.objectives]  # fmt: skip
    own = sum(ledger.is_client(owner) for owner, _ in aims)
    case = _Case(len(aims), "S1.27, S1.28", [record for _, record in aims])
    yield _share(ledger, "them-share", "objectives of encounters that the client owns", own, case)
    asked = sum(one.body.asked for one in ledger.acts)
    source = "T2: help that nobody asked for can be a burden"
    case = _Case(len(ledger.acts), source, ids(ledger.acts))
    yield _share(ledger, "asked-for", "deeds that they had asked for", asked, case)
    said = ledger.records(Difference)
    seen = sum(ledger.is_theirs(one.body.words) for one in said)
    says = "differences that they name, of all recorded"
    case = _Case(len(said), "S1.14, S1.33", ids(said))
    yield _share(ledger, "acknowledged-difference", says, seen, case)


def _leak_rate(ledger: Ledger) -> Measure:
    """Measure how many of a hundred sentences speak of our return; of few writers, not at all."""
    every, settings, name = ledger.texts, ledger.settings, "return-language"
    says, source = "sentences that speak of our return", "S1.24, S1.25"
    writers = len({one.record.author for one in every})
    if writers < settings.smallest_group:
        why = "withheld: of so few writers it would tell of each; check shows you your own"
        return Measure(
            name="leak-rate", says=says, subject=ledger.view.engagement_id, value=None,
            unit="per 100", n=writers, needs=settings.smallest_group, reason=f"{why} ({source})",
        )  # fmt: skip
    n = len(sentences("\n\n".join(one.words for one in every)))
    spoken = counted((text.words for text, _ in ledger.leaks[name]), ledger.lexicon, name)
    found = None
    if n >= settings.fewest_sentences:
        found = Estimate(*(100 * (one or 0.0) for one in share(spoken, n)))
    case = _Case(n, source, ())
    return _measure(
        ledger, "leak-rate", says, "per 100", found, case, needs=settings.fewest_sentences
    )


def _share(ledger: Ledger, name: str, says: str, hits: int, case: _Case) -> Measure:
    found = share(hits, case.n) if case.n >= ledger.settings.fewest else None
    return _measure(ledger, name, says, "share", found, case)


def _measure(
    ledger: Ledger, name: str, says: str, unit: str, found: Estimate | None, case: _Case,
    *, needs: int = 0,
) -> Measure:  # fmt: skip
    n, needs = case.n, needs or ledger.settings.fewest
    reason = f"from {many(n, 'case')}" if found else f"not enough evidence: {n}, it takes {needs}"
    if found is None and n >= needs:
        reason = f"not enough evidence: {many(n, 'case')}, all of one kind"
    return Measure(
        name=name, says=says, subject=ledger.view.engagement_id, unit=unit, n=n, needs=needs,
        value=found.value if found else None, low=found.low if found else None,
        high=found.high if found else None, reason=f"{reason} ({case.source})",
        evidence=tuple(dict.fromkeys(case.evidence))[-SHOWN:],
    )  # fmt: skip
