"""Which rules are there, why, and with which thresholds?"""

from collections.abc import Sequence
from typing import Final, Literal

from engageframe import Rule, Threshold
from engageframe_servant.settings import ServantSettings

__all__ = ["rules"]

_LITTLE: Final = "Little on"
_TRAITS: Final = f"{_LITTLE} the four traits of serving"
_THEIRS: Final = f"{_LITTLE} whom we serve: S1.18, S1.28, S1.29, S1.30, S1.34"
_RESERVE: Final = f"{_LITTLE} serving without reserve"

_THRESHOLDS: Final = (
    ("SRV002", "fewest_decisions", "with fewer, one decider may be chance; a guess"),
    ("SRV002", "most_by_one", "percent of the decisions; a guess"),
    ("SRV005", "days_to_tell", "days from knowing bad news to telling them; a guess"),
    ("SRV007", "encounters_to_teach", "encounters in which nobody was taught; a guess"),
    ("SRV008", "same_question", "three times is no accident; a guess"),
    ("SRV009", "fewest_decisions", "with fewer, agreement may be real; a guess"),
    ("SRV010", "reviews_to_admit", "nobody is right ten times running; a guess"),
    ("SRW009", "days_of_difference", "half a year without a word from them; a guess"),
)

_RULES: Final[tuple[tuple[str, str, Literal["E", "W", "I"], str, str, str], ...]] = (
    ("SRV001", "perspective-gap", "W", f"{_TRAITS}: S1.36, S1.42",
     "A matter was decided, and some of those whom it affects had not been heard.",
     "Who is left out knows what the others cannot know, and carries the decision all the same."),
    ("SRV002", "single-decider", "W", f"{_TRAITS}: S1.37",
     "Most decisions were taken by one and the same person.",
     "A decision is a by-product of working together; power never rests with one."),
    ("SRV003", "level-gap", "W", f"{_TRAITS}: S1.38",
     "News on a matter was told, and not to every level that was to hear of it.",
     "Who hears it last, or from others, no longer trusts the rest."),
    ("SRV004", "vague-message", "W", f"{_TRAITS}: S1.38",
     "A message leaves some of its six slots empty: what, why, who, when, changed, unknown.",
     "What is not said is guessed, and the guesses differ."),
    ("SRV005", "slow-truth", "W", f"{_TRAITS}: S1.39",
     "Bad news was known for longer than the days allowed before it was told.",
     "The delay costs them the time to act, and costs us their trust."),
    ("SRV006", "credit-to-self", "I", f"{_TRAITS}: S1.40",
     "Credit went to the one who gave it, and to nobody else.",
     "Everybody's contribution matters; who is never named stops contributing."),
    ("SRV007", "no-teaching", "I", f"{_TRAITS}: S1.41",
     "In the latest encounters nobody was taught anything.",
     "What they can do themselves outlasts what we do for them."),
    ("SRV008", "dependency", "I", f"{_TRAITS}: S1.41",
     "The same help was asked for again and again, and it was never taught.",
     "Help that must be asked for each time keeps them waiting for us."),
    ("SRV009", "no-dissent", "I", f"{_TRAITS}: S1.36, S1.37",
     "Several decisions are recorded, and nobody spoke against any of them.",
     "Either it is not written down, or it is not said; how openly one disagrees is a custom."),
    ("SRV010", "never-wrong", "I", f"{_TRAITS}: S1.43",
     "In the latest reviews nobody of ours admitted to have been wrong, or not to know.",
     "Who is never wrong cannot be corrected, and will not be told."),
    ("SRW001", "return-language", "W", f"{_RESERVE}: S1.23, S1.24",
     "A text about serving them speaks of what we get.",
     "Expecting a return changes the work, and everybody sees it."),
    ("SRW002", "facet-not-theirs", "W", _THEIRS,
     "A card of what somebody hopes to achieve has facets that are missing or not in their words.",
     "Timing, details, objectives, measurables, risks and rewards must be theirs, or we serve us."),
    ("SRW003", "conditional-service", "W", f"{_RESERVE}: S1.17, S1.23",
     "Help was tied to something that they are to do for us.",
     "Help with a condition is a trade; it may be a fair one, but it is not serving."),
    ("SRW004", "gave-up", "I", f"{_LITTLE} serving relentlessly: S1.19, S1.20",
     "An obstacle stood in the way of helping, and no other way was looked for.",
     "Obstacles are part of it; the second way is often the one that works."),
    ("SRW005", "ends-with-project", "W", f"{_LITTLE} serving endlessly: S1.21",
     "A project has ended, and no next touch is planned.",
     "Their objectives go on; silence after a project says what it was about for us."),
    ("SRW006", "house-in-review", "E", f"{_RESERVE}: S1.24, S1.26, S1.27",
     "An opportunity review names no objective of the client, or rests on data of the house.",
     "A review of our chances is a forecast; this one is about theirs, and on their words only."),
    ("SRW007", "over-capacity", "W", "the guard of those who serve: endless service exhausts, T6",
     "Somebody gave more time in a week than they had said they can give.",
     "Who is worn out serves nobody; that service is without limit is no duty of one person."),
    ("SRW008", "second-order-missing", "I", f"{_LITTLE} serving: S1.16",
     "A card does not say whom the person serves in turn.",
     "Their success is the success of those they serve; what helps only them may be beside it."),
    ("SRW009", "difference-unacknowledged", "W", f"{_LITTLE} serving: S1.13, S1.14",
     "For long nobody of the client has said which difference our work makes for them.",
     "Only a difference that they see counts; what we see is an opinion about ourselves."),
)  # fmt: skip


def rules(settings: ServantSettings) -> Sequence[Rule]:
    """Build the rules with the thresholds that are set."""
    return [
        Rule(
            code=code, name=name, severity=severity, source=source, says=says, why=why,
            thresholds=tuple(
                Threshold(name=option, value=getattr(settings, option), why=reason)
                for concerned, option, reason in _THRESHOLDS if concerned == code
            ),
        )
        for code, name, severity, source, says, why in _RULES
    ]  # fmt: skip
