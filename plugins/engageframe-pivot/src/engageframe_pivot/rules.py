"""Which rules are there, why, and with which options?"""

from pathlib import Path
from typing import Final, Literal

import attrs

from engageframe import Rule, Threshold, a_count
from engageframe_lexicons import Lexicon, Wording

__all__ = ["LISTS", "PivotSettings", "lexicon", "rules"]

LISTS: Final = ("contrast", "persuades", "replaces")
"""The lists of a lexicon: for PIV003, PIV008 and PIV006."""


@attrs.frozen(kw_only=True)
class PivotSettings:
    """The options under ``[practice.pivot]``; the numbers are guesses, to be set by the team.

    Attributes:
        languages: The lexicons that texts are read with.
        words: Wordings by list; one with the name of a shipped wording replaces it.
        most_talk: Above which share of the time an assent looks like submission, in percent.
        needs_encounters: From how many encounters the measures of our acts have a value.
        needs_utterances: From how many utterances the share of change talk has a value.
        most: How many proposals, and how many findings of one rule, are made at most.
    """

    languages: tuple[str, ...] = ("en",)
    words: dict[str, tuple[Wording, ...]] = attrs.field(factory=dict)
    most_talk: int = attrs.field(default=65, validator=a_count(0, 100))
    needs_encounters: int = attrs.field(default=3, validator=a_count(1, 1000))
    needs_utterances: int = attrs.field(default=5, validator=a_count(1, 1000))
    most: int = attrs.field(default=20, validator=a_count(0, 1000))


def lexicon(settings: PivotSettings) -> Lexicon:
    """Read the lexicons of the languages, with the words of the settings.

    Raises:
        InvalidInput: a language is not there, its file has faults, or there is no such list.
    """
    shipped = Path(__file__).parent / "lexicons"
    read = Lexicon.load("pivot", settings.languages, shipped=shipped, lists=LISTS)
    return read.overridden(settings.words)


def rules(settings: PivotSettings) -> list[Rule]:
    """Build the rules with the thresholds that are set."""
    talk = Threshold(
        name="most_talk",
        value=settings.most_talk,
        why="a vendor's count of sales calls (Gong), correlational; no more than a hint",
    )
    return [
        Rule(
            code=code, name=name, severity=severity, gates=gates, source=source, says=says,
            why=why, thresholds=(talk,) if code == "PIV005" else (),
        )
        for code, name, severity, gates, source, says, why in _RULES
    ]  # fmt: skip


_Gates = tuple[Literal["freeze", "review", "close"], ...]
_PAST: Final[_Gates] = ("review", "close")
_ALL: Final[_Gates] = ("freeze", "review", "close")
_PIVOT: Final = 'Little, "Time to Pivot" (2022)'
_ALSO: Final = 'Little, "And/Also Pivot" (2021), after Adam Grant'
_RULES: Final[tuple[tuple[str, str, Literal["E", "W", "I"], _Gates, str, str, str], ...]] = (
    ("PIV001", "also-before-confirmed", "E", _PAST, f"S1.51, L3: {_PIVOT}; {_ALSO}",
     "An idea was offered before they had confirmed how they see it.",
     "Who does not feel understood defends their own view, however good the idea is."),
    ("PIV002", "no-permission", "W", _ALL, f"S1.52, L3: {_ALSO}",
     "An idea was offered without their leave.",
     "Only who is open to another thought can let it stand beside their own."),
    ("PIV003", "contrast-word", "W", _ALL, f"S1.52: {_ALSO}",
     "The wording of an idea sets it against what they think.",
     "After a but, what stood before it counts no more; and, also let both be true."),
    ("PIV004", "rebuttal", "W", _ALL, f"S1.51: {_PIVOT}",
     "Something that they said was rebutted.",
     "Their view is true and viable to them; a rebuttal says that it is not."),
    ("PIV005", "submission-risk", "W", _ALL, f"S1.48: {_PIVOT}",
     "They assented without a reason or an action of their own.",
     "Heavy talking makes people give up, and submission does not equal acceptance."),
    ("PIV006", "replaces-not-adds", "E", _ALL, f"S1.52: {_PIVOT}",
     "An idea takes away what they have, where it should come beside it.",
     "An additional idea asks nobody to have been wrong."),
    ("PIV007", "reasons-unsourced", "W", _ALL, f"S1.45, S1.51, L3: {_ALSO}",
     "An idea stands ready, and no reason for their decision is in their words.",
     "How sensible a decision was shows only in how, and in what circumstances, they took it."),
    ("PIV008", "mind-change-objective", "W", _ALL, f"S1.47, L2: {_PIVOT}",
     "An aim is to change the mind of somebody else.",
     "Nobody can change the mind of another; they can only be helped to want to."),
    ("PIV009", "wrong-response", "I", _ALL, f"S1.50: {_PIVOT}",
     "After they declined, they were dropped, or the idea was pitched anew or taken elsewhere.",
     "Giving up, another pitch and another target all say that it was never about them."),
    ("PIV010", "acceptance-overclaimed", "E", _PAST, f"S1.48, S1.49: {_PIVOT}",
     "More acceptance is claimed than the evidence permits.",
     "What people show may differ from what they believe; their own reasons tell."),
)  # fmt: skip
