"""Is a promise told to have ended in two ways?"""

from engageframe import Finding, View
from engageframe_cycle.encounters import clip

__all__ = ["findings"]


def findings(view: View) -> list[Finding]:
    """Find what breaks DAT009: promises that one record calls kept and another broken."""
    found = []
    for id_, one in sorted(view.commitments.items()):
        ends = [turn for turn in one.turns if turn.what != "renegotiated"]
        if len({turn.what for turn in ends}) > 1:
            told = ", ".join(f"{turn.what} on {turn.when}" for turn in ends)
            says = f"{clip(view.name(one.promisor))}: {clip(one.what)}: told as {told}"
            fix = f"retract the record that is wrong: engage why {id_}"
            found.append(
                Finding(rule="DAT009", subject=id_, says=says, fix=fix, evidence=one.records)
            )
    return found
