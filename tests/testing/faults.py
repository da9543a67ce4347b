"""Which faults do practices have, and what is said of each?

Each fault makes of a practice one that has it, by a subclass: the ten that any practice may come
to have, and others that show that each check can fail.
"""

import datetime as dt
import os
import random
import re
import socket
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import attrs
import pytest

from engageframe import (
    COMMITMENTS,
    ENCOUNTERS,
    BriefLine,
    Finding,
    HouseNote,
    Kind,
    Lens,
    Measure,
    Practice,
    Stakeholder,
    View,
    a_text,
    an_id,
    impl,
    moment,
)
from engageframe.testing import PracticeContract

Made = Callable[[type[Practice]], type[Practice]]


class Fault(NamedTuple):
    """A fault: how it is made, the check that finds it, and what is said (a part of it)."""

    name: str
    make: Made
    check: str
    says: str
    more: dict[str, Any] = {}  # noqa: RUF012 - of a tuple, and nobody writes to it


def checking(act: Callable[[Practice, View, list[Finding]], Any]) -> Made:
    """Make a fault in ``engageframe_check``: it gets the findings, and may give others."""

    def make(practice: type[Practice]) -> type[Practice]:
        class Faulty(practice):
            @impl
            def engageframe_check(self, view):
                found = list(super().engageframe_check(view))
                told = act(self, view, found)
                return found if told is None else told

        return Faulty

    return make


def read_the_clock(practice: Practice, view: View, found: list[Finding]) -> None:
    """Look at what day it is."""
    dt.datetime.now(dt.UTC)


def change_the_view(practice: Practice, view: View, found: list[Finding]) -> None:
    """Take away what a lens keeps, to have it out of the way."""
    lens = ENCOUNTERS if "encounter" in practice.reads else COMMITMENTS
    view.lens(lens).clear()


def cite_an_unknown_rule(practice: Practice, view: View, found: list[Finding]) -> list[Finding]:
    """Mistype the code of a rule."""
    return [attrs.evolve(one, rule="ZZZ999") for one in found]


def read_the_house(practice: Practice, view: View, found: list[Finding]) -> None:
    """Look into what is not for those who serve."""
    view.records(HouseNote)


def take_the_first(practice: Practice, view: View, found: list[Finding]) -> None:
    """Take the first stakeholder, or the second record, as there always is one."""
    if "stakeholder" in practice.reads:
        assert [*view.latest(Stakeholder)][0]  # noqa: RUF015 - as careless people write it
    else:
        assert 1 / (view.size - 1)


def compare_all_pairs(practice: Practice, view: View, found: list[Finding]) -> None:
    """Look for doubles the plain way."""
    lens = ENCOUNTERS if "encounter" in practice.reads else COMMITMENTS
    every = list(view.lens(lens).values())
    for one in every:
        for other in every:
            if one is other:
                continue


def in_the_order_of_sets(practice: type[Practice]) -> type[Practice]:
    """Rid its lists of doubles by a set."""

    class Faulty(practice):
        @impl
        def engageframe_check(self, view):
            return list(set(super().engageframe_check(view)))

        @impl
        def engageframe_propose(self, view):
            return list(set(super().engageframe_propose(view)))

    return Faulty


@attrs.frozen(kw_only=True)
class Noted:
    """A note of today, whose version before had another shape."""

    id: str = attrs.field(validator=an_id)
    text: str = attrs.field(default="-", validator=a_text)


def forgetting_a_field(practice: type[Practice]) -> type[Practice]:
    """Bring a second version of a kind, whose upcaster forgets a field."""
    noted = Kind(
        name=f"{practice.name}.noted", body=Noted, version=2, text=("text",),
        upcasters={1: lambda old: {"id": old["id"]}},
    )  # fmt: skip

    class Faulty(practice):
        @impl
        def engageframe_kinds(self):
            return [*super().engageframe_kinds(), noted]

    return Faulty


OLD_NOTES = {1: [{"id": "n1", "words": "call after ten"}]}


def in_its_own_time(practice: type[Practice]) -> type[Practice]:
    """Take a fixed day for today."""

    def at_rest(view):
        return View(
            view._state, engagement=view.engagement_id, as_of=moment("2035"), head=view.head,
            reader=view._reader,
        )  # fmt: skip

    class Faulty(practice):
        @impl
        def engageframe_check(self, view):
            return super().engageframe_check(at_rest(view))

        @impl
        def engageframe_propose(self, view):
            return super().engageframe_propose(at_rest(view))

        @impl
        def engageframe_brief(self, view, encounter):
            return super().engageframe_brief(at_rest(view), encounter)

        @impl
        def engageframe_measure(self, view):
            return super().engageframe_measure(at_rest(view))

        @impl
        def engageframe_draw(self, view):
            return super().engageframe_draw(at_rest(view))

    return Faulty


def ranking_people(practice: type[Practice]) -> type[Practice]:
    """Give people of the client a number."""

    class Faulty(practice):
        @impl
        def engageframe_measure(self, view):
            rank = {"says": "How easy they are", "unit": "", "n": 9, "needs": 1, "reason": "felt"}
            mine = [
                Measure(name="ease", subject=who, value=1.0, **rank) for who in ("maria", "tom")
            ]
            return [*super().engageframe_measure(view), *mine]

    return Faulty


def measuring(word: Callable[[View], str]) -> Made:
    """Give everything that it tells a number under a word."""

    def make(practice: type[Practice]) -> type[Practice]:
        class Faulty(practice):
            @impl
            def engageframe_measure(self, view):
                rank = {"says": "How easy", "unit": "", "n": 9, "needs": 1, "reason": "felt"}
                mine = Measure(name="ease", subject=word(view), value=1.0, **rank)
                return [*super().engageframe_measure(view), mine]

        return Faulty

    return make


def the_first_of_theirs(view: View) -> str:
    """Give the id of somebody of the client, or the engagement's."""
    theirs = (who for who, one in view.stakeholders.items() if one.body.side == "client")
    return next((who for who in theirs if who in view.people), view.engagement_id)


def by_a_prefix(view: View) -> str:
    """Call a person something else."""
    return f"person:{the_first_of_theirs(view)}"


def by_name(view: View) -> str:
    """Call a person by name."""
    name = view.name(the_first_of_theirs(view))
    return "ease-of-" + "-".join(re.findall("[a-z]+", name.lower()))


TEN = (
    Fault("reads the clock", checking(read_the_clock), "test_the_world_is_not_asked",
          "asks the clock in engageframe_check: datetime.now() at testing/faults.py:"),
    Fault("mutates the view", checking(change_the_view), "test_the_view_is_left_as_it_was",
          "changes the view in engageframe_check"),
    Fault("returns a list in set order", in_the_order_of_sets,
          "test_the_order_of_sets_has_no_part", "answers in the order of a set"),
    Fault("cites an unknown rule", checking(cite_an_unknown_rule),
          "test_findings_cite_rules_records_and_a_fix",
          'it cites the rule "ZZZ999", which is not its own'),
    Fault("swallows a field on round trip", forgetting_a_field, "test_old_records_are_read",
          "swallows a field: upcast from version 1", {"old_bodies": "noted"}),
    Fault("ignores `as_of`", in_its_own_time, "test_time_that_goes_by_is_noticed",
          "ignores view.as_of"),
    Fault("ranks people", ranking_people, "test_no_person_who_is_not_ours_is_measured",
          "ranks people"),
    Fault("reads undeclared kinds", checking(read_the_house), "test_only_declared_kinds_are_read",
          'reads what it does not declare'),
    Fault("raises on an empty engagement", checking(take_the_first),
          "test_it_answers_every_history",
          "cannot answer an engagement of which nothing else is told"),
    Fault("has a quadratic loop", checking(compare_all_pairs), "test_work_grows_with_the_records",
          "has a quadratic loop"),
)  # fmt: skip
"""The ten faults that are made in every practice that ships."""


class _Counting:
    """Counts what it was asked, across calls."""

    asked = 0


def misspelling(practice: type[Practice]) -> type[Practice]:
    """Misspell a hook."""

    class Faulty(practice):
        @impl
        def engageframe_chekc(self, view):
            return []

    return Faulty


def counting(practice: Practice, view: View, found: list[Finding]) -> list[Finding]:
    """Say how often it was asked."""
    practice.asked = getattr(practice, "asked", 0) + 1
    return [attrs.evolve(one, says=f"asked {practice.asked} times") for one in found]


def looking_over_the_shoulder(
    practice: Practice, view: View, found: list[Finding]
) -> list[Finding]:
    """See who else is asked."""
    frame = sys._getframe(2)
    return found if len(frame.f_locals["bound"]["engageframe_propose"]) == 1 else found[:-1]


def open_a_file(practice: Practice, view: View, found: list[Finding]) -> None:
    """Look something up on the disk."""
    Path(__file__).read_text(encoding="utf-8")


def ask_the_network(practice: Practice, view: View, found: list[Finding]) -> None:
    """Look something up elsewhere, and hide that it failed."""
    try:
        socket.create_connection(("localhost", 9), timeout=0.01)
    except OSError:
        pass


def throw_dice(practice: Practice, view: View, found: list[Finding]) -> None:
    """Leave the order to chance."""
    random.shuffle(found)


def ask_the_environment(practice: Practice, view: View, found: list[Finding]) -> None:
    """Let a variable decide."""
    os.environ.get("THANKS")


def write_the_year(practice: Practice, view: View, found: list[Finding]) -> None:
    """Ask what year it is by a function that may be given a day."""
    time.strftime("%Y")


def start_a_thread(practice: Practice, view: View, found: list[Finding]) -> None:
    """Leave to another thread what must not be seen."""
    threading.Thread(target=time.time).start()


def look_what_is_loaded(practice: Practice, view: View, found: list[Finding]) -> None:
    """Look whether another practice is there."""
    assert "another_practice" not in sys.modules


def cite_no_record(practice: Practice, view: View, found: list[Finding]) -> list[Finding]:
    """Cite what was never recorded."""
    return [attrs.evolve(one, evidence=("nothing",)) for one in found]


def leave_it_at_a_dash(practice: Practice, view: View, found: list[Finding]) -> list[Finding]:
    """Say nothing where it is to be said how to mend it."""
    return [attrs.evolve(one, fix="-") for one in found]


def cite_nothing(practice: Practice, view: View, found: list[Finding]) -> list[Finding]:
    """Give no evidence."""
    return [attrs.evolve(one, evidence=()) for one in found]


def look_behind_the_view(practice: Practice, view: View, found: list[Finding]) -> list[Finding]:
    """Read records of others behind the back of the view."""
    return found if view._state.entries("statement") else found[:-1]


def fill_in_a_text(practice: Practice, view: View, found: list[Finding]) -> None:
    """Take any text that somebody wrote for a template."""
    nouns = [
        record.body for which in (view.people, view.organizations) for record in which.values()
    ]
    held = [one.held for one in view.encounters.values() if one.held]
    for text in [*(one.name for one in nouns), *(one.subject for one in held)]:
        text.format()
    for one in held:
        for text in (*one.answers, *one.extra.values()):
            text.format()


def wait_for_a_year(practice: Practice, view: View, found: list[Finding]) -> list[Finding]:
    """Know what year it is."""
    return found if view.as_of.first.year < 2300 else []


def proposing(**changes: Any) -> Made:
    """Make a fault in every proposal."""

    def make(practice: type[Practice]) -> type[Practice]:
        class Faulty(practice):
            @impl
            def engageframe_propose(self, view):
                return [attrs.evolve(one, **changes) for one in super().engageframe_propose(view)]

        return Faulty

    return make


def remembering_outside(practice: type[Practice]) -> type[Practice]:
    """Keep a part of a lens outside of its state."""
    seen: list[str] = []

    def start() -> list[str]:
        seen.clear()
        return []

    def apply(state: list[str], record: Any) -> list[str]:
        seen.append(record.body.id)
        return [*seen]

    aside: Lens[list[str]] = Lens(
        name=f"{practice.name}.aside", version=1, reads=("encounter",), state=list[str],
        start=start, apply=apply,
    )  # fmt: skip

    class Faulty(practice):
        @impl
        def engageframe_lenses(self):
            return [*super().engageframe_lenses(), aside]

    return Faulty


@attrs.frozen(kw_only=True)
class Swallowing:
    """A body that does not keep what it is given."""

    id: str = attrs.field(validator=an_id)
    note: str = ""

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "note", self.note[:-1])


def bringing(**more: Any) -> Made:
    """Bring another kind."""

    def make(practice: type[Practice]) -> type[Practice]:
        kind = Kind(**{"name": f"{practice.name}.more", "body": Noted, **more})

        class Faulty(practice):
            @impl
            def engageframe_kinds(self):
                return [*super().engageframe_kinds(), kind]

        return Faulty

    return make


def deaf_to_settings(practice: type[Practice]) -> type[Practice]:
    """Take the settings, and forget them."""

    class Faulty(practice):
        def __init__(self, settings=None):
            super().__init__(None)

    return Faulty


def mute(practice: type[Practice]) -> type[Practice]:
    """Answer a hook with nothing, ever."""

    class Faulty(practice):
        @impl
        def engageframe_brief(self, view, encounter):
            return [BriefLine(heading="ask", text="?", reason="?", evidence=())][1:]

    return Faulty


def same(practice: type[Practice]) -> type[Practice]:
    """Change nothing."""
    return practice


OTHERS = (
    Fault("a misspelt hook", misspelling, "test_it_loads", 'did you mean "engageframe_check"?'),
    Fault("remembers what it was asked", checking(counting),
          "test_the_same_records_give_the_same_answers", "answers the same view twice"),
    Fault("looks who else is there", checking(looking_over_the_shoulder),
          "test_other_practices_have_no_part", "answers otherwise when other practices are there"),
    Fault("opens a file", checking(open_a_file), "test_the_world_is_not_asked", "asks files in"),
    Fault("asks the network", checking(ask_the_network), "test_the_world_is_not_asked",
          "asks the network in"),
    Fault("throws dice", checking(throw_dice), "test_the_world_is_not_asked", "asks chance in"),
    Fault("asks the environment", checking(ask_the_environment), "test_the_world_is_not_asked",
          "asks the environment in"),
    Fault("writes what year it is", checking(write_the_year), "test_the_world_is_not_asked",
          "asks the clock in"),
    Fault("starts a thread", checking(start_a_thread), "test_the_world_is_not_asked",
          "asks another thread in"),
    Fault("looks what is loaded", checking(look_what_is_loaded), "test_the_world_is_not_asked",
          "asks what else is loaded in"),
    Fault("cites a record that is not there", checking(cite_no_record),
          "test_findings_cite_rules_records_and_a_fix", "a record that is not there"),
    Fault("gives no evidence", checking(cite_nothing),
          "test_findings_cite_rules_records_and_a_fix", "gives no evidence for the finding"),
    Fault("gives a dash for a fix", checking(leave_it_at_a_dash),
          "test_findings_cite_rules_records_and_a_fix", "which says nothing to do"),
    Fault("proposes for nobody", proposing(for_whom="nobody-knows"),
          "test_proposals_name_a_person_a_reason_and_evidence", "whom no record names"),
    Fault("proposes for a side", proposing(for_whom="client"),
          "test_proposals_name_a_person_a_reason_and_evidence", "whom no record names"),
    Fault("proposes for the engagement", proposing(for_whom="rollout"),
          "test_proposals_name_a_person_a_reason_and_evidence", "whom no record names"),
    Fault("measures a person by another word", measuring(by_a_prefix),
          "test_no_person_who_is_not_ours_is_measured", "ranks people"),
    Fault("measures a person by name", measuring(by_name),
          "test_no_person_who_is_not_ours_is_measured", "ranks people"),
    Fault("proposes without evidence", proposing(evidence=()),
          "test_proposals_name_a_person_a_reason_and_evidence",
          "gives no evidence for the proposal"),
    Fault("proposes under another's rule", proposing(rule="PDR001"),
          "test_proposals_name_a_person_a_reason_and_evidence", "which is not its own"),
    Fault("looks behind the view", checking(look_behind_the_view),
          "test_only_declared_kinds_are_read", "answers by records that it does not declare"),
    Fault("a lens that remembers outside of its state", remembering_outside,
          "test_a_snapshot_and_its_tail_give_what_a_full_fold_gives",
          "answers otherwise when its lenses go on from a snapshot"),
    Fault("a body that swallows a field", bringing(body=Swallowing),
          "test_records_come_back_as_they_were_told", "swallows a field on round trip"),
    Fault("a kind that names no field", bringing(text=("words",)),
          "test_records_come_back_as_they_were_told", "a field that is not there"),
    Fault("no old body is shown", forgetting_a_field, "test_old_records_are_read",
          'shows no body of version 1'),
    Fault("ignores an option", deaf_to_settings, "test_unknown_settings_are_refused",
          'ignores its option "days"'),
    Fault("trips over a text", checking(fill_in_a_text), "test_hostile_text_does_no_harm",
          "cannot answer a history"),
    Fault("knows what year it is", checking(wait_for_a_year),
          "test_only_the_moment_of_the_view_tells_the_time", "ignores view.as_of"),
    Fault("is not timeless", same, "test_time_that_goes_by_is_noticed",
          "is said to be timeless, and is not", {"timeless": True}),
    Fault("never says anything", mute, "test_every_hook_says_something",
          "says nothing in engageframe_brief"),
    Fault("takes too long", same, "test_work_grows_with_the_records",
          "of processor time for a thousand records", {"seconds": 0.0}),
)  # fmt: skip
"""Faults that show that each check can fail, made in a small practice that has none."""


def broken(fault: Fault, practice: type[Practice], **given: Any) -> str:
    """Make a fault in a practice, try the check that should find it, and give what is said."""
    more = dict(fault.more)
    if "old_bodies" in more:
        more["old_bodies"] = {f"{practice.name}.noted": OLD_NOTES}
    parts = {"practice": fault.make(practice), "shrinks": False, **given, **more}
    suite = type("Suite", (PracticeContract,), parts)()
    with pytest.raises(AssertionError) as caught:
        getattr(suite, fault.check)()
    return str(caught.value)
