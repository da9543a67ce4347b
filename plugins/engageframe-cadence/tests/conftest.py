"""How do the tests tell a history in few words?"""

from typing import Any

import pytest

from engageframe import (
    Affiliation,
    Attendee,
    EncounterHeld,
    EncounterPlanned,
    Engagement,
    Item,
    Organization,
    Person,
    Stakeholder,
    View,
    Workspace,
    moment,
)
from engageframe.practices import Host
from engageframe_cadence import Cadence
from engageframe_cadence.ledger import Ledger
from engageframe_stores.memory import MemoryStore

TODAY = "2031-06-15"


class World:
    """An engagement with Ana of ours; ``bo`` is a person, ``@brook`` a firm, ``bo@brook`` both."""

    def __init__(self, *, as_of: str = TODAY, **options: Any) -> None:
        self.as_of = moment(as_of)
        self.options = options
        self.items: list[Item] = []
        self.tell(Engagement(id="work", name="Work"))
        self.stakeholder("ana", side="ours").stakeholder("abe", side="ours")

    def tell(self, body: Any, when: str = "2020-01-01", source: str = "") -> "World":
        self.items.append(
            Item(body=body, engagement="work", happened=moment(when), author="ana", source=source)
        )
        return self

    def stakeholder(self, who: str, side: Any = "client", **more: Any) -> "World":
        return self.tell(Stakeholder(who=who, side=side, **more))

    def person(self, who: str, **more: Any) -> "World":
        return self.tell(Person(id=who, name=who.title(), **more))

    def organization(self, who: str, **more: Any) -> "World":
        return self.tell(Organization(id=who, name=who.title(), **more))

    def member(self, person: str, organization: str, until: str = "", since: str = "") -> "World":
        role = Affiliation(
            person=person, organization=organization,
            since=moment(since) if since else None, until=moment(until) if until else None,
        )  # fmt: skip
        return self.tell(role)

    def met(
        self, name: str, when: str, *there: str, ours: tuple[str, ...] = ("ana",),
        source: str = "", **more: Any,
    ) -> "World":  # fmt: skip
        held = EncounterHeld(id=name, attendees=attendees(*ours, *there), **more)
        return self.tell(held, when, source)

    def plan(self, name: str, when: str, *there: str, **more: Any) -> "World":
        body = EncounterPlanned(
            id=name, scheduled=moment(when), attendees=attendees("ana", *there), **more
        )
        return self.tell(body, "2031-01-01")

    def open(self) -> Workspace:
        host = Host.load((), settings={"cadence": self.options}, objects=[Cadence], strict=True)
        workspace = Workspace(MemoryStore(), host, as_of=self.as_of)
        workspace.apply(self.items)
        return workspace

    def view(self) -> View:
        return self.open().view().for_practice("cadence", Cadence.reads)

    def ledger(self) -> Ledger:
        workspace = self.open()
        view = workspace.view().for_practice("cadence", Cadence.reads)
        return Ledger(view, workspace.host.practices[0].practice.settings)

    def standing(self, who: str) -> Any:
        return next((one for one in self.ledger().standings if one.who == who), None)


def attendees(*there: str) -> tuple[Attendee, ...]:
    """Read ``bo@brook``."""
    parts = (one.partition("@") for one in there)
    return tuple(Attendee(person=person, organization=firm) for person, _, firm in parts)


@pytest.fixture(scope="session")
def world() -> type[World]:
    """Give the class of worlds: each test makes its own."""
    return World
