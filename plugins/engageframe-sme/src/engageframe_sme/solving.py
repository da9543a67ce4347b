"""Which solver finds the pairs for the fairness that was asked for?"""

from importlib import import_module
from typing import Any, Final

from engageframe import InvalidInput
from engageframe_sme.extending import SOLVERS, named
from engageframe_sme.fairness import bottleneck, maxmin
from engageframe_sme.instance import Fairness, Instance
from engageframe_sme.solved import Solved, by_flow

__all__ = ["LARGE", "TIGHT", "extra", "find"]

LARGE: Final = 200_000
"""From how many scores on ``auto`` may take ortools: below, loading it costs more than it saves."""

TIGHT: Final = 0.95
"""From which share of wanted places among all capacity on it does: below, Python is as quick."""


def find(instance: Instance, fairness: Fairness) -> Solved:
    """Solve an instance.

    Raises:
        InvalidInput: there is no such fairness, it needs another solver, or the solver is not
            installed; the message then gives the line that installs it.
    """
    solver = instance.policy.solver
    if solver not in _OURS:
        added: Solved = named(SOLVERS, solver, dict.fromkeys(_OURS))(instance, fairness)
        return added
    if (instance.efforts or instance.partitions) and solver != "milp":
        what = "efforts" if instance.efforts else "partitions"
        remedy = 'give policy=MatchPolicy(solver="milp")'
        raise InvalidInput.one(what, f"they are nothing for the solver {solver}", remedy)
    if fairness == "total":
        return _total(instance, solver)
    if fairness == "bottleneck":
        if solver == "milp":
            remedy = 'give policy=MatchPolicy(solver="flow")'
            raise InvalidInput.one("fairness", "bottleneck is nothing for the solver milp", remedy)
        return bottleneck(instance)
    if fairness not in ("maxmin", "leximin"):
        remedy = "expected total, bottleneck, maxmin or leximin"
        raise InvalidInput.one("fairness", f"it is {fairness!r}", remedy)
    if solver == "milp":
        answer: Solved = extra("milp").fair(instance, fairness)
        return answer
    if fairness == "leximin":
        remedy = 'give policy=MatchPolicy(solver="milp")'
        raise InvalidInput.one("fairness", f"leximin is nothing for the solver {solver}", remedy)
    return maxmin(instance)


def _total(instance: Instance, solver: str) -> Solved:
    if solver == "milp":
        answer: Solved = extra("milp").total(instance)
        return answer
    if solver == "ortools" or (solver == "auto" and _is_large(instance)):
        found: Solved | None = extra("ortools").total(instance)
        if found is not None:
            return found
    return by_flow(instance)


def _is_large(instance: Instance) -> bool:
    tight = sum(instance.want) >= TIGHT * sum(instance.capacity)
    if not tight or sum(map(len, instance.scores)) < LARGE:
        return False
    from importlib.util import find_spec  # only for instances that take longer anyway

    return find_spec("ortools") is not None


_OURS: Final = ("auto", "flow", "milp", "ortools")
_MODULES: Final = {"milp": ("scipy", "with_scipy"), "ortools": ("ortools", "with_ortools")}


def extra(name: str) -> Any:
    """Load a solver that an extra brings.

    Raises:
        InvalidInput: it is not installed.
    """
    package, module = _MODULES[name]
    try:
        import_module(package)
    except ImportError:
        remedy = f'install it: pip install "engageframe-sme[{name}]"'
        raise InvalidInput.one("policy.solver", f"{package} is not installed", remedy) from None
    return import_module(f"engageframe_sme.{module}")
