"""How does a journal become a view, without reading more than it must?

Snapshots are caches: one holds only for the chain that it was folded from and for the same code,
kinds and lenses, and losing it costs nothing but time.
"""

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from itertools import takewhile
from typing import TypeVar

import msgspec

from engageframe import kept
from engageframe.codec import Codec
from engageframe.encoding import a_moment, canonical
from engageframe.errors import InvalidInput, did_you_mean
from engageframe.folding import AMENDMENTS, Joined, State, effective
from engageframe.journal import REGISTER, Entry, Head, Journal, Snapshot
from engageframe.lenses import Lens
from engageframe.model.moments import Moment, moment
from engageframe.view import View

__all__ = ["EVER", "Loader"]

A = TypeVar("A")

EVER = moment("9999")
"""A moment after all others: the state of everything that was recorded."""
_MOST = 8
"""So many states stay in memory: more would grow with the number of engagements."""


class Loader(msgspec.Struct, kw_only=True):
    """Folds the records of an engagement, from a snapshot when there is one that holds.

    The register and the engagement are folded apart, so that what all engagements share is folded
    once. Snapshots are kept of streams that hold ``worth_keeping`` records or more.
    """

    journal: Journal
    codec: Codec
    lenses: tuple[Lens[object], ...]
    grounds: str
    worth_keeping: int = 500
    _last: dict[tuple[str, str], tuple[tuple[int, str], State]] = msgspec.field(
        default_factory=dict
    )

    def view(self, engagement: str, *, as_of: Moment, known_at: str = "") -> View:
        """Fold the view of one engagement; its head is the last entry that it may hold.

        Raises:
            InvalidInput: the journal holds no such engagement as of then.
        """
        head = self.journal.head([REGISTER, engagement], known_at=known_at)
        parts = [self._part(stream, head, as_of) for stream in (REGISTER, engagement)]
        astray = any(part.astray for part in parts)  # one amends what stands in the other
        state = self._fold([REGISTER, engagement], head, as_of) if astray else Joined(*parts)
        if engagement not in state.last_of(self.codec.kinds["engagement"]):
            others, when = self.engagements(), f"as of {as_of}"
            told = "something is told of it: describe it, or ask as of a later moment"
            if known_at and not self.journal.head([engagement], known_at=known_at).seq:
                when, told = f"known by {known_at}", "it was told later: name a later --known-at"
            remedy = told if engagement in others else did_you_mean(engagement, others)
            raise InvalidInput.one("", f'no engagement "{engagement}" {when}', remedy)
        return View(state, engagement=engagement, as_of=as_of, head=head, known_at=known_at)

    def engagements(self) -> list[str]:
        """Give the ids of all engagements, sorted."""
        return sorted(set(self.journal.streams()) - {REGISTER})

    def stream(self, name: str) -> State:
        """Fold everything recorded in one stream, whenever it happened."""
        return self._fold([name], self.journal.head([name]), EVER)

    def remembered(
        self, engagement: str, shape: type[A], make: Callable[[View], A], *, as_of: Moment,
        known_at: str = "",
    ) -> A:  # fmt: skip
        """Give an answer that was kept, or make it from the view and keep it.

        An answer is kept when ``make`` names no failure, and holds for the same journal, moment,
        settings and code only.
        """
        question = kept.Question(shape.__name__, engagement, as_of, known_at)
        found = kept.answer(self.journal, question, self.grounds)
        if found is not None:
            with suppress(ValueError):  # a cache that cannot be read is no cache
                return msgspec.json.decode(found, type=shape, dec_hook=a_moment)
        revision = self.journal.revision()
        view = self.view(engagement, as_of=as_of, known_at=known_at)
        made = make(view)
        if self.grounds and view.size >= self.worth_keeping and not getattr(made, "failures", ()):
            kept.keep(self.journal, question, self.grounds, view.head, canonical(made), revision)
        return made

    def _part(self, stream: str, head: Head, as_of: Moment) -> State:
        """Fold what one stream held at a head."""
        end = self.journal.head([stream])
        if end.seq > head.seq:  # asked as it was known before, or somebody has just written
            return self._fold([stream], head, as_of)
        state = self._once(stream, end, EVER)
        return state if state.latest <= as_of.last.isoformat() else self._once(stream, end, as_of)

    def _once(self, stream: str, end: Head, as_of: Moment) -> State:
        """Fold a stream up to its end, unless that was done just before."""
        now, about = (end.seq, self.journal.revision()), (stream, as_of.text)
        seen, state = self._last.pop(about, (None, None))
        if state is None or seen != now:
            state = self._resume(stream, end) if as_of is EVER else self._fold([stream], end, as_of)
        self._last[about] = now, state
        if len(self._last) > _MOST:
            del self._last[next(iter(self._last))]
        return state

    def _fold(self, streams: Sequence[str], head: Head, as_of: Moment) -> State:
        state = State(self.codec)
        state.add(effective(self._read(streams, head), as_of=as_of, astray=state.astray))
        return state

    def _read(self, streams: Sequence[str], head: Head, after: int = 0) -> Iterable[Entry]:
        """Read up to a head: somebody may have written more since."""
        entries = self.journal.read(streams, after=after)
        return takewhile(lambda entry: entry.seq <= head.seq, entries)

    def _resume(self, stream: str, end: Head) -> State:
        """Go on from the last snapshot, or fold everything; keep what would take long again."""
        revision, found = self.journal.revision(), self.journal.snapshot(stream)
        state = found and self._go_on(found, stream, end) or self._fold([stream], end, EVER)
        if self.grounds and state.news >= self.worth_keeping:
            self._keep(stream, state, end, revision)
        return state

    def _go_on(self, found: Snapshot, stream: str, end: Head) -> State | None:
        chain = self.journal.hash_at(found.head.seq)
        if (found.head.hash, found.fingerprint) != (chain, self.grounds):
            return None
        tail = list(self._read([stream], end, found.head.seq))
        if any(entry.kind in AMENDMENTS for entry in tail):
            return None
        with suppress(ValueError):  # a cache that cannot be read is no cache
            state = State.unpack(self.codec, found.body)
            state.add(effective(tail, as_of=EVER))
            return state
        return None

    def _keep(self, stream: str, state: State, head: Head, revision: str) -> None:
        """Keep a state that was folded before; the first time may be the only one."""
        asked = f"asked:{stream}"
        first = self.journal.snapshot(asked) is None
        name, body = (asked, b"") if first else (stream, state.pack(self.lenses))
        made = Snapshot(head=head, fingerprint=self.grounds, body=body)
        self.journal.keep_snapshot(name, made, revision=revision)
