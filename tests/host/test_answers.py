"""Does every answer come with its practice, and does a failing one cost only its own?"""

from collections.abc import Callable, Sequence
from typing import Any

import attrs
import click
import pytest

from engageframe.errors import JournalError, PracticeError, UndeclaredRead
from engageframe.hooks import Practice, impl
from engageframe.model.encounters import Encounter, EncounterHeld
from engageframe.model.people import Organization, Person, Stakeholder
from engageframe.practices import Host
from engageframe.rules import Answer, BriefLine, Figure, Finding, Measure, Proposal, Rule
from engageframe.view import View


def proposal(name: str = "meet:nia") -> Proposal:
    """Make a proposal that is fine."""
    return Proposal(id=name, does="Meet", for_whom="nia", reason="Long ago", evidence=())


def finding(code: str) -> Finding:
    """Make a finding of some rule."""
    return Finding(rule=code, subject="harbour", says="Late", fix="Hurry", evidence=())


def measure(subject: str) -> Measure:
    """Make a measure about something."""
    return Measure(
        name="kept",
        says="Kept",
        subject=subject,
        value=1.0,
        unit="",
        n=3,
        needs=3,
        reason="Counted",
    )


class Good(Practice):
    """Answers every hook."""

    name = "good"
    reads = ("encounter",)

    @impl
    def engageframe_rules(self) -> Sequence[Rule]:
        return [Rule(code="GOO001", name="a", severity="W", says="s", why="w", source="A guess")]

    @impl
    def engageframe_propose(self, view: View) -> Sequence[Proposal]:
        return [proposal("b"), proposal("a")]

    @impl
    def engageframe_check(self, view: View) -> Sequence[Finding]:
        return (finding("GOO001"),)

    @impl
    def engageframe_brief(self, view: View, encounter: Encounter) -> Sequence[BriefLine]:
        return [BriefLine(heading="know", text=encounter.id, reason="It is so", evidence=())]

    @impl
    def engageframe_measure(self, view: View) -> Sequence[Measure]:
        return [measure("harbour")]

    @impl
    def engageframe_draw(self, view: View) -> Sequence[Figure]:
        return [Figure(name="f", title="T", spec={})]

    @impl
    def engageframe_commands(self) -> Sequence[Any]:
        return [click.Command("good")]


def practice(name: str, hook: str, answer: Callable[..., Any], **more: Any) -> type[Practice]:
    """Make a practice with one answer."""
    return type(
        name.title(), (Practice,), {"name": name, f"engageframe_{hook}": impl(answer), **more}
    )


def test_every_hook_gives_the_answers_with_their_practice(view_of: Any) -> None:
    """Each typed method asks its hook, and keeps a practice's own order."""
    host, view = Host.load((), objects=[Good]), view_of()

    assert host.propose(view) == (Answer("good", proposal("b")), Answer("good", proposal("a")))
    assert isinstance(host.propose(view)[0], Answer)
    assert host.check(view) == (("good", finding("GOO001")),)
    assert [one.value.text for one in host.brief(view, Encounter(id="visit-1"))] == ["visit-1"]
    assert host.measure(view) == (("good", measure("harbour")),)
    assert [one.value.name for one in host.draw(view)] == ["f"]
    assert [(one.practice, one.value.name) for one in host.commands()] == [("good", "good")]
    assert not host.failures


def test_a_failing_practice_is_named_and_the_others_answer(view_of: Any) -> None:
    """The message says where, what, and how to switch it off; it is told once."""

    def fail(self: Practice, view: View) -> Any:
        return 1 / 0

    host, view = Host.load((), objects=[practice("bad", "propose", fail), Good]), view_of()

    answers = host.propose(view), host.propose(view)

    assert [[one.practice for one in some] for some in answers] == [["good", "good"]] * 2
    assert len(host.failures) == 1
    line = fail.__code__.co_firstlineno + 1
    said = str(host.failures[0])
    assert said.startswith(
        'practice "bad" failed in engageframe_propose: ZeroDivisionError: division by zero at '
    )
    assert f"test_answers.py:{line}; continuing without it. Run with -v" in said
    assert said.endswith("or --no-practice bad to switch it off.")
    assert isinstance(host.failures[0].__cause__, ZeroDivisionError)
    assert [one.name for one in host.practices] == ["bad", "good"]


def test_a_failure_concerns_the_view_that_was_asked_last(view_of: Any) -> None:
    """What failed at one engagement is no failure at another, and is told again at the first."""
    one, other = view_of(), view_of()

    def fail(self: Practice, view: View) -> Any:
        return [] if asked[-1] is other else 1 / 0

    host, asked, told = Host.load(["missing"], objects=[practice("bad", "check", fail)]), [one], []
    for view in (one, other, one):
        asked.append(view)
        host.check(view)
        host.check(view)
        told.append([error.practice for error in host.concerning])

    assert told == [["missing", "bad"], ["missing"], ["missing", "bad"]]
    assert [error.practice for error in host.failures] == ["missing", "bad"]


def test_a_strict_host_raises(view_of: Any) -> None:
    """With strict, the first failing answer stops the tool."""

    def fail(self: Practice, view: View) -> Any:
        raise SystemExit(0)

    host = Host.load((), objects=[practice("bad", "propose", fail)], strict=True)

    with pytest.raises(PracticeError, match="SystemExit: 0 at") as caught:
        host.propose(view_of())
    assert isinstance(caught.value.__cause__, SystemExit)


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (lambda self, view: None, "it answered None; return an empty sequence at"),
        (lambda self, view: {proposal()}, "it answered a set; return a list or a tuple"),
        (lambda self, view: (proposal() for _ in "a"), "it answered a generator"),
        (lambda self, view: "meet nia", "it answered a str"),
        (lambda self, view: 7, "it answered an int"),
        (lambda self, view: [proposal(), "meet"], "its answer holds a str; expected only Proposal"),
        (lambda self, view: [finding("GOO001")], "its answer holds a Finding"),
    ],
)
def test_an_answer_of_another_shape_is_a_failure(
    answer: Callable[..., Any], says: str, view_of: Any
) -> None:
    """Nothing of an answer counts when a part of it is wrong."""
    host = Host.load((), objects=[practice("odd", "propose", answer), Good])

    answers = host.propose(view_of())

    assert [one.practice for one in answers] == ["good", "good"]
    assert says in str(host.failures[0])
    assert f"test_answers.py:{answer.__code__.co_firstlineno}" in str(host.failures[0])


def test_any_sequence_is_an_answer(view_of: Any) -> None:
    """Lists and tuples are usual, other sequences are fine."""
    from collections import deque

    class Few(tuple):
        """A sequence of one's own."""

    host = Host.load(
        (),
        objects=[
            practice("deque", "propose", lambda self, view: deque([proposal()])),
            practice("few", "propose", lambda self, view: Few([proposal()])),
        ],
    )

    assert [one.practice for one in host.propose(view_of())] == ["deque", "few"]


def test_a_finding_cites_a_rule_of_its_own_practice(view_of: Any) -> None:
    """Another's rule, or none, is refused."""
    host = Host.load(
        (), objects=[practice("odd", "check", lambda self, view: [finding("GOO001")]), Good]
    )

    assert [one.practice for one in host.check(view_of())] == ["good"]
    assert 'it cites the rule "GOO001", which is not its own' in str(host.failures[0])


@pytest.mark.parametrize(
    ("subject", "fine"),
    [
        ("ines", True),
        ("harbour", True),
        ("port-ltd", True),
        ("ines:nia", True),
        ("nia", False),
        ("omar", False),
        ("vera", False),
    ],
)
def test_people_are_never_measured(subject: str, fine: bool, view_of: Any) -> None:
    """A person of another side, of no side, or without a record of their own is no subject."""
    view = view_of(
        Person(id="ines", name="Ines"),
        Person(id="nia", name="Nia"),
        Person(id="omar", name="Omar"),
        Organization(id="port-ltd", name="Port"),
        Stakeholder(who="ines", side="ours", role="lead"),
        Stakeholder(who="nia", side="client", role="buyer"),
        Stakeholder(who="vera", side="vendor", role="expert"),
        Stakeholder(who="port-ltd", side="client", role="client"),
    )
    host = Host.load(
        (), objects=[practice("odd", "measure", lambda self, view: [measure(subject)])]
    )

    assert bool(host.measure(view)) is fine
    assert ["a person who is not ours" in str(one) for one in host.failures] == [True] * (not fine)


def test_a_read_that_was_not_declared_is_a_failure(view_of: Any) -> None:
    """The view bounds a practice to its reads, and the failure says what to add."""

    def look(self: Practice, view: View) -> Any:
        return [proposal()] if view.records(EncounterHeld) or view.commitments else []

    host = Host.load((), objects=[practice("peek", "propose", look, reads=("encounter",)), Good])

    assert len(host.propose(view_of())) == 2
    assert isinstance(host.failures[0].__cause__, UndeclaredRead)
    assert 'add "commitment" to its reads' in str(host.failures[0])


def test_a_practice_sees_the_view_that_was_given_last(view_of: Any) -> None:
    """Bounded views are kept for one view only."""
    host = Host.load(
        (),
        objects=[
            practice(
                "count", "propose", lambda self, view: [proposal()] * len(view.people),
                reads=("person",),
            )
        ],
    )  # fmt: skip
    empty, full = view_of(), view_of(Person(id="nia", name="Nia"))

    assert [len(host.propose(view)) for view in (empty, full, full, empty)] == [0, 1, 1, 0]
    assert host.commands() == ()


def test_commands_are_click_commands_with_a_name() -> None:
    """What the command line could not show is refused."""
    host = Host.load(
        (),
        objects=[
            practice("odd", "commands", lambda self: [print]),
            practice("nameless", "commands", lambda self: [click.Command(None)]),
            Good,
        ],
    )

    assert [one.practice for one in host.commands()] == ["good"]
    assert len(host.failures) == 2
    assert "expected only click commands with a name" in str(host.failures[0])


def test_a_fault_whose_message_fails_is_told_too(view_of: Any) -> None:
    """A guest's exception may be as broken as the guest."""

    class Worst(Exception):
        def __str__(self) -> str:
            raise ValueError

    def fail(self: Practice, view: View) -> Any:
        raise Worst

    host = Host.load((), objects=[practice("worst", "draw", fail)])

    assert host.draw(view_of()) == ()
    assert "Worst: its message cannot be shown" in str(host.failures[0])


def test_answers_cannot_be_changed_afterwards(view_of: Any) -> None:
    """A practice that keeps its list cannot touch what was handed out."""
    kept = [proposal()]
    host = Host.load((), objects=[practice("keeps", "propose", lambda self, view: kept)])

    answers = host.propose(view_of())
    kept.clear()

    assert len(answers) == 1
    assert attrs.asdict(answers[0].value)["id"] == "meet:nia"


def test_a_guest_that_raises_an_error_of_the_journal_is_named(view_of: Any) -> None:
    """Whose line raised it counts, not its class: the others go on, and the fault is told."""

    class Sly(Practice):
        name = "sly"

        @impl
        def engageframe_check(self, view: View) -> list[Finding]:
            raise JournalError("no")

    host = Host.load((), objects=[Sly])

    assert host.check(view_of()) == ()
    assert "sly" in str(host.failures[0])


def test_a_serving_practice_reads_no_correction_of_the_house() -> None:
    """What corrects a note of the house holds its words, so a correction is behind the wall."""

    class Curious(Practice):
        name = "curious"
        reads = ("correction",)

    host = Host.load((), objects=[Curious])

    assert host.practices == ()
    assert "house" in str(host.failures[0])
