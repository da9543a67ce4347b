"""Does everything that is wrong come in one round, but for what another mistake hides?"""

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engageframe.errors import InvalidInput, Problem
from engageframe.kinds import CORE_KINDS, Kinds
from engageframe.model.moments import moment
from engageframe_csv import read

HEAD = "No,Team,Date,Ours,Met,About\n"
RIGHT: dict[str, Any] = {
    "system": "log",
    "engagement": "{Team}",
    "happened": "{Date}",
    "record": "encounter.held",
    "fields": {"id": "visit-{No}", "subject": "{About}"},
    "attendees": [{"person": "{Ours}", "side": "ours"}, {"organization": "{Met}"}],
    "implies": [
        {"record": "person", "fields": {"id": "{Ours}", "name": "{Ours}"}},
        {"record": "organization", "fields": {"id": "{Met}", "name": "{Met}"}},
    ],
    "dates": {"formats": ["%d/%m/%Y"], "since": "2010"},
    "nothing": {"Met": ["nil"]},
}
EDITS: tuple[Callable[[dict[str, Any]], object], ...] = (
    lambda told: told.update(kolour=1),
    lambda told: told.update(system="x y"),
    lambda told: told.pop("system"),
    lambda told: told["fields"].update(subjekt="{About}"),
    lambda told: told["fields"].update(channel="pigeon"),
    lambda told: told["fields"].update(extra="{No}"),
    lambda told: told["attendees"][1].update(side="klient"),
    lambda told: told["attendees"][1].update(rolle="x"),
    lambda told: told["implies"][1].pop("record"),
    lambda told: told["implies"][0].update(record="persn"),
    lambda told: told["implies"].append({"record": "person", "fields": {"id": "{Ours}"}}),
    lambda told: told["implies"].append(7),
    lambda told: told["dates"].update(formats=["%m-%y"]),
    lambda told: told["dates"].update(sinse="2011"),
    lambda told: told["nothing"].update(Ours="nil"),
    lambda told: told.update(split={"Met": []}),
    lambda told: told.update(source="{Nr}"),
    lambda told: told.update(required=["Abuot"]),
)


def says(edits: list[int], data: str = HEAD) -> set[str]:
    """Import by the right mapping with some edits, and give what is said to be wrong."""
    told = copy.deepcopy(RIGHT)
    for n in sorted(edits, reverse=True):
        EDITS[n](told)
    return {one.says for one in problems(json.dumps(told), data)}


def problems(mapping: str, data: str) -> tuple[Problem, ...]:
    """Give what is wrong with a mapping and a table."""
    try:
        read(data.encode(), mapping, name="log.csv", mapping_name="log.map.yaml",
             kinds=Kinds(CORE_KINDS), author="me", today=moment("2026-06-30"))  # fmt: skip
    except InvalidInput as fault:
        return fault.problems
    return ()


_APART = [n for n in range(len(EDITS)) if n != 1]  # a wrong system hides that there is none


@given(st.lists(st.sampled_from(_APART), unique=True))
def test_mistakes_told_together_are_those_told_one_by_one(edits):
    """Whatever is wrong alone is told beside all other mistakes, and nothing else is."""
    assert says(edits) == set().union(*(says([one]) for one in edits))


def test_each_edit_is_a_mistake():
    """The law above joins mistakes, not nothing."""
    assert not says([])
    assert [n for n in range(len(EDITS)) if not says([n])] == []


def test_what_a_wrong_name_meant_is_not_missed_as_well():
    """Who wrote engagment is not told that the engagement is missing, nor of happened."""
    mapping = json.dumps(RIGHT).replace("engagement", "engagment").replace("happened", "hapened")

    found = [one.says for one in problems(mapping, HEAD)]
    assert found == ['unknown field "engagment"', 'unknown field "hapened"']


def test_rows_are_judged_beside_a_wrong_mapping():
    """A row whose date, cells or quotes are wrong in any case is told in the same round."""
    mapping = json.dumps(RIGHT | {"fields": {"id": "{No}", "subjekt": "x", "channel": "{About}"}})
    rows = "1,A,1/2/2020,me,you,visit\n2,A,soon,me,you,pigeon\n3,A\n4,A,,me,nil,visit\n"

    told = [(one.where, one.says) for one in problems(mapping, HEAD + rows)][1:]
    assert [where for where, _ in told] == ["log.csv:3", "log.csv:4"]
    assert "'soon' is not a moment" in told[0][1]
    assert "EncounterHeld.channel is 'pigeon'" in told[0][1]
    assert told[1][1] == "it has fewer cells than the header"


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"dates": {"formats": "%m/%Y", "since": "2010"}}, "expected a list, got '%m/%Y'"),
        ({"happened": "{Day}"}, 'there is no column "Day"'),
        ({"record": "engagment"}, 'there is no kind "engagment"'),
        ({"split": {"Date": 7}}, "expected a list, got 7"),
    ],
)
def test_rows_are_not_judged_by_what_is_wrong(wrong, says):
    """Neither by wrong formats, nor by a column or a kind that is not there."""
    fields = {"id": "{Team}", "name": "{Ours}", "status": "{About}"}
    right = {"system": "log", "record": "engagement", "fields": fields, "happened": "{Date}"}
    found = problems(json.dumps(right | wrong), HEAD + "1,A,02/2020,me,you,visit\n")
    assert [one.says for one in found][:1] == [says]
    assert "lies outside" not in str(found)
    dated = {"record"} & wrong.keys()
    assert ["Engagement.status" in str(found), "02/2020' is" in str(found)] == [
        not {"record", "split"} & wrong.keys(), bool(dated),
    ]  # fmt: skip


def test_many_wrong_rows_are_counted():
    """Beside a wrong mapping the first twenty rows are told, and how many more there are."""
    found = problems(json.dumps(RIGHT | {"kolour": 1}), HEAD + "1\n" * 25)
    assert len(found) == 1 + 20 + 1
    assert found[-1].says == "5 more rows would be set aside"

    found = problems(json.dumps(RIGHT | {"kolour": 1}), HEAD + "1\n" * 10_001)
    assert found[-1].says == "9980 more rows of the first 10,000 would be set aside"


def test_all_that_is_wrong_with_a_row_is_said(told):
    """A row is mended in one round, too."""
    mapping = json.dumps(RIGHT | {"fields": {"id": "{No}", "channel": "{About}"}})
    (row,) = told(HEAD + "1,?,soon,me,you,pigeon\n", mapping).set_aside
    assert row.reason == "unreadable_date"
    for part in ("'soon' is not a moment", 'no id can be made of "?"', "channel is 'pigeon'"):
        assert part in row.says


@pytest.mark.parametrize("mapping", ["[]", "7", "a: [1", ""])
def test_what_is_no_mapping_is_told_alone(mapping):
    """Without names and values nothing else can be judged."""
    assert len(problems(mapping, "")) == 1
