"""How does a body become bytes, and bytes a body again?

Replay is strict and fast: msgspec decodes straight into the attrs classes.
Canonical JSON has sorted keys and no spaces, so equal bodies are equal bytes.
People's input goes through :mod:`engageframe.inputs` first.
"""

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from itertools import repeat
from typing import Any, get_type_hints

import msgspec

from engageframe.encoding import a_moment, canonical, short_hash
from engageframe.errors import DamagedStore, InvalidInput, Problem
from engageframe.journal import REGISTER, Draft, Entry, Record, Unread
from engageframe.kinds import Kind, Kinds
from engageframe.model.moments import Moment, moment

__all__ = ["Codec", "unreadable"]


class Codec:
    """Translate between bodies and bytes for the kinds that are known."""

    def __init__(self, kinds: Kinds) -> None:
        self.kinds = kinds
        self._decoders: dict[tuple[str, bool], Callable[[bytes], list[Any]]] = {}

    def draft(
        self, body: Any, *, engagement: str, happened: Moment, author: str, source: str = "",
        cause: str = "", salt: str = "",
    ) -> Draft:  # fmt: skip
        """Prepare a record for the journal.

        The id is made from the content: the same fact told twice has the same id.
        ``salt`` tells facts apart that are alike, such as a noun set back to what it once was.

        Raises:
            InvalidInput: the body is of no known kind, or what is written could not be read again.
        """
        kind = self.kinds.of(type(body))
        _check_envelope(author=author, source=source, cause=cause, engagement=engagement)
        stream = REGISTER if kind.shared else engagement
        try:
            data = canonical(body)
            self._decoder(kind)(b"[%s]" % data)
        except (ValueError, TypeError, RecursionError) as fault:
            raise InvalidInput.one(kind.name, str(fault), "nothing was recorded") from None
        return Draft(
            id=short_hash(stream, kind.name, happened.text, source, salt, data), stream=stream,
            kind=kind.name, version=kind.version, happened=happened.text, author=author,
            source=source, cause=cause, body=data, subjects=_subjects(kind, body),
        )  # fmt: skip

    def record(self, entry: Entry) -> Record[Any]:
        """Read one entry."""
        return self.records(entry.kind, [entry])[0]

    def records(self, name: str, entries: Sequence[Entry]) -> list[Record[Any]]:
        """Read entries of one kind; those of an unknown kind keep their bytes as ``Unread``.

        Redacted entries must be left out by the caller.

        Raises:
            DamagedStore: a body does not fit its kind; the record is named.
        """
        if not entries:
            return []
        kind, columns = self.kinds.get(name), list(zip(*entries, strict=True))
        if kind is None:
            bodies: Iterable[Any] = map(Unread, columns[11])
        else:
            bodies = self._bodies(kind, entries, columns)
        moments = {text: moment(text) for text in {*columns[6]}}
        rows = zip(  # by columns, half the time of naming each field: replay would feel it
            *columns[:3], repeat(name), columns[5], map(moments.__getitem__, columns[6]),
            *columns[7:11], bodies,
        )  # fmt: skip
        return [*map(tuple.__new__, repeat(Record), rows)]

    def identities(self, kind: Kind, entries: Sequence[Entry]) -> list[str]:
        """Read of whom or what each entry speaks, and of its body no more than that."""
        found = _at_once(kind, [*zip(*entries, strict=True)], self._decoder(kind, whole=False))
        told = (one.body for one in self.records(kind.name, entries)) if found is None else found
        return [*map(kind.identify, told)]

    def _bodies(
        self, kind: Kind, entries: Sequence[Entry], columns: Sequence[Sequence[Any]]
    ) -> list[Any]:
        found = _at_once(kind, columns, self._decoder(kind))
        return [_body(kind, one) for one in entries] if found is None else found  # names the record

    def _decoder(self, kind: Kind, *, whole: bool = True) -> Callable[[bytes], list[Any]]:
        key = kind.name, whole
        if key not in self._decoders:
            shape: Any = kind.body if whole else _identity(kind)
            self._decoders[key] = msgspec.json.Decoder(list[shape], dec_hook=a_moment).decode
        return self._decoders[key]


def _identity(kind: Kind) -> type[Any]:
    hints = get_type_hints(kind.body, include_extras=True)
    return msgspec.defstruct("Identity", [(name, hints[name]) for name in kind.identity])


def _at_once(
    kind: Kind, columns: Sequence[Sequence[Any]], decode: Callable[[bytes], list[Any]]
) -> list[Any] | None:
    """Read all bodies together, if all are of the version known and each can be read."""
    if not columns or {*columns[5]} != {kind.version}:
        return None
    with suppress(ValueError, TypeError, RecursionError):
        found = decode(b"[%s]" % b",".join(columns[11]))
        return found if len(found) == len(columns[11]) else None
    return None


def _body(kind: Kind, entry: Entry) -> Any:
    try:
        if entry.version > kind.version:
            raise ValueError(f"version {entry.version} is newer than {kind.version}, the one known")
        data = msgspec.json.decode(entry.body or b"null")
        for version in range(entry.version, kind.version):
            data = kind.upcasters[version](data)
        return msgspec.convert(data, kind.body, dec_hook=a_moment)
    except (ValueError, TypeError, KeyError, RecursionError) as fault:
        raise unreadable(entry, fault) from fault


def unreadable(entry: Entry, fault: Exception) -> DamagedStore:
    """Say which record cannot be read, and why."""
    where = f"record {entry.id} ({entry.kind}, seq {entry.seq})"
    return DamagedStore("journal", f"{where} cannot be read: {fault}")


def _subjects(kind: Kind, body: object) -> tuple[str, ...]:
    """Give the people's ids in the fields that hold them, those of attendees among them."""
    found: set[str] = set()
    for name in kind.about:
        value = getattr(body, name)
        for one in value if isinstance(value, tuple) else (value,):
            who = one if isinstance(one, str) else getattr(one, "person", "")
            found.update([who] if who else [])
    return tuple(sorted(found))


def _check_envelope(**parts: object) -> None:
    """Refuse what is no text before it is hashed: the journal can never be mended."""
    problems = [
        Problem(name, f"{value!r} is no text that can be kept", "give a text")
        for name, value in parts.items()
        if type(value) is not str or not value.isprintable()
    ]
    if not parts["author"] or str(parts["author"]).isspace():
        problems.append(Problem("author", "it is blank", "say who tells it"))
    if problems:
        raise InvalidInput(problems)
