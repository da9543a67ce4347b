"""Does the practice suggest what is due, to whom it is due, and why?"""

import attrs
import pytest

from engageframe import (
    Action,
    Affiliation,
    Attendee,
    CommitmentKept,
    CommitmentMade,
    CycleClosed,
    CycleFrozen,
    EncounterHeld,
    EncounterPlanned,
    EncounterReviewed,
    Engagement,
    Lesson,
    ReviewOpened,
    Stakeholder,
    moment,
)
from engageframe_cycle import Cycle

NOTE = CommitmentMade(
    id="note", promisor="tom", promisee="maria", what="Power note", due=moment("2026-04-10"),
    importance=3,
)  # fmt: skip
JOB = Affiliation(person="maria", organization="acme")
BO = Stakeholder(who="bo", side="client")
NEXT = EncounterPlanned(
    id="next", scheduled=moment("2026-05-04"), attendees=(Attendee(person="maria"),)
)
HELD = EncounterHeld(id="call", attendees=(Attendee(person="tom"), Attendee(person="maria")))


@pytest.fixture
def propose(look):
    """Propose for what was told, by id; a next encounter is planned."""

    def propose(*told, setting=((NEXT, "2026-03-01"),), **more):
        view = look(*setting, *told, **more)
        return {one.id: one for one in Cycle().engageframe_propose(view)}

    return propose


def test_a_promise_of_ours_is_to_be_kept(propose):
    """An open promise of ours is proposed with owner, receiver, date, weight and records."""
    found = propose((NOTE, "2026-03-02"))["keep:note"]
    assert (found.kind, found.about, found.owner, found.for_whom) == (
        "keep", "note", "tom", "maria"
    )  # fmt: skip
    assert (found.due, found.importance) == (moment("2026-04-10"), 3)
    assert found.reason == "promised on 2026-03-02 for 2026-04-10"
    assert len(found.evidence) == 1


def test_an_overdue_promise_says_so(propose):
    """A promise whose day has passed is still to be kept."""
    found = propose((NOTE, "2026-03-02"), as_of="2026-04-11")["keep:note"]
    assert found.reason == "promised on 2026-03-02 for 2026-04-10 (overdue)"


def test_a_promise_without_a_date_is_not_forgotten(propose):
    """A promise for no day in particular is proposed as well."""
    found = propose((attrs.evolve(NOTE, due=None), "2026-03-02"))["keep:note"]
    assert found.reason == "promised on 2026-03-02 without a date"


@pytest.mark.parametrize(
    "told",
    [
        [(attrs.evolve(NOTE, due=moment("2026-06-01")), "2026-03-02")],
        [(NOTE, "2026-03-02"), (CommitmentKept(id="note"), "2026-03-09")],
        [(attrs.evolve(NOTE, promisor="maria", promisee="tom"), "2026-03-02")],
    ],
    ids=["far ahead", "kept", "theirs"],
)
def test_other_promises_are_not_proposed(propose, told):
    """What is due much later, settled, or promised by them is not ours to do now."""
    assert propose(*told) == {}


@pytest.mark.parametrize(("as_of", "rule"), [("2026-03-09", ""), ("2026-03-31", "PDR003")])
def test_an_encounter_is_to_be_reviewed(propose, as_of, rule):
    """What was held is proposed for review at once, and cites the rule when it is late."""
    found = propose((HELD, "2026-03-06"), as_of=as_of)["review:call"]
    assert (found.for_whom, found.about, found.rule) == ("maria", "call", rule)


def test_reviewed_and_imported_encounters_are_left_alone(propose):
    """Nothing is proposed for an encounter that was reviewed, or that was imported."""
    review = EncounterReviewed(id="call", outcome="done")
    assert propose((HELD, "2026-03-06"), (review, "2026-03-09")) == {}
    assert propose((HELD, "2026-03-06", "log:7")) == {}


def test_an_encounter_among_ourselves_is_reviewed_for_the_client(propose):
    """Without anybody of theirs, the review is for the client."""
    ours = attrs.evolve(HELD, attendees=(Attendee(person="tom"),))
    assert propose((ours, "2026-03-06"))["review:call"].for_whom == "acme"


def test_an_orphan_lesson_is_to_be_applied(propose):
    """A lesson that a later plan does not name is proposed for the client."""
    lesson = Lesson(id="listen", text="Ask about the board first")
    plan = attrs.evolve(NEXT, id="later")
    found = propose((lesson, "2026-03-02"), (plan, "2026-03-09"))["apply:listen"]
    assert (found.kind, found.for_whom, found.rule) == ("prepare", "acme", "PDR006")


def test_a_next_touch_is_proposed_when_none_is_planned(propose):
    """An engagement with nothing planned is to meet its client, and takes their time too."""
    found = propose((Stakeholder(who="maria", side="vendor"), "2026-01-02"), setting=())
    found = found["meet:acme"]
    assert (found.kind, found.for_whom, found.rule) == ("meet", "acme", "PDR010")
    assert found.client_minutes > 0


def test_an_organization_has_no_time_of_its_own(propose):
    """Its only person on the client's side is to be met for it, wherever else there is nothing."""
    assert list(propose(setting=())) == ["meet:maria"]
    found = propose((JOB, "2026-01-02"), setting=())["meet:maria"]
    assert (found.for_whom, found.rule, found.does) == ("maria", "PDR010", "Meet Maria Lopez")


@pytest.mark.parametrize(
    ("told", "who"),
    [
        ([attrs.evolve(JOB, organization="brook")], "acme"),
        ([attrs.evolve(JOB, until=moment("2026-02"))], "acme"),
        ([attrs.evolve(JOB, since=moment("2027"))], "acme"),
        ([BO], "bo"),
        ([BO, JOB], "maria"),
        ([BO, JOB, attrs.evolve(JOB, person="bo")], "bo"),
    ],
    ids=["of another firm", "has left", "comes later", "two", "one belongs", "both belong"],
)
def test_who_is_met_for_an_organization(propose, told, who):
    """Those who belong to it go first; who belongs elsewhere, or not now, is nobody of it."""
    assert list(propose(*((one, "2026-01-02") for one in told), setting=())) == [f"meet:{who}"]


def test_of_several_the_one_who_was_not_met_for_longest_is_met(propose):
    """Nobody of theirs is forgotten: never met goes first, then the earliest last meeting."""
    told = [(BO, "2026-01-02")]
    for number, (who, when) in enumerate([("bo", "02-05"), ("maria", "02-09"), ("bo", "03-02")]):
        held = EncounterHeld(id=f"c{number}", attendees=(Attendee(person=who),))
        told.append((held, f"2026-{when}", "log:1"))
        expected = ["meet:maria"] if number != 1 else ["meet:bo"]
        assert list(propose(*told, setting=())) == expected


def test_the_client_carried_over_is_not_proposed_as_a_person_too(propose):
    """A plan that says to meet the firm stands; the same need gets no second name."""
    meet = Action(id="meet:acme", does="Meet", for_whom="acme", reason="r", kind="meet")
    closed = CycleClosed(cycle=1, dispositions=(), carried=(meet,), head="0")
    rounds = (
        (CycleFrozen(cycle=1, actions=(meet,), head="0"), "2026-03-03"),
        (ReviewOpened(cycle=1), "2026-03-04"),
        (closed, "2026-03-05"),
    )
    assert propose(*rounds, setting=()) == {}


def test_the_first_stakeholder_stands_for_a_client_that_is_not_named(propose):
    """Without a client, the first person on the client's side is to be met."""
    nameless = Engagement(id="north", name="North")
    assert list(propose((nameless, "2026-02-01"), setting=())) == ["meet:maria"]


def test_nobody_is_invented_to_be_met(look):
    """Without a client and without stakeholders nobody is proposed."""
    view = look((Engagement(id="north", name="North"), "2026-02-01"), setting=())
    assert Cycle().engageframe_propose(view) == []


def test_what_is_carried_over_is_not_proposed_again(propose):
    """An action that the last round carried over stands in the plan already."""
    keep = Action(id="keep:note", does="Keep", for_whom="maria", reason="r", kind="keep")
    closed = CycleClosed(cycle=1, dispositions=(), carried=(keep,), head="0")
    rounds = (
        (CycleFrozen(cycle=1, actions=(keep,), head="0"), "2026-03-03"),
        (ReviewOpened(cycle=1), "2026-03-04"),
        (closed, "2026-03-05"),
    )
    assert propose((NOTE, "2026-03-02"), *rounds) == {}
