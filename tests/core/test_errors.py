"""What went wrong, said as data."""

import pytest

from engageframe import errors
from engageframe.errors import (
    Conflict,
    DamagedStore,
    EngageframeError,
    GateClosed,
    InvalidInput,
    NewerStore,
    NotAWorkspace,
    PracticeError,
    Problem,
    RequestMismatch,
    StoreBusy,
    UndeclaredRead,
    did_you_mean,
)

BROKEN = {"practice": "guest", "says": "KeyError: 'x'"}


@pytest.mark.parametrize(
    ("error", "says", "code"),
    [
        (
            InvalidInput(
                [
                    Problem(where="a.yaml:1", says="bad"),
                    Problem(where="", says="worse", remedy="mend it"),
                ]
            ),
            "a.yaml:1: bad\nworse; mend it",
            2,
        ),
        (
            NotAWorkspace("here"),
            (
                "here: not an engageframe workspace (no engageframe.toml); create "
                'one with "engage init here", or name another with --workspace'
            ),
            2,
        ),
        (
            GateClosed("freeze", ["one", "two"]),
            ('the gate "freeze" is closed by 2 finding(s); mend them, or waive them with a reason'),
            1,
        ),
        (
            UndeclaredRead("guest", "house", ("person",)),
            (
                'practice "guest" read "house" but declares '
                "reads = ['person']; add \"house\" to its reads"
            ),
            3,
        ),
        (
            PracticeError(**BROKEN),
            (
                'practice "guest" failed in loading: '
                "KeyError: 'x'. Run with -v for the traceback, "
                "or --no-practice guest to switch it off."
            ),
            3,
        ),
        (
            PracticeError(
                **BROKEN,
                distribution="engageframe-guest",
                version="1.2",
                hook="propose",
                place="guest/a.py:7",
                going_on=True,
            ),
            (
                'practice engageframe-guest 1.2 (entry point "guest") failed in propose: '
                "KeyError: 'x' at guest/a.py:7; continuing without it. "
                "Run with -v for the traceback, "
                "or "
                "--no-practice guest to switch it off."
            ),
            3,
        ),
        (
            Conflict("acme", 3, 4),
            (
                'stream "acme": expected 3 record(s), found 4; somebody wrote in '
                "between: read again and repeat"
            ),
            3,
        ),
        (
            RequestMismatch("r1"),
            (
                'request "r1" was already accepted with another content; use a new '
                "request id for a new act"
            ),
            3,
        ),
        (
            StoreBusy("j.db", 9.6),
            (
                "j.db: locked by another process; gave up after 10 s; nothing was "
                "written: repeat the command when the other one has ended"
            ),
            3,
        ),
        (
            StoreBusy("j.db", 9.6, "process 7"),
            (
                "j.db: locked by process 7; gave up after 10 s; "
                "nothing was written: repeat the command when the other one has ended"
            ),
            3,
        ),
        (
            NewerStore("j.db", 3, 2),
            (
                "j.db: written in format 3, this version knows up to 2; it was "
                "left untouched: upgrade engageframe to open it"
            ),
            3,
        ),
        (
            DamagedStore("j.db", "it is cut off"),
            ("j.db: it is cut off; restore a backup, or see what holds: engage verify"),
            3,
        ),
    ],
    ids=str,
)
def test_every_error_says_what_is_wrong_and_how_to_go_on(
    error: EngageframeError, says: str, code: int
) -> None:
    """Its text is whole, its parts are attributes, and it knows its exit code."""
    assert str(error) == says
    assert error.exit_code == code
    assert vars(error) or isinstance(error, GateClosed)


def test_every_error_that_is_public_has_one_parent() -> None:
    """Whoever catches the parent catches them all."""
    shown = [getattr(errors, name) for name in errors.__all__]
    raised = [one for one in shown if isinstance(one, type) and issubclass(one, Exception)]

    assert len(raised) == 12
    assert all(issubclass(one, EngageframeError) for one in raised)


def test_a_known_word_is_suggested_when_it_is_close() -> None:
    """Else all that are known are listed."""
    assert did_you_mean("persom", ["person", "plan"]) == 'did you mean "person"?'
    assert did_you_mean("xyz", ["plan", "person"]) == "known are: person, plan"
    assert did_you_mean("xyz", []) == "known are: none"
