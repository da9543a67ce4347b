"""Does what a file holds agree with itself?"""

from collections.abc import Iterable, Iterator
from typing import Final

import apsw
from msgspec import structs

from engageframe.journal import Entry, Head, Verification
from engageframe_stores.chain import Row, check

__all__ = ["ROW", "hash_at", "verify"]

ROW: Final = f"{', '.join(Entry._fields)}, salt, subjects, digest, hash"
"""The columns of an entry, in the order of the chain."""
_WRITTEN: Final = "SELECT (SELECT seq FROM mark), max(last), total(last - first + 1) FROM request"
_TWICE: Final = """SELECT min(first) FROM (
  SELECT first, max(last) OVER (
    ORDER BY first, last ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS reached FROM request)
WHERE first <= reached"""


def hash_at(db: apsw.Cursor, seq: int) -> str:
    """Give the chain's hash at a position (zeros at 0), empty when there is none."""
    link = db.execute("SELECT hash FROM entry WHERE seq = ?", (seq,)).get
    return link.hex() if link else "" if seq else Head().hash


def _readable(rows: Iterable[Row], harm: list[apsw.Error]) -> Iterator[Row]:
    """Give rows as far as they can be read; what ended it is added to ``harm``."""
    try:
        for row in rows:  # ruff: ignore[UP028]  it would close the cursor of whoever asked
            yield row
    except (apsw.CorruptError, apsw.NotADBError) as fault:
        harm.append(fault)


def verify(db: apsw.Cursor, tail: int = 0) -> Verification:
    """Check the whole chain, or only so many of its last entries."""
    start = Head()
    db.execute("BEGIN")
    try:
        last = db.execute("SELECT max(seq) FROM entry").get or 0
        mark, end, told = db.execute(_WRITTEN).get if not tail else (last, last, 0)
        if 0 < tail < last:
            start = Head(seq=last - tail, hash=hash_at(db, last - tail))
        harm = list[apsw.Error]()
        rows = db.execute(f"SELECT {ROW} FROM entry WHERE seq > ? ORDER BY seq", (start.seq,))
        answer = check(_readable(rows, harm), max(last, mark or 0, end or 0), start)
        if harm and answer.first_bad == start.seq + answer.checked + 1:
            says = f"the file cannot be read from there on ({harm[0]})"
            return structs.replace(answer, says=says)
        if told > last and not answer.says:
            bad = db.execute(_TWICE).get
            says = "another act had this place before: the end was cut off and written over"
            return structs.replace(answer, checked=bad - 1, first_bad=bad, says=says)
        if not (answer.says or tail):  # a search may be led astray where a scan is not
            found = str(db.execute("PRAGMA integrity_check(1)").get).splitlines()[-1]
            answer = answer if found == "ok" else structs.replace(answer, first_bad=1, says=found)
        return answer
    finally:
        db.execute("ROLLBACK")
