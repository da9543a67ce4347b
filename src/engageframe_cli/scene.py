"""What does a small engagement look like in which everything happened once?

Its people are invented; practices are judged on it.
"""

import typing
from collections.abc import Iterator
from typing import Any, Final, Literal, get_args, get_origin

import attrs

from engageframe.applying import Item
from engageframe.errors import InvalidInput
from engageframe.kinds import CORE_KINDS
from engageframe.model.commitments import CommitmentBroken, CommitmentKept, CommitmentMade
from engageframe.model.encounters import (
    Attendee,
    EncounterHeld,
    EncounterPlanned,
    EncounterReviewed,
    Objective,
    Verdict,
)
from engageframe.model.engagements import (
    Action,
    ActionAccepted,
    ActionDone,
    CycleFrozen,
    Engagement,
    Feedback,
    Lesson,
    ProposalDropped,
)
from engageframe.model.moments import Moment, moment
from engageframe.model.people import Affiliation, Organization, Person, Stakeholder, Statement
from engageframe.model.purposes import Goal, Purpose
from engageframe.workspace import Workspace

__all__ = ["AS_OF", "NEXT", "begin", "fill"]

AS_OF: Final = moment("2026-03-10")
"""The day on which it is looked at."""
NEXT: Final = "visit"
"""The encounter that is planned for later."""
_THERE: Final = (Attendee(person="ana"), Attendee(person="nia", organization="brook"))
_AIM: Final = Objective(id="aim", text="Know why", owner="nia", kind="understand", chance=60)
_CALL: Final = Action(id="call:nia", does="Call Nia", for_whom="nia", reason="It is time")
_TOLD: Final[tuple[tuple[str, Any], ...]] = (
    ("2026-01-05", Organization(id="brook", name="Brook Ltd")),
    ("2026-01-05", Person(id="ana", name="Ana Novak")),
    ("2026-01-05", Person(id="nia", name="Nia Brook", languages=("en",))),
    ("2026-01-05", Person(id="vic", name="Vic Vane")),
    ("2026-01-05", Affiliation(person="nia", organization="brook", role="director")),
    ("2026-01-05", Stakeholder(who="ana", side="ours", role="lead")),
    ("2026-01-05", Stakeholder(who="nia", side="client", role="buyer")),
    ("2026-01-05", Stakeholder(who="brook", side="client")),
    ("2026-01-05", Stakeholder(who="vic", side="vendor")),
    ("2026-01-06", Purpose(id="light", camp="client_company", text="Light", basis="said",
                           words_of="nia")),
    ("2026-01-06", Goal(id="lamps", text="Ten lamps", owner="nia", basis="said", purpose="light")),
    ("2026-01-06", Statement(about="nia", text="Likes mornings", basis="said", by="nia")),
    ("2026-01-07", CommitmentMade(id="list", promisor="ana", promisee="nia", what="The list",
                                  due=moment("2026-01-20"))),
    ("2026-01-07", CommitmentMade(id="note", promisor="nia", promisee="ana", what="A note",
                                  due=moment("2026-01-21"))),
    ("2026-01-07", CommitmentMade(id="map", promisor="ana", promisee="nia", what="A map",
                                  due=moment("2026-03-01"))),
    ("2026-01-08", ActionAccepted(cycle=1, action=_CALL)),
    ("2026-01-08", ProposalDropped(cycle=1, proposal="meet:vic", reason="Not now")),
    ("2026-01-08", EncounterPlanned(id="call", scheduled=moment("2026-01-12"), attendees=_THERE,
                                    purpose="Begin", objectives=(_AIM,), questions=("Why?",))),
    ("2026-01-09", CycleFrozen(cycle=1, actions=(_CALL,), head="")),
    ("2026-01-12", EncounterHeld(id="call", attendees=_THERE, subject="Lamps", initiator="ana")),
    ("2026-01-12", EncounterReviewed(id="call", outcome="advance", client_actions=("note",),
                                     verdicts=(Verdict(objective="aim", reached=True),))),
    ("2026-01-12", ActionDone(action="call:nia")),
    ("2026-01-13", Lesson(id="early", text="Call early", learned_in="call")),
    ("2026-01-14", Feedback(by="nia", about="call", text="Useful", value=40)),
    ("2026-01-19", CommitmentKept(id="list", acknowledged_by="nia")),
    ("2026-01-22", CommitmentBroken(id="note")),
    ("2026-02-02", EncounterHeld(id="lunch", attendees=_THERE, channel="meeting")),
    ("2026-03-01", EncounterPlanned(id=NEXT, scheduled=moment("2026-03-12"), attendees=_THERE)),
)  # fmt: skip
_WORDS: Final = ("nia", "brook", "call", "list", "2026-01-12")
"""What a text of a practice's own kind may be, so that it leads to something that is there."""


def begin(workspace: Workspace) -> None:
    """Tell of an engagement, and nothing else."""
    workspace.record(Engagement(id="brook", name="Brook", client="brook"), happened=moment("2026"))


def fill(workspace: Workspace) -> list[str]:
    """Tell what happened, and one record of each kind that practices bring.

    Returns:
        the kinds of which no record could be made up.
    """
    workspace.apply(
        Item(body=body, engagement="brook", happened=moment(day), author="ana", exported=True)
        for day, body in _TOLD  # as an export would, for its decisions
    )
    core, left = {kind.name for kind in CORE_KINDS}, []
    for name in sorted(set(workspace.codec.kinds) - core):
        for body in _guesses(workspace.codec.kinds[name].body):
            try:
                workspace.record(body, happened=moment("2026-02-10"))
                break
            except (InvalidInput, ValueError, TypeError):
                continue
        else:
            left.append(name)
    return left


def _guesses(shape: type[Any]) -> Iterator[Any]:
    """Make up bodies of a class, each with another word for its texts."""
    for word in _WORDS:
        try:
            yield _made(shape, word)
        except (ValueError, TypeError, NameError):
            continue


def _made(shape: type[Any], word: str) -> Any:
    types = typing.get_type_hints(shape)
    needed = [one for one in attrs.fields(shape) if one.default is attrs.NOTHING]
    return shape(**{one.name: _value(types[one.name], word) for one in needed})


def _value(wanted: Any, word: str) -> Any:
    plain = {str: word, int: 1, float: 1.0, bool: True, Moment: AS_OF, dict: {}}
    origin, inside = get_origin(wanted), get_args(wanted)
    if (origin or wanted) in plain:
        return plain[origin or wanted]
    if origin is Literal:
        return inside[0]
    if origin is tuple:
        return tuple(_value(one, word) for one in inside if one is not ...)
    if inside:
        return _value(next(one for one in inside if one is not type(None)), word)
    return _made(wanted, word)
