"""Does a broken distribution ever stop the tool, and is it always named?"""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from engageframe.practices import Host

HEAD = """
from engageframe import Practice, impl

class Guest(Practice):
    name = "broken"
    @impl
"""
FAULTS = {
    "bad import": ("import nothing_at_all\n", "loading: ModuleNotFoundError: No module named"),
    "unknown hook": (
        HEAD + "    def engageframe_chek(self, view): return []\n",
        'loading: engageframe_chek: there is no such hook; did you mean "engageframe_check"?',
    ),
    "unknown argument": (
        HEAD + "    def engageframe_check(self, veiw): return []\n",
        'loading: engageframe_check: it takes an unknown "veiw"',
    ),
    "raise in a hook": (
        HEAD + "    def engageframe_check(self, view): return score(0)\n"
        "from broken_guest.score import score\n",
        "engageframe_check: ZeroDivisionError: division by zero at broken_guest/score.py:2",
    ),
    "name clash": (
        HEAD + "    def engageframe_check(self, view): return []\n",
        'loading: the name "broken" is also given by rival-guest 0.3; uninstall all but one',
    ),
}


@pytest.fixture(params=FAULTS, ids=lambda name: name.replace(" ", "-"))
def broken(request: pytest.FixtureRequest, install: Any) -> tuple[Path, str]:
    """Install a distribution with one fault; give its folder and what must be said of it."""
    source, says = FAULTS[request.param]
    folder = install(
        "broken-guest", source, entry="broken", version="1.2",
        score="def score(n):\n    return 1 / n\n",
    )  # fmt: skip
    if request.param == "name clash":
        install("rival-guest", "raise SystemExit", entry="broken", version="0.3")
    return folder, says


def test_the_host_goes_on_and_names_the_distribution(
    broken: tuple[Path, str], monkeypatch: pytest.MonkeyPatch, view_of: Any
) -> None:
    """Every fault gives one message with all that is needed to go on, and no exception."""
    folder, says = broken
    monkeypatch.syspath_prepend(folder)
    for module in [name for name in sys.modules if name.startswith("broken_guest")]:
        monkeypatch.delitem(sys.modules, module)

    host = Host.load(["broken"])
    answers = host.check(view_of())

    assert answers == ()
    said = str(host.failures[0])
    assert said.startswith('practice broken-guest 1.2 (entry point "broken") failed in ')
    assert says in said
    assert said.endswith(
        "; continuing without it. Run with -v for the traceback, "
        "or --no-practice broken to switch it off."
    )
    assert len(host.failures) == (2 if "rival" in says else 1)
    assert host.failures[0].__cause__ is not None
    assert not Host.load(["broken"], off=["broken"]).failures


@pytest.mark.parametrize("command", ["--version", "--help", "check", "judge"])
def test_a_broken_distribution_never_stops_the_tool(
    broken: tuple[Path, str], command: str, tmp_path: Path
) -> None:
    """Version and help do not even see it; a run names it and goes on; a check finds it."""
    folder, says = broken
    path = os.pathsep.join([str(folder), *filter(None, sys.path)])

    def engage(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "engageframe", *words],
            env={**os.environ, "PYTHONPATH": path},
            capture_output=True,
            text=True,
            check=False,
            cwd=tmp_path,
        )

    if command == "judge":
        for wanted in ([], ["broken"], ["broken-guest"]):
            done = engage("practices", "check", *wanted)
            assert (done.returncode, "Traceback" in done.stdout + done.stderr) == (1, False)
            assert "broken-guest 1.2" in done.stdout
            assert says in done.stdout
        return
    if command != "check":
        done = engage(command)
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout
        return
    workspace = tmp_path / "workspace"
    made = engage("init", str(workspace))
    assert made.returncode == 0, made.stderr
    (workspace / "engageframe.toml").write_text('[workspace]\npractices = ["broken"]\n')
    (workspace / "harbour.yaml").write_text("engagement: {id: harbour, name: Harbour}\n")
    applied = engage("apply", str(workspace / "harbour.yaml"), "--workspace", str(workspace))
    assert applied.returncode == 0, applied.stderr
    done = engage("check", "--workspace", str(workspace))
    said = done.stdout + done.stderr
    assert done.returncode == 0
    assert "broken-guest 1.2" in said
    assert says in said
    assert "Traceback" not in said
    without = engage("check", "--workspace", str(workspace), "--no-practice", "broken")
    assert without.returncode == 0
    assert "broken-guest" not in without.stdout + without.stderr
    strict = engage("check", "--workspace", str(workspace), "--strict-practices")
    assert strict.returncode == 3
    assert says in strict.stderr
    assert "Traceback" not in strict.stderr
