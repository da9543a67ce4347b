"""Which kinds of record does the practice add, and what do their fields hold?"""

from typing import Any, Final

from engageframe import Kind
from engageframe_servant import records

__all__ = ["KINDS", "READS"]

READS: Final = (
    "affiliation", "commitment", "encounter", "engagement", "organization", "person", "servant",
    "stakeholder", "statement", "waiver",
)  # fmt: skip
"""What the practice may see; nothing of the house, which no practice that serves can read."""


def _kind(name: str, body: type[Any], *identity: str, **more: Any) -> Kind:
    return Kind(name=f"servant.{name}", body=body, identity=identity, **more)


KINDS: Final = (
    _kind("act", records.Act, "id", fact=True, about=("for_whom", "by"),
          text=("what", "obstacle", "alternatives", "condition")),
    _kind("admission", records.Admission, about=("by", "to"), text=("what",)),
    _kind("capacity", records.Capacity, "who", about=("who",)),
    _kind("card", records.Card, "id", about=("for_whom",), personal=records.FACETS,
          text=(*records.FACETS, "serves")),
    _kind("contribution", records.Contribution, about=("by",), text=("text",)),
    _kind("credit", records.Credit, about=("by", "to"), text=("what",)),
    _kind("decision", records.Decision, "id", fact=True, about=("decider", "participants"),
          text=("what", "dissent")),
    _kind("difference", records.Difference, about=("for_whom",), personal=("words",),
          text=("words",)),
    _kind("matter", records.Matter, "id", text=("what",)),
    _kind("message", records.Message, "id", about=("by",), text=records.SLOTS),
    _kind("opportunity", records.Opportunity, "id", about=("for_whom",),
          personal=("objective", "measure", "risk", "changed"),
          text=("objective", "measure", "risk", "did", "changed", "next")),
    _kind("project", records.Project, "id", text=("what",)),
    _kind("question", records.Question, about=("by",), text=("text",)),
    _kind("reply", records.Reply, about=("by",), personal=("text",), text=("text",)),
    _kind("teaching", records.Teaching, "id", about=("by", "learners", "alone_said_by"),
          text=("what",)),
)  # fmt: skip
"""The kinds ``servant.act`` to ``servant.teaching``."""
