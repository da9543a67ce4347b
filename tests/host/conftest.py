"""What do the tests of the host need: views with a few people, and distributions on disk?"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from engageframe.codec import Codec
from engageframe.folding import State
from engageframe.journal import Entry, Head
from engageframe.kinds import CORE_KINDS, Kinds
from engageframe.model.engagements import Engagement
from engageframe.model.moments import moment
from engageframe.view import View


@pytest.fixture
def view_of() -> Callable[..., View]:
    """Fold a view of bodies that were all recorded on one day."""

    def fold(*bodies: Any, kinds: Kinds | None = None) -> View:
        codec = Codec(kinds or Kinds(CORE_KINDS))
        state = State(codec)
        entries = []
        for seq, body in enumerate([Engagement(id="harbour", name="Harbour"), *bodies], start=1):
            draft = codec.draft(
                body, engagement="harbour", happened=moment("2026-01-05"), author="ines"
            )
            place = (seq, draft.id, draft.stream, seq, draft.kind, draft.version, draft.happened)
            told = ("2026-01-05T09:00:00.000000Z", "ines", "", "", draft.body)
            entries.append(Entry(*place, *told))
        state.add(entries)
        return View(state, engagement="harbour", as_of=moment("2026-02-01"), head=Head(seq=9))

    return fold


@pytest.fixture
def install(tmp_path: Path) -> Callable[..., Path]:
    """Install a distribution as pip would leave it: a package and its dist-info folder."""

    def write(
        distribution: str,
        source: str,
        *,
        entry: str = "",
        version: str = "1.0",
        site: str = "site",
        **modules: str,
    ) -> Path:
        """Write package ``distribution`` with class ``Guest`` into the folder ``site``."""
        folder = tmp_path / site
        package = distribution.replace("-", "_")
        (folder / package).mkdir(parents=True, exist_ok=True)
        (folder / package / "__init__.py").write_text(source)
        for name, text in modules.items():
            (folder / package / f"{name}.py").write_text(text)
        info = folder / f"{package}-{version}.dist-info"
        info.mkdir(exist_ok=True)
        (info / "METADATA").write_text(
            f"Metadata-Version: 2.1\nName: {distribution}\nVersion: {version}\n"
        )
        (info / "entry_points.txt").write_text(
            f"[console_scripts]\nnothing = {package}:Nothing\n\n"
            f"[engageframe.practices]\n{entry or distribution} = {package}:Guest\n"
            "\n[other]\na = b:c\n"
        )
        return folder

    return write
