"""How do the tests tell what was done in few words?"""

from typing import Any

import pytest

from engageframe import (
    Attendee,
    EncounterHeld,
    EncounterPlanned,
    EncounterReviewed,
    Engagement,
    Item,
    Objective,
    Person,
    Stakeholder,
    Workspace,
    moment,
)
from engageframe.practices import Host
from engageframe_servant import Servant
from engageframe_servant.ledger import Ledger
from engageframe_stores import MemoryStore

TODAY = "2031-06-15"


class World:
    """An engagement: Ana and Abe are ours, Bo and Cy the client's, Dee is of their network."""

    def __init__(self, *, as_of: str = TODAY, author: str = "ana", **options: Any) -> None:
        self.as_of = moment(as_of)
        self.author = author
        self.options = options
        self.items: list[Item] = []
        self.tell(Engagement(id="work", name="Work", client="brook"), "2031-01-01")
        for who, side, role in (
            ("ana", "ours", "lead"), ("abe", "ours", "expert"), ("bo", "client", "Director"),
            ("cy", "client", "engineer"), ("dee", "network", "farmer"),
        ):  # fmt: skip
            self.tell(Person(id=who, name=who.title()), "2031-01-01")
            self.tell(Stakeholder(who=who, side=side, role=role), "2031-01-01")

    def tell(
        self, body: Any, when: str = "2031-06-01", *, author: str = "ana", source: str = ""
    ) -> "World":
        self.items.append(
            Item(body=body, engagement="work", happened=moment(when), author=author, source=source)
        )
        return self

    def held(self, name: str, when: str, *, reviewed: bool = True, subject: str = "") -> "World":
        self.tell(EncounterHeld(id=name, attendees=there("ana", "bo"), subject=subject), when)
        if reviewed:
            self.tell(EncounterReviewed(id=name, outcome="done"), when)
        return self

    def plan(
        self, name: str, when: str, *aims: Objective, purpose: str = "", **more: Any
    ) -> "World":
        body = EncounterPlanned(
            id=name, scheduled=moment(when), attendees=there("ana", "bo"), purpose=purpose,
            objectives=aims, **more,
        )  # fmt: skip
        return self.tell(body, "2031-05-01")

    def open(self) -> Workspace:
        host = Host.load((), settings={"servant": self.options}, objects=[Servant], strict=True)
        config = _config(self.author)
        workspace = Workspace(MemoryStore(), host, config=config, as_of=self.as_of)
        workspace.apply(self.items)
        return workspace

    @property
    def practice(self) -> Servant:
        return Servant(self.open().host.practices[0].practice.settings)

    def ledger(self) -> Ledger:
        return self.practice.ledger(self.open().view())

    def found(self, *rules: str) -> list[Any]:
        """Give what stands, of some rules or of all."""
        return [one for one in self.open().check() if not rules or one.rule in rules]

    def codes(self) -> list[str]:
        """Give the codes of the rules that are broken, each as often as it is."""
        return [one.rule for one in self.found()]

    def measure(self, name: str) -> Any:
        workspace = self.open()
        found = [one for _, one in workspace.host.measure(workspace.view()) if one.name == name]
        assert len(found) == 1
        return found[0]


def _config(author: str) -> Any:
    from engageframe.settings import Settings

    return Settings(author=author)


def there(*who: str) -> tuple[Attendee, ...]:
    """Name those who are there."""
    return tuple(Attendee(person=one) for one in who)


@pytest.fixture(scope="session")
def world() -> type[World]:
    """Give the class of worlds: each test makes its own."""
    return World
