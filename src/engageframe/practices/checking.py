"""What is wrong with a practice, told all at once?"""

import inspect
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

import attrs
from pluggy import PluginManager

from engageframe.discovery import Found
from engageframe.errors import InvalidInput, Problem, did_you_mean
from engageframe.folding import covers
from engageframe.hooks import API, ENDING, Practice
from engageframe.kinds import CORE_KINDS, Kind
from engageframe.lenses import Lens
from engageframe.practices.loading import Loaded
from engageframe.rules import Rule

__all__ = ["admit", "claims", "faults", "flaws", "hooks"]


@cache
def hooks() -> dict[str, list[str]]:
    """Give the hooks of the contract with the arguments of each."""
    named = {name: hook for name, hook in vars(Practice).items() if name.startswith("engageframe_")}
    return {name: list(inspect.signature(hook).parameters)[1:] for name, hook in named.items()}


def admit(found: Found, practice: Any, manager: PluginManager) -> list[Problem]:
    """Look whether a class keeps to this contract, as far as it tells that alone.

    Raises:
        InvalidInput: it is no practice, or was written for another API.
    """
    api = getattr(practice, "api", None)
    if type(api) is int and api not in (API, *ENDING):
        remedy = "upgrade engageframe" if api > API else f'ask for a "{found.name}" of today'
        raise InvalidInput.one("", f"it needs API {api}, this is API {API}", remedy)
    if not (isinstance(practice, type) and issubclass(practice, Practice)):
        raise InvalidInput.one("", f"{found.target} is no subclass of engageframe.Practice")
    return [*_of_attributes(found, practice), *_of_hooks(practice, manager)]


def _of_attributes(found: Found, practice: type[Practice]) -> Iterator[Problem]:
    if practice.name != found.name or not re.fullmatch(r"[a-z][a-z0-9_-]*", practice.name):
        remedy = f'its entry point is "{found.name}", and it takes a-z, 0-9, - and _'
        yield Problem("name", f'it is "{practice.name}"', remedy)
    for field in ("reads", "after", "before"):
        value = getattr(practice, field)
        if not isinstance(value, tuple) or not all(isinstance(one, str) for one in value):
            yield Problem(field, f"it is {value!r}", 'write it as ("one", "two")')
    shape = practice.Settings
    if shape is not None and not attrs.has(shape):
        yield Problem("Settings", f"{shape!r} is no attrs class")
    for option in attrs.fields(shape) if shape is not None and attrs.has(shape) else ():
        if option.default is attrs.NOTHING:
            yield Problem("Settings", f'the option "{option.name}" has no default', "give it one")


def _of_hooks(practice: type[Practice], manager: PluginManager) -> Iterator[Problem]:
    for name in dir(practice):
        options = manager.parse_hookimpl_opts(practice, name)
        if options is None and not name.startswith("engageframe_"):
            continue
        method = getattr(practice, name)
        if name not in hooks():
            yield Problem(name, "there is no such hook", did_you_mean(name, hooks()))
        elif options is None:
            if method is not getattr(Practice, name):
                yield Problem(name, "it is not marked, so nobody would call it", "mark it @impl")
        elif asked := sorted(word for word, value in dict(options).items() if value):
            yield Problem(name, f"it asks for {', '.join(asked)}", "order with after and before")
        elif inspect.iscoroutinefunction(method) or inspect.isasyncgenfunction(method):
            yield Problem(name, "it is async", "make it a plain function")
        else:
            bound = inspect.getattr_static(practice, name) is not method
            takes = list(inspect.signature(method).parameters.values())[0 if bound else 1 :]
            plain = all(one.kind is one.POSITIONAL_OR_KEYWORD for one in takes)
            if not plain or [one.name for one in takes] != hooks()[name]:
                yield _of_arguments(name, takes)


def _of_arguments(name: str, takes: Sequence[inspect.Parameter]) -> Problem:
    wanted = hooks()[name]
    unknown = [one.name for one in takes if one.name not in wanted]
    shown = f"({', '.join(map(str, takes))})" if not unknown else f'an unknown "{unknown[0]}"'
    hint = f"; {did_you_mean(unknown[0], wanted)}" if unknown and wanted else ""
    return Problem(name, f"it takes {shown}", f"expected ({', '.join(wanted)}), plainly{hint}")


def flaws(
    practice: type[Practice], told: Sequence[Problem], kinds: Mapping[str, Kind],
    used: Collection[str],
) -> Iterator[Problem]:  # fmt: skip
    """Complete what :func:`admit` told of a class: what it reads is known when all are there."""
    yield from told
    if not {"reads", "after", "before"} & {one.where for one in told}:
        neighbours = {*used, *practice.after, *practice.before}
        yield from _of_reads(practice.reads, kinds, neighbours, serves=practice.serves)


def claims(
    kinds: Iterable[Kind], rules: Iterable[Rule], lenses: Iterable[Lens[Any]]
) -> list[object]:
    """Give all that somebody brings and that only one can have."""
    words = [("rule", rule.code) for rule in rules] + [("lens", lens.name) for lens in lenses]
    return [*words, *(("kind", kind.name) for kind in kinds), *(kind.body for kind in kinds)]


def faults(
    loaded: Loaded, kinds: Mapping[str, Kind], used: Collection[str], taken: Mapping[object, str]
) -> Iterator[Problem]:
    """Find what a practice may not bring or read.

    Args:
        loaded: the practice.
        kinds: all kinds of the core and the practices in use, refused ones among them.
        used: the names of the practices in use: one that failed takes no other along.
        taken: the owners of what was brought before.
    """
    practice, mine = loaded.practice, claims(loaded.kinds, loaded.rules, loaded.lenses)
    for claim in dict.fromkeys(mine):
        owner = f'"{loaded.name}" itself' if mine.count(claim) > 1 else taken.get(claim)
        where = f'{claim[0]} "{claim[1]}"' if isinstance(claim, tuple) else repr(claim)
        if owner:
            yield Problem(where, f"it is taken by {owner}", "choose another")
    core = {kind.name.partition(".")[0] for kind in CORE_KINDS}
    for kind in loaded.kinds:
        if loaded.name in core or not kind.name.startswith(f"{loaded.name}."):
            remedy = f'begin it with "{loaded.name}."' if loaded.name not in core else ""
            yield Problem(f'kind "{kind.name}"', "its family is not its own", remedy)
    for lens in loaded.lenses:
        for read in lens.reads:
            if not covers(practice.reads, read):
                yield Problem(f'lens "{lens.name}"', f'it folds "{read}"', "add that to reads")
    neighbours = {*used, *practice.after, *practice.before} - {loaded.name}
    reads = [*practice.reads, *(kind.name for kind in loaded.kinds)]
    yield from _of_reads(reads, kinds, neighbours, serves=practice.serves)


def _of_reads(
    reads: Iterable[str], kinds: Mapping[str, Kind], neighbours: Collection[str], *, serves: bool
) -> Iterator[Problem]:
    for read in reads:
        covered = [kind for name, kind in kinds.items() if covers([read], name)]
        family = read.partition(".")[0]
        if not covered and family not in neighbours:
            known = {*kinds, *(name.partition(".")[0] for name in kinds)}
            yield Problem("reads", f'there is no kind "{read}"', did_you_mean(read, known))
        if serves and any(kind.namespace == "house" for kind in covered):
            says = f'"{read}" is of the house, and the practice serves the client'
            yield Problem("reads", says, "set serves = False, or do without")
