"""Does somebody who begins a practice get one that works?"""

import shlex
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

import engageframe_cli as cli


@pytest.fixture
def engage(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Any:
    """Call ``engage`` in an empty folder: its exit code and all that it printed."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))

    def call(*words: str) -> tuple[int, str]:
        with pytest.raises(SystemExit) as ended:
            cli.main(words)
        printed = capsys.readouterr()
        return int(ended.value.code or 0), printed.out + printed.err

    return call


def test_what_is_written_passes_its_own_tests(engage: Any, tmp_path: Path) -> None:
    """The contract and the tests that come with it are green without a stroke of the pen."""
    code, printed = engage("practices", "new", "thanks", "work/thanks")
    words = ["-m", "pytest", "-q", "-p", "no:cacheprovider", "-o", "pythonpath=src"]
    folder = tmp_path / "work" / "thanks"
    done = subprocess.run(
        [sys.executable, *words], cwd=folder, capture_output=True, text=True, check=False
    )

    assert (code, done.returncode) == (0, 0), printed + done.stdout
    assert "23 passed" in done.stdout
    assert "@" not in (folder / "pyproject.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("Thanks", "'Thanks' is no name of a practice; take a-z"),
        ("", "'' is no name of a practice"),
        ("2thanks", "is no name of a practice"),
        ("../thanks", "is no name of a practice"),
        ("thanks-", "is no name of a practice"),
        ("t" * 25, "at most 24"),
        ("dänke", "is no name of a practice"),
        ("cycle", '"cycle" is taken by'),
        ("encounter", '"encounter" is taken by the core, for its records; choose another'),
    ],
)
def test_a_name_that_cannot_be_is_refused(
    engage: Any, tmp_path: Path, name: str, says: str
) -> None:
    """What is wrong with it is said, and nothing is written."""
    code, printed = engage("practices", "new", name)

    assert (code, says in printed) == (2, True), printed
    assert list(tmp_path.iterdir()) == []


def test_every_pip_can_install_what_the_tests_need(engage: Any, tmp_path: Path) -> None:
    """The first command under "Test it" names what the group has, as older pips know no group."""
    assert engage("practices", "new", "thanks")[0] == 0
    told = (tmp_path / "thanks" / "README.md").read_text(encoding="utf-8")
    project = tomllib.loads((tmp_path / "thanks" / "pyproject.toml").read_text(encoding="utf-8"))

    command = told.partition("## Test it\n\n```console\n")[2].splitlines()[0]
    _, _, *words = shlex.split(command)
    wanted = [one.partition(">")[0] for one in project["dependency-groups"]["test"]]
    assert words == wanted


@pytest.mark.parametrize("sort", ["folder", "file", "link"])
def test_nothing_is_overwritten(engage: Any, tmp_path: Path, sort: str) -> None:
    """Whatever stands in the place stays as it is, an empty folder, too."""
    place = tmp_path / "thanks"
    {"folder": place.mkdir, "file": place.touch, "link": lambda: place.symlink_to("x")}[sort]()

    code, printed = engage("practices", "new", "thanks")

    assert (code, "it is there already; name a folder that is not" in printed) == (2, True)
    assert [one.name for one in tmp_path.iterdir()] == ["thanks"]


def test_a_folder_that_cannot_be_made_leaves_nothing(engage: Any, tmp_path: Path) -> None:
    """The reason is told, and no part of the practice is there."""
    (tmp_path / "work").write_text("", encoding="utf-8")

    code, printed = engage("practices", "new", "thanks", "work/thanks")

    assert (code, "it cannot be written: " in printed) == (2, True)
    assert [one.name for one in tmp_path.iterdir()] == ["work"]


HELLO = """
from engageframe import Practice, Proposal, impl

print("hello is run")

class Hello(Practice):
    name = "hello"
    reads = ("engagement",)

    @impl
    def engageframe_propose(self, view):
        record = view.engagement_record.id
        return [Proposal(id="say:hello", does="Say hello", for_whom="acme", reason="it is kind",
                         evidence=(record,))]
"""
TOLD = """
engagement: {id: acme, name: Work for Acme}
"""


@pytest.fixture
def acme(engage: Any, tmp_path: Path) -> Path:
    """Make a workspace of somebody else: it lists a practice that stands in its own folder."""
    engage("init", "acme", "--author", "ana")
    folder = tmp_path / "acme"
    (folder / "practices").mkdir()
    (folder / "practices" / "hello.py").write_text(HELLO, encoding="utf-8")
    settings = '[workspace]\npractices = ["hello"]\nauthor = "ana"\n'
    (folder / "engageframe.toml").write_text(settings, encoding="utf-8")
    (tmp_path / "acme.yaml").write_text(TOLD, encoding="utf-8")
    engage("apply", "acme.yaml", "-C", "acme")
    return folder


@pytest.mark.parametrize(
    "words",
    [
        ("plan",), ("check",), ("status",), ("practices", "list"), ("practices", "check"),
        ("practices", "check", "hello"), ("practices", "info", "hello"), ("hello",), ("doctor",),
        ("practices", "graph"), ("practices", "trace"), ("review", "--json"), ("rules",),
    ],
)  # fmt: skip
def test_code_of_a_workspace_does_not_run_untrusted(
    engage: Any, acme: Path, words: tuple[str, ...]
) -> None:
    """No command that opens somebody else's workspace runs what stands in it."""
    _, printed = engage(*words, "-C", "acme")

    assert "hello is run" not in printed


def test_a_practice_that_is_trusted_runs(engage: Any, acme: Path) -> None:
    """Before, the remedy is told; after, it proposes."""
    before = engage("plan", "-C", "acme")
    trusted = engage("practices", "trust", "hello", "-C", "acme")
    after = engage("plan", "-C", "acme")

    assert "practices/hello.py: it is not trusted" in before[1]
    assert "engage practices trust hello" in before[1]
    assert "Say hello" not in before[1]
    assert (trusted[0], "sha256" in trusted[1]) == (0, True)
    assert (after[0], "Say hello" in after[1]) == (0, True)
    assert engage("practices", "check", "hello", "-C", "acme")[0] == 0


def test_a_file_that_changed_is_not_trusted_any_more(engage: Any, acme: Path) -> None:
    """One changed letter is enough, and trusting it anew lets it run."""
    engage("practices", "trust", "hello", "-C", "acme")
    file = acme / "practices" / "hello.py"
    file.write_text(HELLO.replace("Say hello", "Say more"), encoding="utf-8")

    changed = engage("plan", "-C", "acme")
    engage("practices", "trust", "hello", "-C", "acme")

    assert "it was changed since it was trusted" in changed[1]
    assert "Say" not in changed[1]
    assert "Say more" in engage("plan", "-C", "acme")[1]


MEASURES = """
from engageframe import Measure, Practice, impl

class Hello(Practice):
    name = "hello"

    @impl
    def engageframe_measure(self, view):
        return [Measure(name="said", says="SAID", subject="acme", value=1.0, unit="", n=1, needs=1,
                        reason="counted")]
"""


def test_a_review_that_was_kept_is_not_that_of_another_file(
    engage: Any, acme: Path, tmp_path: Path
) -> None:
    """What a practice in a file answered is asked anew: nobody else knows when it changed."""
    crowd = ", ".join(f"{{id: p{n}, name: Person {n}}}" for n in range(500))
    (tmp_path / "crowd.yaml").write_text(f"{TOLD}people: [{crowd}]\n", encoding="utf-8")
    engage("apply", "crowd.yaml", "-C", "acme")
    file = acme / "practices" / "hello.py"
    told = []
    for words in ("hello once", "hello twice"):
        file.write_text(MEASURES.replace("SAID", words), encoding="utf-8")
        engage("practices", "trust", "hello", "-C", "acme")
        told += [engage("review", "--json", "-C", "acme")[1] for _ in range(2)]

    assert [one.count("hello once") for one in told] == [1, 1, 0, 0]
    assert [one.count("hello twice") for one in told] == [0, 0, 1, 1]


def test_what_is_trusted_stands_outside_of_the_workspace(
    engage: Any, acme: Path, tmp_path: Path
) -> None:
    """A copy of the workspace elsewhere, notes or not, is as strange as any other."""
    engage("practices", "trust", "hello", "-C", "acme")
    acme.rename(tmp_path / "moved")

    assert "it is not trusted" in engage("plan", "-C", "moved")[1]
    assert not list((tmp_path / "moved").rglob("*trusted*"))
    assert (tmp_path / "config" / "engageframe" / "trusted.json").exists()


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("nobody", "practices/nobody.py: it cannot be read"),
        ("../../hello", "is no name of a practice"),
        ("Hello", "is no name of a practice"),
    ],
)
def test_what_is_not_there_is_not_trusted(engage: Any, acme: Path, name: str, says: str) -> None:
    """The place where it should be is told."""
    code, printed = engage("practices", "trust", name, "-C", "acme")

    assert (code, says in printed) == (2, True), printed


def test_trust_needs_a_workspace(engage: Any) -> None:
    """There is nothing to trust in any other folder."""
    assert engage("practices", "trust", "hello") == (2, engage("status")[1])


@pytest.mark.parametrize("notes", ["[]", "{", '{"a": "b"}'])
def test_notes_that_were_tampered_with_trust_nobody(
    engage: Any, acme: Path, tmp_path: Path, notes: str
) -> None:
    """Whatever stands in them, an unknown file does not run."""
    file = tmp_path / "config" / "engageframe" / "trusted.json"
    file.parent.mkdir(parents=True)
    file.write_text(notes, encoding="utf-8")

    _, printed = engage("plan", "-C", "acme")

    assert "Say hello" not in printed
    assert "failed in loading" in printed


@pytest.mark.parametrize(
    ("code", "says"),
    [
        (
            "import nothing_of_the_kind",
            "ModuleNotFoundError: No module named 'nothing_of_the_kind'",
        ),
        ("class Hello: name = 'hello'", 'it holds no practice whose name is "hello"'),
        ("def (", "SyntaxError"),
        ("raise SystemExit(0)", "SystemExit"),
    ],
)
def test_a_trusted_file_that_is_no_practice_is_named(
    engage: Any, acme: Path, code: str, says: str
) -> None:
    """What is wrong with it is told, and the command goes on without it."""
    (acme / "practices" / "hello.py").write_text(code, encoding="utf-8")
    engage("practices", "trust", "hello", "-C", "acme")

    _, printed = engage("practices", "list", "-C", "acme")

    assert says in printed
