"""Does anything acknowledged get lost when the power is cut?"""

from pathlib import Path
from random import Random

import apsw
import pytest

from engageframe_stores.schema import MIGRATIONS

from .cutting import Lost, cut, live

OFTEN = ("wal_autocheckpoint=12",)


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        ({"settings": ("synchronous=OFF",)}, "lost|there in part|damaged|restore a backup"),
        ({"settings": ("synchronous=NORMAL",)}, "acknowledged and is lost"),
        ({"early": True}, "acknowledged and is lost"),
        ({"lies": True}, "lost|there in part|damaged|restore a backup"),
    ],
    ids=["no syncs", "fewer syncs", "acknowledged too early", "a disk that lies"],
)
def test_what_breaks_the_promise_is_caught(broken: dict, says: str) -> None:
    """The simulated disk is honest: a store that is set up wrongly loses records on it."""
    life = live(1, 40, **broken)
    with pytest.raises(Lost, match=says):
        cut(life, Random(1), 400)


@pytest.mark.parametrize("settings", [(), OFTEN], ids=["as it is", "with many checkpoints"])
@pytest.mark.parametrize("seed", range(4))
def test_a_cut_of_power_loses_nothing_acknowledged(seed: int, settings: tuple[str, ...]) -> None:
    """Wherever it is cut: all that was acknowledged is there, and the chain holds.

    What was committed but not acknowledged is found by the retry; what was destroyed is nowhere.
    """
    seen = cut(live(seed, 40, settings=settings), Random(seed), 200)
    assert seen["found by the retry"] > 0


def test_a_cut_of_power_during_an_upgrade_harms_nothing(old: Path) -> None:
    """A journal of an older format is there in the old or in the new one, and so is its backup."""

    def backup_is_whole(folder: Path) -> None:
        kept = folder / f"journal.db.before-{len(MIGRATIONS)}"
        db = apsw.Connection(str(kept), flags=apsw.SQLITE_OPEN_READONLY)
        assert db.execute("PRAGMA user_version").get < len(MIGRATIONS)
        assert db.execute("SELECT count(*) FROM entry").get == 7
        assert db.execute("PRAGMA integrity_check").get == "ok"
        db.close()

    cut(live(3, 3, old=old), Random(3), 300, also=backup_is_whole)


@pytest.mark.parametrize("seed", range(4))
def test_a_sync_that_fails_and_a_cut_of_power_lose_nothing_acknowledged(seed: int) -> None:
    """An act whose sync failed is told as not done, and repeating it is right either way."""
    cut(live(seed, 40, settings=OFTEN, failing=0.1), Random(seed), 200)
