"""Which rules are broken, by what, and how is it mended?"""

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Final, NamedTuple

from engageframe import Encounter, Finding, Moment
from engageframe_sme.records import Introduction, Session, WhatMore
from engageframe_sme.roster import STAKES, Roster
from engageframe_sme.telling import single_voice
from engageframe_texts import clip, many

__all__ = ["findings", "second_voice"]

_SHOWN: Final = 5
_LONGEST: Final = 2000
_TRIED: Final = 5
"""For so many experts per need the regret is worked out, each by a search of its own."""
_GAINS: Final = ("commission", "product")


class _Breach(NamedTuple):
    """One breach: its subject, what is the case, how to mend it, which records show it."""

    subject: str
    says: str
    fix: str
    evidence: tuple[str, ...]


def findings(roster: Roster) -> Sequence[Finding]:
    """Find what breaks the rules, in the order of subjects, and count those beyond the most."""
    if not (roster.experts or roster.needs) or roster.resting:
        return []
    found = []
    most = roster.settings.most
    for code, check in _CHECKS.items():
        broken = sorted(check(roster))
        for one in broken[:most]:
            found.append(
                Finding(
                    rule=code, subject=one.subject, says=clip(one.says, longest=_LONGEST),
                    fix=clip(one.fix, longest=_LONGEST),
                    evidence=one.evidence,
                )
            )  # fmt: skip
        if rest := broken[most:]:
            evidence = tuple(dict.fromkeys(one.evidence[0] for one in rest[:_SHOWN]))
            found.append(
                Finding(
                    rule=code, subject=roster.view.engagement_id, says=f"{len(rest)} more",
                    fix='raise the option "most" to see them all', evidence=evidence,
                )
            )  # fmt: skip
    return found


def second_voice(roster: Roster, need: str) -> str:
    """Name an expert of another perspective who could come in, or nobody.

    Who is matched anyway goes first.  Else, of those who would add most, it is the one whose exact
    regret is least, or, where no place is free, who adds most; then the first id.
    """
    seen = {"", *(roster.experts[one].perspective for one in roster.teams[need])}
    others = [
        id_
        for id_, expert in roster.experts.items()
        if expert.perspective not in seen and id_ not in roster.teams[need]
    ]
    paired = {one.expert for one in roster.matched_with(need)}
    if matched := [id_ for id_ in others if id_ in paired]:
        return matched[0]
    if roster.settings.aim != "relevance" or not roster.matched.summary.optimal:
        return ""
    able = []
    for id_ in sorted(others, key=lambda one: (-roster.adds(need, one), one))[:_TRIED]:
        cost = roster.matched.matching.why_not(need, id_)
        if cost.possible:
            able.append((cost.places, cost.bounds, cost.loss, id_))
        elif cost.code == "place":
            able.append((len(roster.needs), 0, -roster.adds(need, id_), id_))
    return min(able)[-1] if able else ""


def _single_voices(roster: Roster) -> Iterator[_Breach]:
    alone = [(need, why) for need in roster.needs if (why := single_voice(roster, need))]
    for number, (need, why) in enumerate(alone):
        other = second_voice(roster, need) if number < roster.settings.most else ""
        fix = "ask who would see it in another way, and record them as an expert"
        if other:
            sees = clip(roster.experts[other].perspective)
            fix = f"introduce {roster.name(other)}, who sees it as {sees}"
        says = f"{need}: {why}"
        yield _Breach(need, says, fix, roster.evidence(need, *roster.teams[need]))


def _stakes(roster: Roster) -> Iterator[_Breach]:
    for record, offer in roster.offers:
        expert = roster.experts.get(offer.expert)
        stake = expert.stake if expert else ""
        name = roster.name(offer.expert)
        if offer.answer == "declined" or (stake and (offer.stake_told or stake not in _GAINS)):
            continue
        says = f"{name} {STAKES[stake]}"
        fix = "record it: sme.expert with stake none, salary, commission or product"
        if stake:
            says += f", and {roster.name(offer.person)} was not told"
            fix = f"tell them, and correct the introduction {offer.id}: stake_told: true"
        yield _Breach(offer.id, says, fix, (record, *roster.evidence(offer.expert)))
    offered = {(offer.expert, offer.person) for _, offer in roster.offers}
    for one in _own(roster):
        served = roster.served(one)
        unknown = [
            id_ for id_ in roster.coming(one)
            if not roster.experts[id_].stake and not {(id_, who) for who in served} & offered
        ]  # fmt: skip
        if unknown and served:
            says = f"{one.id}: {_names(roster, unknown)} {STAKES['']}"
            fix = "record it: sme.expert with stake none, salary, commission or product"
            yield _Breach(one.id, says, fix, (*one.records, *roster.evidence(*unknown)))


def _own(roster: Roster) -> Iterator[Encounter]:
    """Give the encounters that are ours to answer for: what was imported is evidence only."""
    for _, one in sorted(roster.view.encounters.items()):
        past = one.held is None and one.planned is not None
        if one.imported or (past and one.planned and one.planned.scheduled.before(
            roster.view.as_of
        )):  # fmt: skip
            continue
        yield one


def _introductions(roster: Roster) -> Iterator[_Breach]:
    known = {(offer.expert, offer.person) for _, offer in roster.offers}
    for one in _own(roster):
        served = roster.served(one)
        strange = [id_ for id_ in roster.coming(one) if not {(id_, who) for who in served} & known]
        if served and strange:
            whom = _names(roster, served)
            says = f"{one.id}: {_names(roster, strange)} was introduced to nobody of {whom}"
            fix = "introduce them: who, as what, asked for or not; record sme.introduction"
            yield _Breach(one.id, says, fix, one.records)


def _only_ways(roster: Roster) -> Iterator[_Breach]:
    for record, session in roster.sessions:
        if session.openness == "only_way":
            says = f"{session.encounter}: it was said that there is one way only"
            fix = "say what else could be true, and bring somebody who does it another way"
            yield _Breach(session.encounter, says, fix, (record,))


def _topics(roster: Roster) -> Iterator[_Breach]:
    short = [(need, low) for need in roster.needs if (low := _low(roster, need))]
    for number, (need, low) in enumerate(short):
        told = ", ".join(f"{clip(name)} ({share:.2f})" for name, share in low.items())
        says = f"{need}: those engaged cover too little of {told}"
        fix = _help(roster, need, low) if number < roster.settings.most else ""
        yield _Breach(need, says, fix, roster.evidence(need, *roster.teams[need]))


def _low(roster: Roster, need: str) -> dict[str, float]:
    """Give the topics of a need that are covered too little, and how well each is."""
    enough = roster.settings.covered
    return {name: share for name, share in roster.by_topic(need).items() if 100 * share < enough}


def _help(roster: Roster, need: str, low: Collection[str]) -> str:
    """Name who is matched, not engaged yet, and adds to a topic that is covered too little."""
    fresh = [
        one.expert
        for one in roster.matched_with(need)
        if one.expert not in roster.teams[need] and roster.knows(one.expert, low)
    ]
    if fresh:
        return f"introduce {_names(roster, fresh)}"
    open_ = roster.matched.matching.blocked(need)
    why = "; ".join(one.says for one in open_.blocking) if open_ else "no expert adds to it"
    return f"find another expert: {why}"


def _capacities(roster: Roster) -> Iterator[_Breach]:
    for id_, load in roster.loads.items():
        expert = roster.experts[id_]
        if load > expert.capacity:
            needs = roster.engaged[id_]
            says = f"{roster.name(id_)} is engaged in {many(load, 'need')}"
            says += f" and can take {expert.capacity}: {', '.join(needs[:_SHOWN])}"
            fix = "let somebody else take one, or ask them whether they can take more"
            yield _Breach(id_, says, fix, roster.evidence(id_, *needs))


def _unasked(roster: Roster) -> Iterator[_Breach]:
    told: dict[str, list[Moment]] = {}
    for one in roster.view.records(WhatMore):
        told.setdefault(one.body.need, []).append(one.happened)
    last: dict[str, tuple[Session, str]] = {}
    for record in sorted(roster.view.latest(Session).values(), key=lambda one: one.seq):
        for need in _concerned(roster, record.body):
            last[need] = record.body, record.id
            if any(not when.before(record.happened) for when in told.get(need, ())):
                del last[need]
    for need, (session, id_) in last.items():
        says = f"{need}: since {session.encounter} nobody asked what more we can look at"
        fix = "ask, and record sme.what-more with the answer, which may be empty"
        yield _Breach(need, says, fix, (id_, *roster.evidence(need)))


def _concerned(roster: Roster, session: Session) -> list[str]:
    """Give the open needs of a session: the one it names, or else those of everybody it served."""
    if session.need:
        return [session.need] if session.need in roster.needs else []
    found = roster.view.encounters.get(session.encounter)
    served = roster.served(found) if found else []
    return sorted(need for who in served for need in roster.of_person.get(who, ()))


def _registers(roster: Roster) -> Iterator[_Breach]:
    for need, team in roster.teams.items():
        wanted = roster.needs[need].register
        other = [
            one for one in team
            if (spoken := roster.experts[one].registers) and wanted and wanted not in spoken
        ]  # fmt: skip
        if other:
            says = f"{need}: {_names(roster, other)} does not speak the {wanted} register"
            fix = "prepare it with them, or bring somebody who does"
            yield _Breach(need, says, fix, roster.evidence(need, *other))


def _flood(roster: Roster) -> Iterator[_Breach]:
    told, offers = roster.settings, [offer for _, offer in roster.offers]
    asked = sum(_is_asked(one) for one in offers)
    answered = [one for one in offers if one.answer]
    accepted = sum(one.answer == "accepted" for one in answered)
    if len(answered) < told.fewest_offers or len(offers) < told.flood * max(1, asked):
        return
    if 100 * accepted < told.acceptance * len(offers):
        says = f"{many(len(offers), 'expert')} offered, {asked} asked for, {accepted} accepted"
        fix = "ask what would help before you offer one more"
        evidence = tuple(record for record, _ in roster.offers[-_SHOWN:])
        yield _Breach(roster.view.engagement_id, says, fix, evidence)


def _is_asked(offer: Introduction) -> bool:
    return offer.asked == "they_asked"


def _names(roster: Roster, found: Sequence[str]) -> str:
    shown = " and ".join(roster.name(one) for one in found[:_SHOWN])
    more = len(found) - _SHOWN
    return f"{shown} and {more} more" if more > 0 else shown


_CHECKS: Final[dict[str, Callable[[Roster], Iterator[_Breach]]]] = {
    "SME001": _single_voices,
    "SME002": _stakes,
    "SME003": _introductions,
    "SME004": _only_ways,
    "SME005": _topics,
    "SME006": _capacities,
    "SME007": _unasked,
    "SME008": _registers,
    "SME009": _flood,
}
