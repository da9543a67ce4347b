"""Which bodies and which histories can there be? Those that the authors of practices draw, too."""

from collections.abc import Iterable
from typing import Final

from hypothesis import strategies as st
from msgspec.structs import replace

from engageframe.journal import Draft, Journal
from engageframe.model.engagements import Engagement
from engageframe.testing import RECENT, bodies, ids, moments, wild
from engageframe.testing.telling import ENGAGEMENT, History, codec_of, plain, stamp
from engageframe_stores.memory import MemoryStore

__all__ = [
    "CODEC", "NOW", "STARTS", "WORDS", "bodies", "histories", "moments", "plain", "stamp", "told",
]  # fmt: skip

CODEC: Final = codec_of()
"""Knows the kinds of the core."""

WORDS: Final = ids("ana", "bob", "acme")
"""So few ids that records speak of each other."""

NOW: Final = RECENT
STARTS: Final = Engagement(id="acme", name="Acme rollout", client="acme")


def histories(most: int = 20, amended: bool = True) -> st.SearchStrategy[list[Draft]]:
    """Draw what is told of the engagement ``acme``, in the order it is written."""
    return wild(most=most, amended=amended).map(_of_acme)


def _of_acme(history: History) -> list[Draft]:
    """Call the engagement like its client: ids of different things may be alike."""
    old, new = f'"{ENGAGEMENT}"'.encode(), b'"acme"'
    return [
        replace(
            one,
            stream="acme" if one.stream == ENGAGEMENT else one.stream,
            body=one.body.replace(old, new),
        )
        for one in history.drafts
    ]


def told(drafts: Iterable[Draft], journal: Journal | None = None) -> Journal:
    """Write a history, each record by an act of its own."""
    journal = journal or MemoryStore(salt=bytes)
    for draft in drafts:
        n = journal.head().seq + 1
        journal.append([draft], request=str(n), recorded=stamp(n), expected=None)
    return journal
