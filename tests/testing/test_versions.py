"""Does the contract hold for a practice whose kind changed, and for scenes without its kinds?"""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import attrs

from engageframe import EncounterHeld, Kind, Measure, Person, Practice, View, a_text, an_id, impl
from engageframe.testing import History, PracticeContract


@attrs.frozen(kw_only=True)
class Called:
    """Somebody was called; version 1 had the words in ``note``."""

    to: str = attrs.field(validator=an_id)
    words: str = attrs.field(validator=a_text)


def named_words(body: Mapping[str, Any]) -> dict[str, Any]:
    """Lead from version 1 to 2, which fails for any other body."""
    return {"to": body["to"], "words": body["note"]}


CALLED = Kind(
    name="calls.called", body=Called, version=2, upcasters={1: named_words}, about=("to",),
    text=("words",),
)  # fmt: skip


class Calls(Practice):
    """Who calls is counted."""

    name = "calls"
    reads = ("calls",)

    @impl
    def engageframe_kinds(self) -> Sequence[Kind]:
        return [CALLED]

    @impl
    def engageframe_measure(self, view: View) -> Sequence[Measure]:
        calls = view.records(Called)
        return [
            Measure(
                name="calls", says="calls recorded", subject=view.engagement_id, unit="calls",
                value=float(len(calls)), n=len(calls), needs=0, reason="counted",
                evidence=tuple(one.id for one in calls[-5:]),
            )
        ]  # fmt: skip


class TestCalls(PracticeContract):
    """The contract, applied to a kind whose field has another name than in version 1."""

    practice = Calls
    timeless = True
    old_bodies: ClassVar = {"calls.called": {1: [{"to": "maria", "note": "about the move"}]}}
    scenes = (
        History.of(
            (Person(id="maria", name="Maria López"), "2026-02-01"),
            (EncounterHeld(id="visit", attendees=()), "2026-02-03"),
        ),
    )
    """A scene that holds no body of the practice, and so names none of its kinds."""
