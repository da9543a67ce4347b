"""Which kinds of record are there, and what does each promise about its body?"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Literal

import attrs

from engageframe.errors import InvalidInput, Problem
from engageframe.model import commitments, encounters, engagements, people, purposes
from engageframe.model.fields import a_count, an_id

__all__ = ["CORE_KINDS", "Kind", "Kinds", "Namespace", "Upcaster"]

Namespace = Literal["service", "house"]
Upcaster = Callable[[dict[str, Any]], dict[str, Any]]


@attrs.frozen(kw_only=True)
class Kind:
    """One kind of record.

    ``name`` is ``family`` or ``family.fact``; a practice's kinds begin with the practice's name.
    ``upcasters`` lead from version n to n+1, pure, one for each version before ``version``.
    ``identity`` names the fields that say of whom or what it speaks: the latest record with the
    same identity is what holds; empty when every record stands for itself.
    A ``fact`` happened once: another telling of it is a correction, not a new state of things.
    A ``verb`` of :class:`~engageframe.Workspace` makes records of it: it is a decision, and nobody
    can tell one.
    ``of`` names where that is told whose id the first field of the body holds, as kind and field
    (``commitment.made:id``): a record of what nobody told is probably mistyped.
    ``shared`` kinds live in the register, all others in the stream of their engagement.
    ``about`` names the fields that hold ids of people, ``personal`` those that hold personal data,
    ``text`` those that hold free text.
    """

    name: str = attrs.field(validator=an_id)
    body: type[Any]
    version: int = attrs.field(default=1, validator=a_count(1, 10_000))
    upcasters: Mapping[int, Upcaster] = attrs.field(factory=dict)
    identity: tuple[str, ...] = ()
    fact: bool = False
    verb: str = ""
    of: tuple[str, ...] = ()
    shared: bool = False
    namespace: Namespace = "service"
    about: tuple[str, ...] = ()
    personal: tuple[str, ...] = ()
    text: tuple[str, ...] = ()

    def __attrs_post_init__(self) -> None:
        missing = sorted(set(range(1, self.version)) - set(self.upcasters))
        if missing:
            raise ValueError(f"Kind {self.name}: no upcaster from version {missing[0]}")

    def identify(self, body: object) -> str:
        """Give the identity of a body, empty when the kind has none."""
        return "|".join([str(getattr(body, name)) for name in self.identity])


class Kinds(Mapping[str, Kind]):
    """All kinds that are known here, by name, and by the class of their body."""

    def __init__(self, kinds: Iterable[Kind]) -> None:
        self._by_name: dict[str, Kind] = {}
        self._by_class: dict[type[Any], Kind] = {}
        clashes = []
        for kind in kinds:
            if kind.name in self._by_name or kind.body in self._by_class:
                says = "its name or its class is taken by another kind"
                right = "give it a name and a class of its own"
                clashes.append(Problem(f'kind "{kind.name}"', says, right))
            self._by_name[kind.name] = self._by_class[kind.body] = kind
        if clashes:
            raise InvalidInput(clashes)

    def __getitem__(self, name: str) -> Kind:
        return self._by_name[name]

    def __iter__(self) -> Any:
        return iter(self._by_name)

    def __len__(self) -> int:
        return len(self._by_name)

    def of(self, body: type[Any]) -> Kind:
        """Give the kind of a body class.

        Raises:
            InvalidInput: no practice in use brought such a kind.
        """
        kind = self._by_class.get(body)
        if kind is None:
            says = f"{body.__name__} is not the body of any kind"
            raise InvalidInput.one("", says, "list its practice as used")
        return kind


def _kind(name: str, body: type[Any], *identity: str, **more: Any) -> Kind:
    return Kind(name=name, body=body, identity=identity, **more)


_MADE = ("commitment.made:id",)
CORE_KINDS = (
    _kind("person", people.Person, "id", shared=True, about=("id",), personal=("name", "email")),
    _kind("organization", people.Organization, "id", shared=True),
    _kind("affiliation", people.Affiliation, "person", "organization", "role", shared=True,
          about=("person",), personal=("role",)),
    _kind("engagement", engagements.Engagement, "id", text=("name",)),
    _kind("stakeholder", people.Stakeholder, "who", about=("who",), personal=("role",)),
    _kind("statement", people.Statement, about=("about", "by"), personal=("text",), text=("text",)),
    _kind("purpose", purposes.Purpose, "id", about=("words_of",), text=("text",)),
    _kind("goal", purposes.Goal, "id", about=("owner",), text=("text",)),
    _kind("encounter.planned", encounters.EncounterPlanned, "id", about=("attendees",),
          text=("purpose", "questions", "objectives")),
    _kind("encounter.held", encounters.EncounterHeld, "id", fact=True, about=("attendees",),
          text=("subject", "answers")),
    _kind("encounter.reviewed", encounters.EncounterReviewed, "id", fact=True,
          text=("client_actions", "verdicts"), of=("encounter.planned:id", "encounter.held:id")),
    _kind("commitment.made", commitments.CommitmentMade, "id", fact=True,
          about=("promisor", "promisee"), text=("what",)),
    _kind("commitment.kept", commitments.CommitmentKept, text=("note",), of=_MADE),
    _kind("commitment.broken", commitments.CommitmentBroken, text=("note",), of=_MADE),
    _kind("commitment.renegotiated", commitments.CommitmentRenegotiated, text=("note",), of=_MADE),
    _kind("commitment.released", commitments.CommitmentReleased, text=("note",), of=_MADE),
    _kind("feedback", engagements.Feedback, about=("by", "about"), personal=("text",),
          text=("text",)),
    _kind("lesson", engagements.Lesson, "id", text=("text",)),
    _kind("lesson.settled", engagements.LessonSettled, "lesson", text=("reason",),
          of=("lesson:id",)),
    _kind("plan.accepted", engagements.ActionAccepted, verb="accept", text=("reason",)),
    _kind("plan.dropped", engagements.ProposalDropped, "proposal", verb="drop", text=("reason",)),
    _kind("action.done", engagements.ActionDone, "action", text=("note",),
          of=("plan.accepted:action.id",)),
    _kind("cycle.frozen", engagements.CycleFrozen, "cycle", verb="freeze"),
    _kind("cycle.reviewing", engagements.ReviewOpened, "cycle", verb="next"),
    _kind("cycle.closed", engagements.CycleClosed, "cycle", verb="next"),
    _kind("waiver", engagements.Waiver, text=("reason",)),
    _kind("correction", engagements.Correction, namespace="house", text=("reason",)),
    _kind("retraction", engagements.Retraction, text=("reason",)),
    _kind("erasure", engagements.Erasure, shared=True, verb="subject erase", text=("reason",)),
    _kind("house", engagements.HouseNote, "name", namespace="house", text=("text",)),
)  # fmt: skip
"""The kinds that the core brings."""
