"""Which doors take what a person types, and what other programs wrote into the journal?"""

import json
from collections.abc import Sequence
from functools import cache
from typing import Any, Final

from tests.fuzz.knocking import Door
from tests.fuzz.scenes import ask, kept, quiet, scene

from engageframe import Workspace, moment
from engageframe.errors import InvalidInput
from engageframe.journal import Draft
from engageframe.kinds import CORE_KINDS
from engageframe_cli.asked import Asked
from engageframe_cli.facts import record

__all__ = ["DOORS"]

_BODIES: Final[dict[str, dict[str, Any]]] = {
    "person": {"id": "kay", "name": "Kay", "email": "kay@brook.example", "languages": ["en"]},
    "organization": {"id": "brook", "name": "Brook", "aliases": ["B"]},
    "affiliation": {"person": "nia", "organization": "brook", "role": "chair"},
    "engagement": {"id": "acme", "name": "Acme", "client": "brook", "status": "dormant",
                   "until": "2026-09"},
    "stakeholder": {"who": "vic", "side": "client", "minutes_per_cycle": 30, "tags": ["a"]},
    "statement": {"about": "nia", "text": "It hums", "basis": "said", "by": "nia"},
    "purpose": {"id": "p", "camp": "personal", "text": "Home", "basis": "said", "words_of": "nia"},
    "goal": {"id": "g", "text": "Ten", "owner": "nia", "basis": "said", "due": "2026-06"},
    "encounter.planned": {
        "id": "v", "purpose": "Ask", "attendees": [{"person": "nia", "role": "guest"}],
        "objectives": [{"id": "o", "text": "Know", "owner": "ana", "kind": "understand"}],
        "questions": ["Why?"], "scheduled": "2026-03-20",
    },
    "encounter.held": {"id": "visit", "attendees": [{"person": "nia"}], "extra": {"a": "b"}},
    "encounter.reviewed": {"id": "visit", "outcome": "advance",
                           "verdicts": [{"objective": "aim", "reached": True}]},
    "commitment.made": {"id": "c", "promisor": "ana", "promisee": "nia", "what": "A note",
                        "due": "2026-03-31", "importance": 3},
    "commitment.kept": {"id": "c", "note": "sent"},
    "commitment.renegotiated": {"id": "c", "due": "2026-05", "agreed_by": "nia"},
    "feedback": {"by": "nia", "about": "ana", "text": "Thanks", "value": 50},
    "lesson": {"id": "l", "text": "Ask"},
    "lesson.settled": {"lesson": "l", "applied": True, "reason": "done"},
    "action.done": {"action": "call:nia", "note": "rang"},
    "waiver": {"rule": "PDR001", "reason": "they rang", "until": "2026-12-31"},
    "house": {"name": "stage", "text": "won"},
    "correction": {"record": "EARLY", "body": {"id": "early", "text": "Ask"}, "reason": "a slip"},
    "retraction": {"record": "EARLY", "reason": "no"},
}  # fmt: skip
_SEEDS: Final = tuple(
    f"{kind}\n{json.dumps(body)}\n2026-03-05".encode() for kind, body in _BODIES.items()
)
_WORDS: Final = (
    *(kind.name.encode() for kind in CORE_KINDS), b'"nia"', b'"ana"', b'"2026-Q1"', b"true",
    b"[{}]", b"1e400", b'"met"', b'"inferred"', b'{"a": 1}', b'"\\ud800"', b'"@LONG@"', b'"@WIDE@"',
)  # fmt: skip


def _parts(data: bytes) -> tuple[str, str, str]:
    """Take a case apart: kind, body, moment. Words of a command line may hold half characters."""
    kind, _, rest = data.decode("utf-8", "surrogateescape").partition("\n")
    body, _, when = rest.rpartition("\n")
    return kind.replace("\0", ""), body.replace("\0", ""), when.replace("\0", "")


@cache
def _lesson() -> bytes:
    return next(one.id for one in scene().journal.read() if one.kind == "lesson").encode()


def _named(data: bytes) -> bytes:
    """Put the id of a record where a case names it."""
    return data.replace(b"EARLY", _lesson())


def _record(workspace: Workspace, data: bytes) -> None:
    """Record as ``engage record KIND --json-body BODY --happened MOMENT`` does."""
    kind, body, when = _parts(_named(data))
    function: Any = record.callback
    with quiet():
        function.__wrapped__(
            Asked(),
            workspace,
            kind=kind,
            fields=(),
            happened=when,
            author="",
            json_body=body,
            anyway=len(data) % 2 > 0,
        )
    ask(workspace, data)


def _fields(workspace: Workspace, data: bytes) -> None:
    """Record as ``engage record KIND FIELD=VALUE ...`` does."""
    kind, *words = _named(data).decode("utf-8", "surrogateescape").replace("\0", "").split("\n")
    function: Any = record.callback
    with quiet():
        function.__wrapped__(
            Asked(), workspace, kind=kind, fields=tuple(words), happened="", author="",
            json_body="{}", anyway=len(data) % 2 > 0,
        )  # fmt: skip
    ask(workspace, data)


_FIELDS: Final = tuple(
    "\n".join([kind, *(f"{n}={v if isinstance(v, str) else json.dumps(v)}" for n, v in b.items())])
    .encode()
    for kind, b in _BODIES.items()
)  # fmt: skip


@cache
def _entries() -> Sequence[tuple[str, bytes]]:
    return tuple(
        (one.kind, one.body or b"") for one in scene().journal.read() if one.kind != "correction"
    )


def _told_by_another(workspace: Workspace, data: bytes) -> None:
    """Write an entry as another program might: nothing of it was checked by us."""
    kind, _, rest = data.partition(b"\n")
    when, _, body = rest.partition(b"\n")
    name, happened = kind.decode("utf-8", "replace"), when.decode("utf-8", "replace")
    draft = Draft(
        id="written", stream="brook", kind=name, version=1, happened=happened, author="else",
        body=body, subjects=(),
    )  # fmt: skip
    workspace.journal.append([draft], request="r", recorded="2026-03-05", expected=None)
    ask(workspace, data, practices_hold=False)


def _moment(_: object, data: bytes) -> None:
    try:
        found = moment(data.decode("utf-8", "surrogateescape"))
    except ValueError as fault:
        raise InvalidInput.one("", str(fault)) from None
    assert moment(str(found)) == found, "it is not what it was"
    assert found.first <= found.last, "it ends before it begins"
    now = moment("2026-03-10")
    found.before(now), now.before(found), found.days_since(now), sorted([found, now])


DOORS: Final = (
    Door("body", _SEEDS, _record, scene, kept, _WORDS, 150_000, 600),
    Door("fields", _FIELDS, _fields, scene, kept, _WORDS, 100_000, 500),
    Door("entry", tuple(
        b"%s\n2026-03-05\n%s" % (kind.encode(), body) for kind, body in _entries()
    ), _told_by_another, scene, words=_WORDS, cases=50_000, longest=700),
    Door("moment", (b"2013", b"2013-Q3", b"2013-07", b"2013-07-14", b"2013-07-14T09:30+01:00",
         b"2013-07-14 09:30:15.123456Z"), _moment, words=(b"Q4", b"T24:00", b"+24:00", b"-00:00"),
         cases=250_000, longest=60),
)  # fmt: skip
