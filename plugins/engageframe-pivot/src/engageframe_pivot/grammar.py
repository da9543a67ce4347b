"""Did an encounter accept first and offer after, and how far did it come?

An encounter is a list of speech acts; ``check`` reads it by the grammar::

    (ACK CHECK CORR*)+ CONF PERM (DECLINE | GRANT ALSO (OWN | SUST | CORR)* ACT?)

It takes plain data and answers for any list of words.
"""

from collections.abc import Sequence
from typing import Final, Literal, get_args

import msgspec

from engageframe import did_you_mean

__all__ = [
    "ACTS",
    "CLAIMS",
    "RUNGS",
    "STEPS",
    "THEIRS",
    "Act",
    "Breach",
    "Check",
    "Claim",
    "Fault",
    "Rung",
    "State",
    "check",
]

Act = Literal[
    "ACK", "CHECK", "CONF", "CORR", "PERM", "GRANT", "DECLINE", "ALSO", "OWN", "SUST", "REB",
    "PUSH", "ASSENT", "ACT",
]  # fmt: skip
Rung = Literal["A0", "A1", "A2", "A3", "A4", "A5"]
Claim = Literal["", "A0", "A1", "A2", "A3", "A4", "A5", "changed"]
State = Literal["valid", "unfinished", "breached"]

ACTS: Final[dict[str, str]] = {
    "ACK": "we say how they see it",
    "CHECK": "we ask whether that is right",
    "CONF": "they confirm",
    "CORR": "they correct us",
    "PERM": "we ask leave to add an idea",
    "GRANT": "they give leave",
    "DECLINE": "they decline",
    "ALSO": "we offer an idea that can also be true",
    "OWN": "they give a reason of their own for it",
    "SUST": "they give a reason to stay as it is",
    "REB": "we rebut",
    "PUSH": "we push",
    "ASSENT": "they assent, without a reason",
    "ACT": "they take something on",
}
"""Every act and what it is."""
THEIRS: Final = frozenset({"CONF", "CORR", "GRANT", "DECLINE", "OWN", "SUST", "ASSENT", "ACT"})
"""The acts that are the client's; all others are ours."""
STEPS: Final = ("ACK", "CHECK", "CONF", "PERM", "GRANT", "ALSO")
"""The six steps; after a DECLINE five are all there are."""
RUNGS: Final[dict[str, str]] = {
    "A0": "nothing shows acceptance",
    "A1": "bare assent",
    "A2": "a reason in their own words",
    "A3": "an action that they took on",
    "A4": "done without being asked",
    "A5": "explained to others",
}
"""The ladder of acceptance, lowest first."""
CLAIMS: Final[tuple[str, ...]] = get_args(Claim)[1:]

_AFTER: Final[dict[str, tuple[str, ...]]] = {
    "": ("ACK",),
    "ACK": ("CHECK",),
    "CHECK": ("CONF", "CORR", "ACK"),
    "CORR": ("CONF", "CORR", "ACK"),
    "CONF": ("PERM",),
    "PERM": ("GRANT", "DECLINE"),
    "GRANT": ("ALSO",),
    "ALSO": ("OWN", "SUST", "CORR", "ACT"),
    "DECLINE": (),
    "ACT": (),
}
"""What may follow each act; what follows the idea leaves the state at ALSO."""
_LONGEST: Final = 40
_Ideas = list[tuple[int, bool, bool]]
_ENDS: Final = ("DECLINE", "ALSO", "ACT")
_SHOWS: Final[dict[str, Rung]] = {"ASSENT": "A1", "OWN": "A2", "ACT": "A3"}


class Breach(msgspec.Struct, frozen=True, kw_only=True):
    """The first act that the grammar does not allow: its number from 1, and what it allows there.

    ``instead`` is empty when nothing was to follow.
    """

    number: int
    act: str
    instead: tuple[str, ...]
    says: str


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """A rule that the acts break, the number of the act that shows it, and what is the case."""

    rule: str
    number: int
    says: str


class Check(msgspec.Struct, frozen=True, kw_only=True):
    """What a list of acts says.

    ``matched`` are the steps that were taken before the first breach, ``of`` how many there are.
    ``reached`` is the rung that the client's acts after the idea name.
    ``permits`` is the highest rung that may be claimed: at most A1 when the idea came before their
    view was confirmed, or when a reason or an action has no words of theirs.
    ``confirmed`` tells whether their view stands confirmed, ``None`` when nobody confirmed or
    corrected it.
    ``declined`` tells whether they said no, and neither leave nor a reason nor an action of theirs
    took it back.
    ``next`` are the acts that may follow: nothing after a breach or an end.
    """

    acts: tuple[str, ...]
    state: State
    breach: Breach | None
    matched: tuple[str, ...]
    of: int
    reached: Rung
    permits: Rung
    confirmed: bool | None
    declined: bool
    next: tuple[str, ...]
    faults: tuple[Fault, ...]


def check(
    acts: Sequence[str],
    *,
    wordless: frozenset[int] = frozenset(),
    claimed: Claim = "",
    talk_share: int | None = None,
    most_talk: int = 65,
) -> Check:
    """Read the acts of an encounter; any list of words has an answer.

    Args:
        acts: in the order in which they were said, such as ``["ACK", "CHECK", "CONF"]``.
        wordless: numbers (from 1) of reasons and actions whose words nobody wrote down.
        claimed: the rung that somebody claims, or ``changed``.
        talk_share: how much of the time we talked, in percent.
        most_talk: the talk share above which an assent looks like submission, in percent.
    """
    acts = tuple(acts)
    at, matched, breach = _follow(acts)
    ideas, confirmed = _ideas(acts)
    reached, permits = _rungs(acts, ideas, wordless)
    faults = [
        *_unasked(ideas),
        *_rebuttals(acts),
        *_submission(acts, talk_share, most_talk),
        *_overclaim(len(acts), claimed, permits),
    ]
    return Check(
        acts=acts,
        state="breached" if breach else "valid" if at in _ENDS else "unfinished",
        breach=breach,
        matched=matched,
        of=len(STEPS) - ("DECLINE" in matched),
        reached=reached,
        permits=permits,
        confirmed=confirmed,
        declined=_declined(acts),
        next=() if breach else _AFTER[at],
        faults=tuple(sorted(faults, key=lambda one: (one.number, one.rule))),
    )


def _numbered(acts: Sequence[str]) -> list[tuple[int, str]]:
    return list(enumerate(acts, start=1))


def _follow(acts: Sequence[str]) -> tuple[str, tuple[str, ...], Breach | None]:
    """Walk through the grammar up to the first breach."""
    at, matched = "", list[str]()
    for number, act in _numbered(acts):
        if act not in _AFTER[at]:
            return at, tuple(matched), _breach(number, act, _AFTER[at])
        if act in (*STEPS, "DECLINE") and act not in matched:
            matched.append(act)
        at = at if at == "ALSO" and act != "ACT" else act
    return at, tuple(matched), None


def _breach(number: int, act: str, instead: tuple[str, ...]) -> Breach:
    if act not in ACTS:
        shown = act if len(act) <= _LONGEST else f"{act[:_LONGEST]}..."
        says = f"act {number} is {shown!r}, which is no act; {did_you_mean(shown, ACTS)}"
    else:
        right = ", or ".join(f"{one} ({ACTS[one]})" for one in instead) or "nothing more"
        says = f"act {number} is {act} ({ACTS[act]}), expected {right}"
    return Breach(number=number, act=act, instead=instead, says=says)


def _ideas(acts: Sequence[str]) -> tuple[_Ideas, bool | None]:
    """Give each ALSO, and whether their view stands confirmed at the end.

    Of an idea its number, whether their view stood confirmed, and whether they had given leave.
    A correction takes the confirmation back, unless it comes after an idea and is about that.
    Leave is given for one idea.
    """
    found: _Ideas = []
    confirmed: bool | None = None
    granted = False
    for number, act in _numbered(acts):
        if act == "ALSO":
            found.append((number, confirmed is True, granted))
            granted = False
        elif act == "CONF" or (act == "CORR" and not found):
            confirmed = act == "CONF"
        elif act in ("PERM", "GRANT", "DECLINE"):
            granted = act == "GRANT"
    return found, confirmed


def _declined(acts: Sequence[str]) -> bool:
    answers = [act for act in acts if act in ("DECLINE", "GRANT", "OWN", "ACT")]
    return answers[-1:] == ["DECLINE"]


def _rungs(acts: Sequence[str], ideas: _Ideas, wordless: frozenset[int]) -> tuple[Rung, Rung]:
    """Give the rung that their acts after the idea name, and the one that may be claimed."""
    offered = min((number for number, *_ in ideas), default=len(acts))
    welcome = min((number for number, confirmed, _ in ideas if confirmed), default=len(acts))
    shown = [(n, _SHOWS[act]) for n, act in _numbered(acts) if act in _SHOWS and n > offered]
    permitted = (rung if n > welcome and n not in wordless else "A1" for n, rung in shown)
    nothing: Rung = "A0"
    return max((rung for _, rung in shown), default=nothing), max(permitted, default=nothing)


def _unasked(ideas: _Ideas) -> list[Fault]:
    """Find ideas before confirmation (PIV001), and ideas without leave (PIV002)."""
    early = "the idea came before they had confirmed how they see it"
    return [
        *(_fault("PIV001", number, early) for number, confirmed, _ in ideas if not confirmed),
        *(_fault("PIV002", n, "the idea came without their leave") for n, _, ok in ideas if not ok),
    ]


def _rebuttals(acts: Sequence[str]) -> list[Fault]:
    return [_fault("PIV004", n, "it was rebutted") for n, act in _numbered(acts) if act == "REB"]


def _submission(acts: Sequence[str], talk_share: int | None, most_talk: int) -> list[Fault]:
    """Find an assent without a reason or an action of theirs (PIV005)."""
    if "ASSENT" not in acts or {"OWN", "ACT"} & set(acts):
        return []
    number = acts.index("ASSENT") + 1
    pressed = sum(act in ("PUSH", "REB") for act in acts[:number])
    says = "they assented, and gave no reason and took on nothing"
    if pressed:
        says += f", after {pressed} push{'es' * (pressed > 1)} of ours"
    if talk_share is not None and talk_share > most_talk:
        says += f"; we talked {talk_share} % of the time"
    return [_fault("PIV005", number, says)]


def _overclaim(number: int, claimed: Claim, permits: Rung) -> list[Fault]:
    """Find a claim above the evidence (PIV010); ``changed`` needs a reason in their own words."""
    wanted = "A2" if claimed == "changed" else claimed
    if wanted <= permits:
        return []
    says = f"it claims {claimed}, and the evidence permits {permits} ({RUNGS[permits]})"
    return [_fault("PIV010", number, says)]


def _fault(rule: str, number: int, says: str) -> Fault:
    return Fault(rule=rule, number=number, says=says)
