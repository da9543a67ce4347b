"""How do the tests draw small instances, solve them by trying everything, and tell a history?"""

from collections import Counter
from itertools import combinations
from typing import Any

import pytest
from hypothesis import strategies as st

from engageframe import (
    Attendee,
    EncounterHeld,
    EncounterPlanned,
    Engagement,
    Item,
    Organization,
    Person,
    Stakeholder,
    Workspace,
    moment,
)
from engageframe.practices import Host
from engageframe_sme import Sme
from engageframe_sme.instance import MatchPolicy
from engageframe_sme.records import Evidence, Expert, Introduction, Need, Session, Topic
from engageframe_sme.roster import Roster
from engageframe_stores import MemoryStore

TODAY = "2031-06-15"


@st.composite
def _asked(draw: Any, most: int = 3, periods: bool = True, places: int = 2) -> dict[str, Any]:
    """Draw what is asked of ``assign``, with every bound on; scores are eighths."""
    needs = [f"n{n}" for n in range(draw(st.integers(1, most)))]
    experts = [f"e{n}" for n in range(draw(st.integers(1, most)))]
    pairs = [(need, expert) for need in needs for expert in experts]
    some = st.sets(st.sampled_from(pairs), max_size=3)
    eighths = st.sampled_from([0.0, 0.125, 0.25, 0.5])
    scores: dict[str, dict[str, float]] = {need: {} for need in needs}
    for need, expert in pairs:
        score = draw(st.none() | st.integers(0, 8).map(lambda n: n / 8))
        if score is not None:
            scores[need][expert] = score
    demand = {need: draw(st.integers(0, places)) for need in needs}
    load = {expert: draw(st.integers(0, places)) for expert in experts}
    asked: dict[str, Any] = {
        "scores": scores, "demand": demand, "max_load": load,
        "minimum": {need: draw(st.integers(0, demand[need])) for need in needs},
        "extra": {need: draw(st.integers(0, places)) for need in needs},
        "min_load": {one: draw(st.integers(0, load[one])) for one in experts},
        "perspectives": {one: draw(st.sampled_from("ab")) for one in experts},
        "forbidden": draw(some), "previous": draw(some),
        "policy": MatchPolicy(
            perspective_penalty=draw(eighths), max_per_perspective=draw(st.integers(0, 1)),
            balance=draw(eighths), falling=draw(eighths), stability=draw(eighths), solver="flow",
        ),
    }  # fmt: skip
    if periods and draw(st.booleans()):
        rooms = st.dictionaries(st.sampled_from("xy"), st.integers(0, 1))
        asked["periods"] = {one: draw(rooms) for one in experts}
        known = sorted({period for row in asked["periods"].values() for period in row})
        if known:
            asked["windows"] = {needs[0]: draw(st.sets(st.sampled_from(known)))}
    pins: list[tuple[str, str]] = []
    for need, expert in sorted(draw(some)):
        could = expert in scores[need] and (need, expert) not in asked["forbidden"]
        if could and Small(asked).fits([*pins, (need, expert)]):
            pins.append((need, expert))
    return {**asked, "pinned": pins}


class Small:
    """Small instances, and the best that trying every set of pairs can find.

    Nothing here is taken from what is tested: values are counted anew, in eighths.
    """

    asked = staticmethod(_asked)

    def __init__(self, asked: dict[str, Any]) -> None:
        self.asked_for = asked
        self.policy = asked["policy"]

    def value(self, pairs: Any) -> tuple[int, int, float]:
        """Count places, bounds and worth of pairs: what comes first stands first."""
        asked, policy = self.asked_for, self.policy
        needs, experts = (Counter(pair[n] for pair in pairs) for n in (0, 1))
        kinds = Counter((need, asked["perspectives"][expert]) for need, expert in pairs)
        places = sum(min(count, asked["demand"][need]) for need, count in needs.items())
        met = sum(min(count, asked["minimum"][need]) for need, count in needs.items())
        met += sum(min(count, asked["min_load"][one]) for one, count in experts.items())
        worth = sum(asked["scores"][need][expert] for need, expert in pairs)
        free = set(pairs) - set(asked["pinned"])
        worth += policy.stability * len(free & set(asked["previous"]))
        for each, counts, free in (
            (policy.perspective_penalty, kinds, 1), (policy.balance, experts, 1),
        ):  # fmt: skip
            worth -= each * sum(n for count in counts.values() for n in range(count) if n >= free)
        for need, count in needs.items():
            over = max(0, count - min(asked["demand"][need], len(asked["max_load"])))
            worth -= policy.falling * over * (over + 1) / 2
        return places, met, round(worth, 9)

    def best(self, must: Any = (), must_not: Any = ()) -> tuple[int, int, float] | None:
        """Try every set of pairs."""
        asked = self.asked_for
        must = {*must, *asked["pinned"]}
        barred = {*asked["forbidden"], *must_not}
        free = [
            (need, expert)
            for need, row in asked["scores"].items()
            for expert in row
            if (need, expert) not in barred
        ]
        tried = (
            pairs
            for size in range(len(free) + 1)
            for pairs in combinations(free, size)
            if must <= set(pairs) and self.fits(pairs)
        )
        return max((self.value(pairs) for pairs in tried), default=None)

    def fits(self, pairs: Any) -> bool:
        """Tell whether pairs keep every bound that must be kept."""
        asked = self.asked_for
        needs, experts = (Counter(pair[n] for pair in pairs) for n in (0, 1))
        kinds = Counter((need, asked["perspectives"][expert]) for need, expert in pairs)
        most = self.policy.max_per_perspective
        return (
            all(count <= asked["demand"][n] + asked["extra"][n] for n, count in needs.items())
            and all(count <= asked["max_load"][e] for e, count in experts.items())
            and not (most and max(kinds.values(), default=0) > most)
            and self._find_periods(list(pairs), Counter())
        )

    def _find_periods(self, pairs: list[Any], used: "Counter[Any]") -> bool:
        if "periods" not in self.asked_for or not pairs:
            return True
        (need, expert), *rest = pairs
        window = self.asked_for.get("windows", {}).get(need)
        for period, room in self.asked_for["periods"][expert].items():
            if (window is None or period in window) and used[expert, period] < room:
                more = used + Counter({(expert, period): 1})
                if self._find_periods(rest, more):
                    return True
        return False


@pytest.fixture(scope="session")
def small() -> type[Small]:
    """Give the class of small instances."""
    return Small


class World:
    """An engagement with Ana of ours and Maria of the client."""

    def __init__(self, *, as_of: str = TODAY, **options: Any) -> None:
        self.as_of = moment(as_of)
        self.options = options
        self.items: list[Item] = []
        self.tell(Engagement(id="work", name="Work"))
        for who, side in (("ana", "ours"), ("maria", "client")):
            self.person(who).tell(Stakeholder(who=who, side=side))  # type: ignore[arg-type]

    def tell(self, body: Any, when: str = "2031-01-01", source: str = "") -> "World":
        self.items.append(
            Item(body=body, engagement="work", happened=moment(when), author="ana", source=source)
        )
        return self

    def person(self, who: str) -> "World":
        return self.tell(Person(id=who, name=who.title()))

    def firm(self, who: str) -> "World":
        return self.tell(Organization(id=who, name=who.title()))

    def expert(self, who: str, **more: Any) -> "World":
        """Tell of an expert; ``text`` is the text of one piece of evidence."""
        more.setdefault("stake", "salary")
        more.setdefault("capacity", 3)
        if text := more.pop("text", ""):
            more["evidence"] = (Evidence(id=f"{who}-note", text=text),)
        self.person(who).tell(Stakeholder(who=who, side="ours"))
        return self.tell(Expert(id=who, **more))

    def need(self, name: str = "quiet", *topics: str, when: str = "2031-01-02",
             **more: Any) -> "World":  # fmt: skip
        """Tell of a need of Maria; ``radio*3`` is a topic of weight 3."""
        parts = [one.partition("*") for one in topics]
        more.setdefault("person", "maria")
        made = tuple(Topic(name=name, weight=int(weight or 1)) for name, _, weight in parts)
        return self.tell(Need(id=name, topics=made, **more), when)

    def offer(self, expert: str, need: str = "quiet", when: str = "2031-02-01",
              **more: Any) -> "World":  # fmt: skip
        more.setdefault("id", f"{expert}-{need}")
        more.setdefault("person", "maria")
        return self.tell(Introduction(expert=expert, by="ana", need=need, **more), when)

    def session(self, encounter: str, *experts: str, when: str = "2031-03-01",
                **more: Any) -> "World":  # fmt: skip
        return self.tell(Session(encounter=encounter, experts=experts, **more), when)

    def met(self, name: str, when: str, *there: str, source: str = "") -> "World":
        held = EncounterHeld(id=name, attendees=tuple(Attendee(person=one) for one in there))
        return self.tell(held, when, source)

    def plan(self, name: str, when: str, *there: str) -> "World":
        attendees = tuple(Attendee(person=one) for one in there)
        return self.tell(EncounterPlanned(id=name, scheduled=moment(when), attendees=attendees))

    def open(self) -> Workspace:
        host = Host.load((), settings={"sme": self.options}, objects=[Sme], strict=True)
        workspace = Workspace(MemoryStore(), host, as_of=self.as_of)
        workspace.apply(self.items)
        return workspace

    def roster(self) -> Roster:
        workspace = self.open()
        view = workspace.view().for_practice("sme", Sme.reads)
        return Roster(view, workspace.host.practices[0].practice.settings)

    def found(self) -> dict[tuple[str, str], Any]:
        """Give the findings by rule and subject."""
        workspace = self.open()
        answers = workspace.host.check(workspace.view())
        return {(one.value.rule, one.value.subject): one.value for one in answers}


@pytest.fixture(scope="session")
def world() -> type[World]:
    """Give the class of worlds: each test makes its own."""
    return World
