"""Is what people wrote a valid body, and if not, what is wrong where?

cattrs finds its way through the types; every fault is gathered with its path.
Nothing is coerced: a number is not a text, and a text is not a number.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any, Literal, TypeVar, get_args, get_origin

import attrs

from engageframe.errors import InvalidInput, Problem, did_you_mean
from engageframe.model.moments import Moment, moment

__all__ = ["Path", "did_you_mean", "structure"]

Path = tuple[str | int, ...]
T = TypeVar("T")
_Told = tuple[Path, str, str]


def structure(
    data: object, shape: type[T], *, place: Callable[[Path], str] = lambda path: dotted(path)
) -> T:
    """Build a value of a class from plain data (mappings, lists, texts, numbers).

    Args:
        data: what was read from a file, an option or a request.
        shape: an attrs class.
        place: turns the path of a fault into words, such as ``plan.yaml:14:7``.

    Raises:
        InvalidInput: with every fault that was found, each with its place.
    """
    try:
        built: T = _converter().structure(data, shape)
        return built
    except _Faults as found:
        raise InvalidInput(
            Problem(place(path), says, remedy) for path, says, remedy in found.faults
        ) from None


def dotted(path: Path) -> str:
    """Write a path as ``attendees.0.person``."""
    return ".".join(map(str, path))


class _Faults(Exception):
    def __init__(self, faults: Iterable[_Told]) -> None:
        self.faults = list(faults)

    @classmethod
    def one(cls, says: str, remedy: str = "") -> "_Faults":
        return cls([((), says, remedy)])

    def under(self, step: str | int) -> list[_Told]:
        return [((step, *path), says, remedy) for path, says, remedy in self.faults]


@lru_cache(maxsize=1)
def _converter() -> Any:
    import cattrs  # heavy, and only people's input needs it

    converter = cattrs.Converter()
    for plain in (str, int, float, bool):
        converter.register_structure_hook(plain, _exactly)
    converter.register_structure_hook(Moment, _moment)
    converter.register_structure_hook_func(_is_choice, _word)
    converter.register_structure_hook_factory(_is_row, lambda t: _row(t, converter))
    converter.register_structure_hook_factory(_is_table, lambda t: _table(t, converter))
    converter.register_structure_hook_factory(attrs.has, lambda t: _noun(t, converter))
    return converter


def _exactly(value: Any, wanted: Any) -> Any:
    fits = {str: isinstance(value, str), float: type(value) in (int, float)}
    if fits.get(wanted, type(value) is wanted):
        return value
    words = {str: "a text", int: "a whole number", float: "a number", bool: "true or false"}
    hint = "put it in quotes" if wanted is str and isinstance(value, (int, float)) else ""
    raise _Faults.one(f"expected {words[wanted]}, got {_shown(value)}", hint)


def _moment(value: Any, _: type[Any]) -> Moment:
    if isinstance(value, dt.date):
        value = value.isoformat()
    elif type(value) is int:
        value = f"{value:04d}"
    try:
        return moment(value)
    except (ValueError, TypeError) as fault:
        raise _Faults.one(str(fault)) from None


def _word(value: Any, wanted: Any) -> Any:
    words = get_args(wanted)
    if value not in words:
        guess = did_you_mean(value, words) if isinstance(value, str) else ""
        says = f"{_shown(value)} is not one of {', '.join(words)}"
        raise _Faults.one(says, guess if guess.startswith("did you") else "")
    return value


def _is_choice(wanted: Any) -> bool:
    return bool(get_origin(wanted) is Literal)


def _is_row(wanted: Any) -> bool:
    return get_origin(wanted) is tuple and get_args(wanted)[1:] == (...,)


def _is_table(wanted: Any) -> bool:
    return get_origin(wanted) is dict


def _row(wanted: Any, converter: Any) -> Callable[[Any, Any], Any]:
    item = get_args(wanted)[0]

    def hook(value: Any, _: Any) -> Any:
        if not isinstance(value, (list, tuple)):
            raise _Faults.one(f"expected a list, got {_shown(value)}", "write it as [one, two]")
        items = ((n, one, item) for n, one in enumerate(value))
        return tuple(_whole(*_gathered(items, converter)).values())

    return hook


def _table(wanted: Any, converter: Any) -> Callable[[Any, Any], Any]:
    item = get_args(wanted)[1]

    def hook(value: Any, _: Any) -> Any:
        if not isinstance(value, Mapping):
            raise _Faults.one(f"expected names with values, got {_shown(value)}")
        odd = [f"the name {_shown(name)} is no text" for name in value if not isinstance(name, str)]
        if odd:
            raise _Faults(((), says, "put it in quotes") for says in odd)
        if item is Any:
            return dict(value)
        items = ((name, one, item) for name, one in value.items())
        return _whole(*_gathered(items, converter))

    return hook


def _noun(wanted: Any, converter: Any) -> Callable[[Any, Any], Any]:
    shape = attrs.resolve_types(wanted)  # a guest may postpone its annotations
    fields = {field.name: field for field in attrs.fields(shape) if field.init}

    def hook(value: Any, _: Any) -> Any:
        if isinstance(value, wanted):
            return value
        if not isinstance(value, Mapping):
            raise _Faults.one(f"expected {', '.join(fields)}, got {_shown(value)}")
        faults: list[_Told] = [
            ((str(name),), f'unknown field "{name}"', did_you_mean(str(name), fields))
            for name in value
            if name not in fields
        ]
        faults += [
            ((), f'the field "{name}" is missing', f"{wanted.__name__} needs it")
            for name, field in fields.items()
            if field.default is attrs.NOTHING and name not in value
        ]
        given = ((name, value[name], field.type) for name, field in fields.items() if name in value)
        parts, more = _gathered(given, converter)
        faults += more + _checked(wanted, parts)
        if faults:
            raise _Faults(faults)
        try:
            return wanted(**parts)
        except (ValueError, TypeError) as fault:
            raise _Faults.one(str(fault)) from None

    return hook


def _checked(wanted: type[Any], parts: dict[Any, Any]) -> list[_Told]:
    """Run the checks of the fields one by one, as birth would stop at the first."""
    faults: list[_Told] = []
    for field in attrs.fields(wanted):
        try:
            if field.validator is not None and field.name in parts:
                field.validator(object.__new__(wanted), field, parts[field.name])
        except (ValueError, TypeError) as fault:
            faults.append(((field.name,), str(fault), ""))
    return faults


def _gathered(
    items: Iterable[tuple[str | int, Any, Any]], converter: Any
) -> tuple[dict[Any, Any], list[_Told]]:
    done: dict[Any, Any] = {}
    faults: list[_Told] = []
    for step, value, wanted in items:
        try:
            done[step] = converter.structure(value, wanted)
        except _Faults as found:
            faults += found.under(step)
    return done, faults


def _whole(done: dict[Any, Any], faults: list[_Told]) -> dict[Any, Any]:
    if faults:
        raise _Faults(faults)
    return done


def _shown(value: object) -> str:
    if value is None:
        return "nothing"
    text = repr(value)
    return text if len(text) < 60 else text[:57] + "..."
