"""Does the store that keeps nothing say so?"""

from pathlib import Path

import pytest

from engageframe import InvalidInput, JournalError, Workspace
from engageframe.named import store


def test_it_is_found_by_its_name_and_opens_empty() -> None:
    """Each journal is a new one, whatever the folder."""
    one, other = (store("memory").open(Path(), salt=bytes) for _ in range(2))

    assert one is not other
    assert one.head() == other.head()
    assert one.head().seq == 0


def test_a_workspace_in_a_folder_cannot_be_opened_with_it(tmp_path: Path) -> None:
    """Nothing is recorded that would be gone with the command."""
    Workspace.create(tmp_path / "acme", practices=[], keeps="memory")

    assert not store("memory").exists(tmp_path / "acme")
    with pytest.raises(JournalError, match="the journal is missing"):
        Workspace.open(tmp_path / "acme")


def test_it_says_that_nothing_lasts() -> None:
    """Whoever looks after the journal is told."""
    (check,) = store("memory").diagnose(Path())

    assert not check.ok
    assert "nothing lasts" in check.says


def test_another_name_is_refused() -> None:
    """What was probably meant is said."""
    with pytest.raises(InvalidInput, match='did you mean "memory"'):
        store("memori")
