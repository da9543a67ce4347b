"""Gates and waivers."""

import pytest
from tests.core.scenes import view

from engageframe.checking import Standing, open_gate, standing
from engageframe.errors import GateClosed
from engageframe.model.engagements import Waiver
from engageframe.model.moments import moment
from engageframe.rules import Answer, Finding, Rule
from engageframe.view import View


def rule(code: str, severity: str = "E", **more: object) -> tuple[str, Rule]:
    """Make a rule of a practice."""
    words = {"name": f"rule-{code}", "says": "it is so", "why": "it hurts", "source": "a guess"}
    return "guest", Rule(code=code, severity=severity, **words, **more)


RULES = {
    "AAA001": rule("AAA001", "I"),
    "AAA002": rule("AAA002", "W"),
    "AAA003": rule("AAA003"),
    "AAA004": rule("AAA004", gates=("close",)),
}


def found(code: str, subject: str = "plan") -> Answer[Finding]:
    """Find a breach of a rule."""
    words = {"says": "it is so", "fix": "mend it", "evidence": ("r1",)}
    return Answer("guest", Finding(rule=code, subject=subject, **words))


def lines(seen: View, *answers: Answer[Finding]) -> tuple[Standing, ...]:
    """Give what stands."""
    return standing(seen, answers, RULES)


def test_findings_are_explained_and_ordered() -> None:
    """E before W before I, then rule and subject; the same finding twice stands once."""
    answers = [found("AAA001"), found("AAA003", "b"), found("AAA002"), found("AAA003", "a")]

    some = lines(view(), *answers, answers[0])
    same = lines(view(), *reversed(answers))

    assert [(one.rule, one.subject) for one in some] == [
        ("AAA003", "a"), ("AAA003", "b"), ("AAA002", "plan"), ("AAA001", "plan"),
    ]  # fmt: skip
    assert some == same
    assert (some[0].name, some[0].why, some[0].source) == ("rule-AAA003", "it hurts", "a guess")
    assert (some[0].says, some[0].fix, some[0].evidence) == ("it is so", "mend it", ("r1",))


@pytest.mark.parametrize(
    ("waiver", "opens"),
    [
        ({"rule": "AAA003"}, True),
        ({"rule": "AAA003", "subject": "plan"}, True),
        ({"rule": "AAA003", "subject": "other"}, False),
        ({"rule": "AAA004"}, False),
        ({"rule": "AAA003", "until": moment("2026-05-01")}, True),
        ({"rule": "AAA003", "until": moment("2026-05")}, True),
        ({"rule": "AAA003", "until": moment("2026-04-30")}, False),
    ],
)
def test_a_waiver_opens_the_gate_while_it_holds(waiver: dict[str, object], opens: bool) -> None:
    """It holds for its rule, its subject or all, and up to its last day."""
    seen = view(Waiver(reason="we know", **waiver), as_of="2026-05-01")

    (line,) = lines(seen, found("AAA003"))

    assert line.waived == ("we know" if opens else "")
    if opens:
        assert open_gate("freeze", [line]) == (line,)
    else:
        with pytest.raises(GateClosed) as caught:
            open_gate("freeze", [line])
        assert (caught.value.gate, caught.value.findings) == ("freeze", (line,))
        assert 'gate "freeze" is closed by 1 finding(s)' in str(caught.value)


def test_only_errors_of_a_gate_close_it() -> None:
    """Warnings and hints close none, and a rule closes only its own gates."""
    some = lines(view(), found("AAA001"), found("AAA002"), found("AAA004"))

    assert open_gate("freeze", some) == ()
    assert open_gate("review", some) == ()
    with pytest.raises(GateClosed):
        open_gate("close", some)


def test_a_private_finding_is_told_to_its_reader_alone() -> None:
    """Somebody else's list has no trace of it."""
    ours = Finding(
        rule="AAA002", subject="plan", says="it is so", fix="mend it", evidence=("r1",),
        private_to="ana",
    )  # fmt: skip
    answers = [Answer("guest", ours), found("AAA001")]

    told = {
        reader: [one.rule for one in standing(view(), answers, RULES, reader=reader)]
        for reader in ("ana", "bo", "")
    }

    assert told == {"ana": ["AAA002", "AAA001"], "bo": ["AAA001"], "": ["AAA001"]}
