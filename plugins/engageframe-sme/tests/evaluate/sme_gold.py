"""How well do evidence texts tell who knows a paper's topic, by the experts' own word?

Run ``sme_gold.py DATA_DIR``: one line per figure, ``name value target``, with
``-`` where a figure has no target.  The gold standard (arXiv 2303.16750) has 477 self-reported
expertise scores of 58 experts; loss is the weighted Kendall tau distance, easy and hard are the
shares of pairs told apart, each the mean over ten draws of 20 papers per expert.  The interval is
the bootstrap over experts; the published figures are printed beside ours.
"""

import json
import random
import sys
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from itertools import combinations
from pathlib import Path
from typing import Any

from engageframe_sme.embedding import LINE, PACKAGE, minilm
from engageframe_sme.relevance import Nearness, closest, tfidf

FILE = Path("sme") / "goldstandard" / "compact.json"
PUBLISHED = {
    "TPMS": (0.28, 0.80, 0.62), "ELMo": (0.34, 0.70, 0.57), "ACL": (0.30, 0.78, 0.62),
    "SPECTER": (0.27, 0.85, 0.57), "SPECTER+MFR": (0.24, 0.88, 0.60),
    "SPECTER2": (0.22, 0.89, 0.61), "SciNCL": (0.22, 0.90, 0.65),
    "SPECTER2+SciNCL": (0.21, 0.91, 0.65),
}  # fmt: skip
ROUNDS = 1000
Rated = Mapping[str, Mapping[str, float]]
Counts = tuple[float, float, int, int, int, int]


def text(paper: Mapping[str, str | None]) -> str:
    """Give title and abstract."""
    return f"{paper.get('title') or ''} {paper.get('abstract') or ''}"


def counts(rated: Mapping[str, float], guessed: Mapping[str, float]) -> Counts:
    """Count for one expert: loss, most loss, easy pairs right and in all, hard ones likewise."""
    loss = most = 0.0
    easy, hard = [0, 0], [0, 0]
    for one, other in combinations(rated, 2):
        truth, guess = rated[one] - rated[other], guessed[one] - guessed[other]
        most += abs(truth)
        agree = truth * guess
        loss += abs(truth) / 2 if agree == 0 else abs(truth) * (agree < 0)
        low, high = sorted((rated[one], rated[other]))
        if truth and low >= 4:
            hard[0], hard[1] = hard[0] + (agree > 0), hard[1] + 1
        if truth and high >= 4 and low <= 2:
            easy[0], easy[1] = easy[0] + (agree > 0), easy[1] + 1
    return loss, most, *easy, *hard


def shares(rows: list[Counts]) -> tuple[float, float, float]:
    """Give loss, easy and hard of some experts together."""
    loss, most, easy, easy_all, hard, hard_all = (sum(column) for column in zip(*rows, strict=True))
    return loss / most, easy / easy_all, hard / hard_all


def draws(data: Any, nearness: tuple[Nearness, ...]) -> list[dict[str, Counts]]:
    """Guess every expert's expertise from each of the ten draws of papers."""
    wanted = {one: text(paper) for one, paper in data["needs"].items()}
    told = {one: text(paper) for one, paper in data["docs"].items()}
    once = [compare(wanted, told) for compare in nearness]
    replay: list[Nearness] = [_replayed(table) for table in once]
    found = []
    for profiles in data["profiles"].values():
        evidence = {who: {one: told[one] for one in papers} for who, papers in profiles.items()}
        near = closest(wanted, evidence, nearness=replay)
        found.append({
            who: counts(rated, {
                paper: near[paper][who].score if who in near[paper] else 0.0 for paper in rated
            })
            for who, rated in data["expertise"].items()
        })  # fmt: skip
    return found


def _replayed(table: Mapping[str, Mapping[str, float]]) -> Nearness:
    """Give the comparison of all texts again for those of one draw: its words are weighed once."""

    def nearness(wanted: Mapping[str, str], told: Mapping[str, str]) -> dict[str, dict[str, float]]:
        return {
            one: {key: row[paper] for key in told if (paper := key.partition("\n")[2]) in row}
            for one, row in ((one, table[one]) for one in wanted)
        }

    return nearness


def interval(found: list[dict[str, Counts]]) -> tuple[float, float]:
    """Give the 95 % bootstrap interval of the loss over experts."""
    chance = random.Random(58)
    who = sorted(found[0])
    losses = []
    for _ in range(ROUNDS):
        drawn = chance.choices(who, k=len(who))
        each = [shares([draw[one] for one in drawn])[0] for draw in found]
        losses.append(sum(each) / len(each))
    losses.sort()
    return losses[int(0.025 * ROUNDS)], losses[int(0.975 * ROUNDS) - 1]


def figures(data: Any) -> Iterator[tuple[str, float, str]]:
    """Give ours with their interval, then the published ones."""
    ways: dict[str, tuple[tuple[Nearness, ...], str]] = {"tfidf": ((tfidf,), "<=0.262")}
    ways |= _embedded()
    for name, (nearness, target) in ways.items():
        found = draws(data, nearness)
        each = [shares(list(draw.values())) for draw in found]
        loss, easy, hard = (sum(column) / len(column) for column in zip(*each, strict=True))
        low, high = interval(found)
        yield f"sme_gold.{name}_loss", loss, target
        yield f"sme_gold.{name}_loss_low", low, "-"
        yield f"sme_gold.{name}_loss_high", high, "-"
        yield f"sme_gold.{name}_easy", easy, "-"
        yield f"sme_gold.{name}_hard", hard, "-"
    for name, published in PUBLISHED.items():
        for part, value in zip(("loss", "easy", "hard"), published, strict=True):
            yield f"sme_gold.published_{name}_{part}", value, "-"


def _embedded() -> dict[str, tuple[tuple[Nearness, ...], str]]:
    if find_spec(PACKAGE) is None or find_spec("numpy") is None:
        print(f"sme_gold: MiniLM is not there: {LINE}")
        return {}

    return {"minilm": ((minilm,), "<=0.212"), "tfidf+minilm": ((tfidf, minilm), "-")}


def main(arguments: list[str]) -> int:
    """Print the figures, or that the data is not there."""
    if len(arguments) != 1:
        print("usage: sme_gold.py DATA_DIR", file=sys.stderr)
        return 2
    path = Path(arguments[0]) / FILE
    if not path.is_file():
        print(f"sme_gold: not there: {path}")
        return 0
    for name, value, target in figures(json.loads(path.read_text(encoding="utf-8"))):
        print(f"{name} {value:.4f} {target}", flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
