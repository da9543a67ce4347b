"""A file applied twice changes nothing, whatever it tells."""

from pathlib import Path

from engageframe.model.engagements import Correction
from engageframe.model.moments import moment
from engageframe.model.people import Statement
from engageframe.practices import Host
from engageframe.workspace import Workspace
from engageframe_stores.memory import MemoryStore

_FILE = """
engagement: {id: rollout, name: Rollout}
people: [{id: ana, name: Ana}, {id: maria, name: Maria}]
records:
  - happened: 2026-03-01
    encounter.planned: {id: visit, scheduled: 2026-03-10, attendees: [{person: maria}]}
  - happened: 2026-03-02
    encounter.planned: {id: visit, scheduled: 2026-03-12, attendees: [{person: maria}]}
  - happened: 2026-03-02
    statement: {about: maria, text: likes it short, basis: said, by: maria}
"""


def _workspace() -> Workspace:
    return Workspace(MemoryStore(), Host.load(()), as_of=moment("2026-03-20"))


def test_an_amended_plan_is_no_news_the_second_time(tmp_path: Path) -> None:
    """A file that tells a plan and its amendment is applied once, and then changes nothing."""
    path = tmp_path / "rollout.yaml"
    path.write_text(_FILE, encoding="utf-8")

    with _workspace() as workspace:
        first = workspace.apply_file(path)
        again = workspace.apply_file(path)
        planned = workspace.view().encounters["visit"].planned

    assert (first.count("new"), first.count("changed")) == (5, 1)
    assert again.receipt is None
    assert planned is not None
    assert planned.scheduled == moment("2026-03-12")


def test_a_corrected_statement_is_no_news_when_it_is_exported_and_applied(tmp_path: Path) -> None:
    """What was corrected is told as it is now, and that is known already."""
    path = tmp_path / "rollout.yaml"
    path.write_text(_FILE, encoding="utf-8")

    with _workspace() as workspace:
        workspace.apply_file(path)
        (said,) = workspace.view().records(Statement)
        body = {"about": "maria", "text": "likes it long", "basis": "said", "by": "maria"}
        workspace.record(Correction(record=said.id, body=body, reason="misheard"))
        path.write_text(workspace.export().text, encoding="utf-8")
        again = workspace.apply_file(path)

    assert again.receipt is None
