"""What becomes of words that a practice prints by itself? They are told, with its name.

Standard output is for the one answer of a command.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from io import TextIOBase
from typing import Final, TextIO

from engageframe.practices import find
from engageframe_cli.printing import complain

__all__ = ["aside"]


class _Aside(TextIOBase):
    """Stands in for standard output while practices are asked; answers go to ``answers``."""

    encoding = "utf-8"

    def __init__(self, answers: TextIO) -> None:
        self.answers: Final = answers
        self._left = ""
        self._who = ""

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        """Tell whole lines, each with who prints it."""
        self._who = self._who if self._left else _printing()
        *lines, self._left = (self._left + text).split("\n")
        self._tell(*lines)
        return len(text)

    def end(self) -> None:
        """Tell what is left of a line."""
        self._tell(*filter(None, [self._left]))
        self._left = ""

    def _tell(self, *lines: str) -> None:
        complain(*(f"engage: {self._who} printed: {line}" for line in lines))


@contextmanager
def aside() -> Iterator[None]:
    """Send what is printed inside to the error stream; :func:`show` still reaches the output."""
    stream = _Aside(sys.stdout)
    try:
        with redirect_stdout(stream):
            yield
    finally:
        stream.end()


def _printing() -> str:
    """Find the practice that prints: the innermost one among those who called."""
    owners = {one.target.partition(":")[0].partition(".")[0]: one.name for one in find()}
    frame = sys._getframe(1)
    while frame is not None:
        package = str(frame.f_globals.get("__name__", "")).partition(".")[0]
        if package in owners:
            return f'practice "{owners[package]}"'
        if frame.f_back is None:
            break
        frame = frame.f_back
    return "a practice"
