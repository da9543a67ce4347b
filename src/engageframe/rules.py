"""What may a practice say, and how is each line explained?"""

import re
from typing import Any, Final, Generic, Literal, NamedTuple, TypeVar

import attrs
import msgspec
from attrs.validators import ge, instance_of, le, matches_re, optional

from engageframe.model.engagements import ActionKind
from engageframe.model.fields import a_choice, a_count, a_key, a_text, an_id, ids, maybe_an_id
from engageframe.model.moments import Moment
from engageframe.model.people import Basis

__all__ = [
    "Answer", "BriefLine", "Figure", "Finding", "Gate", "Heading", "Measure", "Proposal", "Rule",
    "Severity", "Threshold", "wilson",
]  # fmt: skip

T = TypeVar("T")

Severity = Literal["E", "W", "I"]
"""E blocks the gate of a phase change, W warns, I hints."""

Gate = Literal["freeze", "review", "close"]
"""planning to doing; doing to reviewing; reviewing to the next planning."""

Heading = Literal["owe", "know", "ask", "offer"]


_a_moment: Final = optional(instance_of(Moment))
_a_number: Final = optional((instance_of((int, float)), ge(-1e300), le(1e300)))
_FETCHED: Final = re.compile(rb'"(?:url|href)":')
_OBSERVATIONS: Final = a_count(0, 10**15)


def _a_str(owner: object, field: "attrs.Attribute[Any]", value: object) -> None:
    """Accept a text, empty or not, of whole characters: half of one cannot be written down."""
    if not isinstance(value, str) or value.encode(errors="ignore").decode() != value:
        raise ValueError(f"{type(owner).__name__}.{field.name} is {value!r:.80}: expected a text")


def _a_line(owner: object, field: "attrs.Attribute[Any]", value: object) -> None:
    """Accept a text that may quote records, and so be longer than each of them."""
    a_text(owner, field, value, longest=2_000_000)
    _a_str(owner, field, value)


def _a_spec(owner: object, field: "attrs.Attribute[Any]", value: dict[str, Any]) -> None:
    if _FETCHED.search(msgspec.json.encode({**value}, order="sorted")):
        raise ValueError("it fetches something: put the values in it, without url and href")


@attrs.frozen(kw_only=True)
class Threshold:
    """A number that a rule compares with, and why it is that number (a source, or "a guess")."""

    name: str = attrs.field(validator=an_id)
    value: int
    why: str = attrs.field(validator=_a_line)


@attrs.frozen(kw_only=True)
class Rule:
    """A coded check: what it says when it fires, why it matters, and where it comes from.

    ``gates`` are the phase changes that it blocks when ``severity`` is E.
    """

    code: str = attrs.field(validator=matches_re(r"[A-Z]{3}\d{3}"))
    name: str = attrs.field(validator=an_id)
    severity: Severity = attrs.field(validator=a_choice(Severity))
    says: str = attrs.field(validator=_a_line)
    why: str = attrs.field(validator=_a_line)
    source: str = attrs.field(validator=_a_line)
    thresholds: tuple[Threshold, ...] = ()
    gates: tuple[Gate, ...] = ("freeze", "review", "close")


@attrs.frozen(kw_only=True)
class Finding:
    """One breach of a rule: about what, what is the case, how to mend it, which records show it.

    ``subject`` is the id of a thing (an encounter, a commitment, a plan), or of a person only where
    a record about that person is what must be mended.
    ``private_to`` is the author who alone is told, such as the writer of a text; then nobody
    else's answers and gates know of it.
    """

    rule: str = attrs.field(validator=an_id)
    subject: str = attrs.field(validator=an_id)
    says: str = attrs.field(validator=_a_line)
    fix: str = attrs.field(validator=_a_line)
    evidence: tuple[str, ...] = attrs.field(validator=ids)
    private_to: str = attrs.field(default="", validator=_a_str)


@attrs.frozen(kw_only=True)
class Proposal:
    """Something a practice suggests for the plan.

    ``id`` names the need, not the practice (``meet:maria``, ``keep:power-note``): proposals with
    the same id are one proposal with several reasons.
    ``minutes`` is our people's time, ``client_minutes`` the client's.
    """

    id: str = attrs.field(validator=a_key)
    does: str = attrs.field(validator=_a_line)
    for_whom: str = attrs.field(validator=an_id)
    reason: str = attrs.field(validator=_a_line)
    evidence: tuple[str, ...] = attrs.field(validator=ids)
    kind: ActionKind = attrs.field(default="other", validator=a_choice(ActionKind))
    about: str = attrs.field(default="", validator=_a_str)
    rule: str = attrs.field(default="", validator=_a_str)
    owner: str = attrs.field(default="", validator=maybe_an_id)
    due: Moment | None = attrs.field(default=None, validator=_a_moment)
    importance: int = attrs.field(default=2, validator=a_count(1, 3))
    minutes: int = attrs.field(default=60, validator=a_count(0, 10_000))
    client_minutes: int = attrs.field(default=0, validator=a_count(0, 10_000))


@attrs.frozen(kw_only=True)
class BriefLine:
    """One line for the person about to walk in: what we know, owe, should ask or may offer."""

    heading: Heading = attrs.field(validator=a_choice(Heading))
    text: str = attrs.field(validator=_a_line)
    reason: str = attrs.field(validator=_a_line)
    evidence: tuple[str, ...] = attrs.field(validator=ids)
    basis: Basis = attrs.field(default="ours", validator=a_choice(Basis))


@attrs.frozen(kw_only=True)
class Measure:
    """A number with unit, interval and n; ``value`` is ``None`` when there is not enough evidence.

    ``subject`` is a deed, plan, pair or engagement, never a person on the other side.
    ``needs`` is how many observations the number would take.
    """

    name: str = attrs.field(validator=an_id)
    says: str = attrs.field(validator=_a_line)
    subject: str = attrs.field(validator=an_id)
    value: float | None = attrs.field(validator=_a_number)
    unit: str = attrs.field(validator=_a_str)
    n: int = attrs.field(validator=_OBSERVATIONS)
    needs: int = attrs.field(validator=_OBSERVATIONS)
    reason: str = attrs.field(validator=_a_line)
    low: float | None = attrs.field(default=None, validator=_a_number)
    high: float | None = attrs.field(default=None, validator=_a_number)
    evidence: tuple[str, ...] = attrs.field(default=(), validator=ids)

    def __attrs_post_init__(self) -> None:
        if self.value is not None and self.n < self.needs:
            says = f"Measure {self.name} has the value {self.value} with n={self.n}"
            raise ValueError(f"{says}: expected None, as it needs {self.needs}")


def wilson(hits: float, n: int) -> tuple[float, float]:
    """Give the 95 % interval of a share, ``hits`` of ``n``, which is 1 or more.

    By Wilson's formula (J. Am. Stat. Assoc. 22, 1927), which holds for small n; it never leaves
    0 to 1, and always holds the share.

    Example:
        >>> [round(bound, 4) for bound in wilson(8, 10)]
        [0.4902, 0.9433]
    """
    share, square = hits / n, 1.959964**2 / n
    half = (square * (share * (1 - share) + square / 4)) ** 0.5
    low, high = ((share + square / 2 + sign * half) / (1 + square) for sign in (-1, 1))
    return max(0.0, min(low, share)), min(1.0, max(high, share))


@attrs.frozen(kw_only=True)
class Figure:
    """A chart as data: a Vega-Lite or Vega specification with its values inside."""

    name: str = attrs.field(validator=an_id)
    title: str = attrs.field(validator=_a_line)
    spec: dict[str, Any] = attrs.field(validator=_a_spec)


class Answer(NamedTuple, Generic[T]):
    """What a practice answered, and which practice it was."""

    practice: str
    value: T
