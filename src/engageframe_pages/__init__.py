"""How do a plan, a brief and a review read? These are the renderers ``text`` and ``markdown``.

Pure: an answer of the core in, a page out, and the page as text or Markdown.
The third form is JSON: :func:`engageframe.codec.canonical` of the answer itself.
"""

from collections.abc import Callable
from typing import Any, Final

from engageframe.encounters import Brief
from engageframe.planning import Plan
from engageframe.reviewing import Review
from engageframe_pages.documents import Document, Row, Section, plain, to_markdown, to_text
from engageframe_pages.pages import (
    brief_page,
    finding_row,
    plan_page,
    review_page,
    short,
)

__all__ = [
    "Document",
    "Row",
    "Section",
    "brief_page",
    "finding_row",
    "markdown",
    "page",
    "plain",
    "plan_page",
    "review_page",
    "short",
    "text",
    "to_markdown",
    "to_text",
]

_PAGES: Final[dict[type[Any], Callable[[Any], Document]]] = {
    Plan: plan_page, Brief: brief_page, Review: review_page,
}  # fmt: skip


def page(answer: object) -> Document:
    """Lay out a plan, a brief or a review."""
    return _PAGES[type(answer)](answer)


def text(answer: object, *, limit: int | None = None) -> str:
    """Write an answer for a terminal; ``limit`` bounds the rows of a section."""
    return to_text(page(answer), limit=limit)


def markdown(answer: object, *, limit: int | None = None) -> str:
    """Write an answer as Markdown; ``limit`` bounds the rows of a section."""
    return to_markdown(page(answer), limit=limit)
