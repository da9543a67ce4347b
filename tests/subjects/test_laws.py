"""What holds of every erasure, whatever the engagement and whoever leaves it?"""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engageframe import COMMITMENTS, CYCLE, ENCOUNTERS, Host, Lens
from engageframe.encoding import canonical
from engageframe.errors import InvalidInput
from engageframe.loading import EVER
from engageframe.testing import History, engagements
from engageframe_subjects import Rights
from engageframe_subjects.names import Names

PEOPLE = st.sampled_from(["maria", "tom", "eve", "ana", "abe", "vic"])
TEXTS = (
    "the note on the power budget",
    "Maria López wants it before the autumn",
    "said by tom ito and EVE ADAMS",
    "Maria is in the north; ana knows",
    "not sure",
)
HISTORIES = engagements(texts=TEXTS)
REASON = "somebody asked for it"


def opened(history: History) -> Rights:
    """Open a workspace over a history; ana tells."""
    return Rights(history.journal(), Host.load(()), as_of=history.as_of)


def erased(history: History, who: str) -> tuple[Rights, set[str]]:
    """Erase somebody, and give what was destroyed."""
    workspace = opened(history)
    try:
        return workspace, {*workspace.erase(who, reason=REASON).destroyed}
    except InvalidInput:  # nothing is held about them
        return workspace, set()


def lens(workspace: Rights, one: Lens[Any]) -> Any:
    """Give the state of a lens as plain values."""
    return json.loads(canonical(workspace._loader.view("rollout", as_of=EVER).lens(one)))


def names_them(value: Any, who: str) -> bool:
    """Tell whether an id stands in a plain value, as itself or as a part of a longer one."""
    if isinstance(value, str):
        return Names(who).replaced(value, "") != value
    parts = [*value, *value.values()] if isinstance(value, dict) else value
    return isinstance(parts, list) and any(names_them(one, who) for one in parts)


@given(HISTORIES, PEOPLE)
def test_nothing_that_is_left_names_who_was_erased(history: History, who: str) -> None:
    """Neither an id nor a name stands in any body of the journal."""
    names = opened(history).names_of(who)

    workspace, _ = erased(history, who)

    bodies = [json.loads(one.body) for one in workspace.journal.read() if one.body is not None]
    assert [one for one in bodies if names_them(one, who)] == []
    left = [word for one in bodies for word in names.sure if word.lower() in str(one).lower()]
    assert left == []


@given(HISTORIES, PEOPLE)
def test_the_chain_holds_and_tells_how_much_was_destroyed(history: History, who: str) -> None:
    """Every body that was destroyed is counted, by the chain and by the record of the erasure."""
    workspace, gone = erased(history, who)

    answer = workspace.journal.verify()
    told = [json.loads(one.body or b"") for one in workspace.journal.read(["register"])
            if one.kind == "erasure"]  # fmt: skip
    assert (answer.first_bad, answer.redacted) == (None, len(gone))
    assert told == ([{"reason": REASON, "destroyed": len(gone)}] if gone else [])


@pytest.mark.parametrize("one", [ENCOUNTERS, COMMITMENTS], ids=lambda one: one.name)
@given(history=HISTORIES, who=PEOPLE)
def test_what_does_not_name_them_is_as_it_was(history: History, who: str, one: Lens[Any]) -> None:
    """Each encounter and promise in which their name did not stand is the same to the letter."""
    before = lens(opened(history), one)
    names = opened(history).names_of(who)

    workspace, gone = erased(history, who)

    after = lens(workspace, one)
    for id_, state in before.items():
        whole = canonical(state).decode()
        named = names.replaced(whole, "") != whole or names_them(state, who)
        if not named and gone.isdisjoint(state["records"]):
            assert after[id_] == state
    assert after.keys() <= before.keys()


@given(HISTORIES, PEOPLE)
def test_what_others_share_with_them_stays_but_for_names_and_texts(
    history: History, who: str
) -> None:
    """An encounter that others attended too is there as before, with a word where they stood."""
    workspace = opened(history)
    before = lens(workspace, ENCOUNTERS)
    held = workspace._whole()

    after = lens(erased(history, who)[0], ENCOUNTERS)

    for id_, state in before.items():
        there = {one["person"] or one["organization"] for one in _attendees(state)}
        if there - {who} - held.ours["rollout"] and _all_shared(held, state, who):
            assert _bare(after[id_]) == _bare(json.loads(_renamed(state, who)))


def _attendees(state: Any) -> list[Any]:
    parts = (state["planned"], state["held"])
    return [there for one in parts if one for there in one["attendees"]]


def _all_shared(held: Any, state: Any, who: str) -> bool:
    """Tell whether no record of an encounter is about them alone."""
    records = [held.records[id_] for id_ in state["records"]]
    plain = [one for one in records if one.kind != "encounter.reviewed"]
    return all(held.others(one, who) for one in plain)


def _renamed(state: Any, who: str) -> str:
    return canonical(state).decode().replace(f'"{who}"', '"erased-1"')


def _bare(state: Any) -> Any:
    """Leave the texts of an encounter out."""
    words = ("subject", "purpose", "answers", "questions", "text", "measure", "role", "note",
             "verdicts", "client_actions", "extra")  # fmt: skip
    if isinstance(state, dict):
        return {name: _bare(one) for name, one in state.items() if name not in words}
    return [_bare(one) for one in state] if isinstance(state, list) else state


@given(HISTORIES, PEOPLE)
def test_the_cycle_goes_on_as_it_was(history: History, who: str) -> None:
    """The phase, the number of the round and how much was accepted do not change."""
    before = lens(opened(history), CYCLE)

    workspace, _ = erased(history, who)

    after = lens(workspace, CYCLE)
    for word in ("number", "phase", "frozen_on", "frozen_record", "records"):
        assert after[word] == before[word]
    for word in ("accepted", "carried"):
        assert [one["due"] for one in after[word]] == [one["due"] for one in before[word]]


@given(HISTORIES, PEOPLE, PEOPLE)
def test_two_people_can_be_erased_one_after_the_other(
    history: History, who: str, other: str
) -> None:
    """The second erasure finds what the first told again, and nobody is left of both."""
    workspace, _ = erased(history, who)
    for one in (other, who):
        try:
            workspace.erase(one, reason=REASON)
        except InvalidInput:
            continue

    bodies = [json.loads(one.body) for one in workspace.journal.read() if one.body is not None]
    assert [one for one in bodies if names_them(one, who) or names_them(one, other)] == []
    assert workspace.journal.verify().first_bad is None


@given(HISTORIES, PEOPLE)
def test_a_copy_holds_all_that_an_erasure_destroys(history: History, who: str) -> None:
    """What is destroyed when they ask for it is told when they ask for that."""
    workspace = opened(history)
    try:
        copy = workspace.copy_for(who)
    except InvalidInput:
        return

    assert {one.id for one in copy.records} == {*workspace.leaving(who).destroyed}


@given(HISTORIES, st.sampled_from(["maria", "tom", "eve"]))
def test_a_copy_names_no_third_person(history: History, who: str) -> None:
    """Whoever is neither the person nor one of ours is masked wherever they stand."""
    workspace = opened(history)
    held = workspace._whole()
    try:
        copy = workspace.copy_for(who)
    except InvalidInput:
        return

    bodies = [(one.engagement, json.loads(canonical(one.body))) for one in copy.records]
    for other, names in held.names.items():
        shown = [body for stream, body in bodies if other not in held.ours[stream]]
        if other != who:
            assert [one for one in shown if names_them(one, other)] == []
            texts = [canonical(one).decode() for one in shown]
            assert [one for one in texts if names.replaced(one, "") != one] == []
