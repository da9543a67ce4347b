"""How does a body read without one person?

Ids and names are replaced by a word that tells nothing; free text goes where the body is about the
person, as only a reader could say whose it is.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final, Literal, NamedTuple, get_args, get_origin

import attrs

from engageframe.kinds import Kind
from engageframe_subjects.names import Names

__all__ = ["WITHHELD", "Without", "people_in", "texts_in", "withhold"]

WITHHELD: Final = "withheld"
"""What stands where a text was destroyed: hidden, which is not the same as empty."""

_Role = Literal["choice", "word", "text", "loose"]
"""What a field of texts holds: one of some words, ids, free text, or nobody said."""


class Without(NamedTuple):
    """Rewrites bodies without one person; ``word`` stands in their place.

    ``keeps_text`` leaves texts about them, but for their names: somebody has read them.
    ``parts`` takes a part of a name for the name, as in such a text.
    """

    names: Names
    word: str
    keeps_text: bool = False
    parts: bool = False

    def body(self, body: Any, kind: Kind) -> Any:
        """Give a body as it reads without them; the same one when it does not name them.

        Raises:
            ValueError: nothing that fits the kind is left.
        """
        about = self.names.id in people_in(body, kind)
        return self._object(body, hidden=about and not self.keeps_text, kind=kind)

    def textless(self, body: Any, kind: Kind) -> Any:
        """Give a body without them and without any free text, whoever it is about."""
        return self._object(body, hidden=True, kind=kind)

    def _object(self, one: Any, *, hidden: bool, kind: Kind | None = None, inner: str = "") -> Any:
        """Rewrite a body, or a part of one; ``inner`` says which sort of field it stands in."""
        owner: Any = type(one)
        fields = attrs.fields(owner)
        mine = not self.keeps_text and any(
            self.names.id in (value if isinstance(value, tuple) else (value,))
            for value in (getattr(one, field.name) for field in fields)
        )
        changes: dict[str, Any] = {}
        for field in fields:
            value, role = getattr(one, field.name), _role(owner, field.name)
            named = kind is not None and field.name in (*kind.text, *kind.personal)
            text = role == "text" or named or inner == "text"
            text |= inner == "about" and mine and role == "loose"
            sort = "text" if named or inner == "text" else _sort(field.name, kind) or inner
            goes = hidden if kind is not None else hidden or mine
            changes[field.name] = self._value(value, role, goes and text, hidden, sort)
        if all(changes[field.name] == getattr(one, field.name) for field in fields):
            return one
        return attrs.evolve(one, **changes)

    def _value(self, value: Any, role: _Role, goes: bool, hidden: bool, sort: str) -> Any:
        def each(one: Any) -> Any:
            return self._value(one, role, goes, hidden, sort)

        if isinstance(value, str):
            if role == "choice" or not value:
                return value
            if goes and role != "word":
                return WITHHELD
            return self.names.replaced(value, self.word, parts=self.parts and role != "word")
        if isinstance(value, tuple):
            return tuple(map(each, value))
        if isinstance(value, dict):
            return {self._name(name): each(one) for name, one in value.items()}
        return self._object(value, hidden=hidden, inner=sort) if attrs.has(type(value)) else value

    def _name(self, name: str) -> str:
        """Rewrite the name of a column; what a program could call a field names nobody."""
        return name if name.isidentifier() else self.names.replaced(name, self.word)


def withhold(body: Any, field: str) -> Any:
    """Give a body with the texts of one field withheld.

    Raises:
        ValueError: the field cannot be without them.
    """
    nobody = Without(Names(WITHHELD), WITHHELD)
    value = nobody._value(getattr(body, field), "text", True, True, "text")
    return attrs.evolve(body, **{field: value})


def people_in(body: Any, kind: Kind) -> frozenset[str]:
    """Give the ids in the fields that say whom a body is about, organizations among them."""
    found: set[str] = set()
    for name in kind.about:
        value = getattr(body, name)
        for one in value if isinstance(value, tuple) else (value,):
            whole = attrs.has(type(one))
            ids = (
                (getattr(one, "person", ""), getattr(one, "organization", "")) if whole else (one,)
            )
            found.update(id_ for id_ in ids if isinstance(id_, str) and id_)
    return frozenset(found)


def texts_in(value: Any) -> list[str]:
    """Give all texts in a body or a part of it, whatever they are."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        columns = (name for name in value if not name.isidentifier())
        parts: Any = (*columns, *value.values())
    elif isinstance(value, (tuple, list)):
        parts = value
    elif attrs.has(type(value)):
        parts = [getattr(value, field.name) for field in attrs.fields(type(value))]
    else:
        return []
    return [text for one in parts for text in texts_in(one)]


def _sort(name: str, kind: Kind | None) -> str:
    return "about" if kind is not None and name in kind.about else ""


@lru_cache(maxsize=4096)
def _role(owner: type[Any], name: str) -> _Role:
    """Find what a field holds by trying it: free text takes two words, an id does not."""
    field = attrs.fields_dict(owner)[name]
    shape: Any = field.type
    inside = [part for one in (shape, *get_args(shape)) for part in (one, *get_args(one))]
    if any(get_origin(one) is Literal for one in inside):
        return "choice"
    check: Callable[..., Any] | None = field.validator
    if dict in (shape, get_origin(shape)):
        return "text"
    if check is None:
        return "loose"
    probe: Any = ("two words",) if tuple in (shape, get_origin(shape)) else "two words"
    try:
        check(None, field, probe)
    except Exception:  # noqa: BLE001 - a validator of a guest may refuse in any way
        return "word"
    return "text"
