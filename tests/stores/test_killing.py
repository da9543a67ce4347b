"""Does anything acknowledged get lost when a process is killed?"""

from pathlib import Path
from random import Random

import pytest

from .killing import Ledger, kill_command, kill_upgrade, old_journal, workspace


@pytest.mark.parametrize("verb", ["write", "batch", "snapshot"])
def test_killed_writers_lose_nothing_acknowledged(path: Path, verb: str) -> None:
    """After each kill -9 all that was told is there, the chain holds, and retries do not double."""
    ledger = Ledger(path, Random(verb))
    for turn in range(5):
        ledger.kill(verb, f"w{turn % 2}", 2 + 6 * turn)
    assert ledger.seen["acknowledged"] > 30


def test_a_killed_upgrade_leaves_the_old_journal_or_the_new(tmp_path: Path) -> None:
    """Whenever it is killed, the journal opens with all its entries, and the backup is whole."""
    old = tmp_path / "old.db"
    head = old_journal(old, 2000)
    for turn in range(3):
        folder = tmp_path / str(turn)
        folder.mkdir()
        kill_upgrade(old, head, folder, after=0.1 + turn * 0.04)


@pytest.mark.parametrize("verb", ["import", "export"])
def test_a_killed_command_is_done_wholly_or_not_at_all(tmp_path: Path, verb: str) -> None:
    """An import is there or not, and can be done again; an export harms nothing."""
    killed = []
    for after in (0.1, 0.05, 0.0):  # a quick machine may be done in the first of them
        folder = tmp_path / str(after)
        folder.mkdir()
        killed.append(kill_command(workspace(folder, 60), verb, after=after))
    assert any(killed)
