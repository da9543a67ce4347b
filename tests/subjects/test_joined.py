"""Is a name found whose words are joined, and is no other word taken for it?"""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engageframe_subjects.names import Index, Names

MARIA = Names("p-17", sure=["María López"])
FIRST = ("María", "Jo", "Ben", "Åsa", "Élodie", "Anne-Marie", "ana", "Мария", "Will")
LAST = ("López", "O'Neil", "Strauß", "McDonald", "Żak", "novak", "Лопес", "Li")
names = st.builds("{} {}".format, st.sampled_from(FIRST), st.sampled_from(LAST)).filter(
    lambda name: sum(map(str.isalpha, name)) >= 6  # "#benli" may be anything
)
letters = st.text("abcdefghijklmnop", min_size=1, max_size=3)


def words(name: str) -> list[str]:
    """Give the words of a name as they are joined: without what is no letter."""
    parts = name.replace("-", " ").split()
    return ["".join(filter(str.isalpha, part)) for part in parts]


def camel(name: str) -> str:
    """Join a name in humps."""
    return "".join(word[0].upper() + word[1:] for word in words(name))


def small(name: str) -> str:
    """Join a name in small letters."""
    return "".join(words(name)).lower()


def turned(name: str) -> str:
    """Put the last word of a name first."""
    return " ".join([words(name)[-1], *words(name)[:-1]])


JOINED = {
    "CamelCase": lambda name: (camel(name), "X"),
    "camelCase": lambda name: (camel(name)[0].lower() + camel(name)[1:], "X"),
    "the last name first": lambda name: (camel(turned(name)), "X"),
    "an address with the last name first": lambda name: (
        f"{'.'.join(words(turned(name))).lower()}@mail.example", "X@mail.example"),
    "a hashtag": lambda name: (f"#{small(name)}", "#X"),
    "a hashtag in humps": lambda name: (f"#{camel(name)}", "#X"),
    "a handle": lambda name: (f"@{small(name)}", "@X"),
    "a handle with a number": lambda name: (f"@{small(name)}77", "@X"),
    "a handle with dots": lambda name: (f"@{'.'.join(words(name)).lower()}", "@X"),
    "an address": lambda name: (f"{small(name)}@mail.example", "X@mail.example"),
    "an address with dots": lambda name: (
        f"{'.'.join(words(name)).lower()}@mail.example", "X@mail.example"),
    "an address with a tag": lambda name: (
        f"{'_'.join(words(name)).upper()}+news@mail.example", "X+news@mail.example"),
    "dots": lambda name: (".".join(words(name)), "X"),
    "a part of a file's name": lambda name: (f"notes{camel(name)}Draft.md", "notesXDraft.md"),
}  # fmt: skip
AROUND = ("{}", "ask {}, please", "({})", "{}'s idea", "meet: {}\n", "see_{}_")


@pytest.mark.parametrize("form", JOINED)
@given(name=names, around=st.sampled_from(AROUND))
def test_a_joined_name_is_found(form: str, name: str, around: str) -> None:
    """In CamelCase, a hashtag, a handle or before the ``@`` of an address, by every look."""
    written, left = JOINED[form](name)
    text, by_name = around.format(written), Names("p-17", sure=[name])

    assert by_name.replaced(text, "X") == around.format(left)
    assert by_name.count(text) == 1
    for look in (text, json.dumps(text, ensure_ascii=False)):
        assert Index({"p-17": by_name}).candidates(look) == ["p-17"]


@given(name=names, before=letters, after=letters)
def test_no_part_of_another_word_is_taken_for_a_name(name: str, before: str, after: str) -> None:
    """Within small letters, or where a word goes on, it is another word."""
    by_name, whole = Names("p-17", sure=[name]), small(name)
    for text in (
        f"{before}{whole}", f"{whole}{after}", f"{before}{whole}{after}", whole,
        f"#{whole}{after}", f"@{before}{whole}", f"{before}{whole}@mail.example",
        f"{camel(name)}{after}", f"me@{whole}.example",
    ):  # fmt: skip
        assert by_name.replaced(text, "X") == text


@pytest.mark.parametrize(
    "text",
    ["MariaLopezia", "Mariaslopez", "xmaria.lopez", "maria.lopezia", "ana.maria.lopez@x.example",
     "Maria. Lopez", "#mlopez", "MARIALOPEZ", "Maria and Lopez", "lopezmaria"],
)  # fmt: skip
def test_what_is_not_found_is_told_so(text: str) -> None:
    """The page on privacy says the same: initials, capitals alone, a longer address."""
    assert MARIA.replaced(text, "X") == text


@pytest.mark.parametrize(
    ("name", "text"), [("Ann A", "#anna"), ("Bo Li", "@boli"), ("Jo An", "joan@mail.example")]
)
def test_a_short_name_is_no_word_that_is_made_of_its_letters(name: str, text: str) -> None:
    """Fewer than six letters joined may be anybody's."""
    assert Names("p-17", sure=[name]).replaced(text, "X") == text


def test_a_hump_is_a_border_as_a_space_is() -> None:
    """What holds of ``Ana Maria Lopez`` holds of the same in humps."""
    assert MARIA.replaced("Ana Maria Lopez, AnaMariaLopez", "X") == "Ana X, AnaX"


def test_an_address_of_theirs_goes_as_a_whole() -> None:
    """The longest word that stands for somebody goes first."""
    known = Names("p-17", sure=["María López", "maria.lopez@acme.example"])

    assert known.replaced("maria.lopez@acme.example, maria.lopez@b.example", "X") == (
        "X, X@b.example"
    )


def test_many_humps_cost_as_many_looks() -> None:
    """A word of a hundred thousand humps is no reason to stop."""
    assert MARIA.replaced("Ab" * 100_000 + "MariaLopez", "X") == "Ab" * 100_000 + "X"


def test_names_without_measure_are_sought_as_they_are_written() -> None:
    """A pattern of every way to write them would be too large: it grows as they do, and no more."""
    long = "Maria Lopez " * 1_000 + "Żak"
    known = Names("p-17", sure=[long, "Ana Ito"])

    assert known.replaced(f"{long.lower()} and ANA ITO", "X") == "X and X"
    assert len(known._words.pattern) < 2 * len(long)
    assert len(MARIA._words.pattern) > 20 * len("María López")
