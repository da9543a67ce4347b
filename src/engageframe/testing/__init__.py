"""engageframe.testing: what the author of a practice tests with; the extra ``testing`` brings it.

Names are loaded when they are first asked for, as those of ``engageframe`` are.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from engageframe.testing.asking import Broken
    from engageframe.testing.contract import PracticeContract, judge
    from engageframe.testing.differing import (
        assert_finds,
        assert_proposes,
        assert_same,
        difference,
    )
    from engageframe.testing.drawing import busy, engagements, journals, records, views
    from engageframe.testing.guards import WorldAsked, guarded
    from engageframe.testing.stories import TEXTS
    from engageframe.testing.strategies import (
        HOSTILE,
        RECENT,
        bodies,
        hostile_texts,
        ids,
        moments,
        wild,
    )
    from engageframe.testing.telling import Clock, History

_ROOMS: Final = {
    "contract": "PracticeContract judge",
    "differing": "assert_finds assert_proposes assert_same difference",
    "guards": "WorldAsked guarded",
    "asking": "Broken",
    "drawing": "busy engagements journals records views",
    "stories": "TEXTS",
    "strategies": "HOSTILE RECENT bodies hostile_texts ids moments wild",
    "telling": "Clock History",
}
_HOME: Final = {name: room for room, names in _ROOMS.items() for name in names.split()}

__all__ = [
    "HOSTILE",
    "RECENT",
    "TEXTS",
    "Broken",
    "Clock",
    "History",
    "PracticeContract",
    "WorldAsked",
    "assert_finds",
    "assert_proposes",
    "assert_same",
    "bodies",
    "busy",
    "difference",
    "engagements",
    "guarded",
    "hostile_texts",
    "ids",
    "journals",
    "judge",
    "moments",
    "records",
    "views",
    "wild",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    try:
        return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    except ModuleNotFoundError as fault:
        if fault.name in ("hypothesis", "pytest"):
            fault.add_note('install what it needs: pip install "engageframe[testing]"')
        raise
