"""Write to a journal from another process, as the tests of crashes and of crowds need it.

Arguments: the verb, the file, then a name and a count.
Each acknowledged id is told on the standard output only after the append came back.
"""

import sys
import time

from engageframe.journal import Draft
from engageframe_stores.sqlite import SqliteStore


def draft(name: str) -> Draft:
    """Build the entry of one act."""
    body = b'{"says":"' + name.encode() * 40 + b'"}'
    return Draft(
        id=name, stream="acme", kind="note", version=1, happened="2026", author="ann", body=body
    )


def write(path: str, name: str, count: int) -> None:
    """Append one by one, and tell each as soon as it is acknowledged."""
    store = SqliteStore(path)
    for number in range(count):
        one = f"{name}-{number}"
        receipt = store.append(
            [draft(one)], request=one, recorded="2026-03-01T12:00:00.000000Z", expected=None
        )
        print(one, int(receipt.replayed), flush=True)
    store.close()


def hold(path: str, name: str, count: int) -> None:
    """Keep the write lock, as a long import does, until killed."""

    def salt(size: int) -> bytes:
        print("holding", flush=True)
        time.sleep(count)
        return b"s" * size

    SqliteStore(path, salt=salt).append(
        [draft(name)], request=name, recorded="2026-03-01T12:00:00.000000Z", expected=None
    )


if __name__ == "__main__":
    {"write": write, "hold": hold}[sys.argv[1]](sys.argv[2], sys.argv[3], int(sys.argv[4]))
