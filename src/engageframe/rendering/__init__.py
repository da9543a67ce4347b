"""How do a plan, a brief and a review read?

Pure: an answer of the core in, a page out, and the page as text or Markdown.
The third form is JSON: :func:`engageframe.codec.canonical` of the answer itself.
"""

from engageframe.rendering.documents import Document, Row, Section, plain, to_markdown, to_text
from engageframe.rendering.pages import (
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
    "plain",
    "plan_page",
    "review_page",
    "short",
    "to_markdown",
    "to_text",
]
