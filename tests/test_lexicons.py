"""Are words found where they mean something, and is a faulty lexicon told in words?"""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engageframe import InvalidInput
from engageframe_lexicons import Lexicon, Wording, sentences

law = settings(max_examples=100, deadline=None)
words = st.sampled_from(["we", "close", "the", "deal", "closed", "and", "deal-breaker", "win"])
texts = st.lists(st.tuples(words, st.sampled_from([" ", ", ", ". ", "\n", "\n\n"]))).map(
    lambda told: "".join(word + after for word, after in told)
)


def lexicon(*finds: str, unless: tuple[str, ...] = ()) -> Lexicon:
    """Make a lexicon of one list with one wording."""
    return Lexicon({"list": (Wording(name="one", finds=finds, unless=unless),)})


def read(text: str) -> Lexicon:
    """Read a file that may have the lists ``a`` and ``b``."""
    return Lexicon.read(text, where="en.toml", lists=("a", "b"))


def faults(text: str) -> list[str]:
    """Give what is told about a file."""
    with pytest.raises(InvalidInput) as told:
        read(text)
    return list(map(str, told.value.problems))


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("close the deal", "We CLOSE the\ndeal.", ["CLOSE the\ndeal"]),
        ("close the deal", "Close, the \"deal\"", ['Close, the "deal']),
        ("close the deal", "We close. The deal is off.", []),
        ("close the deal", "We close\n\nthe deal", []),
        ("deal", "a no-deal, a deal-breaker, an ideal, deals", []),
        ("close|win the|this? deal", "win deal; close this deal", ["win deal", "close this deal"]),
        ("win .. order", "win order, win a big new order", ["win order", "win a big new order"]),
        ("win .. order", "win one two three four order", []),
        ("we'll close", "We\u2019ll close", ["We\u2019ll close"]),
        ("k\u00fche", "Die K\u00dcHE", ["K\u00dcHE"]),
        ("deal", "\u0130\u0130 deal", ["deal"]),
    ],
)  # fmt: skip
def test_a_phrase_is_found_as_its_words_say(phrase: str, text: str, found: list[str]) -> None:
    """Whole words, whatever their case, in their order, inside one sentence."""
    matches = lexicon(phrase).find("list", text)

    assert [one.words for one in matches] == found
    assert all(text[one.start : one.end] == one.words for one in matches)


def test_what_is_harmless_is_not_found() -> None:
    """An exception holds where it overlaps, and nowhere else in the text."""
    found = lexicon("close", unless=("close friend", "bridge will close")).find(
        "list", "A close friend. The bridge will close. We close."
    )

    assert [(one.start, one.words) for one in found] == [(42, "close")]


def test_a_wording_is_replaced_switched_off_or_added_by_its_name() -> None:
    """What the settings say goes before what was shipped."""
    shipped = read('language = "en"\n[[a]]\nname = "x"\nfinds = ["x"]')
    own = (Wording(name="x", finds=()), Wording(name="y", finds=("y",)))

    changed = Lexicon({**shipped.lists, "b": ()}).overridden({"a": own})

    assert [one.words for one in changed.find("a", "x and y")] == ["y"]
    with pytest.raises(InvalidInput, match='no list "c"; known are: a, b'):
        changed.overridden({"c": ()})


def test_every_fault_of_a_file_is_told_with_its_line_and_remedy() -> None:
    """Nobody has to mend one fault to hear of the next."""
    told = faults(
        """\
[[a]]
name = "x"
finds = ["x(y)", "", "may? be", "be may?", "1 2 3 4 5 6 7 8 9 10 11 12 13"]
[[a]]
name = "two words"
finds = "x"
[[a]]
name = "y"
finds = ["y"]
[[a]]
name = "y"
finds = ["z"]
[[c]]
[b]
name = "z"
"""
    )

    assert told == [
        'en.toml:1: it names no language; add language = "en"',
        (
            'en.toml:1: a 1, finds: the phrase "x(y)" holds "x(y)": expected words, a|b, '
            'word? or ..; the phrase "" is blank: expected words; '
            'the phrase "may? be" begins or ends with what may be missing: expected a word there; '
            'the phrase "be may?" begins or ends with what may be missing: expected a word there; '
            'the phrase "1 2 3 4 5 6 7 8 9 10 11 12 13" is too long: expected at most 12 words'
        ),
        "en.toml:4: a 2, finds: expected a list, got 'x'; write it as [one, two]",
        (
            "en.toml:4: a 2, name: Wording.name is 'two words': expected a word of letters, "
            "digits, _.:@+- (at most 120)"
        ),
        'en.toml:10: a 4: "y" is there twice; rename one of them',
        'en.toml:13: unknown list "c"; known are: a, b',
        'en.toml:14: "b" is one table; begin each wording with [[b]]',
    ]


def test_what_is_no_toml_is_told() -> None:
    """The line is that of the reader of TOML."""
    assert faults("[[a]\n")[0].startswith("en.toml: it is not TOML: ")
    with pytest.raises(InvalidInput, match="it is not TOML"):
        Lexicon.read(b"\xff", where="en.toml", lists=())
    assert faults('language = "en"\na = [1]') == [
        "en.toml:2: a 1: expected name, finds, unless, instead, got 1"
    ]
    with pytest.raises(TypeError, match="expected a tuple of phrases"):
        Wording(name="x", finds=["x"])  # type: ignore[arg-type]


def plugin(folder: Path, name: str, text: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Install a distribution that brings a lexicon."""
    info = folder / f"words_{name}-1.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Name: words-{name}\nVersion: 1\n", encoding="utf-8")
    points = f"[engageframe.lexicons]\nthis.{name} = words_of_{name}\n"
    (info / "entry_points.txt").write_text(points, encoding="utf-8")
    package = folder / f"words_of_{name}"
    package.mkdir()
    (package / "__init__.py").touch()
    if text is not None:
        (package / f"this.{name}.toml").write_text(text, encoding="utf-8")
    monkeypatch.syspath_prepend(folder)


def test_a_language_is_shipped_or_comes_from_a_plugin(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both are read together, each once."""
    (tmp_path / "en.toml").write_text(
        'language = "en"\n[[a]]\nname = "x"\nfinds = ["close"]', encoding="utf-8"
    )
    german = 'language = "de"\n[[a]]\nname = "x"\nfinds = ["schlie\u00dfen"]'
    plugin(tmp_path / "de", "de", german, monkeypatch)

    own = Lexicon.load("this", ["en"], shipped=tmp_path, lists=("a",))
    both = Lexicon.load("this", ["en", "de", "en"], shipped=tmp_path, lists=("a",))

    assert [len(one.lists["a"]) for one in (own, both)] == [1, 2]
    assert [one.words for one in both.find("a", "close, schlie\u00dfen")] == [
        "close",
        "schlie\u00dfen",
    ]


def test_languages_that_are_not_there_or_faulty_are_told_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A path is no language, and no file outside the practice is read."""
    (tmp_path / "en.toml").write_text('language = "en"', encoding="utf-8")
    plugin(tmp_path / "it", "it", "[[b]]", monkeypatch)
    plugin(tmp_path / "fr", "fr", None, monkeypatch)

    with pytest.raises(InvalidInput) as told:
        Lexicon.load("this", ["../en", "itt", "it", "fr"], shipped=tmp_path, lists=("a",))

    path, missing, unnamed, unknown, unreadable = map(str, told.value.problems)
    assert path.startswith('no lexicon "this.../en" is shipped or installed')
    assert missing == 'no lexicon "this.itt" is shipped or installed; did you mean "this.it"?'
    assert unnamed.startswith("this.it.toml:1: it names no language")
    assert unknown == 'this.it.toml:1: unknown list "b"; known are: a'
    assert unreadable.startswith("words_of_fr/this.fr.toml: it cannot be read: ")


def test_sentences_end_at_marks_blank_lines_and_items() -> None:
    """A mark without words is no sentence."""
    assert sentences('One. "Two?" Three!\n- four\n\nfive\nstill five. ...') == [
        "One.",
        '"Two?',
        "Three!",
        "- four",
        "five\nstill five.",
    ]


@law
@given(texts)
def test_what_is_found_stands_where_it_is_said_to_stand(text: str) -> None:
    """The words of a match are those of the text, in the order of the text."""
    found = lexicon("close the deal", "we .. deal", "win").find("list", text)

    assert all(text[one.start : one.end] == one.words for one in found)
    assert list(found) == sorted(found, key=lambda one: (one.start, one.end))


@law
@given(texts, texts)
def test_what_is_found_in_a_paragraph_is_found_among_others(text: str, other: str) -> None:
    """A text can be searched together with others: nothing is found across a blank line."""
    known = lexicon("close the deal", "win", unless=("we win",))

    together = [one.words for one in known.find("list", f"{text}\n\n{other}")]

    apart = [one.words for part in (text, other) for one in known.find("list", part)]
    assert together == apart


@law
@given(texts)
def test_an_exception_never_adds_a_find(text: str) -> None:
    """What is found with an exception is found without."""
    every = {one[:3] for one in lexicon("close", "deal").find("list", text)}

    assert {
        one[:3] for one in lexicon("close", "deal", unless=("the deal",)).find("list", text)
    } <= every


lines = st.lists(
    st.sampled_from(
        [
            'language = "en"', "language = 1", "[[a]]", "[a]", "[[b]]", "[[c]]", 'name = "x"',
            'name = "y z"', 'finds = ["x"]', 'finds = "x"', "finds = [1]", 'unless = ["(x"]',
            'instead = "y"', "instead = 1", "a = 5", "more = true",
        ]
    ),
    max_size=7,
).map("\n".join)  # fmt: skip


@law
@given(lines)
def test_a_file_is_read_or_at_least_one_fault_is_told(text: str) -> None:
    """Every fault has a place; a file that is read can be searched."""
    found, places = Lexicon(), ["en.toml"]
    try:
        found = read(text)
    except InvalidInput as fault:
        places = [one.where for one in fault.problems]

    assert places
    assert all(one.startswith("en.toml") for one in places)
    assert {*found.lists} <= {"a", "b"}
    assert all(match.words in ("x", "y") for *_, some in found.search(["x"]) for match in some)
