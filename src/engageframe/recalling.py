"""Can an answer be given again without asking anybody?

Only the settings and the end of the journal are read, and no practice is imported.
"""

from collections.abc import Collection
from contextlib import closing
from pathlib import Path

from engageframe import kept, settings
from engageframe.discovery import find, named
from engageframe.errors import EngageframeError
from engageframe.journal import REGISTER, Journal
from engageframe.model.moments import Moment

__all__ = ["recall", "rests_on"]


def rests_on(config: settings.Settings, used: Collection[str]) -> str:
    """Name all that the answers of a workspace rest on besides its journal.

    Empty when a practice is not installed: what it rests on is not known here.
    """
    found = [one for one in find(*used) if one.name in used]
    return kept.grounds(config.text, found) if {*used} <= {one.name for one in found} else ""


def recall(
    folder: Path,
    what: str,
    *,
    as_of: Moment,
    engagement: str = "",
    off: Collection[str] = (),
    no_practices: bool = False,
) -> bytes | None:
    """Give an answer, such as the ``Review``, as canonical JSON, if the same was asked before.

    Whatever is wrong makes it ``None``: whoever then asks in full is told.
    """
    try:
        config = settings.read(folder)
        store = named("engageframe.stores", config.store)
        if not store.exists(folder):
            return None
        used = () if no_practices else {*config.practices} - {*off}
        with closing(store.open(folder)) as journal:
            return _answer(journal, what, engagement, as_of, rests_on(config, used))
    except EngageframeError:
        return None


def _answer(
    journal: Journal, what: str, engagement: str, as_of: Moment, rests: str
) -> bytes | None:
    names = [engagement] if engagement else sorted({*journal.streams()} - {REGISTER})
    if len(names) != 1 or not rests:
        return None
    return kept.answer(journal, kept.Question(what, names[0], as_of), rests)
