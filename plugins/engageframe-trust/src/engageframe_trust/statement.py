"""What does the statement of an account say?

It is a statement about us, as a bank's is about the bank: what we promised, did and owed.
It names all that it rests on, so that it can be made again to the byte.
"""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from typing import Final

from engageframe_trust.answers import Entry, Opinion, Pins, Statement, Statements
from engageframe_trust.books import Pair
from engageframe_trust.chart import (
    CHART,
    EARNED,
    FORFEIT,
    GAIN,
    GIVEN,
    HEALING,
    INTEREST,
    LAPSE,
    LATE,
    PROMISES,
    SPENT,
    Line,
)  # fmt: skip
from engageframe_trust.dealings import Promise
from engageframe_trust.facts import Fact
from engageframe_trust.ledger import Judgement, Ledger
from engageframe_trust.reading import pending
from engageframe_trust.words import day_of

__all__ = ["opinion", "pins", "statements"]


def pins(ledger: Ledger, *, plugin: str) -> Pins:
    """Name what all answers about a view rest on."""
    view, terms = ledger.view, ledger.terms
    notes = tuple(
        f'the policy "{one.policy.name}" counts from {day_of(one.day)} '
        f"and was written down on {one.recorded}: statements made before used another"
        for one in ledger.told.policies
        if one.recorded > str(day_of(one.day))
    )
    return Pins(
        engagement=view.engagement_id,
        as_of=str(view.as_of),
        known_at=view.known_at,
        journal=view.head.seq,
        head=view.head.hash,
        policy=terms.policy.name,
        policy_record=terms.record,
        plugin=plugin,
        notes=notes,
    )


def statements(
    ledger: Ledger, *, since: int, plugin: str, only: Collection[Pair] | None = None
) -> Statements:
    """Make the statements of all pairs, or of some.

    Args:
        ledger: the accounts, with their lines.
        since: the ordinal of a day; a statement begins with the period that holds it.
        plugin: name and version of the program.
        only: the pairs that are wanted, if not all.
    """
    wanted = [pair for pair in ledger.pairs if only is None or pair in only]
    made = tuple(_statement(ledger, pair, min(since, ledger.day)) for pair in wanted)
    left_out = tuple(
        f"record {one.record[:8]} ({one.about}): {one.says}; {one.remedy}"
        for one in ledger.dealings.not_booked
    )
    return Statements(pins=pins(ledger, plugin=plugin), statements=made, not_booked=left_out)


def opinion(ledger: Ledger, pair: Pair) -> Opinion:
    """Round an estimate to three digits, as far as it goes."""
    found: Judgement = ledger.judgement(pair)
    most = ledger.policy.most_uncertain_percent / 100
    told = {"n": found.n, "needs": found.needs, "counts": found.counts, "at_most": most}
    unsure = round(ledger.uncertainty(pair), 3)
    one = found.estimate
    if one is None:
        return Opinion(**told, uncertainty=unsure)  # type: ignore[arg-type]
    low, high = (round(bound, 3) for bound in one.interval)
    expected = round(one.expected, 3)
    return Opinion(**told, uncertainty=unsure, expected=expected, low=low, high=high)  # type: ignore[arg-type]


def _statement(ledger: Ledger, pair: Pair, since: int) -> Statement:
    now, first = ledger.account(pair), ledger.dealings.facts[pair][0].day
    begins = max(first, _period_start(ledger, since))
    booked = ledger.books.accounts[pair].lines or []
    every = [*booked, *(now.lines or []), *pending(now, ledger.day)]
    teller = _Teller(ledger, pair)
    opening = sum(_amount(one) for one in every if one.day < begins or _closes(one, begins))
    balance, entries = opening, []
    for one in every:
        if one.day < begins or _closes(one, begins) or not (says := teller.says(one)):
            continue
        balance += _amount(one)
        entries.append(
            Entry(
                date=_date(one.day), says=says, amount=_amount(one), balance=balance,
                evidence=one.record,
            )
        )  # fmt: skip
    reading = ledger.reading(pair)
    return Statement(
        ours=pair[0], theirs=pair[1], title=ledger.names(pair), since=str(day_of(begins)),
        opening=opening, entries=tuple(entries), closing=reading.balance, earned=reading.earned,
        interest=reading.interest, owed=reading.owed + reading.lasting, spent=reading.spent,
        promised=tuple(teller.promised()),
        given_back={
            word: now.ledger[PROMISES + 1 + n]
            for n, word in enumerate(GIVEN) if now.ledger[PROMISES + 1 + n]
        },
        opinion=opinion(ledger, pair),
    )  # fmt: skip


def _period_start(ledger: Ledger, day: int) -> int:
    terms = next((one for one in reversed(ledger.timetable) if one.begins <= day), None)
    return terms.boundary(day) - terms.policy.period_days if terms else day


def _date(day: int) -> str:
    return dt.date.fromordinal(day).isoformat()


def _closes(one: Line, begins: int) -> bool:
    """Tell whether a line closes the period before: it belongs to the opening balance."""
    return one.day == begins and one.deed == "close"


def _amount(one: Line) -> int:
    return one.amount if CHART[one.account].commodity == "TRUST" else 0


_DERIVED: Final[Mapping[tuple[int, int], str]] = {
    (EARNED, LAPSE): "what was earned fades",
    (INTEREST, GAIN): "interest for continued investment",
    (INTEREST, FORFEIT): "interest forfeited",
    (SPENT, HEALING): "the favour asked fades",
}
_DEEDS: Final[Mapping[str, str]] = {
    "touchpoint": "met in person",
    "insight": "insight shared",
    "introduction": "introduction made",
    "teaching": "taught",
    "session": "session of an expert",
}


class _Teller:
    """Says in words what each line of one pair is."""

    def __init__(self, ledger: Ledger, pair: Pair) -> None:
        self.ledger = ledger
        self.pair = pair
        self.facts: dict[tuple[str, str], Fact] = {
            (one.record, one.deed): one for one in ledger.dealings.facts[pair]
        }

    def promised(self) -> Iterator[str]:
        """Name the promises that are open."""
        for one in self.ledger.promises_of.get(self.pair, ()):
            if one.state == "open":
                due = f"due {day_of(one.due)}" if one.due else "without a date"
                late = " (overdue)" if one.due and one.due < self.ledger.day else ""
                yield f"{self._what(one.id)} [{one.id}], weight {one.importance}, {due}{late}"

    def _what(self, id_: str) -> str:
        return self.ledger.what(id_, 60)

    def says(self, one: Line) -> str:
        """Say what a line is; empty when it only reverses a promise that another line tells of."""
        if one.deed in ("close", "to_date"):
            return self._at_the_end(one)
        fact = self.facts.get((one.record, one.deed))
        if fact is None:
            return one.deed
        return self._of_promise(one, fact) if one.deed in _OF_PROMISES else _of_deed(one, fact)

    def _at_the_end(self, one: Line) -> str:
        if one.other == LATE:
            says = "promises that are late"
        else:
            says = _DERIVED.get((one.account, one.other), "what was owed heals")
        return f"{says} (to date)" if one.deed == "to_date" else says

    def _of_promise(self, one: Line, fact: Fact) -> str:
        promise: Promise = self.ledger.dealings.promises[fact.what]
        what = self._what(fact.what)
        if one.account == PROMISES:
            return self._reversed(fact, promise, what)
        if one.account == INTEREST:
            return "interest forfeited: a promise was broken"
        if one.other == LATE:
            return f"late: {what}"
        if one.deed == "broken":
            return f"broken: {what}"
        if one.deed in ("judged", "repaired"):
            return f"{one.deed}: {what}"
        later = ", acknowledged later" if one.deed == "acknowledged" else ""
        return f"kept{later}: {what}"

    def _reversed(self, one: Fact, promise: Promise, what: str) -> str:
        if one.deed == "made":
            due = f", due {day_of(one.more)}" if one.more else ""
            return f"promised: {what} (weight {promise.importance}{due})"
        if one.deed == "moved":
            late = ", after it was due" if one.record in promise.moved_late else ""
            return f"moved to {day_of(one.size)}{late}: {what}"
        if one.deed == "released":
            return f"released by them: {what}"
        if one.deed == "kept" and not promise.acknowledged:
            return f"kept, and nobody acknowledged it: {what}"
        return ""


_OF_PROMISES: Final = frozenset(
    {"made", "kept", "acknowledged", "broken", "released", "judged", "repaired", "moved"}
)


def _of_deed(one: Line, fact: Fact) -> str:
    if one.deed == "invested":
        return _DEEDS[fact.what]
    if one.deed == "confirmed":
        return f"they said that it helped: {_DEEDS[fact.what]}"
    if one.deed == "feedback":
        return "praise" if fact.size > 0 else "blame"
    if one.deed == "favour":
        return f"a favour asked: {fact.what}"
    return f"given back: {fact.what.replace('_', ' ')} (counted apart)"
