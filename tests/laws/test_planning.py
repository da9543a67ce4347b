"""Laws of the plan."""

from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.scenes import action, view
from tests.core.test_checking import RULES
from tests.laws.strategies import NOW

from engageframe.model.commitments import (
    CommitmentBroken,
    CommitmentKept,
    CommitmentMade,
    CommitmentReleased,
    CommitmentRenegotiated,
)
from engageframe.model.engagements import (
    ActionAccepted,
    CycleClosed,
    CycleFrozen,
    ProposalDropped,
    ReviewOpened,
)
from engageframe.model.moments import moment
from engageframe.model.people import Person, Stakeholder
from engageframe.planning import Plan, Policy, plan
from engageframe.rules import Answer, Proposal
from engageframe.view import View

POLICY = Policy(our_minutes=300, client_minutes=100)
ABOUT = {"a": ("ana", "acme"), "b": ("ana", "bob"), "c": ("", "acme"), "d": ("eve", "bob")}
"""Of each need: whose it is, and for whom; all practices agree on that."""

SCENE = (
    Person(id="eve", name="Eve Adams"),
    Stakeholder(who="eve", side="ours", minutes_per_cycle=90),
    Stakeholder(who="acme", side="client"),
    ActionAccepted(cycle=1, action=action("taken", owner="ana", minutes=200, client_minutes=130)),
    ProposalDropped(cycle=1, proposal="d", reason="they asked us to wait", evidence=("r1",)),
)


@st.composite
def answers(draw: st.DrawFn) -> list[Answer[Proposal]]:
    """Draw what some practices propose, several of them the same need."""
    found = []
    for id_ in draw(st.lists(st.sampled_from("abcd"), max_size=8)):
        owner, whom = ABOUT[id_]
        one = Proposal(
            id=id_, does=f"do {id_}", for_whom=whom, owner=owner,
            reason=draw(st.sampled_from(["late", "asked for"])),
            evidence=tuple(draw(st.sets(st.sampled_from(["r1", "r2"])))),
            rule=draw(st.sampled_from(["", *RULES])),
            due=draw(st.none() | NOW),
            importance=draw(st.integers(1, 3)),
            minutes=draw(st.sampled_from([0, 60, 100, 200])),
            client_minutes=draw(st.sampled_from([0, 0, 45, 60])),
        )  # fmt: skip
        found.append(Answer(draw(st.sampled_from(["one", "two"])), one))
    return found


def planned(found: list[Answer[Proposal]], seen: View | None = None) -> Plan:
    """Make a plan of what was proposed."""
    return plan(seen or view(*SCENE), found, (), RULES, policy=POLICY)


def ids(now: Plan) -> list[list[str]]:
    """Give what is suggested and left out, in order."""
    return [[one.action.id for one in some] for some in (now.suggested, now.left_out)]


@settings(max_examples=40)
@given(answers(), st.randoms(use_true_random=False))
def test_what_fits_does_not_depend_on_the_order_of_answers(
    found: list[Answer[Proposal]], chance: Any
) -> None:
    """Only reasons stand in the order in which the practices answer."""
    seen = view(*SCENE)
    turned = chance.sample(found, len(found))
    one, two = planned(found, seen), planned(turned, seen)

    def parts(now: Plan) -> list[Any]:
        return [
            (some.action.id, some.action.minutes, some.action.due, some.action.importance,
             sorted(some.action.evidence), sorted(some.action.rules), Counter(some.reasons),
             getattr(some, "why_not", ""))
            for some in (*now.suggested, *now.left_out)
        ]  # fmt: skip

    assert ids(one) == ids(two)
    assert parts(one) == parts(two)


@settings(max_examples=40)
@given(answers())
def test_nothing_that_was_proposed_is_lost(found: list[Answer[Proposal]]) -> None:
    """Each need is suggested, or left out with a reason, or accepted: once, with all reasons."""
    now = planned(found)

    every = [*now.suggested, *now.left_out]
    assert sorted(one.action.id for one in every) == sorted({one.value.id for one in found})
    assert all(one.why_not for one in now.left_out)
    assert [one.id for one in now.accepted] == ["taken"]
    for one in every:
        mine = [answer for answer in found if answer.value.id == one.action.id]
        assert {(who, value.rule, value.reason) for who, value in mine} == {
            (reason.practice, reason.rule, reason.says) for reason in one.reasons
        }


@settings(max_examples=40)
@given(answers())
def test_nobody_is_planned_beyond_their_time(found: list[Answer[Proposal]]) -> None:
    """What is suggested takes no more than what was left, and no budget is overdrawn by it."""
    now = planned(found)
    ours, theirs = Counter[str](), Counter[str]()
    for one in now.suggested:
        ours[one.action.owner] += one.action.minutes
        theirs[one.action.for_whom] += one.action.client_minutes

    assert ours["ana"] <= 300 - 200
    assert ours[""] <= 300
    assert ours["eve"] <= 90
    assert theirs["acme"] <= 0  # the accepted action has overdrawn it
    assert theirs["bob"] <= 100


def propose(id_: str, **more: Any) -> Answer[Proposal]:
    """Propose one thing."""
    parts = {"does": f"do {id_}", "for_whom": "bob", "reason": "late", "evidence": ("r1",)}
    return Answer("one", Proposal(id=id_, **(parts | more)))


def test_the_gravest_comes_first() -> None:
    """Severity, then importance, then due date, then id."""
    found = [
        propose("a"), propose("b", due=moment("2026-03")), propose("c", due=moment("2026-03-01")),
        propose("d", importance=3), propose("e", rule="AAA001"), propose("f", rule="AAA002"),
        propose("g", rule="AAA003"), propose("h", rule="XXX999"),
    ]  # fmt: skip

    assert [one.action.id for one in planned(found, view()).suggested] == list("gfedcbah")[:5]


@pytest.mark.parametrize(
    ("more", "why_not"),
    [
        ({"owner": "eve", "minutes": 91}, "it takes 91 minutes, and Eve Adams has 90 left"),
        ({"owner": "ana", "minutes": 101}, "it takes 101 minutes, and ana has 100 left"),
        ({"minutes": 301}, "it takes 301 minutes, and nobody in particular has 300 left"),
        ({"client_minutes": 101}, "it takes 101 minutes, and of bob we may ask 100 left"),
        ({"for_whom": "acme", "client_minutes": 1}, "of acme we may ask -30 left"),
        ({"for_whom": "acme", "client_minutes": 0}, ""),
        ({"owner": "eve", "minutes": 90}, ""),
    ],
)
def test_what_does_not_fit_says_whose_time_is_lacking(more: dict[str, Any], why_not: str) -> None:
    """A stakeholder's own minutes count before the policy's, and nothing takes nothing."""
    now = planned([propose("x", **more)])

    assert [one.action.id for one in now.left_out] == (["x"] if why_not else [])
    assert all(why_not in one.why_not for one in now.left_out)


def test_a_dropped_proposal_returns_only_with_new_evidence() -> None:
    """The reason that was given for dropping it is shown until there is news."""
    same, news = planned([propose("d")]), planned([propose("d", evidence=("r1", "r2"))])

    why_not = "dropped on 2026-01-10 by me (they asked us to wait), and there is no new evidence"
    assert same.left_out[0].why_not == why_not
    assert ids(news) == [["d"], []]


def test_a_proposal_is_merged_from_all_that_make_it() -> None:
    """The longest time, the earliest date, the highest importance; every reason with its rule."""
    one = propose("x", minutes=30, importance=1, due=moment("2026-04"), rule="AAA001")
    two = Answer("two", propose("x", minutes=90, owner="ana", importance=2, reason="asked for",
                                due=moment("2026-03"), evidence=("r2",)).value)  # fmt: skip

    (made,) = planned([one, two], view()).suggested

    assert (made.action.reason, made.action.owner, made.action.minutes) == (
        "late; asked for", "ana", 90,
    )  # fmt: skip
    assert (made.action.due, made.action.importance) == (moment("2026-03"), 2)
    assert (made.action.practices, made.action.rules) == (("one", "two"), ("AAA001",))
    assert made.action.evidence == ("r1", "r2")


def test_what_was_not_done_seeds_the_next_plan() -> None:
    """Carried actions are suggested with their history; a frozen plan shows what it pinned."""
    visit, call = action("visit", minutes=10), action("call", minutes=10)
    frozen = (
        ActionAccepted(cycle=1, action=visit),
        CycleFrozen(cycle=1, actions=(visit,), head="h"),
    )
    closed = (*frozen, ReviewOpened(cycle=1),
              CycleClosed(cycle=1, dispositions=(), carried=(visit, call), head="h"))  # fmt: skip

    doing = planned([], view(*frozen))
    after = planned([propose("visit", importance=3)], view(*closed))

    assert (doing.phase, doing.accepted) == ("doing", (visit,))
    assert (after.cycle, after.phase, ids(after)) == (2, "planning", [["visit", "call"], []])
    says = "carried over from cycle 1, where it was not done"
    assert [reason.says for reason in after.suggested[0].reasons] == ["late", says]
    assert after.suggested[1].action.reason == f"{says}; because"


def test_a_promise_is_carried_while_it_is_open_and_with_the_day_that_was_agreed() -> None:
    """One that was settled since, or taken back, is kept no more."""
    notes = ("open", "later", "kept", "broken", "freed", "unsaid")
    promises = [
        CommitmentMade(id=one, promisor="ana", promisee="bob", what=one, due=moment("2026-03-06"))
        for one in notes[:-1]
    ]
    keep = [action(f"keep:{one}", kind="keep", about=one, due=moment("2026-03")) for one in notes]
    closed = (
        CycleFrozen(cycle=1, actions=tuple(keep), head="h"), ReviewOpened(cycle=1),
        CycleClosed(cycle=1, dispositions=(), carried=tuple(keep), head="h"),
    )  # fmt: skip
    since = (
        CommitmentRenegotiated(id="later", due=moment("2026-05-01"), agreed_by="bob"),
        CommitmentKept(id="kept"), CommitmentBroken(id="broken"),
        CommitmentReleased(id="freed", released_by="bob"),
    )  # fmt: skip

    seen = view(*promises, *closed, *since)
    due = {one.action.about: one.action.due for one in planned([], seen).suggested}

    assert due == {"open": moment("2026-03-06"), "later": moment("2026-05-01")}
