"""How does honest input become hostile?

A case is changed in its words, its lines and its bytes; the same chance gives the same case.
"""

import random
import re
from collections.abc import Callable, Sequence
from typing import Final

__all__ = ["HOSTILE", "mutated"]

_WORD: Final = re.compile(rb"[^\s,:=\[\]{}\"'|;]+")
HOSTILE: Final[tuple[bytes, ...]] = (
    b"", b" ", b"~", b"null", b"true", b"-0", b"-1", b"1e999", b"-1e309", b"NaN", b"Infinity",
    b"0x1F", b"1_000", b"9223372036854775808", b"@BIG@", b"1e-400", b"0.1", b"00", b"3", b"101",
    b"0000", b"0001", b"9999-12-31", b"2026-02-30", b"2026-13", b"2026-Q5", b"2026-W01", b"2026-1",
    b"9999-12-31T23:59:59-23:59", b"0001-01-01T00:00:00+23:59", b"2026-03-01T10:00",
    b"2026-03-01T10:00:60Z", b"2026-03-01T24:00Z", b"\xd9\xa1\xd9\xa2\xd9\xa3\xd9\xa4",
    b"@LONG@", b"@WIDE@", b"@DEEP@", b"@DEEPER@", b"@HUGE@",
    b"\x00", b"\x1b[2J", b"\x1b]0;owned\x07", b"\xc2\x9b31m", b"\x7f", b"\r", b"\t", b"\\", b"\x85",
    b"\xe2\x80\xae", b"\xe2\x81\xa6", b"\xe2\x80\xa8", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xff",
    b"\\ud800", b"\\u0000", b"\\u202e", b"\\x1b", b'"\\uDFFF"', b"\\N",
    b"=cmd|' /C calc'!A0", b"+1", b"-2+3", b"@SUM(A1)", b"<script>alert(1)</script>",
    b"javascript:alert(1)", b"file:///etc/passwd", b"{0.__class__}", b"%s%n", b"${HOME}",
    b"$(id)",
    b"!!python/object/apply:os.system [id]", b"!!binary aGk=", b"!<tag:x>", b"&a [*a]", b"&a",
    b"*a",
    b"<<: *a", b"? ", b"- ", b": ", b"# ", b"---", b"...", b"%YAML 1.1", b"|+9", b">-", b"@", b"`",
    b"[]", b"{}", b"[[", b"}}", b'"', b"'", b'"""', b"'''", b"{{", b"{Name", b"{}", b"{x}{x}",
    b"register", b"correction", b"retraction", b"cycle.closed", b"plan.accepted", b"waiver",
    b"__class__", b"__init__", b"self", b"id", b"../../../etc/passwd", b"-", b"--", b"--json",
    "İıß".encode(), "ﷺ".encode(), "🧑\u200d🤝\u200d🧑".encode(), b"e\xcc\x81", b"a" * 121,
    b"a-" * 70,
)  # fmt: skip
"""Words that trip up careless code."""

_Change = Callable[[random.Random, bytearray, Sequence[bytes]], None]


def mutated(data: bytes, chance: random.Random, words: Sequence[bytes] = ()) -> bytes:
    """Change a case at one to four places."""
    made = bytearray(data)
    for _ in range(chance.choice((1, 1, 1, 2, 2, 3, 4))):
        chance.choice(_CHANGES)(chance, made, words)
    return bytes(made)


def _put_word(chance: random.Random, data: bytearray, words: Sequence[bytes]) -> None:
    """Put a hostile word, or one of the case's kind, in the place of a word."""
    there = [one.span() for one in _WORD.finditer(data)]
    start, end = chance.choice(there) if there else (0, 0)
    data[start:end] = chance.choice(words if words and chance.random() < 0.4 else HOSTILE)


def _add_word(chance: random.Random, data: bytearray, words: Sequence[bytes]) -> None:
    there = [one.end() for one in _WORD.finditer(data)]
    at = chance.choice(there) if there else 0
    data[at:at] = chance.choice(words if words and chance.random() < 0.4 else HOSTILE)


def _swap_words(chance: random.Random, data: bytearray, _: Sequence[bytes]) -> None:
    there = [one.span() for one in _WORD.finditer(data)]
    if len(there) > 1:
        (start, end), other = chance.choice(there), chance.choice(there)
        data[start:end] = data[other[0] : other[1]]


def _lines(chance: random.Random, data: bytearray, _: Sequence[bytes]) -> None:
    """Take a line away, tell it twice, or put it elsewhere."""
    lines = data.splitlines(keepends=True)
    if lines:
        at, to = chance.randrange(len(lines)), chance.randrange(len(lines))
        match chance.randrange(3):
            case 0:
                del lines[at]
            case 1:
                lines.insert(to, lines[at])
            case _:
                lines[at], lines[to] = lines[to], lines[at]
        data[:] = b"".join(lines)


def _flip(chance: random.Random, data: bytearray, _: Sequence[bytes]) -> None:
    if data:
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def _cut(chance: random.Random, data: bytearray, _: Sequence[bytes]) -> None:
    start = chance.randrange(len(data) + 1)
    end = len(data) if chance.random() < 0.2 else start + chance.randrange(40)
    del data[start:end]


def _again(chance: random.Random, data: bytearray, _: Sequence[bytes]) -> None:
    """Tell a part of it once more, somewhere."""
    start, to = chance.randrange(len(data) + 1), chance.randrange(len(data) + 1)
    data[to:to] = data[start : start + chance.randrange(1, 60)]


def _indent(chance: random.Random, data: bytearray, _: Sequence[bytes]) -> None:
    breaks = [n + 1 for n, byte in enumerate(data) if byte == 10] or [0]
    at = chance.choice(breaks)
    if chance.random() < 0.5:
        data[at:at] = b" " * chance.randrange(1, 5)
    else:
        end = at
        while end < len(data) and data[end] == 32 and end - at < 4:
            end += 1
        del data[at:end]


_CHANGES: Final[tuple[_Change, ...]] = (
    _put_word, _put_word, _put_word, _put_word, _add_word, _swap_words, _swap_words, _lines, _lines,
    _flip, _cut, _again, _indent,
)  # fmt: skip
