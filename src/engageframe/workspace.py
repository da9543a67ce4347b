"""How do other tools use engageframe? Through a workspace: open it, tell it facts, ask it.

A workspace is a folder with ``engageframe.toml`` and a journal; this room holds the effects.
"""

import datetime as dt
import os
from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path
from typing import Any, ClassVar, Self, TypeVar

import msgspec

from engageframe import deciding, reviewing, settings
from engageframe.applying import Item, amendment, changes, refuse_decisions, strays
from engageframe.asking import Reader
from engageframe.discovery import Found
from engageframe.errors import Conflict, InvalidInput, JournalError, did_you_mean
from engageframe.importing import Applied, Brought
from engageframe.journal import REGISTER, Draft, Receipt
from engageframe.kept import rests_on
from engageframe.model.engagements import Action, Correction, CycleFrozen, Phase, Retraction, Waiver
from engageframe.model.moments import Moment, moment
from engageframe.named import Importer, files, importer, store
from engageframe.practices import Host
from engageframe.view import View

__all__ = ["Workspace", "hosted"]

_TRIES = 5
MOST_BYTES = 200_000_000
R = TypeVar("R")


class Workspace(Reader):
    """A journal, the practices in use, and the verbs; use it as a context manager.

    Example:
        >>> with Workspace.open("acme") as workspace:          # doctest: +SKIP
        ...     print(workspace.plan().suggested)
    """

    HOST: ClassVar[type[Host]] = Host
    """The class that loads its practices."""
    receipt: Receipt | None = None
    """What was committed last, if anything was."""

    @classmethod
    def create(
        cls, folder: str | Path, *, practices: Sequence[str], author: str = "me",
        keeps: str = "sqlite",
    ) -> None:  # fmt: skip
        """Make a new workspace in a folder, which may exist but may hold none yet.

        ``keeps`` names the store of its journal.

        Raises:
            InvalidInput: the folder already holds a workspace, or cannot be written, or no such
                store is installed.
        """
        kept = store(keeps)
        path = settings.claim(Path(folder), author)
        kept.open(path).close()
        settings.create(path, practices, author, keeps)

    @classmethod
    def open(
        cls, folder: str | Path = ".", *, as_of: Moment | str | None = None, known_at: str = "",
        off: Collection[str] = (), no_practices: bool = False, strict: bool = False,
        local: Iterable[Found] = (),
    ) -> Self:  # fmt: skip
        """Open the workspace in a folder.

        Args:
            folder: where ``engageframe.toml`` lies.
            as_of: the moment of every answer; today when it is ``None``.
            known_at: answer as it was known at this time (UTC, ``2026-03-01T09:00:00Z``).
            off: practices to leave out, though the workspace lists them.
            no_practices: leave out all.
            strict: let a failing practice raise rather than go on without it.
            local: practices that are not installed, such as files of the workspace.

        Raises:
            NotAWorkspace: the folder holds none.
            InvalidInput: its settings have mistakes.
            JournalError: the journal cannot be opened or trusted.
        """
        path = Path(folder)
        config, host = hosted(
            path, off=off, no_practices=no_practices, strict=strict, host=cls.HOST, local=local
        )
        used = () if no_practices else {*config.practices} - {*off}
        kept = store(config.store)
        if not kept.exists(path):
            raise JournalError(f"{path}: the journal is missing; put it back from a backup")
        return cls(
            kept.open(path), host, config=config, as_of=as_of, known_at=known_at, folder=path,
            grounds=rests_on(config.text, used),
        )  # fmt: skip

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Release the journal."""
        self.journal.close()

    def apply(self, items: Iterable[Item], *, dry_run: bool = False, request: str = "") -> Applied:
        """Append those of the items that are news, all or none; telling them again does nothing.

        A conflict with another writer is solved by comparing again.

        Raises:
            InvalidInput: some tell a decision, which only a verb can make.
        """
        told = list(items)
        shared = {REGISTER} | {item.engagement for item in told}

        def act() -> tuple[Applied, list[Draft]]:
            states = {name: self._loader.stream(name) for name in sorted(shared)}
            found = changes(told, states, self.codec, today=self.as_of)
            refuse_decisions(found, states, self.codec)
            applied = Applied(changes=tuple(found), remarks=strays(found, states, self.codec))
            return applied, [change.draft for change in found if change.draft]

        applied, receipt = self._commit(act, shared, dry_run=dry_run, request=request)
        return msgspec.structs.replace(applied, receipt=receipt)

    def apply_file(
        self, path: str | Path, *, engagement: str = "", dry_run: bool = False
    ) -> Applied:
        """Append what is news in an engagement file.

        Raises:
            InvalidInput: the file has mistakes; all are told, each with line and column.
        """
        kinds, known = self.codec.kinds, self._loader.stream(REGISTER)
        items = files("yaml").read(
            _bytes(path), name=Path(path).name, kinds=kinds, today=self.as_of,
            author=self.config.author, engagement=engagement,
            known={*known.last_of(kinds["person"]), *known.last_of(kinds["organization"])},
        )  # fmt: skip
        return self.apply(items, dry_run=dry_run)

    def bring(
        self, name: str, path: str | Path, *, mapping: str | Path, dry_run: bool = False
    ) -> Brought:
        """Import a file of another system through a named importer; every row is accounted for.

        Raises:
            InvalidInput: there is no such importer, or the file or the mapping has mistakes.
        """
        read: Importer = importer(name)
        told = read(
            _bytes(path), _bytes(mapping), name=Path(path).name, mapping_name=Path(mapping).name,
            kinds=self.codec.kinds, author=self.config.author, today=self.as_of,
        )  # fmt: skip
        return Brought.of(told, self.apply(told.items, dry_run=dry_run))

    def record(
        self, body: Any, *, happened: Moment | str | None = None, engagement: str = "",
        author: str = "", request: str = "",
    ) -> Applied:  # fmt: skip
        """Record one fact, now unless ``happened`` says otherwise.

        Raises:
            InvalidInput: the body is of no known kind or a decision, or amends a record that is
                not there.
        """
        kind = self.codec.kinds.of(type(body))
        if isinstance(body, (Correction, Retraction)):
            found = self.journal.find(body.record)
            body = amendment(body, found, self.codec)
            where = found[0].stream
        elif kind.name == "engagement":
            where = body.id
        else:
            where = REGISTER if kind.shared else self.which(engagement)
        item = Item(
            body=body, engagement=where, happened=moment(str(happened or self.as_of)),
            author=author or self.config.author,
        )  # fmt: skip
        return self.apply([item], request=request)

    def accept(
        self, proposals: Sequence[str] = (), *, engagement: str = "", reason: str = "",
        does: str | None = None, owner: str | None = None, due: Moment | str | None = None,
        importance: int | None = None, minutes: int | None = None,
        client_minutes: int | None = None,
    ) -> tuple[Action, ...]:  # fmt: skip
        """Take proposals into the plan, all that fit when none is named.

        What is given besides is changed in all of them: what is done, who of ours does it, by
        when, how much it matters to them (1 to 3), and how many minutes it takes us and them.
        ``reason`` says why they were accepted, or changed; it is kept with the record.

        Raises:
            InvalidInput: an id names no proposal, a change does not fit, or the plan is frozen.
        """
        proposals = [proposals] if isinstance(proposals, str) else proposals
        given = {
            "does": does, "owner": owner, "due": due and moment(str(due)), "minutes": minutes,
            "importance": importance, "client_minutes": client_minutes,
        }  # fmt: skip
        edits = {name: value for name, value in given.items() if value is not None}
        bodies = self._decide(
            engagement, lambda view: deciding.accept(self._plan(view), proposals, edits, reason)
        )
        return tuple(body.action for body in bodies)

    def drop(self, proposal: str, *, reason: str, engagement: str = "") -> None:
        """Drop a proposal, or an accepted action, for a reason that is remembered.

        Raises:
            InvalidInput: there is no such proposal, or the plan is frozen already.
        """
        self._decide(engagement, lambda view: [deciding.drop(self._plan(view), proposal, reason)])

    def waive(
        self, rule: str, *, reason: str, subject: str = "", until: Moment | str | None = None,
        engagement: str = "",
    ) -> None:  # fmt: skip
        """Go on nevertheless: waive a rule for one subject, or for all, for a reason.

        Raises:
            InvalidInput: no practice in use has such a rule, the reason is blank, or it is over.
        """
        if rule not in self.host.rules:
            raise InvalidInput.one("", f'no rule "{rule}"', did_you_mean(rule, self.host.rules))
        until = moment(str(until)) if until else None
        if until is not None and until.before(self.as_of):
            raise InvalidInput.one(f"until {until}", f"over on {self.as_of}", "name a later moment")
        try:
            waiver = Waiver(rule=rule, reason=reason, subject=subject, until=until)
        except ValueError as fault:
            raise InvalidInput.one("", str(fault)) from None
        self._decide(engagement, lambda view: [waiver])

    def freeze(self, engagement: str = "") -> CycleFrozen:
        """Pass the gate from planning to doing and pin the plan: the review compares with it.

        Raises:
            GateClosed: findings of severity E stand and are not waived.
            InvalidInput: nothing was accepted, or the plan is frozen already.
        """
        frozen: CycleFrozen = self.advance(engagement, phase="planning")
        return frozen

    def advance(self, engagement: str = "", *, phase: Phase | None = None) -> Any:
        """Pass the next gate: freeze the plan, open the review, or close it and plan again.

        The record names the practices that the workspace lists and that were left out.

        Raises:
            GateClosed: findings of severity E stand and are not waived.
            InvalidInput: the cycle is in another phase than ``phase``, or a practice failed, so
                that nobody can say what it would have found, proposed or measured.
        """
        expected = phase or self.view(engagement).cycle.phase
        without = sorted({*self.config.practices} - {one.name for one in self.host.practices})

        def decide(view: View) -> list[Any]:
            done, findings = reviewing.review(view, (), (), ()), self._check(view)
            (self.host.propose if expected == "planning" else self.host.measure)(view)
            if failed := dict.fromkeys(one.practice for one in self.host.concerning):
                names = ", ".join(failed)
                says = f"the gate cannot be judged, as a practice failed: {names}"
                raise InvalidInput.one("", says, "mend it, or leave it out: --no-practice NAME")
            return [
                deciding.pass_gate(view, done, findings, phase=expected, without=tuple(without))
            ]

        return self._decide(engagement, decide)[0]

    def _decide(self, engagement: str, decide: Callable[[View], Sequence[Any]]) -> Sequence[Any]:
        which = self.which(engagement)

        def act() -> tuple[Sequence[Any], list[Draft]]:
            view = self._loader.view(which, as_of=self.as_of)
            bodies = decide(view)
            drafts = [
                self.codec.draft(
                    body, engagement=which, happened=self.as_of, author=self.config.author,
                    salt=str(view.head.seq),
                )
                for body in bodies
            ]  # fmt: skip
            return bodies, drafts

        return self._commit(act, {which})[0]

    def _commit(
        self, act: Callable[[], tuple[R, list[Draft]]], streams: Collection[str],
        *, dry_run: bool = False, request: str = "",
    ) -> tuple[R, Receipt | None]:  # fmt: skip
        for left in reversed(range(_TRIES)):
            now = self.journal.streams()
            answer, drafts = act()
            if dry_run or not drafts:
                return answer, None
            try:
                self.receipt = self.journal.append(
                    drafts, request=request or os.urandom(16).hex(),
                    recorded=_stamp(self._clock()),
                    expected={name: now.get(name, 0) for name in streams},
                )  # fmt: skip
                return answer, self.receipt
            except Conflict:
                if not left:
                    raise
        raise AssertionError  # the loop returns or raises


def hosted(
    folder: Path, *, off: Collection[str] = (), no_practices: bool = False, strict: bool = False,
    also: Iterable[str] = (), host: type[Host] = Host, local: Iterable[Found] = (),
) -> tuple[settings.Settings, Host]:  # fmt: skip
    """Read the settings in a folder and load the practices that they list; open no journal.

    ``also`` names practices to load though they are not listed, ``host`` is the class that loads,
    ``local`` are practices that are not installed.

    Raises:
        NotAWorkspace: the folder holds none.
        InvalidInput: its settings have mistakes; all are told, those in options of practices too.
    """
    config, mistakes = settings.parse(folder)
    used, requires = ((), {}) if no_practices else (config.practices, config.requires)
    loaded = host.load(
        (*used, *also), settings=config.options, place=config.place, order=config.order,
        requires=requires, off=off, strict=strict and not mistakes, local=local,
    )  # fmt: skip
    if mistakes:
        raise InvalidInput([*mistakes, *loaded.misuses()])
    return config, loaded


def _stamp(when: dt.datetime) -> str:
    return when.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _bytes(path: str | Path) -> bytes:
    try:
        with Path(path).open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as fault:
        says = f"it cannot be read: {getattr(fault, 'strerror', None) or fault}"
        raise InvalidInput.one(str(path), says, "name a file that is there") from None
    if len(data) > MOST_BYTES:
        raise InvalidInput.one(str(path), f"it holds more than {MOST_BYTES:,} bytes", "split it")
    return data
