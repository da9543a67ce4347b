"""How do the tests read a small table?"""

from collections.abc import Callable

import pytest

from engageframe.kinds import CORE_KINDS, Kinds
from engageframe.model.moments import moment
from engageframe_csv import Imported, read

_MAPPING = """
system: log
engagement: "{Team}"
happened: "{Date}"
source: "{No}"
record: encounter.held
fields: {id: "visit-{No}", subject: "{About}"}
attendees:
  - {person: "{Ours}", side: ours}
  - {organization: "{Met}", side: client}
dates: {formats: ["%m-%Y", "%d/%m/%Y", "%b %Y", "%Y-Q%q"], since: 2010-01, until: 2026-06}
nothing: {Met: [nil return, n/a]}
aliases: {Met: {ABC: [Alpha Beta Company]}}
"""


@pytest.fixture(scope="session")
def mapping() -> str:
    """Give the mapping of a log of visits: No, Team, Date, Ours, Met, About."""
    return _MAPPING


@pytest.fixture(scope="session")
def told() -> Callable[..., Imported]:
    """Give the function that reads a table given as text or bytes by a mapping."""

    def call(data: str | bytes, by: str = _MAPPING) -> Imported:
        return read(
            data.encode() if isinstance(data, str) else data,
            by,
            name="log.csv",
            mapping_name="log.map.yaml",
            kinds=Kinds(CORE_KINDS),
            author="me",
            today=moment("2026-06-30"),
        )

    return call
