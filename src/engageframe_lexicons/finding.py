"""Which words does a practice look for in a text, and which of them are harmless?

A lexicon is language data: lists of wordings, in a TOML file of the practice that knows the lists.
The file of another language comes from a plugin; a workspace's settings may override wordings::

    language = "en"

    [[contrast]]
    name = "but"
    finds = ["but", "however"]
    unless = ["all but"]
    instead = "and"

A phrase is words with blanks between them, found inside one sentence whatever their case.
``a|b`` is either word, ``word?`` may be missing, ``..`` stands for up to three words.
"""

import re
from bisect import bisect
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from typing import Any, Final, NamedTuple, Self

import attrs

from engageframe.discovery import LEXICONS, find
from engageframe.errors import InvalidInput, Problem, did_you_mean
from engageframe.inputs import structure
from engageframe.model.fields import an_id

__all__ = ["Lexicon", "Match", "Wording", "sentences"]

_WORD: Final = re.compile(r"\w+")
_TOKEN: Final = re.compile(r"\w+(?:['-]\w+)*(?:\|\w+(?:['-]\w+)*)*\??")
_BETWEEN: Final = r"(?:[^\w.!?\n]|\n(?![^\S\n]*\n)){1,9}+"
_ANY: Final = rf"(?:\w++(?:['-]\w++)*+{_BETWEEN}){{0,3}}"
"""Up to three words; one that was taken is not taken apart again, or a long one takes hours."""
_APART: Final = "\n\n"
_END: Final = re.compile(r"(?<=[.!?])[\"')\]]*\s+|\n\s*\n|\n(?=\s*[-*\u2022#>] )")
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]+)*")
MOST_WORDS: Final = 12
MOST_MISSING: Final = 4
"""Places of a phrase where words may be missing: each multiplies the ways to look for it."""
_QUOTES: Final = str.maketrans("\u2019\u02bc\u2011", "''-")


def sentences(text: str) -> list[str]:
    """Cut a text into sentences; a blank line and an item of a list end one, too."""
    return [one for one in map(str.strip, _END.split(text)) if _WORD.search(one)]


def _phrases(owner: object, field: "attrs.Attribute[Any]", value: object) -> None:
    if not isinstance(value, tuple):
        raise TypeError(f"{field.name} is {value!r}: expected a tuple of phrases")
    faults = [f'the phrase "{one}" {fault}' for one in value if (fault := _fault(one))]
    if faults:
        raise ValueError("; ".join(faults))


def _fault(phrase: object) -> str:
    """Say what is wrong with a phrase, if anything is."""
    if not isinstance(phrase, str) or not (words := phrase.translate(_QUOTES).split()):
        return "is blank: expected words"
    odd = [one for one in words if one != ".." and not _TOKEN.fullmatch(one)]
    if odd:
        return f'holds "{odd[0]}": expected words, a|b, word? or ..'
    if any(one == ".." or one.endswith("?") for one in (words[0], words[-1])):
        return "begins or ends with what may be missing: expected a word there"
    if len(words) > MOST_WORDS:
        return f"is too long: expected at most {MOST_WORDS} words"
    if sum(one == ".." or one.endswith("?") for one in words) > MOST_MISSING:
        return f"leaves too much open: expected at most {MOST_MISSING} times .. or word?"
    return ""


@attrs.frozen(kw_only=True)
class Wording:
    """Phrases that mean one thing, where they are harmless, and what to write instead.

    ``name`` tells it apart in its list; a wording without ``finds`` switches one off.
    """

    name: str = attrs.field(validator=an_id)
    finds: tuple[str, ...] = attrs.field(validator=_phrases)
    unless: tuple[str, ...] = attrs.field(default=(), validator=_phrases)
    instead: str = ""


class Match(NamedTuple):
    """Words that were found, where they stand in the text, and the wording that they are of."""

    words: str
    start: int
    end: int
    wording: Wording


class _Search:
    """One wording as patterns, which are made when its rarest words occur for the first time."""

    def __init__(self, wording: Wording) -> None:
        self.wording = wording
        self.anchors = frozenset(one for phrase in wording.finds for one in _anchors(phrase))

    @cached_property
    def _patterns(self) -> tuple[re.Pattern[str], re.Pattern[str]]:
        return _pattern(self.wording.finds), _pattern(self.wording.unless)

    def spans(self, plain: str) -> Iterator[tuple[int, int]]:
        finds, unless = self._patterns
        harmless = [one.span() for one in unless.finditer(plain)]
        for one in finds.finditer(plain):
            start, end = one.span()
            if not any(first < end and start < last for first, last in harmless):
                yield start, end


class Lexicon:
    """The wordings of a practice by the name of their list.

    Attributes:
        lists: the wordings of each list.
    """

    def __init__(self, lists: Mapping[str, Sequence[Wording]] | None = None) -> None:
        self.lists: dict[str, tuple[Wording, ...]] = {
            name: tuple(words) for name, words in (lists or {}).items()
        }

    @cached_property
    def _searches(self) -> dict[str, list[_Search]]:
        return {name: [*map(_Search, words)] for name, words in self.lists.items()}

    @classmethod
    def read(cls, text: str | bytes, *, where: str, lists: Collection[str]) -> Self:
        """Read the file of one language.

        Args:
            text: TOML.
            where: the name of the file, for messages.
            lists: the lists that the practice knows.

        Raises:
            InvalidInput: with every fault, its line, and what would be right.
        """
        import tomllib

        try:
            content = text.decode() if isinstance(text, bytes) else text
            data = tomllib.loads(content.replace("\r\n", "\n"))
        except (ValueError, RecursionError) as fault:  # of encoding, syntax, numbers, depth
            raise InvalidInput.one(where, f"it is not TOML: {fault}", "mend it there") from None
        found = _sound(data, lists)
        if found is None:
            raise InvalidInput(_problems(data, content, where, lists))
        return cls(found)

    @classmethod
    def load(
        cls, practice: str, languages: Iterable[str], *, shipped: Path, lists: Collection[str]
    ) -> Self:
        """Read the lexicons of some languages together: shipped ones, or those of plugins.

        Args:
            practice: the name of the practice whose lexicons they are.
            languages: such as ``en``; another one is an entry point of the group
                ``engageframe.lexicons``, its name ``PRACTICE.LANGUAGE`` and its value the package
                that holds the file ``PRACTICE.LANGUAGE.toml``.
            shipped: the folder with ``en.toml`` and what else the practice brings.
            lists: the lists that the practice knows.

        Raises:
            InvalidInput: there is no such language, or its file has faults; all are told.
        """
        found: dict[str, tuple[Wording, ...]] = dict.fromkeys(lists, ())
        problems: list[Problem] = []
        for language in dict.fromkeys(languages):
            path = shipped / f"{language}.toml"
            try:
                own = _LANGUAGE.fullmatch(language) is not None and path.is_file()
                data = path.read_bytes() if own else _foreign(practice, language, shipped)
                one = cls.read(data, where=f"{practice}.{language}.toml", lists=lists)
            except InvalidInput as fault:
                problems += fault.problems
                continue
            for name, words in one.lists.items():
                found[name] += words
        if problems:
            raise InvalidInput(problems)
        return cls(found)

    def overridden(self, lists: Mapping[str, Sequence[Wording]]) -> "Lexicon":
        """Give the lexicon with some wordings replaced by those of their name, or added.

        Raises:
            InvalidInput: the practice knows no such list.
        """
        if strange := [name for name in lists if name not in self.lists]:
            says, remedy = f'no list "{strange[0]}"', did_you_mean(strange[0], self.lists)
            raise InvalidInput.one("", says, remedy)
        if not lists:
            return self
        changed = dict(self.lists)
        for name, words in lists.items():
            own = {one.name for one in words}
            changed[name] = (*(one for one in changed[name] if one.name not in own), *words)
        return Lexicon(changed)

    def search(self, texts: Sequence[str]) -> Iterator[tuple[int, str, tuple[Match, ...]]]:
        """Find all lists in many texts: the number of a text, the list, and what was found.

        It is quick where most texts hold none of the words.
        """
        plain = _plain(_APART.join(texts))
        there = set(_WORD.findall(plain))
        hot = {word for rows in self._searches.values() for one in rows for word in one.anchors}
        if not (hot := hot & there):
            return
        ends = list(accumulate(len(one) + len(_APART) for one in texts))
        seen = re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(hot)))})\b")
        for number in dict.fromkeys(bisect(ends, one.start()) for one in seen.finditer(plain)):
            for name in self.lists:
                if found := self.find(name, texts[number]):
                    yield number, name, found

    def find(self, name: str, text: str) -> tuple[Match, ...]:
        """Find the wordings of one list in a text, in the order in which they stand."""
        plain = _plain(text)
        there = set(_WORD.findall(plain))
        found = {
            (start, end, one.wording.name): Match(text[start:end], start, end, one.wording)
            for one in self._searches[name]
            if not one.anchors.isdisjoint(there)
            for start, end in one.spans(plain)
        }
        return tuple(match for _, match in sorted(found.items()))


def _plain(text: str) -> str:
    """Write a text in lower case, letter for letter."""
    lower = text.lower()
    if text.isascii():
        return lower
    if len(lower) != len(text):
        lower = "".join(one.lower() if len(one.lower()) == 1 else one for one in text)
    return lower.translate(_QUOTES)


def _anchors(phrase: str) -> list[str]:
    """Give the first words of that part of a phrase without which nothing is found."""
    words = [one for one in _plain(phrase).split() if one != ".." and not one.endswith("?")]
    parts = [one.split("|") for one in words]
    rarest = max(parts, key=lambda part: min(map(len, part)))
    return [found[0] for one in rarest if (found := _WORD.findall(one))]


def _pattern(phrases: Iterable[str]) -> re.Pattern[str]:
    """Build the pattern of some phrases; of none, one that finds nothing."""
    whole = "|".join(map(_piece, phrases)) or r"(?!)"
    return re.compile(rf"(?<![\w-])(?:{whole})(?!\w|-\w)")


def _piece(phrase: str) -> str:
    built = ""
    for n, word in enumerate(words := _plain(phrase).split()):
        last = n + 1 == len(words)
        if word == "..":
            built += _ANY
            continue
        one = "|".join(map(re.escape, word.removesuffix("?").split("|")))
        after = "" if last else _BETWEEN
        built += f"(?:(?:{one}){after})?" if word.endswith("?") else f"(?:{one}){after}"
    return built


def _wordings(rows: Any) -> tuple[Wording, ...]:
    made = []
    for row in rows:
        fields: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in row.items()
        }
        made.append(Wording(**fields))
    return tuple(made)


def _sound(data: dict[str, Any], lists: Collection[str]) -> dict[str, tuple[Wording, ...]] | None:
    """Build the wordings of a file quickly, or nothing when it has any fault."""
    rows = {name: part for name, part in data.items() if name != "language"}
    if not isinstance(data.get("language"), str) or not {*rows} <= {*lists}:
        return None
    try:
        found = {name: _wordings(part) for name, part in rows.items()}
    except (TypeError, ValueError, AttributeError):
        return None
    twice = any(len({one.name for one in words}) < len(words) for words in found.values())
    return None if twice or not all(isinstance(part, list) for part in rows.values()) else found


def _problems(
    data: dict[str, Any], text: str, where: str, lists: Collection[str]
) -> Iterator[Problem]:
    """Find every fault of a file, with the line of the table that it is in."""
    if not isinstance(data.get("language"), str):
        yield Problem(where=f"{where}:1", says="it names no language", remedy='add language = "en"')
    for name, rows in data.items():
        if name == "language":
            continue
        lines = [n for n, line in enumerate(text.splitlines(), 1) if _begins(line, name)] or [1]
        if name not in lists:
            says, remedy = f'unknown list "{name}"', did_you_mean(name, lists)
            yield Problem(where=f"{where}:{lines[0]}", says=says, remedy=remedy)
        elif not isinstance(rows, list):
            says, remedy = f'"{name}" is one table', f"begin each wording with [[{name}]]"
            yield Problem(where=f"{where}:{lines[0]}", says=says, remedy=remedy)
        else:
            seen: set[object] = set()
            for n, row in enumerate(rows):
                spot = f"{where}:{lines[min(n, len(lines) - 1)]}"
                yield from _of_row(row, seen, f"{spot}: {name} {n + 1}")


def _of_row(row: Any, seen: set[object], where: str) -> Iterator[Problem]:
    try:
        one = _wordings([row])[0]
    except (TypeError, ValueError, AttributeError):
        try:  # slowly, and with every fault
            structure(row, Wording)
        except InvalidInput as found:
            for problem in found.problems:
                part = f", {problem.where}" if problem.where else ""
                yield Problem(where=where + part, says=problem.says, remedy=problem.remedy)
        return
    if one.name in seen:
        yield Problem(where=where, says=f'"{one.name}" is there twice', remedy="rename one of them")
    seen.add(one.name)


def _begins(line: str, name: str) -> bool:
    head = rf"\s*(?:\[\[?\s*)?[\"']?{re.escape(name)}[\"']?\s*[\]=.]"
    return re.match(head, line) is not None


def _foreign(practice: str, language: str, shipped: Path) -> bytes:
    """Read the file of a language that a plugin brings."""
    from importlib.resources import files

    wanted = f"{practice}.{language}"
    known = {one.name: one.target for one in find(wanted, group=LEXICONS)}
    if wanted not in known:
        own = [f"{practice}.{one.stem}" for one in shipped.glob("*.toml")]
        others = [one for one in known if one.startswith(f"{practice}.")]
        says = f'no lexicon "{wanted}" is shipped or installed'
        raise InvalidInput.one("", says, did_you_mean(wanted, [*own, *others]))
    try:
        return (files(known[wanted]) / f"{wanted}.toml").read_bytes()
    except (OSError, ImportError, TypeError) as fault:
        where, says = f"{known[wanted]}/{wanted}.toml", f"it cannot be read: {fault}"
        raise InvalidInput.one(where, says, "repair its plugin") from None
