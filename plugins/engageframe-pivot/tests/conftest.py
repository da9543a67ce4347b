"""How do the tests tell of a Pivot in few words?"""

from typing import Any

import pytest

from engageframe import (
    Attendee,
    EncounterHeld,
    EncounterPlanned,
    Engagement,
    Item,
    Objective,
    Organization,
    Person,
    Stakeholder,
    View,
    Workspace,
    moment,
)
from engageframe.practices import Host
from engageframe_pivot import Pivot
from engageframe_pivot.cases import Case, Cases
from engageframe_pivot.records import (
    Acceptance,
    Acts,
    Decision,
    Exempted,
    Idea,
    Reason,
    Restatement,
    SpeechAct,
    WeChanged,
)
from engageframe_stores import MemoryStore

TODAY = "2031-06-15"


class World:
    """An engagement with Ana of ours, and Bo and Cy of the client, told fact by fact."""

    def __init__(self, *, as_of: str = TODAY, status: Any = "active", **options: Any) -> None:
        self.as_of = moment(as_of)
        self.options = options
        self.items: list[Item] = []
        self.tell(Engagement(id="work", name="Work", client="brook", status=status))
        self.tell(Organization(id="brook", name="Brook Ltd"))
        for who, side in (("ana", "ours"), ("bo", "client"), ("cy", "client")):
            self.tell(Person(id=who, name=who.title())).tell(Stakeholder(who=who, side=side))

    def tell(self, body: Any, when: str = "2031-01-01") -> "World":
        self.items.append(Item(body=body, engagement="work", happened=moment(when), author="ana"))
        return self

    def decision(self, id_: str = "boards", who: str = "bo", **more: Any) -> "World":
        parts = {"text": f"buys {id_} from Northfold", "basis": "said"}
        return self.tell(Decision(id=id_, who=who, **(parts | more)), "2031-02-01")

    def reason(self, of: str = "boards", when: str = "2031-02-02", **more: Any) -> "World":
        parts = {"text": "they answer the phone", "basis": "said", "by": "bo"}
        return self.tell(Reason(decision=of, **(parts | more)), when)

    def restated(self, of: str = "boards", when: str = "2031-02-03", **more: Any) -> "World":
        parts = {"text": "you stay with those who answer"}
        return self.tell(Restatement(decision=of, **(parts | more)), when)

    def idea(
        self, id_: str = "sleep", of: str = "boards", when: str = "2031-02-04", **more: Any
    ) -> "World":
        parts = {
            "text": "a board that sleeps could sit beside it", "coexists": "same socket",
            "brought_by": "ana", "permission": "may we add a thought?",
        }  # fmt: skip
        return self.tell(Idea(id=id_, decision=of, **(parts | more)), when)

    def acts(
        self, acts: str, when: str = "2031-03-01", of: str = "boards", held: bool = True,
        words: str = "in my words", **more: Any,
    ) -> "World":  # fmt: skip
        """Tell an encounter and its acts, each with words; it is named after its day."""
        encounter = more.pop("encounter", f"met-{when}-{of}")
        if held:
            there = (Attendee(person="ana"), Attendee(person=more.pop("who", "bo")))
            self.tell(EncounterHeld(id=encounter, attendees=there), when)
        told = tuple(SpeechAct(act=one, words=words) for one in acts.split())
        return self.tell(Acts(encounter=encounter, decision=of, acts=told, **more), when)

    def accepted(self, rung: str, when: str = "2031-03-02", **more: Any) -> "World":
        parts = {"idea": "sleep", "basis": "said"}
        return self.tell(Acceptance(rung=rung, **(parts | more)), when)

    def changed(self, text: str = "we listen first", when: str = "2031-03-03") -> "World":
        return self.tell(WeChanged(decision="boards", text=text), when)

    def exempt(self, of: str = "boards", until: str = "") -> "World":
        body = Exempted(decision=of, reason="it is unsafe", until=moment(until) if until else None)
        return self.tell(body, "2031-02-05")

    def plan(self, *there: str, when: str = "2031-07-01", aim: str = "", **more: Any) -> "World":
        attendees = tuple(Attendee(person=one) for one in there or ("ana", "bo"))
        aims = (Objective(id="aim", text=aim, owner="ana", kind="understand"),) if aim else ()
        body = EncounterPlanned(
            id=f"plan-{when}", scheduled=moment(when), attendees=attendees, objectives=aims, **more
        )
        return self.tell(body, "2031-06-01")

    def open(self) -> Workspace:
        host = Host.load((), settings={"pivot": self.options}, objects=[Pivot], strict=True)
        workspace = Workspace(MemoryStore(), host, as_of=self.as_of)
        workspace.apply(self.items)
        return workspace

    def view(self) -> View:
        return self.open().view().for_practice("pivot", Pivot.reads)

    def cases(self) -> Cases:
        workspace = self.open()
        practice = workspace.host.practices[0].practice
        view = workspace.view().for_practice("pivot", Pivot.reads)
        return Cases(view, practice.settings, practice.lexicon)

    def case(self, of: str = "boards") -> Case:
        return self.cases().every[of]

    def found(self) -> list[tuple[str, str]]:
        """Give each finding's rule and subject."""
        workspace = self.open()
        return [(one.rule, one.subject) for _, one in workspace.host.check(workspace.view())]

    def finding(self, rule: str) -> Any:
        """Give the only finding of a rule."""
        workspace = self.open()
        (one,) = [one for _, one in workspace.host.check(workspace.view()) if one.rule == rule]
        return one

    def proposed(self) -> list[Any]:
        workspace = self.open()
        return [one for _, one in workspace.host.propose(workspace.view())]

    def brief(self, encounter: str = "plan-2031-07-01") -> list[Any]:
        workspace = self.open()
        view = workspace.view()
        return [one for _, one in workspace.host.brief(view, view.encounters[encounter])]

    def measures(self) -> dict[str, Any]:
        workspace = self.open()
        return {one.name: one for _, one in workspace.host.measure(workspace.view())}

    def figures(self) -> dict[str, Any]:
        workspace = self.open()
        return {one.name: one.spec for _, one in workspace.host.draw(workspace.view())}


@pytest.fixture(scope="session")
def world() -> type[World]:
    """Give the class of worlds: each test makes its own."""
    return World


@pytest.fixture(scope="session")
def ready(world: type[World]) -> Any:
    """Give a maker of worlds in which Bo's view is known, restated, and an idea stands ready."""
    return lambda **options: world(**options).decision().reason().restated().idea()
