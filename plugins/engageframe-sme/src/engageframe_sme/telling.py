"""What does the practice suggest for PLAN, and say before an encounter?"""

import hashlib
from collections.abc import Iterator, Sequence

from engageframe import BriefLine, Encounter, Proposal
from engageframe_sme.matching import Match
from engageframe_sme.records import Expert, Need
from engageframe_sme.roster import STAKES, Roster
from engageframe_texts import clip

__all__ = ["brief", "introduce", "proposals", "single_voice"]

_LONGEST = 200
_ENOUGH = 0.005


def introduce(expert: str, need: str) -> str:
    """Name the need to introduce somebody: the id of the proposal."""
    id_ = f"introduce:{expert}:{need}"
    if len(id_) > _LONGEST:
        id_ = f"{id_[: _LONGEST - 9]}.{hashlib.sha256(id_.encode()).hexdigest()[:8]}"
    return id_


def single_voice(roster: Roster, need: str) -> str:
    """Say why a need has one voice only, or nothing."""
    team = roster.teams[need]
    seen = roster.perspectives(team)
    if len(team) == 1:
        return f"{roster.name(team[0])} is the only expert"
    if team and len(seen) == 1 and all(roster.experts[one].perspective for one in team):
        return f"all {len(team)} experts see it as {clip(seen[0])}"
    return ""


def proposals(roster: Roster) -> Sequence[Proposal]:
    """Propose to introduce the experts who are matched and not yet engaged."""
    if roster.resting or not roster.needs:
        return []
    fresh = [
        one
        for one in roster.matched.pairs
        if one.expert not in roster.teams[one.need] and (one.pinned or _is_help(roster, one))
    ]
    return [_proposal(roster, one) for one in fresh[: roster.settings.most]]


def _is_help(roster: Roster, one: Match) -> bool:
    """Tell whether an expert is wanted, or else adds something that is not there."""
    if len(roster.matched_with(one.need)) <= roster.needs[one.need].wanted:
        return True
    return one.gain >= _ENOUGH or "perspective" in one.codes


def _proposal(roster: Roster, one: Match) -> Proposal:
    need, expert = roster.needs[one.need], roster.experts[one.expert]
    there = len(roster.teams[need.id])
    uncovered = any(100 * share < roster.settings.covered
                    for share in roster.by_topic(need.id).values())  # fmt: skip
    voice = single_voice(roster, need.id)
    beyond = len(roster.matched_with(need.id)) > need.wanted
    return Proposal(
        id=introduce(expert.id, need.id),
        does=f"Introduce {roster.name(expert.id)} to {roster.name(need.person)} on "
        f"{_known(need, expert) or _about(need)}",
        for_whom=need.person,
        about=need.id,
        reason="; ".join(_reasons(roster, one, need, expert, beyond=beyond)),
        rule="SME001" if voice else "SME005" if uncovered else "",
        importance=3 if there < need.minimum else 1 if beyond else 2,
        minutes=30,
        evidence=roster.evidence(need.id, expert.id),
    )


def _about(need: Need) -> str:
    return clip(", ".join(one.name for one in need.topics) or need.text)


def _levels(need: Need, expert: Expert) -> Iterator[tuple[str, int]]:
    """Give the topics of a need that an expert knows, with how well."""
    levels = {name.casefold().strip(): level for name, level in expert.skills.items()}
    for one in need.topics:
        if level := levels.get(one.name.casefold().strip(), 0):
            yield one.name, level


def _known(need: Need, expert: Expert) -> str:
    """Name what an expert knows of a need; nothing when the match rests on texts or a decision."""
    return clip(", ".join(name for name, _ in _levels(need, expert)))


def _reasons(
    roster: Roster, one: Match, need: Need, expert: Expert, *, beyond: bool
) -> Iterator[str]:
    known = _levels(need, expert)
    if skilled := ", ".join(f"{clip(name)} {level} of 4" for name, level in known):
        yield f"knows {skilled}"
    if one.texts:
        yield f"has worked on it: {', '.join(id_ for id_, _ in one.texts)}"
    if one.pinned:
        decision = roster.decisions[need.id, expert.id]
        yield f"it was decided: {clip(decision.reason)}"
    if need.language:
        yield f"speaks {need.language}"
    if need.register in expert.registers:
        yield f"speaks the {need.register} register"
    engaged = roster.teams[need.id]
    if engaged and expert.perspective not in {"", *roster.perspectives(engaged)}:
        yield f"sees it as {clip(expert.perspective)}, which nobody engaged does"
    added = roster.adds(need.id, expert.id)
    if added >= _ENOUGH:
        yield f"adds {added:.2f} to the coverage of {roster.coverage(need.id):.2f}"
    if beyond:
        yield "more than was wanted: never too much help is a hypothesis (S1.60)"
    yield f"introduce them as one more way, and say that {_they(expert)}"


def _they(expert: Expert) -> str:
    return f"this expert {STAKES[expert.stake]}"


def brief(roster: Roster, encounter: Encounter) -> Sequence[BriefLine]:
    """Say who is coming, what they gain, why they may differ, and what to ask."""
    coming = roster.coming(encounter)
    served = roster.served(encounter)
    needs = [one for one in roster.needs.values() if one.person in served]
    return [
        *_stakes(roster, coming),
        *_differences(roster, coming, encounter),
        *_questions(roster, needs, coming),
        *_offers(roster, needs, coming),
    ]


def _stakes(roster: Roster, coming: Sequence[str]) -> Iterator[BriefLine]:
    for id_ in coming:
        expert = roster.experts[id_]
        sees = f", sees it as {clip(expert.perspective)}" if expert.perspective else ""
        if expert.stake:
            yield BriefLine(
                heading="know", text=f"{roster.name(id_)} is coming{sees}, and "
                f"{STAKES[expert.stake]}: say so when you introduce them",
                reason="an expert is neutral only where their stake is known",
                evidence=roster.evidence(id_), basis="ours",
            )  # fmt: skip
        else:
            yield BriefLine(
                heading="ask", text=f"{roster.name(id_)}, before you go in, what they gain from "
                "the outcome", reason="nobody recorded their stake",
                evidence=roster.evidence(id_),
            )  # fmt: skip


def _differences(
    roster: Roster, coming: Sequence[str], encounter: Encounter
) -> Iterator[BriefLine]:
    seen = {one: roster.experts[one].perspective for one in coming}
    known = {one: word for one, word in seen.items() if word}
    if len(set(known.values())) > 1:
        says = "; ".join(f"{roster.name(one)} sees it as {clip(known[one])}" for one in known)
        yield BriefLine(
            heading="know", text=f"they may differ, and that is why they come: {says}",
            reason="each expert is an additional way, not the only one (S1.56, S1.57)",
            evidence=roster.evidence(*known),
        )  # fmt: skip
    elif len(known) == 1 == len(coming) or (len(known) == len(coming) > 1):
        (word, *_) = known.values()
        yield BriefLine(
            heading="ask", text=f"who would see it in another way than {clip(word)}?",
            reason="only one perspective is coming (SME001)",
            evidence=roster.evidence(*known) or encounter.records,
        )  # fmt: skip


def _questions(roster: Roster, needs: Sequence[Need], coming: Sequence[str]) -> Iterator[BriefLine]:
    for need in needs:
        if coming:
            yield BriefLine(
                heading="ask", text=f"{roster.name(need.person)}: what more can we look at?",
                reason=f"the need {need.id} stays open to one more idea (S1.61)",
                evidence=roster.evidence(need.id),
            )  # fmt: skip
        for expert in coming:
            spoken = roster.experts[expert].registers
            if need.register and spoken and need.register not in spoken:
                yield BriefLine(
                    heading="know", text=f"{roster.name(expert)} does not speak the "
                    f"{need.register} register that {roster.name(need.person)} asked for",
                    reason="what is said in another register is not heard (SME008)",
                    evidence=roster.evidence(need.id, expert),
                )  # fmt: skip


def _offers(roster: Roster, needs: Sequence[Need], coming: Sequence[str]) -> Iterator[BriefLine]:
    for need in needs:
        for pair in roster.matched_with(need.id):
            engaged = pair.expert in roster.teams[need.id] or pair.expert in coming
            added = roster.adds(need.id, pair.expert)
            if not engaged and added >= _ENOUGH:
                yield BriefLine(
                    heading="offer", text=f"one more expert, {roster.name(pair.expert)}, would "
                    f"add {added:.2f} to what is covered of {_about(need)}",
                    reason=f"now {roster.coverage(need.id):.2f} of the topics is covered",
                    evidence=roster.evidence(need.id, pair.expert),
                )  # fmt: skip
