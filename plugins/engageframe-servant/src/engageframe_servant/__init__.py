"""Whom does our work serve, in whose words, and at what cost to whom? A practice."""

from collections.abc import Sequence
from typing import Any
from weakref import WeakKeyDictionary

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
from engageframe_servant import figures, findings, measures, rules, telling
from engageframe_servant.kinds import KINDS, READS
from engageframe_servant.ledger import Ledger
from engageframe_servant.settings import ServantSettings, lexicon

__all__ = ["Servant"]


class Servant(Practice):
    """Serve them: four traits as evidence, and a guard against serving ourselves."""

    name = "servant"
    reads = READS
    Settings = ServantSettings
    settings: ServantSettings

    def __init__(self, settings: ServantSettings | None = None) -> None:
        """Take the settings, and read the words to look for: hooks ask no files."""
        super().__init__(settings)
        self.lexicon = lexicon(self.settings)
        self._ledgers: WeakKeyDictionary[View, Ledger] = WeakKeyDictionary()

    @impl
    def engageframe_kinds(self) -> Sequence[Kind]:
        """Name the kinds ``servant.act`` to ``servant.teaching``."""
        return KINDS

    @impl
    def engageframe_rules(self) -> Sequence[Rule]:
        """Name the rules SRV001 to SRV010 and SRW001 to SRW009."""
        return rules.rules(self.settings)

    @impl
    def engageframe_propose(self, view: View) -> Sequence[Proposal]:
        """Propose whom to hear and tell, what to ask and teach, and to go on after a project."""
        return telling.proposals(self.ledger(view))

    @impl
    def engageframe_check(self, view: View) -> Sequence[Finding]:
        """Find gaps in the four traits, and where serving them became serving us."""
        return findings.findings(self.ledger(view))

    @impl
    def engageframe_brief(self, view: View, encounter: Encounter) -> Sequence[BriefLine]:
        """Say what those expected hope to achieve, what to ask, and one question about us."""
        return telling.brief(self.ledger(view), encounter)

    @impl
    def engageframe_measure(self, view: View) -> Sequence[Measure]:
        """Measure deeds, texts and plans: how much of them is theirs."""
        return measures.measures(self.ledger(view))

    @impl
    def engageframe_draw(self, view: View) -> Sequence[Figure]:
        """Draw the four traits and the six facets."""
        return figures.figures(self.ledger(view))

    @impl
    def engageframe_commands(self) -> Sequence[Any]:
        """Give ``engage servant cards | opportunity-review | lint``."""
        from engageframe_servant.commands import group  # click is needed by nobody else

        return [group(self)]

    def ledger(self, view: View) -> Ledger:
        """Open the ledger of a view once, as every hook of a review asks for it.

        It goes with its view: whoever kept it longer would keep all records.
        """
        found = self._ledgers.get(view)
        if found is None:
            found = self._ledgers[view] = Ledger(view, self.settings, self.lexicon)
        return found
