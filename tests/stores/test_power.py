"""Does anything acknowledged get lost when the power is cut?"""

from random import Random

import pytest

from .cutting import Lost, cut, live
from .test_formats import FORMATS

OFTEN = ("wal_autocheckpoint=12",)


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        ({"settings": ("synchronous=OFF",)}, "lost|there in part|damaged|verify"),
        ({"settings": ("synchronous=NORMAL",)}, "acknowledged and is lost"),
        ({"early": True}, "acknowledged and is lost"),
        ({"lies": True}, "lost|there in part|damaged|verify"),
    ],
    ids=["no syncs", "fewer syncs", "acknowledged too early", "a disk that lies"],
)
def test_what_breaks_the_promise_is_caught(broken: dict, says: str) -> None:
    """The simulated disk is honest: a store that is set up wrongly loses records on it."""
    life = live(1, 40, **broken)
    with pytest.raises(Lost, match=says):
        cut(life, Random(1), 400)


@pytest.mark.parametrize("settings", [(), OFTEN], ids=["as it is", "with many checkpoints"])
def test_a_cut_of_power_loses_nothing_acknowledged(settings: tuple[str, ...]) -> None:
    """Wherever it is cut: all that was acknowledged is there, and the chain holds."""
    seen = cut(live(2, 40, settings=settings), Random(2), 200)
    assert seen["found by the retry"] > 0


def test_a_cut_of_power_during_an_upgrade_harms_nothing() -> None:
    """A journal of an older format is there in the old or in the new one, whole."""
    for old in FORMATS.iterdir():
        cut(live(3, 3, old=old), Random(3), 200)


def test_a_sync_that_fails_and_a_cut_of_power_lose_nothing_acknowledged() -> None:
    """An act whose sync failed is told as not done, and repeating it is right either way."""
    cut(live(4, 40, settings=OFTEN, failing=0.1), Random(4), 200)
