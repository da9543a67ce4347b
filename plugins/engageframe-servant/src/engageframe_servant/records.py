"""Which facts does serving leave behind?

Nothing here rates anybody: each is a deed, a text, or a need with whose words it is.
"""

from typing import Literal

import attrs

from engageframe import Attendee, Moment, a_choice, a_count, a_text, an_id, ids

__all__ = [
    "FACETS",
    "SLOTS",
    "Act",
    "Admission",
    "Capacity",
    "Card",
    "Contribution",
    "Credit",
    "Decision",
    "Difference",
    "Matter",
    "Message",
    "Opportunity",
    "Project",
    "Question",
    "Reply",
    "Teaching",
    "Words",
]

Basis = Literal["said", "confirmed", "observed", "inferred", "ours"]
Participation = Literal["", "inform", "consult", "involve", "collaborate", "empower"]
"""The IAP2 spectrum: what part those affected were promised; levels, not steps."""

Result = Literal["revenue", "costs", "risks"]
"""Their revenue grows, their total costs or their risks go down."""

Trait = Literal["perspectives", "trust", "success", "service"]
"""Which of the four traits somebody was asked about."""

SLOTS = ("what", "why", "who", "when", "changed", "unknown")
"""The six slots of a message, in their order."""

FACETS = ("timing", "details", "objectives", "measurables", "risks", "rewards")
"""The six facets of what somebody hopes to achieve, in their order."""


@attrs.frozen(kw_only=True)
class Words:
    """A text and whose it is; ``by`` is who said, confirmed, observed or inferred it."""

    text: str = attrs.field(validator=a_text)
    basis: Basis = attrs.field(validator=a_choice(Basis))
    by: str = attrs.field(validator=an_id)


@attrs.frozen(kw_only=True)
class Matter:
    """Something to be decided or told.

    ``affected`` names perspectives: roles, or ids of people; ``levels`` should all hear of it.
    """

    id: str = attrs.field(validator=an_id)
    what: str = attrs.field(validator=a_text)
    affected: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    promise: Participation = attrs.field(default="", validator=a_choice(Participation))


@attrs.frozen(kw_only=True)
class Contribution:
    """Somebody was heard on a matter, ``count`` times."""

    matter: str = attrs.field(validator=an_id)
    by: str = attrs.field(validator=an_id)
    text: str = ""
    count: int = attrs.field(default=1, validator=a_count(1, 10_000))


@attrs.frozen(kw_only=True)
class Decision:
    """A decision: who took part, who decided, and what was said against it."""

    id: str = attrs.field(validator=an_id)
    what: str = attrs.field(validator=a_text)
    decider: str = attrs.field(validator=an_id)
    matter: str = ""
    participants: tuple[str, ...] = attrs.field(default=(), validator=ids)
    dissent: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Message:
    """News in six slots: to which levels, since when we knew it, when it was told (if it was)."""

    id: str = attrs.field(validator=an_id)
    by: str = attrs.field(validator=an_id)
    what: str = attrs.field(validator=a_text)
    why: str = ""
    who: str = ""
    when: str = ""
    changed: str = ""
    unknown: str = ""
    matter: str = ""
    levels: tuple[str, ...] = ()
    adverse: bool = False
    known: Moment | None = None
    told: Moment | None = None

    def __attrs_post_init__(self) -> None:
        if self.known and self.told and self.told.before(self.known):
            raise ValueError(
                f"Message.told is {self.told}, before known ({self.known}): "
                "expected the same moment or a later one"
            )


@attrs.frozen(kw_only=True)
class Credit:
    """Somebody gave others the credit for something."""

    by: str = attrs.field(validator=an_id)
    to: tuple[str, ...] = attrs.field(validator=ids)
    what: str = attrs.field(validator=a_text)

    def __attrs_post_init__(self) -> None:
        if not self.to:
            raise ValueError("Credit.to is empty: expected the ids of those who did it")


@attrs.frozen(kw_only=True)
class Question:
    """Somebody needed us for something; the same ``topic`` is the same need."""

    topic: str = attrs.field(validator=an_id)
    by: str = attrs.field(validator=an_id)
    text: str = ""


@attrs.frozen(kw_only=True)
class Teaching:
    """We taught what others then can do; ``alone_said_by`` is who of them says they can, now."""

    id: str = attrs.field(validator=an_id)
    topic: str = attrs.field(validator=an_id)
    what: str = attrs.field(validator=a_text)
    by: str = attrs.field(validator=an_id)
    learners: tuple[Attendee, ...]
    alone_said_by: tuple[str, ...] = attrs.field(default=(), validator=ids)


@attrs.frozen(kw_only=True)
class Admission:
    """Somebody of ours said that they had been wrong, or did not know."""

    by: str = attrs.field(validator=an_id)
    what: str = attrs.field(validator=a_text)
    to: tuple[str, ...] = attrs.field(default=(), validator=ids)


@attrs.frozen(kw_only=True)
class Reply:
    """What somebody of the client replied when we asked about one of the four traits."""

    trait: Trait = attrs.field(validator=a_choice(Trait))
    by: str = attrs.field(validator=an_id)
    text: str = attrs.field(validator=a_text)


@attrs.frozen(kw_only=True)
class Card:
    """What one person hopes to achieve, in six facets, each with whose words it is.

    ``about`` is the plan that it belongs to: an encounter, an engagement.
    ``serves`` names those whom the person serves in turn.
    """

    id: str = attrs.field(validator=an_id)
    for_whom: str = attrs.field(validator=an_id)
    about: str = attrs.field(validator=an_id)
    timing: Words | None = None
    details: Words | None = None
    objectives: Words | None = None
    measurables: Words | None = None
    risks: Words | None = None
    rewards: Words | None = None
    serves: tuple[str, ...] = ()
    results: tuple[Result, ...] = attrs.field(
        default=(), validator=attrs.validators.deep_iterable(a_choice(Result))
    )


@attrs.frozen(kw_only=True)
class Act:
    """Something done for somebody: whether they asked, what it took, what stood in the way.

    ``condition`` is what they were to do in return, empty when there was none.
    """

    id: str = attrs.field(validator=an_id)
    what: str = attrs.field(validator=a_text)
    for_whom: str = attrs.field(validator=an_id)
    by: str = attrs.field(validator=an_id)
    asked: bool = False
    minutes: int = attrs.field(default=0, validator=a_count(0, 10_000))
    obstacle: str = ""
    alternatives: tuple[str, ...] = ()
    condition: str = ""


@attrs.frozen(kw_only=True)
class Capacity:
    """How much time one of ours says they can give in a week, for this engagement."""

    who: str = attrs.field(validator=an_id)
    minutes_per_week: int = attrs.field(validator=a_count(0, 10_080))


@attrs.frozen(kw_only=True)
class Opportunity:
    """An opportunity review turned round: their objective, their measure, their risk.

    Then what we did, what they say changed, and what is next.
    ``rests_on`` names what it was made from: ids of records, or ``house`` and a name
    (``house:forecast``), which no practice that serves can read.
    """

    id: str = attrs.field(validator=an_id)
    for_whom: str = attrs.field(validator=an_id)
    objective: Words | None = None
    measure: Words | None = None
    risk: Words | None = None
    did: str = ""
    changed: Words | None = None
    next: str = ""
    rests_on: tuple[str, ...] = attrs.field(default=(), validator=ids)


@attrs.frozen(kw_only=True)
class Difference:
    """A difference that our work makes, and who says so."""

    words: Words
    for_whom: str = attrs.field(validator=an_id)


@attrs.frozen(kw_only=True)
class Project:
    """A project inside the engagement; when it ends, the engagement does not."""

    id: str = attrs.field(validator=an_id)
    what: str = attrs.field(validator=a_text)
    ended: Moment | None = None
