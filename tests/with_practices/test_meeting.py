"""Do all practices that want a client met want the same person met?

They import nothing of each other, so each has the rule for itself: who changes it in one finds out
here.
"""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engageframe import (
    Affiliation,
    Attendee,
    EncounterHeld,
    Engagement,
    Host,
    Item,
    Organization,
    Person,
    Plan,
    Stakeholder,
    Workspace,
    moment,
)
from engageframe_stores import MemoryStore

for name in ("engageframe_cadence", "engageframe_servant"):
    pytest.importorskip(name)

PEOPLE = ("al", "bo", "cy")
ENDED: Any = {"id": "p", "what": "the meters", "ended": "2031-06-10"}
homes = st.sampled_from([None, ("brook", None), ("hill", None), ("brook", "2031-01")])
days = st.none() | st.dates(moment("2030-01-01").first, moment("2031-06-01").first).map(str)
lives = st.fixed_dictionaries(
    {who: st.tuples(st.sampled_from(["client", "vendor"]), homes, days) for who in PEOPLE}
)


def planned(told: dict[str, Any], minutes: int | None = None) -> Plan:
    """Plan for a client of whom a project ended, and who was not met for too long."""
    host = Host.load(
        ("cadence", "cycle", "servant"), strict=True,
        settings={"cadence": {"people": {"brook": {"days": 1}}}},
    )  # fmt: skip
    project = host.kinds["servant.project"].body(**{**ENDED, "ended": moment(ENDED["ended"])})
    bodies = [
        (Engagement(id="work", name="Work", client="brook"), "2029"),
        (Organization(id="brook", name="Brook"), "2029"),
        (Organization(id="hill", name="Hill"), "2029"),
        (Person(id="ana", name="Ana"), "2029"),
        (Stakeholder(who="ana", side="ours"), "2029"),
        (Stakeholder(who="brook", side="client"), "2029"),
        (project, "2029"),
    ]
    for who, (side, home, met) in told.items():
        bodies.append((Person(id=who, name=who.title()), "2029"))
        part = Stakeholder(who=who, side=side, minutes_per_cycle=minutes)
        bodies.append((part, "2029"))
        if home:
            until = moment(home[1]) if home[1] else None
            bodies.append((Affiliation(person=who, organization=home[0], until=until), "2029"))
        if met:
            there = (Attendee(person="ana"), Attendee(person=who))
            bodies.append((EncounterHeld(id=f"met-{who}", attendees=there), met))
    workspace = Workspace(MemoryStore(), host, as_of=moment("2031-06-15"))
    workspace.apply(
        Item(body=one, engagement="work", happened=moment(when), author="ana", source="log:1")
        for one, when in bodies
    )
    return workspace.plan("work")


@given(lives)
def test_a_client_is_met_in_one_person_whoever_wants_it(told):
    """Cycle, servant and cadence agree: one proposal to meet, and all their reasons with it."""
    plan = planned(told)
    meets = [one for one in (*plan.suggested, *plan.left_out) if one.action.kind == "meet"]

    assert len(meets) == 1
    assert {why.practice for why in meets[0].reasons} == {"cadence", "cycle", "servant"}
    of_it = {who for who, (side, home, _) in told.items()
             if side == "client" and home in (None, ("brook", None))}  # fmt: skip
    assert meets[0].action.for_whom in (of_it or {"brook"})


def test_an_hour_is_not_asked_of_a_firm_whose_person_has_ten_minutes():
    """What the plan may ask is what its people may be asked."""
    plan = planned({"bo": ("client", ("brook", None), "2031-01-01")}, minutes=10)

    assert [one.action.id for one in plan.suggested if one.action.client_minutes] == []
    (left,) = (one for one in plan.left_out if one.action.kind == "meet")
    assert left.action.id == "meet:bo"
    assert left.why_not == "it takes 60 minutes, and of Bo we may ask 10 left in this cycle"
