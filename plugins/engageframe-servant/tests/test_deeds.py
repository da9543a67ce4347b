"""Do the rules on the four traits fire where they should, and nowhere else?"""

import pytest

from engageframe import Attendee, moment
from engageframe_servant.records import (
    SLOTS,
    Admission,
    Contribution,
    Credit,
    Decision,
    Matter,
    Message,
    Opportunity,
    Question,
    Teaching,
)

FULL = {slot: "said" for slot in SLOTS}
RADIO = Matter(id="radio", what="which radio", affected=("director", "engineer", "dee"))


def decided(n, decider="bo", **more):
    """Make a decision."""
    return Decision(id=f"d{n}", what=f"decision {n}", decider=decider, **more)


def told(**more):
    """Make a message that is told in full."""
    return Message(**({"id": "news", "by": "ana", "told": moment("2031-06-02")} | FULL | more))


def test_a_decision_without_a_voice_that_it_affects_is_a_gap(world):
    """Roles and ids are heard as contributors, participants or deciders, whatever their case."""
    made = world().tell(RADIO).tell(Contribution(matter="radio", by="cy"))
    made.tell(decided(1, matter="radio"))

    (one,) = made.found("SRV001")
    assert (one.subject, one.says) == ("radio", "which radio: decided without having heard dee")
    assert len(one.evidence) == 3
    made.tell(Contribution(matter="radio", by="dee"))
    assert made.found("SRV001") == []


def test_what_is_not_decided_yet_may_still_be_heard(world):
    """Before the decision it is a proposal, no finding."""
    made = world().tell(RADIO)
    workspace = made.open()

    assert made.found("SRV001") == []
    proposals = [one for _, one in workspace.host.propose(workspace.view())]
    assert [(one.id, one.rule) for one in proposals] == [("hear:radio", "")]
    assert proposals[0].does == "Hear director, engineer, dee on which radio"


@pytest.mark.parametrize(("by_bo", "all_", "fires"), [(4, 5, True), (3, 4, False), (7, 10, False)])
def test_one_decider_of_most_decisions_is_a_finding(world, by_bo, all_, fires):
    """More than 70 percent, of five or more; nobody is named."""
    made = world()
    for n in range(all_):
        made.tell(decided(n, "bo" if n < by_bo else "cy", dissent=("no",)))

    found = made.found("SRV002")
    assert bool(found) is fires
    if fires:
        assert found[0].says == f"{by_bo} of {all_} decisions were taken by one person"
        assert found[0].subject == "work"
        assert len(found[0].evidence) == all_


def test_five_decisions_without_a_word_against_are_a_hint(world):
    """Four are not, and one dissent is enough."""
    made = world()
    for n in range(4):
        made.tell(decided(n, f"p{n}"))
    assert made.found("SRV009") == []

    made.tell(decided(4, "p4"))

    assert [one.severity for one in made.found("SRV009")] == ["I"]
    made.tell(decided(5, "p5", dissent=("the damp",)))
    assert made.found("SRV009") == []


def test_news_that_reached_some_levels_only_is_a_gap(world):
    """Levels are compared without case; what is not told yet reached nobody."""
    made = world().tell(Matter(id="radio", what="which radio", levels=("Board", "farms")))
    assert made.found("SRV003") == []
    made.tell(told(matter="radio", levels=("board",)))

    (one,) = made.found("SRV003")
    assert one.says == "which radio: told, and not to farms"
    made.tell(told(id="more", matter="radio", levels=("Farms",), told=None))
    assert len(made.found("SRV003")) == 1
    made.tell(told(id="again", matter="radio", levels=("Farms",)))
    assert made.found("SRV003") == []


@pytest.mark.parametrize("slot", SLOTS[1:])
def test_an_empty_slot_of_a_message_is_named(world, slot):
    """What is unknown is said to be unknown."""
    (one,) = world().tell(told(**{slot: " "})).found("SRV004")

    assert one.says == f"the message news does not say: {slot}"


@pytest.mark.parametrize(
    ("known", "said_on", "says"),
    [
        ("2031-06-01", "2031-06-03", ""),
        ("2031-06-01", "2031-06-04", "known for 3 days before they were told"),
        ("2031-06-10", None, "known for 5 days and they are not told yet"),
        ("2031-06", "2031-06-20", ""),
        (None, "2031-06-20", ""),
    ],
)
def test_bad_news_that_waited_are_found(world, known, said_on, says):
    """More than two whole days, surely; a month is a month and no first of it."""
    body = told(
        adverse=True, known=known and moment(known), told=said_on and moment(said_on)
    )  # fmt: skip
    found = [one.says for one in world().tell(body).found("SRV005")]

    assert found == ([f"the message news: {says}"] if says else [])


def test_good_news_may_wait(world):
    """The rule is about what costs them when it is late."""
    body = told(known=moment("2031-05-01"))

    assert world().tell(body).codes() == []


def test_credit_to_oneself_is_a_hint_unless_others_are_named(world):
    """To others, or together with others, it is none."""
    made = world().tell(Credit(by="ana", to=("ana",), what="the test"))
    made.tell(Credit(by="ana", to=("ana", "cy"), what="the fix"))
    made.tell(Credit(by="ana", to=("cy",), what="the idea"))

    (one,) = made.found("SRV006")
    assert one.says == "credit went to the one who gave it: the test"


def teaching(**more):
    """Make a teaching."""
    base = {"id": "t", "topic": "log", "what": "reading the log", "by": "ana"}
    return Teaching(**(base | {"learners": (Attendee(organization="brook"),)} | more))


def test_five_encounters_without_teaching_are_a_hint(world):
    """Four are not; a teaching on the day of the first of them is enough."""
    made = world()
    for n in range(1, 5):
        made.held(f"m{n}", f"2031-06-0{n}")
    assert made.found("SRV007") == []
    made.held("m5", "2031-06-05")

    (one,) = made.found("SRV007")
    assert len(one.evidence) == 5
    assert world_of(made, teaching(), "2031-06-01").found("SRV007") == []
    assert len(world_of(made, teaching(), "2031-05-31").found("SRV007")) == 1


def world_of(made, body, when):
    """Give the same world with one fact more."""
    other = type(made)()
    other.items = list(made.items)
    return other.tell(body, when)


def test_the_same_question_three_times_and_never_taught_is_a_dependency(world):
    """Two are not; teaching the topic ends it."""
    made = world()
    for n in range(2):
        made.tell(Question(topic="log", by="cy"), f"2031-06-0{n + 1}")
    assert made.codes() == []
    made.tell(Question(topic="log", by="bo"), "2031-06-03")

    (one,) = made.found("SRV008")
    assert (one.subject, len(one.evidence)) == ("log", 3)
    assert one.says == "asked 3 times for help with log, and it was not taught"
    workspace = made.open()
    proposals = [one.id for _, one in workspace.host.propose(workspace.view())]
    assert proposals == ["teach:log"]
    assert made.tell(teaching()).codes() == []


def test_ten_reviews_without_an_admission_are_a_hint(world):
    """Nine are not; one admission since the first of them is enough."""
    made = world()
    for n in range(1, 11):
        made.held(f"m{n}", f"2031-06-{n:02d}")
    made.tell(teaching(), "2031-06-10")

    (one,) = made.found("SRV010")
    assert one.says == "the latest 10 reviews, and nobody of ours admitted to anything"
    admitted = Admission(by="abe", what="I did not know")
    assert world_of(made, admitted, "2031-06-01").found("SRV010") == []
    assert len(world_of(made, admitted, "2031-05-31").found("SRV010")) == 1


def test_what_was_imported_is_no_failing(world):
    """Meetings of another system teach nothing about what we taught or admitted."""
    from engageframe import EncounterHeld

    made = world()
    for n in range(1, 12):
        made.tell(EncounterHeld(id=f"m{n}", attendees=()), f"2031-05-{n:02d}", source=f"cal:{n}")

    assert made.codes() == []


def test_the_thresholds_are_settings(world):
    """A team that set other numbers gets other findings."""
    made = world(fewest_decisions=2, most_by_one=60, same_question=2, days_to_tell=0)
    made.tell(decided(1)).tell(decided(2)).tell(Question(topic="log", by="cy"))
    made.tell(Question(topic="log", by="cy"), "2031-06-02")
    made.tell(told(adverse=True, known=moment("2031-06-01")))

    assert made.codes() == ["SRV002", "SRV005", "SRV008", "SRV009"]


def test_an_engagement_of_which_nothing_is_told_has_no_finding(world):
    """Nothing is recorded is not nothing was done."""
    assert world().codes() == []


def test_many_findings_of_one_rule_are_counted(world):
    """The first are told, the rest is one line with some of its records."""
    made = world(most=2)
    for n in range(5):
        made.tell(told(id=f"m{n}", why=""))

    *first, rest = made.found("SRV004")
    assert [one.says.startswith("the message m") for one in first] == [True, True]
    assert (rest.subject, rest.says, len(rest.evidence)) == ("work", "3 more", 3)
    nothing = type(made)(most=0)
    nothing.items = made.items
    assert [one.says for one in nothing.found()] == ["5 in all"]


def test_what_closes_a_gate_is_never_only_counted(world):
    """Each review that rests on the house must be mended or waived by itself."""
    made = world(most=0)
    for n in range(3):
        made.tell(Opportunity(id=f"o{n}", for_whom="bo"))

    assert [one.subject for one in made.found("SRW006")] == ["o0", "o1", "o2"]


def test_a_blank_names_nobody(world):
    """Neither as a perspective nor as a level; somebody without a role is not meant by it."""
    made = world().tell(Matter(id="x", what="x", affected=(" ", ""), levels=("",)))
    made.tell(decided(1, matter="x")).tell(told(matter="x"))

    assert made.codes() == []
