"""How do the tests tell a history in few words?"""

import datetime as dt
from typing import Any

import pytest

from engageframe import (
    Attendee,
    CommitmentBroken,
    CommitmentKept,
    CommitmentMade,
    CommitmentReleased,
    CommitmentRenegotiated,
    EncounterHeld,
    Engagement,
    Feedback,
    Host,
    Item,
    Organization,
    Person,
    Stakeholder,
    View,
    Workspace,
    moment,
)
from engageframe_stores import MemoryStore
from engageframe_trust import Trust
from engageframe_trust.kinds import InsightShared
from engageframe_trust.ledger import Ledger

START = "2031-01-01"
TODAY = "2031-06-15"


class World:
    """An engagement of Ana and Abe of ours with Bo and Cy of theirs, and the firm Brook."""

    def __init__(self, *, as_of: str = TODAY, **options: Any) -> None:
        self.as_of = moment(as_of)
        self.options = options
        self.items: list[Item] = []
        self.tell(Engagement(id="work", name="Work"), START)
        for who, side in (("ana", "ours"), ("abe", "ours"), ("bo", "client"), ("cy", "client")):
            self.tell(Person(id=who, name=who.title()), START)
            self.tell(Stakeholder(who=who, side=side), START)
        self.tell(Organization(id="brook", name="Brook Ltd"), START)
        self.tell(Stakeholder(who="brook", side="client"), START)

    def tell(self, body: Any, when: str, source: str = "") -> "World":
        self.items.append(
            Item(body=body, engagement="work", happened=moment(when), author="ana", source=source)
        )
        return self

    def promise(self, id_: str, made: str, due: str = "", *, by: str = "ana", to: str = "bo",
                weight: int = 1, source: str = "") -> "World":  # fmt: skip
        body = CommitmentMade(
            id=id_, promisor=by, promisee=to, what=f"a {id_}", importance=weight,
            due=moment(due) if due else None,
        )  # fmt: skip
        return self.tell(body, made, source)

    def kept(self, id_: str, when: str, seen: str = "bo") -> "World":
        return self.tell(CommitmentKept(id=id_, acknowledged_by=seen), when)

    def broken(self, id_: str, when: str, **more: Any) -> "World":
        return self.tell(CommitmentBroken(id=id_, **more), when)

    def moved(self, id_: str, when: str, due: str, by: str = "bo") -> "World":
        return self.tell(CommitmentRenegotiated(id=id_, due=moment(due), agreed_by=by), when)

    def released(self, id_: str, when: str, by: str = "bo") -> "World":
        return self.tell(CommitmentReleased(id=id_, released_by=by), when)

    def insight(self, id_: str, when: str, *, by: str = "ana", to: str = "bo",
                seen: bool = True) -> "World":  # fmt: skip
        body = InsightShared(
            id=id_, by=by, to=(to,), what="how others did it",
            acknowledged_by=(to,) if seen else (),
        )  # fmt: skip
        return self.tell(body, when)

    def met(self, id_: str, when: str, *there: str, channel: Any = "meeting") -> "World":
        people = tuple(Attendee(person=one) for one in there)
        return self.tell(EncounterHeld(id=id_, attendees=people, channel=channel), when)

    def feedback(self, when: str, value: int, *, by: str = "bo", about: str = "ana") -> "World":
        return self.tell(Feedback(by=by, about=about, text="so so", value=value), when)

    def open(self, as_of: str = "", clock: str = "2031-01-01T12:00+00:00") -> Workspace:
        host = Host.load((), settings={"trust": self.options}, objects=[Trust], strict=True)
        at = moment(as_of) if as_of else self.as_of
        now = dt.datetime.fromisoformat(clock)
        workspace = Workspace(MemoryStore(), host, as_of=at, clock=lambda: now)
        workspace.apply(self.items)
        return workspace

    def view(self, as_of: str = "") -> View:
        return self.open(as_of).view().for_practice("trust", Trust.reads)

    def ledger(self, as_of: str = "") -> Ledger:
        return Ledger(self.view(as_of), lines=True)

    def balance(self, ours: str = "ana", theirs: str = "bo", as_of: str = "") -> float:
        """Give the balance of a pair in T."""
        return self.ledger(as_of).reading((ours, theirs)).balance / 1e6

    def told(self, hook: str, *more: Any) -> Any:
        """Ask the practice through the host."""
        workspace = self.open()
        return [one.value for one in getattr(workspace.host, hook)(workspace.view(), *more)]

    def found(self, rule: str) -> list[tuple[str, str]]:
        """Give the findings of a rule: subject, and what they say."""
        return [(one.subject, one.says) for one in self.told("check") if one.rule == rule]

    def not_booked(self) -> list[tuple[str, str]]:
        """Give what no account takes: about what, and why."""
        return [(one.about, one.says) for one in self.ledger().dealings.not_booked]


@pytest.fixture(scope="session")
def world() -> type[World]:
    """Give the class of worlds: each test makes its own."""
    return World
