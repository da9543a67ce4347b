"""Which doors do the plugins bring: policies and other records, options, tables of scores?"""

import io
import json
import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Final

import attrs
import msgspec
from tests.fuzz.knocking import Door
from tests.fuzz.scenes import ask, kept, quiet, scene
from tests.fuzz.scratch import scratch

from engageframe import (
    Attendee,
    CommitmentMade,
    EncounterHeld,
    Feedback,
    Host,
    InvalidInput,
    Lesson,
    Statement,
    Workspace,
)
from engageframe.applying import Item
from engageframe.encoding import canonical
from engageframe.practices import find
from engageframe.settings import FILE, read
from engageframe_cli.asked import Asked
from engageframe_cli.facts import record
from engageframe_cli.scene import AS_OF
from engageframe_sme.assigning import assign
from engageframe_sme.commands import _read_scores
from engageframe_sme.instance import MatchPolicy
from engageframe_trust.policy import DEFAULT

__all__ = ["DOORS"]

_USED: Final = [one.name for one in find()]


@cache
def _host() -> Host:
    return Host.load(_USED)


def _begin() -> Workspace:
    return scene(_host())


def _adopt(workspace: Workspace, data: bytes) -> None:
    """Record as ``engage record trust.policy --json-body BODY`` does, then ask every practice."""
    kind, _, body = data.decode("utf-8", "replace").replace("\0", "").partition("\n")
    function: Any = record.callback
    with quiet():
        function.__wrapped__(
            Asked(), workspace, kind=kind, fields=(), happened="", author="", json_body=body,
            anyway=True,
        )  # fmt: skip
    ask(workspace, data)


def _policies() -> tuple[bytes, ...]:
    told = attrs.asdict(DEFAULT)
    some = {"name": "ours", "period_days": 7, "promise": 5, "doubt": 1, "base_rate_percent": 99}
    return tuple(b"trust.policy\n" + json.dumps(one).encode() for one in (told, some))


def _numbers() -> tuple[bytes, ...]:
    names = [field.name.encode() for field in attrs.fields(type(DEFAULT))]
    return (*names, b"1000000000", b"36500", b"99", b"100", b"1000", b"2147483648", b"1.5")


def _toml(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(n)} = {_toml(v)}" for n, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return json.dumps(value)


@cache
def _options() -> tuple[bytes, ...]:
    lines = [f"[workspace]\npractices = {json.dumps(_USED)}"]
    for one in _host().practices:
        if one.practice.Settings is not None:
            now = msgspec.json.decode(canonical(one.practice.Settings()))
            lines += [f"[practice.{one.name}]", *(f"{n} = {_toml(v)}" for n, v in now.items())]
    wording = '[{name = "x", finds = ["a .. b"], instead = "c"}]'
    words = f"[practice.servant.words]\nreturn-language = {wording}\n"
    people = "[practice.cadence.people.nia]\ndays = 30\ntolerance = 5\n"
    head = f"[workspace]\npractices = {json.dumps(_USED)}\n"
    return "\n".join(lines).encode(), (head + words).encode(), (head + people).encode()


@cache
def _folder() -> Path:
    return scratch()


def _load(_: object, data: bytes) -> None:
    """Read options as ``engageframe.toml`` tells them, and hand them to the practices."""
    (_folder() / FILE).write_bytes(data)
    config = read(_folder())
    classes = [type(one.practice) for one in _host().practices]
    host = Host.load((), objects=classes, settings=config.options, place=config.place)
    told = host.misuses()
    assert len(told) >= len(host.failures), f"a practice failed: {host.failures}"
    if told:
        raise InvalidInput(told)


_SCORES: Final = b"need,expert,score\nlight,ana,0.5\nlight,bo,1\nwater,ana,0\nwater,cy,1e-3\n"


def _assign(_: object, data: bytes) -> None:
    """Read a table of scores as ``engage sme assign`` does, and assign by it."""
    try:
        file = io.StringIO(data.decode("utf-8-sig"), newline=None)
    except UnicodeDecodeError:
        raise InvalidInput.one("", "no text") from None
    file.name = "scores.csv"  # type: ignore[misc] # as an open file has
    found = assign(
        _read_scores(file), demand=1, max_load=1, fairness="total",
        policy=MatchPolicy(solver="flow"),
    )  # fmt: skip
    msgspec.json.encode(found.summary)


_LONG: Final = 4_000


@cache
def _phrases() -> tuple[bytes, ...]:
    """Give the phrases of the lexicons that are shipped: what texts are searched for."""
    found = []
    for path in sorted(Path(__file__).parents[2].glob("plugins/*/src/*/lexicons/*.toml")):
        for rows in tomllib.loads(path.read_text(encoding="utf-8")).values():
            for row in rows if isinstance(rows, list) else ():
                found += [*row.get("finds", ()), *row.get("unless", ())]
    every = (one.replace("..", "x").replace("?", "") for one in found)
    return tuple(re.sub(r"(\w[\w'-]*)(?:\|\S+)*", r"\1", one).encode() for one in every)


def _say(workspace: Workspace, data: bytes) -> None:
    """Tell a text, as often as fits a long record, wherever practices read texts."""
    text = data.decode("utf-8", "replace").strip() or "x"
    whole = (text * (_LONG // len(text) + 1))[:_LONG]
    told: list[Any] = [
        Statement(about="nia", text=whole, basis="said", by="ana"),
        CommitmentMade(id="long", promisor="ana", promisee="nia", what=whole),
        EncounterHeld(id="long", attendees=(Attendee(person="nia"),), subject=whole),
        Feedback(by="nia", about="ana", text=whole),
        Lesson(id="long", text=whole),
    ]
    items = [Item(body=one, engagement="brook", happened=AS_OF, author="ana") for one in told]
    workspace.apply(items)
    workspace.plan(), workspace.review()
    assert not workspace.host.failures, str(workspace.host.failures[0])


DOORS: Final[dict[str, Door]] = {
    "trust policy": Door("trust policy", _policies(), _adopt, _begin, kept, _numbers(), 40_000,
                         900),
    "options": Door("options", _options(), _load, words=(b"words", b"finds", b"days", b"{}", b"[]"),
                    cases=15_000, longest=2_000),
    "texts": Door("texts", tuple(b"we " + one + b"." for one in _phrases()[:60]), _say, _begin,
                  kept, (*_phrases(), b"'", b"-", b". ", b"\n", b"\n\n", b" ", b"?"), 6_000, 200),
    "scores": Door("scores", (_SCORES,), _assign, words=(b",", b"\n", b"1e308", b"inf", b'"'),
                   cases=100_000, longest=300),
}  # fmt: skip
