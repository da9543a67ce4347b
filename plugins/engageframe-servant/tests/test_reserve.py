"""Is it found where serving them turns into serving us, and where it wears somebody out?"""

import pytest

from engageframe import (
    CommitmentMade,
    Engagement,
    HouseNote,
    Objective,
    Organization,
    Statement,
    UndeclaredRead,
    View,
    moment,
)
from engageframe_servant.kinds import READS
from engageframe_servant.records import (
    FACETS,
    Act,
    Capacity,
    Card,
    Difference,
    Message,
    Opportunity,
    Project,
    Words,
)
from engageframe_servant.reserve import behind_the_wall

LEAK = "Book the order before quarter end."


def said(text="as they say", *, by="bo", basis="said"):
    """Give words of theirs."""
    return Words(text=text, basis=basis, by=by)


def card(**more):
    """Make a card of Bo's that is theirs from beginning to end."""
    whole = dict.fromkeys(FACETS, said())
    base = {"id": "winter", "for_whom": "bo", "about": "visit", "serves": ("farmers",)}
    return Card(**(base | whole | more))


def act(**more):
    """Make a deed of Abe's for Bo."""
    return Act(**({"id": "a", "what": "fix the log", "for_whom": "bo", "by": "abe"} | more))


def test_a_plan_that_speaks_of_our_return_is_found_with_its_words(world):
    """The finding says which words, where, and what to write instead."""
    made = world().plan("visit", "2031-07-01", purpose=LEAK)

    (one,) = made.found("SRW001")
    assert one.says == '"Book the order" in purpose of encounter.planned visit speaks of our return'
    assert one.fix == "say what they get, and when they need it"
    assert (one.severity, one.subject) == ("W", "visit")


@pytest.mark.parametrize("author", ["ana", "abe"])
def test_only_the_writer_is_told(world, author):
    """In the workspace of somebody else there is no trace of it."""
    made = world(author=author).plan("visit", "2031-07-01", purpose=LEAK)
    workspace = made.open()

    assert [one.rule for one in workspace.check()] == (["SRW001"] if author == "ana" else [])
    assert ("SRW001" in str(workspace.review())) is (author == "ana")


def test_a_team_may_share_what_is_found(world):
    """An option says so."""
    made = world(author="abe", private=False).plan("visit", "2031-07-01", purpose=LEAK)

    assert made.codes() == ["SRW001"]


def test_a_waiver_holds_for_wording_too(world):
    """With its reason, for one text."""
    made = world().plan("visit", "2031-07-01", purpose=LEAK)
    workspace = made.open()

    workspace.waive("SRW001", reason="she asked for it in these words", subject="visit")

    assert [one.waived for one in workspace.check()] == ["she asked for it in these words"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (CommitmentMade(id="x", promisor="ana", promisee="bo", what=LEAK), "what"),
        (Statement(about="bo", text=LEAK, basis="ours", by="ana"), "text"),
        (act(what=LEAK), "what"),
        (act(obstacle="rain", alternatives=(LEAK,)), "alternatives"),
        (card(rewards=said(LEAK, basis="inferred", by="ana")), "rewards"),
        (Opportunity(id="o", for_whom="bo", objective=said(), did=LEAK), "did"),
        (Message(id="m", by="ana", what="x", why=LEAK), "why"),
    ],
)
def test_every_text_of_ours_is_read(world, body, field):
    """Whatever kind of record it stands in."""
    (one,) = world().tell(body).found("SRW001")

    assert f'"Book the order" in {field} of ' in one.says


@pytest.mark.parametrize(
    "body",
    [
        Statement(about="bo", text=LEAK, basis="said", by="bo"),
        Statement(about="bo", text=LEAK, basis="observed", by="ana"),
        card(rewards=said(LEAK)),
        Opportunity(id="o", for_whom="bo", objective=said(LEAK), changed=said(LEAK)),
        HouseNote(name="forecast", text=LEAK),
    ],
)
def test_their_words_and_the_house_are_never_read(world, body):
    """What they say is theirs, and what is ours has its own room."""
    assert world().tell(body).codes() == []


def test_what_was_imported_is_not_linted(world):
    """It was not written as a plan of ours."""
    body = CommitmentMade(id="x", promisor="ana", promisee="bo", what=LEAK)

    assert world().tell(body, source="crm:1").codes() == []


def test_a_rewritten_text_is_read_as_it_now_is(world):
    """The plan that was amended is no longer held against its writer."""
    made = world().plan("visit", "2031-07-01", purpose=LEAK)

    assert made.plan("visit", "2031-07-01", purpose="See what she needs.").codes() == []


def test_a_facet_that_is_not_in_their_words_is_named_with_its_basis(world):
    """Missing, inferred, said by one of ours or by somebody of their network are not theirs."""
    made = world().tell(
        card(
            timing=None,
            details=said(basis="inferred", by="ana"),
            risks=said(by="ana"),
            measurables=said(by="dee"),
            rewards=said(basis="confirmed", by="cy"),
        )
    )

    (one,) = made.found("SRW002")
    assert one.says == (
        "winter, for Bo: 2 of 6 facets are in their words; "
        "not theirs: timing (missing), details (inferred), measurables (said), risks (said)"
    )
    assert made.tell(card()).codes() == []


def test_a_card_is_for_a_person(world):
    """An organization hopes for nothing; somebody in it does."""
    made = world().tell(Organization(id="brook", name="Brook")).tell(card(for_whom="brook"))

    (one,) = made.found("SRW002")
    assert one.says == "winter, for Brook: it names an organization, and nobody in it"


def test_whom_they_serve_is_asked_for(world):
    """A card without it is a hint."""
    assert world().tell(card(serves=())).codes() == ["SRW008"]


def test_help_on_a_condition_is_found(world):
    """As it is recorded, and as it is worded."""
    made = world().tell(act(condition="they order ten"))
    made.tell(act(id="b", what="We train them in return for an order."))

    one, other = made.found("SRW003")
    assert one.says == "fix the log: on the condition that they order ten"
    assert '"in return for an order"' in other.says


def test_an_obstacle_without_another_way_is_a_hint(world):
    """With an alternative it is none."""
    (one,) = world().tell(act(obstacle="the gate was shut", alternatives=(" ",))).found()
    assert (one.rule, one.severity) == ("SRW004", "I")

    assert world().tell(act(obstacle="the gate", alternatives=("by phone",))).codes() == []


def test_a_project_that_ended_without_a_next_touch_is_found(world):
    """The proposal to meet them has the reason; a planned encounter ends it."""
    made = world().tell(Project(id="p", what="the meters", ended=moment("2031-06-10")))
    workspace = made.open()

    assert [one.says for one in workspace.check()] == [
        "the meters ended on 2031-06-10; no next touch is planned"
    ]
    ((_, one),) = workspace.host.propose(workspace.view())
    assert (one.id, one.rule) == ("meet:brook", "SRW005")
    made.tell(Organization(id="brook", name="Brook"))
    workspace = made.open()
    assert [one.id for _, one in workspace.host.propose(workspace.view())] == ["meet:bo"]
    assert made.plan("visit", "2031-06-20").codes() == []


@pytest.mark.parametrize(
    "more",
    [
        {"ended": None},
        {"ended": moment("2031-06-16")},
        {"status": "dormant"},
        {"status": "ended_by_client"},
    ],
)
def test_who_wants_a_rest_is_left_alone(world, more):
    """So is a project that goes on."""
    status = more.pop("status", "active")
    until = moment("2031-12") if status == "dormant" else None
    made = world().tell(Project(id="p", what="x", **({"ended": moment("2031-06-10")} | more)))
    made.tell(Engagement(id="work", name="Work", client="brook", status=status, until=until))

    assert made.codes() == []


def test_a_review_that_rests_on_the_house_fails_because_the_wall_holds(world):
    """The core refuses the read; the refusal is the finding, and it closes every gate."""
    body = Opportunity(id="o", for_whom="bo", objective=said(), rests_on=("house:forecast",))
    made = world().tell(HouseNote(name="forecast", text=LEAK)).tell(body)

    (one,) = made.found("SRW006")
    assert one.says == "o, for Bo: it rests on house:forecast, which the house wall keeps out"
    assert (one.severity, one.gates) == ("E", ("freeze", "review", "close"))
    bounded: View = made.open().view().for_practice("servant", READS)
    with pytest.raises(UndeclaredRead):
        bounded.latest(HouseNote)


def test_without_the_wall_there_would_be_no_finding(world, monkeypatch):
    """Nothing here copies the wall: with a view that gives the house, nothing is refused."""
    body = Opportunity(id="o", for_whom="bo", objective=said(), rests_on=("house:forecast",))
    made = world().tell(HouseNote(name="forecast", text=LEAK)).tell(body)

    assert behind_the_wall(made.ledger(), body) == ["house:forecast"]
    monkeypatch.setattr("engageframe_servant.ledger.READS", (*READS, "house"))

    assert behind_the_wall(made.ledger(), body) == []


@pytest.mark.parametrize("objective", [None, said(basis="ours", by="ana"), said(by="ana")])
def test_a_review_without_an_objective_of_theirs_fails(world, objective):
    """A sentence of ours about them is none."""
    body = Opportunity(id="o", for_whom="bo", objective=objective)

    (one,) = world().tell(body).found()
    assert (one.rule, one.says) == ("SRW006", "o, for Bo: it names no objective in their words")


def test_a_draft_that_was_rewritten_passes(world):
    """The last word on a review is what holds."""
    made = world().tell(Opportunity(id="o", for_whom="bo", next=LEAK, rests_on=("house:x",)))
    assert made.codes() == ["SRW006", "SRW001"]

    made.tell(Opportunity(id="o", for_whom="bo", objective=said(), next="We look again."))

    assert made.codes() == []


def test_more_than_somebody_can_give_is_found_by_the_week(world):
    """Monday to Sunday, of what they declared themselves."""
    made = world().tell(Capacity(who="abe", minutes_per_week=600))
    for n, day in enumerate(("2031-06-02", "2031-06-08"), start=1):  # a Monday and its Sunday
        made.tell(act(id=f"a{n}", minutes=300), day)
    assert made.codes() == []
    made.tell(act(id="a3", minutes=60), "2031-06-04")

    (one,) = made.found("SRW007")
    assert one.says == (
        "Abe gave 11.0 h in the week of 2031-06-02, of 10.0 h declared; so in 1 week"
    )
    assert len(one.evidence) == 4


def test_nobody_is_held_to_what_they_did_not_declare(world):
    """A month is no week, and a client declares nothing to us."""
    made = world().tell(act(minutes=9000), "2031-06-03")
    made.tell(Capacity(who="abe", minutes_per_week=10)).tell(Capacity(who="bo", minutes_per_week=1))
    other = type(made)().tell(Capacity(who="abe", minutes_per_week=10))
    other.tell(act(minutes=9000), "2031-06")
    other.tell(act(id="b", by="bo", minutes=9000)).tell(Capacity(who="bo", minutes_per_week=1))

    assert made.codes() == ["SRW007"]
    assert other.codes() == []


@pytest.mark.parametrize(
    ("when", "by", "fires"),
    [
        ("2031-01-01", "bo", False),
        ("2030-12-01", "bo", True),
        ("2031-06-01", "ana", True),
        (None, "", True),
    ],
)
def test_a_difference_nobody_names_for_long_is_found(world, when, by, fires):
    """Half a year without a word of theirs; our own opinion is none."""
    made = world().held("m", "2030-11-01")
    if when:
        made.tell(Difference(words=said(by=by), for_whom="bo"), when)

    assert ("SRW009" in made.codes()) is fires


def test_a_young_engagement_has_time_to_make_a_difference(world):
    """There is nothing to find in the first half year."""
    assert world().held("m", "2031-01-01").codes() == []


def test_an_objective_is_read_with_its_measure(world):
    """What is planned for them is measured in their terms."""
    aim = Objective(id="x", text="Show the log", owner="bo", kind="serve", measure="We make quota")

    assert world().plan("visit", "2031-07-01", aim).codes() == ["SRW001"]


def test_what_is_only_counted_is_private_too(world):
    """Nobody else learns that there are more."""
    made = {who: world(author=who, most=1) for who in ("ana", "abe")}
    for one in made.values():
        for n in range(3):
            one.plan(f"visit-{n}", "2031-07-01", purpose=LEAK)

    assert made["ana"].codes() == ["SRW001", "SRW001"]
    assert made["abe"].codes() == []
