"""What is known of serving in one view, before anybody is told?"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, partial
from typing import Any, NamedTuple, TypeVar

import engageframe_texts
from engageframe import Encounter, Record, View
from engageframe_lexicons import Lexicon
from engageframe_servant.kinds import READS
from engageframe_servant.records import (
    FACETS,
    SLOTS,
    Act,
    Card,
    Contribution,
    Decision,
    Matter,
    Message,
    Question,
    Teaching,
    Words,
)
from engageframe_servant.settings import ServantSettings
from engageframe_servant.texts import Leak, Text, leaks, texts

__all__ = ["SHOWN", "Breach", "Ledger", "Talk", "clip", "ids", "theirs"]

B = TypeVar("B")
SHOWN = 20
"""How many records an answer names at most: the latest."""

clip = partial(engageframe_texts.clip, longest=100)
"""Shorten what is quoted."""


class Breach(NamedTuple):
    """A rule, what it is about, what is the case, how to mend it, and the records that show it."""

    rule: str
    subject: str
    says: str
    fix: str
    evidence: tuple[str, ...]
    private_to: str = ""


class Talk(NamedTuple):
    """One matter with all that was said, decided and told about it."""

    matter: Record[Matter] | None
    contributions: tuple[Record[Contribution], ...]
    decisions: tuple[Record[Decision], ...]
    messages: tuple[Record[Message], ...]

    @property
    def affected(self) -> tuple[str, ...]:
        """Give the perspectives that are to be heard, each once."""
        return _named(self.matter.body.affected) if self.matter else ()

    @property
    def levels(self) -> tuple[str, ...]:
        """Give the levels that are to be told, each once."""
        return _named(self.matter.body.levels) if self.matter else ()

    @property
    def records(self) -> tuple[str, ...]:
        """Give the ids of the records, the matter first."""
        first = (self.matter.id,) if self.matter else ()
        return (*first, *ids((*self.contributions, *self.decisions, *self.messages)))


class Ledger:
    """The deeds and cards of one view, each worked out when it is first asked for."""

    def __init__(self, view: View, settings: ServantSettings, lexicon: Lexicon) -> None:
        self.view = view.for_practice("servant", READS)
        self.settings = settings
        self.lexicon = lexicon

    def records(self, body: type[B]) -> Sequence[Record[B]]:
        """Give the records of one kind by moment and id; of a noun, the last word on each."""
        every: Sequence[Record[Any]] = self.view.records(body)
        if "id" in body.__annotations__:
            every = list({one.body.id: one for one in every}.values())
        return sorted(every, key=_when)

    @cached_property
    def talks(self) -> Mapping[str, Talk]:
        """Give what was said, decided and told, by matter; a blank id holds what names none."""
        parts: dict[str, tuple[list[Any], list[Any], list[Any]]] = defaultdict(lambda: ([], [], []))
        kinds: tuple[type[Any], ...] = (Contribution, Decision, Message)
        for n, kind in enumerate(kinds):
            for record in self.records(kind):
                parts[record.body.matter][n].append(record)
        matters = {one.body.id: one for one in self.records(Matter)}
        return {
            name: Talk(matters.get(name), *map(tuple, parts[name]))
            for name in sorted({*matters, *parts})
        }

    @cached_property
    def decisions(self) -> Sequence[Record[Decision]]:
        """Give all decisions."""
        return self.records(Decision)

    @cached_property
    def messages(self) -> Sequence[Record[Message]]:
        """Give all messages."""
        return self.records(Message)

    @cached_property
    def teachings(self) -> Sequence[Record[Teaching]]:
        """Give what was taught."""
        return self.records(Teaching)

    @cached_property
    def questions(self) -> Mapping[str, list[Record[Question]]]:
        """Give the questions by topic."""
        found: dict[str, list[Record[Question]]] = defaultdict(list)
        for one in self.records(Question):
            found[one.body.topic].append(one)
        return dict(sorted(found.items()))

    @cached_property
    def acts(self) -> Sequence[Record[Act]]:
        """Give what was done for them."""
        return self.records(Act)

    @cached_property
    def cards(self) -> Sequence[Record[Card]]:
        """Give the cards as they now are."""
        return self.records(Card)

    @cached_property
    def texts(self) -> list[Text]:
        """Give the texts of ours that are about serving them."""
        return list(texts(self.view))

    @cached_property
    def leaks(self) -> Mapping[str, list[Leak]]:
        """Give the texts in which each list of wordings finds something."""
        return leaks(self.texts, self.lexicon)

    @cached_property
    def held(self) -> list[Encounter]:
        """Give the encounters that were held and not imported, in their order."""
        found = [one for one in self.view.encounters.values() if one.held and not one.imported]
        return sorted(found, key=lambda one: (one.held_on or self.view.as_of, one.id))

    @cached_property
    def heard(self) -> Mapping[str, Mapping[str, str]]:
        """Give by matter the perspectives that were heard, each with a record that shows it."""
        return {name: self._heard(talk) for name, talk in self.talks.items()}

    def _heard(self, talk: Talk) -> dict[str, str]:
        voices: dict[str, str] = {}
        for one in talk.contributions:
            voices.setdefault(one.body.by, one.id)
        for taken in talk.decisions:
            for who in (*taken.body.participants, taken.body.decider):
                voices.setdefault(who, taken.id)
        roles = {self.roles[who]: record for who, record in voices.items() if who in self.roles}
        found = {name: voices.get(name) or roles.get(_word(name)) for name in talk.affected}
        return {name: record for name, record in found.items() if record}

    @cached_property
    def unheard(self) -> Mapping[str, list[str]]:
        """Give by matter the perspectives that were not heard yet."""
        return {
            name: [one for one in talk.affected if one not in self.heard[name]]
            for name, talk in self.talks.items()
        }

    @cached_property
    def untold(self) -> Mapping[str, list[str]]:
        """Give by matter the levels that were to hear of it and that no message told reached."""
        found = {}
        for name, talk in self.talks.items():
            told = {_word(one) for message in talk.messages if message.body.told
                    for one in message.body.levels}  # fmt: skip
            found[name] = [one for one in talk.levels if _word(one) not in told]
        return found

    @cached_property
    def empty_slots(self) -> Mapping[str, list[str]]:
        """Give by message the slots that say nothing."""
        return {
            one.body.id: [slot for slot in SLOTS if not getattr(one.body, slot).strip()]
            for one in self.messages
        }

    @cached_property
    def sides(self) -> Mapping[str, str]:
        """Give the side of each stakeholder."""
        return {who: one.body.side for who, one in self.view.stakeholders.items()}

    @cached_property
    def roles(self) -> Mapping[str, str]:
        """Give the role of each stakeholder, in lower case."""
        return {who: _word(one.body.role) for who, one in self.view.stakeholders.items()}

    def is_among(self, who: str, perspectives: Iterable[str]) -> bool:
        """Tell whether somebody is one of some perspectives, by id or by role."""
        role = self.roles.get(who)
        return any(one == who or _word(one) == role for one in perspectives)

    def ours(self, who: str) -> bool:
        """Tell whether somebody is one of ours."""
        return self.sides.get(who) == "ours"

    def is_client(self, who: str) -> bool:
        """Tell whether somebody is one of the client's; a stranger is not known to be."""
        return self.sides.get(who) == "client"

    def name(self, who: str) -> str:
        """Give a name on one line, or the id."""
        return clip(self.view.name(who))

    def sourced(self, card: Card) -> dict[str, Words]:
        """Give the facets of a card that are in the client's words: said or confirmed by them."""
        found = {name: getattr(card, name) for name in FACETS}
        return {name: one for name, one in found.items() if one and self.is_theirs(one)}

    def is_theirs(self, said: Words | None) -> bool:
        """Tell whether a text is in the client's words: said or confirmed by one of them."""
        if said is None or said.basis not in ("said", "confirmed"):
            return False
        return self.is_client(said.by)


def _when(one: Record[Any]) -> tuple[Any, ...]:
    """Sort by moment and id; the days first, as they decide nearly always and compare quickly."""
    return one.happened.first, one.happened.last, one.happened, one.id


def theirs(ledger: Ledger, card: Card) -> str:
    """Say how many of the six facets are theirs."""
    return f"{len(ledger.sourced(card))} of {len(FACETS)} facets are in their words"


def ids(records: Iterable[Record[Any]]) -> tuple[str, ...]:
    """Give the ids of some records, the latest ``SHOWN`` of them."""
    return tuple(one.id for one in records)[-SHOWN:]


def _named(texts: Iterable[str]) -> tuple[str, ...]:
    """Give what is named, each once; a blank names nobody."""
    return tuple(dict.fromkeys(one for one in texts if one.strip()))


def _word(text: str) -> str:
    return text.strip().lower()
