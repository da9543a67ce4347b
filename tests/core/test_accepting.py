"""What people decide is kept with their reason."""

from engageframe import (
    ActionAccepted,
    Engagement,
    Host,
    Practice,
    Proposal,
    Workspace,
    impl,
    moment,
)
from engageframe_stores import MemoryStore


class Meeter(Practice):
    """Suggests to meet the client, always."""

    name = "meeter"
    reads = ("engagement",)

    @impl
    def engageframe_propose(self, view):
        """Suggest one meeting."""
        record = view.engagement_record.id
        return [
            Proposal(
                id="meet:acme", does="Meet Acme", for_whom="acme", reason="x", evidence=(record,)
            )
        ]


def test_an_edit_is_kept_with_its_reason() -> None:
    """Who changes a proposal on the way into the plan says why, and the record keeps it."""
    host = Host.load((), objects=[Meeter], strict=True)
    workspace = Workspace(MemoryStore(), host, as_of=moment("2026-03-20"))
    workspace.record(Engagement(id="rollout", name="Rollout"))

    workspace.accept(["meet:acme"], minutes=30, reason="they have little time")

    (record,) = workspace.view().records(ActionAccepted)
    assert (record.body.action.minutes, record.body.edited) == (30, True)
    assert record.body.reason == "they have little time"
