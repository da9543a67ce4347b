"""What does ``engage pivot`` print?"""

import json
from collections.abc import Callable
from typing import Any

import click
import msgspec

from engageframe import InvalidInput, Problem, did_you_mean
from engageframe_lexicons import Lexicon
from engageframe_pivot.cases import Case, Cases
from engageframe_pivot.grammar import ACTS, CLAIMS, Check, check
from engageframe_pivot.pages import worksheet
from engageframe_pivot.rules import LISTS, PivotSettings
from engageframe_pivot.steps import step
from engageframe_pivot.wording import also
from engageframe_texts import echo

__all__ = ["group"]

_BREACHED = 1


def group(settings: PivotSettings, lexicon: Lexicon) -> click.Group:
    """Build the group of commands; each gets the workspace as click's object."""
    pivot = click.Group(
        "pivot", help="Accept how they see it, and only then offer what is also true."
    )
    for make in (_check, _worksheet, _words):
        pivot.add_command(make(settings, lexicon))
    return pivot


def _command(name: str, says: str, example: str) -> Callable[[Callable[..., Any]], click.Command]:
    def decorate(function: Callable[..., Any]) -> click.Command:
        function = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")(
            click.pass_obj(function)
        )
        return click.command(name, help=says, epilog=f"\b\nExample:\n  {example}")(function)

    return decorate


def _check(settings: PivotSettings, _: Lexicon) -> click.Command:
    meanings = "\n".join(f"  {act:<8} {says}" for act, says in ACTS.items())

    @_command(
        "check",
        "Read the speech acts of an encounter: first breach, steps, rungs (S1.52).\n\n"
        f"\b\nThe acts:\n{meanings}\n\nEnds with 1 when there is a breach or a broken rule.",
        'engage pivot check "ACK CHECK CONF PERM GRANT ALSO OWN ACT" --json',
    )
    @click.argument("acts", nargs=-1)
    @click.option("--claimed", type=click.Choice(CLAIMS), help="A rung, or changed.")
    @click.option("--talk-share", type=click.IntRange(0, 100), help="How much we talked, percent.")
    def command(
        _: Any, acts: tuple[str, ...], claimed: Any, talk_share: int | None, as_json: bool
    ) -> None:
        words = [word.upper() for part in acts for word in part.split()]
        _refuse_unknown(words)
        read = check(
            words, claimed=claimed or "", talk_share=talk_share, most_talk=settings.most_talk
        )
        if as_json:
            click.echo(json.dumps(msgspec.to_builtins(read), sort_keys=True, ensure_ascii=True))
        else:
            for line in _lines(read):
                echo(line)
        if read.breach or read.faults:
            click.get_current_context().exit(_BREACHED)

    return command


def _refuse_unknown(words: list[str]) -> None:
    """Refuse what is no act, all at once.

    Raises:
        InvalidInput: with the place of each.
    """
    problems = [
        Problem(
            where=f"act {number}", says=f"{word[:40]!r} is no act",
            remedy=did_you_mean(word[:40], ACTS),
        )
        for number, word in enumerate(words, start=1)
        if word not in ACTS
    ]  # fmt: skip
    if problems:
        raise InvalidInput(problems)


def _lines(read: Check) -> list[str]:
    lines = [f"{read.state}: {len(read.matched)} of {read.of} steps ({' '.join(read.matched)})"]
    if read.breach:
        lines.append(f"first breach: {read.breach.says}")
    elif read.next:
        lines.append(f"next may come: {', or '.join(f'{one} ({ACTS[one]})' for one in read.next)}")
    lines.append(f"rung reached: {read.reached}; the evidence permits {read.permits}")
    return lines + [f"{one.rule} (act {one.number}): {one.says}" for one in read.faults]


def _worksheet(settings: PivotSettings, lexicon: Lexicon) -> click.Command:
    @_command(
        "worksheet",
        "Print the acknowledgement worksheet: how they see it comes before any idea (S1.51).",
        "engage --as-of 2026-02-25 pivot worksheet present-supplier",
    )
    @click.argument("decision", default="")
    @click.option("-e", "--engagement", default="", metavar="ID", help="The engagement.")
    def command(workspace: Any, decision: str, engagement: str, as_json: bool) -> None:
        view = workspace.view(engagement)
        cases = Cases(view, settings, lexicon)
        told = _chosen(cases, decision)
        if as_json:
            rows = [_row(cases, case) for case in told]
            answer = {"engagement": view.engagement_id, "as_of": str(view.as_of), "cases": rows}
            click.echo(json.dumps(answer, sort_keys=True, ensure_ascii=True))
            return
        for number, case in enumerate(told):
            for line in ([""] if number else []) + worksheet(cases, case):
                echo(line)
        if not told:
            echo("No decision is recorded: record pivot.decision.")

    return command


def _chosen(cases: Cases, decision: str) -> list[Case]:
    if not decision:
        return [one for one in cases.open if one.evidence]
    if decision not in cases.every:
        remedy = did_you_mean(decision, cases.every)
        raise InvalidInput.one("", f'no decision "{decision}"', remedy)
    return [cases.every[decision]]


def _row(cases: Cases, case: Case) -> dict[str, Any]:
    ahead = step(cases, case)
    return {
        "decision": case.id, "who": case.who, "exempt": case.exempt is not None,
        "confirmed": case.confirmed,
        "reasons": [
            {"text": one.body.text, "basis": one.body.basis, "by": one.body.by,
             "part": one.body.part, "record": one.id}
            for one in case.reasons
        ],
        "restatement": case.restatement.body.text if case.restatement else None,
        "next": {"step": ahead.word, "does": ahead.does, "because": ahead.because},
        "evidence": list(case.evidence),
    }  # fmt: skip


def _words(_: PivotSettings, lexicon: Lexicon) -> click.Command:
    @_command(
        "words",
        "Find the words of a draft that contrast, take away or aim at a mind, and what to say.",
        'engage pivot words "We could save power, but your board must change."',
    )
    @click.argument("text")
    def command(_: Any, text: str, as_json: bool) -> None:
        found = [
            {"list": name, "words": one.words, "start": one.start, "end": one.end,
             "wording": one.wording.name, "instead": one.wording.instead}
            for name in LISTS
            for one in lexicon.find(name, text)
        ]  # fmt: skip
        told = {"found": found, "also": also(lexicon, text)}
        if as_json:
            click.echo(json.dumps(told, sort_keys=True, ensure_ascii=True))
            return
        for one in found:
            echo(f'{one["list"]}: "{one["words"]}" at {one["start"]}; {one["instead"]}')
        echo(f"and, also: {told['also']}" if found else "No such words.")

    return command
