"""How do tests make a sealed journal, erase somebody, and look at what is left?"""

import shutil
from pathlib import Path

from engageframe_stores import sealed
from engageframe_stores.files import KEYS
from engageframe_stores.keys import Keys
from engageframe_stores.sealed import SealedStore

from .conftest import NOON, draft


def opened(folder: Path) -> SealedStore:
    """Open the store in a folder."""
    store = sealed.open(folder)
    assert isinstance(store, SealedStore)
    return store


def told(folder: Path, *names: str, says: str = "secret", **more: object) -> None:
    """Append entries and close."""
    store = opened(folder)
    drafts = [draft(name, says=says, **more) for name in names]
    store.append(drafts, request=names[0], recorded=NOON, expected=None)
    store.close()


def bodies(folder: Path) -> list[bytes | None]:
    """Read all bodies of a journal."""
    store = opened(folder)
    found = [one.body for one in store.read()]
    store.close()
    return found


def erased(store: SealedStore, who: str) -> None:
    """Do what an erasure does to the bodies, in one act; the keys are destroyed after it."""
    goes = store.bound_to(who)
    drafts = [draft(f"instead-{len(goes)}", subjects=())]
    store.append(drafts, request=f"erase-{who}", recorded=NOON, expected=None, destroy=goes)


def secrets(folder: Path, who: str) -> list[bytes | None]:
    """Give the secrets of somebody's keys, as they stand in the file."""
    keys = Keys(folder / KEYS)
    return [keys.secret([tag]) for tag in keys.tags(who)]


def copied(folder: Path, *files: str) -> Path:
    """Copy some files of a folder."""
    copy = folder.with_name(f"{folder.name}-copy")
    copy.mkdir()
    for one in files:
        shutil.copy(folder / one, copy / one)
    return copy


def checks(folder: Path) -> dict[str, str]:
    """Give what doctor says of the keys."""
    return {one.name: one.says for one in sealed.diagnose(folder)[-3:] if not one.ok}
