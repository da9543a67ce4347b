"""Is a session that the practice sme tells booked in the accounts of trust?

Trust reads it by the names of its fields, as it imports no other practice: whoever renames one in
sme finds out here.
"""

from importlib import import_module

import pytest

from engageframe import Engagement, Host, Item, Person, Stakeholder, Workspace, moment
from engageframe_stores import MemoryStore

for name in ("engageframe_sme", "engageframe_trust"):
    pytest.importorskip(name)
Session = import_module("engageframe_sme.records").Session
Ledger = import_module("engageframe_trust.ledger").Ledger
Trust = import_module("engageframe_trust").Trust


@pytest.mark.parametrize(
    ("rated", "earned"),
    [
        ({"usefulness": 9, "rated_by": "bo"}, 1_000_000),
        ({"usefulness": 5, "rated_by": "bo"}, 500_000),
        ({"rated_by": "bo"}, 500_000),
        ({"usefulness": 0, "rated_by": "bo"}, None),
        ({}, None),
    ],
)
def test_a_session_of_sme_is_booked_in_the_accounts_of_trust(
    rated: dict[str, object], earned: int | None
) -> None:
    """For the expert of ours and who rated it: encounter, experts, usefulness and rated_by."""
    session = Session(encounter="visit", experts=("ana",), **rated)
    bodies = [Engagement(id="work", name="Work"), Person(id="ana", name="Ana")]
    bodies += [Person(id="bo", name="Bo"), Stakeholder(who="ana", side="ours")]
    bodies += [Stakeholder(who="bo", side="client"), session]
    host = Host.load(("sme", "trust"), strict=True)
    workspace = Workspace(MemoryStore(), host, as_of=moment("2031-02-01"))
    workspace.apply(
        Item(body=one, engagement="work", happened=moment("2031-02-01"), author="ana")
        for one in bodies
    )

    ledger = Ledger(workspace.view("work").for_practice("trust", Trust.reads))

    pairs = {} if earned is None else {("ana", "bo"): earned}
    assert {pair: ledger.reading(pair).balance for pair in ledger.pairs} == pairs
    ids = {f"session:sme.session:visit:{who}" for who in session.experts if session.rated_by}
    assert set(ledger.told.deeds) == ids
