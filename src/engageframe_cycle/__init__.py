"""What does the cycle itself ask of every engagement, whatever else is practised?

PLAN before DO, REVIEW after it, lessons into the next PLAN (rules PDR), and care for what is known
about people (rules DAT). What came in from another system is evidence: the rules about planning
and reviewing do not fire on it.
"""

from collections.abc import Sequence

from engageframe import (
    BriefLine,
    Encounter,
    Figure,
    Finding,
    Measure,
    Practice,
    Proposal,
    Rule,
    View,
    impl,
)  # fmt: skip
from engageframe_cycle import encounters, endings, measures, pages, personal, proposals, strays
from engageframe_cycle.rules import Settings, rules

__all__ = ["Cycle", "Settings"]


class Cycle(Practice):
    """The practice that comes with the framework, through the same door as every guest."""

    name = "cycle"
    reads = (
        "action", "affiliation", "commitment", "cycle", "encounter", "engagement", "feedback",
        "goal", "lesson", "organization", "person", "plan", "purpose", "retraction", "stakeholder",
        "statement", "waiver",
    )  # fmt: skip
    Settings = Settings

    @impl
    def engageframe_rules(self) -> Sequence[Rule]:
        """Name the rules PDR001 to PDR010, DAT001 to DAT005, DAT008 and DAT009."""
        return rules(self.settings)

    @impl
    def engageframe_check(self, view: View) -> Sequence[Finding]:
        """Find plans, reviews, lessons, personal data and facts that cannot be."""
        return [
            *encounters.findings(view, self.settings),
            *personal.findings(view, self.settings),
            *strays.findings(view),
            *endings.findings(view),
        ]

    @impl
    def engageframe_propose(self, view: View) -> Sequence[Proposal]:
        """Suggest promises to keep, encounters to review, lessons to apply and a next touch."""
        return proposals.proposals(view, self.settings)

    @impl
    def engageframe_brief(self, view: View, encounter: Encounter) -> Sequence[BriefLine]:
        """Say what we owe those who will be there, what they told us, and what to ask."""
        return pages.brief(view, encounter, most=self.settings.most_known)

    @impl
    def engageframe_measure(self, view: View) -> Sequence[Measure]:
        """Measure plans, reviews, lessons and forecasts."""
        return measures.measures(view, self.settings)

    @impl
    def engageframe_draw(self, view: View) -> Sequence[Figure]:
        """Draw which of PLAN, DO and REVIEW each of the latest encounters has."""
        return pages.figures(view)
