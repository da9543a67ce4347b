"""What does the practice answer in PLAN, DO and REVIEW?"""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from engageframe import BriefLine, Encounter, Figure, Measure, Proposal, wilson
from engageframe_texts import clip, many
from engageframe_trust.books import Pair
from engageframe_trust.breaches import dormant, overdue, overpromised, unrepaired
from engageframe_trust.dealings import Promise
from engageframe_trust.ledger import Ledger
from engageframe_trust.rules import TrustSettings
from engageframe_trust.statement import statements
from engageframe_trust.words import TRUST, day_of, pair_id, trust

__all__ = ["brief", "figures", "measures", "proposals"]

_NEEDED: Final = 5
_DRAWN: Final = 6
_SHOWN: Final = 5
_SOON: Final = 7
_QUOTED: Final = 200
_SCHEMA: Final = "https://vega.github.io/schema/vega-lite/v5.json"
_GIFTS: Final = (
    ("insight", "an insight that is of use to them"),
    ("introduction", "an introduction to somebody they would like to know"),
    ("teaching", "an hour of teaching for their people"),
)


def proposals(ledger: Ledger, settings: TrustSettings) -> list[Proposal]:
    """Suggest promises to keep or to renegotiate, breaks to repair, and pairs to invest in."""
    if ledger.resting:
        return []
    made = (
        *_to_keep(ledger, settings), *_to_repair(ledger), *_to_renegotiate(ledger, settings),
    )  # fmt: skip
    return [*made[: settings.most], *_to_invest(ledger, settings)][: settings.most]


def _open(ledger: Ledger) -> list[Promise]:
    found = [
        one for one in ledger.dealings.promises.values()
        if one.state == "open" and one.due and not one.imported
    ]  # fmt: skip
    return sorted(found, key=lambda one: (one.due, one.id))


def _to_keep(ledger: Ledger, settings: TrustSettings) -> Iterator[Proposal]:
    for one in _open(ledger):
        ahead = one.due - ledger.day
        if ahead > settings.ahead_days:
            continue
        when = f"{many(-ahead, 'day')} overdue" if ahead < 0 else f"due in {many(ahead, 'day')}"
        days = ledger.policy.late_half_life_days
        yield Proposal(
            id=f"keep:{one.id}", kind="keep", about=one.id, for_whom=one.pair[1],
            owner=one.pair[0], due=day_of(one.due), importance=one.importance,
            rule="TRU001" if ahead < 0 else "", evidence=one.records,
            does=f"Keep the promise to {ledger.name(one.pair[1])}: {ledger.what(one.id)}",
            reason=f"{when}, of weight {one.importance}; {many(days, 'day')} late it is worth half",
        )  # fmt: skip


def _to_repair(ledger: Ledger) -> Iterator[Proposal]:
    for one in unrepaired(ledger):
        yield Proposal(
            id=f"repair:{one.id}", about=one.id, for_whom=one.pair[1], owner=one.pair[0],
            importance=one.importance, rule="TRU005", evidence=one.records,
            does=f"Repair the broken promise to {ledger.name(one.pair[1])}: {ledger.what(one.id)}",
            reason=f"broken on {day_of(one.settled)}; apologize, mend it, show that it will hold",
        )  # fmt: skip


def _to_renegotiate(ledger: Ledger, settings: TrustSettings) -> Iterator[Proposal]:
    """Suggest to ask for another day where keeping all is not likely, before it is due."""
    crowded = overpromised(ledger, settings)
    behind = {one.pair[0] for one in overdue(ledger)}
    for one in _open(ledger):
        ours, theirs = one.pair
        if not 0 <= one.due - ledger.day <= _SOON or not (one.pair in crowded or ours in behind):
            continue
        because = "more is open with them than is usually kept"
        if one.pair not in crowded:
            because = f"{ledger.name(ours)} is behind with another promise"
        yield Proposal(
            id=f"renegotiate:{one.id}", kind="ask", about=one.id, for_whom=theirs, owner=ours,
            due=day_of(one.due), importance=one.importance, minutes=15, client_minutes=15,
            rule="TRU008" if one.pair in crowded else "TRU007", evidence=one.records,
            does=f"Ask {ledger.name(theirs)} in time whether another day would do: "
            f"{ledger.what(one.id)}",
            reason=f"due on {day_of(one.due)}, and {because}; agreed before the day it costs "
            "nothing, after it counts as late",
        )  # fmt: skip


def _to_invest(ledger: Ledger, settings: TrustSettings) -> Iterator[Proposal]:
    asked = set()
    for pair, last in dormant(ledger, settings):
        if pair[1] in asked:
            continue  # one thing of use at a time, from the one with most to lose
        asked.add(pair[1])
        given = {one.what for one in ledger.dealings.facts[pair] if one.deed == "invested"}
        gift = next((says for kind, says in _GIFTS if kind not in given), _GIFTS[0][1])
        yield Proposal(
            id=f"invest:{pair_id(pair)}", for_whom=pair[1], owner=pair[0], importance=1,
            rule="TRU004", evidence=(last.record,), minutes=30,
            does=f"Give {ledger.name(pair[1])} something of use, such as {gift}",
            reason=f"nothing was given since {day_of(last.day)}; one thing that helps counts for "
            "more than many small ones",
        )  # fmt: skip


def brief(ledger: Ledger, encounter: Encounter, settings: TrustSettings) -> list[BriefLine]:
    """Say what we owe those who will be there, what we broke and repaired, and what to ask."""
    there = dict.fromkeys(one.person for one in encounter.attendees if one.person)
    theirs = [who for who in there if ledger.view.side(who) not in (None, "ours")]
    lines: list[BriefLine] = []
    for who in theirs:
        ours = [one for one in ledger.dealings.promises.values() if one.pair[1] == who]
        lines += _owed(ledger, who, sorted(ours, key=lambda one: (one.due, one.id)))
        lines += _broken(ledger, sorted(ours, key=lambda one: (one.settled, one.id)), settings)
        lines += _to_ask(ledger, who)
    return lines


def _owed(ledger: Ledger, who: str, promises: Sequence[Promise]) -> Iterator[BriefLine]:
    """Say it in the words of the practice `cycle`: a page shows what two say alike once."""
    known, name = ledger.view.commitments, clip(ledger.view.name(who), longest=_QUOTED)
    for one in promises:
        if one.state == "open":
            now = known[one.id]
            due = f"due {now.due}" if now.due else "no date agreed"
            yield BriefLine(
                heading="owe",
                text=f"{name}: {ledger.what(one.id, _QUOTED)}, {due}"
                f"{' (overdue)' * now.overdue(ledger.view.as_of)}",
                reason=f"of weight {one.importance} to them",
                evidence=now.records,
            )


def _broken(
    ledger: Ledger, promises: Sequence[Promise], settings: TrustSettings
) -> Iterator[BriefLine]:
    for one in promises:
        name = ledger.name(one.pair[1])
        if one.state == "broken" and not one.repairs:
            yield BriefLine(
                heading="owe",
                text=f"{name}: a repair for what we broke, {ledger.what(one.id)}",
                reason=f"broken by {ledger.name(one.pair[0])} on {day_of(one.settled)}",
                evidence=one.records,
            )
        elif one.state == "broken":
            on = day_of(one.repairs[-1].day)
            yield BriefLine(
                heading="know",
                text=f"{name}: we broke {ledger.what(one.id)} and repaired it on {on}",
                reason=f"broken by {ledger.name(one.pair[0])} on {day_of(one.settled)}",
                evidence=one.records, basis="observed",
            )  # fmt: skip
        elif one.state == "kept" and one.late and ledger.day - one.settled <= settings.recent_days:
            yield BriefLine(
                heading="know",
                text=f"{name}: {ledger.what(one.id)} came {many(one.late, 'day')} late",
                reason=f"kept by {ledger.name(one.pair[0])} on {day_of(one.settled)}",
                evidence=one.records, basis="observed",
            )  # fmt: skip


def _to_ask(ledger: Ledger, who: str) -> Iterator[BriefLine]:
    for one in ledger.dealings.unseen:
        if one.pair[1] == who and not one.imported:
            says = ledger.what(one.what) if one.kind == "promise" else f"{one.kind} {one.what}"
            yield BriefLine(
                heading="ask", text=f"{ledger.name(who)}: did it arrive, and did it help: {says}?",
                reason="nobody of theirs acknowledged it, so it counts nothing yet",
                evidence=(one.record,),
            )  # fmt: skip


def measures(ledger: Ledger, settings: TrustSettings) -> list[Measure]:
    """Measure follow-through, ageing of promises, the account of each pair, and concentration."""
    most = sorted(ledger.pairs, key=lambda pair: (-len(ledger.dealings.facts[pair]), pair))
    pairs = sorted(most[: settings.most])
    return [
        *_follow_through(ledger), _ageing(ledger), _carried(ledger),
        *(measure for pair in pairs for measure in _of_pair(ledger, pair)),
    ]  # fmt: skip


def _follow_through(ledger: Ledger) -> Iterator[Measure]:
    due = [
        one for one in ledger.dealings.promises.values()
        if one.state in ("kept", "broken") or (one.state == "open" and 0 < one.due < ledger.day)
    ]  # fmt: skip
    kept = [one for one in due if one.state == "kept"]
    on_time = [one for one in kept if not one.late and not one.moved_late]
    enough, n = len(due) >= _NEEDED, len(due)
    for name, says, hits in (
        ("follow-through", "share of our promises that were kept, of those due", kept),
        ("kept-on-time", "share of our promises that were kept in time, of those due", on_time),
    ):
        low, high = wilson(len(hits), n) if enough else (None, None)
        yield Measure(
            name=name, says=says, subject=ledger.view.engagement_id, unit="share", n=n,
            value=len(hits) / n if enough else None, low=low, high=high, needs=_NEEDED,
            reason="kept, broken or overdue; released ones do not count; 95 % Wilson interval",
            evidence=tuple(sorted(one.record for one in due)[:_SHOWN]),
        )  # fmt: skip


def _ageing(ledger: Ledger) -> Measure:
    late = [one for one in _open(ledger) if one.due < ledger.day]
    still = [one for one in ledger.dealings.promises.values() if one.state == "open"]
    return Measure(
        name="oldest-overdue", says="days since the oldest overdue promise of ours was due",
        subject=ledger.view.engagement_id, unit="days", n=len(still), needs=1,
        value=float(ledger.day - late[0].due if late else 0) if still else None,
        reason=f"{len(late)} of {many(len(still), 'open promise')} overdue",
        evidence=tuple(one.record for one in late[:_SHOWN]),
    )  # fmt: skip


def _carried(ledger: Ledger) -> Measure:
    carried, n = ledger.carried, len(ledger.pairs)
    only = f": all hangs on {ledger.names(carried[0])}" if len(carried) == 1 else ""
    return Measure(
        name="pairs-that-carry", says="pairs of whose trust more is known than doubted",
        subject=ledger.view.engagement_id, unit="pairs", n=n, needs=1,
        value=float(len(carried)) if n else None,
        reason=f"uncertainty below 0.5{only}; pairs are never summed into the trust of a firm",
    )  # fmt: skip


def _of_pair(ledger: Ledger, pair: Pair) -> Iterator[Measure]:
    now, found = ledger.reading(pair), ledger.judgement(pair)
    facts = ledger.dealings.facts[pair]
    records = tuple(dict.fromkeys(one.record for one in facts[-_SHOWN:]))
    parts = f"earned {trust(now.earned)}, interest {trust(now.interest)}"
    owed = now.owed + now.lasting + now.spent
    yield Measure(
        name="trust-balance", says=f"balance of the trust of {ledger.names(pair)}",
        subject=pair_id(pair), value=now.balance / TRUST, unit="T", n=len(facts), needs=1,
        reason=f"{parts}, less {trust(owed)} for what is owed or asked; policy "
        f"{ledger.policy.name}", evidence=records,
    )  # fmt: skip
    one, needs = found.estimate, found.needs
    low, high = one.interval if one else (None, None)
    counts = ", ".join(f"{n} {word}" for word, n in sorted(found.counts.items())) or "nothing"
    unsure = f"uncertainty {ledger.uncertainty(pair):.2f}"
    yield Measure(
        name="next-turns-out-well", says=f"that the next turns out well: {ledger.names(pair)}",
        subject=pair_id(pair), unit="share", n=found.n,
        value=round(one.expected, 4) if one else None,
        low=low and round(low, 4), high=high and round(high, 4),
        needs=needs if one or found.n < needs else found.n + 1,
        reason=f"{counts}; {unsure}; 90 % interval", evidence=records,
    )  # fmt: skip


def figures(ledger: Ledger) -> list[Figure]:
    """Draw the balances over time with what moved them, and the age of open promises."""
    return [*_balances(ledger), *_ages(ledger)]


def _balances(ledger: Ledger) -> Iterator[Figure]:
    most = sorted(ledger.pairs, key=lambda pair: (-len(ledger.dealings.facts[pair]), pair))
    chosen = set(most[:_DRAWN])
    told = statements(ledger, since=0, plugin="", only=chosen)
    rows: list[dict[str, Any]] = []
    for one in told.statements:
        for entry in one.entries:
            rows.append({
                "pair": one.title, "date": entry.date, "balance": entry.balance / TRUST,
                "event": entry.says if entry.evidence else "", "record": entry.evidence,
            })  # fmt: skip
    if rows:
        x = {"field": "date", "type": "temporal"}
        y = {"field": "balance", "type": "quantitative", "title": "balance (T)"}
        color = {"field": "pair", "type": "nominal"}
        spec = {
            "$schema": _SCHEMA,
            "data": {"values": rows},
            "encoding": {"x": x, "y": y, "color": color},
            "layer": [
                {"mark": {"type": "line", "interpolate": "step-after"}},
                {"transform": [{"filter": "datum.event != ''"}],
                 "mark": {"type": "point", "filled": True},
                 "encoding": {"tooltip": [{"field": f} for f in ("event", "date", "record")]}},
            ],
        }  # fmt: skip
        yield Figure(name="trust-balances", title="Trust in us, pair by pair", spec=spec)


def _ages(ledger: Ledger) -> Iterator[Figure]:
    rows = [
        {"promise": one.id, "what": ledger.what(one.id), "days": ledger.day - one.due,
         "state": "overdue" if one.due < ledger.day else "in time", "weight": one.importance}
        for one in _open(ledger)
    ]  # fmt: skip
    if rows:
        spec = {
            "$schema": _SCHEMA,
            "data": {"values": rows},
            "mark": "bar",
            "encoding": {
                "y": {"field": "promise", "type": "nominal", "sort": None, "title": None},
                "x": {"field": "days", "type": "quantitative", "title": "days since it was due"},
                "color": {"field": "state", "type": "nominal"},
                "tooltip": [{"field": f} for f in ("what", "days", "weight")],
            },
        }
        yield Figure(name="promise-ageing", title="Open promises and their age", spec=spec)
