"""Why is a line there? Every line names what explains it.

Pure: an id, a view, the plan and the findings in; an explanation out.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from engageframe.checking import Standing
from engageframe.errors import InvalidInput, did_you_mean
from engageframe.folding import AMENDMENTS
from engageframe.journal import Entry
from engageframe.model.commitments import Commitment
from engageframe.model.encounters import Encounter
from engageframe.model.engagements import Reason
from engageframe.planning import Plan
from engageframe.reviewing import dispositioned
from engageframe.rules import Answer, Measure, Rule
from engageframe.view import View

__all__ = ["Explanation", "Shown", "explain", "shown"]


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """A record as it was written."""

    seq: int
    id: str
    kind: str
    happened: str
    recorded: str
    author: str
    source: str
    body: str


class Explanation(msgspec.Struct, frozen=True, kw_only=True):
    """What an id stands for, what says so, and the records it rests on.

    ``noun`` is the whole of a commitment or an encounter.
    """

    id: str
    what: str
    says: str
    because: tuple[Reason, ...]
    records: tuple[Shown, ...]
    noun: Commitment | Encounter | None = None


def explain(
    wanted: str, view: View, plan: Plan, rules: Mapping[str, tuple[str, Rule]],
    entries: Sequence[Entry], measures: Sequence[Answer[Measure]] = (),
) -> Explanation:  # fmt: skip
    """Explain a rule code, proposal, finding, measure, or what a record describes.

    ``entries`` are those whose id begins with ``wanted``, and those the answer may rest on.

    Raises:
        InvalidInput: nothing here has that id.
    """
    found = (
        _rule(wanted, rules)
        or _action(wanted, plan)
        or _finding(wanted, plan.findings)
        or _measures(wanted, measures)
        or _noun(wanted, view)
        or _record(wanted, entries)
    )
    if found is None:
        known = [one.action.id for one in plan.suggested]
        known += rules if wanted.isupper() else [*view.commitments, *view.encounters]
        says = f'nothing here is called "{wanted}"'
        raise InvalidInput.one("", says, did_you_mean(wanted, known))
    what, says, because, ids = found
    told = [entry for entry in entries if entry.id in ids or _amends(entry) in ids]
    records = {entry.id: shown(entry) for entry in sorted(told)}
    nouns: dict[str, Mapping[str, Any]]
    nouns = {"commitment": view.commitments, "encounter": view.encounters}
    return Explanation(
        id=wanted, what=what, says=says, because=because, records=tuple(records.values()),
        noun=nouns.get(what, {}).get(wanted),
    )  # fmt: skip


def shown(entry: Entry) -> Shown:
    """Show a record as it was written; a body that was destroyed is withheld, not empty."""
    body = "withheld" if entry.body is None else entry.body.decode(errors="backslashreplace")
    return Shown(
        seq=entry.seq, id=entry.id, kind=entry.kind, happened=entry.happened,
        recorded=entry.recorded, author=entry.author, source=entry.source, body=body,
    )  # fmt: skip


def _amends(entry: Entry) -> object:
    """Give the id of the record that an entry corrects or retracts, if it does."""
    plain = entry.kind in AMENDMENTS and entry.body is not None
    return msgspec.json.decode(entry.body or b"{}").get("record") if plain else None


_Found = tuple[str, str, tuple[Reason, ...], frozenset[str]]


def _rule(wanted: str, rules: Mapping[str, tuple[str, Rule]]) -> _Found | None:
    if wanted not in rules:
        return None
    practice, rule = rules[wanted]
    says = f"{rule.says} ({rule.severity}) {rule.why} Source: {rule.source}."
    texts = [rule.why, *(f"{one.name} = {one.value}: {one.why}" for one in rule.thresholds)]
    reasons = (Reason(practice=practice, rule=rule.code, says=text, evidence=()) for text in texts)
    return "rule", says, tuple(reasons), frozenset()


def _action(wanted: str, plan: Plan) -> _Found | None:
    for one in (*plan.suggested, *plan.left_out):
        if one.action.id == wanted:
            says = one.action.does + (f"; left out: {one.why_not}" if one.why_not else "")
            return "proposal", says, one.reasons, frozenset(one.action.evidence)
    for action in plan.accepted:
        if action.id == wanted:
            who = ", ".join((*action.practices, *action.rules))
            says = action.does + f"; because {action.reason} ({who})" * (not action.reasons)
            return "action", says, action.reasons, frozenset(action.evidence)
    return None


def _finding(wanted: str, findings: Iterable[Standing]) -> _Found | None:
    for one in findings:
        if one.id == wanted:
            because = Reason(
                practice=one.practice, rule=one.rule, says=f"{one.why} Source: {one.source}.",
                evidence=one.evidence,
            )  # fmt: skip
            says = f"{one.says}; {one.fix}" + (f" (waived: {one.waived})" if one.waived else "")
            return "finding", says, (because,), frozenset(one.evidence)
    return None


def _noun(wanted: str, view: View) -> _Found | None:
    if promise := view.commitments.get(wanted):
        says = f"{dispositioned(view, promise).says}; importance {promise.importance} of 3"
        return "commitment", says, (), frozenset(promise.records)
    if meeting := view.encounters.get(wanted):
        return "encounter", _encounter(view, meeting), (), frozenset(meeting.records)
    for record in view.described(wanted)[:1] if wanted else ():
        says = getattr(record.body, "name", "") or f"told {record.happened} by {record.author}"
        return record.kind, says, (), frozenset([record.id])
    return None


def _measures(wanted: str, measures: Iterable[Answer[Measure]]) -> _Found | None:
    found = [one for one in measures if wanted in (one.value.name, one.value.subject)]
    because = tuple(
        Reason(practice=who, rule="", says=f"{one.subject}: {one.reason}", evidence=one.evidence)
        for who, one in found
    )
    ids = frozenset(id_ for one in because for id_ in one.evidence)
    return ("measure", "; ".join(_number(one) for _, one in found), because, ids) if found else None


def _number(one: Measure) -> str:
    value = "not enough evidence" if one.value is None else f"{one.value} {one.unit}".rstrip()
    return f"{one.says} ({one.subject}) = {value}, n = {one.n}, needs {one.needs}"


def _encounter(view: View, one: Encounter) -> str:
    parts = [", ".join(view.name(there.who) for there in one.attendees) or "nobody named"]
    about = one.held.subject if one.held else one.planned.purpose if one.planned else ""
    parts += [f"about: {about}"] if about else []
    parts += [f"planned for {one.planned.scheduled}"] if one.planned else []
    parts += [f"held on {one.held_on}"] if one.held else []
    parts += [f"reviewed on {one.reviewed_on}: {one.reviewed.outcome}"] if one.reviewed else []
    return "; ".join(parts)


def _record(wanted: str, entries: Sequence[Entry]) -> _Found | None:
    begin = [entry for entry in entries if entry.id.startswith(wanted)] if wanted else []
    if len({entry.id for entry in begin}) > 1:
        ids = ", ".join(sorted({entry.id for entry in begin})[:5])
        raise InvalidInput.one("", f'several records begin with "{wanted}"', f"name one of: {ids}")
    for entry in begin:
        says = f"{entry.kind}, {entry.happened}, recorded {entry.recorded} by {entry.author}"
        return "record", says, (), frozenset([entry.id])
    return None
