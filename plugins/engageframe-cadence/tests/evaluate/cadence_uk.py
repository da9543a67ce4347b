"""How well does the cadence ranking foretell meetings in the UK ministers' log?

Run ``cadence_uk.py DATA_DIR``: one line per figure, ``name value target``,
with ``-`` where a figure has no target.  The figure is the AUC over organizations of "met again
within twelve months": history is every row before the cut, the population every organization in
it, the label any contact in the twelve months after.
"""

import csv
import math
import random
import re
import statistics
import sys
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from pathlib import Path

from engageframe_cadence.ranking import Contact, RankingPolicy, rank

LOG = Path("uk-ministers-meetings") / "meetings-2010-2013.csv"
CUT = date(2013, 1, 1)
TARGET = 0.775
Score = Callable[[list[Contact], date], dict[str, float]]
ALIASES = {
    "cbi": "confederation of british industry",
    "confederation of british industry cbi": "confederation of british industry",
    "tuc": "trades union congress",
    "ncvo": "national council for voluntary organisations",
    "national council of voluntary organisations": "national council for voluntary organisations",
    "acevo": "association of chief executives of voluntary organisations",
    "fsb": "federation of small businesses",
    "federation of small business": "federation of small businesses",
    "bcc": "british chambers of commerce",
    "iod": "institute of directors",
    "lga": "local government association",
    "nfu": "national farmers union",
    "british telecom": "bt",
    "bt group": "bt",
    "rbs": "royal bank of scotland",
    "hsbc bank": "hsbc",
    "pwc": "pricewaterhousecoopers",
    "pricewaterhouse coopers": "pricewaterhousecoopers",
    "citizens advice bureau": "citizens advice",
    "rnib": "royal national institute of blind people",
    "royal national institute for blind people": "royal national institute of blind people",
    "the princes trust": "princes trust",
    "the law society": "law society",
    "atoc": "association of train operating companies",
}


def read(path: Path, aliases: Mapping[str, str]) -> list[Contact]:
    """Read the log as contacts, without rows of 1930, nil returns and blank organizations."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [(row, _name(row["Organisation"])) for row in csv.DictReader(file)]
    rows = [(row, name) for row, name in rows if name and not name.startswith("nil")]
    sizes = Counter(meeting for meeting, _ in {(row["Meeting ID"], name) for row, name in rows})
    contacts = [
        Contact(
            who=aliases.get(name, name),
            day=_day(row["Start Date"]),
            ours=(row["Minister"],),
            group=sizes[row["Meeting ID"]],
            evidence=row["Meeting ID"],
        )
        for row, name in rows
    ]
    return [contact for contact in contacts if contact.day.year > 1930]


def _name(cell: str) -> str:
    return re.sub(r"[^a-z0-9 ]", "", cell.lower()).strip()


def _day(cell: str) -> date:
    *day, month, year = map(int, cell.split("-"))
    return date(year, month, day[0] if day else 1)


def auc(scores: Mapping[str, float], again: set[str]) -> float:
    """Give the chance that one met again stands above one who was not, ties counting half."""
    ordered = sorted(scores.values())
    equal = Counter(ordered)
    below = {score: bisect_left(ordered, score) for score in equal}
    won = [below[scores[who]] + (equal[scores[who]] + 1) / 2 for who in again]
    count = len(again)
    return (math.fsum(won) - count * (count + 1) / 2) / (count * (len(scores) - count))


def judged(
    contacts: Iterable[Contact], cut: date, score: Score
) -> tuple[dict[str, float], set[str]]:
    """Score the history before the cut, and give who of it was met in the year after."""
    contacts = list(contacts)
    history = [contact for contact in contacts if contact.day < cut]
    year = {c.who for c in contacts if cut <= c.day < cut.replace(year=cut.year + 1)}
    scores = score(history, cut - timedelta(days=1))
    return scores, year & scores.keys()


def measure(contacts: Iterable[Contact], cut: date, score: Score) -> float:
    """Score the history before the cut and compare with the year after it."""
    return auc(*judged(contacts, cut, score))


def standard_error(scores: Mapping[str, float], again: set[str], rounds: int = 200) -> float:
    """Give the bootstrap standard error of the AUC: organizations are drawn with replacement."""
    chance, parties, found = random.Random(20130101), sorted(scores), []
    for _ in range(rounds):
        drawn = dict(enumerate(chance.choices(parties, k=len(parties))))
        told = {str(number): scores[who] for number, who in drawn.items()}
        found.append(auc(told, {str(number) for number, who in drawn.items() if who in again}))
    return statistics.stdev(found)


def ours(policy: RankingPolicy | None = None) -> Score:
    """Score by the ranking under a policy."""

    def score(history: list[Contact], as_of: date) -> dict[str, float]:
        return {place.who: place.score for place in rank(history, as_of=as_of, policy=policy)}

    return score


def by_months(worth: Callable[[set[int]], float]) -> Score:
    """Score by the ages in months at which an organization was met."""

    def score(history: list[Contact], as_of: date) -> dict[str, float]:
        ages: dict[str, set[int]] = {}
        for contact in history:
            age = (as_of.year - contact.day.year) * 12 + as_of.month - contact.day.month
            ages.setdefault(contact.who, set()).add(age)
        return {who: worth(months) for who, months in ages.items()}

    return score


def faded(half_life: int) -> Score:
    """Score by distinct months under a half-life."""
    return by_months(lambda ages: math.fsum(0.5 ** (age / half_life) for age in ages))


def tuned_on_otc(history: list[Contact], as_of: date) -> dict[str, float]:
    """Score by numbers tuned on Bitcoin-OTC: a half-life of 6 months, and half the reach."""

    def age(day: date) -> int:
        return (as_of.year - day.year) * 12 + as_of.month - day.month

    months: dict[str, set[int]] = {}
    people: dict[str, set[str]] = {}
    latest: dict[str, date] = {}
    for contact in history:
        months.setdefault(contact.who, set()).add(age(contact.day))
        people.setdefault(contact.who, set()).update(contact.ours)
        for person in contact.ours:
            latest[person] = max(latest.get(person, contact.day), contact.day)
    return {
        who: math.log2(1 + math.fsum(0.5 ** (one / 6) for one in ages))
        + 0.5 * math.log2(1 + math.fsum(0.5 ** (age(latest[one]) / 6) for one in people[who]))
        for who, ages in months.items()
    }


def frequency(history: list[Contact], as_of: date) -> dict[str, float]:
    """Score by the number of rows."""
    return dict(Counter(contact.who for contact in history))


def figures(path: Path) -> Iterable[tuple[str, float, str]]:
    """Give each figure with its name and target."""
    log, resolved = read(path, {}), read(path, ALIASES)
    yield "cadence_uk.auc", measure(log, CUT, ours()), f"{TARGET}"
    yield "cadence_uk.auc_standard_error", standard_error(*judged(log, CUT, ours())), "-"
    yield "cadence_uk.tuned_on_otc", measure(log, CUT, tuned_on_otc), "-"
    yield "cadence_uk.recency", measure(log, CUT, by_months(lambda ages: -min(ages))), "-"
    yield "cadence_uk.frequency", measure(log, CUT, frequency), "-"
    yield "cadence_uk.months_half_life_6", measure(log, CUT, faded(6)), "-"
    yield "cadence_uk.months_half_life_12", measure(log, CUT, faded(12)), "-"
    yield "cadence_uk.auc_aliases", measure(resolved, CUT, ours()), "-"
    yield "cadence_uk.months_half_life_12_aliases", measure(resolved, CUT, faded(12)), "-"
    for cut in (date(2011, 7, 1), date(2012, 1, 1), date(2012, 7, 1)):
        yield f"cadence_uk.auc_{cut:%Y_%m}", measure(log, cut, ours()), "-"
        yield f"cadence_uk.months_half_life_12_{cut:%Y_%m}", measure(log, cut, faded(12)), "-"
    for name, values in (
        ("half_after", (6.0, 9.0, 18.0, 24.0)),
        ("reach", (0.0, 0.5, 2.0)),
        ("sharing", (0.1, 0.25, 0.5)),
    ):
        for value in values:
            policy = RankingPolicy(**{name: value})
            yield f"cadence_uk.auc_{name}_{value:g}", measure(log, CUT, ours(policy)), "-"


def main(arguments: list[str]) -> int:
    """Print the figures, or that the data is not there."""
    if len(arguments) != 1:
        print("usage: cadence_uk.py DATA_DIR", file=sys.stderr)
        return 2
    path = Path(arguments[0]) / LOG
    if not path.is_file():
        print(f"cadence_uk: not there: {path}")
        return 0
    for name, value, target in figures(path):
        print(f"{name} {value:.4f} {target}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
