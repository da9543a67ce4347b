"""Which of our own texts speak of what we get, or put conditions on what we give?

Only texts that we wrote about serving them are read: never their words, never the house.
"""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

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

__all__ = ["RULES", "Place", "Text", "counted", "leaks", "places", "texts"]

RULES = {"return-language": "SRW001", "conditional-service": "SRW003"}
"""The rule of each list of wordings."""


class Text(NamedTuple):
    """One text of ours: its words, the record it stands in, what that is about, its field."""

    words: str
    record: Record[Any]
    subject: str
    field: str


class Place(NamedTuple):
    """Where in a text something was found: line and column, counted from 1."""

    line: int
    column: int
    list: str
    match: Match


def texts(view: View) -> Iterator[Text]:
    """Give the texts of ours that are about serving them; what was imported is left out."""
    for plan in view.latest(EncounterPlanned).values():
        yield from _told(plan, "purpose", plan.body.purpose)
        yield from _told(plan, "questions", *plan.body.questions)
        for aim in plan.body.objectives:
            yield from _told(plan, "objectives", aim.text, aim.measure)
    for held in view.latest(EncounterHeld).values():
        yield from _told(held, "subject", held.body.subject)
    for made in view.latest(CommitmentMade).values():
        yield from _told(made, "what", made.body.what)
    for said in view.records(Statement):
        if said.body.basis == "ours":
            yield from _told(said, "text", said.body.text, about=said.id)
    yield from _own(view)


def _own(view: View) -> Iterator[Text]:
    """Give the texts in records of this practice."""
    plain: tuple[tuple[type[Any], tuple[str, ...]], ...] = (
        (Act, ("what", "obstacle", "condition")), (Decision, ("what",)), (Matter, ("what",)),
        (Message, SLOTS), (Opportunity, ("did", "next")), (Project, ("what",)),
        (Teaching, ("what",)),
    )  # fmt: skip
    for body, fields in plain:
        for one in view.latest(body).values():
            for field in fields:
                yield from _told(one, field, getattr(one.body, field))
            if body is Act:
                yield from _told(one, "alternatives", *one.body.alternatives)
    nouns: tuple[tuple[type[Any], tuple[str, ...]], ...] = (
        (Card, FACETS),
        (Opportunity, ("objective", "measure", "risk", "changed")),
    )
    for body, fields in nouns:
        for one in view.latest(body).values():
            for field in fields:
                yield from _worded(one, field, getattr(one.body, field))
    for difference in view.records(Difference):
        yield from _worded(difference, "words", difference.body.words, about=difference.id)


def _told(record: Record[Any], field: str, *words: str, about: str = "") -> Iterator[Text]:
    if not record.imported:
        for one in words:
            if one:
                yield Text(one, record, about or record.body.id, field)


def _worded(
    record: Record[Any], field: str, said: Words | None, *, about: str = ""
) -> Iterator[Text]:
    if said is not None and said.basis in ("inferred", "ours"):
        yield from _told(record, field, said.text, about=about)


def leaks(
    told: Iterable[Text], lexicon: Lexicon, name: str
) -> Iterator[tuple[Text, tuple[Match, ...]]]:
    """Give the texts in which a list of wordings finds something, with all that it finds.

    All texts are searched at once first, because most plans have no such words at all.
    """
    every = list(told)
    if lexicon.find(name, "\n\n".join(dict.fromkeys(one.words for one in every))):
        for one in every:
            if found := lexicon.find(name, one.words):
                yield one, found


def counted(told: Iterable[str], lexicon: Lexicon, name: str) -> tuple[int, int]:
    """Count the sentences of some texts in which a list of wordings finds something, and all."""
    every = sentences("\n\n".join(told))
    return sum(bool(lexicon.find(name, one)) for one in every), len(every)


def places(text: str, lexicon: Lexicon) -> list[Place]:
    """Find every place in a text that is going out, in the order of the text."""
    found = []
    for name in RULES:
        for match in lexicon.find(name, text):
            line = text.count("\n", 0, match.start) + 1
            column = match.start - (text.rfind("\n", 0, match.start) + 1) + 1
            found.append(Place(line, column, name, match))
    return sorted(found, key=lambda one: (one.match.start, one.match.end, one.list))
