"""Which command knows its answer when the same was asked before?

Then nothing is loaded but the store: this page must stay light.
"""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from engageframe.model.moments import Moment, moment
from engageframe_cli.asked import Asked
from engageframe_cli.options import command
from engageframe_cli.paging import FORM, page
from engageframe_cli.printing import ALL, put

if TYPE_CHECKING:  # at run time it comes with the full answer
    from engageframe.workspace import Workspace

__all__ = ["review"]


def recalled(asked: Asked) -> bool:
    """Print the review in JSON, if the very same was asked before."""
    if not asked.json or asked.known_at:
        return False
    from engageframe.recalling import recall

    try:
        as_of = moment(asked.as_of) if asked.as_of else Moment.of(dt.datetime.now(dt.UTC).date())
    except ValueError:
        return False
    told = recall(
        Path(asked.folder), "Review", as_of=as_of, engagement=asked.engagement,
        off=asked.no_practice, no_practices=asked.no_practices,
    )  # fmt: skip
    if told is not None:
        put(told)
    return told is not None


@command(
    "review", example="engage review --as-of 2026-04-30 --format markdown > review.md",
    knows=recalled,
)  # fmt: skip
@FORM
@ALL
def review(asked: Asked, workspace: "Workspace", form: str, everything: bool) -> None:
    """Show what was planned, what happened, and what follows: it changes nothing."""
    page(asked, workspace.review(asked.engagement), form, everything)
