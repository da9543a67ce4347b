"""What is recorded about experts, needs, introductions and sessions?"""

from collections.abc import Callable
from typing import Any, Final, Literal

import attrs

from engageframe import Kind, a_choice, a_count, a_text, an_id, ids

__all__ = [
    "KINDS",
    "LEVELS",
    "Evidence",
    "Expert",
    "Introduction",
    "Need",
    "PairDecision",
    "Session",
    "Topic",
    "WhatMore",
]

Stake = Literal["none", "salary", "commission", "product", ""]
"""What an expert gains if the client follows them; empty when it was not disclosed."""

LEVELS: Final = ("A1", "A2", "B1", "B2", "C1", "C2")
"""The levels of the Common European Framework of Reference for Languages, rising."""

Level = Literal["A1", "A2", "B1", "B2", "C1", "C2"]
Basis = Literal["said", "confirmed", "observed", "inferred", "ours"]
Asked = Literal["they_asked", "we_asked", "nobody"]
Answer = Literal["accepted", "declined", ""]
Openness = Literal["stated", "only_way", ""]
Decision = Literal["pinned", "forbidden", "open"]


def _skills(owner: object, field: "attrs.Attribute[dict[str, int]]", value: object) -> None:
    _table(owner, field, value, "a level from 0 to 4", lambda one: one in range(5))


def _languages(owner: object, field: "attrs.Attribute[dict[str, str]]", value: object) -> None:
    _table(owner, field, value, f"one of {', '.join(LEVELS)}", lambda one: one in LEVELS)


def _counts(owner: object, field: "attrs.Attribute[dict[str, int]]", value: object) -> None:
    right = "a whole number from 0 to 1000"
    _table(owner, field, value, right, lambda one: type(one) is int and one in range(1001))


def _table(
    owner: object,
    field: "attrs.Attribute[Any]",
    value: object,
    right: str,
    fits: Callable[[Any], bool],
) -> None:
    place = f"{type(owner).__name__}.{field.name}"
    if not isinstance(value, dict):
        raise ValueError(f"{place} is {value!r}: expected names with values")  # noqa: TRY004 - as all fields do
    for name, one in value.items():
        if not isinstance(name, str) or not name.strip() or not name.isprintable():
            raise ValueError(f"{place} has the name {name!r}: expected a word")
        if not fits(one):
            raise ValueError(f"{place}[{name}] is {one!r}: expected {right}")


@attrs.frozen(kw_only=True)
class Evidence:
    """A text that shows what an expert knows: a project, a talk, a note."""

    id: str = attrs.field(validator=an_id)
    text: str = attrs.field(validator=a_text)


@attrs.frozen(kw_only=True)
class Expert:
    """Somebody who can bring one more idea; ``id`` is that of the person.

    ``skills`` are topics with levels from 0 to 4, ``languages`` tags with levels of the CEFR.
    ``perspective`` is what they would recommend by default: a solution family, a school, a vendor.
    ``capacity`` is how many needs they can take, ``periods`` how many in each period.
    ``registers`` are the ways of speaking they master, such as ``technical`` and ``management``.
    ``conflicts`` are people and organizations they must not be brought to.
    """

    id: str = attrs.field(validator=an_id)
    skills: dict[str, int] = attrs.field(factory=dict, validator=_skills)
    languages: dict[str, Level] = attrs.field(factory=dict, validator=_languages)
    registers: tuple[str, ...] = attrs.field(default=(), validator=ids)
    perspective: str = ""
    stake: Stake = attrs.field(default="", validator=a_choice(Stake))
    capacity: int = attrs.field(default=1, validator=a_count(0, 1000))
    least: int = attrs.field(default=0, validator=a_count(0, 1000))
    periods: dict[str, int] = attrs.field(factory=dict, validator=_counts)
    evidence: tuple[Evidence, ...] = ()
    conflicts: tuple[str, ...] = attrs.field(default=(), validator=ids)

    def __attrs_post_init__(self) -> None:
        if self.least > self.capacity:
            raise ValueError(
                f"Expert.least is {self.least}: expected at most the capacity, {self.capacity}"
            )
        found = [one.id for one in self.evidence]
        if twice := sorted({one for one in found if found.count(one) > 1}):
            raise ValueError(f"Expert.evidence has the id {twice[0]!r} twice: expected one of each")


@attrs.frozen(kw_only=True)
class Topic:
    """What a need is about, how much of it, and whose words that is."""

    name: str = attrs.field(validator=a_text)
    weight: int = attrs.field(default=1, validator=a_count(1, 100))
    basis: Basis = attrs.field(default="ours", validator=a_choice(Basis))
    by: str = ""


@attrs.frozen(kw_only=True)
class Need:
    """What a person on the client's side needs help with; the latest record of an id holds.

    ``wanted`` experts are looked for, ``minimum`` of them before anybody's second;
    ``open_ended`` lets more come while each of them adds something.
    ``language`` must be spoken at ``level`` or better; ``window`` names the periods that suit.
    """

    id: str = attrs.field(validator=an_id)
    person: str = attrs.field(validator=an_id)
    topics: tuple[Topic, ...] = ()
    text: str = ""
    language: str = ""
    level: Level = attrs.field(default="B2", validator=a_choice(Level))
    register: str = ""
    wanted: int = attrs.field(default=2, validator=a_count(0, 100))
    minimum: int = attrs.field(default=1, validator=a_count(0, 100))
    open_ended: bool = True
    window: tuple[str, ...] = ()
    closed: bool = False

    def __attrs_post_init__(self) -> None:
        if self.minimum > self.wanted:
            raise ValueError(f"Need.minimum is {self.minimum}: expected at most {self.wanted}")
        names = [one.name for one in self.topics]
        if twice := sorted({one for one in names if names.count(one) > 1}):
            raise ValueError(f"Need.topics has {twice[0]!r} twice: expected one of each")
        if not self.topics and not self.text.strip():
            raise ValueError("Need has neither topics nor text: expected one of them")


@attrs.frozen(kw_only=True)
class PairDecision:
    """Somebody decided that an expert must, or must not, be brought to a need, for a reason."""

    need: str = attrs.field(validator=an_id)
    expert: str = attrs.field(validator=an_id)
    decision: Decision = attrs.field(validator=a_choice(Decision))
    reason: str = attrs.field(validator=a_text)


@attrs.frozen(kw_only=True)
class Introduction:
    """An expert was offered to a person: by whom, framed how, and whether anybody had asked."""

    id: str = attrs.field(validator=an_id)
    expert: str = attrs.field(validator=an_id)
    person: str = attrs.field(validator=an_id)
    by: str = attrs.field(validator=an_id)
    need: str = ""
    framing: str = ""
    asked: Asked = attrs.field(default="nobody", validator=a_choice(Asked))
    stake_told: bool = False
    answer: Answer = attrs.field(default="", validator=a_choice(Answer))


@attrs.frozen(kw_only=True)
class Session:
    """What experts did in an encounter, and what the client made of it.

    ``ideas`` counts the ideas brought by solution family; ``openness`` tells whether the experts
    said that their way is not the only one (``stated``), or that it is (``only_way``).
    ``usefulness`` and ``neutrality`` are the client's, from 0 to 10, given by ``rated_by``.
    """

    encounter: str = attrs.field(validator=an_id)
    experts: tuple[str, ...] = attrs.field(validator=ids)
    need: str = ""
    ideas: dict[str, int] = attrs.field(factory=dict, validator=_counts)
    openness: Openness = attrs.field(default="", validator=a_choice(Openness))
    follow_ups: int = attrs.field(default=0, validator=a_count(0, 1000))
    usefulness: int | None = attrs.field(default=None, validator=a_count(0, 10, unknown=True))
    neutrality: int | None = attrs.field(default=None, validator=a_count(0, 10, unknown=True))
    rated_by: str = ""
    note: str = ""

    def __attrs_post_init__(self) -> None:
        if not self.rated_by and (self.usefulness, self.neutrality) != (None, None):
            raise ValueError("Session.rated_by is blank: expected who of the client rated it")


@attrs.frozen(kw_only=True)
class WhatMore:
    """We asked what more we can look at; an empty answer means that nothing came to mind."""

    need: str = attrs.field(validator=an_id)
    by: str = attrs.field(validator=an_id)
    person: str = attrs.field(validator=an_id)
    answer: str = ""


KINDS: Final = (
    Kind(
        name="sme.expert", body=Expert, identity=("id",), shared=True, about=("id",),
        personal=("skills", "languages", "registers", "perspective", "stake", "evidence"),
        text=("evidence",),
    ),
    Kind(
        name="sme.need", body=Need, identity=("id",), about=("person",),
        personal=("text", "topics", "language"), text=("text", "topics"),
    ),
    Kind(name="sme.pair", body=PairDecision, identity=("need", "expert"), about=("expert",),
         text=("reason",)),
    Kind(
        name="sme.introduction", body=Introduction, identity=("id",), fact=True,
        about=("expert", "person", "by"), text=("framing",),
    ),
    Kind(
        name="sme.session", body=Session, identity=("encounter",), fact=True,
        about=("experts", "rated_by"), text=("note",),
    ),
    Kind(
        name="sme.what-more", body=WhatMore, about=("by", "person"), personal=("answer",),
        text=("answer",),
    ),
)  # fmt: skip
"""The kinds that the practice brings."""
