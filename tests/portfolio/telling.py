"""What do the tests of a portfolio tell, and whom do they ask? Processes import this, too."""

import os
import time
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

from engageframe import Engagement, Finding, Host, Item, Person, Practice, Workspace, impl, moment
from engageframe.workspace import Workspace as Kind
from engageframe_portfolio.recalling import Recall, remember
from engageframe_portfolio.reviewing import reviews
from engageframe_portfolio.working import Outcome
from engageframe_stores import open_store

TODAY = moment("2026-03-10")
ASKED: list[str] = []
"""Who was looked at in this process."""
NAMES = [f"e{number:02d}" for number in range(24)]


def items(engagement: str, *bodies: Any) -> list[Item]:
    """Tell something of an engagement."""
    return [
        Item(body=one, engagement=engagement, happened=moment("2026-01-01"), author="ana")
        for one in bodies
    ]


def tell(folder: Path, *bodies: Any, engagement: str) -> None:
    """Tell something in a workspace."""
    with Workspace.open(folder, as_of=TODAY) as workspace:
        workspace.apply(items(engagement, *bodies))


def portfolio(folder: Path, people: int = 500) -> Path:
    """Make a workspace of many small engagements who share so many people."""
    Workspace.create(folder, practices=["cycle"], author="ana")
    told = items("e00", *(Person(id=f"p{n}", name=f"P {n}") for n in range(people)))
    for name in NAMES:
        told += items(name, Engagement(id=name, name=name.upper()))
    with Workspace.open(folder, as_of=TODAY) as workspace:
        workspace.apply(told)
    return folder


class Fatal(Practice):
    """Trips over one engagement, and ends the whole process at another one."""

    name = "fatal"
    reads = ("engagement",)

    @impl
    def engageframe_check(self, view: Any) -> list[Finding]:
        """Fail for the engagements that the test names."""
        ASKED.append(view.engagement_id)
        if view.engagement_id == os.environ.get("FATAL"):
            os._exit(9)
        if view.engagement_id == os.environ.get("SLEEPS"):
            Path(os.environ["SLEEPER"]).write_text(str(os.getpid()), encoding="utf-8")
            time.sleep(3_600)
        if view.engagement_id == os.environ.get("TRIPS"):
            raise ValueError("over a stone")
        return []


def opened(folder: Path, kind: type[Kind]) -> Kind:
    """Open the workspace with the practice that fails."""
    host = Host.load((), objects=[Fatal])
    return kind(open_store(folder / "journal.db"), host, as_of=TODAY, folder=folder, grounds="on")


def odd(folder: Path, kind: type[Kind]) -> Kind:
    """Open the workspace so that one engagement meets a fault of the tool itself."""

    class Odd(kind):  # type: ignore[misc, valid-type] # a class that is an argument
        def review(self, engagement: str = "") -> Any:
            return super().review(engagement) if engagement != "e02" else 1 / 0

    return opened(folder, Odd)


def outcomes(folder: Path, **more: Any) -> list[Outcome]:
    """Review all in this process, or in several."""
    recall, how = asking(folder)
    with closing(recall.journal):
        return list(reviews(recall._replace(rests_on="on"), how, recall.engagements(), **more))


def asking(folder: Path) -> tuple[Recall, Any]:
    """Give what a portfolio is asked with."""
    return remember(folder, as_of=TODAY), partial(opened, folder)
