"""What is known about one engagement as of a moment?

A view is folded from records, read-only, and the only thing that a practice sees.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, TypeVar

from engageframe.errors import UndeclaredRead
from engageframe.folding import State, covers
from engageframe.journal import Head, Record
from engageframe.lenses import COMMITMENTS, CYCLE, ENCOUNTERS, Lens
from engageframe.model.commitments import Commitment
from engageframe.model.encounters import Encounter
from engageframe.model.engagements import Cycle, Engagement
from engageframe.model.moments import Moment
from engageframe.model.people import Organization, Person, Side, Stakeholder, Statement

__all__ = ["View"]

B = TypeVar("B")
S = TypeVar("S")


class View:
    """One engagement as of a moment: read-only, and the same for the same records.

    A practice gets a view that gives only the kinds it declared in ``reads``.

    Raises:
        UndeclaredRead: from every attribute whose kinds were not declared.
    """

    def __init__(
        self, state: State, *, engagement: str, as_of: Moment, head: Head, known_at: str = "",
        reader: tuple[str, tuple[str, ...]] | None = None,
    ) -> None:  # fmt: skip
        self._state = state
        self._reader = reader
        self._allowed: set[str] = set()
        self._latest: dict[type[Any], Mapping[str, Record[Any]]] = {}
        self.engagement_id = engagement
        self.as_of = as_of
        self.head = head
        self.known_at = known_at

    def for_practice(self, name: str, reads: tuple[str, ...]) -> "View":
        """Give the same view, bounded to what a practice declared; a bound is never widened."""
        if self._reader is not None:
            reads = tuple(one for one in reads if covers(self._reader[1], one))
        return View(
            self._state, engagement=self.engagement_id, as_of=self.as_of, head=self.head,
            known_at=self.known_at, reader=(name, reads),
        )  # fmt: skip

    def records(self, body: type[B]) -> tuple[Record[B], ...]:
        """Give all records of one kind, by the class of their body, in the order written."""
        kind = self._state.codec.kinds.of(body).name
        self._may_read(kind)
        return tuple(self._state.records(kind))

    def latest(self, body: type[B]) -> Mapping[str, Record[B]]:
        """Give the last record of each identity of one kind."""
        found = self._latest.get(body)
        if found is None:
            kind = self._state.codec.kinds.of(body)
            self._may_read(kind.name)
            self._latest[body] = found = self._state.last_of(kind)
        return found

    def described(self, id_: str) -> list[Record[Any]]:
        """Give the last record of each kind that describes what has an id; shared kinds first."""
        kinds = sorted(self._state.codec.kinds.values(), key=lambda one: not one.shared)
        return [found for one in kinds if (found := self.latest(one.body).get(id_))]

    def lens(self, lens: Lens[S]) -> S:
        """Give the state of a lens."""
        for kind in lens.reads:
            self._may_read(kind)
        return self._state.lens(lens)

    @property
    def engagement(self) -> Engagement:
        """Give the engagement as it was last described."""
        return self.engagement_record.body

    @property
    def engagement_record(self) -> Record[Engagement]:
        """Give the record that last described the engagement: evidence when there is no other."""
        return self.latest(Engagement)[self.engagement_id]

    @property
    def people(self) -> Mapping[str, Record[Person]]:
        """Give all people of the register."""
        return self.latest(Person)

    @property
    def organizations(self) -> Mapping[str, Record[Organization]]:
        """Give all organizations of the register."""
        return self.latest(Organization)

    @property
    def stakeholders(self) -> Mapping[str, Record[Stakeholder]]:
        """Give who has a part in this engagement."""
        return self.latest(Stakeholder)

    @property
    def encounters(self) -> Mapping[str, Encounter]:
        """Give the encounters with their PLAN, DO and REVIEW."""
        found = self.lens(ENCOUNTERS)
        return MappingProxyType(found)

    @property
    def commitments(self) -> Mapping[str, Commitment]:
        """Give the promises with what became of them."""
        found = self.lens(COMMITMENTS)
        return MappingProxyType({id_: one for id_, one in found.items() if one.promisor})

    @property
    def cycle(self) -> Cycle:
        """Give the round of PLAN, DO and REVIEW that the engagement is in."""
        return self.lens(CYCLE)

    @property
    def size(self) -> int:
        """Count the records that count, of the kinds that may be read."""
        return sum(len(self._state.entries(kind)) for kind in self._kinds())

    @property
    def unknown(self) -> Mapping[str, int]:
        """Count the records whose kind nobody here knows: kept, and not read."""
        known = self._state.codec.kinds
        return {kind: len(self._state.entries(kind)) for kind in self._kinds() if kind not in known}

    @property
    def redacted(self) -> int:
        """Count the records whose body was destroyed: withheld, not empty."""
        return self._state.redacted

    def statements(self, about: str) -> tuple[Record[Statement], ...]:
        """Give what is known about somebody and has not expired."""
        return tuple(
            record
            for record in self.records(Statement)
            if record.body.about == about
            and not (record.body.until and record.body.until.before(self.as_of))
        )

    def side(self, who: str) -> Side | None:
        """Tell on which side somebody stands in this engagement, if that was recorded."""
        found = self.stakeholders.get(who)
        return found.body.side if found else None

    def name(self, who: str) -> str:
        """Give the name of a person or organization, or the id when nobody recorded one."""
        found: Record[Any] | None = self.people.get(who) or self.organizations.get(who)
        return str(found.body.name) if found else who

    def has_record(self, record: str) -> bool:
        """Tell whether a record with this id counts in this view."""
        return record in self._state.ids

    def _kinds(self) -> list[str]:
        every, reader = self._state.kinds, self._reader
        return [kind for kind in every if reader is None or covers(reader[1], kind)]

    def _may_read(self, kind: str) -> None:
        if self._reader is None or kind in self._allowed:
            return
        if not covers(self._reader[1], kind):
            raise UndeclaredRead(self._reader[0], kind, self._reader[1])
        self._allowed.add(kind)
