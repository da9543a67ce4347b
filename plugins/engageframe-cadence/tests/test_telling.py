"""What does the practice answer, and which laws do its answers keep?"""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engageframe import ENCOUNTERS, Engagement, Person, moment
from engageframe.encoding import canonical, pack
from engageframe_cadence import Cadence
from engageframe_cadence.keeping import HELD

MONTHLY = {"people": {"bo": {"days": 30, "tolerance": 10}}}
MONTHS = ("2031-01-10", "2031-02-10", "2031-03-10")
PARTIES = ("bo", "cy", "@brook", "bo@brook", "dee@hill")
EVERYBODY = {"people": {who: {"days": 30} for who in ("bo", "cy", "dee", "brook", "hill")}}
WORSE = ("on_time", "upcoming", "due", "neglected", "never_met")

law = settings(max_examples=40, deadline=None)
days = st.dates(moment("2028-01-01").first, moment("2032-06-01").first).map(str)
moments = (
    days
    | days.map(lambda day: day[:7])
    | days.map(lambda day: day[:4])
    | days.map(lambda day: f"{day[:4]}-Q{(int(day[5:7]) + 2) // 3}")
    | days.map(lambda day: f"{day}T09:30+05:00")
)
meetings = st.fixed_dictionaries(
    {
        "when": moments,
        "there": st.lists(st.sampled_from(PARTIES), max_size=6),
        "ours": st.sampled_from([(), ("ana",), ("ana", "abe")]),
        "channel": st.sampled_from(["meeting", "mail", "mass_mail", "other"]),
        "initiator": st.sampled_from(["", "ana", "bo", "nobody-known"]),
        "source": st.sampled_from(["", "calendar:1"]),
        "planned": st.booleans(),
    }
)
histories = st.lists(meetings, max_size=10).map(lambda told: list(enumerate(told)))
options = st.fixed_dictionaries(
    {},
    optional={
        "people": st.just(EVERYBODY["people"]),
        "roles": st.just({"buyer": {"days": 60, "tolerance": 0}}),
        "usual": st.just({"days": 45}),
        "regular_months": st.integers(1, 4),
        "mass_mail": st.booleans(),
        "group": st.integers(2, 4),
        "one_sided": st.integers(2, 3),
        "most": st.integers(0, 3),
    },
)


def remember(world, history):
    """Tell a generated history to a world."""
    world.stakeholder("cy", role="buyer").stakeholder("eve", role="buyer")
    world.member("cy", "brook", since="2029").member("dee", "hill", until="2030-Q2")
    for number, one in history:
        more = {key: one[key] for key in ("ours", "channel", "initiator", "source")}
        if one["planned"]:
            world.plan(f"m{number}", one["when"], *one["there"])
        if not one["planned"] or number % 2:
            world.met(f"m{number}", one["when"], *one["there"], **more)
    return world


def answers(world):
    """Give all that the practice answers about a world."""
    workspace = world.open()
    view, host = workspace.view(), workspace.host
    told = [host.propose(view), host.check(view), host.measure(view), host.draw(view)]
    return [*told, *(host.brief(view, one) for _, one in sorted(view.encounters.items()))]


def neglected(world, **options):
    """Give a world in which bo was last met in March, three months in a row."""
    told = world(**options).person("bo").stakeholder("bo")
    for day in MONTHS:
        told.met(f"m-{day}", day, "bo", initiator="ana", subject="power")
    return told


def test_somebody_neglected_is_proposed_with_reason_and_evidence(world):
    """The reason says the clock, the rhythm and what the order rests on, in words."""
    workspace = neglected(world, usual={"days": 30, "tolerance": 10}).open()

    ((practice, one),) = workspace.host.propose(workspace.view())

    assert (practice, one.id, one.kind, one.for_whom, one.rule) == (
        "cadence", "meet:bo", "meet", "bo", "CAD001",
    )  # fmt: skip
    assert (one.owner, str(one.due)) == ("ana", "2031-04-09")
    assert one.reason == (
        "last met 2031-03-10, 97 days ago; wanted every 30 days, at worst 40 "
        "(the usual one, met in 3 months); met in 3 months, last in 2031-03; "
        "met by 1 of our people; 1 met someone in the last 12 months"
    )
    held = [entry.id for entry in workspace.journal.read() if entry.kind == "encounter.held"]
    assert list(one.evidence) == held


def test_what_an_organization_wants_is_proposed_for_one_of_its_people(world):
    """Both reasons stand, the firm's with its name; the finding about the firm stays the firm's."""
    told = world(people={who: {"days": 30} for who in ("bo", "brook")}).organization("brook")
    told.stakeholder("brook").stakeholder("bo").member("bo", "brook")
    workspace = told.met("m", "2031-01-10", "bo").open()

    proposed = [one for _, one in workspace.host.propose(workspace.view())]
    assert [(one.id, one.for_whom, one.does) for one in proposed] == [
        ("meet:bo", "bo", "Meet bo"), ("meet:bo", "bo", "Meet bo"),
    ]  # fmt: skip
    assert sorted(one.reason.startswith("Brook: last met") for one in proposed) == [False, True]
    subjects = {one.subject for _, one in workspace.host.check(workspace.view())}
    assert subjects == {"meet:bo", "meet:brook"}


@pytest.mark.parametrize(
    ("person", "side", "until"), [("bo", "vendor", ""), ("bo", "client", "2030"), ("al", "", "")]
)
def test_an_organization_of_which_nobody_is_known_is_met_itself(world, person, side, until):
    """Who stands on another side, has left or has no part in the engagement is nobody of it."""
    told = world(people={"brook": {"days": 30}}).organization("brook").stakeholder("brook")
    told.member(person, "brook", until=until)
    if side:
        told.stakeholder(person, side=side)

    assert [one.id for _, one in told.open().host.propose(told.view())] == ["meet:brook"]


def test_who_is_met_in_time_is_not_proposed(world):
    """A kept rhythm needs no plan."""
    told = world(**MONTHLY).met("m", "2031-06-01", "bo")

    assert told.open().host.propose(told.view()) == ()


def test_a_meeting_that_is_planned_is_not_proposed_again(world):
    """The finding stands, and says to hold what is planned."""
    told = neglected(world).plan("p", "2031-06-20", "bo")
    told.options = {"usual": {"days": 30, "tolerance": 10}}
    workspace = told.open()

    assert workspace.host.propose(workspace.view()) == ()
    finding = workspace.host.check(workspace.view())[0].value
    assert "next planned for 2031-06-20" in finding.says
    assert finding.fix == "hold the meeting that is planned"


def test_a_plan_whose_day_has_passed_stops_no_proposal(world):
    """It was not held, as far as was recorded."""
    told = world(**MONTHLY).met("m", "2031-01-01", "bo").plan("p", "2031-05-01", "bo")

    assert [one.id for _, one in told.open().host.propose(told.view())] == ["meet:bo"]


def test_somebody_with_a_rhythm_who_was_never_met_is_proposed_last(world):
    """The evidence is the record that made them a stakeholder."""
    told = neglected(world, people={"bo": {"days": 30}, "al": {"days": 30}}).stakeholder("al")

    first, second = (one for _, one in told.open().host.propose(told.view()))

    assert (first.id, second.id, second.rule, second.due) == ("meet:bo", "meet:al", "CAD004", None)
    assert second.reason.startswith("never met, as far as was recorded; wanted every 30 days")


def test_the_ranking_decides_who_is_among_the_most(world):
    """Bo was met in three months by two of ours, Al once."""
    told = neglected(world, people={"bo": {"days": 9}, "al": {"days": 9}}, most=1)
    told.met("x", "2031-04-01", "al")

    assert [one.id for _, one in told.open().host.propose(told.view())] == ["meet:bo"]


def test_the_second_half_of_the_ranking_is_less_important(world):
    """The plan orders by importance before it orders by the due day."""
    told = neglected(world, **EVERYBODY).met("x", "2031-01-01", "cy")

    proposed = [one for _, one in told.open().host.propose(told.view())]

    assert [(one.id, one.importance) for one in proposed] == [("meet:bo", 2), ("meet:cy", 1)]


def test_the_owner_is_who_met_them_last_and_most_often(world):
    """Both were there the last time, Ana each time; when she leaves, Abe goes."""
    told = world(**MONTHLY).met("m", "2030-01-01", "bo", ours=("ana",))
    told.met("n", "2031-01-01", "bo", ours=("ana", "abe"))
    assert told.open().host.propose(told.view())[0].value.owner == "ana"

    told.member("ana", "our-firm", until="2031-02")
    assert told.open().host.propose(told.view())[0].value.owner == "abe"


def test_the_evidence_is_the_latest_five_meetings(world):
    """Older ones explain nothing that these do not."""
    told = world(**MONTHLY)
    for month in range(1, 8):
        told.met(f"m{month}", f"2030-0{month}-01", "bo")
    held = [one.id for one in told.open().journal.read() if one.kind == "encounter.held"]

    assert list(told.open().host.propose(told.view())[0].value.evidence) == held[2:]


@pytest.mark.parametrize(
    ("state", "rests"),
    [
        ({"status": "ended_by_client"}, True),
        ({"status": "dormant", "until": moment("2031-07")}, True),
        ({"status": "dormant", "until": moment("2031-05")}, False),
        ({"status": "active"}, False),
    ],
)
def test_nobody_is_pressed_while_the_engagement_rests(world, state, rests):
    """What the client ended, or both agreed to pause, is not neglected."""
    told = neglected(world, **MONTHLY).tell(Engagement(id="work", name="Work", **state), "2031-04")

    assert (not told.open().host.propose(told.view())) is rests
    assert (not told.open().host.check(told.view())) is rests


def test_each_rule_says_what_is_the_case(world):
    """Neglected, group-only, one-sided and never met."""
    told = neglected(world, **EVERYBODY).stakeholder("cy")
    for number, day in enumerate(MONTHS):
        told.met(f"g{number}", day, "dee", "f", "g", "h", "i", "j")

    found = {(one.rule, one.subject): one.says for _, one in told.open().host.check(told.view())}

    never = "never met, as far as was recorded; wanted every 30 days, at worst 60 (their own)"
    assert found[("CAD004", "meet:cy")] == f"cy: {never}"
    assert found[("CAD001", "meet:bo")].startswith("Bo: last met 2031-03-10, 97 days ago; ")
    assert found[("CAD003", "meet:bo")] == (
        "Bo: we asked for all 3 contacts whose initiative is known"
    )
    assert (
        found[("CAD002", "meet:dee")] == "dee: met 3 times, never with fewer than 6 parties there"
    )


def test_findings_beyond_the_most_are_counted_and_not_hidden(world):
    """One line per rule says how many more there are, and how to see them."""
    told = neglected(world, **EVERYBODY, most=1).met("x", "2031-01-01", "cy")

    first, rest = (one for _, one in told.open().host.check(told.view()) if one.rule == "CAD001")

    assert (first.subject, rest.subject) == ("meet:bo", "work")
    assert rest.says == "1 more, less likely to be met again"


def test_the_rules_tell_the_thresholds_that_are_in_force(world):
    """Explaining a rule gives the team's own numbers."""
    host = world(usual={"days": 60, "tolerance": 5}, group=9).open().host

    told = {code: [one.value for one in rule.thresholds] for code, (_, rule) in host.rules.items()}

    assert told == {"CAD001": [60, 5], "CAD002": [9], "CAD003": [3], "CAD004": []}


def brief(world, encounter):
    """Give the lines before one encounter."""
    workspace = world.open()
    view = workspace.view()
    return [line for _, line in workspace.host.brief(view, view.encounters[encounter])]


def test_the_brief_says_when_by_whom_and_about_what_they_were_last_met(world):
    """One line for Bo, none for Ana, who is ours."""
    line, asked = brief(neglected(world).person("ana").plan("p", "2031-06-20", "bo"), "p")

    assert line.text == "Bo was last met 2031-03-10 by Ana about power"
    assert line.reason == "met 3 times in 3 months before"
    assert (asked.heading, asked.text) == ("ask", "whether, and how, Bo wants to be met")


def test_the_brief_says_that_somebody_was_only_met_in_groups(world):
    """Who knows it can make room for a word between two."""
    told = world(group=2).met("m", "2031-01-01", "bo", "cy").met("n", "2031-01-02", "bo", "cy")

    (line,) = brief(told.plan("p", "2031-06-20", "bo"), "p")

    assert line.reason == "met 2 times in 1 month before, each time in a group"


def test_the_brief_says_who_is_new_and_when_their_firm_was_met(world):
    """The evidence that somebody is new is the plan itself."""
    told = world().organization("brook").met("m", "2031-01-01", "bo@brook")

    new, firm = brief(told.plan("p", "2031-06-20", "cy@brook"), "p")

    assert new.text == "cy was not met before, as far as was recorded"
    assert firm.text == "Brook was last met 2031-01-01 by ana"


def test_the_brief_of_a_meeting_knows_nothing_later(world):
    """Read again, the page of February tells of January, and not of March."""
    (line,) = brief(neglected(world), "m-2031-02-10")

    assert line.text == "Bo was last met 2031-01-10 by ana about power"


def test_four_rhythms_are_too_few_to_measure_and_five_are_enough(world):
    """The share of kept rhythms comes with its interval, and with how many it rests on."""
    told = world(regular_months=1)
    for who in ("bo", "cy", "dee", "eve"):
        told.met(f"m-{who}", "2031-06-01", who)
    told.options["people"] = {"gus": {"days": 30}}
    told.stakeholder("gus")  # never met: neither kept nor broken
    (few,) = (one for _, one in told.open().host.measure(told.view()))
    told.met("m-flo", "2030-01-01", "flo")
    (enough,) = (one for _, one in told.open().host.measure(told.view()))

    assert (few.value, few.n, few.needs) == (None, 4, 5)
    assert (enough.value, enough.n, enough.subject) == (0.8, 5, "work")
    assert (round(enough.low, 3), round(enough.high, 3)) == (0.376, 0.964)  # Wilson, 4 of 5


def test_two_people_of_one_name_have_two_bars(world):
    """The ids tell them apart."""
    told = (
        world(regular_months=1)
        .person("bo")
        .met("m", "2031-06-01", "bo")
        .met("n", "2031-06-01", "cy")
    )
    told.tell(Person(id="cy", name="Bo"))

    ((_, figure),) = told.open().host.draw(told.view())

    assert {row["who"] for row in figure.spec["data"]["values"]} == {"Bo (bo)", "Bo (cy)"}


def test_ids_and_names_of_any_length_are_told(world):
    """The id of the need is shortened and stays apart from others; names are clipped."""
    long = ["a" * 119 + end for end in "xy"]
    told = world(regular_months=1)
    for who in long:
        told.tell(Person(id=who, name=who * 100)).met(f"m{who[-1]}", "2030-01-01", who)

    proposed = [one for _, one in told.open().host.propose(told.view())]

    assert len({one.id for one in proposed}) == 2
    assert all(len(one.id) <= 120 and len(one.does) < 90 for one in proposed)


def test_a_view_is_opened_once_for_all_hooks(world):
    """The next view is not answered from the last one."""
    told = neglected(world, **MONTHLY)
    workspace = told.open()
    before = workspace.host.check(workspace.view())
    workspace.apply(world().met("new", "2031-06-14", "bo").items)

    after = workspace.host.check(workspace.view())

    assert "CAD001" in {one.rule for _, one in before}
    assert "CAD001" not in {one.rule for _, one in after}


@law
@given(histories, options)
def test_every_history_is_answered_with_records_that_exist(world, history, options):
    """Nothing fails, and each proposal, finding and line of a brief names records of the view."""
    told = remember(world(**options), history)
    view = told.view()

    proposed, found, measured, _, *briefs = answers(told)

    lines = [one.value for told in (proposed, found, *briefs) for one in told]
    assert all(line.evidence for line in lines)
    assert all(view.has_record(id_) for line in lines for id_ in line.evidence)
    assert len(measured) == 1


@law
@given(st.data(), histories, options)
def test_the_order_of_encounters_does_not_matter(world, data, history, options):
    """The same meetings written down in another order give the same bytes."""
    shuffled = data.draw(st.permutations(history))

    assert canonical(answers(remember(world(**options), shuffled))) == canonical(
        answers(remember(world(**options), history))
    )


@law
@given(histories, meetings)
def test_a_contact_more_never_makes_anybody_more_due(world, history, more):
    """Whoever was met once more is waited for less, or as much."""
    before = remember(world(**EVERYBODY), history).ledger()
    after = remember(world(**EVERYBODY), [*history, (99, {**more, "planned": False})]).ledger()

    now = {one.who: one for one in after.standings}
    for one in before.standings:
        assert WORSE.index(now[one.who].state) <= WORSE.index(one.state)
        if one.since is not None:
            assert now[one.who].since.at_least <= one.since.at_least
            assert now[one.who].since.at_most <= one.since.at_most


@law
@given(histories, meetings)
def test_a_mail_to_many_changes_nothing_unless_told(world, history, more):
    """Proposals, findings, measures and figures stay as they were."""
    mail = (99, {**more, "channel": "mass_mail", "planned": False})

    assert canonical(answers(remember(world(), [*history, mail]))[:4]) == canonical(
        answers(remember(world(), history))[:4]
    )


@law
@given(histories)
def test_before_all_contacts_everybody_was_never_met(world, history):
    """A view of 2025 knows no meeting of 2028."""
    told = remember(world(as_of="2025", **EVERYBODY), history)

    assert {one.state for one in told.ledger().standings} == {"never_met"}


@law
@given(histories)
def test_each_state_lies_within_its_bounds(world, history):
    """The days that have surely passed decide, and the clock is never negative."""
    for one in remember(world(**EVERYBODY), history).ledger().standings:
        if one.since is None:
            continue
        low, high = one.since
        assert 0 <= low <= high
        assert (one.state == "neglected") is (low > 60)
        assert (one.state in ("due", "neglected")) is (low > 30)


@law
@given(histories, options)
def test_reading_is_pure(world, history, options):
    """The view is as before, a second answer is the same, and so is one by a fresh practice."""
    workspace = remember(world(**options), history).open()
    view = workspace.view()
    lenses = (ENCOUNTERS, HELD)
    before = [pack(view.lens(lens)) for lens in lenses], view.head

    first = workspace.host.propose(view), workspace.host.check(view)
    again = workspace.host.propose(view), workspace.host.check(view)

    assert again == first
    assert ([pack(view.lens(lens)) for lens in lenses], view.head) == before
    fresh = Cadence(workspace.host.practices[0].practice.settings)
    bounded = view.for_practice("cadence", Cadence.reads)
    assert list(fresh.engageframe_check(bounded)) == [one for _, one in first[1]]
