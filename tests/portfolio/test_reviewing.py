"""Is every engagement reviewed, whoever does it, and whatever becomes of another one?"""

import json
import os
import pty
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from functools import partial
from pathlib import Path
from threading import Thread

import pytest
from tests.portfolio.telling import ASKED, NAMES, TODAY, asking, odd, outcomes, portfolio, tell

from engageframe import EncounterHeld, Person, Workspace
from engageframe.encoding import canonical
from engageframe_portfolio.reviewing import reviews
from engageframe_portfolio.working import Outcome

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a workspace of many engagements, once."""
    return portfolio(tmp_path_factory.mktemp("portfolio") / "work")


@pytest.fixture
def folder(template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a workspace of many engagements, which other processes can review, too."""
    monkeypatch.syspath_prepend(str(ROOT))
    return Path(shutil.copytree(template, tmp_path / "work"))


def engage(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Review all in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "engageframe", "review", "--all", "-C", str(folder), "--as-of",
         str(TODAY), *words],
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_all_reviews_are_those_of_one_by_one_in_the_order_of_their_ids(folder: Path) -> None:
    """With one process or several, recalled or made: the bytes are the same."""
    with Workspace.open(folder, as_of=TODAY) as workspace:
        single = [json.loads(canonical(workspace.review(name))) for name in NAMES]
    with closing(sqlite3.connect(folder / "journal.db")) as journal:
        journal.execute("DELETE FROM snapshot")
        journal.commit()

    made, again = engage(folder, "--json", "--jobs", "2"), engage(folder, "--json")

    assert made.returncode == 0
    assert made.stdout == again.stdout
    assert json.loads(made.stdout) == {"reviews": single, "unreviewed": []}
    assert made.stderr == ""


def test_only_what_changed_is_made_anew(folder: Path) -> None:
    """A record of one engagement makes one review anew, a record of the register all."""

    def recalled() -> list[str]:
        return [one.engagement for one in outcomes(folder) if one.recalled]

    assert recalled() == []
    assert recalled() == NAMES
    tell(folder, EncounterHeld(id="one", attendees=()), engagement="e07")
    assert recalled() == [name for name in NAMES if name != "e07"]
    tell(folder, Person(id="new", name="New"), engagement="e07")
    assert recalled() == []
    assert recalled() == NAMES


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_practice_that_fails_at_one_is_named_there_and_nowhere_else(
    folder: Path, jobs: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No review holds the failure of another engagement, in whichever order they were made."""
    monkeypatch.setenv("TRIPS", "e18")
    tell(folder, EncounterHeld(id="one", attendees=()), engagement="e18x")  # nothing describes it

    found = outcomes(folder, jobs=jobs)

    assert [one.engagement for one in found if b"stone" in one.review] == ["e18"]
    assert [one.engagement for one in found if one.failures] == ["e18"]
    assert [one.engagement for one in found if one.review] == NAMES


def test_an_engagement_that_ends_its_process_is_named_and_the_others_are_reviewed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those that were in the same process are reviewed by another one."""
    monkeypatch.setenv("FATAL", NAMES[-4])

    found = outcomes(folder, jobs=2)

    assert [one.engagement for one in found] == NAMES
    assert [(one.engagement, one.code) for one in found if not one.review] == [(NAMES[-4], 3)]
    assert "process" in next(one.says for one in found if one.says)


@pytest.mark.parametrize("ended", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_no_process_outlives_the_one_that_asked(folder: Path, ended: int) -> None:
    """However it ends, and though a practice never answers."""
    sleeper = folder / "sleeper"
    asks = f"""
import pathlib, signal
from tests.portfolio.telling import outcomes
if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)  # in the background none is heard
    outcomes(pathlib.Path({str(folder)!r}), jobs=2)
"""
    script = folder / "asks.py"
    script.write_text(asks, encoding="utf-8")
    paths = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    told = {"SLEEPS": NAMES[-1], "SLEEPER": str(sleeper), "PYTHONPATH": paths}
    asked = subprocess.Popen(
        [sys.executable, str(script)], env={**os.environ, **told}, stderr=subprocess.PIPE
    )
    while not (sleeper.exists() and sleeper.read_text(encoding="utf-8")):
        assert asked.poll() is None
        time.sleep(0.01)
    asked.send_signal(ended)
    asked.communicate()

    process = int(sleeper.read_text(encoding="utf-8"))
    looks = (time.sleep(0.01) or _is_alive(process) for _ in range(3_000))
    if left := all(looks):
        os.kill(process, signal.SIGKILL)
    assert (left, asked.returncode != 0) == (False, True)


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{process}/stat")  # whoever has no parent to wait for it stays as a name
    return not state.exists() or state.read_text(encoding="utf-8").split(")")[1].split()[0] != "Z"


def test_a_fault_of_the_tool_itself_stops_none_of_the_others(folder: Path) -> None:
    """It is told as what it is, with the exit code of something broken."""
    recall, _ = asking(folder)
    with closing(recall.journal):
        found = list(reviews(recall, partial(odd, folder), NAMES))

    assert [one.engagement for one in found if one.review] == [n for n in NAMES if n != "e02"]
    assert (found[2].code, found[2].says.partition(": d")[0]) == (
        3,
        "internal error: ZeroDivisionError",
    )


def test_one_that_cannot_be_reviewed_is_told_at_the_end(folder: Path) -> None:
    """The others are printed, and the exit code is that of the one."""
    tell(folder, EncounterHeld(id="one", attendees=()), engagement="e05x")

    shown, told = engage(folder, "--json"), engage(folder)

    assert (shown.returncode, told.returncode) == (2, 2)
    answer = json.loads(shown.stdout)
    assert [one["engagement"] for one in answer["reviews"]] == NAMES
    assert [one["engagement"] for one in answer["unreviewed"]] == ["e05x"]
    assert told.stdout.count("What was planned") == len(NAMES)
    *_, one, both = told.stderr.splitlines()
    assert 'engage: "e05x": no engagement "e05x"' in one + told.stderr
    assert both == "engage: 1 engagement(s) could not be reviewed"


def test_reviews_are_made_as_they_are_taken(folder: Path) -> None:
    """Whoever takes one gets it before the others are made, so that none waits in memory."""
    recall, how = asking(folder)
    ASKED.clear()
    with closing(recall.journal):
        every: Iterator[Outcome] = reviews(recall._replace(rests_on="on"), how, NAMES)
        first = next(every)
        every.close()

    assert ASKED == [first.engagement] == [NAMES[0]]
    assert [one.recalled for one in outcomes(folder)] == [True] + [False] * (len(NAMES) - 1)


def test_who_waits_at_a_terminal_sees_how_far_it_is(folder: Path) -> None:
    """The bar goes to the terminal alone, and is wiped at the end; the answer is the same."""
    ours, theirs = pty.openpty()
    drawn = bytearray()

    def watch() -> None:
        with suppress(OSError):  # so a terminal ends
            while part := os.read(ours, 1_000):
                drawn.extend(part)

    watcher = Thread(target=watch)
    watcher.start()
    words = ["review", "--all", "--json", "-C", str(folder), "--as-of", str(TODAY)]
    with open(theirs, "wb") as terminal:
        shown = subprocess.run(
            [sys.executable, "-m", "engageframe", *words],
            stdout=subprocess.PIPE, stderr=terminal, env={**os.environ, "TERM": "xterm"},
            check=False,
        )  # fmt: skip
    watcher.join()
    os.close(ours)

    assert (shown.returncode, shown.stdout.decode()) == (0, engage(folder, "--json").stdout)
    assert b"reviewing" in drawn
    assert b"100%" in drawn
    assert drawn.rstrip().endswith(b"\x1b[2K")


def test_what_concerns_all_is_told_once(folder: Path) -> None:
    """Settings with a mistake, or an option without its other, stop the command as ever."""
    assert engage(folder, "--jobs", "2", "-e", "e00").returncode == 2
    (folder / "engageframe.toml").write_text("[workspace]\npractises = []\n", encoding="utf-8")

    ended = engage(folder, "--json")

    assert ended.returncode == 2
    assert json.loads(ended.stdout)["error"]["type"] == "InvalidInput"


def test_a_workspace_without_engagements_says_so(tmp_path: Path) -> None:
    """Nothing to review is no error."""
    Workspace.create(tmp_path / "empty", practices=["cycle"])

    assert "no engagement yet" in engage(tmp_path / "empty").stdout
    assert json.loads(engage(tmp_path / "empty", "--json").stdout) == {
        "reviews": [],
        "unreviewed": [],
    }
