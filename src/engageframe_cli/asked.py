"""What was asked of every command alike?"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:  # it is known when a practice's command was called
    from engageframe_cli.echoing import Line

__all__ = ["Asked"]


class Asked:
    """What the shared options said, before or after the name of the command."""

    folder = "."
    engagement = ""
    json = False
    as_of = ""
    known_at = ""
    no_practice: tuple[str, ...] = ()
    no_practices = False
    strict_practices = False
    verbose = False
    words: tuple[str, ...] = ()
    """What stood behind the name of a practice's command."""
    line: "Line | None" = None
    """The same, with all that its answer rests on."""
    guest = ""
    """The practice whose command was called."""
