"""Which invented histories do the auditors see?"""

import random
from collections.abc import Callable
from typing import Any

import pytest

from engageframe import (
    CommitmentBroken,
    CommitmentKept,
    CommitmentMade,
    CommitmentReleased,
    CommitmentRenegotiated,
    Engagement,
    Feedback,
    Host,
    Item,
    Stakeholder,
    Workspace,
    moment,
)
from engageframe_stores import MemoryStore
from engageframe_trust import Trust
from engageframe_trust.export import export
from engageframe_trust.kinds import (
    BreakRepaired,
    DeedAcknowledged,
    FavourAsked,
    GaveBack,
    InsightShared,
    LapseJudged,
)
from engageframe_trust.ledger import Ledger
from engageframe_trust.policy import PolicyAdopted
from engageframe_trust.words import day_of

FIRST, SPAN = 738_000, 420
OURS, THEIRS = ("ana", "abe"), ("bo", "cy", "dee")


def history(seed: int, count: int) -> list[Item]:
    """Tell so many things at random: promises and what became of them, gifts, words, policies."""
    chance = random.Random(seed)
    told: list[tuple[int, Any]] = [(FIRST, Engagement(id="work", name="Work"))]
    told += [(FIRST, Stakeholder(who=who, side="ours")) for who in OURS]
    told += [(FIRST, Stakeholder(who=who, side="client")) for who in THEIRS]
    for n in range(count):
        day, by, to = FIRST + chance.randrange(SPAN), chance.choice(OURS), chance.choice(THEIRS)
        told += _told(chance, n, day, by, to)
    told.sort(key=lambda one: one[0])
    return [
        Item(body=body, engagement="work", happened=day_of(day), author="ana") for day, body in told
    ]


def _told(chance: random.Random, n: int, day: int, by: str, to: str) -> list[tuple[int, Any]]:
    draw, seen = chance.random(), (to,) if chance.random() < 0.8 else ()
    if draw < 0.45:
        return _promise(chance, f"p{n}", day, by, to)
    if draw < 0.7:
        gift = InsightShared(id=f"g{n}", by=by, to=(to,), what="a tip", acknowledged_by=seen)
        thanks = DeedAcknowledged(deed=f"g{n}", by=to, useful=True)
        return [(day, gift), *([(day + 3, thanks)] if chance.random() < 0.3 else [])]
    if draw < 0.85:
        value = chance.randint(-100, 100)
        return [(day, Feedback(by=to, about=by, text="so", value=value))]
    if draw < 0.92:
        return [(day, FavourAsked(by=by, of=to, what="reference"))]
    if draw < 0.98:
        return [(day, GaveBack(by=to, to=by, what=chance.choice(("testimonial", "case_study"))))]
    lives = {
        "earned_half_life_days": chance.randint(30, 200),
        "period_days": chance.randint(14, 45),
    }
    return [(day, PolicyAdopted(name=f"of-{n}", **lives))]


def _promise(chance: random.Random, id_: str, day: int, by: str, to: str) -> list[tuple[int, Any]]:
    due = day + chance.randint(0, 40)
    told: list[tuple[int, Any]] = [(day, CommitmentMade(
        id=id_, promisor=by, promisee=to, what="a note", due=day_of(due),
        importance=chance.randint(1, 3),
    ))]  # fmt: skip
    if chance.random() < 0.2:
        day += chance.randint(0, 50)
        told.append((day, CommitmentRenegotiated(id=id_, due=day_of(day + 14), agreed_by=to)))
    day += chance.randint(0, 60)
    draw = chance.random()
    if draw < 0.55:
        told.append((day, CommitmentKept(id=id_, acknowledged_by=to if draw < 0.45 else "")))
    elif draw < 0.8:
        told.append((day, CommitmentBroken(id=id_, told_before_due=draw < 0.6)))
        lapse = chance.choice(("competence", "integrity", "deceit"))
        told.append((day + 2, LapseJudged(commitment=id_, lapse=lapse, found_by="theirs")))
        told.append((day + 9, BreakRepaired(commitment=id_, by=by, fix="done", acknowledged_by=to)))
    elif draw < 0.85:
        told.append((day, CommitmentReleased(id=id_, released_by=to)))
    return told


@pytest.fixture(scope="session")
def books() -> Callable[[int, int, Any], str]:
    """Give what writes a book: from a seed, a count of things told, and a form."""
    return _books


def _books(seed: int, count: int, form: Any) -> str:
    """Tell a history to a workspace, and write its books on the last day."""
    host = Host.load((), objects=[Trust], strict=True)
    workspace = Workspace(MemoryStore(), host, as_of=moment("2023-01-15"))
    workspace.apply(history(seed, count))
    ledger = Ledger(workspace.view(), lines=True)
    journal = workspace.journal
    seq = {one.record: one.seq for facts in ledger.dealings.facts.values() for one in facts}
    lines = export(
        ledger.books, ledger.day, form, salt=journal.hash_at(1),
        hash_of=lambda record: journal.hash_at(seq[record]),
    )  # fmt: skip
    return "\n".join(lines) + "\n"
