"""How do a plan, a brief and a review read? These are the renderers ``text`` and ``markdown``.

Pure: an answer of the core in, a page out, and the page as text or Markdown.
The third form is JSON: :func:`engageframe.encoding.canonical` of the answer itself.
What lays a page out is loaded with the first page.
"""

from engageframe_pages.documents import Document, Row, Section, plain, to_markdown, to_text

__all__ = ["Document", "Row", "Section", "markdown", "plain", "text", "to_markdown", "to_text"]


def text(answer: object, *, limit: int | None = None) -> str:
    """Write a plan, a brief or a review for a terminal; ``limit`` bounds the rows of a section."""
    from engageframe_pages.pages import page

    return to_text(page(answer), limit=limit)


def markdown(answer: object, *, limit: int | None = None) -> str:
    """Write a plan, a brief or a review as Markdown; ``limit`` bounds the rows of a section."""
    from engageframe_pages.pages import page

    return to_markdown(page(answer), limit=limit)
