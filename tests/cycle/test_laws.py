"""Which laws hold for every history?"""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from engageframe import (
    Attendee,
    CommitmentKept,
    CommitmentMade,
    CycleFrozen,
    EncounterHeld,
    EncounterPlanned,
    EncounterReviewed,
    Feedback,
    Lesson,
    LessonSettled,
    Objective,
    Person,
    Statement,
    Verdict,
    moment,
    wilson,
)
from engageframe_cycle import Cycle
from engageframe_cycle.encounters import is_late

WORDS = st.sampled_from(["a", "b", "c"])
PEOPLE = st.sampled_from(["maria", "tom", "acme", "nobody"])
TEXTS = st.sampled_from(["note", "She is pregnant", "rating 4/10", " n ", "x" * 300])
DAYS = st.sampled_from(["2024", "2025-Q4", "2026-02", "2026-03-06", "2026-03-30T09:00Z"])
MAYBE = st.none() | DAYS.map(moment)
WORTH = st.none() | st.integers(0, 10)
KINDS = st.sampled_from(["understand", "serve"])
CHANCES = st.none() | st.integers(0, 100)


def several(strategy):
    """Give a short tuple."""
    return st.lists(strategy, max_size=3).map(tuple)


THERE = several(
    st.builds(Attendee, person=PEOPLE, organization=PEOPLE)
    | st.builds(Attendee, organization=PEOPLE)
)
AIMS = several(st.builds(Objective, id=WORDS, text=TEXTS, owner=PEOPLE, kind=KINDS, chance=CHANCES))
BODIES = st.one_of(
    st.builds(
        EncounterPlanned, id=WORDS, scheduled=DAYS.map(moment), attendees=THERE, purpose=TEXTS,
        objectives=AIMS, questions=several(TEXTS), lessons_applied=several(WORDS),
    ),
    st.builds(EncounterHeld, id=WORDS, attendees=THERE, subject=TEXTS),
    st.builds(
        EncounterReviewed, id=WORDS, outcome=st.sampled_from(["advance", "done"]),
        verdicts=several(st.builds(Verdict, objective=WORDS, reached=st.booleans())),
        client_actions=several(TEXTS), worth_paying_ours=WORTH, worth_paying_theirs=WORTH,
    ),
    st.builds(CommitmentMade, id=WORDS, promisor=PEOPLE, promisee=PEOPLE, what=TEXTS, due=MAYBE),
    st.builds(CommitmentKept, id=WORDS),
    st.builds(
        Statement, about=PEOPLE, text=TEXTS, by=PEOPLE, topic=st.sampled_from(["", "consent"]),
        basis=st.sampled_from(["said", "inferred"]), until=MAYBE, showable=st.booleans(),
    ),
    st.builds(Lesson, id=WORDS, text=TEXTS),
    st.builds(LessonSettled, lesson=WORDS, applied=st.booleans(), reason=TEXTS),
    st.builds(Feedback, by=PEOPLE, about=PEOPLE, text=TEXTS, value=WORTH),
    st.just(CycleFrozen(cycle=1, actions=(), head="0")),
)  # fmt: skip
TOLD = st.tuples(BODIES, DAYS) | st.tuples(BODIES, DAYS, st.just("log:7"))
HISTORIES = st.lists(TOLD, max_size=12)
RULES = {one.code for one in Cycle().engageframe_rules()}


@given(told=HISTORIES)
def test_every_answer_rests_on_records_that_are_there(look, told):
    """No history makes a hook fail; every answer cites existing records and declared rules."""
    practice, view = Cycle(), look(*told)
    findings = practice.engageframe_check(view)
    proposals = practice.engageframe_propose(view)
    lines = [
        line for one in view.encounters.values() for line in practice.engageframe_brief(view, one)
    ]
    answers = [*findings, *proposals, *lines, *practice.engageframe_measure(view)]
    practice.engageframe_draw(view)
    assert {one.rule for one in findings} <= RULES
    assert {one.rule for one in proposals} <= RULES | {""}
    assert all(one.evidence for one in [*findings, *proposals, *lines])
    assert all(view.has_record(id_) for one in answers for id_ in one.evidence)


def test_the_longest_texts_are_quoted_in_part(look):
    """Texts and names as long as they may be make no hook fail."""
    name, there = "x" * 20_000, (Attendee(person="maria"),)
    view = look(
        (Person(id="maria", name=name), "2026-02-01"),
        (Lesson(id="a", text=name), "2026-02-02"),
        (Statement(about="maria", text=name, by="b", basis="said", showable=False), "2024"),
        (CommitmentMade(id="a", promisor="tom", promisee="maria", what=name), "2026-02-02"),
        (Statement(about="maria", text="is pregnant", by="tom", basis="said"), "2026"),
        (EncounterHeld(id="a", attendees=there), "2026-03-02"),
        (EncounterPlanned(id="b", scheduled=moment("2027"), attendees=there), "2026-03-02"),
    )
    practice = Cycle()
    answers = [*practice.engageframe_check(view), *practice.engageframe_propose(view)]
    lines = practice.engageframe_brief(view, view.encounters["b"])
    assert len(answers) > 6
    assert {one.heading for one in lines} == {"owe", "know"}


@given(told=HISTORIES)
def test_the_same_records_give_the_same_answers(look, told):
    """Two views of the same records are answered alike."""
    first, second = look(*told), look(*told)
    for hook in ("check", "propose", "measure", "draw"):
        answer = getattr(Cycle(), f"engageframe_{hook}")
        assert answer(first) == answer(second)


@given(told=st.lists(TOLD, max_size=8, unique_by=lambda one: type(one[0])), data=st.data())
def test_the_order_of_independent_records_does_not_matter(look, told, data):
    """Records about different things may be written in any order."""
    alone = [
        (body, *more) for body, *more in told
        if isinstance(body, (Statement, Lesson, CommitmentMade, EncounterPlanned, Feedback))
    ]  # fmt: skip
    shuffled = data.draw(st.permutations(alone))
    for hook in ("check", "propose", "measure", "draw"):
        answer = getattr(Cycle(), f"engageframe_{hook}")
        first, second = answer(look(*alone)), answer(look(*shuffled))
        assert sorted(map(repr, first)) == sorted(map(repr, second))


@given(told=st.lists(st.tuples(BODIES, DAYS, st.just("log:7")), max_size=12))
def test_imported_encounters_break_no_rule_of_the_cycle(check, told):
    """Whatever was imported, an encounter that was held needs no plan and no review."""
    held = {body.id for body, *_ in told if isinstance(body, EncounterHeld)}
    broken = {rule for rule, subject in check(*told) if subject in held}
    assert not broken & {"PDR001", "PDR002", "PDR003", "PDR004", "PDR005", "PDR007", "PDR009"}


@given(n=st.integers(1, 500), data=st.data())
def test_the_interval_holds_the_share(n, data):
    """Wilson's interval holds the share and stays between 0 and 1."""
    hits = data.draw(st.integers(0, n))
    low, high = wilson(hits, n)
    assert 0 <= low <= hits / n <= high <= 1


@given(
    held=st.dates(max_value=dt.date(9998, 1, 1)), more=st.integers(0, 300), days=st.integers(0, 30)
)
def test_once_late_always_late(look, held, more, days):
    """From the first day on which it is late it is late on every day, on any calendar."""
    view = look((EncounterHeld(id="a", attendees=()), str(held)), as_of="9999-12-31")
    one = view.encounters["a"]

    def late(after):
        return is_late(one, moment(str(held + dt.timedelta(after))), days)

    first = next(after for after in range(60) if late(after))
    assert not any(map(late, range(first)))
    assert late(first + more)
