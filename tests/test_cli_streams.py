"""Which words and bytes leave on which stream, whatever goes wrong?"""

import contextlib
import json
import os
import pty
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from engageframe import Engagement, Lesson, Workspace, moment

Ended = "subprocess.CompletedProcess[bytes]"
Run = Callable[..., Ended]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run a command line in a workspace whose engagement is called Høyde."""
    Workspace.create(tmp_path / "w", practices=["cycle"])
    with Workspace.open(tmp_path / "w", as_of=moment("2026-03-20")) as workspace:
        workspace.record(Engagement(id="hoyde", name="Høyde ↑"))

    def engage(*args: object, out: object = subprocess.PIPE, err: object = subprocess.PIPE,
               **env: str) -> Ended:  # fmt: skip
        return subprocess.run(
            [sys.executable, "-m", "engageframe", *map(str, args)], cwd=tmp_path / "w",
            stdout=out, stderr=err, check=False, env={**os.environ, **env},
        )  # fmt: skip

    return engage


def test_a_failure_is_told_once_at_a_terminal(run: Run, tmp_path: Path) -> None:
    """On the page, and not below it again; a program gets it on the error stream as before."""
    settings = tmp_path / "w" / "engageframe.toml"
    settings.write_text('[workspace]\npractices = ["missing"]\n', encoding="utf-8")
    seen, shown = pty.openpty()
    ended = run("plan", "--as-of", "2026-03-20", out=shown, err=shown, COLUMNS="400")
    os.close(shown)
    told = b""
    with contextlib.suppress(OSError):  # how a terminal ends
        while more := os.read(seen, 65_536):
            told += more
    os.close(seen)
    assert ended.returncode == 2
    assert b"PLAN: " in told
    assert told.count(b'"missing" failed in settings') == 1

    apart = run("plan", "--as-of", "2026-03-20")
    assert b'"missing" failed in settings' in apart.stdout
    assert b'"missing" failed in settings' in apart.stderr


@pytest.mark.parametrize(
    ("words", "code", "kind"),
    [(["plan", "--bogus"], 2, "NoSuchOption"), (["frob"], 2, "UsageError"),
     (["plan", "--as-of", "soon"], 2, "InvalidInput"), (["next"], 2, "InvalidInput"),
     (["plan", "-C", "nowhere"], 2, "NotAWorkspace"), (["why", "nothing"], 2, "InvalidInput")],
    ids=lambda one: "-".join(one) if isinstance(one, list) else "",
)  # fmt: skip
def test_an_error_is_an_object_too(run: Run, words: list[str], code: int, kind: str) -> None:
    """With --json standard output holds one object that says what is wrong; the code stays."""
    plain, ended = run(*words), run(*words, "--json")

    error = json.loads(ended.stdout)["error"]
    assert (plain.returncode, plain.stdout) == (code, b"")
    assert (ended.returncode, error["code"], error["type"]) == (code, code, kind)
    assert error["says"]
    assert ended.stderr == plain.stderr
    assert ("problems" in error) == (kind == "InvalidInput")


def test_a_closed_gate_is_an_object_with_its_findings(run: Run) -> None:
    """The gate and what closes it stand beside the error."""
    told = ("about=bo", "basis=said", "by=bo", "text=She is a Catholic")
    run("record", "statement", *told, "--anyway")
    run("record", "stakeholder", "who=ana", "side=ours", "--anyway")
    made = ("id=a", "promisor=ana", "promisee=bo", "what=x", "due=2026")
    run("record", "commitment.made", *made, "--anyway")
    run("accept")

    ended = run("freeze", "--json")

    told = json.loads(ended.stdout)
    assert (ended.returncode, told["error"]["type"], told["gate"]) == (1, "GateClosed", "freeze")
    assert [one["rule"] for one in told["findings"]] == ["DAT001"]
    assert b"to mend:" in ended.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device to write to")
def test_a_full_disk_is_told_with_what_was_committed(run: Run, tmp_path: Path) -> None:
    """The command ends with 3 and one clear line; what it committed is told and stays."""
    with open("/dev/full", "wb") as full:
        written = run("record", "lesson", "id=a", "text=Ask", out=full)
        read = run("export", out=full)
        helped = run("--help", out=full)
        unheard = run("plan", "--bogus", err=full)

    assert [one.returncode for one in (written, read, helped, unheard)] == [3, 3, 3, 2]
    committed, *rest = written.stderr.decode().splitlines()
    assert committed == "engage: 1 record(s) were committed before, from 2 on, and stay: engage log"
    for words in (rest, read.stderr.decode().splitlines(), helped.stderr.decode().splitlines()):
        (line,) = words
        assert line.startswith("engage: the answer cannot be written to standard output: No space")
    with Workspace.open(tmp_path / "w") as workspace:
        assert list(workspace.view().latest(Lesson)) == ["a"]


@pytest.mark.parametrize(
    "words", [["export"], ["export", "--json"], ["plan", "--format", "markdown"]], ids=" ".join
)
def test_what_is_redirected_is_utf_8_in_any_locale(run: Run, words: list[str]) -> None:
    """A locale that knows no other letters than ASCII changes not one byte of the answer."""
    odd = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}

    ended = run(*words, **odd)

    assert "Høyde ↑".encode() in ended.stdout
    assert ended.stdout == run(*words).stdout
    latin = run(*words, PYTHONIOENCODING="latin-1")
    assert latin.stdout == ended.stdout
