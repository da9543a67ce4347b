"""Where does serving them turn into serving ourselves, and who pays for it?

Rules SRW001 to SRW009. What the check of wording finds is told to the writer alone, unless a
workspace says otherwise.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from engageframe import Engagement, HouseNote, Record, UndeclaredRead
from engageframe_servant.ledger import Breach, Ledger, clip, ids, theirs
from engageframe_servant.records import (
    FACETS,
    Act,
    Capacity,
    Card,
    Difference,
    Opportunity,
    Project,
)
from engageframe_servant.texts import RULES
from engageframe_texts import many

__all__ = ["behind_the_wall", "breaches", "ended", "gaps"]

_HOUSE = "house"


def breaches(ledger: Ledger) -> Iterator[Breach]:
    """Give each breach of the rules SRW001 to SRW009."""
    for part in (_wording, _cards, _acts, _ended, _opportunities, _weeks, _difference):
        yield from part(ledger)


def _wording(ledger: Ledger) -> Iterator[Breach]:
    for name, rule in RULES.items():
        for text, matches in ledger.leaks[name]:
            found = ", ".join(dict.fromkeys(f'"{clip(one.words, longest=40)}"' for one in matches))
            instead = dict.fromkeys(one.wording.instead for one in matches if one.wording.instead)
            what = f"{text.field} of {text.record.kind} {text.subject}"
            speaks = "speaks of our return" if rule == "SRW001" else "puts a condition on help"
            yield Breach(
                rule=rule, subject=text.subject, says=f"{found} in {what} {speaks}",
                fix="; ".join(instead) or "say it in their terms", evidence=(text.record.id,),
                private_to=text.record.author if ledger.settings.private else "",
            )  # fmt: skip


def gaps(ledger: Ledger, card: Card) -> dict[str, str]:
    """Give the facets that are not theirs, each with its basis, or ``missing``."""
    own = ledger.sourced(card)
    found = {name: getattr(card, name) for name in FACETS if name not in own}
    return {name: one.basis if one else "missing" for name, one in found.items()}


def _cards(ledger: Ledger) -> Iterator[Breach]:
    for record in ledger.cards:
        card = record.body
        who = f"{card.id}, for {ledger.name(card.for_whom)}"
        if left := gaps(ledger, card):
            rest = ", ".join(f"{name} ({basis})" for name, basis in left.items())
            says = f"{who}: {theirs(ledger, card)}; not theirs: {rest}"
            fix = "ask them with an open question, and record what they say"
            yield Breach("SRW002", card.id, says, fix, (record.id,))
        if card.for_whom in ledger.view.organizations:
            says = f"{who}: it names an organization, and nobody in it"
            fix = "ask one person there what they hope to achieve"
            yield Breach("SRW002", card.id, says, fix, (record.id,))
        if not card.serves:
            says = f"{who}: it does not say whom they serve in turn"
            yield Breach("SRW008", card.id, says, "ask who gains when they succeed", (record.id,))


def _acts(ledger: Ledger) -> Iterator[Breach]:
    for record in ledger.acts:
        act = record.body
        if act.condition.strip():
            says = f"{clip(act.what)}: on the condition that {clip(act.condition)}"
            fix = "do it without the condition, or agree openly on a price"
            yield Breach("SRW003", act.id, says, fix, (record.id,))
        if act.obstacle.strip() and not any(map(str.strip, act.alternatives)):
            says = f"{clip(act.what)}: {clip(act.obstacle)}, and no other way is recorded"
            fix = "look for another way with them, and record it in alternatives"
            yield Breach("SRW004", act.id, says, fix, (record.id,))


def ended(ledger: Ledger) -> list[Record[Project]]:
    """Give the projects that have ended while no next touch is planned, and nobody wants a rest."""
    view = ledger.view
    engagement = view.latest(Engagement).get(view.engagement_id)
    if engagement is None or engagement.body.status != "active":
        return []
    for one in view.encounters.values():
        if one.held is None and one.planned and not one.planned.scheduled.before(view.as_of):
            return []
    return [
        one for one in ledger.records(Project)
        if one.body.ended and one.body.ended.first <= view.as_of.last
    ]  # fmt: skip


def _ended(ledger: Ledger) -> Iterator[Breach]:
    for record in ended(ledger):
        says = f"{clip(record.body.what)} ended on {record.body.ended}; no next touch is planned"
        fix = (
            "plan when you meet next, with nothing to ask for; or record the engagement as dormant"
        )
        yield Breach("SRW005", record.body.id, says, fix, (record.id,))


def behind_the_wall(ledger: Ledger, review: Opportunity) -> list[str]:
    """Give what an opportunity review rests on and a practice that serves cannot read.

    It is tried: the view itself refuses what belongs to the house.
    """
    refused = []
    for one in review.rests_on:
        if one.partition(":")[0] == _HOUSE:
            try:
                ledger.view.latest(HouseNote)
            except UndeclaredRead:
                refused.append(one)
    return refused


def _opportunities(ledger: Ledger) -> Iterator[Breach]:
    for record in ledger.records(Opportunity):
        review = record.body
        faults = []
        if refused := behind_the_wall(ledger, review):
            faults.append(f"rests on {clip(', '.join(refused))}, which the house wall keeps out")
        if not ledger.is_theirs(review.objective):
            faults.append("names no objective in their words")
        if faults:
            says = f"{review.id}, for {ledger.name(review.for_whom)}: it {' and '.join(faults)}"
            fix = (
                "begin with what they want to reach, in their words; our figures stay in the house"
            )
            yield Breach("SRW006", review.id, says, fix, (record.id,))


def _weeks(ledger: Ledger) -> Iterator[Breach]:
    """Compare what each of ours gave in a week with what they say they can give."""
    capacity = ledger.view.latest(Capacity)
    given: dict[str, dict[date, list[Record[Act]]]] = defaultdict(lambda: defaultdict(list))
    for one in ledger.acts:
        day = one.happened.first
        known = one.body.by in capacity and ledger.ours(one.body.by)
        if known and day == one.happened.last:
            monday = date.fromordinal(day.toordinal() - day.weekday())
            given[one.body.by][monday].append(one)
    for who, weeks in sorted(given.items()):
        limit = capacity[who].body.minutes_per_week
        over = {monday: acts for monday, acts in sorted(weeks.items()) if _minutes(acts) > limit}
        if over:
            monday, acts = max(over.items())
            says = (
                f"{ledger.name(who)} gave {_hours(_minutes(acts))} in the week of {monday}, of "
                f"{_hours(limit)} declared; so in {many(len(over), 'week')}"
            )
            fix = "share the work, say later, or declare what can really be given"
            yield Breach("SRW007", who, says, fix, (capacity[who].id, *ids(acts)))


def _minutes(acts: list[Record[Act]]) -> int:
    return sum(one.body.minutes for one in acts)


def _hours(minutes: int) -> str:
    return f"{minutes / 60:.1f} h"


def _difference(ledger: Ledger) -> Iterator[Breach]:
    view, days = ledger.view, ledger.settings.days_of_difference
    begun = ledger.held[0].held_on if ledger.held else None
    if begun is None or view.as_of.days_since(begun).at_least <= days:
        return
    said = [one for one in ledger.records(Difference) if ledger.is_theirs(one.body.words)]
    if any(view.as_of.days_since(one.happened).at_least <= days for one in said):
        return
    last = f"the last one was on {said[-1].happened}" if said else "there never was one"
    says = f"no difference in the client's words for {days} days; {last}"
    fix = "ask what would be missing without us; record servant.difference in their words"
    evidence = ids(said[-1:]) or ledger.held[0].records
    yield Breach("SRW009", view.engagement_id, says, fix, evidence)
