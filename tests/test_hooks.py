"""Is every hook of the contract asked, and its answer used?

Each test lets a real practice answer one hook through the host of a workspace in memory.
"""

from collections.abc import Sequence
from typing import Any

import attrs
import click

from engageframe import (
    Attendee,
    BriefLine,
    EncounterHeld,
    EncounterPlanned,
    Engagement,
    Figure,
    Finding,
    Kind,
    Lens,
    Measure,
    Practice,
    Proposal,
    Rule,
    Workspace,
    impl,
    moment,
)
from engageframe.practices import Host
from engageframe_stores import MemoryStore

TODAY = moment("2026-03-10")
LATE = Rule(code="BEL001", name="late", severity="E", says="Late.", why="So.", source="A guess")


def ring(state: list[str], record: Any) -> list[str]:
    """Add the word of a ring."""
    return [*state, record.body.word]


@attrs.frozen(kw_only=True)
class Rung:
    """Somebody rang."""

    word: str


RINGS = Lens(name="rings", version=1, reads=("bell.rung",), state=list[str], start=list, apply=ring)


class Bell(Practice):
    """Answers every hook, once."""

    name = "bell"
    reads = ("bell", "encounter")

    @impl
    def engageframe_kinds(self) -> Sequence[Kind]:
        return [Kind(name="bell.rung", body=Rung)]

    @impl
    def engageframe_rules(self) -> Sequence[Rule]:
        return [LATE]

    @impl
    def engageframe_lenses(self) -> Sequence[Lens[Any]]:
        return [RINGS]

    @impl
    def engageframe_propose(self, view: Any) -> Sequence[Proposal]:
        words = " ".join(view.lens(RINGS))
        return [Proposal(id="ring:nia", does=words, for_whom="nia", reason="So", evidence=())]

    @impl
    def engageframe_check(self, view: Any) -> Sequence[Finding]:
        return [Finding(rule="BEL001", subject="harbour", says="Late", fix="Ring", evidence=())]

    @impl
    def engageframe_brief(self, view: Any, encounter: Any) -> Sequence[BriefLine]:
        return [BriefLine(heading="ask", text=encounter.id, reason="So", evidence=())]

    @impl
    def engageframe_measure(self, view: Any) -> Sequence[Measure]:
        held = sum(one.held is not None for one in view.encounters.values())
        return [Measure(name="held", says="Held", subject="harbour", value=held, unit="", n=held,
                        needs=0, reason="Counted")]  # fmt: skip

    @impl
    def engageframe_draw(self, view: Any) -> Sequence[Figure]:
        return [Figure(name="bars", title="Bars", spec={"mark": "bar"})]

    @impl
    def engageframe_commands(self) -> Sequence[Any]:
        return [click.Command("bell")]


def workspace() -> Workspace:
    """Open a workspace in which somebody rang, one visit was held and one is planned."""
    opened = Workspace(MemoryStore(), Host.load((), objects=[Bell], strict=True), as_of=TODAY)
    there = (Attendee(person="nia"),)
    opened.record(Engagement(id="harbour", name="Harbour"))
    opened.record(Rung(word="ding"))
    opened.record(EncounterHeld(id="quay", attendees=there))
    opened.record(EncounterPlanned(id="pier", scheduled=TODAY, attendees=there))
    return opened


def test_hook_engageframe_kinds() -> None:
    """A kind that a practice brings can be recorded and read again."""
    (record,) = workspace().view().records(Rung)
    assert (record.kind, record.body.word) == ("bell.rung", "ding")


def test_hook_engageframe_rules() -> None:
    """A rule that a practice brings can be looked up by its code."""
    assert workspace().host.rules == {"BEL001": ("bell", LATE)}


def test_hook_engageframe_lenses() -> None:
    """A lens that a practice brings folds the records of its kinds."""
    opened = workspace()
    assert RINGS in opened.host.lenses
    assert opened.view().lens(RINGS) == ["ding"]


def test_hook_engageframe_propose() -> None:
    """A proposal stands in the plan with its practice, made from what the practice read."""
    (one,) = workspace().plan().suggested
    assert (one.action.id, one.action.does, one.action.practices) == ("ring:nia", "ding", ("bell",))


def test_hook_engageframe_check() -> None:
    """A finding stands with its rule and practice."""
    (one,) = workspace().check()
    assert (one.practice, one.rule, one.why) == ("bell", "BEL001", "So.")


def test_hook_engageframe_brief() -> None:
    """A line stands in the brief of the encounter that it was asked about."""
    (one,) = workspace().brief().lines
    assert (one.practice, one.heading, one.text) == ("bell", "ask", "pier")


def test_hook_engageframe_measure() -> None:
    """A measure stands in the review."""
    (one,) = workspace().review().measures
    assert (one.practice, one.measure.value) == ("bell", 1)


def test_hook_engageframe_draw() -> None:
    """A figure stands in the review, as data."""
    (one,) = workspace().review().figures
    assert (one.practice, one.figure.spec) == ("bell", {"mark": "bar"})


def test_hook_engageframe_commands() -> None:
    """A command is found with the practice that brings it."""
    ((practice, command),) = workspace().host.commands()
    assert (practice, command.name) == ("bell", "bell")
