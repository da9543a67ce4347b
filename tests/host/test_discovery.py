"""Is everything that is installed found, and nothing imported that is not used?"""

import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from engageframe.errors import InvalidInput
from engageframe.practices import Found, Host, find, named

GUEST = """
from engageframe import Practice, impl

class Guest(Practice):
    name = "guest"
"""


def test_installed_practices_are_listed_without_importing_them(
    install: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Distribution and version come from the folder; the module is not touched."""
    monkeypatch.syspath_prepend(install("Acme-engage", "raise SystemExit", entry="acme"))

    assert Found("acme", "Acme_engage:Guest", "acme-engage", "1.0") in find()
    assert "Acme_engage" not in sys.modules


def test_a_distribution_found_twice_counts_once(
    install: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What comes first on the path hides a later copy, whatever its version and entry points."""
    install("acme-engage", GUEST, entry="guest", version="2.0", site="first")
    install("acme-engage", GUEST, entry="guest", site="second")
    later = install("acme-engage", GUEST, entry="elder", site="second", version="0.9")
    for folder in (later, later, later.parent / "first"):
        monkeypatch.syspath_prepend(folder)

    mine = [one for one in find() if one.distribution == "acme-engage"]

    assert mine == [Found("guest", "acme_engage:Guest", "acme-engage", "2.0")]
    assert not Host.load(["guest", "guest"]).failures


def test_what_is_in_a_zip_file_is_found_when_it_is_wanted(
    install: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Names that are in no folder are looked up the slow way."""
    folder = install("zipped-guest", GUEST, entry="guest")
    install("acme-engage", GUEST, entry="acme")
    with zipfile.ZipFile(tmp_path / "guest.zip", "w") as archive:
        for path in folder.rglob("*"):
            archive.write(path, path.relative_to(folder))
    monkeypatch.syspath_prepend(tmp_path / "guest.zip")
    monkeypatch.syspath_prepend(tmp_path / "nowhere")
    newer = install("acme-engage", GUEST, entry="acme", version="2.0", site="newer")
    monkeypatch.syspath_prepend(newer)

    assert "guest" not in {one.name for one in find()}
    host = Host.load(["guest"])
    assert [one.found.distribution for one in host.practices] == ["zipped-guest"]
    assert [one.version for one in find("guest") if one.name == "acme"] == ["2.0"]


def test_a_name_that_nobody_installed_is_a_failure_with_a_hint() -> None:
    """A misspelt practice is told; the tool goes on."""
    host = Host.load(["cicle"])

    assert not host.practices
    assert "failed in settings: it is not installed; install it, or take it off the list;" in str(
        host.failures[0]
    )
    assert "; continuing without it" in str(host.failures[0])


def test_entry_points_that_make_no_sense_are_passed_over(
    install: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Comments, foreign encodings and missing files are no practices."""
    folder = install("odd-guest", GUEST, entry="; note\n# odd = x:y\nguest")
    (folder / "empty-1.0.dist-info").mkdir()
    (folder / "odd_guest-1.0.dist-info" / "METADATA").unlink()
    (folder / "latin-1.0.dist-info").mkdir()
    (folder / "latin-1.0.dist-info" / "entry_points.txt").write_bytes(b"\xe9")
    monkeypatch.syspath_prepend(folder)

    mine = [one for one in find() if one.distribution in ("odd-guest", "empty", "latin")]

    assert mine == [Found("guest", "odd_guest:Guest", "odd-guest", "1.0")]
    assert "it is not installed" in str(Host.load(["missing"]).failures[0])


def test_source_that_is_no_python_is_named_with_its_line(
    install: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The line is told though no line of it ever ran."""
    monkeypatch.syspath_prepend(install("half-guest", "a = 1\nclass Guest(\n", entry="half"))

    said = str(Host.load(["half"]).failures[0])

    assert "SyntaxError: '(' was never closed" in said
    assert " at half_guest/__init__.py:2; continuing without it" in said


RUN = """
import sys
from engageframe.practices import Host

host = Host.load(["guest", "other"], off=["other"])
assert [one.name for one in host.practices] == ["guest"], host.failures
assert [one.distribution for one in host.off] == ["other-guest"]
print([name for name in %r if name in sys.modules])
"""


def test_only_what_is_used_is_imported(install: Any) -> None:
    """Unlisted and switched-off practices are never imported, nor what only they would need."""
    folder = install("good-guest", GUEST, entry="guest")
    install("other-guest", "raise SystemExit('imported')", entry="other")
    install("idle-guest", "raise SystemExit('imported')", entry="idle")
    heavy = ["good_guest", "other_guest", "idle_guest", "cattrs", "rich", "importlib.metadata"]

    done = subprocess.run(
        [sys.executable, "-c", RUN % heavy],
        env={"PYTHONPATH": f"{folder}:{':'.join(sys.path)}"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.stdout, done.stderr) == ("['good_guest']\n", "")


def test_named_things_are_imported_one_at_a_time(
    install: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Importers and their like come by group and name; faults say which distribution it was."""
    monkeypatch.syspath_prepend(install("named-guest", GUEST, entry="guest"))
    monkeypatch.syspath_prepend(install("sad-guest", "import nothing_at_all", entry="sad"))

    assert named("engageframe.practices", "guest").name == "guest"
    with pytest.raises(InvalidInput, match='"gest" is not installed; did you mean "guest"?'):
        named("engageframe.practices", "gest")
    with pytest.raises(InvalidInput, match=r'"sad" of sad-guest 1.0 cannot be imported: Module'):
        named("engageframe.practices", "sad")
