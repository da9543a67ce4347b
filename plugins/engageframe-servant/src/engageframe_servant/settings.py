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
    """The options under ``[practice.servant]``; all numbers are guesses, to be set by the team."""

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
