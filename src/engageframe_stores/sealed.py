"""How is a journal kept so that nobody reads it without its keys? This is the store ``sealed``.

It is the store ``sqlite`` with sealed bodies: each under a key made from those of all whom it is
about, so that it dies with any of them. Kind, moment, author and source stay in clear.
"""

import hmac
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from functools import partial
from pathlib import Path
from typing import Any, Final

import msgspec
from msgspec.structs import replace

from engageframe.errors import JournalError
from engageframe.journal import Check, Draft, Entry, Head, Journal, Receipt, Snapshot, Verification
from engageframe_stores import files
from engageframe_stores.chain import fingerprint
from engageframe_stores.destroying import delete_copies
from engageframe_stores.files import KEYS
from engageframe_stores.keys import CACHE, WORKSPACE, Keys
from engageframe_stores.sealing import cipher, is_shut, open_box, seal, under

__all__ = ["SealedStore", "diagnose", "exists", "open"]

_MISSING: Final = "is missing: no body can be read, and none is written; put it back from a backup"
_FOREIGN: Final = "the keys are another journal's, and nothing was written; put back its own"
_SHUT: Final = "{} do not open, though no key of theirs was destroyed: put back journal.keys"
_WAIT: Final = "{} key(s) are to be destroyed: repeat the erasure that did not finish"


class _Moved(Exception):
    """The keys changed since the drafts were sealed: they are sealed anew."""


def exists(folder: Path) -> bool:
    """Tell whether the workspace in a folder has its journal."""
    return files.exists(folder)


def open(folder: Path, *, salt: Callable[[int], bytes] | None = None) -> Journal:
    """Open the journal of the workspace in a folder; make it and its keys when both are missing.

    Raises:
        JournalError: as the store ``sqlite``, whose journals are refused; or the cipher is missing.
    """
    cipher()
    if not files.exists(folder):
        Keys.create(folder / KEYS)
    inner = files.open_as("sealed", folder, salt=salt)
    try:
        return SealedStore(inner, folder / KEYS)
    except BaseException:
        inner.close()
        raise


def diagnose(folder: Path) -> tuple[Check, ...]:
    """Look at the machine, the journal and its keys for what is unsafe; write nothing."""
    found = files.diagnose_as("sealed", folder)
    try:
        keys = Keys(folder / KEYS, read_only=True)
    except JournalError as fault:
        return (*found, Check("keys", False, str(fault)))
    private = keys.is_private()
    says = "readable by their owner alone" if private else "others can read them: chmod 600"
    return (*found, *_bodies(folder, keys), Check("keys", private, f"{KEYS}: {says}"))


def _bodies(folder: Path, keys: Keys) -> list[Check]:
    """Look whether all opens that should, and whether a key is left that should be destroyed."""
    import apsw

    from engageframe_stores.opening import connect

    try:
        cipher()
        with closing(connect(folder / files.FILE, read_only=True, briefly=True)) as db:
            rows = db.execute("SELECT id, body FROM entry WHERE body IS NOT NULL")
            shut = sum(is_shut(keys, body, name) for name, body in rows)
    except (JournalError, apsw.Error, OSError, UnicodeDecodeError) as fault:
        return [Check("sealed bodies", False, str(fault))]
    says = _SHUT.format(shut) if shut else "all open whose keys are here"
    wait = len(keys.leaving())
    return [
        Check("sealed bodies", not shut, says),
        Check("erasures", not wait, _WAIT.format(wait) if wait else "none is unfinished"),
    ]


class SealedStore:
    """A journal whose bodies are sealed; without its keys all are withheld, and it only reads.

    Args:
        inner: keeps the sealed bodies, and can destroy them for good.
        path: the file of the keys.
    """

    def __init__(self, inner: Any, path: Path) -> None:
        cipher()
        self._inner, self._path, self._leaving, self._marked = inner, path, "", ""
        self._ours = False
        self._keys = Keys(path) if path.exists() else None
        marked = self._keys.leaving() if self._keys else None
        if self._keys and marked and marked - self._needed():  # it takes the whole journal
            with suppress(JournalError):  # whoever opens it next tries again
                self._destroy(self._keys)

    def append(
        self,
        drafts: Sequence[Draft],
        *,
        request: str,
        recorded: str,
        expected: Mapping[str, int] | None,
        destroy: Iterable[str] = (),
    ) -> Receipt:
        """Commit all drafts durably, or none; their keys are on the disk before.

        With ``destroy`` the keys of whom :meth:`bound_to` was asked for are marked first: whatever
        ends this process, they are destroyed as soon as no body needs them.
        """
        keys, gone = self._writable(), [*destroy]
        without = self._leaving if gone else ""
        if without:
            keys.leave(without)
            self._marked = without
        named = {who for one in drafts for who in one.subjects} - {without}
        while True:
            keys.of({*named, WORKSPACE})
            made = keys.generation
            try:
                receipt: Receipt = self._inner.append(
                    [self._sealed(keys, one, without) for one in drafts], request=request,
                    recorded=recorded, expected=expected, destroy=gone,
                    check=partial(_require, keys, made),
                    content=hmac.digest(_hidden(keys), fingerprint(drafts), "sha256"),
                )  # fmt: skip
            except _Moved:
                continue
            return receipt

    def read(
        self, streams: Iterable[str] | None = None, *, after: int = 0, known_at: str = ""
    ) -> Iterator[Entry]:
        """Give the entries; a body whose key is gone is withheld."""
        return map(self._opened, self._inner.read(streams, after=after, known_at=known_at))

    def find(self, prefix: str) -> tuple[Entry, ...]:
        """Give the entries whose id begins with a prefix, at most twenty."""
        return tuple(map(self._opened, self._inner.find(prefix)))

    def known(self, ids: Iterable[str]) -> frozenset[str]:
        """Give those of the ids that the journal holds."""
        return frozenset(self._inner.known(ids))

    def streams(self) -> Mapping[str, int]:
        """Give every stream with the number of its entries."""
        return dict(self._inner.streams())

    def head(self, streams: Iterable[str] | None = None, *, known_at: str = "") -> Head:
        """Give the end of the journal, or of some streams."""
        head: Head = self._inner.head(streams, known_at=known_at)
        return head

    def hash_at(self, seq: int) -> str:
        """Give the chain's hash at a position, empty when there is none."""
        return str(self._inner.hash_at(seq))

    def verify(self) -> Verification:
        """Check the whole chain, and that each body opens, or a key of it was destroyed.

        Raises:
            JournalError: the keys are missing, damaged, or older than the journal.
        """
        found: Verification = self._inner.verify()
        if found.first_bad is not None:
            return found
        keys, needed = self._there(), self._needed()
        keys.load()  # after the bodies: a key is made before what it seals
        if lost := keys.lost(needed):
            raise JournalError(
                f"{self._path}: the chain holds, but {len(lost)} key(s) that bodies are sealed "
                "with were never in this file: put back a later backup of it"
            )
        if shut := [
            one for one in self._inner.read() if one.body and is_shut(keys, one.body, one.id)
        ]:
            raise JournalError(
                f"{self._path}: the chain holds, but {len(shut)} bodies do not open, first that of "
                f"record {shut[0].seq}, though no key of theirs was destroyed: a key was damaged, "
                "put back a backup of this file"
            )
        return found

    def redact(self, ids: Iterable[str]) -> int:
        """Destroy the bodies of some entries for good; the chain still verifies. Count them."""
        return int(self._inner.redact(ids))

    def purge(self) -> tuple[str, ...]:
        """Leave no byte of what was destroyed."""
        return tuple(self._inner.purge())

    def unpurged(self) -> bool:
        """Tell whether bodies were destroyed and the file not purged since."""
        return bool(self._inner.unpurged())

    def bound_to(self, who: str) -> frozenset[str]:
        """Give the ids of the entries that cannot be read any more without somebody's key.

        What is appended here from now on does not need it.
        """
        self._leaving = who
        keys = self._there()
        keys.load()
        tags = keys.tags(who)
        every = (one for one in self._inner.read() if tags and one.body is not None)
        return frozenset(one.id for one in every if not tags.isdisjoint(under(one.body)))

    def forget(self, who: str) -> None:
        """Destroy somebody's keys, and that of all snapshots: copies elsewhere die with them.

        What others told of them since they were erased is under another key, and stays.

        Raises:
            JournalError: bodies still need a key of theirs.
        """
        keys = self._there()
        if self._marked != who:
            keys.leave(who)
        self._leaving = self._marked = ""
        self._destroy(keys)
        delete_copies(self._path)  # of a making that was killed
        if keys.leaving(who):
            raise JournalError(
                f'{self._path}: bodies still need the key of "{who}", somebody wrote in between; '
                "nothing of it was destroyed: erase them again"
            )

    def _destroy(self, keys: Keys) -> None:
        """Destroy the keys that are to go, but none that a body needs: nobody can write now."""

        def act() -> None:
            keys.load()
            keys.destroy(*keys.leaving() - self._needed(), *keys.tags(CACHE))

        self._inner.hold(act)

    def _needed(self) -> set[str]:
        """Give the tags of all keys without which a body cannot be read."""
        bodies = (one.body for one in self._inner.read() if one.body)
        return {tag for body in bodies for tag in under(body)}

    def revision(self) -> str:
        """Give a word that is another one when a body was destroyed since."""
        return str(self._inner.revision())

    def snapshot(self, name: str) -> Snapshot | None:
        """Give a cached state, or nothing."""
        found = self._inner.snapshot(name)
        if found is None or self._keys is None:
            return None
        body = open_box(self._keys, found.body, name)
        return None if body is None else replace(found, body=body)

    def keep_snapshot(self, name: str, snapshot: Snapshot, *, revision: str = "") -> None:
        """Cache a state, sealed."""
        with suppress(JournalError):  # as for every store, a cache that is not kept is no error
            body = seal(self._there(), [CACHE], snapshot.body, name)
            self._inner.keep_snapshot(name, replace(snapshot, body=body), revision=revision)

    def close(self) -> None:
        """Release the store."""
        self._inner.close()

    def _there(self) -> Keys:
        if self._keys is None:
            raise JournalError(f"{self._path} {_MISSING}")
        return self._keys

    def _writable(self) -> Keys:
        """Give the keys, unless they are another journal's: what is sealed with those is lost."""
        keys = self._there()
        if not self._ours:
            first = under(self._inner.first_body() or b"")
            if keys.lost(first):
                keys.load()  # another process may have made them
            if keys.lost(first):
                raise JournalError(f"{self._path}: {_FOREIGN}")
            self._ours = True
        return keys

    def _sealed(self, keys: Keys, draft: Draft, without: str) -> Draft:
        """Seal a draft under the keys of all whom its body names, or of the workspace."""
        named = {word for word in _words(msgspec.json.decode(draft.body)) if keys.knows(word)}
        owners = {*draft.subjects, *named} - {without}
        body = seal(keys, owners or [WORKSPACE], draft.body, draft.id)
        hidden = _hidden(keys)
        blind = tuple(hmac.digest(hidden, one.encode(), "sha256").hex()[:32] for one in owners)
        return replace(draft, body=body, subjects=blind)

    def _opened(self, entry: Entry) -> Entry:
        if entry.body is None:
            return entry
        return entry._replace(body=open_box(self._keys, entry.body, entry.id))


def _hidden(keys: Keys) -> bytes:
    """Give what hides ids and contents from who has the journal alone."""
    return keys.secret(keys.of([WORKSPACE])) or b""


def _require(keys: Keys, generation: int) -> None:
    if keys.moved(generation):
        raise _Moved


def _words(value: Any) -> Iterator[str]:
    """Give the texts of a body."""
    if isinstance(value, str):
        yield value
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for one in parts:
        yield from _words(one)
