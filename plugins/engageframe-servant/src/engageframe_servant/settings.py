"""What can a workspace set, and which words does the practice look for?"""

from pathlib import Path
from typing import Any, Final

import attrs

from engageframe import InvalidInput, a_count
from engageframe_lexicons import Lexicon, Wording

__all__ = ["LISTS", "ServantSettings", "lexicon"]

LISTS: Final = ("return-language", "conditional-service")
"""The lists of wordings that the practice knows."""

_SHIPPED: Final = Path(__file__).parent / "lexicons"


def _languages(_: object, field: "attrs.Attribute[Any]", value: tuple[str, ...]) -> None:
    if value != ("en",):
        try:
            Lexicon.load("servant", value, shipped=_SHIPPED, lists=LISTS)
        except InvalidInput as fault:
            raise ValueError("; ".join(map(str, fault.problems))) from None


def _lists(_: object, field: "attrs.Attribute[Any]", value: dict[str, Any]) -> None:
    try:
        Lexicon(dict.fromkeys(LISTS, ())).overridden(value)
    except InvalidInput as fault:
        raise ValueError(str(fault)) from None


@attrs.frozen(kw_only=True)
class ServantSettings:
    """The options under ``[practice.servant]``; all numbers are guesses, to be set by the team.

    Attributes:
        languages: The lexicons that texts are read with: English is shipped, others come from a
            plugin.
        words: Wordings added, replaced or switched off, in the lists ``return-language`` and
            ``conditional-service``.
        private: Whether what is found in wording is told to the writer alone.
        fewest_decisions: Decisions from which SRV002 and SRV009 count.
        most_by_one: Percent of the decisions that one person may take.
        days_to_tell: Days that bad news may wait.
        encounters_to_teach: Encounters in which somebody should be taught something.
        same_question: How often makes a question a dependency.
        reviews_to_admit: Reviews in which somebody should admit to something.
        days_of_difference: Days in which somebody of theirs should name a difference.
        days_to_ask_again: Days after which a question about us may be asked again.
        fewest: Cases that a measure needs.
        fewest_sentences: Sentences that the leak rate needs.
        smallest_group: Writers that the leak rate needs, so that it tells of nobody.
        most: Findings of one rule, proposals of one sort, cards in measures and figures, at most;
            findings beyond are counted.
    """

    languages: tuple[str, ...] = attrs.field(default=("en",), validator=_languages)
    words: dict[str, tuple[Wording, ...]] = attrs.field(factory=dict, validator=_lists)
    private: bool = True
    fewest_decisions: int = attrs.field(default=5, validator=a_count(2, 1000))
    most_by_one: int = attrs.field(default=70, validator=a_count(1, 99))
    days_to_tell: int = attrs.field(default=2, validator=a_count(0, 365))
    encounters_to_teach: int = attrs.field(default=5, validator=a_count(1, 1000))
    same_question: int = attrs.field(default=3, validator=a_count(2, 1000))
    reviews_to_admit: int = attrs.field(default=10, validator=a_count(1, 1000))
    days_of_difference: int = attrs.field(default=180, validator=a_count(1, 3660))
    days_to_ask_again: int = attrs.field(default=90, validator=a_count(1, 3660))
    fewest: int = attrs.field(default=5, validator=a_count(1, 1000))
    fewest_sentences: int = attrs.field(default=100, validator=a_count(1, 100_000))
    smallest_group: int = attrs.field(default=5, validator=a_count(2, 1000))
    most: int = attrs.field(default=10, validator=a_count(0, 1000))


def lexicon(settings: ServantSettings) -> Lexicon:
    """Read the lexicons that the settings name, with the words that they override."""
    found = Lexicon.load("servant", settings.languages, shipped=_SHIPPED, lists=LISTS)
    return found.overridden(settings.words)
