"""What does ``engage servant`` print?"""

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click
import msgspec

from engageframe import InvalidInput, View, Waiver
from engageframe_lexicons import Lexicon
from engageframe_servant import opportunity, traits
from engageframe_servant.ledger import Ledger, theirs
from engageframe_servant.records import FACETS
from engageframe_servant.settings import LISTS
from engageframe_servant.texts import RULES, Place, places
from engageframe_texts import echo

__all__ = ["group"]

_LARGEST = 1_000_000


def group(practice: Any) -> click.Group:
    """Build the group of commands; each gets the workspace as click's object."""
    servant = click.Group("servant", help="Whom does our work serve, and in whose words?")
    servant.add_command(_cards(practice))
    servant.add_command(_opportunities(practice))
    servant.add_command(_lint(practice))
    return servant


def _command(name: str, example: str) -> Callable[[Callable[..., None]], click.Command]:
    def decorate(function: Callable[..., None]) -> click.Command:
        says = function.__doc__
        function = click.pass_obj(function)
        function = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")(
            function
        )
        function = click.option(
            "-e", "--engagement", default="", metavar="ID", help="The engagement, if several."
        )(function)
        return click.command(name, help=says, epilog=f"\b\nExample:\n  {example}")(function)

    return decorate


def _cards(practice: Any) -> click.Command:
    @_command("cards", "engage --as-of 2026-04-01 servant cards --json")
    def cards(workspace: Any, engagement: str, as_json: bool) -> None:
        """Show four evidence cards, one for each trait (S1.35), and the six facets (S1.34).

        Each has what it covers, its evidence, its gaps and what they said. There is no total.
        """
        ledger = practice.ledger(workspace.view(engagement))
        made = traits.cards(ledger)
        if as_json:
            told = [_facets(ledger, record) for record in ledger.cards]
            _print_json(ledger.view, traits=msgspec.to_builtins(made), cards=told)
            return
        for card in made:
            _show_trait(card)
        for record in ledger.cards:
            card, own = record.body, ledger.sourced(record.body)
            echo(f"{card.id}, for {ledger.name(card.for_whom)}: {theirs(ledger, card)}")
            for facet in FACETS:
                said = getattr(card, facet)
                mark = "theirs" if facet in own else (said.basis if said else "missing")
                echo(f"  {facet} ({mark}): {said.text if said else '-'}")
            echo(f"  whom they serve: {', '.join(card.serves) or '-'}")
            echo(f"  their results: {', '.join(card.results) or '-'}")

    return cards


def _show_trait(card: traits.TraitCard) -> None:
    have = f"{card.have} of {card.of}" if card.of else "nothing recorded yet"
    echo(f"{card.title}")
    echo(f"  {card.coverage}: {have}")
    for name, lines in (("evidence", card.evidence), ("gap", card.gaps), ("reply", card.replies)):
        for one in lines:
            rule = f"{one.rule} " if one.rule else ""
            echo(f"  {name}: {rule}{one.says}  [{', '.join(id_[:8] for id_ in one.evidence)}]")
    echo(f"  ask them: {card.question}")


def _facets(ledger: Ledger, record: Any) -> dict[str, Any]:
    own = ledger.sourced(record.body)
    told = msgspec.to_builtins(record.body, enc_hook=str)
    return {**told, "theirs": sorted(own), "evidence": [record.id]}


def _opportunities(practice: Any) -> click.Command:
    @_command("opportunity-review", "engage servant opportunity-review test-board")
    @click.argument("name", default="", metavar="[ID]")
    def opportunities(workspace: Any, engagement: str, as_json: bool, name: str) -> None:
        """Review opportunities as theirs: what they want, and what they say changed (S1.25, S1.26).

        Ends with 1 when one names no objective of theirs, or rests on data of the house.
        """
        ledger = practice.ledger(workspace.view(engagement))
        found = [one for one in opportunity.reviews(ledger) if name in ("", one.id)]
        if name and not found:
            known = [one.id for one in opportunity.reviews(ledger)]
            raise InvalidInput.one("", f'no opportunity review "{name}"', _known(known))
        if as_json:
            _print_json(ledger.view, reviews=msgspec.to_builtins(found))
        else:
            for one in found:
                _show_review(one)
            if not found:
                echo("No opportunity review is recorded.")
        if not all(one.passes for one in found):
            sys.exit(1)

    return opportunities


def _known(names: list[str]) -> str:
    return f"known are: {', '.join(names) or 'none'}"


def _show_review(one: opportunity.Turned) -> None:
    echo(f"{one.id}, for {one.name}  [{one.evidence[0][:8]}]")
    for column, title in opportunity.COLUMNS.items():
        cell = one.cells[column]
        mark = "theirs" if cell.theirs else cell.basis
        echo(f"  {title} ({mark}): {cell.says or '-'}")
    for refused in one.refused:
        echo(f"  SRW006 it rests on {refused}: the house wall keeps that out")
    if not one.cells["objective"].theirs:
        echo("  SRW006 it names no objective in their words")


def _lint(practice: Any) -> click.Command:
    @_command("lint", "engage servant lint letter.txt")
    @click.argument("file", type=click.Path(), metavar="FILE")
    @click.option("--lexicon", "more", type=click.Path(), help="Words to look for as well.")
    def lint(workspace: Any, engagement: str, as_json: bool, file: str, more: str | None) -> None:
        """Find where a text that is going out speaks of our return (S1.24), with suggestions.

        FILE is a text, or - for standard input. Nothing is recorded, and nobody else is told.
        Ends with 1 when something was found that is not waived.
        """
        text, lexicon = _read(file), practice.lexicon
        if more:
            words = Lexicon.read(_read(more), where=Path(more).name, lists=LISTS)
            lexicon = lexicon.overridden(words.lists)
        view = workspace.view(engagement)
        found = places(text, lexicon)
        waived = _waived(view, Path(file).name)
        if as_json:
            rows = [_place(one, waived.get(RULES[one.list], "")) for one in found]
            _print_json(view, file=Path(file).name, places=rows)
        else:
            _show_places(Path(file).name, found, waived, practice)
        if any(RULES[one.list] not in waived for one in found):
            sys.exit(1)

    return lint


def _read(file: str) -> str:
    """Read a text of a person: UTF-8, up to a million bytes.

    Raises:
        InvalidInput: it cannot be read, or is no text.
    """
    try:
        data = sys.stdin.buffer.read(_LARGEST + 1) if file == "-" else Path(file).read_bytes()
        if len(data) > _LARGEST:
            says = f"it is larger than {_LARGEST:,} bytes"
            raise InvalidInput.one(file, says, "cut it into texts that somebody reads")
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except OSError as fault:
        says = f"it cannot be read: {fault.strerror}"
        raise InvalidInput.one(file, says, "name a text that is there") from None
    except UnicodeDecodeError as fault:
        says = f"it is no text in UTF-8 (byte {fault.start})"
        raise InvalidInput.one(file, says, "save it as UTF-8") from None


def _waived(view: View, file: str) -> dict[str, str]:
    """Give the reasons of the waivers that hold for a file, by rule."""
    return {
        one.body.rule: one.body.reason
        for one in view.records(Waiver)
        if one.body.rule in RULES.values() and one.body.subject in ("", file)
        and not (one.body.until and one.body.until.before(view.as_of))
    }  # fmt: skip


def _place(one: Place, waived: str) -> dict[str, Any]:
    return {
        "line": one.line,
        "column": one.column,
        "rule": RULES[one.list],
        "words": one.match.words,
        "wording": one.match.wording.name,
        "instead": one.match.wording.instead,
        "waived": waived,
    }


def _show_places(file: str, found: list[Place], waived: dict[str, str], practice: Any) -> None:
    for one in found:
        rule, wording = RULES[one.list], one.match.wording
        words = " ".join(one.match.words.split())
        echo(f'{file}:{one.line}:{one.column}: {rule} "{words}" ({wording.name})')
        echo(f"  instead: {wording.instead or 'say it in their terms'}")
        if rule in waived:
            echo(f"  waived: {waived[rule]}")
    for line in _why(found, practice):
        echo(line)
    if not found:
        echo("Nothing was found; only words that the lexicon has are looked for.")


def _why(found: list[Place], practice: Any) -> Iterator[str]:
    there = {RULES[one.list] for one in found}
    for rule in practice.engageframe_rules():
        if rule.code in there:
            yield f"{rule.code} because: {rule.why} Source: {rule.source}."


def _print_json(view: View, **told: Any) -> None:
    answer = {"engagement": view.engagement_id, "as_of": str(view.as_of), **told}
    click.echo(json.dumps(answer, ensure_ascii=True, separators=(",", ":"), sort_keys=True))
