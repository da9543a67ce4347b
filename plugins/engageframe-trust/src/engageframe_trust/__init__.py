"""What do we owe whom, and what did we keep? A practice for engageframe: the trust account."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from engageframe import (
    BriefLine,
    Encounter,
    Figure,
    Finding,
    Kind,
    Lens,
    Measure,
    Practice,
    Proposal,
    Rule,
    View,
    impl,
)  # fmt: skip
from engageframe_trust.gathering import TOLD
from engageframe_trust.kinds import KINDS
from engageframe_trust.rules import TrustSettings, rules

if TYPE_CHECKING:
    from engageframe_trust.ledger import Ledger

__all__ = ["Trust"]


class Trust(Practice):
    """Keep an account of the trust of each of their persons in each of ours."""

    name = "trust"
    reads = (
        "commitment", "cycle", "encounter", "engagement", "feedback", "organization", "person",
        "plan", "sme.session", "stakeholder", "trust",
    )  # fmt: skip
    after = ("sme",)
    Settings = TrustSettings
    settings: TrustSettings
    _last: "Ledger | None" = None

    @impl
    def engageframe_kinds(self) -> Sequence[Kind]:
        """Name the kinds of the account: policy, gifts, repairs, favours, what was given back."""
        return KINDS

    @impl
    def engageframe_lenses(self) -> Sequence[Lens[Any]]:
        """Name the fold of all that the accounts rest on."""
        return (TOLD,)

    @impl
    def engageframe_rules(self) -> Sequence[Rule]:
        """Name the rules TRU001 to TRU010."""
        return rules(self.settings)

    @impl
    def engageframe_propose(self, view: View) -> Sequence[Proposal]:
        """Propose to keep, to renegotiate, to repair, and to give where nothing was given."""
        from engageframe_trust import telling  # as below: the accounts are opened when needed

        return telling.proposals(self._ledger(view), self.settings)

    @impl
    def engageframe_check(self, view: View) -> Sequence[Finding]:
        """Find what is overdue, unrepaired, unacknowledged, overpromised or dormant."""
        from engageframe_trust import breaches

        return breaches.findings(self._ledger(view), self.settings)

    @impl
    def engageframe_brief(self, view: View, encounter: Encounter) -> Sequence[BriefLine]:
        """Say what we owe those expected, what we broke and repaired, and what to ask."""
        from engageframe_trust import telling

        return telling.brief(self._ledger(view), encounter, self.settings)

    @impl
    def engageframe_measure(self, view: View) -> Sequence[Measure]:
        """Measure follow-through, ageing, each pair's account, and what hangs on one pair."""
        from engageframe_trust import telling

        return telling.measures(self._ledger(view), self.settings)

    @impl
    def engageframe_draw(self, view: View) -> Sequence[Figure]:
        """Draw the balances over time with their events, and the age of promises."""
        from engageframe_trust import telling

        return telling.figures(self._ledger(view))

    @impl
    def engageframe_commands(self) -> Sequence[Any]:
        """Give ``engage trust statement | balance | promises | policy | export``."""
        from engageframe_trust.commands import group  # click is needed by nobody else

        return [group()]

    def _ledger(self, view: View) -> "Ledger":
        """Open the accounts of a view once, as every hook of a review asks for them."""
        from engageframe_trust.ledger import Ledger

        if self._last is None or self._last.view is not view:
            self._last = Ledger(view, lines=True)
        return self._last
