"""How is what a practice says counted, shortened and printed? A library for those that write texts.

It takes plain texts and numbers, and knows neither records nor views.
"""

from typing import Final

__all__ = ["LONGEST", "clip", "echo", "many"]

LONGEST: Final = 80
"""Characters of a name, or of a text that is quoted, unless somebody says otherwise."""
_MARK: Final = "\N{REPLACEMENT CHARACTER}"


def many(count: int, word: str) -> str:
    """Count in words.

    Example:
        >>> many(1, "day"), many(3, "day")
        ('1 day', '3 days')
    """
    return f"{count} {word}" if count == 1 else f"{count} {word}s"


def clip(text: str, *, longest: int = LONGEST) -> str:
    """Put a text on one line and shorten it, so that what it is part of can be read.

    Example:
        >>> clip("Board  of the  harbour", longest=14)
        'Board of th...'
    """
    line = " ".join(text.split())
    return line if len(line) <= longest else f"{line[: longest - 3].rstrip()}..."


def echo(*lines: str) -> None:
    """Print lines; each character that steers a terminal or breaks a line is shown as a mark."""
    import click  # commands have it already, and only they print

    if lines:
        click.echo("\n".join(map(_plain, lines)))


def _plain(line: str) -> str:
    if line.isprintable():
        return line
    return "".join(one if one.isprintable() else _MARK for one in line)
