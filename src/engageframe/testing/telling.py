"""What was told of one engagement, and how is it looked at?"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, Self

import msgspec
from msgspec.structs import replace

from engageframe.codec import Codec
from engageframe.encoding import canonical
from engageframe.folding import State, effective
from engageframe.hooks import Practice
from engageframe.journal import Draft, Entry, Head, Journal, Record
from engageframe.kinds import CORE_KINDS, Kind, Kinds
from engageframe.model.engagements import Engagement
from engageframe.model.moments import Moment, moment
from engageframe.named import store
from engageframe.practices import Host
from engageframe.view import View
from engageframe.workspace import Workspace

__all__ = ["ENGAGEMENT", "Clock", "History", "codec_of", "journal", "plain", "stamp"]

ENGAGEMENT: Final = "rollout"
"""The id of the engagement of every history; nobody in it has the same."""
_BEGUN: Final = Engagement(id=ENGAGEMENT, name="Acme rollout", client="acme")
_MOMENT = re.compile(rb'"(20[0-4]\d)((?:-Q\d|-\d\d(?:-\d\d(?:[T ][^"\\]*)?)?)?)"')


def codec_of(kinds: Iterable[Kind] = ()) -> Codec:
    """Give a codec for some kinds; those of the core are always there."""
    known = {kind.name: kind for kind in (*CORE_KINDS, *kinds)}
    return Codec(Kinds(known.values()))


def journal() -> Journal:
    """Open an empty journal in memory, salted with zeros, so that its chain can be foretold."""
    return store("memory").open(Path(), salt=bytes)


def plain(body: Any) -> Any:
    """Give a body as people would write it: mappings, lists, texts, numbers."""
    return msgspec.json.decode(canonical(body))


def stamp(n: int) -> str:
    """Give the time at which the n-th record of a history is written."""
    return f"2026-05-01T09:00:00.{n:06d}Z"


class Clock:
    """A clock that stands still until it is told to move; give it to a workspace."""

    def __init__(self, now: str = "2026-03-01") -> None:
        self.set(now)

    def set(self, now: str) -> None:
        """Set it to a day (nine in the morning, UTC) or to a date and time with a zone."""
        when = moment(now)
        text = now if when.precision == "instant" else f"{when.first}T09:00:00+00:00"
        self.now = dt.datetime.fromisoformat(text)

    def move(self, *, days: int = 0, minutes: int = 0) -> None:
        """Move it, forwards or back."""
        self.now += dt.timedelta(days=days, minutes=minutes)

    @property
    def today(self) -> Moment:
        """Give the day that it shows."""
        return Moment.of(self.now.date())

    def __call__(self) -> dt.datetime:
        """Tell the time."""
        return self.now


class History(msgspec.Struct, frozen=True, kw_only=True, repr_omit_defaults=True):
    """The records of one engagement, ``rollout``, in the order they were written.

    ``as_of`` is the moment that it is looked at, ``times`` are those at which records were written;
    a record without one was written on the first of May in 2026.
    """

    codec: Codec
    drafts: tuple[Draft, ...] = ()
    as_of: Moment
    times: tuple[str, ...] = ()

    @classmethod
    def begin(cls, codec: Codec | None = None, *, as_of: Moment | str = "2026-05-01") -> Self:
        """Begin with the engagement and nothing else."""
        when = moment(as_of) if isinstance(as_of, str) else as_of
        return cls(codec=codec or codec_of(), as_of=when).tell(_BEGUN, moment("2025"))

    @classmethod
    def of(
        cls, *told: tuple[Any, str], kinds: Iterable[Kind] = (), as_of: str = "2026-05-01"
    ) -> Self:
        """Begin, and tell bodies, each with the moment that it happened: a scene of your own."""
        history = cls.begin(codec_of(kinds), as_of=as_of)
        for body, happened in told:
            history = history.tell(body, moment(happened))
        return history

    def knowing(self, kinds: Iterable[Kind]) -> Self:
        """Give the same history, read by who knows these kinds, too."""
        return replace(self, codec=codec_of((*self.codec.kinds.values(), *kinds)))

    def tell(self, body: Any, happened: Moment, *, source: str = "", author: str = "me") -> Self:
        """Give the same history with one more record at its end."""
        draft = self.codec.draft(
            body, engagement=ENGAGEMENT, happened=happened, author=author, source=source,
            salt=str(len(self.drafts)),
        )  # fmt: skip
        return replace(self, drafts=(*self.drafts, draft))

    @property
    def entries(self) -> Iterator[Entry]:
        """Give the records as a store would."""
        positions: dict[str, int] = {}
        for seq, one in enumerate(self.drafts, start=1):
            position = positions[one.stream] = positions.get(one.stream, 0) + 1
            yield Entry(
                seq, one.id, one.stream, position, one.kind, one.version, one.happened,
                self.written(seq), one.author, one.source, one.cause, one.body,
            )  # fmt: skip

    def written(self, seq: int) -> str:
        """Tell when a record was written."""
        return self.times[seq - 1] if seq <= len(self.times) else stamp(seq)

    @property
    def records(self) -> tuple[Record[Any], ...]:
        """Give the records that count as of the moment, read."""
        return tuple(
            self.codec.record(one) for one in effective(self.entries, as_of=self.as_of) if one.body
        )

    def view(self, as_of: Moment | str | None = None, *, only: Iterable[str] = ()) -> View:
        """Fold the view of the engagement.

        Args:
            as_of: as of another moment than its own.
            only: when there are some, keep only records of these kinds.
        """
        when = moment(as_of) if isinstance(as_of, str) else as_of or self.as_of
        state, wanted = State(self.codec), {*only}
        kept = (one for one in effective(self.entries, as_of=when))
        state.add(one for one in kept if not wanted or one.kind in wanted)
        head = Head(seq=len(self.drafts))
        return View(state, engagement=ENGAGEMENT, as_of=when, head=head)

    def journal(self) -> Journal:
        """Write it into a journal in memory, each record by an act of its own."""
        written = journal()
        for n, draft in enumerate(self.drafts, start=1):
            written.append([draft], request=str(n), recorded=self.written(n), expected=None)
        return written

    def workspace(
        self,
        *practices: type[Practice] | Practice,
        options: Mapping[str, Mapping[str, object]] | None = None,
    ) -> Workspace:
        """Open a strict workspace over it with some practices."""
        host = Host.load((), objects=practices, settings=options or {}, strict=True)
        return Workspace(self.journal(), host, as_of=self.as_of)

    def later(self, years: int) -> Self:
        """Give the same history some years later, under the same ids of records.

        The Gregorian calendar repeats itself every 400 years, days of the week included.
        Moments of the years 2000 to 2049 move, all others stay.
        """

        def moved(found: "re.Match[bytes]") -> bytes:
            return b'"%d%s"' % (int(found[1]) + years, found[2])

        drafts = tuple(
            replace(
                one,
                happened=moved_text(one.happened, years),
                body=_MOMENT.sub(moved, one.body),
            )
            for one in self.drafts
        )
        times = (self.written(seq) for seq in range(1, len(drafts) + 1))
        return replace(
            self, drafts=drafts, as_of=moment(moved_text(self.as_of.text, years)),
            times=tuple(moved_text(one, years) for one in times),
        )  # fmt: skip

    def renamed(self, names: Mapping[str, str]) -> Self:
        """Give the same history with other ids, of records too, wherever they stand alone."""
        words = {f'"{old}"'.encode(): f'"{new}"'.encode() for old, new in names.items()}
        pattern = re.compile(b"|".join(map(re.escape, sorted(words, key=len, reverse=True))))

        def changed(found: "re.Match[bytes]") -> bytes:
            return words[found[0]]

        drafts = tuple(
            replace(one, id=names.get(one.id, one.id), body=pattern.sub(changed, one.body))
            for one in self.drafts
        )
        return replace(self, drafts=drafts)

    def __repr__(self) -> str:
        rows = [f"  {one.happened} {one.kind} {_shown(one)}" for one in self.drafts]
        return "\n".join([f"History as of {self.as_of}:", *rows])


def moved_text(text: str, years: int) -> str:
    """Move a moment as it is written by some years; those before 2000 stay what they are."""
    return _MOMENT.sub(
        lambda found: b'"%d%s"' % (int(found[1]) + years, found[2]), f'"{text}"'.encode()
    ).decode()[1:-1]


def _shown(one: Draft) -> str:
    text = one.body.decode()
    source = f" from {one.source}" if one.source else ""
    return f"{one.id} {text if len(text) < 300 else text[:297] + '...'}{source}"
