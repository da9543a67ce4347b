"""How good are the assignments of engageframe-sme on public instances?

Run ``sme_assign.py DATA_DIR``: one line per figure, ``name value target``,
with ``-`` where a figure has no target.  OR-Library's assign100 to 300 ask for least cost, one to
one; AAMAS 2016 has 442 papers that want three of 161 reviewers each, who take twelve at most.
Exact fairness needs scipy (the extra ``milp``); without it those figures are left out, and said so.
"""

import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from engageframe_sme.assigning import assign
from engageframe_sme.instance import MatchPolicy

FOLDER = "sme"
OPTIMA = {"assign100": 305, "assign200": 475, "assign300": 626}
Scores = dict[str, dict[str, float]]


def costs(path: Path) -> tuple[Scores, int]:
    """Read an instance of OR-Library as scores: what a pair costs less than the dearest."""
    count, *rest = map(int, path.read_text().split())
    most = max(rest)
    rows = [rest[n * count : (n + 1) * count] for n in range(count)]
    scores = {
        f"row-{n:03}": {f"column-{m:03}": float(most - cost) for m, cost in enumerate(row)}
        for n, row in enumerate(rows)
    }
    return scores, most * count


def similarities(path: Path) -> Scores:
    """Read the matrix of AAMAS 2016."""
    _, *rows = path.read_text().strip().splitlines()
    return {
        f"paper-{n:03}": {f"reviewer-{m:03}": float(one) for m, one in enumerate(row.split())}
        for n, row in enumerate(rows)
    }


def orlib(folder: Path) -> Iterator[tuple[str, float, str]]:
    """Give the cost of each instance that is there."""
    for name, optimum in OPTIMA.items():
        path = folder / "orlib-assign" / f"{name}.txt"
        if not path.is_file():
            print(f"sme_assign: not there: {path}")
            continue
        scores, most = costs(path)
        found = assign(scores, demand=1, max_load=1, policy=MatchPolicy(solver="flow"))
        yield f"sme_assign.{name}", most - found.summary.total, f"{optimum}"


def aamas(path: Path) -> Iterator[tuple[str, float, str]]:
    """Give totals and lowest sums for each fairness."""
    scores = similarities(path)
    total = assign(scores, demand=3, max_load=12, policy=MatchPolicy(solver="flow"))
    yield "sme_assign.aamas2016_total", total.summary.total, "949.5"
    fair = assign(
        scores, demand=3, max_load=12, fairness="maxmin", policy=MatchPolicy(solver="flow")
    )
    yield "sme_assign.aamas2016_flow_maxmin_least", fair.summary.least, ">=1.0"
    yield "sme_assign.aamas2016_flow_maxmin_total", fair.summary.total, ">=940"
    if find_spec("scipy") is None:
        print('sme_assign: scipy is not there: pip install "engageframe-sme[milp]"')
        return
    exact = assign(
        scores, demand=3, max_load=12, fairness="maxmin", policy=MatchPolicy(solver="milp")
    )
    yield "sme_assign.aamas2016_milp_maxmin_least", exact.summary.least, "1.0"
    yield "sme_assign.aamas2016_milp_maxmin_total", exact.summary.total, "949.25"


def main(arguments: list[str]) -> int:
    """Print the figures, or that the data is not there."""
    if len(arguments) != 1:
        print("usage: sme_assign.py DATA_DIR", file=sys.stderr)
        return 2
    folder = Path(arguments[0]) / FOLDER
    for name, value, target in orlib(folder):
        print(f"{name} {value:.4f} {target}")
    matrix = folder / "aamas2016" / "aamas2016.in"
    if not matrix.is_file():
        print(f"sme_assign: not there: {matrix}")
        return 0
    for name, value, target in aamas(matrix):
        print(f"{name} {value:.4f} {target}", flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
