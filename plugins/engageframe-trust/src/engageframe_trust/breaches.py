"""What breaks which rule, and how much of it is told?"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from engageframe import CommitmentMade, Finding
from engageframe_texts import many
from engageframe_trust.books import Books, Pair
from engageframe_trust.dealings import NotBooked, Promise
from engageframe_trust.facts import Fact
from engageframe_trust.ledger import Ledger
from engageframe_trust.reading import read
from engageframe_trust.rules import TrustSettings
from engageframe_trust.words import day_of, pair_id, trust

__all__ = ["breaches", "dormant", "findings", "last_given", "overdue", "overpromised", "unrepaired"]

_FEWEST: Final = 3
_SHOWN: Final = 5


def findings(ledger: Ledger, settings: TrustSettings) -> list[Finding]:
    """Find what breaks the rules; of one rule at most ``most``, and the rest is counted."""
    found: list[Finding] = []
    for code, told in breaches(ledger, settings):
        found += _bounded(code, list(told), ledger.view.engagement_id, settings.most)
    return found


def _bounded(code: str, told: list[Finding], where: str, most: int) -> Iterator[Finding]:
    yield from told[:most]
    if rest := told[most:]:
        evidence: Sequence[str] = [one.evidence[0] for one in rest[:_SHOWN] if one.evidence]
        yield Finding(
            rule=code, subject=where, says=f"{len(rest)} more of the same",
            fix='raise the option "most" to see them all', evidence=tuple(dict.fromkeys(evidence)),
        )  # fmt: skip


def breaches(ledger: Ledger, settings: TrustSettings) -> Iterator[tuple[str, Iterable[Finding]]]:
    """Give the findings of each rule."""
    yield "TRU001", _overdue(ledger)
    yield "TRU002", _impersonal(ledger)
    yield "TRU003", _unseen(ledger)
    if not ledger.resting:
        yield "TRU004", _dormant(ledger, settings)
    yield "TRU005", _unrepaired(ledger, settings)
    yield "TRU006", _asked(ledger, settings)
    yield "TRU007", _moved_late(ledger, settings)
    yield "TRU008", _overpromised(ledger, settings)
    yield "TRU009", _mismatched(ledger, settings)
    yield "TRU010", _contradictory(ledger)


def overdue(ledger: Ledger) -> list[Promise]:
    """Give the promises that are overdue and did not come from another system, the oldest first."""
    found = [
        one for one in ledger.dealings.promises.values()
        if one.state == "open" and one.due and one.due < ledger.day and not one.imported
    ]  # fmt: skip
    return sorted(found, key=lambda one: (one.due, one.id))


def _overdue(ledger: Ledger) -> Iterator[Finding]:
    planned = ledger.planned
    for one in overdue(ledger):
        if f"keep:{one.id}" not in planned:
            days = ledger.day - one.due
            yield Finding(
                rule="TRU001", subject=one.id, evidence=one.records,
                says=f"{ledger.name(one.pair[0])} owes {ledger.name(one.pair[1])}: "
                f"{ledger.what(one.id)}, {many(days, 'day')} overdue",
                fix="plan to keep it, agree on another day, or tell what became of it",
            )  # fmt: skip


def _of(ledger: Ledger, one: NotBooked) -> str:
    """Say of what it is told: a promise in its words, anything else by its id."""
    promised = one.about in ledger.view.latest(CommitmentMade)
    about = f"{ledger.what(one.about)} [{one.about}]" if promised else one.about
    return f"{about}: {one.says}"


def _impersonal(ledger: Ledger) -> Iterator[Finding]:
    for one in ledger.dealings.not_booked:
        if one.impersonal and not (one.imported or one.aside):
            yield Finding(
                rule="TRU002", subject=one.about, says=_of(ledger, one), fix=one.remedy,
                evidence=(one.record,),
            )  # fmt: skip


def _contradictory(ledger: Ledger) -> Iterator[Finding]:
    for one in ledger.dealings.not_booked:
        if not (one.impersonal or one.imported or one.moved):
            yield Finding(
                rule="TRU010", subject=one.about, says=_of(ledger, one), fix=one.remedy,
                evidence=(one.record,),
            )  # fmt: skip


def _unseen(ledger: Ledger) -> Iterator[Finding]:
    for one in ledger.dealings.unseen:
        if not one.imported:
            yield Finding(
                rule="TRU003", subject=one.what, evidence=(one.record,),
                says=f"{ledger.name(one.pair[1])} never said that it arrived ({one.kind}); "
                "until then it counts nothing",
                fix="ask them, and tell the answer: trust.acknowledgement",
            )  # fmt: skip


_GIVEN: Final = frozenset({"acknowledged", "invested", "confirmed"})


def last_given(facts: Iterable[Fact]) -> Fact | None:
    """Give the last fact by which a pair earned something."""
    found = None
    for one in facts:
        kept = one.deed == "kept" and one.size
        if one.deed in _GIVEN or kept or (one.deed == "feedback" and one.size > 0):
            found = one
    return found


def dormant(ledger: Ledger, settings: TrustSettings) -> list[tuple[Pair, Fact]]:
    """Give the pairs to which nothing was given for long, those with most to lose first.

    Where what was earned has faded to less than half a touchpoint, nothing is left to lose.
    """
    least = ledger.policy.touchpoint // 2
    found = []
    for pair, facts in ledger.dealings.facts.items():
        last = last_given(facts)
        if last is None or ledger.day - last.day <= settings.dormant_days:
            continue
        if (earned := ledger.reading(pair).earned) >= least:
            found.append((-earned, pair, last))
    return [(pair, last) for _, pair, last in sorted(found)]


def _dormant(ledger: Ledger, settings: TrustSettings) -> Iterator[Finding]:
    for pair, last in dormant(ledger, settings):
        days = many(ledger.day - last.day, "day")
        yield Finding(
            rule="TRU004", subject=pair_id(pair), evidence=(last.record,),
            says=f"{ledger.names(pair)}: nothing was given for {days}; "
            f"{trust(ledger.reading(pair).earned)} T of what was earned is left and fades",
            fix="give something of use to them, or let it rest on purpose: waive it",
        )  # fmt: skip


def unrepaired(ledger: Ledger) -> list[Promise]:
    """Give the promises that were broken and not repaired, the oldest first."""
    found = [
        one for one in ledger.dealings.promises.values()
        if one.state == "broken" and not one.repairs and not one.imported
    ]  # fmt: skip
    return sorted(found, key=lambda one: (one.settled, one.id))


def _unrepaired(ledger: Ledger, settings: TrustSettings) -> Iterator[Finding]:
    for one in unrepaired(ledger):
        days = ledger.day - one.settled
        if days > settings.repair_days:
            yield Finding(
                rule="TRU005", subject=one.id, evidence=one.records,
                says=f"broken {many(days, 'day')} ago and not repaired: {ledger.what(one.id)} "
                f"for {ledger.name(one.pair[1])}",
                fix="apologize, mend it, and tell it: trust.repair",
            )  # fmt: skip


def _asked(ledger: Ledger, settings: TrustSettings) -> Iterator[Finding]:
    for pair, facts in ledger.dealings.facts.items():
        for number, one in enumerate(facts):
            if one.deed != "favour" or ledger.day - one.day > settings.recent_days:
                continue
            before = Books(ledger.timetable).opened(facts[0].day)
            for earlier in facts[:number]:
                before.take(earlier)
            held, ask = read(before, one.day).balance, before.policy.ask
            if ask > held:
                yield Finding(
                    rule="TRU006", subject=pair_id(pair), evidence=(one.record,),
                    says=f"{ledger.name(pair[0])} asked {ledger.name(pair[1])} for a favour "
                    f"({one.what}) on {day_of(one.day)}: it weighs {trust(ask)} T, and the account "
                    f"held {trust(held)} T",
                    fix="give first, without counting on it, and ask later",
                )  # fmt: skip


def _moved_late(ledger: Ledger, settings: TrustSettings) -> Iterator[Finding]:
    for id_, one in sorted(ledger.dealings.promises.items()):
        old = one.settled and ledger.day - one.settled > settings.recent_days
        if one.moved_late and not old and not one.imported:
            yield Finding(
                rule="TRU007", subject=id_, evidence=one.moved_late,
                says=f"another day was agreed for {ledger.what(id_)} only after it was due",
                fix="next time ask before the day",
            )  # fmt: skip


def overpromised(ledger: Ledger, settings: TrustSettings) -> dict[Pair, tuple[int, int, int]]:
    """Give the pairs with too many open promises: how many, kept how many, in how many periods."""
    found = {}
    length = ledger.policy.period_days
    for pair, promises in ledger.promises_of.items():
        still = sum(one.state == "open" and not one.imported for one in promises)
        kept = sum(one.state == "kept" for one in promises)
        periods = (ledger.day - min(one.made for one in promises)) // length + 1
        usual = kept * settings.overpromised_percent
        if min(still, kept) >= _FEWEST and still * 100 * periods > usual:
            found[pair] = still, kept, periods
    return found


def _overpromised(ledger: Ledger, settings: TrustSettings) -> Iterator[Finding]:
    for pair, (still, kept, periods) in sorted(overpromised(ledger, settings).items()):
        records = [
            one.record for one in ledger.promises_of[pair] if one.state == "open"
        ]  # fmt: skip
        yield Finding(
            rule="TRU008", subject=pair_id(pair), evidence=tuple(sorted(records)[:_SHOWN]),
            says=f"{ledger.names(pair)}: {still} promises are open; {kept} were kept in "
            f"{many(periods, 'period')} of {ledger.policy.period_days} days",
            fix="renegotiate what will not hold before it is due, and promise less",
        )  # fmt: skip


def _mismatched(ledger: Ledger, settings: TrustSettings) -> Iterator[Finding]:
    for id_, one in sorted(ledger.dealings.promises.items()):
        if one.state != "broken" or not (one.judged and one.repairs) or one.imported:
            continue
        if ledger.day - one.settled > settings.recent_days:
            continue
        missing = _missing(one)
        if missing:
            yield Finding(
                rule="TRU009", subject=id_, evidence=one.records,
                says=f"{ledger.what(id_)}: a lapse of {one.judged[-1].lapse} was repaired "
                f"without {' and '.join(missing)}",
                fix=f"give {' and '.join(missing)}, and tell it: trust.repair",
            )  # fmt: skip


def _missing(one: Promise) -> list[str]:
    """Name what a repair lacks for the kind of lapse."""
    if one.judged[-1].lapse == "competence":
        needed = {"an apology": [r.apology for r in one.repairs],
                  "a fix": [r.fix for r in one.repairs]}  # fmt: skip
    else:
        needed = {"evidence that it will hold": [r.evidence for r in one.repairs]}
    return [word for word, there in needed.items() if not any(there)]
