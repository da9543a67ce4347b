"""Which of our own texts speak of what we get, or put conditions on what we give?

Only texts that we wrote about serving them are read: never their words, never the house.
"""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple, TypeVar

from engageframe import CommitmentMade, EncounterHeld, EncounterPlanned, Record, Statement, View
from engageframe_lexicons import Lexicon, Match, sentences
from engageframe_servant.records import (
    FACETS,
    SLOTS,
    Act,
    Card,
    Decision,
    Difference,
    Matter,
    Message,
    Opportunity,
    Project,
    Teaching,
    Words,
)

__all__ = ["RULES", "Leak", "Place", "Text", "counted", "leaks", "places", "texts"]

B = TypeVar("B")
RULES = {"return-language": "SRW001", "conditional-service": "SRW003"}
"""The rule of each list of wordings."""


class Text(NamedTuple):
    """One text of ours: its words, the record it stands in, what that is about, its field."""

    words: str
    record: Record[Any]
    subject: str
    field: str


Leak = tuple[Text, tuple[Match, ...]]
"""A text, and what was found in it."""


class Place(NamedTuple):
    """Where in a text something was found: line and column, counted from 1."""

    line: int
    column: int
    list: str
    match: Match


def texts(view: View) -> Iterator[Text]:
    """Give the texts of ours that are about serving them; what was imported is left out."""
    for plan in _ours(view, EncounterPlanned):
        body = plan.body
        if body.purpose:
            yield Text(body.purpose, plan, body.id, "purpose")
        for question in body.questions:
            yield Text(question, plan, body.id, "questions")
        for aim in body.objectives:
            yield Text(aim.text, plan, body.id, "objectives")
            if aim.measure:
                yield Text(aim.measure, plan, body.id, "objectives")
    for held in _ours(view, EncounterHeld):
        if held.body.subject:
            yield Text(held.body.subject, held, held.body.id, "subject")
    for made in _ours(view, CommitmentMade):
        yield Text(made.body.what, made, made.body.id, "what")
    for said in view.records(Statement):
        if said.body.basis == "ours" and not said.source:
            yield Text(said.body.text, said, said.id, "text")
    yield from _own(view)


def _ours(view: View, body: type[B]) -> list[Record[B]]:
    """Give the last record on each thing of a kind whose id tells it apart, if not imported."""
    every: tuple[Record[Any], ...] = view.records(body)
    return [one for one in {one.body.id: one for one in every}.values() if not one.source]


def _own(view: View) -> Iterator[Text]:
    """Give the texts in records of this practice."""
    plain: tuple[tuple[type[Any], tuple[str, ...]], ...] = (
        (Act, ("what", "obstacle", "condition")), (Decision, ("what",)), (Matter, ("what",)),
        (Message, SLOTS), (Opportunity, ("did", "next")), (Project, ("what",)),
        (Teaching, ("what",)),
    )  # fmt: skip
    for body, fields in plain:
        for one in _ours(view, body):
            for field in fields:
                yield from _told(one, field, getattr(one.body, field))
            if body is Act:
                yield from _told(one, "alternatives", *one.body.alternatives)
    nouns: tuple[tuple[type[Any], tuple[str, ...]], ...] = (
        (Card, FACETS),
        (Opportunity, ("objective", "measure", "risk", "changed")),
    )
    for body, fields in nouns:
        for one in _ours(view, body):
            for field in fields:
                yield from _worded(one, field, getattr(one.body, field))
    for difference in view.records(Difference):
        if not difference.source:
            yield from _worded(difference, "words", difference.body.words, about=difference.id)


def _told(record: Record[Any], field: str, *words: str, about: str = "") -> Iterator[Text]:
    for one in words:
        if one:
            yield Text(one, record, about or record.body.id, field)


def _worded(
    record: Record[Any], field: str, said: Words | None, *, about: str = ""
) -> Iterator[Text]:
    if said is not None and said.basis in ("inferred", "ours"):
        yield from _told(record, field, said.text, about=about)


def leaks(told: Iterable[Text], lexicon: Lexicon) -> dict[str, list[Leak]]:
    """Give by list of wordings the texts in which it finds something, with all that it finds."""
    every = list(told)
    found: dict[str, list[Leak]] = {name: [] for name in RULES}
    for number, name, matches in lexicon.search([one.words for one in every]):
        found[name].append((every[number], matches))
    return found


def counted(told: Iterable[str], lexicon: Lexicon, name: str) -> int:
    """Count the sentences of some texts in which a list of wordings finds something."""
    every = sentences("\n\n".join(told))
    return sum(bool(lexicon.find(name, one)) for one in every)


def places(text: str, lexicon: Lexicon) -> list[Place]:
    """Find every place in a text that is going out, in the order of the text."""
    found = []
    for name in RULES:
        for match in lexicon.find(name, text):
            line = text.count("\n", 0, match.start) + 1
            column = match.start - (text.rfind("\n", 0, match.start) + 1) + 1
            found.append(Place(line, column, name, match))
    return sorted(found, key=lambda one: (one.match.start, one.match.end, one.list))
