"""Is what a command tells probably meant: are those it names known, are names and dates new?"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

import click

from engageframe.errors import InvalidInput, Problem, did_you_mean
from engageframe.folding import State, effective
from engageframe.importing import Applied
from engageframe.journal import REGISTER
from engageframe.kinds import Kind
from engageframe.loading import EVER
from engageframe.workspace import Workspace

__all__ = ["ANYWAY", "doubtful", "known_ids", "people_in", "refuse_strangers"]

ANYWAY = click.option(
    "--anyway", is_flag=True, help="Go on though nothing here describes what is named."
)
_NOUNS = ("person", "organization")


def known_ids(workspace: Workspace, engagement: str) -> set[str]:
    """Give the ids of all that was ever told of, in the register and in an engagement."""
    state = _ever(workspace, REGISTER, engagement)
    kinds = (kind for name, kind in workspace.codec.kinds.items() if name in state.kinds)
    return {engagement}.union(*map(state.last_of, kinds))


def doubtful(workspace: Workspace, applied: Applied) -> Iterator[Problem]:
    """Warn of what was told and is probably not what was meant, though it may be."""
    yield from applied.remarks
    yield from _namesakes(workspace, applied)
    for one in applied.changes:
        if one.draft and workspace.as_of.before(one.item.happened):
            says = f"it is dated {one.item.happened}, after {workspace.as_of}"
            yield Problem(one.item.place, says, "it counts from then on; correct a slip")


def _namesakes(workspace: Workspace, applied: Applied) -> Iterator[Problem]:
    """Warn of new people and organizations that have the name of somebody known."""
    kinds = [workspace.codec.kinds[name] for name in _NOUNS]
    new = [
        (kind, one.item)
        for one in applied.changes
        for kind in kinds
        if one.what == "new" and type(one.item.body) is kind.body
    ]
    state = _ever(workspace, REGISTER) if new else State(workspace.codec)
    told = {(kind.name, item.body.id) for kind, item in new}
    known = {
        (kind.name, _alike(record.body.name)): id_
        for kind in kinds
        for id_, record in state.last_of(kind).items()
        if (kind.name, id_) not in told
    }
    for kind, item in new:
        if other := known.get((kind.name, _alike(item.body.name))):
            says = (
                f'the new {kind.name} "{item.body.id}" is called {item.body.name}, as "{other}" is'
            )
            alias = f"aliases: {{COLUMN: {{{other}: [{item.body.name}]}}}}"
            yield Problem(item.place, says, f"if they are one, use that id; in a mapping: {alias}")


def _alike(name: str) -> str:
    return " ".join(name.casefold().split())


def _ever(workspace: Workspace, *streams: str) -> State:
    state = State(workspace.codec)
    state.add(effective(workspace.journal.read(streams), as_of=EVER))
    return state


def people_in(kind: Kind, body: Mapping[str, Any]) -> dict[str, str]:
    """Give the ids of people and organizations that a body names, by the place of each."""
    found: dict[str, str] = {}
    for name in () if kind.name in _NOUNS else kind.about:
        value = body.get(name)
        for number, one in enumerate(value if isinstance(value, (list, tuple)) else [value]):
            parts = one if isinstance(one, dict) else {"": one}
            at = f"{name}.{number}" if isinstance(value, (list, tuple)) else name
            for part, id_ in parts.items():
                if part in ("", *_NOUNS) and isinstance(id_, str) and id_:
                    found[f"{at}.{part}".rstrip(".")] = id_
    return found


def refuse_strangers(
    named: Mapping[str, str], known: Collection[str], *others: Iterable[str]
) -> None:
    """Let names through that are known.

    Raises:
        InvalidInput: with every other, and what was probably meant.
    """
    every = {*known, *(one for more in others for one in more)}
    problems = [
        Problem(
            where=place,
            says=f'nothing here describes "{id_}"',
            remedy=f"{did_you_mean(id_, every)}; if it is meant, say so: --anyway",
        )
        for place, id_ in named.items()
        if id_ not in every
    ]
    if problems:
        raise InvalidInput(problems)
