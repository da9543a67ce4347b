"""What may a record tell, and what does each of its fields take?"""

import re
from collections.abc import Iterable, Iterator
from typing import Any, Literal, Union, get_args, get_origin

import attrs

from engageframe.kinds import CORE_KINDS, Kind, Kinds
from engageframe.model.moments import Moment
from engageframe_pages.schemas import schema as described
from writing.wording import fenced, laid_out, table

__all__ = ["core", "fields", "linked", "otherwise", "parts", "record", "takes"]

_HEADS = ("field", "takes", "otherwise")
_PLAIN: dict[Any, str] = {
    str: "text", int: "whole number", float: "number", bool: "true or false", Moment: "moment",
    Any: "any",
}  # fmt: skip


def _shape(wanted: Any) -> str:
    """Say in words what a field takes."""
    origin, inside = get_origin(wanted), get_args(wanted)
    if wanted in _PLAIN:
        return _PLAIN[wanted]
    if origin is Literal:
        return ", ".join(f"`{word}`" for word in inside)
    if origin is tuple:
        return f"list of {_shape(inside[0])}" + "s" * (inside[0] is str)
    if origin is dict:
        named = attrs.has(inside[1]) or get_origin(inside[1]) is tuple
        return f"names with {_shape(inside[1])}" if named else "names with values"
    if origin is Union or type(None) in inside:
        return next(_shape(one) for one in inside if one is not type(None))
    return f"[{wanted.__name__}]({_home(wanted)}#{wanted.__name__.lower()})"


def _home(noun: type[Any]) -> str:
    """Say on which page a noun is told; :func:`linked` knows where the pages lie."""
    return {"engageframe": "MODEL", "engageframe_lexicons": "LEXICONS"}.get(
        noun.__module__.partition(".")[0], ""
    )


def linked(text: str, *, model: str, lexicons: str = "") -> str:
    """Let the links of a text lead to the pages of the nouns that others bring."""
    text = re.sub(r"\]\(LEXICONS#\w+\)", f"]({lexicons}#the-file)", text)
    return text.replace("](MODEL#", f"]({model}#")


def takes(field: "attrs.Attribute[Any]") -> str:
    """Say in words what a field takes, ids told apart from texts."""
    found = _shape(field.type)
    checks = {"an_id": ("text", "id"), "ids": ("text", "id")}
    before, after = checks.get(getattr(field.validator, "__name__", ""), ("", ""))
    return found.replace(before, after) if before else found


def otherwise(field: "attrs.Attribute[Any]") -> str:
    """Say in words what holds when a field is not told."""
    if field.default is attrs.NOTHING:
        return "needed"
    if field.default in (None, "", ()) or isinstance(field.default, attrs.Factory):  # type: ignore[arg-type]
        return ""
    return f"`{str(field.default).lower() if field.type is bool else field.default}`"


def fields(body: type[Any]) -> str:
    """Write the fields of a noun as a table."""
    rows = [(f"`{one.name}`", takes(one), otherwise(one)) for one in attrs.fields(body)]
    return table(_HEADS, rows)


def parts(bodies: Iterable[type[Any]]) -> Iterator[type[Any]]:
    """Give the nouns that the fields of bodies are made of, each once."""
    seen = set(bodies)
    left = list(seen)
    for body in left:
        for one in (inner for field in attrs.fields(body) for inner in _inside(field.type)):
            if one not in seen:
                seen.add(one)
                left.append(one)
                yield one


def _inside(wanted: Any) -> Iterator[type[Any]]:
    for one in (wanted, *get_args(wanted)):
        if attrs.has(one):
            yield one
        elif one is not wanted and get_args(one):
            yield from _inside(one)


def kind_of(kind: Kind) -> str:
    """Write in a line or two where a kind lives, and what of it is personal."""
    identity = f"told apart by `{'`, `'.join(kind.identity)}`" if kind.identity else "each its own"
    where = "the register" if kind.shared else "its engagement"
    fact = ", a fact" * kind.fact
    house = ", of the house" * (kind.namespace == "house")
    told = f"Version {kind.version}, in {where}, {identity}{fact}{house}.\n"
    private = (("People", kind.about), ("Personal", kind.personal), ("Free text", kind.text))
    found = [f"{what}: `{'`, `'.join(names)}`." for what, names in private if names]
    return told + (f"{' '.join(found)}\n" if found else "")


def record(kind: Kind, kinds: Kinds, *, model: str = "") -> str:
    """Write all about a kind: where it lives, its fields, and its JSON Schema.

    ``model`` leads to the page on which the nouns of the core are told.
    """
    schema = laid_out(described(kinds, kind.name))
    folded = f"<details>\n<summary>JSON Schema</summary>\n\n{fenced(schema, 'json')}\n</details>\n"
    told = f"{kind_of(kind)}\n{fields(kind.body)}\n{folded}"
    return linked(told, model=model)


def core() -> dict[str, str]:
    """Write the parts of the page of the model: each kind of the core, and what it is made of."""
    kinds = Kinds(CORE_KINDS)
    written = {f"kind {kind.name}": record(kind, kinds) for kind in CORE_KINDS}
    made = parts(kind.body for kind in CORE_KINDS)
    return written | {f"part {one.__name__}": linked(fields(one), model="") for one in made}
