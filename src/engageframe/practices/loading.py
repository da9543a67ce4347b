"""How does the class of a practice become one that can be called?"""

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from contextlib import contextmanager
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from pathlib import PurePath
from typing import Any, TypeVar

import msgspec

from engageframe.discovery import Found
from engageframe.encoding import canonical
from engageframe.errors import InvalidInput, PracticeError
from engageframe.hooks import Practice
from engageframe.kinds import Kind
from engageframe.lenses import Lens
from engageframe.rules import Rule

__all__ = ["Loaded", "answered", "arrange", "blame", "blaming", "demand", "prepare"]

T = TypeVar("T")
Place = Callable[[str, str], str]


class Loaded(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """A practice at work: where it came from, and what it declared when it was loaded."""

    found: Found
    practice: Practice
    kinds: tuple[Kind, ...]
    rules: tuple[Rule, ...]
    lenses: tuple[Lens[Any], ...]

    @property
    def name(self) -> str:
        """Give the word for it everywhere."""
        return self.found.name

    @property
    def version(self) -> str:
        """Give the version of its distribution, empty when it was given by hand."""
        return self.found.version


def prepare(
    found: Found, thing: type[Practice] | Practice, options: Mapping[str, object], *,
    place: Place, going_on: bool,
) -> Loaded:  # fmt: skip
    """Make the practice with its settings, and ask what it brings."""
    with blaming(found, "settings", going_on=going_on):
        given = _structured(found, thing, options, place)
    with blaming(found, "__init__", going_on=going_on):
        practice = thing if isinstance(thing, Practice) else thing(*given)
        canonical(practice.settings)  # what cannot be written down cannot be reproduced
    told: dict[str, tuple[Any, ...]] = {}
    for word, wanted in (("kinds", Kind), ("rules", Rule), ("lenses", Lens)):
        with blaming(found, f"engageframe_{word}", going_on=going_on):
            told[word] = tuple(answered(getattr(practice, f"engageframe_{word}")(), wanted))
    return Loaded(found=found, practice=practice, **told)


def _structured(
    found: Found, thing: type[Practice] | Practice, options: Mapping[str, object], place: Place
) -> tuple[Any, ...]:
    """Give the settings that a practice is made with, none when there are no options."""
    if not options:
        return ()
    where = f'practice "{found.name}"'
    if isinstance(thing, Practice) or thing.Settings is None:
        raise InvalidInput.one(where, "it takes no options", "take them away")
    from engageframe.inputs import structure  # brings cattrs: only when there are options

    try:
        return (structure(options, thing.Settings),)
    except InvalidInput as fault:
        problems = []
        for one in fault.problems:
            spot = place(found.name, one.where.partition(".")[0])
            option = f'{where}, option "{one.where}"' if one.where else where
            says = f"{one.says} ({spot})" if spot else one.says
            problems.append(msgspec.structs.replace(one, where=option, says=says))
        raise InvalidInput(problems) from None


def answered(given: Any, wanted: type[T]) -> Sequence[T]:
    """Let through an answer that is a sequence of what the hook promises.

    Raises:
        InvalidInput: it is something else.
    """
    if type(given) not in (list, tuple) and (
        isinstance(given, (str, bytes)) or not isinstance(given, Sequence)
    ):
        shown = "None" if given is None else f"a {type(given).__name__}"
        remedy = f"return {'an empty sequence' if given is None else 'a list or a tuple'}"
        raise InvalidInput.one("", f"it answered {shown}", remedy)
    for one in given:
        if not isinstance(one, wanted):
            says = f"its answer holds a {type(one).__name__}"
            raise InvalidInput.one("", says, f"expected only {wanted.__name__}")
    # what mypy cannot see: every element was looked at
    return given  # type: ignore[no-any-return]


def demand(found: Found, wanted: Container[str]) -> None:
    """Let a version be that is good enough, by the folder it is installed in: nothing is imported.

    Raises:
        InvalidInput: it is missing, or another; with the line that installs a right one.
    """
    if not found.version or found.version not in wanted:
        package = found.name if "-" in found.name else f"engageframe-{found.name}"
        asked = f"{found.name}{wanted}"
        says = f'{found.version or "none"} is installed, and the workspace requires "{asked}"'
        remedy = f'pip install "{found.distribution or package}{wanted}"'
        raise InvalidInput.one("", says, remedy)


def arrange(
    practices: Mapping[str, type[Practice] | Practice], said: Sequence[str] = ()
) -> tuple[list[str], dict[str, list[str]]]:
    """Sort by name, then by what each says of its neighbours; the order of loading has no part.

    What is ``said`` of two practices, by naming one before the other, overrides what they say.

    Returns:
        the names in order, and those that have no place in it, each with a ring that it is in:
        who wants to come before and after the same one, or each of several that want to come
        after the other. Neighbours that are not there are no fault.
    """
    wishes = [(earlier, name) for name, one in practices.items() for earlier in one.after]
    wishes += [(name, later) for name, one in practices.items() for later in one.before]
    wishes = [pair for pair in wishes if not {*said} >= {*pair}]
    rings = {name: [name, both, name] for name, one in sorted(practices.items())
             for both in sorted({*one.after} & {*one.before} & practices.keys())
             if (name, both) in wishes}  # fmt: skip
    while True:
        left = {name: () for name in sorted(practices.keys() - rings)}
        graph: TopologicalSorter[str] = TopologicalSorter(left)
        for earlier, later in [*pairwise(filter(left.__contains__, said)), *sorted(wishes)]:
            if earlier in left and later in left:
                graph.add(later, earlier)
        try:
            graph.prepare()
            break
        except CycleError as fault:
            rings |= dict.fromkeys(sorted({*fault.args[1]}), fault.args[1])
    ready, order = sorted(graph.get_ready()), list[str]()
    while ready:
        order.append(ready.pop(0))
        graph.done(order[-1])
        ready = sorted([*ready, *graph.get_ready()])
    return order, rings


@contextmanager
def blaming(found: Found, hook: str, *, going_on: bool) -> Iterator[None]:
    """Turn whatever goes wrong inside into an error that names the practice."""
    try:
        yield
    except (KeyboardInterrupt, PracticeError):
        raise
    except BaseException as fault:  # a guest may even exit
        raise blame(found, hook, fault, going_on=going_on) from fault


def blame(
    found: Found, hook: str, fault: BaseException, *, going_on: bool, method: Any = None
) -> PracticeError:
    """Build the error that names a practice, with the fault as its cause.

    The place is the deepest line in the practice's own package; when there is none, because its
    answer was refused, the method that gave it.
    """
    place, step = "", fault.__traceback__
    while step is not None:
        module = str(step.tb_frame.f_globals.get("__name__", ""))
        if module.partition(".")[0] == found.package:
            place = f"{_short(step.tb_frame.f_code.co_filename, module)}:{step.tb_lineno}"
        step = step.tb_next
    if not place and isinstance(fault, SyntaxError) and fault.filename:
        place = f"{'/'.join(PurePath(fault.filename).parts[-2:])}:{fault.lineno}"
    elif not place and hasattr(method, "__code__"):
        code = method.__code__
        place = f"{_short(code.co_filename, method.__module__)}:{code.co_firstlineno}"
    error = PracticeError(
        practice=found.name, distribution=found.distribution, version=found.version,
        hook=hook, place=place, says=_says(fault), going_on=going_on,
    )  # fmt: skip
    error.__cause__ = fault
    return error


def _short(file: str, module: str) -> str:
    """Write a file as its package sees it: ``acme/score.py``."""
    path = PurePath(file)
    depth = module.count(".") + 1 + (path.stem == "__init__")
    return "/".join(path.parts[-depth:])


def _says(fault: BaseException) -> str:
    if isinstance(fault, InvalidInput) and len(fault.problems) > 1:
        told = (f"({n}) {one}" for n, one in enumerate(fault.problems, start=1))
        return f"{len(fault.problems)} faults: {'; '.join(told)}"
    try:
        text = " ".join(str(fault).split())
    except Exception:  # noqa: BLE001 - what a guest's __str__ does is anybody's guess
        text = "its message cannot be shown"
    return (
        text if isinstance(fault, InvalidInput) else f"{type(fault).__name__}: {text}".rstrip(": ")
    )
