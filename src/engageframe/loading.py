"""How does a journal become a view, without reading more than it must?

Snapshots are caches: one holds only for the chain that it was folded from and for the same code,
kinds and lenses, and losing it costs nothing but time.
"""

from collections.abc import Callable, Iterable
from itertools import takewhile
from typing import TypeVar

import msgspec

from engageframe import kept
from engageframe.codec import Codec
from engageframe.encoding import a_moment, canonical
from engageframe.errors import InvalidInput, did_you_mean
from engageframe.journal import REGISTER, Entry, Head, Journal, Snapshot
from engageframe.lenses import Lens
from engageframe.model.moments import Moment, moment
from engageframe.view import AMENDMENTS, State, View, effective

__all__ = ["EVER", "Loader"]

A = TypeVar("A")

EVER = moment("9999")
"""A moment after all others: the state of everything that was recorded."""


class Loader(msgspec.Struct, kw_only=True):
    """Folds the records of an engagement, from a snapshot when there is one that holds.

    Snapshots are kept of engagements that hold ``worth_keeping`` records or more.
    """

    journal: Journal
    codec: Codec
    lenses: tuple[Lens[object], ...]
    grounds: str
    worth_keeping: int = 500
    _last: dict[str, tuple[int, str, State | None]] = msgspec.field(default_factory=dict)

    def view(self, engagement: str, *, as_of: Moment, known_at: str = "") -> View:
        """Fold the view of one engagement.

        Raises:
            InvalidInput: the journal holds no such engagement as of then.
        """
        head = self._head(known_at)
        state = self._now(engagement, head, as_of) if not known_at else None
        if state is None:
            state = State(self.codec)
            state.add(effective(self._read(engagement, head), as_of=as_of))
        if engagement not in state.identities("engagement"):
            others = self.engagements()
            told = "something is told of it: describe it, or ask as of a later moment"
            remedy = told if engagement in others else did_you_mean(engagement, others)
            raise InvalidInput.one("", f'no engagement "{engagement}" as of {as_of}', remedy)
        return View(state, engagement=engagement, as_of=as_of, head=head, known_at=known_at)

    def engagements(self) -> list[str]:
        """Give the ids of all engagements, sorted."""
        return sorted(set(self.journal.streams()) - {REGISTER})

    def stream(self, name: str) -> State:
        """Fold everything recorded in one stream, whenever it happened."""
        state = State(self.codec)
        state.add(effective(self.journal.read([name]), as_of=EVER))
        return state

    def remembered(
        self, engagement: str, shape: type[A], make: Callable[[View], A], *, as_of: Moment,
        known_at: str = "", about: str = "",
    ) -> A:  # fmt: skip
        """Give an answer that was kept, or make it from the view and keep it.

        An answer is kept when ``make`` names no failure, and holds for the same journal, moment,
        settings and code only; ``about`` is whatever else it depends on.
        """
        question = kept.Question(shape.__name__, engagement, as_of, known_at, about)
        found = kept.answer(self.journal, question, self.grounds)
        if found is not None:
            try:
                return msgspec.json.decode(found, type=shape, dec_hook=a_moment)
            except ValueError:
                pass  # a cache that cannot be read is no cache
        view = self.view(engagement, as_of=as_of, known_at=known_at)
        made = make(view)
        if self.grounds and view.size >= self.worth_keeping and not getattr(made, "failures", ()):
            kept.keep(self.journal, question, self.grounds, view.head, canonical(made))
        return made

    def _head(self, known_at: str) -> Head:
        """Give the end of the journal as it was known then."""
        head = self.journal.head()
        if known_at:
            seq = max((one.seq for one in self.journal.read(known_at=known_at)), default=0)
            head = Head(seq=seq, hash=self.journal.hash_at(seq))
        return head

    def _read(self, engagement: str, head: Head, after: int = 0) -> Iterable[Entry]:
        """Read up to a head: somebody may have written more since."""
        entries = self.journal.read([REGISTER, engagement], after=after)
        return takewhile(lambda entry: entry.seq <= head.seq, entries)

    def _now(self, engagement: str, head: Head, as_of: Moment) -> State | None:
        """Fold from the last snapshot; ``None`` when something is still to come as of then."""
        seq, revision, state = self._last.get(engagement, (0, "", None))
        now = self.journal.revision()
        if state is None or (seq, revision) != (head.seq, now):
            state = self._from_snapshot(engagement, head)
            self._last[engagement] = head.seq, now, state
        return state if state.latest <= as_of.last.isoformat() else None

    def _from_snapshot(self, engagement: str, head: Head) -> State:
        found = self.journal.snapshot(engagement)
        if found is not None and self._holds(found):
            tail = list(self._read(engagement, head, found.head.seq))
            state = self._go_on(found, tail)
            if state is not None:
                return state
        entries = list(self._read(engagement, head))
        state = State(self.codec)
        state.add(effective(entries, as_of=EVER))
        if self.grounds and len(entries) >= self.worth_keeping:
            self._keep(engagement, state, head)
        return state

    def _holds(self, found: Snapshot) -> bool:
        alike = found.fingerprint == self.grounds
        return alike and self.journal.hash_at(found.head.seq) == found.head.hash

    def _go_on(self, found: Snapshot, tail: list[Entry]) -> State | None:
        if len(tail) >= self.worth_keeping or any(entry.kind in AMENDMENTS for entry in tail):
            return None
        try:
            state = State.unpack(self.codec, found.body)
        except ValueError:
            return None  # a cache that cannot be read is no cache
        state.add(effective(tail, as_of=EVER))
        return state

    def _keep(self, engagement: str, state: State, head: Head) -> None:
        """Keep a state that was folded before; the first time may be the only one."""
        asked = f"asked:{engagement}"
        if self.journal.snapshot(asked) is None:
            self.journal.keep_snapshot(asked, Snapshot(head=head, fingerprint="", body=b""))
            return
        body = state.pack(self.lenses)
        self.journal.keep_snapshot(
            engagement, Snapshot(head=head, fingerprint=self.grounds, body=body)
        )
