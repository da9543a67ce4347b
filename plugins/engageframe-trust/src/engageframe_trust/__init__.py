"""What do we owe whom, and what did we keep? A practice for engageframe: the trust account."""

from collections.abc import Sequence
from typing import Any

from engageframe import Kind, Lens, Practice, impl
from engageframe_trust.gathering import TOLD
from engageframe_trust.kinds import KINDS

__all__ = ["Trust"]


class Trust(Practice):
    """Keep an account of the trust of each of their persons in each of ours."""

    name = "trust"
    reads = (
        "commitment", "encounter", "engagement", "feedback", "organization", "person",
        "sme.session", "stakeholder", "trust",
    )  # fmt: skip
    after = ("sme",)

    @impl
    def engageframe_kinds(self) -> Sequence[Kind]:
        """Name the kinds of the account: policy, gifts, repairs, favours, what was given back."""
        return KINDS

    @impl
    def engageframe_lenses(self) -> Sequence[Lens[Any]]:
        """Name the fold of all that the accounts rest on."""
        return (TOLD,)

    @impl
    def engageframe_commands(self) -> Sequence[Any]:
        """Give ``engage trust statement | balance | promises | policy | export``."""
        from engageframe_trust.commands import group  # click is needed by nobody else

        return [group()]
