"""Where is somebody named, and where only a word that looks alike?"""

import pytest

from engageframe_subjects.names import Names, everybody

MARIA = Names("maria-l", sure=["María López", "m.l@acme.example", "Will"])


@pytest.mark.parametrize(
    ("text", "without"),
    [
        ("Ask María López today", "Ask X today"),
        ("ask maria  lopez's team", "ask X's team"),
        ("López, María: head", "X: head"),
        ("(MARIA LOPEZ)", "(X)"),
        ("Mari\u0301a Lo\u0301pez", "X"),
        ("write to M.L@acme.example.", "write to X."),
        ("see maria-l: yes", "see X: yes"),
        ("meet:maria-l", "meet:X"),
        ("maria-l", "X"),
        ("Will comes", "X comes"),
        ("he will come", "he will come"),
        ("Maria Lopezia", "Maria Lopezia"),
        ("maria-lena", "maria-lena"),
        ("co-maria-l", "co-maria-l"),
        ("Maria came", "Maria came"),
        ("", ""),
    ],
)
def test_a_name_is_found_as_people_write_it(text: str, without: str) -> None:
    """Case and accents do not matter, the borders of words do."""
    assert MARIA.replaced(text, "X") == without


def test_letters_alone_are_an_id_only_where_ids_stand() -> None:
    """The id ``will`` is found as a word of its own, and not in a sentence."""
    will = Names("will")

    texts = ["will", "meet:will", "he will come", "willing"]

    assert [will.replaced(one, "X") for one in texts] == ["X", "meet:X", "he will come", "willing"]


def test_a_script_without_spaces_has_no_borders() -> None:
    """A name in Chinese is found within a sentence."""
    assert Names("zw", sure=["张伟"]).replaced("昨天张伟说好", "X") == "昨天X说好"


def test_what_two_people_bear_names_neither_for_sure() -> None:
    """A name that somebody else has, too, is only perhaps theirs; so is a part of a name."""
    people = everybody(
        [
            {"id": "a", "name": "Ana Novak", "email": "a@x.example", "aliases": ["Annie"]},
            {"id": "b", "name": "ana NOVÁK"},
            {"id": "a", "name": "Ana Bell"},
        ]
    )

    assert people["a"].replaced("Ana Novak", "X") == "Ana Novak"
    assert people["a"].replaced("Ana Bell, a@x.example", "X") == "X, X"
    assert [people["a"].perhaps_in(one) for one in ("Ana Novak came", "Ana", "bell", "x")] == [
        True, True, False, False,
    ]  # fmt: skip


def test_a_closer_look_is_taken_wherever_a_name_may_stand() -> None:
    """The quick look misses nothing that the slow one finds."""
    for text in ("lopez, maria", "MARIA-L", "m.l@acme.example", "Will"):
        assert MARIA.may_stand_in(text)
    assert not MARIA.may_stand_in("nobody here")


def test_times_are_counted() -> None:
    """A file of text names somebody so many times."""
    assert MARIA.count("María López and Maria Lopez; maria-l, will") == 3
    assert Names("will").count("will") == 0
