"""The same workspace gives the same bytes, whoever asks, however things were installed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from engageframe import (
    Attendee,
    CommitmentMade,
    EncounterHeld,
    Engagement,
    Item,
    Organization,
    Person,
    Stakeholder,
    Workspace,
    moment,
)
from engageframe.practices import Found, find
from engageframe_tour import play

PLUGINS = Path(__file__).parents[2] / "plugins"
_GUEST = """
from engageframe import Measure, Practice, Proposal, impl

class Guest(Practice):
    name = "{name}"
    reads = ("engagement",)

    @impl
    def engageframe_propose(self, view):
        record = view.engagement_record.id
        return [Proposal(id="meet:acme", does="Meet Acme", kind="meet", for_whom="acme",
                         reason="{name} says so", evidence=(record,))]

    @impl
    def engageframe_measure(self, view):
        return [Measure(name="{name}-one", says="one", subject=view.engagement_id, value=1.0,
                        unit="", n=1, needs=1, reason="always")]
"""


@pytest.fixture
def folders(tmp_path: Path) -> list[Path]:
    """Install two more practices, each in a folder of its own."""
    made = []
    for name in ("alpha", "omega"):
        folder = tmp_path / name
        info = folder / f"guest_{name}-1.0.dist-info"
        info.mkdir(parents=True)
        (info / "METADATA").write_text(f"Name: guest-{name}\nVersion: 1.0\n", encoding="utf-8")
        points = f"[engageframe.practices]\n{name} = guest_{name}:Guest\n"
        (info / "entry_points.txt").write_text(points, encoding="utf-8")
        (folder / f"guest_{name}.py").write_text(_GUEST.format(name=name), encoding="utf-8")
        made.append(folder)
    return made


def _tell(folder: Path) -> None:
    there = (Attendee(person="ana"), Attendee(organization="acme"))
    told = [
        ("2026-01-01", Engagement(id="rollout", name="Rollout", client="acme")),
        ("2026-01-01", Organization(id="acme", name="Acme Ltd")),
        ("2026-01-01", Person(id="ana", name="Ana Novak")),
        ("2026-01-01", Stakeholder(who="ana", side="ours")),
        ("2026-01-01", Stakeholder(who="acme", side="client")),
        *(
            (f"2026-0{month}", EncounterHeld(id=f"m{month}", attendees=there))
            for month in range(1, 7)
        ),
        ("2026-02-01", CommitmentMade(id="note", promisor="ana", promisee="acme", what="a note")),
    ]
    with Workspace.open(folder, as_of=moment("2026-11-01"), no_practices=True) as workspace:
        workspace.apply(
            Item(body=body, engagement="rollout", happened=moment(when), author="ana")
            for when, body in told
        )


def _ask(verb: str, folder: Path, seed: str, path: list[Path]) -> bytes:
    env = os.environ | {
        "PYTHONHASHSEED": seed,
        "PYTHONPATH": os.pathsep.join(map(str, path)),
    }
    command = [sys.executable, "-m", "engageframe", verb, "-C", str(folder), "--json"]
    done = subprocess.run(
        [*command, "--as-of", "2026-11-01"], env=env, capture_output=True, check=True
    )
    assert done.stderr == b""
    return done.stdout


@pytest.mark.parametrize("verb", ["plan", "review"])
def test_two_processes_give_the_same_bytes(verb: str, tmp_path: Path, folders: list[Path]) -> None:
    """Another hash seed, the reverse order of installation and of listing: the same bytes."""
    used = ["cadence", "cycle", "alpha", "omega"]
    answers = []
    for seed, names, path in (("1", used, folders), ("77", used[::-1], folders[::-1])):
        folder = tmp_path / "workspace"
        if not answers:
            Workspace.create(folder, practices=names, local=map(Found, names))
            _tell(folder)
        settings = f"[workspace]\npractices = {names}\n".replace("'", '"')
        (folder / "engageframe.toml").write_text(settings, encoding="utf-8")
        answers.append(_ask(verb, folder, seed, path))

    assert answers[0] == answers[1]
    assert all(name.encode() in answers[0] for name in ("cycle", "cadence", "alpha", "omega"))


_WORDS = (
    "plan --as-of 2026-03-17",
    "brief --as-of 2026-04-20",
    "review --as-of 2026-04-10",
    "check --as-of 2026-04-30",
    "trust statement --as-of 2026-04-30",
    "sme match --as-of 2026-04-30",
)


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Play the story of the tour, in which every practice of this repository has a part."""
    folder = tmp_path_factory.mktemp("story") / "kept"
    play(folder)
    return folder


@pytest.mark.parametrize("words", _WORDS)
def test_every_practice_gives_the_same_bytes_in_two_processes(words: str, story: Path) -> None:
    """With another hash seed, and the practices listed in reverse, nothing of an answer changes."""
    names = [one.name for one in find()]
    assert {one.name.partition("-")[2] for one in PLUGINS.iterdir()} < {*names}
    answers = []
    for seed, listed in (("1", names), ("77", names[::-1])):
        text = f"[workspace]\npractices = {listed}\nauthor = 'tomas-reyes'\n"
        (story / "engageframe.toml").write_text(text, encoding="utf-8")
        command = [sys.executable, "-m", "engageframe", *words.split(), "-C", str(story), "--json"]
        env = os.environ | {"PYTHONHASHSEED": seed}
        done = subprocess.run(command, env=env, capture_output=True, check=False)
        answers.append((done.returncode, done.stdout, done.stderr))

    assert answers[0] == answers[1]
    assert answers[0][0] in (0, 1)
    assert len(answers[0][1]) > 500
