"""How much work is an answer, and how does it grow with the number of records?

Work is counted in lines of Python that are run, which is the same on every machine; what one call
into C does is not seen, so the processor time of a thousand records is bounded, too.
"""

import sys
import time
from collections import Counter
from types import FrameType
from typing import Any

from engageframe.encoding import canonical
from engageframe.testing.asking import Subject
from engageframe.testing.laws import Broken
from engageframe.testing.telling import History
from engageframe.view import View

__all__ = ["answers_in_time", "grows_with_records"]


def grows_with_records(subject: Subject, few: History, many: History, *, most: float = 1.5) -> None:
    """See that the work grows hardly faster than the records: a line for each, none for each pair.

    ``most`` is how many times more lines for each record the longer history may take.
    """
    subject.answers(few.view(), briefs=3)  # what is made when it is first needed is there now
    counts = [_lines_run(subject, one) for one in (few, many)]
    per_record = [sum(one.values()) / len(told.drafts)
                  for one, told in zip(counts, (few, many), strict=True)]  # fmt: skip
    if per_record[0] and per_record[1] > most * max(per_record[0], 20):
        hot, times = max(counts[1].items(), key=lambda one: one[1] / (counts[0][one[0]] + 1000))
        says = (
            f"has a quadratic loop: with {len(few.drafts)} records it runs {per_record[0]:.0f}"
            f" lines for each, with {len(many.drafts)} it runs {per_record[1]:.0f};"
            f" {times:,} of them in {hot}"
        )
        raise Broken(subject.name, says, "index what is looked up in the loop")


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
