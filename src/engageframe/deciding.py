"""What may our people decide about a plan, and which fact does each decision make?

Pure: a view and the plan in, bodies to record out.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import attrs

from engageframe.checking import Standing, open_gate
from engageframe.errors import InvalidInput, Problem, did_you_mean
from engageframe.model import engagements
from engageframe.planning import Plan
from engageframe.reviewing import Review, dispositions, to_carry
from engageframe.rules import Gate
from engageframe.view import View

__all__ = ["GATES", "accept", "drop", "pass_gate"]

GATES: Final[Mapping[engagements.Phase, Gate]] = {
    "planning": "freeze",
    "doing": "review",
    "reviewing": "close",
}
"""The gate that leads out of each phase."""


def accept(
    plan: Plan, proposals: Sequence[str], edits: Mapping[str, Any], reason: str = ""
) -> list[engagements.ActionAccepted]:
    """Take proposals into the plan, all that fit when none is named.

    Raises:
        InvalidInput: an id names no proposal, an edit is wrong, or the plan is frozen already.
    """
    _expect(plan, "planning")
    offered = _offered(plan)
    wanted = dict.fromkeys(proposals or [one.action.id for one in plan.suggested])
    problems = [_unknown(id_, offered) for id_ in wanted if id_ not in offered]
    if problems:
        raise InvalidInput(problems)
    try:
        actions = [attrs.evolve(offered[id_], **edits) for id_ in wanted]
    except (ValueError, TypeError) as fault:
        raise InvalidInput.one("", str(fault)) from None
    return [
        engagements.ActionAccepted(cycle=plan.cycle, action=one, edited=bool(edits), reason=reason)
        for one in actions
    ]


def drop(plan: Plan, proposal: str, reason: str) -> engagements.ProposalDropped:
    """Drop a proposal or an accepted action; it returns only with new evidence.

    Raises:
        InvalidInput: there is no such proposal, no reason, or the plan is frozen already.
    """
    _expect(plan, "planning")
    offered = _offered(plan)
    if proposal not in offered:
        raise InvalidInput([_unknown(proposal, offered)])
    evidence = offered[proposal].evidence
    try:
        return engagements.ProposalDropped(
            cycle=plan.cycle, proposal=proposal, reason=reason, evidence=evidence
        )
    except ValueError as fault:
        raise InvalidInput.one("", str(fault)) from None


def pass_gate(
    view: View, review: Review, findings: Sequence[Standing], *,
    phase: engagements.Phase | None = None, without: tuple[str, ...] = (),
) -> engagements.CycleFrozen | engagements.ReviewOpened | engagements.CycleClosed:  # fmt: skip
    """Pass the gate that leads out of the present phase.

    Args:
        view: where the cycle is.
        review: the review of the cycle: what is dispositioned and carried when it closes.
        findings: what the gate looks at.
        phase: the phase that the caller believes to be in, if it matters.
        without: practices that were left out, so that nobody knows what they would have found.

    Raises:
        GateClosed: findings of severity E stand and are not waived.
        InvalidInput: it is another phase, or the plan to freeze is empty.
    """
    cycle = view.cycle
    if phase is not None and cycle.phase != phase:
        raise _wrong_phase(view.engagement_id, cycle.number, cycle.phase, phase)
    if cycle.phase == "planning" and not cycle.accepted:
        remedy = 'accept something first: "engage accept"'
        raise InvalidInput.one(view.engagement_id, "the plan is empty", remedy)
    told: dict[str, Any] = {"cycle": cycle.number, "without": without}
    told["waived"] = tuple(
        engagements.Waiver(rule=one.rule, subject=one.subject, reason=one.waived)
        for one in open_gate(GATES[cycle.phase], findings)
    )
    if cycle.phase == "planning":
        return engagements.CycleFrozen(actions=cycle.accepted, head=view.head.hash, **told)
    if cycle.phase == "doing":
        return engagements.ReviewOpened(**told)
    done, carried = dispositions(review), to_carry(review)
    return engagements.CycleClosed(dispositions=done, carried=carried, head=view.head.hash, **told)


def _offered(plan: Plan) -> dict[str, engagements.Action]:
    offered = (*plan.suggested, *plan.left_out)
    actions = [attrs.evolve(one.action, reasons=one.reasons) for one in offered]
    return {action.id: action for action in (*actions, *plan.accepted)}


def _expect(plan: Plan, phase: engagements.Phase) -> None:
    if plan.phase != phase:
        raise _wrong_phase(plan.engagement, plan.cycle, plan.phase, phase)


def _wrong_phase(
    engagement: str, cycle: int, found: engagements.Phase, wanted: engagements.Phase
) -> InvalidInput:
    says = f"cycle {cycle} is in the phase {found}, not {wanted}"
    remedy = '"engage status" shows where it is, "engage next" goes on'
    return InvalidInput.one(engagement, says, remedy)


def _unknown(proposal: str, offered: Mapping[str, engagements.Action]) -> Problem:
    remedy = did_you_mean(proposal, offered)
    return Problem("", f'no proposal "{proposal}"', remedy)
