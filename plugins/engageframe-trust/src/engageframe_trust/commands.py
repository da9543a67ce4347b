"""What does ``engage trust`` print?"""

import datetime as dt
import functools
import json
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

import click
import msgspec

from engageframe import InvalidInput, Workspace, did_you_mean, moment
from engageframe_texts import echo, many
from engageframe_trust.answers import FORMATS, Format, Pins, in_words
from engageframe_trust.pages import facts, fit, page
from engageframe_trust.words import day_of, pair_id, trust

if TYPE_CHECKING:  # at run time the accounts are opened when no answer was kept
    from engageframe_trust.dealings import Promise
    from engageframe_trust.ledger import Ledger

__all__ = ["group"]

_LOOK_BACK: Final = 90
_NEVER: Final = 10**7
_Body = Callable[..., None]


def group() -> click.Group:
    """Build the group of commands; each gets the workspace as click's object."""
    says = "What do we owe, what did we keep: the accounts of trust, pair by pair."
    return click.Group("trust", help=says, commands=_COMMANDS)


def _command(name: str, says: str, example: str) -> Callable[[_Body], click.Command]:
    def decorate(function: _Body) -> click.Command:
        lines = f"\b\nExample:\n  {example}"
        made = click.command(name, help=says, epilog=lines)(_named(function))
        made.params += [
            click.Argument(["engagement"], default="", metavar="[ENGAGEMENT]"),
            click.Option(
                ["-e", "--engagement", "option"], default="", metavar="ID",
                help="The same, as an option.",
            ),
            click.Option(["--json", "as_json"], is_flag=True, help="Print one JSON object."),
        ]  # fmt: skip
        return made

    return decorate


def _named(function: _Body) -> Callable[..., None]:
    """Give a command the workspace, and the engagement by either name."""

    @functools.wraps(function)
    def run(engagement: str, option: str, as_json: bool, **more: Any) -> None:
        workspace: Workspace = click.get_current_context().obj
        workspace.repeatable = True
        if engagement and option and engagement != option:
            raise click.UsageError(f'two engagements: "{engagement}" and "{option}"')
        function(workspace, engagement or option, as_json, **more)

    return run


def plugin(workspace: Workspace) -> str:
    """Name this program with its version, as the host knows it."""
    found = [one.version for one in workspace.host.practices if one.name == "trust"]
    return f"engageframe-trust {''.join(found)}".strip()


def _opened(workspace: Workspace, engagement: str, *, lines: bool = False) -> "Ledger":
    from engageframe_trust.ledger import Ledger

    return Ledger(workspace.view(engagement), lines=lines)


def _pins(ledger: "Ledger", version: str) -> Pins:
    from engageframe_trust.statement import pins

    return pins(ledger, plugin=version)


@_command(
    "statement",
    "Show what happened on each account, like a bank's statement.",
    "engage trust statement acme --ours ana --theirs maria --as-of 2026-04-01",
)
@click.option("--ours", default="", metavar="ID", help="Only accounts of this person of ours.")
@click.option("--theirs", default="", metavar="ID", help="Only accounts of this person of theirs.")
@click.option(
    "--since", default="", metavar="MOMENT",
    help=f"Begin with the period of this moment.  [default: {_LOOK_BACK} days before]",
)  # fmt: skip
def _statement(
    workspace: Workspace, engagement: str, as_json: bool, ours: str, theirs: str, since: str
) -> None:
    begins = workspace.as_of.last.toordinal() - _LOOK_BACK
    if since:
        try:
            begins = moment(since).first.toordinal()
        except ValueError as fault:
            raise InvalidInput.one("--since", str(fault)) from None

    from engageframe_trust.statement import statements

    ledger = _opened(workspace, engagement, lines=True)
    _known(ledger, ours, theirs)
    only = {pair for pair in ledger.pairs if ours in ("", pair[0]) and theirs in ("", pair[1])}
    told = statements(ledger, since=begins, plugin=plugin(workspace), only=only)
    if as_json:
        _json(told.pins, statements=told.statements, not_booked=told.not_booked)
    else:
        _print(page(told))


def _known(ledger: "Ledger", ours: str, theirs: str) -> None:
    """Refuse somebody who has no account."""
    for option, who, place in (("--ours", ours, 0), ("--theirs", theirs, 1)):
        there = {pair[place] for pair in ledger.pairs}
        if who and who not in there:
            says = f'"{who}" has no account in this engagement'
            raise InvalidInput.one(option, says, did_you_mean(who, there))


@_command("balance", "Show every account in one line.", "engage trust balance acme --json")
def _balance(workspace: Workspace, engagement: str, as_json: bool) -> None:
    ledger = _opened(workspace, engagement)
    rows = [_row(ledger, pair) for pair in ledger.pairs]
    if as_json:
        carried, found = map(pair_id, ledger.carried), _pins(ledger, plugin(workspace))
        _json(found, pairs=rows, carried_by=list(carried))
        return
    _print(_balances(ledger, rows, plugin(workspace)))


def _row(ledger: "Ledger", pair: tuple[str, str]) -> dict[str, Any]:
    from engageframe_trust.statement import opinion

    now = ledger.reading(pair)
    return {
        "pair": pair_id(pair), "ours": pair[0], "theirs": pair[1], "balance": now.balance,
        "earned": now.earned, "interest": now.interest, "owed": now.owed + now.lasting,
        "spent": now.spent, "opinion": opinion(ledger, pair),
    }  # fmt: skip


def _balances(ledger: "Ledger", rows: Sequence[dict[str, Any]], version: str) -> Iterator[str]:
    yield from facts(_pins(ledger, version))
    for row, pair in zip(rows, ledger.pairs, strict=True):
        names = fit(f"{ledger.names(pair)}  [{row['pair']}]", 56)
        yield f"  {names} {trust(row['balance']):>9}   {in_words(row['opinion'])}"
    if not rows:
        yield "  No account yet."
        return
    lowest = min(row["balance"] for row in rows)
    reached = len({row["theirs"] for row in rows})
    yield (
        f"{many(len(rows), 'pair')}, {many(reached, 'person')} of theirs reached; "
        f"the lowest balance is {trust(lowest)}, the middle one {trust(ledger.middle)}. "
        "Pairs are not summed: trust is held between persons."
    )
    if left := ledger.dealings.not_booked:
        yield f"{many(len(left), 'record')} could not be booked: engage trust statement tells why."
    if len(ledger.carried) == 1:
        yield f"All that is known hangs on one pair: {ledger.names(ledger.carried[0])}."


@_command("promises", "List our promises, and how old they are.", "engage trust promises acme")
def _promises(workspace: Workspace, engagement: str, as_json: bool) -> None:
    ledger = _opened(workspace, engagement)
    found = sorted(
        ledger.dealings.promises.values(),
        key=lambda one: (one.state != "open", one.due or _NEVER, one.id),
    )
    if as_json:
        rows = [_promise(ledger, one) for one in found]
        _json(_pins(ledger, plugin(workspace)), promises=rows)
        return
    lines = [*facts(_pins(ledger, plugin(workspace)))]
    lines += [_promise_line(ledger, one) for one in found]
    _print(lines if found else [*lines, "  No promise of ours to a person of theirs."])


def _promise(ledger: "Ledger", one: "Promise") -> dict[str, Any]:
    return {
        "id": one.id, "ours": one.pair[0], "theirs": one.pair[1], "state": state(one),
        "importance": one.importance, "made": str(day_of(one.made)),
        "due": str(day_of(one.due)) if one.due else None, "days_late": one.late,
        "days_overdue": _overdue(ledger, one), "acknowledged": one.acknowledged,
        "evidence": one.records,
    }  # fmt: skip


def _promise_line(ledger: "Ledger", one: "Promise") -> str:
    what = ledger.what(one.id, 50)
    due = f"due {day_of(one.due)}" if one.due else "no date"
    days = _overdue(ledger, one)
    overdue = f", {many(days, 'day')} overdue" if days else ""
    if one.late and not one.settled:
        overdue = f", {many(one.late, 'day')} late before it was moved{overdue}"
    unseen = "" if one.acknowledged or one.state != "kept" else ", not acknowledged"
    return (
        f"  {state(one):<20} {due}{overdue}{unseen}: {what}, weight {one.importance}, "
        f"{ledger.name(one.pair[0])} to {ledger.name(one.pair[1])}  [{one.id}]"
    )


def state(one: "Promise") -> str:
    """Say in words what became of a promise."""
    return f"{one.state} {many(one.late, 'day')} late" if one.late and one.settled else one.state


def _overdue(ledger: "Ledger", one: "Promise") -> int:
    return max(0, ledger.day - one.due) if one.state == "open" and one.due else 0


@_command("policy", "Show the numbers of the accounts, and why.", "engage trust policy acme")
def _policy(workspace: Workspace, engagement: str, as_json: bool) -> None:
    from engageframe_trust.policy import WHY

    ledger = _opened(workspace, engagement)
    numbers = {name: getattr(ledger.policy, name) for name in WHY}
    history = [
        {"name": one.policy.name, "from": str(_from(one.begins)), "record": one.record}
        for one in ledger.timetable
    ]
    if as_json:
        found = _pins(ledger, plugin(workspace))
        _json(found, numbers=numbers, why=WHY, history=history)
        return
    lines = [*facts(_pins(ledger, plugin(workspace)))]
    lines += [f"  {name} = {value}: {WHY[name]}" for name, value in numbers.items()]
    lines += [f"  {one['name']} counts from {one['from']}  [{one['record'] or 'default'}]"
              for one in history]  # fmt: skip
    _print(lines)


@_command(
    "export",
    "Write the books for beancount, hledger or ledger, without names.",
    "engage trust export acme --format beancount > acme.beancount",
)
@click.option(
    "--format", "form", type=click.Choice(FORMATS), default="beancount", show_default=True,
    help="For which program.",
)  # fmt: skip
def _export(workspace: Workspace, engagement: str, as_json: bool, form: Format) -> None:
    from engageframe_trust.export import export

    ledger = _opened(workspace, engagement, lines=True)
    journal = workspace.journal
    seq = {one.record: one.seq for facts in ledger.dealings.facts.values() for one in facts}
    lines = export(
        ledger.books, ledger.day, form, salt=journal.hash_at(1),
        hash_of=lambda record: journal.hash_at(seq[record]),
    )  # fmt: skip
    text = "\n".join(lines)
    if as_json:
        _json(_pins(ledger, plugin(workspace)), format=form, text=text)
    else:
        click.echo(text)


_COMMANDS: Final = (_statement, _balance, _promises, _policy, _export)


def _from(ordinal: int) -> str:
    return dt.date.fromordinal(ordinal).isoformat() if ordinal else "the beginning"


def _json(pins: Pins, **parts: object) -> None:
    """Print one object: of which engagement, as of when, on what it rests, and the answer."""
    answer = {"engagement": pins.engagement, "as_of": pins.as_of, "pins": pins, **parts}
    plain = msgspec.to_builtins(answer, str_keys=True)
    click.echo(json.dumps(plain, ensure_ascii=True, separators=(",", ":"), sort_keys=True))


def _print(lines: Sequence[str] | Iterator[str]) -> None:
    """Print lines; what steers a terminal is shown as a mark."""
    echo(*(line.rstrip() for line in lines))
