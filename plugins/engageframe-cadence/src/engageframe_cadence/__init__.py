"""Who should be met next, and why? A practice for engageframe."""

from collections.abc import Sequence
from typing import Any

from engageframe import (
    BriefLine,
    Encounter,
    Figure,
    Finding,
    Lens,
    Measure,
    Practice,
    Proposal,
    Rule,
    View,
    impl,
)
from engageframe_cadence import telling
from engageframe_cadence.keeping import HELD, CadenceSettings
from engageframe_cadence.ledger import Ledger

__all__ = ["Cadence"]


class Cadence(Practice):
    """Keep a rhythm with everybody served: due, upcoming, neglected, and whom to meet first."""

    name = "cadence"
    reads = ("affiliation", "encounter", "engagement", "organization", "person", "stakeholder")
    Settings = CadenceSettings
    settings: CadenceSettings
    _last: Ledger | None = None

    @impl
    def engageframe_rules(self) -> Sequence[Rule]:
        """Name the rules CAD001 to CAD004."""
        return telling.rules(self.settings)

    @impl
    def engageframe_lenses(self) -> Sequence[Lens[Any]]:
        """Name the fold that knows the record of each meeting."""
        return (HELD,)

    @impl
    def engageframe_propose(self, view: View) -> Sequence[Proposal]:
        """Propose to meet those who are due, those first who will most likely be met again."""
        return telling.proposals(self._ledger(view))

    @impl
    def engageframe_check(self, view: View) -> Sequence[Finding]:
        """Find neglected, group-only, one-sided and never-met relationships."""
        return telling.findings(self._ledger(view))

    @impl
    def engageframe_brief(self, view: View, encounter: Encounter) -> Sequence[BriefLine]:
        """Say when each of those expected was last met, by whom and about what."""
        return telling.brief(self._ledger(view), encounter)

    @impl
    def engageframe_measure(self, view: View) -> Sequence[Measure]:
        """Measure the share of rhythms that are kept."""
        return telling.measures(self._ledger(view))

    @impl
    def engageframe_draw(self, view: View) -> Sequence[Figure]:
        """Draw the days since the last contact beside the days wanted."""
        return telling.figures(self._ledger(view))

    @impl
    def engageframe_commands(self) -> Sequence[Any]:
        """Give ``engage cadence due | upcoming | neglected | rank``."""
        from engageframe_cadence.commands import group  # click is needed by nobody else

        return [group(self.settings)]

    def _ledger(self, view: View) -> Ledger:
        """Open the ledger of a view once, as every hook of a review asks for it."""
        if self._last is None or self._last.view is not view:
            self._last = Ledger(view, self.settings)
        return self._last
