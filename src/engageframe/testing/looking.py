"""How are histories drawn as records, journals and views?"""

from typing import Any

from hypothesis import strategies as st

from engageframe.journal import Journal, Record
from engageframe.testing.stories import engagements
from engageframe.testing.telling import History
from engageframe.view import View

__all__ = ["journals", "records", "views"]


def records(
    histories: st.SearchStrategy[History] | None = None,
) -> st.SearchStrategy[tuple[Record[Any], ...]]:
    """Draw the records of an engagement that count, in the order they were written."""
    return _or_plausible(histories).map(lambda one: one.records)


def journals(
    histories: st.SearchStrategy[History] | None = None,
) -> st.SearchStrategy[Journal]:
    """Draw a journal in memory with one engagement, each record written by an act of its own."""
    return _or_plausible(histories).map(lambda one: one.journal())


def views(histories: st.SearchStrategy[History] | None = None) -> st.SearchStrategy[View]:
    """Draw the view of an engagement as of a moment, not bounded to what a practice reads."""
    return _or_plausible(histories).map(lambda one: one.view())


def _or_plausible(
    histories: st.SearchStrategy[History] | None,
) -> st.SearchStrategy[History]:
    return engagements() if histories is None else histories
