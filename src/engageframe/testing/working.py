"""How much work is an answer, and how does it grow with the number of records?

Work is counted in lines of Python that are run, which is the same on every machine; what one call
into C does is not seen, so the processor time of a thousand records is bounded, too.
"""

import sys
import time
from collections import Counter
from types import FrameType
from typing import Any, Final

from engageframe.encoding import canonical
from engageframe.testing.asking import Broken, Subject
from engageframe.testing.telling import History
from engageframe.view import View

__all__ = ["answers_in_time", "grows_with_records"]


def grows_with_records(subject: Subject, few: History, many: History, *, most: float = 2.5) -> None:
    """See that the work grows with the records: a line for each, none for each pair of them.

    Each function is looked at by itself; ``most`` is how many times more lines for each record it
    may run in the longer history.
    """
    subject.answers(few.view(), briefs=3)  # what is made when it is first needed is there now
    before, after = (_lines_run(subject, one) for one in (few, many))
    times = len(many.drafts) / len(few.drafts)
    hot = [
        (count, name)
        for name, count in after.items()
        if count > _SEEN * len(many.drafts)
        and count > most * times * max(before[name], len(few.drafts))
    ]
    if hot:
        count, name = max(hot)
        says = (
            f"has a quadratic loop in {name}: with {len(few.drafts)} records it runs"
            f" {before[name]:,} lines, with {len(many.drafts)} it runs {count:,}"
        )
        raise Broken(subject.name, says, "index what is looked up in the loop")


_SEEN: Final = 5
"""Lines for each record below which nobody would notice a function."""


def answers_in_time(subject: Subject, many: History, *, seconds: float) -> None:
    """See that a thousand records are answered within some seconds of processor time."""
    spent = []
    for _ in range(3):
        view = _folded(subject, many)
        began = time.process_time()
        canonical(subject.answers(view, briefs=3))
        spent.append((time.process_time() - began) * 1000 / len(many.drafts))
        if spent[-1] <= seconds:
            return
    says = f"takes {min(spent):.1f} s of processor time for a thousand records"
    says += f", and {seconds} s are allowed"
    raise Broken(subject.name, says, "find the slow line with cProfile")


def _folded(subject: Subject, history: History) -> View:
    """Fold what any practice would fold, so that only answering is counted."""
    view = history.view()
    for lens in subject.host.lenses:
        view.lens(lens)
    for kind in view._state.kinds:
        view._state.records(kind)
    return view


def _lines_run(subject: Subject, history: History) -> Counter[str]:
    view, found = _folded(subject, history), Counter[str]()

    def each_line(frame: FrameType, event: str, _: Any) -> Any:
        if event == "line":
            code = frame.f_code
            found[f"{frame.f_globals.get('__name__')}.{code.co_name}"] += 1
        return each_line

    before = sys.gettrace()
    sys.settrace(each_line)
    try:
        for _ in subject.values(view, briefs=3):
            pass
    finally:
        sys.settrace(before)
    return found
