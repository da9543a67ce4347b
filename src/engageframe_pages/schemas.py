"""How is a record described to other programs? As JSON Schema."""

from inspect import cleandoc
from typing import Any

import msgspec

from engageframe.errors import InvalidInput, did_you_mean
from engageframe.kinds import Kinds
from engageframe.model.moments import Moment

__all__ = ["schema"]


def schema(kinds: Kinds, name: str) -> dict[str, Any]:
    """Describe the body of a kind as JSON Schema, draft 2020-12.

    Raises:
        InvalidInput: there is no such kind.
    """
    kind = kinds.get(name)
    if kind is None:
        raise InvalidInput.one("", f'there is no kind "{name}"', did_you_mean(name, kinds))
    described = _tidy(msgspec.json.schema(kind.body, schema_hook=_of_moment))
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"{kind.name} {kind.version}",
        **described,
    }


def _tidy(schema: Any) -> Any:
    """Take the indents out of descriptions: Python keeps those of docstrings until 3.12."""
    if isinstance(schema, list):
        return [_tidy(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        name: cleandoc(one) if name == "description" and isinstance(one, str) else _tidy(one)
        for name, one in schema.items()
    }


def _of_moment(wanted: type[Any]) -> dict[str, Any]:
    if wanted is Moment:
        return {"type": "string", "description": "2013, 2013-Q3, 2013-07, 2013-07-14 or RFC 3339"}
    raise NotImplementedError(f"{wanted} is no type that a record may hold")
