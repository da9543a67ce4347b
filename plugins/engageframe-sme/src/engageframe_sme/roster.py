"""What is known of experts, needs and the help that was given, in one view?"""

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import product
from typing import Final

import attrs
import msgspec

from engageframe import Affiliation, Encounter, Engagement, InvalidInput, View
from engageframe_sme.coverage import covered, gain, topic_coverage
from engageframe_sme.instance import MatchPolicy
from engageframe_sme.matching import Match, Matched, knowledge, match, topics
from engageframe_sme.records import (
    Expert,
    Introduction,
    Need,
    PairDecision,
    Session,
    WhatMore,
)
from engageframe_sme.rules import SmeSettings
from engageframe_texts import clip

__all__ = ["STAKES", "Roster"]

STAKES: Final = {
    "none": "gains nothing from the outcome",
    "salary": "is paid a salary, whatever is chosen",
    "commission": "is paid a commission if it is bought",
    "product": "has a product of their own in it",
    "": "has not said what they gain from the outcome",
}
"""What an expert gains, in words."""


class Roster:
    """The records of experts and needs of one view, each worked out when it is first asked for."""

    def __init__(self, view: View, settings: SmeSettings) -> None:
        self.view = view
        self.settings = settings

    @cached_property
    def experts(self) -> dict[str, Expert]:
        """Give the experts by id."""
        found = self.view.latest(Expert)
        return {id_: found[id_].body for id_ in sorted(found)}

    @cached_property
    def needs(self) -> dict[str, Need]:
        """Give the needs that are open, by id."""
        found = self.view.latest(Need)
        return {id_: found[id_].body for id_ in sorted(found) if not found[id_].body.closed}

    @cached_property
    def offers(self) -> list[tuple[str, Introduction]]:
        """Give the introductions with the ids of their records, by id."""
        found = self.view.latest(Introduction)
        return [(found[id_].id, found[id_].body) for id_ in sorted(found)]

    @cached_property
    def sessions(self) -> list[tuple[str, Session]]:
        """Give the sessions with the ids of their records, by encounter."""
        found = self.view.latest(Session)
        return [(found[id_].id, found[id_].body) for id_ in sorted(found)]

    @cached_property
    def answers(self) -> list[tuple[int, WhatMore]]:
        """Give what was answered to "what more?", with the place of its record in the journal."""
        return [(one.seq, one.body) for one in self.view.records(WhatMore)]

    @cached_property
    def teams(self) -> dict[str, tuple[str, ...]]:
        """Give who is engaged for each open need: offered and not declined, or at work for it."""
        found: dict[str, set[str]] = {need: set() for need in self.needs}
        for _, offer in self.offers:
            for need in self._meant(offer.need, offer.person):
                if offer.answer != "declined":
                    found[need].add(offer.expert)
        for _, session in self.sessions:
            for need in self._meant(session.need, ""):
                found[need].update(session.experts)
        return {need: tuple(sorted(team & self.experts.keys())) for need, team in found.items()}

    def _meant(self, need: str, person: str) -> list[str]:
        """Give the open needs that a record is about: the one named, or all of the person."""
        if need:
            return [need] if need in self.needs else []
        return self.of_person.get(person, []) if person else []

    @cached_property
    def of_person(self) -> dict[str, list[str]]:
        """Give the open needs of each person who has any."""
        found: dict[str, list[str]] = {}
        for id_, one in self.needs.items():
            found.setdefault(one.person, []).append(id_)
        return found

    @cached_property
    def engaged(self) -> dict[str, list[str]]:
        """Give for each expert who is engaged the open needs that they are engaged for."""
        found: dict[str, list[str]] = {}
        for need, team in self.teams.items():
            for one in team:
                found.setdefault(one, []).append(need)
        return found

    @cached_property
    def loads(self) -> dict[str, int]:
        """Give for each expert how many open needs they are engaged in."""
        return {one: len(self.engaged.get(one, ())) for one in self.experts}

    @cached_property
    def declined(self) -> dict[tuple[str, str], str]:
        """Give the pairs that the client declined, and when."""
        found = {}
        for id_, record in sorted(self.view.latest(Introduction).items()):
            offer = record.body
            for need in self._meant(offer.need, offer.person):
                if offer.answer == "declined":
                    found[need, offer.expert] = f"declined on {record.happened} ({id_})"
        return found

    @cached_property
    def conflicts(self) -> dict[tuple[str, str], str]:
        """Give the pairs of experts with people of organizations they must not be brought to."""
        against: dict[str, list[str]] = {}
        for id_, expert in self.experts.items():
            for one in expert.conflicts:
                against.setdefault(one, []).append(id_)
        found = {}
        for record in self.view.latest(Affiliation).values():
            role = record.body
            apart = against.get(role.organization)
            if apart and role.may_hold(self.view.as_of):
                for pair in product(self._meant("", role.person), apart):
                    found[pair] = f"they have a conflict with {role.organization}"
        return found

    @cached_property
    def decisions(self) -> dict[tuple[str, str], PairDecision]:
        """Give the decisions about pairs of open needs and known experts."""
        found = [record.body for _, record in sorted(self.view.latest(PairDecision).items())]
        return {
            (one.need, one.expert): one
            for one in found
            if one.need in self.needs and one.expert in self.experts
        }

    @property
    def resting(self) -> bool:
        """Tell whether nobody is to be brought in now: it was ended, or a pause was agreed."""
        record = self.view.latest(Engagement).get(self.view.engagement_id)
        return record is not None and record.body.rests(self.view.as_of)

    @cached_property
    def policy(self) -> MatchPolicy:
        """Give what the settings weigh."""
        told = self.settings
        return MatchPolicy(
            perspective_penalty=told.perspective_penalty / 100,
            balance=told.balance / 100,
            stability=told.stability / 100,
            falling=told.falling / 100 if told.never_too_much else 0.0,
            solver=told.solver,
        )

    @cached_property
    def matched(self) -> Matched:
        """Match all open needs; who is engaged stays, whom the client declined does not return."""
        engaged = {(need, one) for need, team in self.teams.items() for one in team}
        decided = {pair: one for pair, one in self.decisions.items() if pair not in engaged}
        pinned = {pair for pair, one in decided.items() if one.decision == "pinned"} | engaged
        barred = {
            pair: why
            for pair, why in (self.conflicts | self.declined).items()
            if pair not in pinned
        }
        for pair, one in decided.items():
            if one.decision == "forbidden":
                barred[pair] = f"forbidden: {clip(one.reason)}"
        needs, experts = _with_room(pinned, self.needs.values(), self.experts.values())
        conflicts = {pair: why for pair, why in barred.items() if pair[1] in self.experts}
        try:
            return self._match(needs, experts, pinned, conflicts, engaged)
        except InvalidInput:  # what was decided fits into no period: a fact comes before a calendar
            needs = [attrs.evolve(one, window=()) for one in needs]
            experts = [attrs.evolve(one, periods={}) for one in experts]
            found = self._match(needs, experts, pinned, conflicts, engaged)
            says = "periods were left aside: what is decided already fits into none"
            return msgspec.structs.replace(found, notes=(*found.notes, says))

    def _match(
        self,
        needs: list[Need],
        experts: list[Expert],
        pinned: set[tuple[str, str]],
        conflicts: dict[tuple[str, str], str],
        engaged: set[tuple[str, str]],
    ) -> Matched:
        return match(
            needs, experts, self.policy, scorer=self.settings.scorer,
            filters=self.settings.filters, aim=self.settings.aim, pins=pinned,
            conflicts=conflicts, previous=engaged,
        )  # fmt: skip

    def matched_with(self, need: str) -> Sequence[Match]:
        """Give the pairs of one need that are matched, by expert."""
        return self._pairs.get(need, ())

    @cached_property
    def _pairs(self) -> dict[str, list[Match]]:
        found: dict[str, list[Match]] = {}
        for one in self.matched.pairs:
            found.setdefault(one.need, []).append(one)
        return found

    @cached_property
    def _topics(self) -> dict[str, dict[str, float]]:
        return {id_: topics(one) for id_, one in self.needs.items()}

    @cached_property
    def known(self) -> dict[str, dict[str, float]]:
        """Give what each expert knows, by names that can be compared."""
        return {id_: knowledge(one) for id_, one in self.experts.items()}

    def coverage(self, need: str) -> float:
        """Give how well the experts engaged for a need cover it."""
        return covered(self._topics[need], self._known(need))

    def by_topic(self, need: str) -> dict[str, float]:
        """Give how well each topic of a need is covered, by the words of the need."""
        rows = self._known(need)
        return {
            one.name: topic_coverage(row.get(one.name.casefold().strip(), 0.0) for row in rows)
            for one in self.needs[need].topics
        }

    def adds(self, need: str, expert: str) -> float:
        """Give what an expert adds to what the others engaged for a need cover."""
        wanted, knows = self._topics[need], self.known[expert]
        if wanted.keys().isdisjoint(knows):
            return 0.0
        return gain(wanted, [self.known[one] for one in self.teams[need] if one != expert], knows)

    def knows(self, expert: str, topics: Iterable[str]) -> bool:
        """Tell whether an expert knows any of the topics."""
        levels = self.known[expert]
        return any(levels.get(one.casefold().strip(), 0.0) for one in topics)

    def _known(self, need: str) -> list[dict[str, float]]:
        return [self.known[one] for one in self.teams[need]]

    @cached_property
    def _described(self) -> dict[str, str]:
        """Give the record that describes each need and expert; a need goes before its namesake."""
        found = {id_: record.id for id_, record in self.view.latest(Expert).items()}
        return found | {id_: record.id for id_, record in self.view.latest(Need).items()}

    def evidence(self, *ids: str) -> tuple[str, ...]:
        """Give the records that describe needs and experts."""
        described = self._described
        return tuple(dict.fromkeys(described[one] for one in ids if one in described))

    def name(self, who: str) -> str:
        """Give a name, shortened, or the id when there is none."""
        return clip(self.view.name(who))

    def perspectives(self, experts: tuple[str, ...]) -> list[str]:
        """Give the distinct perspectives of some experts, sorted; unknown ones are left out."""
        return sorted({self.experts[one].perspective for one in experts} - {""})

    def coming(self, encounter: Encounter) -> list[str]:
        """Give the experts who are expected, or were there."""
        return sorted({one.person for one in encounter.attendees} & self.experts.keys())

    def served(self, encounter: Encounter) -> list[str]:
        """Give the people and organizations of other sides than ours who are expected."""
        found = [one.who for one in encounter.attendees if self.view.side(one.who) != "ours"]
        return [one for one in dict.fromkeys(found) if one not in self.experts]


def _with_room(
    pinned: set[tuple[str, str]], needs: Iterable[Need], experts: Iterable[Expert]
) -> tuple[list[Need], list[Expert]]:
    """Let needs and experts keep each other, though they are more than is wanted or fits."""
    there, load = (Counter(pair[n] for pair in pinned) for n in (0, 1))
    return [
        one if there[one.id] <= one.wanted else attrs.evolve(one, wanted=there[one.id])
        for one in needs
    ], [
        one if load[one.id] <= one.capacity else attrs.evolve(one, capacity=load[one.id])
        for one in experts
    ]
