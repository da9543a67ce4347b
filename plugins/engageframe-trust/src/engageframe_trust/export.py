"""How do the books read for beancount, hledger and ledger, so that others check us?

Every transaction names its record and the hash of the chain there, and every account of the books
is asserted as they begin, at each period's end and at the end.  While all of them rest, what holds
at the first and at the last of the ends between two transactions holds at all of them.
What moves nothing, a new day for a promise, is a note: no balance could tell that it is missing.
People are pseudonyms: no name leaves.
"""

import base64
import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Final, NamedTuple

from engageframe_trust.account import PairAccount
from engageframe_trust.answers import Format
from engageframe_trust.books import Books, Pair
from engageframe_trust.chart import CHART, Account, Line
from engageframe_trust.policy import Terms
from engageframe_trust.reading import caught_up, pending

__all__ = ["Transaction", "export", "pseudonym", "transactions"]

_CLOSE, _FACT, _TO_DATE = range(3)
_PHASE: Final = {"close": _CLOSE, "to_date": _TO_DATE}
_DIGITS: Final = 6


class Transaction(NamedTuple):
    """Postings that belong together: a day, what happened, its record, and account by amount."""

    day: int
    phase: int
    deed: str
    record: str
    legs: tuple[tuple[str, str, int], ...]
    """The name of an account, its commodity, and what goes in: millionths, or whole pieces."""


def pseudonym(who: str, salt: str) -> str:
    """Give a name for somebody that tells nothing without the journal: 50 bits in base32."""
    digest = hashlib.sha256(f"{salt}|{who}".encode()).digest()
    return f"P{base64.b32encode(digest[:10]).decode()[:10]}"


def account_name(account: Account, pair: tuple[str, str]) -> str:
    """Name an account of the chart for one pair of pseudonyms: ours, then theirs."""
    if not account.own:
        return account.path
    root, _, leaf = account.path.rpartition(":")
    if account.path.startswith("Assets:Trust:"):
        return f"{root}:{pair[0]}:{pair[1]}:{leaf}"
    return f"{account.path}:{pair[0]}:{pair[1]}"


def transactions(books: Books, day: int, salt: str) -> list[Transaction]:
    """Give all that is booked up to a day, in order; the books keep their lines."""
    found: list[tuple[tuple[int, int, int, int], Transaction]] = []
    for number, (pair, account) in enumerate(sorted(books.accounts.items(), key=_pair)):
        now, names = caught_up(account, day), _names(pair, salt)
        lines = [*(account.lines or []), *(now.lines or []), *pending(now, day)]
        for place, group in enumerate(_groups(lines)):
            first = group[0]
            phase = _PHASE.get(first.deed, _FACT)
            legs = tuple(leg for line in group for leg in _legs(line, names))
            made = Transaction(first.day, phase, first.deed, first.record, legs)
            found.append(((first.day, phase, number, place), made))
    return [made for _, made in sorted(found, key=lambda one: one[0])]


def _pair(item: tuple[Pair, PairAccount]) -> Pair:
    return item[0]


def _names(pair: Pair, salt: str) -> list[str]:
    hidden = pseudonym(pair[0], salt), pseudonym(pair[1], salt)
    return [account_name(account, hidden) for account in CHART]


def _groups(lines: Iterable[Line]) -> Iterator[list[Line]]:
    for _, group in groupby(lines, key=lambda one: (one.day, one.record, one.deed)):
        yield list(group)


def _legs(line: Line, names: list[str]) -> Iterator[tuple[str, str, int]]:
    commodity = CHART[line.account].commodity
    yield names[line.account], commodity, line.amount
    yield names[line.other], commodity, -line.amount


def export(
    books: Books, day: int, form: Format, *, salt: str, hash_of: Callable[[str], str]
) -> Iterator[str]:
    """Write the books as they stand at the end of a day, line by line.

    Args:
        books: the accounts, with their lines.
        day: the ordinal of the day.
        form: for which program.
        salt: what makes the pseudonyms.
        hash_of: gives the hash of the chain at a record.
    """
    made = transactions(books, day, salt)
    names = sorted({(name, commodity) for one in made for name, commodity, _ in one.legs})
    writer = _WRITERS[form]()
    yield from writer.head(names, made[0].day if made else day)
    if made:
        ends = _ends(books.timetable, made[0].day, day)
        yield from _body(made, dict.fromkeys(names, 0), ends, writer, hash_of, day + 1)


def _body(
    made: list[Transaction],
    totals: dict[tuple[str, str], int],
    ends: Iterator[int],
    writer: "_Beancount | _Hledger",
    hash_of: Callable[[str], str],
    last: int,
) -> Iterator[str]:
    """Write the transactions, and what every account holds as periods end and on the last day."""
    yield from writer.asserted(made[0].day, totals.items())
    end = next(ends, None)
    for one in made:
        over: list[int] = []
        while end is not None and end <= one.day:
            over, end = [*over[:1], end], next(ends, None)
        for day in over:
            yield from writer.asserted(day, totals.items())
        hash_ = hash_of(one.record)[:12] if one.record else ""
        moves = any(amount for _, _, amount in one.legs)
        yield from (writer.transaction if moves else writer.remark)(one, hash_)
        for name, commodity, amount in one.legs:
            totals[name, commodity] += amount
    for day in (last,) if end is None else (end, last):
        yield from writer.asserted(day, totals.items())


def _ends(table: Sequence[Terms], first: int, last: int) -> Iterator[int]:
    """Give the days on which periods begin, after the first fact and up to the last day."""
    terms = next(one for one in reversed(table) if one.begins <= first)
    day = first
    while True:
        day = terms.boundary(day)
        if day > last:
            return
        if day == terms.ends:
            terms = next(one for one in table if one.begins == day)
        yield day


def _amount(amount: int, commodity: str) -> str:
    if not _fine(commodity):
        return f"{amount} {commodity}"
    whole, rest = divmod(abs(amount), 10**_DIGITS)
    return f"{'-' if amount < 0 else ''}{whole}.{rest:0{_DIGITS}d} {commodity}"


def _date(day: int) -> str:
    """Write a day; beyond the first and the last day of all calendars it is that day itself."""
    return dt.date.fromordinal(min(max(day, 1), dt.date.max.toordinal())).isoformat()


_SAYS: Final = (
    "What our people earned, owed and promised, pair by pair; people are pseudonyms.",
    "Transactions marked ! hold what fades and is late up to the last day.",
)


class _Beancount:
    """Writes for beancount: assertions hold as a day begins."""

    def head(self, names: Sequence[tuple[str, str]], day: int) -> Iterator[str]:
        yield from (f"; {line}" for line in _SAYS)
        yield 'option "title" "Trust accounts"'
        yield 'option "operating_currency" "TRUST"'
        yield 'option "inferred_tolerance_default" "*:0"'
        for name, held in groupby(names, key=lambda one: one[0]):
            yield f"{_date(day)} open {name} {','.join(commodity for _, commodity in held)}"

    def transaction(self, one: Transaction, hash_: str) -> Iterator[str]:
        yield f'{_date(one.day)} {"!" if one.phase == _TO_DATE else "*"} "{one.deed}"'
        if one.record:
            yield f'  event: "{one.record}"'
            yield f'  hash: "{hash_}"'
        for name, commodity, amount in one.legs:
            yield f"  {name}  {_amount(amount, commodity)}"

    def remark(self, one: Transaction, hash_: str) -> Iterator[str]:
        yield f'{_date(one.day)} note {one.legs[0][0]} "{one.deed}"'
        yield f'  event: "{one.record}"'
        yield f'  hash: "{hash_}"'

    def asserted(self, day: int, totals: Iterable[tuple[tuple[str, str], int]]) -> Iterator[str]:
        for (name, commodity), amount in totals:
            yield f"{_date(day)} balance {name}  {_amount(amount, commodity)}"


class _Hledger:
    """Writes for hledger: an assertion is a posting of nothing, dated the day before."""

    tags: tuple[str, ...] = ()
    whole = "1000."

    def head(self, names: Sequence[tuple[str, str]], day: int) -> Iterator[str]:
        yield from (f"; {line}" for line in _SAYS)
        for commodity in sorted({commodity for _, commodity in names}):
            shape = f"1000.{'0' * _DIGITS}" if _fine(commodity) else self.whole
            yield f"commodity {commodity}"
            yield f"    format {shape} {commodity}"
        yield from (f"tag {tag}" for tag in self.tags)
        for name in dict.fromkeys(name for name, _ in names):
            yield f"account {name}"

    def transaction(self, one: Transaction, hash_: str) -> Iterator[str]:
        mark = "!" if one.phase == _TO_DATE else "*"
        yield f"{_date(one.day)} {mark} {one.deed}"
        if one.record:
            yield f"    ; event: {one.record}"
            yield f"    ; hash: {hash_}"
        for name, commodity, amount in one.legs:
            yield f"    {name}  {_amount(amount, commodity)}"

    def remark(self, one: Transaction, hash_: str) -> Iterator[str]:
        yield f"; {_date(one.day)} {one.deed} {one.legs[0][0]} event: {one.record} hash: {hash_}"

    def asserted(self, day: int, totals: Iterable[tuple[tuple[str, str], int]]) -> Iterator[str]:
        lines = [
            f"    {name}  {_amount(0, commodity)} = {_amount(amount, commodity)}"
            for (name, commodity), amount in totals
        ]
        if lines:
            yield f"{_date(day - 1)} * assertions"
            yield from lines


class _Ledger(_Hledger):
    """Writes for ledger, which wants tags declared, and no point after whole pieces."""

    tags = ("event", "hash")
    whole = "1000"


_WRITERS: Final[Mapping[Format, type[_Beancount] | type[_Hledger]]] = {
    "beancount": _Beancount,
    "hledger": _Hledger,
    "ledger": _Ledger,
}


def _fine(commodity: str) -> bool:
    return commodity in ("TRUST", "PROMISE")
