"""How do other tools answer somebody who asks what is held of them? Through a workspace."""

import datetime as dt
import os
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from itertools import count
from types import MappingProxyType
from typing import Any, Final, Protocol, TypeVar

import attrs
import msgspec

from engageframe.encoding import canonical
from engageframe.errors import Conflict, DamagedStore, InvalidInput, JournalError, did_you_mean
from engageframe.inputs import structure
from engageframe.journal import REGISTER, Draft, Entry, Head, Receipt, Record
from engageframe.kinds import Kind
from engageframe.model.engagements import Correction, Erasure
from engageframe.model.fields import LONGEST_TEXT
from engageframe.model.moments import Moment
from engageframe.workspace import Workspace
from engageframe_subjects.copying import Copy, copy_of
from engageframe_subjects.files import delete, naming
from engageframe_subjects.finding import Held
from engageframe_subjects.leaving import Leaving, Standing, leave, replace
from engageframe_subjects.meanwhile import changes
from engageframe_subjects.names import Names
from engageframe_subjects.noting import note, noted, strike
from engageframe_subjects.retention import Due, due, periods

__all__ = ["Rights"]

_PATIENCE_SECONDS: Final = 30.0
"""How long an act is tried while others write."""
_LONGEST_PAUSE_SECONDS: Final = 0.5
_STAMP: Final = "%Y-%m-%dT%H:%M:%S.%fZ"
_CORRECTED: Final = "what was corrected is not kept"
R = TypeVar("R")


class _Destroying(Protocol):
    """What a store offers that can destroy for good; those of engageframe do."""

    def append(
        self, drafts: Sequence[Draft], *, request: str, recorded: str,
        expected: Mapping[str, int] | None, destroy: Iterable[str] = (),
    ) -> Receipt:  # fmt: skip
        """Append, and destroy bodies in the same act."""

    def purge(self) -> tuple[str, ...]:
        """Leave no byte of what was destroyed; name the copies that were deleted."""

    def unpurged(self) -> bool:
        """Tell whether the file may still hold what was destroyed."""


class _Act(msgspec.Struct, frozen=True):
    """What is destroyed, what stands in for it, and why, each reason with a count."""

    destroyed: tuple[str, ...]
    standing: tuple[Standing, ...]
    reasons: tuple[tuple[str, int], ...]


class Rights(Workspace):
    """A workspace that tells people what it holds of them, corrects it, and destroys it.

    Example:
        >>> with Rights.open("acme") as workspace:          # doctest: +SKIP
        ...     print(workspace.leaving("maria").goes)
    """

    deleted: tuple[str, ...] = ()
    """The files that were deleted: copies of the journal, and what named somebody."""
    left: Mapping[str, int] = MappingProxyType({})
    """The files that still named somebody when they were erased, with how often."""
    _read: tuple[tuple[Head, str], Held] | None = None

    def _whole(self) -> Held:
        """Read the whole journal, if everybody is here who knows its kinds.

        Raises:
            InvalidInput: a practice is missing, so nobody can say which of its records are whose.
        """
        missing = sorted({*self.config.practices} - {one.name for one in self.host.practices})
        if missing:
            says = f"nobody can read the records of {', '.join(missing)}"
            raise InvalidInput.one("practices", says, "load every practice that is listed")
        now = self.journal.head(), self.journal.revision()
        if self._read is None or self._read[0] != now:
            self._read = now, Held(self.journal.read(), self.codec)
        return self._read[1]

    def copy_for(self, who: str, *, texts: Collection[str] = ()) -> Copy:
        """Give a person a copy of everything that is held about them.

        ``texts`` are records about others, too, whose texts somebody read and lets pass.

        Raises:
            InvalidInput: nothing is held about such a person.
        """
        held = self._whole()
        _known(held, who)
        return copy_of(held, who, texts=texts)

    def leaving(
        self, who: str, *, also: Collection[str] = (), keep: Collection[str] = ()
    ) -> Leaving:
        """Tell what :meth:`erase` would do.

        Raises:
            InvalidInput: nothing is held about such a person, or there is no such record.
        """
        held = self._whole()
        before = noted(self.folder, who)
        if before is not None and not _is_known(held, who):
            return leave(held, who, also=also, keep=keep, names=before)
        _known(held, who)
        return leave(held, who, also=also, keep=keep)

    def erase(
        self, who: str, *, reason: str, also: Collection[str] = (), keep: Collection[str] = (),
        files: bool = False,
    ) -> Leaving:  # fmt: skip
        """Destroy what is held about a person, and tell the rest again without them.

        All of it is one act; when it is done, no byte is left in the journal and its log.
        Whatever stopped it, doing it again finishes it: what to look for is noted until then.
        ``files`` deletes the files in the folder that name them, before anything else.
        It is over when no file is :attr:`left`.

        Raises:
            InvalidInput: the reason is blank or names them, or as :meth:`leaving`.
            JournalError: another process still reads what was destroyed: repeat it.
        """
        _refuse_blank(reason)
        held, names = self._whole(), self.names_of(who)
        known = _is_known(held, who) or noted(self.folder, who) is not None
        if self.unfinished and not known:
            first = _nothing(who)
        else:
            first = self.leaving(who, also=also, keep=keep)
        if names.replaced(reason, "") != reason:
            says = "the reason names them, and it stays"
            raise InvalidInput.one("--reason", says, "say it without a name")
        if self.folder is not None:
            note(self.folder, names)
            self.deleted = delete(self.folder, names) if files else ()
        if known:
            self._erase(who, reason, names, also, keep)
        self._forget(who)
        self.left = self.files(names)
        if self.folder is not None and not self.left:
            strike(self.folder, who)
        return first

    def _erase(
        self, who: str, reason: str, names: Names, also: Collection[str], keep: Collection[str]
    ) -> None:
        """Destroy bodies until nobody wrote in between."""

        def act(held: Held) -> tuple[None, _Act]:
            bound = getattr(self.journal, "bound_to", _nobody)(who)
            plan = leave(held, who, also=also, keep=keep, names=names, bound=bound)
            reasons = ((reason, len(plan.destroyed)),) if plan.destroyed else ()
            return None, _Act(plan.destroyed, plan.standing, reasons)

        while not self._destroy(act)[1]:
            pass  # somebody wrote while we looked

    def _forget(self, who: str) -> None:
        """Destroy their key, if the store has one, and purge the file."""
        getattr(self.journal, "forget", _nobody)(who)
        self.purge()

    def purge(self) -> tuple[str, ...]:
        """Leave no byte of what was destroyed; name the copies of the journal that went, too."""
        gone = self._store.purge()
        self.deleted = (*self.deleted, *gone)
        return gone

    def files(self, names: Names) -> dict[str, int]:
        """Give the files in the folder, besides the journal, that name somebody, with how often."""
        return {} if self.folder is None else naming(self.folder, names)

    def names_of(self, who: str) -> Names:
        """Give the words by which somebody is known, until their erasure is over."""
        told, before = self._whole().names_of(who), noted(self.folder, who)
        if before is None:
            return told
        return Names(who, (*told.sure, *before.sure), (*told.unsure, *before.unsure))

    @property
    def unfinished(self) -> bool:
        """Tell whether something was destroyed and the file not purged, as after a crash."""
        return self._store.unpurged()

    def due(self) -> tuple[Due, ...]:
        """Tell which records are older than the settings let them become.

        Raises:
            InvalidInput: the settings have mistakes.
        """
        return due(self._whole(), periods(self.config.text, self.codec.kinds), self.as_of)

    def retain(self) -> tuple[Due, ...]:
        """Destroy what :meth:`due` tells, with the period as the reason.

        Raises:
            JournalError: another process still reads what was destroyed: repeat it.
        """
        wanted = periods(self.config.text, self.codec.kinds)

        def act(held: Held) -> tuple[tuple[Due, ...], _Act]:
            found = due(held, wanted, self.as_of)
            goes = [one.line.id for one in found if not one.field]
            anew = {one.line.id: one.body for one in found if one.field and one.line.id not in goes}
            destroyed, standing = replace(held, goes, anew)
            counts = Counter(f"retention, {one.says}" for one in found)
            return found, _Act(destroyed, standing, tuple(counts.items()))

        found, _ = self._destroy(act)
        self.purge()
        return found

    def kind_of(self, who: str, record: str = "") -> Kind:
        """Give the kind of the record that :meth:`correct` would correct.

        Raises:
            InvalidInput: as :meth:`correct`.
        """
        held = self._whole()
        _known(held, who)
        return held.codec.kinds[_meant(held, who, record).kind]

    def correct(
        self, who: str, fields: Mapping[str, Any], *, record: str = "", reason: str,
        destroy: bool = False,
    ) -> str:  # fmt: skip
        """Correct fields of a record about a person: the last one that describes them, or another.

        The correction is a record of its own; ``destroy`` destroys what was told before.
        Gives the id of the record that was corrected.

        Raises:
            InvalidInput: there is no such record, it is not about them, or a value does not fit;
                or the reason is blank.
        """
        _refuse_blank(reason)

        def act(held: Held) -> tuple[str, _Act]:
            _known(held, who)
            one = _meant(held, who, record)
            id_, body = one.id, _corrected(held, one, fields)
            if not destroy:
                return id_, _Act((), (_amended(held, id_, body, reason),), ())
            destroyed, _ = replace(held, (), {id_: body})
            standing = (_amended(held, id_, body, reason),)
            return id_, _Act(destroyed, standing, ((_CORRECTED, len(destroyed)),))

        id_, _ = self._destroy(act)
        if destroy:
            self.purge()
        return id_

    @property
    def _store(self) -> _Destroying:
        if not hasattr(self.journal, "purge"):
            raise JournalError(f'the store "{self.config.store}" cannot destroy for good')
        return self.journal  # type: ignore[return-value]  # it has what is asked for

    def _destroy(self, act: Callable[[Held], tuple[R, _Act]]) -> tuple[R, bool]:
        """Do an act at once, or again when others wrote; tell whether nobody wrote in between.

        What others write is looked at by itself, and the act done anew only if it changes that.
        """
        store, until = self._store, time.monotonic() + _PATIENCE_SECONDS
        for tries in count():
            end, before = self.journal.head().seq, {**self.journal.streams()}
            held = self._whole()
            answer, done = act(held)
            drafts = self._drafts(done, end)
            touched = {*done.destroyed, *(one.record for one in done.standing)}
            seen, news = end, list[Entry]()
            while drafts and not changes(held, touched, news):
                seen += len(news)
                before.update((one.stream, one.position) for one in news)
                try:
                    self.receipt = store.append(
                        drafts, request=os.urandom(16).hex(), recorded=_stamp(self._clock()),
                        expected={name: before.get(name, 0) for name in {*before, REGISTER}},
                        destroy=done.destroyed,
                    )  # fmt: skip
                    return answer, self.receipt.first == end + 1
                except Conflict:
                    if time.monotonic() > until:
                        raise
                news = [*self.journal.read(after=seen)]
                if not news:
                    says = "its index of streams does not agree with its entries"
                    raise DamagedStore(str(self.folder or self.config.store), says)
            if not drafts:
                return answer, True
            time.sleep(min(_LONGEST_PAUSE_SECONDS, 0.001 * 2**tries))
        raise AssertionError  # the loop returns or raises

    def _drafts(self, done: _Act, end: int) -> list[Draft]:
        drafts = [
            self._draft(one.body, one.stream, f"{end}", one.record if done.destroyed else "")
            for one in done.standing
        ]
        for reason, many in done.reasons:
            drafts.append(self._draft(Erasure(reason=reason, destroyed=many), REGISTER, f"{end}"))
        return drafts

    def _draft(self, body: Any, stream: str, salt: str, cause: str = "") -> Draft:
        return self.codec.draft(
            body, engagement=stream, happened=self.as_of, author=self.config.author, salt=salt,
            cause=cause,
        )  # fmt: skip


def _nobody(who: str) -> frozenset[str]:
    """Stand for what a store without keys does not do."""
    return frozenset()


def _is_known(held: Held, who: str) -> bool:
    return who in held.names or bool(leave(held, who).destroyed)


def _known(held: Held, who: str) -> None:
    others = {*held.streams, *(one.body.id for one in held.of_kind("organization"))} - {*held.names}
    if who in others:
        raise InvalidInput.one("", f'"{who}" is no person', did_you_mean(who, held.names))
    if not _is_known(held, who):
        says = f'nothing is held about "{who}"'
        raise InvalidInput.one("", says, did_you_mean(who, held.names))


def _nothing(who: str) -> Leaving:
    return Leaving(
        who=who, word="", goes=(), stays=(), perhaps=(), headers={}, destroyed=(), standing=()
    )


def _meant(held: Held, who: str, record: str) -> Record[Any]:
    """Find the record that is meant; without an id, the last that describes the person."""
    every = held.records.values()
    found = [one for one in every if record and one.id.startswith(record)]
    if not record:
        found = [one for one in held.of_kind("person") if one.body.id == who][-1:]
    remedy = "engage subject export tells their ids"
    if len(found) != 1:
        says = f'{len(found)} records are meant by "{record or "person"}"'
        raise InvalidInput.one("--record", says, remedy)
    (one,) = found
    kind = held.codec.kinds.get(one.kind)
    if kind is None or kind.verb or one.id not in leave(held, who).destroyed:
        says = f'record "{one.id}" ({one.kind}) is none that is corrected for "{who}"'
        raise InvalidInput.one("--record", says, remedy)
    return one


def _corrected(held: Held, one: Record[Any], fields: Mapping[str, Any]) -> Any:
    """Give the body of a record with other values."""
    shape = held.codec.kinds[one.kind].body
    names = [field.name for field in attrs.fields(shape)]
    unknown = sorted(fields.keys() - {*names})
    if unknown:
        says = f"{one.kind} has no such field"
        raise InvalidInput.one(unknown[0], says, did_you_mean(unknown[0], names))
    return structure({**msgspec.json.decode(canonical(one.body)), **fields}, shape)


def _refuse_blank(reason: str) -> None:
    if not reason.strip() or len(reason) > LONGEST_TEXT:
        says = f"it is blank, or longer than {LONGEST_TEXT:,} characters"
        raise InvalidInput.one("the reason", says, "say in a sentence why")


def _amended(held: Held, id_: str, body: Any, reason: str) -> Standing:
    entry = held.entries[id_]
    told = Correction(
        record=id_,
        body=msgspec.json.decode(canonical(body)),
        version=held.codec.kinds[entry.kind].version,
        happened=Moment(held.effective[id_].happened),
        reason=reason,
    )
    return Standing(record=id_, stream=entry.stream, body=told)


def _stamp(when: dt.datetime) -> str:
    return when.astimezone(dt.UTC).strftime(_STAMP)
