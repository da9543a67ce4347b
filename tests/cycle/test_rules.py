"""Are the rules complete, explained and adjustable, and does the host take them in?"""

import attrs
import pytest

from engageframe import Practice
from engageframe.practices import Host
from engageframe_cycle import Cycle, Settings


def test_every_rule_of_the_cycle_is_there():
    """Ten rules about the round and seven about data; DAT006 and DAT007 are not given."""
    codes = [one.code for one in Cycle().engageframe_rules()]
    assert codes == [f"PDR{n:03}" for n in range(1, 11)] + [
        f"DAT{n:03}" for n in (1, 2, 3, 4, 5, 8, 9)
    ]


def test_only_gravest_rules_close_a_gate():
    """A missing plan closes the review, an unfinished review the end, personal data every gate."""
    gates = {one.code: one.gates for one in Cycle().engageframe_rules() if one.severity == "E"}
    every = ("freeze", "review", "close")
    assert gates == {
        "PDR001": ("review", "close"),
        "PDR004": ("close",),
        "PDR005": ("close",),
        "DAT001": every,
        "DAT005": every,
    }


def test_thresholds_are_those_that_are_set():
    """A rule tells the threshold in force, not the default, and why there is one."""
    rules = {one.code: one for one in Cycle(Settings(personal_expiry_months=6)).engageframe_rules()}
    (threshold,) = rules["DAT003"].thresholds
    assert (threshold.name, threshold.value) == ("personal_expiry_months", 6)
    assert threshold.why.startswith("a guess")


@pytest.mark.parametrize("name", [one.name for one in attrs.fields(Settings) if one.type is int])
def test_a_setting_out_of_range_is_refused(name):
    """A number that makes no sense is named with what would be right."""
    with pytest.raises(ValueError, match=f"Settings.{name} is -1: expected a whole number"):
        Settings(**{name: -1})


def test_the_host_takes_it_in_like_any_guest():
    """The practice passes every check of the host, with no special way in."""
    host = Host.load(["cycle"], strict=True)
    assert issubclass(Cycle, Practice)
    assert len(host.rules) == 17
