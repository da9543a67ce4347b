"""What is a page, and how does it become text or Markdown?

Names and notes come from anywhere: what could steer a terminal is shown instead of sent.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

__all__ = ["Document", "Row", "Section", "plain", "to_markdown", "to_text"]

_MARKS: Final[dict[int, int]] = {
    **{code: 0x2400 + code for code in range(0x20)},  # C0: the picture of each control
    **dict.fromkeys((0x7F, *range(0x80, 0xA0), *range(0xD800, 0xE000)), 0xFFFD),
    **dict.fromkeys((*range(0x2028, 0x202F), *range(0x2066, 0x206A)), 0xFFFD),  # turn the line
    **dict.fromkeys(map(ord, "\t\n\r"), ord(" ")),
}
_MARKDOWN: Final = re.compile(r"[\\`*_\[\]<>|~]|^[-+#=]|(?<=^\d)[.)]|&(?=#?\w+;)")


class Row(NamedTuple):
    """One line, the id that it can be asked why by, and notes that belong to it."""

    text: str
    id: str = ""
    notes: Sequence[str] = ()


class Section(NamedTuple):
    """A heading with its rows, and the words for it when there are none."""

    title: str
    rows: Sequence[Row]
    empty: str = "none"


class Document(NamedTuple):
    """A page: a title, what it rests on, and sections."""

    title: str
    facts: Sequence[str]
    sections: Sequence[Section]


def plain(text: str) -> str:
    """Put a text on one line, with a visible mark for each character that steers a terminal."""
    return text.translate(_MARKS).strip()


def to_text(page: Document, *, limit: int | None = 10) -> str:
    """Write a page for a terminal; ``limit`` bounds the rows of a section."""
    title = plain(page.title)
    lines = [title, "=" * len(title), *map(plain, page.facts)]
    for section in page.sections:
        lines += ["", plain(_counted(section))]
        for row in _bounded(section, limit):
            lines.append(f"  {plain(row.text)}" + (f"  [{plain(row.id)}]" if row.id else ""))
            lines += [f"      {plain(note)}" for note in row.notes]
    return "\n".join(lines) + "\n"


def to_markdown(page: Document, *, limit: int | None = 10) -> str:
    """Write a page as Markdown; ``limit`` bounds the rows of a section."""
    lines = [f"# {_escaped(page.title)}", "", *(f"{_escaped(fact)}  " for fact in page.facts)]
    for section in page.sections:
        lines += ["", f"## {_escaped(_counted(section))}", ""]
        for row in _bounded(section, limit):
            id_ = plain(row.id).replace("`", "")
            lines.append(f"- {_escaped(row.text)}" + (f" `{id_}`" if id_ else ""))
            lines += [f"  - {_escaped(note)}" for note in row.notes]
    return "\n".join(lines) + "\n"


def _counted(section: Section) -> str:
    return f"{section.title} ({len(section.rows)})" if section.rows else section.title


def _bounded(section: Section, limit: int | None) -> Iterator[Row]:
    """Give the rows that are shown, then how many are left out; the words for none at all."""
    rows = section.rows or (Row(section.empty),)
    shown = rows[:limit]
    yield from shown
    if len(shown) < len(rows):
        yield Row(f"and {len(rows) - len(shown)} more: --all")


def _escaped(text: str) -> str:
    return _MARKDOWN.sub(lambda found: f"\\{found[0]}", plain(text))
