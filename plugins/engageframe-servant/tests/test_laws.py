"""Which laws do the answers keep, whatever was told?"""

from hypothesis import given, settings
from hypothesis import strategies as st

from engageframe import (
    Attendee,
    CommitmentMade,
    EncounterHeld,
    EncounterPlanned,
    HouseNote,
    Objective,
    moment,
)
from engageframe.codec import canonical
from engageframe_servant import records
from engageframe_servant.traits import cards

SECRET = "forty thousand by December"
law = settings(max_examples=30, deadline=None)
ids = st.sampled_from(["ana", "abe", "bo", "cy", "dee", "brook", "stranger"])
names = st.sampled_from(["x", "y", "z"])
texts = st.sampled_from(
    ["soon", "Book the order.", "the\x1b[2J gate", "\u202eevil", "if they order ten"]
)
moments = st.sampled_from(
    ["2031-06-01", "2031-05", "2031", "2030-Q4", "2031-06-14T09:30+05:00", "2031-06-15"]
).map(moment)
words = st.builds(
    records.Words,
    text=texts,
    basis=st.sampled_from(["said", "confirmed", "observed", "inferred", "ours"]),
    by=ids,
)
some = st.lists(ids, max_size=3).map(tuple)
maybe = st.none() | words
bodies = st.one_of(
    st.builds(records.Act, id=names, what=texts, for_whom=ids, by=ids, asked=st.booleans(),
              minutes=st.integers(0, 10_000), obstacle=st.just("") | texts,
              condition=st.just("") | texts),
    st.builds(records.Admission, by=ids, what=texts, to=some),
    st.builds(records.Capacity, who=ids, minutes_per_week=st.integers(0, 3000)),
    st.builds(records.Card, id=names, for_whom=ids, about=names, timing=maybe, details=maybe,
              objectives=maybe, measurables=maybe, risks=maybe, rewards=maybe),
    st.builds(records.Contribution, matter=names, by=ids, count=st.integers(1, 9)),
    st.builds(records.Credit, by=ids, to=st.lists(ids, min_size=1, max_size=2).map(tuple),
              what=texts),
    st.builds(records.Decision, id=names, what=texts, decider=ids, matter=st.just("") | names,
              participants=some, dissent=st.just(()) | st.just(("no",))),
    st.builds(records.Difference, words=words, for_whom=ids),
    st.builds(records.Matter, id=names, what=texts, affected=some,
              levels=st.just(("board", "farms"))),
    st.builds(records.Message, id=names, by=ids, what=texts, matter=st.just("") | names,
              adverse=st.booleans(), known=st.just(moment("2030")), levels=st.just(("board",)),
              told=st.none() | moments),
    st.builds(records.Opportunity, id=names, for_whom=ids, objective=maybe, did=st.just("") | texts,
              rests_on=st.just(()) | st.just(("house:forecast",))),
    st.builds(records.Project, id=names, what=texts, ended=st.none() | moments),
    st.builds(records.Question, topic=names, by=ids),
    st.builds(records.Reply, trait=st.sampled_from(["trust", "service"]), by=ids, text=texts),
    st.builds(records.Teaching, id=names, topic=names, what=texts, by=ids,
              learners=st.just((Attendee(organization="brook"),)), alone_said_by=some),
    st.builds(EncounterHeld, id=names, attendees=st.just((Attendee(person="bo"),)), subject=texts),
    st.builds(EncounterPlanned, id=names, scheduled=moments, purpose=texts,
              attendees=st.just((Attendee(person="bo"),)),
              objectives=st.just((Objective(id="o", text="x", owner="bo", kind="learn"),))),
    st.builds(CommitmentMade, id=names, promisor=ids, promisee=ids, what=texts),
)  # fmt: skip
histories = st.lists(st.tuples(bodies, moments), max_size=14)
options = st.fixed_dictionaries(
    {}, optional={"most": st.integers(0, 2), "fewest": st.integers(1, 3), "private": st.booleans(),
                  "same_question": st.just(2), "fewest_decisions": st.just(2)},
)  # fmt: skip


def tell(world, history, **chosen):
    """Tell a generated history to a world; a fact that is there already stays as it is."""
    made = world(**chosen)
    seen = set()
    for body, when in history:
        word = getattr(body, "id", None) or getattr(body, "who", None)
        key = (type(body), word or canonical(body))
        if key not in seen:
            seen.add(key)
            made.tell(body, when.text)
    return made


def answers(made):
    """Give all that the practice answers about a world."""
    workspace = made.open()
    view, host = workspace.view(), workspace.host
    told = [host.propose(view), host.check(view), host.measure(view), host.draw(view)]
    return [*told, *(host.brief(view, one) for _, one in sorted(view.encounters.items()))]


@law
@given(histories, options)
def test_the_same_history_gives_the_same_bytes(world, history, chosen):
    """There is no clock and no chance in it."""
    first = answers(tell(world, history, **chosen))

    assert canonical(first) == canonical(answers(tell(world, history, **chosen)))


@law
@given(histories, st.randoms())
def test_the_order_of_telling_has_no_part(world, history, random):
    """The same facts, told in another order, give the same findings, numbers and cards."""
    made = tell(world, history)
    other = type(made)()
    other.items = [*made.items]
    random.shuffle(other.items)

    def heard(one):
        workspace = one.open()
        found = workspace.host.measure(workspace.view())
        numbers = [(each.name, each.subject, each.value, each.low, each.n) for _, each in found]
        findings = [(each.rule, each.subject, each.says) for each in workspace.check()]
        panels = [(each.have, each.of, [line.says for line in (*each.evidence, *each.gaps)])
                  for each in cards(one.ledger())]  # fmt: skip
        return sorted(findings), sorted(numbers, key=str), [sorted(each[2]) for each in panels]

    assert heard(made) == heard(other)


@law
@given(histories)
def test_every_line_rests_on_records_that_are_there(world, history):
    """Findings, proposals, lines and cards name evidence that counts in the view."""
    made = tell(world, history)
    view = made.open().view()
    lines = [one.value for part in answers(made) for one in part]
    lines += [line for one in cards(made.ledger()) for line in (*one.evidence, *one.gaps)]

    for one in lines:
        evidence = getattr(one, "evidence", None)
        assert evidence is None or all(view.has_record(id_) for id_ in evidence)
        if type(one).__name__ in ("Finding", "Proposal", "BriefLine", "Line"):
            assert evidence


@law
@given(histories)
def test_no_measure_is_of_a_person(world, history):
    """Subjects are the engagement and its cards; a card may be called like nobody."""
    made = tell(world, history)
    workspace = made.open()
    view = workspace.view()

    for _, one in workspace.host.measure(view):
        assert one.subject not in view.people
        assert (one.value is None) or one.n >= one.needs
        if one.low is not None:
            assert one.low - 1e-9 <= one.value <= one.high + 1e-9


@law
@given(histories)
def test_what_the_house_holds_is_in_no_answer(world, history):
    """Telling it or not changes nothing that the practice says."""
    without = canonical(answers(tell(world, history)))

    made = tell(world, history)
    made.items.append(
        type(made.items[0])(
            body=HouseNote(name="forecast", text=SECRET), engagement="work",
            happened=moment("2031-06-01"), author="ana",
        )
    )  # fmt: skip

    told = canonical(answers(made))
    assert SECRET.encode() not in told
    assert told == without


@law
@given(histories)
def test_the_cards_call_a_gap_what_the_check_finds(world, history):
    """There are not two opinions on what is missing."""
    made = tell(world, history)
    workspace = made.open()
    found = [one for _, one in workspace.host.check(workspace.view())]

    gaps = [(gap.rule, gap.says) for card in cards(made.ledger()) for gap in card.gaps]

    assert sorted(gaps) == sorted(
        (one.rule, one.says) for one in found if one.rule.startswith("SRV")
    )


@law
@given(histories)
def test_only_wording_is_private(world, history):
    """Another reader sees all other findings, and none about the wording of somebody else."""
    made = tell(world, history)
    workspace = made.open()
    every = [one for _, one in workspace.host.check(workspace.view())]
    other = tell(world, history, author="abe")

    private = [one for one in every if one.private_to]
    assert {one.rule for one in private} <= {"SRW001", "SRW003"}
    assert {one.private_to for one in private} <= {"ana"}
    shown = {(one.rule, one.subject, one.says) for one in other.open().check()}
    assert shown == {(one.rule, one.subject, one.says) for one in every if not one.private_to}


@law
@given(histories)
def test_coverage_never_exceeds_what_there_is(world, history):
    """Of nothing, nothing is covered."""
    for one in cards(tell(world, history).ledger()):
        assert 0 <= one.have <= one.of
