"""Is their view accepted before an idea is offered, and is assent taken for acceptance?

The Pivot: a practice for engageframe.
"""

from collections.abc import Sequence
from typing import Any

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
from engageframe_pivot import figures, findings, measures, pages, records, rules, steps
from engageframe_pivot.cases import Cases

__all__ = ["Pivot"]


class Pivot(Practice):
    """Accept how they see it as true for them; only then offer what can also be true."""

    name = "pivot"
    reads = (
        "action", "encounter", "engagement", "goal", "organization", "person", "pivot",
        "stakeholder",
    )  # fmt: skip
    before = ("cadence", "cycle")
    Settings = rules.PivotSettings
    settings: rules.PivotSettings

    def __init__(self, settings: rules.PivotSettings | None = None) -> None:
        """Read the lexicons of the settings; what is wrong with one is told at once."""
        super().__init__(settings)
        self.lexicon = rules.lexicon(self.settings)
        self._last: Cases | None = None

    @impl
    def engageframe_kinds(self) -> Sequence[Kind]:
        """Name the records of decisions, reasons, ideas, acts and acceptance."""
        return records.KINDS

    @impl
    def engageframe_rules(self) -> Sequence[Rule]:
        """Name the rules PIV001 to PIV010."""
        return rules.rules(self.settings)

    @impl
    def engageframe_propose(self, view: View) -> Sequence[Proposal]:
        """Propose the next step with each decision, from where it stopped last time."""
        return steps.proposals(self._cases(view))

    @impl
    def engageframe_check(self, view: View) -> Sequence[Finding]:
        """Find ideas that came too early, were pushed or take away, and acceptance overclaimed."""
        return findings.findings(self._cases(view))

    @impl
    def engageframe_brief(self, view: View, encounter: Encounter) -> Sequence[BriefLine]:
        """Put their words first, and an idea last."""
        return pages.brief(self._cases(view), encounter)

    @impl
    def engageframe_measure(self, view: View) -> Sequence[Measure]:
        """Measure our acts, change talk, and how durable acceptance is."""
        return measures.measures(self._cases(view))

    @impl
    def engageframe_draw(self, view: View) -> Sequence[Figure]:
        """Draw the swim-lane of speech acts and the staircase of acceptance."""
        return figures.figures(self._cases(view))

    @impl
    def engageframe_commands(self) -> Sequence[Any]:
        """Give ``engage pivot check | worksheet | words``."""
        from engageframe_pivot.commands import group  # click is needed by nobody else

        return [group(self.settings, self.lexicon)]

    def _cases(self, view: View) -> Cases:
        """Work out the cases of a view once, as every hook of a review asks for them."""
        if self._last is None or self._last.view is not view:
            self._last = Cases(view, self.settings, self.lexicon)
        return self._last
