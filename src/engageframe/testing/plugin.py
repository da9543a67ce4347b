"""Which fixtures does pytest offer to the tests of a practice? This is its plugin ``engageframe``.

It is loaded by pytest alone, through the entry point ``pytest11``, and loads the rest when a
fixture is asked for.
"""

from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from engageframe import Practice, Workspace
    from engageframe.practices import Host
    from engageframe.testing.telling import Clock

__all__ = ["EngageHost", "EngageWorkspace"]


def pytest_configure(config: pytest.Config) -> None:
    """Let pytest explain assertions of the contract as it does those of tests."""
    pytest.register_assert_rewrite("engageframe.testing.contract")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Fail a check of the contract that would be skipped, or may fail without a reason."""
    if not _is_of_contract(item):
        return
    weak = [mark for mark in item.iter_markers() if mark.name in ("skip", "skipif")]
    weak += [mark for mark in item.iter_markers("xfail") if not mark.kwargs.get("reason")]
    if weak:
        pytest.fail(_weakens(item, weak[0].name), pytrace=False)
    from engageframe.testing.contract import weakened

    owner: Any = getattr(item, "cls", None)
    if faults := list(weakened(owner)):
        pytest.fail(f"{owner.__name__} weakens the contract: {'; '.join(faults)}", pytrace=False)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, Any, Any]:
    """Let a check of the contract fail that skipped, or that was said to fail without a mark."""
    report = yield
    if report.skipped and _is_of_contract(item):
        marked = any(mark.kwargs.get("reason") for mark in item.iter_markers("xfail"))
        if not (marked and hasattr(report, "wasxfail")):
            how = "an xfail without a mark" if hasattr(report, "wasxfail") else "a skip"
            report.outcome = "failed"
            report.longrepr = _weakens(item, f"{how} during {report.when}")
            vars(report).pop("wasxfail", None)
    return report


def _is_of_contract(item: pytest.Item) -> bool:
    owner = getattr(item, "cls", None)
    return any(one.__name__ == "PracticeContract" for one in getattr(owner, "__mro__", ()))


def _weakens(item: pytest.Item, what: str) -> str:
    return (
        f"{item.name} is a check of the contract, and {what} weakens it; "
        'let it be, or mark it @pytest.mark.xfail(reason="...")'
    )


class EngageHost:
    """Makes strict hosts out of practices that are given by hand; nothing else is looked up."""

    def __init__(self, *given: tuple[Any, dict[str, Any]]) -> None:
        self._given = given

    def with_practice(self, practice: "type[Practice] | Practice", **options: Any) -> "EngageHost":
        """Give one with this practice, too; options are those of ``[practice.NAME]``."""
        return EngageHost(*self._given, (practice, options))

    @property
    def host(self) -> "Host":
        """Load a fresh host that raises for the first practice that fails.

        Raises:
            PracticeError: a practice is not as the contract wants it.
        """
        from engageframe.practices import Host

        settings = {practice.name: options for practice, options in self._given if options}
        objects = [practice for practice, _ in self._given]
        return Host.load((), objects=objects, settings=settings, strict=True)


class EngageWorkspace:
    """Opens workspaces on a store that goes with the test, all under one clock."""

    def __init__(self, folder: Path, clock: "Clock", opened: list[Any]) -> None:
        self.clock = clock
        self._folder = folder
        self._opened = opened

    def __call__(
        self, *practices: "type[Practice] | Practice", store: str = "memory", **options: Any
    ) -> "Workspace":
        """Open an empty workspace with some practices; answers are as of the clock's day.

        Args:
            practices: classes or instances.
            store: the name of a store; ``sqlite`` keeps the journal in a folder of the test.
            options: the options of the practices, by their names.
        """
        from engageframe.named import store as named
        from engageframe.practices import Host
        from engageframe.workspace import Workspace

        host = Host.load((), objects=practices, settings=options, strict=True)
        folder = self._folder / f"workspace-{len(self._opened)}"
        folder.mkdir()
        journal = named(store).open(folder, salt=bytes)
        workspace = Workspace(journal, host, clock=self.clock, folder=folder)
        self._opened.append(workspace)
        return workspace


def _refused(*_: Any, **__: Any) -> Any:
    raise AssertionError(
        "discovery is refused here: give the class by hand, engage_host.with_practice(YourPractice)"
    )


@pytest.fixture
def engage_clock() -> "Clock":
    """Give a clock that shows 2026-03-01, nine in the morning, until it is told to move."""
    from engageframe.testing.telling import Clock

    return Clock()


@pytest.fixture
def engage_host(monkeypatch: pytest.MonkeyPatch) -> EngageHost:
    """Give a maker of hosts with practices given by hand; what is installed cannot be found."""
    monkeypatch.setattr("engageframe.practices.host.find", _refused)
    return EngageHost()


@pytest.fixture
def engage_workspace(tmp_path: Path, engage_clock: "Clock") -> Iterator[Callable[..., "Workspace"]]:
    """Give a maker of workspaces on a store that goes with the test, under ``engage_clock``."""
    opened: list[Any] = []
    yield EngageWorkspace(tmp_path, engage_clock, opened)
    for workspace in opened:
        workspace.close()
