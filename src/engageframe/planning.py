"""What should be done in the next round, and why not more?

Pure: a view and the proposals of the practices in, a plan out.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import attrs
import msgspec
from msgspec.structs import replace

from engageframe.checking import Standing
from engageframe.journal import Head, Record
from engageframe.model import engagements
from engageframe.model.fields import LONGEST_TEXT
from engageframe.model.moments import Moment
from engageframe.model.policy import Policy
from engageframe.rules import Answer, Proposal, Rule
from engageframe.view import View

__all__ = ["Plan", "Suggestion", "plan"]


class Suggestion(msgspec.Struct, frozen=True, kw_only=True):
    """One proposal, merged from all practices that made it, ready to be accepted as it is.

    ``why_not`` says why it does not fit into the plan, and is empty when it does.
    """

    action: engagements.Action
    reasons: tuple[engagements.Reason, ...]
    why_not: str = ""


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """The plan of a cycle.

    ``accepted`` is what our people took in (or froze), ``suggested`` what fits beside it in the
    order of urgency, ``left_out`` what does not, each with its reason.
    ``names`` gives the names of owners, and of those for whom something is done.
    """

    engagement: str
    name: str
    as_of: Moment
    head: Head
    cycle: int
    phase: engagements.Phase
    accepted: tuple[engagements.Action, ...]
    suggested: tuple[Suggestion, ...]
    left_out: tuple[Suggestion, ...]
    findings: tuple[Standing, ...]
    practices: tuple[str, ...]
    failures: tuple[str, ...] = ()
    names: dict[str, str] = {}


def plan(
    view: View, proposals: Iterable[Answer[Proposal]], findings: tuple[Standing, ...],
    rules: Mapping[str, tuple[str, Rule]], *, policy: Policy,
    practices: tuple[str, ...] = (), failures: tuple[str, ...] = (),
) -> Plan:  # fmt: skip
    """Merge the proposals, order them, and fit them to the time that people have.

    Overdue promises come first, then the severity of the cited rule (E, W, I, none), then
    importance, then due date, then id.
    """
    cycle = view.cycle
    accepted = cycle.frozen.actions if cycle.frozen else cycle.accepted
    severity = {code: "EWI".index(rule.severity) for code, (_, rule) in rules.items()}
    merged = sorted(
        _joined(_merge(proposals), view), key=lambda one: _order(one, severity, view.as_of)
    )
    taken = {action.id for action in accepted}
    suggested, left_out = _fit(
        view, [one for one in merged if one.action.id not in taken], accepted, policy
    )
    every = [*accepted, *(one.action for one in suggested), *(one.action for one in left_out)]
    who = {id_ for action in every for id_ in (action.owner, action.for_whom) if id_}
    return Plan(
        engagement=view.engagement_id, name=view.engagement.name, as_of=view.as_of, head=view.head,
        cycle=cycle.number, phase=cycle.phase, accepted=accepted, suggested=tuple(suggested),
        left_out=tuple(left_out), findings=findings, practices=practices, failures=failures,
        names={id_: view.name(id_) for id_ in sorted(who)},
    )  # fmt: skip


def _merge(proposals: Iterable[Answer[Proposal]]) -> list[Suggestion]:
    by_need: dict[str, list[Answer[Proposal]]] = {}
    for answer in proposals:
        by_need.setdefault(answer.value.id, []).append(answer)
    return [_merged(answers) for answers in by_need.values()]


def _merged(answers: Sequence[Answer[Proposal]]) -> Suggestion:
    first = answers[0].value
    values = [answer.value for answer in answers]
    reasons = tuple(
        engagements.Reason(practice=who, rule=one.rule, says=one.reason, evidence=one.evidence)
        for who, one in answers
    )
    action = engagements.Action(
        id=first.id, does=_said([first.does]), for_whom=first.for_whom, kind=first.kind,
        about=first.about, reason=_said(reason.says for reason in reasons),
        owner=next((one.owner for one in values if one.owner), ""),
        due=min((one.due for one in values if one.due), default=None),
        importance=max(one.importance for one in values),
        minutes=max(one.minutes for one in values),
        client_minutes=max(one.client_minutes for one in values),
        practices=tuple(dict.fromkeys(reason.practice for reason in reasons)),
        rules=tuple(dict.fromkeys(reason.rule for reason in reasons if reason.rule)),
        evidence=tuple(dict.fromkeys(id_ for one in values for id_ in one.evidence)),
    )  # fmt: skip
    return Suggestion(action=action, reasons=reasons)


def _joined(fresh: Iterable[Suggestion], view: View) -> Iterable[Suggestion]:
    """Join what is carried with what is proposed anew for the same need: no reason is lost."""
    found = {one.action.id: one for one in _carried(view)}
    for one in fresh:
        action, old = one.action, found.get(one.action.id)
        if old is not None:
            action = attrs.evolve(
                action,
                reason=_said([action.reason, old.action.reason]),
                owner=action.owner or old.action.owner,
                evidence=tuple(dict.fromkeys((*action.evidence, *old.action.evidence))),
            )
            one = Suggestion(action=action, reasons=(*one.reasons, *old.reasons))
        found[action.id] = one
    return found.values()


def _carried(view: View) -> Iterator[Suggestion]:
    says = f"carried over from cycle {view.cycle.number - 1}, where it was not done"
    for action in view.cycle.carried:
        if action.kind == "keep" and action.about:
            promise = view.commitments.get(action.about)
            if promise is None or promise.state != "open":
                continue  # it was settled since, or taken back
            action = attrs.evolve(action, due=promise.due, evidence=promise.records)
        reason = engagements.Reason(practice="core", rule="", says=says, evidence=action.evidence)
        action = attrs.evolve(action, reason=_said([says, action.reason]))
        yield Suggestion(action=action, reasons=(reason,))


def _said(texts: Iterable[str]) -> str:
    """Join texts, each told once, as far as a record may hold them."""
    whole = "; ".join(dict.fromkeys(texts))
    return whole if len(whole) <= LONGEST_TEXT else f"{whole[: LONGEST_TEXT - 3]}..."


def _order(
    one: Suggestion, severity: Mapping[str, int], as_of: Moment
) -> tuple[int, int, bool, object, str]:
    action = one.action
    gravest = min((severity.get(rule, 3) for rule in action.rules), default=3)
    if action.kind == "keep" and action.due is not None and action.due.before(as_of):
        gravest = -1  # a promise that is overdue: nothing presses more
    due = (action.due.first.isoformat(), action.due.last.isoformat()) if action.due else ("", "")
    return gravest, -action.importance, action.due is None, due, action.id


def _fit(
    view: View,
    offered: Iterable[Suggestion],
    accepted: Iterable[engagements.Action],
    policy: Policy,
) -> tuple[list[Suggestion], list[Suggestion]]:
    time = _Time(view, policy)
    for action in accepted:
        time.take(action)
    fits, left_out = list[Suggestion](), list[Suggestion]()
    taken = {one.body.action.id: one.seq for one in view.records(engagements.ActionAccepted)}
    dropped = {
        id_: one
        for id_, one in view.latest(engagements.ProposalDropped).items()
        if one.seq > taken.get(id_, 0)  # who accepts it after all takes the drop back
    }
    for one in offered:
        why_not = _still_dropped(one.action, dropped) or time.why_not(one.action)
        if why_not:
            left_out.append(replace(one, why_not=why_not))
        else:
            time.take(one.action)
            fits.append(one)
    return fits, left_out


def _still_dropped(
    action: engagements.Action, dropped: Mapping[str, Record[engagements.ProposalDropped]]
) -> str:
    record = dropped.get(action.id)
    if record is None or set(action.evidence) - set(record.body.evidence):
        return ""
    return f"dropped on {record.happened} ({record.body.reason}), and there is no new evidence"


class _Time:
    """The minutes that are left, of our people and of the client's."""

    def __init__(self, view: View, policy: Policy) -> None:
        self.view = view
        self.policy = policy
        self.left: dict[tuple[str, str], int] = {}

    def budgets(self, action: engagements.Action) -> list[tuple[tuple[str, str], int, str]]:
        ours = f"{self.view.name(action.owner)} has" if action.owner else "nobody in particular has"
        theirs = f"of {self.view.name(action.for_whom)} we may ask"
        return [
            (("ours", action.owner), action.minutes, ours),
            (("client", action.for_whom), action.client_minutes, theirs),
        ]

    def why_not(self, action: engagements.Action) -> str:
        for key, wanted, who in self.budgets(action):
            left = self._left(key)
            if wanted > max(left, 0):
                return f"it takes {wanted} minutes, and {who} {left} left in this cycle"
        return ""

    def take(self, action: engagements.Action) -> None:
        for key, wanted, _ in self.budgets(action):
            self.left[key] = self._left(key) - wanted

    def _left(self, key: tuple[str, str]) -> int:
        if key not in self.left:
            default = self.policy.our_minutes if key[0] == "ours" else self.policy.client_minutes
            found = self.view.stakeholders.get(key[1])
            said = found.body.minutes_per_cycle if found else None
            self.left[key] = default if said is None else said
        return self.left[key]
