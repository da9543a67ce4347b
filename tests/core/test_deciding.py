"""What may be decided."""

from typing import Any

import pytest
from tests.core.scenes import action, view
from tests.core.test_checking import RULES, found

from engageframe.checking import standing
from engageframe.deciding import accept, drop, pass_gate
from engageframe.errors import GateClosed, InvalidInput
from engageframe.model.commitments import CommitmentMade
from engageframe.model.engagements import (
    ActionAccepted,
    CycleClosed,
    CycleFrozen,
    ReviewOpened,
)
from engageframe.planning import Plan, Policy, plan
from engageframe.reviewing import review
from engageframe.rules import Answer, Proposal
from engageframe.view import View

ACCEPTED = ActionAccepted(cycle=1, action=action("visit"))
FROZEN = CycleFrozen(cycle=1, actions=(action("visit"), action("call")), head="h")


def offered(seen: View) -> Plan:
    """Offer two proposals, of which one fits."""
    answers = [
        Answer("guest", Proposal(id=id_, does=id_, for_whom="acme", reason="x", evidence=("r1",),
                                 minutes=minutes))
        for id_, minutes in (("call", 30), ("trip", 9000))
    ]  # fmt: skip
    return plan(seen, answers, (), {}, policy=Policy())


def test_all_that_fits_is_accepted_when_nothing_is_named() -> None:
    """Named ones are taken even when they did not fit, each once, and edits are marked."""
    now = offered(view(ACCEPTED))

    assert [one.action.id for one in accept(now, (), {})] == ["call"]
    both = accept(now, ["trip", "call", "trip"], {"minutes": 20, "owner": "ana"})
    assert [(one.action.id, one.action.minutes, one.edited) for one in both] == [
        ("trip", 20, True), ("call", 20, True),
    ]  # fmt: skip
    assert accept(now, ["visit"], {})[0].action.id == "visit"


@pytest.mark.parametrize(
    ("named", "edits", "says"),
    [
        (["cal", "trap"], {}, '"cal"; did you mean "call"?'),
        (["cal", "trap"], {}, '"trap"; did you mean "trip"?'),
        (["call"], {"minutes": "long"}, "Action.minutes is 'long'"),
        (["call"], {"length": 3}, "length"),
    ],
)
def test_what_cannot_be_accepted_is_refused(
    named: list[str], edits: dict[str, Any], says: str
) -> None:
    """Unknown proposals and wrong edits are told, with what is known."""
    with pytest.raises(InvalidInput) as caught:
        accept(offered(view(ACCEPTED)), named, edits)

    assert says in str(caught.value)


@pytest.mark.parametrize(
    ("proposal", "reason", "says"),
    [("cal", "no", 'did you mean "call"'), ("call", " ", "ProposalDropped.reason is ' '")],
)
def test_what_cannot_be_dropped_is_refused(proposal: str, reason: str, says: str) -> None:
    """A drop takes a proposal that is there, and a reason."""
    with pytest.raises(InvalidInput) as caught:
        drop(offered(view(ACCEPTED)), proposal, reason)

    assert says in str(caught.value)


def test_a_frozen_plan_is_not_changed() -> None:
    """Accepting and dropping belong to planning."""
    now = offered(view(ACCEPTED, FROZEN))

    with pytest.raises(InvalidInput, match="cycle 1 is in the phase doing, not planning"):
        accept(now, (), {})
    with pytest.raises(InvalidInput, match="cycle 1 is in the phase doing, not planning"):
        drop(now, "call", "no")


def test_a_drop_remembers_what_it_was_dropped_on() -> None:
    """The evidence that was known stays with the reason."""
    dropped = drop(offered(view()), "call", "they asked us to wait")

    assert (dropped.proposal, dropped.evidence) == ("call", ("r1",))


def test_each_gate_leads_to_the_next_phase() -> None:
    """The plan is pinned, the review opened, and the closing carries what was not done."""
    note = CommitmentMade(id="note", promisor="ana", promisee="bob", what="x")
    facts: list[Any] = [note, ACCEPTED]
    bodies = []
    for _ in range(3):
        seen = view(*facts)
        bodies.append(pass_gate(seen, review(seen, (), (), ()), ()))
        facts.append(bodies[-1])
    frozen, opened, closed = bodies

    assert isinstance(frozen, CycleFrozen)
    assert frozen.actions == (ACCEPTED.action,)
    assert frozen.head == view(note, ACCEPTED).head.hash
    assert opened == ReviewOpened(cycle=1)
    assert isinstance(closed, CycleClosed)
    assert [(one.commitment, one.state) for one in closed.dispositions] == [("note", "carried")]
    assert closed.carried == frozen.actions


def test_a_gate_is_not_passed_in_another_phase_empty_or_closed() -> None:
    """Nothing accepted, a phase that was not meant, or a finding of severity E."""
    seen, empty = view(ACCEPTED), view()
    findings = standing(seen, [found("AAA003")], RULES)

    with pytest.raises(InvalidInput, match="the plan is empty"):
        pass_gate(empty, review(empty, (), (), ()), ())
    with pytest.raises(InvalidInput, match="in the phase planning, not doing"):
        pass_gate(seen, review(seen, (), (), ()), (), phase="doing")
    with pytest.raises(GateClosed):
        pass_gate(seen, review(seen, (), (), ()), findings, phase="planning")
