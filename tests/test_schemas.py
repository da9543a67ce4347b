"""Is every record described to other programs?"""

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
    assert list(shape["properties"]) == [one.name for one in attrs.fields(kind.body)]


def test_an_unknown_kind_has_no_schema() -> None:
    """The message says which kinds there are."""
    with pytest.raises(InvalidInput, match=r'no kind "persom"; .*person'):
        schema(KINDS, "persom")


def test_a_type_that_no_record_holds_is_not_described() -> None:
    """Complex numbers have no schema."""
    shape = attrs.make_class("Odd", {"x": attrs.field(type=complex)})

    with pytest.raises(TypeError, match="complex"):
        schema(Kinds([Kind(name="odd", body=shape)]), "odd")
