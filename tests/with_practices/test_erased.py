"""Do all practices go on working when somebody was erased from the engagement?"""

import json
import re
from collections.abc import Callable
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from engageframe import Host, InvalidInput, Workspace
from engageframe.discovery import find
from engageframe.encoding import canonical
from engageframe.loading import EVER
from engageframe.testing import History, engagements
from engageframe_subjects import Leaving, Rights
from engageframe_subjects.leaving import leave

HOST = Host.load([one.name for one in find()], strict=True)
KINDS = [kind for kind in HOST.kinds.values() if "." in kind.name and kind.name.split(".")[0] in
         {one.name for one in HOST.practices}]  # fmt: skip
HISTORIES = engagements(kinds=KINDS, most=40)
PEOPLE = st.sampled_from(["maria", "tom", "eve", "ana", "abe", "vic"])


def erased(history: History, who: str) -> tuple[Rights, Leaving]:
    """Erase somebody, and give what was done."""
    workspace = Rights(history.journal(), HOST, as_of=history.as_of)
    try:
        return workspace, workspace.erase(who, reason="somebody asked")
    except InvalidInput:  # nothing is held about them
        return workspace, leave(workspace._whole(), who)


def lenses(workspace: Workspace) -> dict[str, Any]:
    """Give the state of every lens as plain values."""
    view = workspace._loader.view("rollout", as_of=EVER)
    return {one.name: json.loads(canonical(view.lens(one))) for one in HOST.lenses}


@settings(max_examples=25)
@given(HISTORIES, PEOPLE)
def test_every_practice_answers(history: History, who: str) -> None:
    """Plans, findings, briefs, measures and figures are made, and no practice fails."""
    workspace, _ = erased(history, who)

    workspace.check()
    workspace.plan()
    review = workspace.review()
    for id_ in [*workspace.view().encounters][:2]:
        workspace.brief(encounter=id_)

    assert [*map(str, HOST.failures)] == []
    assert review.failures == ()


@settings(max_examples=25)
@given(HISTORIES, PEOPLE)
def test_every_lens_tells_of_others_what_it_told_before(history: History, who: str) -> None:
    """What a lens holds is the same, but where their name stood or what rests on such a record."""
    workspace = Rights(history.journal(), HOST, as_of=history.as_of)
    before, names = lenses(workspace), workspace.names_of(who)
    told = {id_: getattr(one.body, "id", "") for id_, one in workspace._whole().records.items()}

    workspace, plan = erased(history, who)
    gone = {who, "erased-1", *plan.destroyed, *(told.get(one.id) for one in plan.goes)}

    after = lenses(workspace)

    def touched(value: Any) -> bool:
        text = canonical(value).decode()
        words = {*re.findall(r"[\w.@+-]+", text)}
        return not words.isdisjoint(gone) or names.replaced(text, "") != text

    assert untouched(after, touched) == untouched(before, touched)


def untouched(value: Any, touched: Callable[[Any], bool]) -> Any:
    """Leave out every part that names them, and a thing whole when a field of its own does.

    What has nothing left is left out, too.
    """
    if isinstance(value, list):
        return [one for one in value if not touched(one)]
    if not isinstance(value, dict):
        return value
    found = {}
    for key, one in value.items():
        thing = one.values() if isinstance(one, dict) and "records" in one else ()
        own = [field for field in thing if not isinstance(field, dict)]
        own += [] if isinstance(one, (dict, list)) else [one]
        rest = untouched(one, touched)
        if not touched(key) and not any(map(touched, own)) and rest not in ([], {}):
            found[key] = rest
    return found
