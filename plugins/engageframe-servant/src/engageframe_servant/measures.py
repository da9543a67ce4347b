"""How much of what we do and plan is theirs, and how is it done?

Deeds, texts and plans are counted, never people. A share has a Wilson interval, an entropy that of
the delta method, a median that of order statistics; with too few cases there is no number.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from engageframe import Measure
from engageframe_lexicons import Lexicon
from engageframe_servant.ledger import SHOWN, Ledger, ids, many
from engageframe_servant.records import FACETS, Credit, Difference
from engageframe_servant.texts import counted
from engageframe_servant.traits import counts

__all__ = ["Estimate", "entropy", "hhi", "measures", "median", "wilson"]

_Z = 1.959964
"""The 97.5 % point of the normal distribution."""


class Estimate(NamedTuple):
    """A number and its 95 % interval; the interval is ``None`` where none can be given."""

    value: float
    low: float | None = None
    high: float | None = None


def wilson(hits: int, n: int) -> Estimate:
    """Estimate a share (Wilson, J. Am. Stat. Assoc. 22, 1927); ``n`` is at least 1."""
    share, square = hits / n, _Z**2 / n
    half = math.sqrt(square * (share * (1 - share) + square / 4))
    low, high = ((share + square / 2 + sign * half) / (1 + square) for sign in (-1, 1))
    return Estimate(share, max(0.0, low), min(1.0, high))


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


def measures(ledger: Ledger) -> list[Measure]:
    """Measure the four traits and the self-orientation of plans, texts and deeds."""
    return [*_traits(ledger), *_plans(ledger), *_orientation(ledger)]


def _traits(ledger: Ledger) -> Iterator[Measure]:
    few, found = ledger.settings.fewest, counts(ledger)
    talks = [talk for name, talk in ledger.talks.items() if name]
    records = [record for talk in talks for record in talk.records]
    _, heard, affected = found["perspectives"]
    yield _share(
        ledger,
        "perspective-coverage",
        "perspectives heard, of those affected",
        heard,
        affected,
        "S1.36, S1.42",
        records,
    )
    voices = _voices(ledger)
    enough = sum(voices) >= few and len(voices) > 1
    for name, says, how in (
        ("voice-entropy", "how evenly voices were heard, 1 is alike", entropy),
        ("voice-concentration", "how much few voices prevail (HHI), 1 is one voice", hhi),
    ):
        yield _measure(
            ledger,
            name,
            says,
            how(voices) if enough else None,
            sum(voices),
            few,
            "index",
            "S1.37",
            records,
        )
    told = [name for name, talk in ledger.talks.items() if name and talk.levels]
    levels = sum(len(ledger.talks[name].levels) for name in told)
    missing = sum(len(ledger.untold[name]) for name in told)
    yield _share(
        ledger,
        "reach",
        "levels told, of those that are to hear of it",
        levels - missing,
        levels,
        "S1.38",
        ids(ledger.messages),
    )
    lags = [
        (one.told.days_since(one.known), record)
        for record in ledger.messages
        if (one := record.body).adverse and one.told and one.known
    ]
    days = [(max(0, low), max(0, high)) for (low, high), _ in lags]
    yield _measure(
        ledger,
        "candour-latency",
        "median time from knowing bad news to telling them",
        median(days) if len(days) >= few else None,
        len(days),
        few,
        "days",
        "S1.39",
        [record.id for _, record in lags],
    )
    for name, trait, claim, evidence in (
        ("credit-ratio", "success", "S1.40", ids(ledger.records(Credit))),
        ("self-reliance", "service", "S1.41", ids(ledger.teachings)),
    ):
        says, have, of = found[trait]
        yield _share(ledger, name, says, have, of, claim, evidence)


def _voices(ledger: Ledger) -> list[int]:
    """Count how often each voice was heard, the most often first; nobody is named."""
    found: dict[str, int] = {}
    for talk in ledger.talks.values():
        for one in talk.contributions:
            found[one.body.by] = found.get(one.body.by, 0) + one.body.count
    return sorted(found.values(), reverse=True)


def _plans(ledger: Ledger) -> Iterator[Measure]:
    """Give for each plan whose words it is in: a count of six, so it has no interval."""
    latest = ledger.cards[-ledger.settings.most :] if ledger.settings.most else []
    for record in latest:
        card = record.body
        yield Measure(
            name="them-centredness", says="facets in their words, of six", subject=card.id,
            value=len(ledger.sourced(card)) / len(FACETS), unit="share", n=len(FACETS),
            needs=len(FACETS), reason=f"whose words? all six facets of the plan {card.about} are "
            "counted, so there is no interval (S1.34)", evidence=(record.id,),
        )  # fmt: skip


def _orientation(ledger: Ledger) -> Iterator[Measure]:
    sourced = sum(len(ledger.sourced(one.body)) for one in ledger.cards)
    yield _share(
        ledger,
        "client-sourced",
        "facets in their words, of all cards",
        sourced,
        len(FACETS) * len(ledger.cards),
        "S1.34",
        ids(ledger.cards),
    )
    plans = [one for one in ledger.view.encounters.values() if one.planned and not one.imported]
    aims = [
        (aim, plan.records[0]) for plan in plans if plan.planned for aim in plan.planned.objectives
    ]
    own = sum(ledger.view.side(aim.owner) == "client" for aim, _ in aims)
    yield _share(
        ledger,
        "them-share",
        "objectives of encounters that the client owns",
        own,
        len(aims),
        "S1.27, S1.28",
        [record for _, record in aims],
    )
    asked = sum(one.body.asked for one in ledger.acts)
    yield _share(
        ledger,
        "asked-for",
        "deeds that they had asked for",
        asked,
        len(ledger.acts),
        "T2: help that nobody asked for can be a burden",
        ids(ledger.acts),
    )
    said = ledger.records(Difference)
    seen = sum(ledger.is_theirs(one.body.words) for one in said)
    yield _share(
        ledger,
        "acknowledged-difference",
        "differences that they name, of all recorded",
        seen,
        len(said),
        "S1.14, S1.33",
        ids(said),
    )
    yield _leak_rate(ledger)


def _leak_rate(ledger: Ledger) -> Measure:
    """Measure how many of a hundred sentences speak of our return; of few writers, not at all."""
    every, settings = ledger.texts, ledger.settings
    name, says, source = "leak-rate", "sentences that speak of our return", "S1.24, S1.25"
    writers = len({one.record.author for one in every})
    if writers < settings.smallest_group:
        why = "withheld: of so few writers it would tell of each; check shows you your own"
        return Measure(
            name=name, says=says, subject=ledger.view.engagement_id, value=None, unit="per 100",
            n=writers, needs=settings.smallest_group, reason=f"{why} ({source})",
        )  # fmt: skip
    list_ = "return-language"
    _, n = counted((one.words for one in every), Lexicon({list_: ()}), list_)
    spoken, _ = counted((text.words for text, _ in ledger.leaks[list_]), ledger.lexicon, list_)
    estimate = None
    if n >= settings.fewest_sentences:
        estimate = Estimate(*(100 * (one or 0.0) for one in wilson(spoken, n)))
    return _measure(
        ledger, name, says, estimate, n, settings.fewest_sentences, "per 100", source, ()
    )


def _share(
    ledger: Ledger, name: str, says: str, hits: int, n: int, source: str, evidence: Iterable[str]
) -> Measure:
    few = ledger.settings.fewest
    estimate = wilson(hits, n) if n >= few else None
    return _measure(ledger, name, says, estimate, n, few, "share", source, evidence)


def _measure(
    ledger: Ledger, name: str, says: str, found: Estimate | None, n: int, needs: int, unit: str,
    source: str, evidence: Iterable[str],
) -> Measure:  # fmt: skip
    reason = f"from {many(n, 'case')}" if found else f"not enough evidence: {n}, it takes {needs}"
    if found is None and n >= needs:
        reason = f"not enough evidence: {many(n, 'case')}, all of one kind"
    return Measure(
        name=name, says=says, subject=ledger.view.engagement_id, unit=unit, n=n, needs=needs,
        value=found.value if found else None, low=found.low if found else None,
        high=found.high if found else None, reason=f"{reason} ({source})",
        evidence=tuple(dict.fromkeys(evidence))[-SHOWN:],
    )  # fmt: skip
