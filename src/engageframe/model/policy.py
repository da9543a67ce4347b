"""How much may a cycle hold?"""

import msgspec

__all__ = ["Policy"]


class Policy(msgspec.Struct, frozen=True, kw_only=True):
    """How much a cycle may hold, in minutes, where a stakeholder record does not say otherwise.

    The defaults are guesses: half a working week for each of our people, two hours for each person
    or organization on the client's side.
    """

    our_minutes: int = 1200
    client_minutes: int = 120
