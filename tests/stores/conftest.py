"""What do the tests of stores share?"""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from engageframe.journal import Draft, Journal
from engageframe_stores.keys import Keys
from engageframe_stores.memory import MemoryStore
from engageframe_stores.sealed import SealedStore
from engageframe_stores.sqlite import SqliteStore

FORMATS = Path(__file__).with_name("formats")
"""One journal of each older format, as the version wrote it that made the format."""
NOON = "2026-03-01T12:00:00.000000Z"
LATER = "2026-03-02T12:00:00.000000Z"


def draft(name: str, stream: str = "acme", says: str = "hello", **more: object) -> Draft:
    """Build a small entry."""
    fields = {
        "kind": "encounter",
        "version": 1,
        "happened": "2026-03",
        "author": "ann",
        "body": f'{{"says":"{says} {name}"}}'.encode(),
        "subjects": ("bob", "ann"),
    }
    return Draft(id=name, stream=stream, **{**fields, **more})


def put(store: Journal, *names: str, stream: str = "acme", request: str = "") -> None:
    """Append entries of these names in one act."""
    drafts = [draft(name, stream) for name in names]
    store.append(drafts, request=request or f"put-{names[0]}", recorded=NOON, expected=None)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Give a place for a journal."""
    return tmp_path / "journal.db"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a folder for a journal and its keys."""
    made = tmp_path / "acme"
    made.mkdir()
    return made


@pytest.fixture(params=sorted(file.name for file in FORMATS.iterdir()))
def old(request: pytest.FixtureRequest, path: Path) -> Path:
    """Give a journal of each older format in turn."""
    shutil.copy(FORMATS / request.param, path)
    return path


@pytest.fixture
def opened(path: Path) -> Iterator[Callable[..., SqliteStore]]:
    """Open stores on the same file, and close them all in the end."""
    stores: list[SqliteStore] = []

    def open_one(**settings: object) -> SqliteStore:
        stores.append(SqliteStore(path, **settings))
        return stores[-1]

    yield open_one
    for store in stores:
        store.close()


@pytest.fixture(params=["memory", "sqlite", "sealed"])
def store(request: pytest.FixtureRequest, opened: Callable[..., SqliteStore]) -> Journal:
    """Give each kind of store in turn."""
    if request.param == "memory":
        return MemoryStore()
    inner = opened()
    if request.param == "sqlite":
        return inner
    keys = inner.path.with_name("journal.keys")
    Keys.create(keys)
    return SealedStore(inner, keys)
