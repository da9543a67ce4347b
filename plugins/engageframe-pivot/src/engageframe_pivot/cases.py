"""Where does each decision stand, and what shows it?

Pure: a view and settings in, a case for each decision out.
"""

from collections.abc import Iterable, Mapping
from functools import cached_property, partial
from typing import Any, Final

import msgspec

import engageframe_texts
from engageframe import ActionDone, Encounter, Engagement, Moment, Record, View
from engageframe_lexicons import Lexicon
from engageframe_pivot.grammar import Check, Claim, Rung, check
from engageframe_pivot.records import (
    Acceptance,
    Acts,
    Decision,
    Exempted,
    Idea,
    Reason,
    Restatement,
    WeChanged,
)
from engageframe_pivot.rules import PivotSettings

__all__ = ["THEIR_WORDS", "Case", "Cases", "Claimed", "Round", "alike", "clip"]

THEIR_WORDS: Final = ("said", "confirmed")
"""The bases that make words theirs."""

_ORDER: Final = ("said", "confirmed", "observed", "inferred", "ours")
clip: Final = partial(engageframe_texts.clip, longest=120)
"""Shorten what is quoted."""


class Round(msgspec.Struct, frozen=True, kw_only=True):
    """The acts of one encounter about one decision, as the grammar reads them."""

    record: Record[Acts]
    when: Moment
    read: Check


class Claimed(msgspec.Struct, frozen=True, kw_only=True):
    """One record of acceptance: the rung it claims, and the one that its evidence permits."""

    record: Record[Acceptance]
    when: Moment
    permits: Rung

    @property
    def claims(self) -> Claim:
        """Give what is claimed: ``changed`` when that asks for more than the rung."""
        body = self.record.body
        return "changed" if body.changed and body.rung < "A2" else body.rung

    @property
    def holds(self) -> Rung:
        """Give the rung that is claimed, as far as the evidence permits it."""
        return min(self.record.body.rung, self.permits)


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """All that is recorded about one decision, what came first first.

    ``decision`` is ``None`` when nobody described it yet; what is claimed of an idea that nobody
    described stands under the id of the idea; ``exempt`` is an exemption that holds.
    """

    id: str
    decision: Record[Decision] | None
    reasons: tuple[Record[Reason], ...]
    restatement: Record[Restatement] | None
    ideas: tuple[Record[Idea], ...]
    rounds: tuple[Round, ...]
    claims: tuple[Claimed, ...]
    changes: tuple[Record[WeChanged], ...]
    exempt: Record[Exempted] | None

    @property
    def who(self) -> str:
        """Give whose decision it is, empty when nobody described it."""
        return self.decision.body.who if self.decision else ""

    @property
    def theirs(self) -> tuple[Record[Reason], ...]:
        """Give the reasons and circumstances in their own words."""
        return tuple(one for one in self.reasons if one.body.basis in THEIR_WORDS)

    @property
    def last(self) -> Round | None:
        """Give the latest encounter about it."""
        return self.rounds[-1] if self.rounds else None

    @property
    def declined(self) -> bool:
        """Tell whether they declined at some time, and did not take it back there."""
        return any(one.read.declined for one in self.rounds)

    @property
    def confirmed(self) -> bool:
        """Tell whether their view stands confirmed: the last word about it counts."""
        told, last = self.restatement, self.last
        later = last and (told is None or not last.when.before(told.happened))
        if last and later and last.read.confirmed is not None:
            return last.read.confirmed
        return told is not None and told.body.basis in THEIR_WORDS

    @property
    def evidence(self) -> tuple[str, ...]:
        """Give the ids of the records that say where it stands."""
        single = [one for one in (self.decision, self.restatement) if one]
        last = [self.last.record] if self.last else []
        every = [*single, *self.reasons, *self.ideas, *last, *self.changes]
        return tuple(dict.fromkeys(one.id for one in every))


class Cases:
    """The cases of one view by the id of their decision, worked out when first asked for."""

    def __init__(self, view: View, settings: PivotSettings, lexicon: Lexicon) -> None:
        self.view = view
        self.settings = settings
        self.lexicon = lexicon

    @cached_property
    def encounters(self) -> Mapping[str, Encounter]:
        """Give the encounters: the view folds them anew each time."""
        return self.view.encounters

    @cached_property
    def every(self) -> dict[str, Case]:
        """Give all cases, exempt ones among them, in the order of ids."""
        view = self.view
        ideas, rounds = _by(view.latest(Idea).values()), self._rounds()
        reasons, changes = _by(view.records(Reason)), _by(view.records(WeChanged))
        restated, decided = _by(view.records(Restatement)), view.latest(Decision)
        claims = self._claims(rounds)
        known = {*decided, *ideas, *reasons, *restated, *rounds, *changes, *claims}
        return {
            id_: Case(
                id=id_,
                decision=decided.get(id_),
                reasons=tuple(sorted(reasons.get(id_, ()), key=_by_basis)),
                restatement=restated[id_][-1] if id_ in restated else None,
                ideas=tuple(ideas.get(id_, ())),
                rounds=tuple(rounds.get(id_, ())),
                claims=tuple(claims.get(id_, ())),
                changes=tuple(changes.get(id_, ())),
                exempt=self._exempt(id_),
            )
            for id_ in sorted(known)
        }

    @cached_property
    def open(self) -> list[Case]:
        """Give the cases that are not exempt."""
        return [one for one in self.every.values() if one.exempt is None]

    @cached_property
    def offered(self) -> dict[str, list[tuple[Case, Record[Idea]]]]:
        """Give each idea that is told, by its text, with the cases that it is for."""
        found: dict[str, list[tuple[Case, Record[Idea]]]] = {}
        for case in self.every.values():
            for idea in case.ideas:
                found.setdefault(alike(idea.body.text), []).append((case, idea))
        return found

    @cached_property
    def declined(self) -> dict[str, set[str]]:
        """Give each idea that somebody declined, by its text, with the cases that it was for."""
        found: dict[str, set[str]] = {}
        for case in self.every.values():
            for idea in case.ideas if case.declined else ():
                found.setdefault(alike(idea.body.text), set()).add(case.id)
        return found

    @cached_property
    def meetings(self) -> dict[str, list[tuple[Moment, Encounter]]]:
        """Give the encounters that were held or are planned, by the first day that each may be.

        All of them stand under an empty name, and under the names of those who once declined
        those with them.
        """
        wanted = {case.who for case in self.open if case.declined} - {""}
        found: dict[str, list[tuple[Moment, Encounter]]] = {"": []}
        for one in self.encounters.values() if wanted else ():
            when = one.held_on or (one.planned.scheduled if one.planned else None)
            if when is None:
                continue
            found[""].append((when, one))
            for there in one.attendees:
                if there.person in wanted or there.organization in wanted:
                    for who in {there.person, there.organization} & wanted:
                        found.setdefault(who, []).append((when, one))
        for rows in found.values():
            rows.sort(key=lambda row: (row[0].first, row[1].id))
        return found

    @cached_property
    def resting(self) -> bool:
        """Tell whether nothing is to be proposed: the client ended it, or a pause was agreed."""
        record = self.view.latest(Engagement).get(self.view.engagement_id)
        return record is not None and record.body.rests(self.view.as_of)

    @cached_property
    def done(self) -> dict[str, int]:
        """Give for each action that was done the place of its last record in the journal."""
        return {id_: one.seq for id_, one in self.view.latest(ActionDone).items()}

    def name(self, who: str) -> str:
        """Give a name, shortened, or the id when there is none."""
        return clip(self.view.name(who)) if who else "somebody"

    def _exempt(self, id_: str) -> Record[Exempted] | None:
        found = self.view.latest(Exempted).get(id_)
        over = found and found.body.until and found.body.until.before(self.view.as_of)
        return None if over else found

    def _rounds(self) -> dict[str, list[Round]]:
        found: dict[str, list[Round]] = {}
        for record in self.view.latest(Acts).values():
            held = self.encounters.get(record.body.encounter)
            when = held.held_on if held and held.held_on else record.happened
            one = Round(record=record, when=when, read=self._read(record.body))
            found.setdefault(record.body.decision, []).append(one)
        return {id_: sorted(rows, key=lambda one: (one.when, one.record.seq))
                for id_, rows in found.items()}  # fmt: skip

    def _read(self, body: Acts) -> Check:
        wordless = (
            n for n, one in enumerate(body.acts, 1)
            if one.act in ("OWN", "ACT") and not one.words.strip()
        )  # fmt: skip
        return check(
            [one.act for one in body.acts],
            wordless=frozenset(wordless),
            talk_share=body.talk_share,
            most_talk=self.settings.most_talk,
        )

    def _claims(self, rounds: dict[str, list[Round]]) -> dict[str, list[Claimed]]:
        found: dict[str, list[Claimed]] = {}
        for record in self.view.records(Acceptance):
            idea = self.view.latest(Idea).get(record.body.idea)
            of = idea.body.decision if idea else record.body.idea
            shown = [
                one.read.permits
                for one in rounds.get(of, ())
                if one.record.body.encounter == record.body.encounter
            ]
            permits = max([_permits(record.body), *shown])
            one = Claimed(record=record, when=record.happened, permits=permits)
            found.setdefault(of, []).append(one)
        return {id_: sorted(rows, key=lambda one: (one.when, one.record.seq))
                for id_, rows in found.items()}  # fmt: skip


def _permits(body: Acceptance) -> Rung:
    """Give the rung that the record itself is evidence for: nothing, when it is only our view."""
    if body.basis not in (*THEIR_WORDS, "observed"):
        return "A0"
    if body.explained_to.strip():
        return "A5"
    if body.action.strip():
        return "A3" if body.prompted else "A4"
    return "A2" if body.words.strip() and body.basis in THEIR_WORDS else "A1"


def _by(records: Iterable[Record[Any]]) -> dict[str, list[Record[Any]]]:
    """Group records by their decision, in the order in which they happened."""
    found: dict[str, list[Record[Any]]] = {}
    for one in sorted(records, key=lambda one: (one.happened, one.seq)):
        found.setdefault(one.body.decision, []).append(one)
    return found


def _by_basis(record: Record[Reason]) -> int:
    return _ORDER.index(record.body.basis)


def alike(text: str) -> str:
    """Write a text so that the same words are the same text."""
    return " ".join(text.casefold().split())
