"""Does the chapter of the experts fit into the story that the core tells?"""

import os
import subprocess
import sys

from engageframe import Workspace, moment
from engageframe_tour import play


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


def test_two_processes_match_alike_to_the_byte(tmp_path):
    """Neither the order of hashes nor the process changes a byte of any answer."""
    folder = tmp_path / "story"
    play(folder)
    answers = []
    for seed in ("1", "77"):
        for words in (["sme", "match", "--json"], ["review", "--json"], ["plan", "--json"]):
            command = [sys.executable, "-m", "engageframe", "-C", str(folder)]
            answers.append(
                subprocess.run(
                    [*command, "--as-of", "2026-03-17", *words], capture_output=True, check=True,
                    env={**os.environ, "PYTHONHASHSEED": seed},
                ).stdout
            )  # fmt: skip

    assert answers[:3] == answers[3:]
    assert b"yusuf-brandt" in answers[0]
