"""What does the practice see when these things were told?"""

import pytest

from engageframe import (
    Attendee,
    Engagement,
    Head,
    Organization,
    Person,
    Stakeholder,
    View,
    moment,
)
from engageframe.codec import Codec
from engageframe.folding import State, effective
from engageframe.journal import Entry
from engageframe.kinds import CORE_KINDS, Kinds
from engageframe_cycle import Cycle

CODEC = Codec(Kinds(CORE_KINDS))
MARIA = Attendee(person="maria")
TOM = Attendee(person="tom")
SETTING = (
    (Engagement(id="north", name="North", client="acme"), "2026-01-01"),
    (Person(id="maria", name="Maria Lopez"), "2026-01-01"),
    (Person(id="tom", name="Tom Ito"), "2026-01-01"),
    (Organization(id="acme", name="Acme"), "2026-01-01"),
    (Stakeholder(who="maria", side="client"), "2026-01-01"),
    (Stakeholder(who="tom", side="ours"), "2026-01-01"),
)


def build(told, as_of):
    """Fold bodies with their moments (and sources, when imported) into a bounded view."""
    entries, seen = [], set()
    for body, happened, *source in told:
        draft = CODEC.draft(
            body,
            engagement="north",
            happened=moment(happened),
            author="tom",
            source="".join(source),
        )
        if draft.id not in seen:
            seen.add(draft.id)
            seq = len(entries) + 1
            entries.append(
                Entry(
                    seq, draft.id, draft.stream, seq, draft.kind, draft.version, draft.happened,
                    "2026-01-01T00:00:00.000000Z", draft.author, draft.source, "", draft.body,
                )
            )  # fmt: skip
    state = State(CODEC)
    state.add(effective(entries, as_of=moment(as_of)))
    view = View(state, engagement="north", as_of=moment(as_of), head=Head(seq=len(entries)))
    return view.for_practice("cycle", Cycle.reads)


@pytest.fixture(scope="session")
def look():
    """Look at what was told as of a day: ``look((body, "2026-03-02"), as_of="2026-03-31")``."""

    def look(*told, as_of="2026-03-31", setting=SETTING):
        return build((*setting, *told), as_of)

    return look


@pytest.fixture(scope="session")
def check(look):
    """Check what was told, and give each finding's rule with its subject."""

    def check(*told, settings=None, **more):
        found = Cycle(settings).engageframe_check(look(*told, **more))
        return [(one.rule, one.subject) for one in found if one.rule != "PDR010"]

    return check


@pytest.fixture(scope="session")
def maria():
    """Give somebody of the client."""
    return MARIA


@pytest.fixture(scope="session")
def tom():
    """Give one of our people."""
    return TOM
