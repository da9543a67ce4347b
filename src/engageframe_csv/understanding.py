"""What does a mapping file say, and what is wrong with it?

A wrong part is left out and the rest is read on, so that all mistakes are told together.
"""

import difflib
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final, NamedTuple

import attrs

from engageframe.errors import InvalidInput, Problem
from engageframe.inputs import Path, structure
from engageframe_csv.mapping import Mapping
from engageframe_csv.templates import key, undatable
from engageframe_yaml.places import parse

LARGEST: Final = 1_000_000
"""Bytes that a mapping may hold."""

__all__ = ["LARGEST", "Understood", "understand"]

_RULE: Final[dict[str, Any]] = {"record": "", "fields": {}}
_NEEDED: Final = {"system": "unknown", **_RULE}
_TABLES: Final = {"columns", "nothing", "aliases", "split", "dates"}
_LISTS: Final[dict[str, dict[str, Any]]] = {"attendees": {}, "implies": _RULE}
"""Parts that have parts, and what each of those needs."""
_LONGEST: Final = 200


class Understood(NamedTuple):
    """A mapping as far as it is right, where its parts stand, and what is wrong with which.

    ``broken`` are the paths of parts that are wrong, or that were meant by a wrong name: what
    follows from them would be no mistake of its own.
    ``unsure`` are the keys of columns of which a wrong part may say how they are written.
    """

    mapping: Mapping
    place: Callable[[Path], str]
    problems: list[Problem]
    broken: frozenset[Path]
    unsure: frozenset[str]


def understand(text: bytes | str, *, name: str) -> Understood:
    """Read a mapping file; what is wrong is gathered, so that all mistakes are told together.

    Raises:
        InvalidInput: it is no YAML, or holds no names with values.
    """
    if len(text) > LARGEST:
        says = f"the mapping holds {len(text):,} bytes, the limit is {LARGEST:,}"
        raise InvalidInput.one(name, says, "is it a mapping?")
    tree, problems = parse(text, name=name)
    paths: list[Path] = []

    def place(path: Path) -> str:
        paths.append(path)
        return tree.where(path)

    try:
        mapping = structure(tree.value, Mapping, place=place)
    except InvalidInput as fault:
        problems += fault.problems
        if not isinstance(tree.value, dict):
            raise InvalidInput(problems) from None
        mapping = structure(_right(tree.value, paths), Mapping)
    wrong = [(path, says) for path, says in _mistakes(mapping) if path not in _parents(paths)]
    problems += [Problem(where=tree.where(path), says=says) for path, says in wrong]
    broken = _broken([*paths, *(path for path, _ in wrong)], tree.value)
    unsure = frozenset(map(key, _unsure(paths, tree.value)))
    return Understood(mapping, tree.where, problems, broken, unsure)


def _right(value: dict[str, Any], paths: Iterable[Path]) -> dict[str, Any]:
    """Leave out what is wrong; what is needed, or counted, is there but empty."""
    wrong = {path[: 3 if path[0] in _LISTS else 2 if path[0] in _TABLES else 1]
             for path in paths if path}  # fmt: skip

    def part(told: Any, at: Path) -> dict[str, Any]:
        told = told if isinstance(told, dict) else {}
        return {one: more for one, more in told.items() if (*at, one) not in wrong}

    right = {**_NEEDED, **part(value, ())}
    for name in _TABLES & right.keys():
        right[name] = part(right[name], (name,))
    for name, needs in _LISTS.items():
        parts = enumerate(right.get(name, ()))
        right[name] = [{**needs, **part(one, (name, n))} for n, one in parts]
    return right


def _parents(paths: Iterable[Path]) -> set[Path]:
    return {path[:n] for path in paths for n in range(1, len(path) + 1)}


def _broken(paths: Iterable[Path], value: dict[str, Any]) -> frozenset[Path]:
    """Name the parts that are wrong, that are missing, and that were meant by a wrong name."""
    broken = _parents(paths)
    meant = {_meant(str(path[0])) for path in broken if len(path) == 1}
    missing: set[Path] = {(name,) for name in meant | _NEEDED.keys() if name not in value}
    for rule in [path for path in broken if path[0] == "implies" and path[1:] and not path[2:]]:
        told = value["implies"][rule[1]]
        missing |= {(*rule, one) for one in _RULE if not isinstance(told, dict) or one not in told}
    return frozenset(broken | missing)


def _unsure(paths: Iterable[Path], value: dict[str, Any]) -> Iterator[str]:
    """Name the columns of which a wrong part may have said how they are written."""
    for path in paths:
        if path and _meant(str(path[0])) in ("columns", "optional"):
            told = value[str(path[0])]
            names = path[1:2] if isinstance(told, dict) and len(path) > 1 else told
            names = [names] if isinstance(names, str) else names
            yield from map(str, names if isinstance(names, (list, tuple, dict)) else ())


def _meant(name: str) -> str:
    known = [field.name for field in attrs.fields(Mapping)]
    return next(iter(difflib.get_close_matches(name[:_LONGEST], known, n=1)), name)


def _mistakes(mapping: Mapping) -> Iterator[tuple[Path, str]]:
    if len(mapping.delimiter) != 1 or mapping.delimiter in '"\r\n\0 ':
        yield ("delimiter",), f'{mapping.delimiter!r} is no delimiter: write one character, as ";"'
    for n, encoding in enumerate(mapping.encodings):
        try:
            b"a".decode(encoding)
        except UnicodeError:
            continue
        except (LookupError, ValueError):
            yield ("encodings", n), f'"{encoding}" is no encoding of text, such as utf-8 or cp1252'
    for n, form in enumerate(mapping.dates.formats):
        if undatable(form):
            yield ("dates", "formats", n), f'"{form}" is no format of dates, such as %d-%m-%Y'
    for title, separators in mapping.split.items():
        if not separators or not all(separators):
            yield ("split", title), 'a separator is missing: write a list such as [";", "/"]'
    for n, who in enumerate(mapping.attendees):
        if not (who.person or who.organization):
            yield ("attendees", n), "neither person nor organization: give at least one template"
