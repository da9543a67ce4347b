"""Does the cadence ranking hold on a log that it was not made for?

Run ``cadence_otc.py DATA_DIR``: one line per figure, ``name value target``.
The log is who rated whom on Bitcoin-OTC: a rating stands for a contact, the rated member is the
outside party, the rater is ours.  The figure is the AUC over all members rated before a cut of
"rated again within twelve months", beside the same baselines as for the ministers' log.
The ranking is used as it ships; this log had no part in its making, so there is no target but the
better of the two baselines with a half-life of 12 months and of frequency.
"""

import csv
import sys
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path

from cadence_uk import by_months, faded, frequency, measure, ours

from engageframe_cadence.ranking import Contact

LOG = Path("trust") / "soc-sign-bitcoinotc.csv"
CUTS = (date(2012, 1, 1), date(2013, 1, 1), date(2014, 1, 1), date(2015, 1, 1))


def read(path: Path) -> list[Contact]:
    """Read each rating as a contact."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Contact(
                who=row["to"],
                day=datetime.fromtimestamp(float(row["time"]), UTC).date(),
                ours=(row["from"],),
            )
            for row in csv.DictReader(file)
        ]


def figures(path: Path) -> Iterable[tuple[str, float, str]]:
    """Give each figure with its name and target."""
    log = read(path)
    for cut in CUTS:
        base = {
            "recency": measure(log, cut, by_months(lambda ages: -min(ages))),
            "frequency": measure(log, cut, frequency),
            "months_half_life_12": measure(log, cut, faded(12)),
        }
        yield f"cadence_otc.auc_{cut.year}", measure(log, cut, ours()), f"{max(base.values()):.4f}"
        for name, value in base.items():
            yield f"cadence_otc.{name}_{cut.year}", value, "-"


def main(arguments: list[str]) -> int:
    """Print the figures, or that the data is not there."""
    if len(arguments) != 1:
        print("usage: cadence_otc.py DATA_DIR", file=sys.stderr)
        return 2
    path = Path(arguments[0]) / LOG
    if not path.is_file():
        print(f"cadence_otc: not there: {path}")
        return 0
    for name, value, target in figures(path):
        print(f"{name} {value:.4f} {target}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
