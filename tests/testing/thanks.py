"""Which small practice keeps every law?"""

from collections.abc import Sequence

import attrs

from engageframe import (
    BriefLine,
    Encounter,
    Finding,
    Kind,
    Lens,
    Measure,
    Practice,
    Proposal,
    Record,
    Rule,
    View,
    a_count,
    a_text,
    an_id,
    impl,
)


@attrs.frozen(kw_only=True)
class Sent:
    """Thanks were sent for an encounter."""

    encounter: str = attrs.field(validator=an_id)
    words: str = attrs.field(validator=a_text)


@attrs.frozen(kw_only=True)
class Settings:
    """How long thanks may take."""

    days: int = attrs.field(default=3, validator=a_count(0, 60))
    greeting: str = "Thank"
    loud: bool = False


def count(state: dict[str, int], record: Record[Sent]) -> dict[str, int]:
    """Count the thanks for each encounter."""
    state[record.body.encounter] = state.get(record.body.encounter, 0) + 1
    return state


SENT = Kind(name="thanks.sent", body=Sent, text=("words",))
COUNTED: Lens[dict[str, int]] = Lens(
    name="thanks.counted", version=1, reads=("thanks.sent",), state=dict[str, int], start=dict,
    apply=count,
)  # fmt: skip
LATE = Rule(
    code="THA001", name="not-thanked", severity="W", says="Nobody was thanked.",
    why="Time is the one thing that we cannot give back.", source="good manners",
)  # fmt: skip


class Thanks(Practice):
    """Whoever gave us their time is thanked."""

    name = "thanks"
    reads = ("encounter", "organization", "person", "stakeholder", "thanks")
    Settings = Settings

    @impl
    def engageframe_kinds(self) -> Sequence[Kind]:
        return [SENT]

    @impl
    def engageframe_rules(self) -> Sequence[Rule]:
        return [LATE]

    @impl
    def engageframe_lenses(self) -> Sequence[Lens[dict[str, int]]]:
        return [COUNTED]

    @impl
    def engageframe_propose(self, view: View) -> Sequence[Proposal]:
        return [
            Proposal(
                id=f"thank:{one.id}", does=f"{self.settings.greeting} {view.name(who)}"[:200],
                for_whom=who, reason=f"they gave us their time on {one.held_on}", rule="THA001",
                evidence=one.records,
            )
            for one, who in self.unthanked(view)
        ]  # fmt: skip

    @impl
    def engageframe_check(self, view: View) -> Sequence[Finding]:
        return [
            Finding(
                rule="THA001", subject=one.id, says=f"{who} was not thanked", fix="thank them",
                evidence=one.records,
            )
            for one, who in self.unthanked(view)
            if one.held_on
            if view.as_of.days_since(one.held_on).at_least > self.settings.days
        ]  # fmt: skip

    @impl
    def engageframe_measure(self, view: View) -> Sequence[Measure]:
        held = [one for one in view.encounters.values() if one.held]
        thanked = sum(one.id in view.lens(COUNTED) for one in held)
        return [
            Measure(
                name="thanked", says="Share of encounters that were thanked for", unit="",
                subject=view.engagement_id, value=thanked / len(held) if len(held) > 4 else None,
                n=len(held), needs=5, reason="counted",
            )
        ]  # fmt: skip

    @impl
    def engageframe_brief(self, view: View, encounter: Encounter) -> Sequence[BriefLine]:
        times = view.lens(COUNTED).get(encounter.id, 0)
        text = f"thanked {times} times"
        return [BriefLine(heading="know", text=text, reason="so", evidence=encounter.records)]

    def unthanked(self, view: View) -> list[tuple[Encounter, str]]:
        """Give the encounters that nobody was thanked for, each with somebody of the client."""
        done = view.lens(COUNTED)
        found = []
        for one in view.encounters.values():
            theirs = [there.who for there in one.attendees if view.side(there.who) == "client"]
            if one.held_on and theirs and not one.imported and one.id not in done:
                found.append((one, theirs[0]))
        return found
