"""What is recorded of a Pivot?

Every statement says whose words it is.
An id that nobody described yet is no mistake: facts come in any order.
"""

from typing import Any, Final, Literal

import attrs

from engageframe import Kind, Moment, a_choice, a_count, a_text, an_id, ids
from engageframe_pivot.grammar import Act, Rung

__all__ = [
    "KINDS",
    "Acceptance",
    "Acts",
    "Basis",
    "Decision",
    "Exempted",
    "Idea",
    "Reason",
    "Restatement",
    "SpeechAct",
    "WeChanged",
]

Basis = Literal["said", "confirmed", "observed", "inferred", "ours"]
"""Whose words: said or confirmed by the person, observed, inferred, or our own."""


def _maybe_an_id(owner: object, field: "attrs.Attribute[Any]", value: object) -> None:
    """Accept an id, or an empty text where nothing is named."""
    if value != "":
        an_id(owner, field, value)


@attrs.frozen(kw_only=True)
class Decision:
    """What somebody decided at some time, and what we want to understand before anything else."""

    id: str = attrs.field(validator=an_id)
    who: str = attrs.field(validator=an_id)
    text: str = attrs.field(validator=a_text)
    basis: Basis = attrs.field(validator=a_choice(Basis))
    taken: Moment | None = None


@attrs.frozen(kw_only=True)
class Reason:
    """Why it was decided, under which circumstances, or what makes it sensible."""

    decision: str = attrs.field(validator=an_id)
    text: str = attrs.field(validator=a_text)
    basis: Basis = attrs.field(validator=a_choice(Basis))
    by: str = attrs.field(validator=an_id)
    part: Literal["reason", "circumstance", "sense"] = attrs.field(
        default="reason", validator=a_choice(Literal["reason", "circumstance", "sense"])
    )


@attrs.frozen(kw_only=True)
class Restatement:
    """How we say back the way they see it: ``ours`` as a draft, ``confirmed`` when they agreed."""

    decision: str = attrs.field(validator=an_id)
    text: str = attrs.field(validator=a_text)
    basis: Basis = attrs.field(default="ours", validator=a_choice(Basis))


@attrs.frozen(kw_only=True)
class Idea:
    """An idea that can also be true, how both can be true, who brings it, and how leave is asked.

    ``hoped_for`` is what we hope comes of it, ``hope_shared`` whether they know that we do.
    """

    id: str = attrs.field(validator=an_id)
    decision: str = attrs.field(validator=an_id)
    text: str = attrs.field(validator=a_text)
    coexists: str = attrs.field(validator=a_text)
    brought_by: str = attrs.field(validator=an_id)
    permission: str = attrs.field(validator=a_text)
    hoped_for: str = ""
    hope_shared: bool = False


@attrs.frozen(kw_only=True)
class SpeechAct:
    """One act, with its words and its time where somebody wrote them down."""

    act: Act = attrs.field(validator=a_choice(Act))
    words: str = ""
    at: Moment | None = None


@attrs.frozen(kw_only=True)
class Acts:
    """The speech acts of an encounter about one decision, in order, as those who were there tell.

    ``talk_share`` is how much of the time we talked, in percent.
    """

    encounter: str = attrs.field(validator=an_id)
    decision: str = attrs.field(validator=an_id)
    acts: tuple[SpeechAct, ...]
    idea: str = attrs.field(default="", validator=_maybe_an_id)
    talk_share: int | None = attrs.field(default=None, validator=a_count(0, 100, unknown=True))

    def __attrs_post_init__(self) -> None:
        if not self.acts:
            raise ValueError("Acts.acts is empty: expected at least one act, such as {act: ACK}")
        last: tuple[int, Moment] | None = None
        for number, one in enumerate(self.acts, start=1):
            if one.at and last and one.at.before(last[1]):
                raise ValueError(
                    f"Acts.acts: act {number} ({one.act}) is at {one.at}, before act {last[0]} "
                    f"at {last[1]}: write the acts in the order in which they were said"
                )
            last = (number, one.at) if one.at else last


@attrs.frozen(kw_only=True)
class Acceptance:
    """How far somebody has accepted an idea, and what shows it.

    ``action`` is what they took on, ``explained_to`` to whom they explained it; ``prompted`` tells
    whether somebody of ours asked for it.
    ``changed`` says that they see it otherwise now, which takes a reason in their own words.
    """

    idea: str = attrs.field(validator=an_id)
    rung: Rung = attrs.field(validator=a_choice(Rung))
    basis: Basis = attrs.field(validator=a_choice(Basis))
    words: str = ""
    action: str = ""
    explained_to: str = ""
    prompted: bool = True
    changed: bool = False
    encounter: str = attrs.field(default="", validator=_maybe_an_id)
    evidence: tuple[str, ...] = attrs.field(default=(), validator=ids)


@attrs.frozen(kw_only=True)
class WeChanged:
    """What we changed in our own view or doing, having understood theirs."""

    decision: str = attrs.field(validator=an_id)
    text: str = attrs.field(validator=a_text)
    encounter: str = attrs.field(default="", validator=_maybe_an_id)


@attrs.frozen(kw_only=True)
class Exempted:
    """A position that is unsafe or illegal: the person is acknowledged, the position is not."""

    decision: str = attrs.field(validator=an_id)
    reason: str = attrs.field(validator=a_text)
    until: Moment | None = None


KINDS: Final = (
    Kind(
        name="pivot.decision", body=Decision, identity=("id",), about=("who",), text=("text",),
        personal=("text",),
    ),
    Kind(name="pivot.reason", body=Reason, about=("by",), text=("text",), personal=("text",)),
    Kind(name="pivot.restatement", body=Restatement, text=("text",), personal=("text",)),
    Kind(
        name="pivot.idea", body=Idea, identity=("id",), about=("brought_by",),
        text=("text", "coexists", "permission", "hoped_for"),
    ),
    Kind(
        name="pivot.acts", body=Acts, identity=("encounter", "decision"), fact=True,
        text=("acts",), personal=("acts",),
    ),
    Kind(
        name="pivot.acceptance", body=Acceptance, text=("words", "action", "explained_to"),
        personal=("words", "action", "explained_to"),
    ),
    Kind(name="pivot.changed", body=WeChanged, text=("text",)),
    Kind(name="pivot.exempted", body=Exempted, identity=("decision",), text=("reason",)),
)  # fmt: skip
"""The kinds that the practice adds."""
