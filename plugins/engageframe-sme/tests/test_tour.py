"""Does the chapter of the experts fit into the story that the core tells?"""

from engageframe import Workspace, moment
from engageframe.tour import play


def test_a_second_voice_joins_and_covers_more(tmp_path):
    """One voice in March, another view in April; more is covered, and no gate stays shut."""
    folder = tmp_path / "story"
    told = play(folder)
    seen = {}
    for day in ("2026-03-13", "2026-04-10"):
        with Workspace.open(folder, as_of=moment(day)) as workspace:
            view = workspace.view()
            measures = {one.name: one for _, one in workspace.host.measure(view)}
            rules = {one.rule for one in workspace.check() if one.rule.startswith("SME")}
            seen[day] = round(measures["topic-coverage"].value, 2), rules

    assert told.failures == ()
    assert any("Introduce Yusuf Brandt to Maren Holt" in line for line in told.lines)
    assert seen == {
        "2026-03-13": (0.58, {"SME001", "SME003", "SME004", "SME005", "SME007"}),
        "2026-04-10": (0.81, {"SME003", "SME004"}),
    }
