"""Is whoever a command names known here, or was the name mistyped?"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

import click

from engageframe.errors import InvalidInput, Problem, did_you_mean
from engageframe.folding import State, effective
from engageframe.journal import REGISTER
from engageframe.kinds import Kind
from engageframe.loading import EVER
from engageframe.workspace import Workspace

__all__ = ["ANYWAY", "known_ids", "people_in", "refuse_strangers"]

ANYWAY = click.option(
    "--anyway", is_flag=True, help="Go on though nothing here describes what is named."
)
_NOUNS = ("person", "organization")


def known_ids(workspace: Workspace, engagement: str) -> set[str]:
    """Give the ids of all that was ever told of, in the register and in an engagement.

    What two fields name has no id of its own, and a round has a number.
    """
    entries = workspace.journal.read([REGISTER, engagement])
    state = State(workspace.codec)
    state.add(effective(entries, as_of=EVER))
    kinds = [one for name, one in workspace.codec.kinds.items() if name in state.kinds]
    named = [one for one in kinds if len(one.identity) == 1 and one.identity != ("cycle",)]
    return {one for one in {engagement}.union(*map(state.last_of, named)) if one}


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
