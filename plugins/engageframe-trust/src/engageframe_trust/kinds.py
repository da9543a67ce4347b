"""Which facts about trust can be told, beyond promises, encounters and feedback?"""

from typing import Any, Final, Literal

import attrs

from engageframe import Kind, a_choice, a_text, an_id, ids
from engageframe_trust.policy import PolicyAdopted

__all__ = [
    "KINDS",
    "BreakRepaired",
    "DeedAcknowledged",
    "FavourAsked",
    "GaveBack",
    "InsightShared",
    "IntroductionMade",
    "LapseJudged",
    "TeachingGiven",
]

Lapse = Literal["competence", "integrity", "deceit"]
Finder = Literal["ours", "theirs"]
Favour = Literal["testimonial", "reference", "referral", "introduction", "other"]
Given = Literal["testimonial", "reference", "referral", "case_study", "cross_sale"]


def some_ids(owner: object, field: "attrs.Attribute[Any]", value: object) -> None:
    """Accept a tuple of ids with at least one in it."""
    ids(owner, field, value)
    if not value:
        raise ValueError(f"{type(owner).__name__}.{field.name} is empty: expected at least one id")


@attrs.frozen(kw_only=True)
class InsightShared:
    """One of ours told some of theirs something of use; ``acknowledged_by`` said it arrived."""

    id: str = attrs.field(validator=an_id)
    by: str = attrs.field(validator=an_id)
    to: tuple[str, ...] = attrs.field(validator=some_ids)
    what: str = attrs.field(validator=a_text)
    acknowledged_by: tuple[str, ...] = attrs.field(default=(), validator=ids)


@attrs.frozen(kw_only=True)
class IntroductionMade:
    """One of ours brought some of theirs together with ``whom``: a deposit of who introduced."""

    id: str = attrs.field(validator=an_id)
    by: str = attrs.field(validator=an_id)
    to: tuple[str, ...] = attrs.field(validator=some_ids)
    whom: str = attrs.field(validator=an_id)
    acknowledged_by: tuple[str, ...] = attrs.field(default=(), validator=ids)


@attrs.frozen(kw_only=True)
class TeachingGiven:
    """One of ours taught some of theirs."""

    id: str = attrs.field(validator=an_id)
    by: str = attrs.field(validator=an_id)
    to: tuple[str, ...] = attrs.field(validator=some_ids)
    what: str = attrs.field(validator=a_text)
    acknowledged_by: tuple[str, ...] = attrs.field(default=(), validator=ids)


@attrs.frozen(kw_only=True)
class DeedAcknowledged:
    """Somebody of theirs said that a deed arrived, and perhaps that it helped.

    ``deed`` is the id of a promise that was kept, or of what was shared, introduced or taught.
    """

    deed: str = attrs.field(validator=an_id)
    by: str = attrs.field(validator=an_id)
    useful: bool = False
    note: str = ""


@attrs.frozen(kw_only=True)
class LapseJudged:
    """How a promise came to be broken, and whether we or they found out first."""

    commitment: str = attrs.field(validator=an_id)
    lapse: Lapse = attrs.field(validator=a_choice(Lapse))
    found_by: Finder = attrs.field(default="ours", validator=a_choice(Finder))
    note: str = ""


@attrs.frozen(kw_only=True)
class BreakRepaired:
    """What was done about a broken promise: an apology, a fix, and what shows that it will hold."""

    commitment: str = attrs.field(validator=an_id)
    by: str = attrs.field(validator=an_id)
    apology: str = ""
    fix: str = ""
    evidence: str = ""
    acknowledged_by: str = ""

    def __attrs_post_init__(self) -> None:
        if not (self.apology.strip() or self.fix.strip() or self.evidence.strip()):
            raise ValueError(
                "BreakRepaired has neither apology nor fix nor evidence: expected at least one text"
            )


@attrs.frozen(kw_only=True)
class FavourAsked:
    """One of ours asked one of theirs for a favour."""

    by: str = attrs.field(validator=an_id)
    of: str = attrs.field(validator=an_id)
    what: Favour = attrs.field(validator=a_choice(Favour))
    note: str = ""


@attrs.frozen(kw_only=True)
class GaveBack:
    """One of theirs gave something back: counted apart, never expected and never owed."""

    by: str = attrs.field(validator=an_id)
    to: str = attrs.field(validator=an_id)
    what: Given = attrs.field(validator=a_choice(Given))
    note: str = ""


def _kind(name: str, body: type[Any], *about: str, text: tuple[str, ...] = (), **more: Any) -> Kind:
    return Kind(name=f"trust.{name}", body=body, about=about, text=text, **more)


_ONCE: Final[dict[str, Any]] = {"identity": ("id",), "fact": True}
_NOTE: Final = ("note",)
_TO: Final = ("by", "to", "acknowledged_by")
_GIVEN: Final = (
    "commitment.made:id", "trust.insight:id", "trust.introduction:id", "trust.teaching:id",
)  # fmt: skip
KINDS: Final = (
    Kind(name="trust.policy", body=PolicyAdopted, shared=True),
    _kind("insight", InsightShared, *_TO, text=("what",), **_ONCE),
    _kind("introduction", IntroductionMade, *_TO, "whom", **_ONCE),
    _kind("teaching", TeachingGiven, *_TO, text=("what",), **_ONCE),
    _kind("acknowledgement", DeedAcknowledged, "by", text=_NOTE, personal=_NOTE, of=_GIVEN),
    _kind("lapse", LapseJudged, text=_NOTE, personal=_NOTE),
    _kind(
        "repair",
        BreakRepaired,
        "by",
        "acknowledged_by",
        text=("apology", "fix", "evidence"),
        of=_GIVEN[:1],
    ),
    _kind("favour", FavourAsked, "by", "of", text=_NOTE, personal=_NOTE),
    _kind("give_back", GaveBack, "by", "to", text=_NOTE, personal=_NOTE),
)
"""The kinds of record that the practice adds."""
