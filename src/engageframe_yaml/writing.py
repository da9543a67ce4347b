"""Which file tells all that is known about one engagement?"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, Final

import attrs

from engageframe.encoding import canonical
from engageframe.folding import AMENDMENTS
from engageframe.journal import REGISTER, Record, Unread
from engageframe.kinds import Kinds
from engageframe.model.moments import Moment
from engageframe.named import Export
from engageframe_yaml.places import plain
from engageframe_yaml.reading import DESCRIBED, SECTIONS, named, seal

__all__ = ["write"]

_WIDTH: Final = 100
_LONGEST_NAME: Final = 500
_PLAIN: Final = re.compile(r"[^\W_](?:[\w .@/+()-]|:(?=\w))*(?<! )")
_CONTROL: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff]"
)
"""What a reader of YAML stumbles over, and what steers a terminal: written as an escape."""
_ITS_OWN: Final = (*AMENDMENTS, "erasure")
"""Kinds that tell of one journal alone: what it says now has them applied."""
_NOUNS: Final = {*SECTIONS.values()} - {"statement"}


def write(records: Iterable[Record[Any]], *, kinds: Kinds, engagement: str) -> Export:
    """Write a file that tells the same, to an empty journal or to the one it comes from.

    Nouns are told as they were last described, everything else in the order written.
    Amendments are left out, as effective records have them applied; so are erasures.
    Record ids stay what they were where a record was not corrected, nor a noun described again.

    Args:
        records: the effective ones of the register and the engagement, in the order written.
        kinds: the kinds they are of.
        engagement: its id, empty for the register alone.
    """
    streams = (REGISTER, engagement)
    told = [one for one in records if one.stream in streams and one.kind not in _ITS_OWN]
    known = [one for one in told if not isinstance(one.body, Unread)]
    nouns, facts = _parted(known, kinds, engagement)
    author = _usual(one.author for one in (*nouns, *facts))
    happened = _usual(one.happened for one in nouns)
    top: dict[str, Any] = {
        "engageframe": 1,
        "author": author,
        "happened": happened,
        "known": sorted(_undescribed([*nouns, *facts], kinds)),
        "exported": seal(facts, kinds, engagement),
        "engagement": engagement,
    }
    for section, kind in SECTIONS.items():
        items = [_body(one) | _envelope(one, author, happened) for one in nouns if one.kind == kind]
        if items:
            top[section] = items[0] if section == "engagement" else items
    top["records"] = [_envelope(one, author, None) | {one.kind: _body(one)} for one in facts]
    lines = _lines({name: value for name, value in top.items() if value}, "")
    return Export("".join(f"{line}\n" for line in lines), len(told) - len(known))


def _parted(
    records: Iterable[Record[Any]], kinds: Kinds, engagement: str
) -> tuple[list[Record[Any]], list[Record[Any]]]:
    """Part the nouns, as last described, from the facts; of two alike only the last would count."""
    nouns: dict[object, Record[Any]] = {}
    facts: dict[object, Record[Any]] = {}
    for one in records:
        identity = kinds[one.kind].identify(one.body)
        if one.kind in _NOUNS and (one.kind != "engagement" or identity == engagement):
            nouns[one.kind, identity] = one
            continue
        key = one.seq if identity else (one.kind, one.happened, one.source, canonical(one.body))
        facts.pop(key, None)
        facts[key] = one
    return list(nouns.values()), list(facts.values())


def _undescribed(told: list[Record[Any]], kinds: Kinds) -> set[str]:
    ids = {id_ for one in told for _, id_ in named(kinds[one.kind], _body(one))}
    return ids - {one.body.id for one in told if one.kind in DESCRIBED}


def _usual(values: Iterable[Any]) -> Any:
    counts = Counter(values)
    return max(counts, key=lambda value: (counts[value], str(value)), default=None)


def _envelope(record: Record[Any], author: str, happened: Moment | None) -> dict[str, Any]:
    usual = {"happened": happened, "author": author, "source": "", "cause": ""}
    return {name: one for name in usual if (one := getattr(record, name)) != usual[name]}


def _body(record: Record[Any]) -> dict[str, Any]:
    return attrs.asdict(
        record.body,
        filter=lambda field, one: bool(one != _default(field)),
        value_serializer=lambda _, __, one: list(one) if isinstance(one, tuple) else one,
    )


def _default(field: "attrs.Attribute[Any]") -> object:
    default: Any = field.default
    return default.factory() if hasattr(default, "factory") else default


def _lines(value: Any, indent: str) -> Iterator[str]:
    """Write names with values, or a list, each part in one line if it fits."""
    for name, part in value.items() if isinstance(value, dict) else (("", one) for one in value):
        head = f"{indent}{_flow(name)}:" if isinstance(value, dict) else f"{indent}-"
        if len(name) > _LONGEST_NAME:
            head = f"{indent}? {_flow(name)}\n{indent}:"
        line = f"{head} {_flow(part)}"
        if isinstance(part, str) and _readable(part):
            yield f"{head} |" if part.endswith("\n") else f"{head} |-"
            rows = part.removesuffix("\n").split("\n")
            yield from (f"{indent}  {row}" if row else "" for row in rows)
        elif not isinstance(part, (dict, list)) or (len(line) <= _WIDTH and "\\n" not in line):
            yield line
        elif isinstance(value, dict):
            yield head
            yield from _lines(part, f"{indent}  ")
        else:
            first, *rest = _lines(part, f"{indent}  ")
            yield from (f"{head} {first.lstrip()}", *rest)


def _flow(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_flow(name)}: {_flow(one)}" for name, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    if isinstance(value, Moment):
        return value.text
    if isinstance(value, str) and _PLAIN.fullmatch(value) and plain(value) == value:
        return value
    quoted = json.dumps(value, ensure_ascii=False)
    return _CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", quoted)


def _readable(text: str) -> bool:
    """Tell whether a text may be written as the lines it is made of."""
    rows = text.split("\n")
    tidy = all(row == row.rstrip() for row in rows) and not text.endswith("\n\n")
    return len(rows) > 1 and tidy and not text[:1].isspace() and not _CONTROL.search(text)
