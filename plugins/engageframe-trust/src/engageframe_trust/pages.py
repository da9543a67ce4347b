"""How does a statement read?"""

from collections.abc import Iterator

from engageframe_texts import many
from engageframe_trust.answers import Pins, Statement, Statements, in_words
from engageframe_trust.words import trust

__all__ = ["facts", "fit", "page"]


def page(found: Statements) -> Iterator[str]:
    """Write statements like a bank's, line by line."""
    yield from facts(found.pins)
    for one in found.statements:
        yield ""
        yield from _account(one)
    if not found.statements:
        yield "No account yet: nothing passed between one of ours and a person of theirs."
    if found.not_booked:
        yield ""
        yield "Not booked"
        yield from (f"  {one}" for one in found.not_booked)


def facts(found: Pins) -> Iterator[str]:
    """Name what an answer rests on."""
    known = f", as known at {found.known_at}" if found.known_at else ""
    adopted = f" [{found.policy_record[:8]}]" if found.policy_record else ""
    yield (
        f"Trust accounts of {found.engagement} as of {found.as_of}{known}: our doing, in T; "
        "nobody of theirs is rated."
    )
    yield "How kindly they judge is used inside the estimate, and shown nowhere."
    yield (
        f"Policy: {found.policy}{adopted}. Journal: {found.journal} records, {found.head[:12]}. "
        f"{found.plugin}."
    )
    yield from (f"Note: {note}." for note in found.notes)


def _account(one: Statement) -> Iterator[str]:
    yield f"Trust of {one.title}  [{one.ours}:{one.theirs}]"
    yield f"  {one.since}  {'opening balance':<62} {'':>9} {trust(one.opening):>9}"
    for entry in one.entries:
        amount = f"{'+' if entry.amount > 0 else ''}{trust(entry.amount)}" if entry.amount else ""
        record = f"  {entry.evidence[:8]}" if entry.evidence else ""
        says = fit(entry.says, 62)
        yield f"  {entry.date}  {says} {amount:>9} {trust(entry.balance):>9}{record}"
    yield f"  {'':10}  {'closing balance':<62} {'':>9} {trust(one.closing):>9}"
    parts = (("earned", one.earned), ("interest", one.interest))
    minus = (("owed", one.owed), ("favours asked", one.spent))
    told = [f"{word} {trust(amount)}" for word, amount in parts]
    told += [f"less {word} {trust(amount)}" for word, amount in minus if amount]
    yield f"  Made of {', '.join(told)}."
    yield from (f"  Open: {promise}" for promise in one.promised)
    for word, count in sorted(one.given_back.items()):
        yield f"  Given back, and never expected: {many(count, word.replace('_', ' '))}"
    yield f"  Next: {in_words(one.opinion)}."


def fit(text: str, width: int) -> str:
    """Fill a text up to a width, or shorten it."""
    return text.ljust(width) if len(text) <= width else f"{text[: width - 3]}..."
