"""How much may a cycle hold?"""

import msgspec

__all__ = ["Policy"]


class Policy(msgspec.Struct, frozen=True, kw_only=True):
    """How much a cycle may hold, in minutes, where a stakeholder record does not say otherwise.

    The defaults are guesses.

    Attributes:
        our_minutes: What each of our people has for an engagement in a cycle: half a working week.
        client_minutes: What a cycle may take of each person or organization on the client's side:
            two hours.
    """

    our_minutes: int = 1200
    client_minutes: int = 120
