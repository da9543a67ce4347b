"""Where is somebody named, and where only a word that looks alike?"""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engageframe_subjects.names import Index, Names, everybody

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


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Anna Strauß", "ANNA STRAUSS"),
        ("Anna Strauß", "Anna Strauss"),
        ("Anna Strauss", "Anna Strauß"),
        ("ANNA STRAUẞ", "anna strauß"),
        ("Łukasz Żak", "LUKASZ ZAK"),
        ("Lukasz Zak", "łukasz żak"),
        ("Søren Đokić", "Soren Dokic"),
        ("Maria López", "Maria-López"),
        ("Maria López", "Maria_Lopez"),
        ("Anne-Marie O'Neil", "Anne Marie O\u2019Neil"),
        ("İpek Işık", "ipek ışık"),
        ("İpek Işık", "IPEK ISIK"),
        ("Æsa Þor", "Aesa Thor"),
        ("Jäeger Böer", "JÄEGER BÖER"),
        ("Jäeger Böer", "jaeger boer"),
    ],
)
def test_letters_that_a_keyboard_lacks_hide_nobody(name: str, text: str) -> None:
    """Nor does a hyphen, an underscore, or what a program makes of a name."""
    names = Names("p-17", sure=[name])

    assert names.replaced(f"met {text}.", "X") == "met X."
    assert names.replaced(f"{text}_notes.md", "X") == "X_notes.md"
    assert Index({"p-17": names}).candidates(text) == ["p-17"]


def test_names_that_are_written_alike_are_shared() -> None:
    """What could be the name of two people names neither; addresses are what they are."""
    people = everybody(
        [
            {"id": "a", "name": "Eva-Lotte Strauß", "email": "e-l@x.example"},
            {"id": "b", "name": "Eva Lotte Strauss", "email": "e_l@x.example"},
        ]
    )

    assert people["a"].sure == ("e-l@x.example",)
    assert people["b"].replaced("Eva Lotte Strauss, e_l@x.example", "X") == "Eva Lotte Strauss, X"


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


PEOPLE = everybody(
    [
        {"id": "maria-l", "name": "María López", "email": "m.l@acme.example"},
        {"id": "ben", "name": "Ben Okoro", "aliases": ["Will"]},
        {"id": "zw", "name": "张伟"},
        {"id": "p-17", "name": "Ana Novak"},
        {"id": "p-18", "name": "ana novák"},
    ]
)
WORDS = (
    "María",
    "LOPEZ",
    "Lopez, maria",
    "Ben",
    "okoro",
    "Will",
    "will",
    "张伟",
    "说",
    "p-17",
    "Novak",
    "ana  novak",
    "M.L@acme.example",
    "maria-l",
    "\n",
    "\t",
    "\\",
    "-",
    ".",
    "_",
)


@given(st.lists(st.sampled_from(WORDS)), st.sampled_from(["", " "]))
def test_whoever_is_named_is_a_candidate(words: list[str], between: str) -> None:
    """The index misses nobody whom the slow look finds, in a text or in its JSON."""
    text = between.join(words)
    named = {
        id_
        for id_, names in PEOPLE.items()
        if names.replaced(text, "X", parts=True) != text or names.perhaps_in(text)
    }

    for written in (text, json.dumps(text, ensure_ascii=False)):
        found = Index(PEOPLE).candidates(written)
        assert named <= {*found}
        assert found == [one for one in PEOPLE if one in found]
        assert all(PEOPLE[one].may_stand_in(written) for one in named if PEOPLE[one].count(text))


def test_of_many_people_only_those_are_looked_at_whose_words_stand_there() -> None:
    """A text costs as much with a thousand people as with two."""
    people = everybody({"id": f"p{n}", "name": f"First{n} Last{n}"} for n in range(1000))

    assert Index(people).candidates("First7 met Last70, and p700") == ["p7", "p70", "p700"]


def test_words_that_others_share_may_be_left() -> None:
    """A part of a name is not looked for where it is common; a whole name is."""
    ana = Names("b", sure=["Ana Bell"], unsure=["Ana"], common={"ana"})

    assert ana.replaced("Ana met Bell and Ana Bell", "X", parts=True) == "Ana met X and X"
