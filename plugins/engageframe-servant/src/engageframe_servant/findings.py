"""Which findings are told, and which are only counted?"""

from collections import defaultdict

from engageframe import Finding
from engageframe_servant import deeds, reserve
from engageframe_servant.ledger import SHOWN, Breach, Ledger

__all__ = ["findings"]

_NEVER_COUNTED = ("SRW006",)
"""Rules that close a gate: each breach must be mended or waived by itself."""


def findings(ledger: Ledger) -> list[Finding]:
    """Find what breaks the rules; of one rule at most ``most`` are told, and the rest is counted.

    What is private is counted for its writer alone.
    """
    most, told = ledger.settings.most, list[Breach]()
    by_rule: dict[tuple[str, str], list[Breach]] = defaultdict(list)
    for one in (*deeds.breaches(ledger), *reserve.breaches(ledger)):
        by_rule[one.rule, one.private_to].append(one)
    for (rule, writer), found in by_rule.items():
        if rule in _NEVER_COUNTED or len(found) <= most:
            told += found
            continue
        rest = found[most:]
        evidence = tuple(dict.fromkeys(one.evidence[0] for one in rest))[-SHOWN:]
        says = f"{len(rest)} more" if most else f"{len(rest)} in all"
        fix = 'raise the option "most" to see them all'
        where = ledger.view.engagement_id
        told += [*found[:most], Breach(rule, where, says, fix, evidence, writer)]
    return [Finding(**one._asdict()) for one in told]
