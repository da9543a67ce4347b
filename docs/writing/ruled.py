"""Which rules are there, and why?"""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from engageframe.rules import Rule
from writing.wording import table

__all__ = ["CLAIM", "index", "rule", "said"]

CLAIM: Final = re.compile(r"(?<![\w.])(?:S\d\.\d+|[LT]\d+)(?![\w.]*\d)")
"""The id of a claim of the essays (S1.51), of their authors elsewhere (L3), or a tension (T6)."""


def said(table: str) -> dict[str, str]:
    """Read what each claim says from the page of the claims; its first row has the word."""
    rows = re.findall(r"^\| (S\d\.\d+|[LT]\d+) \| ([^|]+) \|", table, re.MULTILINE)
    return dict(reversed(rows))


def rule(one: Rule, said: Mapping[str, str], *, page: str) -> str:
    """Write all about a rule; ``page`` leads to the claims, and ``said`` tells what each says."""
    gates = f"; closes the gates {', '.join(one.gates)}" if one.severity == "E" else ""
    if unlisted := [id_ for id_ in CLAIM.findall(one.source) if id_ not in said]:
        raise ValueError(f"{one.code} cites {unlisted[0]}, which the page of claims does not list")
    claims = [f"- **Claim [{id_}]({page}):** {said[id_]}\n" for id_ in CLAIM.findall(one.source)]
    numbers = [f"- **Threshold `{n.name}` = {n.value}:** {n.why}\n" for n in one.thresholds]
    return (
        f"### {one.code} {one.name}\n\n{one.says}\n\n"
        f"- **Severity:** {one.severity}{gates}\n- **Why:** {one.why}\n"
        f"- **Source:** {one.source}\n" + "".join([*claims, *numbers])
    )


def index(rules: Iterable[tuple[str, Rule]]) -> str:
    """Write the rules of all practices in one table, each with a link to its section."""
    rows = [
        (f"[{one.code}](practices/{who}.md#{one.code.lower()}-{one.name})", one.name,
         one.severity, f"[{who}](practices/{who}.md)", one.says)
        for who, one in sorted(rules, key=lambda pair: pair[1].code)
    ]  # fmt: skip
    return table(("code", "name", "severity", "practice", "what it says"), rows)
