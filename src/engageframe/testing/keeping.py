"""Do the records of a practice come back as they were told, and old ones as those of today?"""

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Any

import attrs
import msgspec

from engageframe.encoding import canonical
from engageframe.journal import Entry
from engageframe.kinds import Kind
from engageframe.model.moments import moment
from engageframe.testing.asking import Broken
from engageframe.testing.differing import difference
from engageframe.testing.telling import codec_of, stamp

__all__ = ["comes_back", "names_its_fields", "upcasts"]


def comes_back(practice: str, kind: Kind, body: Any) -> None:
    """Write a body and read it again: every field is there, with its value."""
    codec = codec_of([kind])
    draft = codec.draft(body, engagement="acme", happened=moment("2026-03-01"), author="me")
    told = msgspec.json.decode(draft.body)
    fields = [one.name for one in attrs.fields(kind.body)]
    lost = [name for name in fields if name not in told]
    what = f'a field on round trip: "{kind.name}"'
    if lost:
        says = f'swallows {what} is written without "{lost[0]}"'
        raise Broken(practice, says, "every field of a body is kept")
    again = codec.record(_entry(kind, kind.version, draft.body)).body
    if again != body or canonical(again) != draft.body:
        says = f"swallows {what} is not read as it was written"
        shown = difference(msgspec.json.decode(draft.body), again, ("written", "read"))
        raise Broken(practice, says, "a body has no converters and changes no field", shown)


def upcasts(practice: str, kind: Kind, samples: Mapping[int, Sequence[Mapping[str, Any]]]) -> None:
    """Read bodies of every version before: nothing that they said is lost, and none is changed."""
    for version in range(1, kind.version):
        if not samples.get(version):
            says = f'shows no body of version {version} of "{kind.name}"'
            remedy = f'add one: old_bodies = {{"{kind.name}": {{{version}: [{{...}}]}}}}'
            raise Broken(practice, says, remedy)
        for sample in samples[version]:
            old = deepcopy(dict(sample))
            for step in range(version, kind.version):
                given = deepcopy(old)
                once, twice = kind.upcasters[step](given), kind.upcasters[step](deepcopy(old))
                if once != twice:
                    says = f'upcasts "{kind.name}" from version {step} to two different bodies'
                    raise Broken(practice, says, "an upcaster is pure")
                old = once
            new = codec_of([kind]).record(_entry(kind, version, canonical(dict(sample)))).body
            said, kept = (
                set(_values(dict(sample))),
                set(_values(msgspec.json.decode(canonical(new)))),
            )
            if said - kept:
                lost = min(said - kept)
                says = (
                    f'swallows a field: upcast from version {version}, "{kind.name}" loses {lost}'
                )
                raise Broken(practice, says, "carry it over to the body of today")


def names_its_fields(practice: str, kind: Kind) -> None:
    """See that what a kind says of its fields is about fields that its body has."""
    fields = {one.name for one in attrs.fields(kind.body)}
    for word in ("identity", "about", "personal", "text"):
        unknown = sorted({*getattr(kind, word)} - fields)
        if unknown:
            says = f'names "{unknown[0]}" in {word} of "{kind.name}", a field that is not there'
            raise Broken(practice, says, f"known are: {', '.join(sorted(fields))}")


def _entry(kind: Kind, version: int, body: bytes) -> Entry:
    return Entry(1, "r1", "acme", 1, kind.name, version, "2026-03-01", stamp(1), "me", "", "", body)


def _values(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for one in value.values():
            yield from _values(one)
    elif isinstance(value, (list, tuple)):
        for one in value:
            yield from _values(one)
    elif value not in (None, "", (), []):
        yield repr(value)
