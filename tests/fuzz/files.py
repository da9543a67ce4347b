"""Which doors take files: engagement files, tables, mappings, settings, lexicons?"""

import csv
import io
import re
import zlib
from functools import cache
from pathlib import Path
from typing import Any, Final

from tests.fuzz.knocking import Door
from tests.fuzz.scenes import ask, kept, scene
from tests.fuzz.scratch import scratch

from engageframe import Host, Workspace, moment
from engageframe.kinds import CORE_KINDS, Kinds
from engageframe.settings import FILE
from engageframe.settings import read as read_settings
from engageframe.workspace import hosted
from engageframe_csv import read as read_table
from engageframe_csv import write_set_aside
from engageframe_cycle import Cycle
from engageframe_lexicons import Lexicon
from engageframe_yaml import read as read_file

__all__ = ["DOORS"]

_TODAY: Final = moment("2026-06-30")
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_NUMBER: Final = re.compile(r"[-+]?[0-9.,]+([eE][-+]?[0-9]+)?%?")

_FILE: Final = b"""engageframe: 1
author: ana
happened: 2026-03-01
known: [bo]
engagement: {id: rollout, name: Acme rollout, client: acme}
organizations: [{id: acme, name: Acme Ltd, aliases: [ACME]}]
people:
  - {id: maria, name: "Maria L\xc3\xb3pez", email: m@acme.example, languages: [es, en]}
stakeholders:
  - {who: maria, side: client, role: buyer, minutes_per_cycle: 60}
  - {who: bo, side: ours}
purposes: [{id: calm, camp: client_company, text: "Calm: nights", basis: said, words_of: maria}]
goals: [{id: g1, text: Ten sites, owner: maria, basis: said, purpose: calm}]
records:
  - happened: 2026-03-02
    commitment.made: &c {id: note, promisor: bo, promisee: maria, what: Send it, due: 2026-03-06}
  - happened: 2026-03
    encounter.held: {id: call, channel: call, attendees: [{person: maria}], subject: "a
      b"}
"""
_SMALL: Final = b"""engagement: acme
happened: 2026-03-01
stakeholders: [{who: ana, side: ours}]
known: [ana]
records:
- happened: 2026-03-02
  lesson: {id: a, text: Ask first}
"""
_WORDS: Final = (
    b"person", b"organization", b"engagement", b"purposes", b"records", b"known", b"happened",
    b"author", b"source", b"cause", b"exported", b"commitment.kept", b"encounter.planned",
    b"feedback", b"lesson.settled", b"action.done", b"waiver", b"house", b"ours", b"client",
    b"2026-03", b"2026-Q1", b"maria", b"bo", b"acme", b"rollout", b"- ", b"{", b"[", b"*c", b"&c",
)  # fmt: skip


def _apply(workspace: Workspace, data: bytes) -> None:
    items = read_file(
        data, name="case.yaml", kinds=workspace.codec.kinds, today=_TODAY, author="me",
        known=("ana", "nia"),
    )  # fmt: skip
    if workspace.apply(items).receipt:
        ask(workspace, data)


_MAPPING: Final = b"""system: log
engagement: "{Team}"
happened: "{Date}"
source: "{No}"
record: encounter.held
fields: {id: "visit-{No}", subject: "{About}"}
attendees:
  - {person: "{Ours}", side: ours}
  - {organization: "{Met}", side: client}
dates: {formats: ["%m-%Y", "%d/%m/%Y", "%b %Y", "%Y-Q%q"], since: 2010-01, until: 2026-06}
nothing: {Met: [nil return, n/a]}
aliases: {Met: {ABC: [Alpha Beta Company]}}
split: {Met: [";", " / "]}
"""
_TABLE: Final = """No,Team,Date,Ours,Met,About,Note
1,Rollout,03-2026,Ana,ABC; Brook,Lamps,"two
lines"
2,Rollout,14/02/2026,Ana,nil return,,-
3,Öl & Gas,Mar 2026,Ben,Alpha Beta Company,=1+1,@x
""".encode()
_CELLS: Final = (
    b",", b'"', b'""', b"\n", b"\r\n", b";", b"03-2026", b"Mar 2026", b"2026-Q1", b"nil return",
    b"=1+1", b"@x", b"Team", b"Date", b"31/12/9999", b"\xa0",
)  # fmt: skip


@cache
def _kinds() -> Kinds:
    return Kinds(CORE_KINDS)


def _told(data: bytes, mapping: bytes) -> Any:
    return read_table(
        data, mapping, name="log.csv", mapping_name="log.map.yaml", kinds=_kinds(), author="me",
        today=_TODAY,
    )  # fmt: skip


def _cells(text: str) -> list[str]:
    """Read cells of any length; the limit that Python sets is put back."""
    before = csv.field_size_limit(1 << 30)
    try:
        return [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
    finally:
        csv.field_size_limit(before)


def _take(workspace: Workspace, data: bytes) -> None:
    found = _told(data, _MAPPING)
    rows = sum(len(one.rows) for one in found.items)
    assert found.rows_read == rows + len(found.set_aside), "a row is not accounted for"
    written = write_set_aside(found.set_aside, found.header).decode("utf-8-sig")
    for cell in _cells(written):
        run = cell.startswith(_FORMULA) and not _NUMBER.fullmatch(cell)
        assert not run, f"a spreadsheet runs {cell[:40]!r}"
    if workspace.apply(found.items).receipt:
        ask(workspace, data)


def _understand(_: object, data: bytes) -> None:
    _told(_TABLE, data)


_SETTINGS: Final = b"""[workspace]
practices = ["cycle", "strange"]
order = ["cycle"]
requires = ["engageframe >= 26.1", "cycle >= 1"]
author = "Ana Novak"
store = "memory"

[planning]
our_minutes = 1200
client_minutes = 120

[practice.cycle]
look_ahead_days = 14
review_after_working_days = 2
"""
_OPTIONS: Final = (
    b"[workspace]", b"[planning]", b"[practice.cycle]", b"[practice]", b"practices", b"requires",
    b'["cycle"]', b"1979-05-27T07:32:00Z", b"inf", b"nan", b"{a = 1}", b"[[practice.cycle]]",
    b'"""', b"'", b"==", b">= 1!2.post3", b"= ",
)  # fmt: skip


@cache
def _folder() -> Path:
    return scratch()


def _settle(_: object, data: bytes) -> None:
    (_folder() / FILE).write_bytes(data)
    config = read_settings(_folder())
    if zlib.crc32(data) % 8 == 0:  # what is installed is looked up
        hosted(_folder(), local=())
    Host.load((), objects=[Cycle], settings={**config.options}, place=config.place)


_LEXICON: Final = b"""language = "en"

[[contrast]]
name = "but"
finds = ["but", "how ever|how", "all .. the? same"]
unless = ["all but"]
instead = "and"

[[blame]]
name = "fault"
finds = ["your fault"]
"""
_TEXT: Final = "All but one of us came, but how ever it was, all of the same. " * 20
_PHRASES: Final = (
    b"..",
    b"a .. .. .. .. .. .. .. .. b",
    b"?",
    b"|",
    b"a|b",
    b"word?",
    b"[[contrast]]",
    b"finds",
    b"unless",
    b"'s",
)


def _search(_: object, data: bytes) -> None:
    found = Lexicon.read(data, where="en.toml", lists=("contrast", "blame"))
    for name in found.lists:
        found.find(name, _TEXT)
    list(found.search([_TEXT[:200], "but"]))


DOORS: Final = (
    Door("engagement file", (_FILE, _SMALL), _apply, scene, kept, _WORDS, 30_000, 1_200),
    Door("table", (_TABLE, b"No,Team,Date,Ours,Met,About\n1,A,2026,B,C,D\n"), _take, scene, kept,
         _CELLS, 30_000, 600),
    Door("mapping", (_MAPPING,), _understand, words=(b"{No}", *_WORDS[:12], b"%Y"), cases=40_000,
         longest=900),
    Door("settings", (_SETTINGS,), _settle, words=_OPTIONS, cases=100_000, longest=700),
    Door("lexicon", (_LEXICON,), _search, words=_PHRASES, cases=120_000, longest=600),
)  # fmt: skip
