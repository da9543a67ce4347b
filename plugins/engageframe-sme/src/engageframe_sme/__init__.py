"""Which expert can bring one more idea to whom, and why? A practice for engageframe.

What matches is loaded when it is first asked for: a practice is imported with every command.
"""

from collections.abc import Sequence
from importlib import import_module
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
from engageframe_sme.records import KINDS
from engageframe_sme.rules import SmeSettings, rules

__all__ = ["Sme"]


class Sme(Practice):
    """Match subject-matter experts with what people need, and keep their help neutral."""

    name = "sme"
    reads = (
        "affiliation", "encounter", "engagement", "organization", "person", "sme", "stakeholder",
    )  # fmt: skip
    Settings = SmeSettings
    settings: SmeSettings
    _last: Any = None

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
        return self._ask("telling", "proposals", view)

    @impl
    def engageframe_check(self, view: View) -> Sequence[Finding]:
        """Find single voices, hidden stakes, missing introductions, open topics and floods."""
        return self._ask("findings", "findings", view)

    @impl
    def engageframe_brief(self, view: View, encounter: Encounter) -> Sequence[BriefLine]:
        """Say who is coming, what they gain, why they may differ, and what more to ask."""
        return self._ask("telling", "brief", view, encounter)

    @impl
    def engageframe_measure(self, view: View) -> Sequence[Measure]:
        """Measure coverage, diversity, loads, acceptance and ratings; never an expert."""
        return self._ask("measuring", "measures", view)

    @impl
    def engageframe_draw(self, view: View) -> Sequence[Figure]:
        """Draw who knows which topic, and what each further expert adds."""
        return self._ask("measuring", "figures", view)

    @impl
    def engageframe_commands(self) -> Sequence[Any]:
        """Give ``engage sme match | why-not | rematch | coverage | assign``."""
        from engageframe_sme.commands import group  # click is needed by nobody else

        return [group(self.settings)]

    def _ask(self, room: str, what: str, view: View, *more: Any) -> Sequence[Any]:
        """Load what answers; the roster of a view is opened once for all hooks of a review."""
        if self._last is None or self._last.view is not view:
            self._last = import_module("engageframe_sme.roster").Roster(view, self.settings)
        answer: Sequence[Any] = getattr(import_module(f"engageframe_sme.{room}"), what)(
            self._last, *more
        )
        return answer
