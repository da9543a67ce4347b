"""Does each rule fire when it should, and only then?"""

import pytest

from engageframe import Engagement, Host, moment
from engageframe_trust import Trust
from engageframe_trust.kinds import BreakRepaired, DeedAcknowledged, FavourAsked, LapseJudged


def repair(**more):
    """Tell a repair of the promise x."""
    return BreakRepaired(commitment="x", by="ana", **more)


def test_every_rule_has_a_source_and_every_threshold_a_why():
    """Ten rules, TRU001 to TRU010, with the severities that were agreed."""
    rules = [rule for _, rule in Host.load((), objects=[Trust], strict=True).rules.values()]

    assert [one.code for one in rules] == [f"TRU{n:03d}" for n in range(1, 11)]
    assert "".join(one.severity for one in rules) == "EEIWWIWWIW"
    assert all(one.source and one.why for one in rules)
    assert all(one.why for rule in rules for one in rule.thresholds)


def test_tru001_an_overdue_promise_is_found_until_it_is_planned_or_settled(world):
    """On the day it is due it is in time; in the plan it may be frozen."""
    told = world(as_of="2031-06-10").promise("x", "2031-05-01", "2031-06-10")
    assert told.found("TRU001") == []
    late = world(as_of="2031-06-13").promise("x", "2031-05-01", "2031-06-10")
    assert late.found("TRU001") == [("x", "Ana owes Bo: a x, 3 days overdue")]
    assert late.kept("x", "2031-06-12").found("TRU001") == []
    workspace = told.open("2031-06-13")
    workspace.accept(["keep:x"])

    assert [one.rule for one in workspace.check()] == []


def test_tru001_leaves_imported_promises_alone(world):
    """What came from another system is evidence, not a failing."""
    told = world().promise("x", "2031-05-01", "2031-05-10", source="other:1")

    assert told.found("TRU001") == []


def test_tru002_names_what_is_not_between_persons(world):
    """A promise to a firm, and one to somebody whose side nobody told."""
    told = world().promise("x", "2031-05-01", to="brook").promise("y", "2031-05-01", to="zoe")

    firm, stranger = told.found("TRU002")
    assert firm[1].startswith('a x [x]: "brook" is an organization')
    assert stranger[1].startswith('a y [y]: nobody said on which side "zoe" stands')


def test_tru003_what_nobody_acknowledged_counts_nothing(world):
    """A promise kept and a gift; once acknowledged, there is nothing to find."""
    told = world().promise("x", "2031-05-01").kept("x", "2031-05-02", seen="")
    told.insight("i", "2031-05-02", seen=False)
    assert [subject for subject, _ in told.found("TRU003")] == ["i", "x"]

    told.tell(DeedAcknowledged(deed="x", by="bo"), "2031-05-03")
    told.tell(DeedAcknowledged(deed="i", by="bo"), "2031-05-03")
    assert told.found("TRU003") == []


@pytest.mark.parametrize(("day", "found"), [("2031-05-16", 0), ("2031-05-15", 1)])
def test_tru004_a_pair_is_dormant_after_thirty_days_without_a_gift(world, day, found):
    """The 31st day is the first on which it is found."""
    assert len(world().insight("i", day).found("TRU004")) == found


def test_tru004_rests_with_the_engagement_and_when_nothing_is_left(world):
    """Who was asked to wait is not dormant, and what has faded is over."""
    resting = Engagement(id="work", name="Work", status="dormant", until=moment("2031-09"))
    assert world().insight("i", "2031-01-02").tell(resting, "2031-03-01").found("TRU004") == []
    assert world(as_of="2035-01-01").insight("i", "2031-01-02").found("TRU004") == []


@pytest.mark.parametrize(("day", "found"), [("2031-06-10", 0), ("2031-06-09", 1)])
def test_tru005_a_break_is_to_be_repaired_in_five_days(world, day, found):
    """The sixth day is the first on which it is found; a repair ends it."""
    told = world().promise("x", "2031-05-01").broken("x", day)

    assert len(told.found("TRU005")) == found
    assert told.tell(repair(apology="sorry"), "2031-06-15").found("TRU005") == []


def test_tru006_asking_for_more_than_there_was_is_found(world):
    """Half a promise is asked for; a tenth was there, then two promises were."""
    ask = FavourAsked(by="ana", of="bo", what="reference")
    poor = world().met("m", "2031-06-01", "ana", "bo").tell(ask, "2031-06-02")
    rich = world().feedback("2031-06-01", 100).tell(ask, "2031-06-02")

    ((subject, says),) = poor.found("TRU006")
    assert subject == "ana:bo"
    assert "it weighs 0.500 T, and the account held 0.099 T" in says
    assert rich.found("TRU006") == []


def test_tru007_a_day_agreed_too_late_is_found(world):
    """A day agreed before it was due is not."""
    late = world().promise("x", "2031-05-01", "2031-06-01").moved("x", "2031-06-02", "2031-06-20")
    fine = world().promise("x", "2031-05-01", "2031-06-01").moved("x", "2031-06-01", "2031-06-20")

    assert [subject for subject, _ in late.found("TRU007")] == ["x"]
    assert fine.found("TRU007") == []


def kept_and_open(world, kept, open_):
    """Tell promises kept in the last five periods, and promises that are open."""
    told = world()
    for n in range(kept):
        told.promise(f"k{n}", "2031-02-01", "2031-02-20").kept(f"k{n}", "2031-02-10")
    for n in range(open_):
        told.promise(f"o{n}", "2031-06-01", "2031-06-30")
    return told


@pytest.mark.parametrize(("kept", "open_", "found"), [(3, 3, 1), (10, 3, 0), (2, 9, 0), (3, 2, 0)])
def test_tru008_too_many_open_promises_are_found(world, kept, open_, found):
    """More than half more than usual in a period, where three and more of each are known."""
    assert len(kept_and_open(world, kept, open_).found("TRU008")) == found


@pytest.mark.parametrize(
    ("lapse", "done", "says"),
    [
        ("competence", {"apology": "sorry"}, "without a fix"),
        ("competence", {"fix": "mended"}, "without an apology"),
        ("competence", {"apology": "sorry", "fix": "mended"}, ""),
        ("integrity", {"apology": "sorry", "fix": "mended"}, "without evidence that it will hold"),
        ("deceit", {"evidence": "an outside review"}, ""),
    ],
)
def test_tru009_a_repair_must_fit_the_lapse(world, lapse, done, says):
    """A mistake wants apology and fix, a breach of faith wants evidence."""
    told = world().promise("x", "2031-05-01").broken("x", "2031-06-10")
    told.tell(LapseJudged(commitment="x", lapse=lapse), "2031-06-10")
    told.tell(repair(**done), "2031-06-11")

    assert [one for _, one in told.found("TRU009") if not one.endswith(says)] == []
    assert bool(told.found("TRU009")) == bool(says)


def test_of_one_rule_at_most_so_many_are_told_and_the_rest_is_counted(world):
    """The option "most" bounds a list, and says how much it leaves out."""
    told = world(most=2)
    for n in range(5):
        told.promise(f"x{n}", "2031-05-01", "2031-05-02")

    assert [subject for subject, _ in told.found("TRU001")] == ["x0", "x1", "work"]
    assert told.found("TRU001")[-1][1] == "3 more of the same"


def test_an_empty_engagement_breaks_no_rule(world):
    """Nothing passed, nothing is owed, and every hook has an answer."""
    told = world()

    assert told.told("check") == told.told("propose") == told.told("draw") == []
    assert [one.value for one in told.told("measure")] == [None] * 4


def test_tru010_what_was_told_of_a_promise_contradicts_itself(world):
    """Kept and broken, or due before it was made: the record is named; imported ones are left."""
    told = world().promise("x", "2031-05-01").kept("x", "2031-05-02").broken("x", "2031-05-03")
    told.promise("y", "2031-05-01", "2031-04-01").promise("z", "2031-05-01", to="zoe")

    found = [one for one in told.told("check") if one.rule == "TRU010"]

    assert [one.subject for one in found] == ["y", "x"]
    assert found[0].says.startswith("a y [y]: it was due before it was made")
    assert found[1].says.startswith("a x [x]: it was told as broken, and before as kept")
    assert all(len(one.evidence) == 1 and one.fix for one in found)
    told = world().promise("y", "2031-05-01", "2031-04-01", source="other:1")
    assert told.found("TRU010") == []
