"""Which rules are there, why, and with which thresholds?"""

from typing import Final, Literal

import attrs

from engageframe import Rule, Threshold, a_choice, a_count, a_text, ids

__all__ = ["SmeSettings", "rules"]

_Aim = Literal["relevance", "coverage"]


@attrs.frozen(kw_only=True)
class SmeSettings:
    """The options under ``[practice.sme]``; numbers are guesses, to be set by the team.

    Attributes:
        scorer: The scorer, by name: ``skills+texts``, ``skills``, or one that a plugin adds.
        filters: What must hold of a pair, by name: ours, or those that a plugin adds.
        aim: Whether pairs are to be relevant each, or to cover most together.
        solver: The solver, by name; ``flow`` gives the same pairs on every machine.
        perspective_penalty: Percent of a score that an expert costs whose perspective is there.
        balance: Percent of a score that each further need of an expert costs.
        stability: Percent of a score that a pair is worth because it was there before.
        never_too_much: Whether more experts than wanted are offered where each adds something.
        falling: Percent of a score that the first expert beyond what was wanted must be worth.
        covered: From which percent on a topic is covered.
        flood: How many times as many offers as requests are a flood.
        acceptance: Below which percent accepted a flood is one.
        fewest_offers: How many offers must be answered before acceptance is told.
        fewest_ratings: How many people the mean of ratings takes; of fewer, single voices show.
        most: How many proposals, and findings of one rule, at most.
    """

    scorer: str = attrs.field(default="skills+texts", validator=a_text)
    filters: tuple[str, ...] = attrs.field(
        default=("language", "conflict", "capacity"), validator=ids
    )
    aim: _Aim = attrs.field(default="relevance", validator=a_choice(_Aim))
    solver: str = attrs.field(default="flow", validator=a_text)
    perspective_penalty: int = attrs.field(default=5, validator=a_count(0, 1000))
    balance: int = attrs.field(default=1, validator=a_count(0, 1000))
    stability: int = attrs.field(default=2, validator=a_count(0, 1000))
    never_too_much: bool = True
    falling: int = attrs.field(default=25, validator=a_count(1, 1000))
    covered: int = attrs.field(default=50, validator=a_count(0, 100))
    flood: int = attrs.field(default=3, validator=a_count(1, 1000))
    acceptance: int = attrs.field(default=50, validator=a_count(0, 100))
    fewest_offers: int = attrs.field(default=5, validator=a_count(1, 1000))
    fewest_ratings: int = attrs.field(default=5, validator=a_count(5, 1000))
    most: int = attrs.field(default=20, validator=a_count(0, 1000))


def rules(settings: SmeSettings) -> list[Rule]:
    """Name the rules with the thresholds that the settings give them."""
    return [
        Rule(
            code=code, name=name, severity=severity, says=says, why=why, source=source,
            thresholds=tuple(
                Threshold(name=option, value=getattr(settings, option), why=because)
                for concerned, option, because in _THRESHOLDS if concerned == code
            ),
        )
        for code, name, severity, says, why, source in _RULES
    ]  # fmt: skip


_THRESHOLDS: Final = (
    ("SME005", "covered", "half of a topic; a guess"),
    ("SME009", "flood", "three offers for one request; a guess"),
    ("SME009", "acceptance", "most offers declined or left alone; a guess"),
    ("SME009", "fewest_offers", "fewer may be chance; a guess"),
)
_NEUTRAL: Final = "Little on serving (S1.57): neutrality is kept whole by adding more experts"
_NATURAL: Final = (
    "Little on serving (S1.55): an expert is neutral by nature, if introduced properly"
)
_RULES: Final[tuple[tuple[str, str, Literal["E", "W", "I"], str, str, str], ...]] = (
    ("SME001", "single-voice", "W",
     "A need is served by one expert only, or by experts of one perspective.",
     "One voice is advice; a second that sees it another way leaves the choice with the client.",
     _NEUTRAL),
    ("SME002", "stake-undisclosed", "E",
     "An expert is brought in, and what they gain from the outcome is not recorded, or not told.",
     "Somebody who may gain can still be of help, but only where it is known.",
     "Pitfall of S1.55: neutral used to launder a pitch"),
    ("SME003", "no-introduction", "W",
     "An expert is in an encounter with somebody they were not introduced to.",
     "An expert is neutral only if introduced properly: by whom, as what, and whether asked for.",
     _NATURAL),
    ("SME004", "only-way", "W",
     "An expert said that their way is the only one.",
     "An expert is open: their own way is one of several, and an additional one.",
     "Little on serving (S1.54, S1.56)"),
    ("SME005", "topic-uncovered", "W",
     "What the experts of a need know covers less of a topic than it should.",
     "What nobody in the room knows stays unsaid.",
     "Little on serving (S1.59): bring as much expert help as possible"),
    ("SME006", "over-capacity", "E",
     "An expert is engaged in more needs than they have said they can take.",
     "Help that cannot be given is a promise that will be broken.",
     "a rule of this framework, against S1.22, without limit (tension T6)"),
    ("SME007", "what-more-unasked", "I",
     "Experts met a person, and nobody asked afterwards what more we can look at.",
     "The question keeps the choice open, and it is theirs to answer.",
     "Little on serving (S1.61): keep asking, what more can we look at?"),
    ("SME008", "register-mismatch", "W",
     "An expert does not speak the register that the need asks for.",
     "Who is spoken to over or under their level learns that it is not about them.",
     "Rajagopalan (S2.18): connect the right team member, in the language of the audience"),
    ("SME009", "unasked-flood", "I",
     "Far more experts were offered than asked for, and most offers were not accepted.",
     "Never too much help (S1.60) is a hypothesis, and unasked help can hurt: your records tell.",
     "Fisher, Nadler and Whitcher-Alagna (1982); Alvarez and van Leeuwen (2015), against S1.60"),
)  # fmt: skip
