"""What stands where in a YAML text?

YAML 1.2 in its plainest reading: ``no``, ``012`` and ``2026-03-01`` are texts.
Only texts, numbers, true, false, nothing, lists and names with values are built.
"""

import math
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any, Final, NamedTuple

from engageframe.errors import InvalidInput, Problem
from engageframe.inputs import Path

__all__ = [
    "DEEPEST", "LARGEST", "MOST_MISTAKES", "MOST_PARTS", "MOST_REPEATED", "Tree", "parse", "plain",
]  # fmt: skip

LARGEST: Final = 50_000_000
"""Bytes that a file may hold: some 250,000 records, which take minutes to read."""

DEEPEST: Final = 40
"""Levels of lists and names with values."""
MOST_PARTS: Final = 5_000_000
"""Values that a file may hold, in lists or by name: some 2 GB while they are read."""
MOST_REPEATED: Final = 100_000
"""Values that all aliases of a file may repeat."""
MOST_MISTAKES: Final = 1_000
"""Mistakes that are told before reading ends."""
_MOST_CONTROLS: Final = 20
_LF: Final = "\n"
_CONTROL: Final = re.compile(r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SURROGATE: Final = re.compile(r"[\ud800-\udfff]")
_NUMBER: Final = re.compile(r"-?(?:0|[1-9][0-9]*)(?P<real>(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)")
_WORDS: Final = dict.fromkeys(("", "~", "null", "Null", "NULL")) | {
    word: word.lower() == "true" for word in ("true", "True", "TRUE", "false", "False", "FALSE")
}


class Tree(NamedTuple):
    """A value, its place (``plan.yaml:14:7``), and its parts, each with the place of its name."""

    value: Any
    at: str
    parts: "dict[Any, tuple[str, Tree]]"
    size: int = 1
    height: int = 0

    def where(self, path: Path) -> str:
        """Give the place of the last step of a path, as far as the path leads."""
        at, tree = self.at, self
        for step in path:
            if step not in tree.parts:
                break
            at, tree = tree.parts[step]
        return at


def plain(text: str) -> Any:
    """Say what a word without quotes means."""
    found = _NUMBER.fullmatch(text) if len(text) < 40 else None
    if found is None:
        return _WORDS.get(text, text)
    number = float(text) if found["real"] else int(text)
    fits = math.isfinite(number) if found["real"] else abs(number) < 2**63
    return number if fits else text


def parse(text: str | bytes, *, name: str) -> tuple[Tree, list[Problem]]:
    """Read one YAML document, and the mistakes in it that let reading go on.

    Raises:
        InvalidInput: reading cannot go on: encoding, size, syntax, depth, too much repeated.
    """
    builder = _Builder(_decoded(text, name), name)
    try:
        return builder.document(), builder.problems
    except InvalidInput as last:
        raise InvalidInput([*builder.problems, *last.problems]) from None


def _decoded(data: str | bytes, name: str) -> str:
    if len(data) > LARGEST:
        says = f"the file holds {len(data):,} bytes, the limit is {LARGEST:,}"
        raise InvalidInput.one(name, says, "split it: several files may tell of one engagement")
    try:
        text = data if isinstance(data, str) else data.decode()
    except UnicodeDecodeError as fault:
        line = fault.object.count(b"\n", 0, fault.start) + 1
        says = f"byte 0x{fault.object[fault.start]:02x} at offset {fault.start} is not UTF-8"
        raise InvalidInput.one(f"{name}:{line}", says, "save the file as UTF-8") from None
    text = text.removeprefix("\ufeff")
    controls = list(islice(_CONTROL.finditer(text), _MOST_CONTROLS))
    if controls:
        raise InvalidInput(
            Problem(
                where=f"{name}:{text.count(_LF, 0, at) + 1}:{at - text.rfind(_LF, 0, at)}",
                says=f"control character U+{ord(text[at]):04X}",
                remedy="delete it",
            )
            for at in (one.start() for one in controls)
        )
    return text


class _Builder:
    """Builds the tree from what the parser meets, and counts what aliases repeat."""

    def __init__(self, text: str, name: str) -> None:
        self.name = name
        self.events = self._events(text)
        self.problems: list[Problem] = []
        self.anchors: dict[str, Tree] = {}
        self.repeated = self.parts = 0

    def document(self) -> Tree:
        found: Tree | None = None
        for event in self.events:
            if hasattr(event, "anchor"):
                at = self._at(event.start_mark)
                if found is not None:
                    raise InvalidInput.one(at, "a second document begins", "keep one per file")
                found = self._tree(event, at, 0)
        return found or Tree(None, f"{self.name}:1:1", {})

    def _events(self, text: str) -> Iterator[Any]:
        from ruamel.yaml import YAML

        at = f"{self.name}:1:1"
        try:
            for event in YAML(typ="safe", pure=True).parse(text):
                at = self._at(event.end_mark)
                yield event
        except Exception as fault:  # noqa: BLE001 - the scanner trips in many ways of its own
            mark = getattr(fault, "problem_mark", None)
            told = [getattr(fault, part, None) for part in ("problem", "context")]
            says = ", ".join(filter(None, told)) or str(fault) or type(fault).__name__
            right = 'look at indentation and brackets; put a text with ": " or " #" in quotes'
            at = self._at(mark) if mark else at
            raise InvalidInput.one(at, f"not YAML: {says}", right) from None

    def _at(self, mark: Any) -> str:
        return f"{self.name}:{mark.line + 1}:{mark.column + 1}"

    def _tree(self, event: Any, at: str, depth: int) -> Tree:
        self.parts += 1
        if self.parts > MOST_PARTS:
            raise InvalidInput.one(at, f"more than {MOST_PARTS:,} values", "split the file")
        if depth > DEEPEST:
            raise InvalidInput.one(at, f"nested deeper than {DEEPEST}", "are all brackets closed?")
        what = type(event).__name__
        if what == "AliasEvent":
            return self._again(event.anchor, at, depth)
        if event.tag is not None:
            self._mistake(at, f'the tag "{event.tag}" is not read', "leave it out")
        if what == "ScalarEvent":
            if _SURROGATE.search(event.value):
                self._mistake(at, "half a character (a surrogate)", "write the character itself")
            tree = Tree(event.value if event.style else plain(event.value), at, {})
        else:
            tree = self._branch(at, depth, named=what == "MappingStartEvent")
        if event.anchor:
            self.anchors[event.anchor] = tree
        return tree

    def _again(self, anchor: str, at: str, depth: int) -> Tree:
        tree = self.anchors.get(anchor)
        if tree is None:
            raise InvalidInput.one(at, f"*{anchor} repeats nothing", f"mark it &{anchor} before")
        self.repeated += tree.size
        if self.repeated > MOST_REPEATED or depth + tree.height > DEEPEST:
            raise InvalidInput.one(at, f"*{anchor} repeats too much", "write it out")
        return tree

    def _branch(self, start: str, depth: int, *, named: bool) -> Tree:
        parts: dict[Any, tuple[str, Tree]] = {}
        while not type(event := next(self.events)).__name__.endswith("EndEvent"):
            at = self._at(event.start_mark)
            step, tree = len(parts), self._tree(event, at, depth + 1)
            if named:
                step = getattr(event, "value", tree.value)
                value = next(self.events)
                tree = self._tree(value, self._at(value.start_mark), depth + 1)
                if not isinstance(step, str):
                    self._mistake(at, "a name must be a text", "put it in quotes")
                    continue
                if step in parts:
                    says = f'"{step}" is given twice, first at {parts[step][0]}'
                    self._mistake(at, says, "keep one of them")
                    continue
            parts[step] = at, tree
        trees = [tree for _, tree in parts.values()]
        values = [tree.value for tree in trees]
        value = dict(zip(parts, values, strict=True)) if named else values
        height = 1 + max((tree.height for tree in trees), default=0)
        return Tree(value, start, parts, 1 + sum(tree.size for tree in trees), height)

    def _mistake(self, at: str, says: str, remedy: str) -> None:
        self.problems.append(Problem(where=at, says=says, remedy=remedy))
        if len(self.problems) >= MOST_MISTAKES:
            raise InvalidInput.one(at, "too many mistakes: reading ended here", "mend these first")
