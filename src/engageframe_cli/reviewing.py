"""Which command knows its answer when the same was asked before?

Then nothing is loaded but the store: this page must stay light.
"""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from engageframe.model.moments import Moment, moment
from engageframe_cli.asked import Asked
from engageframe_cli.options import command
from engageframe_cli.paging import FORM, page
from engageframe_cli.printing import put

if TYPE_CHECKING:  # at run time it comes with the full answer
    from engageframe.workspace import Workspace

__all__ = ["review"]


def known(asked: Asked, form: str, everything: bool, jobs: int) -> int | None:
    """Review every engagement, or print the review in JSON if the very same was asked before."""
    if everything and not asked.engagement:
        from engageframe_cli.portfolio import review_all

        return review_all(asked, form, jobs)
    if jobs > 1:
        raise click.UsageError("--jobs goes with --all, and not with an engagement")
    return 0 if recalled(asked) else None


def recalled(asked: Asked) -> bool:
    """Print the review in JSON, if the very same was asked before."""
    if not asked.json or asked.known_at:
        return False
    from engageframe_portfolio.recalling import recall

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
    knows=known,
)  # fmt: skip
@FORM
@click.option(
    "--all", "everything", is_flag=True,
    help="Show every line, and every engagement unless one is named.",
)  # fmt: skip
@click.option(
    "--jobs", type=click.IntRange(1, 64), default=1, metavar="N", show_default=True,
    help="With --all: how many processes review at the same time.",
)  # fmt: skip
def review(asked: Asked, workspace: "Workspace", form: str, everything: bool, jobs: int) -> None:
    """Show what was planned, what happened, and what follows: it changes nothing.

    With --all and no engagement named, every engagement is reviewed, in the order of their ids: one
    page after the other, or with --json one object with all reviews and with what went wrong. One
    that cannot be reviewed stops none of the others; it is told at the end, and in the exit code.
    """
    page(asked, workspace.review(asked.engagement), form, everything)
