"""Does the tour play the same story everywhere, and leave what it promises?"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import engageframe_cli as cli
from engageframe.encoding import canonical
from engageframe_tour import Tour, play


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Tour]:
    """Play the story once, and keep the workspace."""
    folder = tmp_path_factory.mktemp("tour") / "story"
    return folder, play(folder)


def engage(*args: object, seed: str) -> bytes:
    """Run engage in a process of its own, with its own order of hashes."""
    return subprocess.run(
        [sys.executable, "-m", "engageframe", *map(str, args)],
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONHASHSEED": seed},
    ).stdout


def test_two_processes_tell_the_same_to_the_byte() -> None:
    """Neither the order of hashes nor the folder nor the day changes a byte."""
    assert engage("tour", "--json", seed="1") == engage("tour", "--json", seed="2")


def test_the_story_is_short_enough_to_be_read(capsys: pytest.CaptureFixture[str]) -> None:
    """It fits into fewer than 150 lines and says how to look on."""
    with pytest.raises(SystemExit) as ended:
        cli.main(["tour"])
    printed = capsys.readouterr()
    assert ended.value.code == 0
    assert printed.err == ""
    assert 60 < len(printed.out.splitlines()) < 150
    assert "engage tour --keep story" in printed.out


def test_the_kept_workspace_gives_the_same_three_answers(
    told: tuple[Path, Tour], capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    """The commands that the tour prints answer as the tour did."""
    folder, tour = told
    answers = {again.split()[0]: again for again in tour.again}
    for name in ("plan", "brief", "review"):
        with pytest.raises(SystemExit):
            cli.main(["-C", str(folder), *answers[name].split(), "--json"])
        assert capsysbinary.readouterr().out == canonical(getattr(tour, name)) + b"\n"


def test_both_cycles_pass_every_gate(told: tuple[Path, Tour]) -> None:
    """The plan was frozen with actions, the review finds them done, and a promise was late."""
    _, tour = told
    text = "\n".join(tour.lines)
    assert (tour.plan.cycle, tour.plan.phase) == (2, "doing")
    assert tour.plan.accepted
    assert (tour.review.cycle, tour.review.phase) == (2, "reviewing")
    assert [one.state for one in tour.review.planned] == ["done"] * len(tour.review.planned)
    assert "kept late" in text
    assert "cycle 3 is now in the phase planning" in text
    assert tour.brief.encounter == "teach-in"
    assert tour.failures == ()


def test_what_the_house_wrote_stays_in_the_house(told: tuple[Path, Tour]) -> None:
    """No answer repeats our own commercial note."""
    _, tour = told
    answers = [json.loads(canonical(one)) for one in (tour.plan, tour.brief, tour.review)]
    assert "quarter end" not in json.dumps(answers)


def test_the_story_can_be_played_without_practices(tmp_path: Path) -> None:
    """Without a practice nothing is proposed: the tour says so, and goes on."""
    tour = play(tmp_path / "bare", no_practices=True)
    assert "the plan is empty" in "\n".join(tour.lines)


def test_the_story_is_not_written_over_a_workspace(
    told: tuple[Path, Tour], capsys: pytest.CaptureFixture[str]
) -> None:
    """A folder that holds a workspace is refused."""
    folder, _ = told
    with pytest.raises(SystemExit) as ended:
        cli.main(["tour", "--keep", str(folder)])
    assert ended.value.code == 2
    assert "there is a workspace here already" in capsys.readouterr().err


_GUEST = """
from engageframe import Finding, Lesson, Practice, Rule, impl

class Guest(Practice):
    name = "guest"
    reads = ("lesson",)

    @impl
    def engageframe_rules(self):
        return [Rule(code=f"GST00{n}", name=f"g{n}", severity="EWIIW"[n], source="a test",
                     says="It is a guest.", why=f"Guests are {n}.") for n in range(1, 5)]

    @impl
    def engageframe_check(self, view):
        return [Finding(rule=f"GST00{n}", subject=one.body.id, says=f"{one.body.id} is {n}",
                        fix="none", evidence=(one.id,))
                for n in range(1, 5) for one in view.records(Lesson)]
"""
_CHAPTER = """
engagement: meadowline-meters
records:
  - {happened: 2026-02-26, lesson: {id: LESSON, text: A guest may tell a chapter.}}
"""


@pytest.fixture
def guest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Install a practice that tells a chapter of its own, in two parts, in the fifth scene."""
    info, chapters = tmp_path / "guest-1.0.dist-info", tmp_path / "tour_guest" / "tour"
    chapters.mkdir(parents=True)
    info.mkdir()
    (info / "METADATA").write_text("Name: guest\nVersion: 1.0\n", encoding="utf-8")
    points = "[engageframe.practices]\nguest = tour_guest:Guest\n"
    (info / "entry_points.txt").write_text(points, encoding="utf-8")
    (tmp_path / "tour_guest" / "__init__.py").write_text(_GUEST, encoding="utf-8")
    for name, lesson in (("4-also-true.yaml", "first"), ("4-also-true.2.yaml", "second")):
        (chapters / name).write_text(_CHAPTER.replace("LESSON", lesson), encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))


@pytest.mark.usefixtures("guest")
def test_what_a_practice_finds_in_its_own_chapter_is_shown_and_why(tmp_path: Path) -> None:
    """The parts come in their order; of each, the gravest rules stand there once, with reasons."""
    lines = play(tmp_path / "story").lines

    start, end = (
        next(n for n, line in enumerate(lines) if line.startswith(f"{scene}. ")) for scene in (5, 6)
    )
    scene = [line.strip() for line in lines[start:end]]
    assert any(", 1 of guest, 1 of guest" in line for line in scene)
    assert [line for line in scene if line.startswith("guest")] == [
        "guest    W GST001 first is 1",
        "guest    W GST004 first is 4",
        "guest    W GST001 second is 1",
        "guest    W GST004 second is 4",
    ]
    assert scene.count("why: Guests are 4.") == 2
