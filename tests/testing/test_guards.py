"""Do the guards see who asks the world, however it is asked, and nobody else?"""

import _random
import _thread
import datetime as dt
import importlib
import io
import locale
import multiprocessing
import os
import platform
import random
import secrets
import sqlite3
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date
from pathlib import Path
from sys import modules as MODULES
from time import time as now
from types import FunctionType
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
    ("the clock", lambda: time.strftime("%Y")),
    ("the clock", lambda: time.gmtime()),
    ("the clock", lambda: os.times()),
    ("files", lambda: sqlite3.connect(":memory:")),
    ("files", lambda: sqlite3.Connection(":memory:")),
    ("files", lambda: io.FileIO(__file__)),
    ("files", lambda: list(map(open, [__file__]))),
    ("files", lambda: os.statvfs(".")),
    ("another thread", lambda: threading.Thread(target=time.time).start()),
    ("another thread", lambda: _thread.start_new_thread(time.time, ())),
    ("another thread", lambda: ThreadPoolExecutor(1).submit(time.time)),
    ("another program", lambda: multiprocessing.Process(target=time.time).start()),
    ("chance", lambda: uuid.uuid1()),
    ("chance", lambda: uuid.getnode()),
    ("chance", lambda: _random.Random().random()),
    ("the system", lambda: platform.node()),
    ("the environment", lambda: os.environb.get(b"HOME")),
    ("the terminal", lambda: sys.stderr.write("here")),
    ("what else is loaded", lambda: "colorsys" in sys.modules),
    ("what else is loaded", lambda: MODULES.get("colorsys")),
    ("not to be watched", lambda: sys.setprofile(None)),
]


@pytest.mark.parametrize(("what", "ask"), ASKED, ids=range(len(ASKED)))
def test_whoever_asks_the_world_is_told_of(what: str, ask: Callable[[], Any]) -> None:
    """The guard names what was asked and where, whatever name it was imported by."""
    with pytest.raises(WorldAsked) as caught, guarded():
        ask()

    assert caught.value.what == what
    assert ".py:" in caught.value.place


def test_whoever_measures_coverage_is_no_practice() -> None:
    """A tracer looks what is loaded, in the midst of the practice's work."""

    def look() -> bool:
        return "uuid" in sys.modules

    tracer, other = (
        FunctionType(look.__code__, {"__name__": name, "sys": sys})
        for name in ("coverage.inorout", "covered")
    )
    with guarded():
        assert tracer()
    with pytest.raises(WorldAsked, match="what else is loaded"), guarded():
        other()


def test_hiding_the_answer_hides_nothing() -> None:
    """The guard raises at the end, too, when the code inside catches everything."""

    def hide() -> None:
        with suppress(OSError), guarded(), suppress(OSError):
            Path("/nowhere/at/all").read_bytes()

    with pytest.raises(WorldAsked):
        hide()


def test_what_is_refused_is_not_done(tmp_path: Path) -> None:
    """No file is made and no thread begins, as the guard refuses before it is done."""
    begun: list[int] = []
    file = tmp_path / "journal.db"

    for ask in (
        lambda: sqlite3.connect(file),
        lambda: threading.Thread(target=begun.append, args=(1,)).start(),
    ):
        with pytest.raises(WorldAsked), guarded():
            ask()

    assert not file.exists()
    assert begun == []


def test_what_is_pure_goes_unseen() -> None:
    """Reckoning with dates, seeded generators and a first import are no questions to the world."""
    sys.modules.pop("colorsys", None)
    with guarded():
        dt.date(2026, 3, 1) + dt.timedelta(days=1)
        dt.datetime.fromisoformat("2026-03-01T09:00+01:00").astimezone(dt.UTC)
        random.Random(7).shuffle([1, 2, 3])
        sorted({"a", "b"})
        io.StringIO().write("a")
        os.fspath(Path("a") / "b")
        uuid.uuid5(uuid.NAMESPACE_DNS, "a")
        dt.date(2026, 3, 1).strftime("%d")
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
        assert type(sys) is type(os)
    finally:
        sys.setprofile(before)
    assert dt.datetime.now(dt.UTC)
