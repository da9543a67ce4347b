"""Which command shows a stranger what this is?"""

from pathlib import Path
from shlex import quote
from tempfile import TemporaryDirectory

import click

from engageframe_cli.aside import aside
from engageframe_cli.asked import Asked
from engageframe_cli.options import command
from engageframe_cli.printing import complain, show
from engageframe_tour import play

__all__ = ["tour"]

_SAYS = (
    "what was planned, what happened, what follows",
    "what is in the plan, what was left out, and why",
    "the page for the person about to walk in",
    "one promise, down to its records",
)


@command("tour", example="engage tour --keep story", opens=False)
@click.option("--keep", metavar="DIR", help="Leave the workspace in this new folder.")
def tour(asked: Asked, keep: str | None) -> None:
    """Watch an invented engagement go through PLAN, DO and REVIEW, twice.

    With --json: one object with the last plan, a brief and the last review.
    """
    with aside(), TemporaryDirectory(prefix="engage-tour-") as away:
        told = play(
            Path(keep or away),
            off=asked.no_practice,
            no_practices=asked.no_practices,
            strict=asked.strict_practices,
        )
    complain(*(f"engage: warning: {failure}" for failure in told.failures))
    where = quote(keep or "story")
    lines = [
        "An invented engagement in two cycles; beside each verb stands what the command answered.",
        "",
        *told.lines,
        "Now look for yourself:" if keep else "To look for yourself: engage tour --keep story",
        *(f"  engage -C {where} {again:36}  {says}"
          for again, says in zip(told.again, _SAYS, strict=True)),
    ]  # fmt: skip
    show(asked, {"plan": told.plan, "brief": told.brief, "review": told.review}, lines)
