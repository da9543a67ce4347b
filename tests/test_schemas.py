"""Is every record described to other programs?"""

from collections.abc import Iterator
from typing import Any

import attrs
import pytest

from engageframe import InvalidInput
from engageframe.kinds import CORE_KINDS, Kind, Kinds
from engageframe_pages.schemas import schema

KINDS = Kinds(CORE_KINDS)


@pytest.mark.parametrize("kind", CORE_KINDS, ids=lambda kind: kind.name)
def test_every_kind_has_a_schema(kind: Kind) -> None:
    """The schema names kind and version, and knows each field."""
    described = schema(KINDS, kind.name)
    shape = described["$defs"][described["$ref"].rpartition("/")[2]]

    assert described["title"] == f"{kind.name} {kind.version}"
    assert {*shape["properties"]} == {one.name for one in attrs.fields(kind.body)}


@pytest.mark.parametrize("kind", CORE_KINDS, ids=lambda kind: kind.name)
def test_a_schema_is_the_same_on_every_python(kind: Kind) -> None:
    """A description has no indents of the source, which Python 3.13 leaves out and 3.12 keeps."""
    assert "\n " not in "".join(_descriptions(schema(KINDS, kind.name)))


def _descriptions(described: Any) -> Iterator[str]:
    if isinstance(described, dict):
        for name, one in described.items():
            if name == "description" and isinstance(one, str):
                yield one
            else:
                yield from _descriptions(one)
    elif isinstance(described, list):
        for one in described:
            yield from _descriptions(one)


def test_an_unknown_kind_has_no_schema() -> None:
    """The message says which kinds there are."""
    with pytest.raises(InvalidInput, match=r'no kind "persom"; .*person'):
        schema(KINDS, "persom")


def test_a_type_that_no_record_holds_is_not_described() -> None:
    """Complex numbers have no schema."""
    shape = attrs.make_class("Odd", {"x": attrs.field(type=complex)})

    with pytest.raises(TypeError, match="complex"):
        schema(Kinds([Kind(name="odd", body=shape)]), "odd")
