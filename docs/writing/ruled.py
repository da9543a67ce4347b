"""Which rules are there, and why?"""

import re
from collections.abc import Iterable
from typing import Final

from engageframe.rules import Rule
from writing.wording import table

__all__ = ["CLAIM", "index", "rule"]

CLAIM: Final = re.compile(r"(?<![\w.])(?:S\d\.\d+|[LT]\d+)(?![\w.]*\d)")
"""The id of a claim of the essays (S1.51), of their authors elsewhere (L3), or a tension (T6)."""


def rule(one: Rule, *, claims: str) -> str:
    """Write all about a rule; ``claims`` leads to the table of the claims."""
    gates = f"; closes the gates {', '.join(one.gates)}" if one.severity == "E" else ""
    source = CLAIM.sub(lambda found: f"[{found[0]}]({claims})", one.source)
    numbers = [f"- **Threshold `{n.name}` = {n.value}:** {n.why}\n" for n in one.thresholds]
    return (
        f"### {one.code} {one.name}\n\n{one.says}\n\n"
        f"- **Severity:** {one.severity}{gates}\n- **Why:** {one.why}\n- **Source:** {source}\n"
        + "".join(numbers)
    )


def index(rules: Iterable[tuple[str, Rule]]) -> str:
    """Write the rules of all practices in one table, each with a link to its section."""
    rows = [
        (f"[{one.code}](practices/{who}.md#{one.code.lower()}-{one.name})", one.name,
         one.severity, f"[{who}](practices/{who}.md)", one.says)
        for who, one in sorted(rules, key=lambda pair: pair[1].code)
    ]  # fmt: skip
    return table(("code", "name", "severity", "practice", "what it says"), rows)
