"""How does a list of facts become a view?"""

from typing import Any

from tests.laws.strategies import CODEC, STARTS, told

from engageframe.journal import Journal
from engageframe.lenses import COMMITMENTS, CYCLE, ENCOUNTERS
from engageframe.loading import Loader
from engageframe.model.engagements import Action
from engageframe.model.moments import moment
from engageframe.view import View


def journal(*facts: Any) -> Journal:
    """Write facts: bodies, or pairs of a moment and a body."""
    drafts = []
    for n, fact in enumerate((("2025", STARTS), *facts)):
        happened, body = fact if isinstance(fact, tuple) else ("2026-01-10", fact)
        about = {"engagement": "acme", "author": "me", "happened": moment(happened)}
        drafts.append(CODEC.draft(body, salt=str(n), **about))
    return told(drafts)


def view(*facts: Any, as_of: str = "2026-05-01") -> View:
    """Give the view of the engagement with these facts."""
    lenses = (ENCOUNTERS, COMMITMENTS, CYCLE)
    loader = Loader(journal=journal(*facts), codec=CODEC, lenses=lenses, grounds="")
    return loader.view("acme", as_of=moment(as_of))


def action(id_: str, **more: Any) -> Action:
    """Make an action of a plan."""
    parts = {"does": f"do {id_}", "for_whom": "acme", "reason": "because", "practices": ("guest",)}
    return Action(id=id_, **(parts | more))
