"""Is what a practice's command printed printed again only when it would be the same?"""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from engageframe import EncounterHeld, Engagement, Found, Item, Workspace, moment

GUEST = """
import sys
from pathlib import Path
import click
from engageframe import Practice, impl

class Louder(Practice):
    name = "louder"
    reads = ("encounter",)

    @impl
    def engageframe_commands(self):
        @click.command("shout")
        @click.argument("word", default="")
        @click.pass_obj
        def shout(workspace, word):
            with Path("asked").open("a") as file:
                file.write("x")
            workspace.repeatable = word != "once"
            seen = len(workspace.view().encounters)
            click.echo(f"{word or 'hey'}, {seen} meetings as of {workspace.as_of}")
            if word == "bytes":
                sys.stdout.flush()
                sys.stdout.buffer.write(b"unheard\\n")
            if word == "peep":
                workspace.view().people
            if word == "fail":
                raise SystemExit(4)
        return [shout]
"""
MANY = 500
Shout = Callable[..., "subprocess.CompletedProcess[str]"]


def meetings(first: int, last: int) -> list[Item]:
    """Tell some meetings."""
    bodies = [EncounterHeld(id=f"m{n}", attendees=(), subject=str(n)) for n in range(first, last)]
    return [
        Item(body=body, engagement="acme", happened=moment("2026-03-01"), author="ana")
        for body in [Engagement(id="acme", name="Acme"), *bodies]
    ]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Make a workspace that is large enough, with a practice that counts how often it is asked."""
    info = tmp_path / "site" / "louder-1.0.dist-info"
    info.mkdir(parents=True)
    (tmp_path / "site" / "louder.py").write_text(GUEST)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: louder\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[engageframe.practices]\nlouder = louder:Louder\n")
    Workspace.create(tmp_path, practices=["louder"], author="ana", local=[Found("louder")])
    with Workspace.open(tmp_path, no_practices=True) as workspace:
        workspace.apply(meetings(0, MANY))
    return tmp_path


@pytest.fixture
def shout(folder: Path) -> Shout:
    """Run the command of the practice in a process of its own."""

    def run(*words: str, day: str = "2026-03-10") -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-m", "engageframe", "--as-of", day, "shout", *words],
            capture_output=True,
            text=True,
            check=False,
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(folder / "site")},
        )

    return run


def asked(folder: Path) -> int:
    """Count how often the practice was asked."""
    return len((folder / "asked").read_text())


def test_the_same_line_is_printed_again_without_the_practice(folder: Path, shout: Shout) -> None:
    """Its bytes and its code are those of the first time; the practice is asked once."""
    first, second = shout("hello"), shout("hello")

    assert first.stdout == second.stdout == "hello, 500 meetings as of 2026-03-10\n"
    assert (first.returncode, second.returncode) == (0, 0)
    assert first.stderr == second.stderr == ""
    assert asked(folder) == 1


def test_other_words_another_day_or_another_fact_ask_the_practice(
    folder: Path, shout: Shout
) -> None:
    """Whatever the answer depends on makes it a new one."""
    shout("hello")

    assert shout("hullo").stdout.startswith("hullo, 500")
    assert shout("hello", day="2026-03-11").stdout.endswith("2026-03-11\n")
    with Workspace.open(folder, no_practices=True) as workspace:
        workspace.apply(meetings(MANY, MANY + 1))
    assert shout("hello").stdout.startswith("hello, 501")
    with (folder / "site" / "louder.py").open("a") as file:
        file.write("\n")
    shout("hello")
    assert asked(folder) == 5


@pytest.mark.parametrize(("word", "code"), [("once", 0), ("bytes", 0), ("fail", 4)])
def test_what_cannot_be_given_again_is_not_kept(
    folder: Path, shout: Shout, word: str, code: int
) -> None:
    """A practice that does not call it repeatable, bytes past the text, and a failure ask anew."""
    first, second = shout(word), shout(word)

    assert (first.stdout, first.returncode) == (second.stdout, second.returncode)
    assert first.returncode == code
    assert asked(folder) == 2


def test_a_wrong_word_is_refused_as_always(folder: Path, shout: Shout) -> None:
    """An answer that was kept for other words hides no mistake."""
    shout("hello")

    assert shout("hello", "twice").returncode == 2
    assert shout("hello", "--louder").returncode == 2
    assert "Usage: engage shout" in shout("--help").stdout
    assert shout("hello", "--no-practices").returncode == 2


def test_a_command_reads_what_its_practice_declared_and_no_more(shout: Shout) -> None:
    """The view refuses another kind and names the practice, as it does in a hook."""
    ended = shout("peep")

    assert ended.returncode == 3
    assert 'practice "louder"' in ended.stderr
    assert "person" in ended.stderr
    assert "reads" in ended.stderr
