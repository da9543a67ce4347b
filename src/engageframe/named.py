"""What is asked for by its name, and what does each such thing promise?

Stores, engagement files, importers and renderers are entry points of the groups below.
None is imported before it is named, and the core knows none of them.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final, NamedTuple, Protocol

from engageframe.applying import Item
from engageframe.discovery import named
from engageframe.importing import Imported
from engageframe.journal import Check, Journal, Record
from engageframe.kinds import Kinds
from engageframe.model.moments import Moment

__all__ = [
    "FILES", "IMPORTERS", "RENDERERS", "STORES", "Export", "Files", "Importer", "Renderer", "Store",
    "files", "importer", "renderer", "store",
]  # fmt: skip

STORES: Final = "engageframe.stores"
"""Where journals are kept; a workspace names its store in ``engageframe.toml``."""
FILES: Final = "engageframe.files"
"""Which languages engagement files are written in."""
IMPORTERS: Final = "engageframe.importers"
"""Which files of other systems can be read."""
RENDERERS: Final = "engageframe.renderers"
"""How a plan, a brief and a review read."""


class Export(NamedTuple):
    """A file, and how many records are not in it because nobody here knows their kind."""

    text: str
    left_out: int


class Store(Protocol):
    """Keeps the journal of a workspace; ``engageframe_stores`` is one."""

    def exists(self, folder: Path) -> bool:
        """Tell whether the workspace in a folder has its journal."""

    def open(self, folder: Path, *, salt: Callable[[int], bytes] | None = None) -> Journal:
        """Open the journal of the workspace in a folder; make it when it is missing.

        ``salt`` gives that many bytes for each entry; they are random when it is ``None``.
        """

    def diagnose(self, folder: Path) -> Sequence[Check]:
        """Look at the machine and the journal for what is unsafe; write nothing."""


class Files(Protocol):
    """Reads and writes engagement files; ``engageframe_yaml`` is one."""

    def read(
        self, text: str | bytes, *, name: str, kinds: Kinds, today: Moment, author: str,
        engagement: str = "", known: Collection[str] = (),
    ) -> Sequence[Item]:  # fmt: skip
        """Read what a file tells.

        Raises:
            InvalidInput: with every mistake, in the order of lines.
        """

    def write(self, records: Iterable[Record[Any]], *, kinds: Kinds, engagement: str) -> Export:
        """Write a file that applies to the same state."""


class Importer(Protocol):
    """Reads a file of another system; ``engageframe_csv.read`` is one."""

    def __call__(
        self, data: bytes, mapping: bytes, *, name: str, mapping_name: str, kinds: Kinds,
        author: str, today: Moment,
    ) -> Imported:  # fmt: skip
        """Read every row, and account for every row.

        Raises:
            InvalidInput: the file or the mapping has mistakes.
        """


class Renderer(Protocol):
    """Writes an answer (a plan, a brief or a review) for people; ``engageframe_pages.text`` is one.

    ``limit`` is how many rows of a section are shown; all when it is ``None``.
    """

    def __call__(self, answer: object, *, limit: int | None = None) -> str:
        """Write the answer."""


store: Final[Callable[..., Store]] = partial(named, STORES, where="store")
"""Find a store by its name; raises ``InvalidInput`` when there is none, as all four do.

``where`` says in which place it is named, such as ``engageframe.toml:7``.
"""
files: Final[Callable[..., Files]] = partial(named, FILES, where="files")
"""Find a language of engagement files."""
importer: Final[Callable[..., Importer]] = partial(named, IMPORTERS, where="importer")
"""Find an importer."""
renderer: Final[Callable[..., Renderer]] = partial(named, RENDERERS, where="renderer")
"""Find a renderer."""
