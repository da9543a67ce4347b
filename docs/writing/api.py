"""What does ``from engageframe import ...`` give?"""

import ast
import inspect
import sys
from collections.abc import Iterator
from importlib import import_module
from itertools import groupby, pairwise
from types import ModuleType
from typing import Any, Final, Literal, get_origin

import engageframe
from writing.wording import WRITTEN, attributes, bare, signature, summary, told

__all__ = ["BESIDE", "page"]

BESIDE: Final = ("engageframe_stores",)
"""Packages beside the core whose names are told on the same page."""
_HOME: Final[dict[str, str]] = vars(engageframe)["_HOME"]
_ROOMS: Final = list(vars(engageframe)["_ROOMS"])
_HEAD: Final = f"""{WRITTEN}
# The Python API

Every name that `from engageframe import ...` gives, by the room that it comes from.
[The contract](hooks.md) tells what a practice answers, and [the model](model.md) what records hold.
At the end stand the names of `engageframe_stores`, which is imported by that name;
[engageframe.testing](testing.md) and [engageframe_lexicons](lexicons.md) have pages of their own.
A name that is told on none of these pages is not public: it may change with every release.

"""


def page() -> str:
    """Write the page of the public names."""
    written = [_HEAD]
    rooms = groupby(sorted(_HOME, key=_place), key=_HOME.__getitem__)
    for room, names in rooms:
        written += _room(room, import_module(f"engageframe.{room}"), sorted(names))
    for package in BESIDE:
        module = import_module(package)
        written += _room(package, module, module.__all__)
    return "".join(written).rstrip("\n") + "\n"


def _room(title: str, module: ModuleType, names: list[str]) -> Iterator[str]:
    yield f"## {title}\n\n{bare((module.__doc__ or '').partition(chr(10))[0])}\n\n"
    for name in names:
        thing = getattr(module, name)
        own = inspect.isclass(thing) or inspect.isfunction(thing)
        home = sys.modules[thing.__module__] if own else module
        yield f"### {name}\n\n{_told(name, thing, home)}\n"


def _place(name: str) -> tuple[int, str]:
    return _ROOMS.index(_HOME[name]), name


def _told(name: str, thing: Any, module: ModuleType) -> str:
    tree = _spelled(ast.parse(inspect.getsource(module)), module)
    for one in tree.body:
        if isinstance(one, ast.FunctionDef) and one.name == name:
            return f"`{signature(one)}`\n\n{told(thing)}\n"
        if isinstance(one, ast.ClassDef) and one.name == name:
            return "".join(_class(thing, one))
    return _constant(name, thing, tree)


class _Spelling(ast.NodeTransformer):
    """Writes the words of a choice, and what is private, where the code gives a name."""

    def __init__(self, module: ModuleType) -> None:
        self.names = vars(module)
        self.private: dict[str, ast.expr] = {}
        for one in ast.parse(inspect.getsource(module)).body:
            if isinstance(one, (ast.Assign, ast.AnnAssign)) and one.value:
                target = one.targets[0] if isinstance(one, ast.Assign) else one.target
                if getattr(target, "id", "").startswith("_"):
                    self.private[ast.unparse(target)] = one.value

    def visit_Name(self, node: ast.Name) -> ast.expr:
        if not isinstance(node.ctx, ast.Load):
            return node
        return _choice(self.names.get(node.id)) or self.private.get(node.id, node)

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        room = self.names.get(getattr(node.value, "id", ""))
        if inspect.ismodule(room) and room.__name__.startswith("engageframe."):
            return _choice(getattr(room, node.attr)) or ast.Name(node.attr, ast.Load())
        return self.generic_visit(node)


def _choice(meant: Any) -> ast.expr | None:
    """Write the words of a choice, if it is one."""
    if get_origin(meant) is not Literal:
        return None
    return ast.parse(repr(meant).removeprefix("typing."), mode="eval").body


def _spelled(tree: ast.Module, module: ModuleType) -> ast.Module:
    written: ast.Module = _Spelling(module).visit(tree)
    return written


def _constant(name: str, thing: Any, tree: ast.Module) -> str:
    """Give what stands below a constant."""
    for one, after in zip(tree.body, tree.body[1:], strict=False):
        targets = [one.target] if isinstance(one, ast.AnnAssign) else getattr(one, "targets", [])
        named = name in [getattr(each, "id", "") for each in targets]
        if named and isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant):
            return f"A constant. {bare(' '.join(str(after.value.value).split()))}\n"
    return f"A function. {summary(thing)}\n"


def _class(thing: type[Any], tree: ast.ClassDef) -> Iterator[str]:
    yield f"{told(thing)}\n"
    says = {**_below(tree), **attributes(thing)}
    made, lines = [*_made(thing, tree)], [*_parts(thing, tree)]
    for base in thing.__mro__[1:]:
        if base.__module__.startswith("engageframe"):
            above = _tree(base)
            if base.__name__ in engageframe.__all__:
                lines += [f"all of `{base.__name__}`"] * bool([*_parts(base, above)])
            else:
                says |= _below(above)
                made += _made(thing, above)
                lines += _parts(base, above)
    if made or lines:
        told_of = ((one, says.get(one[1:].partition(":")[0])) for one in [*made, *lines])
        yield "\n" + "".join(f"- {one}: {say}\n" if say else f"- {one}\n" for one, say in told_of)


def _tree(thing: type[Any]) -> ast.ClassDef:
    """Read the source of a class."""
    home = sys.modules[thing.__module__]
    (found,) = _spelled(ast.parse(inspect.getsource(thing)), home).body
    assert isinstance(found, ast.ClassDef)
    return found


def _parts(thing: type[Any], tree: ast.ClassDef) -> Iterator[str]:
    """Give the fields and attributes of a class, then what it can do."""
    yield from (f"`{one}`" for one in dict.fromkeys([*_fields(tree), *_attributes(tree)]))
    for one in tree.body:
        if isinstance(one, ast.FunctionDef) and not one.name.startswith(("_", "engageframe_")):
            yield _method(thing, one)
        if isinstance(one, ast.FunctionDef) and one.name == "__call__":
            yield _method(thing, one)


def _made(thing: type[Any], tree: ast.ClassDef) -> Iterator[str]:
    """Give how a class is made where it tells that itself."""
    for one in tree.body:
        if isinstance(one, ast.FunctionDef) and one.name == "__init__" and ast.get_docstring(one):
            shown = signature(one, own=True).replace("__init__", thing.__name__, 1)
            yield f"`{shown.removesuffix(' -> None')}`: {summary(thing.__init__)}"


def _fields(tree: ast.ClassDef) -> Iterator[str]:
    """Give what a class declares, with its types."""
    for one in tree.body:
        if isinstance(one, ast.AnnAssign) and not ast.unparse(one.target).startswith("_"):
            yield f"{ast.unparse(one.target)}: {ast.unparse(one.annotation)}"


def _below(tree: ast.ClassDef) -> dict[str, str]:
    """Give what stands below the fields of a class, by name."""
    return {
        ast.unparse(one.target): bare(" ".join(str(after.value.value).split()))
        for one, after in pairwise(tree.body)
        if isinstance(one, ast.AnnAssign)
        if isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant)
    }


def _attributes(tree: ast.ClassDef) -> Iterator[str]:
    """Give the public attributes that a class sets when it is made, with their types."""
    declared = {one.partition(":")[0] for one in _fields(tree)}
    for one in tree.body:
        if isinstance(one, ast.FunctionDef) and one.name == "__init__":
            given = {arg.arg: arg.annotation for arg in [*one.args.args, *one.args.kwonlyargs]}
            for line in ast.walk(one):
                target: ast.expr
                kind: ast.expr | None = None
                if isinstance(line, ast.AnnAssign):
                    target, kind = line.target, line.annotation
                elif isinstance(line, ast.Assign):
                    target = line.targets[0]
                    kind = given.get(getattr(line.value, "id", getattr(target, "attr", "")))
                else:
                    continue
                name = getattr(target, "attr", "_")
                if not name.startswith("_") and name not in declared:
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
