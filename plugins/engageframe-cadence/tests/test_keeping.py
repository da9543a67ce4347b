"""When does a clock restart, and against which rhythm is it held?"""

import pytest

from engageframe import Correction, Days, InvalidInput, moment
from engageframe.practices import Host
from engageframe_cadence import Cadence

MONTHLY = {"people": {"bo": {"days": 30, "tolerance": 10}}}
THREE = ("2031-01-10", "2031-02-10", "2031-03-10")


def record_of(world, kind):
    """Give the ids of the records of one kind in the order they were written."""
    return [one.id for one in world.open().journal.read() if one.kind == kind]


@pytest.mark.parametrize(
    ("day", "state"),
    [
        ("2031-06-15", "on_time"),
        ("2031-05-31", "on_time"),  # 15 days ago, due in 15
        ("2031-05-30", "upcoming"),  # due in 14
        ("2031-05-16", "upcoming"),  # 30 days ago: the last day within the target
        ("2031-05-15", "due"),
        ("2031-05-06", "due"),  # 40 days ago: the last day within the tolerance
        ("2031-05-05", "neglected"),
    ],
)
def test_the_state_follows_from_the_days_since_the_last_contact(world, day, state):
    """Target, tolerance and horizon are each kept to the day."""
    assert world(**MONTHLY).met("m", day, "bo").standing("bo").state == state


def test_nobody_is_neglected_for_a_month_that_may_be_recent(world):
    """A contact in some day of May may have been 15 days ago, or 45."""
    standing = world(**MONTHLY).met("m", "2031-05", "bo").standing("bo")

    assert standing.since == Days(15, 45)
    assert standing.state == "upcoming"  # perhaps due already, and not surely


def test_a_month_that_is_surely_over_is_neglect(world):
    """The last day of April was 46 days ago."""
    assert world(**MONTHLY).met("m", "2031-04", "bo").standing("bo").state == "neglected"


def test_a_contact_this_month_was_never_in_the_future(world):
    """The month goes on after today, and no days have passed at least."""
    assert world(**MONTHLY).met("m", "2031-06", "bo").standing("bo").since == Days(0, 14)


def test_the_clock_runs_from_the_contact_that_may_be_the_latest(world):
    """Some time in 2031 may be after February."""
    told = world(**MONTHLY).met("m", "2031", "bo").met("n", "2031-02-01", "bo")

    assert told.standing("bo").since == Days(0, 134)


def test_the_due_day_is_the_last_one_within_the_target(world):
    """Thirty days after the last contact."""
    assert str(world(**MONTHLY).met("m", "2031-06-01", "bo").standing("bo").due) == "2031-07-01"


def test_the_end_of_the_calendar_is_no_fault(world):
    """A due day beyond year 9999 is the last day there is."""
    told = world(as_of="9999-12-31", **MONTHLY).met("m", "9999-12-30", "bo")

    assert str(told.standing("bo").due) == "9999-12-31"


def test_an_imported_meeting_restarts_the_clock(world):
    """What came from another system is a contact like any other."""
    told = world(**MONTHLY).met("m", "2031-06-10", "bo", source="calendar:7")

    assert told.standing("bo").state == "on_time"


def test_a_mail_to_many_does_not_restart_the_clock(world):
    """Writing to everybody is meeting nobody."""
    told = world(**MONTHLY).met("m", "2031-01-01", "bo")

    assert (
        told.met("n", "2031-06-10", "bo", channel="mass_mail").standing("bo").state == "neglected"
    )


def test_a_mail_to_many_counts_where_the_team_says_so(world):
    """The option mass_mail turns it into a contact."""
    told = world(mass_mail=True, **MONTHLY).met("m", "2031-06-10", "bo", channel="mass_mail")

    assert told.standing("bo").state == "on_time"


def test_a_meeting_that_is_only_planned_is_no_contact(world):
    """A plan restarts no clock."""
    assert (
        world(**MONTHLY).stakeholder("bo").plan("p", "2031-06-10", "bo").standing("bo").touches
        == ()
    )


def test_a_meeting_after_the_moment_does_not_count(world):
    """As of the morning, the afternoon has not been."""
    told = world(as_of="2031-06-15T09:00+00:00", **MONTHLY).stakeholder("bo")

    assert told.met("m", "2031-06-15T15:00+00:00", "bo").standing("bo").state == "never_met"


def test_before_all_contacts_somebody_was_never_met(world):
    """The past does not know the future."""
    told = world(as_of="2030-01-01", **MONTHLY).stakeholder("bo").met("m", "2031-01-01", "bo")

    assert told.standing("bo").state == "never_met"


def test_a_corrected_day_moves_the_clock(world):
    """The meeting was in June, not in January."""
    told = world(**MONTHLY).met("m", "2031-01-01", "bo")
    (held,) = record_of(told, "encounter.held")
    body = {"id": "m", "attendees": [{"person": "ana"}, {"person": "bo"}]}
    told.tell(Correction(record=held, body=body, reason="a slip", happened=moment("2031-06-10")))

    assert told.standing("bo").state == "on_time"


def test_the_evidence_is_the_record_of_the_meeting_and_not_of_its_plan(world):
    """A plan, or a plan written afterwards, shows no contact."""
    told = world(**MONTHLY).plan("m", "2031-06-10", "bo").met("m", "2031-06-10", "bo")
    told.plan("m", "2031-06-10", "bo", purpose="written afterwards")

    assert [one.evidence for one in told.standing("bo").touches] == record_of(
        told, "encounter.held"
    )


def test_the_rhythm_of_the_person_goes_before_tag_and_role(world):
    """What is said of one goes before what is said of many."""
    options = {
        "people": {"bo": {"days": 7}},
        "tags": {"key": {"days": 14}},
        "roles": {"buyer": {"days": 21}},
    }
    told = world(**options).stakeholder("bo", tags=("key",), role="buyer")

    assert (told.standing("bo").rhythm.days, told.standing("bo").because) == (7, "their own")


def test_the_shortest_tag_goes_before_the_role(world):
    """A tag of the register counts like one of the engagement."""
    options = {"tags": {"key": {"days": 14}, "vip": {"days": 9}}, "roles": {"buyer": {"days": 3}}}
    told = (
        world(**options).stakeholder("bo", tags=("key",), role="buyer").person("bo", tags=("vip",))
    )

    assert told.standing("bo").because == 'the tag "vip"'


def test_the_role_goes_before_the_usual_rhythm(world):
    """A buyer is met every three weeks."""
    told = world(roles={"buyer": {"days": 21}}).stakeholder("bo", role="buyer")
    for day in THREE:
        told.met(f"m-{day}", day, "bo")

    assert told.standing("bo").rhythm.days == 21


def test_who_is_met_in_three_months_has_the_usual_rhythm(world):
    """Two meetings in one month are one month."""
    told = (
        world()
        .met("m", "2031-01-10", "bo")
        .met("n", "2031-01-20", "bo")
        .met("o", "2031-02-01", "bo")
    )
    assert told.standing("bo") is None

    assert told.met("p", "2031-03-10", "bo").standing("bo").rhythm.days == 90


def test_meeting_somebody_is_meeting_the_firm_they_are_there_for(world):
    """The firm's clock restarts too."""
    told = world(people={"brook": {"days": 30}}).met("m", "2031-06-10", "bo@brook")

    assert told.standing("brook").state == "on_time"


def test_meeting_somebody_is_meeting_the_firm_they_belonged_to_then(world):
    """Where the meeting does not name the firm, the register does; a former firm is not met."""
    told = world(people={"brook": {"days": 30}, "hill": {"days": 30}})
    told.stakeholder("brook").stakeholder("hill").member("bo", "brook", since="2031-01")
    told.member("bo", "hill", until="2030-12").met("m", "2031-06-10", "bo")

    assert (told.standing("brook").state, told.standing("hill").state) == ("on_time", "never_met")


def test_meeting_a_firm_is_meeting_nobody_in_particular(world):
    """Who came is unknown, and stays unknown."""
    told = world(**MONTHLY).stakeholder("bo").member("bo", "brook").met("m", "2031-06-10", "@brook")

    assert told.standing("bo").state == "never_met"


def test_a_firm_met_through_its_people_has_no_usual_rhythm_of_its_own(world):
    """Meeting the person again is enough: one need is told once."""
    told = world()
    for day in THREE:
        told.met(f"m-{day}", day, "bo@brook")

    assert [one.who for one in told.ledger().standings] == ["bo"]


def test_our_own_people_and_firm_have_no_clock(world):
    """A rhythm is with those who are served."""
    told = world(usual={"days": 30}, regular_months=1).stakeholder("our-firm", side="ours")
    told.met("m", "2031-01-10", "bo@our-firm", "@our-firm", ours=("ana@our-firm", "abe"))

    assert [one.who for one in told.ledger().standings] == ["bo"]
    assert list(told.ledger().contacts) == ["bo"]


def test_a_firm_named_beside_its_people_is_met_once(world):
    """One meeting is one contact, however the guests were written down."""
    (touch,) = world().met("m", "2031-01-10", "bo@brook", "@brook").ledger().contacts["brook"]

    assert touch.itself


def test_who_has_left_is_not_waited_for(world):
    """All their roles have surely ended."""
    told = world(roles={"buyer": {"days": 30}}).stakeholder("bo", role="buyer")
    assert told.standing("bo") is not None

    assert told.member("bo", "brook", until="2031-05").standing("bo") is None


def test_who_may_still_be_there_is_waited_for(world):
    """June is not over, and one of two roles goes on."""
    told = world(roles={"buyer": {"days": 30}})
    told.stakeholder("bo", role="buyer").member("bo", "brook", until="2031-06")
    told.stakeholder("cy", role="buyer").member("cy", "brook", until="2030").member("cy", "hill")
    told.stakeholder("dee", role="buyer").member("dee", "hill").member("dee", "mill", until="2030")

    assert {one.who for one in told.ledger().standings} == {"bo", "cy", "dee"}


def test_who_has_left_has_no_place_in_the_ranking(world):
    """Nobody is kept down by somebody who is not there any more."""
    told = world(**MONTHLY).met("m", "2031-01-10", "bo", "cy", "dee")
    for who in ("bo", "cy"):
        told.member(who, "brook", until="2031-05")

    assert set(told.ledger().places) == {"bo", "brook", "dee"}  # the settings name bo


def test_who_has_left_and_is_named_in_the_settings_is_waited_for(world):
    """The team wants to keep in touch."""
    told = world(**MONTHLY).stakeholder("bo").member("bo", "brook", until="2030")

    assert told.standing("bo") is not None


def test_somebody_met_only_in_groups_is_told_apart(world):
    """A party said twice is one party."""
    five = ("bo@brook", "c", "d", "e", "f")
    told = world(**MONTHLY).met("m", "2031-01-01", *five).met("n", "2031-02-01", *five)
    assert told.standing("bo").group_only

    assert not told.met("o", "2031-03-01", "bo", "bo", "c", "d", "e").standing("bo").group_only


def test_one_meeting_in_a_group_is_no_pattern(world):
    """Somebody has to begin somewhere."""
    told = world(**MONTHLY).met("m", "2031-01-01", "bo", "c", "d", "e", "f")

    assert not told.standing("bo").group_only


def test_three_contacts_asked_for_by_us_alone_are_one_sided(world):
    """A contact whose initiative is unknown says nothing, one that they asked for ends it."""
    told = world(**MONTHLY).met("u", "2031-04-01", "bo")
    for day in THREE[:2]:
        told.met(f"m-{day}", day, "bo", initiator="ana")
    assert not told.standing("bo").one_sided

    told.met("o", "2031-03-01", "bo", initiator="abe")
    assert told.standing("bo").one_sided

    assert not told.met("p", "2030-01-01", "bo", initiator="bo").standing("bo").one_sided


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"usual": {"days": 0}}, 'practice "cadence", option "usual.days"'),
        ({"usual": {"tolerance": 5}}, 'practice "cadence", option "usual"'),
        ({"people": {"bo": {"days": "30"}}}, 'practice "cadence", option "people.bo.days"'),
        ({"tags": {"key": 30}}, 'practice "cadence", option "tags.key"'),
        ({"horizont": 3}, "horizon"),
        ({"group": 1}, "a whole number from 2 to 1000"),
    ],
)
def test_a_wrong_option_is_named_with_what_would_be_right(options, says):
    """The practice is left out, and its error says which option to mend."""
    host = Host.load((), settings={"cadence": options}, objects=[Cadence])

    assert host.practices == ()
    assert says in str(host.failures[0])


def test_all_wrong_options_are_told_at_once():
    """Nobody mends one mistake to find the next."""
    options = {"usual": {"days": -1}, "most": "all", "roles": {"buyer": {}}}

    host = Host.load((), settings={"cadence": options}, objects=[Cadence])

    told = str(host.failures[0])
    assert isinstance(host.failures[0].__cause__, InvalidInput)
    assert all(f'option "{one}"' in told for one in ("usual.days", "most", "roles.buyer"))
