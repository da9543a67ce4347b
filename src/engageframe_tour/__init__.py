"""What does a whole engagement look like?

A story of two cycles plays itself; its people and firms are invented. The days are fixed, so the
same practices give the same words.
"""

import datetime as dt
import hashlib
import sys
import textwrap
from collections.abc import Callable, Collection, Iterator
from itertools import count, islice
from pathlib import Path
from typing import Any, Final

import attrs

from engageframe import settings
from engageframe.checking import Standing
from engageframe.encounters import Brief
from engageframe.errors import GateClosed, InvalidInput
from engageframe.model.moments import moment
from engageframe.named import store
from engageframe.planning import Plan
from engageframe.practices import Host, find
from engageframe.reviewing import Review
from engageframe.workspace import Workspace
from engageframe_yaml.places import parse

__all__ = ["Tour", "play"]

_HERE: Final = Path(__file__).parent
_MOST: Final = 3
_MOST_FOUND: Final = 2
_MOST_PARTS: Final = 10
_WIDE: Final = 104


@attrs.frozen(kw_only=True)
class Tour:
    """What the story tells, three answers at its end, and the commands that give them again."""

    lines: tuple[str, ...]
    plan: Plan
    brief: Brief
    review: Review
    again: tuple[str, ...]
    failures: tuple[str, ...]


def play(
    folder: Path, *, off: Collection[str] = (), no_practices: bool = False, strict: bool = False
) -> Tour:
    """Play the story in a new workspace with all practices that are installed."""
    story = parse((_HERE / "story.yaml").read_bytes(), name="story.yaml")[0].value
    used = () if no_practices else tuple(one.name for one in find())
    Workspace.create(folder, practices=used, author="tomas-reyes")
    config, host = settings.read(folder), Host.load(used, off=off, strict=strict)
    numbers = count()
    journal = store(config.store).open(folder, salt=lambda size: _salt(next(numbers), size))

    def on(day: str) -> Workspace:
        evening = dt.datetime.fromisoformat(f"{day}T18:00+00:00")
        return Workspace(journal, host, config=config, as_of=moment(day), clock=lambda: evening)

    plan_on, brief_on, review_on = story["plan_on"], story["brief_on"], story["review_on"]
    with on(plan_on):
        scenes = enumerate(story["scenes"], start=1)
        lines = [
            line for n, one in scenes for line in _scene(on(one["on"]), n, one, story["waiver"])
        ]
        return Tour(
            lines=tuple(lines),
            plan=on(plan_on).plan(),
            brief=on(brief_on).brief(),
            review=on(review_on).review(),
            again=(
                f"review --as-of {review_on}",
                f"plan --as-of {plan_on}",
                f"brief --as-of {brief_on}",
                f"why power-note --as-of {brief_on}",
            ),
            failures=tuple(map(str, host.failures)),
        )


def _salt(number: int, size: int) -> bytes:
    return hashlib.sha256(b"tour %d" % number).digest()[:size]


def _scene(workspace: Workspace, number: int, scene: Any, waiver: str) -> Iterator[str]:
    yield f"{number}. {scene['title']}  ({scene['on']})"
    yield from textwrap.wrap(scene["says"], 94, initial_indent="   ", subsequent_indent="   ")
    told = workspace.apply_file(_HERE / scene["file"])
    kept, shown = _parts(workspace, scene["file"])
    yield _short(f"     apply    {told.count('new')} facts of {scene['file']}{kept}")
    yield from shown
    for verb in scene.get("do", ()):
        try:
            rows = list(_freeze(workspace, waiver) if verb in _GATES else _VERBS[verb](workspace))
            if shown and verb == "check":
                rows = rows[:2]  # what matters in this scene was shown
        except InvalidInput as fault:  # without practices nothing is proposed, and so on
            rows = [str(fault)]
        for first, row in zip([verb, *[""] * len(rows)], rows, strict=False):
            yield f"     {first:<8} {_short(row)}"
    yield ""


def _parts(workspace: Workspace, file: str) -> tuple[str, list[str]]:
    """Apply what practices add to a scene, part by part, and see what each finds in its own.

    A rule that a practice finds broken in a part is shown once, with why it matters.
    """
    kept, shown = "", list[str]()
    for practice, part in _chapters(workspace.host, file):
        told = workspace.apply_file(part)
        fresh = {change.draft.id for change in told.changes if change.draft}
        kept += f", {len(fresh)} of {practice}"
        rules: dict[str, Standing] = {}
        for one in workspace.check():
            if one.practice == practice and not fresh.isdisjoint(one.evidence):
                rules.setdefault(one.rule, one)
        for one in islice(rules.values(), _MOST_FOUND):
            shown += [f"     {practice:<8} {_short(f'{one.severity} {one.rule} {one.says}')}"]
            shown += [f"{'':<16}why: {one.why}"]
    return kept, shown


def _chapters(host: Host, file: str) -> Iterator[tuple[str, Path]]:
    """Find what the practices at work add to a scene: files of its name in their folder tour.

    A chapter may come in parts: ``4-also-true.yaml``, then ``4-also-true.2.yaml``, and so on.
    """
    first = Path(file)
    for one in host.practices:
        package = sys.modules[type(one.practice).__module__.partition(".")[0]]
        for n in range(1, _MOST_PARTS) if package.__file__ else ():
            name = file if n == 1 else f"{first.stem}.{n}{first.suffix}"
            if (part := Path(str(package.__file__)).parent / "tour" / name).exists():
                yield one.name, part


def _short(row: str) -> str:
    return row if len(row) <= _WIDE else f"{row[: _WIDE - 3]}..."


def _freeze(workspace: Workspace, waiver: str) -> Iterator[str]:
    """Pass the next gate; what closes it is waived with the reason of the story."""
    try:
        workspace.advance()
    except GateClosed as closed:
        yield str(closed).partition(";")[0]
        for one in closed.findings:
            rule, subject, says = (getattr(one, name) for name in ("rule", "subject", "says"))
            workspace.waive(rule, reason=waiver, subject=subject)
            yield f"  {rule} {says}"
        yield f"waived, for a reason that the next review shows: {waiver}"
        workspace.advance()
    cycle = workspace.view().cycle
    yield f"cycle {cycle.number} is now in the phase {cycle.phase}"


def _plan(workspace: Workspace) -> Iterator[str]:
    plan = workspace.plan()
    yield f"{len(plan.suggested)} suggested, {len(plan.left_out)} left out"
    for one in plan.suggested[:_MOST]:
        yield f"  {one.action.does}, because {one.action.reason}"


def _accept(workspace: Workspace) -> Iterator[str]:
    yield f"{len(workspace.accept())} actions are in the plan"


def _brief(workspace: Workspace) -> Iterator[str]:
    brief = workspace.brief()
    yield f"for {brief.encounter} on {brief.scheduled}: {brief.purpose}"
    lines = (f"  {one.heading}: {one.text} ({one.basis})" for one in brief.lines)
    yield from [*dict.fromkeys(lines)][:_MOST]  # what several practices say stands once


def _check(workspace: Workspace) -> Iterator[str]:
    findings = workspace.check()
    yield f"{len(findings)} findings"
    for one in findings[:_MOST]:
        yield f"  {one.severity} {one.rule} {one.says}"


def _review(workspace: Workspace) -> Iterator[str]:
    review = workspace.review()
    known = sum(one.measure.value is not None for one in review.measures)
    yield f"{len(review.findings)} findings; {known} of {len(review.measures)} measures have enough"
    for done in review.planned[:_MOST]:
        yield f"  {done.state.replace('_', ' ')}: {done.action.does}; {done.says}"
    for promise in review.commitments[:_MOST]:
        yield f"  {promise.says}"


_GATES: Final = ("freeze", "next")
_VERBS: Final[dict[str, Callable[[Workspace], Iterator[str]]]] = {
    "plan": _plan, "accept": _accept, "brief": _brief, "check": _check, "review": _review,
}  # fmt: skip
