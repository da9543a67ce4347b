"""Which door takes the words of a command line?"""

import os
import shutil
import tempfile
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Final

from tests.fuzz.knocking import Door
from tests.fuzz.scenes import engaged
from tests.fuzz.scratch import scratch

from engageframe import InvalidInput, Workspace
from engageframe_cli.scene import AS_OF, begin, fill
from engageframe_stores.files import FILE, open_store

__all__ = ["DOORS"]

_SLOW: Final = ("tour", "check", "new", "trust", "graph", "init")
"""Commands below ``practices`` and others that make things elsewhere, or take seconds."""
_LINES: Final = (
    "status", "log", "plan --all", "plan --format markdown", "review --json", "check", "verify",
    "brief visit", "why keep:map", "explain PDR001", "rules", "schema commitment.made", "doctor",
    "accept --as-of 2026-03-20 keep:map --owner ana --due 2026-04-10 --minutes 45",
    "accept --as-of 2026-03-20 --client-minutes 30 --does Ring --because why --importance 3",
    "drop --as-of 2026-03-20 keep:map --because no", 
    "waive PDR001 --subject visit --because no --until 2026-12",
    "freeze", "next", "export", "record commitment.kept id=map --happened 2026-03-09",
    "record lesson id=l text=Ask --author nia", "apply case.yaml --dry-run", "apply case.yaml",
    "import csv case.csv --map case.map.yaml --dry-run", "practices", "practices info cycle",
    "--as-of 2026-03-20 status", "status --known-at 2026-03-01", "plan --no-practice cycle",
    "subject export nia", "subject correct nia email=n@brook.example --because asked",
    "subject erase vic --yes", "subject erase nia", "retention run --dry-run",
    "subject export nia --to x",
    "review -e brook --no-practices -v", "--version", "plan --help", "status --strict-practices",
)  # fmt: skip
_SEEDS: Final = tuple(one.replace(" ", "\n").encode() for one in _LINES)
_WORDS: Final = tuple(
    word.encode() for word in sorted({word for line in _LINES for word in line.split()})
) + (b"-C", b"elsewhere", b"case.csv", b"engageframe.toml", b"journal.db", b"--", b"-e", b"brook")
_FILES: Final = {
    "engageframe.toml": '[workspace]\npractices = ["cycle"]\nauthor = "ana"\n',
    "case.yaml": "engagement: brook\nstakeholders: [{who: nia, side: client}]\n",
    "case.csv": "Name\nNia\n",
    "case.map.yaml": 'system: log\nrecord: person\nfields: {id: "{Name}", name: "{Name}"}\n',
}


@cache
def _image() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / FILE
        with closing(open_store(path, salt=bytes)) as store:
            workspace = Workspace(store, _no_practices(), as_of=AS_OF)
            begin(workspace)
            fill(workspace)
            workspace.advance("brook")
            workspace.advance("brook")
        return path.read_bytes()


def _no_practices():
    from engageframe import Host

    return Host.load(())


@cache
def _folder() -> Path:
    """Make a home of its own, and go there: nothing outside of it is named by a case."""
    folder = scratch()
    os.environ.update(HOME=str(folder), XDG_CONFIG_HOME=str(folder), XDG_DATA_HOME=str(folder))
    return folder


def _begin() -> Path:
    """Put the workspace back as it was."""
    folder = _folder() / "work"
    os.chdir(_folder())
    if folder.is_dir() and {one.name for one in folder.iterdir()} - {*_FILES, FILE}:
        shutil.rmtree(folder)
    folder.mkdir(exist_ok=True)
    for name, text in _FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / FILE).write_bytes(_image())
    os.chdir(folder)
    return folder


def _told(folder: Path) -> object:
    with closing(open_store(folder / FILE, read_only=True)) as store:
        return store.head()


def _words(data: bytes) -> list[str]:
    """Take a case apart; a word may name no folder above, nor a slow command."""
    words = os.fsdecode(data.replace(b"\0", b"")).replace("/", "_").replace("..", "_").split("\n")
    if set(words) & {*_SLOW} - {"check"} or {"practices", "check"} <= {*words}:
        raise InvalidInput.one("", "not tried here")
    return words


def _call(folder: Path, data: bytes) -> None:
    """Call ``engage`` as a shell does; whatever it is told, it is never at a loss."""
    code, _ = engaged(_words(data))
    if code == 2:
        raise InvalidInput.one("", "wrong use")


DOORS: Final = (Door("command line", _SEEDS, _call, _begin, _told, _WORDS, 8_000, 120),)
