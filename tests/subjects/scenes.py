"""Which workspace do the tests of subject rights look at, and what must not be left of it?"""

from pathlib import Path

from engageframe import Workspace, moment

CANARY = "Zanthippe"
"""A name that stands in no other word."""

FILE = """
author: ana
happened: 2026-03-02
engagement: {id: acme, name: Work for Acme, client: acme-ltd}
organizations: [{id: acme-ltd, name: Acme Ltd}]
people:
  - {id: ana, name: Ana Novak}
  - {id: zoe, name: Zanthippe Quill, email: zanthippe@quill.example, aliases: [Zanthippe Q]}
  - {id: ben, name: Ben Okoro}
stakeholders:
  - {who: ana, side: ours}
  - {who: zoe, side: client, role: head}
  - {who: ben, side: client}
statements:
  - {about: zoe, text: "Zanthippe prefers mail.", basis: inferred, by: ana}
  - {about: ben, text: "Ben reports to Zanthippe Quill.", basis: observed, by: ana}
purposes:
  - {id: home, camp: personal, text: To be home by six, basis: said, words_of: zoe}
records:
  - happened: 2026-03-05
    encounter.held:
      id: kick-off
      attendees: [{person: ana}, {person: zoe, role: chair}, {person: ben, role: guest}]
      subject: what Zanthippe said of her illness
  - happened: 2026-03-05
    encounter.held: {id: walk, attendees: [{person: ana}, {person: zoe}], subject: Zanthippe alone}
  - happened: 2026-03-06
    encounter.reviewed: {id: walk, outcome: done, client_actions: [Zanthippe calls]}
  - happened: 2026-03-05
    commitment.made: {id: note, promisor: ana, promisee: zoe, what: A note, due: 2026-03-20}
  - happened: 2026-03-06
    commitment.kept: {id: note, note: she liked it}
  - happened: 2026-03-05
    commitment.made:
      id: note-b
      promisor: ana
      promisee: ben
      what: What Zanthippe Quill wants
      due: 2026-04-20
"""
"""Ana tells of her work with Zoe, whose name is the canary, and with Ben."""

DAY = moment("2026-03-10")


def make(folder: Path, *, keeps: str = "sqlite") -> Path:
    """Make the workspace, with a correction, a retraction and a plan that was frozen."""
    Workspace.create(folder, practices=["cycle"], author="ana", keeps=keeps)
    with Workspace.open(folder, as_of=DAY) as workspace:
        source = folder.parent / "told.yaml"
        source.write_text(FILE, encoding="utf-8")
        workspace.apply_file(source)
        mended = FILE.replace("Zanthippe alone", "Zanthippe and the dog")
        source.write_text(mended, encoding="utf-8")
        workspace.apply_file(source)
        source.unlink()
        workspace.accept()
        workspace.freeze()
    return folder


def left(folder: Path) -> list[str]:
    """Give the files below a folder that hold the canary, byte for byte, whatever its case."""
    files = [one for one in folder.rglob("*") if one.is_file()]
    return sorted(one.name for one in files if CANARY.lower().encode() in one.read_bytes().lower())
