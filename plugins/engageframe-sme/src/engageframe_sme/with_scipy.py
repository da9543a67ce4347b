"""How does a mixed-integer program find what no flow can: fair sums, crossing groups, efforts?

It is solved by HiGHS through scipy.  Scores stay whole millionths here, so that thresholds are
exact; of sums in floats only what is surely below a threshold is cut off.
"""

from collections.abc import Iterable, Mapping
from math import exp, floor, gcd, log1p
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from engageframe import InvalidInput
from engageframe_sme.instance import SCALE, Fairness, Instance
from engageframe_sme.network import Pair
from engageframe_sme.solved import Solved

__all__ = ["fair", "most_covered", "total"]

Row = dict[int, float]


_WHOLE = 24.0
"""Who knows all of a topic leaves so little of it: e to the power of minus this."""


class _Program:
    """Variables with bounds, rows with bounds, and what was fixed on the way."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.upper: list[float] = []
        self.lower: list[float] = []
        self.whole: list[int] = []
        self.rows: list[tuple[Row, float, float]] = []
        self.proven = True
        self.pair: dict[tuple[int, int], int] = {}
        self.slot: dict[int, Pair] = {}
        for need, row in enumerate(instance.scores):
            for expert in sorted(row):
                if expert not in instance.barred[need]:
                    fixed = (need, expert) in instance.pinned
                    self.pair[need, expert] = self.variable(1, whole=True, low=fixed)

    def variable(self, most: float, *, whole: bool = False, low: float = 0) -> int:
        self.upper.append(most)
        self.lower.append(low)
        self.whole.append(int(whole))
        return len(self.upper) - 1

    def row(self, row: Row, low: float, high: float) -> None:
        if row:
            self.rows.append((row, low, high))

    def solve(self, gain: Row, *, relaxed: bool = False) -> tuple[float, Any] | None:
        """Maximise a sum of variables; ``None`` when the rows contradict each other.

        Raises:
            InvalidInput: the time limit passed before there was any answer.
        """
        if not self.upper:
            return 0.0, []
        cost = np.zeros(len(self.upper))
        for n, value in gain.items():
            cost[n] = -value
        answer = milp(
            cost, bounds=Bounds(np.array(self.lower), np.array(self.upper)),
            constraints=self._constraints(),
            integrality=np.zeros(len(cost)) if relaxed else np.array(self.whole),
            options={"time_limit": self.instance.policy.time_limit, "mip_rel_gap": 0.0},
        )  # fmt: skip
        if answer.x is None:
            if answer.status == 2:  # infeasible
                return None
            limit = f"{self.instance.policy.time_limit:g} s"
            raise InvalidInput.one(
                "policy.time_limit", f"no answer after {limit}", "raise it, or use the solver flow"
            )
        self.proven = self.proven and answer.status == 0
        return -float(answer.fun), answer.x

    def _constraints(self) -> list[LinearConstraint]:
        if not self.rows:
            return []
        at, places = [0], list[int]()
        values = list[float]()
        for row, _, _ in self.rows:
            places += row.keys()
            values += row.values()
            at.append(len(places))
        shape = (len(self.rows), len(self.upper))
        matrix = csr_array((np.array(values, float), np.array(places), np.array(at)), shape=shape)
        low, high = (np.array([row[n] for row in self.rows], float) for n in (1, 2))
        return [LinearConstraint(matrix, low, high)]

    def pairs(self, values: Any) -> list[Pair]:
        chosen = {pair for pair, n in self.pair.items() if values[n] > 0.5}
        periods = {
            (one.need, one.expert): one.period for n, one in self.slot.items() if values[n] > 0.5
        }
        return sorted(Pair(need, e, periods.get((need, e), "")) for need, e in chosen)


def _grouped(program: _Program, place: int) -> dict[int, Row]:
    groups: dict[int, Row] = {}
    for pair, n in program.pair.items():
        groups.setdefault(pair[place], {})[n] = 1.0
    return groups


def _bound(program: _Program) -> tuple[Row, Row, Row]:
    """Write the bounds; give the places to be filled, the lower bounds, and the objective."""
    instance, inf = program.instance, np.inf
    places: Row = {}
    bounds: Row = {}
    gain = {n: float(instance.scores[need][e]) for (need, e), n in program.pair.items()}
    policy = instance.policy
    for (need, expert), n in program.pair.items():
        if (need, expert) in instance.kept and (need, expert) not in instance.pinned:
            gain[n] += round(policy.stability * SCALE)
    for need, row in _grouped(program, 0).items():
        want, extra = instance.want[need], instance.extra[need]
        program.row(row, 0, want + extra)
        for most, full in ((want, places), (instance.least[need], bounds)):
            met = program.variable(most)
            program.row({**row, met: -1.0}, 0, inf)
            full[met] = 1.0
        _rising(program, gain, row, instance.extra[need], round(policy.falling * SCALE), want)
    for expert, row in _grouped(program, 1).items():
        if instance.efforts:
            effort = {n: float(instance.efforts[need]) for (need, e), n in program.pair.items()
                      if e == expert}  # fmt: skip
            program.row(effort, 0, instance.capacity[expert])
        else:
            program.row(row, 0, instance.capacity[expert])
        met = program.variable(instance.low[expert])
        program.row({**row, met: -1.0}, 0, inf)
        bounds[met] = 1.0
        _rising(program, gain, row, len(row) - 1, round(policy.balance * SCALE), 1)
    _alike(program, gain)
    _periods(program)
    return places, bounds, gain


def _rising(program: _Program, gain: Row, row: Row, most: int, cost: int, free: int) -> None:
    """Let each unit of a sum beyond the free ones cost more than the one before."""
    if not cost or most <= 0:
        return
    units = {program.variable(1): -cost * (n + 1.0) for n in range(most)}
    gain.update(units)
    program.row({**row, **dict.fromkeys(units, -1.0)}, -np.inf, free)


def _alike(program: _Program, gain: Row) -> None:
    instance, policy = program.instance, program.instance.policy
    partitions = list(instance.partitions)
    if policy.max_per_perspective:
        partitions.append((instance.perspective, policy.max_per_perspective))
    for groups, most in partitions:
        for row in _by_group(program, groups).values():
            program.row(row, 0, most)
    if policy.perspective_penalty:
        penalty = round(policy.perspective_penalty * SCALE)
        for row in _by_group(program, instance.perspective).values():
            _rising(program, gain, row, len(row) - 1, penalty, 1)


def _by_group(program: _Program, groups: tuple[int, ...]) -> dict[tuple[int, int], Row]:
    rows: dict[tuple[int, int], Row] = {}
    for (need, expert), n in program.pair.items():
        rows.setdefault((need, groups[expert]), {})[n] = 1.0
    return rows


def _periods(program: _Program) -> None:
    instance = program.instance
    rooms: dict[tuple[int, str], Row] = {}
    for (need, expert), n in program.pair.items() if instance.rooms else ():
        window, row = instance.windows[need], {n: -1.0}
        for period in instance.rooms[expert]:
            if window is None or period in window:
                one = program.variable(1, whole=True)
                program.slot[one] = Pair(need, expert, period)
                row[one] = 1.0
                rooms.setdefault((expert, period), {})[one] = 1.0
        program.row(row, 0, 0)
    for (expert, period), row in rooms.items():
        program.row(row, 0, instance.rooms[expert][period])


def _filled(instance: Instance) -> tuple[_Program, Row]:
    """Fill as many places, and meet as many bounds, as can be: nothing later may undo it."""
    program = _Program(instance)
    places, bounds, gain = _bound(program)
    for full in (places, bounds):
        found = program.solve(full)
        if found is None:
            remedy = "let a pin go, or give the experts more room"
            raise InvalidInput.one("pinned", "the pinned pairs do not fit together", remedy)
        program.row(full, round(found[0]) - 0.5, np.inf)
    return program, gain


def total(instance: Instance) -> Solved:
    """Solve an instance for the best total."""
    program, gain = _filled(instance)
    found = program.solve(gain)
    assert found is not None  # what was feasible before has only been bounded by its own value
    proven = program.proven
    return Solved(instance, program.pairs(found[1]), None, "total", "milp", None, proven)


def fair(instance: Instance, fairness: Fairness) -> Solved:
    """Make the least sum of a need as good as can be (then the next ones), then the total."""
    program, gain = _filled(instance)
    sums = {
        need: {n: float(instance.scores[need][e]) for (one, e), n in program.pair.items()
               if one == need}
        for need, want in enumerate(instance.want) if want
    }  # fmt: skip
    bound, found = _least(program, sums, gain)
    if fairness == "leximin":
        found = _leximin(program, sums, gain)
    return Solved(
        instance, program.pairs(found), None, fairness, "milp", bound / SCALE, program.proven
    )


def _least(program: _Program, sums: Mapping[int, Row], gain: Row) -> tuple[int, Any]:
    """Find the best least sum: try the bound that the relaxed program gives, then halve."""
    step = gcd(*(score for row in program.instance.scores for score in row.values())) or 1
    if not all(sums.values()):
        sums = {}  # nobody may serve a need, so the least sum is 0
    least = program.variable(float(min((sum(row.values()) for row in sums.values()), default=0)))
    floors = len(program.rows)
    for row in sums.values():
        program.row({**row, least: -1.0}, 0, np.inf)
    relaxed = program.solve({least: 1.0}, relaxed=True)
    assert relaxed is not None  # without any sum nothing is bounded
    high = floor((relaxed[0] + 1e-3) / step) * step
    del program.rows[floors:]
    low, best = 0, None
    attempt = high
    while best is None or low < high:
        found = _with_floor(program, sums, gain, attempt)
        if found is not None:
            low, best = attempt, found
        elif attempt == 0:
            raise AssertionError  # a floor of nothing bounds nothing
        else:
            high = attempt - step
        attempt = (low + high + step) // (2 * step) * step if high > low else low
    for row in sums.values():
        program.row(row, low - 0.5, np.inf)
    return low, best


def _with_floor(program: _Program, sums: Mapping[int, Row], gain: Row, floor_: int) -> Any:
    count = len(program.rows)
    for row in sums.values():
        program.row(row, floor_ - 0.5, np.inf)
    found = program.solve(gain)
    del program.rows[count:]
    return None if found is None else found[1]


def _leximin(program: _Program, sums: Mapping[int, Row], gain: Row) -> Any:
    """Raise the sum of the k lowest for every k in turn (Ogryczak and Sliwinski, 2006)."""
    rows: Iterable[Row] = list(sums.values())
    for k in range(1, len(sums) + 1):
        level = program.variable(np.inf)
        lowest: Row = {level: float(k)}
        for row in rows:
            short = program.variable(np.inf)
            lowest[short] = -1.0
            program.row({**row, level: -1.0, short: 1.0}, 0, np.inf)
        found = program.solve(lowest)
        assert found is not None  # the rows before were met
        program.row(lowest, round(found[0]) - 0.5, np.inf)
    found = program.solve(gain)
    assert found is not None  # the rows before were met
    return found[1]


def most_covered(
    instance: Instance, parts: Iterable[tuple[float, int, Mapping[int, float]]]
) -> tuple[list[tuple[int, int]], bool]:
    """Find the pairs that cover most together, and whether that is proven.

    The share of a topic that nobody knows is a product, so its logarithm is a sum over the pairs,
    and coverage a concave function of that sum.  Tangents bound it from above; one is added
    wherever the program believes in more than there is, until it does so nowhere.

    Args:
        instance: needs, experts and bounds; its scores do not count.
        parts: for each topic of each need its weight, the need, and what each expert knows of it.
    """
    program = _Program(instance)
    _bound(program)
    terms = []
    for weight, need, known in parts:
        row = {
            program.pair[need, expert]: -log1p(-share) if share < 1 else _WHOLE
            for expert, share in known.items()
            if share and (need, expert) in program.pair
        }
        if row:
            terms.append((weight, program.variable(1), row))
    gain = {term: weight for weight, term, _ in terms}
    for _, term, row in terms:
        for at in (0.0, *row.values()):
            _tangent(program, term, row, at)
    while True:
        found = program.solve(gain)
        assert found is not None  # nobody at all is always within the bounds
        values, missed = found[1], False
        for _, term, row in terms:
            at = sum(value for n, value in row.items() if values[n] > 0.5)
            if values[term] > 1 - exp(-at) + 1e-7:
                _tangent(program, term, row, at)
                missed = True
        if not missed:
            return [pair[:2] for pair in program.pairs(values)], program.proven


def _tangent(program: _Program, term: int, row: Row, at: float) -> None:
    """Bound a coverage by the tangent of 1 - exp(-x) at one place."""
    slope = exp(-at)
    program.row(
        {term: 1.0, **{n: -slope * value for n, value in row.items()}},
        -np.inf, 1 - slope - slope * at,
    )  # fmt: skip
