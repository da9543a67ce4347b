"""Does the ranking of who will want to be met again keep its laws?"""

import math
from datetime import date, datetime

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engageframe_cadence.ranking import Contact, RankingPolicy, rank

TODAY = date(2031, 6, 15)
PARTIES = ("Alder Trust", "Birch Ltd", "Cedar Union", "Dogwood")
PEOPLE = ("Ada", "Ben", "Cleo")

days = st.dates(date(2027, 1, 1), date(2032, 12, 28)) | st.dates()
contacts = st.builds(
    Contact,
    who=st.sampled_from(PARTIES) | st.text(min_size=1).filter(str.strip),
    day=days,
    ours=st.lists(st.sampled_from(PEOPLE), max_size=3).map(tuple),
    group=st.integers(1, 200) | st.integers(1, 1_000_000),
    evidence=st.sampled_from(["", "m-1", "m-2", "m-3"]),
)
logs = st.lists(contacts, max_size=12)
policies = st.builds(
    RankingPolicy,
    half_after=st.floats(0, exclude_min=True, allow_nan=False, allow_infinity=False),
    reach=st.floats(0, 10),
    sharing=st.floats(0, allow_nan=False, allow_infinity=False),
)
law = settings(max_examples=60, deadline=None)


def met(who, day, *ours, group=1, evidence=""):
    """Make a contact in few words."""
    return Contact(who=who, day=date.fromisoformat(day), ours=ours, group=group, evidence=evidence)


def scores(log, policy=None):
    """Give each party's score today."""
    return {place.who: place.score for place in rank(log, as_of=TODAY, policy=policy)}


def test_nobody_met_gives_no_place():
    """An empty log ranks nobody."""
    assert rank([], as_of=TODAY) == ()


def test_one_meeting_this_month_scores_one_for_each_part():
    """A fresh month and a fresh person of ours each count log2(1 + 1)."""
    (place,) = rank([met("Birch Ltd", "2031-06-01", "Ada", evidence="m-1")], as_of=TODAY)

    assert (place.rank, place.score, place.evidence) == (1, 2.0, ("m-1",))
    assert [(part.name, part.value) for part in place.parts] == [("rhythm", 1.0), ("reach", 1.0)]


def test_a_place_is_explained_in_words():
    """Each part says the months, the groups and the people that it counts."""
    log = [
        met("Birch Ltd", "2031-05-02", "Ada", evidence="m-2"),
        met("Birch Ltd", "2031-05-20", "Ben", group=20, evidence="m-3"),
        met("Birch Ltd", "2030-06-01", "Cleo", evidence="m-9"),
    ]

    (place,) = rank(log, as_of=TODAY)

    assert [part.says for part in place.parts] == [
        "met in 2 months, last in 2031-05; 1 of 3 times in a group, of up to 20",
        "met by 3 of our people; 2 met someone in the last 12 months",
    ]


def test_evidence_stands_in_order_of_day_and_names_only_records():
    """A contact without a record id adds no evidence."""
    days = {"m-2": "2031-01-01", "m-3": "2030-01-01", "": "2029-01-01", "m-1": "2031-02-01"}

    (place,) = rank([met("Dogwood", days[key], evidence=key) for key in days], as_of=TODAY)

    assert place.evidence == ("m-3", "m-2", "m-1")


def test_reach_can_be_weighed_or_switched_off():
    """The policy's weight multiplies the part and nothing else."""
    log = [met("Dogwood", "2031-06-01", "Ada")]

    assert [scores(log, RankingPolicy(reach=w))["Dogwood"] for w in (0, 1, 2)] == [1.0, 2.0, 3.0]


def test_a_month_counts_half_after_a_year_and_a_quarter_after_two():
    """The half-life is twelve months."""
    values = [
        rank([met("Dogwood", day)], as_of=TODAY)[0].parts[0].value
        for day in ("2030-06-30", "2029-06-01")
    ]

    assert values == [round(math.log2(1 + 1 / 2), 6), round(math.log2(1 + 1 / 4), 6)]


def test_several_meetings_in_one_month_count_as_one():
    """A busy week is one matter."""
    once = [met("Dogwood", "2031-03-02", "Ada")]

    assert scores([*once, met("Dogwood", "2031-03-09", "Ada")]) == scores(once)


def test_it_ranks_by_more_than_recency():
    """A steady partner of several people stands above one passing meeting last week."""
    steady = [
        met("Alder Trust", f"2030-{month:02}-01", person)
        for month, person in ((2, "Ada"), (5, "Ben"), (9, "Cleo"), (12, "Ada"))
    ]

    places = rank([*steady, met("Birch Ltd", "2031-06-08", "Ada")], as_of=TODAY)

    assert [place.who for place in places] == ["Alder Trust", "Birch Ltd"]


def test_knowing_someone_of_ours_who_is_still_active_counts_more():
    """Reach fades with the silence of our person, not with the age of their meeting."""
    log = [
        met("Alder Trust", "2029-06-01", "Ada"),
        met("Birch Ltd", "2029-06-01", "Ben"),
        met("Cedar Union", "2031-06-01", "Ada"),
    ]

    assert scores(log)["Alder Trust"] > scores(log)["Birch Ltd"]


def test_equal_scores_share_a_rank_in_order_of_name():
    """Two like parties are both first, and the next is third."""
    log = [met(who, "2031-06-01") for who in ("Birch Ltd", "Alder Trust")]

    places = rank([*log, met("Cedar Union", "2030-01-01")], as_of=TODAY)

    assert [(place.rank, place.who) for place in places] == [
        (1, "Alder Trust"),
        (1, "Birch Ltd"),
        (3, "Cedar Union"),
    ]


@pytest.mark.parametrize(("sharing", "worth"), [(0.0, 1.0), (0.5, 1 / 4), (1.0, 1 / 16)])
def test_sharing_divides_a_meeting_among_its_parties(sharing, worth):
    """A meeting of sixteen is worth 16 ** -sharing of a month to each."""
    (place,) = rank(
        [met("Dogwood", "2031-06-01", group=16)],
        as_of=TODAY,
        policy=RankingPolicy(sharing=sharing),
    )

    assert place.parts[0].value == round(math.log2(1 + worth), 6)


def test_the_smallest_meeting_of_a_month_is_the_one_that_counts():
    """A crowd in the same month takes nothing from a talk between two."""
    alone, policy = met("Dogwood", "2031-06-01"), RankingPolicy(sharing=1)
    crowds = [met("Dogwood", f"2031-06-{day:02}", group=50) for day in range(2, 12)]

    assert scores([alone, *crowds], policy) == scores([alone], policy)


def test_every_fault_of_a_contact_is_told_at_once():
    """The bad values and what would be right stand in one message."""
    with pytest.raises(ValueError, match="contact cannot be ranked") as caught:
        Contact(who=" ", day=datetime(2031, 1, 1), ours="Ada", group=0, evidence=None)

    told = str(caught.value)
    assert all(f"{field} is " in told for field in ("who", "day", "ours", "group", "evidence"))


@pytest.mark.parametrize(
    "bad",
    [
        {"half_after": 0.0},
        {"half_after": math.nan},
        {"half_after": math.inf},
        {"reach": -1.0},
        {"sharing": -0.5},
        {"sharing": math.nan},
    ],
)
def test_a_policy_under_which_a_contact_could_harm_is_refused(bad):
    """Each number says what it is and what would be right."""
    ((name, value),) = bad.items()

    with pytest.raises(ValueError, match=f"{name} is {value}, give"):
        RankingPolicy(**bad)


@law
@given(st.data(), logs)
def test_the_order_of_contacts_does_not_matter(data, log):
    """Any shuffling of a log gives the same places, to the byte."""
    shuffled = data.draw(st.permutations(log))

    assert repr(rank(shuffled, as_of=TODAY)) == repr(rank(log, as_of=TODAY))


@law
@given(logs)
def test_saying_a_contact_twice_changes_nothing(log):
    """A log said twice is the same log."""
    assert rank(log + log, as_of=TODAY) == rank(log, as_of=TODAY)


@law
@given(logs, contacts, policies)
def test_a_contact_more_never_lowers_the_score_of_who_was_met(log, more, policy):
    """Being met cannot count against somebody, under any policy."""
    before, after = scores(log, policy), scores([*log, more], policy)

    assert after.get(more.who, 0.0) >= before.get(more.who, 0.0)


@law
@given(logs, contacts)
def test_a_contact_after_the_day_of_the_question_changes_nothing(log, later):
    """What has not happened yet is not known."""
    later = attrs.evolve(later, day=max(later.day, date(2031, 6, 16)))

    assert rank([*log, later], as_of=TODAY) == rank(log, as_of=TODAY)


@law
@given(logs, policies)
def test_the_score_is_the_sum_of_its_parts(log, policy):
    """Nothing is in the score that no part explains."""
    for place in rank(log, as_of=TODAY, policy=policy):
        assert place.score == round(math.fsum(part.value for part in place.parts), 6)
        assert all(part.value >= 0 for part in place.parts)


@law
@given(st.lists(st.integers(0, 48), min_size=1, max_size=6), st.integers(0, 48))
def test_the_same_pattern_later_ranks_at_least_as_high(months, shift):
    """Moving all meetings of a party nearer by whole months never lowers it."""

    def pattern(who, oldest):
        return [
            Contact(who=who, day=date(2023 + (m + oldest) // 12, (m + oldest) % 12 + 1, 1))
            for m in months
        ]

    given_scores = scores(pattern("Alder Trust", 0) + pattern("Birch Ltd", shift))

    assert given_scores["Birch Ltd"] >= given_scores["Alder Trust"]


@law
@given(logs)
def test_renaming_a_party_renames_its_place(log):
    """Ranks, scores, words and evidence do not depend on the name."""

    def rows(places, rename):
        return sorted(
            (rename(p.who), p.rank, p.score, tuple(x.says for x in p.parts), p.evidence)
            for p in places
        )

    renamed = [attrs.evolve(contact, who=contact.who[::-1] + "~") for contact in log]

    assert rows(rank(renamed, as_of=TODAY), str) == rows(
        rank(log, as_of=TODAY), lambda who: who[::-1] + "~"
    )


@law
@given(logs, policies)
def test_places_stand_in_order_of_score_then_name(log, policy):
    """The best is first and everyone met by today has exactly one place."""
    places = rank(log, as_of=TODAY, policy=policy)

    assert list(places) == sorted(places, key=lambda place: (-place.score, place.who))
    assert {place.who for place in places} == {c.who for c in log if c.day <= TODAY}
