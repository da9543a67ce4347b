"""Do the benchmarks tell figures that can be compared, and is a worse one named?"""

import ast
import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import apsw
import pytest
from hypothesis import given
from hypothesis import strategies as st

ROOT = Path(__file__).parents[1]
BENCH = ROOT / "bench"
OURS = {path.stem for path in BENCH.glob("*.py")}


@pytest.fixture(scope="module", autouse=True)
def _bench() -> Iterator[None]:
    """Let the scripts be imported as they import each other, and leave nothing behind."""
    sys.path.insert(0, str(BENCH))
    yield
    sys.path.remove(str(BENCH))
    for name in OURS & {*sys.modules}:
        del sys.modules[name]


def _load(name: str) -> ModuleType:
    return __import__(name)


def run(*ours: float, rule: float = 10.0, **more: Any) -> Any:
    """Give a run of one figure."""
    figure = _load("measuring").Figure(**{"name": "one", "unit": "ms CPU", "ours": [*ours], **more})
    script = _load("comparing").Script(figures=[figure], yardstick=[rule] * 5)
    return _load("comparing").Run(
        machine={"cores": "2"}, versions={"x": "1"}, full=False, scripts={"a.py": script}
    )


def told(last: Any, now: Any) -> bool:
    """Compare two runs of one figure: is it named as worse?"""
    (verdict,) = _load("comparing").compare(last, now)
    return verdict.tells


def test_a_figure_that_got_worse_by_more_than_the_noise_is_named() -> None:
    """A quarter slower is told when the readings are close, and not when they scatter."""
    steady, slower = (100, 101, 99, 100, 100), (125, 126, 124, 125, 125)
    scattered = (100, 140, 80, 125, 70)

    assert told(run(*steady), run(*slower))
    assert not told(run(*slower), run(*steady))
    assert not told(run(*steady), run(*steady))
    assert not told(run(*scattered), run(*slower))
    assert not told(run(100), run(108))


def test_more_is_better_where_that_is_said() -> None:
    """A rate gets worse by falling."""
    fast, slow = (100, 101, 99, 100, 100), (70, 71, 69, 70, 70)

    assert told(
        run(*fast, more_is_better=True, unit="/s"), run(*slow, more_is_better=True, unit="/s")
    )
    assert not told(run(*slow, more_is_better=True), run(*fast, more_is_better=True))


def test_a_slower_machine_is_no_worse_figure() -> None:
    """A time is held against the yardstick of its run, or against its peer if it has one."""
    once, twice = (100, 101, 99, 100, 100), (200, 202, 198, 200, 200)

    assert not told(run(*once, rule=10.0), run(*twice, rule=20.0))
    assert told(run(*once, rule=10.0), run(*twice, rule=10.0))
    assert not told(run(*once, peer=[50.0] * 5), run(*twice, peer=[100.0] * 5))
    assert told(run(*once, peer=[50.0] * 5), run(*twice, peer=[50.0] * 5, rule=20.0))
    assert told(run(*once, unit="MB"), run(*twice, unit="MB", rule=20.0))


def test_an_exponent_is_compared_by_its_difference() -> None:
    """From 0.01 to 0.05 is nothing; from 1.0 to 1.2 is."""
    assert not told(run(0.01, unit="exponent"), run(0.05, unit="exponent"))
    assert told(run(1.0, unit="exponent"), run(1.2, unit="exponent"))


def test_the_summary_names_what_else_changed() -> None:
    """The figure, the machine and the versions."""
    last, now = run(100, 100, 100), run(150, 150, 150)
    now.machine["cores"], now.versions["x"] = "8", "2"
    comparing = _load("comparing")

    says = comparing.summary(comparing.compare(last, now), last, now)

    assert "another machine: cores 2 -> 8" in says
    assert "another versions: x 1 -> 2" in says
    assert "a.py: one: +50%, of which noise explains 0%" in says
    same = comparing.summary(comparing.compare(last, last), last, last)
    assert same.endswith("none got worse by more than the noise")


@given(st.floats(0.01, 100), st.floats(-1.5, 2.5))
def test_the_exponent_of_a_power_is_found(factor: float, power: float) -> None:
    """Whatever the power and the factor."""
    sizes = [10, 100, 1000, 5000]
    found = _load("measuring").exponent(sizes, [factor * size**power for size in sizes])

    assert found == pytest.approx(power, abs=1e-6)


def test_every_script_that_measures_is_found_and_tells_figures_in_the_same_form() -> None:
    """Each ends alike; all others are told, and only helpers of the scripts."""
    found = {one.relative_to(ROOT).as_posix() for one in _load("run").scripts()}
    every = {
        one.relative_to(ROOT).as_posix()
        for folder in (BENCH, *ROOT.glob("plugins/*/bench"))
        for one in folder.glob("*.py")
    }

    helpers = {
        "adding", "comparing", "counting", "histories", "measuring", "run", "workload",
    }  # fmt: skip
    assert {Path(one).stem for one in every - found} == helpers
    for one in found:
        names = {
            node.name: node
            for node in ast.walk(ast.parse((ROOT / one).read_text(encoding="utf-8")))
            if isinstance(node, ast.FunctionDef)
        }
        assert ast.unparse(names["run"].args) == "full: bool=False", one
        assert ast.unparse(names["run"].returns) == "Iterator[Figure]", one


def test_a_script_prints_its_figures_and_writes_them(tmp_path: Path) -> None:
    """With every reading, its peer's too, and the yardstick; a missed bound is marked."""
    path = tmp_path / "small.py"
    path.write_text(
        "import measuring\n"
        "from measuring import Figure\n"
        "def run(full):\n"
        '    yield Figure(name="a", unit="ms", ours=[3.0, 1.0, 2.0], peer=[1.0], most=1)\n'
        '    yield Figure(name="c", unit="MB", ours=[5.0 + full], least=5.0)\n'
        "measuring.main(run)\n",
        encoding="utf-8",
    )
    written = tmp_path / "figures.json"

    ended = subprocess.run(
        [sys.executable, str(path), "--json", str(written), "--full"],
        capture_output=True, text=True, check=True, env={"PYTHONPATH": str(BENCH)},
    )  # fmt: skip

    first, second = ended.stdout.splitlines()
    assert "ratio 2.00, at most 1  MISSED" in first
    assert "MISSED" not in second
    answer = json.loads(written.read_text(encoding="utf-8"))
    assert [one["ours"] for one in answer["figures"]] == [[3.0, 1.0, 2.0], [6.0]]
    assert len(answer["yardstick"]) == 10


@pytest.mark.parametrize(
    ("mode", "syncs", "ours", "peer"),
    [
        ("wal", "full", 1, 1),
        ("wal", "normal", 0, 0),
        ("wal", "off", 0, 0),
        ("delete", "full", 4, 3),
        ("truncate", "full", 5, 4),
        ("persist", "full", 5, 4),
    ],
)
def test_the_syncs_and_bytes_of_an_act_are_counted(
    tmp_path: Path, mode: str, syncs: str, ours: int, peer: int
) -> None:
    """As many as the system is asked for; of Python's own SQLite without those of the folder."""
    counting = _load("counting")
    for counted, opened, wanted in (
        (counting.counted, lambda path: apsw.Connection(path), ours),
        (counting.counted_peer, lambda path: sqlite3.connect(path, isolation_level=None), peer),
    ):
        with counted() as asked:
            if asked is None:
                pytest.skip("Python's own SQLite hides its names here")
            db = opened(str(tmp_path / f"{wanted}-{counted.__name__}.db"))
            db.execute(f"PRAGMA journal_mode={mode}").fetchall()
            db.execute(f"PRAGMA synchronous={syncs}").fetchall()
            db.execute("CREATE TABLE told(text)")
            before = asked.syncs, asked.written
            for _ in range(20):
                db.execute("INSERT INTO told VALUES('hello')")
            db.close()
        assert asked.syncs - before[0] - 20 * wanted in range(3), "the end of the log adds two"
        assert asked.written - before[1] >= 20 * 4096


def test_what_is_opened_later_is_not_counted(tmp_path: Path) -> None:
    """Each SQLite has its own file system again."""
    counting = _load("counting")
    for counted, opened in (
        (counting.counted, apsw.Connection),
        (counting.counted_peer, sqlite3.connect),
    ):
        with counted() as asked:
            pass
        db = opened(str(tmp_path / f"{counted.__name__}.db"))
        db.execute("CREATE TABLE told(text)")
        db.close()
        assert asked is None or (asked.syncs, asked.written) == (0, 0)
