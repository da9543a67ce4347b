"""Do the guards see who asks the world, however it is asked, and nobody else?"""

import datetime as dt
import importlib
import locale
import os
import random
import secrets
import subprocess
import sys
import time
import uuid
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path
from time import time as now
from typing import Any

import pytest

from engageframe.testing import WorldAsked, guarded

today = date.today
ASKED: list[tuple[str, Callable[[], Any]]] = [
    ("the clock", lambda: dt.datetime.now()),
    ("the clock", lambda: now()),
    ("the clock", lambda: today()),
    ("the clock", lambda: time.localtime()),
    ("the clock", lambda: time.perf_counter()),
    ("chance", lambda: random.random()),
    ("chance", lambda: random.choice([1, 2])),
    ("chance", lambda: random.Random()),
    ("chance", lambda: os.urandom(1)),
    ("chance", lambda: secrets.token_hex()),
    ("chance", lambda: uuid.uuid4()),
    ("files", lambda: open(__file__, encoding="utf-8").close()),
    ("files", lambda: Path(__file__).read_bytes()),
    ("files", lambda: os.listdir(".")),
    ("files", lambda: Path.cwd()),
    ("another program", lambda: subprocess.check_output([sys.executable, "-V"])),
    ("the environment", lambda: os.environ.get("HOME")),
    ("the environment", lambda: os.getenv("HOME")),
    ("the locale", lambda: locale.localeconv()),
    ("the terminal", lambda: print("here")),
]


@pytest.mark.parametrize(("what", "ask"), ASKED, ids=range(len(ASKED)))
def test_whoever_asks_the_world_is_told_of(what: str, ask: Callable[[], Any]) -> None:
    """The guard names what was asked and where, whatever name it was imported by."""
    with pytest.raises(WorldAsked) as caught, guarded():
        ask()

    assert caught.value.what == what
    assert ".py:" in caught.value.place


def test_hiding_the_answer_hides_nothing() -> None:
    """The guard raises at the end, too, when the code inside catches everything."""

    def hide() -> None:
        with suppress(OSError), guarded(), suppress(OSError):
            Path("/nowhere/at/all").read_bytes()

    with pytest.raises(WorldAsked):
        hide()


def test_what_is_pure_goes_unseen() -> None:
    """Reckoning with dates, seeded generators and a first import are no questions to the world."""
    sys.modules.pop("colorsys", None)
    with guarded():
        dt.date(2026, 3, 1) + dt.timedelta(days=1)
        dt.datetime.fromisoformat("2026-03-01T09:00+01:00").astimezone(dt.UTC)
        random.Random(7).shuffle([1, 2, 3])
        sorted({"a", "b"})
        importlib.import_module("colorsys")


def test_the_guard_leaves_nothing_behind() -> None:
    """Afterwards the clock may be asked, and a profiler that was there is there again."""

    def profiler(*_: Any) -> None:
        """Look on."""

    before = sys.getprofile()
    sys.setprofile(profiler)
    try:
        with guarded():
            pass
        assert sys.getprofile() is profiler
    finally:
        sys.setprofile(before)
    assert dt.datetime.now(dt.UTC)
