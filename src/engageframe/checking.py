"""Which findings stand, and does the gate open?"""

from collections.abc import Iterable, Mapping

import msgspec

from engageframe.encoding import short_hash
from engageframe.errors import GateClosed
from engageframe.model.engagements import Waiver
from engageframe.rules import Answer, Finding, Gate, Rule, Severity
from engageframe.view import View

__all__ = ["Standing", "open_gate", "standing"]


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """A finding with everything that explains it.

    ``waived`` is the reason of the waiver that lets it pass, empty when there is none.
    """

    id: str
    practice: str
    rule: str
    name: str
    severity: Severity
    subject: str
    says: str
    fix: str
    why: str
    source: str
    evidence: tuple[str, ...]
    gates: tuple[Gate, ...]
    waived: str = ""


def standing(
    view: View, found: Iterable[Answer[Finding]], rules: Mapping[str, tuple[str, Rule]],
    *, reader: str = "",
) -> tuple[Standing, ...]:  # fmt: skip
    """Explain findings and match them with waivers; E before W before I, then by rule and subject.

    Of those that are private only the reader's own are there.
    A waiver counts while its ``until`` has not surely passed.
    """
    waivers = [
        record.body
        for record in view.records(Waiver)
        if not (record.body.until and record.body.until.before(view.as_of))
    ]
    lines = {}
    for practice, finding in (one for one in found if one.value.private_to in ("", reader)):
        rule = rules[finding.rule][1]
        id_ = short_hash(practice, finding.rule, finding.subject, finding.says)
        lines[id_] = Standing(
            id=id_, practice=practice, rule=rule.code, name=rule.name, severity=rule.severity,
            subject=finding.subject, says=finding.says, fix=finding.fix, why=rule.why,
            source=rule.source, evidence=finding.evidence, gates=rule.gates,
            waived=_waived(finding, waivers),
        )  # fmt: skip
    return tuple(sorted(lines.values(), key=_order))


def open_gate(gate: Gate, findings: Iterable[Standing]) -> tuple[Standing, ...]:
    """Give the findings that were waived, if nothing else stands in the way.

    Raises:
        GateClosed: with the findings of severity E that nobody waived.
    """
    concerned = [one for one in findings if one.severity == "E" and gate in one.gates]
    closed = [one for one in concerned if not one.waived]
    if closed:
        raise GateClosed(gate, closed)
    return tuple(concerned)


def _waived(finding: Finding, waivers: Iterable[Waiver]) -> str:
    same = (one for one in waivers if one.rule == finding.rule)
    return next((one.reason for one in same if one.subject in ("", finding.subject)), "")


def _order(line: Standing) -> tuple[int, str, str, str]:
    return "EWI".index(line.severity), line.rule, line.subject, line.id
