"""What was asked of every command alike?"""

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
    told: tuple[str, ...] = ()
    """The failures that stand on the page which was printed."""
    line: object = None
    """The same, with all that its answer rests on, when that is known."""
    guest: object = None
    """Where the practice came from whose command was called: a ``Found``, when it is one's."""
