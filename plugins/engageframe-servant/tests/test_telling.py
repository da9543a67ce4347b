"""What does the practice propose for PLAN, and what does it say before an encounter?"""

import pytest

from engageframe import moment
from engageframe_servant.records import (
    FACETS,
    SLOTS,
    Card,
    Contribution,
    Decision,
    Matter,
    Message,
    Question,
    Reply,
    Words,
)

FULL = {slot: "said" for slot in SLOTS}


def said(text="as they say", basis="said", by="bo"):
    """Give words of theirs."""
    return Words(text=text, basis=basis, by=by)


def proposals(made):
    """Give the proposals by id."""
    workspace = made.open()
    return {one.id: one for _, one in workspace.host.propose(workspace.view())}


def lines(made, encounter="visit"):
    """Give the lines before an encounter."""
    workspace = made.open()
    view = workspace.view()
    return [one for _, one in workspace.host.brief(view, view.encounters[encounter])]


def test_what_is_not_theirs_yet_is_asked_for(world):
    """Each card once, with the facets to ask about, for the person."""
    made = world().tell(Card(id="c", for_whom="bo", about="x", timing=said()))

    one = proposals(made)["facets:c"]
    assert one.does == "Ask Bo about details, objectives, measurables, risks, rewards"
    assert (one.kind, one.for_whom, one.rule, one.about) == ("ask", "bo", "SRW002", "c")
    assert one.reason == "5 of six facets are not in their words (S1.34)"
    made.tell(Card(id="c", for_whom="bo", about="x", **dict.fromkeys(FACETS, said())))
    assert proposals(made) == {}


def test_who_was_left_out_is_heard_and_told(world):
    """By the rules that the decision and the news broke."""
    made = world().tell(Matter(id="radio", what="which radio", affected=("director", "farmer"),
                               levels=("board", "farms")))  # fmt: skip
    made.tell(Contribution(matter="radio", by="bo"))
    made.tell(Decision(id="d", what="x", matter="radio", decider="bo"))
    made.tell(Message(**FULL, id="m", by="ana", matter="radio", levels=("board",),
                      told=moment("2031-06-02")))  # fmt: skip

    found = proposals(made)
    assert [(id_, one.rule, one.for_whom) for id_, one in found.items()] == [
        ("hear:radio", "SRV001", "brook"),
        ("tell:radio", "SRV003", "brook"),
    ]
    assert found["hear:radio"].does == "Hear farmer on which radio"
    assert "it was decided without them" in found["hear:radio"].reason
    assert found["tell:radio"].does == "Tell farms, too: which radio"


def test_bad_news_that_wait_are_proposed_at_once(world):
    """By the one who has them; late ones by their rule."""
    made = world()
    for name, known in (("late", "2031-06-01"), ("fresh", "2031-06-14")):
        made.tell(Message(id=name, by="abe", what="the ship", adverse=True, known=moment(known)))

    found = proposals(made)
    assert {id_: (one.rule, one.owner, one.importance) for id_, one in found.items()} == {
        "tell:fresh": ("", "abe", 3),
        "tell:late": ("SRV005", "abe", 3),
    }
    assert found["tell:late"].reason == "known since 2031-06-01, for 14 days (S1.39)"


def test_what_is_asked_again_and_again_is_taught(world):
    """To the one who asked last."""
    made = world()
    for n in range(3):
        made.tell(Question(topic="log", by="cy"), f"2031-06-0{n + 1}")

    assert proposals(made)["teach:log"].for_whom == "cy"


def test_a_brief_says_what_they_hope_for_in_their_words(world):
    """And asks for the rest in open words; nobody else's card is there."""
    made = world().plan("visit", "2031-07-01")
    made.tell(Card(id="c", for_whom="bo", about="visit", timing=said("before the frost"),
                   risks=said("a storm", "inferred", "ana")))  # fmt: skip
    made.tell(Card(id="other", for_whom="cy", about="visit", timing=said("soon")))

    know, ask, *_ = lines(made)
    assert (know.heading, know.text, know.basis) == (
        "know",
        "Bo on timing: before the frost",
        "said",
    )
    assert ask.heading == "ask"
    assert ask.text == (
        "Bo, in open words: details (missing), objectives (missing), measurables (missing), "
        "risks (inferred), rewards (missing)"
    )
    assert "Cy" not in str(lines(made))


def test_a_brief_asks_one_question_about_us(world):
    """That one which was asked least lately; none while all are fresh."""
    made = world().plan("visit", "2031-07-01")
    (one,) = lines(made)
    assert one.text == "How did you have a say in what was decided?"
    assert one.reason == "never asked yet; how, not whether (S1.36, S1.37, L8)"
    made.tell(Reply(trait="perspectives", by="bo", text="x"), "2031-06-01")

    assert lines(made)[0].text == "What is unclear to you, or came too late?"
    for trait, day in (
        ("trust", "2031-03-01"),
        ("success", "2031-02-01"),
        ("service", "2031-01-05"),
    ):
        made.tell(Reply(trait=trait, by="bo", text="x"), day)
    assert lines(made)[0].reason.startswith("last asked on 2031-01-05")
    for trait in ("trust", "success", "service"):
        made.tell(Reply(trait=trait, by="bo", text="x"), "2031-03-17")  # ninety days ago
    assert lines(made) == []


def test_nobody_of_ours_is_asked_how_they_are_served(world):
    """An encounter among ourselves has no such question."""
    from engageframe import Attendee, EncounterPlanned

    made = world().tell(EncounterPlanned(id="visit", scheduled=moment("2031-07-01"),
                                         attendees=(Attendee(person="abe"),)))  # fmt: skip

    assert lines(made) == []


def test_an_option_bounds_what_is_proposed(world):
    """Of each sort so many: the latest cards, the first matters."""
    made = world(most=1)
    for n in range(3):
        made.tell(Card(id=f"c{n}", for_whom="bo", about="x"), f"2031-06-0{n + 1}")

    for n in range(3):
        made.tell(Matter(id=f"m{n}", what="x", affected=("director",)))

    assert list(proposals(made)) == ["facets:c2", "hear:m0"]
    assert list(proposals(world_with(made, most=0))) == []


def world_with(made, **options):
    """Give the same world with other options."""
    other = type(made)(**options)
    other.items = list(made.items)
    return other


@pytest.mark.parametrize(
    ("promise", "owed"),
    [("consult", "to be asked about"), ("collaborate", "to work out with us"), ("", None)],
)
def test_a_brief_says_what_part_we_owe_them(world, promise, owed):
    """Until it is decided, to those whom it affects."""
    made = world().plan("visit", "2031-07-01")
    made.tell(Matter(id="radio", what="which radio", affected=("director",), promise=promise))
    other = type(made)()
    other.items = [*made.items]
    other.tell(Decision(id="d", what="x", matter="radio", decider="bo"))

    found = [(one.heading, one.text) for one in lines(made) if one.heading == "owe"]
    assert found == ([("owe", f"Bo: {owed} which radio")] if owed else [])
    assert not [one for one in lines(other) if one.heading == "owe"]
