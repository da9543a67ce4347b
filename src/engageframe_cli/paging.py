"""How is a plan, a brief or a review shown?"""

import click

from engageframe_cli.asked import Asked
from engageframe_cli.printing import fitted, show

__all__ = ["FORM", "page"]

FORM = click.option(
    "--format", "form", default="text", metavar="NAME", show_default=True,
    help="How it reads: text, markdown, or a renderer that is installed.",
)  # fmt: skip


def page(asked: Asked, answer: object, form: str, everything: bool) -> None:
    """Print an answer through the renderer that was named, or as JSON."""
    text = ""
    if not asked.json:
        from engageframe.named import renderer  # a kept answer in JSON needs none

        text = renderer(form, where="--format")(answer, limit=None if everything else 10)
        asked.told = getattr(answer, "failures", ()) if form == "text" else ()
    show(asked, answer, "\n".join(fitted(text.split("\n"))))
