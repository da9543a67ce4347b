"""Which rules are there, why, and with which thresholds?"""

from typing import Final, Literal

import attrs

from engageframe import Rule, Threshold, a_count

__all__ = ["Settings", "rules"]


@attrs.frozen(kw_only=True)
class Settings:
    """The options under ``[practice.cycle]``; the numbers are guesses, to be set by the team.

    Attributes:
        review_after_working_days: PDR003: how many working days a review may take.
        paid_test_reviews: PDR008: after how many reviews the paid test is asked of them, too.
        personal_expiry_months: DAT003: how long a statement about a person holds when it names no
            end.
        smallest_group: How many people the mean of a side's feedback needs; with fewer it is
            withheld, as single voices show.
        fewest_reviews: How many cases a measure of reviews needs; with fewer it says "not enough
            evidence".
        look_ahead_days: Which promises are proposed for the plan: those due within so many days.
        most_known: How many statements about one person a brief shows at most.
        special_words: DAT001: the words that are looked for, instead of the English list.
        more_special_words: DAT001: words that are looked for besides.
    """

    review_after_working_days: int = attrs.field(default=2, validator=a_count(0, 250))
    paid_test_reviews: int = attrs.field(default=3, validator=a_count(1, 100))
    personal_expiry_months: int = attrs.field(default=12, validator=a_count(1, 1200))
    smallest_group: int = attrs.field(default=5, validator=a_count(2, 1000))
    fewest_reviews: int = attrs.field(default=3, validator=a_count(1, 1000))
    look_ahead_days: int = attrs.field(default=31, validator=a_count(0, 3660))
    most_known: int = attrs.field(default=12, validator=a_count(1, 1000))
    special_words: tuple[str, ...] = ()
    more_special_words: tuple[str, ...] = ()


def rules(settings: Settings) -> list[Rule]:
    """Build the rules with the thresholds that are set."""
    return [
        Rule(
            code=code, name=name, severity=severity, gates=gates, source=source,
            says=says, why=why, thresholds=tuple(
                Threshold(name=option, value=getattr(settings, option), why=reason)
                for concerned, option, reason in _THRESHOLDS if concerned == code
            ),
        )
        for code, name, severity, gates, source, says, why in _RULES
    ]  # fmt: skip


_THRESHOLDS = (
    ("PDR003", "review_after_working_days", "a guess: what is not noted by then fades"),
    ("PDR008", "paid_test_reviews", "a guess: three times is a habit"),
    ("DAT003", "personal_expiry_months", "a guess: much changes for a person in a year"),
)
_Gates = tuple[Literal["freeze", "review", "close"], ...]
_ALL: Final[_Gates] = ("freeze", "review", "close")
_PLAN = 'S1.32, L5: Little, "Plan-Do-Review" (2016), a written plan before each engagement and call'
_UNDERSTAND = 'L4: Little, "Plan-Do-Review" (2021): to understand the client is the core of PLAN'
_CIRCLE = 'L4: Little, "Plan-Do-Review" (2021): REVIEW points at the next PLAN'
_PAID = 'L4: Little, "Plan-Do-Review" (2021), after Rackham: would they have paid for this call?'
_GLOBAL = "Rackham on reviewing calls: never be content with global conclusions"
_ADVANCE = "Rackham on outcomes of calls: an advance is an action that the customer takes on"
_ENDLESS = "S1.21, S1.22: Little on serving, endless, and they know that we are there by choice"
_OURS = "a rule of this framework"
_RULES: tuple[tuple[str, str, Literal["E", "W", "I"], _Gates, str, str, str], ...] = (
    ("PDR001", "plan-before-do", "E", _ALL[1:], _PLAN,
     "An encounter was held, and no plan had been written before.",
     "Only a plan made before shows what we wanted to learn, and what we misjudged."),
    ("PDR002", "no-understand-objective", "W", _ALL, _UNDERSTAND,
     "The plan of an encounter has no objective of the kind understand.",
     "There is always something that neither side has grasped yet."),
    ("PDR003", "review-missing", "W", _ALL, _CIRCLE,
     "An encounter was held, and after the working days allowed it is not reviewed.",
     "What was said fades within days, and then teaches the next plan nothing."),
    ("PDR004", "objective-unanswered", "E", _ALL[2:], _GLOBAL,
     "A review gives no verdict on an objective that was planned.",
     "An objective that nobody judges was none."),
    ("PDR005", "advance-without-client-action", "E", _ALL[2:], _ADVANCE,
     "A review says advance, but nobody of the client took on an action.",
     "What they do themselves shows that they move; our own next step does not."),
    ("PDR006", "lesson-orphan", "W", _ALL, _CIRCLE,
     "A lesson was learned before the latest plan, and no plan applies it, nor was it waived.",
     "The round is a circle only if what was learned changes what is planned."),
    ("PDR007", "global-review", "I", _ALL, _GLOBAL,
     "A review links to no evidence.",
     "That it went well cannot be checked; a record can."),
    ("PDR008", "paid-test-one-sided", "I", _ALL, _PAID,
     "Several reviews say what the encounter was worth in our eyes, and none in theirs.",
     "The two answers often differ, and theirs is the one that counts."),
    ("PDR009", "plan-rewritten", "W", _ALL, _PLAN,
     "The plan of an encounter was changed after it had been held.",
     "A plan that follows the facts hides what there was to learn."),
    ("PDR010", "no-next-touch", "W", _ALL, _ENDLESS,
     "The engagement is active, and no next encounter is planned.",
     "Silence after a project is felt as the end of our interest."),
    ("DAT001", "special-category", "E", _ALL, "GDPR, article 9",
     "A text speaks of a person's health, belief, politics, origin or sexuality without consent.",
     "Such data can do most harm, and we may keep them only when the person agreed."),
    ("DAT002", "unprovenanced", "W", _ALL, "GDPR, articles 5 and 14",
     "A statement about a person comes from nobody known (a date and a basis it always has).",
     "What nobody answers for cannot be asked about or corrected."),
    ("DAT003", "expired", "W", _ALL, "GDPR, article 5",
     "A statement about a person is past its end, or older than the months allowed.",
     "People change, and what was true once misleads."),
    ("DAT004", "mirror-test", "W", _ALL, "GDPR, article 15",
     "A statement is marked as not to be shown to the person it is about.",
     "They may ask for it any day; what we would not show we should not write."),
    ("DAT005", "rating-of-a-person", "E", _ALL, _OURS,
     "A statement by somebody else rates an external person with a number.",
     "Deeds, promises and plans can be measured; a person cannot."),
    ("DAT008", "fact-about-nothing", "W", _ALL, _OURS,
     "A record speaks of a promise, an encounter, a lesson or an action that nothing tells of.",
     "It was probably mistyped: what it should have changed stays as it was, and nobody notices."),
    ("DAT009", "two-endings", "W", _ALL, _OURS,
     "A promise is told to have ended in two ways, such as kept and broken.",
     "What happened first counts, and if that is the wrong one, the record of the promise is."),
)  # fmt: skip
