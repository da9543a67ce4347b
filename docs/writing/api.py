"""What does ``from engageframe import ...`` give?"""

import ast
import inspect
from collections.abc import Iterator
from importlib import import_module
from itertools import groupby
from types import ModuleType
from typing import Any, Final

import attrs
import msgspec

import engageframe
from writing.wording import WRITTEN, bare, signature, summary, told

__all__ = ["page"]

_HOME: Final[dict[str, str]] = vars(engageframe)["_HOME"]
_ROOMS: Final = list(vars(engageframe)["_ROOMS"])
_HEAD: Final = f"""{WRITTEN}
# The Python API

Every name that `from engageframe import ...` gives, by the room that it comes from.
[The contract](hooks.md) tells what a practice answers, and [the model](model.md) what records hold.
A name that is not here is not public: it may change with every release.

"""


def page() -> str:
    """Write the page of the public names."""
    written = [_HEAD]
    rooms = groupby(sorted(_HOME, key=_place), key=_HOME.__getitem__)
    for room, names in rooms:
        module = import_module(f"engageframe.{room}")
        written.append(f"## {room}\n\n{bare((module.__doc__ or '').partition(chr(10))[0])}\n\n")
        written += [f"### {name}\n\n{_told(name, module)}\n" for name in sorted(names)]
    return "".join(written).rstrip("\n") + "\n"


def _place(name: str) -> tuple[int, str]:
    return _ROOMS.index(_HOME[name]), name


def _told(name: str, module: ModuleType) -> str:
    thing, tree = getattr(engageframe, name), ast.parse(inspect.getsource(module))
    for one in tree.body:
        if isinstance(one, ast.FunctionDef) and one.name == name:
            return f"`{signature(one)}`\n\n{told(thing)}\n"
        if isinstance(one, ast.ClassDef) and one.name == name:
            return "".join(_class(thing, one))
    return _constant(name, tree)


def _constant(name: str, tree: ast.Module) -> str:
    """Give what stands below a constant."""
    for one, after in zip(tree.body, tree.body[1:], strict=False):
        targets = [one.target] if isinstance(one, ast.AnnAssign) else getattr(one, "targets", [])
        named = name in [getattr(each, "id", "") for each in targets]
        if named and isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant):
            return f"A constant. {bare(' '.join(str(after.value.value).split()))}\n"
    return f"A function. {summary(getattr(engageframe, name))}\n"


def _class(thing: type[Any], tree: ast.ClassDef) -> Iterator[str]:
    yield f"{told(thing)}\n"
    held = [*_fields(thing, tree), *_attributes(tree)]
    lines = [f"`{one}`" for one in held] + [*_methods(thing, tree)]
    for base in thing.__mro__[1:]:
        if base.__module__.startswith("engageframe.") and base.__name__ not in engageframe.__all__:
            lines += [f"`{one}`" for one in _attributes(_tree(base))]
            lines += _methods(base, _tree(base))
    if lines:
        yield "\n" + "".join(f"- {one}\n" for one in lines)


def _tree(thing: type[Any]) -> ast.ClassDef:
    """Read the source of a class."""
    (found,) = ast.parse(inspect.getsource(thing)).body
    assert isinstance(found, ast.ClassDef)
    return found


def _fields(thing: type[Any], tree: ast.ClassDef) -> Iterator[str]:
    if not attrs.has(thing) and not issubclass(thing, (msgspec.Struct, tuple)):
        return
    for one in tree.body:
        if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name):
            yield f"{one.target.id}: {ast.unparse(one.annotation)}"


def _methods(thing: type[Any], tree: ast.ClassDef) -> Iterator[str]:
    for one in tree.body:
        if isinstance(one, ast.FunctionDef) and not one.name.startswith(("_", "engageframe_")):
            yield _method(thing, one)


def _attributes(tree: ast.ClassDef) -> Iterator[str]:
    """Give the public attributes that a class sets when it is made, with their types."""
    for one in tree.body:
        if isinstance(one, ast.FunctionDef) and one.name == "__init__":
            given = {arg.arg: arg.annotation for arg in [*one.args.args, *one.args.kwonlyargs]}
            for line in ast.walk(one):
                if isinstance(line, ast.Assign) and isinstance(line.targets[0], ast.Attribute):
                    name = line.targets[0].attr
                    kind = given.get(name)
                    if not name.startswith("_"):
                        yield f"{name}: {ast.unparse(kind)}" if kind else name


def _method(thing: type[Any], tree: ast.FunctionDef) -> str:
    marks = [ast.unparse(one) for one in tree.decorator_list]
    method = inspect.getattr_static(thing, tree.name)
    says = summary(getattr(method, "fget", None) or getattr(thing, tree.name))
    if "property" in marks:
        return f"`{tree.name}: {ast.unparse(tree.returns or ast.Name('Any'))}`: {says}"
    kind = "classmethod: " if "classmethod" in marks else ""
    name = signature(tree, own="staticmethod" not in marks)
    return f"{kind}`{name}`: {says}" if says else f"{kind}`{name}`"
