"""Which invented histories are measured?"""

import random
from collections.abc import Iterator

from engageframe import (
    CommitmentBroken,
    CommitmentKept,
    CommitmentMade,
    Engagement,
    Feedback,
    Item,
    Organization,
    Person,
    Stakeholder,
    moment,
)
from engageframe_trust.books import Pair
from engageframe_trust.facts import Fact
from engageframe_trust.kinds import DeedAcknowledged, InsightShared, TeachingGiven

__all__ = ["FIRST", "LAST", "facts", "items"]

FIRST = 738_000
LAST = FIRST + 1_800
_KINDS = ("touchpoint", "insight", "introduction", "teaching", "session")


def facts(count: int, pairs: int, *, seed: int = 1) -> Iterator[tuple[Pair, Fact]]:
    """Tell so many facts of so many pairs, in the order of their days, over five years.

    A quarter are promises, of which four in five are kept and the others broken; the rest is given
    or said.
    """
    chance = random.Random(seed)
    names = [(f"our-{n % 50}", f"their-{n}") for n in range(pairs)]
    open_: dict[Pair, list[str]] = {}
    for n in range(count):
        day, pair = FIRST + n * (LAST - FIRST) // count, names[chance.randrange(pairs)]
        mine, draw = open_.setdefault(pair, []), chance.random()
        if draw < 0.25:
            mine.append(f"p{n}")
            due = day + chance.randint(1, 30)
            yield pair, Fact(day, n, "made", f"p{n}", chance.randint(1, 3), due, f"r{n}")
        elif draw < 0.5 and mine:
            deed, id_ = ("kept" if draw < 0.45 else "broken"), mine.pop(0)
            yield pair, Fact(day, n, deed, id_, int(deed == "kept"), 0, f"r{n}")
        elif draw < 0.9:
            yield pair, Fact(day, n, "invested", chance.choice(_KINDS), 0, 0, f"r{n}")
        else:
            yield pair, Fact(day, n, "feedback", "", chance.randint(-100, 100), 0, f"r{n}")


def items(count: int, *, theirs: int = 100, ours: int = 8) -> list[Item]:
    """Tell an invented engagement with so many facts that stand in an account, over two years."""
    told = [("2024-01-01", Engagement(id="brook", name="Brook rollout", client="brook"))]
    told += [("2024-01-01", Organization(id="brook", name="Brook Ltd"))]  # type: ignore[list-item]
    people = [(f"our-{n}", "ours") for n in range(ours)]
    people += [(f"their-{n}", "client") for n in range(theirs)]
    for who, side in people:
        told.append(("2024-01-01", Person(id=who, name=who.title())))  # type: ignore[arg-type]
        told.append(("2024-01-01", Stakeholder(who=who, side=side)))  # type: ignore[arg-type]
    before = len(told)
    number = 0
    while len(told) < before + count:
        told += _round(number, f"our-{number % ours}", f"their-{number * 7 % theirs}")
        number += 1
    return [
        Item(body=body, engagement="brook", happened=moment(when), author="our-0")
        for when, body in told[: before + count]
    ]


def _round(number: int, our: str, their: str) -> list[tuple[str, object]]:
    """Tell five facts of one pair: a promise, what became of it, two gifts, and a word on it."""
    days = [f"{2024 + number // 12 // 28 % 2}-{number // 28 % 12 + 1:02d}-{n:02d}"
            for n in (number % 28 + 1,)]  # fmt: skip
    (day,) = days
    id_, seen = f"promise-{number}", (their,)
    kept = CommitmentKept(id=id_, acknowledged_by=their)
    settled = kept if number % 9 else CommitmentBroken(id=id_)
    gift = InsightShared(id=f"gift-{number}", by=our, to=(their,), what="how others did it",
                         acknowledged_by=seen)  # fmt: skip
    lesson = TeachingGiven(id=f"lesson-{number}", by=our, to=(their,), what="to measure",
                           acknowledged_by=seen)  # fmt: skip
    words: object = Feedback(by=their, about=our, text="It helped.", value=number % 150 - 50)
    if number % 3 == 0:
        words = DeedAcknowledged(deed=f"gift-{number}", by=their, useful=True)
    made = CommitmentMade(id=id_, promisor=our, promisee=their, what=f"note {number}",
                          due=moment(day), importance=number % 3 + 1)  # fmt: skip
    return [(day, one) for one in (made, settled, gift, lesson, words)]
