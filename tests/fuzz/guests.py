"""Which door takes what a practice answers?

A practice is code and may do anything; what it answers is data, and may hold anything.
"""

import json
from collections.abc import Iterator
from functools import cache
from typing import Any, Final

from tests.fuzz.knocking import Door
from tests.fuzz.scenes import ask, quiet, scene

from engageframe import (
    BriefLine,
    Figure,
    Finding,
    Host,
    InvalidInput,
    Measure,
    Practice,
    Proposal,
    Rule,
    Workspace,
    impl,
    moment,
)
from engageframe.encoding import canonical
from engageframe_cli.asked import Asked
from engageframe_cli.printing import show

__all__ = ["DOORS"]

_ANSWERS: Final[dict[str, dict[str, Any]]] = {
    "Proposal": {
        "id": "call:nia", "does": "Call Nia", "for_whom": "nia", "reason": "It is time",
        "evidence": ["a"], "kind": "meet", "about": "x", "rule": "HOS001", "owner": "ana",
        "due": "2026-04", "importance": 2, "minutes": 30, "client_minutes": 5,
    },
    "Finding": {"rule": "HOS001", "subject": "nia", "says": "So", "fix": "Do", "evidence": ["a"],
                "private_to": ""},
    "BriefLine": {"heading": "know", "text": "It hums", "reason": "said", "evidence": ["a"],
                  "basis": "said"},
    "Measure": {"name": "m", "says": "Share", "subject": "brook", "value": 0.5, "unit": "%",
                "n": 3, "needs": 1, "reason": "why", "low": 0.1, "high": 0.9, "evidence": ["a"]},
    "Figure": {"name": "f", "title": "T", "spec": {"mark": "bar", "data": {"values": [1]}}},
}  # fmt: skip
_SHAPES: Final = {one.__name__: one for one in (Proposal, Finding, BriefLine, Measure, Figure)}
_RAW: Final = (None, 1, "text", b"bytes", {"a": 1}, {1, 2}, object(), float("nan"), [[]], Exception)
_WORDS: Final = (
    b'"nia"', b'"brook"', b"NaN", b"-Infinity", b"1e309", b'"\\ud800"', b'"@LONG@"', b'"@WIDE@"',
    b'"@HUGE@"', b"[[]]", b'{"$": 1}', b"null", b"true", b'"2026"', b'"meet"', b'"owe"', b"@BIG@",
    b'{"@moment": "2026"}', b'{"@set": 1}', b'{"@deep": 1}', b'"HOS001"', b'"know"', b'"keep:map"',
)  # fmt: skip


class Hostile(Practice):
    """Answers with whatever it was told to."""

    name = "hostile"
    told: object = None
    reads = ("engagement",)

    @impl
    def engageframe_rules(self) -> list[Rule]:
        """Bring one rule."""
        return [Rule(code="HOS001", name="h", severity="E", says="s", why="w", source="s")]

    def _made(self, shape: type[Any]) -> Any:
        told = self.told
        if isinstance(told, list):
            return [one for name, fields in told for one in self._one(name, fields, shape)]
        return told

    def _one(self, name: str, fields: dict[str, Any], shape: type[Any]) -> Iterator[Any]:
        if name == "any":
            yield _RAW[len(fields) % len(_RAW)]
        elif _SHAPES[name] is shape:
            yield shape(**fields)

    @impl
    def engageframe_propose(self, view: Any) -> Any:
        """Propose what was told."""
        return self._made(Proposal)

    @impl
    def engageframe_check(self, view: Any) -> Any:
        """Find what was told."""
        return self._made(Finding)

    @impl
    def engageframe_brief(self, view: Any, encounter: Any) -> Any:
        """Say what was told."""
        return self._made(BriefLine)

    @impl
    def engageframe_measure(self, view: Any) -> Any:
        """Measure what was told."""
        return self._made(Measure)

    @impl
    def engageframe_draw(self, view: Any) -> Any:
        """Draw what was told."""
        return self._made(Figure)


@cache
def _host() -> Host:
    return Host.load((), objects=[Hostile])


def _begin() -> Workspace:
    return scene(_host())


def _value(value: Any) -> Any:
    """Make of plain data what only code can hold: moments, sets, tuples, rings."""
    if isinstance(value, list):
        return tuple(map(_value, value))
    if isinstance(value, dict):
        if "@moment" in value:
            return moment("2026-04")
        if "@set" in value:
            return {1, "a"}
        if "@deep" in value:
            ring: dict[str, Any] = {}
            ring["ring"] = ring
            return ring
        return {name: _value(one) for name, one in value.items()}
    return value


def _told(data: bytes) -> list[tuple[str, dict[str, Any]]]:
    try:
        found = json.loads(data)
        return [(str(name), _value(dict(fields))) for name, fields in dict(found).items()]
    except (ValueError, TypeError, RecursionError):
        raise InvalidInput.one("", "no answers are told") from None


def _answer(workspace: Workspace, data: bytes) -> None:
    """Ask a practice that answers so, on paper and as JSON; it is named, and all goes on."""
    told = _told(data)
    if {name for name, _ in told} - {*_SHAPES, "any"}:
        raise InvalidInput.one("", "no such answer")
    asked = Asked()
    asked.json = True
    for one in workspace.host.practices:
        vars(one.practice)["told"] = told
    ask(workspace, data, practices_hold=False)
    with quiet():
        show(asked, workspace.plan(), ())
        show(asked, workspace.review(), ())
        show(asked, workspace.check(), ())
        canonical(workspace.brief())
    failed = {one.practice for one in workspace.host.failures}
    assert failed <= {"hostile"}, f"{failed} failed"


def _seeds() -> Iterator[bytes]:
    yield json.dumps(_ANSWERS).encode()
    for name, fields in _ANSWERS.items():
        yield json.dumps({name: fields}).encode()
    yield b'{"any": {"a": 1}}'


DOORS: Final = (
    Door("practice answers", tuple(_seeds()), _answer, _begin, words=_WORDS, cases=60_000,
         longest=900),
)  # fmt: skip
