"""Write to a journal from another process, as the tests of crashes and of crowds need it.

Arguments: the verb, the file, then a name and a count.
Each acknowledged request is told on the standard output, with 1 where it had been done before, and
only after the append came back.
"""

import sys
import time
from pathlib import Path

import msgspec

from engageframe.errors import Conflict
from engageframe.journal import Draft, Snapshot
from engageframe_stores import sealed
from engageframe_stores.sqlite import SqliteStore

NOON = "2026-03-01T12:00:00.000000Z"
BATCH = 40


def draft(name: str) -> Draft:
    """Build the entry of one act."""
    body = b'{"says":"' + name.encode() * 40 + b'"}'
    return Draft(
        id=name, stream="acme", kind="note", version=1, happened="2026", author="ann", body=body
    )


def tell(store: SqliteStore, request: str, *names: str) -> None:
    """Append in one act, and tell it as soon as it is acknowledged."""
    drafts = [draft(name) for name in names or (request,)]
    receipt = store.append(drafts, request=request, recorded=NOON, expected=None)
    print(request, int(receipt.replayed), flush=True)


def write(path: str, name: str, count: int) -> None:
    """Append one by one."""
    store = SqliteStore(path)
    for number in range(count):
        tell(store, f"{name}-{number}")
    store.close()


def batch(path: str, name: str, count: int) -> None:
    """Append in acts of forty entries."""
    store = SqliteStore(path)
    for number in range(count):
        request = f"{name}-{number}"
        tell(store, request, *(f"{request}.{at}" for at in range(BATCH)))
    store.close()


def snapshot(path: str, name: str, count: int) -> None:
    """Append one by one, and keep a large snapshot after each."""
    store = SqliteStore(path)
    for number in range(count):
        tell(store, f"{name}-{number}")
        kept = Snapshot(head=store.head(), fingerprint="f", body=b"view" * 50_000)
        store.keep_snapshot("view", kept)
    store.close()


def hold(path: str, name: str, count: int) -> None:
    """Keep the write lock, as a long import does, until killed."""

    def salt(size: int) -> bytes:
        print("holding", flush=True)
        time.sleep(count)
        return b"s" * size

    SqliteStore(path, salt=salt).append([draft(name)], request=name, recorded=NOON, expected=None)


def crowd(path: str, name: str, count: int) -> None:
    """Append one by one for so many seconds; tell how many, and the longest wait for one."""
    store = SqliteStore(path)
    print("ready", flush=True)
    sys.stdin.readline()
    end, longest, number = time.monotonic() + count, 0.0, 0
    while time.monotonic() < end:
        began, one = time.monotonic(), f"{name}-{number}"
        store.append([draft(one)], request=one, recorded=NOON, expected=None)
        longest, number = max(longest, time.monotonic() - began), number + 1
    store.close()
    print(number, longest, flush=True)


def count(path: str, name: str, seconds: int) -> None:
    """Count together: append what was read plus one, and read anew when somebody was faster."""
    store = SqliteStore(path)
    print("ready", flush=True)
    sys.stdin.readline()
    end, done, refused = time.monotonic() + seconds, 0, 0
    while time.monotonic() < end:
        before = store.streams().get("acme", 0)
        one = [draft(f"count-{before + 1}")]
        try:
            store.append(one, request=f"{name}-{done}", recorded=NOON, expected={"acme": before})
        except Conflict:
            refused += 1
        else:
            done += 1
    store.close()
    print(done, refused, flush=True)


def follow(path: str, name: str, count: int) -> None:
    """Read again and again for so many seconds; tell how often, and whether all had its place."""
    store = SqliteStore(path, read_only=True)
    print("ready", flush=True)
    sys.stdin.readline()
    end, seen, rounds, sound = time.monotonic() + count, list[str](), 0, True
    while time.monotonic() < end:
        new = list(store.read(after=len(seen)))
        sound &= [entry.seq for entry in new] == list(
            range(len(seen) + 1, len(seen) + len(new) + 1)
        )
        seen += [entry.id for entry in new]
        rounds += 1
    sound &= seen == [entry.id for entry in store.read()][: len(seen)]
    store.close()
    print(rounds, int(sound), flush=True)


def of_person(name: str) -> Draft:
    """Build the entry of an act that tells of one person."""
    return msgspec.structs.replace(draft(name), subjects=(f"{name}-person", "everybody"))


def seal(folder: str, name: str, count: int) -> None:
    """Tell of one person after another in a sealed journal: each gets a key."""
    store = sealed.open(Path(folder))
    for number in range(count):
        one = of_person(f"{name}-{number}")
        receipt = store.append([one], request=one.id, recorded=NOON, expected=None)
        print(one.id, int(receipt.replayed), flush=True)
    store.close()


def erase(folder: str, name: str, count: int) -> None:
    """Erase all those of whom a sealed journal tells, one after another."""
    store = sealed.open(Path(folder))
    for number in range(count):
        who = f"{name}-{number}-person"
        if goes := store.bound_to(who):
            one = draft(f"{name}-{number}-instead")
            store.append([one], request=one.id, recorded=NOON, expected=None, destroy=goes)
        store.forget(who)
        store.purge()
        print(f"{name}-{number}", 1, flush=True)
    store.close()


VERBS = {
    "seal": seal, "erase": erase,
    "write": write, "batch": batch, "snapshot": snapshot, "hold": hold, "crowd": crowd,
    "count": count, "follow": follow,
}  # fmt: skip

if __name__ == "__main__":
    VERBS[sys.argv[1]](sys.argv[2], sys.argv[3], int(sys.argv[4]))
