"""Which expert can bring one more idea to whom, and why? A practice for engageframe.

What matches is loaded when it is first asked for: a practice is imported with every command.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from engageframe import (
    BriefLine,
    Encounter,
    Figure,
    Finding,
    Kind,
    Measure,
    Practice,
    Proposal,
    Rule,
    View,
    impl,
)
from engageframe_sme.records import KINDS
from engageframe_sme.rules import SmeSettings, rules

if TYPE_CHECKING:
    from engageframe_sme.roster import Roster

__all__ = ["Sme"]


class Sme(Practice):
    """Match subject-matter experts with what people need, and keep their help neutral."""

    name = "sme"
    reads = (
        "affiliation",
        "encounter",
        "engagement",
        "organization",
        "person",
        "sme",
        "stakeholder",
    )
    Settings = SmeSettings
    settings: SmeSettings
    _last: "Roster | None" = None

    @impl
    def engageframe_kinds(self) -> Sequence[Kind]:
        """Name experts, needs, decisions, introductions, sessions and answers."""
        return KINDS

    @impl
    def engageframe_rules(self) -> Sequence[Rule]:
        """Name the rules SME001 to SME009."""
        return rules(self.settings)

    @impl
    def engageframe_propose(self, view: View) -> Sequence[Proposal]:
        """Propose whom to introduce to whom, on which topic and why."""
        from engageframe_sme.telling import proposals

        return proposals(self._roster(view))

    @impl
    def engageframe_check(self, view: View) -> Sequence[Finding]:
        """Find single voices, hidden stakes, missing introductions, open topics and floods."""
        from engageframe_sme.findings import findings

        return findings(self._roster(view))

    @impl
    def engageframe_brief(self, view: View, encounter: Encounter) -> Sequence[BriefLine]:
        """Say who is coming, what they gain, why they may differ, and what more to ask."""
        from engageframe_sme.telling import brief

        return brief(self._roster(view), encounter)

    @impl
    def engageframe_measure(self, view: View) -> Sequence[Measure]:
        """Measure coverage, diversity, loads, acceptance and ratings; never an expert."""
        from engageframe_sme.measuring import measures

        return measures(self._roster(view))

    @impl
    def engageframe_draw(self, view: View) -> Sequence[Figure]:
        """Draw who knows which topic, and what each further expert adds."""
        from engageframe_sme.measuring import figures

        return figures(self._roster(view))

    @impl
    def engageframe_commands(self) -> Sequence[Any]:
        """Give ``engage sme match | why-not | rematch | coverage | assign``."""
        from engageframe_sme.commands import group  # click is needed by nobody else

        return [group(self.settings)]

    def _roster(self, view: View) -> "Roster":
        """Open the roster of a view once, as every hook of a review asks for it."""
        from engageframe_sme.roster import Roster

        if self._last is None or self._last.view is not view:
            self._last = Roster(view, self.settings)
        return self._last
