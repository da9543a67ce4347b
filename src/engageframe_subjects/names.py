"""By which words is somebody known, and where do they stand in a text?

A name is found whatever its accents, and whatever its case unless it is a single word: ``Will`` is
not ``will``.
An id of letters alone is looked for only where ids stand, as it may be a word, too.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any, Final

__all__ = ["Names", "everybody"]

_ACCENTS: Final = "[\u0300-\u036f]*"
_APART: Final = r"(?<!\w)(?<!\w[-@+.])"
_AND_APART: Final = r"(?!\w|[-@+.]\w)"
_FIRST_OF_NO_SPACES: Final = 0x2E80
"""From here on are scripts, such as Chinese, that write no space between words."""
_SHORTEST_PART: Final = 3


class Names:
    """The words that stand for one person.

    Args:
        id: the person's id.
        sure: names, aliases and addresses that nobody else has.
        unsure: those that somebody else has, too.
    """

    def __init__(self, id: str, sure: Iterable[str] = (), unsure: Iterable[str] = ()) -> None:
        self.id = id
        self.sure = tuple(sorted({*sure}, key=lambda one: (-len(one), one)))
        parts = {word for one in self.sure if "@" not in one for word in _words(one)}
        self.unsure = tuple(sorted({*unsure} | {w for w in parts if len(w) >= _SHORTEST_PART}))
        plain = re.escape(id)
        wordless = () if id.isalpha() else (plain,)
        self._ids = re.compile(f"{_APART}{plain}{_AND_APART}")
        forms = [*map(_form, self.sure), *(f"{_APART}{one}{_AND_APART}" for one in wordless)]
        self._words = re.compile("|".join(forms)) if forms else None
        hints = [plain, *(_loose(max(_words(one), key=len)) for one in self.sure if _words(one))]
        self._hint = re.compile("|".join(hints), re.IGNORECASE)
        maybe = [f"{_APART}{_loose(one)}{_AND_APART}" for one in self.unsure]
        self._maybe = re.compile("|".join(maybe)) if maybe else None

    def may_stand_in(self, text: str) -> bool:
        """Tell quickly whether a text, or the JSON of a body, is worth a closer look."""
        return self._hint.search(_apart(text)) is not None

    def perhaps_in(self, text: str) -> bool:
        """Tell whether a part of a name, or a name that others have too, stands in a text."""
        return self._maybe is not None and self._maybe.search(_apart(text)) is not None

    def count(self, text: str) -> int:
        """Count how often a text names this person, by words that stand for nobody else."""
        if self._words is None or not self.may_stand_in(text):
            return 0
        return sum(1 for _ in self._words.finditer(_apart(text)))

    def replaced(self, text: str, by: str, *, parts: bool = False) -> str:
        """Give the text with another word wherever this person is named.

        ``parts`` replaces parts of their names, too, where these can mean nobody else.
        """
        if parts and self._maybe is not None:
            apart, count = self._maybe.subn(by, self.replaced(_apart(text), by))
            return unicodedata.normalize("NFC", apart) if count else self.replaced(text, by)
        if not self.may_stand_in(text):
            return text
        if not re.search(r"\s", text):
            text = self._ids.sub(by, text)
        if self._words is None:
            return text
        changed, count = self._words.subn(by, _apart(text))
        return unicodedata.normalize("NFC", changed) if count else text


def everybody(people: Iterable[Mapping[str, Any]]) -> dict[str, Names]:
    """Give the names of all, from every body of a ``person`` that was ever told."""
    told: dict[str, set[str]] = {}
    for one in people:
        written = (one.get("name"), one.get("email"), *(one.get("aliases") or ()))
        found = {word.strip() for word in written if isinstance(word, str) and word.strip()}
        told.setdefault(str(one.get("id")), set()).update(found)
    bearers: dict[str, set[str]] = {}
    for id_, words in told.items():
        for word in words:
            bearers.setdefault(_folded(word), set()).add(id_)
    shared = {word for word, ids in bearers.items() if len(ids) > 1}
    return {
        id_: Names(
            id_,
            sure=(word for word in words if _folded(word) not in shared),
            unsure=(word for word in words if _folded(word) in shared),
        )
        for id_, words in told.items()
    }


def _apart(text: str) -> str:
    """Write letters and their accents apart, so that both can be compared by themselves."""
    return text if text.isascii() else unicodedata.normalize("NFD", text)


def _folded(text: str) -> str:
    bare = "".join(one for one in _apart(text) if not unicodedata.combining(one))
    return " ".join(bare.casefold().split())


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def _loose(word: str) -> str:
    """Write the pattern of a word, with or without its accents."""
    letters = (one for one in _apart(word) if not unicodedata.combining(one))
    return "".join(re.escape(one) + (_ACCENTS if one.isalpha() else "") for one in letters)


def _form(name: str) -> str:
    """Write the pattern of a name; ``Maria Lopez`` may be written ``Lopez, Maria``, too."""
    words = name.split()
    forms = [r"\s+".join(map(_loose, words))]
    if len(words) > 1 and "@" not in name:
        forms.append(_loose(words[-1]) + r",\s*" + r"\s+".join(map(_loose, words[:-1])))
    whole = f"(?:{'|'.join(forms)})"
    unspaced = any(ord(one) >= _FIRST_OF_NO_SPACES for one in name)
    apart = whole if unspaced else f"{_APART}{whole}{_AND_APART}"
    return apart if name.isalpha() else f"(?i:{apart})"
