"""What was told that the accounts rest on?

A lens: it keeps of each record what an account needs, and no words.
"""

from collections.abc import Callable
from typing import Any, Final, NamedTuple

import msgspec

from engageframe import Lens, Moment, Record
from engageframe_trust.policy import PolicyAdopted

__all__ = [
    "TOLD",
    "Asked",
    "Deed",
    "Judged",
    "Made",
    "Met",
    "Policy",
    "Rated",
    "Repair",
    "Seen",
    "Step",
    "Told",
]


class Made(NamedTuple):
    """A promise: days are ordinals, ``due`` is the last day on which it is in time, or 0."""

    seq: int
    day: int
    due: int
    promisor: str
    promisee: str
    importance: int
    record: str
    imported: bool


class Step(NamedTuple):
    """What became of a promise: ``size`` is the new due day, or 1 when told before it was due."""

    seq: int
    day: int
    deed: str
    size: int
    by: str
    record: str


class Met(NamedTuple):
    """An encounter in person or by voice, and who was there."""

    seq: int
    day: int
    there: tuple[str, ...]
    record: str


class Deed(NamedTuple):
    """Something given: an insight, an introduction, a teaching, a session of an expert.

    ``rating`` is how useful they found it, from 0 to 10, where they were asked.
    """

    seq: int
    day: int
    kind: str
    by: str
    to: tuple[str, ...]
    seen: tuple[str, ...]
    record: str
    imported: bool
    rating: int | None = None


class Seen(NamedTuple):
    """A deed was acknowledged."""

    seq: int
    day: int
    deed: str
    by: str
    useful: bool
    record: str


class Rated(NamedTuple):
    """A feedback with a value."""

    seq: int
    day: int
    by: str
    about: str
    value: int
    record: str


class Asked(NamedTuple):
    """A favour asked, or something given back."""

    seq: int
    day: int
    by: str
    other: str
    what: str
    record: str


class Judged(NamedTuple):
    """How a break came about."""

    seq: int
    day: int
    lapse: str
    found: bool
    record: str


class Repair(NamedTuple):
    """What was done about a break."""

    seq: int
    day: int
    by: str
    apology: bool
    fix: bool
    evidence: bool
    seen_by: str
    record: str


class Policy(NamedTuple):
    """A policy that was adopted, and on which day that was written down."""

    day: int
    record: str
    policy: PolicyAdopted
    recorded: str


class Told(msgspec.Struct):
    """All of it, by id where there is one, else in the order it was written.

    Deeds are by kind and id (``insight:x``), as an insight and a teaching may have the same id.
    """

    made: dict[str, Made] = msgspec.field(default_factory=dict)
    steps: dict[str, list[Step]] = msgspec.field(default_factory=dict)
    met: dict[str, Met] = msgspec.field(default_factory=dict)
    deeds: dict[str, Deed] = msgspec.field(default_factory=dict)
    seen: list[Seen] = msgspec.field(default_factory=list)
    rated: list[Rated] = msgspec.field(default_factory=list)
    favours: list[Asked] = msgspec.field(default_factory=list)
    given: list[Asked] = msgspec.field(default_factory=list)
    judged: dict[str, list[Judged]] = msgspec.field(default_factory=dict)
    repairs: dict[str, list[Repair]] = msgspec.field(default_factory=dict)
    policies: list[Policy] = msgspec.field(default_factory=list)


_IN_PERSON: Final = frozenset({"visit", "meeting", "call", "video"})


def _last_day(when: Moment | None) -> int:
    return when.last.toordinal() if when is not None else 0


def _made(told: Told, record: Record[Any], day: int) -> None:
    body = record.body
    made = Made(
        record.seq, day, _last_day(body.due), body.promisor, body.promisee, body.importance,
        record.id, record.imported,
    )  # fmt: skip
    told.made.setdefault(body.id, made)


def _step(told: Told, record: Record[Any], day: int) -> None:
    body, deed = record.body, record.kind.partition(".")[2]
    size, by = 0, ""
    if deed == "kept":
        by = body.acknowledged_by
    elif deed == "broken":
        size = int(body.told_before_due)
    elif deed == "renegotiated":
        deed, size, by = "moved", _last_day(body.due), body.agreed_by
    elif deed == "released":
        by = body.released_by
    step = Step(record.seq, day, deed, size, by, record.id)
    told.steps.setdefault(body.id, []).append(step)


def _held(told: Told, record: Record[Any], day: int) -> None:
    body = record.body
    if body.channel in _IN_PERSON:
        there = tuple(dict.fromkeys(one.person for one in body.attendees if one.person))
        told.met[body.id] = Met(record.seq, day, there, record.id)


def _rated(told: Told, record: Record[Any], day: int) -> None:
    body = record.body
    if body.value:
        told.rated.append(Rated(record.seq, day, body.by, body.about, body.value, record.id))


def _deed(told: Told, record: Record[Any], day: int) -> None:
    body, kind = record.body, record.kind.partition(".")[2]
    told.deeds[f"{kind}:{body.id}"] = Deed(
        record.seq, day, kind, body.by, _once(body.to), _once(body.acknowledged_by), record.id,
        record.imported,
    )  # fmt: skip


def _once(people: tuple[str, ...]) -> tuple[str, ...]:
    """Name nobody twice."""
    return people if len(people) < 2 else tuple(dict.fromkeys(people))


def _session(told: Told, record: Record[Any], day: int) -> None:
    """Read a session of experts, of a practice that may not be there: by name, with care.

    It counts between each expert and who of theirs rated it; until somebody does, nobody knows
    whom it served.  What their rating is worth is policy.
    """
    body = record.body
    experts, client = tuple(getattr(body, "experts", ())), str(getattr(body, "rated_by", ""))
    useful = getattr(body, "usefulness", None)
    rating = useful if type(useful) is int else None
    for expert in experts if client else ():
        id_ = f"session:sme.session:{getattr(body, 'encounter', record.id)}:{expert}"
        told.deeds[id_] = Deed(
            record.seq, day, "session", expert, (client,), (client,), record.id, record.imported,
            rating,
        )  # fmt: skip


def _seen(told: Told, record: Record[Any], day: int) -> None:
    body = record.body
    told.seen.append(Seen(record.seq, day, body.deed, body.by, body.useful, record.id))


def _favour(told: Told, record: Record[Any], day: int) -> None:
    body = record.body
    told.favours.append(Asked(record.seq, day, body.by, body.of, body.what, record.id))


def _given(told: Told, record: Record[Any], day: int) -> None:
    body = record.body
    told.given.append(Asked(record.seq, day, body.by, body.to, body.what, record.id))


def _judged(told: Told, record: Record[Any], day: int) -> None:
    body = record.body
    one = Judged(record.seq, day, body.lapse, body.found_by == "theirs", record.id)
    told.judged.setdefault(body.commitment, []).append(one)


def _repaired(told: Told, record: Record[Any], day: int) -> None:
    body = record.body
    apology, fix, evidence = map(bool, map(str.strip, (body.apology, body.fix, body.evidence)))
    one = Repair(
        record.seq, day, body.by, apology, fix, evidence, body.acknowledged_by, record.id
    )  # fmt: skip
    told.repairs.setdefault(body.commitment, []).append(one)


def _adopted(told: Told, record: Record[Any], day: int) -> None:
    told.policies.append(Policy(day, record.id, record.body, record.recorded[:10]))


_READERS: Final[dict[str, Callable[[Told, Record[Any], int], None]]] = {
    "commitment.made": _made,
    "commitment.kept": _step,
    "commitment.broken": _step,
    "commitment.renegotiated": _step,
    "commitment.released": _step,
    "encounter.held": _held,
    "feedback": _rated,
    "sme.session": _session,
    "trust.policy": _adopted,
    "trust.insight": _deed,
    "trust.introduction": _deed,
    "trust.teaching": _deed,
    "trust.acknowledgement": _seen,
    "trust.lapse": _judged,
    "trust.repair": _repaired,
    "trust.favour": _favour,
    "trust.give_back": _given,
}


def _apply(told: Told, record: Record[Any]) -> Told:
    _READERS[record.kind](told, record, record.happened.first.toordinal())
    return told


TOLD: Final[Lens[Told]] = Lens(
    name="trust.told", version=3, reads=tuple(_READERS), state=Told, start=Told, apply=_apply
)
"""All that the accounts rest on, folded as records come in."""
