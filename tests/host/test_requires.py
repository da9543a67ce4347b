"""Is what a workspace requires of its practices looked at before any of them is imported?"""

import sys
from pathlib import Path
from typing import Any

import pytest
from packaging.specifiers import SpecifierSet

from engageframe.errors import PracticeError
from engageframe.practices import Host

GUEST = """
from engageframe import Practice

class Guest(Practice):
    name = "acme"
"""


def requiring(used: list[str], *, off: tuple[str, ...] = (), **requires: str) -> Host:
    """Load practices, some of them of required versions."""
    wanted = {
        name.replace("_", "-"): SpecifierSet(versions, prereleases=True)
        for name, versions in requires.items()
    }
    return Host.load(used, requires=wanted, off=off)


@pytest.fixture
def acme(install: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Install a practice of version 1.2 that must not be imported."""
    folder: Path = install("tested-guest", "raise SystemExit", entry="acme", version="1.2")
    monkeypatch.syspath_prepend(folder)
    return folder


@pytest.mark.parametrize("name", ["acme", "tested_guest"])
def test_a_version_that_is_too_old_is_refused_before_it_is_imported(acme: Path, name: str) -> None:
    """It is named, with what is installed, what is required, and the line that installs it."""
    host = requiring(["acme"], **{name: ">= 2"})

    assert (host.practices, host.import_ms) == ((), {})
    assert [str(one) for one in host.failures] == [
        (
            'practice tested-guest 1.2 (entry point "acme") failed in settings: 1.2 is installed, '
            'and the workspace requires "acme>=2"; pip install "tested-guest>=2"; continuing '
            "without it. Run with -v for the traceback, or --no-practice acme to switch it off."
        )
    ]
    assert "tested_guest" not in sys.modules
    assert not requiring(["acme"], off=("acme",), **{name: ">= 2"}).failures


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("gone", '"gone>=2"; pip install "engageframe-gone>=2"'),
        ("gone_practice", '"gone-practice>=2"; pip install "gone-practice>=2"'),
    ],
)
def test_what_is_missing_is_told_with_the_line_that_installs_it(name: str, line: str) -> None:
    """Whether the workspace lists it or not, it is told once."""
    for used in ([], [name.replace("_", "-")]):
        host = requiring(used, **{name: ">=2"})

        (failure,) = map(str, host.failures)
        assert f"none is installed, and the workspace requires {line}" in failure
    assert not requiring([], off=(name.replace("_", "-"),), **{name: ">=2"}).failures


@pytest.mark.parametrize("wanted", ["", ">=1.0", "==1.2", ">=1,<2", "~=1.0"])
def test_a_version_that_is_good_enough_comes_in(
    wanted: str, install: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every comparison of Python packages is known, and several can be joined."""
    monkeypatch.syspath_prepend(install("fit-guest", GUEST, entry="acme", version="1.2"))

    host = requiring(["acme"], acme=wanted, engageframe=">=26")

    assert [one.version for one in host.practices] == ["1.2"]
    assert not host.failures


@pytest.mark.parametrize(("wanted", "fine"), [(">=1.2", False), (">=1.1", True)])
def test_a_candidate_comes_before_its_release(
    wanted: str, fine: bool, install: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """1.2rc1 is older than 1.2, and newer than 1.1."""
    monkeypatch.syspath_prepend(install("early-guest", GUEST, entry="acme", version="1.2rc1"))

    assert bool(requiring(["acme"], acme=wanted).practices) is fine


def test_the_core_can_be_required_too() -> None:
    """What comes with a core that is too old is refused by the name of the distribution."""
    host = requiring(["cycle"], engageframe=">=99")

    assert not host.practices
    assert 'pip install "engageframe>=99"' in str(host.failures[0])


def test_a_version_that_is_none_is_told(install: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """What nobody can compare is not good enough, and costs nobody else."""
    monkeypatch.syspath_prepend(install("odd-guest", GUEST, entry="acme", version="x"))

    host = requiring(["acme", "cycle"], acme=">=1")

    assert [one.name for one in host.practices] == ["cycle"]
    assert [one.practice for one in host.failures] == ["acme"]


def test_a_strict_host_raises_for_what_is_required(acme: Path) -> None:
    """With strict, a version that is too old is an error."""
    with pytest.raises(PracticeError, match="1.2 is installed"):
        Host.load(["acme"], requires={"acme": SpecifierSet(">=2")}, strict=True)
