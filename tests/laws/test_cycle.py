"""Laws of the round of PLAN, DO and REVIEW, whatever is decided in whichever order."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

import attrs
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from engageframe.errors import GateClosed, InvalidInput
from engageframe.hooks import Practice, impl
from engageframe.model.commitments import CommitmentKept, CommitmentMade
from engageframe.model.engagements import (
    ActionAccepted,
    ActionDone,
    CycleFrozen,
    Engagement,
    Lesson,
    ReviewOpened,
)
from engageframe.practices import Host
from engageframe.rules import Finding, Proposal, Rule
from engageframe.view import View
from engageframe.workspace import Workspace
from engageframe_stores.memory import MemoryStore

NEEDS = ("meet:bob", "ask:acme", "call:eve")
needs = st.sampled_from(NEEDS)
PHASES = ("planning", "doing", "reviewing")


class Guest(Practice):
    """Proposes the same needs for ever, each on the lessons that speak of it."""

    name = "guest"
    reads = ("lesson", "commitment")

    @impl
    def engageframe_rules(self) -> Sequence[Rule]:
        """Ask that no promise is open when the review begins."""
        words = {"says": "a promise is open", "why": "it was promised", "source": "a guess"}
        return [Rule(code="GST001", name="open", severity="E", gates=("review",), **words)]

    @impl
    def engageframe_check(self, view: View) -> Sequence[Finding]:
        """Find open promises."""
        return [
            Finding(rule="GST001", subject=id_, says="open", fix="keep it", evidence=one.records)
            for id_, one in view.commitments.items()
            if one.state == "open"
        ]

    @impl
    def engageframe_propose(self, view: View) -> Sequence[Proposal]:
        """Suggest each need with the lessons about it."""
        return [
            Proposal(
                id=need, does=f"do {need}", for_whom="bob", reason="it is time", minutes=10,
                evidence=tuple(
                    one.id for one in view.records(Lesson) if one.body.learned_in == need
                ),
            )
            for need in NEEDS
        ]  # fmt: skip


class Round(RuleBasedStateMachine):
    """Decides at random, and keeps on the side what should hold."""

    def __init__(self) -> None:
        super().__init__()
        self.now = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
        host = Host.load((), objects=[Guest], strict=True)
        self.workspace = Workspace(MemoryStore(salt=bytes), host, clock=lambda: self.now)
        self.workspace.record(Engagement(id="acme", name="Acme"))
        self.number, self.step = 1, 0
        self.accepted: dict[str, int] = {}
        self.frozen: dict[str, int] = {}
        self.done: set[str] = set()
        self.carried: set[str] = set()
        self.lessons: dict[str, set[str]] = {need: set() for need in NEEDS}
        self.known: dict[str, set[str]] = {}
        self.dropped: dict[str, set[str]] = {}
        self.promises: list[str] = []
        self.open = 0
        self.waived: dt.datetime | None = None

    @property
    def phase(self) -> str:
        """Give the phase that it should be in."""
        return PHASES[self.step]

    @rule(need=needs)
    def learn(self, need: str) -> None:
        """There is new evidence for a need."""
        n = sum(map(len, self.lessons.values()))
        told = self.workspace.record(Lesson(id=f"l{n}", text="look", learned_in=need))
        self.lessons[need].add(told.changes[0].draft.id)

    @rule(days=st.integers(1, 40))
    def wait(self, days: int) -> None:
        """Time passes."""
        self.now += dt.timedelta(days=days)

    @rule(need=needs, minutes=st.integers(1, 20))
    def accept(self, need: str, minutes: int) -> None:
        """Take a proposal in, even one that was dropped; again and edited, if they like."""
        if self.phase != "planning":
            with pytest.raises(InvalidInput, match="not planning"):
                self.workspace.accept([need], minutes=minutes)
            return
        self.workspace.accept([need, need], minutes=minutes)
        if need not in self.accepted:
            self.known[need] = set(self.lessons[need])
        self.accepted[need] = minutes
        self.dropped.pop(need, None)

    @rule(need=needs)
    def drop(self, need: str) -> None:
        """Drop a proposal or an accepted action."""
        if self.phase != "planning":
            with pytest.raises(InvalidInput, match="not planning"):
                self.workspace.drop(need, reason="not now")
            return
        self.workspace.drop(need, reason="not now")
        known = self.known[need] if need in self.accepted else self.lessons[need]
        self.dropped[need] = set(known)
        self.accepted.pop(need, None)

    @precondition(lambda self: self.phase != "planning" and self.frozen)
    @rule(minutes=st.integers(500, 600))
    def edit_after_the_freeze(self, minutes: int) -> None:
        """Decisions cannot be told, and what another program writes late changes no frozen plan."""
        need = min(self.frozen)
        (action,) = [one for one in self.workspace.plan().accepted if one.id == need]
        late = attrs.evolve(action, minutes=minutes)
        n = f"late {self.workspace.journal.head().seq}"
        for body in (
            ActionAccepted(cycle=self.number, action=late, edited=True, reason=n),
            CycleFrozen(cycle=self.number, actions=(late,), head=n),
        ):
            with pytest.raises(InvalidInput, match="is a decision, not a fact; decide it: engage"):
                self.workspace.record(body)
            self.written_by_another_program(body)
        self.written_by_another_program(ReviewOpened(cycle=self.number + 1))
        self.dropped.pop(need, None)

    def written_by_another_program(self, body: Any) -> None:
        """Append a record without asking the workspace."""
        n = str(self.workspace.journal.head().seq)
        draft = self.workspace.codec.draft(
            body, engagement="acme", happened=self.workspace.as_of, author="me", salt=n
        )
        self.workspace.journal.append([draft], request=n, recorded="2026", expected=None)

    @precondition(lambda self: self.frozen)
    @rule(which=st.integers(0, 2))
    def do(self, which: int) -> None:
        """An action of the plan is done."""
        need = sorted(self.frozen)[which % len(self.frozen)]
        self.workspace.record(ActionDone(action=need, note=f"round {self.number}"))
        self.done.add(need)

    @rule()
    def promise(self) -> None:
        """Something is promised."""
        id_ = f"p{len(self.promises)}"
        self.workspace.record(CommitmentMade(id=id_, promisor="ana", promisee="bob", what="a note"))
        self.promises.append(id_)

    @precondition(lambda self: self.open < len(self.promises))
    @rule()
    def keep(self) -> None:
        """A promise is kept."""
        self.workspace.record(CommitmentKept(id=self.promises[self.open]))
        self.open += 1

    @rule()
    def advance(self) -> None:
        """Pass the next gate: only the one that leads out of the present phase, and only open."""
        if self.phase == "planning" and not self.accepted:
            with pytest.raises(InvalidInput, match="the plan is empty"):
                self.workspace.advance()
            return
        if self.phase == "doing" and self.open < len(self.promises) and self.waived != self.now:
            with pytest.raises(GateClosed):
                self.workspace.advance()
            self.workspace.waive("GST001", reason="they know", until=self.workspace.as_of)
            self.waived = self.now
        if self.phase != "planning":
            with pytest.raises(InvalidInput, match="not planning"):
                self.workspace.freeze()
        self.workspace.advance()
        self.step = (self.step + 1) % 3
        if self.phase == "doing":
            self.frozen = dict(self.accepted)
        if self.phase == "planning":
            self.number += 1
            self.carried = set(self.frozen) - self.done
            self.accepted, self.frozen, self.done = {}, {}, set()

    @rule(need=needs, done=st.booleans())
    def whole_round(self, need: str, done: bool) -> None:
        """A round runs to its end, and the next one begins."""
        while self.phase != "planning":
            self.advance()
        self.accept(need, 5)
        self.advance()
        if done:
            self.do(NEEDS.index(need))
        self.advance()
        self.advance()

    @invariant()
    def the_round_is_where_it_was_led(self) -> None:
        """Planning, doing, reviewing and planning again, and no other way."""
        cycle = self.workspace.view().cycle
        assert (cycle.number, cycle.phase) == (self.number, self.phase)
        assert {one.id for one in cycle.carried} == (self.carried if self.number > 1 else set())

    @invariant()
    def the_plan_holds_each_need_once(self) -> None:
        """Accepted, suggested, or left out since it was dropped and nothing is new."""
        plan = self.workspace.plan()
        taken = self.accepted if self.phase == "planning" else self.frozen
        assert {one.id: one.minutes for one in plan.accepted} == taken
        rest = set(NEEDS) - set(taken)
        gone = {
            need
            for need in rest
            if need in self.dropped and self.lessons[need] <= self.dropped[need]
        }
        assert {one.action.id for one in plan.left_out} == gone
        assert sorted(one.action.id for one in plan.suggested) == sorted(rest - gone)
        for one in plan.suggested:
            assert ("carried over" in one.action.reason) == (one.action.id in self.carried)

    @invariant()
    def the_review_compares_with_what_was_frozen(self) -> None:
        """Each frozen action is done or not, as it was frozen, and every promise has its word."""
        review = self.workspace.review()
        assert {one.action.id: one.action.minutes for one in review.planned} == self.frozen
        assert {one.action.id for one in review.planned if one.state == "done"} == self.done
        states = [one.state for one in review.commitments]
        assert states.count("carried") == len(self.promises) - self.open


TestRound = Round.TestCase
TestRound.settings = settings(max_examples=25, stateful_step_count=30, deadline=None)
