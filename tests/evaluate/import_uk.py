"""How well does the import of the UK ministers' meetings account for its rows?

One line per figure: name, value, target.
"""

import sys
import time
import tracemalloc
from collections import Counter
from pathlib import Path

from engageframe.applying import changes
from engageframe.codec import Codec
from engageframe.folding import State
from engageframe.journal import Entry
from engageframe.kinds import CORE_KINDS, Kinds
from engageframe.model.moments import moment
from engageframe_csv import Imported, read

_MAP = Path(__file__).parents[2] / "docs" / "examples" / "uk-ministers-meetings.map.yaml"
_TODAY = moment("2014-01-31")


def main(folder: Path) -> None:
    """Print the figures, or that the data is not there."""
    path = folder / "uk-ministers-meetings" / "meetings-2010-2013.csv"
    if not path.is_file():
        print(f"not there: {path}")
        return
    data, mapping, kinds = path.read_bytes(), _MAP.read_bytes(), Kinds(CORE_KINDS)
    told, seconds = _timed(data, mapping, kinds)
    codec = Codec(kinds)
    first = changes(told.items, {}, codec, today=_TODAY)
    again = changes(told.items, _states(first, codec), codec, today=_TODAY)
    imported = sum(len(one.item.rows) for one in first if one.draft)
    unchanged = sum(len(one.item.rows) for one in again if not one.draft)
    _print("rows read", told.rows_read, 9457)
    _print("rows imported", imported, f"{told.rows_read - len(told.set_aside)} (read - set aside)")
    _print("rows unchanged on re-import", unchanged, imported)
    _print("items that re-import would change", sum(one.draft is not None for one in again), 0)
    targets = {"outside_date_window": 102, "blank": 59}
    for reason, count in sorted(Counter(one.reason for one in told.set_aside).items()):
        _print(f"rows set aside: {reason}", count, targets.get(reason, "-"))
    for reason, count in sorted(Counter(one.reason for one in told.flags).items()):
        _print(f"rows flagged: {reason}", count, "-")
    for kind, count in Counter(kinds.of(type(one.body)).name for one in told.items).items():
        _print(f"items: {kind}", count, "-")
    _print("CPU seconds", f"{seconds:.2f}", "< 2")
    _print("rows per CPU second", round(told.rows_read / seconds), "> 4,700")
    tracemalloc.start()
    _timed(data, mapping, kinds)
    _print("peak MB in Python while reading", tracemalloc.get_traced_memory()[1] // 2**20, "< 100")


def _timed(data: bytes, mapping: bytes, kinds: Kinds) -> tuple[Imported, float]:
    begun = time.process_time()
    told = read(
        data, mapping, name="meetings-2010-2013.csv", mapping_name=_MAP.name, kinds=kinds,
        author="me", today=_TODAY,
    )  # fmt: skip
    return told, time.process_time() - begun


def _states(first: list, codec: Codec) -> dict[str, State]:
    states: dict[str, State] = {}
    for seq, draft in enumerate((one.draft for one in first if one.draft), 1):
        entry = Entry(
            seq, draft.id, draft.stream, seq, draft.kind, draft.version, draft.happened, "",
            draft.author, draft.source, draft.cause, draft.body,
        )  # fmt: skip
        states.setdefault(draft.stream, State(codec)).add([entry])
    return states


def _print(name: str, value: object, target: object) -> None:
    print(f"{name:<40} {value!s:>8} {target!s:>24}")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/data"))
