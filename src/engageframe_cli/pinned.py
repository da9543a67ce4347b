"""Which practices of a workspace's own folder may run here?

A file ``practices/NAME.py`` is code that came with the workspace, perhaps from somebody else: it
runs only as it was when somebody here trusted it. What is trusted stands outside of the workspace.
"""

import hashlib
import json
import os
import sys
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from engageframe.discovery import Found
from engageframe.errors import InvalidInput
from engageframe.hooks import Practice

__all__ = ["local", "noted", "pin"]

_FOLDER: Final = "practices"


def pin(folder: Path, name: str) -> tuple[Path, str]:
    """Note that ``practices/NAME.py`` may run as it is now; give the file and its hash.

    Raises:
        InvalidInput: it cannot be read, or the note cannot be written.
    """
    path = folder / _FOLDER / f"{name}.py"
    pinned = _hash(_bytes(path))
    _keep({**_trusted(), str(path.resolve()): pinned})
    return path, pinned


def local(folder: Path) -> list[Found]:
    """Find the practices that have a file in the folder of a workspace; none of them is run."""
    return [_Local.at(one) for one in sorted((folder / _FOLDER).glob("*.py"))]


class _Local(Found):
    """A practice in a file of the workspace; it is read, compared and run in one go."""

    path: Path

    @classmethod
    def at(cls, path: Path) -> "_Local":
        module = f"engageframe_local_{path.stem.replace('-', '_')}"
        made = cls(path.stem, f"{module}:", f"{_FOLDER}/{path.name}")
        made.path = path
        return made

    def load(self) -> Any:
        """Run the file, if it is as it was trusted, and give its practice.

        Raises:
            InvalidInput: it is not trusted, was changed since, or holds no practice of its name.
        """
        code, where = _bytes(self.path), f"{_FOLDER}/{self.name}.py"
        pinned = _trusted().get(str(self.path.resolve()))
        if pinned != _hash(code):
            says = "it was changed since it was trusted" if pinned else "it is not trusted"
            remedy = f"read it, then: engage practices trust {self.name}"
            raise InvalidInput.one(where, says, remedy)
        module = ModuleType(self.target.removesuffix(":"))
        module.__file__ = str(self.path)
        sys.modules[module.__name__] = module
        exec(compile(code, str(self.path), "exec"), vars(module))  # noqa: S102 - it is trusted
        for thing in vars(module).values():
            if isinstance(thing, type) and issubclass(thing, Practice) and thing.name == self.name:
                return thing
        says = f'it holds no practice whose name is "{self.name}"'
        raise InvalidInput.one(where, says, f'give one: class ...(Practice): name = "{self.name}"')


def noted() -> Path:
    """Give the file of what is trusted here; the environment is read in this place alone."""
    told = os.environ.get("XDG_CONFIG_HOME", "")
    base = Path(told) if os.path.isabs(told) else Path.home() / ".config"
    return base / "engageframe" / "trusted.json"


def _trusted() -> dict[str, str]:
    notes = noted()
    try:
        known = json.loads(notes.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, RecursionError) as fault:
        raise InvalidInput.one(str(notes), f"it cannot be read: {fault}", "mend it") from None
    if not isinstance(known, dict):
        raise InvalidInput.one(str(notes), "it is no table of files", "delete it, and trust anew")
    return {str(file): str(pinned) for file, pinned in known.items()}


def _keep(known: dict[str, str]) -> None:
    from engageframe_stores.placing import place

    notes = noted()
    try:
        notes.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        place(notes, json.dumps(known, indent=1, sort_keys=True, ensure_ascii=False).encode())
    except OSError as fault:
        raise InvalidInput.one(str(notes), f"it cannot be written: {fault.strerror}") from None


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as fault:
        says = f"it cannot be read: {fault.strerror}"
        raise InvalidInput.one(str(path), says, "put the practice there") from None


def _hash(code: bytes) -> str:
    return hashlib.sha256(code).hexdigest()
