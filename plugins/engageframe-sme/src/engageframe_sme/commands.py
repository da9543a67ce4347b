"""What does ``engage sme`` print?"""

import csv
import json
from collections.abc import Callable, Iterator
from io import StringIO
from math import isfinite
from typing import Any, Final

import click
import msgspec

from engageframe import InvalidInput, Problem, did_you_mean
from engageframe_sme.assigning import Assigned, Delta, assign, differences
from engageframe_sme.explaining import Unfilled
from engageframe_sme.instance import MatchPolicy
from engageframe_sme.matching import Match
from engageframe_sme.roster import Roster
from engageframe_sme.rules import SmeSettings
from engageframe_texts import clip, echo

__all__ = ["group"]

_LARGEST: Final = 50_000_000
_COLUMNS: Final = ("need", "expert", "score")
_FAIRNESS: Final = ("total", "bottleneck", "maxmin", "leximin")


def group(settings: SmeSettings) -> click.Group:
    """Build the group of commands; each gets the workspace as click's object."""
    sme = click.Group("sme", help="Which expert can bring one more idea to whom, and why.")
    for build in (_match, _why_not, _rematch, _coverage):
        sme.add_command(build(settings))
    sme.add_command(_assign())
    return sme


def _command(name: str, says: str, example: str) -> Callable[[Callable[..., None]], click.Command]:
    def decorate(function: Callable[..., None]) -> click.Command:
        function = click.pass_obj(function)
        function = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")(
            function
        )
        return click.command(name, help=says, epilog=f"\b\nExample:\n  {example}")(function)

    return decorate


def _for_engagement(function: Callable[..., None]) -> Callable[..., None]:
    return click.option(
        "-e", "--engagement", default="", metavar="ID", help="The engagement, if several."
    )(function)


def _match(settings: SmeSettings) -> click.Command:
    @_command(
        "match",
        "Match all open needs of an engagement with experts, each with its reasons.",
        "engage --as-of 2026-04-01 sme match --json",
    )
    @click.argument("named", default="", metavar="[ENGAGEMENT]")
    @_for_engagement
    def command(workspace: Any, named: str, engagement: str, as_json: bool) -> None:
        roster = Roster(workspace.view(named or engagement), settings)
        matched = roster.matched
        if as_json:
            answer = {
                "pairs": matched.pairs, "unfilled": matched.unfilled, "notes": matched.notes,
                "summary": matched.summary,
            }  # fmt: skip
            _print_json(roster, **answer)
            return
        for need, one in roster.needs.items():
            told = roster.matched_with(need)
            echo(f"{need}: {roster.name(one.person)}, {len(told)} of {one.wanted} experts")
            for pair in told:
                echo(f"  {roster.name(pair.expert)}: {_because(roster, pair)}  [{pair.expert}]")
            _open(matched.matching.blocked(need))
        if not roster.needs:
            echo("No need is open.")
        for note in matched.notes:
            echo(f"note: {note}")

    return command


def _because(roster: Roster, pair: Match) -> str:
    engaged = pair.expert in roster.teams[pair.need]
    parts = ["engaged already" if engaged else "decided" if pair.pinned else "matched"]
    parts += [code.replace(":", " ") for code in pair.codes]
    if pair.texts:
        parts.append(f"see {', '.join(id_ for id_, _ in pair.texts)}")
    parts.append(f"adds {pair.gain:.2f} to the coverage by the others matched")
    if pair.loss is not None and not pair.pinned:
        parts.append(f"without this pair {pair.loss:.3f} of score is lost")
    return "; ".join(parts)


def _open(one: Unfilled | None) -> None:
    if one is not None:
        why = "; ".join(block.says for block in one.blocking)
        echo(f"  {one.missing} more wanted: {why}")


def _why_not(settings: SmeSettings) -> click.Command:
    @_command(
        "why-not",
        "Tell what it would cost to match an expert with a need, and whom it would displace.",
        "engage --as-of 2026-03-17 sme why-not one-winter yusuf-brandt",
    )
    @click.argument("need")
    @click.argument("expert")
    @_for_engagement
    def command(workspace: Any, need: str, expert: str, engagement: str, as_json: bool) -> None:
        roster = Roster(workspace.view(engagement), settings)
        _known(roster, need, expert)
        matched = roster.matched
        there = [one for one in matched.pairs if (one.need, one.expert) == (need, expert)]
        found = matched.matching.why_not(need, expert)
        if as_json:
            _print_json(roster, matched=bool(there), regret=found)
        elif there:
            echo(f"{roster.name(expert)} is matched: {_because(roster, there[0])}")
        elif found.possible:
            echo(f"{roster.name(expert)} could be matched with {need}: {found.says}")
        else:
            echo(f"{roster.name(expert)} cannot be matched with {need}: {found.says}")

    return command


def _known(roster: Roster, need: str, expert: str) -> None:
    faults = []
    for word, name, known in (("need", need, roster.needs), ("expert", expert, roster.experts)):
        if name not in known:
            says = f'no open need "{name}"' if word == "need" else f'no expert "{name}"'
            faults.append(Problem(where="", says=says, remedy=did_you_mean(name, known)))
    if faults:
        raise InvalidInput(faults)


def _rematch(settings: SmeSettings) -> click.Command:
    @_command(
        "rematch",
        "Match again after a change, and tell which pairs stay, move, come and go. "
        "Nothing is recorded.",
        "engage sme rematch --leave ines-okafor --capacity yusuf-brandt=3",
    )
    @click.option("--leave", multiple=True, metavar="EXPERT", help="An expert who leaves.")
    @click.option("--end", multiple=True, metavar="NEED", help="A need that is over.")
    @click.option("--capacity", multiple=True, metavar="EXPERT=N", help="Another capacity.")
    @click.option(
        "--from", "before", type=click.File(encoding="utf-8"), metavar="FILE",
        help="Compare with what match --json said before.",
    )  # fmt: skip
    @_for_engagement
    def command(
        workspace: Any, engagement: str, as_json: bool, leave: tuple[str, ...],
        end: tuple[str, ...], capacity: tuple[str, ...], before: Any,
    ) -> None:  # fmt: skip
        roster = Roster(workspace.view(engagement), settings)
        matching = roster.matched.matching
        delta = matching.rematch(leave=leave, end=end, capacity=dict(_capacities(capacity)))
        if before is not None:
            delta = _compared(_read_pairs(before), delta)
        if as_json:
            told = msgspec.structs.asdict(delta)
            told.pop("matching")
            _print_json(roster, **told, unfilled=delta.matching.unfilled)
            return
        for need, went, came in delta.moved:
            echo(f"moved: {need}: {roster.name(came)} for {roster.name(went)}")
        for word, pairs in (("new", delta.new), ("gone", delta.gone)):
            for need, expert in pairs:
                echo(f"{word}: {need}: {roster.name(expert)}")
        echo(f"{len(delta.kept)} kept, {len(delta.moved)} moved, {len(delta.new)} new, "
              f"{len(delta.gone)} gone; it costs {delta.cost:g} in score")  # fmt: skip
        for need in roster.needs:
            _open(delta.matching.blocked(need))

    return command


def _capacities(told: tuple[str, ...]) -> Iterator[tuple[str, int]]:
    faults = []
    for one in told:
        name, _, count = one.partition("=")
        if not (name and count.isascii() and count.isdigit()):
            remedy = "write EXPERT=N, such as yusuf-brandt=3"
            faults.append(Problem(where="--capacity", says=f'"{one}" is none', remedy=remedy))
            continue
        yield name, int(count)
    if faults:
        raise InvalidInput(faults)


def _read_pairs(file: Any) -> set[tuple[str, str]]:
    try:
        told = json.load(file)
        return {(str(one["need"]), str(one["expert"])) for one in told["pairs"]}
    except (ValueError, KeyError, TypeError) as fault:
        remedy = "name a file that holds what engage sme match --json printed"
        raise InvalidInput.one(file.name, f"it holds no matching: {fault}", remedy) from None


def _compared(before: set[tuple[str, str]], delta: Delta) -> Delta:
    now = {(one.need, one.expert) for one in delta.matching.pairs}
    moved, new, gone = differences(before, now)
    return msgspec.structs.replace(
        delta, kept=tuple(sorted(before & now)), moved=moved, new=new, gone=gone
    )


def _coverage(settings: SmeSettings) -> click.Command:
    @_command(
        "coverage",
        "Tell what the experts engaged cover of each need, and what each of them adds.",
        "engage sme coverage --json",
    )
    @_for_engagement
    def command(workspace: Any, engagement: str, as_json: bool) -> None:
        roster = Roster(workspace.view(engagement), settings)
        rows = [
            {
                "need": need,
                "coverage": roster.coverage(need),
                "topics": roster.by_topic(need),
                "gains": {one: roster.adds(need, one) for one in roster.teams[need]},
                "perspectives": roster.perspectives(roster.teams[need]),
                "one_more": {
                    one.expert: roster.adds(need, one.expert)
                    for one in roster.matched_with(need)
                    if one.expert not in roster.teams[need]
                },
            }
            for need in roster.needs
        ]
        if as_json:
            _print_json(roster, needs=rows)
            return
        for row in rows:
            _tell_coverage(roster, row)
        if not rows:
            echo("No need is open.")

    return command


def _tell_coverage(roster: Roster, row: dict[str, Any]) -> None:
    told = ", ".join(f"{clip(name)} {share:.2f}" for name, share in row["topics"].items())
    echo(f"{row['need']}: {row['coverage']:.2f} covered ({told or 'no topics'})")
    for who, added in row["gains"].items():
        echo(f"  {roster.name(who)} adds {added:.2f} to the others engaged")
    for who, added in row["one_more"].items():
        echo(f"  one more, {roster.name(who)}, would add {added:.2f}")


def _assign() -> click.Command:
    @_command(
        "assign",
        "Assign experts to needs by a CSV file with the columns need, expert and score.",
        "engage sme assign scores.csv --demand 3 --max-load 6",
    )
    @click.argument("scores", type=click.File(encoding="utf-8-sig"))
    @click.option("--demand", type=click.IntRange(0), default=1, show_default=True)
    @click.option("--max-load", type=click.IntRange(0), default=1, show_default=True)
    @click.option("--min-load", type=click.IntRange(0), default=0, show_default=True)
    @click.option("--fairness", type=click.Choice(_FAIRNESS), default="total", show_default=True)
    @click.option("--solver", default="flow", show_default=True, help="auto, flow, ortools, milp.")
    def command(
        workspace: Any, scores: Any, as_json: bool, demand: int, max_load: int, min_load: int,
        fairness: Any, solver: str,
    ) -> None:  # fmt: skip
        found = assign(
            _read_scores(scores), demand=demand, max_load=max_load, min_load=min_load,
            fairness=fairness, policy=MatchPolicy(solver=solver),
        )  # fmt: skip
        if as_json:
            answer = {
                "pairs": found.pairs, "unfilled": found.unfilled, "unmet": found.unmet,
                "summary": found.summary,
            }  # fmt: skip
            click.echo(_json(answer))
            return
        for pair in found.pairs:
            echo(_told(pair))
        for one in found.unfilled:
            why = "; ".join(block.says for block in one.blocking)
            echo(f"{one.need}: {one.missing} more wanted: {why}")
        for low in found.unmet:
            echo(f"{low.expert}: {low.missing} more needs by --min-load")
        told = found.summary
        echo(f"{told.filled} of {told.wanted} places filled, total {told.total:g}, "
              f"least sum of a need {told.least:g}")  # fmt: skip

    return command


def _told(pair: Assigned) -> str:
    return f"{pair.need}: {pair.expert} ({pair.score:g})"


def _read_scores(file: Any) -> dict[str, dict[str, float]]:
    """Read the columns need, expert and score; every row that is none is told."""
    scores: dict[str, dict[str, float]] = {}
    faults = []
    for where, row in _rows(file):
        need, expert, score = ((row[one] or "").strip() for one in _COLUMNS)
        if not need or not expert:
            faults.append(Problem(where=where, says="need or expert is blank", remedy="name both"))
        elif expert in scores.setdefault(need, {}):
            says = f"{need} and {expert} have a score already"
            faults.append(Problem(where=where, says=says, remedy="keep one of the two"))
        elif (value := _number(score)) is None:
            faults.append(
                Problem(where=where, says=f'"{score[:40]}" is no score', remedy="0 or more")
            )
        else:
            scores[need][expert] = value
    if faults:
        raise InvalidInput(faults)
    return scores


def _rows(file: Any) -> list[tuple[str, dict[str, Any]]]:
    try:
        text = file.read(_LARGEST + 1)
        if len(text) > _LARGEST:
            says = f"it holds more than {_LARGEST:,} characters"
            raise InvalidInput.one(file.name, says, "assign in parts")
        rows = csv.DictReader(StringIO(text))
        missing = [one for one in _COLUMNS if one not in (rows.fieldnames or ())]
        if missing:
            remedy = f"the first line names the columns {', '.join(_COLUMNS)}"
            says = f"the column {', '.join(missing)} is missing"
            raise InvalidInput.one(f"{file.name}:1", says, remedy)
        return [(f"{file.name}:{rows.line_num}", row) for row in rows]
    except (UnicodeDecodeError, csv.Error) as fault:
        remedy = "save it as CSV in UTF-8"
        raise InvalidInput.one(file.name, f"it is no table: {fault}", remedy) from None


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if isfinite(value) and value >= 0 else None


def _print_json(roster: Roster, **told: Any) -> None:
    view = roster.view
    click.echo(_json({"engagement": view.engagement_id, "as_of": str(view.as_of), **told}))


def _json(answer: Any) -> str:
    plain = msgspec.to_builtins(answer, str_keys=True)
    return json.dumps(plain, ensure_ascii=True, separators=(",", ":"), sort_keys=True)
