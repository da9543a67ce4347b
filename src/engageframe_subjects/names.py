"""By which words is somebody known, and where do they stand in a text?

A name is found whatever its accents, and whatever its case unless it is a single word: ``Will`` is
not ``will``. A hyphen, an underscore or a dot may stand for its spaces, and ``ss`` for a sharp s.
Joined without any it is found as people join names: ``MariaLopez``, ``#marialopez``, ``@`` and
before the ``@`` of an address; in running small letters it could be a part of another word.
An id of letters alone is looked for only where ids stand, as it may be a word, too.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from itertools import accumulate
from typing import Any, Final

__all__ = ["Index", "Names", "everybody", "words_of"]

_ACCENTS: Final = "[\u0300-\u036f]*"
_ACCENT: Final = re.compile("[\u0300-\u036f]")
_WORD: Final = re.compile(r"[^\W_]+")
_ESCAPE: Final = re.compile(r"\\(?:[bfnrt]|u[0-9a-f]{4})")
_APART: Final = r"(?<!\w)(?<!\w[-@+.])"
_AND_APART: Final = r"(?!\w|[-@+.]\w)"
_NAME_APART: Final = r"(?<![^\W_])(?<![^\W_][-@+.])"
_AND_NAME_APART: Final = r"(?![^\W_]|[-@+.][^\W_])"
_AND_FULL_NAME_APART: Final = r"(?![^\W_]|[-.][^\W_])"
_BETWEEN: Final = r"(?:[\s_-]+|\.)"
_GAPS: Final = re.compile(r"[\s_-]+")
_CAPITALS: Final = "A-Z\u0391-\u03a9\u0400-\u042f\u0531-\u0556"
"""Letters that begin a hump of a joined name once accents are taken off: Latin to Armenian."""
_HUMP: Final = re.compile(f"(?<=[^\\W_])(?=[{_CAPITALS}])")
_IN_HUMPS: Final = re.compile(f"[{_CAPITALS}](?<=[^\\W_].)")
"""The same, sought by the capital, as this is five times as quick."""
_NO_SMALL_LETTER: Final = f"(?![^\\W\\d_{_CAPITALS}])"
_MOST_HUMPS: Final = 6
_DIGITS: Final = r"\d{0,4}"
_IN_HANDLE: Final = r"(?<=[#@])(?<![^\W_][#@])"
_IN_ADDRESS: Final = r"(?=(?:\+[\w.-]*)?@[^\W_])"
_SHORTEST_HANDLE: Final = 6
_ALIKE: Final = {
    "l": "ł", "o": "ø", "d": "đð", "h": "ħ", "t": "ŧ", "i": "ı", "ss": "ß", "ae": "æ", "oe": "œ",
    "th": "þ", "L": "Ł", "O": "Ø", "D": "ĐÐ", "H": "Ħ", "T": "Ŧ", "SS": "ẞ", "Ae": "Æ", "AE": "Æ",
    "Oe": "Œ", "OE": "Œ", "Th": "Þ", "TH": "Þ", "'": "\N{RIGHT SINGLE QUOTATION MARK}",
}  # fmt: skip
"""Letters that are written by other ones where they are missing."""
_LIKE: Final = {ord(one): plain for plain, all_ in _ALIKE.items() for one in all_}
_UNITS: Final = re.compile("|".join([*sorted(_ALIKE, key=len, reverse=True), "."]), re.DOTALL)
_FIRST_OF_NO_SPACES: Final = 0x2E80
"""From here on are scripts, such as Chinese, that write no space between words."""
_SHORTEST_PART: Final = 3
_MOST_LETTERS: Final = 4_000
"""Of somebody with more letters of names, which nobody has, each is found as it is written only: to
look for all the ways to write them would take seconds."""


class Names:
    """The words that stand for one person.

    Args:
        id: the person's id.
        sure: names, aliases and addresses that nobody else has.
        unsure: those that somebody else has, too.
        common: words of which a name that is unsure must have others, too, to be looked for.
    """

    def __init__(
        self, id: str, sure: Iterable[str] = (), unsure: Iterable[str] = (),
        *, common: Collection[str] = (),
    ) -> None:  # fmt: skip
        self.id = id
        self.sure = tuple(sorted({*sure}, key=lambda one: (-len(one), one)))
        parts = {word for one in self.sure if "@" not in one for word in _words(one)}
        maybe = {*unsure} | {w for w in parts if len(w) >= _SHORTEST_PART}
        self.unsure = tuple(sorted(one for one in maybe if not _is_made_of(one, common)))

    @cached_property
    def signs(self) -> "_Signs":
        """What stands in every text that names this person for sure."""
        return _Signs((self.id, *self.sure))

    @cached_property
    def perhaps(self) -> "_Signs":
        """What stands in every text that perhaps names this person."""
        return _Signs(self.unsure)

    @cached_property
    def _ids(self) -> re.Pattern[str]:
        return re.compile(f"{_APART}{re.escape(self.id)}{_AND_APART}")

    @cached_property
    def _plain(self) -> bool:
        return sum(map(len, (*self.sure, *self.unsure))) > _MOST_LETTERS

    @cached_property
    def _words(self) -> re.Pattern[str] | None:
        forms = [*map(_as_written if self._plain else _form, self.sure)]
        forms += [] if self.id.isalpha() else [self._ids.pattern]
        return re.compile("|".join(forms)) if forms else None

    @cached_property
    def _maybe(self) -> re.Pattern[str] | None:
        write = _as_written if self._plain else _loose
        maybe = [f"{_APART}{write(one)}{_AND_APART}" for one in self.unsure]
        return re.compile("|".join(maybe)) if maybe else None

    def may_stand_in(self, text: str) -> bool:
        """Tell quickly whether a text, or the JSON of a body, is worth a closer look."""
        return self.signs.stand_in(text)

    def may_perhaps_stand_in(self, text: str) -> bool:
        """Tell quickly whether :meth:`perhaps_in` is worth asking of the texts in a body's JSON."""
        return self.perhaps.stand_in(text)

    def perhaps_in(self, text: str) -> bool:
        """Tell whether a part of a name, or a name that others have too, stands in a text."""
        if self._maybe is None or not self.may_perhaps_stand_in(text):
            return False
        return self._maybe.search(_apart(text)) is not None

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


class _Signs:
    """Words that must stand in a text for one of some names to stand there: one of each name."""

    def __init__(self, names: Iterable[str]) -> None:
        found = [(one, _words_of(_bare(one))) for one in names]
        longest = [(one, max(words, key=len)) for one, words in found if words]
        self.anywhere = tuple(word for one, word in longest if _has_no_spaces(one))
        spaced = [(one, word) for one, word in longest if not _has_no_spaces(one)]
        joined = (word for one, _ in spaced for word in _joined(_plain_words(_bare(one))))
        self.words = frozenset((*(word for _, word in spaced), *joined))

    def stand_in(self, text: str) -> bool:
        """Tell whether one stands in a text."""
        plain = _plainly(text)
        bare = plain.casefold()
        if any(one in bare for one in self.anywhere):
            return True
        return not self.words.isdisjoint(_words_in(plain, bare))


class Index:
    """Finds who may be named in a text, however many people there are."""

    def __init__(self, everybody: Mapping[str, Names]) -> None:
        self._by_word: dict[str, list[str]] = {}
        self._anywhere: list[tuple[str, str]] = []
        self._order = {id_: at for at, id_ in enumerate(everybody)}
        for id_, names in everybody.items():
            for signs in (names.signs, names.perhaps):
                self._anywhere += [(word, id_) for word in signs.anywhere]
                for word in signs.words:
                    self._by_word.setdefault(word, []).append(id_)

    def candidates(self, text: str) -> list[str]:
        """Give the ids of whom a text, or the JSON of a body, may name, as they were given."""
        plain = _plainly(text)
        bare = plain.casefold()
        words = _words_in(plain, bare)
        found = {id_ for word in words for id_ in self._by_word.get(word, ())}
        found.update(id_ for word, id_ in self._anywhere if word in bare)
        return sorted(found, key=self._order.__getitem__)


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


def words_of(names: Iterable[Names]) -> frozenset[str]:
    """Give the words that names are made of, in the way in which they are compared."""
    told = (one for each in names for one in (*each.sure, *each.unsure))
    return frozenset(word for one in told for word in _words_of(_bare(one)))


def _apart(text: str) -> str:
    """Write letters and their accents apart, so that both can be compared by themselves."""
    return text if text.isascii() else unicodedata.normalize("NFD", text)


def _plainly(text: str) -> str:
    """Write letters without accents, and such as are no letter with an accent by their likes."""
    return text if text.isascii() else _ACCENT.sub("", _apart(text)).translate(_LIKE)


def _bare(text: str) -> str:
    """Write a text so that all ways to write a name are one."""
    return _plainly(text).casefold()


def _folded(text: str) -> str:
    bare = _bare(text)
    return " ".join(bare.split() if "@" in bare else re.split(_BETWEEN, bare))


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def _words_of(bare: str) -> set[str]:
    """Give the words of a text that was made bare; in JSON a line break is no letter n."""
    found = {*_WORD.findall(bare)}
    if "\\" in bare:
        found.update(_WORD.findall(_ESCAPE.sub(" ", bare)))
    return found


def _words_in(plain: str, bare: str) -> set[str]:
    """Give the words of a text, and those that are joined in it: ``Maria`` in ``ToMariaLopez``."""
    found = _words_of(bare)
    found.update([one.rstrip("0123456789") for one in found if one[-1].isdecimal()])
    if _IN_HUMPS.search(plain):
        for word in _WORD.findall(plain):
            humps = [] if word.isupper() else _HUMP.split(word)
            for n in range(len(humps) if len(humps) > 1 else 0):
                runs = accumulate(humps[n : n + _MOST_HUMPS])
                found.update(one.casefold().rstrip("0123456789") for one in runs)
    return found


def _plain_words(name: str) -> list[str]:
    """Give the words of a name without what is no letter: ``ONeil``."""
    return [one for one in ("".join(_WORD.findall(word)) for word in _GAPS.split(name)) if one]


def _joined(words: list[str]) -> tuple[str, ...]:
    """Join the words of a name, and with the last one in front, and give the longest of them."""
    if len(words) < 2:
        return ()
    return "".join(words), "".join([words[-1], *words[:-1]]), max(words, key=len)


def _is_made_of(name: str, words: Collection[str]) -> bool:
    return bool(words) and _words_of(_bare(name)) <= {*words}


def _has_no_spaces(name: str) -> bool:
    """Tell whether a name is written in a script, such as Chinese, without spaces."""
    return any(ord(one) >= _FIRST_OF_NO_SPACES for one in name)


def _loose(word: str) -> str:
    """Write the pattern of a word, with or without accents, and with letters that are alike."""
    return "".join(
        f"(?:{_ACCENTS.join(one)}|[{_ALIKE[one]}]){_ACCENTS}" if one in _ALIKE
        else re.escape(one) + (_ACCENTS if one.isalpha() else "")
        for one in _UNITS.findall(_plainly(word))
    )  # fmt: skip


def _as_written(name: str) -> str:
    """Write the pattern of a name as it stands, but for its case."""
    return f"(?i:{_NAME_APART}{re.escape(_apart(name))}{_AND_NAME_APART})"


def _form(name: str) -> str:
    """Write the pattern of a name; ``Maria Lopez`` may be written ``Lopez, Maria``, too."""
    if "@" in name:
        return f"(?i:{_APART}{_loose(name)}{_AND_APART})"
    words = [one for one in _GAPS.split(name) if one] or [name]
    whole = _BETWEEN.join(map(_loose, words))
    if len(words) == 1:
        apart = whole if _has_no_spaces(name) else f"{_NAME_APART}{whole}{_AND_NAME_APART}"
        return apart if name.isalpha() else f"(?i:{apart})"
    after = rf"{_loose(words[-1])},\s*{_BETWEEN.join(map(_loose, words[:-1]))}"
    spaced = f"(?:{whole}|{after})"
    if _has_no_spaces(name):
        return f"(?i:{spaced})"
    return "|".join(
        (f"(?i:{_NAME_APART}{spaced}{_DIGITS}{_AND_FULL_NAME_APART})", *_joined_forms(words))
    )


def _joined_forms(words: list[str]) -> Iterator[str]:
    """Write the patterns of a name whose words are joined; a hump is a border, as a space is."""
    plain = _plain_words(_plainly(" ".join(words)))
    for order in (plain, [*plain[-1:], *plain[:-1]]):
        if all(one[0].upper() != one[0].lower() for one in order):
            humps = "".join(f"(?:{_capital(one)})" for one in order[1:])
            first = f"(?:{_capital(order[0])}|(?<![^\\W_]){_loose(order[0].lower())})"
            yield f"{first}{humps}{_DIGITS}{_NO_SMALL_LETTER}"
        run = "[._-]".join(map(_loose, order)) + _DIGITS
        yield f"(?i:{_NAME_APART}{run}{_AND_FULL_NAME_APART})"
        if len("".join(order)) >= _SHORTEST_HANDLE and min(map(len, order)) > 1:
            run = "".join(map(_loose, order)) + _DIGITS
            yield f"(?i:{_IN_HANDLE}{run}{_AND_FULL_NAME_APART})"
            yield f"(?i:{_NAME_APART}{run}{_IN_ADDRESS})"


def _capital(word: str) -> str:
    """Write the pattern of a word that begins with a capital, as it is written or plainly."""
    return "|".join(map(_loose, dict.fromkeys((word[0].upper() + word[1:], word.capitalize()))))
